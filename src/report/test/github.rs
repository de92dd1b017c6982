//! `github`: annotations of the failures, by workflow commands.

use super::{TestReport, TestResult};
use crate::lang::Lang;
use crate::report::github::{data, property};
use std::io::{self, Write};

/// Annotations that GitHub shows of one step.
const ANNOTATIONS: usize = 10;

pub fn render(report: &TestReport, out: &mut dyn Write) -> io::Result<()> {
    let problems = report.problems.iter().map(|problem| {
        let file = problem
            .origin()
            .map(|origin| (origin.source.path.clone(), origin.source.position(origin.span.start).line));
        let properties = file.map(|(path, line)| format!(" file={},line={line}", property(&path)));
        let message = data(&problem.message(report.lang));
        format!("::error{}::{message}", properties.unwrap_or_default())
    });
    let failures = report.results.iter().filter_map(|result| annotation(result, report.lang));
    let all: Vec<String> = problems.chain(failures).collect();
    // The last one tells what the others would have said.
    let shown = if all.len() > ANNOTATIONS { ANNOTATIONS - 1 } else { all.len() };
    for line in &all[..shown] {
        writeln!(out, "{line}")?;
    }
    if shown < all.len() {
        let left = all.len() - shown;
        let text = report.lang.pick(
            format!("{left} more failure{}", if left == 1 { "" } else { "s" }),
            format!("另有 {left} 项失败"),
        );
        writeln!(out, "::error::{text}")?;
    }
    let (passed, failed, skipped) = (report.passed(), report.failed(), report.skipped());
    writeln!(out, "{passed} passed, {failed} failed, {skipped} skipped")
}

fn annotation(result: &TestResult, lang: Lang) -> Option<String> {
    let failure = result.failure()?;
    let at = failure.place(&result.origin);
    let (start, end) = (at.source.position(at.span.start), at.source.position(at.span.end));
    let columns = if start.line == end.line {
        format!(",col={},endColumn={}", start.column, end.column.max(start.column + 1) - 1)
    } else {
        String::new()
    };
    let text: Vec<String> = std::iter::once(failure.message(lang)).chain(failure.details(lang)).collect();
    Some(format!(
        "::error file={},line={},endLine={}{columns},title={}::{}",
        property(&at.source.path),
        start.line,
        end.line,
        property(&result.full_name()),
        data(&text.join("\n")),
    ))
}
