//! What there is to check with: rules, the clauses that they implement, kinds of documents, parameters and packs,
//! in lists and one by one.

pub mod evidence;
pub mod example;
pub mod explain;
pub mod list;
mod markdown;
pub mod oscal;
pub mod page;
mod table;
pub mod waivers;

use crate::lang::Lang;
use crate::policy::{PolicySet, Rule};
use chrono::NaiveDate;

/// A format of lists and explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// For people: a table, or paragraphs.
    #[value(alias = "table")]
    Human,
    /// For programs.
    Json,
    /// For pages that are kept.
    Markdown,
}

/// Loaded policies, as they are told of on a day and in a language.
#[derive(Clone, Copy)]
pub struct Catalogue<'p> {
    /// The policies.
    pub policies: &'p PolicySet,
    /// The day on which clauses are cited.
    pub as_of: NaiveDate,
    /// The language.
    pub lang: Lang,
}

impl<'p> Catalogue<'p> {
    /// The controls, by id: rules that policies make. What the program checks by itself is none.
    pub fn controls(&self) -> impl Iterator<Item = &'p Rule> {
        self.policies.rules.iter().filter(|rule| rule.is_control())
    }

    /// The controls that implement a clause.
    pub fn implementing(&self, clause: &str) -> impl Iterator<Item = &'p Rule> {
        self.controls().filter(move |rule| rule.clauses.iter().any(|other| other == clause))
    }

    /// The controls that apply to a kind of documents by its name.
    pub fn about(&self, kind: &str) -> impl Iterator<Item = &'p Rule> {
        self.controls().filter(move |rule| rule.applies_to.kinds().contains(&kind))
    }

    /// The controls that implement a clause of a framework.
    pub fn of_framework(&self, key: &str) -> impl Iterator<Item = &'p Rule> {
        let frameworks = &self.policies.frameworks;
        self.controls()
            .filter(move |rule| rule.clauses.iter().any(|clause| frameworks.key_of(clause) == Some(key)))
    }
}

/// Words of `custom` that a rule says about itself: a word, or a list of them.
fn words<'r>(rule: &'r Rule, name: &str) -> Vec<&'r str> {
    match rule.custom.get(name) {
        Some(serde_json::Value::Array(items)) => items.iter().filter_map(serde_json::Value::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}
