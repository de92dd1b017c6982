//! XML on `roxmltree`, in the shape that conftest gives: elements by local name, several of one name a list,
//! attributes with a dash, text as `#content`.

pub(super) mod tag;

use super::draft::{Draft, Drafting, Key, List, Map};
use super::{Format, Limits, Parsed, template};
use crate::problem::{Bound, Origin, Problem};
use crate::source::{SourceFile, Span};
use roxmltree::{Document as Tree, Error, Node, ParsingOptions};
use std::collections::HashMap;
use std::sync::Arc;

/// Attributes of one element; the parser holds each against all before it.
const ATTRIBUTES: usize = 1_000;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let tree = match tree(source, limits) {
        Ok(tree) => tree,
        Err(problem) => return Parsed::failed(problem),
    };
    let mut reader = Reader { draft: Drafting::new(source, limits) };
    let root = reader.run(&tree);
    reader.draft.finish_with(comments(&tree), Format::Xml, root)
}

/// The tree of a file, of bounded depth.
pub(super) fn tree<'s>(source: &'s Arc<SourceFile>, limits: &Limits) -> Result<Tree<'s>, Problem> {
    if let Some(at) = tag::too_deep(&source.text, limits.depth) {
        return Err(Problem::too_deep(source, at, limits.depth));
    }
    if let Some(at) = tag::too_many(&source.text, ATTRIBUTES) {
        let reason = format!("an element with more than {ATTRIBUTES} attributes is not read");
        return Err(Problem::syntax(source, at, reason));
    }
    let nodes_limit = u32::try_from(limits.nodes).unwrap_or(u32::MAX);
    let options = ParsingOptions { nodes_limit, ..ParsingOptions::default() };
    Tree::parse_with_options(&source.text, options).map_err(|error| problem(source, &error, limits))
}

/// The comments of a file.
pub(super) fn comments(tree: &Tree<'_>) -> Vec<Span> {
    tree.descendants().filter(Node::is_comment).map(|node| span(&node)).collect()
}

pub(super) fn span(node: &Node<'_, '_>) -> Span {
    let range = node.range();
    Span::new(range.start, range.end)
}

fn problem(source: &Arc<SourceFile>, error: &Error, limits: &Limits) -> Problem {
    let text = &source.text;
    let position = error.pos();
    let line = source.line(position.row as usize).unwrap_or_default();
    let column = position.col.saturating_sub(1) as usize;
    let (skipped, next) = {
        let slice = source.slice(line);
        let skipped: usize = slice.chars().take(column).map(char::len_utf8).sum();
        (skipped, slice[skipped..].chars().next().map_or(0, char::len_utf8))
    };
    let start = line.start as usize + skipped;
    let at = Span::new(start, start + next);
    if matches!(error, Error::NodesLimitReached) {
        let bound = Bound::Nodes;
        return Problem::Limit { at: Origin::new(source, at), bound, limit: limits.nodes as u64 };
    }
    match template::action_around(text, start) {
        Some(span) => Problem::Template { source: source.clone(), span },
        None => {
            let told = error.to_string();
            // The place is told beside it.
            let reason = told.split(" at ").next().unwrap_or(&told);
            Problem::syntax(source, at, reason)
        }
    }
}

/// Members of an element by name: each with its key and the values that there are.
#[derive(Default)]
struct Members {
    entries: Vec<(Key, Vec<Draft>)>,
    index: HashMap<String, usize>,
}

impl Members {
    fn add(&mut self, name: String, key: Key, value: Draft) {
        match self.index.get(&name).and_then(|&at| self.entries.get_mut(at)) {
            Some((_, values)) => values.push(value),
            None => {
                self.index.insert(name, self.entries.len());
                self.entries.push((key, vec![value]));
            }
        }
    }
}

/// An element under way.
struct Open<'a, 'i> {
    node: Node<'a, 'i>,
    rest: roxmltree::Children<'a, 'i>,
    members: Members,
    text: Vec<Span>,
    value: String,
}

