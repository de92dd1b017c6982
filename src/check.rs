//! The pipeline of `check`.

mod assessment;
mod decide;
pub mod part;
mod run;
mod select;

use crate::config::FailOn;
use crate::discover::{self, DiscoverOptions, Discovery, Found};
use crate::document::{self, Choice, Document, Format, Limits, Parsed, Pointer};
use crate::engine::{self, Conditions};
use crate::finding;
use crate::lang::Lang;
use crate::locate::spread::Spread;
use crate::policy::{InputShape, PolicySet, Rule};
use crate::problem::{self, Origin, Problem};
use crate::report::{LeftOut, Report};
use crate::source::SourceFile;
use crate::triage::{self, TriageOptions};
use crate::watch::{Doing, Watch, Watched};
use chrono::NaiveDate;
use part::Part;
use rayon::prelude::*;
use run::Run;
use select::{named, select};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

pub use run::{Met, Outcome, meet};

/// What to check, and how.
#[derive(Debug)]
pub struct CheckOptions {
    /// Files to check.
    pub discover: DiscoverOptions,
    /// Standard input, checked beside the files, or why it cannot be.
    pub standard_input: Option<Result<(Arc<SourceFile>, Format), Problem>>,
    /// Bounds on documents.
    pub limits: Limits,
    /// Threads; 0 for as many as there are processors.
    pub jobs: usize,
    /// Ids or names of rules to run; all if empty.
    pub only: Vec<String>,
    /// Ids or names of rules not to run.
    pub skip: Vec<String>,
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// Time allowed for one evaluation.
    pub timeout: Duration,
    /// Bytes of values that one evaluation may make.
    pub memory: u64,
    /// Make an error of a builtin a problem.
    pub strict_builtin_errors: bool,
    /// Trace every violation, to explain it.
    pub explain: bool,
    /// Have the second engine judge everything as well.
    pub cross_check: bool,
    /// Rules that say nothing of their input see all documents at once, as with `conftest --combine`.
    pub combine: bool,
    /// Judge every document by itself, though others of its kind and platform may say what it leaves out.
    pub apart: bool,
    /// Language of the report.
    pub lang: Lang,
    /// When the run fails.
    pub fail_on: FailOn,
    /// A run that checks nothing is no problem.
    pub allow_empty: bool,
    /// What decides about findings.
    pub triage: TriageOptions,
    /// How much of it is evaluated.
    pub part: Part,
}

/// What a run tells while it goes on.
pub trait Progress: Sync {
    /// So many documents are to be evaluated.
    fn start(&self, documents: usize);
    /// One of them is done.
    fn step(&self);
}

/// Checks configuration against policies.
pub fn check(options: &CheckOptions, policies: PolicySet, watch: &Watch, progress: &dyn Progress) -> Report {
    check_documents(options, |_| policies, watch, progress).0
}

