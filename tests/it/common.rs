//! What several integration tests need: a run of the library under fixed conditions, and the program
//! itself in a scrubbed environment.
#![allow(dead_code, clippy::unwrap_used)]

pub mod junit;
pub mod place;
pub mod rego;
pub mod schema;
pub mod shape;

use fiducia::check::{CheckOptions, Progress, check};
use fiducia::config::{Config, FailOn};
use fiducia::discover::DiscoverOptions;
use fiducia::document::Limits;
use fiducia::lang::Lang;
use fiducia::policy::load::{LoadOptions, PolicySource};
use fiducia::policy::{PolicySet, Severity};
use fiducia::report::{self, Report, Style};
use fiducia::triage::TriageOptions;
use fiducia::watch::Watch;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

/// The day on which all tests take place.
pub const DAY: &str = "2026-11-22";

pub struct Quiet;

impl Progress for Quiet {
    fn start(&self, _: usize) {}
    fn step(&self) {}
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn load_options(policies: &[&str]) -> LoadOptions {
    LoadOptions {
        policies: policies.iter().map(|text| PolicySource::parse(text, &root()).unwrap()).collect(),
        working_directory: root(),
        ..LoadOptions::default()
    }
}

pub fn options(paths: &[PathBuf]) -> CheckOptions {
    let config = Config::default();
    CheckOptions {
        discover: DiscoverOptions {
            paths: paths.to_vec(),
            exclude: config.exclude,
            include: None,
            formats: Vec::new(),
            working_directory: root(),
        },
        standard_input: None,
        limits: Limits::default(),
        jobs: 2,
        only: Vec::new(),
        skip: Vec::new(),
        as_of: DAY.parse().unwrap(),
        timeout: Duration::from_secs(30),
        memory: fiducia::engine::MEMORY,
        strict_builtin_errors: false,
        explain: false,
        cross_check: false,
        combine: false,
        apart: true,
        lang: Lang::En,
        fail_on: FailOn::Severity(Severity::Medium),
        allow_empty: true,
        triage: TriageOptions::default(),
        part: fiducia::check::part::Part::Whole,
        hold: false,
        cache: None,
    }
}

/// Checks paths with policies, on a thread with the stack that the program has.
pub fn run(policies: &[&str], options: CheckOptions) -> Report {
    let load = load_options(policies);
    on_a_large_stack(move || run_loaded(PolicySet::load(&load), &options))
}

/// Checks paths with policies that are loaded; the report gives them back.
pub fn run_loaded(policies: PolicySet, options: &CheckOptions) -> Report {
    check(options, policies, &Watch::default(), &Quiet)
}

/// Works on a thread with the stack that the program has.
pub fn on_a_large_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

pub fn render(report: &Report, format: report::Format) -> String {
    let mut bytes = Vec::new();
    report::render(report, format, Style::default(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The program. The environment is scrubbed: what a developer's shell sets must not change a test.
pub fn fiducia(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
    command.current_dir(folder).args(arguments).env_clear().env("PATH", "/usr/bin:/bin");
    command.output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Holds a generated file against what would be generated now; with `FIDUCIA_WRITE` set, writes it instead.
pub fn current(path: &Path, generated: &str) {
    if std::env::var_os("FIDUCIA_WRITE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, generated).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let stale = format!("{} is stale: run the tests with FIDUCIA_WRITE=1", path.display());
    assert!(kept == generated, "{stale}");
}
