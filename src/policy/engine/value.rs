//! Between documents and the engine's values.

use crate::document::{Document, Fold, NodeKind, Pointer};
use regorus::Value;
use regorus::value::Object;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Keys kept for sharing; configuration repeats few keys often.
const INTERNED_KEYS: usize = 10_000;

/// Builds engine values from documents. Keys are shared; string values never are, because their
/// address is what tells which node of the document a policy returned.
#[derive(Default)]
pub struct Builder {
    keys: HashSet<Arc<str>>,
}

impl Builder {
    /// The value of a document.
    pub fn build(&mut self, document: &Document) -> Value {
        document.fold(document.root(), self)
    }

    fn key(&mut self, key: Cow<'_, str>) -> Value {
        if let Some(known) = self.keys.get(key.as_ref()) {
            return Value::String(known.clone());
        }
        let key: Arc<str> = key.into();
        if self.keys.len() < INTERNED_KEYS {
            self.keys.insert(key.clone());
        }
        Value::String(key)
    }
}

impl Fold for Builder {
    type Value = Value;

    fn scalar(&mut self, document: &Document, kind: &NodeKind) -> Value {
        match kind {
            NodeKind::Bool(value) => Value::Bool(*value),
            NodeKind::Int(value) => Value::from(*value),
            NodeKind::Float(value) => float(*value),
            NodeKind::Number(text) => {
                Value::from_numeric_string(text).unwrap_or_else(|_| text.as_ref().into())
            }
            NodeKind::String(text) => Value::String(document.text(text).into()),
            _ => Value::Null,
        }
    }

    fn sequence(&mut self, items: Vec<Value>) -> Value {
        Value::from(items)
    }

    fn mapping(&mut self, merged: Vec<Value>, own: Vec<(Cow<'_, str>, Value)>) -> Value {
        let mut object: Object = own.into_iter().map(|(key, value)| (self.key(key), value)).collect();
        for source in merged {
            let sources = match &source {
                Value::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for entries in sources.iter().filter_map(|source| source.as_object().ok()) {
                for (key, value) in entries.iter() {
                    object.get_or_insert_with(key.clone(), || value.clone());
                }
            }
        }
        object.into_value()
    }
}

/// The engine has no infinities: the largest number keeps comparisons right; NaN, which compares with
/// nothing, becomes text.
pub fn float(value: f64) -> Value {
    if value.is_nan() {
        return Value::from("NaN");
    }
    Value::from(value.clamp(f64::MIN, f64::MAX))
}

/// An engine value from JSON, for data that comes with the run.
pub fn from_json(value: serde_json::Value) -> Value {
    Value::from(value)
}

/// An engine value as JSON: sets as arrays, keys that are no strings as their JSON text.
pub fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Undefined => serde_json::Value::Null,
        Value::Set(items) => items.iter().map(to_json).collect(),
        Value::Array(items) => items.iter().map(to_json).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key_text(key), to_json(value))).collect()
        }
        scalar => serde_json::to_value(scalar).unwrap_or_default(),
    }
}

/// A value as it is written in a policy.
pub fn to_rego(value: &Value) -> String {
    let list = |items: Vec<String>, open: char, close: char| format!("{open}{}{close}", items.join(", "));
    match value {
        Value::Undefined => "undefined".to_owned(),
        Value::Set(items) if items.is_empty() => "set()".to_owned(),
        Value::Set(items) => list(items.iter().map(to_rego).collect(), '{', '}'),
        Value::Array(items) => list(items.iter().map(to_rego).collect(), '[', ']'),
        Value::Object(entries) => {
            let entry = |(key, value): (&Value, &Value)| format!("{}: {}", to_rego(key), to_rego(value));
            list(entries.iter().map(entry).collect(), '{', '}')
        }
        scalar => to_json(scalar).to_string(),
    }
}

/// A key as text.
pub fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.to_string(),
        other => to_json(other).to_string(),
    }
}

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

impl Identity<'_> {
    /// The route to a value with an address.
    pub fn by_address(&self, value: &Value) -> Option<&Pointer> {
        self.by_address.get(&address(value)?)
    }
}

/// Where a value lies in memory, which tells a node of the input from an equal value; numbers, booleans
/// and null lie nowhere.
pub fn address(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => Some(text.as_ptr().addr()),
        Value::Array(items) => Some(Arc::as_ptr(items).addr()),
        Value::Object(entries) => Some(Arc::as_ptr(entries).addr()),
        Value::Set(items) => Some(Arc::as_ptr(items).addr()),
        _ => None,
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
