//! Reading documents by name: a value with its place, so that whatever is wrong with it can be underlined.

use crate::document::{Document, NodeId, NodeKind, Pointer};
use crate::problem::Origin;
use chrono::NaiveDate;
use serde_json::Value;

/// A value of a document and the way to it.
#[derive(Debug, Clone)]
pub struct At<'d> {
    /// The document.
    pub document: &'d Document,
    /// The route.
    pub pointer: Pointer,
    node: NodeId,
    key: Option<NodeId>,
}

impl<'d> At<'d> {
    /// The whole document.
    pub fn root(document: &'d Document) -> Self {
        At { document, pointer: Pointer::default(), node: document.root(), key: None }
    }

    /// The value of a key; `None` where there is none, or nothing stands behind it.
    pub fn get(&self, key: &str) -> Option<At<'d>> {
        let place = self.document.entries(self.node);
        let (key, value) = place.iter().rev().find(|(name, _)| self.document.key_name(*name) == key)?;
        let found = self.below(self.document.key_name(*key).into_owned(), Some(*key), *value);
        (!matches!(self.document.node(found.node).kind, NodeKind::Null)).then_some(found)
    }

    /// The value at the end of several keys.
    pub fn at(&self, keys: &[&str]) -> Option<At<'d>> {
        keys.iter().try_fold(self.clone(), |at, key| at.get(key))
    }

    /// The items of a list.
    pub fn items(&self) -> Vec<At<'d>> {
        let NodeKind::Sequence(items) = &self.document.node(self.node).kind else { return Vec::new() };
        let item = |(index, node): (usize, &NodeId)| self.below(index.to_string(), None, *node);
        items.iter().enumerate().map(item).collect()
    }

    /// The items of the list behind a key.
    pub fn list(&self, key: &str) -> Vec<At<'d>> {
        self.get(key).map(|list| list.items()).unwrap_or_default()
    }

    /// The entries of a mapping.
    pub fn entries(&self) -> Vec<(String, At<'d>)> {
        let entry = |&(key, value): &(NodeId, NodeId)| {
            let name = self.document.key_name(key).into_owned();
            (name.clone(), self.below(name, Some(key), value))
        };
        self.document.entries(self.node).iter().map(entry).collect()
    }

    fn below(&self, step: String, key: Option<NodeId>, node: NodeId) -> At<'d> {
        let mut pointer = self.pointer.clone();
        pointer.steps.push(step);
        At { document: self.document, pointer, node: self.document.follow(node), key }
    }

    /// The text, if it is one and not blank.
    pub fn text(&self) -> Option<&'d str> {
        self.document.string(self.node).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The text behind a key.
    pub fn word(&self, key: &str) -> Option<String> {
        self.get(key).and_then(|at| at.text().map(str::to_owned))
    }

    /// The day, if it is one.
    pub fn date(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.text()?, "%Y-%m-%d").ok()
    }

    /// The day behind a key.
    pub fn day(&self, key: &str) -> Option<NaiveDate> {
        self.get(key).and_then(|at| at.date())
    }

    /// The whole number, if it is one.
    pub fn int(&self) -> Option<i64> {
        match self.document.node(self.node).kind {
            NodeKind::Int(value) => Some(value),
            _ => None,
        }
    }

    /// True if it is the boolean `true`.
    pub fn is_true(&self) -> bool {
        matches!(self.document.node(self.node).kind, NodeKind::Bool(true))
    }

    /// A number or text as it is written.
    pub fn written(&self) -> Option<&'d str> {
        match &self.document.node(self.node).kind {
            NodeKind::String(_) => self.text(),
            NodeKind::Int(_) | NodeKind::Float(_) | NodeKind::Number(_) => {
                Some(self.document.source.slice(self.document.node(self.node).span))
            }
            _ => None,
        }
    }

    /// The value as JSON.
    pub fn json(&self) -> Value {
        self.document.to_json(self.node)
    }

    /// Where it stands.
    pub fn origin(&self) -> Origin {
        Origin::new(&self.document.source, self.document.value_span(self.node, self.key))
    }

    /// Where its key stands, or it itself where it has none.
    pub fn anchor(&self) -> Origin {
        Origin::new(&self.document.source, self.document.anchor_span(self.node, self.key))
    }
}
