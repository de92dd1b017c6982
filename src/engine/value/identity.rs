//! Which node of an input a value is.

use super::{address, key_text};
use crate::document::Pointer;
use regorus::Value;
use std::collections::HashMap;

/// Finds the nodes of an input by identity. Built only when a violation needs it.
pub struct Identity<'v> {
    input: &'v Value,
    by_address: HashMap<usize, Pointer>,
}

impl<'v> Identity<'v> {
    /// An index of every node of the input that has an address: strings, arrays and objects.
    pub fn new(input: &'v Value) -> Self {
        let mut by_address = HashMap::new();
        visit(input, &mut |value, steps| {
            if let Some(address) = address(value) {
                // What aliases repeat has one address: the first place stands for all.
                by_address.entry(address).or_insert_with(|| steps.iter().cloned().collect());
            }
        });
        Identity { input, by_address }
    }

    /// The route to a value that was taken from the input: by its address, or for numbers, booleans
    /// and null by being the only one of its kind.
    pub fn find(&self, value: &Value) -> Option<Pointer> {
        if let Some(address) = address(value) {
            return self.by_address.get(&address).cloned();
        }
        let mut found = Vec::new();
        visit(self.input, &mut |candidate, steps| {
            if candidate == value && found.len() < 2 {
                found.push(steps.iter().cloned().collect());
            }
        });
        if found.len() == 1 { found.pop() } else { None }
    }
}

/// Visits every value with its route, parents first. Depth is bounded by that of the documents; the
/// stack is explicit all the same.
fn visit<'v>(root: &'v Value, visit: &mut impl FnMut(&'v Value, &[String])) {
    let mut pending: Vec<(usize, Option<String>, &Value)> = vec![(0, None, root)];
    let mut steps: Vec<String> = Vec::new();
    while let Some((depth, step, value)) = pending.pop() {
        steps.truncate(depth.saturating_sub(usize::from(step.is_some())));
        steps.extend(step);
        visit(value, &steps);
        let below = steps.len() + 1;
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                pending.extend(items.map(|(index, item)| (below, Some(index.to_string()), item)));
            }
            Value::Object(entries) => {
                pending.extend(entries.iter().map(|(key, value)| (below, Some(key_text(key)), value)));
            }
            _ => {}
        }
    }
}
