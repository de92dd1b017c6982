//! Types and the order of values, as OPA has them: an object comes before a set.

use regorus::Value;
use std::cmp::Ordering;

/// The name of a value's type.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Set(_) => "set",
        Value::Undefined => "undefined",
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Undefined => 0,
        Value::Null => 1,
        Value::Bool(_) => 2,
        Value::Number(_) => 3,
        Value::String(_) => 4,
        Value::Array(_) => 5,
        Value::Object(_) => 6,
        Value::Set(_) => 7,
    }
}

/// The order of two values.
pub fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            let pairs = one.iter().zip(other.iter());
            first_difference(pairs).then(one.len().cmp(&other.len()))
        }
        (Value::Set(one), Value::Set(other)) => {
            let (one, other) = (sorted(one.iter()), sorted(other.iter()));
            let pairs = one.iter().copied().zip(other.iter().copied());
            first_difference(pairs).then(one.len().cmp(&other.len()))
        }
        (Value::Object(one), Value::Object(other)) => {
            let (one, other) = (entries(one), entries(other));
            let pairs = one.iter().zip(&other);
            let differences =
                pairs.map(|(one, other)| compare(one.0, other.0).then_with(|| compare(one.1, other.1)));
            let first = differences.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
            first.then(one.len().cmp(&other.len()))
        }
        _ if rank(one) == rank(other) => one.cmp(other),
        _ => rank(one).cmp(&rank(other)),
    }
}

fn first_difference<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Ordering {
    let mut orders = pairs.map(|(one, other)| compare(one, other));
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Values in order. The engine's sets differ only where they hold objects and sets.
pub fn sorted<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<&'v Value> {
    let mut values: Vec<&Value> = values.collect();
    values.sort_by(|one, other| compare(one, other));
    values
}

/// The entries of an object in the order of their keys.
pub fn entries(object: &regorus::value::Object) -> Vec<(&Value, &Value)> {
    let mut entries: Vec<(&Value, &Value)> = object.iter().collect();
    entries.sort_by(|one, other| compare(one.0, other.0));
    entries
}
