//! nginx: directives with parameters, and blocks of them, in the shape that conftest gives.

use super::draft::{Draft, Drafting, Key, List, Map, NOWHERE};
use super::{Format, Limits, Parsed, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut reader = Reader { draft: Drafting::new(source, limits), at: 0, comments: Vec::new() };
    let root = reader.run();
    reader.draft.finish_with(reader.comments, Format::Nginx, root)
}

enum Token {
    /// A name or a parameter, quotes taken away.
    Word(String, Span),
    Semicolon,
    Open,
    Close,
    End,
}

/// A directive of which the name has been read.
struct Directive {
    name: Span,
    text: String,
    parameters: Vec<Draft>,
}

/// A block under way.
struct Open {
    /// The directive that it belongs to; none for the file.
    owner: Option<Directive>,
    start: usize,
    directives: Vec<Draft>,
}

struct Reader<'s> {
    draft: Drafting<'s>,
    at: usize,
    comments: Vec<Span>,
}

impl<'s> Reader<'s> {
    /// Reads the file with a stack of its own.
    fn run(&mut self) -> Result<Draft, Problem> {
        let mut stack = vec![Open { owner: None, start: 0, directives: Vec::new() }];
        let mut directive: Option<Directive> = None;
        loop {
            let from = self.at;
            match (self.token()?, directive.take()) {
                (Token::Word(text, name), None) => {
                    directive = Some(Directive { name, text, parameters: Vec::new() });
                }
                (Token::Word(text, at), Some(mut of)) => {
                    let parameter = self.draft.string(&text, at)?;
                    of.parameters.push(parameter);
                    directive = Some(of);
                }
                (Token::Semicolon, Some(of)) => {
                    let made = self.directive(of, None)?;
                    self.add(&mut stack, made);
                }
                (Token::Open, Some(of)) if of.text.ends_with("_by_lua_block") => {
                    let made = self.lua(of)?;
                    self.add(&mut stack, made);
                }
                (Token::Open, Some(of)) => {
                    if stack.len() * LEVELS >= self.draft.limits.depth {
                        return Err(self.draft.too_deep(Span::new(self.at - 1, self.at)));
                    }
                    stack.push(Open { owner: Some(of), start: self.at - 1, directives: Vec::new() });
                }
                (Token::Close, None) if stack.len() > 1 => {
                    let Some(Open { owner: Some(of), start, directives }) = stack.pop() else { continue };
                    let block = self.block(Span::new(start, self.at), directives)?;
                    let made = self.directive(of, Some(block))?;
                    self.add(&mut stack, made);
                }
                (Token::End, None) if stack.len() == 1 => break,
                (token, open) => return Err(self.unexpected(token, from, open, &stack)),
            }
        }
        let directives = stack.pop().map(|file| file.directives).unwrap_or_default();
        self.block(NOWHERE, directives)
    }

    fn add(&mut self, stack: &mut [Open], made: Draft) {
        if let Some(open) = stack.last_mut() {
            open.directives.push(made);
        }
    }

    fn unexpected(&self, token: Token, from: usize, open: Option<Directive>, stack: &[Open]) -> Problem {
        let text = &self.draft.source.text;
        if let Some(span) = template::action_around(text, self.at) {
            return Problem::Template { source: self.draft.source.clone(), span };
        }
        match (token, open, stack) {
            (Token::End, Some(of), _) => self.draft.wrong(of.name, "no `;` ends this directive"),
            (Token::End, None, [.., Open { owner: Some(of), .. }]) => {
                self.draft.wrong(of.name, "no `}` ends the block of this directive")
            }
            (Token::Close, Some(of), _) => self.draft.wrong(of.name, "no `;` ends this directive"),
            _ => {
                let at = Span::new(self.at.saturating_sub(1).max(from), self.at);
                self.draft.wrong(at, "a directive has to begin here")
            }
        }
    }

