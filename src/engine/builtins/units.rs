//! `units.*`: quantities such as `10Ki` and `1.5GB`.

use super::show::short;
use super::{Builtin, Failed, Outcome, Scope, decimal, operand, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("units.parse", 1, |scope, values| {
        scope.take(operand::text(values, 0)?.len().saturating_mul(4))?;
        let (number, unit) = parts(operand::text(values, 0)?, false)?;
        let mut letters = unit.chars();
        let unit: String =
            letters.next().into_iter().chain(letters.as_str().to_lowercase().chars()).collect();
        let factor = match unit.as_str() {
            "m" => return quantity(scope, &number, 1, -3),
            "M" => 1_000_000,
            other if other.starts_with('m') && other != "mi" => return Err(unknown(other)),
            other => factor(&other.to_lowercase(), false).ok_or_else(|| unknown(other))?,
        };
        quantity(scope, &number, factor, 0)
    }),
    pure("units.parse_bytes", 1, |scope, values| {
        scope.take(operand::text(values, 0)?.len().saturating_mul(4))?;
        let (number, unit) = parts(operand::text(values, 0)?, true)?;
        let factor = factor(&unit, true).ok_or_else(|| unknown(&unit))?;
        let bytes = quantity(scope, &number, factor, 0)?;
        if decimal::is_whole(&bytes) {
            return Ok(bytes);
        }
        #[allow(clippy::cast_possible_truncation)] // with a fraction, and so far from the limits
        Ok(Value::from(decimal::lossy(&bytes) as i64))
    }),
];

/// Most digits of an exponent.
const EXPONENT: usize = 6;

fn unknown(unit: &str) -> Failed {
    Failed::error(format!("unit {} not recognized", short(unit)))
}

/// What a unit multiplies by. Units of bytes may say so.
fn factor(unit: &str, bytes: bool) -> Option<u64> {
    let unit =
        if bytes { unit.strip_suffix('b').filter(|rest| !rest.is_empty()).unwrap_or(unit) } else { unit };
    let (prefix, base) = match unit.strip_suffix('i') {
        Some(prefix) => (prefix, 1024_u64),
        None => (unit, 1000),
    };
    let power = ["", "k", "m", "g", "t", "p", "e"].iter().position(|known| *known == prefix)?;
    let power = u32::try_from(power).ok().filter(|power| *power > 0 || unit.is_empty())?;
    base.checked_pow(power)
}

/// The number and the unit of a quantity, without quotes.
fn parts(text: &str, lower: bool) -> Result<(String, String), Failed> {
    let text = text.replace('"', "");
    let text = if lower { text.to_lowercase() } else { text };
    if text.contains(' ') {
        return Err(Failed::error("spaces not allowed in resource strings"));
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' | b'.' | b'+' | b'-' => {}
            b'e' | b'E'
                if bytes.get(at + 1).is_some_and(|next| next.is_ascii_digit() || b"+-".contains(next)) =>
            {
                at += usize::from(b"+-".contains(&bytes[at + 1]));
                let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                if digits > EXPONENT {
                    return Err(Failed::limit(
                        format!("an exponent of more than the limit of {EXPONENT} digits"),
                        format!("指数超过上限 {EXPONENT} 位"),
                    ));
                }
            }
            _ => break,
        }
        at += 1;
    }
    if at == 0 {
        return Err(Failed::error("no amount provided"));
    }
    Ok((text[..at].to_owned(), text[at..].to_owned()))
}

/// A number times a factor and a power of ten: exact if it is whole, otherwise to ten places.
fn quantity(scope: &mut Scope, number: &str, factor: u64, power: i64) -> Outcome {
    let wrong = || Failed::error("could not parse amount to a number");
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let fraction = fraction.trim_end_matches('0').len();
    let digits = &digits[..whole.len() + fraction];
    let exponent: i64 = exponent.parse().map_err(|_| wrong())?;
    let exponent = exponent + power - fraction as i64;
    // A power of ten has three and a third bits.
    let length = (digits.len() as u64).saturating_add(exponent.unsigned_abs().min(1_000_000));
    if exponent > 0 || digits.len() > 300 {
        decimal::bounded(length.saturating_mul(10) / 3 + 64)?;
    }
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let number = decimal::parse(&format!("{sign}{digits}")).filter(|_| !digits.is_empty());
    let number = number.unwrap_or_else(|| Value::from(0_u64));
    let product = decimal::multiply(&number, &Value::from(factor))?;
    if exponent >= 0 {
        let scale = decimal::parse(&format!("1e{exponent}")).ok_or_else(wrong)?;
        return decimal::charged(scope, decimal::multiply(&product, &scale));
    }
    if decimal::lossy(&product) == 0.0 {
        return Ok(Value::from(0_u64));
    }
    if -exponent <= 300 {
        let scale = decimal::parse(&format!("1e{}", -exponent)).ok_or_else(wrong)?;
        let rest = decimal::remainder(&product, &scale)?;
        if decimal::lossy(&rest) == 0.0 {
            return decimal::divide(&product, &scale);
        }
    }
    let product = product.as_number().map(|number| number.format_decimal()).unwrap_or_default();
    let quotient: f64 = format!("{product}e{exponent}").parse().map_err(|_| wrong())?;
    let rounded: f64 = format!("{quotient:.10}").parse().map_err(|_| wrong())?;
    Ok(Value::from(rounded))
}
