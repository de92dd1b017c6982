//! `junit`: one suite a rule; a case a finding, or one case for a rule without any.

use super::compact::one_line;
use super::frame::clean_lines;
use super::{Count, Report, human};
use crate::finding::{Finding, Status};
use crate::policy::Rule;
use crate::problem::Problem;
use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite, XmlString};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: Vec<TestSuite> =
        report.policies.rules.iter().map(|rule| TestSuite::new(one_line(&rule.id))).collect();
    for finding in &report.findings {
        suites[finding.rule].add_test_case(case(report, finding));
    }
    let rules = report.policies.rules.iter().zip(&report.counts).zip(&report.selected);
    for (suite, ((rule, count), selected)) in suites.iter_mut().zip(rules) {
        if *selected && suite.test_cases.is_empty() {
            suite.add_test_case(without_findings(report, rule, count));
        }
    }
    suites.retain(|suite| !suite.test_cases.is_empty());
    suites.extend(problems(report));
    let mut junit = Junit::new(env!("CARGO_PKG_NAME"));
    junit.add_test_suites(suites);
    junit.serialize(&mut *out).map_err(io::Error::other)
}

fn case(report: &Report, finding: &Finding) -> TestCase {
    let (rule, label) = (report.rule(finding), &finding.primary);
    let message = one_line(finding.message.get(report.lang));
    let status = match &finding.status {
        Status::Open => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let at = label.source.position(label.span.start);
            let place = format!("{}:{}:{}", one_line(&label.source.path), at.line, at.column);
            let text = clean_lines(finding.message.get(report.lang));
            let lines = [place, text, human::help(report, finding)];
            let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
            status.set_message(message).set_type(finding.severity.name()).set_description(lines.join("\n"));
            status
        }
        Status::Waived(waiver) => skipped(&format!("waived: {}", one_line(&waiver.reason))),
        Status::Excepted => skipped("excepted by the policy"),
        Status::Baselined => skipped("baselined"),
    };
    // The place and not the line, so that a case keeps its name over edits.
    let name = format!("{}#{}", one_line(&label.source.path), one_line(&label.pointer.to_string()));
    let mut case = TestCase::new(name, status);
    case.set_classname(one_line(&rule.id));
    case.extra.insert("file".into(), XmlString::new(one_line(&label.source.path)));
    case
}

fn skipped(reason: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(reason);
    status
}

/// A rule that found nothing has passed only if it was evaluated, and without an error.
fn without_findings(report: &Report, rule: &Rule, count: &Count) -> TestCase {
    let lang = report.lang;
    let status = if !rule.effective.contains(report.as_of) {
        skipped(&lang.pick(format!("not in effect on {}", report.as_of), format!("{} 未生效", report.as_of)))
    } else if count.errored > 0 {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(lang.pick("could not be evaluated", "无法求值")).set_type("evaluation");
        status
    } else if count.evaluated == 0 {
        skipped(lang.pick("applies to no document", "不适用于任何文档"))
    } else {
        TestCaseStatus::success()
    };
    let title = one_line(rule.title.get(lang));
    let mut case = TestCase::new(if title.is_empty() { one_line(&rule.id) } else { title }, status);
    case.set_classname(one_line(&rule.id));
    case
}

/// What could not be checked, as a suite of its own: a run with problems must not look passed.
fn problems(report: &Report) -> Option<TestSuite> {
    let mut suite = TestSuite::new("problems");
    for problem in &report.problems {
        suite.add_test_case(of_problem(report, problem));
    }
    (!report.problems.is_empty()).then_some(suite)
}

fn of_problem(report: &Report, problem: &Problem) -> TestCase {
    let at = problem.origin().map(|origin| origin.line());
    let at = one_line(&at.or_else(|| problem.path().map(str::to_owned)).unwrap_or_default());
    let help = problem.help(report.lang).map(|help| clean_lines(&help));
    let lines: Vec<String> =
        std::iter::once(at.clone()).chain(help).filter(|line| !line.is_empty()).collect();
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status
        .set_message(one_line(&problem.message(report.lang)))
        .set_type(problem.kind())
        .set_description(lines.join("\n"));
    let mut case = TestCase::new(if at.is_empty() { problem.kind().to_owned() } else { at }, status);
    case.set_classname(format!("problem/{}", problem.kind()));
    case
}
