//! What a place is called whatever stands around it: items of sequences and documents of a file by what they
//! are and not by their number, so that inserting or moving others changes nothing.

use super::{Document, NodeId, NodeKind, Pointer};
use crate::source::SourceFile;
use std::collections::HashMap;
use std::sync::Arc;

/// The members that name an item of a sequence, the first one that it has.
const NAMES: [&str; 5] = ["id", "name", "key", "code", "ref"];

/// A document as a key: its file and its number there.
type Number = (*const SourceFile, usize);

/// Names of places, computed once for each file and sequence.
#[derive(Default)]
pub struct Identities<'d> {
    documents: HashMap<Number, &'d Document>,
    /// The documents of each file, in their order.
    files: HashMap<*const SourceFile, Vec<&'d Document>>,
    /// Documents that are parts of others, by the outermost one and the way to them there.
    nested: HashMap<(Number, &'d [String]), &'d Document>,
    names: HashMap<Number, String>,
    items: HashMap<(Number, NodeId), Vec<String>>,
}

impl<'d> Identities<'d> {
    /// For places in these documents.
    pub fn new(documents: &'d [Document]) -> Self {
        let mut identities = Identities::default();
        for document in documents {
            let file = Arc::as_ptr(&document.source);
            identities.documents.insert((file, document.index), document);
            identities.files.entry(file).or_default().push(document);
            if document.is_nested() {
                identities.nested.insert(((file, document.outer()), document.prefix()), document);
            }
        }
        identities
    }

    /// The name of a place: the document, then the pointer to it with items called by what they are; `None` where it
    /// is in none of the documents.
    pub fn of(&mut self, source: &Arc<SourceFile>, document: usize, pointer: &Pointer) -> Option<String> {
        let number = (Arc::as_ptr(source), document);
        let &outer = self.documents.get(&number)?;
        let found = self.innermost(outer, pointer);
        let number = (number.0, found.index);
        let mut name = self.name(number);
        let (mut at, mut existing) = (found.root(), true);
        for step in &pointer.steps[found.prefix().len()..] {
            let sequence = existing && matches!(found.node(at).kind, NodeKind::Sequence(_));
            let next = if existing { found.step(at, step, &mut Vec::new()) } else { None };
            let known = if sequence { self.item(number, found, at, step) } else { None };
            let step = known.unwrap_or_else(|| Pointer::from_iter([step.as_str()]).to_string());
            name.push_str(&step);
            match next {
                Some((_, value)) => at = found.follow(value),
                None => existing = false,
            }
        }
        Some(name)
    }

    /// The document that a place of an outermost one lies in.
    fn innermost(&self, outer: &'d Document, pointer: &Pointer) -> &'d Document {
        let file = (Arc::as_ptr(&outer.source), outer.index);
        let inner = |length| self.nested.get(&(file, &pointer.steps[..length])).copied();
        if self.nested.is_empty() {
            return outer;
        }
        (1..=pointer.steps.len()).rev().find_map(inner).unwrap_or(outer)
    }

    fn item(&mut self, number: Number, document: &Document, sequence: NodeId, step: &str) -> Option<String> {
        let names = self.items.entry((number, sequence)).or_insert_with(|| item_names(document, sequence));
        names.get(step.parse::<usize>().ok()?).map(|name| format!("/{name}"))
    }

    /// What a document is called in its file.
    fn name(&mut self, number: Number) -> String {
        if let Some(name) = self.names.get(&number) {
            return name.clone();
        }
        let mut seen = HashMap::new();
        for document in self.files.get(&number.0).into_iter().flatten() {
            let mut name = document_name(document);
            if name.is_empty() && document.is_nested() {
                name = document.from_outer(&Pointer::default()).to_string();
            }
            let name = numbered(name, &mut seen);
            self.names.insert((number.0, document.index), name);
        }
        self.names.get(&number).cloned().unwrap_or_default()
    }
}

/// What a document says that it is; empty if it does not say.
fn document_name(document: &Document) -> String {
    let text = |steps: &[&str]| {
        let place = document.resolve(&steps.iter().copied().collect());
        let found = document.string(place.node).filter(|_| place.missing.is_empty());
        found.map(|text| format!("{text:?}")).unwrap_or_default()
    };
    let name = [text(&["kind"]), text(&["metadata", "namespace"]), text(&["metadata", "name"])];
    name.join(" ").trim().to_owned()
}

/// The names of the items of a sequence.
fn item_names(document: &Document, sequence: NodeId) -> Vec<String> {
    let NodeKind::Sequence(items) = &document.node(sequence).kind else { return Vec::new() };
    let mut seen = HashMap::new();
    items.iter().map(|&item| format!("[{}]", numbered(item_name(document, item), &mut seen))).collect()
}

/// What an item says that it is: a scalar its value, a mapping the member that names it; empty if none does.
fn item_name(document: &Document, item: NodeId) -> String {
    let item = document.follow(item);
    let scalar = |id: NodeId| match &document.node(id).kind {
        NodeKind::Sequence(_) | NodeKind::Mapping(_) | NodeKind::Alias(_) => None,
        // Text and numbers that look alike are told apart.
        _ => Some(document.to_json(id).to_string()),
    };
    match &document.node(item).kind {
        NodeKind::Mapping(_) => {
            let member = |name: &&str| {
                let (_, value) = document.step(item, name, &mut Vec::new())?;
                Some(format!("{name}={}", scalar(document.follow(value))?))
            };
            NAMES.iter().find_map(member).unwrap_or_default()
        }
        _ => scalar(item).unwrap_or_default(),
    }
}

/// A name, with a number behind it from the second of the name on.
fn numbered(name: String, seen: &mut HashMap<String, usize>) -> String {
    let count = seen.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name}#{count}") }
}
