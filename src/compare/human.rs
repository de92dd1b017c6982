//! A comparison for people.

use super::{Change, Comparison, Counts, Found, Side};
use crate::lang::Lang;
use crate::report::compact::one_line;

/// The comparison as plain text: what changed, then the numbers.
pub fn render(comparison: &Comparison, lang: Lang) -> String {
    let mut lines = vec![
        side(lang.pick("before", "此前"), &comparison.before, lang),
        side(lang.pick("after", "此后"), &comparison.after, lang),
    ];
    // What did not change is in the reports.
    for change in Change::ALL.into_iter().filter(|change| *change != Change::Unchanged) {
        let found: Vec<&Found> = comparison.of(change).collect();
        if !found.is_empty() {
            lines.push(format!("\n{} ({})", change.label(lang), found.len()));
            lines.extend(found.into_iter().map(|found| format!("  {}", self::found(found, lang))));
        }
    }
    lines.push(format!("\n{}", counts(&comparison.counts(), lang)));
    for (severity, of_severity) in comparison.by_severity() {
        lines.push(format!(
            "  {}{}{}",
            severity.label(lang),
            lang.pick(": ", "："),
            counts(&of_severity, lang)
        ));
    }
    let by_rule = comparison.by_rule();
    if !by_rule.is_empty() {
        lines.push(format!("\n{}", lang.pick("by rule", "按规则")));
    }
    for (rule, of_rule) in by_rule {
        lines.push(format!("  {}{}{}", one_line(rule), lang.pick(": ", "："), counts(&of_rule, lang)));
    }
    let notes = comparison.notes(lang);
    lines.extend(notes.iter().map(|note| format!("\n{}{}", lang.pick("note: ", "注意："), one_line(note))));
    lines.join("\n") + "\n"
}

fn side(name: &str, side: &Side, lang: Lang) -> String {
    let (path, day, open) = (one_line(&side.path), one_line(&side.as_of), side.open());
    lang.pick(
        format!("{name}: {path}, {day}, open findings: {open}"),
        format!("{name}：{path}，{day}，待处理 {open} 项"),
    )
}

fn found(found: &Found, lang: Lang) -> String {
    let Found { severity, rule, path, line, column, message, .. } = found;
    let (rule, path, message) = (one_line(rule), one_line(path), one_line(message));
    format!("{}[{rule}] {path}:{line}:{column} {message}", severity.label(lang))
}

/// Numbers in a line, none left out but those that are nothing.
pub(super) fn counts(counts: &Counts, lang: Lang) -> String {
    let told = |(change, count): (&Change, &usize)| {
        let label = change.label(lang);
        lang.pick(format!("{count} {label}"), format!("{label} {count}"))
    };
    let told: Vec<String> = counts.iter().map(told).collect();
    if told.is_empty() {
        lang.pick("no open findings in either report", "两份报告均无待处理的发现").to_owned()
    } else {
        told.join(lang.pick(", ", "、"))
    }
}
