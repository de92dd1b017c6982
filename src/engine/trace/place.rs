//! From facts to places of the input.

use super::Of;
use super::arena::{Arena, Fact, Key};
use super::shadow::{Id, NONE};
use crate::engine::ir::Plan;
pub use crate::engine::value::address;

use crate::engine::value::key_text;
use regorus::Value;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Containers in containers that are followed to where their members come from.
const DEPTH: u32 = 32;
/// Members that are looked at for what they have in common.
const MEMBERS: usize = 10_000;

/// A step of a pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub text: String,
    /// It is an index of an array.
    pub index: bool,
}

/// A place of the input.
#[derive(Debug, Clone)]
pub struct Found<'t> {
    pub steps: Vec<Step>,
    /// What is there.
    pub value: Option<&'t Value>,
}

/// Resolves facts of an evaluation.
pub struct Places<'t> {
    pub arena: &'t Arena,
    pub plan: &'t Plan,
    input: &'t Value,
    index: OnceCell<Index<'t>>,
}

/// The nodes of the input that have an address.
struct Index<'t> {
    by_address: HashMap<usize, usize>,
    nodes: Vec<(usize, Step, &'t Value)>,
}

impl<'t> Places<'t> {
    pub fn new(arena: &'t Arena, plan: &'t Plan, input: &'t Value) -> Self {
        Places { arena, plan, input, index: OnceCell::new() }
    }

    /// The value of a key or constant.
    pub fn key(&self, key: Key) -> Value {
        let kept = match key {
            Key::Index(index) => return Value::from(u64::from(index)),
            Key::Constant(at) => self.plan.constants.get(at as usize),
            Key::Value(at) => self.arena.values.get(at as usize),
        };
        kept.cloned().unwrap_or(Value::Undefined)
    }

    /// The place that a node is; none for what is no part of the input.
    pub fn find(&self, node: Id) -> Option<Found<'t>> {
        self.resolve(node, DEPTH)
    }

    fn resolve(&self, node: Id, depth: u32) -> Option<Found<'t>> {
        let mut keys = Vec::new();
        let mut at = node;
        let mut found = loop {
            match self.arena.fact(at) {
                Fact::Child { parent, key } => {
                    keys.push(self.key(key));
                    at = parent;
                }
                Fact::Below { parent, path } => {
                    let path = self.arena.values.get(path as usize)?;
                    keys.extend(path.as_array().ok()?.iter().rev().cloned());
                    at = parent;
                }
                Fact::Read { node, .. } => at = node,
                Fact::Both { second, .. } => at = second,
                Fact::Input => break Found { steps: Vec::new(), value: Some(self.input) },
                Fact::At { value } => break self.at(self.arena.values.get(value as usize)?)?,
                Fact::Gathered { container } => break self.common(container, depth.checked_sub(1)?)?,
                _ => return None,
            }
        };
        for key in keys.iter().rev() {
            let index = matches!(found.value, Some(Value::Array(_)));
            found.steps.push(Step { text: key_text(key), index });
            found.value = found.value.and_then(|value| member(value, key));
        }
        Some(found)
    }

    /// The place of a value by its address. What aliases repeat is known by its first place.
    pub fn at(&self, value: &Value) -> Option<Found<'t>> {
        let index = self.index.get_or_init(|| Index::new(self.input));
        let mut at = *index.by_address.get(&address(value)?)?;
        let value = index.nodes.get(at).map(|(_, _, value)| *value);
        let mut steps = Vec::new();
        while at != 0 {
            let (parent, step, _) = index.nodes.get(at)?;
            steps.push(step.clone());
            at = *parent;
        }
        steps.reverse();
        Some(Found { steps, value })
    }

    /// The node that a container was gathered from.
    pub fn gathered(&self, container: u32) -> Option<Found<'t>> {
        self.common(container, DEPTH)
    }

    /// The smallest node that holds all that a container was gathered from, of one item its collection; where members have
    /// no place, what was walked for them.
    fn common(&self, container: u32, depth: u32) -> Option<Found<'t>> {
        let known = self.arena.containers.get(container as usize)?;
        let Some(steps) = self.common_steps(container, depth) else {
            return self.resolve(known.searched, depth);
        };
        let value = steps.iter().try_fold(self.input, |value, step| member_by_text(value, step));
        Some(Found { steps, value })
    }

    fn common_steps(&self, container: u32, depth: u32) -> Option<Vec<Step>> {
        let mut common: Option<Vec<Step>> = None;
        for member in self.arena.members_of(container).take(MEMBERS) {
            let mut found = match member.shadow.node {
                NONE => self.at(&member.value)?,
                node => self.resolve(node, depth)?,
            };
            if member.shadow.kind == Of::Key {
                found.steps.pop();
            }
            common = Some(match common {
                None => found.steps,
                Some(mut steps) => {
                    let same = steps.iter().zip(&found.steps).take_while(|(a, b)| a == b).count();
                    steps.truncate(same);
                    steps
                }
            });
        }
        let mut steps = common?;
        if steps.last().is_some_and(|step| step.index) {
            steps.pop();
        }
        Some(steps)
    }
}

impl<'t> Index<'t> {
    /// Depth is bounded by that of the documents; the stack is explicit all the same.
    fn new(input: &'t Value) -> Self {
        let root = Step { text: String::new(), index: false };
        let mut index = Index { by_address: HashMap::new(), nodes: vec![(0, root, input)] };
        index.by_address.extend(address(input).map(|address| (address, 0)));
        let mut pending = vec![0];
        while let Some(parent) = pending.pop() {
            match index.nodes.get(parent).map(|(_, _, value)| *value) {
                Some(Value::Array(items)) => {
                    let step = |nth: usize| Step { text: nth.to_string(), index: true };
                    let items = items.iter().enumerate();
                    pending.extend(items.filter_map(|(nth, item)| index.know(parent, || step(nth), item)));
                }
                Some(Value::Object(entries)) => {
                    let step = |key: &Value| Step { text: key_text(key), index: false };
                    let entries = entries.iter_sorted();
                    pending
                        .extend(entries.filter_map(|(key, value)| index.know(parent, || step(key), value)));
                }
                _ => {}
            }
        }
        index
    }

    fn know(&mut self, parent: usize, step: impl FnOnce() -> Step, value: &'t Value) -> Option<usize> {
        let address = address(value)?;
        let at = self.nodes.len();
        if *self.by_address.entry(address).or_insert(at) != at {
            return None;
        }
        self.nodes.push((parent, step(), value));
        Some(at)
    }
}

fn member<'v>(of: &'v Value, key: &Value) -> Option<&'v Value> {
    match &of[key] {
        Value::Undefined => None,
        value => Some(value),
    }
}

fn member_by_text<'v>(of: &'v Value, step: &Step) -> Option<&'v Value> {
    match of {
        Value::Array(items) => items.get(step.text.parse().ok()?),
        Value::Object(entries) => {
            let known = entries.get(&Value::from(step.text.as_str()));
            known.or_else(|| {
                entries.iter_sorted().find(|(key, _)| key_text(key) == step.text).map(|(_, value)| value)
            })
        }
        _ => None,
    }
}
