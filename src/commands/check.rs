//! `fiducia check`.

use super::output::{self, Reports};
use super::progress::Bar;
use super::settings::{self, Settings, of_option};
use super::{Outcome, terminal};
use crate::check::{CheckOptions, check};
use crate::cli::Check;
use crate::discover::{self, DiscoverOptions};
use crate::document::Format;
use crate::finding::{Finding, LocatedBy};
use crate::lint;
use crate::policy::LoadOptions;
use crate::policy::load::Loader;
use crate::problem::Problem;
use crate::report::compact::one_line;
use crate::report::{Report, human};
use crate::source::SourceFile;
use crate::triage::baseline::Baseline;
use crate::triage::{TriageOptions, git};
use crate::watch::Watch;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The list of waivers that is read wherever it lies.
const WAIVERS: &str = "fiducia.waivers.yaml";

/// Checks, and renders the reports asked for.
pub fn run(cli: &Check, watch: &Watch) -> Outcome {
    let lang = cli.display.lang.unwrap_or_default();
    let style = terminal::style(cli.display.color, &std::io::stderr());
    let prepared = options(cli).map_err(|problem| Outcome {
        stdout: Vec::new(),
        stderr: human::problems(&[problem], lang, style),
        code: 2,
    });
    match prepared {
        Err(outcome) => outcome,
        Ok((options, load)) => {
            let bar = Bar::new(!cli.no_progress && !cli.quiet);
            let mut loader = Loader::read(&load);
            lint::refuse(&mut loader);
            let report = check(&options, loader.compile(), watch, &bar);
            drop(bar);
            write(cli, &report)
        }
    }
}

fn options(cli: &Check) -> Result<(CheckOptions, LoadOptions), Problem> {
    let working_directory = settings::working_directory()?;
    let config = settings::configuration(cli.policies.config.as_deref(), &cli.paths, &working_directory)?;
    let Settings { as_of, jobs, timeout, limits } = Settings::new(&cli.evaluation)?;
    let load = settings::load_options(&cli.policies, &config, &working_directory, limits)?;
    let fail_on = settings::fail_on(cli.reporting.fail_on.as_deref(), config.fail_on)?;
    let triage = triage(cli, &working_directory, limits.file_size)?;
    let paths = cli.paths.iter().filter(|path| *path != Path::new("-")).cloned().collect();
    let options = CheckOptions {
        discover: DiscoverOptions {
            paths,
            exclude: config.exclude,
            include: config.include,
            formats: config.formats,
            working_directory,
        },
        standard_input: standard_input(cli, limits.file_size)?,
        limits,
        jobs,
        only: cli.only.clone(),
        skip: cli.skip.clone(),
        as_of,
        timeout,
        strict_builtin_errors: cli.strict_builtin_errors,
        explain: cli.explain.is_some(),
        lang: cli.display.lang.or(config.lang).unwrap_or_default(),
        fail_on,
        allow_empty: cli.allow_empty || config.allow_empty,
        triage,
    };
    Ok((options, load))
}

/// Standard input, if it is asked for. That it cannot be read keeps nothing else from being checked.
type StandardInput = Option<Result<(Arc<SourceFile>, Format), Problem>>;

fn standard_input(cli: &Check, limit: u64) -> Result<StandardInput, Problem> {
    let unknown = |name: &String| {
        let known = Format::ALL.map(Format::name).join(", ");
        of_option("--stdin-format", &format!("{name:?} is not one of {known}"))
    };
    let format = cli.stdin_format.as_ref();
    let format = format.map(|name| Format::from_name(name).ok_or_else(|| unknown(name))).transpose()?;
    if !cli.paths.iter().any(|path| path == Path::new("-")) {
        return Ok(None);
    }
    let with_format = |source: Arc<SourceFile>| {
        let format = format.or_else(|| discover::format_of_content(&source.text));
        (source, format.unwrap_or(Format::Yaml))
    };
    Ok(Some(discover::read_from(std::io::stdin().lock(), "<stdin>", limit).map(with_format)))
}

/// What decides about findings.
fn triage(cli: &Check, working_directory: &Path, limit: u64) -> Result<TriageOptions, Problem> {
    let read = |path: &PathBuf| {
        if cli.update_baseline && !path.exists() {
            return Ok(Baseline::default());
        }
        Baseline::read(&discover::read(path, &discover::shown(path, working_directory), limit)?)
    };
    let changes = |revision: &str| git::changes_since(revision, working_directory);
    Ok(TriageOptions {
        waiver_files: waiver_files(cli.policies.config.as_deref(), &cli.paths, working_directory),
        inline: !cli.no_inline_waivers,
        baseline: cli.baseline.as_ref().map(read).transpose()?,
        baseline_file: cli.baseline.clone(),
        update_baseline: cli.update_baseline,
        changes: cli.changed_since.as_deref().map(changes).transpose()?,
    })
}

