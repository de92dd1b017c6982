//! Two assessments as GitHub's Markdown.

use super::human::{grade, held, interval, signed, title, why};
use super::{Assessments, Step};
use crate::assess::number::shown;
use crate::assess::saved::Saved;
use crate::lang::Lang;
use crate::report::markdown::plain;
use rust_decimal::Decimal;

/// The comparison: a table of the two, one of the scores, and why they changed.
pub fn render(comparison: &Assessments, lang: Lang) -> String {
    let mut lines = vec![format!("## {}\n", lang.pick("What became of the scores", "评估结果变化"))];
    lines.push(
        lang.pick("| | assessment | day | grade | total |", "| | 评估 | 日期 | 等级 | 总分 |").to_owned(),
    );
    lines.push("| --- | --- | --- | --- | --- |".to_owned());
    lines.push(side(lang.pick("before", "此前"), &comparison.before, lang));
    lines.push(side(lang.pick("after", "此后"), &comparison.after, lang));
    for (name, saved) in
        [(lang.pick("before", "此前"), &comparison.before), (lang.pick("after", "此后"), &comparison.after)]
    {
        let held = held(saved, lang).into_iter();
        lines.extend(held.map(|held| format!("\n> {name}{}{}", lang.pick(": ", "："), plain(&held))));
    }
    let head =
        lang.pick("| key | indicator | before | after | change |", "| 编号 | 指标 | 此前 | 此后 | 变化 |");
    lines.push(format!("\n{head}\n| --- | --- | ---: | ---: | ---: |"));
    lines.push(row(lang.pick("total", "总分"), &comparison.total, lang));
    lines.extend(comparison.dimensions.iter().map(|step| row(&step.key, step, lang)));
    lines.extend(comparison.indicators.iter().map(|reasons| row(&reasons.step.key, &reasons.step, lang)));
    for reasons in comparison.indicators.iter().filter(|reasons| reasons.is_told()) {
        lines.push(format!("\n### {}\n", plain(&title(reasons, lang))));
        lines.extend(why(reasons, lang).iter().map(|line| format!("- {}", plain(line))));
    }
    for one in &comparison.after.effects {
        lines.push(format!("\n### {} {}\n", lang.pick("Effect", "成效"), plain(&one.name)));
        let effects = one.told(lang).into_iter();
        lines.extend(
            effects.map(|(name, value)| format!("- {name}{}{}", lang.pick(": ", "："), plain(&value))),
        );
    }
    lines.extend(comparison.notes(lang).iter().map(|note| format!("\n> {}", plain(note))));
    lines.join("\n") + "\n"
}

fn side(name: &str, saved: &Saved, lang: Lang) -> String {
    let (path, day, grade) = (plain(&saved.path), saved.as_of, grade(saved, lang));
    format!("| {name} | {path} | {day} | {grade} | {} |", interval(saved.total, saved.high, lang))
}

fn row(name: &str, step: &Step, lang: Lang) -> String {
    let given = |score: Option<Decimal>| score.map_or_else(|| lang.pick("-", "—").to_owned(), shown);
    let change = step.change().map_or_else(String::new, signed);
    let (before, after) = (given(step.before.0), given(step.after.0));
    format!("| {} | {} | {before} | {after} | {change} |", plain(name), plain(&step.title))
}
