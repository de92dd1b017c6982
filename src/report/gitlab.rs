//! `gitlab`: GitLab's Code Quality, a list of issues.

use super::compact::one_line;
use super::{Report, annotation::At};
use crate::finding::{self, Finding};
use crate::json;
use crate::policy::Severity;
use crate::problem::Problem;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Writes the report: problems, then open findings. What was decided about the others takes them out of the list,
/// which knows no other state.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut seen = HashMap::new();
    let problems = report.problems.iter().map(|problem| of_problem(report, problem, &mut seen));
    let mut issues: Vec<Value> = problems.collect();
    let open = report.findings.iter().filter(|finding| finding.is_open());
    issues.extend(open.map(|finding| of_finding(report, finding)));
    json::write_pretty(&issues, out)
}

fn of_finding(report: &Report, finding: &Finding) -> Value {
    let rule = report.rule(finding);
    json!({
        "description": one_line(finding.message.get(report.lang)),
        "check_name": rule.id,
        "fingerprint": finding.fingerprint,
        "severity": severity(finding.severity),
        "location": location(&At::new(&finding.primary.source, finding.primary.span)),
    })
}

/// An issue needs a path; a problem that has none is one of the folder.
fn of_problem(report: &Report, problem: &Problem, seen: &mut HashMap<String, usize>) -> Value {
    let at = problem.origin().map(|origin| At::new(&origin.source, origin.span));
    let path = problem.path().unwrap_or(".").to_owned();
    let at = at.unwrap_or(At { path, range: None });
    let message = one_line(&problem.message(report.lang));
    let key = [problem.kind(), &at.path, &message].join("\0");
    let count = seen.entry(key.clone()).or_default();
    *count += 1;
    json!({
        "description": message,
        "check_name": format!("problem/{}", problem.kind()),
        "fingerprint": finding::digest(&format!("{key}\0{count}")),
        "severity": "blocker",
        "location": location(&at),
    })
}

fn location(at: &At) -> Value {
    match at.range {
        None => json!({"path": at.path, "lines": {"begin": 1}}),
        Some((start, end)) => json!({
            "path": at.path,
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        }),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}
