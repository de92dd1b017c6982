//! Operators, by the names that OPA gives them.

use super::{Builtin, Failed, Outcome, Scope, decimal, operand, order, pure, show};
use regorus::Value;
use std::cmp::Ordering;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("and", 2, and),
    pure("div", 2, |_, values| decimal::divide(operand::number(values, 0)?, operand::number(values, 1)?)),
    pure("eq", 2, |_, values| compared(values, Ordering::is_eq)),
    pure("equal", 2, |_, values| compared(values, Ordering::is_eq)),
    pure("gt", 2, |_, values| compared(values, Ordering::is_gt)),
    pure("gte", 2, |_, values| compared(values, Ordering::is_ge)),
    pure("internal.member_2", 2, member),
    pure("internal.member_3", 3, member_at),
    pure("internal.template_string", 1, template_string),
    pure("lt", 2, |_, values| compared(values, Ordering::is_lt)),
    pure("lte", 2, |_, values| compared(values, Ordering::is_le)),
    pure("minus", 2, minus),
    pure("mul", 2, |scope, values| {
        decimal::charged(scope, decimal::multiply(operand::number(values, 0)?, operand::number(values, 1)?))
    }),
    pure("neq", 2, |_, values| compared(values, Ordering::is_ne)),
    pure("or", 2, or),
    pure("plus", 2, |scope, values| {
        decimal::charged(scope, decimal::add(operand::number(values, 0)?, operand::number(values, 1)?))
    }),
    pure("rem", 2, |_, values| decimal::remainder(operand::number(values, 0)?, operand::number(values, 1)?)),
];

fn compared(values: &[Value], holds: fn(Ordering) -> bool) -> Outcome {
    let order = order::compare(operand::at(values, 0)?, operand::at(values, 1)?);
    Ok(Value::Bool(holds(order)))
}

/// Numbers, or the members of a set that another lacks.
fn minus(scope: &mut Scope, values: &[Value]) -> Outcome {
    match (operand::at(values, 0)?, operand::at(values, 1)?) {
        (one @ Value::Number(_), other @ Value::Number(_)) => {
            decimal::charged(scope, decimal::subtract(one, other))
        }
        (Value::Set(one), Value::Set(other)) => {
            scope.take_members(one.len())?;
            Ok(one.difference(other).into_value())
        }
        (Value::Number(_), other) => Err(operand::wrong(1, "number", other)),
        (Value::Set(_), other) => Err(operand::wrong(1, "set", other)),
        (one, _) => Err(operand::wrong(0, "one of {number, set}", one)),
    }
}

fn and(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (one, other) = (operand::set(values, 0)?, operand::set(values, 1)?);
    scope.take_members(one.len().min(other.len()))?;
    Ok(one.intersection(other).into_value())
}

fn or(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (one, other) = (operand::set(values, 0)?, operand::set(values, 1)?);
    scope.take_members(one.len().saturating_add(other.len()))?;
    Ok(one.union(other).into_value())
}

/// `x in xs`. What has no members has not this one either.
fn member(_: &mut Scope, values: &[Value]) -> Outcome {
    let wanted = operand::at(values, 0)?;
    Ok(Value::Bool(match operand::at(values, 1)? {
        Value::Array(items) => items.iter().any(|item| item == wanted),
        Value::Set(items) => items.contains(wanted),
        Value::Object(entries) => entries.values().any(|value| value == wanted),
        _ => false,
    }))
}

/// `k, x in xs`.
fn member_at(_: &mut Scope, values: &[Value]) -> Outcome {
    let (key, wanted) = (operand::at(values, 0)?, operand::at(values, 1)?);
    let found = match operand::at(values, 2)? {
        Value::Array(items) => {
            key.as_u64().ok().and_then(|index| items.get(usize::try_from(index).ok()?)) == Some(wanted)
        }
        Value::Set(items) => key == wanted && items.contains(wanted),
        Value::Object(entries) => entries.get(key) == Some(wanted),
        _ => false,
    };
    Ok(Value::Bool(found))
}

/// The parts of a text with values in it: texts as they are, and sets with what a term is.
fn template_string(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut text = String::new();
    for part in operand::array(values, 0)? {
        let shown = match part {
            Value::Set(found) => match (found.len(), found.first()) {
                (0, _) => "<undefined>".to_owned(),
                (1, Some(value)) => show::plain(scope, value)?,
                _ => return Err(Failed::error("template-strings must not produce multiple outputs")),
            },
            other => show::plain(scope, other)?,
        };
        scope.take(shown.len())?;
        text.push_str(&shown);
    }
    Ok(Value::from(text))
}
