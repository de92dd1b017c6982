//! The work of `test`: unit tests of policies, and annotated fixtures.

mod bless;
mod coverage;
mod expect;
mod fixture;
mod unit;

use crate::document::Choice;
use crate::engine::{Conditions, Readable, STACK_SIZE};
use crate::lang::Lang;
use crate::lint;
use crate::policy::data::Platforms;
use crate::policy::load::{LoadOptions, Loader, PolicySource};
use crate::problem::{self, Problem};
use crate::report::test::TestReport;
use crate::watch::Watch;
use chrono::NaiveDate;
use coverage::Tally;
use globset::{GlobMatcher, GlobSet};
use regex::Regex;
use std::path::PathBuf;
use std::time::Duration;

/// What to test, and how.
#[derive(Debug)]
pub struct TestOptions {
    /// Policies with their tests, data and parameters.
    pub load: LoadOptions,
    /// Tests in files below these paths are run; all that were loaded if empty.
    pub paths: Vec<PathBuf>,
    /// Which tests to run, by `package.name`.
    pub run: Option<Regex>,
    /// Files and folders whose files are fixtures, judged by all rules.
    pub fixtures: Vec<PathBuf>,
    /// Whether to write the expectations of fixtures instead of failing.
    pub bless: bool,
    /// What below the paths is no fixture.
    pub exclude: GlobSet,
    /// Formats by glob.
    pub formats: Vec<(GlobMatcher, Choice)>,
    /// Whether to tell which lines of policies are evaluated.
    pub coverage: bool,
    /// The least share of lines to be evaluated, in percent.
    pub threshold: Option<f64>,
    /// Whether the second engine judges everything as well.
    pub cross_check: bool,
    /// Whether to stop at the first failure.
    pub fail_fast: bool,
    /// Threads; 0 for as many as there are processors.
    pub jobs: usize,
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// Time allowed for one test.
    pub timeout: Duration,
    /// Bytes of values that one evaluation may make.
    pub memory: u64,
    /// Language of the report.
    pub lang: Lang,
}

/// Runs tests.
pub fn test(options: &TestOptions, watch: &Watch) -> TestReport {
    let mut report = TestReport {
        lang: options.lang,
        as_of: options.as_of,
        results: Vec::new(),
        not_run: 0,
        derived: 0,
        left_out: 0,
        problems: Vec::new(),
        notes: Vec::new(),
        coverage: None,
        cross_check: None,
        blessed: Vec::new(),
    };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).stack_size(STACK_SIZE).build();
    match threads {
        Err(error) => {
            report.problems.push(Problem::no_threads(&error));
        }
        Ok(threads) => threads.install(|| {
            let mut loader = Loader::read(&options.load);
            lint::note(&mut loader, options.lang, true);
            report.notes.append(&mut loader.notes);
            let (suite, problems) = loader.suite(&conditions(options, &loader), readable(options));
            let mut tally = Tally::default();
            unit::run(&suite, options, watch, &mut report, &mut tally);
            let coverable = suite.into_coverable();
            let folders = fixture::rule_folders(loader.sources(), &options.load.working_directory);
            let fixtures = fixture::find(options, &folders, &mut report.problems);
            if fixtures.is_empty() {
                report.problems.append(&mut loader.problems);
                report.problems.extend(problems);
            } else {
                // What the suite found wrong with modules is found again.
                let mut policies = loader.compile();
                report.problems.append(&mut policies.problems);
                fixture::run(&fixtures, &policies, options, watch, &mut report, &mut tally);
            }
            report.coverage = options.coverage.then(|| tally.coverage(coverable, options.threshold));
        }),
    }
    nothing(&mut report);
    report.problems = problem::capped(std::mem::take(&mut report.problems));
    report
}

fn conditions(options: &TestOptions, loader: &Loader<'_>) -> Conditions {
    Conditions {
        data: loader.data.with_run(options.as_of, &loader.params, Platforms::default()),
        today: options.as_of,
        timeout: options.timeout,
        memory: options.memory,
        strict_builtin_errors: false,
        explain: false,
        cross_check: options.cross_check,
    }
}

/// What tests may read: files below the working directory, the paths that are tested, and those of policies.
fn readable(options: &TestOptions) -> Readable {
    let load = &options.load;
    let policies = load.policies.iter().filter_map(|source| match source {
        PolicySource::Path(path) => Some(path.clone()),
        PolicySource::Pack(_) => None,
    });
    Readable {
        working_directory: load.working_directory.clone(),
        folders: policies.chain(options.paths.iter().cloned()).collect(),
        formats: options.formats.clone(),
        limits: load.limits,
        policies: Vec::new(),
    }
}

/// A run that tested nothing passes nothing.
fn nothing(report: &mut TestReport) {
    if !report.results.is_empty() || !report.problems.is_empty() {
        return;
    }
    let (reason, reason_zh) = if report.left_out > 0 {
        ("no test has a name that `--run` matches", "没有测试的名称与 `--run` 匹配")
    } else {
        (
            "no test was found: a test is a rule whose name begins with `test_`, or a file in `fixtures/` beside a rule",
            "没有找到任何测试：测试是名称以 `test_` 开头的规则，或规则旁 `fixtures/` 文件夹中的文件",
        )
    };
    report.problems.push(Problem::Untested { reason: reason.to_owned(), reason_zh: reason_zh.to_owned() });
}
