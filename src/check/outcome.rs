//! What comes of rules that meet documents.

use crate::document::Document;
use crate::engine::{CrossChecked, Opinion};
use crate::finding::{self, Finding};
use crate::locate;
use crate::policy::{Judge, PolicySet};
use crate::problem::Problem;
use crate::report::Count;
use serde_json::Value;

/// A rule met a document, or the project.
pub(super) struct Evaluated {
    /// None for the project.
    pub document: Option<usize>,
    /// Its index.
    pub rule: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// What the second engine says, where it was asked.
    pub opinion: Option<Opinion>,
}

/// What came of it.
pub enum Outcome {
    /// The rule does not apply.
    NotApplicable,
    /// The rule ran; without findings it passed.
    Evaluated {
        /// Its violations with their places.
        findings: Vec<Finding>,
        /// What is wrong with the places that its author gives.
        problems: Vec<Problem>,
        /// How many violations the rule returned.
        violations: usize,
        /// How many of them rest on what is not known before it is applied.
        unknown: usize,
    },
    /// The rule could not run to its end.
    Errored(Problem),
    /// Its document could not be read again, which is told once.
    Lost,
}

impl Outcome {
    /// Counts a pass only where there is nothing that speaks against it.
    pub fn count(&self, count: &mut Count) {
        match self {
            Outcome::NotApplicable => count.not_applicable += 1,
            Outcome::Errored(_) | Outcome::Lost => {
                count.evaluated += 1;
                count.errored += 1;
            }
            Outcome::Evaluated { findings, problems, violations, unknown } => {
                count.unknown += unknown;
                count.evaluated += 1;
                count.violations += violations;
                *match (findings.is_empty(), problems.is_empty()) {
                    (true, true) if *unknown > 0 => &mut count.undecided,
                    (true, true) => &mut count.passed,
                    (true, false) => &mut count.errored,
                    (false, _) => &mut count.failed,
                } += 1;
            }
        }
    }

    /// True if it is counted and says no more.
    pub fn is_quiet(&self) -> bool {
        match self {
            Outcome::NotApplicable => true,
            Outcome::Evaluated { violations: 0, findings, problems, .. } => {
                findings.is_empty() && problems.is_empty()
            }
            _ => false,
        }
    }

    /// Takes its findings and problems apart.
    pub fn sort_into(self, findings: &mut Vec<Finding>, problems: &mut Vec<Problem>) {
        match self {
            Outcome::NotApplicable | Outcome::Lost => {}
            Outcome::Errored(problem) => problems.push(problem),
            Outcome::Evaluated { findings: found, problems: wrong, .. } => {
                findings.extend(found);
                problems.extend(wrong);
            }
        }
    }
}

/// What came of rules that met documents.
pub struct Met {
    /// What became of each rule.
    pub counts: Vec<Count>,
    /// Findings, in their order.
    pub findings: Vec<Finding>,
    /// What could not be evaluated.
    pub problems: Vec<Problem>,
    /// What a shard leaves for whoever merges.
    pub shard: Option<Value>,
    /// What the second engine says, where it was asked.
    pub cross_check: Option<CrossChecked>,
}

impl Met {
    /// Judges what overrides parameters.
    pub(super) fn params(&mut self, policies: &PolicySet, selected: &[bool], documents: &[Document]) {
        let Some(rule) = policies.rules.iter().position(|rule| rule.judge == Judge::Params) else { return };
        let before = self.findings.len();
        for (with, param, floor) in policies.params.bounded().filter(|_| selected[rule]) {
            let findings = if floor.keeps(&with.value) {
                Vec::new()
            } else {
                vec![locate::weaker(with, param, floor, rule)]
            };
            let violations = findings.len();
            let outcome = Outcome::Evaluated { violations, findings, problems: Vec::new(), unknown: 0 };
            outcome.count(&mut self.counts[rule]);
            outcome.sort_into(&mut self.findings, &mut self.problems);
        }
        // Those of the documents are in their order already.
        if self.findings.len() > before {
            finding::finish(&mut self.findings, |rule| policies.rules[rule].id.clone(), documents);
        }
    }

    pub(super) fn nothing(policies: &PolicySet) -> Self {
        let counts = vec![Count::default(); policies.rules.len()];
        Met { counts, findings: Vec::new(), problems: Vec::new(), shard: None, cross_check: None }
    }
}
