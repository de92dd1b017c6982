//! Tables: controls, evidence, risks, and the tasks of plans on a line of time.

use crate::assess::Assessment;
use crate::assess::control::{self, Outcome};
use crate::assess::number::shown;
use crate::assess::render::risk::{MATRICES, standing};
use crate::assess::risk::{SCALE, Score};
use crate::assess::task::Task;
use crate::lang::Lang;
use crate::policy::Rule;
use crate::report::excerpt::clean;
use crate::report::frame::clean_lines;
use crate::report::{Report, uri};
use rust_decimal::Decimal;
use serde::Serialize;
use std::cmp::Reverse;

fn rule<'r>(report: &'r Report, id: &str) -> Option<&'r Rule> {
    report.policies.rules.iter().find(|rule| rule.id == id)
}

fn named(text: &Option<String>) -> String {
    text.as_deref().map_or_else(|| "–".to_owned(), clean)
}

/// A control.
#[derive(Serialize)]
pub struct Control {
    id: String,
    title: String,
    dimension: String,
    indicator: String,
    severity: &'static str,
    severity_label: &'static str,
    result: &'static str,
    result_label: &'static str,
    veto: bool,
    evidence: String,
    basis: &'static str,
    confirmed: &'static str,
    failed: Vec<String>,
    findings: Vec<Found>,
    remediation: String,
    clauses: Vec<String>,
}

#[derive(Serialize)]
struct Found {
    message: String,
    href: String,
    place: String,
    settled: bool,
}

/// The controls, by id.
pub fn controls(assessment: &Assessment, report: &Report) -> Vec<Control> {
    assessment.controls.iter().map(|control| self::control(control, assessment, report)).collect()
}

fn control(control: &control::Control, assessment: &Assessment, report: &Report) -> Control {
    let (lang, rule) = (report.lang, rule(report, &control.id));
    let outcome = control.outcome();
    // Of what is not known, there is nothing that it could rest on.
    let rests = control.applies() && control.found != Outcome::Unknown;
    let clauses =
        rule.map(|rule| report.cite(&rule.clauses, assessment.profile.as_deref())).unwrap_or_default();
    let clauses = crate::framework::Citation::texts(&clauses);
    Control {
        id: clean(&control.id),
        title: rule.map_or_else(String::new, |rule| clean_lines(rule.title.get(lang))),
        dimension: clean(assessment.model.dimension_of(&control.indicator)),
        indicator: clean(&control.indicator),
        severity: control.severity.name(),
        severity_label: control.severity.label(lang),
        result: outcome.name(),
        result_label: outcome.label(lang),
        veto: control.veto.is_some(),
        evidence: if rests { shown(control.evidence) } else { "–".to_owned() },
        basis: if rests { control.basis.label(lang) } else { "" },
        confirmed: match control.confirmed {
            Some(true) => lang.pick("confirmed", "一致"),
            Some(false) => lang.pick("disproved", "不一致"),
            None => "–",
        },
        failed: control.failed.iter().map(|check| clean(check)).collect(),
        findings: control
            .findings
            .iter()
            .chain(&control.collected.findings)
            .filter_map(|at| found(report, *at))
            .collect(),
        // There is nothing to do about what passed.
        remediation: rule
            .filter(|_| matches!(outcome, Outcome::Fail | Outcome::Partial | Outcome::Unknown))
            .map_or_else(String::new, |rule| clean_lines(rule.remediation.get(lang))),
        clauses: clauses.iter().map(|clause| clean(clause)).collect(),
    }
}

fn found(report: &Report, at: usize) -> Option<Found> {
    let finding = report.findings.get(at)?;
    let source = &finding.primary.source;
    let position = source.position(finding.primary.span.start);
    Some(Found {
        message: clean_lines(finding.message.get(report.lang)),
        href: uri::reference(&source.path),
        place: format!("{}:{}:{}", clean(&source.path), position.line, position.column),
        settled: !finding.is_open(),
    })
}

/// What to do about a control.
#[derive(Serialize)]
pub struct Action {
    id: String,
    title: String,
    severity: &'static str,
    severity_label: &'static str,
    result_label: &'static str,
    veto: bool,
    remediation: String,
}

/// What to do, the most urgent first: vetoes, then by severity.
pub fn actions(assessment: &Assessment, report: &Report) -> Vec<Action> {
    let open = |control: &&control::Control| matches!(control.outcome(), Outcome::Fail | Outcome::Partial);
    let mut failed: Vec<&control::Control> = assessment.controls.iter().filter(open).collect();
    failed.sort_by_key(|control| (control.veto.is_none(), Reverse(control.severity), control.id.clone()));
    let action = |one: &control::Control| {
        let rule = rule(report, &one.id);
        let text = |text: Option<&crate::lang::Message>| {
            text.map_or_else(String::new, |text| clean_lines(text.get(report.lang)))
        };
        Action {
            id: clean(&one.id),
            title: text(rule.map(|rule| &rule.title)),
            severity: one.severity.name(),
            severity_label: one.severity.label(report.lang),
            result_label: one.outcome().label(report.lang),
            veto: one.veto.is_some(),
            remediation: text(rule.map(|rule| &rule.remediation)),
        }
    };
    failed.into_iter().map(action).collect()
}

