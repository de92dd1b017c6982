//! A comparison as GitHub's Markdown, for the summary of a job.

use super::{Change, Comparison, Counts, Found};
use crate::lang::Lang;
use crate::report::markdown::plain;
use std::fmt::Write as _;

/// Findings listed for each change; the summary of a job holds 1 MiB.
const LISTED: usize = 200;

/// The comparison: a table of numbers, then what changed.
pub fn render(comparison: &Comparison, lang: Lang) -> String {
    let (before, after) = (&comparison.before, &comparison.after);
    let mut text = format!("## {}\n\n", lang.pick("What became of the findings", "检查结果变化"));
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "{} ({}): {} → {} ({}): {}\n",
        plain(&before.path),
        plain(&before.as_of),
        before.open(),
        plain(&after.path),
        plain(&after.as_of),
        after.open()
    );
    let severities = comparison.by_severity();
    let severities =
        severities.iter().map(|(severity, counts)| (severity.label(lang).to_owned(), counts.clone()));
    table(&mut text, lang.pick("severity", "严重程度"), severities.collect(), lang);
    let rules = comparison.by_rule().into_iter().map(|(rule, counts)| (plain(rule), counts));
    table(&mut text, lang.pick("rule", "规则"), rules.collect(), lang);
    for note in comparison.notes(lang) {
        let _ = writeln!(text, "> {}\n", plain(&note));
    }
    for change in Change::ALL.into_iter().filter(|change| *change != Change::Unchanged) {
        let found: Vec<&Found> = comparison.of(change).collect();
        if found.is_empty() {
            continue;
        }
        let _ = writeln!(text, "### {} ({})\n", change.label(lang), found.len());
        for found in found.iter().take(LISTED) {
            let Found { severity, rule, path, line, column, message, .. } = found;
            let (rule, path, message) = (plain(rule), plain(path), plain(message));
            let severity = severity.label(lang);
            let _ = writeln!(text, "- **{severity}** {rule} {path}:{line}:{column} {message}");
        }
        if let Some(more) = found.len().checked_sub(LISTED).filter(|more| *more > 0) {
            let _ = writeln!(text, "- {}", lang.pick(format!("{more} more"), format!("另有 {more} 项")));
        }
        text.push('\n');
    }
    text
}

fn table(text: &mut String, name: &str, rows: Vec<(String, Counts)>, lang: Lang) {
    if rows.is_empty() {
        return;
    }
    let heads = Change::ALL.map(|change| change.label(lang)).join(" | ");
    let _ = writeln!(text, "| {name} | {heads} |\n| --- {}|", "| ---: ".repeat(Change::ALL.len()));
    for (row, counts) in rows {
        let cells = Change::ALL.map(|change| counts.get(&change).copied().unwrap_or_default().to_string());
        let _ = writeln!(text, "| {row} | {} |", cells.join(" | "));
    }
    text.push('\n');
}
