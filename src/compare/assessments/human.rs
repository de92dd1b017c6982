//! Two assessments for people.

use super::{Assessments, Moved, Reasons, Step};
use crate::assess::number::shown;
use crate::assess::saved::Saved;
use crate::lang::Lang;
use crate::report::compact::one_line;
use rust_decimal::Decimal;

/// The comparison as plain text: the grades, the scores, why they changed, what that cost and brought.
pub fn render(comparison: &Assessments, lang: Lang) -> String {
    let mut lines = vec![
        side(lang.pick("before", "此前"), &comparison.before, lang),
        side(lang.pick("after", "此后"), &comparison.after, lang),
        String::new(),
        heading(lang),
        row(lang.pick("total", "总分"), &comparison.total, lang),
    ];
    for dimension in &comparison.dimensions {
        lines.push(row(&dimension.key, dimension, lang));
        let below = |reasons: &&Reasons| reasons.step.dimension == dimension.key;
        let own = comparison.indicators.iter().filter(below);
        lines.extend(own.map(|one| row(&one.step.key, &one.step, lang)));
    }
    for reasons in comparison.indicators.iter().filter(|reasons| reasons.is_told()) {
        lines.push(String::new());
        lines.push(title(reasons, lang));
        lines.extend(why(reasons, lang).into_iter().map(|line| format!("  {line}")));
    }
    for effect in &comparison.after.effects {
        lines.push(format!("\n{}", lang.pick("effect ", "成效 ").to_owned() + &one_line(&effect.name)));
        let effects = effect.told(lang).into_iter();
        lines.extend(
            effects.map(|(name, value)| format!("  {name}{}{}", lang.pick(": ", "："), one_line(&value))),
        );
    }
    let notes = comparison.notes(lang);
    lines.extend(notes.iter().map(|note| format!("\n{}{}", lang.pick("note: ", "注意："), one_line(note))));
    lines.join("\n") + "\n"
}

fn side(name: &str, saved: &Saved, lang: Lang) -> String {
    let (path, day) = (one_line(&saved.path), saved.as_of);
    let grade = grade(saved, lang);
    let mut line = lang.pick(
        format!("{name}: {path}, {day}, grade {grade}, total {}", interval(saved.total, saved.high, lang)),
        format!("{name}：{path}，{day}，等级 {grade}，总分 {}", interval(saved.total, saved.high, lang)),
    );
    for held in held(saved, lang) {
        line.push_str(&format!("\n  {}", one_line(&held)));
    }
    line
}

/// The letter of the grade.
pub fn grade(saved: &Saved, lang: Lang) -> &'static str {
    saved.grade.map_or(lang.pick("none", "无"), |grade| grade.name())
}

/// What held the grade down, or why there was none.
pub fn held(saved: &Saved, lang: Lang) -> Vec<String> {
    let colon = lang.pick(": ", "：");
    let withheld =
        saved.withheld.iter().map(|reason| format!("{}{colon}{reason}", lang.pick("no grade", "不予评级")));
    let caps = saved.caps.iter().filter_map(|held| {
        let grade = held.grade?.name();
        Some(format!("{} {grade}{colon}{}", lang.pick("at most", "最高"), held.reason))
    });
    withheld.chain(caps).collect()
}

/// Both ends of a score, or one where they are the same.
pub fn interval(low: Option<Decimal>, high: Option<Decimal>, lang: Lang) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low != high => lang
            .pick(format!("{} to {}", shown(low), shown(high)), format!("{} 至 {}", shown(low), shown(high))),
        (Some(low), _) => shown(low),
        _ => lang.pick("none", "无").to_owned(),
    }
}

/// A difference with its sign.
pub fn signed(change: Decimal) -> String {
    let text = shown(change);
    if text == "0.00" || text == "-0.00" {
        return "0.00".to_owned();
    }
    if change > Decimal::ZERO { format!("+{text}") } else { text }
}

fn heading(lang: Lang) -> String {
    // A Chinese character is two columns wide.
    lang.pick(
        format!("{:<10}{:>8}{:>8}{:>9}", "", "before", "after", "change"),
        format!("{:<10}{:>6}{:>6}{:>7}", "", "此前", "此后", "变化"),
    )
}

fn row(name: &str, step: &Step, lang: Lang) -> String {
    let given = |score: Option<Decimal>| score.map_or_else(|| lang.pick("-", "—").to_owned(), shown);
    let change = step.change().map_or_else(String::new, signed);
    // Sub-indicators stand below their dimensions.
    let name = if step.key.contains('.') { format!("  {}", one_line(name)) } else { one_line(name) };
    let wide = name.chars().filter(|character| !character.is_ascii()).count();
    let width = 10_usize.saturating_sub(wide);
    let line = format!(
        "{name:<width$}{:>8}{:>8}{change:>9}  {}",
        given(step.before.0),
        given(step.after.0),
        one_line(&step.title)
    );
    line.trim_end().to_owned()
}

/// The first line of why a sub-indicator changed.
pub fn title(reasons: &Reasons, lang: Lang) -> String {
    let change =
        reasons.step.change().map_or_else(|| lang.pick("new or gone", "新增或不再评估").to_owned(), signed);
    let total = signed(reasons.of_total);
    let (key, title) = (one_line(&reasons.step.key), one_line(&reasons.step.title));
    lang.pick(
        format!("{key} {title}: {change} (total {total})"),
        format!("{key} {title}：{change}（总分 {total}）"),
    )
}

/// What moved a sub-indicator, a line each.
pub fn why(reasons: &Reasons, lang: Lang) -> Vec<String> {
    let colon = lang.pick(": ", "：");
    let mut lines: Vec<String> = reasons.controls.iter().map(|moved| control(moved, lang)).collect();
    let parts = [
        (lang.pick("experts", "专家评分"), reasons.experts),
        (lang.pick("on site", "现场核查"), reasons.onsite),
        (lang.pick("shares of the other controls", "其余控制项所占份额变化"), reasons.rest),
    ];
    let told = parts.into_iter().filter(|(_, points)| signed(*points) != "0.00");
    lines.extend(told.map(|(name, points)| format!("{name}{colon}{}", signed(points))));
    lines
}

fn control(moved: &Moved, lang: Lang) -> String {
    let result = |outcome: Option<crate::assess::control::Outcome>| {
        outcome.map_or(lang.pick("not assessed", "未评估"), |outcome| outcome.label(lang))
    };
    let (before, after) = (result(moved.before), result(moved.after));
    let (id, title, points) = (one_line(&moved.id), one_line(&moved.title), signed(moved.points));
    let severity = moved.severity.label(lang);
    // What weighs more or less where the result is the same.
    let evidence = match moved.evidence {
        (Some(old), Some(new)) if old != new => {
            let (old, new) = (shown(old), shown(new));
            lang.pick(format!(", evidence {old} → {new}"), format!("，证据系数 {old} → {new}"))
        }
        _ => String::new(),
    };
    lang.pick(
        format!("{id} {before} → {after}{evidence}: {points} ({severity}; {title})"),
        format!("{id} {before} → {after}{evidence}：{points}（{severity}；{title}）"),
    )
}
