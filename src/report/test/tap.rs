//! `tap`: the Test Anything Protocol, version 14.

use super::{Outcome, TestReport, TestResult};
use crate::lang::Lang;
use std::io::{self, Write};

pub fn render(report: &TestReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TAP version 14\n1..{}", report.results.len())?;
    for (index, result) in report.results.iter().enumerate() {
        let name = escaped(&result.full_name());
        let number = index + 1;
        match &result.outcome {
            Outcome::Passed => writeln!(out, "ok {number} - {name}")?,
            Outcome::Skipped => writeln!(out, "ok {number} - {name} # SKIP")?,
            Outcome::Failed(_) => {
                writeln!(out, "not ok {number} - {name}")?;
                diagnostic(result, report.lang, out)?;
            }
        }
        for line in result.prints.iter().flat_map(|print| print.lines()) {
            writeln!(out, "# {}", one_line(line))?;
        }
    }
    for problem in &report.problems {
        let at = problem.origin().map(|origin| format!("{}: ", origin.line())).unwrap_or_default();
        writeln!(out, "Bail out! {}", one_line(&format!("{at}{}", problem.message(report.lang))))?;
    }
    Ok(())
}

/// A block of YAML below a failed test; JSON strings are YAML.
fn diagnostic(result: &TestResult, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Some(failure) = result.failure() else { return Ok(()) };
    let text = |text: &str| serde_json::Value::from(text).to_string();
    writeln!(out, "  ---")?;
    writeln!(out, "  message: {}", text(&failure.message(lang)))?;
    writeln!(out, "  at: {}", text(&failure.place(&result.origin).line()))?;
    let details = failure.details(lang);
    if !details.is_empty() {
        writeln!(out, "  details:")?;
    }
    for line in details {
        writeln!(out, "    - {}", text(&line))?;
    }
    writeln!(out, "  ...")
}

/// A name in which nothing reads as a directive.
fn escaped(name: &str) -> String {
    one_line(name).replace('\\', "\\\\").replace('#', "\\#")
}

fn one_line(text: &str) -> String {
    crate::report::excerpt::clean(text)
}
