//! `fiducia test`.

use super::changes::{Changes, Places};
use super::settings::{self, Settings, Start, of_option};
use super::{Deliver, Outcome, output, terminal};
use crate::cli::{Display, Test};
use crate::config::Config;
use crate::lang::Lang;
use crate::policy::load::PolicySource;
use crate::problem::Problem;
use crate::report::Style;
use crate::report::test::{TestFormat, TestReport, render};
use crate::testing::{TestOptions, test};
use crate::watch::Watch;
use regex::Regex;
use std::path::{Path, PathBuf};

/// Tests, and renders the results.
pub fn run(cli: &Test, watch: &Watch) -> Outcome {
    match options(cli) {
        Ok(options) => write(cli, &test(&options, watch)),
        Err(problem) => Outcome::refused(problem, cli.display),
    }
}

/// Tests, and tests again whenever a file changes. Only what keeps the first run from starting ends it.
pub fn run_again(cli: &Test, watch: &Watch, deliver: Deliver) {
    let began = options(cli).and_then(|options| {
        let changes = Changes::new(places(cli, &options))?;
        Ok((options, changes))
    });
    let (mut options, mut changes) = match began {
        Ok(began) => began,
        Err(problem) => {
            deliver(Outcome::refused(problem, cli.display));
            return;
        }
    };
    loop {
        watch.begin();
        let outcome = write(cli, &test(&options, watch));
        watch.end();
        if !deliver(outcome) {
            return;
        }
        options = loop {
            let next = changes.wait(options.lang).and_then(|changed| {
                deliver(separator(cli, &changed, options.lang));
                let options = self::options(cli)?;
                changes.watch(places(cli, &options))?;
                Ok(options)
            });
            match next {
                Ok(options) => break options,
                Err(problem) => {
                    if !deliver(Outcome::refused(problem, cli.display)) {
                        return;
                    }
                }
            }
        };
    }
}

/// What tells runs apart, on standard error: the report alone is on standard output.
fn separator(cli: &Test, changed: &str, lang: Lang) -> Outcome {
    let style = terminal::style(cli.display.color, &std::io::stderr());
    let line = if style.unicode { "─" } else { "-" }.repeat(style.width);
    let changed = lang.pick(format!("changed: {changed}"), format!("有改动：{changed}"));
    // Nothing was tested since the change.
    Outcome { stderr: format!("\n{line}\n{changed}\n\n"), code: 2, ..Outcome::default() }
}

/// Everything that a run reads.
fn places(cli: &Test, options: &TestOptions) -> Places {
    let policies = options.load.policies.iter().filter_map(|source| match source {
        PolicySource::Path(path) => Some(path.clone()),
        PolicySource::Pack(_) => None,
    });
    let working_directory = options.load.working_directory.clone();
    let config = settings::configuration_file(cli.policies.config.as_deref(), &cli.paths, &working_directory);
    let mut paths: Vec<PathBuf> = policies.chain(options.paths.iter().cloned()).collect();
    paths.extend(options.load.data.iter().chain(&options.fixtures).cloned().chain(config));
    let written = cli.output.iter().cloned().collect();
    Places { paths, exclude: options.exclude.clone(), written, working_directory }
}

fn options(cli: &Test) -> Result<TestOptions, Problem> {
    let Settings { as_of, jobs, timeout, memory, limits } = Settings::new(&cli.evaluation)?;
    let start = Start::new(&cli.policies, cli.display, &cli.paths, limits)?;
    let lang = start.lang();
    let Start { config, mut load, .. } = start;
    let given = !cli.policies.policy.is_empty() || config.policies.is_some();
    let paths = paths(cli, &config);
    load.policies = sources(if given { load.policies } else { Vec::new() }, &paths);
    let run = cli.run.as_ref().map(|pattern| Regex::new(pattern));
    let run = run.transpose().map_err(|error| of_option("--run", &error.to_string(), &error.to_string()))?;
    // A day on the command line is somebody's wish; without one, tests take place when their author says.
    let as_of = config.test_as_of.filter(|_| cli.evaluation.as_of.is_none()).unwrap_or(as_of);
    let threshold = cli.threshold;
    if threshold.is_some_and(|percent| !(0.0..=100.0).contains(&percent)) {
        return Err(of_option("--threshold", "it has to be between 0 and 100", "应在 0 到 100 之间"));
    }
    Ok(TestOptions {
        load,
        paths,
        run,
        fixtures: cli.fixtures.clone(),
        bless: cli.bless,
        coverage: cli.coverage || threshold.is_some() || cli.format == TestFormat::Lcov,
        threshold,
        // `check` may leave out fixtures, which break rules on purpose.
        exclude: Config::default().exclude,
        formats: config.formats,
        cross_check: cli.cross_check,
        fail_fast: cli.fail_fast,
        jobs,
        as_of,
        timeout,
        memory,
        lang,
    })
}

/// What is tested: the paths given, else the folders of the configuration, else the working directory.
fn paths(cli: &Test, config: &Config) -> Vec<PathBuf> {
    if !cli.paths.is_empty() {
        return cli.paths.clone();
    }
    let named = config.policies.iter().flatten().filter_map(|source| match source {
        PolicySource::Path(path) => Some(path.clone()),
        PolicySource::Pack(_) => None,
    });
    let named: Vec<PathBuf> = named.collect();
    if named.is_empty() { vec![PathBuf::from(".")] } else { named }
}

/// The policies named and those below the paths to test, each once: a folder within another is left out.
fn sources(named: Vec<PolicySource>, paths: &[PathBuf]) -> Vec<PolicySource> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let mut sources: Vec<PolicySource> = Vec::new();
    let tested = paths.iter().cloned().map(PolicySource::Path);
    for source in named.into_iter().chain(tested) {
        let PolicySource::Path(path) = &source else {
            sources.push(source);
            continue;
        };
        let path = real(path);
        let within = |other: &PolicySource| matches!(other, PolicySource::Path(other) if path.starts_with(real(other)));
        if !sources.iter().any(within) {
            sources.retain(
                |other| !matches!(other, PolicySource::Path(other) if real(other).starts_with(&path)),
            );
            sources.push(source);
        }
    }
    sources
}

fn write(cli: &Test, report: &TestReport) -> Outcome {
    let display = Display { lang: Some(report.lang), ..cli.display };
    let stderr = report.notes.iter().map(|note| format!("note: {note}\n")).collect();
    let mut outcome = Outcome { stderr, code: report.exit_code(), ..Outcome::default() };
    outcome.tell(&report.problems, display);
    for blessed in &report.blessed {
        if let Err(problem) = output::write(&blessed.path, &blessed.bytes) {
            outcome.fail(&[problem], display);
        }
    }
    let style = match cli.output {
        Some(_) => Style::default(),
        None => terminal::style(cli.display.color, &std::io::stdout()),
    };
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = render(report, cli.format, style, cli.verbose, &mut bytes);
    let Some(path) = &cli.output else {
        outcome.stdout = bytes;
        return outcome;
    };
    if let Err(problem) = output::write(path, &bytes) {
        outcome.fail(&[problem], display);
    }
    outcome
}
