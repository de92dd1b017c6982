//! `object.*`.

use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use regorus::Value;
use regorus::value::Object;
use std::collections::BTreeSet;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("object.filter", 2, |scope, values| kept(scope, values, true)),
    pure("object.get", 3, get),
    pure("object.keys", 1, |scope, values| {
        let object = operand::object(values, 0)?;
        scope.take_members(object.len())?;
        Ok(object.keys().cloned().collect::<BTreeSet<_>>().into())
    }),
    pure("object.remove", 2, |scope, values| kept(scope, values, false)),
    pure("object.subset", 2, subset),
    pure("object.union", 2, |scope, values| {
        merged(scope, operand::object(values, 0)?, operand::object(values, 1)?)
    }),
    pure("object.union_n", 1, union_n),
];

/// The entries whose keys are among the given ones, or are not.
fn kept(scope: &mut Scope, values: &[Value], given: bool) -> Outcome {
    let object = operand::object(values, 0)?;
    let keys: BTreeSet<&Value> = match operand::at(values, 1)? {
        Value::Array(items) => items.iter().collect(),
        Value::Set(items) => items.iter().collect(),
        Value::Object(entries) => entries.keys().collect(),
        other => return Err(operand::wrong(1, "one of {object, set, array}", other)),
    };
    scope.take_members(object.len().saturating_mul(2))?;
    let entries = object.iter().filter(|(key, _)| keys.contains(key) == given);
    Ok(entries.map(|(key, value)| (key.clone(), value.clone())).collect::<Object>().into_value())
}

/// The value at a key, or at a path of keys; otherwise a default.
fn get(_: &mut Scope, values: &[Value]) -> Outcome {
    let object = operand::object(values, 0)?;
    let (key, default) = (operand::at(values, 1)?, operand::at(values, 2)?);
    let found = match key {
        Value::Array(path) => {
            let start = values.first();
            path.iter().try_fold(start, |at, step| Some(at.and_then(|at| member(at, step)))).flatten()
        }
        key => object.get(key),
    };
    Ok(found.unwrap_or(default).clone())
}

/// What a value has at a key.
pub fn member<'v>(value: &'v Value, key: &Value) -> Option<&'v Value> {
    match value {
        Value::Object(entries) => entries.get(key),
        Value::Array(items) => items.get(usize::try_from(key.as_u64().ok()?).ok()?),
        Value::Set(items) => items.get(key),
        _ => None,
    }
}

/// Two objects as one; where both have a key, their objects as one, or the value of the second.
fn merged(scope: &mut Scope, one: &Object, other: &Object) -> Outcome {
    scope.take_members(one.len().saturating_add(other.len()).saturating_mul(2))?;
    let mut merged = one.clone();
    for (key, value) in other.iter() {
        let value = match (merged.get(key), value) {
            (Some(Value::Object(one)), Value::Object(other)) => {
                let one = one.clone();
                self::merged(scope, &one, other)?
            }
            _ => value.clone(),
        };
        merged.insert(key.clone(), value);
    }
    Ok(merged.into_value())
}

fn union_n(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut all = Value::new_object();
    let objects = operand::array(values, 0)?;
    if let Some(other) = objects.iter().find(|object| !matches!(object, Value::Object(_))) {
        return Err(operand::element(values, 0, "object", other));
    }
    for object in objects {
        merge_into(scope, &mut all, object)?;
    }
    Ok(all)
}

/// Adds the entries of an object to another in place, so that many are merged in linear time.
fn merge_into(scope: &mut Scope, target: &mut Value, source: &Value) -> Result<(), Failed> {
    let (Ok(entries), Ok(target)) = (source.as_object(), target.as_object_mut()) else { return Ok(()) };
    scope.take_members(entries.len().saturating_mul(2))?;
    for (key, value) in entries.iter() {
        match (target.get_mut(key), value) {
            (Some(known @ Value::Object(_)), Value::Object(_)) => merge_into(scope, known, value)?,
            (Some(known), value) => *known = value.clone(),
            (None, value) => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(())
}

fn subset(_: &mut Scope, values: &[Value]) -> Outcome {
    let (whole, part) = (operand::at(values, 0)?, operand::at(values, 1)?);
    Ok(Value::Bool(match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => objects_within(whole, part),
        (Value::Set(whole), Value::Set(part)) => part.is_subset(whole),
        (Value::Array(whole), Value::Array(part)) => stretch(whole.as_slice(), part.as_slice()),
        (Value::Array(whole), Value::Set(part)) => {
            // OPA counts, and so takes a member that is there twice for two.
            let found = whole.iter().filter(|item| part.contains(item)).count();
            !whole.is_empty() && found >= part.len()
        }
        _ => {
            return Err(Failed::error(
                "both arguments object.subset must be of the same type or array and set",
            ));
        }
    }))
}

fn objects_within(whole: &Object, part: &Object) -> bool {
    part.iter().all(|(key, part)| match (whole.get(key), part) {
        (Some(Value::Object(whole)), Value::Object(part)) => objects_within(whole, part),
        (Some(Value::Set(whole)), Value::Set(part)) => part.is_subset(whole),
        (Some(Value::Array(whole)), Value::Array(part)) => stretch(whole.as_slice(), part.as_slice()),
        (whole, part) => whole == Some(part),
    })
}

/// True if members stand one behind the other in an array. In linear time, as Knuth, Morris and Pratt do it.
fn stretch(whole: &[Value], part: &[Value]) -> bool {
    let mut borders = vec![0; part.len()];
    let mut matched = 0;
    for at in 1..part.len() {
        while matched > 0 && part[at] != part[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(part[at] == part[matched]);
        borders[at] = matched;
    }
    matched = 0;
    for item in whole {
        while matched > 0 && (matched == part.len() || *item != part[matched]) {
            matched = borders[matched - 1];
        }
        if matched < part.len() && *item == part[matched] {
            matched += 1;
        }
        if matched == part.len() {
            return true;
        }
    }
    part.is_empty()
}
