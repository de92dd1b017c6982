//! How deep a file of TOML nests, before it is parsed: dotted keys nest as brackets do, and the tree of the
//! parser is taken apart by recursion.

use crate::source::Span;

/// Where nesting goes beyond a bound. A number with a fraction counts as a key of two parts, which errs by one.
pub(super) fn beyond(text: &str, limit: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    // Parts of the key under way, levels that are open, and how many of them each bracket opened.
    let (mut parts, mut open, mut levels) = (0usize, 0usize, Vec::new());
    let (mut header, mut begins) = (0usize, true);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'#' => at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at) - 1,
            b'"' | b'\'' => at = string_end(bytes, at),
            b'.' => parts += 1,
            b'\n' if levels.is_empty() => (parts, begins) = (0, true),
            b'[' | b'{' => {
                // The parts of a header hold for the lines behind it.
                if begins && levels.is_empty() {
                    header = 0;
                    parts = 0;
                }
                levels.push((1 + parts, begins && byte == b'['));
                open += 1 + parts;
                parts = 0;
            }
            b']' | b'}' => {
                if let Some((opened, is_header)) = levels.pop() {
                    open -= opened;
                    header = if is_header { header.max(1 + parts) } else { header };
                }
                parts = 0;
            }
            b',' | b'\n' => parts = 0,
            _ => {}
        }
        begins = begins && (byte == b'\n' || byte == b'[' || byte.is_ascii_whitespace());
        if open + parts + header > limit {
            return Some(Span::new(at, at + 1)).filter(|span| text.get(span.range()).is_some());
        }
        at += 1;
    }
    None
}

/// The last byte of a string.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if triple { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !triple => return at - 1,
            byte if byte == quote && triple && bytes[at..].starts_with(&[quote; 3]) => return at + 2,
            byte if byte == quote && !triple => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
