//! What rules over real configuration say of the control that they give evidence for.

use crate::finding::Status;
use crate::report::Report;
use serde_json::Value;
use std::collections::BTreeMap;

/// What was read of the files that configure the systems, about one control.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Rules that judged something and found nothing wrong, by id.
    pub agree: Vec<String>,
    /// Rules that found something, by id.
    pub contradict: Vec<String>,
    /// What they found, as indexes into the findings of the report.
    pub findings: Vec<usize>,
}

impl Collected {
    /// True if files were read about the control, and nothing in them speaks against it.
    pub fn is_evidence(&self) -> bool {
        !self.agree.is_empty() && self.contradict.is_empty()
    }
}

/// What was collected, by the control that it is about. A rule that could not run to its end tells nothing; what is waived
/// stays as it was found.
pub fn collected(report: &Report) -> BTreeMap<String, Collected> {
    let mut all: BTreeMap<String, Collected> = BTreeMap::new();
    for (index, rule) in report.policies.rules.iter().enumerate().filter(|(rule, _)| report.selected[*rule]) {
        let Some(control) = rule.custom.get("control").and_then(Value::as_str) else { continue };
        let open = |status: &Status| !matches!(status, Status::Excepted);
        let findings: Vec<usize> = report
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.rule == index && open(&finding.status))
            .map(|(at, _)| at)
            .collect();
        let of_control = all.entry(control.to_owned()).or_default();
        if !findings.is_empty() {
            of_control.contradict.push(rule.id.clone());
            of_control.findings.extend(findings);
        } else if report.counts[index].passed > 0 && report.counts[index].errored == 0 {
            of_control.agree.push(rule.id.clone());
        }
    }
    all.retain(|_, one| *one != Collected::default());
    all
}
