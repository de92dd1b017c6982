//! A look at the tokens of a policy before the engine parses it.
//!
//! The engine's parser takes twice the time for every further level of nested array, object and set
//! literals, and any deep nesting ends in a stack overflow, which no one can catch.

use crate::source::Span;

/// Deepest nesting of `[` and `{`: the engine then needs about a second in the worst case.
pub const NESTING: usize = 14;
/// Deepest nesting of any brackets.
pub const BRACKETS: usize = 200;

/// The first bracket beyond a bound, with that bound.
pub fn too_deep(text: &str) -> Option<(Span, usize)> {
    let bytes = text.as_bytes();
    let (mut open, mut literals, mut at) = (Vec::new(), 0usize, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = find(bytes, at, b'\n'),
            b'"' => at = string_end(bytes, at),
            b'`' => at = find(bytes, at + 1, b'`'),
            bracket @ (b'(' | b'[' | b'{') => {
                let literal = bracket != b'(';
                open.push(literal);
                literals += usize::from(literal);
                let span = Span::new(at, at + 1);
                if literals > NESTING {
                    return Some((span, NESTING));
                }
                if open.len() > BRACKETS {
                    return Some((span, BRACKETS));
                }
            }
            b')' | b']' | b'}' => literals -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
        at += 1;
    }
    None
}

fn find(bytes: &[u8], from: usize, byte: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|&found| found == byte).map_or(bytes.len(), |found| from + found)
}

fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != b'"' && bytes[end] != b'\n' {
        end += 1 + usize::from(bytes[end] == b'\\');
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let shallow = format!("x := \"{0}\" # {0}\ny := `{0}\n`\nz := \"a\\\"{0}\"", "[".repeat(99));
        assert_eq!(too_deep(&shallow), None);
    }

    #[test]
    fn the_first_bracket_past_the_bound_is_named() {
        let text = "[".repeat(NESTING + 1);
        assert_eq!(too_deep(&text), Some((Span::new(NESTING, NESTING + 1), NESTING)));
        assert_eq!(too_deep(&"[]".repeat(1000)), None);
        assert_eq!(too_deep(&"(".repeat(BRACKETS + 1)).map(|(_, bound)| bound), Some(BRACKETS));
    }
}
