//! Numbers: rounding, ranges, conversions.

use super::show::short;
use super::{Builtin, Failed, Outcome, Scope, decimal, impure, operand, pure};
use regorus::Value;
use sha2::{Digest as _, Sha256};

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("abs", 1, |_, values| {
        Ok(Value::Number(operand::number(values, 0)?.as_number().map_err(|_| no_number())?.abs()))
    }),
    // Between -1 and 0 OPA takes the sign for none: the one is 1 there, and the other 0.
    pure("ceil", 1, |_, values| rounded(values, |number| if small(number) { 1.0 } else { number.ceil() })),
    pure("floor", 1, |_, values| rounded(values, |number| if small(number) { 0.0 } else { number.floor() })),
    pure("format_int", 2, format_int),
    pure("numbers.range", 2, |scope, values| range(scope, values, &Value::from(1_u64))),
    pure("numbers.range_step", 3, |scope, values| {
        let step = operand::whole(values, 2)?;
        if decimal::lossy(step) < 1.0 {
            return Err(Failed::error("step must be a positive integer"));
        }
        range(scope, values, step)
    }),
    impure("rand.intn", 2, rand_intn),
    pure("round", 1, |_, values| rounded(values, f64::round)),
    pure("to_number", 1, to_number),
];

fn no_number() -> Failed {
    Failed::error("operand 1 must be number")
}

fn small(number: f64) -> bool {
    -1.0 < number && number < 0.0
}

fn rounded(values: &[Value], round: fn(f64) -> f64) -> Outcome {
    let number = operand::number(values, 0)?;
    if decimal::is_whole(number) {
        return Ok(number.clone());
    }
    let rounded = round(decimal::lossy(number));
    #[allow(clippy::cast_possible_truncation)] // with a fraction, and so far from the limits
    Ok(Value::from(rounded as i64))
}

/// A whole number in base 2, 8, 10 or 16; a fraction is cut off.
fn format_int(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (number, base) = (operand::number(values, 0)?, operand::number(values, 1)?);
    let whole = match decimal::is_whole(number) {
        true => number.clone(),
        false => rounded(values, f64::trunc)?,
    };
    let magnitude = whole.as_number().map_err(|_| no_number())?.abs();
    let digits = match base.as_u64() {
        Ok(2) => magnitude.format_bin(),
        Ok(8) => magnitude.format_octal(),
        Ok(10) => magnitude.format_decimal(),
        Ok(16) => magnitude.format_hex(),
        _ => return Err(operand::invalid(1, "must be one of {2, 8, 10, 16}")),
    };
    scope.take(digits.len())?;
    let sign = if decimal::lossy(&whole) < 0.0 { "-" } else { "" };
    Ok(format!("{sign}{digits}").into())
}

/// The whole numbers from one to another, upwards or downwards.
fn range(scope: &mut Scope, values: &[Value], step: &Value) -> Outcome {
    let (from, to) = (operand::whole(values, 0)?, operand::whole(values, 1)?);
    let upwards = from <= to;
    let distance = if upwards { decimal::subtract(to, from)? } else { decimal::subtract(from, to)? };
    let rest = decimal::remainder(&distance, step)?;
    let steps = decimal::divide(&decimal::subtract(&distance, &rest)?, step)?;
    let steps = steps.as_u64().ok().and_then(|steps| usize::try_from(steps).ok());
    let count = steps.and_then(|steps| steps.checked_add(1)).ok_or_else(|| scope.exhausted())?;
    scope.take_members(count)?;
    let mut numbers = Vec::with_capacity(count);
    let mut next = from.clone();
    for index in 0..count {
        if index > 0 {
            next = if upwards { decimal::add(&next, step)? } else { decimal::subtract(&next, step)? };
        }
        numbers.push(next.clone());
    }
    Ok(numbers.into())
}

/// A number below a bound: the same for the same key in all of a run, and in every run of the same instant.
fn rand_intn(scope: &mut Scope, values: &[Value]) -> Outcome {
    let key = operand::text(values, 0)?;
    let bound = operand::integer(values, 1)?.unsigned_abs();
    if bound == 0 {
        return Ok(Value::from(0_u64));
    }
    Ok(Value::from(u64::from_be_bytes(drawn::<8>(scope, &format!("{key}-{bound}"))) % bound))
}

/// Bytes that follow from the instant of the run and a key.
pub fn drawn<const BYTES: usize>(scope: &Scope, key: &str) -> [u8; BYTES] {
    let digest = Sha256::new().chain_update(scope.now_ns().to_be_bytes()).chain_update(key).finalize();
    let mut bytes = [0; BYTES];
    bytes.iter_mut().zip(digest).for_each(|(byte, drawn)| *byte = drawn);
    bytes
}

fn to_number(_: &mut Scope, values: &[Value]) -> Outcome {
    match operand::at(values, 0)? {
        Value::Null | Value::Bool(false) => Ok(Value::from(0_u64)),
        Value::Bool(true) => Ok(Value::from(1_u64)),
        number @ Value::Number(_) => Ok(number.clone()),
        Value::String(text) => number_of_text(text),
        other => Err(operand::wrong(0, "one of {null, boolean, number, string}", other)),
    }
}

/// A number as Go's `strconv.ParseFloat` reads it, with all of its digits.
fn number_of_text(text: &str) -> Outcome {
    let wrong = || Failed::error(format!("parsing {:?}: invalid syntax", short(text)));
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let decimal = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let digits = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !digits || !unsigned.chars().all(decimal) {
        return Err(wrong());
    }
    let float: f64 = text.parse().map_err(|_| wrong())?;
    if !float.is_finite() {
        return Err(Failed::error(format!("parsing {:?}: value out of range", short(text))));
    }
    decimal::read(text)?.ok_or_else(wrong)
}
