//! Documents inside of documents: items that carry `apiVersion` and `kind`, and values of a ConfigMap or Secret
//! whose keys name a format. They stand beside the whole, and their spans are those of the file.

mod align;
mod decoded;
mod part;

use super::{Document, Format, Limits, NodeId, NodeKind, Note, Parsed, Pointer, Reading, Within};
use super::{format_of_name, rendered};
use crate::problem::{self, Origin, Problem};
use crate::source::{SourceFile, Span};
use decoded::Decoded;
use std::path::Path;
use std::sync::Arc;

/// Documents that may stand in one another, the outermost not counted.
const DEPTH: usize = 8;

/// The members of a ConfigMap and of a Secret that hold files.
const FILES: [(&str, [&str; 2]); 2] =
    [("ConfigMap", ["data", "binaryData"]), ("Secret", ["data", "stringData"])];

/// Parses a source text, as [`super::parse_as`] does, and what its documents hold.
pub fn parse_nested(source: &Arc<SourceFile>, format: Format, reading: Reading, limits: &Limits) -> Parsed {
    let mut parsed = super::parse_as(source, format, reading, limits);
    rendered::name_templates(&mut parsed.documents);
    let mut unfolding = Unfolding {
        source,
        reading,
        limits,
        nodes: parsed.documents.iter().map(|document| document.nodes().len()).sum(),
        bytes: 0,
        index: parsed.documents.iter().map(|document| document.index + 1).max().unwrap_or_default(),
        found: Vec::new(),
        problems: Vec::new(),
        notes: Vec::new(),
    };
    let mut level = unfolding.level(&parsed.documents, 0);
    let mut depth = 0;
    while !level.is_empty() {
        depth += 1;
        let next = unfolding.level(&level, depth);
        parsed.documents.append(&mut level);
        level = next;
    }
    parsed.notes.append(&mut unfolding.notes);
    if !unfolding.problems.is_empty() {
        parsed.problems.extend(unfolding.problems);
        parsed.problems = problem::capped(parsed.problems);
    }
    parsed
}

/// What is in the documents of a file.
struct Unfolding<'s> {
    source: &'s Arc<SourceFile>,
    reading: Reading,
    limits: &'s Limits,
    /// Nodes of all documents so far.
    nodes: usize,
    /// Bytes of the texts read so far.
    bytes: u64,
    /// The next number of a document.
    index: usize,
    found: Vec<Document>,
    problems: Vec<Problem>,
    notes: Vec<Note>,
}

/// A value that holds a file.
struct File {
    pointer: Pointer,
    name: String,
    value: NodeId,
    base64: bool,
}