struct Reader<'s> {
    draft: Drafting<'s>,
}

impl Reader<'_> {
    /// Moves the tree with a stack of its own.
    fn run(&mut self, tree: &Tree<'_>) -> Result<Draft, Problem> {
        let root = tree.root_element();
        let mut stack = vec![self.open(root)?];
        while let Some(top) = stack.last_mut() {
            match top.rest.next() {
                Some(child) if child.is_element() => {
                    let open = self.open(child)?;
                    stack.push(open);
                }
                Some(child) if child.is_text() => {
                    let text = child.text().unwrap_or_default();
                    if !text.trim().is_empty() {
                        top.value.push_str(text);
                        top.text.push(span(&child));
                    }
                }
                Some(_) => {}
                None => {
                    let Some(open) = stack.pop() else { break };
                    let (name, key) = self.name(&open.node);
                    let value = self.close(open)?;
                    match stack.last_mut() {
                        Some(parent) => parent.members.add(name, key, value),
                        None => return self.document(key, value),
                    }
                }
            }
        }
        Err(self.draft.wrong(Span::default(), "there is no element"))
    }

    fn document(&mut self, key: Key, value: Draft) -> Result<Draft, Problem> {
        self.draft.map(Map { entries: vec![(key, value)], ..Map::default() })
    }

    fn name(&self, node: &Node<'_, '_>) -> (String, Key) {
        let at = tag::name(&self.draft.source.text, node.range().start);
        let name = node.tag_name().name();
        (name.to_owned(), self.draft.key(name, at))
    }

    fn open<'a, 'i>(&mut self, node: Node<'a, 'i>) -> Result<Open<'a, 'i>, Problem> {
        let mut members = Members::default();
        for attribute in tag::attributes(&self.draft.source.text, node.range().start) {
            let written = self.draft.slice(attribute.name);
            let name = format!("-{}", written.rsplit(':').next().unwrap_or(written));
            let key = self.draft.key(&name, attribute.name);
            let text = tag::decoded(self.draft.slice(attribute.value));
            // With its quotes, as strings of other formats are.
            let at = Span { start: attribute.value.start - 1, end: attribute.value.end + 1 };
            let value = self.draft.string(&text, at)?;
            members.add(name, key, value);
        }
        Ok(Open { node, rest: node.children(), members, text: Vec::new(), value: String::new() })
    }

    /// Text alone is text; with attributes or elements beside it, it is a member.
    fn close(&mut self, open: Open<'_, '_>) -> Result<Draft, Problem> {
        let whole = span(&open.node);
        let value = open.value.trim();
        let at = self.text_span(&open, whole);
        if open.members.entries.is_empty() {
            return self.draft.string(value, at);
        }
        let head = tag::name(&self.draft.source.text, whole.start as usize);
        let mut map = Map { span: whole, head: Some(head), ..Map::default() };
        for (key, mut values) in open.members.entries {
            let value = match values.pop() {
                Some(only) if values.is_empty() => only,
                last => {
                    values.extend(last);
                    self.draft.list(List { items: values, spread: true, ..List::default() })?
                }
            };
            map.entries.push((key, value));
        }
        if !value.is_empty() {
            map.entries.push((Key::label("#content", at), self.draft.string(value, at)?));
        }
        self.draft.map(map)
    }

    /// The bytes of the text of an element without the white space around it; of none, where it would stand.
    fn text_span(&self, open: &Open<'_, '_>, whole: Span) -> Span {
        match (open.text.first(), open.text.last()) {
            (Some(first), Some(last)) => {
                let all = Span { start: first.start, end: last.end };
                let at = super::lines::trimmed(&self.draft.source.text, all);
                // CDATA is part of how the text is written.
                if at.is_empty() { all } else { at }
            }
            _ => {
                let end = tag::end(&self.draft.source.text, whole.start as usize).min(whole.end as usize);
                Span::new(end, end)
            }
        }
    }
}
