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

/// An octal or hexadecimal number past 64 bits, to the precision of a float.
fn wide(digits: &str, radix: u32) -> NodeKind {
    let value = digits
        .chars()
        .filter_map(|c| c.to_digit(radix))
        .fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit));
    NodeKind::Float(value)
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
