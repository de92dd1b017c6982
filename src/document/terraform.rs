//! Terraform: what is a plan, and folders of `.tf` files as modules, in which literal `locals`, defaults of variables and
//! the `.tfvars` that Terraform loads by itself are put in for what names them.
//!
//! Nothing is computed: calls, conditions and whatever is known at apply alone stay unknown.

mod reference;

use super::{Document, Format, NodeId, NodeKind, Pointer};
use reference::{Part, Reference, Root, Step};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Values that are looked at for one run; names can lead to each other in exponentially many ways.
const LOOKS: usize = 2_000_000;
/// Names that lead to one another.
const CHAIN: usize = 64;

/// True for a plan, as `terraform show -json` writes it.
pub fn is_plan(document: &Document) -> bool {
    let has = |name: &str| document.resolve(&Pointer::from_iter([name])).missing.is_empty();
    matches!(document.format, Format::Json | Format::Jsonc)
        && !document.is_nested()
        && has("format_version")
        && (has("planned_values") || has("resource_changes"))
}

/// Where a value is written that is used elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The document, by its position in the run.
    pub document: usize,
    /// The way to it there.
    pub pointer: Pointer,
}

/// A document with what its names stand for.
#[derive(Debug)]
pub struct View {
    /// Its value.
    pub value: Value,
    uses: BTreeMap<Vec<String>, Vec<Written>>,
    unknown: BTreeSet<Vec<String>>,
}

impl View {
    /// The place in the document that a place in the view comes from, and where what stands there is written.
    pub fn origin(&self, pointer: &Pointer) -> (Pointer, Vec<Written>) {
        for length in (0..=pointer.steps.len()).rev() {
            let (used, below) = pointer.steps.split_at(length);
            if let Some(written) = self.uses.get(used) {
                let deeper = |one: &Written| {
                    let steps = one.pointer.steps.iter().chain(below).cloned();
                    Written { document: one.document, pointer: steps.collect() }
                };
                return (used.iter().cloned().collect(), written.iter().map(deeper).collect());
            }
        }
        (pointer.clone(), Vec::new())
    }

    /// True for a value, or a part of one, that is not known before it is applied.
    pub fn is_unknown(&self, pointer: &Pointer) -> bool {
        let steps = &pointer.steps;
        !self.unknown.is_empty() && (0..=steps.len()).any(|length| self.unknown.contains(&steps[..length]))
    }
}

/// The views of the documents of a run, by their positions.
#[derive(Debug, Default)]
pub struct Views {
    views: Vec<Option<View>>,
    /// The first document that could not be looked at to its end.
    pub unfinished: Option<usize>,
}

impl Views {
    /// Looks at all modules of a run.
    pub fn of(documents: &[Document]) -> Self {
        let mut looking = Looking { documents, modules: modules(documents), left: LOOKS };
        let mut views = Views::default();
        for (at, document) in documents.iter().enumerate() {
            let view = is_module_file(document).then(|| looking.view(at));
            if view.is_some() && looking.left == 0 && views.unfinished.is_none() {
                views.unfinished = Some(at);
            }
            views.views.push(view);
        }
        views
    }

    /// The view of a document; none of what is no file of a module.
    pub fn get(&self, document: usize) -> Option<&View> {
        self.views.get(document)?.as_ref()
    }

    /// True if a value of a view is not known.
    pub fn any_unknown(&self) -> bool {
        self.views.iter().flatten().any(|view| !view.unknown.is_empty())
    }
}

/// A folder of `.tf` files.
#[derive(Debug, Default)]
struct Module {
    /// What variables stand for; none where that is not certain.
    variables: HashMap<String, Option<Place>>,
    locals: HashMap<String, Place>,
}

/// A node with the way to it.
#[derive(Debug, Clone)]
struct Place {
    document: usize,
    node: NodeId,
    pointer: Pointer,
}

