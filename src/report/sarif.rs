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
use serde::Serialize;
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
        let log = |out: &mut dyn Write| log(report, room, out);
        let mut small = Small::default();
        log(&mut small)?;
        if small.count <= SMALL {
            return out.write_all(&small.held);
        }
        let packed = if small.count > PACKED { packed(log)? } else { small.count };
        if packed <= PACKED || room == 0 {
            return log(out);
        }
        // Somewhat less than what would fit if all results had one size.
        room = room * 9 / 10 * PACKED / packed;
    }
}

/// Bytes of a report that is held while it is measured; a larger one is made once more to be written.
const SMALL: usize = 1 << 20;

/// Counts bytes, and holds them while they are few.
#[derive(Default)]
struct Small {
    count: usize,
    held: Vec<u8>,
}

impl Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.count += bytes.len();
        match self.count <= SMALL {
            true => self.held.extend_from_slice(bytes),
            false => self.held = Vec::new(),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The size of what is written, compressed.
fn packed(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Small::default(), Compression::fast());
    write(&mut encoder)?;
    Ok(encoder.finish()?.count)
}

fn log(report: &Report, room: usize, out: &mut dyn Write) -> io::Result<()> {
    let rules = rules::Rules::new(report);
    let results = results::Results::new(report, &rules, room);
    let mut notifications: Vec<Value> =
        report.problems.iter().map(|problem| notification(problem, report.lang)).collect();
    notifications.extend(rules.cut.iter().chain(&results.cut).map(|text| cut(text)));
    let run = Run {
        tool: json!({"driver": {
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": &rules.written,
        }}),
        language: report.lang.pick("en-US", "zh-CN"),
        column_kind: "unicodeCodePoints",
        invocations: json!([{
            "executionSuccessful": report.problems.is_empty(),
            "exitCode": report.exit_code(),
            "toolExecutionNotifications": notifications,
        }]),
        results: &results,
        properties: json!({"as_of": report.as_of.to_string()}),
    };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    json::write_line(&Log { schema, version: "2.1.0", runs: [run] }, out)
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Value,
    language: &'static str,
    column_kind: &'static str,
    invocations: Value,
    results: &'r results::Results<'r>,
    properties: Value,
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
