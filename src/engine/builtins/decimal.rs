//! Arithmetic as OPA has it: integers of any length are exact, and decimals are computed as decimals.
//!
//! OPA computes with 64 bits of mantissa, which hides from people that 0.1 + 0.2 is not 0.3. The engine's numbers have 53. So a
//! result that 15 digits state exactly is that decimal; any other is what floating-point arithmetic gives.

use super::{Failed, Outcome, Scope};
use regorus::Value;

/// Most bits of an integer: the time to print one grows with the square of its length.
pub const BITS: u64 = 1 << 18;
/// Digits that a floating-point number keeps through any text.
const DIGITS: i128 = 1_000_000_000_000_000;
/// From here on floating-point numbers have no fractions.
const WHOLE: f64 = 9_007_199_254_740_992.0;
/// Largest difference of exponents that still leaves both numbers in 128 bits.
const SHIFT: u32 = 20;

/// A decimal: digits and the power of ten that they stand at.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal that is read as this number.
    fn of(value: &Value) -> Option<Decimal> {
        let number = value.as_number().ok()?;
        let text = match number.as_i64() {
            Some(whole) => return Some(Decimal { digits: i128::from(whole), exponent: 0 }.reduced()),
            None if number.is_integer() => match number.format_decimal() {
                long if long.len() > 30 => return None,
                long => format!("{long}e0"),
            },
            None => format!("{:e}", number.as_f64()?),
        };
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()? - i32::try_from(fraction.len()).ok()?;
        Some(Decimal { digits, exponent }.reduced())
    }

    fn reduced(mut self) -> Decimal {
        if self.digits == 0 {
            return Decimal { digits: 0, exponent: 0 };
        }
        while self.digits % 10 == 0 {
            self.digits /= 10;
            self.exponent += 1;
        }
        self
    }

    fn plus(self, other: Decimal) -> Option<Decimal> {
        let exponent = self.exponent.min(other.exponent);
        let raised = |at: Decimal| {
            let shift = at.exponent.abs_diff(exponent);
            if shift > SHIFT { None } else { at.digits.checked_mul(10_i128.pow(shift)) }
        };
        Some(Decimal { digits: raised(self)?.checked_add(raised(other)?)?, exponent }.reduced())
    }

    fn times(self, other: Decimal) -> Option<Decimal> {
        let digits = self.digits.checked_mul(other.digits)?;
        Some(Decimal { digits, exponent: self.exponent + other.exponent }.reduced())
    }

    fn negated(self) -> Decimal {
        Decimal { digits: -self.digits, ..self }
    }

    /// The number, if it is known to so many digits: 15 state anything, more only what has no rounding behind it.
    fn value(self, exact: bool) -> Option<Value> {
        if !exact && self.digits.abs() >= DIGITS {
            return None;
        }
        let text = format!("{}e{}", self.digits, self.exponent);
        if self.exponent >= 0 {
            return Value::from_numeric_string(&text).ok();
        }
        let float: f64 = text.parse().ok()?;
        if float.abs() < WHOLE {
            return Some(Value::from(float));
        }
        // Such a number has no room for a fraction; an integer keeps its digits.
        let scale = 10_i128.checked_pow(self.exponent.unsigned_abs())?;
        let half = self.digits.signum() * (scale / 2);
        Value::from_numeric_string(&((self.digits + half) / scale).to_string()).ok()
    }
}

/// Two operands as decimals, and whether both are what their digits say: a floating-point number of more than 15 may
/// have been rounded.
struct Pair {
    one: Decimal,
    other: Decimal,
    exact: bool,
}

impl Pair {
    fn of(one: &Value, other: &Value) -> Option<Pair> {
        let (left, right) = (Decimal::of(one)?, Decimal::of(other)?);
        let exact = |value: &Value, decimal: Decimal| is_whole(value) || decimal.digits.abs() < DIGITS;
        Some(Pair { one: left, other: right, exact: exact(one, left) && exact(other, right) })
    }

    /// The value of a result.
    fn value(&self, result: impl FnOnce(Decimal, Decimal) -> Option<Decimal>) -> Option<Value> {
        result(self.one, self.other)?.value(self.exact)
    }
}

fn out_of_range() -> Failed {
    Failed::limit("a number larger than the limit of 1.8e308", "数值超过上限 1.8e308")
}

/// The value of a floating-point result.
fn float(value: f64) -> Outcome {
    if value.is_finite() { Ok(Value::from(value)) } else { Err(out_of_range()) }
}

/// A number as floating point, infinite for one that is too large.
pub fn lossy(value: &Value) -> f64 {
    let Ok(number) = value.as_number() else { return 0.0 };
    number.as_f64().unwrap_or_else(|| number.format_decimal().parse().unwrap_or(f64::INFINITY))
}

/// True for a number without a fraction.
pub fn is_whole(value: &Value) -> bool {
    value.as_number().is_ok_and(|number| number.is_integer())
}

/// True if both are integers that are computed with exactly.
fn exact(one: &Value, other: &Value) -> bool {
    let exact = |value: &Value| {
        value.as_number().is_ok_and(|number| number.as_i64().is_some() || number.as_big().is_some())
    };
    exact(one) && exact(other)
}

/// The number of bits of a whole number.
pub fn bits(value: &Value) -> u64 {
    match value.as_number() {
        Ok(number) if number.as_i64().is_some() => 64,
        Ok(number) => number.as_big().map_or(1024, |big| big.bits()),
        Err(_) => 0,
    }
}

