//! What each stage of a check costs: reading, evaluating, locating, rendering. Thirty rules on documents
//! of a hundred lines, both made here so that nothing else in the repository moves the numbers.
#![allow(clippy::unwrap_used)]

use criterion::{BatchSize, Criterion, Throughput};
use fiducia::check::{CheckOptions, Progress, check};
use fiducia::config::{Config, FailOn};
use fiducia::discover::DiscoverOptions;
use fiducia::document::terraform::Views;
use fiducia::document::{Document, Format, Limits, parse};
use fiducia::engine::{Conditions, Evaluator, STACK_SIZE, nanoseconds};
use fiducia::lang::Lang;
use fiducia::lint;
use fiducia::locate::spread::Spread;
use fiducia::locate::{Subject, locate};
use fiducia::policy::load::{LoadOptions, Loader, PolicySource};
use fiducia::policy::{PolicySet, Rule, Severity, Violation};
use fiducia::report::{self, Report, Style};
use fiducia::source::SourceFile;
use fiducia::watch::Watch;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, thread};

const DOCUMENTS: usize = 50;
const RULES: usize = 30;
/// Services of a document: eight lines each, behind four of an envelope.
const SERVICES: usize = 12;
const DAY: &str = "2026-11-22";

struct Quiet;

impl Progress for Quiet {
    fn start(&self, _: usize) {}
    fn step(&self) {}
}

/// A document of a hundred lines; every third service breaks some of the rules.
fn yaml(number: usize) -> String {
    let mut text =
        format!("apiVersion: bench/v1\nkind: Services\nmetadata: {{name: d{number}}}\nservices:\n");
    for service in 0..SERVICES {
        let good = !(service + number).is_multiple_of(3);
        let _ = write!(
            text,
            "  - name: service-{service}\n    image: registry.example/app:{}\n    replicas: {}\n    tls:\n      enabled: {good}\n      min_version: \"1.{}\"\n    labels: {{team: t{service}, tier: backend}}\n    ports: [80, 443, {}]\n",
            if good { "1.2.3" } else { "latest" },
            if good { 3 } else { 1 },
            if good { 2 } else { 0 },
            8000 + service,
        );
    }
    text
}

fn json(number: usize) -> String {
    let source = SourceFile::from_text("d.yaml", yaml(number));
    let document = parse(&source, Format::Yaml, &Limits::default()).documents.remove(0);
    serde_json::to_string_pretty(&document.to_json(document.root())).unwrap()
}

/// Thirty rules of five kinds: iteration, comparison, negation, comprehension, a helper function.
fn write_policy(folder: &Path) {
    for number in 0..RULES {
        let body = match number % 5 {
            0 => {
                "some i, service in input.services\n\tservice.replicas < 2\n\tviolation := {\"msg\": sprintf(\"%s has too few\", [service.name]), \"path\": [\"services\", i, \"replicas\"]}"
            }
            1 => {
                "some i, service in input.services\n\tendswith(service.image, \":latest\")\n\tviolation := {\"msg\": \"latest\", \"at\": service.image}"
            }
            2 => {
                "some i, service in input.services\n\tnot service.tls.enabled\n\tviolation := {\"msg\": \"no TLS\", \"path\": [\"services\", i, \"tls\", \"enabled\"], \"expected\": true}"
            }
            3 => {
                "names := [s.name | some s in input.services; s.labels.tier == \"frontend\"]\n\tcount(names) > 0\n\tviolation := {\"msg\": \"frontend\", \"path\": [\"services\"]}"
            }
            _ => {
                "some i, service in input.services\n\told(service.tls.min_version)\n\tviolation := {\"msg\": \"old TLS\", \"path\": [\"services\", i, \"tls\", \"min_version\"]}"
            }
        };
        let text = format!(
            "# METADATA\n# title: Rule {number}\n# custom:\n#   id: BENCH-{number:02}\n#   applies_to: [Services]\npackage bench.r{number}\n\ndeny contains violation if {{\n\t{body}\n}}\n\nold(version) if to_number(version) < 1.2\n"
        );
        fs::write(folder.join(format!("r{number}.rego")), text).unwrap();
    }
}

