//! `html`: one file that needs nothing else: counts, filters, and every finding with its lines, clauses and
//! remediation. It is whole without its script, which only filters, and a policy in the page lets nothing run or load
//! but that script and the style, each known by its digest.

use super::excerpt::clean;
use super::frame::{Level, clean_lines};
use super::{Report, page, tally, uri};
use crate::finding::{Finding, Label, Status};
use crate::framework::Citation;
use crate::lang::are;
use crate::policy::Severity;
use crate::source::{SourceFile, Span};
use serde::Serialize;
use std::io::{self, Write};

const TEMPLATE: &str = include_str!("html/report.html");
const SCRIPT: &str = include_str!("html/report.js");
/// Findings on a page: browsers take long over more.
const MOST: usize = 5000;
/// Lines shown before and after a place.
const CONTEXT: usize = 2;
/// Characters of a line shown before and behind what is marked.
const AROUND: usize = 120;

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let text = page::render(report.lang, TEMPLATE, &[page::STYLE], SCRIPT, &content(report))?;
    out.write_all(text.as_bytes())
}

#[derive(Serialize)]
struct Page {
    line: String,
    as_of: String,
    numbers: Vec<(&'static str, usize)>,
    cards: Vec<Card>,
    indicators: Vec<Indicator>,
    problems: Vec<Trouble>,
    findings: Vec<Item>,
    left_out: String,
}

fn content(report: &Report) -> Page {
    Page {
        line: tally::line(report),
        as_of: report.as_of.to_string(),
        numbers: numbers(report),
        cards: cards(report),
        indicators: indicators(report),
        problems: problems(report),
        findings: findings(report),
        left_out: left_out(report),
    }
}

#[derive(Serialize)]
struct Card {
    severity: &'static str,
    label: &'static str,
    count: usize,
}

fn cards(report: &Report) -> Vec<Card> {
    let card = |severity: Severity| Card {
        severity: severity.name(),
        label: severity.label(report.lang),
        count: report.open(severity),
    };
    Severity::ALL.into_iter().map(card).collect()
}

fn numbers(report: &Report) -> Vec<(&'static str, usize)> {
    let (lang, total) = (report.lang, report.total());
    vec![
        (lang.pick("rules", "规则"), report.rules_run()),
        (lang.pick("documents", "文档"), report.documents),
        (lang.pick("files", "文件"), report.files),
        (lang.pick("evaluations", "求值"), total.evaluated),
        (lang.pick("passed", "通过"), total.passed),
        (lang.pick("failed", "未通过"), total.failed),
        (lang.pick("errored", "出错"), total.errored),
        (lang.pick("not applicable", "不适用"), total.not_applicable),
        (lang.pick("waived", "已豁免"), report.waived()),
        (lang.pick("baselined", "基线中"), report.baselined()),
    ]
}

#[derive(Serialize)]
struct Indicator {
    name: String,
    rules: usize,
    failed: usize,
    open: [usize; 5],
    settled: usize,
}

fn indicators(report: &Report) -> Vec<Indicator> {
    let rows = tally::by_indicator(report).into_iter();
    let row = |(name, row): (&str, tally::Row)| Indicator {
        name: clean(name),
        rules: row.rules,
        failed: row.failed,
        open: row.open,
        settled: row.settled,
    };
    rows.map(row).collect()
}

#[derive(Serialize)]
struct Trouble {
    kind: &'static str,
    message: String,
    help: String,
    frame: Option<Frame>,
}

fn problems(report: &Report) -> Vec<Trouble> {
    let trouble = |problem: &crate::problem::Problem| Trouble {
        kind: problem.kind(),
        message: clean_lines(&problem.message(report.lang)),
        help: problem.help(report.lang).map(|help| clean_lines(&help)).unwrap_or_default(),
        frame: problem.origin().map(|origin| frame(&origin.source, origin.span, "")),
    };
    report.problems.iter().map(trouble).collect()
}

#[derive(Serialize)]
struct Item {
    number: usize,
    severity: &'static str,
    level: &'static str,
    label: &'static str,
    rule: String,
    title: String,
    indicator: String,
    status: &'static str,
    settled: String,
    message: String,
    frames: Vec<Frame>,
    pointer: String,
    expected: String,
    remediation: String,
    clauses: Vec<String>,
    beside: Vec<String>,
    fingerprint: String,
}

fn findings(report: &Report) -> Vec<Item> {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| (!finding.is_open(), std::cmp::Reverse(finding.severity)));
    findings.truncate(MOST);
    findings.into_iter().enumerate().map(|(index, finding)| item(report, finding, index + 1)).collect()
}

