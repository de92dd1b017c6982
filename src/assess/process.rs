//! The five steps of an assessment, and what each still needs before it can be closed.

use super::control;
use super::evidence::file;
use super::model::Model;
use super::read::At;
use super::record::Record;
use super::score::{EXPERTS, opinion};
use crate::document::{Document, Pointer};
use crate::finding::Finding;
use crate::lang::{Lang, Message, both, counted};
use crate::policy::{Judge, PolicySet, Rule};
use crate::report::Count;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The steps in their order: key, and name in both languages.
const STEPS: [(&str, &str, &str); 5] = [
    ("preparation", "preparation", "评估准备"),
    ("collection", "collection of information", "信息收集"),
    ("onsite", "work on site", "现场评估"),
    ("analysis", "analysis and report", "结果分析"),
    ("improvement", "advice for improvement", "改进建议"),
];

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not begun, or nothing is said.
    Planned,
    /// Under way.
    InProgress,
    /// Closed.
    Done,
}

impl State {
    /// The word in documents.
    pub fn name(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::InProgress => "in_progress",
            State::Done => "done",
        }
    }

    /// The word for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            State::Planned => lang.pick("planned", "未开始"),
            State::InProgress => lang.pick("in progress", "进行中"),
            State::Done => lang.pick("done", "已完成"),
        }
    }
}

/// A step of an assessment.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its key in documents.
    pub key: &'static str,
    /// Its name for people.
    pub name: Message,
    /// How far it has come.
    pub state: State,
    /// The day on which it was closed.
    pub closed: Option<NaiveDate>,
    /// What it needs before it can be closed; of a step that was closed, what it should have had.
    pub missing: Vec<Message>,
    /// The place of its state.
    pub pointer: Pointer,
}

impl Step {
    /// True for a step that was closed while something was missing.
    pub fn contradicts(&self) -> bool {
        self.state == State::Done && !self.missing.is_empty()
    }
}

/// What a run knows that steps depend on.
#[derive(Clone, Copy)]
pub struct Facts<'r> {
    /// The policies.
    pub policies: &'r PolicySet,
    /// Which rules ran.
    pub selected: &'r [bool],
    /// What became of each.
    pub counts: &'r [Count],
    /// What was found so far.
    pub findings: &'r [Finding],
    /// The documents.
    pub documents: &'r [Document],
    /// The day.
    pub today: NaiveDate,
}

/// The steps of an assessment.
pub fn steps(document: &Document, record: &Record, model: &Model, facts: Facts<'_>) -> Vec<Step> {
    let root = At::root(document);
    let spec = root.get("spec");
    let mut steps: Vec<Step> = Vec::new();
    for (key, en, zh) in STEPS {
        let at = spec.as_ref().and_then(|spec| spec.at(&["process", key]));
        let status = at.as_ref().and_then(|at| at.word("status"));
        let state = match status.as_deref() {
            Some("done") => State::Done,
            Some("in_progress") => State::InProgress,
            _ => State::Planned,
        };
        let mut missing = match (key, &spec) {
            ("preparation", Some(spec)) => preparation(spec),
            ("collection", _) => collection(document, record, facts),
            ("onsite", Some(spec)) => onsite(spec, record, model, facts),
            ("analysis", _) => analysis(record, model, facts),
            ("improvement", _) => improvement(at.as_ref(), record, facts),
            _ => vec![both("everything", "全部内容")],
        };
        let open: Vec<&Step> = steps.iter().filter(|step| step.state != State::Done).collect();
        missing.extend(open.first().map(|step| before(step)));
        let closed = at.as_ref().and_then(|at| at.day("closed"));
        if let Some(at) = at.as_ref().filter(|_| state == State::Done) {
            missing.extend(closing(at, closed, facts.today));
        }
        let pointer = Pointer::from_iter(["spec", "process", key, "status"]);
        steps.push(Step { key, name: both(en, zh), state, closed, missing, pointer });
    }
    steps
}

/// That an earlier step is not closed.
fn before(step: &Step) -> Message {
    both(
        format!("the step before it, {}, to be closed", step.name.get(Lang::En)),
        format!("前一步骤“{}”先行完成", step.name.get(Lang::Zh)),
    )
}

/// Who closed a step, and when.
fn closing(at: &At<'_>, closed: Option<NaiveDate>, today: NaiveDate) -> Vec<Message> {
    let mut missing = absent(&[
        (at.word("by").is_none(), "who closed it (`by`)", "完成人（`by`）"),
        (closed.is_none(), "the day on which it was closed (`closed`)", "完成日期（`closed`）"),
    ]);
    let started = at.day("started");
    if closed.is_some_and(|closed| closed > today) {
        missing.push(both("a day of closing that is not yet to come", "不晚于今日的完成日期"));
    }
    if started.zip(closed).is_some_and(|(started, closed)| closed < started) {
        missing.push(both("a day of closing that is not before its start", "不早于开始日期的完成日期"));
    }
    missing
}

fn absent(parts: &[(bool, &str, &str)]) -> Vec<Message> {
    parts.iter().filter(|(absent, ..)| *absent).map(|(_, en, zh)| both(*en, *zh)).collect()
}

fn preparation(spec: &At<'_>) -> Vec<Message> {
    let none = |keys: &[&str]| spec.at(keys).is_none_or(|at| at.text().is_none() && at.items().is_empty());
    absent(&[
        (none(&["purpose"]), "the purpose", "评估目的"),
        (none(&["scope", "platforms"]), "the platforms in scope", "范围内的平台"),
        (none(&["methods"]), "the methods", "评估方法"),
        (none(&["plan", "start"]), "the first day of the plan", "计划开始日期"),
        (none(&["plan", "end"]), "the last day of the plan", "计划结束日期"),
        (none(&["plan", "approved_by"]), "who approved the plan", "计划批准人"),
        (!spec.list("team").iter().any(|one| one.word("name").is_some()), "the team", "评估团队"),
    ])
}

