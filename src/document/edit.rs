//! Changes of a document that leave every other byte of its file alone: comments, order, quotes and line breaks.
//!
//! A change is a piece of text put at a place that the spans of the document give. The result is read again and
//! has to be the document that was wanted, and the other documents of the file the ones that they were; what
//! cannot be written so, as behind an anchor or in an unusual layout, is refused and never written.

mod write;

use super::{Document, Format, Limits, NodeId, NodeKind, Place, Pointer, parse};
use crate::problem::{self, Origin, Problem};
use crate::source::Span;
use serde_json::{Map, Value};
use std::ops::Range;
use write::Spelling;

/// Sets the value at a pointer, and makes the keys to it that do not exist yet.
///
/// # Errors
/// It cannot be written without changing more than that.
pub fn set(document: &Document, pointer: &Pointer, value: &Value) -> Result<Document, Problem> {
    let change = || {
        let site = Site::of(document, pointer)?;
        let text = match site.place.missing.as_slice() {
            [] => site.replace(value),
            [key, below @ ..] => {
                let wrap = |value, key: &String| Value::Object(Map::from_iter([(key.clone(), value)]));
                let value = below.iter().rev().fold(value.clone(), wrap);
                match document.node(site.place.node).kind {
                    NodeKind::Null => site.replace(&wrap(value, key)),
                    NodeKind::Mapping(_) => site.insert(key, &value),
                    _ => None,
                }
            }
        }?;
        let mut wanted = document.to_json(document.root());
        *target(&mut wanted, &pointer.steps)? = value.clone();
        Some((text, wanted))
    };
    finish(document, pointer, change())
}

/// Adds an item at the end of the sequence at a pointer, and makes the sequence where there is none yet.
///
/// # Errors
/// It cannot be written without changing more than that.
pub fn append(document: &Document, pointer: &Pointer, item: &Value) -> Result<Document, Problem> {
    let place = document.resolve(pointer);
    let kind = &document.node(place.node).kind;
    let filled = matches!(kind, NodeKind::Sequence(items) if !items.is_empty());
    let empty =
        matches!(kind, NodeKind::Null) || matches!(kind, NodeKind::Sequence(items) if items.is_empty());
    if !place.missing.is_empty() || empty {
        return set(document, pointer, &Value::Array(vec![item.clone()]));
    }
    let change = || {
        let text = Site::of(document, pointer).filter(|_| filled)?.push(item)?;
        let mut wanted = document.to_json(document.root());
        target(&mut wanted, &pointer.steps)?.as_array_mut()?.push(item.clone());
        Some((text, wanted))
    };
    finish(document, pointer, change())
}

/// A value on one line of YAML, as it is written where nothing else decides.
pub fn inline(value: &Value) -> String {
    Spelling::default().inline(value, None)
}

/// A piece of text in place of another.
struct Patch {
    range: Range<usize>,
    text: String,
}

impl Patch {
    fn at(offset: usize, text: String) -> Self {
        Patch { range: offset..offset, text }
    }
}

