//! Files whose documents are not held: read again, evaluated and forgotten; or known from a run before.

use super::{Behind, Run};
use crate::check::away::Away;
use crate::check::cache::{Entry, Known};
use crate::check::outcome::{Evaluated, Outcome};
use crate::check::written::WrittenOutcome;
use crate::document::{Document, Identities, Outline};
use crate::engine::Evaluator;
use crate::locate::Subject;
use crate::locate::spread::Spread;
use crate::policy::{Judge, Rule};
use crate::problem::Problem;
use crate::source::SourceFile;
use crate::watch::Watched;
use std::sync::{Arc, PoisonError};

impl Run<'_> {
    /// What the rules say of the documents of a file.
    pub(super) fn away(
        &self,
        evaluator: &mut Evaluator<'_>,
        watched: &Watched,
        away: &Away,
    ) -> Vec<Evaluated> {
        let Some(behind) = self.behind else { return Vec::new() };
        if let Some(results) = self.known(away, behind) {
            return results;
        }
        let documents = match away.documents(behind.options, watched) {
            Ok(documents) => documents,
            Err(problem) => return self.lost(away, problem),
        };
        let spread = Spread::default();
        let mut results = Vec::new();
        for index in 0..documents.len() {
            let subject = Subject { documents: &documents, spread: &spread, ..self.subject(index) };
            results.extend(self.document(evaluator, watched, away.first + index, subject));
        }
        name_places(&mut results, &documents);
        if let Some((cache, data)) = behind.cache
            && let Some(known) = self.learnt(&results, &documents, away.first)
        {
            cache.put(away.key(), &Entry::new(data, known));
        }
        results
    }

    /// No rule has a result of a file that cannot be read again.
    fn lost(&self, away: &Away, problem: Problem) -> Vec<Evaluated> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
        let of_document = |at: usize| {
            self.of_documents().map(move |(index, rule)| {
                let applies = rule.applies_to.matches(&self.documents[at]);
                let outcome = if applies { Outcome::Lost } else { Outcome::NotApplicable };
                Evaluated { document: Some(at), rule: index, outcome, opinion: None }
            })
        };
        (away.first..away.first + away.count).flat_map(of_document).collect()
    }

    /// What a run before says, if it says something of every rule.
    fn known(&self, away: &Away, behind: Behind<'_>) -> Option<Vec<Evaluated>> {
        let (source, (cache, data)) = (away.known.as_ref()?, behind.cache?);
        let entry = cache.get(&away.key())?.known(away.count, data)?;
        let mut results = Vec::new();
        for (document, mut known) in (away.first..).zip(entry) {
            for (rule, meant) in self.of_documents() {
                let place = (source, away.count);
                let outcome = self.recalled(&mut known, meant, rule, &self.documents[document], place)?;
                results.push(Evaluated { document: Some(document), rule, outcome, opinion: None });
            }
        }
        cache.recall();
        Some(results)
    }

    fn recalled(
        &self,
        known: &mut Known,
        rule: &Rule,
        index: usize,
        document: &Document,
        (source, count): (&Arc<SourceFile>, usize),
    ) -> Option<Outcome> {
        let listed = |ids: &[String]| ids.binary_search(&rule.id).is_ok();
        if rule.judge != Judge::Schema && !rule.applies_to.matches(document) {
            return Some(Outcome::NotApplicable);
        }
        if listed(&known.passed) {
            return Some(Outcome::Evaluated {
                findings: Vec::new(),
                problems: Vec::new(),
                violations: 0,
                unknown: 0,
            });
        }
        if listed(&known.not_applicable) {
            return tells_scope(rule).then_some(Outcome::NotApplicable);
        }
        let written = known.found.remove(&rule.id)?;
        let file =
            |path: &str, number: usize| (path == source.path && number < count).then(|| source.clone());
        let findings = written.findings.into_iter().map(|finding| finding.read(index, &file));
        let findings = findings.collect::<Option<Vec<_>>>().filter(|findings| !findings.is_empty())?;
        Some(Outcome::Evaluated {
            findings,
            problems: Vec::new(),
            violations: written.violations,
            unknown: written.unknown,
        })
    }

    /// What is worth knowing in the next run: nothing if something could not be evaluated.
    fn learnt(&self, results: &[Evaluated], documents: &[Document], first: usize) -> Option<Vec<Known>> {
        let mut known: Vec<Known> =
            documents.iter().map(|document| Known::of(Outline::of(document))).collect();
        for Evaluated { document, rule, outcome, .. } in results {
            let at = (*document)?.checked_sub(first)?;
            let (known, rule) = (known.get_mut(at)?, &self.policies.rules[*rule]);
            match outcome {
                Outcome::NotApplicable if tells_scope(rule) && rule.applies_to.matches(&documents[at]) => {
                    known.not_applicable.push(rule.id.clone())
                }
                Outcome::NotApplicable => {}
                quiet if quiet.is_quiet() => known.passed.push(rule.id.clone()),
                Outcome::Evaluated { findings, problems, violations, unknown }
                    if problems.is_empty() && !findings.is_empty() =>
                {
                    known
                        .found
                        .insert(rule.id.clone(), WrittenOutcome::found(*violations, *unknown, findings));
                }
                _ => return None,
            }
        }
        Some(known)
    }
}

/// True for a rule of which only its evaluation tells whether it applies.
fn tells_scope(rule: &Rule) -> bool {
    rule.judge == Judge::Schema || rule.subjects().is_some()
}

/// Gives findings the names of their places while their documents are there.
fn name_places(results: &mut [Evaluated], documents: &[Document]) {
    let mut identities = Identities::new(documents);
    for result in results {
        if let Outcome::Evaluated { findings, .. } = &mut result.outcome {
            for finding in findings {
                let label = &finding.primary;
                finding.place =
                    identities.of(&label.source, label.document, &label.pointer).unwrap_or_default();
            }
        }
    }
}
