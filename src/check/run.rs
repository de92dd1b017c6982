//! Rules meet documents: every evaluation, and what came of it.

mod behind;
mod judge;

use super::away::Away;
use super::cache::Cache;
use super::outcome::{Evaluated, Met, Outcome};
use super::part::Part;
use super::{CheckOptions, Progress};
use crate::document::terraform::Views;
use crate::document::{Document, stages};
use crate::engine::{Evaluator, Input, Ready};
use crate::finding;
use crate::locate::nested::Nested;
use crate::locate::spread::Spread;
use crate::locate::{self, Combined, Subject};
use crate::policy::{InputShape, Judge, PolicySet, Rule};
use crate::problem::{Origin, Problem};
use crate::watch::{Watch, Watched};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Evaluates rules on the documents of a project, each by itself.
pub fn meet(
    policies: &PolicySet,
    selected: &[bool],
    documents: &[Document],
    ready: &Ready<'_>,
    watch: &Watch,
    progress: &dyn Progress,
) -> Met {
    Run::new(policies, selected, documents, ready, watch, &Part::Whole).meet(progress)
}

/// What is known of files that are away.
#[derive(Clone, Copy)]
pub(super) struct Behind<'r> {
    pub options: &'r CheckOptions,
    pub away: &'r [Away],
    /// Results of runs before, and the digest of the data that rules may read.
    pub cache: Option<(&'r Cache, &'r str)>,
}

/// What is evaluated at a time.
enum Unit<'r> {
    /// A document.
    Here(usize),
    /// The documents of a file.
    Away(&'r Away),
}

/// How often a rule did not apply, and how often it passed.
#[derive(Default)]
struct Quiet {
    not_applicable: AtomicUsize,
    passed: AtomicUsize,
}

/// Everything that evaluations share.
pub(super) struct Run<'r> {
    policies: &'r PolicySet,
    selected: &'r [bool],
    documents: &'r [Document],
    ready: &'r Ready<'r>,
    watch: &'r Watch,
    part: &'r Part,
    /// Which documents are evaluated.
    share: Vec<bool>,
    /// Documents that belong together.
    pub(super) spread: Spread,
    /// Files whose documents are outlines.
    pub(super) behind: Option<Behind<'r>>,
    /// What is counted and told no further, by rule.
    quiet: Vec<Quiet>,
    /// Files that could not be read again.
    lost: Mutex<Vec<Problem>>,
    /// The entries of a combined input.
    combined: Vec<Combined>,
    /// What names stand for in modules of Terraform.
    views: Views,
    /// Files of modules beside plans, which are looked at for places alone.
    pub(super) beside: &'r [Document],
}

impl<'r> Run<'r> {
    pub(super) fn new(
        policies: &'r PolicySet,
        selected: &'r [bool],
        documents: &'r [Document],
        ready: &'r Ready<'r>,
        watch: &'r Watch,
        part: &'r Part,
    ) -> Self {
        let runs = |shape| {
            let mut rules = policies.rules.iter().zip(selected);
            rules.any(|(rule, run)| *run && rule.input == shape)
        };
        let combined = if runs(InputShape::Combined) { locate::combined(documents) } else { Vec::new() };
        let views = if runs(InputShape::Project) { Views::of(documents) } else { Views::default() };
        Run {
            policies,
            selected,
            documents,
            ready,
            watch,
            part,
            share: part.share(documents),
            spread: Spread::default(),
            behind: None,
            quiet: policies.rules.iter().map(|_| Quiet::default()).collect(),
            lost: Mutex::default(),
            combined,
            views,
            beside: &[],
        }
    }

