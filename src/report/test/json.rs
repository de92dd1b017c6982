//! `json`: one object with every test.

use super::{Coverage, CoveredFile, Outcome, TestReport, TestResult};
use crate::engine::Shown;
use crate::json;
use crate::lang::Lang;
use crate::report::cross_check;
use crate::report::json::{place, problem};
use serde_json::{Value, json};
use std::io::{self, Write};

/// The version of what is written.
const VERSION: u32 = 1;

pub fn render(report: &TestReport, out: &mut dyn Write) -> io::Result<()> {
    let document = json!({
        "version": VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "as_of": report.as_of.to_string(),
        "summary": {
            "tests": report.results.len(),
            "passed": report.passed(),
            "failed": report.failed(),
            "skipped": report.skipped(),
            "not_run": report.not_run + report.derived,
            "left_out": report.left_out,
            "problems": crate::problem::count(&report.problems),
            "exit_code": report.exit_code(),
        },
        "tests": report.results.iter().map(|result| test(result, report.lang)).collect::<Vec<_>>(),
        "coverage": report.coverage.as_ref().map(coverage),
        "cross_check": report.cross_check.as_ref().map(|checked| cross_check::json(checked, report.lang)),
        "problems": report.problems.iter().map(|p| problem(p, report.lang)).collect::<Vec<_>>(),
    });
    json::write_pretty(&document, out)
}

fn test(result: &TestResult, lang: Lang) -> Value {
    let outcome = match &result.outcome {
        Outcome::Passed => "passed",
        Outcome::Skipped => "skipped",
        Outcome::Failed(_) => "failed",
    };
    let failure = result.failure().map(|failure| {
        let at = failure.place(&result.origin);
        let values = failure.why.iter().flat_map(|why| &why.values);
        let differences = failure.why.iter().flat_map(|why| &why.differences);
        json!({
            "message": failure.message(lang),
            "mismatches": failure.mismatches().iter().map(|mismatch| json!({
                "message": mismatch.message(lang),
                "location": mismatch.places(lang).first().map(|(at, _)| place(&at.source, at.span)),
            })).collect::<Vec<_>>(),
            "location": place(&at.source, at.span),
            "values": values.map(|(name, value)| json!({"expression": name, "value": value.as_ref().map(|value| &value.json)})).collect::<Vec<_>>(),
            "differences": differences
                .map(|d| {
                    let side = |side: &Option<Shown>| side.as_ref().map(|side| side.json.clone());
                    json!({"path": d.path, "left": side(&d.left), "right": side(&d.right)})
                })
                .collect::<Vec<_>>(),
        })
    });
    json!({
        "kind": if result.fixture { "fixture" } else { "unit" },
        "suite": result.suite,
        "name": result.name,
        "outcome": outcome,
        "location": place(&result.origin.source, result.origin.span),
        "failure": failure,
        "prints": result.prints,
    })
}

fn coverage(coverage: &Coverage) -> Value {
    let file = |file: &CoveredFile| {
        let lines = |covered: bool| -> Vec<u32> {
            file.lines.iter().filter(|(_, times)| (**times > 0) == covered).map(|(line, _)| *line).collect()
        };
        json!({"path": file.origin.source.path, "covered": lines(true), "uncovered": lines(false)})
    };
    let (covered, all) = coverage.total();
    json!({
        "covered": covered,
        "lines": all,
        "percent": coverage.percent(),
        "threshold": coverage.threshold,
        "files": coverage.files.iter().map(file).collect::<Vec<_>>(),
        "untouched": coverage.untouched.iter().map(|(name, at)| {
            json!({"name": name, "location": place(&at.source, at.span)})
        }).collect::<Vec<_>>(),
    })
}
