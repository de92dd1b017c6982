//! Floating-point numbers as Go's `strconv` writes them.

use super::{Flags, Out};
use crate::engine::builtins::Failed;

/// Prints a number; the precision is the one of the verb, where the format gives none. None stands for the shortest text that
/// is read as the same number.
pub fn print(
    out: &mut Out<'_>,
    number: f64,
    verb: char,
    precision: Option<usize>,
    flags: Flags,
) -> Result<(), Failed> {
    let precision = flags.precision.or(precision);
    // Digits beyond the binary ones are zeros, and take memory all the same.
    out.scope.take(precision.unwrap_or(0).saturating_add(400))?;
    let magnitude = written(number.abs(), verb, precision);
    let magnitude = if flags.sharp && verb != 'b' { pointed(magnitude, verb, precision) } else { magnitude };
    let sign = match (number.is_sign_negative(), flags.plus, flags.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    };
    let length = sign.len() + magnitude.len();
    let missing = flags.width.unwrap_or(0).saturating_sub(length);
    if flags.zero && !flags.minus {
        out.put(sign)?;
        out.repeat('0', missing)?;
        return out.put(&magnitude);
    }
    out.pad(&format!("{sign}{magnitude}"), flags)
}

/// More digits than any number has; what is beyond them is zeros.
const DIGITS: usize = 1_100;

fn written(number: f64, verb: char, precision: Option<usize>) -> String {
    let beyond = |precision: usize| "0".repeat(precision.saturating_sub(DIGITS));
    match (verb, precision) {
        ('f', Some(precision)) if precision > DIGITS => format!("{number:.DIGITS$}{}", beyond(precision)),
        ('e', Some(precision)) if precision > DIGITS => {
            let text = exponent(&format!("{number:.DIGITS$e}"));
            let (mantissa, power) = text.split_once('e').unwrap_or((&text, "+00"));
            format!("{mantissa}{}e{power}", beyond(precision))
        }
        ('f', Some(precision)) => format!("{number:.precision$}"),
        ('f', None) => format!("{number}"),
        ('e', Some(precision)) => exponent(&format!("{number:.precision$e}")),
        ('E', precision) => written(number, 'e', precision).to_uppercase(),
        ('e', None) => exponent(&format!("{number:e}")),
        ('g', precision) => general(number, precision),
        ('G', precision) => general(number, precision).to_uppercase(),
        ('b', _) => {
            let (mantissa, exponent) = parts(number);
            format!("{mantissa}p{exponent:+}")
        }
        ('X', precision) => hexadecimal(number, precision).to_uppercase(),
        (_, precision) => hexadecimal(number, precision),
    }
}

/// An exponent with a sign and at least two digits.
fn exponent(text: &str) -> String {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// With an exponent where it is small or at least the precision, otherwise without.
fn general(number: f64, precision: Option<usize>) -> String {
    let precision = precision.map(|precision| precision.clamp(1, DIGITS));
    let scientific = match precision {
        Some(precision) => format!("{number:.*e}", precision - 1),
        None => format!("{number:e}"),
    };
    let (mantissa, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let mantissa = match mantissa.contains('.') {
        true => mantissa.trim_end_matches('0').trim_end_matches('.'),
        false => mantissa,
    };
    let digits = mantissa.chars().filter(char::is_ascii_digit).count();
    // Without a fraction, no more digits than there are.
    let most = match precision {
        None => 6,
        Some(precision) if precision > digits && digits as i64 > i64::from(power) => digits as i64,
        Some(precision) => precision as i64,
    };
    let power_of = i64::from(power);
    if power_of < -4 || power_of >= most {
        return exponent(&format!("{mantissa}e{power}"));
    }
    let fraction = usize::try_from(i32::try_from(digits).unwrap_or(0) - 1 - power).unwrap_or(0);
    format!("{number:.fraction$}")
}

/// With a decimal point, and for `%#g` with all of its digits.
fn pointed(text: String, verb: char, precision: Option<usize>) -> String {
    let (mantissa, tail) = match text.find(['e', 'E', 'p', 'P']) {
        Some(at) => text.split_at(at),
        None => (text.as_str(), ""),
    };
    let mut mantissa = mantissa.to_owned();
    let digits = mantissa.trim_start_matches(['0', '.']).chars().filter(char::is_ascii_digit).count();
    let digits = if mantissa == "0" { 1 } else { digits };
    if !mantissa.contains('.') {
        mantissa.push('.');
    }
    if matches!(verb, 'g' | 'G') {
        let missing = precision.unwrap_or(6).saturating_sub(digits);
        mantissa.push_str(&"0".repeat(missing));
    }
    mantissa + tail
}

/// A mantissa of 53 bits and the power of two that it stands at.
fn parts(number: f64) -> (u64, i32) {
    let bits = number.to_bits();
    let power = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    if power == 0 { (fraction, -1074) } else { (fraction | (1 << 52), power - 1075) }
}

fn hexadecimal(number: f64, precision: Option<usize>) -> String {
    let (mut mantissa, mut power) = parts(number);
    if mantissa == 0 {
        power = -52;
    }
    while mantissa != 0 && mantissa < 1 << 52 {
        mantissa <<= 1;
        power -= 1;
    }
    power += 52;
    if let Some(precision) = precision.filter(|precision| *precision < 13) {
        // Round half to even at the last digit that is kept.
        let dropped = 52 - 4 * precision;
        let (kept, rest) = (mantissa >> dropped, mantissa & ((1 << dropped) - 1));
        let half = 1 << (dropped - 1);
        let up = rest > half || (rest == half && kept & 1 == 1);
        mantissa = (kept + u64::from(up)) << dropped;
        if mantissa >= 1 << 53 {
            mantissa >>= 1;
            power += 1;
        }
    }
    let mut digits = format!("{:013x}", mantissa & ((1 << 52) - 1));
    match precision {
        Some(precision) => {
            digits.truncate(precision);
            digits.push_str(&"0".repeat(precision.saturating_sub(digits.len())));
        }
        None => digits.truncate(digits.trim_end_matches('0').len()),
    }
    let point = if digits.is_empty() { "" } else { "." };
    let sign = if power < 0 { '-' } else { '+' };
    format!("0x{}{point}{digits}p{sign}{:02}", mantissa >> 52, power.abs())
}
