//! Literals of JSON, taken out of the text.

use super::{Code, Lifted};
use crate::policy::engine::scan::token_end;
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

/// Nesting from which a literal is lifted.
const NESTING: usize = 4;

/// The text with every literal that is pure JSON, and nested deeply, replaced by a reference to its value.
pub fn lift<'t>(text: &'t str, lifted: &mut Lifted) -> Cow<'t, str> {
    let mut changed: Option<Vec<u8>> = None;
    let bytes = text.as_bytes();
    let mut skip = 0;
    let mut statement = Statement::default();
    for (at, byte) in Code::new(text) {
        if at < skip {
            continue;
        }
        if matches!(byte, b'{' | b'[') && statement.takes_value(bytes, at) {
            let found = Reader { bytes, at, depth: 0, deepest: 0 }.read();
            if let Some((value, end, deepest)) = found
                && deepest >= NESTING
                && ends(bytes, end)
                && let Some((from, room)) = widest_line(bytes, at, end)
                && let Some((name, reference)) = lifted.reserve(room)
            {
                let target = changed.get_or_insert_with(|| bytes.to_vec());
                target[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
                target[from..from + reference.len()].copy_from_slice(reference.as_bytes());
                lifted.values.insert(name, value);
                skip = end;
                continue;
            }
        }
        statement.byte(at, byte);
    }
    match changed.map(String::from_utf8) {
        Some(Ok(changed)) => Cow::Owned(changed),
        _ => Cow::Borrowed(text),
    }
}

/// What is open since the last line that began without indentation.
#[derive(Default)]
struct Statement {
    open: Vec<u8>,
    /// Where it starts.
    start: usize,
    /// True behind an assignment, a comparison or the beginning of a body.
    valued: bool,
    last: u8,
    line_start: bool,
}

impl Statement {
    fn byte(&mut self, at: usize, byte: u8) {
        if byte == b'\n' {
            self.line_start = true;
            return;
        }
        if self.line_start && self.open.is_empty() && (byte.is_ascii_alphabetic() || byte == b'_') {
            (self.start, self.valued) = (at, false);
        }
        self.line_start = false;
        match byte {
            b' ' | b'\t' | b'\r' => return,
            b'(' | b'[' | b'{' => {
                self.valued |= byte == b'{' && self.open.is_empty();
                self.open.push(byte);
            }
            b')' | b']' | b'}' => drop(self.open.pop()),
            b'=' if self.open.is_empty() => self.valued = true,
            _ => {}
        }
        self.last = byte;
    }

    /// True where a term is read, and not a pattern of a head, an index or a `default`.
    fn takes_value(&self, bytes: &[u8], at: usize) -> bool {
        let default = bytes[self.start..].starts_with(b"default");
        let adjacent = bytes[..at].last().copied().unwrap_or(b' ');
        let index = adjacent.is_ascii_alphanumeric() || matches!(adjacent, b'_' | b']' | b')' | b'}' | b'"');
        self.valued
            && !default
            && !index
            && matches!(self.last, b'=' | b'(' | b'[' | b',' | b':' | b's' | b'n' | b'{')
    }
}

/// True if nothing follows that could belong to the literal: it stays a term when it is moved to another of
/// its lines.
fn ends(bytes: &[u8], end: usize) -> bool {
    let rest = &bytes[end..];
    let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    let rest = &rest[spaces..];
    rest.is_empty()
        || matches!(rest[0], b',' | b')' | b']' | b'}' | b'\n' | b';' | b'#')
        || rest.starts_with(b"with ")
}

/// Where the line of a literal begins that has the most room, and how much.
fn widest_line(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let mut from = start;
    let lines = bytes[start..end].split(|byte| *byte == b'\n').map(|line| {
        let at = from;
        from += line.len() + 1;
        (at, line.len())
    });
    lines.max_by_key(|&(at, room)| (room, std::cmp::Reverse(at)))
}

/// Reads JSON as Rego writes it: comments, raw strings and trailing commas are allowed. The recursion is bounded
/// by the depth of brackets that is let in.
struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    deepest: usize,
}

