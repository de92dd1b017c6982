//! The pipeline of `check`.

mod assessment;
mod decide;
pub mod part;

use crate::config::FailOn;
use crate::discover::{self, DiscoverOptions, Discovery, Found};
use crate::document::{self, Document, Format, Limits, Parsed, Pointer};
use crate::finding::{self, Finding};
use crate::lang::Lang;
use crate::locate::spread::Spread;
use crate::locate::{self, Subject, document_name, locate};
use crate::policy::engine::{self, Conditions, Evaluator, Input, Ready};
use crate::policy::similar::similar;
use crate::policy::{InputShape, Judge, PolicySet, Rule};
use crate::policy::{own, pack};
use crate::problem::{Failure, Origin, Problem};
use crate::report::{Count, LeftOut, Report};
use crate::source::SourceFile;
use crate::triage::{self, TriageOptions};
use crate::watch::{Watch, Watched};
use chrono::NaiveDate;
use part::Part;
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

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
    /// Make an error of a builtin a problem.
    pub strict_builtin_errors: bool,
    /// Trace every violation, to explain it.
    pub explain: bool,
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
    check_documents(options, policies, watch, progress).0
}

/// Checks configuration against policies, and keeps the documents for those who read on in them.
pub fn check_documents(
    options: &CheckOptions,
    mut policies: PolicySet,
    watch: &Watch,
    progress: &dyn Progress,
) -> (Report, Vec<Document>) {
    let mut problems = std::mem::take(&mut policies.problems);
    let mut selected = select(options, &policies, &mut problems);
    let discovery = decide::discovered(options);
    let left_out =
        LeftOut { excluded: discovery.excluded, unknown: discovery.unknown, links: discovery.links };

    let beside = decide::waiver_files(options, &discovery);
    let mut met = Met::nothing(&policies);
    let (mut files, mut documents) = (0, Vec::new());
    match rayon::ThreadPoolBuilder::new().num_threads(options.jobs).stack_size(engine::STACK_SIZE).build() {
        Err(error) => problems.push(Problem::Usage { reason: format!("cannot start threads: {error}") }),
        Ok(threads) => {
            (files, documents) = threads.install(|| parse_all(discovery, &beside, options, &mut problems));
            if triage::has_waivers(&documents, &options.triage) {
                problems.extend(decide::judge_waivers(options, &mut policies, &mut selected));
            }
            problems.extend(assessment::add(options, &mut policies, &mut selected, &documents));
            met = Met::nothing(&policies);
            progress.start(documents.len());
            let conditions = conditions(options, &policies, &documents);
            let mismatch = options.part.mismatch(&policies, &conditions, &documents);
            match mismatch.map_or_else(|| policies.engine.ready(conditions), Err) {
                Ok(ready) => {
                    let mut run = Run::new(&policies, &selected, &documents, &ready, watch, &options.part);
                    if !options.apart {
                        run.spread = Spread::over(&documents);
                    }
                    met = threads.install(|| run.meet(progress));
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    met.params(&policies, &selected, &documents);
    assessment::judge(&mut met, options, &policies, &selected, &documents);
    let shown = beside.iter().map(|found| found.shown.clone()).collect();
    let triage = decide::decide(options, &policies, &selected, &documents, &shown, &mut met);
    let Met { counts, findings, problems: of_rules, shard } = met;
    problems.extend(of_rules);
    let evaluated = counts.iter().map(|count| count.evaluated).sum();
    empty(options, files, documents.len(), selected.iter().filter(|s| **s).count(), evaluated, &mut problems);
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
    };
    (report, documents)
}

/// What came of rules that met documents.
pub struct Met {
    /// What became of each rule.
    pub counts: Vec<Count>,
    /// Findings, in their order.
    pub findings: Vec<Finding>,
    /// What could not be evaluated.
    pub problems: Vec<Problem>,
    /// What a shard leaves for whoever merges.
    pub shard: Option<Value>,
}

impl Met {
    /// Judges what overrides parameters.
    fn params(&mut self, policies: &PolicySet, selected: &[bool], documents: &[Document]) {
        let Some(rule) = policies.rules.iter().position(|rule| rule.judge == Judge::Params) else { return };
        let before = self.findings.len();
        for (with, param, floor) in policies.params.bounded().filter(|_| selected[rule]) {
            let findings = if floor.keeps(&with.value) {
                Vec::new()
            } else {
                vec![locate::weaker(with, param, floor, rule)]
            };
            let outcome = Outcome::Evaluated { violations: findings.len(), findings, problems: Vec::new() };
            outcome.count(&mut self.counts[rule]);
            outcome.sort_into(&mut self.findings, &mut self.problems);
        }
        // Those of the documents are in their order already.
        if self.findings.len() > before {
            finding::finish(&mut self.findings, |rule| policies.rules[rule].id.clone(), documents);
        }
    }

    fn nothing(policies: &PolicySet) -> Self {
        let counts = vec![Count::default(); policies.rules.len()];
        Met { counts, findings: Vec::new(), problems: Vec::new(), shard: None }
    }
}

/// Evaluates rules on the documents of a project, each by itself.
pub fn meet(
    policies: &PolicySet,
    selected: &[bool],
    documents: &[Document],
    ready: &Ready<'_>,
    watch: &Watch,
    progress: &dyn Progress,
) -> Met {
    Run::new(policies, selected, documents, ready, watch, &Part::Whole).meet(progress)
}

/// That no rule has a name, with the pack that has it or the rule that may be meant.
fn unknown(name: &str, policies: &PolicySet) -> Problem {
    let pack = pack::controls().find(|(_, id)| *id == name).map(|(pack, _)| pack);
    let similar = similar(name, policies.rules.iter().map(|rule| rule.id.as_str()));
    Problem::UnknownRule { name: name.to_owned(), pack, similar: similar.map(str::to_owned) }
}

/// Which rules run: those asked for, and in effect on the day. A name that no rule has is a problem,
/// not a rule that silently never runs.
fn select(options: &CheckOptions, policies: &PolicySet, problems: &mut Vec<Problem>) -> Vec<bool> {
    for wanted in options.only.iter().chain(&options.skip) {
        let own = own::IDS.contains(&wanted.as_str());
        if !own && !policies.rules.iter().any(|rule| named(rule, wanted)) {
            problems.push(unknown(wanted, policies));
        }
    }
    let selected = |rule: &Rule| {
        let listed = |names: &[String]| names.iter().any(|name| named(rule, name));
        // Overrides and waivers count for whatever runs.
        let wanted = options.only.is_empty()
            || listed(&options.only)
            || matches!(rule.judge, Judge::Params | Judge::Waiver);
        wanted && !listed(&options.skip)
    };
    policies.rules.iter().map(selected).collect()
}

fn named(rule: &Rule, wanted: &str) -> bool {
    rule.id == wanted || rule.name == wanted || rule.package == wanted
}

fn parse_all(
    discovery: Discovery,
    beside: &[Found],
    options: &CheckOptions,
    problems: &mut Vec<Problem>,
) -> (usize, Vec<Document>) {
    problems.extend(discovery.problems);
    let mut parsed: Vec<Parsed> = Vec::new();
    match &options.standard_input {
        None => {}
        Some(Ok((source, format))) => parsed.push(document::parse(source, *format, &options.limits)),
        Some(Err(problem)) => parsed.push(Parsed::failed(problem.clone())),
    }
    let files: Vec<Parsed> = if discovery.files.len() > 1 {
        discovery.files.par_iter().map(|found| parse_file(found, options)).collect()
    } else {
        discovery.files.iter().map(|found| parse_file(found, options)).collect()
    };
    parsed.extend(files);
    let count = parsed.len();
    for list in beside.iter().map(|found| parse_file(found, options)) {
        let lists = list.documents.iter().filter(|document| !triage::waiver::is_list(document));
        problems.extend(lists.map(|document| Problem::Config {
            at: Origin::new(&document.source, document.anchor_span(document.root(), None)),
            reason: "this is no list of waivers: `apiVersion: fiducia/v1` and `kind: WaiverList`".to_owned(),
        }));
        parsed.push(list);
    }
    let mut documents = Vec::new();
    for Parsed { documents: of_file, problems: of_reading } in parsed {
        documents.extend(of_file);
        problems.extend(of_reading);
    }
    (count, documents)
}

fn parse_file(found: &Found, options: &CheckOptions) -> Parsed {
    let source = match discover::read(&found.path, &found.shown, options.limits.file_size) {
        Ok(source) => source,
        Err(problem) => return Parsed::failed(problem),
    };
    match found.format.or_else(|| discover::format_of_content(&source.text)) {
        Some(format) => document::parse(&source, format, &options.limits),
        None => Parsed::failed(Problem::UnknownFormat { path: found.shown.clone() }),
    }
}

fn conditions(options: &CheckOptions, policies: &PolicySet, documents: &[Document]) -> Conditions {
    let data = policies.data.with_run(options.as_of, &policies.params, platforms(documents));
    Conditions {
        data,
        today: options.as_of,
        timeout: options.timeout,
        strict_builtin_errors: options.strict_builtin_errors,
        explain: options.explain,
    }
}

/// The profile of each document's platform, by path and number of the document.
fn profiles(documents: &[Document]) -> BTreeMap<(String, usize), String> {
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
        Some(((document.source.path.clone(), document.index), profile.clone()))
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

/// Everything that evaluations share.
struct Run<'r> {
    policies: &'r PolicySet,
    selected: &'r [bool],
    documents: &'r [Document],
    ready: &'r Ready<'r>,
    watch: &'r Watch,
    part: &'r Part,
    /// Which documents are evaluated.
    share: Vec<bool>,
    /// Documents that belong together.
    spread: Spread,
}

/// A rule met a document, or the project.
struct Evaluated {
    /// None for the project.
    document: Option<usize>,
    rule: usize,
    outcome: Outcome,
}

/// What came of it.
pub enum Outcome {
    /// The rule does not apply.
    NotApplicable,
    /// The rule ran; without findings it passed.
    Evaluated {
        /// Its violations with their places.
        findings: Vec<Finding>,
        /// What is wrong with the places that its author gives.
        problems: Vec<Problem>,
        /// How many violations the rule returned.
        violations: usize,
    },
    /// The rule could not run to its end.
    Errored(Problem),
}

impl Outcome {
    /// Counts a pass only where there is nothing that speaks against it.
    fn count(&self, count: &mut Count) {
        match self {
            Outcome::NotApplicable => count.not_applicable += 1,
            Outcome::Errored(_) => {
                count.evaluated += 1;
                count.errored += 1;
            }
            Outcome::Evaluated { findings, problems, violations } => {
                count.evaluated += 1;
                count.violations += violations;
                *match (findings.is_empty(), problems.is_empty()) {
                    (true, true) => &mut count.passed,
                    (true, false) => &mut count.errored,
                    (false, _) => &mut count.failed,
                } += 1;
            }
        }
    }

    fn sort_into(self, findings: &mut Vec<Finding>, problems: &mut Vec<Problem>) {
        match self {
            Outcome::NotApplicable => {}
            Outcome::Errored(problem) => problems.push(problem),
            Outcome::Evaluated { findings: found, problems: wrong, .. } => {
                findings.extend(found);
                problems.extend(wrong);
            }
        }
    }
}

impl<'r> Run<'r> {
    fn new(
        policies: &'r PolicySet,
        selected: &'r [bool],
        documents: &'r [Document],
        ready: &'r Ready<'r>,
        watch: &'r Watch,
        part: &'r Part,
    ) -> Self {
        let (share, spread) = (part.share(documents), Spread::default());
        Run { policies, selected, documents, ready, watch, part, share, spread }
    }

    fn meet(&self, progress: &dyn Progress) -> Met {
        let (policies, documents) = (self.policies, self.documents);
        let mut met = Met::nothing(policies);
        let results = self.all(progress);
        met.shard = self.part.written(&results, policies, self.ready.conditions(), documents);
        for Evaluated { rule, outcome, .. } in results {
            outcome.count(&mut met.counts[rule]);
            outcome.sort_into(&mut met.findings, &mut met.problems);
        }
        if !self.spread.is_empty() {
            locate::once_a_rule(&mut met.findings);
        }
        locate::leave_out_shared(&mut met.findings);
        finding::finish(&mut met.findings, |rule| policies.rules[rule].id.clone(), documents);
        met
    }

    fn all(&self, progress: &dyn Progress) -> Vec<Evaluated> {
        let start = || (Evaluator::new(self.ready), self.watch.register());
        let mut results: Vec<Evaluated> = self
            .documents
            .par_iter()
            .enumerate()
            .filter(|(index, _)| self.share[*index])
            .map_init(start, |(evaluator, watched), (index, _)| {
                let results = self.document(evaluator, watched, index);
                progress.step();
                results
            })
            .flatten_iter()
            .collect();
        if self.part.has_project() {
            let (mut evaluator, watched) = start();
            results.extend(self.project(&mut evaluator, &watched));
        }
        results
    }

    /// The rules of some shapes that are to run and can.
    fn rules(&self, wanted: impl Fn(InputShape) -> bool) -> impl Iterator<Item = (usize, &Rule)> {
        let rules = self.policies.rules.iter().enumerate();
        rules.filter(move |(index, rule)| self.runs(*index, rule) && wanted(rule.input))
    }

    fn runs(&self, index: usize, rule: &Rule) -> bool {
        self.selected[index]
            && rule.effective.contains(self.ready.today())
            && match rule.judge {
                Judge::Policy(entry) => self.policies.engine.can_run(entry),
                Judge::Schema => true,
                Judge::Params | Judge::Waiver | Judge::Assessment => false,
            }
    }

    /// Evaluates the rules over one document.
    fn document(&self, evaluator: &mut Evaluator<'_>, watched: &Watched, index: usize) -> Vec<Evaluated> {
        let document = &self.documents[index];
        let subject = Subject { documents: self.documents, index, spread: &self.spread };
        // Documents that no rule applies to need no input.
        let (mut plain, mut review): (Option<Input>, Option<Input>) = (None, None);
        let evaluate = |(rule_index, rule): (usize, &Rule)| {
            let outcome = if rule.judge == Judge::Schema {
                self.schema(rule_index, document)
            } else if !rule.applies_to.matches(document) {
                Outcome::NotApplicable
            } else if let Part::Merged(merged) = self.part {
                merged.outcome(Some(index), rule_index, self.policies, self.documents)
            } else {
                let input = match rule.input {
                    InputShape::Review => review.get_or_insert_with(|| evaluator.review(document)),
                    _ => plain.get_or_insert_with(|| {
                        let lent = self.spread.lent(index);
                        evaluator.joined(document, lent.map(|(section, at)| (section, &self.documents[at])))
                    }),
                };
                watched.during(
                    &rule.id,
                    || Some(document_name(document)),
                    || self.evaluate(evaluator, rule_index, input, subject),
                )
            };
            Evaluated { document: Some(index), rule: rule_index, outcome }
        };
        self.rules(|shape| shape != InputShape::Project).map(evaluate).collect()
    }

    fn project(&self, evaluator: &mut Evaluator<'_>, watched: &Watched) -> Vec<Evaluated> {
        let mut input: Option<Input> = None;
        let subject = Subject { documents: self.documents, index: 0, spread: &self.spread };
        let evaluate = |(rule_index, rule): (usize, &Rule)| {
            let applies = self.documents.iter().any(|document| rule.applies_to.matches(document));
            let outcome = if !applies {
                Outcome::NotApplicable
            } else if let Part::Merged(merged) = self.part {
                merged.outcome(None, rule_index, self.policies, self.documents)
            } else {
                let input = input.get_or_insert_with(|| evaluator.project(self.documents));
                watched.during(&rule.id, || None, || self.evaluate(evaluator, rule_index, input, subject))
            };
            Evaluated { document: None, rule: rule_index, outcome }
        };
        self.rules(|shape| shape == InputShape::Project).map(evaluate).collect()
    }

    /// Holds a document against the schema of its kind.
    fn schema(&self, rule_index: usize, document: &Document) -> Outcome {
        match self.policies.kinds.judge(document) {
            None => Outcome::NotApplicable,
            Some(Err(problem)) => Outcome::Errored(problem),
            Some(Ok(faults)) => {
                let findings: Vec<Finding> =
                    faults.into_iter().map(|fault| locate::fault(fault, rule_index, document)).collect();
                Outcome::Evaluated { violations: findings.len(), findings, problems: Vec::new() }
            }
        }
    }

    fn evaluate(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule_index: usize,
        input: &Input,
        subject: Subject<'_>,
    ) -> Outcome {
        let rule = &self.policies.rules[rule_index];
        let wrong = |failure, reason, at: Option<Origin>| Problem::Evaluation {
            rule: rule.id.clone(),
            subject: (rule.input != InputShape::Project).then(|| subject.name()),
            failure,
            reason,
            at: at.or_else(|| Some(rule.origin.clone())),
        };
        let Judge::Policy(entry) = rule.judge else { return Outcome::NotApplicable };
        let evaluation = match evaluator.evaluate(entry, input) {
            Ok(evaluation) => evaluation,
            Err(error) => return Outcome::Errored(wrong(error.failure, error.reason, error.at)),
        };
        let mut findings = Vec::new();
        let unreadable = evaluation.unreadable.into_iter();
        let mut problems: Vec<Problem> =
            unreadable.map(|reason| wrong(Failure::Error, reason, None)).collect();
        if evaluation.disagreement {
            let reason =
                "its traced evaluation differs from the plain one; its places are not known".to_owned();
            problems.push(wrong(Failure::Error, reason, None));
        }
        for violation in evaluation.violations {
            let (finding, wrong) = locate(violation, rule, rule_index, subject);
            findings.push(finding);
            problems.extend(wrong);
        }
        locate::once(&mut findings);
        Outcome::Evaluated { findings, problems, violations: evaluation.returned }
    }
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
