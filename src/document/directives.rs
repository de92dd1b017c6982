//! Files of directives, one a line: a name and its parameters. What differs from program to program is in a
//! small table.

mod dialect;

use super::draft::{Draft, Drafting, Key, List, Map, NOWHERE};
use super::lines::{Lines, Logical, trimmed};
use super::{Format, Limits, Parsed};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use dialect::Dialect;
use std::sync::Arc;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut reader = Reader {
        draft: Drafting::new(source, limits),
        dialect: Dialect::of(&source.path),
        stack: vec![Block::default()],
        comments: Vec::new(),
    };
    let root = reader.run();
    reader.draft.finish_with(reader.comments, Format::Directives, root)
}

/// A word of a line, with its quotes taken away.
struct Word {
    text: String,
    span: Span,
    quoted: bool,
}

/// A block under way; the first is the file.
#[derive(Default)]
struct Block {
    words: Vec<Word>,
    directives: Vec<Draft>,
    start: Span,
}

struct Reader<'s> {
    draft: Drafting<'s>,
    dialect: &'static Dialect,
    stack: Vec<Block>,
    comments: Vec<Span>,
}

impl<'s> Reader<'s> {
    fn run(&mut self) -> Result<Draft, Problem> {
        let text = &self.draft.source.text;
        let mut lines = Lines::new(text);
        while let Some(line) = lines.next() {
            let line = trimmed(text, line);
            if self.dialect.is_comment(self.draft.slice(line)) {
                self.comments.push(line);
            } else if !line.is_empty() {
                let logical = self.logical(line, &mut lines);
                self.line(&logical)?;
            }
        }
        if self.stack.len() > 1 {
            let at = self.stack.last().map(|block| block.start).unwrap_or_default();
            return Err(self.draft.wrong(at, "no `}` ends this block"));
        }
        let block = self.stack.pop().unwrap_or_default();
        self.block(NOWHERE, block.directives)
    }

    /// A line, and those that it goes on in behind a backslash.
    fn logical(&self, first: Span, lines: &mut Lines<'s>) -> Logical {
        let mut logical = Logical::default();
        let mut line = Some(first);
        while let Some(span) = line {
            let text = self.draft.slice(span);
            let code = text.strip_suffix('\\').filter(|_| self.dialect.continues);
            logical.add(code.unwrap_or(text), span.start as usize);
            line = code.and_then(|_| lines.next());
        }
        logical
    }

    fn line(&mut self, logical: &Logical) -> Result<(), Problem> {
        let mut words = self.words(logical)?;
        let sign =
            |word: Option<&Word>, sign: &str| word.is_some_and(|word| !word.quoted && word.text == sign);
        if self.dialect.blocks && words.len() == 1 && sign(words.first(), "}") {
            return self.close(words[0].span);
        }
        if self.dialect.blocks && sign(words.last(), "{") {
            let start = words.pop().map(|brace| brace.span).unwrap_or_default();
            if self.stack.len() * 3 >= self.draft.limits.depth {
                return Err(self.draft.too_deep(start));
            }
            self.stack.push(Block { words, directives: Vec::new(), start });
            return Ok(());
        }
        if !words.is_empty() {
            let directive = self.directive(words, None)?;
            self.add(directive);
        }
        Ok(())
    }

    fn close(&mut self, brace: Span) -> Result<(), Problem> {
        if self.stack.len() == 1 {
            return Err(self.draft.wrong(brace, "no block is open here"));
        }
        let Some(block) = self.stack.pop() else { return Ok(()) };
        let span = Span { start: block.start.start, end: brace.end };
        let inner = self.block(span, block.directives)?;
        let directive = self.directive(block.words, Some((span, inner)))?;
        self.add(directive);
        Ok(())
    }

    fn add(&mut self, directive: Draft) {
        if let Some(block) = self.stack.last_mut() {
            block.directives.push(directive);
        }
    }

    fn block(&mut self, span: Span, directives: Vec<Draft>) -> Result<Draft, Problem> {
        let at = if span == NOWHERE { Span::default() } else { Span { start: span.start, end: span.start } };
        let list = self.draft.list(List { span: at, items: directives, spread: true })?;
        self.draft.map(Map { span, entries: vec![(Key::label("directives", at), list)], ..Map::default() })
    }

    fn directive(&mut self, words: Vec<Word>, block: Option<(Span, Draft)>) -> Result<Draft, Problem> {
        let mut words = words.into_iter();
        // A block of Caddy may have no name: the options of the file.
        let fallback = block.as_ref().map(|(span, _)| *span).unwrap_or_default();
        let nothing = Span { start: fallback.start, end: fallback.start };
        let first = words.next().unwrap_or(Word { text: String::new(), span: nothing, quoted: false });
        let end = Span { start: first.span.end, end: first.span.end };
        let name = self.draft.string(&first.text, first.span)?;
        let items = words.map(|word| self.draft.string(&word.text, word.span)).collect::<Result<_, _>>()?;
        let parameters = self.draft.list(List { span: end, items, spread: false })?;
        let mut entries =
            vec![(Key::label("name", first.span), name), (Key::label("parameters", end), parameters)];
        if let Some((_, inner)) = block {
            entries.push((Key::label("block", end), inner));
        }
        self.draft.map(Map { span: first.span, entries, spread: false, head: Some(first.span) })
    }

    /// The words of a line up to a comment.
    fn words(&mut self, logical: &Logical) -> Result<Vec<Word>, Problem> {
        let text = &logical.text;
        let mut words: Vec<Word> = Vec::new();
        let mut at = 0;
        loop {
            let rest = &text[at..];
            at += rest.len() - rest.trim_start().len();
            let rest = &text[at..];
            let Some(first) = rest.chars().next() else { return Ok(words) };
            if self.dialect.ends_line(rest) {
                let end = text.trim_end().len();
                self.comments.push(logical.span(at, end.max(at)));
                return Ok(words);
            }
            // `=` stands between the name and the value alone.
            if words.len() == 1 && first == '=' && self.dialect.equals {
                at += 1;
                continue;
            }
            let (word, end) = self.word(logical, at, words.is_empty())?;
            words.push(word);
            at = end;
        }
    }

    fn word(&self, logical: &Logical, start: usize, name: bool) -> Result<(Word, usize), Problem> {
        let text = &logical.text;
        let mut value = String::new();
        let mut quote: Option<char> = None;
        let mut quoted = false;
        let mut end = text.len();
        let mut characters = text[start..].char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            match quote {
                Some(open) if c == open && self.dialect.doubled && next == Some(open) => {
                    characters.next();
                    value.push(open);
                }
                Some(open) if c == open => quote = None,
                Some('"' | '`') if c == '\\' && matches!(next, Some('"' | '\\')) => {
                    value.extend(characters.next().map(|(_, next)| next));
                }
                None if self.dialect.quotes.contains(c) && (value.is_empty() || self.dialect.inner) => {
                    (quote, quoted) = (Some(c), true);
                }
                None if c.is_whitespace() || (name && c == '=' && self.dialect.equals) => {
                    end = start + at;
                    break;
                }
                None if c == '\\' && self.dialect.escapes => {
                    value.extend(characters.next().map(|(_, next)| next));
                }
                _ => value.push(c),
            }
        }
        if quote.is_some() {
            let at = logical.span(start, (start + 1).min(text.len()));
            return Err(self.draft.wrong(at, "no quote ends this text"));
        }
        Ok((Word { text: value, span: logical.span(start, end), quoted }, end))
    }
}
