//! Numbers and strings.

use super::{Fault, Kind, Lexer};
use std::borrow::Cow;

impl Lexer<'_> {
    /// A number without sign: digits, a fraction, an exponent.
    pub(super) fn number(&mut self) -> Kind {
        let start = self.at;
        self.digits();
        let mut fault = None;
        if self.byte(self.at) == b'.' {
            self.at += 1;
            if !self.digits() {
                fault = Some(Fault::Fraction);
            }
        }
        if matches!(self.byte(self.at), b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte(self.at), b'+' | b'-') {
                self.at += 1;
            }
            if !self.digits() {
                fault = fault.or(Some(Fault::Exponent));
            }
        }
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if letter(self.byte(self.at)) {
            fault = fault.or(Some(Fault::Number));
            while letter(self.byte(self.at)) {
                self.at += 1;
            }
        }
        match fault {
            Some(fault) => self.fail(fault, start, self.at),
            None => Kind::Number,
        }
    }

    /// Passes digits; false if there are none.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.byte(self.at).is_ascii_digit() {
            self.at += 1;
        }
        self.at > start
    }

    /// `"text"`
    pub(super) fn string(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        let bytes = self.text.as_bytes();
        loop {
            match memchr::memchr3(b'"', b'\\', b'\n', &bytes[self.at..]) {
                Some(found) => self.at += found,
                None => self.at = bytes.len(),
            }
            match self.byte(self.at) {
                b'"' => {
                    self.at += 1;
                    return self.checked(start, Kind::Text);
                }
                b'\\' if self.at + 1 < bytes.len() => self.pass_escape(),
                _ => return self.unclosed(start, Fault::Unclosed),
            }
        }
    }

    /// Passes a backslash and what it escapes; a line break is not escaped by it.
    fn pass_escape(&mut self) {
        self.at += 1;
        if self.byte(self.at) != b'\n' {
            self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        }
    }

    /// A string that its line does not close: underlined to the end of the line, where reading goes on.
    fn unclosed(&mut self, start: usize, fault: Fault) -> Kind {
        let line = &self.text[start..];
        let line = line.split('\n').next().unwrap_or(line);
        self.at = start + line.len();
        self.fail(fault, start, start + line.trim_end().len())
    }

    /// A string with this kind, unless an escape in it is wrong.
    fn checked(&mut self, start: usize, kind: Kind) -> Kind {
        let braces = matches!(kind, Kind::Piece { .. });
        match unescape(&self.text[start + 1..self.at - 1], braces) {
            Ok(_) => kind,
            Err((fault, at, length)) => {
                let at = start + 1 + at;
                self.fail(fault, at, at + length)
            }
        }
    }

    /// A text between backticks.
    pub(super) fn raw_string(&mut self) -> Kind {
        let start = self.at;
        match memchr::memchr(b'`', &self.text.as_bytes()[start + 1..]) {
            Some(found) => {
                self.at = start + 1 + found + 1;
                Kind::RawText
            }
            None => self.unclosed(start, Fault::UnclosedRaw),
        }
    }

    /// The first piece of an interpolated string.
    pub(super) fn interpolated(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        match self.byte(self.at) {
            b'"' => self.read_piece(start, false),
            b'`' => self.read_piece(start, true),
            _ => self.fail(Fault::Character('$'), start, start + 1),
        }
    }

    /// A piece that opens with the byte at the lexer's place: a quote, or the `}` of an expression.
    pub(super) fn read_piece(&mut self, start: usize, raw: bool) -> Kind {
        let open = self.at;
        self.at += 1;
        let bytes = self.text.as_bytes();
        loop {
            let byte = self.byte(self.at);
            match byte {
                _ if self.at >= bytes.len() => break,
                b'\n' if !raw => break,
                b'"' if !raw => return self.piece_end(open, raw, true),
                b'`' if raw => return self.piece_end(open, raw, true),
                b'{' => return self.piece_end(open, raw, false),
                b'\\' if !raw => self.pass_escape(),
                b'\\' if self.byte(self.at + 1) == b'{' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.unclosed(start, if raw { Fault::UnclosedRaw } else { Fault::Unclosed })
    }

    fn piece_end(&mut self, open: usize, raw: bool, last: bool) -> Kind {
        self.at += 1;
        let kind = Kind::Piece { raw, last };
        if raw { kind } else { self.checked(open, kind) }
    }
}

/// The text between the quotes of a string, its escapes replaced; `\{` is one where `braces` says so.
///
/// # Errors
/// The escape that is none: what is wrong, where it begins, and its length.
pub fn unescape(inner: &str, braces: bool) -> Result<Cow<'_, str>, (Fault, usize, usize)> {
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    if let Some(at) = inner.bytes().position(|byte| byte < b' ') {
        return Err((Fault::Control, at, 1));
    }
    let mut text = String::with_capacity(inner.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &inner.as_bytes()[at..]) {
        text.push_str(&inner[at..at + found]);
        at += found;
        let (character, length) =
            escape(&inner[at..], braces).map_err(|(fault, length)| (fault, at, length))?;
        text.push(character);
        at += length;
    }
    text.push_str(&inner[at..]);
    Ok(Cow::Owned(text))
}

/// The character that a text beginning with a backslash gives, and how many bytes spell it.
fn escape(text: &str, braces: bool) -> Result<(char, usize), (Fault, usize)> {
    let character = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'{') if braces => '{',
        Some(b'u') => return unicode(text),
        _ => {
            let escaped = text[1..].chars().next();
            return Err((Fault::Escape(escaped.unwrap_or('\\')), 1 + escaped.map_or(0, char::len_utf8)));
        }
    };
    Ok((character, 2))
}

/// `\uXXXX`, or two of them that make one character. Half a pair gives the replacement character, as in OPA.
fn unicode(text: &str) -> Result<(char, usize), (Fault, usize)> {
    let Some(first) = hex(text) else {
        let digits = text[2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        return Err((Fault::Unicode, 2 + digits));
    };
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 6));
    }
    match text.get(6..).and_then(hex) {
        Some(second) if first < 0xdc00 && (0xdc00..0xe000).contains(&second) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            Ok((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12))
        }
        _ => Ok((char::REPLACEMENT_CHARACTER, 6)),
    }
}

/// The code of the `\uXXXX` that a text begins with.
fn hex(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_json() {
        for (inner, text) in [
            ("a", "a"),
            ("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\u{8}\u{c}\n\r\t"),
            ("\\u00e9\\u4E2d", "é中"),
            ("\\ud83d\\ude00", "😀"),
            ("\\ud83d\\u0041", "\u{fffd}A"),
            ("\\ude00x", "\u{fffd}x"),
            ("\tno escape", "\tno escape"),
        ] {
            assert_eq!(unescape(inner, false).as_deref(), Ok(text), "{inner}");
        }
        for (inner, fault) in [
            ("ab\\d", (Fault::Escape('d'), 2, 2)),
            ("\\é", (Fault::Escape('é'), 0, 3)),
            ("\\{", (Fault::Escape('{'), 0, 2)),
            ("\\u12x", (Fault::Unicode, 0, 4)),
            ("\\u00é9", (Fault::Unicode, 0, 4)),
            ("\\n\t", (Fault::Control, 2, 1)),
        ] {
            assert_eq!(unescape(inner, false), Err(fault), "{inner}");
        }
        assert_eq!(unescape("\\{", true).as_deref(), Ok("{"));
    }
}
