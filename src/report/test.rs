//! What a run of tests found, and one renderer a format.

mod github;
mod human;
mod json;
mod junit;
mod lcov;
mod tap;

use super::Style;
use super::excerpt::clean;
use crate::engine::{CrossChecked, Difference, EvaluationError, Shown, Truth, Why};
use crate::lang::{Lang, Message};
use crate::problem::{Failure as EngineFailure, Origin, Problem};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

/// A format of the results of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum TestFormat {
    /// Frames of what failed, for people.
    Human,
    /// One object, for programs.
    Json,
    /// JUnit's XML, which CI systems show.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// Annotations of GitHub's workflows.
    Github,
    /// Covered lines for tools that show them beside the text.
    Lcov,
}

/// What came of a run of tests.
#[derive(Debug)]
pub struct TestReport {
    /// Language.
    pub lang: Lang,
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// Results, in the order of files and of their text.
    pub results: Vec<TestResult>,
    /// Tests that were not run because one before failed.
    pub not_run: usize,
    /// Tests that were not run because what keeps another one from running keeps them too.
    pub derived: usize,
    /// Tests that `--run` left out.
    pub left_out: usize,
    /// What could not be tested.
    pub problems: Vec<Problem>,
    /// What a user may want to know.
    pub notes: Vec<String>,
    /// The lines of policies that tests evaluated, if they were asked for.
    pub coverage: Option<Coverage>,
    /// What the second engine says, where it was asked.
    pub cross_check: Option<CrossChecked>,
    /// Files to write: fixtures with their expectations.
    pub blessed: Vec<Blessed>,
}

impl TestReport {
    /// Adds what the second engine says of more tests.
    pub fn cross_checked(&mut self, more: Option<CrossChecked>) {
        match (&mut self.cross_check, more) {
            (Some(known), Some(more)) => known.merge(more),
            (known @ None, more) => *known = more,
            (Some(_), None) => {}
        }
    }
}

/// Which lines of policies the tests evaluated.
#[derive(Debug, Default)]
pub struct Coverage {
    /// The policies, by path.
    pub files: Vec<CoveredFile>,
    /// Rules and functions that no test evaluates: name and place.
    pub untouched: Vec<(String, Origin)>,
    /// The least share of lines to be covered, in percent.
    pub threshold: Option<f64>,
}

/// A policy and its lines.
#[derive(Debug)]
pub struct CoveredFile {
    /// Its package.
    pub origin: Origin,
    /// Lines that could be evaluated, 1-based, and how many tests and fixtures did.
    pub lines: BTreeMap<u32, usize>,
}

impl Coverage {
    /// Covered lines and all lines.
    pub fn total(&self) -> (usize, usize) {
        self.files
            .iter()
            .fold((0, 0), |(covered, all), file| (covered + file.covered(), all + file.lines.len()))
    }

    /// Covered lines in percent; all of them where there are none.
    pub fn percent(&self) -> f64 {
        let (covered, all) = self.total();
        percent(covered, all)
    }

    /// True if fewer lines are covered than have to be.
    pub fn is_low(&self) -> bool {
        self.threshold.is_some_and(|threshold| self.percent() < threshold)
    }
}

impl CoveredFile {
    /// Lines that were evaluated.
    pub fn covered(&self) -> usize {
        self.lines.values().filter(|times| **times > 0).count()
    }
}

fn percent(covered: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { covered as f64 * 100.0 / all as f64 }
}

/// A file to write.
#[derive(Debug)]
pub struct Blessed {
    /// The file.
    pub path: PathBuf,
    /// The fixture that it is or belongs to, as printed.
    pub fixture: String,
    /// What it is to hold.
    pub bytes: Vec<u8>,
}

/// What came of a test, or of one of its cases.
#[derive(Debug)]
pub struct TestResult {
    /// The package of a unit test; the folder of a fixture.
    pub suite: String,
    /// The name of the test, `name/case` for a case; that of the file for a fixture.
    pub name: String,
    /// True for a fixture.
    pub fixture: bool,
    /// Where the test is.
    pub origin: Origin,
    /// What came of it.
    pub outcome: Outcome,
    /// What it printed, `path:line: text`.
    pub prints: Vec<String>,
    /// Time it took; all cases of a test together took the time of the first.
    pub duration: Duration,
}

/// What came of a test.
#[derive(Debug)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It is marked as not to run yet.
    Skipped,
    /// It failed.
    Failed(Failure),
}

