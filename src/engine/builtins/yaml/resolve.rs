//! What a plain scalar is: a number, a word that stands for something, or a text.

use crate::engine::builtins::show::short;
use crate::engine::builtins::{Failed, decimal};
use regex::Regex;
use regorus::Value;
use std::sync::LazyLock;

/// What a scalar stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved {
    /// A value: null, a boolean, or a number.
    Value(Value),
    /// An infinite number, or none, which JSON does not have.
    Infinite,
    /// A date, which stays a text.
    Date,
    /// A text.
    Text,
}

static FLOAT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$").ok());
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = r"([Tt]|[ ]+)\d{1,2}:\d{1,2}:\d{1,2}([.]\d+)?([ ]*(Z|[-+]\d{2}:\d{2}))?";
    Regex::new(&format!(r"^\d{{4}}-\d{{1,2}}-\d{{1,2}}({time})?$")).ok()
});
static BASE60: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$").ok());

fn matches(expression: &LazyLock<Option<Regex>>, text: &str) -> bool {
    expression.as_ref().is_some_and(|expression| expression.is_match(text))
}

/// True for a text that other readers of YAML 1.1 take for a number to base 60.
pub fn is_base60(text: &str) -> bool {
    matches(&BASE60, text)
}

/// What a plain text stands for.
pub fn resolve(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Value(Value::Null),
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Resolved::Value(Value::Bool(true));
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Resolved::Value(Value::Bool(false));
        }
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf"
        | "-.Inf" | "-.INF" => return Resolved::Infinite,
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Resolved::Text;
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) && matches(&DATE, text) {
        return Resolved::Date;
    }
    number(text).map_or(Resolved::Text, Resolved::Value)
}

fn number(text: &str) -> Option<Value> {
    let plain = text.replace('_', "");
    if let Some(integer) = integer(&plain).filter(|_| !text.starts_with('.')) {
        return Some(integer);
    }
    if !matches(&FLOAT, &plain) {
        return None;
    }
    let float: f64 = plain.parse().ok().filter(|float: &f64| float.is_finite())?;
    Some(float_value(float))
}

/// A floating-point number, as the integer that it is if it is one.
pub fn float_value(float: f64) -> Value {
    decimal::parse(&format!("{float:e}")).unwrap_or_else(|| Value::from(float))
}

/// An integer of 64 bits, in base 2, 8, 10 or 16.
fn integer(text: &str) -> Option<Value> {
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    let (base, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    if !negative {
        return Some(Value::from(magnitude));
    }
    i64::try_from(-i128::from(magnitude)).ok().map(Value::from)
}

/// A scalar with a tag of YAML.
pub fn tagged(tag: &str, text: &str) -> Result<Resolved, Failed> {
    let wrong = || Failed::error(format!("cannot decode `{}` as a !!{tag}", short(text)));
    let found = resolve(text);
    let fits = match (tag, &found) {
        ("str", _) => return Ok(Resolved::Text),
        ("null", Resolved::Value(Value::Null)) | ("bool", Resolved::Value(Value::Bool(_))) => true,
        ("int", Resolved::Value(number @ Value::Number(_))) => {
            number.as_number().is_ok_and(|number| number.as_i64().is_some() || number.as_u64().is_some())
        }
        ("float", Resolved::Value(Value::Number(_)) | Resolved::Infinite) | ("timestamp", Resolved::Date) => {
            true
        }
        _ => false,
    };
    if fits { Ok(found) } else { Err(wrong()) }
}
