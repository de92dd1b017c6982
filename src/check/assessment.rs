//! The rule that assessments are held against, which needs more than documents: files of evidence.

use super::{CheckOptions, Met, named};
use crate::assess::evidence::file::{Shelf, home};
use crate::assess::faults::{Fault, faults, is_assessment, unfinished};
use crate::assess::model::Model;
use crate::assess::process::Facts;
use crate::document::Document;
use crate::finding::{self, Finding};
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
        // A run before this one, on the same policies, has added it.
        if other.judge == rule.judge {
            return None;
        }
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
    let assessments = || documents.iter().filter(|document| is_assessment(document));
    for document in assessments() {
        let (folder, root) =
            home(&options.discover.working_directory, &options.discover.paths, &document.source.path);
        let found = faults(document, &policies.rules, &mut Shelf::new(&root), &folder);
        met.findings.extend(found.into_iter().map(|fault| located(fault, document, rule)));
    }
    // Steps depend on what was found, the files of evidence included, and on what passed everywhere.
    let model = Model::read(None).ok().filter(|_| !options.part.is_partial());
    if let Some(model) = model {
        let facts = Facts {
            policies,
            selected,
            counts: &met.counts,
            findings: &met.findings,
            documents,
            today: options.as_of,
        };
        let unfinished =
            |document| unfinished(document, &model, facts).into_iter().map(move |fault| (fault, document));
        let found =
            assessments().flat_map(unfinished).map(|(fault, document)| located(fault, document, rule));
        let found: Vec<Finding> = found.collect();
        met.findings.extend(found);
    }
    let count = &mut met.counts[rule];
    for document in documents {
        let here = |finding: &&Finding| finding.primary.is_in(document);
        let violations = met.findings[before..].iter().filter(here).count();
        count.violations += violations;
        match (is_assessment(document), violations) {
            (false, _) => count.not_applicable += 1,
            (true, 0) => (count.evaluated, count.passed) = (count.evaluated + 1, count.passed + 1),
            (true, _) => (count.evaluated, count.failed) = (count.evaluated + 1, count.failed + 1),
        }
    }
    if met.findings.len() > before {
        finding::finish(&mut met.findings, |rule| policies.rules[rule].id.clone(), documents);
    }
}

fn located(fault: Fault, document: &Document, rule: usize) -> Finding {
    let Fault { pointer, check, severity, message } = fault;
    locate::wrong_at(document, pointer, rule, (severity, check, message), None)
}
