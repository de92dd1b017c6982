//! The tasks that a run asks for: one for each control that failed.

use super::owners::Owners;
use super::verdict::{Judged, Verdict, Verdicts};
use crate::assess::param;
use crate::assess::risk::{Level, Register, Risk};
use crate::lang::Lang;
use crate::policy::{PolicySet, Severity};
use crate::problem::Problem;
use crate::report::Report;
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Most days that a parameter may give.
const MOST_DAYS: i64 = 3650;

/// What stands where people have to name an owner. IMP-01 takes it for no answer.
pub fn nobody(lang: Lang) -> &'static str {
    lang.pick("TBD", "待定")
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The control that is to pass.
    pub control: String,
    /// What is to be reached.
    pub objective: String,
    /// Who does it, where that is known.
    pub owner: Option<String>,
    /// Last day to finish.
    pub due: NaiveDate,
    /// How it will be seen that it is done.
    pub outcome: String,
    /// How urgent it is.
    pub priority: Level,
    /// How much the worst finding behind it matters.
    pub severity: Severity,
    /// What has to be done.
    pub steps: Vec<String>,
    /// Fingerprints of the findings behind it.
    pub findings: Vec<String>,
    /// Where its priority comes from; empty where its severity says it all.
    pub note: String,
}

impl Task {
    /// The id of the first task of a control.
    pub fn id(&self) -> String {
        format!("T-{}", self.control)
    }

    /// As it stands in a plan.
    pub fn to_json(&self, id: &str, lang: Lang) -> Value {
        let mut entries = Map::new();
        let mut add = |key: &str, value: Value| drop(entries.insert(key.to_owned(), value));
        add("id", id.into());
        add("control_id", self.control.as_str().into());
        add("objective", self.objective.as_str().into());
        add("owner", self.owner.as_deref().unwrap_or(nobody(lang)).into());
        add("due", self.due.to_string().into());
        add("expected_outcome", self.outcome.as_str().into());
        add("priority", self.priority.name().into());
        add("status", "planned".into());
        add("steps", json!(self.steps));
        if !self.findings.is_empty() {
            add("findings", json!(self.findings));
        }
        if !self.note.is_empty() {
            add("note", self.note.as_str().into());
        }
        Value::Object(entries)
    }
}

/// What a run asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The tasks, the most urgent first.
    pub tasks: Vec<Task>,
    /// Controls all of whose findings are accepted, with how many those are. They are told and not planned: whoever
    /// accepted them has decided already.
    pub accepted: Vec<(String, usize)>,
    /// Open findings of rules that are no controls, by rule.
    pub others: BTreeMap<String, usize>,
    /// What is estimated for it.
    pub resources: Resources,
}

/// What a plan needs, estimated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resources {
    /// People at work until the last task is due, in full-time equivalents rounded up to tenths.
    pub people: Decimal,
    /// What the treatments of the linked risks cost.
    pub budget: Decimal,
}

/// What tasks are drawn up from.
pub struct Drafter<'r> {
    report: &'r Report,
    risks: &'r Register,
    owners: &'r Owners,
    due_days: BTreeMap<Severity, i64>,
    effort_days: BTreeMap<Severity, i64>,
}

impl<'r> Drafter<'r> {
    /// From a run.
    ///
    /// # Errors
    /// A parameter does not give a number of days for each severity.
    pub fn new(report: &'r Report, risks: &'r Register, owners: &'r Owners) -> Result<Self, Problem> {
        let days = |name: &str| days(&report.policies, name);
        Ok(Drafter {
            report,
            risks,
            owners,
            due_days: days("plan_due_days")?,
            effort_days: days("plan_effort_days")?,
        })
    }