impl Reader<'_> {
    fn read(mut self) -> Option<(Value, usize, usize)> {
        let value = self.value()?;
        Some((value, self.at, self.deepest))
    }

    fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' => self.at = token_end(self.bytes, self.at),
                _ => return Some(byte),
            }
        }
        None
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' | b'`' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.at += 1;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        if self.depth > crate::policy::engine::scan::BRACKETS {
            return None;
        }
        let value = read(self)?;
        self.depth -= 1;
        Some(value)
    }

    fn object(&mut self) -> Option<Value> {
        let mut members = Map::new();
        while !self.take(b'}') {
            self.peek().filter(|byte| matches!(byte, b'"' | b'`'))?;
            let key = self.string()?;
            if !self.take(b':') {
                return None;
            }
            let value = self.value()?;
            if members.insert(key, value).is_some() || !(self.take(b',') || self.peek() == Some(b'}')) {
                return None;
            }
        }
        Some(members.into())
    }

    fn array(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        while !self.take(b']') {
            items.push(self.value()?);
            if !(self.take(b',') || self.peek() == Some(b']')) {
                return None;
            }
        }
        Some(items.into())
    }

    fn string(&mut self) -> Option<String> {
        let end = token_end(self.bytes, self.at);
        let text = std::str::from_utf8(self.bytes.get(self.at..end)?).ok()?;
        let raw = self.bytes[self.at] == b'`';
        self.at = end;
        if raw { Some(text.trim_matches('`').to_owned()) } else { serde_json::from_str(text).ok() }
    }

    /// `true`, `null` or a number that is exact as it is.
    fn word(&mut self) -> Option<Value> {
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let length = self.bytes[self.at..].iter().take_while(|byte| word(byte)).count();
        let text = std::str::from_utf8(&self.bytes[self.at..self.at + length]).ok()?;
        self.at += length;
        match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" => Some(Value::Null),
            number => {
                let number: Number = serde_json::from_str(number).ok()?;
                (number.is_i64() || text.len() <= 15).then_some(Value::Number(number))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifted(text: &str) -> (String, Vec<Value>) {
        let mut lifted = Lifted::default();
        let changed = lift(text, &mut lifted).into_owned();
        assert_eq!(changed.len(), text.len());
        assert_eq!(changed.matches('\n').count(), text.matches('\n').count());
        (changed, lifted.values.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn deep_json_becomes_a_reference() {
        let (changed, values) = lifted(
            "test_a if {\n\tr := d with input as {\"a\": [{\n\t\t\"b\": {\"c\": `x`, \"d\": 1,},\n\t}]} with data.x as 1\n}\n",
        );
        assert_eq!(values, [serde_json::json!({"a": [{"b": {"c": "x", "d": 1}}]})]);
        assert!(changed.contains("data.fiducia.c0") && changed.contains(" with data.x as 1\n"), "{changed}");
    }

    #[test]
    fn other_literals_stay() {
        for text in [
            "p := {\"a\": [[[x]]], \"long\": \"enough to hold a reference\"}",
            "p := {\"a\": {\"b\": 1}, \"long\": \"enough to hold a reference\"}",
            "default p := {\"a\": [[[1]]], \"long\": \"enough to hold a reference\"}",
            "f({\"a\": [[[1]]], \"long\": \"enough to hold a reference\"}) := 1",
            "p := {\"a\": [[[1]]], \"long\": \"enough to hold a reference\"}.a",
            "p := {\"a\": [[[1.0000000000000000001]]], \"long\": \"enough to hold it\"}",
            "p := {\"a\": [[[1]]], \"a\": \"enough to hold a reference\"}",
            "p := `{\"a\": [[[1]]], \"long\": \"enough to hold a reference\"}`",
            "p := {{\"a\"}, [[[\"long enough to hold a reference\", x]]]}",
        ] {
            assert_eq!(lifted(text), (text.to_owned(), vec![]));
        }
    }
}
