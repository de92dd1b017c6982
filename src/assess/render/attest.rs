//! The attestation: what the program itself saw, as an unsigned in-toto Statement of version 1.
//!
//! Its subjects are the files that were checked, by the bytes they had; what was found in them is the predicate.

use super::json::evidence_entry;
use super::partial;
use crate::assess::Assessment;
use crate::assess::control::Control;
use crate::assess::evidence::file::hex;
use crate::assess::number::exact;
use crate::document::Document;
use crate::finding::Finding;
use crate::json;
use crate::policy::Rule;
use crate::report::Report;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The type of the statement.
const STATEMENT: &str = "https://in-toto.io/Statement/v1";
/// The type of the predicate, which `schema/attestation-v1.json` describes.
const PREDICATE: &str = "https://fiducia.dev/attestation/assessment/v1";

/// The attestation of an assessment.
pub fn attest(assessment: &Assessment, report: &Report, documents: &[Document]) -> String {
    let number = |number: Option<_>| number.map(exact);
    let Assessment { record, scores, grading, .. } = assessment;
    let controls: Vec<Value> =
        assessment.controls.iter().map(|one| control(one, report, documents)).collect();
    let packs: Vec<&String> = report.policies.packs.keys().collect();
    json::pretty(&json!({
        "_type": STATEMENT,
        "subject": subjects(documents),
        "predicateType": PREDICATE,
        "predicate": {
            "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
            "as_of": report.as_of.to_string(),
            "platform": record.platform,
            "assessment": record.name,
            "packs": packs,
            "grade": grading.grade.map(|grade| grade.name()),
            "partial": partial(grading),
            "total": number(scores.total.score),
            "total_high": number(scores.total.high),
            "coverage": number(scores.coverage),
            "controls": controls,
            "evidence": record.evidence.iter().map(evidence_entry).collect::<Vec<_>>(),
            "problems": crate::problem::count(&report.problems),
        },
    }))
}

/// The files, each once.
fn subjects(documents: &[Document]) -> Vec<Value> {
    let files: BTreeMap<&str, &Document> =
        documents.iter().map(|document| (document.source.path.as_str(), document)).collect();
    let subject = |(path, document): (&str, &Document)| json!({"name": path, "digest": {"sha256": hex(&Sha256::digest(document.source.bytes()))}});
    files.into_iter().map(subject).collect()
}

/// A control: its result, the documents that decided it, and where they break it.
fn control(one: &Control, report: &Report, documents: &[Document]) -> Value {
    let rule = report.policies.rules.iter().find(|rule| rule.id == one.id);
    let decided = |rule: &Rule| -> Vec<Value> {
        let decided = documents.iter().filter(|document| one.applies() && rule.applies_to.matches(document));
        decided.map(|document| json!({"path": document.source.path, "document": document.index})).collect()
    };
    let findings: Vec<Value> = one
        .findings
        .iter()
        .filter_map(|at| report.findings.get(*at))
        .map(|one| finding(one, report))
        .collect();
    json!({
        "id": one.id,
        "severity": one.severity.name(),
        "result": one.outcome().name(),
        "evidence": exact(one.evidence),
        "evidence_basis": one.basis.name(),
        "documents": rule.map(decided).unwrap_or_default(),
        "findings": findings,
    })
}

fn finding(one: &Finding, report: &Report) -> Value {
    let label = &one.primary;
    let position = |offset: u32| {
        let at = label.source.position(offset);
        json!({"line": at.line, "column": at.column, "offset": at.offset})
    };
    json!({
        "fingerprint": one.fingerprint,
        "check": one.check,
        "status": one.status.name(),
        "message": one.message.get(report.lang),
        "path": label.source.path,
        "document": label.document,
        "pointer": label.pointer.to_string(),
        "start": position(label.span.start),
        "end": position(label.span.end),
    })
}
