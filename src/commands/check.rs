//! `fiducia check`.

use super::settings::{self, Settings, Start};
use super::sharded::Options;
use super::{Deliver, Outcome, member, output, terminal};
use crate::check::CheckOptions;
use crate::check::part::{Part, Shard};
use crate::cli::{self, Check, Display};
use crate::discover;
use crate::document::Format;
use crate::finding::{Finding, LocatedBy};
use crate::lang::Lang;
use crate::policy::load::PolicySource;
use crate::problem::Problem;
use crate::report::compact::one_line;
use crate::report::{self, Report, human};
use crate::source::SourceFile;
use crate::triage::baseline::Baseline;
use crate::triage::trusted::Trusted;
use crate::triage::{TriageOptions, git};
use crate::watch::Watch;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most notes of one kind that are told.
const NOTES: usize = 100;

/// Checks, and renders the reports asked for.
pub fn run(cli: &Check, watch: &Watch, deliver: Deliver) -> Outcome {
    run_part(cli, watch, Part::Whole, deliver)
}

/// The same for a part of a run.
pub(super) fn run_part(cli: &Check, watch: &Watch, part: Part, deliver: Deliver) -> Outcome {
    let merged = matches!(part, Part::Merged(_));
    let vouched = match trusted(cli) {
        Ok(vouched) => vouched,
        Err(problem) => return Outcome::refused(problem, cli.display),
    };
    let (vouched, trusted) = vouched.unzip();
    let cli = vouched.as_ref().unwrap_or(cli);
    let (mut start, settings) =
        match Start::evaluating(&cli.policies, &cli.evaluation, cli.display, &cli.paths) {
            Ok(started) => started,
            Err(refused) => return refused,
        };
    if let Some(trusted) = &trusted {
        start.load.working_directory = trusted.place(&start.working_directory);
    }
    let with_trusted = |options: CheckOptions| match trusted {
        None => options,
        Some(trusted) => vouched_by(options, trusted, cli),
    };
    let options = options(cli, &start, settings, part).map(with_trusted);
    let member = member::member(&cli.reporting, &cli.paths, &start.working_directory);
    match options.and_then(|options| Ok((options, member?))) {
        Err(problem) => Outcome::refused(problem, start.display),
        Ok((options, (member, unknown))) => {
            let (mut report, documents) = start.check(&options, watch, !cli.no_progress && !cli.quiet);
            report.links.clone_from(&cli.reporting.link_base);
            report.member = member;
            report.policies.notes.extend(unknown.map(|problem| problem.message(report.lang)));
            if merged {
                let en = "evaluated by shards, whose reports are believed: whoever can change one decides what is found";
                let zh = "由各分片求值并采信其报告：能够改动报告的人即可决定检查结果";
                report.policies.notes.push(report.lang.pick(en, zh).to_owned());
            }
            report
                .policies
                .notes
                .extend(options.triage.trusted.iter().flat_map(|trusted| differing(trusted, report.lang)));
            let outcome = write(cli, &report, start.display, deliver);
            // The program ends here, and taking everything apart would be a thirtieth of a short run.
            std::mem::forget((report, documents));
            outcome
        }
    }
}

/// The command line with the paths of what decides in a commit, where one is to be trusted.
fn trusted(cli: &Check) -> Result<Option<(Check, Trusted)>, Problem> {
    let Some(revision) = &cli.trusted_config else { return Ok(None) };
    let trusted = Trusted::at(revision, &settings::working_directory()?)?;
    let mut vouched = cli.clone();
    let first = cli.paths.iter().find(|path| *path != Path::new("-"));
    let config = match &cli.policies.config {
        Some(named) => trusted.place(named),
        None => trusted.config(first.map_or(Path::new("."), PathBuf::as_path))?,
    };
    let place = |text: &String| match PolicySource::parse(text, Path::new("")) {
        Ok(PolicySource::Pack(_)) => text.clone(),
        _ => trusted.place(Path::new(text)).display().to_string(),
    };
    vouched.policies = cli::Policies {
        policy: cli.policies.policy.iter().map(place).collect(),
        data: cli.policies.data.iter().map(|path| trusted.place(path)).collect(),
        capabilities: cli.policies.capabilities.iter().map(|path| trusted.place(path)).collect(),
        config: Some(config),
        ..cli.policies.clone()
    };
    vouched.baseline = cli.baseline.as_ref().map(|path| trusted.place(path));
    Ok(Some((vouched, trusted)))
}

