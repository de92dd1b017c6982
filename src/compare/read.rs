//! Reads what is compared: a JSON report as far as a comparison needs it, or an assessment.

use crate::assess::saved::{self, Saved};
use crate::document::{self, Document, Format, Limits, NodeKind, Pointer};
use crate::policy::Severity;
use crate::problem::{Origin, Problem};
use crate::report::json::VERSION;
use crate::source::SourceFile;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The largest report that is read, in bytes.
pub const LARGEST: u64 = 512 << 20;

/// What a comparison needs of a report.
#[derive(Debug)]
pub struct Side {
    /// The file.
    pub path: String,
    /// The day of the evaluation.
    pub as_of: String,
    /// What could not be checked.
    pub problems: usize,
    /// The rules that were to run.
    pub ran: BTreeSet<String>,
    /// The findings, whatever was decided about them.
    pub findings: Vec<Found>,
}

impl Side {
    /// Findings that stand.
    pub fn open(&self) -> usize {
        self.findings.iter().filter(|found| found.is_open()).count()
    }
}

/// A finding of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Id of the rule.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What was decided about it.
    pub status: String,
    /// The file.
    pub path: String,
    /// 1-based line.
    pub line: u64,
    /// 1-based column.
    pub column: u64,
    /// The fingerprint.
    pub fingerprint: String,
}

impl Found {
    /// True if it stands.
    pub fn is_open(&self) -> bool {
        self.status == "open"
    }

    /// What findings are sorted by: the worst first, then by place.
    pub fn order(&self) -> (std::cmp::Reverse<Severity>, &str, u64, u64, &str, &str, &str) {
        let worst = std::cmp::Reverse(self.severity);
        (worst, &self.path, self.line, self.column, &self.rule, &self.message, &self.fingerprint)
    }
}

#[derive(Deserialize)]
struct Written {
    rule: String,
    severity: String,
    message: String,
    status: String,
    location: Location,
    fingerprint: String,
}

#[derive(Deserialize)]
struct Location {
    path: String,
    start: Start,
}

#[derive(Deserialize)]
struct Start {
    line: u64,
    column: u64,
}

/// What can be compared with another of its sort.
#[derive(Debug)]
pub enum Read {
    /// A report of `fiducia check -f json`.
    Report(Side),
    /// An assessment of `fiducia assess -f json`.
    Assessment(Box<Saved>),
}

/// Reads a report or an assessment.
///
/// # Errors
/// The text is neither, with the place where it is not, or it leaves findings out.
pub fn read(source: &Arc<SourceFile>) -> Result<Read, Problem> {
    let limits = Limits { file_size: LARGEST, nodes: 50_000_000, expanded: 100_000_000, ..Limits::default() };
    let parsed = document::parse(source, Format::Json, &limits);
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(problem);
    }
    let Some(document) = parsed.documents.into_iter().next() else {
        return Err(Problem::NoDocument { source: source.clone() });
    };
    if saved::is_assessment(&document) {
        return saved::read(&document).map(|read| Read::Assessment(Box::new(read)));
    }
    report(&document).map(Read::Report)
}

fn report(document: &Document) -> Result<Side, Problem> {
    let reader = Reader { document };
    if reader.value(&["tool", "name"])? != env!("CARGO_PKG_NAME") {
        return Err(reader.wrong(&["tool", "name"], "this is no report of fiducia", "这不是 fiducia 的报告"));
    }
    if reader.value(&["version"])? != VERSION {
        let en = format!("this version of reports is not known; there is version {VERSION}");
        return Err(reader.wrong(&["version"], &en, &format!("未知的报告版本；现有版本 {VERSION}")));
    }
    if reader.value(&["summary", "unchanged"])?.as_u64() != Some(0) {
        let reason = "this report leaves out what changed lines do not touch (`--changed-since`), so it cannot be compared";
        let zh = "该报告略去了未触及改动行的发现（`--changed-since`），无法比较";
        return Err(reader.wrong(&["summary", "unchanged"], reason, zh));
    }
    let rules = reader.items("rules")?;
    let ran = rules.into_iter().filter_map(|item| document.to_json(item)["id"].as_str().map(str::to_owned));
    let findings = reader.items("findings")?.into_iter().map(|item| reader.finding(item));
    Ok(Side {
        path: document.source.path.clone(),
        as_of: reader.value(&["as_of"])?.as_str().unwrap_or_default().to_owned(),
        problems: reader.items("problems")?.len(),
        ran: ran.collect(),
        findings: findings.collect::<Result<_, _>>()?,
    })
}

struct Reader<'d> {
    document: &'d Document,
}

impl Reader<'_> {
    fn wrong(&self, steps: &[&str], en: &str, zh: &str) -> Problem {
        let place = self.document.resolve(&steps.iter().copied().collect());
        let span = if place.missing.is_empty() {
            self.document.value_span(place.node, place.key)
        } else {
            self.document.anchor_span(place.node, place.key)
        };
        Problem::refused_at(Origin::new(&self.document.source, span), en, zh)
    }

    /// A value that a report always has.
    fn value(&self, steps: &[&str]) -> Result<Value, Problem> {
        let place = self.document.resolve(&steps.iter().copied().collect());
        if place.missing.is_empty() {
            return Ok(self.document.to_json(place.node));
        }
        let name = place.missing.join(".");
        let en = format!("this is no JSON report of `fiducia check`: it has no `{name}`");
        Err(self.wrong(steps, &en, &format!("这不是 `fiducia check` 的 JSON 报告：缺少 `{name}`")))
    }

    fn items(&self, name: &str) -> Result<Vec<u32>, Problem> {
        let place = self.document.resolve(&Pointer::from_iter([name]));
        match &self.document.node(place.node).kind {
            NodeKind::Sequence(items) if place.missing.is_empty() => Ok(items.to_vec()),
            _ => {
                let en = format!("this is no report: `{name}` has to be a list");
                Err(self.wrong(&[name], &en, &format!("这不是报告：`{name}` 须为列表")))
            }
        }
    }

    fn finding(&self, item: u32) -> Result<Found, Problem> {
        let wrong = |reason: String| {
            let at = Origin::new(&self.document.source, self.document.anchor_span(item, None));
            let en = format!("this is no finding of a report: {reason}");
            Problem::refused_at(at, en, format!("不是报告中的发现：{reason}"))
        };
        let written: Written =
            serde_json::from_value(self.document.to_json(item)).map_err(|error| wrong(error.to_string()))?;
        let Written { rule, severity, message, status, location, fingerprint } = written;
        let severity =
            Severity::from_name(&severity).ok_or_else(|| wrong(format!("{severity:?} is no severity")))?;
        if !["open", "waived", "baselined", "excepted"].contains(&status.as_str()) {
            return Err(wrong(format!("{status:?} is no status")));
        }
        let Location { path, start: Start { line, column } } = location;
        Ok(Found { rule, severity, message, status, path, line, column, fingerprint })
    }
}
