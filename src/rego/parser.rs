//! From the text of a policy to its tree.
//!
//! The grammar is that of OPA 1.20, v0 and v1. A mistake costs the statement of the file that it is in: reading goes on
//! with the next one, so that one run tells of all. Text is read twice at few places only, and never within each other:
//! behind `if {`, where a literal may stand, behind a comma that `in` may follow, and at brackets with `and` or `or`.

mod collection;
mod header;
mod infix;
mod logical;
mod message;
mod query;
mod recover;
mod reference;
mod rule;
mod scalar;
mod term;

use super::ast::{Tree, Version};
use super::lexer::{Fault, Keyword, Keywords, Kind, Lexer, Mark, Token};
use super::{Limit, Mistake, MistakeKind};
use crate::source::Span;
use std::collections::HashSet;

/// How deep brackets, terms and queries may nest, and how many operators may follow each other.
pub const NESTING: u32 = 256;

/// How many mistakes are told of one file.
pub const MISTAKES: usize = 20;

/// Which Rego a text is to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// As v1; what parses only as v0 is read as v0.
    #[default]
    Auto,
    /// As before OPA 1.0.
    V0,
    /// As since OPA 1.0.
    V1,
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// Every statement that could be read.
    pub tree: Tree,
    /// What could not, in the order of the text. A second place of a mistake is in the same file, which has index 0.
    pub mistakes: Vec<Mistake>,
}

/// Reads a policy.
pub fn parse(text: &str, language: Language) -> Parsed {
    let (v1, v0) = match language {
        Language::V1 => return Parser::new(text, Version::V1).file().0,
        Language::V0 => return Parser::new(text, Version::V0).file().0,
        Language::Auto => match Parser::new(text, Version::V1).file() {
            (parsed, _) if parsed.mistakes.is_empty() => return parsed,
            read => (read, Parser::new(text, Version::V0).file().0),
        },
    };
    let (v1, modern) = v1;
    let plainly_v0 = !modern && v0.mistakes.len() < v1.mistakes.len();
    if v0.mistakes.is_empty() || plainly_v0 { v0 } else { v1 }
}

/// The statement at hand cannot be read; the mistake is noted.
struct Stop;

/// What was read, unless a mistake stopped it.
type Read<T> = Result<T, Stop>;

/// Reads one file.
struct Parser<'t> {
    lexer: Lexer<'t>,
    /// The next token.
    token: Token,
    /// Where the last token read ends.
    end: u32,
    /// The last token read.
    last: Span,
    /// Terms and queries that are open.
    depth: u32,
    /// Where the statement of the file that is being read begins.
    statement_start: u32,
    /// How deep the term or query that was read last is.
    height: u32,
    /// True while mistakes are not noted, because there is a second reading.
    quiet: bool,
    /// True where `if` and `contains` are demanded.
    strict: bool,
    /// True if a head used `if` or `contains`.
    modern: bool,
    mistakes: Vec<Mistake>,
    tree: Tree,
    /// Brackets at which [`Parser::attempt_once`] failed.
    failed: HashSet<u32>,
}

