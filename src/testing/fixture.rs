//! Annotated fixtures: real configuration whose comments say which findings it has.
//!
//! In a folder `fixtures/` beside rules, those rules alone are judged. Elsewhere a file is a fixture if it
//! holds expectations, or if it was named as one, and all loaded rules are judged.

use super::TestOptions;
use super::bless;
use super::coverage::Tally;
use super::expect::{self, Comment, Expectation, Target};
use crate::check::platform::platforms;
use crate::check::{Met, Progress, meet};
use crate::discover::{self, DiscoverOptions, Found};
use crate::document::terraform::Views;
use crate::document::{self, Document, Format};
use crate::engine::{Conditions, CrossChecked, EntryPoint, Evaluator, Input, Lines, Ready};
use crate::finding::Finding;
use crate::policy::{InputShape, PolicySet, Rule};
use crate::problem::{Origin, Problem};
use crate::report::test::{Blessed, Cause, Failure, Mismatch, Outcome, TestReport, TestResult};
use crate::source::{SourceFile, Span};
use crate::watch::Watch;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// The folder beside rules whose files are fixtures of those rules.
const FOLDER: &str = "fixtures";
/// What the name of a file of expectations adds to that of its fixture.
const BESIDE: &str = ".expect.yaml";

/// A file that is a fixture.
pub struct Fixture {
    found: Found,
    /// The folder whose rules are judged; all rules if none.
    rules_of: Option<PathBuf>,
    /// Where its expectations are, if not in comments.
    beside: Option<PathBuf>,
}

struct Silent;

impl Progress for Silent {
    fn start(&self, _: usize) {}
    fn step(&self) {}
}

/// The fixtures below the paths to test, and those named; what is wrong with the latter is a problem.
pub fn find(options: &TestOptions, rule_folders: &[PathBuf], problems: &mut Vec<Problem>) -> Vec<Fixture> {
    let discover = |paths: &[PathBuf]| {
        discover::discover(&DiscoverOptions {
            paths: paths.to_vec(),
            exclude: options.exclude.clone(),
            include: None,
            formats: options.formats.clone(),
            working_directory: options.load.working_directory.clone(),
        })
    };
    let mut fixtures: Vec<Fixture> = Vec::new();
    let named = discover(&options.fixtures);
    problems.extend(named.problems);
    let fixture = |found: Found, rules_of| {
        let mut beside = found.path.clone().into_os_string();
        beside.push(BESIDE);
        let beside = PathBuf::from(beside);
        Fixture { found, rules_of, beside: beside.is_file().then_some(beside) }
    };
    let is_beside = |found: &Found| found.shown.ends_with(BESIDE);
    fixtures
        .extend(named.files.into_iter().filter(|found| !is_beside(found)).map(|found| fixture(found, None)));
    // A path that does not exist was told of when policies were looked for there.
    for found in discover(&options.paths).files.into_iter().filter(|found| !is_beside(found)) {
        let rules_of = rules_beside(&found.path, rule_folders);
        let fixture = fixture(found, rules_of);
        let expects = || {
            let read = std::fs::read(&fixture.found.path);
            read.is_ok_and(|bytes| bytes.len() as u64 <= options.load.limits.file_size && may_expect(&bytes))
        };
        if fixture.rules_of.is_some() || fixture.beside.is_some() || expects() {
            fixtures.push(fixture);
        }
    }
    fixtures.sort_by(|a, b| a.found.shown.cmp(&b.found.shown));
    fixtures.dedup_by(|a, b| a.found.shown == b.found.shown);
    fixtures
}

fn may_expect(bytes: &[u8]) -> bool {
    // Other encodings are rare enough to be read in full.
    std::str::from_utf8(bytes).map_or(true, expect::may_expect)
}

/// The folder with rules that a file is a fixture of: that of the nearest `fixtures/` around it.
fn rules_beside(path: &Path, rule_folders: &[PathBuf]) -> Option<PathBuf> {
    let real = path.canonicalize().ok()?;
    let folders =
        real.ancestors().skip(1).filter(|folder| folder.file_name().is_some_and(|name| name == FOLDER));
    folders
        .filter_map(Path::parent)
        .find(|parent| rule_folders.iter().any(|folder| folder == parent))
        .map(Path::to_path_buf)
}

