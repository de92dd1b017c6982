//! What became of each control.

use super::collected::{Collected, collected};
use super::evidence::{self, Basis};
use super::model::Model;
use super::record::Record;
use crate::finding::{Finding, Status};
use crate::lang::Lang;
use crate::policy::{Rule, Severity};
use crate::report::{Count, Report};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The result of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every check passed.
    Pass,
    /// Half of its checks or more passed, and none that casts a veto failed.
    Partial,
    /// It failed.
    Fail,
    /// It is not in effect on the day.
    NotApplicable,
    /// The scope of the assessment leaves it out: nothing is claimed of it, and nothing gained.
    OutOfScope,
    /// No document tells, or it could not be evaluated.
    Unknown,
}

impl Outcome {
    /// Every result, the best first.
    pub const ALL: [Outcome; 6] = [
        Outcome::Pass,
        Outcome::Partial,
        Outcome::Fail,
        Outcome::Unknown,
        Outcome::OutOfScope,
        Outcome::NotApplicable,
    ];

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Partial => "partial",
            Outcome::Fail => "fail",
            Outcome::NotApplicable => "not_applicable",
            Outcome::OutOfScope => "out_of_scope",
            Outcome::Unknown => "unknown",
        }
    }

    /// The same with what real configuration says: a pass that it contradicts is one in part at most.
    fn with(self, collected: &Collected) -> Outcome {
        match self {
            Outcome::Pass if !collected.contradict.is_empty() => Outcome::Partial,
            found => found,
        }
    }

    /// The word for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Outcome::Pass => lang.pick("passed", "通过"),
            Outcome::Partial => lang.pick("partly", "部分通过"),
            Outcome::Fail => lang.pick("failed", "未通过"),
            Outcome::NotApplicable => lang.pick("not applicable", "不适用"),
            Outcome::OutOfScope => lang.pick("out of scope", "不在评估范围内"),
            Outcome::Unknown => lang.pick("unknown", "未知"),
        }
    }
}

/// What a failed check with a veto comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Veto {
    /// It stands.
    Cast,
    /// Accepted measures or waivers stand in for it.
    Compensated,
}

/// A control and what became of it.
#[derive(Debug, Clone)]
pub struct Control {
    /// Its id.
    pub id: String,
    /// Its sub-indicator.
    pub indicator: String,
    /// Its severity on this platform.
    pub severity: Severity,
    /// What the rule found.
    pub found: Outcome,
    /// Its checks.
    pub checks: usize,
    /// Those that failed.
    pub failed: Vec<String>,
    /// A failure of some check vetoes.
    pub has_veto: bool,
    /// The veto of a failed check.
    pub veto: Option<Veto>,
    /// The evidence factor, from 0 to 1.
    pub evidence: Decimal,
    /// What it rests on.
    pub basis: Basis,
    /// What real configuration says of it.
    pub collected: Collected,
    /// Whether the result was confirmed on site; `None` if nobody looked.
    pub confirmed: Option<bool>,
    /// Its findings, as indexes into those of the report.
    pub findings: Vec<usize>,
}

impl Control {
    /// What it counts: critical 5, high 3, medium 2, low 1.
    pub fn weight(&self) -> Decimal {
        Decimal::from(match self.severity {
            Severity::Critical => 5,
            Severity::High => 3,
            Severity::Medium => 2,
            Severity::Low => 1,
            Severity::Info => 0,
        })
    }

    /// The result with what was seen on site: a pass that was disproved is none.
    pub fn outcome(&self) -> Outcome {
        match self.found {
            Outcome::Pass | Outcome::Partial if self.confirmed == Some(false) => Outcome::Fail,
            found => found,
        }
    }

    /// The part of its weight that it earns, where what is not known counts as given: as 0 or as 1.
    pub fn credit(&self, unknown: Decimal) -> Decimal {
        match self.outcome() {
            Outcome::Pass => self.evidence,
            Outcome::Partial => self.evidence * Decimal::new(5, 1),
            // What was disproved stays so, whatever a document might tell.
            Outcome::Unknown | Outcome::OutOfScope if self.confirmed != Some(false) => unknown,
            _ => Decimal::ZERO,
        }
    }

    /// False for what is not in effect.
    pub fn applies(&self) -> bool {
        self.found != Outcome::NotApplicable
    }

    /// True if its result is known.
    pub fn is_known(&self) -> bool {
        !matches!(self.found, Outcome::Unknown | Outcome::OutOfScope)
    }
}

/// The controls of the model's sub-indicators, in the order of their ids.
pub fn controls(report: &Report, model: &Model, record: &Record, profile: Option<&str>) -> Vec<Control> {
    let mut collected = collected(report);
    let judged = report.policies.rules.iter().enumerate().filter(|(rule, _)| report.selected[*rule]);
    let control = |(index, rule): (usize, &Rule)| {
        let indicator = rule.custom.get("indicator")?.as_str().filter(|key| model.knows(key))?;
        let of_rule = collected.remove(&rule.id).unwrap_or_default();
        rule.is_control().then(|| control(report, model, record, profile, (index, rule, indicator), of_rule))
    };
    judged.filter_map(control).collect()
}

