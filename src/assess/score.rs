//! The scores: of sub-indicators, dimensions and the whole.

use super::control::Control;
use super::model::Model;
use super::number::{inside, mean};
use super::record::Expert;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Fewest experts whose scores count.
pub const EXPERTS: usize = 3;

/// What experts made of a sub-indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opinion {
    /// The scores that count, by expert.
    pub scores: Vec<(String, i64)>,
    /// The scores are so far apart that a second round is needed, and not every expert has given one.
    pub open: bool,
    /// `20 * median`; `None` for fewer than three experts or an open second round.
    pub value: Option<Decimal>,
}

/// A sub-indicator.
#[derive(Debug, Clone, Default)]
pub struct Indicator {
    /// Its key.
    pub key: String,
    /// Its weight within its dimension, before what does not apply is left out.
    pub weight: Decimal,
    /// The quantitative part before what was seen on site; `None` if no control applies.
    pub quantitative: Option<Decimal>,
    /// The experts.
    pub opinion: Opinion,
    /// Controls looked at on site, and those of them confirmed.
    pub sampled: (usize, usize),
    /// The part from the site; `None` if nobody looked.
    pub onsite: Option<Decimal>,
    /// The quantitative part that counts: lowered where less than 80% was confirmed.
    pub counted: Option<Decimal>,
    /// The score, with what is not known as 0; `None` if no control applies.
    pub score: Option<Decimal>,
    /// The score with what is not known as 1.
    pub high: Option<Decimal>,
}

/// A dimension, or the whole.
#[derive(Debug, Clone, Default)]
pub struct Sum {
    /// Its key; empty for the whole.
    pub key: String,
    /// Its weight.
    pub weight: Decimal,
    /// The score, with what is not known as 0; `None` where it cannot be given.
    pub score: Option<Decimal>,
    /// The score with what is not known as 1.
    pub high: Option<Decimal>,
}

/// All scores.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// The sub-indicators, in the order of the model.
    pub indicators: Vec<Indicator>,
    /// The dimensions.
    pub dimensions: Vec<Sum>,
    /// The whole; no score if a whole dimension does not apply.
    pub total: Sum,
    /// The weight of the controls that are known, of those that apply, in scope or not, from 0 to 1; `None` if none applies.
    pub coverage: Option<Decimal>,
}

/// Scores what became of controls and what experts said.
pub fn score(model: &Model, controls: &[Control], experts: &[Expert]) -> Scores {
    let mut by_indicator: BTreeMap<&str, Vec<&Control>> = BTreeMap::new();
    for control in controls.iter().filter(|control| control.applies()) {
        by_indicator.entry(&control.indicator).or_default().push(control);
    }
    let indicator = |key: &str| {
        let controls = by_indicator.get(key).map(Vec::as_slice).unwrap_or_default();
        let opinion = opinion(key, experts);
        indicator(key, model.indicator_weight(key), controls, opinion)
    };
    let indicators: Vec<Indicator> = model.indicators.iter().map(|heading| indicator(&heading.key)).collect();
    let dimension = |key: &str| {
        let of = |indicator: &&Indicator| model.dimension_of(&indicator.key) == key;
        let own: Vec<&Indicator> = indicators.iter().filter(of).collect();
        let sum = |score: fn(&Indicator) -> Option<Decimal>| {
            mean(own.iter().filter_map(|own| Some((own.weight, score(own)?))))
        };
        let weight = model.dimension_weight(key);
        Sum { key: key.to_owned(), weight, score: sum(|own| own.score), high: sum(|own| own.high) }
    };
    let dimensions: Vec<Sum> = model.dimensions.iter().map(|heading| dimension(&heading.key)).collect();
    let whole = |score: fn(&Sum) -> Option<Decimal>| {
        let parts: Option<Vec<_>> = dimensions.iter().map(|sum| Some((sum.weight, score(sum)?))).collect();
        mean(parts?.into_iter())
    };
    let total = Sum {
        key: String::new(),
        weight: Decimal::ONE,
        score: whole(|sum| sum.score),
        high: whole(|sum| sum.high),
    };
    Scores { total, coverage: coverage(controls), indicators, dimensions }
}

