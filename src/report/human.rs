//! `human`: a frame for each finding, and a summary of what ran.

use super::excerpt::clean;
use super::frame::{Frame, Level, clean_lines, draw, frame_labels};
use super::{Report, Style, cross_check};
use crate::finding::{Finding, Label};
use crate::framework::Citation;
use crate::lang::{Lang, counted};
use crate::policy::Severity;
use crate::problem::{self, Problem};
use crate::source::{SourceFile, Span};
use crate::violation::Read;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

/// Writes the report: findings, then the summary. Problems go to standard error, by [`problems`].
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    findings(report, style, out)?;
    out.write_all(summary(report).as_bytes())
}

/// Writes the open findings alone; the others are counted.
///
/// # Errors
/// Those of the writer.
pub fn findings(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut told = BTreeSet::new();
    let mut open = report.findings.iter().filter(|finding| finding.is_open());
    open.try_for_each(|finding| {
        let mut frame = finding_frame(report, finding);
        let beside = cited(report, report.lang.pick("see also ", "另见："), &report.beside(finding));
        // What demands nothing is told once for each rule.
        if let Some(beside) = beside.filter(|_| told.insert(finding.rule)) {
            frame.help.extend(Some("\n").filter(|_| !frame.help.is_empty()));
            frame.help.push_str(&beside);
        }
        writeln!(out, "{}", draw(&frame, style))
    })
}

/// Writes findings with their story: the policy lines that decided them, and the values they saw.
///
/// # Errors
/// Those of the writer.
pub fn stories(report: &Report, findings: &[&Finding], style: Style, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        writeln!(out, "{}", draw(&finding_frame(report, finding), style))?;
        for frame in story_frames(finding, report.lang) {
            writeln!(out, "{}", draw(&frame, style))?;
        }
        writeln!(out, "{}: {}\n", report.lang.pick("fingerprint", "指纹"), finding.fingerprint)?;
    }
    Ok(())
}

/// One frame a policy file: each condition on its line, with what it read.
fn story_frames(finding: &Finding, lang: Lang) -> Vec<Frame> {
    type Labels = Vec<(Span, String)>;
    let mut files: Vec<(Arc<SourceFile>, Labels)> = Vec::new();
    for condition in &finding.story {
        let Some(at) = &condition.at else { continue };
        let read = |read: &Read| format!("{} = {}", clean(&read.pointer.to_string()), clean(&read.value));
        let mut reads: Vec<String> = condition.reads.iter().map(read).collect();
        reads.dedup();
        let text = reads.join(", ");
        let labels = match files.iter_mut().find(|(source, _)| Arc::ptr_eq(source, &at.source)) {
            Some((_, labels)) => labels,
            None => {
                files.push((at.source.clone(), Vec::new()));
                let Some((_, labels)) = files.last_mut() else { continue };
                labels
            }
        };
        match labels.iter_mut().find(|(span, _)| *span == at.span) {
            Some((_, known)) if !known.contains(&text) => *known = format!("{known}; {text}"),
            Some(_) => {}
            None => labels.push((at.span, text)),
        }
    }
    let frame = |(source, labels): (Arc<SourceFile>, Labels)| {
        let (excerpt, labels) = frame_labels(&source, &labels);
        Frame {
            code: String::new(),
            level: Level::Note,
            message: lang.pick("because these conditions held", "因为以下条件成立").to_owned(),
            help: String::new(),
            excerpt: Some(excerpt),
            labels,
            related: Vec::new(),
        }
    };
    files.into_iter().map(frame).collect()
}

/// Problems as frames, for standard error.
pub fn problems(problems: &[Problem], lang: Lang, style: Style) -> String {
    problems.iter().map(|problem| draw(&problem_frame(problem, lang), style) + "\n").collect()
}

fn finding_frame(report: &Report, finding: &Finding) -> Frame {
    let rule = report.rule(finding);
    let primary = &finding.primary;
    let (near, far): (Vec<&Label>, Vec<&Label>) =
        finding.related.iter().partition(|label| Arc::ptr_eq(&label.source, &primary.source));
    let labels: Vec<(Span, String)> = std::iter::once(primary)
        .chain(near)
        .map(|label| (label.span, clean(label.message.get(report.lang))))
        .collect();
    let (excerpt, labels) = frame_labels(&primary.source, &labels);
    let related = far.into_iter().map(|label| related_frame(label, report.lang)).collect();
    Frame {
        code: format!("{}[{}]", finding.severity.label(report.lang), clean(&rule.id)),
        level: Level::from(finding.severity),
        message: clean_lines(finding.message.get(report.lang)),
        help: help(report, finding),
        excerpt: Some(excerpt),
        labels,
        related,
    }
}

