//! Rules as reporting descriptors.

use super::{level, text};
use crate::framework::Citation;
use crate::policy::{Rule, Severity};
use crate::report::{Report, markdown, tally};
use serde_json::{Value, json};

/// Tags of a rule that code scanning shows.
const TAGS: usize = 10;
/// Characters of a description that code scanning takes.
const DESCRIPTION: usize = 1024;

/// The rules of a run: those that were to run, also where nothing was found.
pub struct Rules {
    /// As written.
    pub written: Vec<Value>,
    /// What limits cut off.
    pub cut: Vec<String>,
    indexes: Vec<usize>,
}

impl Rules {
    /// From a report.
    pub fn new(report: &Report) -> Self {
        let mut rules = Rules { written: Vec::new(), cut: Vec::new(), indexes: Vec::new() };
        let mut wanted = report.selected.clone();
        wanted.resize(report.policies.rules.len(), false);
        report.findings.iter().for_each(|finding| wanted[finding.rule] = true);
        for (rule, wanted) in report.policies.rules.iter().zip(wanted) {
            rules.indexes.push(rules.written.len());
            if wanted {
                let written = descriptor(report, rule, &mut rules.cut);
                rules.written.push(written);
            }
        }
        rules
    }

    /// The index of a rule among those written.
    pub fn index(&self, rule: usize) -> usize {
        self.indexes[rule]
    }
}

fn descriptor(report: &Report, rule: &Rule, cut: &mut Vec<String>) -> Value {
    let lang = report.lang;
    let title = Some(text(rule.title.get(lang))).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| text(&rule.id));
    let description = Some(text(rule.description.get(lang))).filter(|text| !text.is_empty());
    let description = description.unwrap_or_else(|| title.clone());
    let mut properties = json!({
        "tags": tags(report, rule, cut),
        "precision": "very-high",
        "problem.severity": problem_severity(rule.severity),
    });
    if let Some(score) = score(rule.severity) {
        properties["security-severity"] = score.into();
    }
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": {"text": shortened(report, rule, title, cut)},
        "fullDescription": {"text": shortened(report, rule, description, cut)},
        "help": {"text": help(report, rule), "markdown": markdown::rule(report, rule)},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": properties,
    });
    // The standard has no name that only repeats the id.
    if rule.name != rule.id {
        descriptor["name"] = rule.name.as_str().into();
    }
    descriptor
}

fn shortened(report: &Report, rule: &Rule, text: String, cut: &mut Vec<String>) -> String {
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION - 1) else { return text };
    if text.chars().count() == DESCRIPTION {
        return text;
    }
    cut.push(report.lang.pick(
        format!("rule {}: a description is cut at {DESCRIPTION} characters", rule.id),
        format!("规则 {}：说明在 {DESCRIPTION} 个字符处截断", rule.id),
    ));
    format!("{}…", &text[..end])
}

/// What it is about: security, the indicator, and the frameworks of the clauses.
fn tags(report: &Report, rule: &Rule, cut: &mut Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    // Code scanning reads the score of rules with this tag only.
    if score(rule.severity).is_some() {
        tags.push("security".to_owned());
    }
    tags.push(tally::indicator(rule).to_owned());
    tags.extend(report.cite(&rule.clauses, None).into_iter().map(|citation| citation.framework));
    let mut seen = std::collections::BTreeSet::new();
    tags.retain(|tag| !tag.is_empty() && seen.insert(tag.clone()));
    if tags.len() > TAGS {
        let left = tags.split_off(TAGS).join(", ");
        cut.push(report.lang.pick(
            format!("rule {}: tags beyond {TAGS} are left out: {left}", rule.id),
            format!("规则 {}：超出 {TAGS} 个的标签未列出：{left}", rule.id),
        ));
    }
    tags
}

/// The middle of the band that code scanning gives this name to; none for what is only worth knowing.
fn score(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    }
}

fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "recommendation",
    }
}

/// Why and what to do, as plain text.
fn help(report: &Report, rule: &Rule) -> String {
    let lang = report.lang;
    let parts = [rule.description.get(lang), rule.remediation.get(lang)].map(text);
    let mut parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    for (what, clauses) in [
        (lang.pick("Required by ", "依据："), &rule.clauses),
        (lang.pick("See also ", "另见："), &rule.see_also),
    ] {
        let cited = Citation::texts(&report.cite(clauses, None));
        let cited: Vec<String> = cited.iter().map(|citation| text(citation)).collect();
        if !cited.is_empty() {
            parts.push(format!("{what}{}", cited.join(lang.pick("; ", "；"))));
        }
    }
    if parts.is_empty() {
        parts.push(text(&rule.id));
    }
    parts.join("\n\n")
}
