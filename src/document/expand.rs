//! `${NAME}` in values: told apart from text, and bounded where it is replaced.

use super::Limits;
use crate::problem::{Bound, Origin, Problem};
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// A part of a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// A variable, and how it is written.
    Name {
        name: &'t str,
        written: &'t str,
    },
}

/// The parts of a value. `$NAME` counts where variables may stand without braces; a backslash before the sign
/// takes its meaning.
pub(super) fn pieces(text: &str, bare: bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('$').map(|sign| at + sign) {
        let rest = &text[found + 1..];
        if bare && text[from..found].ends_with('\\') {
            pieces.push(Piece::Text(&text[from..found - 1]));
            (from, at) = (found, found + 1);
            continue;
        }
        let name = match rest.strip_prefix('{') {
            Some(braced) => {
                let length = braced.find(|c| !is_letter(c)).unwrap_or(braced.len());
                braced[length..].starts_with('}').then_some((&braced[..length], length + 3))
            }
            None if bare => {
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                Some((&rest[..length], length + 1))
            }
            None => None,
        };
        let Some((name, length)) = name.filter(|(name, _)| !name.is_empty()) else {
            at = found + 1;
            continue;
        };
        pieces.push(Piece::Text(&text[from..found]));
        pieces.push(Piece::Name { name, written: &text[found..found + length] });
        (from, at) = (found + length, found + length);
    }
    pieces.push(Piece::Text(&text[from..]));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// How much text variables have become so far. A few lines could double it at each step.
pub(super) struct Expansion {
    left: u64,
    limit: u64,
}

impl Expansion {
    pub fn new(limits: &Limits) -> Self {
        Expansion { left: limits.expanded, limit: limits.expanded }
    }

    /// Refuses text that has become too long while it is made.
    pub fn bound(
        &self,
        text: &str,
        written: &str,
        source: &Arc<SourceFile>,
        at: Span,
    ) -> Result<u64, Problem> {
        let more = text.len().saturating_sub(written.len()) as u64;
        if more > self.left {
            let at = Origin::new(source, at);
            return Err(Problem::Limit { at, bound: Bound::Variables, limit: self.limit });
        }
        Ok(more)
    }

    /// Counts text that has been made.
    pub fn spend(
        &mut self,
        text: &str,
        written: &str,
        source: &Arc<SourceFile>,
        at: Span,
    ) -> Result<(), Problem> {
        self.left -= self.bound(text, written, source, at)?;
        Ok(())
    }
}
