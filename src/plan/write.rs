//! The text of a new plan. Comments say what people have to fill in.

use super::draft::{Draft, Task, nobody};
use crate::assess::param;
use crate::document::edit;
use crate::lang::{Lang, counted};
use crate::policy::{PolicySet, Severity};
use crate::report::compact::one_line;
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// Longest line of a comment, in characters.
const WIDTH: usize = 110;

/// What a plan is about.
#[derive(Debug)]
pub struct Subject {
    /// The platform.
    pub platform: String,
    /// Its systems.
    pub systems: Vec<String>,
    /// The day.
    pub day: NaiveDate,
    /// Language.
    pub lang: Lang,
}

/// The text of a plan.
pub fn plan(subject: &Subject, draft: &Draft, policies: &PolicySet) -> String {
    let lang = subject.lang;
    let mut lines: Vec<String> = head(subject, draft).iter().flat_map(|text| comment(text, "")).collect();
    let said = |value: Value| edit::inline(&value);
    let name = format!("{}-plan-{}", subject.platform, subject.day);
    lines.push("apiVersion: fiducia/v1\nkind: ImprovementPlan".to_owned());
    lines.push(format!(
        "metadata:\n  name: {}\n  platform: {}\nspec:",
        said(name.into()),
        said(json!(subject.platform))
    ));
    lines.push("  goals:".to_owned());
    lines.extend(goals(draft, lang).into_iter().map(|goal| format!("    - {}", said(goal.into()))));
    lines.extend(resources(subject, draft));
    lines.push(if draft.tasks.is_empty() { "  tasks: []".to_owned() } else { "  tasks:".to_owned() });
    lines.extend(draft.tasks.iter().map(|task| entry(task, lang)));
    lines.extend(reviews(subject, draft, policies));
    lines.join("\n") + "\n"
}

fn head(subject: &Subject, draft: &Draft) -> Vec<String> {
    let (lang, day) = (subject.lang, subject.day);
    let missing = draft.tasks.iter().filter(|task| task.owner.is_none()).count();
    let nobody = nobody(lang);
    let mut head = vec![lang.pick(
        format!(
            "Improvement plan, drawn up by `fiducia plan` on {day}. {missing} owners are missing: fill in each that says \
             {nobody}. `fiducia plan --update` closes tasks whose control passes, reopens those that fail again, and leaves \
             everything else as it is."
        ),
        format!(
            "本提升方案由 `fiducia plan` 于 {day} 生成。尚有 {missing} 项任务缺少责任人，请逐一填写标为“{nobody}”之处。\
             `fiducia plan --update` 会关闭控制项已通过的任务、重新打开再次未通过的任务，其余内容保持不变。"
        ),
    )];
    head.extend(told(draft, lang));
    head
}

/// What was found and is not planned, and why.
pub fn told(draft: &Draft, lang: Lang) -> Vec<String> {
    let list = |all: Vec<(&String, &usize)>| {
        let each: Vec<String> = all
            .into_iter()
            .map(|(id, count)| {
                lang.pick(format!("{} ({count})", one_line(id)), format!("{}（{count}）", one_line(id)))
            })
            .collect();
        each.join(lang.pick(", ", "、"))
    };
    let mut told = Vec::new();
    if !draft.accepted.is_empty() {
        let ids = list(draft.accepted.iter().map(|(id, count)| (id, count)).collect());
        told.push(lang.pick(
            format!("Not planned, since waivers or a baseline cover every finding: {ids}."),
            format!("以下控制项的问题均已豁免或列入基线，未纳入方案：{ids}。"),
        ));
    }
    if !draft.others.is_empty() {
        let ids = list(draft.others.iter().collect());
        told.push(lang.pick(
            format!("Not planned, since these rules are no controls: {ids}; `fiducia check` shows what they found."),
            format!("以下规则不是控制项，未纳入方案：{ids}；具体问题见 `fiducia check`。"),
        ));
    }
    told
}

