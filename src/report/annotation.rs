//! Annotations: what CI systems show beside the lines of a change. They show few of each level, so the
//! worst come first, and the last one tells how many there are beyond.

use super::compact::one_line;
use super::frame::{Level, clean_lines};
use super::{Report, human};
use crate::finding::Finding;
use crate::lang::{Lang, are};
use crate::problem::Problem;
use crate::source::{Position, SourceFile, Span};

/// Annotations of one level that GitHub and Azure Pipelines show of one step.
const SHOWN: usize = 10;

/// One annotation. Its texts hold no character that acts on a terminal, and may hold line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// How much it matters.
    pub level: Level,
    /// Where it belongs.
    pub at: Option<At>,
    /// What it is about, in a few words.
    pub title: String,
    /// What is to be said.
    pub text: String,
}

/// The place of an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The file, as it is named on disk.
    pub path: String,
    /// Its first and its last character, where the text is known.
    pub range: Option<(Position, Position)>,
}

impl At {
    /// A place in a text.
    pub fn new(source: &SourceFile, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        At { path: source.path.clone(), range: Some((start, end)) }
    }

    /// First and last column, both included, where the place is on one line.
    pub fn columns(&self) -> Option<(usize, usize)> {
        let (start, end) = self.range?;
        (start.line == end.line).then(|| (start.column, end.column.max(start.column + 1) - 1))
    }
}

/// The annotations of a report within the limits: problems, then open findings, worst first.
pub fn of(report: &Report) -> Vec<Annotation> {
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.is_open()).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let levels = [Level::Error, Level::Warning, Level::Note];
    let of_level = |level: Level| {
        let problems = report.problems.iter().filter(|_| level == Level::Error);
        let problems = problems.map(|problem| of_problem(problem, report.lang));
        let findings = findings.iter().filter(|finding| Level::from(finding.severity) == level);
        limited(level, problems.chain(findings.map(|finding| of_finding(report, finding))), report.lang)
    };
    levels.into_iter().flat_map(of_level).collect()
}

/// The first annotations of a level, with a last one that counts the others.
fn limited(level: Level, all: impl Iterator<Item = Annotation>, lang: Lang) -> Vec<Annotation> {
    let mut all = all.peekable();
    let mut shown: Vec<Annotation> = all.by_ref().take(SHOWN).collect();
    if all.peek().is_some() {
        let left = all.count() + 1;
        shown.pop();
        let title = lang.pick(format!("{left} more"), format!("另有 {left} 项"));
        let text = lang.pick(
            format!("{left} more of this level {} not shown here: see the whole report", are(left)),
            format!("此级别另有 {left} 项未在此显示，请查看完整报告"),
        );
        shown.push(Annotation { level, at: None, title, text });
    }
    shown
}

fn of_problem(problem: &Problem, lang: Lang) -> Annotation {
    let of_path = |path: &str| At { path: path.to_owned(), range: None };
    let at = problem.origin().map(|origin| At::new(&origin.source, origin.span));
    let lines = std::iter::once(problem.message(lang)).chain(problem.help(lang));
    Annotation {
        level: Level::Error,
        at: at.or_else(|| problem.path().map(of_path)),
        title: format!("{}[{}]", lang.pick("problem", "问题"), problem.kind()),
        text: lines.map(|line| clean_lines(&line)).collect::<Vec<_>>().join("\n"),
    }
}

fn of_finding(report: &Report, finding: &Finding) -> Annotation {
    let rule = report.rule(finding);
    let title = rule.title.get(report.lang);
    let separator = if title.is_empty() { "" } else { " " };
    let lines = [clean_lines(finding.message.get(report.lang)), human::help(report, finding)];
    Annotation {
        level: Level::from(finding.severity),
        at: Some(At::new(&finding.primary.source, finding.primary.span)),
        title: format!(
            "{}[{}]{separator}{}",
            finding.severity.label(report.lang),
            one_line(&rule.id),
            one_line(title)
        ),
        text: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
    }
}