    /// Draws up the tasks.
    pub fn draft(&self, verdicts: &Verdicts<'_>) -> Draft {
        let work = verdicts.iter().filter(|judged| judged.is_work());
        let mut tasks: Vec<Task> = work.map(|judged| self.task(judged)).collect();
        let order = |task: &Task| (std::cmp::Reverse(task.priority), task.due);
        tasks.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.control.cmp(&b.control)));
        let accepted = verdicts.iter().filter(|judged| judged.verdict == Verdict::Accepted);
        Draft {
            accepted: accepted.map(|judged| (judged.rule.id.clone(), judged.accepted)).collect(),
            others: verdicts.others.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect(),
            resources: self.resources(&tasks),
            tasks,
        }
    }

    fn task(&self, judged: &Judged<'_>) -> Task {
        let (rule, lang) = (judged.rule, self.report.lang);
        let worst = judged.open.iter().map(|finding| finding.severity).max();
        let severity = worst.or(judged.control.map(|control| control.severity)).unwrap_or(rule.severity);
        let (priority, note) = self.priority(judged, severity);
        let title = rule.title.get(lang);
        let owner = self.owners.of(&rule.id, judged.indicator()).map(str::to_owned);
        Task {
            control: rule.id.clone(),
            objective: if title.is_empty() { rule.id.clone() } else { title.to_owned() },
            owner: owner.or_else(|| self.risks.linked(&rule.id).find_map(person)),
            due: self.day(severity),
            outcome: lang.pick(
                format!("{} passes: `fiducia check --only {}` finds nothing", rule.id, rule.id),
                format!("{} 通过：`fiducia check --only {}` 不再报告任何问题", rule.id, rule.id),
            ),
            priority,
            severity,
            steps: self.steps(judged),
            findings: judged.open.iter().map(|finding| finding.fingerprint.clone()).collect(),
            note,
        }
    }

    fn day(&self, severity: Severity) -> NaiveDate {
        let days = self.due_days.get(&severity).copied().unwrap_or_default().unsigned_abs();
        self.report.as_of.checked_add_days(Days::new(days)).unwrap_or(self.report.as_of)
    }

    /// A veto makes a task extreme; else the gravest linked risk gives its level, and its severity where there is none.
    fn priority(&self, judged: &Judged<'_>, severity: Severity) -> (Level, String) {
        let lang = self.report.lang;
        let mut reasons = Vec::new();
        let veto = judged.control.is_some_and(|control| control.veto.is_some());
        if veto {
            reasons.push(lang.pick("its failure vetoes the grade", "未通过即一票否决").to_owned());
        }
        let scored = |risk: &'r Risk| Some((risk, risk.inherent?));
        let risk = self.risks.linked(&judged.rule.id).find_map(scored);
        if let Some((risk, score)) = risk {
            let (id, level, value) = (&risk.id, score.level.label(lang), score.value);
            reasons.push(lang.pick(
                format!("risk {id} is {level} ({value})"),
                format!("关联风险 {id} 等级为{level}（{value}）"),
            ));
        }
        let level = match severity {
            Severity::Critical => Level::Extreme,
            Severity::High => Level::High,
            Severity::Medium => Level::Medium,
            Severity::Low | Severity::Info => Level::Low,
        };
        let level = risk.map_or(level, |(_, score)| score.level);
        (if veto { Level::Extreme } else { level }, reasons.join(lang.pick("; ", "；")))
    }

    /// What to do, then how many places to correct in each file.
    fn steps(&self, judged: &Judged<'_>) -> Vec<String> {
        let lang = self.report.lang;
        let mut steps: Vec<String> = Vec::new();
        let remediation = judged.rule.remediation.get(lang).trim();
        if !remediation.is_empty() {
            steps.push(remediation.to_owned());
        }
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &judged.open {
            *files.entry(&finding.primary.source.path).or_default() += 1;
        }
        steps.extend(files.into_iter().map(|(path, count)| {
            let places = if count == 1 { "place" } else { "places" };
            lang.pick(format!("correct {count} {places} in {path}"), format!("整改 {path} 中的 {count} 处"))
        }));
        if judged.is_disproved() {
            let again = lang.pick(
                "make what was disproved on site true, and have it looked at again",
                "整改现场核查否定的内容，并重新核查",
            );
            steps.push(again.to_owned());
        }
        steps
    }

    fn resources(&self, tasks: &[Task]) -> Resources {
        let effort: i64 = tasks.iter().filter_map(|task| self.effort_days.get(&task.severity)).sum();
        let last = tasks.iter().map(|task| task.due).max().unwrap_or(self.report.as_of);
        // Five of seven days are worked.
        let worked = Decimal::from((last - self.report.as_of).num_days().max(1) * 5) / Decimal::from(7);
        let people = (Decimal::from(effort) / worked * Decimal::TEN).ceil() / Decimal::TEN;
        let mut counted = BTreeSet::new();
        let risks = tasks.iter().flat_map(|task| self.risks.linked(&task.control));
        let costs =
            risks.filter(|risk| counted.insert(&risk.id)).filter_map(|risk| risk.treatment.as_ref()?.cost);
        Resources {
            people: people.max(Decimal::new(1, 1)),
            budget: costs.filter(|cost| *cost > Decimal::ZERO).sum(),
        }
    }
}

/// Who works on a risk, else who answers for it.
fn person(risk: &Risk) -> Option<String> {
    let treating = risk.treatment.as_ref().and_then(|treatment| treatment.owner.clone());
    treating.or_else(|| risk.owner.clone())
}

/// A parameter that gives days by severity.
fn days(policies: &PolicySet, name: &str) -> Result<BTreeMap<Severity, i64>, Problem> {
    let value = param::value(policies, name);
    let of = |severity: Severity| {
        let days = value.get(severity.name())?.as_i64().filter(|days| (1..=MOST_DAYS).contains(days))?;
        Some((severity, days))
    };
    Severity::ALL.into_iter().map(of).collect::<Option<_>>().ok_or_else(|| {
        let names = Severity::ALL.map(Severity::name).join(", ");
        let en = format!("{name:?} has to give whole days from 1 to {MOST_DAYS} for each of {names}");
        let zh = format!("“{name}”须为 {names} 各给出 1 至 {MOST_DAYS} 的整数天数");
        match policies.params.overrides.get(name) {
            Some(with) => with.refused(en, zh, with.at.span),
            None => Problem::refused(en, zh),
        }
    })
}
