//! Two assessments for machines. `schema/assessment-comparison-v1.json` describes it.

use super::{Assessments, Moved, Reasons, Step};
use crate::assess::effect::{Effect, Figure};
use crate::assess::number::exact;
use crate::assess::saved::Saved;
use crate::json;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The comparison as JSON.
pub fn render(comparison: &Assessments) -> String {
    let document = json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "compares": "assessments",
        "before": side(&comparison.before),
        "after": side(&comparison.after),
        "total": step(&comparison.total),
        "dimensions": comparison.dimensions.iter().map(step).collect::<Vec<_>>(),
        "indicators": comparison.indicators.iter().map(reasons).collect::<Vec<_>>(),
        "effects": comparison.after.effects.iter().map(effect).collect::<Vec<_>>(),
        "exit_code": comparison.exit_code(),
    });
    json::pretty(&document)
}

/// What there is of one assessment.
pub fn side(saved: &Saved) -> Value {
    json!({
        "path": saved.path,
        "as_of": saved.as_of.to_string(),
        "name": saved.name,
        "platform": saved.platform,
        "grade": saved.grade.map(|grade| grade.name()),
        "total_low": number(saved.total),
        "total_high": number(saved.high),
        "coverage": number(saved.coverage),
        "problems": saved.problems,
    })
}

fn number(number: Option<Decimal>) -> Value {
    number.map_or(Value::Null, |number| exact(number).into())
}

fn step(step: &Step) -> Value {
    let ends = |(low, high)| json!({"low": number(low), "high": number(high)});
    json!({
        "key": step.key,
        "title": step.title,
        "before": ends(step.before),
        "after": ends(step.after),
        "change": number(step.change()),
    })
}

fn reasons(reasons: &Reasons) -> Value {
    let mut value = step(&reasons.step);
    value["change_of_total"] = exact(reasons.of_total).into();
    value["controls"] = reasons.controls.iter().map(control).collect();
    value["experts"] = exact(reasons.experts).into();
    value["onsite"] = exact(reasons.onsite).into();
    value["rest"] = exact(reasons.rest).into();
    value
}

fn control(moved: &Moved) -> Value {
    json!({
        "id": moved.id,
        "title": moved.title,
        "severity": moved.severity.name(),
        "before": moved.before.map(|outcome| outcome.name()),
        "after": moved.after.map(|outcome| outcome.name()),
        "evidence_before": number(moved.evidence.0),
        "evidence_after": number(moved.evidence.1),
        "change": exact(moved.points),
        "change_of_total": exact(moved.of_total),
    })
}

fn effect(effect: &Effect) -> Value {
    let written = |number: Option<Decimal>| number.map(|number| number.to_string());
    let figure = |figure: Figure| {
        let (before, after) = (written(figure.before), written(figure.after));
        json!({"before": before, "after": after, "change": written(figure.change())})
    };
    json!({
        "name": effect.name,
        "satisfaction": figure(effect.satisfaction),
        "availability": figure(effect.availability),
        "incidents": figure(effect.incidents),
        "cost": written(effect.cost),
        "avoided_loss": written(effect.avoided_loss),
        "currency": effect.currency,
        "roi": number(effect.roi()),
        "basis": effect.basis,
    })
}
