//! Findings as results.

use super::rules::Rules;
use super::{level, place, text};
use crate::finding::{Finding, Label, Status};
use crate::lang::{are, counted};
use crate::report::Report;
use crate::report::frame::clean_lines;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::cmp::Reverse;

/// Locations of a result that code scanning shows.
const RELATED: usize = 100;

/// The results of a run, each made when it is written.
pub struct Results<'r> {
    report: &'r Report,
    rules: &'r Rules,
    /// The findings, in the order of the report.
    kept: Vec<usize>,
    /// What limits cut off.
    pub cut: Vec<String>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.kept.iter().map(|&index| &self.report.findings[index]);
        serializer.collect_seq(findings.map(|finding| result(self.report, self.rules, finding)))
    }
}

impl<'r> Results<'r> {
    /// As many results as there is room for: open ones before settled ones, worse ones before milder ones.
    pub fn new(report: &'r Report, rules: &'r Rules, room: usize) -> Self {
        let all = report.findings.len();
        let mut kept: Vec<usize> = (0..all).collect();
        if room < all {
            kept.sort_by_key(|&index| {
                let finding = &report.findings[index];
                (!finding.is_open(), Reverse(finding.severity), index)
            });
            kept.truncate(room);
            kept.sort_unstable();
        }
        let mut cut = Vec::new();
        if room < all {
            let left = all - room;
            cut.push(report.lang.pick(
                format!(
                    "{left} of {all} findings {} left out, from the mildest on: code scanning takes no more",
                    are(left)
                ),
                format!("{all} 项发现中有 {left} 项（级别最低者）未列出：已达代码扫描的上限"),
            ));
        }
        let related = kept.iter().map(|&index| report.findings[index].related.len());
        let places: usize = related.map(|count| count.saturating_sub(RELATED)).sum();
        if places > 0 {
            cut.push(report.lang.pick(
                format!(
                    "{} {} left out: code scanning shows {RELATED} of a finding",
                    counted(places, "related place"),
                    are(places)
                ),
                format!("有 {places} 处相关位置未列出：代码扫描对每项发现只显示 {RELATED} 处"),
            ));
        }
        Results { report, rules, kept, cut }
    }
}

fn result(report: &Report, rules: &Rules, finding: &Finding) -> Value {
    let primary = &finding.primary;
    let mut location = Map::new();
    location.insert("physicalLocation".into(), place(&primary.source, primary.span));
    let pointer = clean_lines(&primary.pointer.to_string());
    if !pointer.is_empty() {
        location.insert("logicalLocations".into(), json!([{"fullyQualifiedName": pointer}]));
    }
    let mut result = json!({
        "ruleId": report.rule(finding).id,
        "ruleIndex": rules.index(finding.rule),
        "level": level(finding.severity),
        "message": {"text": message(report, finding)},
        "locations": [location],
        "partialFingerprints": {
            "primaryLocationLineHash": format!("{}:1", finding.fingerprint),
            "fiducia/v1": finding.fingerprint,
        },
        "properties": properties(report, finding),
    });
    let related = finding.related.iter().take(RELATED).enumerate();
    let related: Vec<Value> = related.map(|(id, label)| self::related(report, label, id + 1)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    // An empty list says that the tool knows of suppressions and this result has none.
    result["suppressions"] = suppression(finding).into_iter().collect();
    result
}

/// The message; a viewer that shows no rule has to say what it is about.
fn message(report: &Report, finding: &Finding) -> String {
    let message = text(finding.message.get(report.lang));
    if message.is_empty() { report.rule(finding).id.clone() } else { message }
}

fn related(report: &Report, label: &Label, id: usize) -> Value {
    let message = text(label.message.get(report.lang));
    let message =
        if message.is_empty() { report.lang.pick("related", "相关位置").to_owned() } else { message };
    json!({"id": id, "physicalLocation": place(&label.source, label.span), "message": {"text": message}})
}

fn properties(report: &Report, finding: &Finding) -> Value {
    let clauses: Vec<String> = report.citations(finding).into_iter().map(|citation| citation.id).collect();
    json!({
        "severity": finding.severity.name(),
        "status": finding.status.name(),
        "located_by": finding.located_by.name(),
        "missing": finding.primary.missing,
        "clauses": clauses,
    })
}

/// What was decided about a finding: by a comment in its file, or elsewhere.
fn suppression(finding: &Finding) -> Option<Value> {
    match &finding.status {
        Status::Open => None,
        Status::Excepted => {
            Some(json!({"kind": "external", "status": "accepted", "justification": "excepted by the policy"}))
        }
        Status::Baselined => {
            Some(json!({"kind": "external", "status": "accepted", "justification": "baseline"}))
        }
        Status::Waived(waiver) => Some(json!({
            "kind": if waiver.id == "inline" { "inSource" } else { "external" },
            "status": "accepted",
            "justification": text(&waiver.reason),
            "location": {"physicalLocation": place(&waiver.source, waiver.span)},
            "properties": {"id": waiver.id, "expires": waiver.expires.to_string()},
        })),
    }
}