/// That a page holds the worst findings only, where it does.
fn left_out(report: &Report) -> String {
    let all = report.findings.len();
    if all <= MOST {
        return String::new();
    }
    let left = all - MOST;
    report.lang.pick(
        format!("The {MOST} worst of {all} findings are shown; {left} {} left out here. Every one is in `-f json`.", are(left)),
        format!("共 {all} 项发现，此处列出最严重的 {MOST} 项，另有 {left} 项未列出。`-f json` 包含全部。"),
    )
}

fn item(report: &Report, finding: &Finding, number: usize) -> Item {
    let (lang, rule) = (report.lang, report.rule(finding));
    let labels = std::iter::once(&finding.primary).chain(&finding.related);
    let cited = |citations: &[Citation]| -> Vec<String> {
        Citation::texts(citations).iter().map(|citation| clean(citation)).collect()
    };
    Item {
        number,
        severity: finding.severity.name(),
        level: match Level::from(finding.severity) {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        label: finding.severity.label(lang),
        rule: clean(&rule.id),
        title: clean_lines(rule.title.get(lang)),
        indicator: clean(tally::indicator(rule)),
        status: finding.status.name(),
        settled: settled(report, finding),
        message: clean_lines(finding.message.get(lang)),
        frames: labels.map(|label| labelled(label, label.message.get(lang))).collect(),
        pointer: clean(&finding.primary.pointer.to_string()),
        expected: expected(report, finding),
        remediation: clean_lines(rule.remediation.get(lang)),
        clauses: cited(&report.citations(finding)),
        beside: cited(&report.beside(finding)),
        fingerprint: finding.fingerprint.clone(),
    }
}

fn expected(report: &Report, finding: &Finding) -> String {
    let message = finding.expected.as_ref().and_then(crate::lang::Message::by_language);
    match (&finding.expected, message) {
        (_, Some(message)) => clean(message.get(report.lang)),
        (Some(value), None) => clean(&value.to_string()),
        (None, None) => String::new(),
    }
}

fn settled(report: &Report, finding: &Finding) -> String {
    let lang = report.lang;
    match &finding.status {
        Status::Open => String::new(),
        Status::Excepted => lang.pick("excepted by the policy", "策略中列为例外").to_owned(),
        Status::Baselined => lang.pick("in the baseline", "基线中已有").to_owned(),
        Status::Waived(waiver) => {
            let (until, reason) = (waiver.expires, clean(&waiver.reason));
            lang.pick(format!("waived until {until}: {reason}"), format!("豁免至 {until}：{reason}"))
        }
    }
}

#[derive(Serialize)]
struct Frame {
    path: String,
    href: String,
    line: usize,
    column: usize,
    text: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    number: usize,
    before: String,
    marked: String,
    after: String,
    empty: bool,
}

fn labelled(label: &Label, text: &str) -> Frame {
    frame(&label.source, label.span, text)
}

/// The lines around a place; of a place over several lines, the first is marked.
fn frame(source: &SourceFile, span: Span, text: &str) -> Frame {
    let at = source.position(span.start);
    let first = at.line.saturating_sub(CONTEXT).max(1);
    let last = (at.line + CONTEXT).min(source.line_count().max(at.line));
    let lines = (first..=last).map(|number| line(source, number, (number == at.line).then_some(span)));
    Frame {
        path: clean(&source.path),
        href: uri::reference(&source.path),
        line: at.line,
        column: at.column,
        text: clean_lines(text),
        lines: lines.collect(),
    }
}

fn line(source: &SourceFile, number: usize, span: Option<Span>) -> Line {
    let whole = source.line(number).unwrap_or_default();
    let span = span.unwrap_or(Span { start: whole.start, end: whole.start });
    let (start, end) = (span.start.clamp(whole.start, whole.end), span.end.clamp(whole.start, whole.end));
    let slice = |start: u32, end: u32| source.slice(Span { start, end });
    Line {
        number,
        before: ending(slice(whole.start, start)),
        marked: beginning(slice(start, end), 2 * AROUND),
        after: beginning(slice(end, whole.end), AROUND),
        empty: start == end,
    }
}

fn beginning(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", clean(&text[..end])),
        None => clean(text),
    }
}

fn ending(text: &str) -> String {
    match text.char_indices().rev().nth(AROUND) {
        Some((start, _)) => format!("…{}", clean(&text[start..])),
        None => clean(text),
    }
}
