//! Pointers: routes of keys and indexes through a document, and what stands at their end.

use super::{Document, NodeId, NodeKind};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// A route from the root of a document, written as an RFC 6901 JSON Pointer.
///
/// A step is a key of a mapping or a decimal index of a sequence; which of the two is known only
/// beside the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer {
    /// The steps, unescaped.
    pub steps: Vec<String>,
}

impl Pointer {
    /// Parses an RFC 6901 JSON Pointer; `None` unless it is empty or starts with `/`.
    pub fn parse(text: &str) -> Option<Pointer> {
        if text.is_empty() {
            return Some(Pointer::default());
        }
        let steps = text.strip_prefix('/')?.split('/');
        Some(steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
    }

    /// This route and one step more.
    pub fn with(&self, step: &str) -> Pointer {
        Pointer { steps: self.steps.iter().map(String::as_str).chain([step]).map(str::to_owned).collect() }
    }

    /// This route without its first `count` steps.
    pub fn tail(&self, count: usize) -> Pointer {
        Pointer { steps: self.steps.iter().skip(count).cloned().collect() }
    }
}

impl<S: Into<String>> FromIterator<S> for Pointer {
    fn from_iter<I: IntoIterator<Item = S>>(steps: I) -> Self {
        Pointer { steps: steps.into_iter().map(Into::into).collect() }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            write!(f, "/{}", step.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

/// What a pointer leads to in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The node, or the deepest existing one on the way.
    pub node: NodeId,
    /// The key that holds it, if a mapping does.
    pub key: Option<NodeId>,
    /// The steps that do not exist; empty if all do.
    pub missing: Vec<String>,
    /// Aliases and merge values passed on the way, outermost first: where what is written elsewhere is used.
    pub used_at: Vec<Span>,
}

impl Document {
    /// Follows a pointer as far as it leads, through aliases and merge keys.
    pub fn resolve(&self, pointer: &Pointer) -> Place {
        let mut place = Place { node: self.root(), key: None, missing: Vec::new(), used_at: Vec::new() };
        for (at, step) in pointer.steps.iter().enumerate() {
            let Some((key, value)) = self.step(place.node, step, &mut place.used_at) else {
                place.missing = pointer.steps[at..].to_vec();
                break;
            };
            place.key = key;
            place.node = value;
            if let NodeKind::Alias(_) = self.node(value).kind {
                place.used_at.push(self.node(value).span);
                place.node = self.follow(value);
            }
        }
        place
    }

    /// The place of the mapping entry or item that a step names, its own entries before merged ones.
    pub(super) fn step(
        &self,
        from: NodeId,
        step: &str,
        used_at: &mut Vec<Span>,
    ) -> Option<(Option<NodeId>, NodeId)> {
        match &self.node(from).kind {
            NodeKind::Sequence(items) => {
                let index: usize = step.parse().ok().filter(|index: &usize| index.to_string() == step)?;
                Some((None, *items.get(index)?))
            }
            NodeKind::Mapping(entries) => {
                // The last of duplicate keys is the one that the value has.
                let own = entries
                    .iter()
                    .rev()
                    .find(|(key, _)| !self.is_merge_key(*key) && self.key_name(*key) == step);
                match own {
                    Some(&(key, value)) => Some((Some(key), value)),
                    None => self.merged_step(from, step, used_at),
                }
            }
            _ => None,
        }
    }

    /// Looks a key up in what the merge keys of a mapping bring in; the earlier source wins.
    fn merged_step(
        &self,
        from: NodeId,
        step: &str,
        used_at: &mut Vec<Span>,
    ) -> Option<(Option<NodeId>, NodeId)> {
        let mut pending = self.merge_sources(from);
        // Merges of merges can lead to one mapping in exponentially many ways.
        let mut seen = HashSet::new();
        while let Some((source, used)) = pending.pop() {
            if !seen.insert(source) {
                continue;
            }
            let NodeKind::Mapping(entries) = &self.node(source).kind else {
                continue;
            };
            let own =
                entries.iter().rev().find(|(key, _)| !self.is_merge_key(*key) && self.key_name(*key) == step);
            if let Some(&(key, value)) = own {
                used_at.push(used);
                return Some((Some(key), value));
            }
            pending.extend(self.merge_sources(source).into_iter().map(|(node, _)| (node, used)));
        }
        None
    }

    /// The entries that a mapping has once its merge keys are followed, its own first; none of other nodes.
    pub fn entries(&self, mapping: NodeId) -> Cow<'_, [(NodeId, NodeId)]> {
        let NodeKind::Mapping(own) = &self.node(mapping).kind else { return Cow::Borrowed(&[]) };
        if self.merge_keys.is_empty() || !own.iter().any(|(key, _)| self.is_merge_key(*key)) {
            return Cow::Borrowed(own);
        }
        let mut entries: Vec<_> = own.iter().copied().filter(|(key, _)| !self.is_merge_key(*key)).collect();
        let mut names: HashSet<Cow<'_, str>> = entries.iter().map(|(key, _)| self.key_name(*key)).collect();
        let mut pending = self.merge_sources(mapping);
        let mut seen = HashSet::new();
        while let Some((source, _)) = pending.pop() {
            let NodeKind::Mapping(merged) = &self.node(source).kind else { continue };
            if seen.insert(source) {
                let plain = merged.iter().copied().filter(|(key, _)| !self.is_merge_key(*key));
                entries.extend(plain.filter(|(key, _)| names.insert(self.key_name(*key))));
                pending.extend(self.merge_sources(source));
            }
        }
        Cow::Owned(entries)
    }

    /// The mappings that a mapping merges, last first, each with the place where it is merged.
    fn merge_sources(&self, mapping: NodeId) -> Vec<(NodeId, Span)> {
        let NodeKind::Mapping(entries) = &self.node(mapping).kind else {
            return Vec::new();
        };
        let mut sources = Vec::new();
        for &(_, value) in entries.iter().filter(|(key, _)| self.is_merge_key(*key)) {
            match &self.node(self.follow(value)).kind {
                NodeKind::Sequence(items) => {
                    sources.extend(items.iter().map(|&item| (self.follow(item), self.node(item).span)));
                }
                _ => sources.push((self.follow(value), self.node(value).span)),
            }
        }
        sources.reverse();
        sources
    }

    /// The span to underline for a node: its value; its key where the value is left out.
    pub fn value_span(&self, node: NodeId, key: Option<NodeId>) -> Span {
        let span = self.node(node).span;
        match key {
            Some(key) if span.is_empty() => self.node(key).span,
            _ => span,
        }
    }

    /// The span that stands for a node as a whole, where something is missing in it: its key, else the
    /// first key in it, else its value.
    pub fn anchor_span(&self, node: NodeId, key: Option<NodeId>) -> Span {
        if let Some(head) = self.heads.get(&node) {
            return *head;
        }
        // A key that the file does not spell has no place of its own.
        if let Some(key) = key.filter(|key| !self.node(*key).span.is_empty()) {
            return self.node(key).span;
        }
        match &self.node(node).kind {
            NodeKind::Mapping(entries) if !entries.is_empty() => self.node(entries[0].0).span,
            NodeKind::Sequence(items) if !items.is_empty() && node == self.root() => {
                self.anchor_span(items[0], None)
            }
            _ => self.node(node).span,
        }
    }
}

impl Document {
    /// The route to the innermost node around a byte, or to what has the key that is there.
    pub fn pointer_around(&self, offset: u32) -> Option<Pointer> {
        let holds = |node: NodeId| {
            let span = self.node(node).span;
            span.start <= offset && offset < span.end
        };
        let (mut node, mut pointer) = (self.root(), Pointer::default());
        loop {
            let next = match &self.node(node).kind {
                NodeKind::Sequence(items) => {
                    let found = items.iter().position(|&item| holds(item));
                    found.map(|at| (at.to_string(), items[at]))
                }
                NodeKind::Mapping(entries) => {
                    let found = entries.iter().find(|&&(key, value)| holds(key) || holds(value));
                    found.map(|&(key, value)| (self.key_name(key).into_owned(), value))
                }
                _ => None,
            };
            match next {
                Some((step, value)) => {
                    pointer.steps.push(step);
                    node = value;
                }
                None => return (!pointer.steps.is_empty()).then_some(pointer),
            }
        }
    }

