//! What a run says of each control, for plans.

use crate::assess::Assessment;
use crate::assess::control::{Control, Outcome};
use crate::document::Document;
use crate::finding::{Finding, Label};
use crate::policy::Rule;
use crate::report::Report;
use crate::similar::similar;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a run says of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It ran on everything that it applies to and found nothing.
    Passes,
    /// Something stands, or the site disproved it.
    Fails,
    /// All that it found is waived or was there when the baseline was made.
    Accepted,
    /// It did not run to its end, applies to nothing that was checked, or judges nothing but plans.
    Unknown,
}

/// A control and what the run says of it.
#[derive(Debug)]
pub struct Judged<'r> {
    /// Its rule.
    pub rule: &'r Rule,
    /// The verdict.
    pub verdict: Verdict,
    /// What stands outside of plans: a plan does not plan itself.
    pub open: Vec<&'r Finding>,
    /// How many of its findings are accepted.
    pub accepted: usize,
    /// The control in the assessment, if it is one of the model.
    pub control: Option<&'r Control>,
}

impl Judged<'_> {
    /// The site disproved what the documents say.
    pub fn is_disproved(&self) -> bool {
        self.control.is_some_and(|control| {
            control.confirmed == Some(false) && matches!(control.found, Outcome::Pass | Outcome::Partial)
        })
    }

    /// Something is to be done about it.
    pub fn is_work(&self) -> bool {
        !self.open.is_empty() || self.is_disproved()
    }

    /// Its sub-indicator, if its metadata name one.
    pub fn indicator(&self) -> Option<&str> {
        self.rule.custom.get("indicator").and_then(Value::as_str)
    }
}

/// What a run says of all controls, by id. Controls are the rules of policies, and where the run has a list of known
/// controls, those on it alone.
#[derive(Debug)]
pub struct Verdicts<'r> {
    all: BTreeMap<&'r str, Judged<'r>>,
    /// Open findings of rules that are no controls, by rule: what the program itself checks, and links.
    pub others: BTreeMap<&'r str, usize>,
}

impl<'r> Verdicts<'r> {
    /// Reads what a run found in these documents.
    pub fn read(report: &'r Report, assessment: &'r Assessment, documents: &[Document]) -> Self {
        let plans: Vec<&Document> = documents.iter().filter(|document| is_plan(document)).collect();
        let in_plan = |label: &Label| plans.iter().any(|plan| label.is_in(plan));
        let known = report.policies.params.values.get("known_controls").and_then(Value::as_array);
        let is_control = |rule: &Rule| {
            rule.is_control() && known.is_none_or(|known| known.iter().any(|id| *id == *rule.id))
        };
        let mut verdicts = Verdicts { all: BTreeMap::new(), others: BTreeMap::new() };
        let mut found: Vec<Vec<&Finding>> = vec![Vec::new(); report.policies.rules.len()];
        for finding in &report.findings {
            found[finding.rule].push(finding);
        }
        for (index, (rule, found)) in report.policies.rules.iter().zip(found).enumerate() {
            let (open, accepted): (Vec<&Finding>, Vec<&Finding>) =
                found.into_iter().partition(|finding| finding.is_open());
            if !is_control(rule) {
                if !open.is_empty() {
                    verdicts.others.insert(&rule.id, open.len());
                }
                continue;
            }
            let control = assessment.controls.iter().find(|control| control.id == rule.id);
            let (stands, accepted) = (!open.is_empty(), accepted.len());
            let outside: Vec<&Finding> =
                open.into_iter().filter(|finding| !in_plan(&finding.primary)).collect();
            let mut judged = Judged { rule, verdict: Verdict::Unknown, open: outside, accepted, control };
            let count = report.counts[index];
            judged.verdict = match judged {
                _ if judges_plans_alone(rule, documents) => Verdict::Unknown,
                _ if stands || judged.is_disproved() => Verdict::Fails,
                _ if accepted > 0 => Verdict::Accepted,
                _ if count.evaluated > 0 && count.errored == 0 => Verdict::Passes,
                _ => Verdict::Unknown,
            };
            verdicts.all.insert(&rule.id, judged);
        }
        verdicts
    }

    /// What the run says of a control; `None` if there is none of this id.
    pub fn get(&self, id: &str) -> Option<&Judged<'r>> {
        self.all.get(id)
    }

    /// All controls, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Judged<'r>> {
        self.all.values()
    }

    /// The control that a wrong id was most likely meant to be.
    pub fn similar(&self, id: &str) -> Option<&str> {
        similar(id, self.all.keys().copied())
    }
}

/// True for an ImprovementPlan document.
pub fn is_plan(document: &Document) -> bool {
    document.top("kind") == Some("ImprovementPlan")
}

/// A rule that closing or reopening a task could change must not decide about tasks: two updates would differ.
fn judges_plans_alone(rule: &Rule, documents: &[Document]) -> bool {
    let mut judged = documents.iter().filter(|document| rule.applies_to.matches(document)).peekable();
    !rule.input.is_of_all() && judged.peek().is_some() && judged.all(is_plan)
}