/// A piece of evidence.
#[derive(Serialize)]
pub struct Evidence {
    control: String,
    kind: String,
    file: String,
    sha256: String,
    collector: String,
    owner: String,
    day: String,
    factor: String,
    doubts: Vec<&'static str>,
}

/// The evidence of the Assessment document.
pub fn evidence(assessment: &Assessment, report: &Report) -> Vec<Evidence> {
    let lang = report.lang;
    let all = assessment.record.evidence.iter();
    all.map(|one| Evidence {
        control: clean(&one.control),
        kind: one.kind.map_or("–", |kind| kind.label(lang)).to_owned(),
        file: named(&one.file),
        sha256: named(&one.sha256),
        collector: named(&one.collector),
        owner: named(&one.owner),
        day: one.collected_at.map_or_else(|| "–".to_owned(), |day| day.to_string()),
        factor: one.factor.map_or_else(|| "–".to_owned(), shown),
        doubts: one.doubts.iter().map(|doubt| doubt.label(lang)).collect(),
    })
    .collect()
}

/// A matrix of risks: rows by impact, the highest first.
#[derive(Serialize)]
pub struct Matrix {
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    impact: i64,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    level: &'static str,
    label: &'static str,
    score: i64,
    risks: Vec<String>,
}

/// The inherent and the residual matrix; none without a register.
pub fn matrices(assessment: &Assessment, lang: Lang) -> Vec<Matrix> {
    if assessment.risks.risks.is_empty() {
        return Vec::new();
    }
    let cell = |which, likelihood: i64, impact: i64| {
        let level = assessment.risks.bands.level(Decimal::from(likelihood * impact));
        let risks = standing(assessment, which, (likelihood, impact));
        Cell {
            level: level.name(),
            label: level.label(lang),
            score: likelihood * impact,
            risks: risks.map(|risk| clean(&risk.id)).collect(),
        }
    };
    let matrix = |(name, which): ([&'static str; 2], _)| Matrix {
        title: lang.pick(name[0], name[1]),
        rows: (1..=SCALE)
            .rev()
            .map(|impact| Row {
                impact,
                cells: (1..=SCALE).map(|likelihood| cell(which, likelihood, impact)).collect(),
            })
            .collect(),
    };
    MATRICES.into_iter().map(matrix).collect()
}

/// A risk.
#[derive(Serialize)]
pub struct Risk {
    id: String,
    title: String,
    owner: String,
    inherent: String,
    residual: String,
    controls: Vec<String>,
    due: String,
    overdue: bool,
    closed: bool,
}

/// The risks, the gravest first.
pub fn risks(assessment: &Assessment, lang: Lang) -> Vec<Risk> {
    let score = |score: Option<Score>| {
        score.map_or_else(
            || "–".to_owned(),
            |score| format!("{} {}", shown(score.value), score.level.label(lang)),
        )
    };
    let all = assessment.risks.risks.iter();
    all.map(|risk| {
        let linked = risk.controls.iter().map(|linked| clean(&linked.id));
        let treatment = risk.treatment.as_ref();
        Risk {
            id: clean(&risk.id),
            title: named(&risk.title),
            owner: named(&risk.owner),
            inherent: score(risk.inherent),
            residual: score(risk.residual),
            controls: linked.collect(),
            due: treatment.and_then(|one| one.due).map_or_else(|| "–".to_owned(), |day| day.to_string()),
            overdue: treatment.is_some_and(|one| one.overdue.is_some()),
            closed: risk.closed,
        }
    })
    .collect()
}

/// The tasks of plans on a line of time.
#[derive(Serialize)]
pub struct Plan {
    from: String,
    until: String,
    /// Where today stands, from 0 to 100.
    today: String,
    done: usize,
    overdue: usize,
    tasks: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    control: String,
    objective: String,
    owner: String,
    due: String,
    status: String,
    state: &'static str,
    /// Where its last day stands; `None` without one.
    at: Option<String>,
}

/// The plan; `None` where no plan was among the documents.
pub fn plan(assessment: &Assessment, report: &Report) -> Option<Plan> {
    let tasks = &assessment.tasks;
    let days = || tasks.iter().filter_map(|task| task.due).chain([report.as_of]);
    let (from, until) = (days().min()?, days().max()?);
    if tasks.is_empty() {
        return None;
    }
    let whole = (until - from).num_days().max(1) as f64;
    let at = |day: chrono::NaiveDate| format!("{:.1}", (day - from).num_days() as f64 / whole * 100.0);
    let line = |task: &Task| Line {
        id: clean(&task.id),
        control: named(&task.control),
        objective: named(&task.objective),
        owner: named(&task.owner),
        due: task.due.map_or_else(|| "–".to_owned(), |day| day.to_string()),
        status: named(&task.status),
        state: if task.finished {
            "done"
        } else if task.overdue {
            "late"
        } else {
            "open"
        },
        at: task.due.map(at),
    };
    Some(Plan {
        from: from.to_string(),
        until: until.to_string(),
        today: at(report.as_of),
        done: tasks.iter().filter(|task| task.finished).count(),
        overdue: tasks.iter().filter(|task| task.overdue).count(),
        tasks: tasks.iter().map(line).collect(),
    })
}
