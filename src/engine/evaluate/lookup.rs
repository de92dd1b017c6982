//! Members of values.

use regorus::Value;

/// The member of an array, object or set under a key; none for what has no members.
#[inline]
pub fn member<'v>(of: &'v Value, key: &Value) -> Option<&'v Value> {
    match of {
        Value::Object(entries) => entries.get(key),
        Value::Array(items) => match key {
            Value::Number(index) => items.get(usize::try_from(index.as_u64()?).ok()?),
            _ => None,
        },
        Value::Set(items) => items.get(key),
        _ => None,
    }
}

/// The number of members.
pub fn len(of: &Value) -> Option<usize> {
    match of {
        Value::Array(items) => Some(items.len()),
        Value::Object(entries) => Some(entries.len()),
        Value::Set(items) => Some(items.len()),
        _ => None,
    }
}

/// What a value weighs when a builtin reads it.
pub fn weight(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.len() as u64,
        other => len(other).unwrap_or(0) as u64 * 64,
    }
}

/// The bytes of a long number.
pub fn length(value: &Value) -> u64 {
    match value {
        Value::Number(number) => number.as_big().map_or(0, |big| big.bits() / 8),
        _ => 0,
    }
}

/// True if both are one value in memory, or equal scalars.
pub fn same(a: &Value, b: &Value) -> bool {
    use std::sync::Arc;
    match (a, b) {
        (Value::String(a), Value::String(b)) => Arc::ptr_eq(a, b),
        (Value::Array(a), Value::Array(b)) => Arc::ptr_eq(a, b),
        (Value::Set(a), Value::Set(b)) => Arc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
        (a, b) => a == b,
    }
}

/// A value with the value at a path below it replaced; what is no object on the way is paved over.
pub fn patched(base: &Value, path: &[Value], value: &Value, copied: &mut u64) -> Value {
    let Some((key, rest)) = path.split_first() else { return value.clone() };
    let mut object = match base {
        Value::Object(entries) => entries.as_ref().clone(),
        _ => regorus::value::Object::new(),
    };
    *copied += 64 * (object.len() as u64 + 1);
    let inner = match object.get(key) {
        Some(inner) => patched(inner, rest, value, copied),
        None => patched(&Value::Undefined, rest, value, copied),
    };
    object.insert(key.clone(), inner);
    object.into_value()
}

/// Two objects as one, members of members too; those of `a` win.
pub fn merged(a: &Value, b: &Value, copied: &mut u64) -> Value {
    let (Value::Object(left), Value::Object(right)) = (a, b) else { return a.clone() };
    let mut all = right.as_ref().clone();
    *copied += 64 * (all.len() + left.len()) as u64;
    for (key, value) in left.iter() {
        let value = match right.get(key) {
            Some(other) => merged(value, other, copied),
            None => value.clone(),
        };
        all.insert(key.clone(), value);
    }
    all.into_value()
}
