//! `fiducia merge`: the shards of a run into the run. Nothing is evaluated again; everything else, from places to waivers
//! and the baseline, is decided over the whole, so what comes out is what one run would have said.

use super::{Outcome, check, settings};
use crate::check::part::{Merged, Part, Written};
use crate::cli::{Check, Evaluation, Merge, Policies};
use crate::compare;
use crate::discover;
use crate::document::YamlVersion;
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use crate::watch::Watch;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// The options of `check` that say what is evaluated. Shards write them down, and who merges takes them from there.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Options {
    paths: Vec<String>,
    policy: Vec<String>,
    data: Vec<String>,
    param: Vec<String>,
    rego_v0: bool,
    #[serde(default)]
    capabilities: Vec<String>,
    config: Option<String>,
    as_of: String,
    max_file_size: String,
    #[serde(default)]
    format_of: Vec<String>,
    #[serde(default)]
    yaml: Option<String>,
    #[serde(default)]
    combine: bool,
    only: Vec<String>,
    skip: Vec<String>,
    no_inline_waivers: bool,
    baseline: Option<String>,
    strict_builtin_errors: bool,
    allow_empty: bool,
}

impl Options {
    /// Those of a run on a day.
    ///
    /// # Errors
    /// A path that is no text could not be written down.
    pub(super) fn new(cli: &Check, as_of: String) -> Result<Self, Problem> {
        let text = |path: &std::path::PathBuf| match path.to_str() {
            Some("-") => Err(Problem::refused(
                "--shard: standard input cannot be shared out",
                "--shard：标准输入无法分片",
            )),
            Some(text) => Ok(text.to_owned()),
            None => Err(Problem::refused(
                format!("--shard: the path {} is no text", path.display()),
                format!("--shard：路径 {} 不是有效文本", path.display()),
            )),
        };
        let texts = |paths: &[std::path::PathBuf]| paths.iter().map(text).collect::<Result<Vec<_>, _>>();
        Ok(Options {
            paths: texts(&cli.paths)?,
            policy: cli.policies.policy.clone(),
            data: texts(&cli.policies.data)?,
            param: cli.policies.param.clone(),
            rego_v0: cli.policies.rego_v0,
            capabilities: texts(&cli.policies.capabilities)?,
            config: cli.policies.config.as_ref().map(text).transpose()?,
            as_of,
            max_file_size: cli.evaluation.max_file_size.clone(),
            format_of: cli.evaluation.format_of.clone(),
            yaml: cli.evaluation.yaml.map(|version| version.name().to_owned()),
            combine: cli.combine,
            only: cli.only.clone(),
            skip: cli.skip.clone(),
            no_inline_waivers: cli.no_inline_waivers,
            baseline: cli.baseline.as_ref().map(text).transpose()?,
            strict_builtin_errors: cli.strict_builtin_errors,
            allow_empty: cli.allow_empty,
        })
    }

    /// The command line that would do the same in one run.
    fn check(self, merge: &Merge) -> Check {
        let paths = |texts: Vec<String>| texts.into_iter().map(Into::into).collect();
        Check {
            paths: paths(self.paths),
            policies: Policies {
                policy: self.policy,
                data: paths(self.data),
                param: self.param,
                rego_v0: self.rego_v0,
                capabilities: paths(self.capabilities),
                config: self.config.map(Into::into),
            },
            evaluation: Evaluation {
                as_of: Some(self.as_of),
                jobs: 0,
                // Nothing is evaluated.
                timeout: "10s".to_owned(),
                max_time: "10m".to_owned(),
                max_memory: "2GiB".to_owned(),
                max_file_size: self.max_file_size,
                format_of: self.format_of,
                yaml: self.yaml.as_deref().and_then(YamlVersion::from_name),
            },
            display: merge.display,
            reporting: merge.reporting.clone(),
            only: self.only,
            skip: self.skip,
            no_inline_waivers: self.no_inline_waivers,
            baseline: self.baseline.map(Into::into),
            update_baseline: merge.update_baseline,
            changed_since: merge.changed_since.clone(),
            trusted_config: None,
            strict_builtin_errors: self.strict_builtin_errors,
            combine: self.combine,
            cross_check: false,
            explain: None,
            allow_empty: self.allow_empty,
            stdin_format: None,
            shard: None,
            no_progress: true,
            quiet: merge.quiet,
            verbose: merge.verbose,
        }
    }
}

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
pub fn run(cli: &Merge, watch: &Watch) -> Outcome {
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
        Ok((check, merged)) => check::run_part(&check, watch, Part::Merged(merged)),
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