fn collection(document: &Document, record: &Record, facts: Facts<'_>) -> Vec<Message> {
    if record.evidence.is_empty() {
        return vec![both("evidence", "证据")];
    }
    let broken = facts.findings.iter().filter(|finding| {
        facts.policies.rules[finding.rule].judge == Judge::Assessment
            && finding.check.as_deref().is_some_and(|check| file::CHECKS.contains(&check))
            && finding.primary.is_in(document)
    });
    let count = broken.count();
    let message = || {
        both(
            format!("evidence whose files hold what was collected; {count} do not"),
            format!("文件与登记内容一致的证据；其中 {count} 项不一致"),
        )
    };
    (count > 0).then(message).into_iter().collect()
}

/// The rules that are controls in the scope of an assessment.
fn in_scope<'r>(
    record: &'r Record,
    model: &'r Model,
    facts: Facts<'r>,
) -> impl Iterator<Item = (usize, &'r Rule, &'r str)> {
    let rules = facts.policies.rules.iter().enumerate();
    rules.filter_map(move |(index, rule)| {
        let indicator = rule.custom.get("indicator")?.as_str().filter(|key| model.knows(key))?;
        let wanted = record.scope.is_empty() || record.scope.contains(indicator);
        let applies = wanted && rule.is_control() && rule.effective.contains(facts.today);
        applies.then_some((index, rule, indicator))
    })
}

fn onsite(spec: &At<'_>, record: &Record, model: &Model, facts: Facts<'_>) -> Vec<Message> {
    let at = |key: &str| spec.at(&["onsite", key]);
    let mut missing = absent(&[
        (at("date").and_then(|at| at.date()).is_none(), "the day of the visit", "核查日期"),
        (at("inspectors").is_none_or(|list| list.items().is_empty()), "who looked", "核查人员"),
        (record.samples.is_empty(), "controls that were looked at, with results", "抽查的控制项及核查结论"),
    ]);
    let profile = super::profile(facts.documents, record.platform.as_deref());
    let passed: Vec<(usize, &Rule, &str)> = in_scope(record, model, facts)
        .filter(|(index, ..)| facts.selected[*index] && control::passed(facts.counts[*index]))
        .collect();
    let looked_at = |rule: &Rule| record.samples.contains_key(&rule.id);
    let open: Vec<&str> = passed
        .iter()
        .filter(|(_, rule, _)| !looked_at(rule) && control::has_veto(rule, model, profile.as_deref()))
        .map(|(_, rule, _)| rule.id.as_str())
        .collect();
    if !open.is_empty() && !record.samples.is_empty() {
        missing.push(both(
            format!("every control with a veto that passed; not looked at: {}", open.join(", ")),
            format!("全部已通过的一票否决项；尚未核查：{}", open.join("、")),
        ));
    }
    let sampled = passed.iter().filter(|(_, rule, _)| looked_at(rule)).count();
    if sampled * 5 < passed.len() && !record.samples.is_empty() {
        let (all, least) = (passed.len(), passed.len().div_ceil(5));
        missing.push(both(
            format!("a fifth of what passed, {least} of {}; looked at: {sampled}", counted(all, "control")),
            format!("{all} 个已通过控制项的两成，即 {least} 个；已核查 {sampled} 个"),
        ));
    }
    missing
}

fn analysis(record: &Record, model: &Model, facts: Facts<'_>) -> Vec<Message> {
    let scope: BTreeSet<&str> = in_scope(record, model, facts).map(|(.., indicator)| indicator).collect();
    let judged = scope.into_iter().map(|key| (key, opinion(key, &record.experts)));
    let (open, few): (Vec<_>, Vec<_>) =
        judged.filter(|(_, opinion)| opinion.value.is_none()).partition(|(_, opinion)| opinion.open);
    let keys =
        |list: &[(&str, _)], comma: &str| list.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(comma);
    let mut missing = Vec::new();
    if !few.is_empty() {
        missing.push(both(
            format!("scores of {EXPERTS} independent experts for {}", keys(&few, ", ")),
            format!("{EXPERTS} 名独立专家对 {} 的评分", keys(&few, "、")),
        ));
    }
    if !open.is_empty() {
        missing.push(both(
            format!("a second round of scores, since they lie 3 or more apart, for {}", keys(&open, ", ")),
            format!("第二轮评分（分差达 3 分及以上）：{}", keys(&open, "、")),
        ));
    }
    missing
}

/// Where nothing failed there is nothing to improve.
fn improvement(at: Option<&At<'_>>, record: &Record, facts: Facts<'_>) -> Vec<Message> {
    let of_platform = |document: &&Document| {
        let platform = At::root(document).at(&["metadata", "platform"]);
        record.platform.is_none() || platform.and_then(|at| at.text()) == record.platform.as_deref()
    };
    let mut plans = facts.documents.iter().filter(|document| document.top("kind") == Some("ImprovementPlan"));
    let mut rules = facts.policies.rules.iter().zip(facts.counts);
    let failed = rules.any(|(rule, count)| rule.is_control() && count.failed > 0);
    let given = at.and_then(|at| at.word("output")).is_some() || plans.find(of_platform).is_some();
    absent(&[(failed && !given, "an improvement plan for what failed", "针对未通过项的改进计划")])
}
