//! `junit`: one suite a package, one case a test.

use super::{Outcome, TestReport, TestResult};
use crate::lang::Lang;
use crate::report::compact::one_line;
use crate::report::frame::clean_lines;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite, XmlString};
use std::io::{self, Write};
use std::time::Duration;

pub fn render(report: &TestReport, out: &mut dyn Write) -> io::Result<()> {
    let mut junit = Report::new(env!("CARGO_PKG_NAME"));
    let mut suites: Vec<TestSuite> = Vec::new();
    for result in &report.results {
        let name = one_line(&result.suite);
        let known = suites.iter().position(|suite| suite.name.as_str() == name);
        let index = known.unwrap_or_else(|| {
            suites.push(TestSuite::new(name.as_str()));
            suites.len() - 1
        });
        suites[index].add_test_case(case(result, report.lang));
    }
    suites.extend(problems(report));
    for suite in &mut suites {
        let times = suite.test_cases.iter().filter_map(|case| case.time);
        suite.set_time(times.sum::<Duration>());
    }
    junit.add_test_suites(suites);
    junit.serialize(&mut *out).map_err(io::Error::other)
}

fn case(result: &TestResult, lang: Lang) -> TestCase {
    let status = match &result.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Skipped => TestCaseStatus::skipped(),
        Outcome::Failed(failure) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(one_line(&failure.message(lang)));
            let at = failure.place(&result.origin).line();
            let details = failure.details(lang);
            let lines: Vec<String> = std::iter::once(at).chain(details).collect();
            status.set_description(clean_lines(&lines.join("\n")));
            status
        }
    };
    let mut case = TestCase::new(one_line(&result.name), status);
    case.set_classname(one_line(&result.suite)).set_time(result.duration);
    case.extra.insert("file".into(), XmlString::new(one_line(&result.origin.source.path)));
    let line = result.origin.source.position(result.origin.span.start).line;
    case.extra.insert("line".into(), XmlString::new(line.to_string()));
    if !result.prints.is_empty() {
        case.set_system_out(clean_lines(&result.prints.join("\n")));
    }
    case
}

/// What could not be tested, as a suite of its own: a run with problems must not look passed.
fn problems(report: &TestReport) -> Option<TestSuite> {
    if report.problems.is_empty() {
        return None;
    }
    let mut suite = TestSuite::new("problems");
    for problem in &report.problems {
        let at = problem.origin().map(|origin| origin.line());
        let at = one_line(&at.or_else(|| problem.path().map(str::to_owned)).unwrap_or_default());
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status
            .set_message(one_line(&problem.message(report.lang)))
            .set_type(problem.kind())
            .set_description(at.as_str());
        let name = if at.is_empty() { problem.kind().to_owned() } else { at };
        suite.add_test_case(TestCase::new(name, status));
    }
    Some(suite)
}
