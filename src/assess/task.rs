//! The tasks of ImprovementPlan documents.

use super::param;
use super::read::At;
use crate::document::Document;
use crate::policy::PolicySet;
use crate::report::Report;
use chrono::NaiveDate;

/// A task, as far as a timeline shows it.
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
    let own = |document: &&Document| {
        let name = At::root(document).at(&["metadata", "platform"]).and_then(|at| at.text());
        platform.is_none_or(|wanted| name.is_none_or(|name| name == wanted))
    };
    let plans = documents.iter().filter(|document| document.top("kind") == Some("ImprovementPlan"));
    let task = |plan: &str, entry: Entry<'_>| Task {
        overdue: entry.overdue(report.as_of).is_some(),
        plan: plan.to_owned(),
        id: entry.id,
        control: entry.control,
        objective: entry.objective,
        owner: entry.owner,
        due: entry.due,
        status: entry.status,
        finished: entry.finished,
    };
    let of_plan = |document: &Document| {
        let plan = document.name().unwrap_or_default().to_owned();
        entries(document, &report.policies)
            .into_iter()
            .map(move |entry| task(&plan, entry))
            .collect::<Vec<_>>()
    };
    let mut tasks: Vec<Task> = plans.filter(own).flat_map(of_plan).collect();
    tasks.sort_by(|one, other| (one.due, &one.plan, &one.id).cmp(&(other.due, &other.plan, &other.id)));
    tasks
}

/// A task as it stands in its document.
#[derive(Debug, Clone)]
pub struct Entry<'d> {
    /// Where it stands.
    pub at: At<'d>,
    /// Its number in the list, from 0.
    pub index: usize,
    /// Its id.
    pub id: String,
    /// The control that is to pass.
    pub control: Option<String>,
    /// What is to be reached.
    pub objective: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// Last day to finish: the one that was agreed on last.
    pub due: Option<NaiveDate>,
    /// How urgent it is, as written.
    pub priority: Option<String>,
    /// Its state as written.
    pub status: Option<String>,
    /// Its state is one of those of finished work.
    pub finished: bool,
    /// The day on which it was finished.
    pub done_at: Option<NaiveDate>,
}

impl Entry<'_> {
    /// Days since its last day, where it passed and the task is not finished.
    pub fn overdue(&self, today: NaiveDate) -> Option<i64> {
        let late = (today - self.due?).num_days();
        (late > 0 && !self.finished).then_some(late)
    }
}

/// The tasks of a plan, in their order. What is no task is left out, and rules tell of it.
pub fn entries<'d>(document: &'d Document, policies: &PolicySet) -> Vec<Entry<'d>> {
    let finished = param::value(policies, "finished_states");
    let tasks = At::root(document).get("spec").map(|spec| spec.list("tasks")).unwrap_or_default();
    let entry = |(index, at): (usize, At<'d>)| {
        let status = at.word("status");
        let agreed = at.at(&["replan", "due"]).and_then(|at| at.date());
        Some(Entry {
            index,
            id: at.word("id")?,
            control: at.word("control_id"),
            objective: at.word("objective"),
            owner: at.word("owner"),
            due: agreed.or_else(|| at.day("due")),
            priority: at.word("priority"),
            finished: status.as_deref().is_some_and(|status| param::is_finished(&finished, status)),
            status,
            done_at: at.day("done_at"),
            at,
        })
    };
    tasks.into_iter().enumerate().filter_map(entry).collect()
}
