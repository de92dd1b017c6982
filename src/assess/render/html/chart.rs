//! Charts: where the points and bars of scores stand. What they draw is told in a table beside each.

use super::{given, title};
use crate::assess::Assessment;
use crate::assess::grade::Grade;
use crate::assess::number::exact;
use crate::assess::saved::Saved;
use crate::lang::Lang;
use crate::report::Report;
use crate::report::excerpt::clean;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Serialize;
use std::collections::BTreeSet;
use std::f64::consts::TAU;

/// From the middle of the radar to a score of 100.
const RADIUS: f64 = 100.0;
/// From the middle to the names of the axes.
const NAMES: f64 = 116.0;
/// The size of the trend: its width, and its height, where 0 is at the bottom and 100 at the top.
const TREND: (f64, f64) = (600.0, 160.0);

/// A score as a part of 100, so that nothing is drawn outside.
fn part(score: Option<Decimal>) -> f64 {
    score.and_then(|score| score.to_f64()).unwrap_or_default().clamp(0.0, 100.0) / 100.0
}

/// The dimensions as the corners of a shape.
#[derive(Serialize)]
pub struct Radar {
    /// What is known, what is known and not, and the rings of 20, 40, 60, 80, 100.
    low: String,
    high: String,
    rings: Vec<String>,
    axes: Vec<Axis>,
}

#[derive(Serialize)]
struct Axis {
    key: String,
    x: String,
    y: String,
    name_x: String,
    name_y: String,
}

/// The radar of the dimensions.
pub fn radar(assessment: &Assessment) -> Radar {
    let dimensions = &assessment.scores.dimensions;
    let count = dimensions.len().max(1) as f64;
    let point = |at: usize, distance: f64| {
        let angle = TAU * at as f64 / count - TAU / 4.0;
        (format!("{:.1}", angle.cos() * distance), format!("{:.1}", angle.sin() * distance))
    };
    let shape = |distance: &dyn Fn(usize) -> f64| {
        let points = (0..dimensions.len()).map(|at| point(at, distance(at)));
        points.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    };
    let axis = |at: usize| {
        let ((x, y), (name_x, name_y)) = (point(at, RADIUS), point(at, NAMES));
        Axis { key: clean(&dimensions[at].key), x, y, name_x, name_y }
    };
    Radar {
        low: shape(&|at| RADIUS * part(dimensions[at].score)),
        high: shape(&|at| RADIUS * part(dimensions[at].high)),
        rings: (1..=5).map(|ring| shape(&|_| RADIUS * f64::from(ring) / 5.0)).collect(),
        axes: (0..dimensions.len()).map(axis).collect(),
    }
}

/// A score as a bar.
#[derive(Serialize)]
pub struct Bar {
    key: String,
    title: String,
    weight: String,
    score: String,
    high: String,
    /// Lengths of the bar, from 0 to 100.
    low_length: String,
    high_length: String,
    /// What the score is made of.
    quantitative: String,
    experts: String,
    onsite: String,
    known: bool,
}

fn bar(
    assessment: &Assessment,
    key: &str,
    weight: Decimal,
    ends: (Option<Decimal>, Option<Decimal>),
    lang: Lang,
) -> Bar {
    let length = |score| format!("{:.1}", 100.0 * part(score));
    Bar {
        key: key.to_owned(),
        title: title(assessment, key, lang),
        weight: exact(weight),
        score: given(ends.0),
        high: given(ends.1),
        low_length: length(ends.0),
        high_length: length(ends.1),
        quantitative: String::new(),
        experts: String::new(),
        onsite: String::new(),
        known: ends.0.is_some(),
    }
}

/// The dimensions.
pub fn dimensions(assessment: &Assessment, lang: Lang) -> Vec<Bar> {
    let all = assessment.scores.dimensions.iter();
    all.map(|sum| bar(assessment, &sum.key, sum.weight, (sum.score, sum.high), lang)).collect()
}

/// The sub-indicators.
pub fn indicators(assessment: &Assessment, lang: Lang) -> Vec<Bar> {
    let all = assessment.scores.indicators.iter();
    all.map(|one| Bar {
        quantitative: given(one.counted),
        experts: given(one.opinion.value),
        onsite: given(one.onsite),
        ..bar(assessment, &one.key, one.weight, (one.score, one.high), lang)
    })
    .collect()
}

/// Totals over time.
#[derive(Serialize)]
pub struct Trend {
    line: String,
    points: Vec<Point>,
    keys: Vec<String>,
}

#[derive(Serialize)]
struct Point {
    day: String,
    grade: String,
    total: String,
    dimensions: Vec<String>,
    /// Where it stands; not drawn without a total.
    drawn: bool,
    x: String,
    y: String,
}

/// The assessments that were given, and this one; `None` if none was.
pub fn trend(assessment: &Assessment, report: &Report) -> Option<Trend> {
    // The same assessment may have been saved already.
    let mut history: Vec<&Saved> =
        assessment.history.iter().filter(|saved| saved.as_of != report.as_of).collect();
    history.sort_by(|one, other| (one.as_of, &one.path).cmp(&(other.as_of, &other.path)));
    let scores = &assessment.scores;
    let own = scores.dimensions.iter().map(|sum| sum.key.as_str());
    let theirs = history.iter().flat_map(|saved| saved.dimensions.iter().map(|row| row.key.as_str()));
    let mut seen = BTreeSet::new();
    let keys: Vec<&str> = own.chain(theirs).filter(|key| seen.insert(*key)).collect();
    if assessment.history.is_empty() {
        return None;
    }
    let past = |saved: &&Saved| {
        let score =
            |key: &&str| saved.dimensions.iter().find(|row| row.key == *key).and_then(|row| row.score);
        Past {
            day: saved.as_of,
            grade: saved.grade,
            total: saved.total,
            scores: keys.iter().map(score).collect(),
        }
    };
    let mut rows: Vec<Past> = history.iter().map(past).collect();
    let score = |key: &&str| scores.dimensions.iter().find(|sum| sum.key == *key).and_then(|sum| sum.score);
    rows.push(Past {
        day: report.as_of,
        grade: assessment.grading.grade,
        total: scores.total.score,
        scores: keys.iter().map(score).collect(),
    });
    rows.sort_by_key(|row| row.day);
    let (first, last) = (rows.first()?.day, rows.last()?.day);
    let whole = (last - first).num_days().max(1) as f64;
    let points: Vec<Point> = rows.into_iter().map(|row| point(row, first, whole)).collect();
    let drawn = points.iter().filter(|point| point.drawn);
    let line: Vec<String> = drawn.map(|point| format!("{},{}", point.x, point.y)).collect();
    Some(Trend { line: line.join(" "), points, keys: keys.into_iter().map(clean).collect() })
}

/// One assessment of several.
struct Past {
    day: NaiveDate,
    grade: Option<Grade>,
    total: Option<Decimal>,
    scores: Vec<Option<Decimal>>,
}

fn point(past: Past, first: NaiveDate, whole: f64) -> Point {
    let x = (past.day - first).num_days() as f64 / whole * TREND.0;
    Point {
        day: past.day.to_string(),
        grade: past.grade.map_or("–", |grade| grade.name()).to_owned(),
        total: given(past.total),
        dimensions: past.scores.into_iter().map(given).collect(),
        drawn: past.total.is_some(),
        x: format!("{x:.1}"),
        y: format!("{:.1}", TREND.1 * (1.0 - part(past.total))),
    }
}
