//! `bits.*`, on integers of any length.

use super::{Builtin, Failed, Outcome, Scope, decimal, operand, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("bits.and", 2, |_, values| pair(values, "and")),
    pure("bits.lsh", 2, shift_left),
    pure("bits.negate", 1, |_, values| {
        let number = operand::whole(values, 0)?;
        number.as_number().ok().and_then(|number| number.neg()).map(Value::Number).ok_or_else(inexact)
    }),
    pure("bits.or", 2, |_, values| pair(values, "or")),
    pure("bits.rsh", 2, shift_right),
    pure("bits.xor", 2, |_, values| pair(values, "xor")),
];

/// A whole number that is held as a floating-point one, past where those are exact.
fn inexact() -> Failed {
    Failed::error("operand must be integer number but got floating-point number")
}

fn pair(values: &[Value], operation: &str) -> Outcome {
    let (one, other) = (operand::whole(values, 0)?, operand::whole(values, 1)?);
    let (Ok(one), Ok(other)) = (one.as_number(), other.as_number()) else { return Err(inexact()) };
    let result = match operation {
        "and" => one.and(other),
        "or" => one.or(other),
        _ => one.xor(other),
    };
    result.map(Value::Number).ok_or_else(inexact)
}

/// How far to shift.
fn distance(values: &[Value]) -> Result<u64, Failed> {
    let distance = operand::whole(values, 1)?;
    match distance.as_u64() {
        Ok(distance) => Ok(distance),
        Err(_) if decimal::lossy(distance) < 0.0 => {
            Err(operand::invalid(1, "must be an unsigned integer number but got a negative integer"))
        }
        Err(_) => Ok(u64::MAX),
    }
}

fn shift_left(scope: &mut Scope, values: &[Value]) -> Outcome {
    let number = operand::whole(values, 0)?;
    let distance = distance(values)?;
    if decimal::lossy(number) == 0.0 {
        return Ok(number.clone());
    }
    decimal::bounded(decimal::bits(number).saturating_add(distance))?;
    let distance = Value::from(distance);
    let (Ok(number), Ok(distance)) = (number.as_number(), distance.as_number()) else {
        return Err(inexact());
    };
    decimal::charged(scope, number.lsh(distance).map(Value::Number).ok_or_else(inexact))
}

fn shift_right(_: &mut Scope, values: &[Value]) -> Outcome {
    let number = operand::whole(values, 0)?;
    // Further than the longest integer, all bits are gone.
    let distance = Value::from(distance(values)?.min(decimal::bits(number) + 1));
    let (Ok(number), Ok(distance)) = (number.as_number(), distance.as_number()) else {
        return Err(inexact());
    };
    number.rsh(distance).map(Value::Number).ok_or_else(inexact)
}
