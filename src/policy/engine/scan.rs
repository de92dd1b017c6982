//! A look at the tokens of a policy before the engine parses it.
//!
//! The engine's parser takes twice the time for every further level of nested array, object and set
//! literals, and any deep nesting ends in a stack overflow, which no one can catch.

use crate::problem::Bound;
use crate::source::Span;

/// Deepest nesting of `[` and `{`: the engine then needs about a second in the worst case.
pub const NESTING: usize = 14;
/// Deepest nesting of any brackets.
pub const BRACKETS: usize = 200;

/// Longest reference, in steps: the engine's time grows with the square of it.
pub const STEPS: usize = 1000;

/// The first byte beyond a bound, with that bound.
pub fn too_deep(text: &str) -> Option<(Span, Bound, usize)> {
    let bytes = text.as_bytes();
    let (mut nesting, mut at) = (Nesting::default(), 0usize);
    while at < bytes.len() {
        if let Some((bound, limit)) = nesting.byte(bytes[at]) {
            return Some((Span::new(at, at + 1), bound, limit));
        }
        at = match bytes[at] {
            b'#' => find(bytes, at, b'\n'),
            b'"' => string_end(bytes, at),
            b'`' => find(bytes, at + 1, b'`'),
            _ => at,
        } + 1;
    }
    None
}

/// How deep brackets are nested, and how long the reference is that is being read.
#[derive(Default)]
struct Nesting {
    /// For each open bracket: whether it may open a literal, and the steps of the reference before it.
    open: Vec<(bool, usize)>,
    literals: usize,
    steps: usize,
}

impl Nesting {
    /// Takes a byte that stands outside of strings and comments; gives the bound that it breaks.
    fn byte(&mut self, byte: u8) -> Option<(Bound, usize)> {
        match byte {
            b'(' | b'[' | b'{' => {
                let literal = byte != b'(';
                self.open.push((literal, std::mem::take(&mut self.steps)));
                self.literals += usize::from(literal);
            }
            b')' | b']' | b'}' => {
                // A reference goes on behind its bracket.
                let (literal, before) = self.open.pop().unwrap_or_default();
                self.literals -= usize::from(literal);
                self.steps = before + 1;
            }
            b'.' => self.steps += 1,
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => {}
            _ => self.steps = 0,
        }
        if self.literals > NESTING {
            Some((Bound::PolicyNesting, NESTING))
        } else if self.open.len() > BRACKETS {
            Some((Bound::PolicyNesting, BRACKETS))
        } else {
            (self.steps > STEPS).then_some((Bound::PolicyReference, STEPS))
        }
    }
}

/// True for a text that cannot be version 0: it uses a word that only version 1 or an import makes a
/// keyword. Read as version 0 all the same, the engine prints its lines to standard error as they are.
pub fn newer_than_v0(text: &str) -> bool {
    let imported = |word: &str| {
        text.lines().map(|line| line.split('#').next().unwrap_or(line).trim()).any(|line| {
            let Some(name) = line.strip_prefix("import ") else { return false };
            let all = ["rego.v1", "future.keywords"].contains(&name.trim());
            all || name.trim().strip_prefix("future.keywords.").is_some_and(|name| name.starts_with(word))
        })
    };
    let every = imported("every");
    ["if", "in", "every"]
        .into_iter()
        .any(|word| has_word(text, word) && !imported(word) && !(word == "in" && every))
}

/// True if a word stands in the text outside of strings and comments.
fn has_word(text: &str, word: &str) -> bool {
    let bytes = text.as_bytes();
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'.';
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = find(bytes, at, b'\n'),
            b'"' => at = string_end(bytes, at),
            b'`' => at = find(bytes, at + 1, b'`'),
            byte if part(&byte) => {
                let length = bytes[at..].iter().take_while(|byte| part(byte)).count();
                if &bytes[at..at + length] == word.as_bytes() {
                    return true;
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// Behind the token that starts at an offset: a string or a comment as a whole, else one byte.
pub fn token_end(bytes: &[u8], at: usize) -> usize {
    let end = match bytes[at] {
        // The line break is no part of the comment.
        b'#' => return find(bytes, at, b'\n'),
        b'"' => string_end(bytes, at),
        b'`' => find(bytes, at + 1, b'`'),
        _ => at,
    };
    (end + 1).min(bytes.len())
}

fn find(bytes: &[u8], from: usize, byte: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr::memchr(byte, rest).map_or(bytes.len(), |found| from + found)
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
    fn keywords_without_an_import_tell_version_1() {
        for text in ["deny contains \"x\" if {", "a := b in c", "import future.keywords.in\nx if true"] {
            assert!(newer_than_v0(text), "{text}");
        }
        for text in [
            "deny[msg] { contains(input.a, \"if\") } # if",
            "import future.keywords\nx if true",
            "import rego.v1\nx if y in z",
            "import future.keywords.every # for all\nx { every y in z { y } }",
            "input.if.in.every",
        ] {
            assert!(!newer_than_v0(text), "{text}");
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let shallow = format!("x := \"{0}\" # {0}\ny := `{0}\n`\nz := \"a\\\"{0}\"", "[".repeat(99));
        assert_eq!(too_deep(&shallow), None);
    }

    #[test]
    fn the_first_bracket_past_the_bound_is_named() {
        let text = "[".repeat(NESTING + 1);
        assert_eq!(too_deep(&text), Some((Span::new(NESTING, NESTING + 1), Bound::PolicyNesting, NESTING)));
        assert_eq!(too_deep(&"[] ".repeat(2000)), None);
        assert_eq!(too_deep(&"(".repeat(BRACKETS + 1)).map(|(_, _, limit)| limit), Some(BRACKETS));
    }

    #[test]
    fn steps_count_within_one_reference_only() {
        let limit = |text: &str| too_deep(text).map(|(_, bound, _)| bound);
        assert_eq!(limit(&".b".repeat(STEPS + 1)), Some(Bound::PolicyReference));
        assert_eq!(limit(&"[ x + 1 ].b".repeat(STEPS)), Some(Bound::PolicyReference));
        assert_eq!(limit(&"a.b.c, ".repeat(STEPS)), None);
        assert_eq!(limit(&format!("[{}]", "a.b(1).c,".repeat(STEPS))), None);
    }
}