/// What the tasks of each severity come to, the worst first.
fn goals(draft: &Draft, lang: Lang) -> Vec<String> {
    let goal = |severity: Severity| {
        let of: Vec<&Task> = draft.tasks.iter().filter(|task| task.severity == severity).collect();
        let (count, due) = (of.len(), of.iter().map(|task| task.due).max()?);
        let label = severity.label(lang);
        let (controls, pass) = if count == 1 { ("control", "passes") } else { ("controls", "pass") };
        Some(lang.pick(
            format!("{count} {controls} with {label} findings {pass} by {due}"),
            format!("{due} 前使存在“{label}”级问题的 {count} 项控制项通过"),
        ))
    };
    let goals: Vec<String> = Severity::ALL.into_iter().filter_map(goal).collect();
    let none = || vec![lang.pick("every control goes on passing", "保持全部控制项持续通过").to_owned()];
    if goals.is_empty() { none() } else { goals }
}

fn resources(subject: &Subject, draft: &Draft) -> Vec<String> {
    let lang = subject.lang;
    let said = |value: Value| edit::inline(&value);
    let mut lines = comment(
        lang.pick(
            "An estimate to be corrected: people from the effort that is reckoned for each severity, the budget from the \
             costs of the treatments in the risk register, the systems of the platform.",
            "以下为估算，请核实：人力按各严重程度的预计工作量推算，预算取自风险登记册中的处置成本，物资为平台所属系统。",
        ),
        "  ",
    );
    let budget = draft.resources.budget.normalize();
    lines.push(format!(
        "  resources:\n    people: {}\n    budget: {budget}",
        draft.resources.people.normalize()
    ));
    if !budget.is_zero() {
        lines.push("    currency: CNY".to_owned());
    }
    let systems =
        if subject.systems.is_empty() { vec![nobody(lang).to_owned()] } else { subject.systems.clone() };
    lines.push(format!("    assets: {}", said(json!(systems))));
    lines
}

/// A task as an item of the list.
fn entry(task: &Task, lang: Lang) -> String {
    let mut lines = Vec::new();
    let entries = task.to_json(&task.id(), lang);
    for (key, value) in entries.as_object().into_iter().flatten() {
        match value.as_array().filter(|items| !items.is_empty()) {
            Some(items) => {
                lines.push(format!("      {key}:"));
                lines.extend(items.iter().map(|item| format!("        - {}", edit::inline(item))));
            }
            None => lines.push(format!("      {key}: {}", edit::inline(value))),
        }
    }
    lines.join("\n").replacen("      id:", "    - id:", 1)
}

fn reviews(subject: &Subject, draft: &Draft, policies: &PolicySet) -> Vec<String> {
    let (lang, day) = (subject.lang, subject.day);
    let interval = param::value(policies, "stage_review_interval_days").as_u64().unwrap_or_default();
    let next = day.checked_add_days(Days::new(interval)).unwrap_or(day);
    let mut lines = comment(
        &lang.pick(
            format!("Reviews of the progress that people held. The first one is due by {next} (IMP-02)."),
            format!("由人员开展的阶段性评估。首次最迟应于 {next} 开展（IMP-02）。"),
        ),
        "  ",
    );
    lines.push("  stage_reviews: []".to_owned());
    let tasks = draft.tasks.len();
    let change = lang.pick(
        format!("plan drawn up by fiducia with {}", counted(tasks, "task")),
        format!("由 fiducia 生成提升方案，共 {tasks} 项任务"),
    );
    lines.push(format!("  revisions:\n    - date: {day}\n      change: {}", edit::inline(&change.into())));
    lines
}

/// A text as lines of a comment.
fn comment(text: &str, margin: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive([' ', '，', '。', '；', '、']) {
        let line = lines.last_mut();
        match line.filter(|line| line.chars().count() + word.chars().count() <= WIDTH) {
            Some(line) => line.push_str(word),
            None => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| format!("{margin}# {}", line.trim_end())).collect()
}