fn load(folder: &Path) -> PolicySet {
    PolicySet::load(&LoadOptions {
        policies: vec![PolicySource::Path(folder.to_path_buf())],
        working_directory: folder.to_path_buf(),
        ..LoadOptions::default()
    })
}

/// What `check` looks for in policies before it runs them: thirty rules, and the largest built-in pack as if it
/// were somebody's own.
fn refusing(criterion: &mut Criterion, folder: &Path) {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/custody");
    let mut group = criterion.benchmark_group("refuse");
    for (name, folder) in [("thirty rules", folder), ("custody", &pack)] {
        let options = LoadOptions {
            policies: vec![PolicySource::Path(folder.to_path_buf())],
            working_directory: folder.to_path_buf(),
            ..LoadOptions::default()
        };
        let mut loader = Loader::read(&options);
        group.bench_function(name, |bencher| bencher.iter(|| lint::note(&mut loader, Lang::En, false)));
        assert!(loader.problems.is_empty(), "{:?}", loader.problems);
    }
    group.finish();
}

fn documents() -> Vec<Document> {
    let document = |number: usize| {
        let source = SourceFile::from_text(format!("d{number:02}.yaml"), yaml(number));
        parse(&source, Format::Yaml, &Limits::default()).documents.remove(0)
    };
    (0..DOCUMENTS).map(document).collect()
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (name, format, text) in
        [("yaml", Format::Yaml, yaml as fn(usize) -> String), ("json", Format::Json, json)]
    {
        let sources: Vec<Arc<SourceFile>> =
            (0..DOCUMENTS).map(|number| SourceFile::from_text("d", text(number))).collect();
        group.throughput(Throughput::Bytes(sources.iter().map(|source| source.text.len() as u64).sum()));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for source in &sources {
                    black_box(parse(source, format, &Limits::default()));
                }
            });
        });
    }
    group.finish();
}

fn conditions() -> Conditions {
    let today = DAY.parse().unwrap();
    let data = serde_json::json!({"fiducia": {"today": DAY, "now_ns": nanoseconds(today), "params": {}, "platforms": {}}});
    Conditions {
        data: data.as_object().unwrap().clone(),
        today,
        timeout: Duration::from_secs(10),
        memory: fiducia::engine::MEMORY,
        strict_builtin_errors: false,
        explain: false,
        cross_check: false,
    }
}

fn evaluating(criterion: &mut Criterion, policies: &PolicySet, documents: &[Document]) {
    let ready = policies.engine.ready(conditions()).unwrap();
    let mut evaluator = Evaluator::new(&ready);
    let mut group = criterion.benchmark_group("evaluate");
    group.throughput(Throughput::Elements(documents.len() as u64));
    group.bench_function("build and evaluate", |bencher| {
        bencher.iter(|| {
            for document in documents {
                let input = evaluator.inputs.document(document);
                for entry in policies.rules.iter().filter_map(Rule::entry) {
                    black_box(evaluator.evaluate(entry, &input).unwrap());
                }
            }
        });
    });
    group.finish();
}

/// Every violation with its rule and document.
fn violations(policies: &PolicySet, documents: &[Document]) -> Vec<(usize, usize, Violation)> {
    let ready = policies.engine.ready(conditions()).unwrap();
    let mut evaluator = Evaluator::new(&ready);
    let mut all = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let input = evaluator.inputs.document(document);
        let entries = policies.rules.iter().enumerate().filter_map(|(rule, of)| Some((rule, of.entry()?)));
        for (rule, entry) in entries {
            let found = evaluator.evaluate(entry, &input).unwrap().violations;
            all.extend(found.into_iter().map(|violation| (rule, index, violation)));
        }
    }
    all
}