/// The folder that a document lies in.
pub fn folder(document: &Document) -> &str {
    document.source.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name(document: &Document) -> &str {
    document.source.path.rsplit('/').next().unwrap_or_default()
}

fn is_module_file(document: &Document) -> bool {
    document.format == Format::Hcl2 && !document.is_nested() && name(document).ends_with(".tf")
}

/// The members of a mapping, each with its name.
fn members(document: &Document, node: NodeId) -> impl Iterator<Item = (String, NodeId)> + '_ {
    let entries = document.entries(node).into_owned();
    entries.into_iter().map(|(key, value)| (document.key_name(key).into_owned(), value))
}

/// The bodies of blocks: a list of them, or one alone.
fn bodies(document: &Document, node: NodeId) -> Vec<(Option<usize>, NodeId)> {
    match &document.node(node).kind {
        NodeKind::Sequence(items) => items.iter().enumerate().map(|(at, &item)| (Some(at), item)).collect(),
        _ => vec![(None, node)],
    }
}

/// The way to a member of a body.
fn way(steps: &[&str], body: Option<usize>, member: &str) -> Pointer {
    let steps = steps.iter().map(|step| (*step).to_owned());
    steps.chain(body.map(|at| at.to_string())).chain([member.to_owned()]).collect()
}

fn modules(documents: &[Document]) -> HashMap<&str, Module> {
    let mut modules: HashMap<&str, Module> = HashMap::new();
    for (at, document) in documents.iter().enumerate().filter(|(_, document)| is_module_file(document)) {
        let module = modules.entry(folder(document)).or_default();
        for (kind, node) in members(document, document.root()) {
            match kind.as_str() {
                "locals" => {
                    for (body, node) in bodies(document, node) {
                        let place = |(name, node): (String, NodeId)| {
                            let pointer = way(&["locals"], body, &name);
                            (name, Place { document: at, node, pointer })
                        };
                        module.locals.extend(members(document, node).map(place));
                    }
                }
                "variable" => {
                    for (name, node) in members(document, node) {
                        let default = bodies(document, node).into_iter().find_map(|(body, node)| {
                            let (_, node) = members(document, node).find(|(key, _)| key == "default")?;
                            let pointer = way(&["variable", &name], body, "default");
                            Some(Place { document: at, node, pointer })
                        });
                        module.variables.insert(name, default);
                    }
                }
                _ => {}
            }
        }
    }
    assignments(documents, &mut modules);
    arguments(documents, &mut modules);
    modules
}

/// What `.tfvars` say: those that Terraform loads by itself count, in its order; another one may be given or not.
fn assignments<'d>(documents: &'d [Document], modules: &mut HashMap<&'d str, Module>) {
    let rank = |document: &Document| match name(document) {
        "terraform.tfvars" => Some(0),
        "terraform.tfvars.json" => Some(1),
        name if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => Some(2),
        name if name.ends_with(".tfvars") || name.ends_with(".tfvars.json") => Some(3),
        _ => None,
    };
    let files = documents.iter().enumerate().filter(|(_, document)| !document.is_nested());
    let mut files: Vec<_> =
        files.filter_map(|(at, document)| Some((rank(document)?, name(document), at))).collect();
    files.sort_unstable();
    for (rank, _, at) in files {
        let document = &documents[at];
        let Some(module) = modules.get_mut(folder(document)) else { continue };
        for (name, node) in members(document, document.root()) {
            let pointer = Pointer::from_iter([name.as_str()]);
            let place = (rank < 3).then_some(Place { document: at, node, pointer });
            module.variables.insert(name, place);
        }
    }
}