fn related_frame(label: &Label, lang: Lang) -> Frame {
    let message = clean(label.message.get(lang));
    let (excerpt, labels) = frame_labels(&label.source, &[(label.span, message.clone())]);
    let message = if message.is_empty() { lang.pick("related", "相关位置").to_owned() } else { message };
    Frame {
        code: String::new(),
        level: Level::Note,
        message,
        help: String::new(),
        excerpt: Some(excerpt),
        labels,
        related: Vec::new(),
    }
}

/// What to do, and the clauses that demand it.
pub(super) fn help(report: &Report, finding: &Finding) -> String {
    let mut lines = Vec::new();
    let remediation = report.rule(finding).remediation.get(report.lang);
    if !remediation.is_empty() {
        lines.push(clean_lines(remediation));
    }
    lines.extend(cited(report, report.lang.pick("required by ", "依据："), &report.citations(finding)));
    lines.join("\n")
}

/// Citations in a line behind what they are.
fn cited(report: &Report, what: &str, citations: &[Citation]) -> Option<String> {
    let texts: Vec<String> = Citation::texts(citations).iter().map(|text| clean(text)).collect();
    (!texts.is_empty()).then(|| format!("{what}{}", texts.join(report.lang.pick("; ", "；"))))
}

fn problem_frame(problem: &Problem, lang: Lang) -> Frame {
    let origin = problem.origin();
    let (excerpt, labels) = match &origin {
        None => (None, Vec::new()),
        Some(origin) => {
            let mut labels = vec![(origin.span, String::new())];
            if let Some((other, text)) =
                problem.other(lang).filter(|(other, _)| Arc::ptr_eq(&other.source, &origin.source))
            {
                labels[0].1 = lang.pick("and here", "再次出现于此").to_owned();
                labels.push((other.span, text));
            }
            let (excerpt, labels) = frame_labels(&origin.source, &labels);
            (Some(excerpt), labels)
        }
    };
    let elsewhere = problem.other(lang).filter(|(other, _)| {
        origin.as_ref().is_none_or(|origin| !Arc::ptr_eq(&other.source, &origin.source))
    });
    let related = elsewhere.into_iter().map(|(other, text)| {
        let (excerpt, labels) = frame_labels(&other.source, &[(other.span, text.clone())]);
        Frame {
            code: String::new(),
            level: Level::Note,
            message: text,
            help: String::new(),
            excerpt: Some(excerpt),
            labels,
            related: Vec::new(),
        }
    });
    Frame {
        code: format!("{}[{}]", lang.pick("problem", "问题"), problem.kind()),
        level: Level::Error,
        message: clean_lines(&problem.message(lang)),
        help: problem.help(lang).map(|help| clean_lines(&help)).unwrap_or_default(),
        excerpt,
        labels,
        related: related.collect(),
    }
}

