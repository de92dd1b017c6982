//! What the options that commands share come to, with the configuration file behind them.

use super::progress::Bar;
use super::{Outcome, cached, values};
use crate::check::part::Part;
use crate::check::{CheckOptions, check_cached};
use crate::cli::{Display, Evaluation, Policies, Target};
use crate::config::{self, Config, FailOn};
use crate::discover::{self, DiscoverOptions};
use crate::document::{Choice, Document, Format, Limits, Reading, YamlVersion};
use crate::lang::Lang;
use crate::lint;
use crate::policy::load::Loader;
use crate::policy::load::PolicySource;
use crate::policy::params::Override;
use crate::policy::{LoadOptions, Rule, Severity};
use crate::problem::{Origin, Problem};
use crate::rego::signatures::{Builtins, read_capabilities};
use crate::report::Report;
use crate::triage::TriageOptions;
use crate::watch::{Doing, Watch};
use chrono::NaiveDate;
use globset::{Glob, GlobMatcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The list of waivers that is read wherever it lies.
pub(super) const WAIVERS: &str = "fiducia.waivers.yaml";

/// Most threads: each has a large stack.
const JOBS: usize = 1024;

/// What commands start from: the options that they share, with the configuration file behind them.
#[derive(Debug)]
pub struct Start {
    /// The folder that relative paths start from.
    pub working_directory: PathBuf,
    /// The configuration file, if there is one.
    pub config_file: Option<PathBuf>,
    /// What it says.
    pub config: Config,
    /// How to speak; the language is settled.
    pub display: Display,
    /// What to load.
    pub load: LoadOptions,
}

/// How to evaluate.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// Threads; 0 for as many as there are processors.
    pub jobs: usize,
    /// Time allowed for one evaluation.
    pub timeout: Duration,
    /// Bytes of values that one evaluation may make.
    pub memory: u64,
    /// Bounds on documents.
    pub limits: Limits,
}

/// An option whose value cannot be followed. The value alone would not tell which one.
pub fn of_option(name: &str, en: &str, zh: &str) -> Problem {
    Problem::refused(format!("{name}: {en}"), format!("{name}：{zh}"))
}

/// The folder that relative paths start from.
///
/// # Errors
/// It is gone.
pub fn working_directory() -> Result<PathBuf, Problem> {
    std::env::current_dir().map_err(|error| {
        Problem::refused(format!("no working directory: {error}"), format!("没有工作目录：{error}"))
    })
}

/// Where the configuration file lies: the one named, else the nearest one upward from the first path, else none.
pub fn configuration_file(
    named: Option<&Path>,
    paths: &[PathBuf],
    working_directory: &Path,
) -> Option<PathBuf> {
    let first = paths.iter().find(|path| *path != Path::new("-"));
    let found = || config::find(first.map_or(Path::new("."), PathBuf::as_path), working_directory);
    named.map(Path::to_path_buf).or_else(found)
}

fn configuration(path: &Path, working_directory: &Path) -> Result<Config, Problem> {
    let shown = discover::shown(path, working_directory);
    let source = discover::read(path, &shown, Limits::default().file_size)?;
    let absolute = working_directory.join(path);
    config::read(&source, absolute.parent().unwrap_or(working_directory))
}

impl Start {
    /// From the options, and the configuration file that is named or lies upward from the first path.
    ///
    /// # Errors
    /// The file cannot be read or followed, or an option cannot.
    pub fn new(cli: &Policies, display: Display, paths: &[PathBuf], limits: Limits) -> Result<Self, Problem> {
        let working_directory = working_directory()?;
        let config_file = configuration_file(cli.config.as_deref(), paths, &working_directory);
        let config = config_file.as_deref().map(|path| configuration(path, &working_directory));
        let config = config.transpose()?.unwrap_or_default();
        let load = load_options(cli, &config, &working_directory, limits)?;
        let lang = display.lang.or(config.lang).unwrap_or_default();
        let display = Display { lang: Some(lang), ..display };
        Ok(Start { working_directory, config_file, config, display, load })
    }

    /// What a command that evaluates starts from, or what it is refused with.
    ///
    /// # Errors
    /// An option, or the configuration, cannot be read or followed.
    pub fn evaluating(
        policies: &Policies,
        evaluation: &Evaluation,
        display: Display,
        paths: &[PathBuf],
    ) -> Result<(Self, Settings), Outcome> {
        let settings = Settings::new(evaluation);
        let started = settings.and_then(|settings| {
            let mut start = Start::new(policies, display, paths, settings.limits)?;
            start.name_formats(&evaluation.format_of, evaluation.yaml.as_deref())?;
            Ok((start, settings))
        });
        started.map_err(|problem| Outcome::refused(problem, display))
    }

    /// Puts what `--format-of` and `--yaml` say before the configuration.
    ///
    /// # Errors
    /// One is not of the form `GLOB=FORMAT`.
    pub fn name_formats(&mut self, options: &[String], yaml: Option<&str>) -> Result<(), Problem> {
        let mut named: Vec<_> = options.iter().map(|text| format_of(text)).collect::<Result<_, _>>()?;
        let yaml = yaml.and_then(YamlVersion::from_name);
        if let (Some(_), Ok(all)) = (yaml, Glob::new("**")) {
            let reading = Reading { yaml, ..Reading::default() };
            named.insert(0, (all.compile_matcher(), Choice { format: None, reading }));
        }
        self.config.formats.splice(0..0, named);
        Ok(())
    }

