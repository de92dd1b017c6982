//! INI: sections of keys and values, as conftest reads them, and units of systemd, whose keys may repeat.

use super::draft::{Draft, Drafting, Key, List, Map};
use super::lines::{Lines, Logical, piece, trimmed};
use super::{Format, Limits, NodeKind, Parsed, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// Which INI is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Values have types, and a key stands once.
    Plain,
    /// Values are text, and a key that repeats is a list.
    Systemd,
}

const MARKS: [char; 2] = ['#', ';'];

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits, dialect: Dialect) -> Parsed {
    let mut reader = Reader {
        draft: Drafting::new(source, limits),
        dialect,
        sections: Vec::new(),
        index: HashMap::new(),
        comments: Vec::new(),
        current: None,
    };
    let root = reader.run();
    let format = if dialect == Dialect::Plain { Format::Ini } else { Format::Systemd };
    reader.draft.finish_with(reader.comments, format, root)
}

/// A section: it may be written in several places.
struct Section {
    key: Key,
    map: Map,
    /// Where each key of systemd stands.
    index: HashMap<String, usize>,
}

struct Reader<'s> {
    draft: Drafting<'s>,
    dialect: Dialect,
    sections: Vec<Section>,
    index: HashMap<String, usize>,
    comments: Vec<Span>,
    current: Option<usize>,
}

impl<'s> Reader<'s> {
    fn run(&mut self) -> Result<Draft, Problem> {
        let text = &self.draft.source.text;
        let mut lines = Lines::new(text);
        while let Some(line) = lines.next() {
            let here = trimmed(text, line);
            let code = self.draft.slice(here);
            if code.starts_with(MARKS) {
                self.comments.push(here);
            } else if code.starts_with('[') {
                self.header(here)?;
            } else if !code.is_empty() {
                let logical = self.logical(here, &mut lines);
                self.entry(&logical, here.start > line.start)?;
            }
        }
        let mut root = Map::default();
        for section in std::mem::take(&mut self.sections) {
            root.entries.push((section.key, self.draft.map(section.map)?));
        }
        self.draft.map(root)
    }

    /// A line, and those that it goes on in behind a backslash.
    fn logical(&mut self, first: Span, lines: &mut Lines<'s>) -> Logical {
        let mut logical = Logical::default();
        let mut line = Some(first);
        while let Some(span) = line {
            let text = self.draft.slice(span);
            let code = text.strip_suffix('\\');
            logical.add(code.unwrap_or(text), span.start as usize);
            line = code.and_then(|_| {
                lines.by_ref().find(|next| {
                    // Systemd leaves comments between such lines out.
                    let here = trimmed(&self.draft.source.text, *next);
                    let comment =
                        self.dialect == Dialect::Systemd && self.draft.slice(here).starts_with(MARKS);
                    if comment {
                        self.comments.push(here);
                    }
                    !comment
                })
            });
        }
        logical
    }

    fn header(&mut self, line: Span) -> Result<(), Problem> {
        let text = self.draft.slice(line);
        let Some(end) = text.find(']') else {
            return Err(self.draft.wrong(line, "no `]` ends the name of this section"));
        };
        let rest = trimmed(&self.draft.source.text, piece(line, end + 1, text.len()));
        if self.draft.slice(rest).starts_with(MARKS) {
            self.comments.push(rest);
        } else if !rest.is_empty() {
            return Err(self.draft.wrong(rest, "nothing can stand behind the name of a section"));
        }
        let name = trimmed(&self.draft.source.text, piece(line, 1, end));
        self.open(name, piece(line, 0, end + 1));
        Ok(())
    }

    fn open(&mut self, name: Span, header: Span) {
        let text = self.draft.slice(name);
        if let Some(&at) = self.index.get(text) {
            self.sections[at].map.spread = true;
            self.current = Some(at);
            return;
        }
        self.current = Some(self.sections.len());
        self.index.insert(text.to_owned(), self.sections.len());
        // A map may be told by its header, but begins behind its key.
        let end = Span { start: header.end, end: header.end };
        let map = Map { span: end, head: Some(header).filter(|header| !header.is_empty()), ..Map::default() };
        self.sections.push(Section { key: self.draft.key(text, name), map, index: HashMap::new() });
    }

    fn entry(&mut self, logical: &Logical, indented: bool) -> Result<(), Problem> {
        let text = &logical.text;
        if let Some(span) = template::action_at(text, 0) {
            let span = logical.span(span.start as usize, span.end as usize);
            return Err(Problem::Template { source: self.draft.source.clone(), span });
        }
        let Some((name_end, equals)) = self.delimiter(text) else {
            return self.bare(logical, indented);
        };
        let name = text[..name_end].trim_end();
        if name.is_empty() {
            return Err(self.draft.wrong(logical.span(0, equals + 1), "a value needs a key"));
        }
        let key = self.draft.key(unquoted(name), logical.span(0, name.len()));
        let value = self.value(logical, equals + 1)?;
        self.add(name, key, value);
        Ok(())
    }

