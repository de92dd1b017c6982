//! Where expressions stand: the spans of the syntax tree, put right where the engine's parser has them wrong.

use super::super::syntax::span;
use crate::source::Span;
use regorus::unstable::Expr;

/// The place of an expression.
pub fn of(text: &str, expr: &Expr) -> Span {
    let mut place = quoted(text, span(expr.span()));
    if let Expr::Object { fields, .. } = expr
        && let Some((_, first, _)) = fields.first()
        && let Some(start) = brace(text, of(text, first).start as usize)
    {
        // Of an object with several members, the tree has the start of the last one.
        place.start = start;
    }
    place
}

/// A span with the quotes of the strings that it begins or ends with: to the engine, a string is what
/// stands between them. Nothing else can follow upon a quote or stand before one.
pub fn quoted(text: &str, span: Span) -> Span {
    let quote = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'"' | b'`'));
    let bytes = text.as_bytes();
    let before = (span.start as usize).checked_sub(1).and_then(|at| bytes.get(at));
    Span {
        start: span.start - u32::from(quote(before)),
        end: span.end + u32::from(quote(bytes.get(span.end as usize))),
    }
}

/// The brace before the first member of an object: white space and comments stand between the two.
fn brace(text: &str, member: usize) -> Option<u32> {
    let mut end = member;
    loop {
        let start = text.get(..end)?.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..end)?;
        let ends_line = |at: usize| {
            line[at + 1..].trim_start().is_empty() || line[at + 1..].trim_start().starts_with('#')
        };
        let comment = line.trim_start().starts_with('#');
        let found = line.match_indices('{').map(|(at, _)| at).find(|at| !comment && ends_line(*at));
        match found {
            Some(at) => return Some((start + at) as u32),
            None if start == 0 || !(comment || line.trim().is_empty()) => return None,
            None => end = start - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_strings_and_comments() {
        for (text, expected) in [
            ("x == {\"a\": 1}", Some(5)),
            ("x == { # {not this}\n  # nor {\n \"a\": 1}", Some(5)),
            ("\"a\": 1", None),
        ] {
            assert_eq!(brace(text, text.find("\"a\"").unwrap()), expected, "{text}");
        }
        assert_eq!(quoted("f(\"ab\")", Span::new(3, 5)), Span::new(2, 6));
        assert_eq!(quoted("f(ab)", Span::new(2, 4)), Span::new(2, 4));
    }
}
