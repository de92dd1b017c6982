//! Lists of what to ignore (`.gitignore`, `.dockerignore`), in the shape that conftest gives: an entry a line.

use super::draft::{Draft, Drafting, Key, List, Map};
use super::lines::piece;
use super::{Format, Limits, Parsed};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut reader = Reader { draft: Drafting::new(source, limits), comments: Vec::new() };
    let root = reader.run();
    reader.draft.finish_with(reader.comments, Format::Ignore, root)
}

struct Reader<'s> {
    draft: Drafting<'s>,
    comments: Vec<Span>,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<Draft, Problem> {
        let mut list = List { spread: true, ..List::default() };
        let mut at = 0;
        // As in conftest, the end of the last line begins another one, which is empty.
        for line in self.draft.source.text.split('\n') {
            let text = line.strip_suffix('\r').unwrap_or(line);
            list.items.push(self.entry(Span::new(at, at + text.len()))?);
            at += line.len() + 1;
        }
        self.draft.list(list)
    }

    fn entry(&mut self, line: Span) -> Result<Draft, Problem> {
        let text = self.draft.slice(line);
        let code = text.trim_end_matches([' ', '\t']);
        let code = if code.ends_with('\\') && code.len() < text.len() { &text[..=code.len()] } else { code };
        let (kind, value, span) = if code.is_empty() {
            ("Empty", text.to_owned(), line)
        } else if let Some(comment) = code.strip_prefix('#') {
            let said = comment.trim();
            let start = code.len() - comment.trim_start().len();
            self.comments.push(piece(line, 0, code.len()));
            ("Comment", said.to_owned(), piece(line, start, start + said.len()))
        } else if let Some(path) = code.strip_prefix('!') {
            ("NegatedPath", unescaped(path), piece(line, 1, code.len()))
        } else {
            ("Path", unescaped(code), piece(line, 0, code.len()))
        };
        let entries = vec![
            (Key::label("Kind", line), self.draft.string(kind, line)?),
            (Key::label("Value", span), self.draft.string(&value, span)?),
            (Key::label("Original", line), self.draft.string(text, line)?),
        ];
        self.draft.map(Map { span: line, entries, spread: false, head: Some(span) })
    }
}

/// A backslash goes, and two are one.
fn unescaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}
