//! Over the members of collections.

use super::{Builtin, Failed, Outcome, Scope, decimal, operand, order, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("count", 1, count),
    pure("max", 1, max),
    pure("min", 1, min),
    pure("product", 1, |scope, values| {
        let one = Value::from(1_u64);
        let product =
            numbers(values)?.into_iter().try_fold(one, |product, number| decimal::multiply(&product, number));
        decimal::charged(scope, product)
    }),
    pure("sort", 1, sort),
    pure("sum", 1, |_, values| {
        numbers(values)?.into_iter().try_fold(Value::from(0_u64), |sum, number| decimal::add(&sum, number))
    }),
];

fn count(_: &mut Scope, values: &[Value]) -> Outcome {
    Ok(Value::from(match operand::at(values, 0)? {
        Value::Array(items) => items.len(),
        Value::Object(entries) => entries.len(),
        Value::Set(items) => items.len(),
        Value::String(text) => text.chars().count(),
        other => return Err(operand::wrong(0, "one of {array, object, set, string}", other)),
    }))
}

fn numbers(values: &[Value]) -> Result<Vec<&Value>, Failed> {
    let members = operand::members(values, 0)?;
    match members.iter().find(|member| !matches!(member, Value::Number(_))) {
        Some(other) => Err(operand::element(values, 0, "number", other)),
        None => Ok(members),
    }
}

fn max(_: &mut Scope, values: &[Value]) -> Outcome {
    let members = operand::members(values, 0)?.into_iter();
    Ok(members.max_by(|one, other| order::compare(one, other)).cloned().unwrap_or(Value::Undefined))
}

fn min(_: &mut Scope, values: &[Value]) -> Outcome {
    let members = operand::members(values, 0)?.into_iter();
    Ok(members.min_by(|one, other| order::compare(one, other)).cloned().unwrap_or(Value::Undefined))
}

fn sort(scope: &mut Scope, values: &[Value]) -> Outcome {
    let members = operand::members(values, 0)?;
    scope.take_members(members.len())?;
    Ok(order::sorted(members.into_iter()).into_iter().cloned().collect::<Vec<_>>().into())
}
