//! The tasks of ImprovementPlan documents, as far as a timeline shows them.

use super::param;
use super::read::At;
use crate::document::Document;
use crate::report::Report;
use chrono::NaiveDate;

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Name of its plan.
    pub plan: String,
    /// Its id.
    pub id: String,
    /// The control that is to pass.
    pub control: Option<String>,
    /// What is to be reached.
    pub objective: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// Last day to finish, the one agreed on last.
    pub due: Option<NaiveDate>,
    /// Its state as written.
    pub status: Option<String>,
    /// The state is one of those of finished work.
    pub finished: bool,
    /// Its last day has passed and it is not finished.
    pub overdue: bool,
}

/// The tasks of the plans of a platform, or of all where none is named, by their last days. What has the wrong shape is
/// left out, and the rule `schema` tells of it.
pub fn tasks(report: &Report, documents: &[Document], platform: Option<&str>) -> Vec<Task> {
    let finished = param::value(&report.policies, "finished_states");
    let own = |root: &At<'_>| {
        let name = root.at(&["metadata", "platform"]);
        platform.is_none_or(|wanted| name.and_then(|at| at.text()).is_none_or(|name| name == wanted))
    };
    let plans = documents.iter().filter(|document| document.top("kind") == Some("ImprovementPlan"));
    let mut tasks = Vec::new();
    for root in plans.map(At::root).filter(own) {
        let plan = root.at(&["metadata", "name"]).and_then(|at| at.text()).unwrap_or_default();
        let listed = root.get("spec").map(|spec| spec.list("tasks")).unwrap_or_default();
        let task = |at: &At<'_>| {
            let status = at.word("status");
            let done = status.as_deref().is_some_and(|status| param::is_finished(&finished, status));
            let due = at.at(&["replan", "due"]).and_then(|at| at.date()).or_else(|| at.day("due"));
            Some(Task {
                plan: plan.to_owned(),
                id: at.word("id")?,
                control: at.word("control_id"),
                objective: at.word("objective"),
                owner: at.word("owner"),
                due,
                status,
                finished: done,
                overdue: !done && due.is_some_and(|due| due < report.as_of),
            })
        };
        tasks.extend(listed.iter().filter_map(task));
    }
    tasks.sort_by(|one, other| (one.due, &one.plan, &one.id).cmp(&(other.due, &other.plan, &other.id)));
    tasks
}
