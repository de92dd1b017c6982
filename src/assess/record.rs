//! What an Assessment document adds to what the rules found: experts, what was seen on site, measures, scope.

use super::evidence::Evidence;
use super::read::At;
use crate::document::Document;
use crate::problem::Origin;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What an Assessment document says.
#[derive(Debug, Default)]
pub struct Record {
    /// Its name.
    pub name: Option<String>,
    /// The platform that it is about.
    pub platform: Option<String>,
    /// Sub-indicators that are assessed; all where it is empty.
    pub scope: BTreeSet<String>,
    /// The experts, one for each name.
    pub experts: Vec<Expert>,
    /// Controls that were looked at on site: whether the result was confirmed.
    pub samples: BTreeMap<String, bool>,
    /// What results rest on.
    pub evidence: Vec<Evidence>,
    /// Measures that stand in for failed controls.
    pub measures: Vec<Measure>,
    /// Where it stands; `None` if there is no such document.
    pub at: Option<Origin>,
}

/// An expert and what the expert judged.
#[derive(Debug, Clone)]
pub struct Expert {
    /// Name.
    pub name: String,
    /// Whether the expert has no part in what is assessed; the others do not count.
    pub independent: bool,
    /// Scores of the first round by sub-indicator.
    pub first: BTreeMap<String, i64>,
    /// Scores of the second round.
    pub second: BTreeMap<String, i64>,
}

/// A measure that stands in for a failed control.
#[derive(Debug, Clone)]
pub struct Measure {
    /// The control.
    pub control: String,
    /// First and last day on which it counts; `None` for one that nobody accepted, or that does not say so.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl Measure {
    /// True if it was accepted and holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.days.is_some_and(|(from, until)| from <= day && day <= until)
    }
}

impl Record {
    /// Reads an Assessment document. What has the wrong shape is left out, and the rule `schema` tells of it.
    pub fn read(document: &Document) -> Record {
        let root = At::root(document);
        let word = |keys: &[&str]| root.at(keys).and_then(|at| at.text().map(str::to_owned));
        let mut record = Record {
            name: word(&["metadata", "name"]),
            platform: word(&["metadata", "platform"]),
            at: Some(root.anchor()),
            ..Record::default()
        };
        let Some(spec) = root.get("spec") else { return record };
        let listed = spec.at(&["scope", "indicators"]).map(|list| list.items()).unwrap_or_default();
        record.scope = listed.iter().filter_map(|item| item.text().map(str::to_owned)).collect();
        record.experts = experts(&spec);
        record.samples = samples(&spec);
        record.evidence = spec.list("evidence").iter().filter_map(Evidence::read).collect();
        record.measures = spec.list("compensating_measures").iter().filter_map(measure).collect();
        record
    }
}

/// One name counts once.
fn experts(spec: &At<'_>) -> Vec<Expert> {
    let mut names = BTreeSet::new();
    let expert = |at: &At<'_>| {
        let name = at.word("name")?;
        names.insert(name.to_lowercase()).then(|| Expert {
            name,
            independent: at.get("independent").is_some_and(|at| at.is_true()),
            first: scores(at.get("scores")),
            second: scores(at.get("second_round")),
        })
    };
    spec.list("experts").iter().filter_map(expert).collect()
}

/// Scores on the scale; others are no scores.
fn scores(at: Option<At<'_>>) -> BTreeMap<String, i64> {
    let entries = at.map(|at| at.entries()).unwrap_or_default();
    let score = |(key, at): (String, At<'_>)| Some((key, at.get("score")?.int()?));
    entries.into_iter().filter_map(score).filter(|(_, score)| (0..=5).contains(score)).collect()
}

/// A control that was disproved once is disproved.
fn samples(spec: &At<'_>) -> BTreeMap<String, bool> {
    let mut samples = BTreeMap::new();
    let list = spec.at(&["onsite", "samples"]).map(|list| list.items()).unwrap_or_default();
    for at in list {
        let confirmed = match at.word("result").as_deref() {
            Some("confirmed") => true,
            Some("disproved") => false,
            _ => continue,
        };
        if let Some(control) = at.word("control") {
            let known = samples.entry(control).or_insert(confirmed);
            *known = *known && confirmed;
        }
    }
    samples
}

fn measure(at: &At<'_>) -> Option<Measure> {
    let stated = at.word("measure").and(at.word("accepted_by"));
    let days = stated.and_then(|_| Some((at.day("accepted_at")?, at.day("expires")?)));
    Some(Measure { control: at.word("control")?, days })
}