/// The lists of waivers beside the configuration file and in the working directory.
pub(super) fn waiver_files(
    named: Option<&Path>,
    paths: &[PathBuf],
    working_directory: &Path,
) -> Vec<PathBuf> {
    let config = settings::configuration_file(named, paths, working_directory);
    let beside = config.and_then(|path| Some(working_directory.join(path).parent()?.to_path_buf()));
    let folders = beside.into_iter().chain([working_directory.to_path_buf()]);
    let mut files: Vec<PathBuf> =
        folders.map(|folder| folder.join(WAIVERS)).filter(|path| path.is_file()).collect();
    files.dedup_by(|a, b| a.canonicalize().ok() == b.canonicalize().ok());
    files
}

/// Writes the baseline that a report leaves. A run with problems has not seen everything, and leaves it as it
/// was.
fn update_baseline(cli: &Check, report: &Report, outcome: &mut Outcome) {
    let (Some(path), Some(baseline)) = (&cli.baseline, &report.triage.baseline) else { return };
    let problem = if report.problems.is_empty() {
        output::write(path, &baseline.to_bytes()).err()
    } else {
        let reason = format!("{} was left as it was: not everything could be checked", path.display());
        Some(Problem::Usage { reason })
    };
    let style = terminal::style(cli.display.color, &std::io::stderr());
    if let Some(problem) = problem {
        outcome.stderr.push_str(&human::problems(&[problem], report.lang, style));
        outcome.code = 2;
    }
}

/// Renders the reports. One that cannot be written makes the run fail as a whole.
fn write(cli: &Check, report: &Report) -> Outcome {
    let style = terminal::style(cli.display.color, &std::io::stderr());
    let mut outcome = Outcome { code: report.exit_code(), stderr: notes(cli, report), ..Outcome::default() };
    outcome.stderr.push_str(&human::problems(&report.problems, report.lang, style));
    if let Some(wanted) = &cli.explain {
        return explain(cli, report, wanted, outcome);
    }
    let reports = Reports { reporting: &cli.reporting, quiet: cli.quiet, color: cli.display.color };
    reports.deliver(report, &mut outcome);
    update_baseline(cli, report, &mut outcome);
    outcome
}

/// Prints the story of the findings asked for. None at all is a mistake to be told.
fn explain(cli: &Check, report: &Report, wanted: &str, mut outcome: Outcome) -> Outcome {
    let findings: Vec<&Finding> =
        report.findings.iter().filter(|finding| named(report, finding, wanted)).collect();
    if findings.is_empty() {
        let reason = format!("no finding has the fingerprint or rule {wanted:?}");
        let style = terminal::style(cli.display.color, &std::io::stderr());
        outcome.stderr.push_str(&human::problems(&[Problem::Usage { reason }], report.lang, style));
        outcome.code = 2;
    }
    let style = terminal::style(cli.display.color, &std::io::stdout());
    // Writing to memory does not fail.
    let _ = human::stories(report, &findings, style, &mut outcome.stdout);
    outcome
}

fn named(report: &Report, finding: &Finding, wanted: &str) -> bool {
    let rule = report.rule(finding);
    // A fingerprint may be shortened as far as it stays telling.
    let fingerprint = wanted.len() >= 6 && finding.fingerprint.starts_with(wanted);
    fingerprint || rule.id == wanted || rule.name == wanted
}

/// What a user may want to know about the run itself.
fn notes(cli: &Check, report: &Report) -> String {
    if cli.quiet {
        return String::new();
    }
    let mut notes: Vec<String> = report.policies.notes.iter().map(|note| format!("note: {note}\n")).collect();
    if cli.verbose {
        notes.extend(report.triage.fixed.iter().map(|entry| {
            let fixed = report.lang.pick("fixed since the baseline", "基线中已整改");
            let text = format!("{}: {}: {}", entry.path, entry.rule, entry.message);
            format!("note: {fixed}: {}\n", one_line(&text))
        }));
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in report.findings.iter().filter(|finding| finding.located_by == LocatedBy::Document) {
            *by_rule.entry(&report.rule(finding).id).or_default() += 1;
        }
        notes.extend(
            by_rule.iter().map(|(rule, count)| format!("note: {rule}: {count} located by document only\n")),
        );
    }
    notes.concat()
}
