//! From the engine's columns to bytes, where there is no syntax tree to ask.
//!
//! For the engine a tab is four columns, and a string as many as it has bytes, but for one in backticks.

use crate::policy::engine::scan;
use crate::source::Span;

/// The token that the engine counts to stand at a line and column, or that they lie in. Where they lie behind
/// all tokens, nothing behind the last one.
pub fn token(text: &str, line: usize, column: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let wanted = (line, column);
    let (mut at, mut here, mut last) = (0, (1, 1), None);
    while let Some(&byte) = bytes.get(at) {
        let end = end(text, at);
        match byte {
            b' ' => here.1 += 1,
            b'\t' => here.1 += 4,
            // A line that ends too early is wrong in what it ends with.
            b'\n' if here.0 == line && column >= here.1 => return last,
            b'\n' => here = (here.0 + 1, 1),
            b'\r' | b'#' => {}
            _ => {
                let token = Span::new(at, end);
                let behind = behind(&text[at..end], here);
                if here == wanted || (here < wanted && wanted < behind) {
                    return Some(token);
                }
                (here, last) = (behind, Some(token));
            }
        }
        at = end;
    }
    last.filter(|_| wanted >= here).map(|last| Span { start: last.end, end: last.end })
}

/// Behind what starts at an offset: a word or a number is one.
fn end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = bytes[at..].iter().take_while(|byte| word(byte)).count();
    let two = matches!(bytes.get(at..at + 2), Some(b":=" | b"==" | b"!=" | b"<=" | b">="));
    let end = match bytes[at] {
        byte if byte.is_ascii_digit() => number_end(bytes, at),
        _ if length > 0 => at + length,
        _ if two => at + 2,
        _ => scan::token_end(bytes, at),
    };
    // A string that does not end in its line goes no further.
    let end = if bytes[at] == b'"' && bytes[end - 1] == b'\n' { end - 1 } else { end };
    (end..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len())
}

fn number_end(bytes: &[u8], at: usize) -> usize {
    let part = |&(index, byte): &(usize, &u8)| {
        let signed = index > 0 && matches!(bytes[at + index - 1], b'e' | b'E');
        byte.is_ascii_alphanumeric()
            || (*byte == b'.' && bytes.get(at + index + 1).is_some_and(u8::is_ascii_digit))
            || (signed && matches!(byte, b'+' | b'-'))
    };
    at + bytes[at..].iter().enumerate().take_while(part).count()
}

/// The line and column behind a token.
fn behind(token: &str, (line, column): (usize, usize)) -> (usize, usize) {
    match token.as_bytes().first() {
        Some(b'`') => token.chars().fold((line, column), |(line, column), character| match character {
            '\n' => (line + 1, 1),
            '\t' => (line, column + 4),
            _ => (line, column + 1),
        }),
        _ => (line, column + token.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_strings_and_numbers() {
        for (text, line, column, expected) in [
            ("a := b", 1, 6, "b"),
            ("a\n\tb := c", 2, 10, "c"),
            ("x := \"密钥\"; y", 1, 16, "y"),
            ("x := \"密钥\"; y", 1, 7, "\"密钥\""),
            ("x := `密\t钥`; y", 1, 16, "y"),
            ("x := `密\n钥`; y", 2, 5, "y"),
            ("x := 12.5e+3 + y", 1, 16, "y"),
            ("x := \"密\n}", 1, 8, "\"密"),
            ("x := \"密\n}", 1, 10, "\"密"),
            ("x # 密钥\n) y", 2, 1, ")"),
            ("x密 y", 1, 2, "密"),
            ("x := {\n", 2, 1, ""),
        ] {
            let found = token(text, line, column).unwrap();
            assert_eq!(&text[found.range()], expected, "{text:?} {line}:{column}");
        }
        assert_eq!(token("x := {\n\n", 3, 1), Some(Span::new(6, 6)));
        assert_eq!(token("x", 0, 1), None);
    }
}