/// The folders that policies lie in.
pub fn rule_folders(sources: impl Iterator<Item = String>, working_directory: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = sources
        .filter_map(|shown| Some(working_directory.join(shown).canonicalize().ok()?.parent()?.to_path_buf()))
        .collect();
    folders.sort();
    folders.dedup();
    folders
}

/// Judges fixtures and adds what came of them, in their order.
pub fn run(
    fixtures: &[Fixture],
    policies: &PolicySet,
    options: &TestOptions,
    watch: &Watch,
    report: &mut TestReport,
    tally: &mut Tally,
) {
    let wanted =
        |fixture: &&Fixture| options.run.as_ref().is_none_or(|run| run.is_match(&fixture.found.shown));
    let (wanted, other): (Vec<&Fixture>, Vec<&Fixture>) = fixtures.iter().partition(wanted);
    report.left_out += other.len();
    if options.fail_fast && report.failed() > 0 {
        report.not_run += wanted.len();
        return;
    }
    let conditions = conditions(policies, options, &[]);
    let ready = match policies.engine.ready(conditions) {
        Ok(ready) => ready,
        Err(problem) => return report.problems.push(problem),
    };
    let judge = Judge { policies, ready, folders: folders_of_rules(policies, options), options, watch };
    let judged: Vec<Judged> = wanted.par_iter().map(|fixture| judge.judged(fixture)).collect();
    let failed = |judged: &Judged| matches!(judged.result.outcome, Outcome::Failed(_));
    let first = judged.iter().position(failed).filter(|_| options.fail_fast);
    let kept = first.map_or(judged.len(), |first| first + 1);
    report.not_run += judged.len() - kept;
    for Judged { result, blessed, lines, cross_check } in judged.into_iter().take(kept) {
        tally.add(lines);
        report.results.push(result);
        report.blessed.extend(blessed);
        report.cross_checked(cross_check);
    }
}

fn conditions(policies: &PolicySet, options: &TestOptions, documents: &[Document]) -> Conditions {
    Conditions {
        data: policies.data.with_run(options.as_of, &policies.params, platforms(documents)),
        today: options.as_of,
        timeout: options.timeout,
        memory: options.memory,
        strict_builtin_errors: false,
        explain: false,
        cross_check: options.cross_check,
    }
}

/// The folder that each rule lies in.
fn folders_of_rules(policies: &PolicySet, options: &TestOptions) -> Vec<Option<PathBuf>> {
    let folder = |rule: &Rule| {
        let file = options.load.working_directory.join(&rule.origin.source.path);
        Some(file.canonicalize().ok()?.parent()?.to_path_buf())
    };
    policies.rules.iter().map(folder).collect()
}

struct Judge<'r> {
    policies: &'r PolicySet,
    ready: Ready<'r>,
    folders: Vec<Option<PathBuf>>,
    options: &'r TestOptions,
    watch: &'r Watch,
}

/// What came of a fixture.
struct Judged {
    result: TestResult,
    /// What it is to hold, where that was asked for.
    blessed: Option<Blessed>,
    /// The lines that judging it evaluates, where they were asked for.
    lines: Lines,
    /// What the second engine says of it, where it was asked.
    cross_check: Option<CrossChecked>,
}

/// A fixture that was read.
struct Read {
    source: Arc<SourceFile>,
    format: Format,
    documents: Vec<Document>,
    comments: Vec<Comment>,
    expectations: Vec<Expectation>,
}

