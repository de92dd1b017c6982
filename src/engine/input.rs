//! Inputs of rules, made of documents.

use super::value::{self, Builder};
use crate::document::terraform::Views;
use crate::document::{Document, Format, Pointer, Stage, stages};
use regorus::Value;
use serde_json::json;

/// An input of rules.
#[derive(Debug, Clone)]
pub struct Input {
    value: Value,
}

impl Input {
    /// An input with a value.
    pub(super) fn of(value: Value) -> Self {
        Input { value }
    }

    /// Its value.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// Makes inputs of documents.
#[derive(Default)]
pub struct Inputs {
    builder: Builder,
    /// The parameters that a review shows.
    parameters: Option<serde_json::Value>,
}

impl Inputs {
    /// Inputs whose reviews show some parameters.
    pub fn new(parameters: Option<serde_json::Value>) -> Self {
        Inputs { builder: Builder::default(), parameters }
    }

    /// The input of document rules.
    pub fn document(&mut self, document: &Document) -> Input {
        Input { value: self.builder.build(document) }
    }

    /// The input of rules that read a Dockerfile by its stages: `{"Stages": [{"Name", "Commands": [..]}]}`. Any other
    /// document is as it is.
    pub fn stages(&mut self, document: &Document) -> Input {
        if document.format != Format::Dockerfile {
            return self.document(document);
        }
        let (whole, source) = (self.builder.build(document), &document.source);
        let command = |at: usize| {
            let mut command = whole[at].clone();
            let span = document.resolve(&Pointer::from_iter([at.to_string()]));
            let span = document.node(span.node).span;
            let line = |offset: u32| Value::from(source.position(offset).line as u64);
            if let Ok(fields) = command.as_object_mut() {
                fields.insert(Value::from("Path"), Value::from(source.path.as_str()));
                fields.insert(Value::from("Original"), Value::from(source.slice(span)));
                fields.insert(Value::from("StartLine"), line(span.start));
                fields.insert(Value::from("EndLine"), line(span.end.saturating_sub(1).max(span.start)));
            }
            command
        };
        let stage = |stage: Stage| {
            let mut about = value::from_json(json!({"Name": stage.name}));
            if let Ok(fields) = about.as_object_mut() {
                let commands: Vec<Value> = stage.commands.into_iter().map(command).collect();
                fields.insert(Value::from("Commands"), commands.into());
            }
            about
        };
        let stages: Vec<Value> = stages(document).into_iter().map(stage).collect();
        let mut input = value::from_json(json!({}));
        if let Ok(fields) = input.as_object_mut() {
            fields.insert(Value::from("Stages"), stages.into());
        }
        Input { value: input }
    }

    /// The same with sections of `spec` that other documents have and this one has not.
    pub fn joined<'d>(
        &mut self,
        document: &Document,
        lent: impl Iterator<Item = (&'d str, &'d Document)>,
    ) -> Input {
        let mut input = self.document(document);
        let (spec, empty) = (Value::from("spec"), value::from_json(json!({})));
        for (section, holder) in lent {
            let lent = self.builder.build(holder)[&spec][&Value::from(section)].clone();
            let Ok(members) = input.value.as_object_mut() else { return input };
            if members.get(&spec).is_none_or(|spec| spec.as_object().is_err()) {
                members.insert(spec.clone(), empty.clone());
            }
            if let Some(Ok(members)) = members.get_mut(&spec).map(Value::as_object_mut) {
                members.insert(Value::from(section), lent);
            }
        }
        input
    }

    /// The input of rules over an admission review. A document that is one already is taken as it is.
    pub fn review(&mut self, document: &Document) -> Input {
        let object = self.builder.build(document);
        if object[&Value::from("review")] != Value::Undefined {
            return Input { value: object };
        }
        let (group, version) = match document.top("apiVersion") {
            Some(version) => version.split_once('/').unwrap_or(("", version)),
            None => ("", ""),
        };
        let mut input = value::from_json(json!({
            "parameters": self.parameters,
            "review": {
                "kind": {"group": group, "version": version, "kind": document.top("kind")},
                "name": document.name(),
                "operation": "CREATE",
            },
        }));
        if let Some(review) =
            input.as_object_mut().ok().and_then(|input| input.get_mut(&Value::from("review")))
            && let Ok(review) = review.as_object_mut()
        {
            review.insert(Value::from("object"), object);
        }
        Input { value: input }
    }

    /// The input of rules that combine documents: `[{path, contents}]`, an entry a document, or an item of it.
    pub fn combined<'d>(
        &mut self,
        entries: impl IntoIterator<Item = (&'d Document, Option<usize>)>,
    ) -> Input {
        let mut known: Option<(*const Document, Value)> = None;
        let entry = |(document, item): (&'d Document, Option<usize>)| {
            if known.as_ref().is_none_or(|(known, _)| !std::ptr::eq(*known, document)) {
                known = Some((std::ptr::from_ref(document), self.builder.build(document)));
            }
            let whole = known.as_ref().map_or(&Value::Undefined, |(_, value)| value);
            let contents = item.map_or(whole, |item| &whole[item]).clone();
            let mut about = value::from_json(json!({"path": document.source.path}));
            if let Ok(fields) = about.as_object_mut() {
                fields.insert(Value::from("contents"), contents);
            }
            about
        };
        Input { value: entries.into_iter().map(entry).collect::<Vec<Value>>().into() }
    }

    /// The input of project rules: `{"documents": [{path, index, format, kind, name, content}]}`, with the way to what is
    /// within another document, and what names stand for in modules of Terraform.
    pub fn project<'d>(&mut self, documents: impl IntoIterator<Item = &'d Document>, views: &Views) -> Input {
        let entry = |(at, document): (usize, &Document)| {
            let about = json!({
                "path": document.source.path,
                "index": document.outer(),
                "format": document.format.name(),
                "kind": document.top("kind"),
                "name": document.name(),
            });
            let mut about = value::from_json(about);
            let within = document.is_nested().then(|| document.prefix().to_vec());
            if let Ok(fields) = about.as_object_mut() {
                fields.insert(Value::from("content"), self.builder.build(document));
                let resolved = views.get(at).map(|view| value::from_json(view.value.clone()));
                fields.extend(resolved.map(|resolved| (Value::from("resolved"), resolved)));
                fields.extend(within.map(|way| (Value::from("within"), value::from_json(way.into()))));
            }
            about
        };
        let documents: Vec<Value> = documents.into_iter().enumerate().map(entry).collect();
        let mut input = value::from_json(json!({}));
        if let Ok(fields) = input.as_object_mut() {
            fields.insert(Value::from("documents"), Value::from(documents));
        }
        Input { value: input }
    }
}