fn indicator(key: &str, weight: Decimal, controls: &[&Control], opinion: Opinion) -> Indicator {
    let looked_at = |control: &&&Control| control.confirmed.is_some();
    let sampled = controls.iter().filter(looked_at).count();
    // Of what no document tells, nothing can have been confirmed.
    let confirmed = |unknown: bool| {
        let known = |control: &&&Control| unknown || control.is_known();
        controls.iter().filter(known).filter(|control| control.confirmed == Some(true)).count()
    };
    let share = |confirmed: usize| {
        let share = Decimal::from(100 * confirmed as u64).checked_div(Decimal::from(sampled as u64));
        share.map(inside)
    };
    let combined = |unknown: Decimal, onsite: Option<Decimal>| {
        let quantitative = quantitative(controls, unknown)?;
        let counted = lowered(quantitative, onsite);
        let parts = [(6, Some(counted)), (2, opinion.value), (2, onsite)];
        let score =
            mean(parts.into_iter().filter_map(|(tenths, part)| Some((Decimal::new(tenths, 1), part?))))?;
        Some((quantitative, counted, score))
    };
    let onsite = share(confirmed(false));
    let low = combined(Decimal::ZERO, onsite);
    let high = combined(Decimal::ONE, share(confirmed(true)));
    Indicator {
        key: key.to_owned(),
        weight,
        quantitative: low.map(|(quantitative, ..)| quantitative),
        sampled: (sampled, confirmed(false)),
        onsite,
        counted: low.map(|(_, counted, _)| counted),
        score: low.map(|(.., score)| score),
        high: high.map(|(.., score)| score),
        opinion,
    }
}

/// `100 * sum(s * e * r) / sum(s)`.
fn quantitative(controls: &[&Control], unknown: Decimal) -> Option<Decimal> {
    mean(controls.iter().map(|control| (control.weight(), Decimal::ONE_HUNDRED * control.credit(unknown))))
}

fn lowered(quantitative: Decimal, onsite: Option<Decimal>) -> Decimal {
    match onsite.filter(|onsite| *onsite < Decimal::from(80)) {
        Some(onsite) => inside(quantitative * onsite / Decimal::ONE_HUNDRED),
        None => quantitative,
    }
}

/// The median of the scores of independent experts, those of the second round where there was one.
pub fn opinion(key: &str, experts: &[Expert]) -> Opinion {
    let independent: Vec<&Expert> = experts.iter().filter(|expert| expert.independent).collect();
    let round = |scores: fn(&Expert) -> &BTreeMap<String, i64>| -> Vec<(String, i64)> {
        let score = |expert: &&Expert| Some((expert.name.clone(), *scores(expert).get(key)?));
        independent.iter().filter_map(score).collect()
    };
    let first = round(|expert| &expert.first);
    let second = round(|expert| &expert.second);
    let spread = |scores: &[(String, i64)]| {
        let scores = scores.iter().map(|(_, score)| *score);
        scores.clone().max().unwrap_or_default() - scores.min().unwrap_or_default()
    };
    let apart = spread(&first) >= 3;
    let open = apart && second.len() < first.len();
    let scores = if apart && !open { second } else { first };
    let value = (scores.len() >= EXPERTS && !open).then(|| median(&scores) * Decimal::from(20));
    Opinion { scores, open, value }
}

fn median(scores: &[(String, i64)]) -> Decimal {
    let mut sorted: Vec<i64> = scores.iter().map(|(_, score)| *score).collect();
    sorted.sort_unstable();
    let (low, high) = (sorted.get((sorted.len() - 1) / 2), sorted.get(sorted.len() / 2));
    Decimal::new(5 * (low.copied().unwrap_or_default() + high.copied().unwrap_or_default()), 1)
}

fn coverage(controls: &[Control]) -> Option<Decimal> {
    let known = |control: &Control| Decimal::from(u8::from(control.is_known()));
    mean(
        controls.iter().filter(|control| control.applies()).map(|control| (control.weight(), known(control))),
    )
}