/// Variables that another module of the run gives are not what their own module says.
fn arguments<'d>(documents: &'d [Document], modules: &mut HashMap<&'d str, Module>) {
    for document in documents.iter().filter(|document| is_module_file(document)) {
        let place = document.resolve(&Pointer::from_iter(["module"]));
        if !place.missing.is_empty() {
            continue;
        }
        for (_, node) in members(document, place.node) {
            for (_, body) in bodies(document, node) {
                let given: Vec<(String, NodeId)> = members(document, body).collect();
                let Some(below) = source(document, body) else { continue };
                let Some(module) = modules.get_mut(below.as_str()) else { continue };
                for (name, _) in given {
                    if let Some(variable) = module.variables.get_mut(&name) {
                        *variable = None;
                    }
                }
            }
        }
    }
}

/// The folder that the source of a module leads to from another folder, where it is one of the same tree.
pub fn joined(folder: &str, source: &str) -> Option<String> {
    if !source.starts_with("./") && !source.starts_with("../") {
        return None;
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in source.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            other => steps.push(other),
        }
    }
    Some(steps.join("/"))
}

struct Looking<'d> {
    documents: &'d [Document],
    modules: HashMap<&'d str, Module>,
    left: usize,
}

/// A value, and where it is written if that is elsewhere.
type Known = (Value, Vec<Written>);

impl Looking<'_> {
    fn view(&mut self, at: usize) -> View {
        let mut view = View { value: Value::Null, uses: BTreeMap::new(), unknown: BTreeSet::new() };
        let documents = self.documents;
        let mut steps = Vec::new();
        view.value = self.resolved(&documents[at], documents[at].root(), &mut steps, &mut view);
        view
    }

    /// The value of a node with its names put in; nesting is bounded by the reader.
    fn resolved(
        &mut self,
        document: &Document,
        node: NodeId,
        steps: &mut Vec<String>,
        view: &mut View,
    ) -> Value {
        match &document.node(node).kind {
            NodeKind::Sequence(items) => {
                let mut values = Vec::with_capacity(items.len());
                for (at, &item) in items.iter().enumerate() {
                    steps.push(at.to_string());
                    values.push(self.resolved(document, item, steps, view));
                    steps.pop();
                }
                Value::Array(values)
            }
            NodeKind::Mapping(_) => {
                let mut values = Map::new();
                for (name, value) in members(document, node) {
                    // How many there will be is for Terraform to say.
                    let untouched = name == "count" || name == "for_each";
                    steps.push(name.clone());
                    let value = if untouched {
                        document.to_json(value)
                    } else {
                        self.resolved(document, value, steps, view)
                    };
                    values.insert(name, value);
                    steps.pop();
                }
                Value::Object(values)
            }
            NodeKind::String(text) => {
                let text = document.text(text);
                if !text.contains("${") {
                    return text.into();
                }
                match self.text(folder(document), text, 0) {
                    Some((value, written)) => {
                        view.uses.insert(steps.clone(), written);
                        value
                    }
                    None => {
                        view.unknown.insert(steps.clone());
                        text.into()
                    }
                }
            }
            _ => document.to_json(node),
        }
    }

    /// Looks at so much; none once that is too much.
    fn spend(&mut self, count: usize) -> Option<()> {
        let left = self.left.checked_sub(count);
        self.left = left.unwrap_or_default();
        left.map(drop)
    }

    /// What a text says whose names are all known.
    fn text(&mut self, module: &str, text: &str, chain: usize) -> Option<Known> {
        let parts = reference::parts(text)?;
        if let [Part::Reference(reference)] = parts.as_slice() {
            return self.reference(module, reference, chain);
        }
        let (mut whole, mut written) = (String::new(), Vec::new());
        for part in parts {
            match part {
                Part::Text(text) => whole.push_str(text),
                Part::Reference(reference) => {
                    let (value, places) = self.reference(module, &reference, chain)?;
                    match value {
                        Value::String(text) => whole.push_str(&text),
                        Value::Number(_) | Value::Bool(_) => whole.push_str(&value.to_string()),
                        _ => return None,
                    }
                    written.extend(places);
                }
            }
            self.spend(1 + whole.len() / 64)?;
        }
        Some((Value::String(whole), written))
    }

    fn reference(&mut self, module: &str, reference: &Reference<'_>, chain: usize) -> Option<Known> {
        if chain == CHAIN {
            return None;
        }
        self.spend(1)?;
        let known = self.modules.get(module)?;
        let place = match reference.root {
            Root::Variable => known.variables.get(reference.name)?.clone()?,
            Root::Local => known.locals.get(reference.name)?.clone(),
        };
        let documents = self.documents;
        let document = &documents[place.document];
        let Place { mut node, mut pointer, .. } = place;
        for (at, step) in reference.steps.iter().enumerate() {
            let below = match (&document.node(node).kind, step) {
                (NodeKind::Mapping(_), Step::Name(name)) => {
                    members(document, node).find(|(key, _)| key == name)
                }
                (NodeKind::Sequence(items), Step::Index(index)) => {
                    Some((index.to_string(), *items.get(*index)?))
                }
                // What stands for something else has its members there.
                (NodeKind::String(_), _) => {
                    let (value, written) = self.literal(document, node, &pointer, place.document, chain)?;
                    return stepped(value, written, &reference.steps[at..]);
                }
                _ => None,
            };
            let (name, value) = below?;
            (node, pointer) = (value, pointer.with(&name));
        }
        self.literal(document, node, &pointer, place.document, chain)
    }

    /// The value of a node all of which is known.
    fn literal(
        &mut self,
        document: &Document,
        node: NodeId,
        pointer: &Pointer,
        at: usize,
        chain: usize,
    ) -> Option<Known> {
        let mut written = vec![Written { document: at, pointer: pointer.clone() }];
        let value = match &document.node(node).kind {
            NodeKind::String(text) => {
                let text = document.text(text);
                if !text.contains("${") {
                    self.spend(1 + text.len() / 64)?;
                    return Some((text.into(), written));
                }
                let (value, further) = self.text(folder(document), text, chain + 1)?;
                written.extend(further);
                value
            }
            NodeKind::Sequence(items) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, &item) in items.iter().enumerate() {
                    let pointer = pointer.with(&index.to_string());
                    values.push(self.literal(document, item, &pointer, at, chain)?.0);
                }
                Value::Array(values)
            }
            NodeKind::Mapping(_) => {
                let mut values = Map::new();
                for (name, value) in members(document, node) {
                    let value = self.literal(document, value, &pointer.with(&name), at, chain)?.0;
                    values.insert(name, value);
                }
                Value::Object(values)
            }
            _ => document.to_json(node),
        };
        self.spend(1)?;
        Some((value, written))
    }
}