    pub(super) fn meet(&self, progress: &dyn Progress) -> Met {
        let (policies, documents) = (self.policies, self.documents);
        let mut met = Met::nothing(policies);
        let results = self.all(progress);
        self.settle(&mut met);
        met.shard = self.part.written(&results, policies, self.ready.conditions(), documents);
        met.cross_check = self.ready.tally();
        met.problems.extend(self.unfinished());
        let mut nested = Nested::new(documents);
        for Evaluated { document, rule, outcome, opinion } in results {
            outcome.count(&mut met.counts[rule]);
            let before = met.findings.len();
            outcome.sort_into(&mut met.findings, &mut met.problems);
            nested.add(document, met.findings.len() - before);
            if let (Some(checked), Some(opinion)) = (&mut met.cross_check, opinion) {
                let disagreement = checked.add(opinion);
                met.problems
                    .extend(disagreement.map(|disagreement| self.differs(document, rule, disagreement)));
            }
        }
        nested.keep_innermost(&mut met.findings);
        locate::plan::show_sources(&mut met.findings, documents, self.beside);
        nested.name_templates(&mut met.findings);
        if !self.spread.is_empty() {
            locate::once_a_rule(&mut met.findings);
        }
        locate::leave_out_shared(&mut met.findings);
        finding::finish(&mut met.findings, |rule| policies.rules[rule].id.clone(), documents);
        met
    }

    /// Adds what was counted and not kept, and the files that were lost.
    fn settle(&self, met: &mut Met) {
        for (count, quiet) in met.counts.iter_mut().zip(&self.quiet) {
            let passed = quiet.passed.load(Ordering::Relaxed);
            count.not_applicable += quiet.not_applicable.load(Ordering::Relaxed);
            count.evaluated += passed;
            count.passed += passed;
        }
        let mut lost = std::mem::take(&mut *self.lost.lock().unwrap_or_else(PoisonError::into_inner));
        lost.sort_by(|a, b| a.path().cmp(&b.path()));
        met.problems.extend(lost);
    }

    fn all(&self, progress: &dyn Progress) -> Vec<Evaluated> {
        let start = || (Evaluator::new(self.ready), self.watch.register());
        let mut results: Vec<Evaluated> = self
            .units()
            .into_par_iter()
            .map_init(start, |(evaluator, watched), unit| self.unit(evaluator, watched, unit, progress))
            .flatten_iter()
            .collect();
        if self.part.has_project() {
            let (mut evaluator, watched) = start();
            results.extend(self.project(&mut evaluator, &watched));
        }
        results
    }

