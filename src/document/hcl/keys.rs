//! How many keys the objects of a file have, before it is parsed: the parser holds each key of an object against
//! all before it.

use crate::source::Span;

/// What is open at a place.
enum Open {
    /// `{`, and the signs of keys and values seen in it.
    Brace(usize),
    /// `(` or `[`.
    Other,
    /// Within quotes.
    Text,
    /// `${` or `%{`.
    Template,
}

/// Where an object, or the body of a block, has more keys than a bound.
pub(super) fn beyond(text: &str, limit: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut stack: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (byte, next) = (bytes[at], bytes.get(at + 1).copied().unwrap_or(b'\n'));
        if let Some(Open::Text) = stack.last() {
            match (byte, next) {
                (b'\\', _) => at += 1,
                (b'$' | b'%', b'{') if at == 0 || bytes[at - 1] != byte => {
                    stack.push(Open::Template);
                    at += 1;
                }
                (b'"' | b'\n', _) => drop(stack.pop()),
                _ => {}
            }
            at += 1;
            continue;
        }
        match (byte, next) {
            (b'"', _) => stack.push(Open::Text),
            (b'#', _) | (b'/', b'/') => at += line(&bytes[at..]),
            (b'/', b'*') => at += text[at..].find("*/").map_or(bytes.len() - at, |end| end + 1),
            (b'<', b'<') => at += heredoc(&text[at..]),
            (b'{', _) => stack.push(Open::Brace(0)),
            (b'(' | b'[', _) => stack.push(Open::Other),
            (b'}' | b')' | b']', _) => drop(stack.pop()),
            (b'=' | b'!' | b'<' | b'>', b'=') => at += 1,
            (b'=' | b':', _) => {
                if let Some(Open::Brace(keys)) = stack.last_mut() {
                    *keys += 1;
                    if *keys > limit {
                        return Some(Span::new(at, at + 1));
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The bytes up to the end of the line.
fn line(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())
}

/// The bytes of a heredoc but its last one; of what is none, the first sign.
fn heredoc(text: &str) -> usize {
    let first = line(text.as_bytes());
    let name = text[2..first].trim_start_matches('-').trim_end();
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '<') {
        return 1;
    }
    let mut at = (first + 1).min(text.len());
    while at < text.len() {
        let length = line(&text.as_bytes()[at..]);
        if text[at..at + length].trim() == name {
            return at + length - 1;
        }
        at += length + 1;
    }
    text.len() - 1
}
