//! The core schema of YAML 1.2: which plain scalars are no strings. The booleans of YAML 1.1 are not
//! in it: `yes`, `on` and their kind are strings.

use super::NodeKind;

/// What a scalar with a tag of the core schema is; `None` for a string, and for text that the tag does
/// not fit.
pub(super) fn tagged(tag: &str, text: &str) -> Option<NodeKind> {
    let kind = plain(text)?;
    match (tag, &kind) {
        ("null", NodeKind::Null)
        | ("bool", NodeKind::Bool(_))
        | ("int", NodeKind::Int(_) | NodeKind::Number(_))
        | ("float", NodeKind::Float(_)) => Some(kind),
        ("float", NodeKind::Int(value)) => Some(NodeKind::Float(*value as f64)),
        ("float", NodeKind::Number(digits)) => digits.parse().ok().map(NodeKind::Float),
        _ => None,
    }
}

/// What a plain scalar is in the YAML 1.2 core schema; `None` for a string.
pub(super) fn plain(text: &str) -> Option<NodeKind> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" => NodeKind::Bool(true),
        "false" | "False" | "FALSE" => NodeKind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => NodeKind::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => NodeKind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => NodeKind::Float(f64::NEG_INFINITY),
        _ if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => {
            return None;
        }
        _ => return number(text),
    })
}

fn number(text: &str) -> Option<NodeKind> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let valid = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
            return valid.then(|| {
                i64::from_str_radix(digits, radix).map_or_else(|_| wide(digits, radix), NodeKind::Int)
            });
        }
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or_else(|_| NodeKind::decimal(text), NodeKind::Int));
    }
    is_float(unsigned).then(|| NodeKind::Float(text.parse().unwrap_or(f64::NAN)))
}

/// An octal or hexadecimal number past 64 bits: exact up to the length that decimal numbers are exact to.
fn wide(digits: &str, radix: u32) -> NodeKind {
    const PART: u64 = 1_000_000_000;
    let values = digits.chars().filter_map(|c| c.to_digit(radix));
    if digits.len() > NodeKind::EXACT_DIGITS {
        let value = values.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit));
        return NodeKind::Float(value);
    }
    // Nine decimal digits a part, the lowest first.
    let mut parts = vec![0_u64];
    for digit in values {
        let mut carry = u64::from(digit);
        for part in &mut parts {
            carry += *part * u64::from(radix);
            *part = carry % PART;
            carry /= PART;
        }
        if carry > 0 {
            parts.push(carry);
        }
    }
    let (highest, lower) = parts.split_last().map_or((0, &[][..]), |(highest, lower)| (*highest, lower));
    let mut text = highest.to_string();
    lower.iter().rev().for_each(|part| text.push_str(&format!("{part:09}")));
    NodeKind::Number(text.into())
}

/// `[0-9]* ( . [0-9]* )? ( e [-+]? [0-9]+ )?` with a digit before the exponent.
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_past_64_bits_are_exact() {
        for (text, expected) in [
            ("0x1234567890ABCDEF1234567890ABCDEF", "24197857200151252728969465429440056815"),
            ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
            ("0o2000000000000000000000", "18446744073709551616"),
            ("0x3B9ACA000000000000000000", "18446744073709551616000000000"),
        ] {
            let Some(NodeKind::Number(number)) = number(text) else { panic!("{text}") };
            assert_eq!(&*number, expected, "{text}");
        }
    }
}
