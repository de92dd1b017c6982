//! What became of scores between two assessments, and which controls moved them.
//!
//! The score of a sub-indicator is a sum: a share for each control, one for the experts, one for what was seen on site.
//! What each of them changed is the difference of its shares, so that the differences add up to that of the score. The
//! same holds for the total, whose shares are those of the sub-indicators times their weights.

pub mod human;
pub mod json;
pub mod markdown;

use crate::assess::control::Outcome;
use crate::assess::number::inside;
use crate::assess::saved::{Judged, Row, Saved};
use crate::config::FailOn;
use crate::lang::Lang;
use crate::policy::Severity;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A number before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its key; empty for the total.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The dimension that a sub-indicator counts in after, or before where it is no more.
    pub dimension: String,
    /// Lower and upper end before.
    pub before: (Option<Decimal>, Option<Decimal>),
    /// Lower and upper end after.
    pub after: (Option<Decimal>, Option<Decimal>),
}

impl Step {
    /// How much the score rose.
    pub fn change(&self) -> Option<Decimal> {
        Some(self.after.0? - self.before.0?)
    }
}

/// A control whose result, weight or credit changed.
#[derive(Debug, Clone)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its severity after, or before where it is no more.
    pub severity: Severity,
    /// What became of it before; `None` if it was no part of that assessment.
    pub before: Option<Outcome>,
    /// What became of it after.
    pub after: Option<Outcome>,
    /// The evidence factor before and after.
    pub evidence: (Option<Decimal>, Option<Decimal>),
    /// What it adds to the change of its sub-indicator, in points of it.
    pub points: Decimal,
    /// What it adds to the change of the total.
    pub of_total: Decimal,
}

impl Moved {
    /// True if it is known to be worse than before, or is not known any more.
    fn is_worse(&self) -> bool {
        let rank = |outcome: Option<Outcome>| match outcome {
            None | Some(Outcome::Pass | Outcome::NotApplicable) => 2,
            Some(Outcome::Partial) => 1,
            Some(Outcome::Fail | Outcome::Unknown | Outcome::OutOfScope) => 0,
        };
        rank(self.after) < rank(self.before)
    }
}

/// Why a sub-indicator changed.
#[derive(Debug, Clone)]
pub struct Reasons {
    /// The sub-indicator.
    pub step: Step,
    /// What it adds to the change of the total.
    pub of_total: Decimal,
    /// The controls that changed, those that moved it most first.
    pub controls: Vec<Moved>,
    /// What the experts add.
    pub experts: Decimal,
    /// What was seen on site adds.
    pub onsite: Decimal,
    /// What is left: the shares of the other controls, which change with what else counts, and rounding.
    pub rest: Decimal,
}

impl Reasons {
    /// True if there is something to tell.
    pub fn is_told(&self) -> bool {
        !self.controls.is_empty() || self.step.before.0 != self.step.after.0
    }
}

/// Two assessments beside each other.
#[derive(Debug)]
pub struct Assessments {
    /// The first one.
    pub before: Saved,
    /// The second one.
    pub after: Saved,
    /// The total.
    pub total: Step,
    /// The dimensions.
    pub dimensions: Vec<Step>,
    /// The sub-indicators.
    pub indicators: Vec<Reasons>,
    /// When the comparison fails.
    pub fail_on: FailOn,
}

impl Assessments {
    /// Sets two assessments side by side.
    pub fn new(before: Saved, after: Saved, fail_on: FailOn) -> Assessments {
        let total = Step {
            key: String::new(),
            title: String::new(),
            dimension: String::new(),
            before: (before.total, before.high),
            after: (after.total, after.high),
        };
        let (was, is) = (Shares::new(&before), Shares::new(&after));
        let indicators = steps(&before.indicators, &after.indicators);
        let indicators = indicators.into_iter().map(|step| reasons(step, &was, &is)).collect();
        let dimensions = steps(&before.dimensions, &after.dimensions);
        Assessments { total, dimensions, indicators, before, after, fail_on }
    }