/// Why a test failed.
#[derive(Debug)]
pub struct Failure {
    /// What came of the test.
    pub cause: Cause,
    /// The first expression of it that does not hold.
    pub why: Option<Why>,
}

/// What came of a failed test.
#[derive(Debug)]
pub enum Cause {
    /// It has no value: an expression of its body is false or undefined.
    Undefined,
    /// It has a value that is not `true`.
    Other(Shown),
    /// It could not be evaluated to its end.
    Error(EvaluationError),
    /// A fixture has other findings than it expects.
    Fixture(Vec<Mismatch>),
}

/// Where a fixture and its findings do not agree.
#[derive(Debug)]
pub enum Mismatch {
    /// A finding that is not expected.
    Unexpected {
        /// Id of the rule.
        rule: String,
        /// What it says.
        message: Message,
        /// Its labels, the primary one first.
        places: Vec<(Origin, Message)>,
    },
    /// An expectation that no finding meets.
    Unmet {
        /// Id of the rule.
        rule: String,
        /// The id as written.
        at: Origin,
        /// False if the rule is none of those that the fixture is judged by.
        judged: bool,
    },
    /// No rule was evaluated on the file.
    NotEvaluated(Origin),
    /// Something could not be read or evaluated.
    Problem(Problem),
}

impl Mismatch {
    /// What does not agree.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Mismatch::Unexpected { rule, message, .. } => {
                let (rule, message) = (clean(rule), clean(message.get(lang)));
                lang.pick(
                    format!("unexpected finding of {rule}: {message}"),
                    format!("意料之外的发现 {rule}：{message}"),
                )
            }
            Mismatch::Unmet { rule, judged: true, .. } => {
                let rule = clean(rule);
                lang.pick(format!("{rule} has no finding here"), format!("{rule} 在此没有发现"))
            }
            Mismatch::Unmet { rule, judged: false, .. } => {
                let rule = clean(rule);
                lang.pick(
                    format!("{rule} is none of the rules that this fixture is judged by"),
                    format!("本样例不由规则 {rule} 判定"),
                )
            }
            Mismatch::NotEvaluated(_) => lang
                .pick(
                    "no rule was evaluated on this file: none applies to it",
                    "没有规则对该文件求值：没有适用的规则",
                )
                .to_owned(),
            Mismatch::Problem(problem) => problem.message(lang),
        }
    }

    /// The places that it is about, the first one the most.
    fn places(&self, lang: Lang) -> Vec<(Origin, String)> {
        match self {
            Mismatch::Unexpected { places, .. } => {
                places.iter().map(|(place, message)| (place.clone(), message.get(lang).to_owned())).collect()
            }
            Mismatch::Unmet { at, .. } | Mismatch::NotEvaluated(at) => vec![(at.clone(), String::new())],
            Mismatch::Problem(problem) => {
                problem.origin().into_iter().map(|at| (at, String::new())).collect()
            }
        }
    }
}

impl TestReport {
    /// 2 if something could not be tested, else 1 if a test failed or too little is covered, else 0.
    pub fn exit_code(&self) -> u8 {
        let low = self.coverage.as_ref().is_some_and(Coverage::is_low);
        if self.problems.is_empty() { u8::from(self.failed() > 0 || low) } else { 2 }
    }

    /// Tests that passed.
    pub fn passed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Passed))
    }

    /// Tests that failed.
    pub fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Failed(_)))
    }

    /// Tests marked as not to run yet.
    pub fn skipped(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Skipped))
    }

    fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> usize {
        self.results.iter().filter(|result| wanted(&result.outcome)).count()
    }
}

impl TestResult {
    /// The whole name: `package.test`, or the path of a fixture.
    pub fn full_name(&self) -> String {
        match (self.fixture, self.suite.as_str()) {
            (true, ".") => self.name.clone(),
            (true, folder) => format!("{folder}/{}", self.name),
            (false, package) => format!("{package}.{}", self.name),
        }
    }

    /// Why the test failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.outcome {
            Outcome::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

impl Failure {
    /// Where a fixture and its findings do not agree.
    fn mismatches(&self) -> &[Mismatch] {
        match &self.cause {
            Cause::Fixture(mismatches) => mismatches,
            _ => &[],
        }
    }

