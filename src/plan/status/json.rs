//! `json`: version 1 of the state of plans.

use super::{Contradiction, Plan, Task};
use crate::json::pretty;
use crate::plan::verdict::Verdict;
use crate::report::Report;
use serde_json::{Value, json};

/// The version of the contract.
const VERSION: u32 = 1;

/// The state of plans for programs.
pub fn render(plans: &[Plan], report: &Report) -> String {
    pretty(&json!({
        "version": VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "as_of": report.as_of.to_string(),
        "plans": plans.iter().map(plan).collect::<Vec<_>>(),
    }))
}

fn plan(plan: &Plan) -> Value {
    let done = plan.count(|task| task.finished);
    let contradicts = |wanted| plan.count(|task| task.contradiction() == Some(wanted));
    json!({
        "name": plan.name,
        "path": plan.path,
        "total": plan.tasks.len(),
        "done": done,
        "open": plan.tasks.len() - done,
        "overdue": plan.count(|task| task.overdue.is_some()),
        "done_but_fails": contradicts(Contradiction::Fails),
        "open_but_passes": contradicts(Contradiction::Passes),
        "tasks": plan.tasks.iter().map(task).collect::<Vec<_>>(),
        "burn_down": plan.burn_down.iter().map(|point| {
            json!({"date": point.date.to_string(), "open": point.open, "planned": point.planned})
        }).collect::<Vec<_>>(),
    })
}

fn task(task: &Task) -> Value {
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Passes => "passes",
        Verdict::Fails => "fails",
        Verdict::Accepted => "accepted",
        Verdict::Unknown => "unknown",
    };
    json!({
        "id": task.id,
        "control": task.control,
        "objective": task.objective,
        "owner": task.owner,
        "priority": task.priority,
        "status": task.status,
        "done": task.finished,
        "due": task.due.map(|due| due.to_string()),
        "done_at": task.done_at.map(|day| day.to_string()),
        "overdue_days": task.overdue,
        "control_now": task.verdict.map(verdict),
        "contradiction": task.contradiction().map(Contradiction::name),
        "line": task.line,
    })
}
