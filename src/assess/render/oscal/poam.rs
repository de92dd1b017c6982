//! `oscal-poam`: the plan of action and milestones of OSCAL. An item and a risk for every control that failed; what the
//! control advises, and the tasks of ImprovementPlan documents for it with their last days, are its remediations.

use super::Writer;
use crate::assess::Assessment;
use crate::assess::control::{Control, Outcome};
use crate::assess::task::Task;
use crate::json;
use crate::report::Report;
use crate::report::oscal::{NAMESPACE, line, markup, metadata, props, time, whole};
use serde_json::{Value, json};

/// The plan as OSCAL.
pub fn render(assessment: &Assessment, report: &Report) -> String {
    let writer = Writer { assessment, report };
    let lang = report.lang;
    let title = lang.pick("Plan of action and milestones", "整改行动计划与里程碑");
    let platform = assessment.record.platform.as_deref();
    let failed: Vec<&Control> = assessment
        .controls
        .iter()
        .filter(|control| matches!(control.outcome(), Outcome::Fail | Outcome::Partial))
        .collect();
    let observed = writer.observations(&failed);
    let related = |control: &Control| -> Vec<Value> {
        let own = observed.get(&control.id).into_iter().flatten();
        own.map(|(uuid, _)| json!({"observation-uuid": uuid})).collect()
    };
    let mut items: Vec<Value> = failed.iter().map(|control| writer.item(control, related(control))).collect();
    let risks: Vec<Value> = failed.iter().map(|control| writer.gap(control, related(control))).collect();
    if items.is_empty() {
        // OSCAL knows no plan without items.
        let nothing =
            lang.pick("No control failed; there is nothing to do", "没有未通过的控制项，无待办事项");
        let uuid = writer.id(&["poam-item", "none"]);
        items.push(json!({"uuid": uuid, "title": markup(nothing), "description": markup(nothing)}));
    }
    let observations: Vec<&Value> = observed.values().flatten().map(|(_, one)| one).collect();
    json::pretty(&json!({
        "plan-of-action-and-milestones": whole(json!({
            "uuid": writer.id(&["plan-of-action-and-milestones"]),
            "metadata": metadata(&format!("{title} {}", platform.unwrap_or_default()), report.as_of),
            "system-id": platform.map(|name| json!({"identifier-type": NAMESPACE, "id": line(name)})),
            "local-definitions": {"components": [writer.tool()]},
            "observations": observations,
            "risks": risks,
            "poam-items": items,
        }))
    }))
}

impl Writer<'_> {
    fn tasks<'t>(&'t self, control: &'t Control) -> impl Iterator<Item = &'t Task> {
        self.assessment.tasks.iter().filter(|task| task.control.as_deref() == Some(control.id.as_str()))
    }

    fn item(&self, control: &Control, related: Vec<Value>) -> Value {
        let description = self.rule(control).map_or("", |rule| rule.description.get(self.report.lang));
        whole(json!({
            "uuid": self.id(&["poam-item", &control.id]),
            "title": markup(&self.title(control)),
            "description": markup(description),
            "props": props([
                ("control", control.id.clone()),
                ("severity", control.severity.name().to_owned()),
                ("result", control.outcome().name().to_owned()),
                ("veto", control.veto.map_or("", super::super::veto).to_owned()),
            ]),
            "related-observations": related,
            "related-risks": [{"risk-uuid": self.id(&["gap", &control.id])}],
        }))
    }

    /// What follows from a control that failed.
    fn gap(&self, control: &Control, related: Vec<Value>) -> Value {
        let advice = self.rule(control).map_or("", |rule| rule.remediation.get(self.report.lang));
        let mut remediations = Vec::new();
        if !advice.is_empty() {
            let uuid = self.id(&["advice", &control.id]);
            remediations.push(json!({
                "uuid": uuid,
                "lifecycle": "recommendation",
                "title": markup(&self.title(control)),
                "description": markup(advice),
            }));
        }
        remediations.extend(self.tasks(control).map(|task| self.response(task)));
        let under_way = self.tasks(control).any(|task| !task.finished);
        let due = self.tasks(control).filter(|task| !task.finished).filter_map(|task| task.due).max();
        let title = self.title(control);
        whole(json!({
            "uuid": self.id(&["gap", &control.id]),
            "title": markup(&title),
            "description": markup(control.outcome().label(self.report.lang)),
            "statement": markup(&title),
            "props": props([("severity", control.severity.name().to_owned())]),
            "status": if under_way { "remediating" } else { "open" },
            "deadline": due.map(time),
            "remediations": remediations,
            "related-observations": related,
        }))
    }

    fn response(&self, task: &Task) -> Value {
        let objective = task.objective.as_deref().unwrap_or(&task.id);
        let owner = task.owner.clone().unwrap_or_default();
        let status = task.status.clone().unwrap_or_default();
        let milestone = whole(json!({
            "uuid": self.id(&["task", &task.plan, &task.id]),
            "type": "milestone",
            "title": markup(&task.id),
            "description": markup(objective),
            "props": props([("owner", owner), ("status", status)]),
            "timing": task.due.map(|due| json!({"on-date": {"date": time(due)}})),
        }));
        json!({
            "uuid": self.id(&["response", &task.plan, &task.id]),
            "lifecycle": if task.finished { "completed" } else { "planned" },
            "title": markup(&task.id),
            "description": markup(objective),
            "tasks": [milestone],
        })
    }
}
