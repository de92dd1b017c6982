//! Violations: what policies return, before it has a place in a file.

use super::Severity;
use crate::document::Pointer;
use crate::lang::Message;

/// Where the author of a policy says a violation is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Aim {
    /// A route given as `path`.
    Path(Pointer),
    /// The route to the value given as `at`, found by identity.
    Value(Pointer),
    /// A 1-based line, as in conftest's `_loc`.
    Line(u32),
    /// Nothing was said.
    #[default]
    None,
}

/// A second place that belongs to a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What is to be said about it.
    pub message: Message,
    /// Where it is.
    pub aim: Aim,
}

/// What a rule returned.
#[derive(Debug, Clone, PartialEq)]
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
            details: serde_json::Map::new(),
        }
    }
}