    fn block(&mut self, span: Span, directives: Vec<Draft>) -> Result<Draft, Problem> {
        let at = if span == NOWHERE { Span::default() } else { Span { start: span.start, end: span.start } };
        let list = self.draft.list(List { span: at, items: directives, spread: true })?;
        let entries = vec![(Key::label("directives", at), list)];
        self.draft.map(Map { span, entries, ..Map::default() })
    }

    fn directive(&mut self, of: Directive, block: Option<Draft>) -> Result<Draft, Problem> {
        let name = self.draft.string(&of.text, of.name)?;
        let end = Span { start: of.name.end, end: of.name.end };
        let parameters = self.draft.list(List { span: end, items: of.parameters, spread: false })?;
        let mut entries =
            vec![(Key::label("name", of.name), name), (Key::label("parameters", end), parameters)];
        if let Some(block) = block {
            entries.push((Key::label("block", end), block));
        }
        let span = Span::new(of.name.start as usize, self.at);
        self.draft.map(Map { span, entries, spread: false, head: Some(of.name) })
    }

    /// Code in another language: one parameter.
    fn lua(&mut self, mut of: Directive) -> Result<Draft, Problem> {
        let start = self.at;
        let Some(end) = closing_brace(&self.draft.source.text, start) else {
            return Err(self.draft.wrong(of.name, "no `}` ends the code of this directive"));
        };
        of.parameters.push(self.draft.verbatim(Span::new(start, end))?);
        self.at = end + 1;
        self.directive(of, None)
    }

    fn token(&mut self) -> Result<Token, Problem> {
        self.skip();
        let start = self.at;
        let rest = &self.draft.source.text[start..];
        let Some(first) = rest.chars().next() else { return Ok(Token::End) };
        self.at += first.len_utf8();
        match first {
            ';' => Ok(Token::Semicolon),
            '{' => Ok(Token::Open),
            '}' => Ok(Token::Close),
            '"' | '\'' => self.quoted(start, first),
            _ => {
                self.at = start + word_length(rest);
                let span = Span::new(start, self.at);
                Ok(Token::Word(self.draft.slice(span).to_owned(), span))
            }
        }
    }

    fn skip(&mut self) {
        let text = &self.draft.source.text;
        loop {
            let rest = &text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            if !text[self.at..].starts_with('#') {
                return;
            }
            let length = text[self.at..].find('\n').unwrap_or(text.len() - self.at);
            let comment = text[self.at..self.at + length].trim_end();
            self.comments.push(Span::new(self.at, self.at + comment.len()));
            self.at += length;
        }
    }

    /// A backslash keeps the quote behind it from ending the text.
    fn quoted(&mut self, start: usize, quote: char) -> Result<Token, Problem> {
        let text = &self.draft.source.text;
        let mut value = String::new();
        let mut characters = text[self.at..].char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' => match characters.next() {
                    Some((_, next)) => match escaped(next, quote) {
                        Some(meant) => value.push(meant),
                        None => value.extend(['\\', next]),
                    },
                    None => break,
                },
                _ if c == quote => {
                    self.at += at + 1;
                    return Ok(Token::Word(value, Span::new(start, self.at)));
                }
                _ => value.push(c),
            }
        }
        Err(self.draft.wrong(Span::new(start, start + 1), "no quote ends this text"))
    }
}

/// What a backslash and a character in quotes mean together.
fn escaped(next: char, quote: char) -> Option<char> {
    match next {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '\\' => Some('\\'),
        _ => (next == quote).then_some(quote),
    }
}

/// Levels of the tree that a block is: the directive, its block, its list.
const LEVELS: usize = 3;

/// The length of a word: `${` begins a variable, and what a backslash stands before ends nothing.
fn word_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut variable = false;
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            '$' if characters.peek().is_some_and(|(_, next)| *next == '{') => {
                characters.next();
                variable = true;
            }
            '}' if variable => variable = false,
            _ if c.is_whitespace() || matches!(c, ';' | '{' | '}') => return at,
            _ => {}
        }
    }
    text.len()
}

/// The brace that ends code of Lua, whose strings and comments may hold others.
fn closing_brace(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (from, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && !matches!(bytes[at], b'\n') && bytes[at] != quote {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
            }
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}