    /// The route to the outermost key, or else item, that starts within a span such as a line.
    pub fn pointer_at(&self, within: Span) -> Option<Pointer> {
        let mut pending = vec![(self.root(), Pointer::default())];
        let mut found: Option<(u32, Pointer)> = None;
        while let Some((node, pointer)) = pending.pop() {
            let mut visit = |step: String, start: u32, value: NodeId| {
                let mut below = pointer.clone();
                below.steps.push(step);
                let better = found.as_ref().is_none_or(|(best, _)| start < *best) && !self.is_spread(value);
                if within.start <= start && start < within.end && better {
                    found = Some((start, below.clone()));
                }
                let span = self.node(value).span;
                if span.start < within.end && within.start < span.end.max(start + 1) {
                    pending.push((value, below));
                }
            };
            match &self.node(node).kind {
                NodeKind::Sequence(items) => {
                    for (index, &item) in items.iter().enumerate() {
                        visit(index.to_string(), self.node(item).span.start, item);
                    }
                }
                NodeKind::Mapping(entries) => {
                    for &(key, value) in entries.iter().filter(|(key, _)| !self.is_merge_key(*key)) {
                        visit(self.key_name(key).into_owned(), self.node(key).span.start, value);
                    }
                }
                _ => {}
            }
        }
        found.map(|(_, pointer)| pointer)
    }
}
