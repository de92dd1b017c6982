//! `fiducia lint`.

use super::output::Reports;
use super::settings::{self, of_option};
use super::{Outcome, terminal, values};
use crate::cli::Lint;
use crate::document::Limits;
use crate::lint::{LintOptions, lint};
use crate::policy::LoadOptions;
use crate::policy::load::{Loader, PolicySource};
use crate::problem::Problem;
use crate::report::human;
use std::path::PathBuf;

/// Looks for mistakes in policies, and renders the reports asked for.
pub fn run(cli: &Lint) -> Outcome {
    let style = terminal::style(cli.display.color, &std::io::stderr());
    let (options, load) = match options(cli) {
        Ok(options) => options,
        Err(problem) => {
            let stderr = human::problems(&[problem], cli.display.lang.unwrap_or_default(), style);
            return Outcome { stderr, code: 2, ..Outcome::default() };
        }
    };
    let report = lint(&options, Loader::read(&load));
    let stderr = human::problems(&report.problems, report.lang, style);
    let mut outcome = Outcome { code: report.exit_code(), stderr, ..Outcome::default() };
    let reports = Reports { reporting: &cli.reporting, quiet: cli.quiet, color: cli.display.color };
    reports.deliver(&report, &mut outcome);
    outcome
}

fn options(cli: &Lint) -> Result<(LintOptions, LoadOptions), Problem> {
    let working_directory = settings::working_directory()?;
    let paths: Vec<PathBuf> = cli.paths.iter().map(PathBuf::from).collect();
    let config = settings::configuration(cli.policies.config.as_deref(), &paths, &working_directory)?;
    let size = values::size(&cli.max_file_size).map_err(|reason| of_option("--max-file-size", &reason))?;
    let limits = Limits { file_size: size, ..Limits::default() };
    let named = settings::policy_sources(&cli.paths)?;
    let policies = match (named.is_empty(), &config.policies) {
        (false, _) => named,
        (true, Some(configured)) => configured.clone(),
        (true, None) => vec![PolicySource::Path(PathBuf::from("."))],
    };
    let beside = settings::policy_sources(&cli.policies.policy)?;
    let load = settings::load_options(&cli.policies, &config, &working_directory, limits)?;
    let options = LintOptions {
        only: cli.only.clone(),
        skip: cli.skip.clone(),
        as_of: chrono::Local::now().date_naive(),
        lang: cli.display.lang.or(config.lang).unwrap_or_default(),
        fail_on: settings::fail_on(cli.reporting.fail_on.as_deref(), config.fail_on)?,
    };
    Ok((options, LoadOptions { policies, beside, ..load }))
}