    /// Where the key ends, and its sign.
    fn delimiter(&self, text: &str) -> Option<(usize, usize)> {
        let signs: &[char] = if self.dialect == Dialect::Plain { &['=', ':'] } else { &['='] };
        let quoted = match text.chars().next() {
            Some(quote @ ('"' | '`')) => text[1..].find(quote).map_or(0, |end| end + 2),
            _ => 0,
        };
        let comment = comment_in(text).unwrap_or(text.len());
        text[quoted..].find(signs).map(|at| quoted + at).filter(|at| *at < comment).map(|at| (at, at))
    }

    /// A line without a sign: more of the value before it, or a key that is on by standing there.
    fn bare(&mut self, logical: &Logical, indented: bool) -> Result<(), Problem> {
        let text = &logical.text;
        let end = comment_in(text).unwrap_or(text.len());
        let code = text[..end].trim_end();
        let span = logical.span(0, code.len());
        if indented && self.extend(code, span) {
            return Ok(());
        }
        if self.dialect == Dialect::Systemd || code.contains(char::is_whitespace) {
            return Err(self.draft.wrong(span, "this is neither a section nor a key with a value"));
        }
        let key = self.draft.key(code, span);
        let at = Span { start: span.end, end: span.end };
        let value = self.draft.scalar(NodeKind::Bool(true), at)?;
        self.add(code, key, value);
        Ok(())
    }

    /// Adds a line to the last value of the section.
    fn extend(&mut self, code: &str, span: Span) -> bool {
        let section = self.current.and_then(|at| self.sections.get_mut(at));
        let Some((_, Draft::Scalar(kind, at))) = section.and_then(|section| section.map.entries.last_mut())
        else {
            return false;
        };
        let before = match kind {
            NodeKind::String(super::Text::Owned(text)) => std::mem::take(text).into_string(),
            _ => unquoted(self.draft.source.slice(*at)).to_owned(),
        };
        let text = if before.is_empty() { code.to_owned() } else { before + "\n" + code };
        *kind = NodeKind::String(super::Text::Owned(text.into()));
        *at = Span { start: if at.is_empty() { span.start } else { at.start }, end: span.end };
        true
    }

    fn value(&mut self, logical: &Logical, from: usize) -> Result<Draft, Problem> {
        let text = &logical.text;
        let start = from + (text[from..].len() - text[from..].trim_start().len());
        let rest = &text[start..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let closing = quote.filter(|_| self.dialect == Dialect::Plain).and_then(|quote| {
            let end = rest[1..].find(quote)? + 2;
            let behind = rest[end..].trim_start();
            (behind.is_empty() || behind.starts_with(MARKS)).then_some(end)
        });
        let (value, end) = match closing {
            Some(end) => (&rest[1..end - 1], end),
            None => {
                let comment = comment_in(&text[from..]).map(|at| from + at).filter(|at| *at >= start);
                let cut = self.dialect == Dialect::Plain;
                let code = comment.filter(|_| cut).map_or(rest, |at| &text[start..at]).trim_end();
                (code, code.len())
            }
        };
        let behind = text[start + end..].trim();
        if behind.starts_with(MARKS) {
            let at = start + end + (text[start + end..].len() - text[start + end..].trim_start().len());
            self.comments.push(logical.span(at, at + behind.len()));
        }
        let span = if value.is_empty() && end == 0 {
            logical.span(from, from)
        } else {
            logical.span(start, start + end)
        };
        match typed(value).filter(|_| self.dialect == Dialect::Plain) {
            Some(kind) => self.draft.scalar(kind, span),
            None => self.draft.string(value, span),
        }
    }

    fn add(&mut self, name: &str, key: Key, value: Draft) {
        if self.current.is_none() {
            self.open(Span::default(), Span::default());
        }
        let Some(section) = self.current.and_then(|at| self.sections.get_mut(at)) else { return };
        let known = section.index.get(name).filter(|_| self.dialect == Dialect::Systemd);
        let Some((_, earlier)) = known.and_then(|at| section.map.entries.get_mut(*at)) else {
            section.index.insert(name.to_owned(), section.map.entries.len());
            section.map.entries.push((key, value));
            return;
        };
        match earlier {
            Draft::List(list) => list.items.push(value),
            one => {
                let first = std::mem::replace(one, Draft::List(List { spread: true, ..List::default() }));
                if let Draft::List(list) = one {
                    list.items = vec![first, value];
                }
            }
        }
    }
}

/// Where a comment begins in a line: at a mark behind white space.
fn comment_in(text: &str) -> Option<usize> {
    let mut before = 'x';
    for (at, c) in text.char_indices() {
        if MARKS.contains(&c) && before.is_whitespace() {
            return Some(at);
        }
        before = c;
    }
    None
}

fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    ['"', '`', '\''].into_iter().find_map(inner).unwrap_or(text)
}

/// A number or boolean, as conftest tells them from text.
fn typed(text: &str) -> Option<NodeKind> {
    match text {
        "t" | "T" | "true" | "TRUE" | "True" => return Some(NodeKind::Bool(true)),
        "f" | "F" | "false" | "FALSE" | "False" => return Some(NodeKind::Bool(false)),
        _ => {}
    }
    if !text.ends_with(|c: char| c.is_ascii_digit() || c == '.') || text.contains(|c: char| c.is_whitespace())
    {
        return None;
    }
    if let Ok(number) = text.parse() {
        return Some(NodeKind::Int(number));
    }
    text.parse::<f64>().ok().map(|_| NodeKind::decimal(text))
}
