//! Problems: why something could not be checked. Each decides the exit code, and says what happened,
//! where, and what to do about it.

mod capped;
mod words;

use crate::lang::{Lang, Message, both};
use crate::source::{SourceFile, Span};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use capped::{Capped, OF_FILE, capped, count};
pub use words::bytes;

/// A place in a source text.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The text.
    pub source: Arc<SourceFile>,
    /// The bytes.
    pub span: Span,
}

impl Origin {
    /// A place in a source text.
    pub fn new(source: &Arc<SourceFile>, span: Span) -> Self {
        Origin { source: source.clone(), span }
    }

    /// `path:line` as used in messages about a second place.
    pub fn line(&self) -> String {
        format!("{}:{}", self.source.path, self.source.position(self.span.start).line)
    }
}

/// A bound on hostile input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Nesting of a document.
    Depth,
    /// Nodes of a file.
    Nodes,
    /// Nodes of a document with its aliases replaced by what they name.
    Expanded,
    /// Text of a file with its variables replaced by what they name, in bytes.
    Variables,
    /// Nesting of brackets in a policy.
    PolicyNesting,
}

/// How the evaluation of a rule failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The engine reported an error.
    Error,
    /// The time allowed was used up.
    TimeOut,
    /// The engine panicked.
    Panic,
    /// A bound other than time was met.
    Limit,
}

