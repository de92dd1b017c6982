//! The language: from the text of a policy to what can be planned.
//!
//! [`parser`] reads a text into a [`Tree`](ast::Tree) and goes on after a mistake; `resolve` leads every name to its target and
//! takes the sugar away; `safety` orders expressions; `types` holds calls to the signatures of builtins; [`graph`] finds
//! recursion. Each reports [`Mistake`]s, which belong to a definition and cost no other.

pub mod analyse;
pub mod annotations;
pub mod ast;
pub mod calls;
mod conflicts;
pub mod core;
pub mod graph;
mod lexer;
pub mod parser;
mod resolve;
mod safety;
pub mod signatures;
mod types;

use crate::lang::{Message, both};
use crate::source::Span;

/// What a mistake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MistakeKind {
    /// The text does not follow the grammar.
    Syntax,
    /// The text goes beyond a bound of the parser: which, and its value.
    Limit(Limit, u64),
    /// A variable that nothing binds.
    Unsafe,
    /// A variable that only a negation would bind.
    UnsafeInNegation,
    /// A function that nobody defines.
    UndefinedFunction,
    /// A builtin of OPA that is not supplied here.
    Unavailable,
    /// A call with too few or too many arguments.
    Arity,
    /// An argument of a type that the builtin never takes.
    Type,
    /// A rule that needs itself.
    Recursion,
    /// Definitions of one name that do not go together.
    Conflict,
    /// A variable that is declared, assigned or imported twice, or not used where it has to be.
    Declaration,
}

/// A bound of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Nesting of brackets, terms and bodies.
    Nesting,
    /// Mistakes told of one file.
    Mistakes,
}

/// Something wrong in a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// What it is.
    pub kind: MistakeKind,
    /// The bytes to underline.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What to do, where it can be told.
    pub help: Option<Message>,
    /// Another place that belongs to it: index of the file, and bytes.
    pub other: Option<(u32, Span)>,
}

impl Mistake {
    /// A mistake, with what is wrong in both languages.
    pub fn new(kind: MistakeKind, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Mistake { kind, span, message: both(en, zh), help: None, other: None }
    }

    /// The same with a word on what to do.
    pub fn with_help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.help = Some(both(en, zh));
        self
    }

    /// The same with a second place.
    pub fn with_other(mut self, file: u32, span: Span) -> Self {
        self.other = Some((file, span));
        self
    }
}
