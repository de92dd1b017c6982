//! An assessment as it was saved in JSON, read back: what comparisons and trends look at.

use super::control::Outcome;
use super::effect::{Effect, Figure, decimal};
use super::grade::Grade;
use crate::document::{Document, NodeKind, Pointer};
use crate::lang::both;
use crate::policy::Severity;
use crate::problem::{Origin, Problem};
use chrono::NaiveDate;
use clap::ValueEnum as _;
use rust_decimal::Decimal;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

/// The version of the contract that is read.
const VERSION: u32 = 1;

/// No number of an assessment but money is larger, and sums of many such numbers stay exact.
const LARGEST: i64 = 1_000_000;

/// An assessment of `fiducia assess -f json`.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The file.
    pub path: String,
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// Name of the Assessment document.
    pub name: Option<String>,
    /// The platform.
    pub platform: Option<String>,
    /// The grade; `None` where it was withheld.
    pub grade: Option<Grade>,
    /// What held it down.
    pub caps: Vec<Held>,
    /// Why there was none.
    pub withheld: Vec<String>,
    /// The total, which is the lower end of the interval.
    pub total: Option<Decimal>,
    /// The upper end.
    pub high: Option<Decimal>,
    /// The part of the weight of the controls that is known, from 0 to 1.
    pub coverage: Option<Decimal>,
    /// The dimensions.
    pub dimensions: Vec<Row>,
    /// The sub-indicators.
    pub indicators: Vec<Row>,
    /// The controls.
    pub controls: Vec<Judged>,
    /// What improvements cost and brought.
    pub effects: Vec<Effect>,
    /// What could not be checked.
    pub problems: u64,
}

/// A bound on the grade.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Held {
    /// The best grade that was left.
    #[serde(deserialize_with = "grade")]
    pub grade: Option<Grade>,
    /// Why.
    pub reason: String,
}

/// A dimension or a sub-indicator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: Option<String>,
    /// The dimension that a sub-indicator counts in; empty for a dimension.
    #[serde(default)]
    pub dimension: String,
    /// Its weight.
    #[serde(deserialize_with = "number")]
    pub weight: Option<Decimal>,
    /// Its score.
    #[serde(deserialize_with = "number")]
    pub score: Option<Decimal>,
    /// Its score with what is not known as passed.
    #[serde(deserialize_with = "number")]
    pub high: Option<Decimal>,
    /// What experts made of it.
    #[serde(default, deserialize_with = "number")]
    pub experts: Option<Decimal>,
    /// What was confirmed on site.
    #[serde(default, deserialize_with = "number")]
    pub onsite: Option<Decimal>,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Judged {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// Its sub-indicator.
    pub indicator: String,
    /// Its severity.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// What it counted.
    #[serde(deserialize_with = "number")]
    pub weight: Option<Decimal>,
    /// What became of it.
    #[serde(deserialize_with = "outcome")]
    pub result: Outcome,
    /// The part of its weight that it earned.
    #[serde(deserialize_with = "number")]
    pub credit: Option<Decimal>,
    /// The evidence factor.
    #[serde(deserialize_with = "number")]
    pub evidence: Option<Decimal>,
}

#[derive(Deserialize)]
struct Head {
    as_of: String,
    name: Option<String>,
    platform: Option<String>,
    #[serde(deserialize_with = "grade")]
    grade: Option<Grade>,
    withheld: Vec<String>,
    #[serde(deserialize_with = "number")]
    total: Option<Decimal>,
    #[serde(deserialize_with = "number")]
    total_high: Option<Decimal>,
    #[serde(deserialize_with = "number")]
    coverage: Option<Decimal>,
    problems: u64,
}

/// True for what looks like an assessment and not like a report of findings.
pub fn is_assessment(document: &Document) -> bool {
    ["indicators", "controls"]
        .iter()
        .all(|key| document.resolve(&Pointer::from_iter([*key])).missing.is_empty())
}

