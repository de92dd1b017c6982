//! Values: from documents and JSON, to JSON and to the text of policies.

mod build;
mod identity;

use regorus::Value;
use std::sync::Arc;

pub use build::Builder;
pub use identity::Identity;

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
