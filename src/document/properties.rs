//! Properties of Java: flat text, `${..}` replaced by what the file says of it.

use super::draft::{Draft, Drafting, Map};
use super::expand::{self, Expansion};
use super::lines::{Lines, Logical, trimmed};
use super::{Format, Limits, Parsed};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// Variables within variables; the bound of the reader that conftest uses.
const STEPS: usize = 64;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut reader = Reader { draft: Drafting::new(source, limits), comments: Vec::new() };
    let root = reader.run();
    reader.draft.finish_with(reader.comments, Format::Properties, root)
}

/// A line of the file.
struct Entry {
    name: String,
    key: Span,
    raw: String,
    value: Span,
}

struct Reader<'s> {
    draft: Drafting<'s>,
    comments: Vec<Span>,
}

impl<'s> Reader<'s> {
    fn run(&mut self) -> Result<Draft, Problem> {
        let text = &self.draft.source.text;
        let mut entries = Vec::new();
        let mut lines = Lines::new(text);
        while let Some(line) = lines.next() {
            let here = trimmed(text, line);
            let code = self.draft.slice(here);
            if code.starts_with(['#', '!']) {
                self.comments.push(here);
            } else if !code.is_empty() {
                let logical = self.logical(Span { start: here.start, end: line.end }, &mut lines);
                entries.push(self.entry(&logical)?);
            }
        }
        let known: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.name.as_str(), entry)).collect();
        let mut values =
            Values { known: &known, done: HashMap::new(), expansion: Expansion::new(self.draft.limits) };
        let mut map = Map::default();
        for entry in &entries {
            let value = values.of(&entry.raw, entry.value, self.draft.source, 0)?;
            let key = self.draft.key(&entry.name, entry.key);
            map.entries.push((key, self.draft.string(&value, entry.value)?));
        }
        self.draft.map(map)
    }

    /// A line, and those that it goes on in: an odd number of backslashes stands at its end.
    fn logical(&self, first: Span, lines: &mut Lines<'s>) -> Logical {
        let mut logical = Logical::default();
        let mut line = Some(first);
        while let Some(span) = line {
            let text = self.draft.slice(span);
            let goes_on = text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
            let code = if goes_on { &text[..text.len() - 1] } else { text };
            logical.add(code, span.start as usize);
            line = lines.next_if(goes_on).map(|next| {
                let here = trimmed(&self.draft.source.text, next);
                Span { start: here.start, end: next.end }
            });
        }
        logical
    }

    fn entry(&self, logical: &Logical) -> Result<Entry, Problem> {
        let text = &logical.text;
        let mut end = text.len();
        let mut characters = text.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' => {
                    characters.next();
                }
                '=' | ':' | ' ' | '\t' | '\u{c}' => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let blank = [' ', '\t', '\u{c}'];
        let rest = text[end..].trim_start_matches(blank);
        let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(blank);
        let start = text.len() - rest.len();
        let at = |from, to| logical.span(from, to);
        let value = if rest.is_empty() { at(end, end) } else { at(start, text.len()) };
        let unescaped = |text: &str, span: Span| {
            unescaped(text).ok_or_else(|| self.draft.wrong(span, "`\\u` needs four hexadecimal digits"))
        };
        Ok(Entry {
            name: unescaped(&text[..end], at(0, end))?,
            key: at(0, end),
            raw: unescaped(rest, value)?,
            value,
        })
    }
}

impl Lines<'_> {
    /// The next line, if there is to be one.
    fn next_if(&mut self, wanted: bool) -> Option<Span> {
        if wanted { self.next() } else { None }
    }
}

/// Values with their variables replaced.
struct Values<'e> {
    known: &'e HashMap<&'e str, &'e Entry>,
    done: HashMap<&'e str, String>,
    expansion: Expansion,
}

impl<'e> Values<'e> {
    fn of(
        &mut self,
        raw: &'e str,
        at: Span,
        source: &Arc<SourceFile>,
        steps: usize,
    ) -> Result<String, Problem> {
        let mut text = String::new();
        for piece in expand::pieces(raw, false) {
            match piece {
                expand::Piece::Text(part) => text.push_str(part),
                expand::Piece::Name { name, written } => {
                    text.push_str(&self.named(name, at, source, steps)?.unwrap_or(written.to_owned()));
                }
            }
            self.expansion.bound(&text, raw, source, at)?;
        }
        self.expansion.spend(&text, raw, source, at)?;
        Ok(text)
    }

    /// What the file says of a name; nothing where it does not.
    fn named(
        &mut self,
        name: &str,
        at: Span,
        source: &Arc<SourceFile>,
        steps: usize,
    ) -> Result<Option<String>, Problem> {
        let Some((&name, entry)) = self.known.get_key_value(name) else { return Ok(None) };
        if let Some(done) = self.done.get(name) {
            return Ok(Some(done.clone()));
        }
        if steps == STEPS {
            let reason = format!("variables refer to others in more than {STEPS} steps, or in a circle");
            return Err(Problem::syntax(source, at, reason));
        }
        let value = self.of(&entry.raw, at, source, steps + 1)?;
        self.done.insert(name, value.clone());
        Ok(Some(value))
    }
}

/// Text without its escapes; `None` for `\u` without four digits. Halves of a pair become one character.
fn unescaped(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return Some(text.to_owned());
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let meant = match c {
            '\\' => match characters.next() {
                Some('u') => {
                    let digits: String = characters.by_ref().take(4).collect();
                    let hexadecimal = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                    units.push(u16::from_str_radix(&digits, 16).ok().filter(|_| hexadecimal)?);
                    continue;
                }
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some(other) => other,
                None => continue,
            },
            other => other,
        };
        units.extend_from_slice(meant.encode_utf16(&mut [0; 2]));
    }
    Some(String::from_utf16_lossy(&units))
}