    /// What is evaluated, in the order of the documents.
    fn units(&self) -> Vec<Unit<'r>> {
        let (mut units, mut next) = (Vec::new(), 0);
        let here = |range: Range<usize>| range.filter(|&index| self.share[index]).map(Unit::Here);
        for away in self.behind.iter().flat_map(|behind| behind.away) {
            units.extend(here(next..away.first));
            units.push(Unit::Away(away));
            next = away.first + away.count;
        }
        units.extend(here(next..self.documents.len()));
        units
    }

    fn unit(
        &self,
        evaluator: &mut Evaluator<'_>,
        watched: &Watched,
        unit: Unit<'_>,
        progress: &dyn Progress,
    ) -> Vec<Evaluated> {
        let (mut results, count) = match unit {
            Unit::Here(index) => (self.document(evaluator, watched, index, self.subject(index)), 1),
            Unit::Away(away) => (self.away(evaluator, watched, away), away.count),
        };
        (0..count).for_each(|_| progress.step());
        // Most documents have nothing to say of most rules: that is counted and not kept. Who merges shards asks for it.
        if matches!(self.part, Part::Whole) {
            results.retain(|result| !(result.opinion.is_none() && self.hush(result)));
        }
        results
    }

    /// Counts what says no more; false if there is more to say.
    fn hush(&self, result: &Evaluated) -> bool {
        let quiet = &self.quiet[result.rule];
        let counter = match &result.outcome {
            outcome if !outcome.is_quiet() => return false,
            Outcome::NotApplicable => &quiet.not_applicable,
            _ => &quiet.passed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        true
    }

    /// The rules of some shapes that are to run and can.
    fn rules<'s>(
        &'s self,
        wanted: impl Fn(InputShape) -> bool + 's,
    ) -> impl Iterator<Item = (usize, &'r Rule)> + 's {
        let rules = self.policies.rules.iter().enumerate();
        rules.filter(move |(index, rule)| self.runs(*index, rule) && wanted(rule.input))
    }

    fn runs(&self, index: usize, rule: &Rule) -> bool {
        self.selected[index]
            && rule.effective.contains(self.ready.today())
            && match rule.judge {
                Judge::Policy(entry) => self.policies.engine.can_run(entry),
                Judge::Schema => true,
                Judge::Params | Judge::Waiver | Judge::Assessment => false,
            }
    }

    /// Evaluates the rules over one document of the run, which may lie among others.
    pub(super) fn document(
        &self,
        evaluator: &mut Evaluator<'_>,
        watched: &Watched,
        index: usize,
        subject: Subject<'_>,
    ) -> Vec<Evaluated> {
        let document = &subject.documents[subject.index];
        let by_stage = self.rules(|shape| shape == InputShape::Stages).next().is_some();
        let stages = if by_stage { stages(document) } else { Vec::new() };
        let subject = Subject { stages: &stages, ..subject };
        // Documents that no rule applies to need no input.
        let (mut plain, mut review, mut staged): (Option<Input>, Option<Input>, Option<Input>) =
            (None, None, None);
        let evaluate = |(rule_index, rule): (usize, &Rule)| {
            let alone = |outcome| (outcome, None);
            let (outcome, opinion) = if rule.judge == Judge::Schema {
                alone(self.schema(rule_index, document))
            } else if !rule.applies_to.matches(document) {
                alone(Outcome::NotApplicable)
            } else if let Part::Merged(merged) = self.part {
                alone(merged.outcome(Some(index), rule_index, self.policies, self.documents))
            } else {
                let input = match rule.input {
                    InputShape::Stages => staged.get_or_insert_with(|| evaluator.inputs.stages(document)),
                    InputShape::Review => review.get_or_insert_with(|| evaluator.inputs.review(document)),
                    _ => plain.get_or_insert_with(|| {
                        let lent = subject.spread.lent(subject.index);
                        evaluator
                            .inputs
                            .joined(document, lent.map(|(section, at)| (section, &subject.documents[at])))
                    }),
                };
                watched.during(
                    &rule.id,
                    || Some(document.title()),
                    || self.evaluate(evaluator, rule_index, input, subject),
                )
            };
            Evaluated { document: Some(index), rule: rule_index, outcome, opinion }
        };
        self.of_documents().map(evaluate).collect()
    }

    /// The rules over one document that are to run and can.
    pub(super) fn of_documents(&self) -> impl Iterator<Item = (usize, &'r Rule)> + '_ {
        self.rules(|shape| !shape.is_of_all())
    }

    /// A bound on what names lead to is no answer.
    fn unfinished(&self) -> Option<Problem> {
        let document = self.documents.get(self.views.unfinished?)?;
        let at = Origin::new(&document.source, document.anchor_span(document.root(), None));
        Some(Problem::refused_at(
            at,
            "the locals and variables of this run lead to more values than can be looked at; the rest stays unknown",
            "本次运行中局部值与变量所引出的值过多，未能全部求出；其余按未知处理",
        ))
    }

    fn subject(&self, index: usize) -> Subject<'_> {
        Subject {
            documents: self.documents,
            index,
            spread: &self.spread,
            combined: &self.combined,
            views: &self.views,
            stages: &[],
        }
    }

    fn project(&self, evaluator: &mut Evaluator<'_>, watched: &Watched) -> Vec<Evaluated> {
        let (mut project, mut combined): (Option<Input>, Option<Input>) = (None, None);
        let subject = self.subject(0);
        let evaluate = |(rule_index, rule): (usize, &Rule)| {
            let alone = |outcome| (outcome, None);
            let (outcome, opinion) = if !rule.applies_to_any(self.documents) {
                alone(Outcome::NotApplicable)
            } else if let Part::Merged(merged) = self.part {
                alone(merged.outcome(None, rule_index, self.policies, self.documents))
            } else {
                let input = match rule.input {
                    InputShape::Combined => combined.get_or_insert_with(|| {
                        let entries = self.combined.iter().map(|&(at, item)| (&self.documents[at], item));
                        evaluator.inputs.combined(entries)
                    }),
                    _ => project.get_or_insert_with(|| evaluator.inputs.project(self.documents, &self.views)),
                };
                watched.during(&rule.id, || None, || self.evaluate(evaluator, rule_index, input, subject))
            };
            Evaluated { document: None, rule: rule_index, outcome, opinion }
        };
        self.rules(InputShape::is_of_all).map(evaluate).collect()
    }
}
