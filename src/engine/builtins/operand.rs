//! Operands of builtins by type, with OPA's errors where one has another.

use super::{Failed, order};
use regorus::Value;
use std::sync::Arc;

/// An operand of a wrong type, or with a wrong value: `concat` and the like stand before it where a message is shown.
pub fn wrong(position: usize, expected: &str, given: &Value) -> Failed {
    Failed::Error(format!("operand {} must be {expected} but got {}", position + 1, order::type_name(given)))
}

/// An operand whose value is wrong.
pub fn invalid(position: usize, reason: &str) -> Failed {
    Failed::Error(format!("operand {} {reason}", position + 1))
}

/// The operand at a position.
pub fn at(values: &[Value], position: usize) -> Result<&Value, Failed> {
    values.get(position).ok_or_else(|| invalid(position, "is missing"))
}

/// An operand that has to be a string.
pub fn text(values: &[Value], position: usize) -> Result<&str, Failed> {
    match at(values, position)? {
        Value::String(text) => Ok(text),
        other => Err(wrong(position, "string", other)),
    }
}

/// An operand that has to be a number.
pub fn number(values: &[Value], position: usize) -> Result<&Value, Failed> {
    match at(values, position)? {
        number @ Value::Number(_) => Ok(number),
        other => Err(wrong(position, "number", other)),
    }
}

/// An operand that has to be a whole number of 64 bits.
pub fn integer(values: &[Value], position: usize) -> Result<i64, Failed> {
    let number = number(values, position)?;
    number.as_i64().map_err(|_| invalid(position, "must be integer number but got floating-point number"))
}

/// An operand that has to be an array.
pub fn array(values: &[Value], position: usize) -> Result<&[Value], Failed> {
    match at(values, position)? {
        Value::Array(items) => Ok(items.as_slice()),
        other => Err(wrong(position, "array", other)),
    }
}

/// An operand that has to be a set.
pub fn set(values: &[Value], position: usize) -> Result<&Arc<regorus::value::Set>, Failed> {
    match at(values, position)? {
        Value::Set(items) => Ok(items),
        other => Err(wrong(position, "set", other)),
    }
}

/// An operand that has to be an object.
pub fn object(values: &[Value], position: usize) -> Result<&Arc<regorus::value::Object>, Failed> {
    match at(values, position)? {
        Value::Object(entries) => Ok(entries),
        other => Err(wrong(position, "object", other)),
    }
}

/// The members of an operand that has to be an array or a set.
pub fn members(values: &[Value], position: usize) -> Result<Vec<&Value>, Failed> {
    match at(values, position)? {
        Value::Array(items) => Ok(items.iter().collect()),
        Value::Set(items) => Ok(items.iter().collect()),
        other => Err(wrong(position, "one of {array, set}", other)),
    }
}

/// The members of an operand that has to be an array or a set, of strings only.
pub fn texts(values: &[Value], position: usize) -> Result<Vec<&str>, Failed> {
    let mut texts = Vec::new();
    for member in members(values, position)? {
        match member {
            Value::String(text) => texts.push(&**text),
            other => return Err(element(values, position, "string", other)),
        }
    }
    Ok(texts)
}

/// An operand that has to be a whole number of any length.
pub fn whole(values: &[Value], position: usize) -> Result<&Value, Failed> {
    let number = number(values, position)?;
    if number.as_number().is_ok_and(|number| number.as_i64().is_some() || number.as_big().is_some()) {
        return Ok(number);
    }
    Err(invalid(position, "must be integer number but got floating-point number"))
}

/// A member of a wrong type.
pub fn element(values: &[Value], position: usize, expected: &str, member: &Value) -> Failed {
    let composite = values.get(position).map_or("array", order::type_name);
    let given = order::type_name(member);
    invalid(position, &format!("must be {composite} of {expected}s but got {composite} containing {given}"))
}
