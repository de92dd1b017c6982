//! Who does what: people by control, sub-indicator or dimension.

use super::verdict::Verdicts;
use crate::assess::model::{Heading, Model};
use crate::assess::read::At;
use crate::config::Owner;
use crate::document::Document;
use crate::problem::Problem;
use crate::similar::similar;
use std::collections::{BTreeMap, BTreeSet};

/// People by what they own.
#[derive(Debug, Default)]
pub struct Owners(BTreeMap<String, String>);

impl Owners {
    /// From entries, the last of a key counting.
    ///
    /// # Errors
    /// Keys that are no control, sub-indicator or dimension of the run.
    pub fn new(entries: Vec<Owner>, model: &Model, verdicts: &Verdicts<'_>) -> Result<Self, Vec<Problem>> {
        let key = |heading: &'_ Heading| heading.key.clone();
        let mut known: BTreeSet<String> = verdicts.iter().map(|judged| judged.rule.id.clone()).collect();
        known.extend(verdicts.iter().filter_map(|judged| judged.indicator().map(str::to_owned)));
        known.extend(model.indicators.iter().chain(&model.dimensions).map(key));
        let mut owners = Owners::default();
        let mut problems = Vec::new();
        for Owner { key, person, at } in entries {
            if known.contains(&key) {
                owners.0.insert(key, person);
                continue;
            }
            let problem = Problem::refused_at(
                at,
                format!("{key:?} is no control, sub-indicator or dimension of this run"),
                format!("“{key}”不是本次运行中的控制项、二级指标或维度"),
            );
            problems.push(match similar(&key, known.iter().map(String::as_str)) {
                Some(meant) => {
                    problem.with_advice(format!("did you mean {meant:?}?"), format!("是否想写“{meant}”？"))
                }
                None => problem,
            });
        }
        if problems.is_empty() { Ok(owners) } else { Err(problems) }
    }

    /// Who owns a control: by its id, else by its sub-indicator, else by its dimension.
    pub fn of(&self, control: &str, indicator: Option<&str>) -> Option<&str> {
        let dimension = indicator.and_then(|indicator| indicator.split('.').next());
        [Some(control), indicator, dimension]
            .into_iter()
            .flatten()
            .find_map(|key| Some(self.0.get(key)?.as_str()))
    }
}

/// Reads a file of owners: one mapping from keys to people.
///
/// # Errors
/// It is no mapping, or someone is no text.
pub fn read(document: &Document) -> Result<Vec<Owner>, Vec<Problem>> {
    let root = At::root(document);
    let wrong = |at: &At<'_>, en: &str, zh: &str| Problem::refused_at(at.anchor(), en, zh);
    if !root.json().is_object() {
        return Err(vec![wrong(
            &root,
            "owners are a mapping: a control, sub-indicator or dimension to a person",
            "责任人应写成映射：由控制项、二级指标或维度对应到人",
        )]);
    }
    let (mut owners, mut problems) = (Vec::new(), Vec::new());
    for (key, at) in root.entries() {
        match at.text() {
            Some(person) => owners.push(Owner { key, person: person.to_owned(), at: at.anchor() }),
            None => problems.push(wrong(&at, "an owner is the name of a person", "责任人应为人员姓名")),
        }
    }
    if problems.is_empty() { Ok(owners) } else { Err(problems) }
}