/// The options with the waivers of a commit.
fn vouched_by(mut options: CheckOptions, trusted: Trusted, cli: &Check) -> CheckOptions {
    let folder = options.discover.working_directory.clone();
    let beside = cli.policies.config.iter().filter_map(|config| Some(config.parent()?.to_path_buf()));
    let mut lists: Vec<PathBuf> =
        beside.chain([trusted.place(&folder)]).map(|folder| folder.join(settings::WAIVERS)).collect();
    lists.retain(|list| list.is_file());
    lists.dedup();
    options.triage.waiver_files = lists;
    // The file of the checkout is no configuration to be checked, whatever it says.
    let baseline = options.triage.baseline_file.take();
    options.triage.baseline_file = baseline.map(|path| trusted.checkout(&path).unwrap_or(path));
    options.triage.working_directory = folder;
    options.triage.trusted = Some(trusted);
    options
}

/// What of the checkout does not decide, because a commit has it otherwise.
fn differing(trusted: &Trusted, lang: Lang) -> Vec<String> {
    let commit: String = trusted.commit.chars().take(12).collect();
    let mut notes = vec![lang.pick(
        format!("configuration, policies, waivers and baseline are those of commit {commit}"),
        format!("配置、策略、豁免与基线取自提交 {commit}"),
    )];
    let differs = |path: &String| {
        let path = one_line(path);
        lang.pick(
            format!("{path} differs from commit {commit}, and decides nothing here"),
            format!("{path} 与提交 {commit} 不同，此次检查不予采用"),
        )
    };
    notes.extend(trusted.differs.iter().map(differs));
    notes
}

fn options(cli: &Check, start: &Start, settings: Settings, part: Part) -> Result<CheckOptions, Problem> {
    let limit = settings.limits.file_size;
    let base = start.check_options(&cli.paths, settings);
    Ok(CheckOptions {
        standard_input: standard_input(cli, limit)?,
        only: cli.only.clone(),
        skip: cli.skip.clone(),
        strict_builtin_errors: cli.strict_builtin_errors,
        explain: cli.explain.is_some(),
        cross_check: cli.cross_check,
        combine: cli.combine,
        fail_on: settings::fail_on(cli.reporting.fail_on.as_deref(), start.config.fail_on)?,
        allow_empty: cli.allow_empty || start.config.allow_empty,
        triage: triage(cli, base.triage, &start.working_directory, limit)?,
        part: shard(cli, base.as_of)?.unwrap_or(part),
        hold: false,
        cache: cli.cache.clone(),
        ..base
    })
}

/// The shard that is asked for, with what is to be known of it where shards are merged.
fn shard(cli: &Check, as_of: NaiveDate) -> Result<Option<Part>, Problem> {
    let Some(cli::Shard { index, count }) = cli.shard else { return Ok(None) };
    let options = Options::new(cli, as_of.to_string())?;
    let options = serde_json::to_value(options).unwrap_or_default();
    Ok(Some(Part::Shard(Shard { index, count, options })))
}

/// Standard input, if it is asked for. That it cannot be read keeps nothing else from being checked.
type StandardInput = Option<Result<(Arc<SourceFile>, Format), Problem>>;

