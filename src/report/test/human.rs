//! `human`: a frame for each failure, and a summary.

use super::{Cause, Failure, Mismatch, Outcome, TestReport, TestResult};
use crate::lang::Lang;
use crate::report::Style;
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
    out.write_all(summary(report).as_bytes())
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
        format!("{total} tests: {passed} passed, {failed} failed, {skipped} skipped\n"),
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
    let n = report.left_out;
    note(n, format!("left out by `--run`: {n}"), format!("因 `--run` 未运行：{n} 项"));
    let n = report.blessed.len();
    note(n, format!("expectations written: {n}"), format!("已写入预期：{n} 个文件"));
    let n = report.problems.len();
    note(
        n,
        format!("{n} problem{}: not everything could be tested", if n == 1 { "" } else { "s" }),
        format!("{n} 个问题：未能全部测试"),
    );
    text
}
