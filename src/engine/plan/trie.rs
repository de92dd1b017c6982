//! Where definitions stand below `data`.

use crate::rego::core::{Definition, Kind};
use std::collections::BTreeMap;

/// A step of paths.
#[derive(Debug, Default)]
pub struct Node {
    /// The path below `data`.
    pub path: Vec<String>,
    /// The steps below.
    pub children: BTreeMap<String, usize>,
    /// The definitions that have this path.
    pub definitions: Vec<usize>,
    /// True if they are of a function.
    pub is_function: bool,
    parent: Option<usize>,
}

/// All paths; the first node is `data` itself.
#[derive(Debug)]
pub struct Trie {
    nodes: Vec<Node>,
}

/// The node of `data`.
pub const ROOT: usize = 0;

impl Trie {
    /// The paths of definitions, and of their packages.
    pub fn new(definitions: &[Definition], usable: impl Fn(usize) -> bool) -> Self {
        let mut trie = Trie { nodes: vec![Node::default()] };
        for (index, definition) in definitions.iter().enumerate() {
            let node = trie.insert(&definition.path);
            if usable(index) {
                trie.nodes[node].definitions.push(index);
                trie.nodes[node].is_function |= definition.kind == Kind::Function;
            }
        }
        trie
    }

    /// Makes a path known: a package may be empty.
    pub fn insert(&mut self, path: &[String]) -> usize {
        path.iter().fold(ROOT, |node, step| {
            if let Some(child) = self.nodes[node].children.get(step) {
                return *child;
            }
            let child = self.nodes.len();
            let path = self.nodes[node].path.iter().chain([step]).cloned().collect();
            self.nodes.push(Node { path, parent: Some(node), ..Node::default() });
            self.nodes[node].children.insert(step.clone(), child);
            child
        })
    }

    /// A node.
    pub fn node(&self, index: usize) -> &Node {
        &self.nodes[index]
    }

    /// The node of a path.
    pub fn find(&self, path: &[String]) -> Option<usize> {
        path.iter().try_fold(ROOT, |node, step| self.nodes[node].children.get(step).copied())
    }

    /// The node of the rule that a node belongs to: the topmost with definitions.
    pub fn unit_at_or_above(&self, node: usize) -> Option<usize> {
        let above = std::iter::successors(Some(node), |node| self.nodes[*node].parent);
        above.filter(|node| !self.nodes[*node].definitions.is_empty()).last()
    }

    /// The definitions at and below a node, those of functions left out unless they are its own.
    pub fn unit(&self, node: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut pending = vec![node];
        while let Some(next) = pending.pop() {
            let at = &self.nodes[next];
            if next == node || !at.is_function {
                found.extend(&at.definitions);
            }
            pending.extend(at.children.values());
        }
        found.sort_unstable();
        found
    }
}