/// `one + other`.
pub fn add(one: &Value, other: &Value) -> Outcome {
    let (left, right) = (one.as_number(), other.as_number());
    let (Ok(left), Ok(right)) = (left, right) else { return Err(Failed::error("operands must be numbers")) };
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64())
        && let Some(sum) = left.checked_add(right)
    {
        return Ok(Value::from(sum));
    }
    if exact(one, other) {
        return left.add(right).map(Value::Number).map_err(|_| out_of_range());
    }
    let decimal = Pair::of(one, other).and_then(|pair| pair.value(Decimal::plus));
    decimal.map_or_else(|| float(lossy(one) + lossy(other)), Ok)
}

/// `one - other`.
pub fn subtract(one: &Value, other: &Value) -> Outcome {
    let (left, right) = (one.as_number(), other.as_number());
    let (Ok(left), Ok(right)) = (left, right) else { return Err(Failed::error("operands must be numbers")) };
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64())
        && let Some(difference) = left.checked_sub(right)
    {
        return Ok(Value::from(difference));
    }
    if exact(one, other) {
        return left.sub(right).map(Value::Number).map_err(|_| out_of_range());
    }
    let decimal = Pair::of(one, other).and_then(|pair| pair.value(|one, other| one.plus(other.negated())));
    decimal.map_or_else(|| float(lossy(one) - lossy(other)), Ok)
}

/// `one * other`.
pub fn multiply(one: &Value, other: &Value) -> Outcome {
    let (left, right) = (one.as_number(), other.as_number());
    let (Ok(left), Ok(right)) = (left, right) else { return Err(Failed::error("operands must be numbers")) };
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64())
        && let Some(product) = left.checked_mul(right)
    {
        return Ok(Value::from(product));
    }
    if exact(one, other) {
        bounded(bits(one).saturating_add(bits(other)))?;
        return left.mul(right).map(Value::Number).map_err(|_| out_of_range());
    }
    let decimal = Pair::of(one, other).and_then(|pair| pair.value(Decimal::times));
    decimal.map_or_else(|| float(lossy(one) * lossy(other)), Ok)
}

/// Refuses an integer of too many bits.
pub fn bounded(bits: u64) -> Result<(), Failed> {
    if bits <= BITS {
        return Ok(());
    }
    Err(Failed::limit(
        format!("an integer of more than the limit of {BITS} bits"),
        format!("整数超过上限 {BITS} 位"),
    ))
}

/// Takes memory for a result, where it is a long integer.
pub fn charged(scope: &mut Scope, result: Outcome) -> Outcome {
    let result = result?;
    match bits(&result) {
        0..=64 => {}
        bits => scope.take((bits / 8) as usize)?,
    }
    Ok(result)
}

/// `one / other`.
pub fn divide(one: &Value, other: &Value) -> Outcome {
    let (left, right) = (one.as_number(), other.as_number());
    let (Ok(left), Ok(right)) = (left, right) else { return Err(Failed::error("operands must be numbers")) };
    if lossy(other) == 0.0 {
        return Err(Failed::error("divide by zero"));
    }
    if exact(one, other)
        && let Ok(quotient) = left.clone().divide(right)
        && quotient.as_big().is_some()
    {
        return Ok(Value::Number(quotient));
    }
    let quotient = lossy(one) / lossy(other);
    // The decimal of 15 digits next to it, where that times the divisor is the dividend.
    let near = format!("{quotient:.14e}").parse::<f64>().ok().map(Value::from);
    let near = near.as_ref().and_then(Decimal::of);
    let holds = near.zip(Decimal::of(other)).and_then(|(near, other)| near.times(other)) == Decimal::of(one);
    let decimal = near.filter(|_| holds).and_then(|near| near.value(true));
    decimal.map_or_else(|| float(quotient), Ok)
}

/// `one % other`, of integers.
pub fn remainder(one: &Value, other: &Value) -> Outcome {
    let (left, right) = (one.as_number(), other.as_number());
    let (Ok(left), Ok(right)) = (left, right) else { return Err(Failed::error("operands must be numbers")) };
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64())
        && let Some(rest) = left.checked_rem(right)
    {
        return Ok(Value::from(rest));
    }
    if !exact(one, other) {
        return Err(Failed::error("modulo on floating-point number"));
    }
    left.clone().modulo(right).map(Value::Number).map_err(|_| Failed::error("modulo by zero"))
}

/// Most digits of a number that is read: the time to read one grows with the square of its length.
pub const LENGTH: usize = 80_000;

/// The number of a text; none for one that is none.
///
/// # Errors
/// It is too long to be read.
pub fn read(text: &str) -> Result<Option<Value>, Failed> {
    let number = parse(text);
    if number.is_none() && is_long(text) {
        return Err(too_long());
    }
    Ok(number)
}

/// A number that is too long to be read.
pub fn too_long() -> Failed {
    Failed::limit(
        format!("a number of more than the limit of {LENGTH} digits"),
        format!("数字超过上限 {LENGTH} 位"),
    )
}

/// True for a text that is longer than the longest number, or has the exponent of one that would be.
fn is_long(text: &str) -> bool {
    // A power of ten writes out as many digits.
    let exponent = text.split_once(['e', 'E']).map(|(_, exponent)| exponent.parse::<i64>());
    text.len() > LENGTH || exponent.is_some_and(|exponent| exponent.is_ok_and(|at| at > LENGTH as i64))
}

/// The number of a text; none for one that is none, or is too long to be read.
pub fn parse(text: &str) -> Option<Value> {
    if is_long(text) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    Value::from_numeric_string(text).ok()
}
