//! Types of values.

use super::{Builtin, Outcome, operand, order, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("is_array", 1, |_, values| is(values, "array")),
    pure("is_boolean", 1, |_, values| is(values, "boolean")),
    pure("is_null", 1, |_, values| is(values, "null")),
    pure("is_number", 1, |_, values| is(values, "number")),
    pure("is_object", 1, |_, values| is(values, "object")),
    pure("is_set", 1, |_, values| is(values, "set")),
    pure("is_string", 1, |_, values| is(values, "string")),
    pure("type_name", 1, |_, values| Ok(order::type_name(operand::at(values, 0)?).into())),
];

fn is(values: &[Value], wanted: &str) -> Outcome {
    Ok(Value::Bool(order::type_name(operand::at(values, 0)?) == wanted))
}
