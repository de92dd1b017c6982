//! Builtins that OPA calls deprecated, and that policies of version 0 use.

use super::{Builtin, Failed, Outcome, operand, order, pure};
use regorus::Value;
use std::collections::BTreeSet;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("all", 1, |_, values| {
        Ok(Value::Bool(operand::members(values, 0)?.into_iter().all(|member| *member == Value::Bool(true))))
    }),
    pure("any", 1, |_, values| {
        Ok(Value::Bool(operand::members(values, 0)?.into_iter().any(|member| *member == Value::Bool(true))))
    }),
    pure("cast_array", 1, |scope, values| {
        let members = operand::members(values, 0)?;
        scope.take_members(members.len())?;
        Ok(Value::from(members.into_iter().cloned().collect::<Vec<_>>()))
    }),
    pure("cast_boolean", 1, |_, values| cast(values, "boolean")),
    pure("cast_null", 1, |_, values| cast(values, "null")),
    pure("cast_object", 1, |_, values| cast(values, "object")),
    pure("cast_set", 1, |scope, values| {
        let members = operand::members(values, 0)?;
        scope.take_members(members.len())?;
        Ok(Value::from(members.into_iter().cloned().collect::<BTreeSet<_>>()))
    }),
    pure("cast_string", 1, |_, values| cast(values, "string")),
    pure("re_match", 2, super::patterns::matches),
    pure("set_diff", 2, |scope, values| {
        let (one, other) = (operand::set(values, 0)?, operand::set(values, 1)?);
        scope.take_members(one.len())?;
        Ok(one.difference(other).into_value())
    }),
];

/// The value itself if it has the type.
fn cast(values: &[Value], wanted: &str) -> Outcome {
    let value = operand::at(values, 0)?;
    match order::type_name(value) == wanted {
        true => Ok(value.clone()),
        false => {
            Err(Failed::error(format!("operand 1 must be {wanted} but got {}", order::type_name(value))))
        }
    }
}
