//! The types of rules and functions, by path.

use super::algebra;
use super::fuel::Fuel;
use crate::rego::signatures::{Key, Type};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A constant step of the head of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'d> {
    /// A name or string.
    Name(&'d str),
    /// Any other constant, as in `p[1] contains 2`.
    Other(Key),
}

impl Step<'_> {
    fn key(&self) -> Key {
        match self {
            Step::Name(name) => Key::Text((*name).to_owned()),
            Step::Other(key) => key.clone(),
        }
    }
}

/// A step of a path, and what is known of it.
#[derive(Default)]
struct Node<'d> {
    /// The type of the rule of this path; unknown if there is none yet.
    value: Option<Type>,
    children: BTreeMap<Step<'d>, NodeId>,
    above: NodeId,
    /// What all that is here and below is as a value, once it has been asked for.
    extent: RefCell<Option<Type>>,
}

/// The comparisons that a member of a package or object costs when its type is put together.
const WEIGHT: usize = 8;

/// An index into the nodes.
pub type NodeId = usize;

/// The types of all paths below `data` that are known. The first node is `data`.
pub struct Tree<'d> {
    nodes: Vec<Node<'d>>,
}

impl<'d> Tree<'d> {
    /// Nothing is known.
    pub fn new() -> Self {
        Tree { nodes: vec![Node::default()] }
    }

    /// True if no rule is known.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// The node below another.
    pub fn child(&self, node: NodeId, step: &Step<'_>) -> Option<NodeId> {
        self.nodes[node].children.get(step).copied()
    }

    /// The type of the rule of exactly this path.
    pub fn value(&self, node: NodeId) -> Option<&Type> {
        self.nodes[node].value.as_ref()
    }

    /// The type of the function of a path.
    pub fn function(&self, path: &[String]) -> Option<&Type> {
        let node = path.iter().try_fold(0, |node, step| self.child(node, &Step::Name(step)))?;
        self.value(node)
    }