/// A place to come back to.
struct Bookmark {
    place: usize,
    token: Token,
    end: u32,
    depth: u32,
    comments: usize,
    fault: Option<(Fault, Span)>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, version: Version) -> Self {
        let keywords = if version == Version::V1 { Keywords::v1() } else { Keywords::default() };
        let mut lexer = Lexer::new(text, keywords);
        let token = lexer.token();
        Parser {
            lexer,
            token,
            end: 0,
            last: Span::default(),
            depth: 0,
            statement_start: 0,
            height: 0,
            quiet: false,
            strict: version == Version::V1,
            modern: false,
            mistakes: Vec::new(),
            tree: Tree { version, ..Tree::default() },
            failed: HashSet::new(),
        }
    }

    /// Takes the next token.
    fn take(&mut self) -> Token {
        let token = self.token;
        (self.end, self.last) = (token.span.end, token.span);
        self.token = self.lexer.token();
        token
    }

    /// Takes this punctuation, if it is next.
    fn take_mark(&mut self, mark: Mark) -> bool {
        let is = self.token.is(mark);
        if is {
            self.take();
        }
        is
    }

    /// The text of a token.
    fn text(&self, span: Span) -> &'t str {
        &self.lexer.text()[span.range()]
    }

    /// From a place to the end of the last token read.
    fn since(&self, start: u32) -> Span {
        Span { start, end: self.end.max(start) }
    }

    /// True if the next token touches the last one and is this punctuation: a step of a reference.
    fn touches(&self, mark: Mark) -> bool {
        self.token.is(mark) && self.token.span.start == self.end
    }

    /// A keyword that a dot or bracket touches is a name: `if.x`.
    fn keyword_as_name(&mut self) {
        let next = self.lexer.text().as_bytes().get(self.token.span.end as usize);
        if matches!(self.token.kind, Kind::Keyword(_)) && matches!(next, Some(b'.' | b'[')) {
            self.token.kind = Kind::Name;
        }
    }

    /// `and(x, y)` and `or(x, y)` are calls where a term is expected.
    fn logical_as_name(&mut self) {
        let next = self.lexer.text().as_bytes().get(self.token.span.end as usize);
        if matches!(self.token.kind, Kind::Keyword(Keyword::And | Keyword::Or)) && next == Some(&b'(') {
            self.token.kind = Kind::Name;
        }
    }

    fn bookmark(&self) -> Bookmark {
        Bookmark {
            place: self.lexer.place(),
            token: self.token,
            end: self.end,
            depth: self.depth,
            comments: self.lexer.comments.len(),
            fault: self.lexer.fault,
        }
    }

    fn go_back(&mut self, to: &Bookmark) {
        self.lexer.go(to.place);
        self.lexer.comments.truncate(to.comments);
        self.lexer.fault = to.fault;
        (self.token, self.end, self.depth) = (to.token, to.end, to.depth);
    }

    /// Reads without noting mistakes; what fails is taken back.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Option<T> {
        let start = self.bookmark();
        let quiet = std::mem::replace(&mut self.quiet, true);
        let result = read(self).ok();
        self.quiet = quiet;
        if result.is_none() {
            self.go_back(&start);
        }
        result
    }

    /// The same at a bracket, once: what failed is not tried again when what holds it is read a second time.
    fn attempt_once<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Option<T> {
        let start = self.token.span.start;
        if self.failed.contains(&start) {
            return None;
        }
        let result = self.attempt(read);
        if result.is_none() {
            self.failed.insert(start);
        }
        result
    }

    /// One bracket, term or query deeper.
    fn enter(&mut self) -> Read<()> {
        self.depth += 1;
        self.bounded(self.depth)
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Notes that what was just read stands on something this high.
    fn stand_on(&mut self, below: u32) -> Read<()> {
        self.height = below + 1;
        self.bounded(self.height)
    }

    fn bounded(&mut self, deep: u32) -> Read<()> {
        if deep <= NESTING {
            return Ok(());
        }
        let span = self.token.span;
        Err(self.fail(|| {
            Mistake::new(
                MistakeKind::Limit(Limit::Nesting, u64::from(NESTING)),
                span,
                format!("more than {NESTING} terms within each other"),
                format!("嵌套超过 {NESTING} 层"),
            )
        }))
    }

    /// Notes a mistake; the statement cannot be read.
    fn fail(&mut self, mistake: impl FnOnce() -> Mistake) -> Stop {
        self.note(mistake);
        Stop
    }

    /// Notes a mistake that reading goes on after.
    fn note(&mut self, mistake: impl FnOnce() -> Mistake) {
        if self.quiet || self.mistakes.len() > MISTAKES {
            return;
        }
        let mistake = mistake();
        if self.mistakes.len() == MISTAKES {
            self.mistakes.push(Mistake::new(
                MistakeKind::Limit(Limit::Mistakes, MISTAKES as u64),
                mistake.span,
                format!("more than {MISTAKES} mistakes; those from here on are not told"),
                format!("错误超过 {MISTAKES} 处，其后不再列出"),
            ));
        } else {
            self.mistakes.push(mistake);
        }
    }
}
