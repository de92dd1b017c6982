//! How far plans have come, and where a plan and a run contradict each other.

mod human;
mod json;
mod markdown;

use super::verdict::{Verdict, Verdicts};
use crate::assess::read::At;
use crate::assess::task::{Entry, entries};
use crate::document::Document;
use crate::lang::{Lang, counted};
use crate::report::{Report, Style};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// Rows of a burn-down, beside that of the day itself.
const ROWS: i64 = 12;

/// A format of the state of plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum StatusFormat {
    /// For people, on a terminal.
    Human,
    /// For programs; `schema/plan-status-v1.json` describes it.
    Json,
    /// For pages and comments.
    Markdown,
}

/// Where a task and the run contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// It says that it is done, and its control fails.
    Fails,
    /// It is open, and its control passes.
    Passes,
}

impl Contradiction {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Contradiction::Fails => "done_but_fails",
            Contradiction::Passes => "open_but_passes",
        }
    }
}

/// A task and how it stands.
#[derive(Debug)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// The control that is to pass.
    pub control: Option<String>,
    /// What is to be reached.
    pub objective: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// How urgent it is, as written.
    pub priority: Option<String>,
    /// Its state as written.
    pub status: Option<String>,
    /// Last day to finish: the one that was agreed on last.
    pub due: Option<NaiveDate>,
    /// The day on which it was finished.
    pub done_at: Option<NaiveDate>,
    /// Its state is one of those of finished work.
    pub finished: bool,
    /// Days since its last day, where it passed and the task is not finished.
    pub overdue: Option<i64>,
    /// What the run says of its control; `None` for a task without one, or a control that the run does not have.
    pub verdict: Option<Verdict>,
    /// Line of its file, 1-based.
    pub line: usize,
}

impl Task {
    fn of(entry: Entry<'_>, verdicts: &Verdicts<'_>, today: NaiveDate) -> Self {
        let origin = entry.at.origin();
        let verdict = entry.control.as_deref().and_then(|id| Some(verdicts.get(id)?.verdict));
        Task {
            overdue: entry.overdue(today),
            verdict,
            line: origin.source.position(origin.span.start).line,
            id: entry.id,
            control: entry.control,
            objective: entry.objective,
            owner: entry.owner,
            priority: entry.priority,
            status: entry.status,
            due: entry.due,
            done_at: entry.done_at.filter(|_| entry.finished),
            finished: entry.finished,
        }
    }

    /// Where it and the run contradict each other.
    pub fn contradiction(&self) -> Option<Contradiction> {
        match (self.finished, self.verdict?) {
            (true, Verdict::Fails) => Some(Contradiction::Fails),
            (false, Verdict::Passes) => Some(Contradiction::Passes),
            _ => None,
        }
    }
}

/// A day of a burn-down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day, at whose end the numbers hold.
    pub date: NaiveDate,
    /// Tasks that were open; `None` for days to come.
    pub open: Option<usize>,
    /// Tasks that may still be open by their last days.
    pub planned: usize,
}

/// A plan and how it stands.
#[derive(Debug)]
pub struct Plan {
    /// Its name.
    pub name: Option<String>,
    /// Its file.
    pub path: String,
    /// Its tasks, in their order.
    pub tasks: Vec<Task>,
    /// How the tasks become fewer, by day.
    pub burn_down: Vec<Point>,
}

impl Plan {
    fn of(document: &Document, verdicts: &Verdicts<'_>, report: &Report) -> Self {
        let entries = entries(document, &report.policies);
        let tasks: Vec<Task> =
            entries.into_iter().map(|entry| Task::of(entry, verdicts, report.as_of)).collect();
        let burn_down = burn_down(&tasks, begin(document), report.as_of);
        Plan {
            name: document.name().map(str::to_owned),
            path: document.source.path.clone(),
            tasks,
            burn_down,
        }
    }

    /// The tasks for which something holds.
    pub fn count(&self, holds: impl Fn(&Task) -> bool) -> usize {
        self.tasks.iter().filter(|task| holds(task)).count()
    }

    /// A task is overdue, or says that it is done while its control fails. An open task whose control passes is good
    /// news that the plan does not know yet.
    pub fn is_behind(&self) -> bool {
        let fails = |task: &Task| task.contradiction() == Some(Contradiction::Fails);
        self.tasks.iter().any(|task| task.overdue.is_some() || fails(task))
    }
}

/// The plans among some documents.
pub fn plans(documents: &[&Document], verdicts: &Verdicts<'_>, report: &Report) -> Vec<Plan> {
    documents.iter().map(|document| Plan::of(document, verdicts, report)).collect()
}

/// Writes the state of plans in a format.
pub fn render(plans: &[Plan], report: &Report, format: StatusFormat, style: Style) -> String {
    match format {
        StatusFormat::Human => human::render(plans, report, style),
        StatusFormat::Json => json::render(plans, report),
        StatusFormat::Markdown => markdown::render(plans, report),
    }
}