/// What was found and what ran, in a few lines.
fn summary(report: &Report) -> String {
    let lang = report.lang;
    let total = report.total();
    let mut text = String::new();
    let counts: Vec<String> = Severity::ALL
        .iter()
        .filter(|severity| report.open(**severity) > 0)
        .map(|severity| format!("{} {}", report.open(*severity), severity.label(report.lang)))
        .collect();
    // Writing to a string does not fail.
    let open: usize = Severity::ALL.iter().map(|severity| report.open(*severity)).sum();
    let _ = match (open, lang) {
        (0, Lang::En) if !report.findings.is_empty() => writeln!(text, "no open findings"),
        (0, Lang::Zh) if !report.findings.is_empty() => writeln!(text, "没有待处理的发现"),
        (0, Lang::En) => writeln!(text, "no findings"),
        (0, Lang::Zh) => writeln!(text, "没有发现问题"),
        (count, Lang::En) => writeln!(text, "{}: {}", counted(count, "finding"), counts.join(", ")),
        (count, Lang::Zh) => writeln!(text, "共 {count} 项发现：{}", counts.join("、")),
    };
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "{} on {} in {}\n{}: {} passed, {} failed, {} errored; {} not applicable",
            counted(report.rules_run(), "rule"),
            counted(report.documents, "document"),
            counted(report.files, "file"),
            counted(total.evaluated, "evaluation"),
            total.passed,
            total.failed,
            total.errored,
            total.not_applicable,
        ),
        Lang::Zh => writeln!(
            text,
            "{} 条规则，{} 个文件中的 {} 份文档\n求值 {} 次：通过 {}，未通过 {}，出错 {}；不适用 {}",
            report.rules_run(),
            report.files,
            report.documents,
            total.evaluated,
            total.passed,
            total.failed,
            total.errored,
            total.not_applicable,
        ),
    };
    let cross_check = report.cross_check.iter().flat_map(|checked| cross_check::lines(checked, lang));
    for line in notes(report).into_iter().chain(cross_check) {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn notes(report: &Report) -> Vec<String> {
    let lang = report.lang;
    let left_out = report.left_out;
    let mut notes = Vec::new();
    let mut note = |count: usize, en: String, zh: String| {
        if count > 0 {
            notes.push(lang.pick(en, zh));
        }
    };
    let n = report.waived();
    note(n, format!("waived: {}", counted(n, "finding")), format!("已豁免：{n} 项"));
    let (n, unwaivable) = (report.baselined(), report.baselined_unwaivable());
    let (of_en, of_zh) = match unwaivable {
        0 => (String::new(), String::new()),
        n => (
            format!(", {n} of them of controls that allow no waiver"),
            format!("，其中 {n} 项属于不得豁免的控制"),
        ),
    };
    note(
        n,
        format!("in the baseline: {}{of_en}", counted(n, "finding")),
        format!("基线中已有：{n} 项{of_zh}"),
    );
    let n = report.triage.fixed.len();
    let (then_en, then_zh) = match report.triage.baseline {
        Some(_) => ("taken out of it", "已从基线移除"),
        None => ("`--update-baseline` takes them out", "可用 `--update-baseline` 移除"),
    };
    note(
        n,
        format!("fixed since the baseline was made: {n}; {then_en}"),
        format!("基线中已整改：{n} 项；{then_zh}"),
    );
    let n = report.triage.unchanged.unwrap_or_default();
    note(
        n,
        format!("outside of the changed lines: {}", counted(n, "finding")),
        format!("位于未改动的行：{n} 项"),
    );
    let n = left_out.excluded;
    note(
        n,
        format!("left out: {n} by `exclude` or `include`"),
        format!("按 `exclude` 或 `include` 排除：{n} 项"),
    );
    let n = left_out.unknown;
    note(n, format!("left out: {n} of no known format"), format!("格式未知而未检查：{n} 个文件"));
    let n = left_out.links;
    note(
        n,
        format!("left out: {n} linked from outside of the tree"),
        format!("指向目录树之外而未跟随的链接：{n} 个"),
    );
    let n = report.not_in_effect().count();
    let ids: Vec<&str> = report.not_in_effect().map(|rule| rule.id.as_str()).collect();
    note(
        n,
        format!("not in effect on {}: {}", report.as_of, ids.join(", ")),
        format!("{} 尚未生效或已失效的规则：{}", report.as_of, ids.join("、")),
    );
    let (all, n) = (report.findings.len(), report.total().violations);
    note(
        if all > n { n } else { 0 },
        format!("{all} findings of {}: some hold at several places", counted(n, "violation")),
        format!("{n} 项违规，共 {all} 处：部分违规出现在多处"),
    );
    let n = report.unlocated();
    note(
        n,
        format!("{} located by document only: the policy says no place", counted(n, "finding")),
        format!("{n} 项发现只能定位到文档：策略没有给出位置"),
    );
    let n = report.policies.params.overrides.len();
    let overrides = report.policies.params.overrides.iter();
    let names: Vec<String> = overrides
        .map(|(name, with)| format!("{} = {}", clean(name), clean(&with.value.to_string())))
        .collect();
    note(
        n,
        format!("parameters overridden: {}", names.join(", ")),
        format!("已覆盖的参数：{}", names.join("、")),
    );
    let n = problem::count(&report.problems);
    note(
        n,
        format!("{}: not everything could be checked", counted(n, "problem")),
        format!("{n} 个问题：未能全部检查"),
    );
    notes.extend(set_aside(report));
    notes
}

/// What policies except themselves, and what cannot be told before it is applied.
fn set_aside(report: &Report) -> Vec<String> {
    let (excepted, unknown) = (report.excepted(), report.total().unknown);
    let excepted = (excepted > 0).then(|| {
        report.lang.pick(
            format!("excepted by their policies: {}", counted(excepted, "finding")),
            format!("策略自身列为例外：{excepted} 项"),
        )
    });
    let unknown = (unknown > 0).then(|| {
        report.lang.pick(
            format!("unknown: {} on values that are known at apply alone", counted(unknown, "verdict")),
            format!("未知：{unknown} 项判定取决于应用时才能确定的值"),
        )
    });
    excepted.into_iter().chain(unknown).collect()
}
