//! A trend: assessments of one platform in the order of their days.

use super::CompareFormat;
use super::assessments::human::{grade, interval, signed};
use super::assessments::json::side;
use crate::assess::number::exact;
use crate::assess::saved::Saved;
use crate::json;
use crate::lang::Lang;
use crate::report::compact::one_line;
use crate::report::markdown::plain;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Assessments in the order of their days.
#[derive(Debug)]
pub struct Trend {
    /// The assessments, oldest first.
    pub points: Vec<Saved>,
}

impl Trend {
    /// Puts assessments in order.
    pub fn new(mut points: Vec<Saved>) -> Trend {
        points.sort_by(|one, other| (one.as_of, &one.path).cmp(&(other.as_of, &other.path)));
        Trend { points }
    }

    /// The scores of a dimension over time; of the total where the key is empty.
    pub fn scores(&self, key: &str) -> Vec<Option<Decimal>> {
        let score = |saved: &Saved| match key {
            "" => saved.total,
            _ => saved.dimensions.iter().find(|row| row.key == key).and_then(|row| row.score),
        };
        self.points.iter().map(score).collect()
    }

    /// The dimensions of all points, in the order in which they first appear, with their titles.
    pub fn dimensions(&self) -> Vec<(&str, &str)> {
        let mut seen = BTreeSet::new();
        let rows = self.points.iter().flat_map(|saved| &saved.dimensions);
        let rows = rows.filter(|row| seen.insert(row.key.as_str()));
        rows.map(|row| (row.key.as_str(), row.title.as_deref().unwrap_or_default())).collect()
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        let platforms: BTreeSet<&str> =
            self.points.iter().filter_map(|saved| saved.platform.as_deref()).collect();
        let mut notes = Vec::new();
        if platforms.len() > 1 {
            let names = platforms.into_iter().collect::<Vec<_>>().join(lang.pick(", ", "、"));
            notes.push(lang.pick(
                format!("these are assessments of several platforms, and no trend of one: {names}"),
                format!("涉及多个平台，不构成单一平台的趋势：{names}"),
            ));
        }
        let unsure = self.points.iter().filter(|saved| saved.problems > 0);
        let unsure: Vec<String> = unsure.map(|saved| saved.as_of.to_string()).collect();
        if !unsure.is_empty() {
            let days = unsure.join(lang.pick(", ", "、"));
            notes.push(lang.pick(
                format!("not everything could be checked on {days}, so these scores are not reliable"),
                format!("{days} 的评估未能全部检查，其得分不可靠"),
            ));
        }
        notes
    }
}

/// Writes a trend.
pub fn render(trend: &Trend, format: CompareFormat, lang: Lang) -> String {
    match format {
        CompareFormat::Human => human(trend, lang),
        CompareFormat::Json => machine(trend),
        CompareFormat::Markdown => markdown(trend, lang),
    }
}

/// A bar for each score from 0 to 100, and a blank where there is none.
pub fn sparkline(scores: &[Option<Decimal>]) -> String {
    let bar = |score: &Option<Decimal>| {
        let eighth = (score.as_ref()? * Decimal::new(8, 2)).to_usize()?;
        BARS.get(eighth.min(BARS.len() - 1)).copied()
    };
    scores.iter().map(|score| bar(score).unwrap_or(' ')).collect()
}

/// How much the scores rose from the first to the last that there is.
fn change(scores: &[Option<Decimal>]) -> String {
    let known: Vec<Decimal> = scores.iter().flatten().copied().collect();
    match (known.first(), known.last()) {
        (Some(first), Some(last)) => signed(last - first),
        _ => String::new(),
    }
}

fn lines_of(trend: &Trend, lang: Lang) -> Vec<(&str, &str, Vec<Option<Decimal>>)> {
    let total = ("", lang.pick("total", "总分"));
    let rows = std::iter::once(total).chain(trend.dimensions());
    rows.map(|(key, title)| (key, title, trend.scores(key))).collect()
}

fn human(trend: &Trend, lang: Lang) -> String {
    let mut lines = Vec::new();
    for saved in &trend.points {
        let (day, grade) = (saved.as_of, grade(saved, lang));
        let total = interval(saved.total, saved.high, lang);
        let name = one_line(saved.name.as_deref().unwrap_or_default());
        let line = lang.pick(
            format!("{day}  grade {grade:<4}  total {total}  {name}"),
            format!("{day}  等级 {grade}  总分 {total}  {name}"),
        );
        lines.push(line.trim_end().to_owned());
    }
    lines.push(String::new());
    for (key, title, scores) in lines_of(trend, lang) {
        let (bars, change) = (sparkline(&scores), change(&scores));
        let name = format!("{} {}", one_line(key), one_line(title));
        lines.push(format!("{bars} {change:>7}  {}", name.trim()));
    }
    let notes = trend.notes(lang);
    lines.extend(notes.iter().map(|note| format!("\n{}{}", lang.pick("note: ", "注意："), one_line(note))));
    lines.join("\n") + "\n"
}

fn markdown(trend: &Trend, lang: Lang) -> String {
    let mut lines = vec![format!("## {}\n", lang.pick("Trend", "趋势"))];
    lines.push(lang.pick("| day | assessment | grade | total |", "| 日期 | 评估 | 等级 | 总分 |").to_owned());
    lines.push("| --- | --- | --- | --- |".to_owned());
    for saved in &trend.points {
        let (day, grade) = (saved.as_of, grade(saved, lang));
        let name = plain(saved.name.as_deref().unwrap_or_default());
        lines.push(format!("| {day} | {name} | {grade} | {} |", interval(saved.total, saved.high, lang)));
    }
    let head = lang.pick("| indicator | trend | change |", "| 指标 | 趋势 | 变化 |");
    lines.push(format!("\n{head}\n| --- | --- | ---: |"));
    for (key, title, scores) in lines_of(trend, lang) {
        let name = format!("{} {}", plain(key), plain(title));
        lines.push(format!("| {} | {} | {} |", name.trim(), sparkline(&scores), change(&scores)));
    }
    lines.extend(trend.notes(lang).iter().map(|note| format!("\n> {}", plain(note))));
    lines.join("\n") + "\n"
}

fn machine(trend: &Trend) -> String {
    let point = |saved: &Saved| {
        let mut point = side(saved);
        let score = |row: &crate::assess::saved::Row| {
            (row.key.clone(), row.score.map_or(Value::Null, |score| exact(score).into()))
        };
        point["dimensions"] = saved.dimensions.iter().map(score).collect::<Map<_, _>>().into();
        point["indicators"] = saved.indicators.iter().map(score).collect::<Map<_, _>>().into();
        point
    };
    let document = json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "compares": "trend",
        "points": trend.points.iter().map(point).collect::<Vec<_>>(),
    });
    json::pretty(&document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_for_the_whole_scale() {
        let scores = [0, 12, 13, 50, 99, 100].map(|score| Some(Decimal::from(score)));
        assert_eq!(sparkline(&scores), "▁▁▂▅██");
        assert_eq!(sparkline(&[None, Some(Decimal::from(-7)), Some(Decimal::from(1000))]), "  █");
    }
}
