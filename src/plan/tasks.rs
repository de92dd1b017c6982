//! The tasks of a plan as they stand in its document.

use crate::assess::param;
use crate::assess::read::At;
use crate::document::{Document, Place};
use crate::lang::{Lang, Message};
use crate::policy::PolicySet;
use crate::policy::kind::Fault;
use crate::problem::{Origin, Problem};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A task of a plan.
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

/// Why a plan must not be changed: it breaks its schema, or two of its tasks have one id.
pub fn broken(document: &Document, policies: &PolicySet) -> Vec<Problem> {
    let problem = |at: Origin, message: Message| {
        let (en, zh) = ("correct the plan first; nothing was written", "请先更正方案；未写入任何内容");
        let help = Message::from(en).with(Lang::En, en).with(Lang::Zh, zh);
        Problem::Plan { at, message: Box::new(message), help: Box::new(help) }
    };
    let faults = match policies.kinds.judge(document) {
        // The pack that describes plans is not loaded.
        None => Vec::new(),
        Some(Err(wrong)) => return vec![wrong],
        Some(Ok(faults)) => faults,
    };
    let fault = |fault: &Fault| {
        let Place { node, key, .. } = fault.place;
        let span = match fault.what.about_key() {
            true => document.anchor_span(node, key),
            false => document.value_span(node, key),
        };
        problem(Origin::new(&document.source, span), fault.message())
    };
    let mut problems: Vec<Problem> = faults.iter().map(fault).collect();
    problems.extend(twice(document, policies).into_iter().map(|(at, message)| problem(at, message)));
    problems
}

/// The second of two tasks with one id.
fn twice(document: &Document, policies: &PolicySet) -> Vec<(Origin, Message)> {
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    let mut twice = Vec::new();
    for entry in entries(document, policies) {
        let Some(at) = entry.at.get("id").map(|at| at.origin()) else { continue };
        let Some(first) = seen.get(&entry.id) else {
            seen.insert(entry.id, at);
            continue;
        };
        let (id, line) = (&entry.id, first.line());
        let en = format!("task {id:?} stands twice; the first is at {line}");
        let zh = format!("任务“{id}”重复，首次出现于 {line}");
        twice.push((at, Message::from(en.as_str()).with(Lang::En, en.as_str()).with(Lang::Zh, zh)));
    }
    twice
}
