//! `human`: a frame for each failure, and a summary.

use super::{Cause, Coverage, CoveredFile, Failure, Mismatch, Outcome, TestReport, TestResult, percent};
use crate::engine::EvaluationError;
use crate::lang::{Lang, counted};
use crate::problem::Origin;
use crate::report::Style;
use crate::report::cross_check;
use crate::report::excerpt::clean;
use crate::report::frame::{Frame, Level, clean_lines, draw};
use std::io::{self, Write};

pub fn render(report: &TestReport, style: Style, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    for result in &report.results {
        for frame in frames(result, report.lang) {
            writeln!(out, "{}", draw(&frame, style))?;
        }
        if verbose && result.failure().is_none() {
            writeln!(out, "{}", line(result, report.lang))?;
        }
        if verbose || result.failure().is_some() {
            prints(result, out)?;
        }
    }
    if let Some(coverage) = &report.coverage {
        covered(coverage, report.lang, style, verbose, out)?;
    }
    out.write_all(summary(report).as_bytes())
}

/// A line a policy that is not covered as a whole, every one where asked for; what is not covered as frames
/// then.
fn covered(
    coverage: &Coverage,
    lang: Lang,
    style: Style,
    verbose: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    for file in &coverage.files {
        let (covered, all) = (file.covered(), file.lines.len());
        if verbose || covered < all {
            let share = format!("{:5.1}%  {covered}/{all}", percent(covered, all));
            writeln!(out, "{share:18}{}", clean(&file.origin.source.path))?;
        }
        for lines in runs(file).into_iter().filter(|_| verbose) {
            let places = lines.iter().filter_map(|&line| {
                let mut span = file.origin.source.line(line as usize)?;
                let text = file.origin.source.slice(span);
                span.start += (text.len() - text.trim_start().len()) as u32;
                Some((Origin::new(&file.origin.source, span), String::new()))
            });
            let message = lang.pick("no test evaluates this", "没有测试对此求值").to_owned();
            let frame = Frame::at(Level::Warning, message, String::new(), &places.collect::<Vec<_>>());
            writeln!(out, "{}", draw(&frame, style))?;
        }
    }
    for (name, at) in &coverage.untouched {
        let (name, at) = (clean(name), clean(&at.line()));
        writeln!(
            out,
            "{}",
            lang.pick(format!("no test touches {name} ({at})"), format!("没有测试涉及 {name}（{at}）"))
        )?;
    }
    let ((covered, all), share) = (coverage.total(), coverage.percent());
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("coverage: {share:.1}%, {covered} of {}", counted(all, "line")),
            format!("覆盖率：{share:.1}%，{all} 行中的 {covered} 行")
        )
    )?;
    match coverage.threshold.filter(|_| coverage.is_low()) {
        Some(least) => writeln!(
            out,
            "{}",
            lang.pick(format!("that is less than {least}%"), format!("低于要求的 {least}%"))
        ),
        None => Ok(()),
    }
}

/// The lines of a policy that were not evaluated, those that follow each other together.
fn runs(file: &CoveredFile) -> Vec<Vec<u32>> {
    let mut runs: Vec<Vec<u32>> = Vec::new();
    let mut last = None;
    for (&line, &times) in &file.lines {
        match runs.last_mut().filter(|_| last == Some(false) && times == 0) {
            Some(run) => run.push(line),
            None if times == 0 => runs.push(vec![line]),
            None => {}
        }
        last = Some(times > 0);
    }
    runs
}

fn frames(result: &TestResult, lang: Lang) -> Vec<Frame> {
    let Some(failure) = result.failure() else { return Vec::new() };
    let code = format!("{}[{}]", lang.pick("failed", "失败"), clean(&result.full_name()));
    let Cause::Fixture(mismatches) = &failure.cause else {
        return vec![frame(result, failure, lang).with_code(code)];
    };
    let frame = |mismatch: &Mismatch| {
        let help = match mismatch {
            Mismatch::Problem(problem) => problem.help(lang).unwrap_or_default(),
            _ => String::new(),
        };
        Frame::at(
            Level::Error,
            clean_lines(&mismatch.message(lang)),
            clean_lines(&help),
            &mismatch.places(lang),
        )
        .with_code(code.clone())
    };
    mismatches.iter().map(frame).collect()
}

fn frame(result: &TestResult, failure: &Failure, lang: Lang) -> Frame {
    let at = failure.place(&result.origin);
    let mut places = vec![(at.clone(), String::new())];
    // The test is shown too where something else is underlined.
    let elsewhere = at.source.path != result.origin.source.path;
    if elsewhere || at.span != result.origin.span {
        let text = if elsewhere { lang.pick("in this test", "所在测试") } else { "" };
        places.push((result.origin.clone(), text.to_owned()));
    }
    if let Cause::Error(EvaluationError { other: Some(other), .. }) = &failure.cause {
        places.push((other.clone(), lang.pick("the other is here", "另一处在此").to_owned()));
    }
    let help = failure.details(lang).join("\n");
    Frame::at(Level::Error, failure.message(lang), help, &places)
}

fn line(result: &TestResult, lang: Lang) -> String {
    let word = match result.outcome {
        Outcome::Passed => lang.pick("passed", "通过"),
        Outcome::Skipped => lang.pick("skipped", "跳过"),
        Outcome::Failed(_) => lang.pick("failed", "失败"),
    };
    format!("{word}  {}", clean(&result.full_name()))
}

fn prints(result: &TestResult, out: &mut dyn Write) -> io::Result<()> {
    for print in &result.prints {
        for line in print.lines() {
            writeln!(out, "    {}", clean(line))?;
        }
    }
    Ok(())
}

fn summary(report: &TestReport) -> String {
    let (total, passed, failed, skipped) =
        (report.results.len(), report.passed(), report.failed(), report.skipped());
    let mut text = report.lang.pick(
        format!("{}: {passed} passed, {failed} failed, {skipped} skipped\n", counted(total, "test")),
        format!("{total} 项测试：通过 {passed}，失败 {failed}，跳过 {skipped}\n"),
    );
    let mut note = |count: usize, en: String, zh: String| {
        if count > 0 {
            text.push_str(&report.lang.pick(en, zh));
            text.push('\n');
        }
    };
    let n = report.not_run;
    note(n, format!("not run after the first failure: {n}"), format!("首次失败后未运行：{n} 项"));
    let n = report.derived;
    note(
        n,
        format!("not run for what was told of another test: {n}"),
        format!("因上述同一原因未运行：{n} 项"),
    );
    let n = report.left_out;
    note(n, format!("left out by `--run`: {n}"), format!("因 `--run` 未运行：{n} 项"));
    let n = report.blessed.len();
    note(n, format!("expectations written: {n}"), format!("已写入预期：{n} 个文件"));
    let n = crate::problem::count(&report.problems);
    note(
        n,
        format!("{n} problem{}: not everything could be tested", if n == 1 { "" } else { "s" }),
        format!("{n} 个问题：未能全部测试"),
    );
    for line in report.cross_check.iter().flat_map(|checked| cross_check::lines(checked, report.lang)) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}
