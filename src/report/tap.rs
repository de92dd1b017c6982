//! `tap`: the Test Anything Protocol, version 14; a test a finding, or one for a rule without any.

use super::compact::one_line;
use super::{Report, human};
use crate::finding::{Finding, Status};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut found = vec![false; report.policies.rules.len()];
    report.findings.iter().for_each(|finding| found[finding.rule] = true);
    let rules = report.policies.rules.iter().zip(&report.counts).zip(&report.selected).zip(found);
    let others: Vec<_> = rules.filter(|((_, selected), found)| **selected && !found).collect();
    writeln!(out, "TAP version 14\n1..{}", report.findings.len() + others.len())?;
    let mut number = 0;
    for finding in &report.findings {
        number += 1;
        test(report, finding, number, out)?;
    }
    for (((rule, count), _), _) in others {
        number += 1;
        let name = escaped(&format!("{} {}", rule.id, rule.title.get(report.lang)));
        match (count.errored, count.evaluated) {
            (0, 0) => {
                writeln!(out, "ok {number} - {name} # SKIP {}", report.lang.pick("not evaluated", "未求值"))?
            }
            (0, _) => writeln!(out, "ok {number} - {name}")?,
            _ => writeln!(out, "not ok {number} - {name}")?,
        }
    }
    for problem in &report.problems {
        let at = problem.origin().map(|origin| format!("{}: ", origin.line())).unwrap_or_default();
        writeln!(out, "Bail out! {}", one_line(&format!("{at}{}", problem.message(report.lang))))?;
    }
    Ok(())
}

fn test(report: &Report, finding: &Finding, number: usize, out: &mut dyn Write) -> io::Result<()> {
    let (rule, label) = (report.rule(finding), &finding.primary);
    let at = label.source.position(label.span.start);
    let place = format!("{}:{}:{}", one_line(&label.source.path), at.line, at.column);
    let name = escaped(&format!("{} {place} {}", rule.id, finding.message.get(report.lang)));
    match &finding.status {
        Status::Open => writeln!(out, "not ok {number} - {name}")?,
        Status::Waived(waiver) => {
            writeln!(out, "not ok {number} - {name} # TODO waived: {}", one_line(&waiver.reason))?;
        }
        Status::Excepted => writeln!(out, "not ok {number} - {name} # TODO excepted by the policy")?,
        Status::Baselined => writeln!(out, "not ok {number} - {name} # TODO baselined")?,
    }
    // A block of YAML; JSON strings are YAML.
    let text = |text: &str| serde_json::Value::from(text).to_string();
    writeln!(out, "  ---\n  severity: {}\n  at: {}", finding.severity, text(&place))?;
    let help = human::help(report, finding);
    if !help.is_empty() {
        writeln!(out, "  help: {}", text(&help))?;
    }
    writeln!(out, "  ...")
}

/// A name in which nothing reads as a directive.
fn escaped(name: &str) -> String {
    one_line(name).replace('\\', "\\\\").replace('#', "\\#")
}
