//! The rule that assessments are held against, which needs more than documents: files of evidence.

use super::{CheckOptions, Met, Outcome, finding, named};
use crate::assess::evidence::file::{Shelf, home};
use crate::assess::faults::{Fault, faults, is_assessment};
use crate::document::Document;
use crate::locate;
use crate::policy::{Judge, PolicySet, own};
use crate::problem::Problem;

/// Adds the rule where there is an assessment, in its place.
pub(super) fn add(
    options: &CheckOptions,
    policies: &mut PolicySet,
    selected: &mut Vec<bool>,
    documents: &[Document],
) -> Option<Problem> {
    if !documents.iter().any(is_assessment) {
        return None;
    }
    let rule = own::assessment();
    if let Some(other) = policies.rules.iter().find(|other| other.id == rule.id) {
        let reason = format!("the id {:?} belongs to the rule that assessments are held against", rule.id);
        return Some(Problem::policy(other.origin.clone(), reason));
    }
    let listed = |names: &[String]| names.iter().any(|name| named(&rule, name));
    let wanted = options.only.is_empty() || listed(&options.only);
    let at = policies.rules.partition_point(|other| other.id < rule.id);
    selected.insert(at, wanted && !listed(&options.skip));
    policies.rules.insert(at, rule);
    None
}

/// Holds assessments against the rule.
pub(super) fn judge(
    met: &mut Met,
    options: &CheckOptions,
    policies: &PolicySet,
    selected: &[bool],
    documents: &[Document],
) {
    let Some(rule) = policies.rules.iter().position(|rule| rule.judge == Judge::Assessment) else { return };
    if !selected[rule] {
        return;
    }
    let before = met.findings.len();
    for document in documents {
        let outcome = if is_assessment(document) {
            let (folder, root) =
                home(&options.discover.working_directory, &options.discover.paths, &document.source.path);
            let found = faults(document, &policies.rules, &mut Shelf::new(&root), &folder);
            let finding = |Fault { pointer, check, severity, message }| {
                locate::wrong_at(document, pointer, rule, (severity, check, message), None)
            };
            let findings: Vec<_> = found.into_iter().map(finding).collect();
            Outcome::Evaluated { violations: findings.len(), findings, problems: Vec::new() }
        } else {
            Outcome::NotApplicable
        };
        outcome.count(&mut met.counts[rule]);
        outcome.sort_into(&mut met.findings, &mut met.problems);
    }
    if met.findings.len() > before {
        finding::finish(&mut met.findings, |rule| policies.rules[rule].id.clone(), documents);
    }
}