    /// The same for a command about a platform.
    ///
    /// # Errors
    /// As above.
    pub fn on(target: &Target) -> Result<(Self, Settings), Outcome> {
        Start::evaluating(&target.policies, &target.evaluation, target.display, &target.paths)
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.display.lang.unwrap_or_default()
    }

    /// How to check some paths: with all rules, the lists of waivers that are read wherever they lie and comments,
    /// failing never. Commands change what their own options say.
    pub fn check_options(&self, paths: &[PathBuf], settings: Settings) -> CheckOptions {
        CheckOptions {
            discover: DiscoverOptions {
                paths: paths.iter().filter(|path| *path != Path::new("-")).cloned().collect(),
                exclude: self.config.exclude.clone(),
                include: self.config.include.clone(),
                formats: self.config.formats.clone(),
                working_directory: self.working_directory.clone(),
            },
            standard_input: None,
            limits: settings.limits,
            jobs: settings.jobs,
            only: Vec::new(),
            skip: Vec::new(),
            as_of: settings.as_of,
            timeout: settings.timeout,
            memory: settings.memory,
            strict_builtin_errors: false,
            explain: false,
            cross_check: false,
            apart: false,
            combine: false,
            lang: self.lang(),
            fail_on: FailOn::Never,
            allow_empty: false,
            part: Part::Whole,
            hold: true,
            cache: None,
            triage: TriageOptions { waiver_files: self.waiver_files(), ..TriageOptions::default() },
        }
    }

    /// Loads the policies and checks. A policy that would give wrong verdicts is refused.
    pub fn check(&self, options: &CheckOptions, watch: &Watch, progress: bool) -> (Report, Vec<Document>) {
        let bar = Bar::new(progress);
        let watched = watch.register();
        let loader = watched.doing(Doing::Policies, || {
            let mut loader = Loader::read_briefly(&self.load);
            lint::note(&mut loader, self.lang(), options.combine);
            loader
        });
        let folder = options.cache.as_ref().filter(|_| !options.explain && !options.cross_check);
        let cache = folder.map(|folder| cached::open(folder, &loader));
        let policies = |documents: &[Document]| {
            let needed = |rule: &Rule| rule.applies_to_any(documents);
            watched.doing(Doing::Policies, || loader.compile_needed(needed))
        };
        let (mut report, documents) = check_cached(options, policies, cache.as_ref(), watch, &bar);
        if let (Some(cache), Some(folder)) = (cache, folder) {
            report.policies.notes.extend(cached::noted(cache, &folder.display().to_string(), report.lang));
        }
        (report, documents)
    }

    /// The lists of waivers beside the configuration file and in the working directory.
    fn waiver_files(&self) -> Vec<PathBuf> {
        let config = self.config_file.as_ref().map(|path| self.working_directory.join(path));
        let beside = config.and_then(|path| Some(path.parent()?.to_path_buf()));
        let folders = beside.into_iter().chain([self.working_directory.clone()]);
        let mut files: Vec<PathBuf> =
            folders.map(|folder| folder.join(WAIVERS)).filter(|path| path.is_file()).collect();
        files.dedup_by(|a, b| a.canonicalize().ok() == b.canonicalize().ok());
        files
    }
}

impl Settings {
    /// From the options.
    ///
    /// # Errors
    /// A value that cannot be followed.
    pub fn new(cli: &Evaluation) -> Result<Self, Problem> {
        values::duration(&cli.max_time).map_err(|reason| {
            let zh = format!("“{}”不是可用的时长，应如 30s、10m", cli.max_time);
            of_option("--max-time", &reason, &zh)
        })?;
        if cli.jobs > JOBS {
            let (en, zh) = (format!("at most {JOBS} threads"), format!("最多 {JOBS} 个线程"));
            return Err(of_option("--jobs", &en, &zh));
        }
        Ok(Settings {
            as_of: as_of(cli.as_of.as_deref())?,
            jobs: cli.jobs,
            timeout: values::duration(&cli.timeout).map_err(|reason| {
                let zh = format!("“{}”不是可用的时长，应如 500ms、10s、1m", cli.timeout);
                of_option("--timeout", &reason, &zh)
            })?,
            memory: values::bytes(&cli.max_memory).map_err(|reason| {
                let zh = format!("“{}”不是大小，应如 512MiB、2GiB", cli.max_memory);
                of_option("--max-memory", &reason, &zh)
            })?,
            limits: limits(&cli.max_file_size)?,
        })
    }
}

/// The day that `--as-of` names, else today.
///
/// # Errors
/// It is no date.
pub fn as_of(text: Option<&str>) -> Result<NaiveDate, Problem> {
    text.map_or_else(super::today, |text| day("--as-of", text))
}

