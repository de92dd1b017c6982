//! `--share`: an assessment without anything that tells whose it is, for exchange between platforms.
//!
//! Nothing of it comes from the documents but results and numbers. Controls that no built-in pack knows are counted and
//! not named, since their ids are the words of whoever wrote them.

use super::partial;
use crate::assess::Assessment;
use crate::assess::control::Control;
use crate::assess::model::profiles;
use crate::assess::number::exact;
use crate::json;
use crate::policy::pack;
use crate::report::Report;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The version of the contract.
const VERSION: u32 = 1;

/// The assessment, anonymised.
pub fn share(assessment: &Assessment, report: &Report) -> String {
    let Assessment { scores, grading, .. } = assessment;
    let public: BTreeSet<&str> = pack::controls().map(|(_, id)| id).collect();
    let (known, own): (Vec<&Control>, Vec<&Control>) =
        assessment.controls.iter().partition(|control| public.contains(control.id.as_str()));
    let profile = assessment.profile.clone().filter(|profile| profiles().contains(profile));
    let builtin = pack::names();
    let loaded = report.policies.packs.keys().filter(|name| builtin.contains(&name.as_str()));
    // Built-in packs are of the version of the program.
    let packs: Map<String, Value> =
        loaded.map(|name| (name.clone(), env!("CARGO_PKG_VERSION").into())).collect();
    let caps: Vec<&str> = grading.caps.iter().map(|cap| cap.grade.name()).collect();
    json::pretty(&json!({
        "version": VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "packs": packs,
        "profile": profile,
        "grade": grading.grade.map(|grade| grade.name()),
        "partial": partial(grading),
        "caps": caps,
        "total_low": number(scores.total.score),
        "total_high": number(scores.total.high),
        "coverage": number(scores.coverage),
        "pass_rate": number(grading.pass_rate),
        "dimensions": scores.dimensions.iter().map(|sum| entry(&sum.key, sum.score)).collect::<Map<_, _>>(),
        "indicators": scores.indicators.iter().map(|one| entry(&one.key, one.score)).collect::<Map<_, _>>(),
        "controls": known.into_iter().map(control).collect::<Vec<_>>(),
        "other_controls": own.len(),
    }))
}

fn number(number: Option<Decimal>) -> Value {
    number.map_or(Value::Null, |number| exact(number).into())
}

fn entry(key: &str, score: Option<Decimal>) -> (String, Value) {
    (key.to_owned(), number(score))
}

fn control(control: &Control) -> Value {
    json!({
        "id": control.id,
        "severity": control.severity.name(),
        "result": control.outcome().name(),
        "credit": exact(control.credit(Decimal::ZERO)),
        "veto": control.veto.map(super::veto),
        "confirmed": control.confirmed,
    })
}