    /// What happened, in a sentence.
    fn message(&self, lang: Lang) -> String {
        match (&self.cause, &self.why) {
            (Cause::Undefined, Some(why)) => match why.truth {
                Truth::False => lang.pick("this expression is false", "该表达式为假"),
                Truth::Undefined => lang.pick("this expression is undefined", "该表达式没有值"),
                Truth::Empty => lang.pick("there is nothing to take from here", "此处没有可取的元素"),
            }
            .to_owned(),
            (Cause::Undefined, None) => lang.pick("it is undefined", "它没有值").to_owned(),
            (Cause::Other(value), _) => {
                let value = shown(value);
                lang.pick(format!("it is {value}, not true"), format!("它的值是 {value}，而不是 true"))
            }
            (Cause::Fixture(mismatches), _) => match mismatches.as_slice() {
                [only] => only.message(lang),
                all => {
                    let n = all.len();
                    lang.pick(format!("{n} differences from what it expects"), format!("与预期有 {n} 处不同"))
                }
            },
            (Cause::Error(error), _) => {
                let reason = clean(error.reason.get(lang));
                match error.failure {
                    EngineFailure::Error | EngineFailure::Limit => lang.pick(reason.clone(), reason),
                    EngineFailure::TimeOut => {
                        lang.pick(format!("it ran out of time: {reason}"), format!("超时：{reason}"))
                    }
                    EngineFailure::Panic => lang.pick(
                        format!("it made the engine panic: {reason}"),
                        format!("导致引擎崩溃：{reason}"),
                    ),
                }
            }
        }
    }

    /// The values behind it and how they differ, a line each.
    fn details(&self, lang: Lang) -> Vec<String> {
        if let Cause::Fixture(mismatches) = &self.cause {
            let line = |mismatch: &Mismatch| {
                let at = mismatch.places(lang).first().map(|(at, _)| format!("{}: ", at.line()));
                format!("{}{}", at.unwrap_or_default(), mismatch.message(lang))
            };
            return mismatches.iter().map(line).collect();
        }
        let Some(why) = &self.why else { return Vec::new() };
        let value = |(name, value): &(String, Option<Shown>)| {
            let value = value.as_ref().map_or(lang.pick("undefined", "没有值").to_owned(), shown);
            format!("{} = {value}", clean(name))
        };
        why.values.iter().map(value).chain(why.differences.iter().map(|d| difference(d, lang))).collect()
    }

    /// What is to be underlined.
    fn place(&self, test: &Origin) -> Origin {
        let why = self.why.as_ref().map(|why| why.at.clone());
        let error = match &self.cause {
            Cause::Error(error) => error.at.clone(),
            Cause::Fixture(mismatches) => mismatches
                .iter()
                .find_map(|mismatch| mismatch.places(Lang::En).into_iter().next())
                .map(|(at, _)| at),
            _ => None,
        };
        why.or(error).unwrap_or_else(|| test.clone())
    }
}

/// Longest value shown whole, in characters.
const VALUE: usize = 400;

/// A value as JSON, shortened.
fn shown(value: &Shown) -> String {
    let text = clean(&value.text);
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn difference(difference: &Difference, lang: Lang) -> String {
    let path = match difference.path.as_str() {
        "" => lang.pick("they differ", "两边不同").to_owned(),
        path => clean(path),
    };
    match (&difference.left, &difference.right) {
        (Some(left), Some(right)) => {
            let (left, right) = (shown(left), shown(right));
            lang.pick(
                format!("{path}: {left} on the left, {right} on the right"),
                format!("{path}：左边是 {left}，右边是 {right}"),
            )
        }
        (Some(left), None) => {
            let left = shown(left);
            lang.pick(format!("{path}: {left} on the left only"), format!("{path}：仅左边有 {left}"))
        }
        (None, right) => {
            let right = right.as_ref().map(shown).unwrap_or_default();
            lang.pick(format!("{path}: {right} on the right only"), format!("{path}：仅右边有 {right}"))
        }
    }
}

/// Writes the results in a format; `verbose` names every test and what it printed where the format is for
/// people.
///
/// # Errors
/// Those of the writer.
pub fn render(
    report: &TestReport,
    format: TestFormat,
    style: Style,
    verbose: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TestFormat::Human => human::render(report, style, verbose, out),
        TestFormat::Json => json::render(report, out),
        TestFormat::Junit => junit::render(report, out),
        TestFormat::Tap => tap::render(report, out),
        TestFormat::Github => github::render(report, out),
        TestFormat::Lcov => lcov::render(report, out),
    }
}
