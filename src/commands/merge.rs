//! `fiducia merge`: the shards of a run into the run. Nothing is evaluated again; everything else, from places to waivers
//! and the baseline, is decided over the whole, so what comes out is what one run would have said.

use super::sharded::Options;
use super::{Deliver, Outcome, check, settings};
use crate::check::part::{Merged, Part, Written};
use crate::cli::{Check, Merge};
use crate::compare;
use crate::discover;
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use crate::watch::Watch;
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// What is read of a report.
#[derive(Deserialize)]
struct Report {
    tool: Tool,
    shard: Option<Written>,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    version: String,
}

/// Merges, and renders the reports asked for.
pub fn run(cli: &Merge, watch: &Watch, deliver: Deliver) -> Outcome {
    match merged(cli) {
        Err(problem) => Outcome::refused(problem, cli.display),
        Ok((check, merged)) if check.update_baseline && check.baseline.is_none() => {
            drop(merged);
            let problem = Problem::refused(
                "--update-baseline: the shards were evaluated without `--baseline`",
                "--update-baseline：各分片运行时未指定 `--baseline`",
            );
            Outcome::refused(problem, cli.display)
        }
        Ok((check, merged)) => check::run_part(&check, watch, Part::Merged(merged), deliver),
    }
}

fn merged(cli: &Merge) -> Result<(Check, Merged), Problem> {
    let working_directory = settings::working_directory()?;
    let mut shards: Vec<Written> = Vec::new();
    let mut options: Option<Value> = None;
    for path in &cli.reports {
        let shard = read(path, &discover::shown(path, &working_directory))?;
        if options.as_ref().is_some_and(|options| *options != shard.options) {
            return Err(Problem::refused(
                format!(
                    "{} is of a run with other options, or of another day; say the day with `--as-of`",
                    path.display()
                ),
                format!("{} 所用选项或评估日期与其他分片不同；请用 `--as-of` 指定日期", path.display()),
            ));
        }
        options = Some(shard.options.clone());
        shards.push(shard);
    }
    let merged = Merged::new(shards)?;
    let options: Options = serde_json::from_value(options.unwrap_or_default()).map_err(|error| {
        Problem::refused(
            format!("these reports do not say how they were made: {error}"),
            format!("报告中没有可用的运行选项：{error}"),
        )
    })?;
    Ok((options.check(cli), merged))
}

fn read(path: &Path, shown: &str) -> Result<Written, Problem> {
    let source = discover::read(path, shown, compare::LARGEST)?;
    let whole = Origin::new(&source, Span::new(0, source.text.len().min(1)));
    let report: Report = serde_json::from_str(&source.text).map_err(|error| {
        Problem::refused_at(
            place(&source, &error),
            format!("this is no JSON report of `fiducia check`: {error}"),
            format!("这不是 `fiducia check` 的 JSON 报告：{error}"),
        )
    })?;
    let own = env!("CARGO_PKG_VERSION");
    if report.tool.name != env!("CARGO_PKG_NAME") || report.tool.version != own {
        let (name, version) = (report.tool.name, report.tool.version);
        return Err(Problem::refused_at(
            whole,
            format!(
                "this report was written by {name} {version}, and shards are merged by the version that evaluated them; this is {own}"
            ),
            format!("该报告由 {name} {version} 写出；分片须由同一版本合并，此处为 {own}"),
        ));
    }
    report.shard.ok_or_else(|| {
        Problem::refused_at(
            whole,
            "this report is of a whole run: shards are made with `check --shard I/N -f json`",
            "这是完整运行的报告：分片由 `check --shard I/N -f json` 生成",
        )
    })
}

/// Where a text is not what it should be.
fn place(source: &Arc<SourceFile>, error: &serde_json::Error) -> Origin {
    let line = source.line(error.line().max(1)).unwrap_or_default();
    let before = source.slice(line).char_indices().nth(error.column().saturating_sub(1));
    let start = before.map_or(line.end, |(at, _)| line.start + u32::try_from(at).unwrap_or(0));
    Origin::new(source, Span { start, end: line.end.max(start) })
}