    /// 2 if the second assessment could not check everything, else 1 if a control at or above `fail_on` is worse than
    /// before, else 0.
    pub fn exit_code(&self) -> u8 {
        if self.after.problems > 0 {
            return 2;
        }
        let fails = |moved: &Moved| match self.fail_on {
            FailOn::Never => false,
            FailOn::Severity(severity) => moved.is_worse() && moved.severity >= severity,
        };
        u8::from(self.indicators.iter().flat_map(|reasons| &reasons.controls).any(fails))
    }

    /// What to know before one relies on the numbers.
    pub fn notes(&self, lang: Lang) -> Vec<String> {
        let mut notes = Vec::new();
        for (side, name) in [(&self.before, "BEFORE"), (&self.after, "AFTER")] {
            if side.problems > 0 {
                let count = side.problems;
                notes.push(lang.pick(
                    format!("{name} could not check everything (problems: {count}), so its scores are not reliable"),
                    format!("{name} 未能全部检查（{count} 个问题），其得分不可靠"),
                ));
            }
        }
        if self.before.platform != self.after.platform {
            notes.push(
                lang.pick(
                    "the two are of different platforms, so the difference is no effect of an improvement",
                    "两次评估的平台不同，其差异不能视为改进成效",
                )
                .to_owned(),
            );
        }
        let keys =
            |saved: &Saved| saved.dimensions.iter().map(|row| row.key.clone()).collect::<BTreeSet<_>>();
        if keys(&self.before) != keys(&self.after) {
            notes.push(
                lang.pick(
                    "the two have different dimensions (`--dimensions`), so totals and dimensions do not compare",
                    "两次评估的维度不同（`--dimensions`），总分和各维度得分不可比",
                )
                .to_owned(),
            );
        }
        if self.after.as_of < self.before.as_of {
            notes.push(lang.pick("AFTER is the older of the two", "AFTER 的日期早于 BEFORE").to_owned());
        }
        notes
    }
}

/// What each part adds to the scores of one assessment.
#[derive(Default)]
struct Shares<'s> {
    /// The controls by sub-indicator and id.
    controls: BTreeMap<&'s str, BTreeMap<&'s str, &'s Judged>>,
    /// Points of the sub-indicator by control.
    points: BTreeMap<&'s str, Decimal>,
    /// Points that experts and visits add, by sub-indicator.
    methods: BTreeMap<&'s str, (Decimal, Decimal)>,
    /// The weight in the total by sub-indicator.
    weights: BTreeMap<&'s str, Decimal>,
}

impl<'s> Shares<'s> {
    fn new(saved: &'s Saved) -> Shares<'s> {
        let mut shares = Shares { weights: weights(saved), ..Shares::default() };
        for one in &saved.controls {
            shares.controls.entry(&one.indicator).or_default().insert(&one.id, one);
        }
        for row in saved.indicators.iter().filter(|row| row.score.is_some()) {
            shares.add(row);
        }
        shares
    }

    fn add(&mut self, row: &'s Row) {
        let tenths = |part: Option<Decimal>| if part.is_some() { 2 } else { 0 };
        let whole = Decimal::from(6 + tenths(row.experts) + tenths(row.onsite));
        let part = |tenths: i64, points: Decimal| Decimal::from(tenths) * points / whole;
        let lowered = row.onsite.filter(|onsite| *onsite < Decimal::from(80));
        let factor = lowered.unwrap_or(Decimal::ONE_HUNDRED);
        let own = self.controls.get(row.key.as_str()).into_iter().flat_map(|own| own.values());
        let own: Vec<&Judged> = own.copied().filter(|one| one.result != Outcome::NotApplicable).collect();
        let sum: Decimal = own.iter().filter_map(|one| one.weight).sum();
        for one in own {
            let earned = one.weight.unwrap_or_default() * one.credit.unwrap_or_default() * factor;
            self.points.insert(&one.id, part(6, earned.checked_div(sum).unwrap_or_default()));
        }
        let given = |points: Option<Decimal>| part(2, points.unwrap_or_default());
        self.methods.insert(&row.key, (given(row.experts), given(row.onsite)));
    }

    fn weight(&self, key: &str) -> Decimal {
        self.weights.get(key).copied().unwrap_or_default()
    }

    fn points(&self, id: &str) -> Decimal {
        self.points.get(id).copied().unwrap_or_default()
    }

    fn control(&self, indicator: &str, id: &str) -> Option<&'s Judged> {
        self.controls.get(indicator)?.get(id).copied()
    }

