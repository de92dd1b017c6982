//! Violations: what policies return, before it has a place in a file.

use crate::document::Pointer;
use crate::lang::Message;
use crate::problem::Origin;
use crate::severity::Severity;

/// A read of the input by a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The node, or where it should be.
    pub pointer: Pointer,
    /// True if nothing is there.
    pub missing: bool,
    /// True if the key was read and not the value.
    pub key: bool,
    /// What was there, in a few words; empty where nobody asked.
    pub value: String,
}

/// What should stand at a place for a condition not to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// One of these.
    OneOf(Vec<serde_json::Value>),
    /// Anything but these.
    NoneOf(Vec<serde_json::Value>),
    /// At least this.
    AtLeast(serde_json::Value),
    /// At most this.
    AtMost(serde_json::Value),
    /// More than this.
    MoreThan(serde_json::Value),
    /// Less than this.
    LessThan(serde_json::Value),
}

/// What a condition walks, if it walks anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// It judges.
    None,
    /// A collection of the input: it chooses and does not judge.
    Input,
    /// Items that the policy made, each because conditions of its own held.
    Made,
}

/// A condition that held on the way to a violation.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its line in the policy, where someone asked.
    pub at: Option<Origin>,
    /// Whether it walks a collection.
    pub walk: Walk,
    /// True for equality of a field with a constant, which may only select what the rule is about.
    pub equality: bool,
    /// What it read, in order; the last is what decided.
    pub reads: Vec<Read>,
    /// What it compared with.
    pub wanted: Option<Wanted>,
}

/// Where a violation is, as far as is known before its documents are looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Aim {
    /// A route given as `path`.
    Path(Pointer),
    /// The route to the value given as `at`, found by identity.
    Value(Pointer),
    /// A 1-based line, as in conftest's `_loc`, and the column where it is said.
    Line(u32, Option<u32>),
    /// The story tells.
    Story,
    /// Nothing was said.
    #[default]
    None,
}

/// A second place that belongs to a violation.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// What is to be said about it.
    pub message: Message,
    /// Where it is.
    pub aim: Aim,
}

/// What a rule returned.
#[derive(Debug, Clone)]
pub struct Violation {
    /// What is wrong; empty where the rule said no more than `true`.
    pub message: Message,
    /// Where.
    pub aim: Aim,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What should stand there.
    pub expected: Option<serde_json::Value>,
    /// The severity of this one, where it differs from the rule's.
    pub severity: Option<Severity>,
    /// Which of the rule's checks failed.
    pub check: Option<String>,
    /// The conditions that led to it, in the order of the source; empty where nobody asked.
    pub story: Vec<Condition>,
    /// Everything else that the author said.
    pub details: serde_json::Map<String, serde_json::Value>,
}

impl Violation {
    /// A violation that is only a message.
    pub fn new(message: Message) -> Self {
        Violation {
            message,
            aim: Aim::None,
            related: Vec::new(),
            expected: None,
            severity: None,
            check: None,
            story: Vec::new(),
            details: serde_json::Map::new(),
        }
    }
}
