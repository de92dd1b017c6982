//! `json`: version 1 of the machine contract. `schema/report-v1.json` describes it.

use super::{Count, Report, cross_check};
use crate::finding::{Finding, Label, Waiver};
use crate::json;
use crate::lang::{Lang, Message};
use crate::policy::Severity;
use crate::problem::{self, Origin, Problem};
use crate::source::{SourceFile, Span};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The version of the contract.
pub const VERSION: u32 = 1;

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        tool: Tool::OWN,
        as_of: report.as_of.to_string(),
        summary: summary(report),
        cross_check: report.cross_check.as_ref().map(|checked| cross_check::json(checked, report.lang)),
        findings: Findings(report),
        rules: rules(report),
        problems: report.problems.iter().map(|problem| self::problem(problem, report.lang)).collect(),
        shard: report.shard.as_ref(),
        trusted: report.trusted.as_ref().map(|(commit, differs)| Vouched { commit, differs }),
    };
    json::write_pretty(&document, out)
}

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    tool: Tool,
    as_of: String,
    summary: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    cross_check: Option<Value>,
    findings: Findings<'r>,
    rules: Vec<Value>,
    problems: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<&'r Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted: Option<Vouched<'r>>,
}

/// Where what decides comes from.
#[derive(Serialize)]
struct Vouched<'r> {
    commit: &'r str,
    differs: &'r [String],
}

/// The findings of a report, each made when it is written.
struct Findings<'r>(&'r Report);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings.iter().map(|finding| self::finding(self.0, finding)))
    }
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// A finding as it is written.
#[derive(Serialize)]
pub(super) struct JsonFinding {
    rule: String,
    name: String,
    title: String,
    severity: &'static str,
    message: String,
    status: &'static str,
    located_by: &'static str,
    location: Location,
    related: Vec<JsonLabel>,
    policy: Value,
    clauses: Vec<Value>,
    remediation: String,
    expected: Option<Value>,
    details: Map<String, Value>,
    fingerprint: String,
    waiver: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<String>,
}

#[derive(Serialize)]
struct JsonLabel {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    document: usize,
    pointer: String,
    missing: bool,
    start: Value,
    end: Value,
    text: String,
}

impl Tool {
    pub(super) const OWN: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

pub(super) fn summary(report: &Report) -> Value {
    let mut summary = counts(report);
    // Rare enough to be told only where there are any.
    for (name, count) in [("unknown", report.total().unknown), ("excepted", report.excepted())] {
        if let Some(members) = summary.as_object_mut().filter(|_| count > 0) {
            members.insert(name.to_owned(), count.into());
        }
    }
    summary
}

fn counts(report: &Report) -> Value {
    let total = report.total();
    let findings: Map<String, Value> = Severity::ALL
        .iter()
        .map(|severity| (severity.name().to_owned(), report.open(*severity).into()))
        .collect();
    json!({
        "files": report.files,
        "documents": report.documents,
        "rules": report.rules_run(),
        "evaluations": total.evaluated,
        "passed": total.passed,
        "violations": total.violations,
        "not_applicable": total.not_applicable,
        "problems": problem::count(&report.problems),
        "findings": findings,
        "waived": report.waived(),
        "baselined": report.baselined(),
        "baselined_unwaivable": report.baselined_unwaivable(),
        "fixed": report.triage.fixed.len(),
        "unchanged": report.triage.unchanged.unwrap_or_default(),
        "unlocated": report.unlocated(),
        "left_out": {
            "excluded": report.left_out.excluded,
            "unknown_format": report.left_out.unknown,
            "links": report.left_out.links,
        },
        "not_in_effect": report.not_in_effect().map(|rule| rule.id.as_str()).collect::<Vec<_>>(),
        "params": report.policies.params.overridden(),
        "exit_code": report.exit_code(),
    })
}

pub(super) fn finding(report: &Report, finding: &Finding) -> JsonFinding {
    let rule = report.rule(finding);
    let text = |message: &Message| message.get(report.lang).to_owned();
    let clause = |citation: crate::framework::Citation| json!({"id": citation.id, "framework": citation.framework, "title": citation.title});
    JsonFinding {
        rule: rule.id.clone(),
        name: rule.name.clone(),
        title: text(&rule.title),
        severity: finding.severity.name(),
        message: text(&finding.message),
        status: finding.status.name(),
        located_by: finding.located_by.name(),
        location: location(&finding.primary),
        related: finding
            .related
            .iter()
            .map(|label| JsonLabel { message: text(&label.message), location: location(label) })
            .collect(),
        policy: json!({
            "path": rule.origin.source.path,
            "line": rule.origin.source.position(rule.origin.span.start).line,
            "package": rule.package,
        }),
        clauses: report.citations(finding).into_iter().map(clause).collect(),
        remediation: text(&rule.remediation),
        expected: finding.expected.as_ref().map(|expected| match Message::by_language(expected) {
            Some(message) => text(&message).into(),
            None => expected.clone(),
        }),
        details: finding.details.clone(),
        fingerprint: finding.fingerprint.clone(),
        waiver: finding.waiver().map(waiver),
        check: finding.check.clone(),
    }
}

fn waiver(waiver: &Waiver) -> Value {
    json!({
        "id": waiver.id,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "requested_by": waiver.requested_by,
        "approved_by": waiver.approved_by,
        "created": waiver.created.map(|day| day.to_string()),
        "expires": waiver.expires.to_string(),
        "location": place(&waiver.source, waiver.span),
    })
}

fn location(label: &Label) -> Location {
    Location {
        path: label.source.path.clone(),
        document: label.document,
        pointer: label.pointer.to_string(),
        missing: label.missing,
        start: position(&label.source, label.span.start),
        end: position(&label.source, label.span.end),
        text: label.source.slice(label.span).to_owned(),
    }
}

fn position(source: &SourceFile, offset: u32) -> Value {
    let at = source.position(offset);
    json!({"line": at.line, "column": at.column, "offset": at.offset})
}

pub(super) fn rules(report: &Report) -> Vec<Value> {
    let selected = report
        .policies
        .rules
        .iter()
        .zip(&report.counts)
        .zip(&report.selected)
        .filter(|(_, selected)| **selected);
    let rule = |((rule, count), _): ((&crate::policy::Rule, &Count), &bool)| {
        json!({
            "id": rule.id,
            "evaluated": count.evaluated,
            "passed": count.passed,
            "failed": count.failed,
            "not_applicable": count.not_applicable,
            "errored": count.errored,
        })
    };
    selected.map(rule).collect()
}

/// A problem.
pub(super) fn problem(problem: &Problem, lang: Lang) -> Value {
    let location = match (problem.origin(), problem.path()) {
        (Some(Origin { source, span }), _) => place(&source, span),
        (None, Some(path)) => json!({"path": path}),
        (None, None) => Value::Null,
    };
    // Two that do not go together: without the other place nobody can tell which one to change.
    let related: Vec<Value> = problem
        .other(lang)
        .map(|(Origin { source, span }, message)| json!({"message": message, "location": place(&source, span)}))
        .into_iter()
        .collect();
    json!({
        "kind": problem.kind(),
        "message": problem.message(lang),
        "help": problem.help(lang),
        "location": location,
        "related": related,
    })
}

/// A place in a text.
pub fn place(source: &SourceFile, span: Span) -> Value {
    json!({
        "path": source.path,
        "start": position(source, span.start),
        "end": position(source, span.end),
        "text": source.slice(span),
    })
}
