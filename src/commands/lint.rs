//! `fiducia lint`.

use super::member;
use super::settings::{self, Start};
use super::{Deliver, Outcome, output};
use crate::cli::Lint;
use crate::lint::{LintOptions, lint};
use crate::policy::LoadOptions;
use crate::policy::load::{Loader, PolicySource};
use crate::problem::Problem;
use std::path::PathBuf;

/// Looks for mistakes in policies, and renders the reports asked for.
pub fn run(cli: &Lint, deliver: Deliver) -> Outcome {
    let paths: Vec<PathBuf> = cli.paths.iter().map(PathBuf::from).collect();
    let start = settings::limits(&cli.max_file_size)
        .and_then(|limits| Start::new(&cli.policies, cli.display, &paths, limits));
    let start = match start {
        Ok(start) => start,
        Err(problem) => return Outcome::refused(problem, cli.display),
    };
    let display = start.display;
    match options(cli, start) {
        Err(problem) => Outcome::refused(problem, display),
        Ok((options, load)) => {
            let mut report = lint(&options, Loader::read(&load));
            report.links.clone_from(&cli.reporting.link_base);
            let mut outcome = Outcome { code: report.exit_code(), ..Outcome::default() };
            outcome.tell(&report.problems, display);
            match member::member(&cli.reporting, &paths, &load.working_directory) {
                Err(problem) => outcome.fail(&[problem], display),
                Ok((member, unknown)) => {
                    report.member = member;
                    outcome.stderr.extend(unknown.iter().map(|problem| member::note(problem, report.lang)));
                    output::reports(&report, &cli.reporting, cli.quiet, display, &mut outcome, deliver);
                }
            }
            outcome
        }
    }
}

fn options(cli: &Lint, start: Start) -> Result<(LintOptions, LoadOptions), Problem> {
    let named = settings::policy_sources(&cli.paths)?;
    let policies = match (named.is_empty(), &start.config.policies) {
        (false, _) => named,
        (true, Some(configured)) => configured.clone(),
        (true, None) => vec![PolicySource::Path(PathBuf::from("."))],
    };
    let beside = settings::policy_sources(&cli.policies.policy)?;
    let options = LintOptions {
        only: cli.only.clone(),
        skip: cli.skip.clone(),
        as_of: super::today().unwrap_or_default(),
        lang: start.lang(),
        fail_on: settings::fail_on(cli.reporting.fail_on.as_deref(), start.config.fail_on)?,
    };
    Ok((options, LoadOptions { policies, beside, ..start.load }))
}
