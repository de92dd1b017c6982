//! What came of a rule, written down: shards leave it in their reports, and runs in a cache.

use crate::document::Pointer;
use crate::finding::{Finding, Label, LocatedBy, Status};
use crate::lang::{Lang, Message, both};
use crate::policy::{PolicySet, Severity};
use crate::problem::{Failure, Origin, Problem};
use crate::source::{SourceFile, Span};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file of a document, by its path and the number of the document.
pub(super) type Sources<'s> = dyn Fn(&str, usize) -> Option<Arc<SourceFile>> + 's;

/// What came of a rule.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct WrittenOutcome {
    pub document: Option<usize>,
    pub rule: usize,
    pub violations: usize,
    /// There was nothing to judge.
    #[serde(default)]
    pub idle: bool,
    #[serde(default)]
    pub unknown: usize,
    pub findings: Vec<WrittenFinding>,
    pub problems: Vec<WrittenProblem>,
    pub errored: Option<WrittenProblem>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WrittenFinding {
    message: WrittenMessage,
    severity: String,
    located_by: String,
    primary: WrittenLabel,
    related: Vec<WrittenLabel>,
    check: Option<String>,
    expected: Option<Value>,
    details: Map<String, Value>,
    /// True if its policy excepts it.
    #[serde(default)]
    excepted: bool,
    /// What its place is called, where that is known already.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    place: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WrittenMessage {
    default: String,
    translations: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WrittenLabel {
    path: String,
    document: usize,
    span: [u32; 2],
    pointer: Vec<String>,
    missing: bool,
    message: WrittenMessage,
    on_the_way: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WrittenProblem {
    rule: String,
    subject: Option<String>,
    failure: String,
    reason: WrittenMessage,
    at: Option<(String, [u32; 2])>,
    other: Option<(String, [u32; 2])>,
}

impl WrittenOutcome {
    /// What a rule found.
    pub(super) fn found(violations: usize, unknown: usize, findings: &[Finding]) -> Self {
        let findings = findings.iter().map(WrittenFinding::new).collect();
        WrittenOutcome { violations, unknown, findings, ..WrittenOutcome::default() }
    }
}

impl WrittenProblem {
    pub(super) fn new(problem: &Problem) -> Self {
        let place = |at: &Origin| (at.source.path.clone(), [at.span.start, at.span.end]);
        match problem {
            Problem::Evaluation { rule, subject, failure, reason, at, other } => WrittenProblem {
                rule: rule.clone(),
                subject: subject.clone(),
                failure: failure.name().to_owned(),
                reason: WrittenMessage::new(reason),
                at: at.as_ref().map(place),
                other: other.as_ref().map(place),
            },
            // Rules leave no other.
            other => WrittenProblem {
                rule: other.kind().to_owned(),
                subject: None,
                failure: Failure::Error.name().to_owned(),
                reason: WrittenMessage::new(&both(other.message(Lang::En), other.message(Lang::Zh))),
                at: other.origin().as_ref().map(place),
                other: None,
            },
        }
    }

    pub(super) fn read(self, policies: &PolicySet) -> Problem {
        let origin = |(path, [start, end]): (String, [u32; 2])| {
            let source = policies.engine.sources().iter().find(|source| source.path == path)?;
            span(source, start, end).map(|span| Origin::new(source, span))
        };
        Problem::Evaluation {
            rule: self.rule,
            subject: self.subject,
            failure: Failure::from_name(&self.failure).unwrap_or(Failure::Error),
            reason: Box::new(self.reason.read()),
            at: self.at.and_then(origin),
            other: self.other.and_then(origin),
        }
    }
}

/// A range of bytes that a text has, at the borders of characters.
fn span(source: &SourceFile, start: u32, end: u32) -> Option<Span> {
    source.text.get(start as usize..end as usize).map(|_| Span { start, end })
}

impl WrittenFinding {
    pub(super) fn new(finding: &Finding) -> Self {
        WrittenFinding {
            message: WrittenMessage::new(&finding.message),
            severity: finding.severity.name().to_owned(),
            located_by: finding.located_by.name().to_owned(),
            primary: WrittenLabel::new(&finding.primary),
            related: finding.related.iter().map(WrittenLabel::new).collect(),
            check: finding.check.clone(),
            expected: finding.expected.clone(),
            details: finding.details.clone(),
            excepted: matches!(finding.status, Status::Excepted),
            place: finding.place.clone(),
        }
    }

    /// The finding in the documents that are read now; none if its places are not there.
    pub(super) fn read(self, rule: usize, sources: &Sources) -> Option<Finding> {
        let related: Option<Vec<Label>> = self.related.into_iter().map(|label| label.read(sources)).collect();
        Some(Finding {
            rule,
            message: self.message.read(),
            severity: Severity::from_name(&self.severity)?,
            status: if self.excepted { Status::Excepted } else { Status::Open },
            located_by: LocatedBy::from_name(&self.located_by)?,
            primary: self.primary.read(sources)?,
            related: related?,
            check: self.check,
            expected: self.expected,
            story: Vec::new(),
            details: self.details,
            place: self.place,
            fingerprint: String::new(),
        })
    }
}

impl WrittenMessage {
    pub(super) fn new(message: &Message) -> Self {
        WrittenMessage { default: message.default.clone(), translations: message.translations.clone() }
    }

    pub(super) fn read(self) -> Message {
        Message { default: self.default, translations: self.translations }
    }
}

impl WrittenLabel {
    pub(super) fn new(label: &Label) -> Self {
        WrittenLabel {
            path: label.source.path.clone(),
            document: label.document,
            span: [label.span.start, label.span.end],
            pointer: label.pointer.steps.clone(),
            missing: label.missing,
            message: WrittenMessage::new(&label.message),
            on_the_way: label.on_the_way,
        }
    }

    fn read(self, sources: &Sources) -> Option<Label> {
        let source = sources(&self.path, self.document)?;
        Some(Label {
            document: self.document,
            span: span(&source, self.span[0], self.span[1])?,
            source,
            pointer: Pointer { steps: self.pointer },
            missing: self.missing,
            message: self.message.read(),
            on_the_way: self.on_the_way,
        })
    }
}
