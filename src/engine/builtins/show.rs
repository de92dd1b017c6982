//! Values as OPA prints them: composite ones as they are written in a policy.

use super::{Failed, Scope, order};
use crate::engine::builtins::nesting;
use regex::Regex;
use regorus::Value;
use std::sync::LazyLock;

/// Longest part of an argument in an error, in characters.
const SHORT: usize = 100;

/// The start of an argument, for an error about it: an argument may be as large as memory allows.
pub fn short(text: &str) -> &str {
    text.char_indices().nth(SHORT).map_or(text, |(end, _)| &text[..end])
}

/// A value within a text: a string as it is, anything else as [`literal`].
pub fn plain(scope: &mut Scope, value: &Value) -> Result<String, Failed> {
    match value {
        Value::String(text) => {
            scope.take(text.len())?;
            Ok(text.to_string())
        }
        other => literal(scope, other),
    }
}

/// A value as it is written in a policy.
pub fn literal(scope: &mut Scope, value: &Value) -> Result<String, Failed> {
    let mut text = String::new();
    let mut written = 0;
    write(value, &mut |part| {
        text.push_str(part);
        // Taken now and then: the text grows by what the parts hold.
        if text.len() - written > 4096 {
            scope.take(text.len() - written)?;
            written = text.len();
        }
        Ok(())
    })?;
    scope.take(text.len() - written)?;
    Ok(text)
}

type Put<'p> = dyn FnMut(&str) -> Result<(), Failed> + 'p;

fn write(value: &Value, put: &mut Put<'_>) -> Result<(), Failed> {
    nested(value, put, 0)
}

fn nested(value: &Value, put: &mut Put<'_>, depth: usize) -> Result<(), Failed> {
    if depth > nesting::DEPTH {
        return Err(nesting::too_deep());
    }
    match value {
        Value::Null => put("null"),
        Value::Bool(true) => put("true"),
        Value::Bool(false) => put("false"),
        Value::Undefined => put("<undefined>"),
        Value::Number(_) => put(&number(value)),
        Value::String(text) if text.len() <= SHORT => put(&quoted(text)),
        Value::String(text) => {
            put("\"")?;
            let mut rest = &**text;
            // Piece by piece, for an escape is several times as long as what it stands for.
            while !rest.is_empty() {
                let (piece, behind) = rest.split_at(short(rest).len());
                let piece = quoted(piece);
                put(&piece[1..piece.len() - 1])?;
                rest = behind;
            }
            put("\"")
        }
        Value::Array(items) => members(items.iter(), "[", "]", put, depth),
        Value::Set(items) if items.is_empty() => put("set()"),
        Value::Set(items) => members(order::sorted(items.iter()).into_iter(), "{", "}", put, depth),
        Value::Object(object) => {
            put("{")?;
            for (index, (key, value)) in order::entries(object).into_iter().enumerate() {
                if index > 0 {
                    put(", ")?;
                }
                nested(key, put, depth + 1)?;
                put(": ")?;
                nested(value, put, depth + 1)?;
            }
            put("}")
        }
    }
}

fn members<'v>(
    items: impl Iterator<Item = &'v Value>,
    open: &str,
    close: &str,
    put: &mut Put<'_>,
    depth: usize,
) -> Result<(), Failed> {
    put(open)?;
    for (index, item) in items.enumerate() {
        if index > 0 {
            put(", ")?;
        }
        nested(item, put, depth + 1)?;
    }
    put(close)
}

/// The text of a number; small ones have an exponent.
pub fn number(value: &Value) -> String {
    let Ok(number) = value.as_number() else { return String::new() };
    match number.as_f64() {
        Some(small) if small != 0.0 && small.abs() < 1e-6 => format!("{small:e}"),
        _ => number.format_decimal(),
    }
}

/// What is not printed as it is, beside ASCII.
static HIDDEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[^\p{L}\p{M}\p{N}\p{P}\p{S} ]").ok());

/// True for what Go takes for printable.
pub fn printable(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\0'..='\u{a0}' => false,
        other => {
            let mut buffer = [0; 4];
            HIDDEN.as_ref().is_none_or(|hidden| !hidden.is_match(other.encode_utf8(&mut buffer)))
        }
    }
}

/// A string as Go's `strconv.Quote` writes it, which OPA prints.
pub fn quoted(text: &str) -> String {
    quote(text, printable)
}

/// The same in ASCII alone.
pub fn quoted_ascii(text: &str) -> String {
    quote(text, |character| character.is_ascii() && printable(character))
}

fn quote(text: &str, shown: impl Fn(char) -> bool) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\x0c' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\x0b' => quoted.push_str("\\v"),
            other if shown(other) => quoted.push(other),
            other => quoted.push_str(&match other as u32 {
                code @ (0..0x20 | 0x7f) => format!("\\x{code:02x}"),
                code @ 0..0x10000 => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    quoted.push('"');
    quoted
}
