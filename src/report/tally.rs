//! Counts of a report for its summaries: by severity, and by indicator.

use super::Report;
use crate::lang::{Lang, counted};
use crate::policy::{Rule, Severity};
use std::collections::BTreeMap;

/// What was found of one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// Rules that were to run.
    pub rules: usize,
    /// Those of them with open findings.
    pub failed: usize,
    /// Open findings by severity, in the order of [`Severity::ALL`].
    pub open: [usize; 5],
    /// Findings about which something was decided.
    pub settled: usize,
}

impl Row {
    /// Open findings.
    pub fn total(&self) -> usize {
        self.open.iter().sum()
    }
}

/// The indicator of a rule; where its metadata names none, its pack, else its package.
pub fn indicator(rule: &Rule) -> &str {
    let named = rule.custom.get("indicator").and_then(serde_json::Value::as_str);
    let pack = Some(rule.pack.as_str()).filter(|pack| !pack.is_empty());
    named.or(pack).unwrap_or(&rule.package)
}

/// What was found, by indicator.
pub fn by_indicator(report: &Report) -> BTreeMap<&str, Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut failed = vec![false; report.policies.rules.len()];
    for finding in &report.findings {
        let row = rows.entry(indicator(report.rule(finding))).or_default();
        if finding.is_open() {
            failed[finding.rule] = true;
            let at = Severity::ALL.iter().position(|severity| *severity == finding.severity);
            row.open[at.unwrap_or_default()] += 1;
        } else {
            row.settled += 1;
        }
    }
    for ((rule, selected), failed) in report.policies.rules.iter().zip(&report.selected).zip(failed) {
        if *selected {
            let row = rows.entry(indicator(rule)).or_default();
            row.rules += 1;
            row.failed += usize::from(failed);
        }
    }
    rows
}

/// Findings that stand, in one line: how many, of which severities, and what was settled or not checked.
pub fn line(report: &Report) -> String {
    let lang = report.lang;
    let open = report.findings.iter().filter(|finding| finding.is_open()).count();
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (report.open(*severity), severity.label(lang)))
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| lang.pick(format!("{count} {label}"), format!("{label} {count}")))
        .collect();
    let mut text = match (open, lang) {
        (0, Lang::En) => "no open findings".to_owned(),
        (0, Lang::Zh) => "没有待处理的发现".to_owned(),
        (count, Lang::En) => format!("{}: {}", counted(count, "finding"), counts.join(", ")),
        (count, Lang::Zh) => format!("共 {count} 项发现：{}", counts.join("、")),
    };
    let settled = report.findings.len() - open;
    if settled > 0 {
        text += &lang
            .pick(format!("; {settled} waived or baselined"), format!("；已豁免或列入基线 {settled} 项"));
    }
    match (crate::problem::count(&report.problems), lang) {
        (0, _) => {}
        (count, Lang::En) => {
            text += &format!("; {}: not everything could be checked", counted(count, "problem"));
        }
        (count, Lang::Zh) => text += &format!("；{count} 个问题：未能全部检查"),
    }
    text
}
