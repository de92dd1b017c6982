//! The steps of an assessment, and the assessments that are due.

use crate::assess::Assessment;
use crate::assess::cycle::Due;
use crate::assess::process::Step;
use crate::lang::Lang;
use crate::report::excerpt::clean;
use serde_json::{Value, json};

/// Lines for people: a step or an assessment that is due each, and what is missing below it.
pub fn lines(assessment: &Assessment, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for step in &assessment.steps {
        lines.push(format!("{}{}{}", clean(step.name.get(lang)), lang.pick(": ", "："), state(step, lang)));
        let lacks = lang.pick("  it needs ", "  尚需：");
        lines.extend(step.missing.iter().map(|missing| format!("{lacks}{}", clean(missing.get(lang)))));
    }
    lines.extend(assessment.due.iter().map(|due| due_line(due, lang)));
    lines
}

fn state(step: &Step, lang: Lang) -> String {
    let state = step.state.label(lang);
    let closed = step.closed.map(|day| format!(" {day}")).unwrap_or_default();
    let told = format!("{state}{closed}");
    if step.contradicts() {
        told + lang.pick(", though something is missing", "，但仍有缺项")
    } else {
        told
    }
}

fn due_line(due: &Due, lang: Lang) -> String {
    let (what, day) = (clean(due.what.get(lang)), due.day);
    match due.overdue {
        true => lang.pick(format!("{what}: was due on {day}"), format!("{what}：应于 {day} 前完成，已逾期")),
        false => lang.pick(format!("{what}: due on {day}"), format!("{what}：应于 {day} 前完成")),
    }
}

/// The steps for programs.
pub fn steps(assessment: &Assessment, lang: Lang) -> Value {
    let step = |step: &Step| {
        let missing: Vec<&str> = step.missing.iter().map(|missing| missing.get(lang)).collect();
        let closed = step.closed.map(|day| day.to_string());
        json!({"step": step.key, "state": step.state.name(), "closed": closed, "missing": missing})
    };
    assessment.steps.iter().map(step).collect()
}

/// What is due, for programs.
pub fn due(assessment: &Assessment) -> Value {
    let due = |due: &Due| {
        let occasion = if due.trigger.is_some() { "special" } else { "regular" };
        json!({"occasion": occasion, "trigger": due.trigger, "day": due.day.to_string(), "overdue": due.overdue})
    };
    assessment.due.iter().map(due).collect()
}
