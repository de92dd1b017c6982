//! What readers make before the arena: a tree that can still grow in the middle, where a format may write
//! one mapping in several places.
//!
//! Bounds and duplicate keys are dealt with here, once for all of these formats.

use super::{Document, Format, Limits, NodeId, NodeKind, Parsed, Text};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// The span of what is no piece of the file until something in it has a place.
pub(super) const NOWHERE: Span = Span { start: u32::MAX, end: 0 };

/// A node of the tree.
#[derive(Debug)]
pub(super) enum Draft {
    Scalar(NodeKind, Span),
    List(List),
    Map(Map),
}

/// A sequence. Its span grows to hold its items.
#[derive(Debug)]
pub(super) struct List {
    pub span: Span,
    pub items: Vec<Draft>,
    /// It is written in several places, or is no thing of its own in the file.
    pub spread: bool,
}

/// A mapping. Its span grows to hold its entries.
#[derive(Debug)]
pub(super) struct Map {
    pub span: Span,
    pub entries: Vec<(Key, Draft)>,
    /// It is written in several places, or is no thing of its own in the file.
    pub spread: bool,
    /// What stands for it as a whole: the header of a block, the keyword of a command.
    pub head: Option<Span>,
}

impl Default for List {
    fn default() -> Self {
        List { span: NOWHERE, items: Vec::new(), spread: false }
    }
}

impl Default for Map {
    fn default() -> Self {
        Map { span: NOWHERE, entries: Vec::new(), spread: false, head: None }
    }
}

/// The key of an entry; its span is empty where the format names the value and the file does not.
#[derive(Debug)]
pub(super) struct Key {
    pub name: Text,
    pub span: Span,
}

impl Key {
    /// A name that the file does not spell, at the place of its value.
    pub fn label(name: &str, at: Span) -> Key {
        Key { name: Text::Owned(name.into()), span: Span { start: at.start, end: at.start } }
    }
}

/// A document under way.
pub(super) struct Drafting<'s> {
    pub source: &'s Arc<SourceFile>,
    pub limits: &'s Limits,
    pub problems: Vec<Problem>,
    /// The comments, where the reader knows them.
    comments: Option<Vec<Span>>,
    /// Nodes that have been made, those of earlier documents of the file included.
    pub count: usize,
}

impl<'s> Drafting<'s> {
    pub fn new(source: &'s Arc<SourceFile>, limits: &'s Limits) -> Self {
        Drafting { source, limits, problems: Vec::new(), comments: None, count: 0 }
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &'s str {
        self.source.slice(span)
    }

    fn counted(&mut self, span: Span) -> Result<(), Problem> {
        self.count += 1;
        if self.count > self.limits.nodes {
            return Err(Problem::too_many_nodes(self.source, placed(span), self.limits.nodes));
        }
        Ok(())
    }

    pub fn scalar(&mut self, kind: NodeKind, span: Span) -> Result<Draft, Problem> {
        self.counted(span)?;
        Ok(Draft::Scalar(kind, span))
    }

    pub fn list(&mut self, list: List) -> Result<Draft, Problem> {
        self.counted(list.span)?;
        Ok(Draft::List(list))
    }

    pub fn map(&mut self, map: Map) -> Result<Draft, Problem> {
        self.counted(map.span)?;
        Ok(Draft::Map(map))
    }

    /// A string, kept by place where the source spells it as it is, between quotes or without.
    pub fn text(&self, value: &str, span: Span) -> Text {
        let inner = Span { start: span.start.saturating_add(1), end: span.end.saturating_sub(1) };
        if self.slice(span) == value {
            Text::Source(span)
        } else if span.len() >= 2 && self.slice(inner) == value {
            Text::Source(inner)
        } else {
            Text::Owned(value.into())
        }
    }

    pub fn string(&mut self, value: &str, span: Span) -> Result<Draft, Problem> {
        let text = self.text(value, span);
        self.scalar(NodeKind::String(text), span)
    }

    /// The text under a span as a string.
    pub fn verbatim(&mut self, span: Span) -> Result<Draft, Problem> {
        self.scalar(NodeKind::String(Text::Source(span)), span)
    }

    /// A key that the file spells.
    pub fn key(&self, name: &str, span: Span) -> Key {
        Key { name: self.text(name, span), span }
    }

    /// Nesting that is too deep to be read.
    pub fn too_deep(&self, span: Span) -> Problem {
        Problem::too_deep(self.source, span, self.limits.depth)
    }

    pub fn wrong(&self, span: Span, reason: impl Into<String>) -> Problem {
        Problem::syntax(self.source, span, reason)
    }

