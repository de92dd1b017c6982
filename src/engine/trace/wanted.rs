//! What would make a comparison come out the other way.

use super::Wanted;
use crate::engine::operator::Operator;
use crate::engine::value::to_json;
use regorus::Value;

/// What should stand on the left of a comparison with a constant for it not to hold, or, if it is negated, to hold.
pub fn wanted(operator: Operator, negated: bool, constant: &Value) -> Wanted {
    let value = || to_json(constant);
    let values = || match constant {
        Value::Set(items) if operator == Operator::In => items.iter().map(to_json).collect(),
        Value::Array(items) if operator == Operator::In => items.iter().map(to_json).collect(),
        one => vec![to_json(one)],
    };
    match (operator, negated) {
        (Operator::Equal | Operator::In, true) | (Operator::NotEqual, false) => Wanted::OneOf(values()),
        (Operator::Equal | Operator::In, false) | (Operator::NotEqual, true) => Wanted::NoneOf(values()),
        (Operator::Less, false) | (Operator::MoreOrEqual, true) => Wanted::AtLeast(value()),
        (Operator::More, false) | (Operator::LessOrEqual, true) => Wanted::AtMost(value()),
        (Operator::LessOrEqual, false) | (Operator::More, true) => Wanted::MoreThan(value()),
        (Operator::MoreOrEqual, false) | (Operator::Less, true) => Wanted::LessThan(value()),
    }
}