fn locating(criterion: &mut Criterion, policies: &PolicySet, documents: &[Document]) {
    let violations = violations(policies, documents);
    assert!(violations.len() > DOCUMENTS, "{}", violations.len());
    let (spread, views) = (Spread::default(), Views::default());
    let mut group = criterion.benchmark_group("locate");
    group.throughput(Throughput::Elements(violations.len() as u64));
    group.bench_function("by path and value", |bencher| {
        bencher.iter_batched(
            || violations.clone(),
            |violations| {
                for (rule, index, violation) in violations {
                    black_box(locate(
                        violation,
                        &policies.rules[rule],
                        rule,
                        Subject {
                            documents,
                            index,
                            spread: &spread,
                            combined: &[],
                            views: &views,
                            stages: &[],
                        },
                    ));
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn whole_report(policies: PolicySet, folder: &Path) -> Report {
    for number in 0..DOCUMENTS {
        fs::write(folder.join(format!("d{number:02}.yaml")), yaml(number)).unwrap();
    }
    let options = CheckOptions {
        discover: DiscoverOptions {
            paths: vec![folder.to_path_buf()],
            exclude: Config::default().exclude,
            include: None,
            formats: Vec::new(),
            working_directory: folder.to_path_buf(),
        },
        standard_input: None,
        limits: Limits::default(),
        jobs: 1,
        only: Vec::new(),
        skip: Vec::new(),
        as_of: DAY.parse().unwrap(),
        timeout: Duration::from_secs(10),
        memory: fiducia::engine::MEMORY,
        strict_builtin_errors: false,
        explain: false,
        cross_check: false,
        combine: false,
        apart: false,
        cache: None,
        hold: false,
        lang: Lang::En,
        fail_on: FailOn::Severity(Severity::Medium),
        allow_empty: false,
        triage: fiducia::triage::TriageOptions::default(),
        part: fiducia::check::part::Part::Whole,
    };
    check(&options, policies, &Watch::default(), &Quiet)
}

fn rendering(criterion: &mut Criterion, report: &Report) {
    assert!(report.problems.is_empty() && report.findings.len() > DOCUMENTS, "{:?}", report.problems);
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Elements(report.findings.len() as u64));
    for (name, format) in [
        ("human", report::Format::Human),
        ("compact", report::Format::Compact),
        ("json", report::Format::Json),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut bytes = Vec::new();
                report::render(report, format, Style::default(), &mut bytes).unwrap();
                black_box(bytes)
            });
        });
    }
    group.finish();
}

/// One rule on every document, its violations with a `path` of their own and without: the difference is
/// what tracing costs.
fn tracing(criterion: &mut Criterion, documents: &[Document]) {
    let mut group = criterion.benchmark_group("trace");
    for (name, place) in [("given places", ", \"path\": [\"kind\"]"), ("traced places", "")] {
        let folder = tempfile::tempdir().unwrap();
        let rule = format!(
            "package traced\n\ndeny contains {{\"msg\": \"named\"{place}}} if {{\n\tsome key, _ in input\n\tkey != \"\"\n}}\n"
        );
        std::fs::write(folder.path().join("traced.rego"), rule).unwrap();
        let policies = load(folder.path());
        let ready = policies.engine.ready(conditions()).unwrap();
        let mut evaluator = Evaluator::new(&ready);
        let inputs: Vec<_> = documents.iter().map(|document| evaluator.inputs.document(document)).collect();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for input in &inputs {
                    black_box(evaluator.evaluate(policies.rules[0].entry().unwrap(), input).unwrap());
                }
            });
        });
    }
    group.finish();
}

fn stages() {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = tempfile::tempdir().unwrap();
    write_policy(folder.path());
    let policies = load(folder.path());
    assert_eq!((policies.rules.len(), policies.problems.len()), (RULES, 0), "{:?}", policies.problems);
    let documents = documents();
    assert_eq!(documents[0].source.line_count(), 4 + 8 * SERVICES);
    refusing(&mut criterion, folder.path());
    reading(&mut criterion);
    evaluating(&mut criterion, &policies, &documents);
    tracing(&mut criterion, &documents);
    locating(&mut criterion, &policies, &documents);
    rendering(&mut criterion, &whole_report(policies, folder.path()));
    criterion.final_summary();
}

/// On a thread with the stack that the program has.
fn main() {
    thread::Builder::new().stack_size(STACK_SIZE).spawn(stages).unwrap().join().unwrap();
}