    /// The names below a node.
    pub fn names(&self, node: NodeId) -> impl Iterator<Item = &'d str> {
        self.nodes[node].children.keys().filter_map(|step| match step {
            Step::Name(name) => Some(*name),
            Step::Other(_) => None,
        })
    }

    fn enter(&mut self, node: NodeId, step: &Step<'d>) -> NodeId {
        let new = self.nodes.len();
        let child = *self.nodes[node].children.entry(step.clone()).or_insert(new);
        if child == new {
            self.nodes.push(Node { above: node, ..Node::default() });
        }
        child
    }

    /// What is at a path may be anything: some definition of it has a mistake.
    pub fn put_any(&mut self, path: &[Step<'d>]) {
        let node = path.iter().fold(0, |node, step| self.enter(node, step));
        self.nodes[node].value = Some(Type::Any);
        self.forget(node);
    }

    /// Adds a type to what is known of a path, and of the objects that it is part of.
    pub fn insert(&mut self, path: &[Step<'d>], ty: &Type, fuel: &Fuel) {
        let mut node = 0;
        for (at, step) in path.iter().enumerate() {
            node = self.enter(node, step);
            let rest = &path[at + 1..];
            if let Some(object @ Type::Object(_)) =
                self.nodes[node].value.as_ref().filter(|_| !rest.is_empty())
            {
                self.nodes[node].value = Some(with_member(object, rest, ty));
            }
        }
        let known = self.nodes[node].value.take().unwrap_or(Type::Unknown);
        let mut merged = merge(&known, ty);
        if matches!(ty, Type::Object(_)) && !self.nodes[node].children.is_empty() {
            for (path, leaf) in self.leaves(node, fuel) {
                merged = with_member(&merged, &path, &leaf);
            }
        }
        if !merged.is_unknown() {
            self.nodes[node].value = Some(merged);
        }
        self.forget(node);
    }

    fn forget(&self, node: NodeId) {
        let mut node = node;
        loop {
            self.nodes[node].extent.replace(None);
            if node == 0 {
                break;
            }
            node = self.nodes[node].above;
        }
    }

    /// The nearest types below a node, with the way there.
    fn leaves(&self, node: NodeId, fuel: &Fuel) -> Vec<(Vec<Step<'d>>, Type)> {
        let mut leaves = Vec::new();
        let mut pending: Vec<(NodeId, Vec<Step<'d>>)> = vec![(node, Vec::new())];
        while let Some((node, path)) = pending.pop() {
            for (step, &child) in &self.nodes[node].children {
                let mut path = path.clone();
                path.push(step.clone());
                if !fuel.burn_many(path.len() * WEIGHT) {
                    return leaves;
                }
                match &self.nodes[child].value {
                    Some(value) => leaves.push((path, value.clone())),
                    None => pending.push((child, path)),
                }
            }
        }
        leaves
    }

    /// What all that is at a node and below it is as a value: besides rules there may be any data.
    pub fn extent(&self, node: NodeId, fuel: &Fuel) -> Type {
        let mut pending = vec![(node, false)];
        while let Some((node, complete)) = pending.pop() {
            let here = &self.nodes[node];
            let known = here.value.is_some() || here.extent.borrow().is_some();
            if known || !fuel.burn_many(here.children.len() * WEIGHT) {
                continue;
            }
            if Type::is_too_large(here.children.len()) {
                here.extent.replace(Some(Type::object(Vec::new(), Some((Type::String, Type::Any)))));
            } else if complete {
                let fields = here.children.iter();
                let fields = fields.map(|(step, &child)| (step.key(), self.known_extent(child)));
                let extent = Type::object(fields.collect(), Some((Type::String, Type::Any)));
                here.extent.replace(Some(extent));
            } else {
                pending.push((node, true));
                pending.extend(here.children.values().map(|&child| (child, false)));
            }
        }
        self.known_extent(node)
    }

    fn known_extent(&self, node: NodeId) -> Type {
        let here = &self.nodes[node];
        here.value.clone().or_else(|| here.extent.borrow().clone()).unwrap_or(Type::Any)
    }
}

/// The type of one rule from those of two of its definitions.
fn merge(one: &Type, other: &Type) -> Type {
    match (one, other) {
        (Type::Object(a), Type::Object(b)) if a.fields.is_empty() && b.fields.is_empty() => {
            match (&a.rest, &b.rest) {
                (Some(a), Some(b)) => Type::object(Vec::new(), Some((a.0.or(&b.0), merge(&a.1, &b.1)))),
                _ => one.or(other),
            }
        }
        (Type::Object(object), Type::Union(_)) if object.fields.is_empty() => merge_into(other, one),
        (Type::Union(_), Type::Object(object)) if object.fields.is_empty() => merge_into(one, other),
        (Type::Set(a), Type::Set(b)) => Type::set(a.of.or(&b.of)),
        _ => one.or(other),
    }
}

/// A union with an object that has no constant keys: it is merged into such a one, if there is one.
fn merge_into(union: &Type, object: &Type) -> Type {
    let (Type::Union(parts), Type::Object(new)) = (union, object) else { return union.or(object) };
    let has_open = |part: &Type| matches!(part, Type::Object(found) if found.fields.is_empty());
    let Some(at) = parts.of.iter().position(has_open) else { return union.or(object) };
    let (Type::Object(old), Some((key, value))) = (&parts.of[at], &new.rest) else { return union.clone() };
    let (old_key, old_value) = old.rest.clone().unwrap_or((Type::Unknown, Type::Unknown));
    let merged = Type::object(Vec::new(), Some((key.or(&old_key), value.or(&old_value))));
    let others = parts.of.iter().enumerate().filter(|&(index, _)| index != at);
    others.fold(merged, |sum, (_, part)| sum.or(part))
}

/// An object with a member at a path, which may be beside others of its kind.
fn with_member(object: &Type, path: &[Step<'_>], ty: &Type) -> Type {
    let (Type::Object(known), Some((first, rest))) = (object, path.split_first()) else {
        return object.clone();
    };
    let key = |step: &Step<'_>| algebra::of_key(&step.key());
    let below = |member, step| Type::object(Vec::new(), Some((key(step), member)));
    let member = rest.iter().rev().fold(ty.clone(), below);
    let rest = match &known.rest {
        Some((keys, value)) => (keys.or(&key(first)), value.or(&member)),
        None => (key(first), member),
    };
    Type::object(known.fields.clone(), Some(rest))
}