/// The value at the end of these steps; keys that do not exist are made.
fn target<'v>(root: &'v mut Value, steps: &[String]) -> Option<&'v mut Value> {
    steps.iter().try_fold(root, |value, step| {
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        match value {
            Value::Object(entries) => Some(entries.entry(step.clone()).or_insert(Value::Null)),
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

/// Puts the text in its place, and holds what is read then against what was wanted.
fn finish(
    document: &Document,
    pointer: &Pointer,
    change: Option<(Patch, Value)>,
) -> Result<Document, Problem> {
    let changed = || {
        let (patch, wanted) = change?;
        let mut text = document.source.text.clone();
        text.get(patch.range.clone())?;
        text.replace_range(patch.range, &patch.text);
        let limits = Limits::default();
        let before = parse(&document.source, document.format, &limits);
        let after = parse(&document.source.with_text(text), document.format, &limits);
        let mut expected: Vec<(usize, Value)> = before.documents.iter().map(content).collect();
        expected.iter_mut().find(|(index, _)| *index == document.index)?.1 = wanted;
        let found: Vec<(usize, Value)> = after.documents.iter().map(content).collect();
        let same = found == expected && problem::count(&after.problems) == problem::count(&before.problems);
        after.documents.into_iter().find(|one| same && one.index == document.index)
    };
    let refused = || {
        let place = document.resolve(pointer);
        let at = Origin::new(&document.source, document.anchor_span(place.node, place.key));
        Problem::Edit { at, pointer: pointer.to_string() }
    };
    changed().ok_or_else(refused)
}

fn content(document: &Document) -> (usize, Value) {
    (document.index, document.to_json(document.root()))
}

/// Where a change is made.
struct Site<'d> {
    document: &'d Document,
    place: Place,
    /// The place stands in a flow collection, where line breaks and indentation mean nothing.
    flow: bool,
    spelling: Spelling,
}

impl<'d> Site<'d> {
    /// The site of a pointer; `None` where it leads through aliases or merge keys: what stands there is used
    /// elsewhere too.
    fn of(document: &'d Document, pointer: &Pointer) -> Option<Self> {
        let place = document.resolve(pointer);
        let known = pointer.steps.len() - place.missing.len();
        let above =
            |count: usize| document.resolve(&pointer.steps.iter().take(count).cloned().collect()).node;
        let flow = document.format != Format::Yaml || (0..known).any(|count| is_flow(document, above(count)));
        let spelling = Spelling::of(document);
        place.used_at.is_empty().then_some(Site { document, place, flow, spelling })
    }

    fn text(&self) -> &'d str {
        &self.document.source.text
    }

    fn span(&self, node: NodeId) -> Span {
        self.document.node(node).span
    }

    /// Columns before an offset on its line, in characters.
    fn column(&self, offset: u32) -> usize {
        self.document.source.position(offset).column - 1
    }

    /// The rest of the line behind an offset, without its line break.
    fn rest(&self, offset: usize) -> &'d str {
        let rest = self.text().get(offset..).unwrap_or("");
        rest.split('\n').next().unwrap_or("").trim_end_matches('\r')
    }

    /// Behind the colon of a key; `None` if something other than spaces stands before it.
    fn behind_colon(&self, key: NodeId) -> Option<usize> {
        let end = self.span(key).end as usize;
        let colon = self.text().get(end..)?.find(':')?;
        self.text()[end..end + colon].trim().is_empty().then_some(end + colon + 1)
    }

    /// Another value in place of the one that is there.
    fn replace(&self, value: &Value) -> Option<Patch> {
        let old = self.span(self.place.node);
        let block = !self.flow && write::is_filled(value);
        if !self.flow && is_block(self.document, self.place.node) {
            let shift = self.shift(value);
            let indent = self.column(old.start) + shift;
            let text =
                if block { self.spelling.block(value, indent) } else { self.spelling.inline(value, None) };
            return Some(Patch { range: old.range(), text: self.ended(old, " ".repeat(shift) + &text) });
        }
        let behind = match self.place.key {
            Some(key) => self.behind_colon(key)?,
            None => old.start as usize,
        };
        if let Some(patch) = block.then(|| self.below(value, behind, old)).flatten() {
            return Some(patch);
        }
        let quote = self.text()[old.range()].chars().next().filter(|first| matches!(first, '"' | '\''));
        let text = self.spelling.inline(value, quote);
        if !old.is_empty() {
            return Some(Patch { range: old.range(), text: self.ended(old, text) });
        }
        let apart = self.text()[..behind].ends_with([' ', '\n']);
        Some(Patch::at(behind, if apart { text } else { format!(" {text}") }))
    }

    /// How much further than the old value another one has to be indented: dashes may stand below the first
    /// letter of their key, and nothing else.
    fn shift(&self, value: &Value) -> usize {
        let key = self.place.key.map(|key| self.column(self.span(key).start));
        let below = key.is_some_and(|key| self.column(self.span(self.place.node).start) <= key);
        let list = value.is_array() && write::is_filled(value);
        if below && !list { self.spelling.mapping } else { 0 }
    }

    /// A block on the lines below a key, or in place of an item; `None` where something else, such as a comment,
    /// stands behind the old value.
    fn below(&self, value: &Value, behind: usize, old: Span) -> Option<Patch> {
        let Some(key) = self.place.key else {
            let free = !old.is_empty() && self.rest(old.end as usize).trim().is_empty();
            let block = || self.spelling.block(value, self.column(old.start));
            return free.then(|| Patch { range: old.range(), text: self.ended(old, block()) });
        };
        let indent = self.column(self.span(key).start) + self.spelling.step(value);
        let block = format!("{}{}", self.spelling.line(indent), self.spelling.block(value, indent));
        if old.is_empty() {
            let rest = self.rest(behind);
            let quiet = rest.trim().is_empty() || rest.trim_start().starts_with('#');
            return quiet.then(|| Patch::at(behind + rest.trim_end().len(), block));
        }
        let same_line = !self.text()[behind..old.start as usize].contains('\n');
        let free = self.rest(old.end as usize).trim().is_empty() && !self.text()[old.range()].ends_with('\n');
        (same_line && free).then_some(Patch { range: behind..old.end as usize, text: block })
    }

    /// A text that ends in a line break where the old one did, as block scalars do.
    fn ended(&self, old: Span, text: String) -> String {
        match self.text()[old.range()].ends_with('\n') {
            true => text + self.spelling.line_break,
            false => text,
        }
    }

    /// A key behind the last one of a mapping.
    fn insert(&self, key: &str, value: &Value) -> Option<Patch> {
        let mapping = self.place.node;
        let NodeKind::Mapping(entries) = &self.document.node(mapping).kind else { return None };
        let inline =
            || format!("{}: {}", self.spelling.scalar(&key.into(), None), self.spelling.inline(value, None));
        let Some((first, last)) = entries.first().zip(entries.last()) else {
            return Some(Patch::at(self.span(mapping).start as usize + 1, inline()));
        };
        if self.flow || is_flow(self.document, mapping) {
            let end = match self.span(last.1) {
                span if span.is_empty() => self.behind_colon(last.0)?,
                span => span.end as usize,
            };
            return Some(Patch::at(end, format!(", {}", inline())));
        }
        let indent = self.column(self.span(first.0).start);
        Some(self.line_behind(self.span(mapping), indent, &self.spelling.entry(key, value, indent)))
    }

    /// An item behind the last one of a sequence, written as that one is.
    fn push(&self, item: &Value) -> Option<Patch> {
        let sequence = self.place.node;
        let NodeKind::Sequence(items) = &self.document.node(sequence).kind else { return None };
        let last = *items.last()?;
        let inline = self.spelling.inline(item, None);
        if self.flow || is_flow(self.document, sequence) {
            return Some(Patch::at(self.span(last).end as usize, format!(", {inline}")));
        }
        let span = self.span(sequence);
        let indent = self.column(span.start);
        let written = match is_flow(self.document, last) {
            true => inline,
            false => self.spelling.block(item, indent + 2),
        };
        Some(self.line_behind(span, indent, &format!("- {written}")))
    }

    /// Lines of their own behind a block.
    fn line_behind(&self, block: Span, indent: usize, text: &str) -> Patch {
        let (margin, end) = (" ".repeat(indent), block.end as usize);
        let line_break = self.spelling.line_break;
        // The span of a block scalar holds its last line break.
        if self.text()[block.range()].ends_with('\n') {
            return Patch::at(end, format!("{margin}{text}{line_break}"));
        }
        match self.text()[end..].find('\n') {
            Some(rest) => Patch::at(end + rest + 1, format!("{margin}{text}{line_break}")),
            None => Patch::at(self.text().len(), format!("{line_break}{margin}{text}")),
        }
    }
}

/// True for a collection in brackets.
fn is_flow(document: &Document, node: NodeId) -> bool {
    let node = document.node(node);
    match node.kind {
        NodeKind::Mapping(_) => document.source.slice(node.span).starts_with('{'),
        NodeKind::Sequence(_) => document.source.slice(node.span).starts_with('['),
        _ => false,
    }
}

/// True for a collection by indentation.
fn is_block(document: &Document, node: NodeId) -> bool {
    matches!(document.node(node).kind, NodeKind::Mapping(_) | NodeKind::Sequence(_))
        && !is_flow(document, node)
}
