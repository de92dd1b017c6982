//! Which clauses of which frameworks the controls stand for, and what became of them.

use crate::assess::Assessment;
use crate::assess::control::{Control, Outcome};
use crate::framework::Citation;
use crate::policy::Rule;
use crate::report::Report;
use crate::report::excerpt::clean;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A framework.
#[derive(Serialize)]
pub struct Framework {
    key: String,
    title: String,
    met: usize,
    broken: usize,
    unknown: usize,
    clauses: Vec<Clause>,
}

#[derive(Serialize)]
struct Clause {
    text: String,
    result: &'static str,
    label: &'static str,
    controls: Vec<String>,
}

/// What is known of a clause as it is cited; clauses whose articles may not be printed look alike and are told together.
#[derive(Default)]
struct Known<'a> {
    outcomes: BTreeSet<u8>,
    controls: BTreeSet<&'a str>,
}

/// The frameworks whose clauses the controls that apply implement.
pub fn frameworks(assessment: &Assessment, report: &Report) -> Vec<Framework> {
    let mut known: BTreeMap<String, BTreeMap<String, Known>> = BTreeMap::new();
    for control in assessment.controls.iter().filter(|control| control.applies()) {
        let Some(rule) = report.policies.rules.iter().find(|rule| rule.id == control.id) else { continue };
        for clause in &rule.clauses {
            let cited = report.cite(std::slice::from_ref(clause), assessment.profile.as_deref());
            let Some(key) = cited.first().map(|citation| citation.framework.clone()) else { continue };
            for text in Citation::texts(&cited) {
                let one = known.entry(key.clone()).or_default().entry(text).or_default();
                one.outcomes.insert(outcome(control, rule, clause, report));
                one.controls.insert(&control.id);
            }
        }
    }
    known.into_iter().map(|(key, clauses)| framework(key, clauses, report)).collect()
}

/// 2 where a control breaks the clause, 1 where it cannot be told, else 0. A control of several checks breaks the
/// clauses of those that failed.
fn outcome(control: &Control, rule: &Rule, clause: &str, report: &Report) -> u8 {
    let disproved = control.confirmed == Some(false);
    let findings = control.findings.iter().filter_map(|at| report.findings.get(*at));
    let mut broken = findings.map(|finding| rule.clauses_of(finding.check.as_deref()));
    match control.outcome() {
        Outcome::Unknown => 1,
        Outcome::Fail | Outcome::Partial
            if disproved || broken.any(|clauses| clauses.iter().any(|one| one == clause)) =>
        {
            2
        }
        _ => 0,
    }
}

fn framework(key: String, clauses: BTreeMap<String, Known>, report: &Report) -> Framework {
    let lang = report.lang;
    let title = report.policies.frameworks.all().find(|framework| framework.key == key);
    let clause = |(text, known): (String, Known)| {
        let (result, label) = match known.outcomes.last() {
            Some(2) => ("fail", lang.pick("broken", "未满足")),
            Some(1) => ("unknown", lang.pick("unknown", "未知")),
            _ => ("pass", lang.pick("met", "满足")),
        };
        let controls = known.controls.into_iter().map(clean).collect();
        Clause { text: clean(&text), result, label, controls }
    };
    let clauses: Vec<Clause> = clauses.into_iter().map(clause).collect();
    let count = |result: &str| clauses.iter().filter(|clause| clause.result == result).count();
    Framework {
        title: title.map_or_else(String::new, |framework| clean(framework.title_on(report.as_of).get(lang))),
        key: clean(&key),
        met: count("pass"),
        broken: count("fail"),
        unknown: count("unknown"),
        clauses,
    }
}
