//! A writer of YAML in the style of Go's `yaml.v2`, which OPA has.

mod scalar;

use crate::engine::builtins::nesting;
use crate::engine::builtins::{Failed, Scope, json, order};
use regorus::Value;
use scalar::{is_control, scalar};
use std::cmp::Ordering;

/// Longest key on one line with its value.
const KEY: usize = 128;

/// Longest line, where there is a space to break it.
const WIDTH: usize = 80;

/// The text of a value.
pub fn text(scope: &mut Scope, value: &Value) -> Result<String, Failed> {
    let mut writer = Writer { text: String::new(), taken: 0, scope };
    writer.value(value, 0, Place::Root)?;
    writer.take()?;
    Ok(writer.text)
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    /// Behind a dash.
    Item,
    /// Behind a key and its colon.
    Member,
}

struct Writer<'s> {
    text: String,
    taken: usize,
    scope: &'s mut Scope,
}

impl Writer<'_> {
    fn take(&mut self) -> Result<(), Failed> {
        self.scope.take(self.text.len() - self.taken)?;
        self.taken = self.text.len();
        Ok(())
    }

    fn indent(&mut self, indent: usize) -> Result<(), Failed> {
        self.scope.take(indent)?;
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.taken = self.taken.saturating_add(indent).min(self.text.len());
        Ok(())
    }

    /// A value and the end of its line.
    fn value(&mut self, value: &Value, indent: usize, place: Place) -> Result<(), Failed> {
        if indent > 2 * nesting::DEPTH {
            return Err(nesting::too_deep());
        }
        self.take()?;
        let items: Vec<&Value> = match value {
            Value::Object(entries) if !entries.is_empty() => return self.mapping(value, indent, place),
            Value::Array(items) => items.iter().collect(),
            Value::Set(items) => order::sorted(items.iter()),
            _ => {
                let scalar = match value {
                    Value::String(text) if text.chars().any(is_control) => {
                        return Err(Failed::error("yaml: control characters are not allowed"));
                    }
                    Value::String(text) => scalar(text, indent, false),
                    Value::Number(_) => number(value),
                    Value::Bool(value) => value.to_string(),
                    Value::Object(_) => "{}".to_owned(),
                    _ => "null".to_owned(),
                };
                if place != Place::Root {
                    self.text.push(' ');
                }
                let scalar = self.folded(&scalar, indent);
                self.text.push_str(&scalar);
                if !scalar.ends_with('\n') || !scalar.starts_with('|') {
                    self.text.push('\n');
                }
                return self.take();
            }
        };
        if items.is_empty() {
            self.text.push_str(if place == Place::Root { "[]\n" } else { " []\n" });
            return Ok(());
        }
        // A sequence in a mapping is not indented further than its key.
        let indent = if place == Place::Member { indent.saturating_sub(2) } else { indent };
        if place == Place::Member {
            self.text.push('\n');
        }
        for (index, item) in items.into_iter().enumerate() {
            match (place, index) {
                (Place::Item, 0) => self.text.push(' '),
                _ => self.indent(indent)?,
            }
            self.text.push('-');
            self.value(item, indent + 2, Place::Item)?;
        }
        Ok(())
    }

    /// A scalar of one line, broken where that grows too long.
    fn folded(&self, scalar: &str, indent: usize) -> String {
        let line = self.text.rsplit('\n').next().unwrap_or_default();
        let mut column = line.chars().count();
        if column + scalar.len() <= WIDTH || scalar.starts_with('|') && scalar.contains('\n') {
            return scalar.to_owned();
        }
        let double = scalar.starts_with('"');
        let quotes = usize::from(double || scalar.starts_with('\''));
        let mut folded = String::with_capacity(scalar.len());
        let mut characters = scalar.char_indices().peekable();
        let mut before = None;
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            let inside = at > quotes && at + 1 + quotes < scalar.len();
            let fits = double || next != Some(' ');
            if character == ' ' && before != Some(' ') && column > WIDTH && inside && fits {
                folded.push('\n');
                folded.extend(std::iter::repeat_n(' ', indent.max(2)));
                column = indent.max(2);
                if next == Some(' ') {
                    folded.push('\\');
                    column += 1;
                }
            } else {
                folded.push(character);
                column += 1;
            }
            before = Some(character);
        }
        folded
    }

    fn mapping(&mut self, value: &Value, indent: usize, place: Place) -> Result<(), Failed> {
        let Ok(entries) = value.as_object() else { return Ok(()) };
        let mut named = Vec::with_capacity(entries.len());
        for (key, value) in entries.iter() {
            named.push((json::key(self.scope, key)?, value));
        }
        named.sort_by(|one, other| natural(&one.0, &other.0));
        if place == Place::Member {
            self.text.push('\n');
        }
        for (index, (key, value)) in named.into_iter().enumerate() {
            match (place, index) {
                (Place::Item, 0) => self.text.push(' '),
                _ => self.indent(indent)?,
            }
            let simple = key.len() <= KEY && !key.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
            if simple {
                self.text.push_str(&scalar(&key, indent, true));
            } else {
                self.text.push_str("? ");
                self.text.push_str(&scalar(&key, indent + 2, false));
                if !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
                self.indent(indent)?;
            }
            self.text.push(':');
            self.value(value, indent + 2, Place::Member)?;
        }
        Ok(())
    }
}

fn number(value: &Value) -> String {
    let Ok(number) = value.as_number() else { return String::new() };
    if number.as_i64().is_some() || number.as_u64().is_some() {
        return number.format_decimal();
    }
    let float: f64 = number.format_decimal().parse().unwrap_or(f64::INFINITY);
    let text = format!("{float:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = exponent.parse().unwrap_or(0);
    if float.is_infinite() {
        return if float > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    if (-4..6).contains(&power) {
        return float.to_string();
    }
    let sign = if power < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", power.abs())
}

/// The order of keys: other characters before letters, but behind a digit after them, and numbers by value.
fn natural(one: &str, other: &str) -> Ordering {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut digits = false;
    for index in 0..one.len().min(other.len()) {
        let (left, right) = (one[index], other[index]);
        if left == right {
            digits = left.is_numeric();
            continue;
        }
        let (letter, other_letter) = (left.is_alphabetic(), right.is_alphabetic());
        if letter && other_letter {
            return left.cmp(&right);
        }
        if letter || other_letter {
            return if digits == letter { Ordering::Less } else { Ordering::Greater };
        }
        return numbers(&one, &other, index).then(left.cmp(&right));
    }
    one.len().cmp(&other.len())
}

/// Two places that differ, by the numbers that stand there; zeros that began before count.
fn numbers(one: &[char], other: &[char], index: usize) -> Ordering {
    let (left, right) = (one[index], other[index]);
    let mut run = 0;
    if left == '0' || right == '0' {
        for before in one[..index].iter().rev().take_while(|c| c.is_ascii_digit()) {
            if *before != '0' {
                run = 1;
            }
        }
    }
    let number = |text: &[char]| -> (usize, u128) {
        let digits: String = text[index..].iter().take_while(|c| c.is_ascii_digit()).take(30).collect();
        (digits.len(), digits.parse().unwrap_or(0))
    };
    let ((length, value), (other_length, other_value)) = (number(one), number(other));
    if run > 0 {
        return length.cmp(&other_length);
    }
    value.cmp(&other_value).then(length.cmp(&other_length))
}