/// Why something could not be checked.
#[derive(Debug, Clone)]
pub enum Problem {
    /// A path that the operating system does not let us read.
    Unreadable {
        /// The path as given or found.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// A link that leads nowhere or back to a folder that it lies in.
    Link {
        /// The link.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A name or a content that is not text.
    NotText {
        /// The path, unreadable characters replaced.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// A file over the size limit.
    TooLarge {
        /// The file.
        path: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file named by the user whose format is not known.
    UnknownFormat {
        /// The file.
        path: String,
        /// The names of the formats that there are.
        known: String,
    },
    /// A file without any document.
    NoDocument {
        /// The file.
        source: Arc<SourceFile>,
    },
    /// A document that does not follow the grammar of its format.
    Syntax {
        /// Where reading stopped.
        at: Origin,
        /// What the reader says.
        reason: String,
    },
    /// A file that is a template of configuration and not configuration.
    Template {
        /// The file.
        source: Arc<SourceFile>,
        /// The first template action.
        span: Span,
    },
    /// A key that stands twice in one mapping.
    DuplicateKey {
        /// The key.
        name: String,
        /// The second place.
        at: Origin,
        /// The first place.
        first: Span,
    },
    /// An input beyond a bound.
    Limit {
        /// Where the bound was met.
        at: Origin,
        /// The bound.
        bound: Bound,
        /// Its value.
        limit: u64,
    },
    /// Something wrong in a policy, its metadata or its data.
    Policy {
        /// Where, if it can be told.
        at: Origin,
        /// What is wrong.
        message: Box<Message>,
        /// What to do.
        help: Option<Box<Message>>,
        /// The other place, where two do not go together.
        other: Option<Origin>,
    },
    /// A mistake in a policy that would give wrong verdicts without a word.
    Lint {
        /// The lint that finds it.
        id: &'static str,
        /// Where.
        at: Origin,
        /// What is wrong.
        message: Box<Message>,
        /// What to do.
        help: Box<Message>,
    },
    /// What keeps an improvement plan from being read or changed.
    Plan {
        /// Where.
        at: Origin,
        /// What is wrong.
        message: Box<Message>,
        /// What to do.
        help: Box<Message>,
    },
    /// What an assessment cannot be reckoned with.
    Assessment {
        /// Where.
        at: Origin,
        /// What is wrong.
        message: Box<Message>,
        /// What to do.
        help: Box<Message>,
    },
    /// What cannot be written into a document without changing more of it.
    Edit {
        /// The nearest place that exists.
        at: Origin,
        /// Where the value was to stand.
        pointer: String,
    },
    /// A name that nothing has.
    Unknown {
        /// What was looked for, in English and in Chinese.
        what: [&'static str; 2],
        /// The name.
        name: String,
        /// The name that was most likely meant.
        similar: Option<String>,
    },
    /// A rule asked for that is not among those loaded.
    UnknownRule {
        /// The name.
        name: String,
        /// The built-in pack that has it.
        pack: Option<&'static str>,
        /// The loaded rule that was most likely meant.
        similar: Option<String>,
    },
    /// The second engine says something else of a rule and a document.
    CrossCheck {
        /// The id of the rule.
        rule: String,
        /// The file and document, `path` or `path#index`; `None` for the whole project and for a unit test.
        subject: Option<String>,
        /// Both results.
        results: Box<Message>,
        /// The rule.
        at: Option<Origin>,
    },
    /// A rule that could not be evaluated on a document.
    Evaluation {
        /// The id of the rule.
        rule: String,
        /// The file and document, `path` or `path#index`; `None` for a rule over the whole project.
        subject: Option<String>,
        /// How it failed.
        failure: Failure,
        /// What the engine says.
        reason: Box<Message>,
        /// The place in the policy, if it can be told.
        at: Option<Origin>,
        /// The other place, where two do not go together.
        other: Option<Origin>,
    },
    /// What cannot be done as it was asked for.
    Refused {
        /// Where, if it is about a text.
        at: Option<Origin>,
        /// Why, in two languages.
        message: Box<Message>,
        /// What to do.
        help: Option<Box<Message>>,
    },
    /// A run that took longer than it may.
    OutOfTime {
        /// The time of the processor that it may take.
        limit: Duration,
        /// What it was doing.
        doing: Option<Message>,
    },
    /// Problems that are counted and not told one by one.
    More {
        /// Their kind.
        kind: &'static str,
        /// The file that they are about; empty for several.
        path: String,
        /// How many.
        count: usize,
    },
    /// Nothing to test.
    Untested {
        /// What is missing.
        reason: String,
        /// The same in Chinese.
        reason_zh: String,
    },
    /// Nothing to check, or nothing to check it with.
    Empty {
        /// What is missing.
        reason: String,
        /// The same in Chinese.
        reason_zh: String,
    },
}

impl Failure {
    const ALL: [Failure; 4] = [Failure::Error, Failure::TimeOut, Failure::Panic, Failure::Limit];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Failure::Error => "error",
            Failure::TimeOut => "time-out",
            Failure::Panic => "panic",
            Failure::Limit => "limit",
        }
    }

    /// From that word.
    pub fn from_name(name: &str) -> Option<Failure> {
        Failure::ALL.into_iter().find(|failure| failure.name() == name)
    }
}

impl Problem {
    /// A document that does not follow its grammar.
    pub fn syntax(source: &Arc<SourceFile>, span: Span, reason: impl Into<String>) -> Self {
        Problem::Syntax { at: Origin::new(source, span), reason: reason.into() }
    }

    /// A key that stands twice.
    pub fn duplicate_key(source: &Arc<SourceFile>, name: &str, first: Span, second: Span) -> Self {
        Problem::DuplicateKey { name: name.to_owned(), at: Origin::new(source, second), first }
    }

    /// Nesting over the limit.
    pub fn too_deep(source: &Arc<SourceFile>, span: Span, limit: usize) -> Self {
        Problem::Limit { at: Origin::new(source, span), bound: Bound::Depth, limit: limit as u64 }
    }

    /// What cannot be done as it was asked for, in two languages.
    pub fn refused(en: impl Into<String>, zh: impl Into<String>) -> Self {
        let message = Box::new(both(en, zh));
        Problem::Refused { at: None, message, help: None }
    }

    /// The operating system gives no threads.
    pub fn no_threads(error: &impl fmt::Display) -> Self {
        Problem::refused(format!("cannot start threads: {error}"), format!("无法启动线程：{error}"))
    }

    /// The same about a place in a text.
    pub fn refused_at(at: Origin, en: impl Into<String>, zh: impl Into<String>) -> Self {
        let message = Box::new(both(en, zh));
        Problem::Refused { at: Some(at), message, help: None }
    }

    /// The same with a word on what to do.
    pub fn with_advice(self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        match self {
            Problem::Refused { at, message, .. } => {
                Problem::Refused { at, message, help: Some(Box::new(both(en, zh))) }
            }
            other => other,
        }
    }

    /// More nodes than the limit.
    pub fn too_many_nodes(source: &Arc<SourceFile>, span: Span, limit: usize) -> Self {
        Problem::Limit { at: Origin::new(source, span), bound: Bound::Nodes, limit: limit as u64 }
    }

    /// Aliases that expand to more than the limit.
    pub fn too_large_expanded(source: &Arc<SourceFile>, span: Span, limit: u64) -> Self {
        Problem::Limit { at: Origin::new(source, span), bound: Bound::Expanded, limit }
    }

    /// Something wrong in a policy.
    pub fn policy(at: Origin, message: impl Into<Message>) -> Self {
        Problem::Policy { at, message: Box::new(message.into()), help: None, other: None }
    }

    /// The same problem of a policy with a word on what to do.
    pub fn with_help(self, text: impl Into<Message>) -> Self {
        match self {
            Problem::Policy { at, message, other, .. } => {
                Problem::Policy { at, message, help: Some(Box::new(text.into())), other }
            }
            other => other,
        }
    }

    /// The same problem of a policy with its second place.
    pub fn with_other(self, place: Origin) -> Self {
        match self {
            Problem::Policy { at, message, help, .. } => {
                Problem::Policy { at, message, help, other: Some(place) }
            }
            other => other,
        }
    }

    /// A problem that a reader has with a part of a text, as one of the whole text.
    pub fn moved(self, source: &Arc<SourceFile>, to: impl Fn(Span) -> Span) -> Self {
        let origin = |at: Origin| Origin::new(source, to(at.span));
        match self {
            Problem::Syntax { at, reason } => Problem::Syntax { at: origin(at), reason },
            Problem::Limit { at, bound, limit } => Problem::Limit { at: origin(at), bound, limit },
            Problem::DuplicateKey { name, at, first } => {
                Problem::DuplicateKey { name, at: origin(at), first: to(first) }
            }
            Problem::Template { span, .. } => Problem::Template { source: source.clone(), span: to(span) },
            Problem::Refused { at, message, help } => Problem::Refused { at: at.map(origin), message, help },
            other => other,
        }
    }

    /// The word that the JSON report uses for this kind of problem.
    pub fn kind(&self) -> &'static str {
        match self {
            Problem::Unreadable { .. } | Problem::Link { .. } => "io",
            Problem::NotText { .. } => "encoding",
            Problem::TooLarge { .. } | Problem::Limit { .. } => "limit",
            Problem::UnknownFormat { .. } => "format",
            Problem::NoDocument { .. } | Problem::Empty { .. } | Problem::Untested { .. } => "empty",
            Problem::Syntax { .. } => "parse",
            Problem::Template { .. } => "template",
            Problem::DuplicateKey { .. } => "duplicate-key",
            Problem::Policy { .. } | Problem::Lint { .. } => "policy",
            Problem::Assessment { .. } => "assessment",
            Problem::Plan { .. } => "plan",
            Problem::Edit { .. } => "edit",
            Problem::CrossCheck { .. } => "cross-check",
            Problem::Refused { at: Some(_), .. } => "config",
            Problem::Refused { at: None, .. } => "usage",
            Problem::Unknown { .. } | Problem::UnknownRule { .. } => "usage",
            Problem::Evaluation { failure: Failure::TimeOut, .. } | Problem::OutOfTime { .. } => "time-out",
            Problem::Evaluation { failure: Failure::Panic, .. } => "panic",
            Problem::Evaluation { failure: Failure::Limit, .. } => "limit",
            Problem::Evaluation { .. } => "evaluation",
            Problem::More { kind, .. } => kind,
        }
    }

    /// The path that the problem is about, where it has no place in a text.
    pub fn path(&self) -> Option<&str> {
        match self {
            Problem::Unreadable { path, .. }
            | Problem::Link { path, .. }
            | Problem::NotText { path, .. }
            | Problem::TooLarge { path, .. }
            | Problem::UnknownFormat { path, .. } => Some(path),
            Problem::NoDocument { source } => Some(&source.path),
            Problem::More { path, .. } if !path.is_empty() => Some(path),
            _ => None,
        }
    }

    /// The place of the problem.
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Problem::Syntax { at, .. }
            | Problem::DuplicateKey { at, .. }
            | Problem::Limit { at, .. }
            | Problem::Policy { at, .. }
            | Problem::Lint { at, .. }
            | Problem::Assessment { at, .. }
            | Problem::Plan { at, .. }
            | Problem::Edit { at, .. } => Some(at.clone()),
            Problem::Refused { at, .. } => at.clone(),
            Problem::Template { source, span } => Some(Origin::new(source, *span)),
            Problem::Evaluation { at, .. } | Problem::CrossCheck { at, .. } => at.clone(),
            _ => None,
        }
    }

    /// The second place, for problems that have two, with a few words on it.
    pub fn other(&self, lang: Lang) -> Option<(Origin, String)> {
        match self {
            Problem::DuplicateKey { at, first, .. } => {
                let first = Origin::new(&at.source, *first);
                Some((first, lang.pick("first here", "首次出现于此").to_owned()))
            }
            Problem::Policy { other: Some(other), .. } | Problem::Evaluation { other: Some(other), .. } => {
                Some((other.clone(), lang.pick("the other is here", "另一处在此").to_owned()))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Problem {}