/// A member of a value that is known.
fn stepped(mut value: Value, written: Vec<Written>, steps: &[Step<'_>]) -> Option<Known> {
    for step in steps {
        value = match step {
            Step::Name(name) => value.get_mut(*name)?.take(),
            Step::Index(index) => value.get_mut(*index)?.take(),
        };
    }
    Some((value, written))
}

/// Folders that plans among some documents are about, and the paths that there are already.
pub fn plan_folders(documents: &[Document]) -> (BTreeSet<String>, HashSet<String>) {
    let folders = documents.iter().filter(|document| is_plan(document)).map(|plan| folder(plan).to_owned());
    (folders.collect(), documents.iter().map(|document| document.source.path.clone()).collect())
}

/// The folders of modules that a file calls.
pub fn called(document: &Document) -> Vec<String> {
    let place = document.resolve(&Pointer::from_iter(["module"]));
    if !is_module_file(document) || !place.missing.is_empty() {
        return Vec::new();
    }
    let modules = members(document, place.node);
    let calls = modules.flat_map(|(_, node)| bodies(document, node));
    calls.filter_map(|(_, body)| source(document, body)).collect()
}

/// The folder of the module that the body of a `module` block calls.
fn source(document: &Document, body: NodeId) -> Option<String> {
    let (_, node) = members(document, body).find(|(name, _)| name == "source")?;
    joined(folder(document), document.string(node)?)
}
