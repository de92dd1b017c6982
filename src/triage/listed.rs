//! Waivers as they stand on a day, for lists of them: what each says, what it covers, and what is wrong with it.

use crate::lang::Message;
use crate::source::{SourceFile, Span};
use chrono::NaiveDate;
use std::sync::Arc;

/// What has become of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It covers findings.
    Active,
    /// The day on which it was granted is yet to come.
    Pending,
    /// Its last day is past.
    Expired,
    /// It matches no finding.
    Unused,
    /// Its rule did not run, or what it names was not checked.
    Unchecked,
    /// It breaks a rule and covers nothing.
    Invalid,
}

impl State {
    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Pending => "pending",
            State::Expired => "expired",
            State::Unused => "unused",
            State::Unchecked => "unchecked",
            State::Invalid => "invalid",
        }
    }

    /// True if somebody has to do something about it.
    pub fn fails(self) -> bool {
        matches!(self, State::Expired | State::Unused | State::Invalid)
    }
}

/// A waiver as it stands. What one that is invalid does not say is empty.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id; `inline` for a comment.
    pub id: String,
    /// The id of the rule that it waives.
    pub rule: String,
    /// The path that it names, as written.
    pub path: String,
    /// The pointer, or that of the node that a comment stands at.
    pub pointer: String,
    /// The one finding.
    pub fingerprint: String,
    /// Why.
    pub reason: String,
    /// Who answers for the rest of the risk.
    pub owner: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Who agreed.
    pub approved_by: String,
    /// The day on which it was granted.
    pub created: Option<NaiveDate>,
    /// The last day on which it holds.
    pub expires: Option<NaiveDate>,
    /// The file that it is written in.
    pub source: Arc<SourceFile>,
    /// Where it is written there.
    pub span: Span,
    /// What has become of it.
    pub state: State,
    /// How many findings it covers.
    pub covers: usize,
    /// What is wrong with it.
    pub faults: Vec<Message>,
}

impl Listed {
    /// One of which nothing is known yet but where it stands.
    pub(super) fn at(source: &Arc<SourceFile>, span: Span) -> Self {
        Listed {
            id: String::new(),
            rule: String::new(),
            path: String::new(),
            pointer: String::new(),
            fingerprint: String::new(),
            reason: String::new(),
            owner: String::new(),
            requested_by: String::new(),
            approved_by: String::new(),
            created: None,
            expires: None,
            source: source.clone(),
            span,
            state: State::Unchecked,
            covers: 0,
            faults: Vec::new(),
        }
    }
}