impl Unfolding<'_> {
    /// The documents in some documents. A bound that is met is a problem, and ends it.
    fn level(&mut self, documents: &[Document], depth: usize) -> Vec<Document> {
        if let Err(problem) = documents.iter().try_for_each(|document| self.of(document, depth)) {
            self.problems.push(problem);
        }
        std::mem::take(&mut self.found)
    }

    fn of(&mut self, document: &Document, depth: usize) -> Result<(), Problem> {
        for (pointer, item) in items(document) {
            self.allow(document, item, depth)?;
            self.item(document, item, &pointer)?;
        }
        for file in files(document) {
            if let Some(format) = format_of_name(Path::new(&file.name)) {
                self.allow(document, file.value, depth)?;
                self.file(document, &file, format)?;
            }
        }
        Ok(())
    }

    fn allow(&self, document: &Document, node: NodeId, depth: usize) -> Result<(), Problem> {
        if depth < DEPTH {
            return Ok(());
        }
        Err(Problem::refused_at(
            Origin::new(self.source, document.node(document.follow(node)).span),
            format!("documents stand in one another {DEPTH} times, and what is in this one was not read"),
            format!("文档嵌套已达 {DEPTH} 层，其中内容未读取"),
        ))
    }

    fn item(&mut self, document: &Document, item: NodeId, pointer: &Pointer) -> Result<(), Problem> {
        let left = self.limits.nodes.saturating_sub(self.nodes);
        let Some(own) = part::of(document, item, left) else {
            let span = document.node(item).span;
            return Err(Problem::too_many_nodes(self.source, span, self.limits.nodes));
        };
        let text = document.within.as_ref().is_some_and(|within| within.text);
        self.keep(own, document, pointer, text);
        Ok(())
    }

    fn keep(&mut self, own: Document, around: &Document, pointer: &Pointer, text: bool) {
        self.nodes += own.nodes().len();
        let within = Within { document: around.outer(), pointer: around.from_outer(pointer), text };
        let within = Some(Box::new(within));
        self.found.push(Document { within, template: around.template, index: self.index, ..own });
        self.index += 1;
    }

    fn file(&mut self, document: &Document, file: &File, format: Format) -> Result<(), Problem> {
        let Some(text) = document.string(file.value) else { return Ok(()) };
        let span = document.node(document.follow(file.value)).span;
        self.weigh(text, span)?;
        let decoded = Decoded::new(self.source, span, text);
        let decoded = match if file.base64 { decoded.base64() } else { Ok(decoded) } {
            Ok(decoded) => decoded,
            Err(message) => {
                self.problems.push(Problem::Refused {
                    at: Some(Origin::new(self.source, span)),
                    message: Box::new(message),
                    help: None,
                });
                return Ok(());
            }
        };
        // An empty file says nothing that could be checked.
        if decoded.text().trim().is_empty() {
            return Ok(());
        }
        let name = format!("{}#{}", self.source.path, document.from_outer(&file.pointer));
        let own = SourceFile::from_text(name, decoded.text());
        let limits = Limits { nodes: self.limits.nodes.saturating_sub(self.nodes), ..*self.limits };
        let Parsed { documents, problems, notes } = super::parse_as(&own, format, self.reading, &limits);
        let problems = problems.into_iter();
        self.problems.extend(problems.map(|problem| problem.moved(self.source, |at| decoded.span(at))));
        let moved = |note: Note| Note { at: Origin::new(self.source, decoded.span(note.at.span)), ..note };
        self.notes.extend(notes.into_iter().map(moved));
        for (at, inner) in documents.into_iter().enumerate() {
            let number = (at > 0).then(|| format!("#{at}"));
            let pointer = file.pointer.steps.iter().cloned().chain(number).collect();
            self.keep(part::moved(inner, self.source, &decoded), document, &pointer, true);
        }
        Ok(())
    }

    /// Aliases can name one text many times.
    fn weigh(&mut self, text: &str, span: Span) -> Result<(), Problem> {
        self.bytes = self.bytes.saturating_add(text.len() as u64);
        if self.bytes <= self.limits.file_size {
            return Ok(());
        }
        let limit = problem::bytes(self.limits.file_size);
        Err(Problem::refused_at(
            Origin::new(self.source, span),
            format!(
                "the files within this file are larger than {limit} together; this one and the rest were not read"
            ),
            format!("该文件内嵌的文件合计超过 {limit}，此处及其后均未读取"),
        ))
    }
}

/// Items that are documents: those of the root, and those of its `items`.
fn items(document: &Document) -> Vec<(Pointer, NodeId)> {
    let root = document.follow(document.root());
    let (way, list) = match &document.node(root).kind {
        NodeKind::Sequence(_) => (Pointer::default(), root),
        NodeKind::Mapping(_) => match member(document, root, "items") {
            Some(items) => (Pointer::from_iter(["items"]), items),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let NodeKind::Sequence(items) = &document.node(list).kind else { return Vec::new() };
    let items = items.iter().enumerate().map(|(at, &item)| (at, document.follow(item)));
    let named = items.filter(|&(_, item)| {
        let text = |name| member(document, item, name).and_then(|value| document.string(value)).is_some();
        text("apiVersion") && text("kind")
    });
    named.map(|(at, item)| (way.with(&at.to_string()), item)).collect()
}

/// The value of a key, aliases and merge keys followed.
fn member(document: &Document, mapping: NodeId, name: &str) -> Option<NodeId> {
    let (_, value) = document.step(mapping, name, &mut Vec::new())?;
    Some(document.follow(value))
}

/// The values that a ConfigMap or Secret holds.
fn files(document: &Document) -> Vec<File> {
    let kind = document.top("kind").filter(|_| document.top("apiVersion") == Some("v1"));
    let Some((kind, members)) = FILES.iter().find(|(name, _)| Some(*name) == kind) else { return Vec::new() };
    let mut files = Vec::new();
    for name in *members {
        let Some(holder) = member(document, document.root(), name) else { continue };
        let base64 = name == "binaryData" || (*kind == "Secret" && name == "data");
        let file = |&(key, value): &(NodeId, NodeId)| {
            let key = document.key_name(key).into_owned();
            File { pointer: Pointer::from_iter([name, &key]), name: key, value, base64 }
        };
        files.extend(document.entries(holder).iter().map(file));
    }
    files
}