    fn ids(&self, indicator: &str) -> impl Iterator<Item = &'s str> {
        self.controls.get(indicator).into_iter().flat_map(|own| own.keys().copied())
    }
}

/// The weight of each sub-indicator in the total, what does not apply left out.
fn weights(saved: &Saved) -> BTreeMap<&str, Decimal> {
    let weight = |row: &Row| row.score.and(row.weight).unwrap_or_default();
    let own: BTreeMap<&str, Decimal> =
        saved.dimensions.iter().map(|row| (row.key.as_str(), weight(row))).collect();
    let all: Decimal = own.values().sum();
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for row in &saved.indicators {
        *sums.entry(&row.dimension).or_default() += weight(row);
    }
    let share = |row: &Row| {
        let key = row.dimension.as_str();
        let part = own.get(key)? * weight(row);
        part.checked_div(sums.get(key)? * all)
    };
    let shares = saved.indicators.iter().map(|row| (row.key.as_str(), share(row).unwrap_or_default()));
    shares.collect()
}

/// Rows of both, in the order of the second one.
fn steps(before: &[Row], after: &[Row]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, is_after) in after.iter().map(|row| (row, true)).chain(before.iter().map(|row| (row, false))) {
        let index = *at.entry(&row.key).or_insert(steps.len());
        if index == steps.len() {
            let (key, title) = (row.key.clone(), row.title.clone().unwrap_or_default());
            let dimension = row.dimension.clone();
            steps.push(Step { key, title, dimension, before: (None, None), after: (None, None) });
        }
        let ends = if is_after { &mut steps[index].after } else { &mut steps[index].before };
        *ends = (row.score, row.high);
    }
    steps
}

fn reasons(step: Step, was: &Shares, is: &Shares) -> Reasons {
    let key = step.key.as_str();
    let (then, now) = (was.weight(key), is.weight(key));
    let ids: BTreeSet<&str> = was.ids(key).chain(is.ids(key)).collect();
    let mut moved: Vec<Moved> = ids.into_iter().filter_map(|id| moved(id, key, was, is)).collect();
    moved.sort_by(|one, other| {
        (other.points.abs(), other.severity, &one.id).cmp(&(one.points.abs(), one.severity, &other.id))
    });
    let method = |shares: &Shares| shares.methods.get(key).copied().unwrap_or_default();
    let ((x0, v0), (x1, v1)) = (method(was), method(is));
    let (experts, onsite) = (inside(x1 - x0), inside(v1 - v0));
    let (score0, score1) = (step.before.0.unwrap_or_default(), step.after.0.unwrap_or_default());
    let told: Decimal = moved.iter().map(|one| one.points).sum();
    let rest = score1 - score0 - told - experts - onsite;
    Reasons { of_total: inside(now * score1 - then * score0), step, controls: moved, experts, onsite, rest }
}

/// A control that is not as it was.
fn moved(id: &str, indicator: &str, was: &Shares, is: &Shares) -> Option<Moved> {
    let (then, now) = (was.weight(indicator), is.weight(indicator));
    let (old, new) = (was.control(indicator, id), is.control(indicator, id));
    let judged = |one: Option<&Judged>| one.map(|one| (one.result, one.weight, one.credit));
    let one = new.or(old).filter(|_| judged(old) != judged(new))?;
    Some(Moved {
        id: id.to_owned(),
        title: one.title.clone().unwrap_or_default(),
        severity: one.severity,
        before: old.map(|old| old.result),
        after: new.map(|new| new.result),
        evidence: (old.and_then(|old| old.evidence), new.and_then(|new| new.evidence)),
        points: inside(is.points(id) - was.points(id)),
        of_total: inside(now * is.points(id) - then * was.points(id)),
    })
}