/// Checks configuration against the policies for it, and keeps the documents for those who read on in them.
pub fn check_documents(
    options: &CheckOptions,
    policies: impl FnOnce(&[Document]) -> PolicySet,
    watch: &Watch,
    progress: &dyn Progress,
) -> (Report, Vec<Document>) {
    let discovery = decide::discovered(options);
    let left_out =
        LeftOut { excluded: discovery.excluded, unknown: discovery.unknown, links: discovery.links };

    let beside = decide::waiver_files(options, &discovery);
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(options.jobs).stack_size(engine::STACK_SIZE).build();
    let (files, Parsed { documents, problems: of_reading, notes }) = match &threads {
        Err(error) => (0, Parsed::failed(Problem::no_threads(error))),
        Ok(threads) => threads.install(|| parse_all(discovery, &beside, options, watch)),
    };
    let modules = decide::modules_of_plans(options, &documents);
    let mut policies = policies(&documents);
    policies.notes.extend(notes.iter().map(|note| note.told(options.lang)));
    if options.combine {
        combine(&mut policies);
    }
    let mut problems = std::mem::take(&mut policies.problems);
    let mut selected = select(options, &policies, &mut problems);
    problems.extend(of_reading);
    let mut met = Met::nothing(&policies);
    if let Ok(threads) = threads {
        if triage::has_waivers(&documents, &options.triage) {
            problems.extend(decide::judge_waivers(options, &mut policies, &mut selected));
        }
        problems.extend(assessment::add(options, &mut policies, &mut selected, &documents));
        met = Met::nothing(&policies);
        progress.start(documents.len());
        let conditions = conditions(options, &policies, &documents);
        let mismatch = options.part.mismatch(&policies, &conditions, &documents);
        let ready = || threads.install(|| policies.engine.ready(conditions));
        match mismatch.map_or_else(ready, Err) {
            Ok(ready) => {
                let mut run = Run::new(&policies, &selected, &documents, &ready, watch, &options.part);
                run.beside = &modules;
                if !options.apart {
                    run.spread = Spread::over(&documents);
                }
                met = threads.install(|| run.meet(progress));
            }
            Err(problem) => problems.push(problem),
        }
    }
    met.params(&policies, &selected, &documents);
    assessment::judge(&mut met, options, &policies, &selected, &documents);
    let shown = beside.iter().map(|found| found.shown.clone()).collect();
    let triage = decide::decide(options, &policies, &selected, &documents, &shown, &mut met);
    let Met { counts, findings, problems: of_rules, shard, cross_check } = met;
    problems.extend(of_rules);
    let evaluated = counts.iter().map(|count| count.evaluated).sum();
    empty(options, files, documents.len(), selected.iter().filter(|s| **s).count(), evaluated, &mut problems);
    let problems = problem::capped(problems);
    let report = Report {
        lang: options.lang,
        as_of: options.as_of,
        fail_on: options.fail_on,
        files,
        documents: documents.len(),
        selected,
        policies,
        counts,
        findings,
        problems,
        profiles: profiles(&documents),
        left_out,
        triage,
        links: None,
        shard,
        cross_check,
        trusted: options
            .triage
            .trusted
            .as_ref()
            .map(|trusted| (trusted.commit.clone(), trusted.differs.clone())),
    };
    (report, documents)
}

/// Parses all files: how many there are, their documents, and what is wrong.
fn parse_all(
    discovery: Discovery,
    beside: &[Found],
    options: &CheckOptions,
    watch: &Watch,
) -> (usize, Parsed) {
    let mut problems = discovery.problems;
    let mut parsed: Vec<Parsed> = Vec::new();
    match &options.standard_input {
        None => {}
        Some(Ok((source, format))) => {
            let reading = Choice::of(&source.path, &options.discover.formats).reading;
            parsed.push(document::parse_nested(source, *format, reading, &options.limits));
        }
        Some(Err(problem)) => parsed.push(Parsed::failed(problem.clone())),
    }
    let files: Vec<Parsed> = if discovery.files.len() > 1 {
        let start = || watch.register();
        let parse = |watched: &mut Watched, found| parse_file(found, options, watched);
        discovery.files.par_iter().map_init(start, parse).collect()
    } else {
        let watched = watch.register();
        discovery.files.iter().map(|found| parse_file(found, options, &watched)).collect()
    };
    parsed.extend(files);
    let count = parsed.len();
    let watched = watch.register();
    if let Some(trusted) = &options.triage.trusted {
        parsed = parsed.into_iter().map(|parsed| decide::vouched(parsed, trusted, options)).collect();
    }
    for list in beside.iter().map(|found| parse_file(found, options, &watched)) {
        let lists = list.documents.iter().filter(|document| !triage::waiver::is_list(document));
        problems.extend(lists.map(|document| {
            Problem::refused_at(
                Origin::new(&document.source, document.anchor_span(document.root(), None)),
                "this is no list of waivers: `apiVersion: fiducia/v1` and `kind: WaiverList`",
                "这不是豁免清单：应有 `apiVersion: fiducia/v1` 和 `kind: WaiverList`",
            )
        }));
        parsed.push(list);
    }
    let mut all = Parsed { problems, ..Parsed::default() };
    for Parsed { documents, problems, notes } in parsed {
        all.documents.extend(documents);
        all.problems.extend(problems);
        all.notes.extend(notes);
    }
    (count, all)
}