/// The earliest day that a plan tells of: a review, or a change of it.
fn begin(document: &Document) -> Option<NaiveDate> {
    let spec = At::root(document).get("spec")?;
    let listed = ["stage_reviews", "revisions"].into_iter().flat_map(|key| spec.list(key));
    listed.filter_map(|at| at.day("date")).min()
}

/// From the first day that is known to the last day of a task, today among them. A task that is done without saying when
/// counts as done from today on.
fn burn_down(tasks: &[Task], begin: Option<NaiveDate>, today: NaiveDate) -> Vec<Point> {
    let done = tasks.iter().filter_map(|task| task.done_at);
    let first = begin.into_iter().chain(done).min().unwrap_or(today).min(today);
    let last = tasks.iter().filter_map(|task| task.due).max().unwrap_or(today).max(today);
    let step = ((last - first).num_days() + ROWS - 2) / (ROWS - 1);
    let days = (0..ROWS).filter_map(|row| first.checked_add_days(Days::new((row * step).unsigned_abs())));
    let dates: BTreeSet<NaiveDate> = days.filter(|date| *date < last).chain([today, last]).collect();
    let point = |date: NaiveDate| {
        let is_done = |task: &&Task| task.finished && task.done_at.unwrap_or(today) <= date;
        let open = || tasks.len() - tasks.iter().filter(is_done).count();
        let planned = tasks.iter().filter(|task| task.due.is_none_or(|due| due > date)).count();
        Point { date, open: (date <= today).then(open), planned }
    };
    if tasks.is_empty() { Vec::new() } else { dates.into_iter().map(point).collect() }
}

/// The heading of a plan.
fn title(plan: &Plan, report: &Report, shown: impl Fn(&str) -> String) -> String {
    let none = report.lang.pick("without a name", "（未命名）");
    let (name, path, day) = (shown(plan.name.as_deref().unwrap_or(none)), shown(&plan.path), report.as_of);
    report.lang.pick(format!("Plan {name} in {path} on {day}"), format!("提升方案 {name}（{path}），{day}"))
}

/// The numbers of a plan, in a line.
fn numbers(plan: &Plan, lang: Lang) -> String {
    let (all, done) = (plan.tasks.len(), plan.count(|task| task.finished));
    let overdue = plan.count(|task| task.overdue.is_some());
    let (open, percent) = (all - done, (100 * done).checked_div(all).unwrap_or_default());
    lang.pick(
        format!("{}: {done} done ({percent}%), {open} open, {overdue} of them overdue", counted(all, "task")),
        format!("共 {all} 项任务：已完成 {done} 项（{percent}%），未完成 {open} 项，其中逾期 {overdue} 项"),
    )
}

/// The groups in which tasks are listed, in their order: each with what it is called. A task may stand in several.
fn groups(plan: &Plan, lang: Lang) -> Vec<(&'static str, Vec<&Task>)> {
    type Belongs = fn(&Task) -> bool;
    let groups: [(&str, &str, Belongs); 5] = [
        ("done, but the control fails", "已标为完成，但控制项仍未通过", |task| {
            task.contradiction() == Some(Contradiction::Fails)
        }),
        ("overdue", "已逾期", |task| task.overdue.is_some()),
        (
            "open, but the control passes: `fiducia plan --update` closes it",
            "未完成，但控制项已通过（可用 `fiducia plan --update` 关闭）",
            |task| task.contradiction() == Some(Contradiction::Passes),
        ),
        ("open, and nothing is known of the control", "未完成，且控制项结果未知", |task| {
            !task.finished && task.verdict.is_none_or(|verdict| verdict == Verdict::Unknown)
        }),
        ("open, in time", "未完成，期限内", |task| {
            let known = matches!(task.verdict, Some(Verdict::Fails | Verdict::Accepted));
            !task.finished && task.overdue.is_none() && known
        }),
    ];
    let list = |belongs: Belongs| {
        let mut tasks: Vec<&Task> = plan.tasks.iter().filter(|task| belongs(task)).collect();
        tasks.sort_by_key(|task| (task.due.is_none(), task.due));
        tasks
    };
    let named = groups.into_iter().map(|(en, zh, belongs)| (lang.pick(en, zh), list(belongs)));
    named.filter(|(_, tasks)| !tasks.is_empty()).collect()
}

/// A task in a line.
fn line(task: &Task, lang: Lang, shown: impl Fn(&str) -> String) -> String {
    let none = || lang.pick("none", "无").to_owned();
    let due = task.due.map_or_else(none, |due| due.to_string());
    let owner = task.owner.as_deref().map_or_else(none, &shown);
    let late = task.overdue.map(|days| lang.pick(format!(", late by {days} d"), format!("，逾期 {days} 天")));
    let objective = task.objective.as_deref().map(|text| format!("{}{}", lang.pick(": ", "："), shown(text)));
    let (id, late, objective) = (shown(&task.id), late.unwrap_or_default(), objective.unwrap_or_default());
    let control = task.control.as_deref().map(|control| format!(" {}", shown(control))).unwrap_or_default();
    lang.pick(
        format!("{id}{control}, due {due}{late}, owner {owner}{objective}"),
        format!("{id}{control}，期限 {due}{late}，责任人 {owner}{objective}"),
    )
}
