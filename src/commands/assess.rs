//! `fiducia assess`.

use super::output::{self, Output};
use super::progress::Bar;
use super::settings::{self, Settings};
use super::{Outcome, check, terminal};
use crate::assess::render::{explain, render};
use crate::assess::{Assessment, assess};
use crate::check::{CheckOptions, check_documents};
use crate::cli::Assess;
use crate::config::FailOn;
use crate::discover::DiscoverOptions;
use crate::lint;
use crate::policy::LoadOptions;
use crate::policy::load::Loader;
use crate::problem::Problem;
use crate::report::{Report, human};
use crate::triage::TriageOptions;
use crate::watch::Watch;

/// Assesses, and renders the reports asked for.
pub fn run(cli: &Assess, watch: &Watch) -> Outcome {
    let style = terminal::style(cli.display.color, &std::io::stderr());
    let (options, load) = match options(cli) {
        Ok(prepared) => prepared,
        Err(problem) => {
            let lang = cli.display.lang.unwrap_or_default();
            return Outcome {
                stderr: human::problems(&[problem], lang, style),
                code: 2,
                ..Outcome::default()
            };
        }
    };
    let bar = Bar::new(!cli.no_progress);
    let mut loader = Loader::read(&load);
    lint::refuse(&mut loader);
    let (report, documents) = check_documents(&options, loader.compile(), watch, &bar);
    drop(bar);
    let mut outcome =
        Outcome { stderr: human::problems(&report.problems, report.lang, style), ..Outcome::default() };
    match assess(&report, &documents, cli.assessment.as_deref()) {
        Err(problems) => {
            outcome.stderr.push_str(&human::problems(&problems, report.lang, style));
            outcome.code = 2;
        }
        Ok(assessment) => {
            outcome.code = code(cli, &report, &assessment);
            if let Err(problem) = write(cli, &report, &assessment, &mut outcome) {
                outcome.stderr.push_str(&human::problems(&[problem], report.lang, style));
                outcome.code = 2;
            }
        }
    }
    outcome
}

/// 2 if something could not be checked, else 1 if the grade is worse than the one asked for or withheld, else 0.
fn code(cli: &Assess, report: &Report, assessment: &Assessment) -> u8 {
    if !report.problems.is_empty() {
        return 2;
    }
    let short = |wanted| assessment.grading.grade.is_none_or(|grade| grade > wanted);
    u8::from(cli.min_grade.is_some_and(short))
}

fn write(
    cli: &Assess,
    report: &Report,
    assessment: &Assessment,
    outcome: &mut Outcome,
) -> Result<(), Problem> {
    if let Some(key) = &cli.explain {
        let known =
            || assessment.model.indicators.iter().map(|heading| heading.key.as_str()).collect::<Vec<_>>();
        let text = explain(assessment, report, key).ok_or_else(|| {
            settings::of_option("--explain", &format!("{key:?} is not one of {}", known().join(", ")))
        })?;
        outcome.stdout = text.into_bytes();
        return Ok(());
    }
    let mut replaced = false;
    for target in &cli.output {
        let Output { format, path } = Output::parse(target)?;
        replaced |= format.is_none();
        output::write(&path, render(assessment, report, format.unwrap_or(cli.format)).as_bytes())?;
    }
    if !replaced {
        outcome.stdout = render(assessment, report, cli.format).into_bytes();
    }
    Ok(())
}

fn options(cli: &Assess) -> Result<(CheckOptions, LoadOptions), Problem> {
    let working_directory = settings::working_directory()?;
    let config = settings::configuration(cli.policies.config.as_deref(), &cli.paths, &working_directory)?;
    let Settings { as_of, jobs, timeout, limits } = Settings::new(&cli.evaluation)?;
    let load = settings::load_options(&cli.policies, &config, &working_directory, limits)?;
    let waiver_files = check::waiver_files(cli.policies.config.as_deref(), &cli.paths, &working_directory);
    let triage = TriageOptions { waiver_files, inline: true, ..TriageOptions::default() };
    let options = CheckOptions {
        discover: DiscoverOptions {
            paths: cli.paths.clone(),
            exclude: config.exclude,
            include: config.include,
            formats: config.formats,
            working_directory,
        },
        standard_input: None,
        limits,
        jobs,
        only: Vec::new(),
        skip: Vec::new(),
        as_of,
        timeout,
        strict_builtin_errors: false,
        explain: false,
        lang: cli.display.lang.or(config.lang).unwrap_or_default(),
        fail_on: FailOn::Never,
        allow_empty: false,
        triage,
    };
    Ok((options, load))
}
