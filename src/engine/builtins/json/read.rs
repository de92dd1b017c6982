//! A reader of JSON: numbers keep every digit, and of two equal keys the last counts.

use crate::engine::builtins::nesting::{DEPTH, too_deep};
use crate::engine::builtins::{Failed, Outcome, Scope, decimal};
use regorus::Value;
use std::collections::BTreeMap;

/// The value of a text, with nothing else in it.
pub fn value(scope: &mut Scope, text: &str) -> Outcome {
    let mut reader = Reader { text, at: 0, scope };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() { Err(reader.wrong()) } else { Ok(value) }
}

struct Reader<'t, 's> {
    text: &'t str,
    at: usize,
    scope: &'s mut Scope,
}

impl Reader<'_, '_> {
    fn wrong(&self) -> Failed {
        Failed::error(format!("invalid JSON at byte {}", self.at))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, word: &str) -> Result<(), Failed> {
        match self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            true => {
                self.at += word.len();
                Ok(())
            }
            false => Err(self.wrong()),
        }
    }

    fn value(&mut self, depth: usize) -> Outcome {
        if depth > DEPTH {
            return Err(too_deep());
        }
        self.scope.take_members(2)?;
        self.space();
        match self.peek() {
            Some(b'n') => self.expect("null").map(|()| Value::Null),
            Some(b't') => self.expect("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.expect("false").map(|()| Value::Bool(false)),
            Some(b'"') => Ok(self.string()?.into()),
            Some(b'[') => self.array(depth),
            Some(b'{') => self.object(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.wrong()),
        }
    }

    /// True behind a member that is not the last.
    fn more(&mut self, end: u8) -> Result<bool, Failed> {
        self.space();
        let next = self.peek();
        self.at += 1;
        match next {
            Some(b',') => Ok(true),
            Some(next) if next == end => Ok(false),
            _ => {
                self.at -= 1;
                Err(self.wrong())
            }
        }
    }

    fn empty(&mut self, end: u8) -> bool {
        self.at += 1;
        self.space();
        let empty = self.peek() == Some(end);
        self.at += usize::from(empty);
        empty
    }

    fn array(&mut self, depth: usize) -> Outcome {
        let mut items = Vec::new();
        if self.empty(b']') {
            return Ok(items.into());
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.more(b']')? {
                return Ok(items.into());
            }
        }
    }

    fn object(&mut self, depth: usize) -> Outcome {
        let mut entries = BTreeMap::new();
        if self.empty(b'}') {
            return Ok(entries.into());
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.expect(":")?;
            let value = self.value(depth + 1)?;
            entries.insert(Value::from(key), value);
            if !self.more(b'}')? {
                return Ok(entries.into());
            }
        }
    }

    fn digits(&mut self) -> Result<(), Failed> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.wrong()) } else { Ok(()) }
    }

    fn number(&mut self) -> Outcome {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        decimal::read(&self.text[start..self.at])?.ok_or_else(decimal::too_long)
    }

    fn string(&mut self) -> Result<String, Failed> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong());
        }
        self.at += 1;
        self.scope.take_members(1)?;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
            let end = end.ok_or_else(|| self.wrong())?;
            self.scope.take(end)?;
            text.push_str(&rest[..end]);
            self.at += end + 1;
            match rest.as_bytes()[end] {
                b'"' => return Ok(text),
                b'\\' => text.push(self.escape()?),
                _ => return Err(self.wrong()),
            }
        }
    }

    /// What an escape stands for, behind its backslash. Half a pair of surrogates stands for nothing.
    fn escape(&mut self) -> Result<char, Failed> {
        let escaped = self.peek().ok_or_else(|| self.wrong())?;
        self.at += 1;
        Ok(match escaped {
            b'"' | b'\\' | b'/' => char::from(escaped),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hexadecimal()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return Ok(char::from_u32(first).unwrap_or('\u{fffd}'));
                }
                let before = self.at;
                if self.text[self.at..].starts_with("\\u") {
                    self.at += 2;
                    let second = self.hexadecimal()?;
                    if (0xdc00..0xe000).contains(&second) {
                        let scalar = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                        return Ok(char::from_u32(scalar).unwrap_or('\u{fffd}'));
                    }
                }
                self.at = before;
                '\u{fffd}'
            }
            _ => return Err(self.wrong()),
        })
    }

    fn hexadecimal(&mut self) -> Result<u32, Failed> {
        let digits = self.text.get(self.at..self.at + 4).ok_or_else(|| self.wrong())?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.wrong());
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| self.wrong())
    }
}
