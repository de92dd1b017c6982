//! Builtins that OPA calls deprecated, and that policies of version 0 use.

use super::members;
use regorus::Value;
use std::collections::BTreeSet;

/// `any(xs)`: true if a member is true.
pub fn any(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(members(values.first())?.contains(&&Value::Bool(true))))
}

/// `all(xs)`: true if every member is true.
pub fn all(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(members(values.first())?.into_iter().all(|member| *member == Value::Bool(true))))
}

/// `cast_string(x)` and the like: the value itself if it has the type.
pub fn cast(values: &[Value], has_type: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
    match values.first() {
        Some(value) if has_type(value) => Ok(value.clone()),
        _ => Err(anyhow::anyhow!("operand 1 cannot be cast")),
    }
}

/// `cast_array(xs)`: the members of an array or a set as an array.
pub fn cast_array(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(members(values.first())?.into_iter().cloned().collect::<Vec<_>>()))
}

/// `cast_set(xs)`: the members of an array or a set as a set.
pub fn cast_set(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(members(values.first())?.into_iter().cloned().collect::<BTreeSet<_>>()))
}

/// `set_diff(a, b)`: `a - b`.
pub fn set_diff(values: &[Value]) -> anyhow::Result<Value> {
    match values {
        [Value::Set(from), Value::Set(without)] => {
            let left = from.iter().filter(|member| !without.contains(member));
            Ok(Value::from(left.cloned().collect::<BTreeSet<_>>()))
        }
        _ => Err(anyhow::anyhow!("both operands must be sets")),
    }
}