/// Reads an assessment of `fiducia assess -f json`.
///
/// # Errors
/// The document is no such assessment, with the place where it is not.
pub fn read(document: &Document) -> Result<Saved, Problem> {
    if value(document, &["tool", "name"]) != Some(env!("CARGO_PKG_NAME").into()) {
        return Err(wrong(
            document,
            &["tool", "name"],
            "this is no assessment of fiducia",
            "不是 fiducia 的评估结果",
        ));
    }
    if value(document, &["version"]) != Some(VERSION.into()) {
        let (en, zh) = (
            format!("this version of assessments is not known; there is version {VERSION}"),
            format!("不支持该版本的评估结果，仅支持版本 {VERSION}"),
        );
        return Err(wrong(document, &["version"], &en, &zh));
    }
    let head: Head = part(document, document.root(), None)?;
    let Ok(as_of) = NaiveDate::parse_from_str(&head.as_of, "%Y-%m-%d") else {
        return Err(wrong(document, &["as_of"], "this is no day (YYYY-MM-DD)", "不是日期（YYYY-MM-DD）"));
    };
    let effects: Vec<Written> = list(document, "effects")?;
    Ok(Saved {
        path: document.source.path.clone(),
        as_of,
        name: head.name,
        platform: head.platform,
        grade: head.grade,
        caps: list(document, "caps")?,
        withheld: head.withheld,
        total: head.total,
        high: head.total_high,
        coverage: head.coverage,
        dimensions: list(document, "dimensions")?,
        indicators: list(document, "indicators")?,
        controls: list(document, "controls")?,
        effects: effects.into_iter().map(Effect::from).collect(),
        problems: head.problems,
    })
}

fn value(document: &Document, steps: &[&str]) -> Option<serde_json::Value> {
    let place = document.resolve(&steps.iter().copied().collect());
    place.missing.is_empty().then(|| document.to_json(place.node))
}

fn list<T: DeserializeOwned>(document: &Document, key: &str) -> Result<Vec<T>, Problem> {
    let place = document.resolve(&Pointer::from_iter([key]));
    match &document.node(place.node).kind {
        NodeKind::Sequence(items) if place.missing.is_empty() => {
            items.iter().map(|item| part(document, *item, None)).collect()
        }
        _ => {
            let (en, zh) = (format!("`{key}` has to be a list"), format!("`{key}` 应为列表"));
            Err(wrong(document, &[key], &en, &zh))
        }
    }
}

fn part<T: DeserializeOwned>(document: &Document, node: u32, key: Option<u32>) -> Result<T, Problem> {
    serde_json::from_value(document.to_json(node)).map_err(|error| {
        let at = Origin::new(&document.source, document.anchor_span(node, key));
        problem(at, &format!("this is no assessment: {error}"), &format!("不是有效的评估结果：{error}"))
    })
}

fn wrong(document: &Document, steps: &[&str], en: &str, zh: &str) -> Problem {
    let place = document.resolve(&steps.iter().copied().collect());
    problem(Origin::new(&document.source, document.anchor_span(place.node, place.key)), en, zh)
}

fn problem(at: Origin, en: &str, zh: &str) -> Problem {
    let help = both("write it with `fiducia assess -f json`", "请用 `fiducia assess -f json` 生成");
    Problem::Assessment { at, message: Box::new(both(en, zh)), help: Box::new(help) }
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let bound = Decimal::from(LARGEST);
    let number = decimal(&text).filter(|number| -bound <= *number && *number <= bound);
    number.map(Some).ok_or_else(|| D::Error::custom(format!("{text:?} is no number of an assessment")))
}

fn grade<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Grade>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    Grade::from_str(&text, false).map(Some).map_err(|_| D::Error::custom(format!("{text:?} is no grade")))
}

fn severity<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
    let text = String::deserialize(from)?;
    Severity::from_name(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is no severity")))
}

fn outcome<'de, D: Deserializer<'de>>(from: D) -> Result<Outcome, D::Error> {
    let text = String::deserialize(from)?;
    let found = Outcome::ALL.into_iter().find(|outcome| outcome.name() == text);
    found.ok_or_else(|| D::Error::custom(format!("{text:?} is no result of a control")))
}

/// An effect as it is saved.
#[derive(Deserialize)]
struct Written {
    name: String,
    from: Option<String>,
    until: Option<String>,
    cost: Option<String>,
    avoided_loss: Option<String>,
    currency: Option<String>,
    basis: Option<String>,
    satisfaction: Pair,
    availability: Pair,
    incidents: Pair,
}

#[derive(Deserialize)]
struct Pair {
    before: Option<String>,
    after: Option<String>,
}

impl From<Pair> for Figure {
    fn from(pair: Pair) -> Figure {
        let number = |text: Option<String>| text.as_deref().and_then(decimal);
        Figure { before: number(pair.before), after: number(pair.after) }
    }
}

impl From<Written> for Effect {
    fn from(written: Written) -> Effect {
        let day = |text: Option<String>| NaiveDate::parse_from_str(&text?, "%Y-%m-%d").ok();
        let number = |text: Option<String>| text.as_deref().and_then(decimal);
        Effect {
            name: written.name,
            from: day(written.from),
            until: day(written.until),
            cost: number(written.cost),
            avoided_loss: number(written.avoided_loss),
            currency: written.currency,
            basis: written.basis,
            satisfaction: written.satisfaction.into(),
            availability: written.availability.into(),
            incidents: written.incidents.into(),
        }
    }
}
