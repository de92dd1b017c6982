//! What the options that commands share come to, with the configuration file behind them.

use super::values;
use crate::cli::{Evaluation, Policies};
use crate::config::{self, Config, FailOn};
use crate::discover;
use crate::document::Limits;
use crate::policy::load::PolicySource;
use crate::policy::params::Override;
use crate::policy::{LoadOptions, Severity};
use crate::problem::Problem;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How to evaluate.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// Threads; 0 for as many as there are processors.
    pub jobs: usize,
    /// Time allowed for one evaluation.
    pub timeout: Duration,
    /// Bounds on documents.
    pub limits: Limits,
}

/// An option whose value cannot be followed. The value alone would not tell which one.
pub fn of_option(name: &str, reason: &str) -> Problem {
    Problem::Usage { reason: format!("{name}: {reason}") }
}

/// The folder that relative paths start from.
///
/// # Errors
/// It is gone.
pub fn working_directory() -> Result<PathBuf, Problem> {
    std::env::current_dir()
        .map_err(|error| Problem::Usage { reason: format!("no working directory: {error}") })
}

/// Where the configuration file lies: see [`configuration`].
pub fn configuration_file(
    named: Option<&Path>,
    paths: &[PathBuf],
    working_directory: &Path,
) -> Option<PathBuf> {
    let first = paths.iter().find(|path| *path != Path::new("-"));
    let found = || config::find(first.map_or(Path::new("."), PathBuf::as_path), working_directory);
    named.map(Path::to_path_buf).or_else(found)
}

/// The configuration file: the one named, else the nearest one upward from the first path, else none.
///
/// # Errors
/// The file cannot be read or followed.
pub fn configuration(
    named: Option<&Path>,
    paths: &[PathBuf],
    working_directory: &Path,
) -> Result<Config, Problem> {
    let Some(path) = configuration_file(named, paths, working_directory) else {
        return Ok(Config::default());
    };
    let source =
        discover::read(&path, &discover::shown(&path, working_directory), Limits::default().file_size)?;
    let absolute = working_directory.join(&path);
    config::read(&source, absolute.parent().unwrap_or(working_directory))
}

impl Settings {
    /// From the options.
    ///
    /// # Errors
    /// A value that cannot be followed.
    pub fn new(cli: &Evaluation) -> Result<Self, Problem> {
        let size =
            values::size(&cli.max_file_size).map_err(|reason| of_option("--max-file-size", &reason))?;
        let as_of = match &cli.as_of {
            Some(day) => values::day(day).map_err(|reason| of_option("--as-of", &reason))?,
            None => chrono::Local::now().date_naive(),
        };
        Ok(Settings {
            as_of,
            jobs: cli.jobs,
            timeout: values::duration(&cli.timeout).map_err(|reason| of_option("--timeout", &reason))?,
            limits: Limits { file_size: size, ..Limits::default() },
        })
    }
}

/// Policies as they are named on the command line.
///
/// # Errors
/// A bare name that is no pack and no path.
pub fn policy_sources(names: &[String]) -> Result<Vec<PolicySource>, Problem> {
    names.iter().map(|text| PolicySource::parse(text, Path::new(""))).collect()
}

/// The severity at which a run fails: by option, else by configuration, else medium.
///
/// # Errors
/// A word that is no severity.
pub fn fail_on(option: Option<&str>, config: Option<FailOn>) -> Result<FailOn, Problem> {
    let Some(name) = option else { return Ok(config.unwrap_or(FailOn::Severity(Severity::Medium))) };
    let wrong = || format!("{name:?} is not one of critical, high, medium, low, info, never");
    FailOn::from_name(name).ok_or_else(|| of_option("--fail-on", &wrong()))
}

/// What to load: policies by option, else those of the configuration, else the `custody` pack; data and
/// parameters of both, where an option wins.
///
/// # Errors
/// A value that cannot be followed.
pub fn load_options(
    cli: &Policies,
    config: &Config,
    working_directory: &Path,
    limits: Limits,
) -> Result<LoadOptions, Problem> {
    let named = policy_sources(&cli.policy)?;
    let policies = match (named.is_empty(), &config.policies) {
        (false, _) => named,
        (true, Some(configured)) => configured.clone(),
        (true, None) => vec![PolicySource::Pack("custody".to_owned())],
    };
    let configured = config.params.iter().map(|with| (with.name.clone(), with.clone()));
    let mut params: BTreeMap<String, Override> = configured.collect();
    for text in &cli.param {
        let (name, value) = values::param(text).map_err(|reason| of_option("--param", &reason))?;
        params.insert(name.clone(), Override::from_option(name, value, text));
    }
    Ok(LoadOptions {
        policies,
        beside: Vec::new(),
        data: config.data.iter().chain(&cli.data).cloned().collect(),
        params: params.into_values().collect(),
        v0: cli.rego_v0,
        v0_folders: config.v0_folders.clone(),
        limits,
        working_directory: working_directory.to_path_buf(),
    })
}
