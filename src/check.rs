//! The pipeline of `check`.

mod assessment;
mod away;
pub mod cache;
mod decide;
mod outcome;
pub mod part;
pub mod platform;
mod read;
mod run;
mod select;
mod written;

use crate::config::FailOn;
use crate::discover::DiscoverOptions;
use crate::document::{Document, Format, Limits, terraform};
use crate::engine::{self, Conditions};
use crate::lang::Lang;
use crate::locate::spread::Spread;
use crate::policy::{InputShape, PolicySet, Rule};
use crate::problem::{self, Problem};
use crate::report::ndjson::Member;
use crate::report::{LeftOut, Report};
use crate::source::SourceFile;
use crate::triage::{self, TriageOptions};
use crate::watch::Watch;
use cache::Cache;
use chrono::NaiveDate;
use part::Part;
use read::{Reader, Reading};
use run::{Behind, Run};
use select::{named, select};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use outcome::{Met, Outcome};
pub use run::meet;

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
    /// Keep all documents, for someone who reads on in them.
    pub hold: bool,
    /// The folder of results of runs before.
    pub cache: Option<PathBuf>,
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

/// Checks configuration against the policies for it, and gives the documents to those who read on in them; without `hold`
/// they are outlines.
pub fn check_documents(
    options: &CheckOptions,
    policies: impl FnOnce(&[Document]) -> PolicySet,
    watch: &Watch,
    progress: &dyn Progress,
) -> (Report, Vec<Document>) {
    check_cached(options, policies, None, watch, progress)
}

/// The same with results of runs before.
pub fn check_cached(
    options: &CheckOptions,
    policies: impl FnOnce(&[Document]) -> PolicySet,
    cache: Option<&Cache>,
    watch: &Watch,
    progress: &dyn Progress,
) -> (Report, Vec<Document>) {
    let discovery = decide::discovered(options);
    let left_out =
        LeftOut { excluded: discovery.excluded, unknown: discovery.unknown, links: discovery.links };

    let beside = decide::waiver_files(options, &discovery);
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(options.jobs).stack_size(engine::STACK_SIZE).build();
    let reader = Reader::new(options, watch, cache);
    let mut reading = match &threads {
        Err(error) => Reading { problems: vec![Problem::no_threads(error)], ..Reading::default() },
        Ok(threads) => threads.install(|| reader.all(discovery, &beside)),
    };
    let mut policies = policies(&reading.documents);
    policies.notes.extend(reading.notes.iter().map(|note| note.told(options.lang)));
    if options.combine {
        combine(&mut policies);
    }
    let mut problems = std::mem::take(&mut policies.problems);
    let mut selected = select(options, &policies, &mut problems);
    if let Ok(threads) = &threads
        && looks_into_all(&policies, &selected, &reading.documents)
    {
        threads.install(|| reader.fetch(&mut reading));
    }
    let Reading { files, documents, away, problems: of_reading, .. } = reading;
    let modules = decide::modules_of_plans(options, &documents);
    problems.extend(of_reading);
    problems.extend(platform::twins(&documents));
    let mut met = Met::nothing(&policies);
    if let Ok(threads) = threads {
        if triage::has_waivers(&documents, &options.triage) {
            problems.extend(decide::judge_waivers(options, &mut policies, &mut selected));
        }
        problems.extend(assessment::add(options, &mut policies, &mut selected, &documents));
        met = Met::nothing(&policies);
        progress.start(documents.len());
        let conditions = conditions(options, &policies, &documents);
        let data = cache.map(|cache| (cache, cache.data(&conditions)));
        let mismatch = options.part.mismatch(&policies, &conditions, &documents);
        let ready = || threads.install(|| policies.engine.ready(conditions));
        match mismatch.map_or_else(ready, Err) {
            Ok(ready) => {
                let mut run = Run::new(&policies, &selected, &documents, &ready, watch, &options.part);
                run.beside = &modules;
                if !options.apart {
                    run.spread = Spread::over(&documents);
                }
                let cache = data.as_ref().map(|(cache, data)| (*cache, data.as_str()));
                run.behind = Some(Behind { options, away: &away, cache });
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
        profiles: platform::profiles(&documents),
        left_out,
        triage,
        links: None,
        member: Member::default(),
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

/// Gives rules that say nothing of their input all documents at once.
fn combine(policies: &mut PolicySet) {
    let says = |rule: &Rule, name: &str| rule.custom.contains_key(name);
    let silent = |rule: &&mut Rule| rule.is_control() && !says(rule, "input") && !says(rule, "applies_to");
    policies.rules.iter_mut().filter(silent).for_each(|rule| rule.input = InputShape::Combined);
}

fn conditions(options: &CheckOptions, policies: &PolicySet, documents: &[Document]) -> Conditions {
    let data = policies.data.with_run(options.as_of, &policies.params, platform::platforms(documents));
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

/// True if something looks into all documents: a rule that is to run, or a plan, whose findings are shown in its module.
fn looks_into_all(policies: &PolicySet, selected: &[bool], documents: &[Document]) -> bool {
    let mut rules = policies.rules.iter().zip(selected).filter(|(_, selected)| **selected);
    rules.any(|(rule, _)| rule.input.is_of_all() && rule.applies_to_any(documents))
        || documents.iter().any(terraform::is_plan)
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
