//! A plan after another run: tasks closed and opened again, and new ones at its end. Nothing else in it changes.

use super::draft::Task;
use super::verdict::{Verdict, Verdicts};
use crate::assess::faults::known_controls;
use crate::assess::task::{Entry, entries};
use crate::document::{Document, Pointer, edit};
use crate::lang::{Lang, both};
use crate::policy::PolicySet;
use crate::problem::{Origin, Problem};
use crate::similar::similar;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What became of a plan.
#[derive(Debug)]
pub struct Updated {
    /// The plan.
    pub document: Document,
    /// Tasks that were closed, by id: their control passes.
    pub closed: Vec<String>,
    /// Tasks that were opened again: their control fails.
    pub reopened: Vec<String>,
    /// Tasks that were added.
    pub added: Vec<String>,
    /// Open tasks that were left: nothing is known of their control, or everything is accepted.
    pub left: Vec<String>,
}

impl Updated {
    /// Something was written.
    pub fn is_changed(&self) -> bool {
        !(self.closed.is_empty() && self.reopened.is_empty() && self.added.is_empty())
    }
}

/// Updates a plan. Where several tasks are about one control, all are closed when it passes; when it fails and none of
/// them is open, the last one is opened again.
///
/// # Errors
/// A task names a control that does not exist, or cannot be changed without changing more than that.
pub fn update(
    plan: Document,
    verdicts: &Verdicts<'_>,
    draft: &[Task],
    policies: &PolicySet,
    (day, lang): (NaiveDate, Lang),
) -> Result<Updated, Vec<Problem>> {
    let changes = Changes::of(&plan, verdicts, policies)?;
    let (mut added, taken) = (Vec::new(), changes.ids);
    let known: Vec<&String> = changes.controls.iter().collect();
    let mut document = plan;
    let set = |document: Document, index: usize, key: &str, value: &str| {
        let pointer: Pointer = ["spec", "tasks", &index.to_string(), key].into_iter().collect();
        edit::set(&document, &pointer, &json!(value)).map_err(|problem| vec![problem])
    };
    for (index, _) in &changes.closed {
        document = set(document, *index, "status", "done")?;
        document = set(document, *index, "done_at", &day.to_string())?;
    }
    // The day on which it was finished stays as a record until it is closed again.
    for (index, _) in &changes.reopened {
        document = set(document, *index, "status", "doing")?;
    }
    for task in draft.iter().filter(|task| !known.contains(&&task.control)) {
        let id = free(&task.id(), &taken);
        let item: Value = task.to_json(&id, lang);
        let tasks: Pointer = ["spec", "tasks"].into_iter().collect();
        document = edit::append(&document, &tasks, &item).map_err(|problem| vec![problem])?;
        added.push(id);
    }
    let ids = |list: Vec<(usize, String)>| list.into_iter().map(|(_, id)| id).collect();
    let (closed, reopened) = (ids(changes.closed), ids(changes.reopened));
    Ok(Updated { document, closed, reopened, added, left: changes.left })
}

/// What is to change in a plan, by number and id of the task.
#[derive(Default)]
struct Changes {
    closed: Vec<(usize, String)>,
    reopened: Vec<(usize, String)>,
    left: Vec<String>,
    ids: Vec<String>,
    controls: Vec<String>,
}

impl Changes {
    fn of(plan: &Document, verdicts: &Verdicts<'_>, policies: &PolicySet) -> Result<Self, Vec<Problem>> {
        let mut changes = Changes::default();
        let mut by_control: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
        let mut problems = Vec::new();
        for entry in entries(plan, policies) {
            changes.ids.push(entry.id.clone());
            let Some(control) = entry.control.clone() else { continue };
            problems.extend(unknown(&entry, &control, verdicts, policies));
            by_control.entry(control).or_default().push(entry);
        }
        for (control, tasks) in by_control {
            changes.decide(&tasks, verdicts.get(&control).map(|judged| judged.verdict));
            changes.controls.push(control);
        }
        changes.closed.sort();
        changes.reopened.sort();
        if problems.is_empty() { Ok(changes) } else { Err(problems) }
    }

    /// What is to become of the tasks of one control.
    fn decide(&mut self, tasks: &[Entry<'_>], verdict: Option<Verdict>) {
        let number = |task: &Entry<'_>| (task.index, task.id.clone());
        let open = tasks.iter().filter(|task| !task.finished);
        match verdict {
            Some(Verdict::Passes) => self.closed.extend(open.map(number)),
            Some(Verdict::Fails) if tasks.iter().all(|task| task.finished) => {
                self.reopened.extend(tasks.last().map(number));
            }
            Some(Verdict::Fails) => {}
            Some(Verdict::Accepted | Verdict::Unknown) | None => {
                self.left.extend(open.map(|task| task.id.clone()));
            }
        }
    }
}

/// A control that neither this run nor any built-in pack has.
pub fn unknown(
    entry: &Entry<'_>,
    control: &str,
    verdicts: &Verdicts<'_>,
    policies: &PolicySet,
) -> Option<Problem> {
    if verdicts.get(control).is_some() || known_controls(&policies.rules).any(|known| known == control) {
        return None;
    }
    let help = match similar(control, known_controls(&policies.rules)) {
        Some(meant) => [format!("did you mean {meant}?"), format!("是否应为 {meant}？")],
        None => [
            "load the policies that have it with `-p`".to_owned(),
            "请用 `-p` 加载包含该控制项的策略".to_owned(),
        ],
    };
    let both = |[en, zh]: [String; 2]| Box::new(both(en, zh));
    let at: Origin = entry.at.get("control_id").map_or_else(|| entry.at.origin(), |at| at.origin());
    let id = &entry.id;
    let message = both([
        format!("task {id:?} is about the control {control:?}, which does not exist"),
        format!("任务“{id}”对应的控制项“{control}”不存在"),
    ]);
    Some(Problem::Plan { at, message, help: both(help) })
}

/// An id that no task has.
fn free(id: &str, taken: &[String]) -> String {
    let numbered = |number: usize| if number == 1 { id.to_owned() } else { format!("{id}-{number}") };
    (1..).map(numbered).find(|id| !taken.contains(id)).unwrap_or_default()
}
