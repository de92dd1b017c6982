//! Findings: violations with a place and a status.

use crate::document::{Document, Identities, Pointer};
use crate::lang::Message;
use crate::policy::Severity;
use crate::source::{SourceFile, Span};
use crate::violation::Condition;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// A place in a document, with what is to be said about it.
#[derive(Debug, Clone)]
pub struct Label {
    /// The file.
    pub source: Arc<SourceFile>,
    /// 0-based document in the file.
    pub document: usize,
    /// The bytes to underline.
    pub span: Span,
    /// The route to the node, or to where it should be.
    pub pointer: Pointer,
    /// True if what the pointer names does not exist; the span is then that of the deepest existing ancestor.
    pub missing: bool,
    /// What is to be said; empty for the primary label where the finding's message says it.
    pub message: Message,
    /// True for what a condition other than the deciding one read on the way.
    pub on_the_way: bool,
}

impl Label {
    /// True for a place in a document, or in what it holds.
    pub fn is_in(&self, document: &Document) -> bool {
        self.source.path == document.source.path
            && self.document == document.outer()
            && self.pointer.steps.starts_with(document.prefix())
    }
}

/// How the place of a finding was found, most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LocatedBy {
    /// The author's `path`.
    Path,
    /// The identity of the author's `at`, or conftest's `_loc`.
    Value,
    /// What the conditions of the policy read.
    Trace,
    /// Nothing was known: the document's first key.
    Document,
}

impl LocatedBy {
    const ALL: [LocatedBy; 4] = [LocatedBy::Path, LocatedBy::Value, LocatedBy::Trace, LocatedBy::Document];

    /// From the word in reports.
    pub fn from_name(name: &str) -> Option<LocatedBy> {
        LocatedBy::ALL.into_iter().find(|by| by.name() == name)
    }

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            LocatedBy::Path => "path",
            LocatedBy::Value => "value",
            LocatedBy::Trace => "trace",
            LocatedBy::Document => "document",
        }
    }
}

/// What has been decided about a finding. One that lies outside of the changed lines that a run is about
/// has no status: it is counted and left out.
#[derive(Debug, Clone)]
pub enum Status {
    /// It stands.
    Open,
    /// It is accepted for a time.
    Waived(Arc<Waiver>),
    /// It was there when the baseline was made.
    Baselined,
    /// The policy itself excepts it, by a rule named `exception`.
    Excepted,
}

impl Status {
    /// The word in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Waived(_) => "waived",
            Status::Baselined => "baselined",
            Status::Excepted => "excepted",
        }
    }
}

/// Who accepted a finding, why, and until when. A comment beside a node names no people: whoever reviewed
/// the change agreed.
#[derive(Debug)]
pub struct Waiver {
    /// Its id; `inline` for a comment.
    pub id: String,
    /// Why.
    pub reason: String,
    /// Who answers for the rest of the risk.
    pub owner: Option<String>,
    /// Who asked for it.
    pub requested_by: Option<String>,
    /// Who agreed.
    pub approved_by: Option<String>,
    /// The day on which it was granted.
    pub created: Option<NaiveDate>,
    /// The last day on which it holds.
    pub expires: NaiveDate,
    /// The file that it is written in.
    pub source: Arc<SourceFile>,
    /// Where it is written there.
    pub span: Span,
}

/// A violation with a place and a status.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Index of the rule in the policy set.
    pub rule: usize,
    /// What is wrong.
    pub message: Message,
    /// How much it matters.
    pub severity: Severity,
    /// What has been decided about it.
    pub status: Status,
    /// How its place was found.
    pub located_by: LocatedBy,
    /// Where it is.
    pub primary: Label,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// Which of the rule's checks failed.
    pub check: Option<String>,
    /// What should stand there.
    pub expected: Option<Value>,
    /// The conditions that led to it, where they are known.
    pub story: Vec<Condition>,
    /// What else the author said.
    pub details: Map<String, Value>,
    /// What its place is called whatever stands around it, set by [`finish`].
    pub place: String,
    /// Identity over edits elsewhere in the file, set by [`finish`].
    pub fingerprint: String,
}

impl Finding {
    /// True if nothing was decided that keeps it from failing a run.
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Open)
    }

    /// The waiver that covers it.
    pub fn waiver(&self) -> Option<&Waiver> {
        match &self.status {
            Status::Waived(waiver) => Some(waiver),
            Status::Open | Status::Baselined | Status::Excepted => None,
        }
    }

    /// What findings are sorted by: path, start, rule, message.
    fn order(&self) -> (&str, Span, usize, &str, &Pointer) {
        let label = &self.primary;
        (&label.source.path, label.span, self.rule, &self.message.default, &label.pointer)
    }
}

/// Sorts findings and gives each its fingerprint.
///
/// A fingerprint depends on rule id, path, place and the message without its numbers. A place is a document and
/// a pointer in which items of sequences are called by what they are, so that a fingerprint survives edits
/// around it. Findings alike in all of these are told apart by their order.
pub fn finish(findings: &mut [Finding], rule_id: impl Fn(usize) -> String, documents: &[Document]) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut identities = Identities::new(documents);
    let mut fingerprints = Fingerprints::default();
    for finding in findings {
        let label = &finding.primary;
        // A document that is not held any longer has named its places before.
        if let Some(place) = identities.of(&label.source, label.document, &label.pointer) {
            finding.place = place;
        } else if finding.place.is_empty() {
            finding.place = format!("{}{}", label.document, label.pointer);
        }
        finding.fingerprint = fingerprints.next(finding, &rule_id(finding.rule), &label.source.path);
    }
}

/// Fingerprints of findings that come in their order.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, as if its file were at a path.
    pub fn next(&mut self, finding: &Finding, rule: &str, path: &str) -> String {
        let parts = [rule, path, &finding.place, &without_numbers(&finding.message.default)];
        let key = parts.join("\0");
        let count = self.seen.entry(key.clone()).or_default();
        let key = if *count == 0 { key } else { format!("{key}\0{count}") };
        *count += 1;
        hex(&Sha256::digest(key.as_bytes())[..16])
    }
}

/// The digest of a text, by which a file is known again under another name.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// A message with every run of digits replaced, so that a changed count is the same finding.
fn without_numbers(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    let mut digits = false;
    for character in message.chars() {
        let digit = character.is_ascii_digit();
        if !digit || !digits {
            text.push(if digit { '0' } else { character });
        }
        digits = digit;
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_change_a_fingerprint() {
        assert_eq!(without_numbers("key 12 is 3072 bits"), "key 0 is 0 bits");
        assert_eq!(without_numbers("密钥 12 位"), "密钥 0 位");
    }
}
