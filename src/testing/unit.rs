//! Runs the unit tests of loaded policies, in parallel.

use super::TestOptions;
use super::coverage::Tally;
use crate::engine::{Disagreement, Lines, Opinion, Suite, UnitRun, UnitTest, Verdict, Why};
use crate::problem::Problem;
use crate::report::test::{Cause, Failure, Outcome, TestReport, TestResult};
use crate::watch::Watch;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Runs the tests asked for and adds what came of them, in their order.
pub fn run(suite: &Suite, options: &TestOptions, watch: &Watch, report: &mut TestReport, tally: &mut Tally) {
    let below = Below::new(options);
    let (wanted, other): (Vec<&UnitTest>, Vec<&UnitTest>) =
        suite.tests().iter().filter(|test| below.holds(&test.origin.source.path)).partition(|test| {
            let name = format!("{}.{}", test.package, test.name);
            options.run.as_ref().is_none_or(|run| run.is_match(&name))
        });
    report.left_out += other.len();
    let (wanted, derived) = causes(wanted);
    report.derived += derived.values().sum::<usize>();
    // What runs behind the first failure, in the order of tests, is dropped, so that two runs agree.
    let first_failure = AtomicUsize::new(usize::MAX);
    report.cross_checked(suite.cross_checked());
    let results: Vec<Option<Ran>> = wanted
        .par_iter()
        .enumerate()
        .map_init(
            || (suite.runner(), watch.register()),
            |(runner, watched), (index, test)| {
                if options.fail_fast && first_failure.load(Ordering::Relaxed) < index {
                    return None;
                }
                let name = format!("{}.{}", test.package, test.name);
                let began = Instant::now();
                let mut run = (!test.todo)
                    .then(|| watched.during(&name, || None, || runner.run(test, options.coverage)));
                if let (Some(run), Some(more)) = (&mut run, derived.get(&index)) {
                    run.blocks(*more);
                }
                let ran = Ran::new(test, run, began.elapsed());
                if ran.results.iter().any(|result| matches!(result.outcome, Outcome::Failed(_))) {
                    first_failure.fetch_min(index, Ordering::Relaxed);
                }
                Some(ran)
            },
        )
        .collect();
    let last = if options.fail_fast { first_failure.into_inner() } else { usize::MAX };
    report.not_run += wanted.len().saturating_sub(last.saturating_add(1));
    for (ran, test) in results.into_iter().zip(&wanted).take(last.saturating_add(1)) {
        let Some(Ran { results, lines, opinion }) = ran else { continue };
        report.results.extend(results);
        tally.add(lines);
        if let (Some(checked), Some(opinion)) = (&mut report.cross_check, opinion) {
            let disagreement = checked.add(opinion);
            report.problems.extend(disagreement.map(|disagreement| differs(test, disagreement)));
        }
    }
}

/// What came of a test that ran, or was to.
struct Ran {
    results: Vec<TestResult>,
    lines: Lines,
    opinion: Option<Opinion>,
}

impl Ran {
    fn new(test: &UnitTest, mut run: Option<UnitRun>, duration: Duration) -> Self {
        let lines = run.as_mut().map(|run| std::mem::take(&mut run.lines)).unwrap_or_default();
        let opinion = run.as_mut().and_then(|run| run.opinion.take());
        Ran { results: results(test, run, duration), lines, opinion }
    }
}

/// The problem that the second engine says something else of a test.
fn differs(test: &UnitTest, disagreement: Disagreement) -> Problem {
    Problem::CrossCheck {
        rule: format!("{}.{}", test.package, test.name),
        subject: None,
        results: Box::new(disagreement.results()),
        at: Some(test.origin.clone()),
    }
}

/// Tests to run: of those that one mistake keeps from running the first one tells of it, and of how many more there are.
fn causes(tests: Vec<&UnitTest>) -> (Vec<&UnitTest>, BTreeMap<usize, usize>) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut derived: BTreeMap<usize, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for test in tests {
        match test.cause().filter(|_| !test.todo) {
            Some(cause) if first.contains_key(cause) => *derived.entry(first[cause]).or_default() += 1,
            cause => {
                first.extend(cause.map(|cause| (cause, kept.len())));
                kept.push(test);
            }
        }
    }
    (kept, derived)
}

fn results(test: &UnitTest, run: Option<UnitRun>, duration: Duration) -> Vec<TestResult> {
    let result = |case: Option<String>, outcome, prints, duration| TestResult {
        suite: test.package.clone(),
        name: case.map_or_else(|| test.name.clone(), |case| format!("{}/{case}", test.name)),
        fixture: false,
        origin: test.origin.clone(),
        outcome,
        prints,
        duration,
    };
    let Some(run) = run else {
        return vec![result(None, Outcome::Skipped, Vec::new(), Duration::ZERO)];
    };
    // What was printed and how long it took is known of the test, not of its cases.
    let mut shared = Some((run.prints, duration));
    let mut results = Vec::new();
    for (case, verdict) in run.verdicts {
        let outcome = match verdict {
            Verdict::Passed => Outcome::Passed,
            Verdict::Undefined(why) => failed(Cause::Undefined, why),
            Verdict::Other(value, why) => failed(Cause::Other(value), why),
            Verdict::Error(error) => failed(Cause::Error(error), None),
        };
        let (prints, duration) = shared.take().unwrap_or_default();
        results.push(result(case, outcome, prints, duration));
    }
    results
}

fn failed(cause: Cause, why: Option<Why>) -> Outcome {
    Outcome::Failed(Failure { cause, why })
}

/// Which files lie below the paths to test.
struct Below {
    paths: Vec<PathBuf>,
    working_directory: PathBuf,
}

impl Below {
    fn new(options: &TestOptions) -> Self {
        let paths = options.paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
        Below { paths, working_directory: options.load.working_directory.clone() }
    }

    fn holds(&self, shown: &str) -> bool {
        let file = self.working_directory.join(shown);
        let file = file.canonicalize().unwrap_or(file);
        self.paths.is_empty() || self.paths.iter().any(|path| file.starts_with(path))
    }
}
