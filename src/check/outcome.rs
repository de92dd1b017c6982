//! What comes of rules that meet documents.

use crate::engine::Opinion;
use crate::finding::Finding;
use crate::problem::Problem;
use crate::report::Count;

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
