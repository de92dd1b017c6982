//! `markdown`: text of files in GitHub's Markdown, where it stands for itself.

use super::Report;
use super::frame::clean_lines;
use crate::policy::Rule;
use std::fmt::Write as _;

/// A rule: why, what to do, and the clauses that demand it.
pub fn rule(report: &Report, rule: &Rule) -> String {
    let lang = report.lang;
    let mut text = String::new();
    let mut part = |heading: &str, body: &str| {
        if !body.is_empty() {
            // Writing to a string does not fail.
            let _ = write!(text, "{heading}{}\n\n", plain(body));
        }
    };
    part("", rule.description.get(lang));
    part(lang.pick("**What to do**: ", "**整改措施**："), rule.remediation.get(lang));
    let clauses = report.cite(&rule.clauses, None);
    for (index, citation) in clauses.iter().enumerate() {
        let heading = if index == 0 { lang.pick("**Required by**\n\n", "**依据**\n\n") } else { "" };
        let _ = writeln!(text, "{heading}- {} ({})", plain(&citation.title), plain(&citation.id));
    }
    let text = text.trim_end().to_owned();
    if text.is_empty() { plain(&rule.id) } else { text }
}

/// Text in which nothing is markup, not even a mention or a number of an issue.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in clean_lines(text).chars() {
        match character {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '@' => plain.push_str("&#64;"),
            '\n' => plain.push_str("<br>"),
            '\t' => plain.push(' '),
            character if character.is_ascii_punctuation() => {
                if !matches!(character, ',' | ';' | '\'' | '"' | '/' | '?' | '%') {
                    plain.push('\\');
                }
                plain.push(character);
            }
            character => plain.push(character),
        }
    }
    plain
}