fn standard_input(cli: &Check, limit: u64) -> Result<StandardInput, Problem> {
    let format = cli.stdin_format.as_ref();
    let format = format.map(|name| settings::format("--stdin-format", name)).transpose()?;
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
fn triage(
    cli: &Check,
    base: TriageOptions,
    working_directory: &Path,
    limit: u64,
) -> Result<TriageOptions, Problem> {
    let read = |path: &PathBuf| {
        // What a trusted commit has not is empty: a change cannot vouch for itself.
        if (cli.update_baseline || cli.trusted_config.is_some()) && !path.exists() {
            return Ok(Baseline::default());
        }
        Baseline::read(&discover::read(path, &discover::shown(path, working_directory), limit)?)
    };
    let changes = |revision: &str| git::changes_since(revision, working_directory);
    Ok(TriageOptions {
        inline: !cli.no_inline_waivers,
        baseline: cli.baseline.as_ref().map(read).transpose()?,
        baseline_file: cli.baseline.clone(),
        update_baseline: cli.update_baseline,
        changes: cli.changed_since.as_deref().map(changes).transpose()?,
        partial: cli.shard.is_some(),
        ..base
    })
}

/// Writes the baseline that a report leaves. A run with problems has not seen everything, and leaves it as it
/// was.
fn update_baseline(cli: &Check, report: &Report, display: Display, outcome: &mut Outcome) {
    let (Some(path), Some(baseline)) = (&cli.baseline, &report.triage.baseline) else { return };
    let problem = if report.problems.is_empty() {
        output::write(path, &baseline.to_bytes()).err()
    } else {
        let path = path.display();
        Some(Problem::refused(
            format!("{path} was left as it was: not everything could be checked"),
            format!("未改动 {path}：有内容未能检查"),
        ))
    };
    if let Some(problem) = problem {
        outcome.fail(&[problem], display);
    }
}

/// Renders the reports. One that cannot be written makes the run fail as a whole.
fn write(cli: &Check, report: &Report, display: Display, deliver: Deliver) -> Outcome {
    let mut outcome = Outcome { code: report.exit_code(), stderr: notes(cli, report), ..Outcome::default() };
    outcome.tell(&report.problems, display);
    if let Some(wanted) = &cli.explain {
        return explain(report, wanted, display, outcome);
    }
    update_baseline(cli, report, display, &mut outcome);
    output::reports(report, &cli.reporting, cli.quiet, display, &mut outcome, deliver);
    outcome.stdout.extend(hint(cli, report).into_bytes());
    outcome
}

/// Where to read on about the worst finding, once a run, where people read and the command would find the rule.
fn hint(cli: &Check, report: &Report) -> String {
    let shown =
        cli.reporting.format == report::Format::Human && !cli.quiet && cli.reporting.output.is_empty();
    let builtin = |finding: &&Finding| {
        let pack = report.policies.packs.get(&report.rule(finding).pack);
        finding.is_open() && pack.is_some_and(|pack| pack.is_builtin())
    };
    let worst = report.findings.iter().filter(builtin).min_by_key(|finding| Reverse(finding.severity));
    let Some(worst) = worst.filter(|_| shown) else { return String::new() };
    let id = &report.rule(worst).id;
    report.lang.pick(
        format!("`fiducia explain {id}` tells what the rule asks for and why\n"),
        format!("运行 `fiducia explain {id}` 可查看该规则的要求与依据\n"),
    )
}

/// Prints the story of the findings asked for. None at all is a mistake to be told.
fn explain(report: &Report, wanted: &str, display: Display, mut outcome: Outcome) -> Outcome {
    let findings: Vec<&Finding> =
        report.findings.iter().filter(|finding| named(report, finding, wanted)).collect();
    if findings.is_empty() {
        let problem = Problem::refused(
            format!("no finding has the fingerprint or rule {wanted:?}"),
            format!("没有指纹或规则为“{wanted}”的发现"),
        );
        outcome.fail(&[problem], display);
    }
    let style = terminal::style(display.color, &std::io::stdout());
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
    let lang = report.lang;
    let mut notes = told(report.policies.notes.iter().cloned(), lang);
    if cli.verbose {
        let fixed = report.triage.fixed.iter().map(|entry| {
            let fixed = lang.pick("fixed since the baseline", "基线中已整改");
            let text = format!("{}: {}: {}", entry.path, entry.rule, entry.message);
            format!("{fixed}: {}", one_line(&text))
        });
        notes += &told(fixed, lang);
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in report.findings.iter().filter(|finding| finding.located_by == LocatedBy::Document) {
            *by_rule.entry(&report.rule(finding).id).or_default() += 1;
        }
        let by_rule = by_rule.iter().map(|(rule, count)| format!("{rule}: {count} located by document only"));
        notes += &told(by_rule, lang);
    }
    notes
}

/// Notes of one kind, a line each, the first of them.
fn told(notes: impl Iterator<Item = String>, lang: Lang) -> String {
    let (mut text, mut more) = (String::new(), 0_usize);
    for (at, note) in notes.enumerate() {
        match at < NOTES {
            true => text += &format!("note: {note}\n"),
            false => more += 1,
        }
    }
    if more > 0 {
        let more = lang.pick(format!("and {more} more of these"), format!("另有 {more} 条同类提示"));
        text += &format!("note: {more}\n");
    }
    text
}