impl Judge<'_> {
    fn judged(&self, fixture: &Fixture) -> Judged {
        let began = Instant::now();
        let (mut lines, mut cross_check) = (Lines::new(), None);
        let (folder, name) = fixture.found.shown.rsplit_once('/').unwrap_or((".", &fixture.found.shown));
        let (origin, mismatches, blessed) = match self.read(fixture) {
            Err(problem) => {
                let nowhere = SourceFile::from_text(fixture.found.shown.as_str(), "");
                (Origin::new(&nowhere, Span::default()), vec![Mismatch::Problem(problem)], None)
            }
            Ok((read, problems)) => {
                let origin = Origin::new(&read.source, Span::default());
                let mut mismatches: Vec<Mismatch> = problems.into_iter().map(Mismatch::Problem).collect();
                let selected = self.selected(fixture);
                let mut met = self.meet(&read.documents, &selected);
                cross_check = met.cross_check.take();
                if self.options.coverage {
                    lines = self.cover(&read.documents, &selected);
                }
                let unread = !mismatches.is_empty();
                let compared = self.compare(&read, &selected, &met).into_iter();
                // What could not be read could not be evaluated either.
                mismatches.extend(
                    compared.filter(|mismatch| !(unread && matches!(mismatch, Mismatch::NotEvaluated(_)))),
                );
                let blessed = if self.options.bless {
                    self.bless(fixture, &read, &selected, &met, &mismatches)
                } else {
                    None
                };
                (origin, mismatches, blessed)
            }
        };
        let outcome = if mismatches.is_empty() || blessed.is_some() {
            Outcome::Passed
        } else {
            Outcome::Failed(Failure { cause: Cause::Fixture(mismatches), why: None })
        };
        let result = TestResult {
            suite: folder.to_owned(),
            name: name.to_owned(),
            fixture: true,
            origin,
            outcome,
            prints: Vec::new(),
            duration: began.elapsed(),
        };
        Judged { result, blessed, lines, cross_check }
    }

    fn read(&self, fixture: &Fixture) -> Result<(Read, Vec<Problem>), Problem> {
        let limits = &self.options.load.limits;
        let source = discover::read_found(&fixture.found.path, &fixture.found.shown, limits.file_size)?;
        let format = fixture.found.format.or_else(|| discover::format_of_content(&source.text));
        let format = format.ok_or_else(|| document::unknown_format(&fixture.found.shown))?;
        let parsed = document::parse_nested(&source, format, fixture.found.reading, limits);
        let comments = expect::comments(&source, format, &parsed.documents);
        let mut expectations = expect::in_comments(&source, &comments);
        if let Some(beside) = &fixture.beside {
            let shown = discover::shown(beside, &self.options.load.working_directory);
            let beside = discover::read_found(beside, &shown, limits.file_size)?;
            expectations.extend(expect::in_file(&beside, limits)?);
        }
        let documents = parsed.documents;
        Ok((Read { source, format, documents, comments, expectations }, parsed.problems))
    }

    /// The rules that are judged.
    fn selected(&self, fixture: &Fixture) -> Vec<bool> {
        let Some(folder) = &fixture.rules_of else { return vec![true; self.policies.rules.len()] };
        self.folders.iter().map(|of_rule| of_rule.as_ref() == Some(folder)).collect()
    }

    fn meet(&self, documents: &[Document], selected: &[bool]) -> Met {
        let ready = self.ready.with(conditions(self.policies, self.options, documents));
        meet(self.policies, selected, documents, &ready, self.watch, &Silent)
    }

    /// The lines that judging documents evaluates.
    fn cover(&self, documents: &[Document], selected: &[bool]) -> Lines {
        let ready = self.ready.with(conditions(self.policies, self.options, documents));
        let mut evaluator = Evaluator::new(&ready);
        let of = &mut evaluator.inputs;
        let whole = of.project(documents, &Views::of(documents));
        let inputs: Vec<(&Document, Input, Input)> =
            documents.iter().map(|document| (document, of.document(document), of.review(document))).collect();
        let mut pairs: Vec<(EntryPoint, &Input)> = Vec::new();
        let rules = self.policies.rules.iter().zip(selected).filter(|(_, selected)| **selected);
        for (rule, _) in rules.filter(|(rule, _)| rule.effective.contains(self.options.as_of)) {
            let mut inputs = inputs.iter().filter(|(document, ..)| rule.applies_to.matches(document));
            let Some(entry) = rule.entry() else { continue };
            match rule.input {
                InputShape::Project | InputShape::Combined => {
                    pairs.extend(inputs.next().map(|_| (entry, &whole)));
                }
                InputShape::Review => pairs.extend(inputs.map(|(_, _, review)| (entry, review))),
                InputShape::Document | InputShape::Stages => {
                    pairs.extend(inputs.map(|(_, plain, _)| (entry, plain)))
                }
            }
        }
        evaluator.cover(&pairs)
    }

    /// Every finding that is not expected, and every expectation that is not met.
    fn compare(&self, read: &Read, selected: &[bool], met: &Met) -> Vec<Mismatch> {
        let mut mismatches: Vec<Mismatch> = met.problems.iter().cloned().map(Mismatch::Problem).collect();
        let mut open: Vec<&Expectation> = read.expectations.iter().collect();
        for finding in met.findings.iter().filter(|finding| finding.is_open()) {
            let rule = &self.policies.rules[finding.rule];
            match open
                .iter()
                .position(|expectation| expectation.rule == rule.id && meets(finding, &expectation.target))
            {
                Some(at) => drop(open.remove(at)),
                None => mismatches.push(unexpected(rule, finding)),
            }
        }
        mismatches.extend(open.into_iter().map(|expectation| {
            let rules = self.policies.rules.iter().zip(selected);
            let judged = rules.into_iter().any(|(rule, selected)| *selected && rule.id == expectation.rule);
            Mismatch::Unmet { rule: expectation.rule.clone(), at: expectation.origin.clone(), judged }
        }));
        let evaluated: usize = met.counts.iter().map(|count| count.evaluated).sum();
        if evaluated == 0 && mismatches.is_empty() {
            mismatches.push(Mismatch::NotEvaluated(Origin::new(&read.source, Span::default())));
        }
        mismatches
    }

    fn bless(
        &self,
        fixture: &Fixture,
        read: &Read,
        selected: &[bool],
        met: &Met,
        mismatches: &[Mismatch],
    ) -> Option<Blessed> {
        let only_expectations =
            |mismatch: &Mismatch| matches!(mismatch, Mismatch::Unexpected { .. } | Mismatch::Unmet { .. });
        if mismatches.is_empty() || !mismatches.iter().all(only_expectations) {
            return None;
        }
        let found = met
            .findings
            .iter()
            .filter(|finding| finding.is_open())
            .map(|finding| (self.policies.rules[finding.rule].id.as_str(), finding));
        if fixture.beside.is_some() || !expect::has_comments(read.format) {
            let mut path = fixture.found.path.clone().into_os_string();
            path.push(BESIDE);
            return Some(Blessed {
                path: path.into(),
                bytes: bless::beside(found),
                fixture: fixture.found.shown.clone(),
            });
        }
        let wanted: Vec<(usize, &str)> = found.map(|(rule, finding)| (line(finding), rule)).collect();
        let text = bless::comments(&read.source, read.format, &read.documents, &read.comments, &wanted)?;
        // What is written has to be read as what was found, and has to be the same configuration.
        let source = SourceFile::from_text(read.source.path.as_str(), text.as_str());
        let parsed =
            document::parse_nested(&source, read.format, fixture.found.reading, &self.options.load.limits);
        let comments = expect::comments(&source, read.format, &parsed.documents);
        let expectations = expect::in_comments(&source, &comments);
        let met = self.meet(&parsed.documents, selected);
        let again = Read { source, format: read.format, documents: parsed.documents, comments, expectations };
        let same = parsed.problems.is_empty() && self.compare(&again, selected, &met).is_empty();
        let bytes = bless::encode(&read.source, &text)?;
        same.then(|| Blessed {
            path: fixture.found.path.clone(),
            bytes,
            fixture: fixture.found.shown.clone(),
        })
    }
}

fn line(finding: &Finding) -> usize {
    finding.primary.source.position(finding.primary.span.start).line
}

fn meets(finding: &Finding, target: &Target) -> bool {
    match target {
        Target::Line(expected) => line(finding) == *expected,
        Target::Pointer(pointer) => finding.primary.pointer == *pointer,
    }
}

fn unexpected(rule: &Rule, finding: &Finding) -> Mismatch {
    let label =
        |label: &crate::finding::Label| (Origin::new(&label.source, label.span), label.message.clone());
    Mismatch::Unexpected {
        rule: rule.id.clone(),
        message: finding.message.clone(),
        places: std::iter::once(&finding.primary).chain(&finding.related).map(label).collect(),
    }
}
