//! `ndjson`: a line a finding, for reports of many repositories in one table. `schema/fleet-v1.json` describes the lines.
//!
//! Each line says which repository, commit and policies it is about, so that lines of any number of runs can be gathered,
//! sorted and filtered without what stood around them.

use super::Report;
use super::json::{self, JsonFinding, Tool};
use crate::json::write_line;
use crate::triage::repository::Repository;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The version of the lines.
pub const VERSION: u32 = 1;

/// What a report is about, among reports of many.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// The repository, as far as it is known.
    pub repository: Repository,
    /// What the user says of the run.
    pub labels: BTreeMap<String, String>,
}

/// What every line says.
#[derive(Serialize)]
struct About<'r> {
    version: u32,
    repository: Option<&'r str>,
    commit: Option<&'r str>,
    as_of: String,
    policies: &'r BTreeMap<String, String>,
    labels: &'r BTreeMap<String, String>,
}

/// A line.
#[derive(Serialize)]
struct Line<'r, T> {
    record: &'static str,
    #[serde(flatten)]
    about: &'r About<'r>,
    #[serde(flatten)]
    content: T,
}

/// What is said of the run.
#[derive(Serialize)]
struct Run {
    tool: Tool,
    summary: Value,
    rules: Vec<Value>,
}

/// Writes the report: the run, its findings, its problems.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let policies = report.policies.digests();
    let Member { repository: Repository { remote, commit }, labels } = &report.member;
    let about = About {
        version: VERSION,
        repository: remote.as_deref(),
        commit: commit.as_deref(),
        as_of: report.as_of.to_string(),
        policies: &policies,
        labels,
    };
    let run = Run { tool: Tool::OWN, summary: json::summary(report), rules: json::rules(report) };
    write_line(&Line { record: "run", about: &about, content: run }, out)?;
    for finding in &report.findings {
        let content: JsonFinding = json::finding(report, finding);
        write_line(&Line { record: "finding", about: &about, content }, out)?;
    }
    for problem in &report.problems {
        let content = json::problem(problem, report.lang);
        write_line(&Line { record: "problem", about: &about, content }, out)?;
    }
    Ok(())
}
