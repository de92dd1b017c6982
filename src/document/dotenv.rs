//! Files of environment variables: flat text, `${..}` replaced by what stands before it in the file.

use super::draft::{Draft, Drafting, Map};
use super::expand::{self, Expansion};
use super::lines::trimmed;
use super::{Format, Limits, Parsed, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut reader = Reader {
        draft: Drafting::new(source, limits),
        at: 0,
        known: HashMap::new(),
        comments: Vec::new(),
        expansion: Expansion::new(limits),
    };
    let root = reader.run();
    reader.draft.finish_with(reader.comments, Format::Dotenv, root)
}

struct Reader<'s> {
    draft: Drafting<'s>,
    at: usize,
    known: HashMap<String, String>,
    comments: Vec<Span>,
    expansion: Expansion,
}

impl<'s> Reader<'s> {
    fn text(&self) -> &'s str {
        &self.draft.source.text
    }

    /// The rest of the line from a place on, without its break.
    fn line(&self, from: usize) -> Span {
        let rest = &self.text()[from..];
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        Span::new(from, from + rest[..length].trim_end_matches('\r').len())
    }

    fn run(&mut self) -> Result<Draft, Problem> {
        let mut map = Map::default();
        while self.at < self.text().len() {
            let line = self.line(self.at);
            let here = trimmed(self.text(), line);
            let code = self.draft.slice(here);
            if code.starts_with('#') {
                self.comments.push(here);
            } else if !code.is_empty() {
                self.entry(here, &mut map)?;
            }
            self.next_line();
        }
        self.draft.map(map)
    }

    fn next_line(&mut self) {
        let rest = &self.text()[self.at..];
        self.at += memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |length| length + 1);
    }

    fn entry(&mut self, line: Span, map: &mut Map) -> Result<(), Problem> {
        let text = self.draft.slice(line);
        let code = text.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or(text);
        let start = line.start as usize + (text.len() - code.trim_start().len());
        let code = code.trim_start();
        let name = code.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
        let length = code.len() - name.len();
        let sign = name.trim_start();
        let colon = sign.starts_with(':') && sign[1..].starts_with([' ', '\t']);
        if length == 0 || !(sign.starts_with('=') || colon) {
            return Err(match template::action_around(self.text(), line.start as usize) {
                Some(span) => Problem::Template { source: self.draft.source.clone(), span },
                None => self.draft.wrong(line, "this is not of the form NAME=VALUE"),
            });
        }
        let key = Span::new(start, start + length);
        let from = start + (code.len() - sign.len()) + 1;
        let (value, span) = self.value(from, line)?;
        let name = self.draft.slice(key);
        let entry = self.draft.string(&value, span)?;
        map.entries.push((self.draft.key(name, key), entry));
        self.known.insert(name.to_owned(), value);
        Ok(())
    }

    fn value(&mut self, from: usize, line: Span) -> Result<(String, Span), Problem> {
        let rest = Span::new(from, line.end as usize);
        let here = trimmed(self.text(), rest);
        self.at = line.end as usize;
        let code = self.draft.slice(here);
        match code.chars().next() {
            None => Ok((String::new(), Span::new(from, from))),
            Some(quote @ ('"' | '\'' | '`')) => self.quoted(here.start as usize, quote),
            Some('#') => {
                self.comments.push(here);
                Ok((String::new(), Span::new(from, from)))
            }
            Some(_) => {
                let comment = [" #", "\t#"].iter().filter_map(|mark| code.find(mark)).min();
                let value = code[..comment.unwrap_or(code.len())].trim_end();
                let span = Span::new(here.start as usize, here.start as usize + value.len());
                if let Some(at) = comment {
                    self.comments.push(Span::new(here.start as usize + at + 1, here.end as usize));
                }
                Ok((self.expanded(value, span)?, span))
            }
        }
    }

    /// Text in quotes, on several lines if need be. Single quotes keep everything as it is.
    fn quoted(&mut self, start: usize, quote: char) -> Result<(String, Span), Problem> {
        let text = self.text();
        let mut raw = String::new();
        let mut characters = text[start + 1..].char_indices();
        while let Some((at, c)) = characters.next() {
            if c == quote {
                let span = Span::new(start, start + 1 + at + 1);
                self.behind(span.end as usize)?;
                let value = if quote == '"' { self.expanded(&raw, span)? } else { raw };
                return Ok((value, span));
            }
            if c == '\\' && quote == '"' {
                match characters.next() {
                    Some((_, 'n')) => raw.push('\n'),
                    Some((_, 'r')) => raw.push('\r'),
                    Some((_, 't')) => raw.push('\t'),
                    // Told from a variable where those are replaced.
                    Some((_, '$')) => raw.push_str("\\$"),
                    Some((_, other)) => raw.push(other),
                    None => break,
                }
            } else {
                raw.push(c);
            }
        }
        Err(self.draft.wrong(Span::new(start, start + 1), "no quote ends this text"))
    }

    /// Behind quotes, a comment may stand and nothing else.
    fn behind(&mut self, from: usize) -> Result<(), Problem> {
        self.at = from;
        let rest = trimmed(self.text(), self.line(from));
        match self.draft.slice(rest).chars().next() {
            None => Ok(()),
            Some('#') => {
                self.comments.push(rest);
                Ok(())
            }
            Some(_) => Err(self.draft.wrong(rest, "nothing can stand behind the quote that ends a text")),
        }
    }

    fn expanded(&mut self, value: &str, at: Span) -> Result<String, Problem> {
        let pieces = expand::pieces(value, true);
        let mut text = String::new();
        for piece in pieces {
            match piece {
                expand::Piece::Text(part) => text.push_str(part),
                expand::Piece::Name { name, written } => {
                    text.push_str(self.known.get(name).map_or(written, String::as_str));
                }
            }
            self.expansion.bound(&text, value, self.draft.source, at)?;
        }
        self.expansion.spend(&text, value, self.draft.source, at)?;
        Ok(text)
    }
}
