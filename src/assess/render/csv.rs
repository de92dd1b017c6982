//! `csv`: the controls, or the risks, a line each, for spreadsheets. It begins with a byte order mark, without which they
//! take Chinese for something else, and no cell of it is a formula.

use crate::assess::Assessment;
use crate::assess::control::Control;
use crate::assess::number::{exact, shown};
use crate::assess::risk::{Risk, Score};
use crate::report::Report;
use crate::report::excerpt::clean;
use rust_decimal::Decimal;

/// The columns of controls; they are the same in every language.
const CONTROLS: [&str; 15] = [
    "control",
    "title",
    "indicator",
    "severity",
    "result",
    "veto",
    "weight",
    "evidence",
    "credit",
    "confirmed_on_site",
    "checks",
    "failed_checks",
    "findings",
    "first_place",
    "remediation",
];

const RISKS: [&str; 13] = [
    "risk",
    "title",
    "category",
    "owner",
    "response",
    "status",
    "inherent",
    "inherent_level",
    "residual",
    "residual_level",
    "controls",
    "treatment_due",
    "days_overdue",
];

/// The controls.
pub fn controls(assessment: &Assessment, report: &Report) -> String {
    let rows = assessment.controls.iter().map(|control| row(control, report));
    written(&CONTROLS, rows)
}

/// The risks of the register.
pub fn risks(assessment: &Assessment) -> String {
    written(&RISKS, assessment.risks.risks.iter().map(risk))
}

fn row(control: &Control, report: &Report) -> [String; 15] {
    let rule = report.policies.rules.iter().find(|rule| rule.id == control.id);
    let findings = control.findings.iter().filter_map(|at| report.findings.get(*at));
    let first = findings.clone().next().map(|finding| {
        let (label, source) = (&finding.primary, &finding.primary.source);
        let at = source.position(label.span.start);
        format!("{}:{}:{}", source.path, at.line, at.column)
    });
    let text = |text: &crate::lang::Message| text.get(report.lang).to_owned();
    [
        control.id.clone(),
        rule.map(|rule| text(&rule.title)).unwrap_or_default(),
        control.indicator.clone(),
        control.severity.name().to_owned(),
        control.outcome().name().to_owned(),
        control.veto.map_or("", super::veto).to_owned(),
        control.weight().to_string(),
        shown(control.evidence),
        shown(control.credit(Decimal::ZERO)),
        control.confirmed.map(|confirmed| confirmed.to_string()).unwrap_or_default(),
        control.checks.to_string(),
        control.failed.join(" "),
        findings.count().to_string(),
        first.unwrap_or_default(),
        rule.map(|rule| text(&rule.remediation)).unwrap_or_default(),
    ]
}

fn risk(risk: &Risk) -> [String; 13] {
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let value = |score: Option<Score>| score.map(|score| exact(score.value)).unwrap_or_default();
    let level = |score: Option<Score>| score.map_or("", |score| score.level.name()).to_owned();
    let treatment = risk.treatment.as_ref();
    let controls: Vec<&str> = risk.controls.iter().map(|linked| linked.id.as_str()).collect();
    [
        risk.id.clone(),
        given(&risk.title),
        given(&risk.category),
        given(&risk.owner),
        given(&risk.response),
        given(&risk.status),
        value(risk.inherent),
        level(risk.inherent),
        value(risk.residual),
        level(risk.residual),
        controls.join(" "),
        treatment.and_then(|one| one.due).map(|day| day.to_string()).unwrap_or_default(),
        treatment.and_then(|one| one.overdue).map(|days| days.to_string()).unwrap_or_default(),
    ]
}

fn written<const N: usize>(head: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail, and what is written is text.
    let _ = writer.write_record(head);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8(bytes).unwrap_or_default())
}

/// A cell that no spreadsheet takes for a formula: an apostrophe before what could begin one.
fn harmless(cell: &str) -> String {
    let line = cell.split(['\r', '\n']).map(clean).collect::<Vec<_>>().join(" ");
    let begins = |text: &str| {
        text.starts_with(['=', '+', '-', '@', '\t', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
    };
    if begins(&line) || begins(line.trim_start()) { format!("'{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("  =1", "'  =1"),
            ("\r\n=1", "'  =1"),
            ("＝1+1", "'＝1+1"),
            ("a=1", "a=1"),
            ("TEC-ENC-01", "TEC-ENC-01"),
            ("a\u{202e}b", "a\u{fffd}b"),
        ] {
            assert_eq!(harmless(cell), written);
        }
        let all = super::written(&["a", "b"], [["x,\"y\"".to_owned(), "=1".to_owned()]].into_iter());
        assert_eq!(all, "\u{feff}a,b\n\"x,\"\"y\"\"\",'=1\n");
    }
}
