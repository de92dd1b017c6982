//! What `rego.metadata.rule()` and `rego.metadata.chain()` give: annotations, as Open Policy Agent shows them.

use super::annotated::Annotated;
use super::module::Module;
use crate::rego::annotations::{Annotation, Scope};
use crate::rego::core::Definition;
use serde_json::{Map, Value, json};

/// The annotations of the rule that calls; with `chain`, those of everything around it too.
pub fn metadata(
    modules: &[Module],
    annotated: &Annotated<'_>,
    definition: &Definition,
    chain: bool,
) -> Value {
    let file = definition.file as usize;
    let rule = modules.get(file).and_then(|module| module.tree.rules.get(definition.rule as usize));
    let Some(rule) = rule else { return json!({}) };
    let sources = annotated.chain(file, rule);
    let mut found: Vec<(&Module, &Annotation)> =
        sources.iter().map(|source| annotated.get(*source)).collect();
    let own =
        found.iter().position(|(_, annotation)| annotation.scope == Scope::Rule).map(|at| found.remove(at));
    if !chain {
        return own.map_or_else(|| json!({}), |(_, annotation)| fields(annotation));
    }
    let mut entries = vec![match own {
        Some((_, own)) => json!({"path": definition.path, "annotations": fields(own)}),
        None => json!({"path": definition.path}),
    }];
    entries.extend(found.into_iter().filter(|(_, annotation)| annotation.scope != Scope::Rule).map(
        |(module, annotation)| {
            let path =
                if annotation.scope == Scope::Document { &definition.path } else { &module.tree.package };
            json!({"path": path, "annotations": fields(annotation)})
        },
    ));
    entries.into()
}

/// An annotation as OPA gives it: its fields, the scope always among them.
fn fields(annotation: &Annotation) -> Value {
    let scope = match annotation.scope {
        Scope::Rule => "rule",
        Scope::Document => "document",
        Scope::Package => "package",
        Scope::Subpackages => "subpackages",
    };
    let mut fields: Map<String, Value> = annotation.fields.clone();
    fields.insert("scope".to_owned(), scope.into());
    if let Some(Value::Array(authors)) = fields.get_mut("authors") {
        for author in authors.iter_mut() {
            if let Value::String(text) = author {
                *author = named(text);
            }
        }
    }
    fields.into()
}

/// An author: `Name <address>`, either part of which may be missing.
fn named(text: &str) -> Value {
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches('>')),
        None => (text.trim(), ""),
    };
    let parts = [("name", name), ("email", address)];
    let given = parts.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(key, value)| (key.to_owned(), Value::from(value))).collect::<Map<_, _>>().into()
}
