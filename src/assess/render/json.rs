//! `json`: version 1 of the assessment. Numbers that were reckoned are decimal text with four places.

use super::{conclusion, partial, process};
use crate::assess::Assessment;
use crate::assess::ahp::Weights;
use crate::assess::control::{Control, Veto};
use crate::assess::effect::{Effect, Figure};
use crate::assess::evidence::{Evidence, Kind};
use crate::assess::number::exact;
use crate::assess::score::{Indicator, Sum};
use crate::json;
use crate::report::Report;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// The version of the contract.
const VERSION: u32 = 1;

/// The assessment as JSON.
pub fn render(assessment: &Assessment, report: &Report) -> String {
    let Assessment { record, scores, grading, .. } = assessment;
    let lang = report.lang;
    let texts = |messages: Vec<&crate::lang::Message>| -> Vec<String> {
        messages.into_iter().map(|message| message.get(lang).to_owned()).collect()
    };
    let caps: Vec<Value> = grading
        .caps
        .iter()
        .map(|cap| json!({"grade": cap.grade.name(), "reason": cap.reason.get(lang)}))
        .collect();
    let document = json!({
        "version": VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "as_of": report.as_of.to_string(),
        "name": record.name,
        "platform": record.platform,
        "grade": grading.grade.map(|grade| grade.name()),
        "partial": partial(grading),
        "grade_by_total": grading.by_total.map(|grade| grade.name()),
        "caps": caps,
        "withheld": texts(grading.withheld.iter().collect()),
        "total": number(scores.total.score),
        "total_low": number(scores.total.score),
        "total_high": number(scores.total.high),
        "coverage": number(scores.coverage),
        "pass_rate": number(grading.pass_rate),
        "word_2025": grading.word.map(|word| word.get(lang)),
        "vetoes": vetoes(&assessment.controls),
        "dimensions": scores.dimensions.iter().map(|sum| dimension(assessment, report, sum)).collect::<Vec<_>>(),
        "indicators": scores.indicators.iter().map(|one| indicator(assessment, report, one)).collect::<Vec<_>>(),
        "controls": assessment.controls.iter().map(|one| control(report, one)).collect::<Vec<_>>(),
        "process": process::steps(assessment, lang),
        "due": process::due(assessment),
        "conclusion": conclusion::json(assessment, report),
        "evidence": record.evidence.iter().map(evidence_entry).collect::<Vec<_>>(),
        "weights": assessment.model.weights.values().map(weights).collect::<Vec<_>>(),
        "effects": assessment.effects.iter().map(effect).collect::<Vec<_>>(),
        "problems": crate::problem::count(&report.problems),
    });
    json::pretty(&document)
}

fn number(number: Option<Decimal>) -> Value {
    number.map_or(Value::Null, |number| exact(number).into())
}

fn vetoes(controls: &[Control]) -> Vec<Value> {
    let veto = |control: &Control| {
        let compensated = control.veto? == Veto::Compensated;
        Some(json!({"control": control.id, "compensated": compensated}))
    };
    controls.iter().filter_map(veto).collect()
}

fn dimension(assessment: &Assessment, report: &Report, sum: &Sum) -> Value {
    let heading = assessment.model.dimensions.iter().find(|heading| heading.key == sum.key);
    json!({
        "key": sum.key,
        "title": heading.map(|heading| heading.title.get(report.lang)),
        "weight": exact(sum.weight),
        "score": number(sum.score),
        "high": number(sum.high),
    })
}

fn indicator(assessment: &Assessment, report: &Report, one: &Indicator) -> Value {
    let heading = assessment.model.indicators.iter().find(|heading| heading.key == one.key);
    let scores: Map<String, Value> =
        one.opinion.scores.iter().map(|(expert, score)| (expert.clone(), (*score).into())).collect();
    json!({
        "key": one.key,
        "title": heading.map(|heading| heading.title.get(report.lang)),
        "dimension": assessment.model.dimension_of(&one.key),
        "weight": exact(one.weight),
        "score": number(one.score),
        "high": number(one.high),
        "quantitative": number(one.quantitative),
        "quantitative_counted": number(one.counted),
        "experts": number(one.opinion.value),
        "expert_scores": scores,
        "second_round_needed": one.opinion.open,
        "onsite": number(one.onsite),
        "sampled": one.sampled.0,
        "confirmed": one.sampled.1,
    })
}

fn control(report: &Report, one: &Control) -> Value {
    let title = report.policies.rules.iter().find(|rule| rule.id == one.id);
    let fingerprints = |findings: &[usize]| -> Vec<&str> {
        findings.iter().filter_map(|at| Some(report.findings.get(*at)?.fingerprint.as_str())).collect()
    };
    json!({
        "id": one.id,
        "title": title.map(|rule| rule.title.get(report.lang)),
        "indicator": one.indicator,
        "severity": one.severity.name(),
        "weight": exact(one.weight()),
        "result": one.outcome().name(),
        "credit": exact(one.credit(Decimal::ZERO)),
        "evidence": exact(one.evidence),
        "evidence_basis": one.basis.name(),
        "collected": {
            "agree": one.collected.agree,
            "contradict": one.collected.contradict,
            "findings": fingerprints(&one.collected.findings),
        },
        "checks": one.checks,
        "failed_checks": one.failed,
        "veto": one.veto.map(super::veto),
        "confirmed": one.confirmed,
        "findings": fingerprints(&one.findings),
    })
}

/// A piece of evidence.
pub fn evidence_entry(one: &Evidence) -> Value {
    let doubts: Vec<&str> = one.doubts.iter().map(|doubt| doubt.name()).collect();
    json!({
        "control": one.control,
        "kind": one.kind.map(Kind::name),
        "file": one.file,
        "sha256": one.sha256,
        "collector": one.collector,
        "owner": one.owner,
        "collected_at": one.collected_at.map(|day| day.to_string()),
        "factor": number(one.factor),
        "doubts": doubts,
        "location": one.at.line(),
    })
}

fn effect(effect: &Effect) -> Value {
    let written = |number: Option<Decimal>| number.map_or(Value::Null, |number| number.to_string().into());
    let figure = |figure: Figure| json!({"before": written(figure.before), "after": written(figure.after)});
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    json!({
        "name": effect.name,
        "from": day(effect.from),
        "until": day(effect.until),
        "cost": written(effect.cost),
        "avoided_loss": written(effect.avoided_loss),
        "currency": effect.currency,
        "roi": number(effect.roi()),
        "basis": effect.basis,
        "satisfaction": figure(effect.satisfaction),
        "availability": figure(effect.availability),
        "incidents": figure(effect.incidents),
    })
}

fn weights(weights: &Weights) -> Value {
    let each: Map<String, Value> = weights
        .names
        .iter()
        .zip(&weights.weights)
        .map(|(name, weight)| (name.clone(), exact(*weight).into()))
        .collect();
    json!({
        "group": weights.group,
        "weights": each,
        "lambda_max": exact(weights.lambda_max),
        "consistency_index": exact(weights.ci),
        "consistency_ratio": exact(weights.cr),
        "reason": weights.reason,
    })
}
