//! `markdown`: the summary of a run in GitHub's Markdown, in which text of files stands for itself.

use super::annotation::At;
use super::frame::clean_lines;
use super::{Report, tally, uri};
use crate::finding::Finding;
use crate::framework::Citation;
use crate::lang::{Lang, are, counted};
use crate::policy::{Rule, Severity};
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Bytes of a summary: GitHub takes one MiB of a step and shows nothing of a larger one. Other steps of an
/// action write too.
const SIZE: usize = 1000 * 1000;
/// Bytes kept for the line that tells what was left out.
const REST: usize = 200;

/// Writes the report: counts, a table by indicator, problems, and open findings, the worst first.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    let mut text = format!("# fiducia\n\n**{}**\n\n{}\n", tally::line(report), numbers(report));
    text.push_str(&table(report));
    let problems = report.problems.iter().map(|problem| {
        let at = problem.origin().map(|origin| place(report, &At::new(&origin.source, origin.span)));
        let at = at.map(|at| format!("{at}: ")).unwrap_or_default();
        format!("- {at}{}\n", plain(&problem.message(lang)))
    });
    list(&mut text, lang.pick("Problems", "未能检查的问题"), problems.collect(), lang);
    let mut open: Vec<&Finding> = report.findings.iter().filter(|finding| finding.is_open()).collect();
    open.sort_by_key(|finding| Reverse(finding.severity));
    let findings = open.into_iter().map(|finding| item(report, finding));
    list(&mut text, lang.pick("Findings", "发现"), findings.collect(), lang);
    out.write_all(text.as_bytes())
}

/// A list of lines as far as there is room, and how many there are beyond.
fn list(text: &mut String, heading: &str, items: Vec<String>, lang: Lang) {
    if items.is_empty() {
        return;
    }
    // Writing to a string does not fail.
    let _ = write!(text, "\n## {heading}\n\n");
    let count = items.len();
    for (index, item) in items.into_iter().enumerate() {
        if text.len() + item.len() + REST > SIZE {
            let left = count - index;
            text.push_str(&lang.pick(
                format!("\n*{left} more {} left out here: a summary holds one MiB.*\n", are(left)),
                format!("\n*另有 {left} 项未列出：摘要不得超过 1 MiB。*\n"),
            ));
            return;
        }
        text.push_str(&item);
    }
}

fn numbers(report: &Report) -> String {
    let total = report.total();
    let (rules, documents, files) = (report.rules_run(), report.documents, report.files);
    let (passed, failed, errored, none) = (total.passed, total.failed, total.errored, total.not_applicable);
    report.lang.pick(
        format!("{}, {}, {}. {}: {passed} passed, {failed} failed, {errored} errored; {none} not applicable. As of {}.\n", counted(rules, "rule"), counted(documents, "document"), counted(files, "file"), counted(total.evaluated, "evaluation"), report.as_of),
        format!("{rules} 条规则，{documents} 份文档，{files} 个文件。求值 {} 次：通过 {passed}，未通过 {failed}，出错 {errored}；不适用 {none}。评估日期 {}。\n", total.evaluated, report.as_of),
    )
}

/// The table by indicator: those with findings.
fn table(report: &Report) -> String {
    let lang = report.lang;
    let rows = tally::by_indicator(report);
    let mut rows = rows.into_iter().filter(|(_, row)| row.total() + row.settled > 0).peekable();
    if rows.peek().is_none() {
        return String::new();
    }
    let severities = Severity::ALL.map(|severity| severity.label(lang)).join(" | ");
    let (name, rules, failed, settled) = lang.pick(
        ("indicator", "rules", "failed", "waived, baselined"),
        ("指标", "规则", "未通过", "豁免与基线"),
    );
    let mut text = format!("| {name} | {rules} | {failed} | {severities} | {settled} |\n");
    text.push_str("| --- | --: | --: | --: | --: | --: | --: | --: | --: |\n");
    for (indicator, row) in rows {
        let open = row.open.map(|count| count.to_string()).join(" | ");
        let indicator = plain(indicator);
        let _ = writeln!(text, "| {indicator} | {} | {} | {open} | {} |", row.rules, row.failed, row.settled);
    }
    text
}

fn item(report: &Report, finding: &Finding) -> String {
    let label = &finding.primary;
    format!(
        "- **{}** {} {}: {}\n",
        finding.severity.label(report.lang),
        plain(&report.rule(finding).id),
        place(report, &At::new(&label.source, label.span)),
        plain(finding.message.get(report.lang)),
    )
}

/// A link to the line: below the address that files have, else relative to where the run took place.
fn place(report: &Report, at: &At) -> String {
    let line = at.range.map_or(1, |(start, _)| start.line);
    let address = report.links.as_ref().and_then(|base| base.address(&at.path));
    let target = address.unwrap_or_else(|| uri::reference(&at.path));
    format!("[{}:{line}]({target}#L{line})", plain(&at.path))
}

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
    let mut cited = |heading: &str, clauses: &[String]| {
        for (index, citation) in Citation::texts(&report.cite(clauses, None)).iter().enumerate() {
            let heading = if index == 0 { format!("**{heading}**\n\n") } else { String::new() };
            let _ = writeln!(text, "{heading}- {}", plain(citation));
        }
        text.push('\n');
    };
    cited(lang.pick("Required by", "依据"), &rule.clauses);
    cited(lang.pick("See also", "另见"), &rule.see_also);
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