/// The day that an option gives.
///
/// # Errors
/// It is no date.
pub fn day(option: &str, text: &str) -> Result<NaiveDate, Problem> {
    values::day(text)
        .map_err(|reason| of_option(option, &reason, &format!("“{text}”不是日期，应如 2026-01-31")))
}

/// The bounds on documents that `--max-file-size` sets.
///
/// # Errors
/// It is no size.
pub fn limits(size: &str) -> Result<Limits, Problem> {
    let file_size = values::size(size).map_err(|reason| {
        let zh = format!("“{size}”不是大小，应如 500KiB、32MiB，且不超过 4 GiB");
        of_option("--max-file-size", &reason, &zh)
    })?;
    Ok(Limits { file_size, ..Limits::default() })
}

/// Policies as they are named on the command line.
///
/// # Errors
/// A bare name that is no pack and no path.
pub fn policy_sources(names: &[String]) -> Result<Vec<PolicySource>, Problem> {
    names.iter().map(|text| PolicySource::parse(text, Path::new(""))).collect()
}

/// A format by the name that an option gives.
///
/// # Errors
/// There is none of the name.
pub fn format(option: &str, name: &str) -> Result<Format, Problem> {
    Format::from_name(name).ok_or_else(|| {
        let known = Format::names();
        let en = format!("{name:?} is not one of {known}");
        of_option(option, &en, &format!("“{name}”不在可选值之列：{known}"))
    })
}

/// What `GLOB=FORMAT` says.
fn format_of(text: &str) -> Result<(GlobMatcher, Choice), Problem> {
    const OPTION: &str = "--format-of";
    let Some((glob, name)) = text.rsplit_once('=') else {
        let en = format!("{text:?} is not of the form GLOB=FORMAT");
        return Err(of_option(OPTION, &en, &format!("“{text}”不是 GLOB=FORMAT 的形式")));
    };
    let format = format(OPTION, name)?;
    let glob = Glob::new(glob).map_err(|error| {
        let kind = error.kind();
        of_option(
            OPTION,
            &format!("{glob:?} is no glob: {kind}"),
            &format!("“{glob}”不是合法的通配模式：{kind}"),
        )
    })?;
    Ok((glob.compile_matcher(), Choice { format: Some(format), ..Choice::default() }))
}

/// The severity at which a run fails: by option, else by configuration, else medium.
///
/// # Errors
/// A word that is no severity.
pub fn fail_on(option: Option<&str>, config: Option<FailOn>) -> Result<FailOn, Problem> {
    let Some(name) = option else { return Ok(config.unwrap_or(FailOn::Severity(Severity::Medium))) };
    let words = "critical, high, medium, low, info, never";
    let wrong = || {
        let en = format!("{name:?} is not one of {words}");
        of_option("--fail-on", &en, &format!("“{name}”不在可选值之列：{words}"))
    };
    FailOn::from_name(name).ok_or_else(wrong)
}

/// The packs that run where nothing else is said: one over documents of the program's own kinds, one over real files.
const DEFAULT: [&str; 2] = ["custody", "infra"];

/// What to load: policies by option, else those of the configuration, else the packs by default; data and
/// parameters of both, where an option wins.
fn load_options(
    cli: &Policies,
    config: &Config,
    working_directory: &Path,
    limits: Limits,
) -> Result<LoadOptions, Problem> {
    let named = policy_sources(&cli.policy)?;
    let policies = match (named.is_empty(), &config.policies) {
        (false, _) => named,
        (true, Some(configured)) => configured.clone(),
        (true, None) => DEFAULT.map(|name| PolicySource::Pack(name.to_owned())).to_vec(),
    };
    let configured = config.params.iter().map(|with| (with.name.clone(), with.clone()));
    let mut params: BTreeMap<String, Override> = configured.collect();
    for text in &cli.param {
        let (name, value) = values::param(text)
            .map_err(|reason| of_option("--param", &reason, &format!("“{text}”不是 NAME=VALUE 的形式")))?;
        params.insert(name.clone(), Override::from_option(name, value, text));
    }
    Ok(LoadOptions {
        policies,
        beside: Vec::new(),
        data: config.data.iter().chain(&cli.data).cloned().collect(),
        params: params.into_values().collect(),
        v0: cli.rego_v0,
        v0_folders: config.v0_folders.clone(),
        builtins: builtins(config.capabilities.iter().chain(&cli.capabilities), working_directory, limits)?,
        limits,
        working_directory: working_directory.to_path_buf(),
    })
}

/// The builtins that policies may name: those of this program, and those that files of capabilities declare.
fn builtins<'f>(
    files: impl Iterator<Item = &'f PathBuf>,
    working_directory: &Path,
    limits: Limits,
) -> Result<Builtins, Problem> {
    let mut declared = Vec::new();
    for file in files {
        let shown = discover::shown(file, working_directory);
        let source = discover::read(&working_directory.join(file), &shown, limits.file_size)?;
        let read = read_capabilities(&source.text).map_err(|message| {
            let at = Origin::new(&source, source.line(1).unwrap_or_default());
            Problem::refused_at(at, message.get(Lang::En), message.get(Lang::Zh))
        })?;
        declared.extend(read);
    }
    Ok(Builtins::with_declared(declared))
}