/// Gives rules that say nothing of their input all documents at once.
fn combine(policies: &mut PolicySet) {
    let says = |rule: &Rule, name: &str| rule.custom.contains_key(name);
    let silent = |rule: &&mut Rule| rule.is_control() && !says(rule, "input") && !says(rule, "applies_to");
    policies.rules.iter_mut().filter(silent).for_each(|rule| rule.input = InputShape::Combined);
}

fn parse_file(found: &Found, options: &CheckOptions, watched: &Watched) -> Parsed {
    watched.doing(Doing::File(found.shown.clone()), || parse(found, options))
}

fn parse(found: &Found, options: &CheckOptions) -> Parsed {
    let source = match discover::read(&found.path, &found.shown, options.limits.file_size) {
        Ok(source) => source,
        Err(problem) => return Parsed::failed(problem),
    };
    match found.format.or_else(|| discover::format_of_content(&source.text)) {
        Some(format) => document::parse_nested(&source, format, found.reading, &options.limits),
        None => Parsed::failed(document::unknown_format(&found.shown)),
    }
}

fn conditions(options: &CheckOptions, policies: &PolicySet, documents: &[Document]) -> Conditions {
    let data = policies.data.with_run(options.as_of, &policies.params, platforms(documents));
    Conditions {
        data,
        today: options.as_of,
        timeout: options.timeout,
        memory: options.memory,
        strict_builtin_errors: options.strict_builtin_errors,
        explain: options.explain,
        cross_check: options.cross_check,
    }
}

/// The profile of each document's platform, by path, number of the document and way to it there.
fn profiles(documents: &[Document]) -> BTreeMap<(String, usize, Vec<String>), String> {
    let text = |document: &Document, steps: [&str; 2]| {
        let place = document.resolve(&Pointer::from_iter(steps));
        document.string(place.node).filter(|_| place.missing.is_empty()).map(str::to_owned)
    };
    let platforms = documents.iter().filter(|document| document.top("kind") == Some("Platform"));
    let known =
        platforms.filter_map(|document| Some((document.name()?, text(document, ["spec", "profile"])?)));
    let known: BTreeMap<&str, String> = known.collect();
    let profile = |document: &Document| {
        let profile = known.get(text(document, ["metadata", "platform"])?.as_str())?;
        let way = document.prefix().to_vec();
        Some(((document.source.path.clone(), document.outer(), way), profile.clone()))
    };
    if known.is_empty() { BTreeMap::new() } else { documents.iter().filter_map(profile).collect() }
}

/// The spec of every `Platform` document by its name, for `data.fiducia.platforms`.
pub fn platforms(documents: &[Document]) -> Map<String, Value> {
    let platforms = documents.iter().filter(|document| document.top("kind") == Some("Platform"));
    let named = platforms.filter_map(|document| {
        let mut content = document.to_json(document.root());
        Some((document.name()?.to_owned(), content.get_mut("spec")?.take()))
    });
    named.collect()
}

/// A run that checked nothing passes nothing.
fn empty(
    options: &CheckOptions,
    files: usize,
    documents: usize,
    rules: usize,
    evaluated: usize,
    problems: &mut Vec<Problem>,
) {
    let told = !problems.is_empty();
    // A share may be empty where the whole is not.
    if options.allow_empty || options.part.is_partial() {
        return;
    }
    let reason = if rules == 0 {
        ("no rule was loaded, so nothing was checked", "没有加载任何规则，因此什么都没有检查")
    } else if files == 0 && !told {
        (
            "no file of a known format was found, so nothing was checked",
            "没有找到任何已知格式的文件，因此什么都没有检查",
        )
    } else if evaluated == 0 && documents > 0 && !told {
        (
            "no rule applies to any of the documents, so nothing was checked",
            "没有规则适用于这些文档，因此什么都没有检查",
        )
    } else {
        return;
    };
    problems.push(Problem::Empty { reason: reason.0.to_owned(), reason_zh: reason.1.to_owned() });
}