fn control(
    report: &Report,
    model: &Model,
    record: &Record,
    profile: Option<&str>,
    (index, rule, indicator): (usize, &Rule, &str),
    collected: Collected,
) -> Control {
    let binding = binds(rule, model, profile);
    let of_rule = report.findings.iter().enumerate().filter(|(_, finding)| finding.rule == index);
    let (findings, found): (Vec<usize>, Vec<&Finding>) = of_rule.unzip();
    let vetoing: Vec<&&Finding> = found.iter().filter(|finding| vetoes(rule, finding)).collect();
    let failed: BTreeSet<&str> = found.iter().filter_map(|finding| finding.check.as_deref()).collect();
    let has_veto = has_veto(rule, model, profile);
    // No scope leaves out what vetoes.
    let in_scope = has_veto || record.scope.is_empty() || record.scope.contains(indicator);
    let applies = rule.effective.contains(report.as_of);
    let found = match (applies, in_scope) {
        (false, _) => Outcome::NotApplicable,
        (true, false) => Outcome::OutOfScope,
        (true, true) => outcome(report, index, &found, !vetoing.is_empty()).with(&collected),
    };
    let (basis, evidence) = match found {
        Outcome::Unknown | Outcome::NotApplicable | Outcome::OutOfScope => (Basis::Nothing, Decimal::ZERO),
        _ => evidence::of(&rule.id, collected.is_evidence(), &record.evidence),
    };
    Control {
        id: rule.id.clone(),
        indicator: indicator.to_owned(),
        severity: if binding { rule.severity } else { rule.severity.min(Severity::Medium) },
        found,
        checks: rule.checks.len(),
        failed: failed.into_iter().map(str::to_owned).collect(),
        has_veto,
        veto: (applies && !vetoing.is_empty()).then(|| veto(report, model, record, &rule.id, &vetoing)),
        evidence,
        basis,
        collected,
        confirmed: record.samples.get(&rule.id).copied(),
        findings,
    }
}

/// True if a control binds platforms of a profile.
fn binds(rule: &Rule, model: &Model, profile: Option<&str>) -> bool {
    let profiles = rule.custom.get("profiles").and_then(|profiles| profiles.as_array());
    let profiles: Vec<&str> = profiles.into_iter().flatten().filter_map(|profile| profile.as_str()).collect();
    model.binds(&profiles, profile)
}

/// True if a failure of some check of a control vetoes on platforms of a profile.
pub fn has_veto(rule: &Rule, model: &Model, profile: Option<&str>) -> bool {
    rule.checks.values().any(|check| check.veto) && binds(rule, model, profile)
}

/// True if a rule ran to its end wherever it applies, and found nothing.
pub fn passed(count: Count) -> bool {
    count.evaluated > 0 && count.errored == 0 && count.failed == 0
}

/// What a rule found. Only what ran to its end on every document passes.
fn outcome(report: &Report, index: usize, found: &[&Finding], vetoed: bool) -> Outcome {
    let (rule, count) = (&report.policies.rules[index], report.counts[index]);
    if found.is_empty() {
        return if passed(count) { Outcome::Pass } else { Outcome::Unknown };
    }
    // A finding that names no check of the rule may be about any of them.
    let named =
        |finding: &&Finding| finding.check.as_ref().is_some_and(|check| rule.checks.contains_key(check));
    let failed: BTreeSet<&str> = found.iter().filter_map(|finding| finding.check.as_deref()).collect();
    let half = failed.len() * 2 <= rule.checks.len();
    if found.iter().all(named) && half && !vetoed && count.errored == 0 {
        Outcome::Partial
    } else {
        Outcome::Fail
    }
}

/// True if a finding is of a check whose failure vetoes. On platforms that a control does not bind, its findings say
/// that they do not.
fn vetoes(rule: &Rule, finding: &Finding) -> bool {
    let check = finding.check.as_ref().and_then(|check| rule.checks.get(check));
    check.is_some_and(|check| check.veto)
        && finding.details.get("veto") != Some(&serde_json::Value::Bool(false))
}

/// A veto is compensated by an accepted measure for the control, or where every finding behind it is waived.
fn veto(report: &Report, model: &Model, record: &Record, id: &str, findings: &[&&Finding]) -> Veto {
    let measured = record.measures.iter().any(|measure| measure.control == id && measure.holds(report.as_of));
    let waived = findings.iter().all(|finding| matches!(finding.status, Status::Waived(_)));
    if model.compensable(id) && (measured || waived) { Veto::Compensated } else { Veto::Cast }
}
