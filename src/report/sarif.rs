//! `sarif`: version 2.1.0, within the limits of GitHub's code scanning. What they cut off is told in the
//! notifications of the run.

mod results;
mod rules;

use super::Report;
use super::frame::{Level, clean_lines};
use super::uri;
use crate::json;
use crate::lang::Lang;
use crate::policy::Severity;
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Results of a run that code scanning takes.
const RESULTS: usize = 25_000;
/// Bytes of a file that code scanning takes, compressed.
const PACKED: usize = 10 * 1000 * 1000;

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut room = report.findings.len().min(RESULTS);
    loop {
        let bytes = json::line(&log(report, room)).into_bytes();
        let packed = if bytes.len() > PACKED { packed(&bytes)? } else { bytes.len() };
        if packed <= PACKED || room == 0 {
            return out.write_all(&bytes);
        }
        // Somewhat less than what would fit if all results had one size.
        room = room * 9 / 10 * PACKED / packed;
    }
}

fn packed(bytes: &[u8]) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn log(report: &Report, room: usize) -> Value {
    let rules = rules::Rules::new(report);
    let results = results::Results::new(report, &rules, room);
    let mut notifications: Vec<Value> =
        report.problems.iter().map(|problem| notification(problem, report.lang)).collect();
    notifications.extend(rules.cut.iter().chain(&results.cut).map(|text| cut(text)));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.written,
            }},
            "language": report.lang.pick("en-US", "zh-CN"),
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.problems.is_empty(),
                "exitCode": report.exit_code(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results.written,
            "properties": {"as_of": report.as_of.to_string()},
        }],
    })
}

/// What could not be checked.
fn notification(problem: &Problem, lang: Lang) -> Value {
    let lines = std::iter::once(problem.message(lang)).chain(problem.help(lang));
    let text = lines.map(|line| text(&line)).collect::<Vec<_>>().join("\n");
    let location = match (problem.origin(), problem.path()) {
        (Some(Origin { source, span }), _) => Some(json!({"physicalLocation": place(&source, span)})),
        (None, Some(path)) => {
            Some(json!({"physicalLocation": {"artifactLocation": {"uri": uri::reference(path)}}}))
        }
        (None, None) => None,
    };
    let locations: Vec<Value> = location.into_iter().collect();
    json!({
        "descriptor": {"id": format!("problem/{}", problem.kind())},
        "level": "error",
        "message": {"text": text},
        "locations": locations,
    })
}

/// What a limit cut off.
fn cut(text: &str) -> Value {
    json!({"descriptor": {"id": "limit"}, "level": "warning", "message": {"text": text}})
}

fn place(source: &SourceFile, span: Span) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({
        "artifactLocation": {"uri": uri::reference(&source.path)},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match Level::from(severity) {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// A text of a message. What would read as a link is escaped, as the standard has it.
fn text(text: &str) -> String {
    let text = clean_lines(text);
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}
