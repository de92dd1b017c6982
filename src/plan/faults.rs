//! What is wrong with the tasks of a plan.

use crate::assess::task::entries;
use crate::document::{Document, Place};
use crate::kind::Fault;
use crate::lang::{Message, both};
use crate::policy::PolicySet;
use crate::problem::{Origin, Problem};
use std::collections::BTreeMap;

/// Why a plan must not be changed: it breaks its schema, or two of its tasks have one id.
pub fn broken(document: &Document, policies: &PolicySet) -> Vec<Problem> {
    let problem = |at: Origin, message: Message| {
        let help = both("correct the plan first; nothing was written", "请先更正方案；未写入任何内容");
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
        twice.push((at, both(en, zh)));
    }
    twice
}
