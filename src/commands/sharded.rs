//! What a shard writes down of its options, and who merges takes from there.

use crate::cli::{Check, Evaluation, Merge, Policies};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

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
            yaml: cli.evaluation.yaml.clone(),
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
    pub(super) fn check(self, merge: &Merge) -> Check {
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
                yaml: self.yaml,
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
            cache: None,
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