    /// The only document of a file whose comments the reader has found.
    pub fn finish_with(self, comments: Vec<Span>, format: Format, root: Result<Draft, Problem>) -> Parsed {
        Drafting { comments: Some(comments), ..self }.finish(format, root)
    }

    /// The only document of a file.
    pub fn finish(self, format: Format, root: Result<Draft, Problem>) -> Parsed {
        let mut parsed = Parsed { problems: self.problems, ..Parsed::default() };
        let comments = self.comments;
        match root.and_then(|root| arena(self.source, self.limits, format, 0, root)) {
            Ok((mut document, problems)) => {
                document.comments = comments;
                parsed.documents.push(document);
                parsed.problems.extend(problems);
            }
            Err(problem) => parsed.problems.push(problem),
        }
        parsed
    }
}

/// A collection whose children are being moved.
enum Open {
    List { list: List, rest: std::vec::IntoIter<Draft>, done: Vec<NodeId> },
    Map { map: Map, rest: std::vec::IntoIter<(Key, Draft)>, key: Option<NodeId>, done: Vec<(NodeId, NodeId)> },
}

impl Open {
    fn hold(&mut self, child: Span) {
        let span = match self {
            Open::List { list, .. } => &mut list.span,
            Open::Map { map, .. } => &mut map.span,
        };
        *span = hull(*span, child);
    }
}

/// What holds both.
fn hull(span: Span, other: Span) -> Span {
    Span { start: span.start.min(other.start), end: span.end.max(other.end) }
}

/// The place of a collection that nothing gave one.
fn placed(span: Span) -> Span {
    if span == NOWHERE { Span::default() } else { span }
}

/// Moves a tree into the arena, children first, with a stack of its own.
pub(super) fn arena(
    source: &Arc<SourceFile>,
    limits: &Limits,
    format: Format,
    index: usize,
    root: Draft,
) -> Result<(Document, Vec<Problem>), Problem> {
    let mut mover = Mover { document: Document::begin(source, format, index), limits, problems: Vec::new() };
    mover.run(root)?;
    Ok((mover.document, mover.problems))
}

struct Mover<'l> {
    document: Document,
    limits: &'l Limits,
    problems: Vec<Problem>,
}

impl Mover<'_> {
    fn run(&mut self, root: Draft) -> Result<(), Problem> {
        let mut stack: Vec<Open> = Vec::new();
        let mut finished = self.open(root, &mut stack)?;
        while let Some(top) = stack.last_mut() {
            if let Some(child) = finished {
                top.hold(self.document.node(child).span);
            }
            let next = match top {
                Open::List { rest, done, .. } => {
                    done.extend(finished.take());
                    rest.next()
                }
                Open::Map { rest, key, done, .. } => {
                    if let (Some(name), Some(value)) = (key.take(), finished.take()) {
                        done.push((name, value));
                    }
                    rest.next().map(|(name, value)| {
                        *key = Some(self.document.push(NodeKind::String(name.name), name.span));
                        value
                    })
                }
            };
            if let Open::Map { key: Some(key), .. } = top {
                let span = self.document.node(*key).span;
                top.hold(span);
            }
            finished = match next {
                Some(value) => self.open(value, &mut stack)?,
                None => stack.pop().map(|open| self.close(open)),
            };
        }
        Ok(())
    }

    /// Pushes a scalar, or opens a collection.
    fn open(&mut self, draft: Draft, stack: &mut Vec<Open>) -> Result<Option<NodeId>, Problem> {
        let (open, span) = match draft {
            Draft::Scalar(kind, span) => return Ok(Some(self.document.push(kind, span))),
            Draft::List(mut list) => {
                let (rest, span) = (std::mem::take(&mut list.items).into_iter(), list.span);
                (Open::List { list, rest, done: Vec::new() }, span)
            }
            Draft::Map(mut map) => {
                let (rest, span) = (std::mem::take(&mut map.entries).into_iter(), map.span);
                (Open::Map { map, rest, key: None, done: Vec::new() }, span)
            }
        };
        if stack.len() >= self.limits.depth {
            return Err(Problem::too_deep(&self.document.source, placed(span), self.limits.depth));
        }
        stack.push(open);
        Ok(None)
    }

    fn close(&mut self, open: Open) -> NodeId {
        let (id, spread, head) = match open {
            Open::List { list, done, .. } => {
                (self.document.push(NodeKind::Sequence(done.into()), placed(list.span)), list.spread, None)
            }
            Open::Map { map, done, .. } => {
                self.problems.extend(self.document.duplicate_keys(&done));
                (self.document.push(NodeKind::Mapping(done.into()), placed(map.span)), map.spread, map.head)
            }
        };
        if spread {
            self.document.spread.insert(id);
        }
        if let Some(head) = head {
            self.document.heads.insert(id, head);
        }
        id
    }
}
