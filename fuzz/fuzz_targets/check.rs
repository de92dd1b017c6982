//! A run over one document, for the targets that need one.

use fiducia::check::cache::Cache;
use fiducia::check::part::Part;
use fiducia::check::{CheckOptions, Progress, check_cached};
use fiducia::config::{Config, FailOn};
use fiducia::discover::DiscoverOptions;
use fiducia::document::{Format, Limits};
use fiducia::lang::Lang;
use fiducia::policy::load::{LoadOptions, PolicySource};
use fiducia::policy::{PolicySet, Severity};
use fiducia::report::{self, Report, Style};
use fiducia::source::SourceFile;
use fiducia::triage::TriageOptions;
use fiducia::watch::Watch;
use std::path::{Path, PathBuf};
use std::time::Duration;

struct Quiet;

impl Progress for Quiet {
    fn start(&self, _: usize) {}
    fn step(&self) {}
}

/// The policies of a folder.
pub fn policies(folder: &Path) -> PolicySet {
    PolicySet::load(&LoadOptions {
        policies: vec![PolicySource::Path(folder.to_path_buf())],
        working_directory: folder.to_path_buf(),
        ..LoadOptions::default()
    })
}

/// What a run over paths and a text says. Every report is rendered as well.
pub fn check(folder: &Path, paths: Vec<PathBuf>, text: Option<&str>, policies: PolicySet, cache: Option<&Cache>) -> Report {
    let options = CheckOptions {
        discover: DiscoverOptions {
            paths,
            exclude: Config::default().exclude,
            include: None,
            formats: Vec::new(),
            working_directory: folder.to_path_buf(),
        },
        standard_input: text.map(|text| Ok((SourceFile::from_text("<stdin>", text), Format::Yaml))),
        limits: Limits::default(),
        jobs: 1,
        only: Vec::new(),
        skip: Vec::new(),
        as_of: "2026-11-22".parse().expect("a day"),
        timeout: Duration::from_secs(2),
        memory: 256 << 20,
        strict_builtin_errors: false,
        explain: false,
        cross_check: false,
        combine: false,
        apart: false,
        lang: Lang::En,
        fail_on: FailOn::Severity(Severity::Medium),
        allow_empty: true,
        triage: TriageOptions::default(),
        part: Part::Whole,
        hold: false,
        cache: None,
    };
    let report = check_cached(&options, |_| policies, cache, &Watch::default(), &Quiet).0;
    for format in [report::Format::Human, report::Format::Ndjson, report::Format::Sarif] {
        report::render(&report, format, Style::default(), &mut std::io::sink()).expect("nothing is written");
    }
    report
}
