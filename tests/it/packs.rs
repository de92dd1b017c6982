//! Packs: what they load with them, and what may override their parameters.
#![allow(clippy::unwrap_used)]

use crate::common::place::{Place, Run};
use crate::common::{
    DAY, Quiet, current, fiducia, load_options, on_a_large_stack, options, render, root, run_loaded,
};
use fiducia::check::check_documents;
use fiducia::document::Document;
use fiducia::policy::load::{Loader, Part};
use fiducia::policy::module::Module;
use fiducia::policy::outline::Outline;
use fiducia::policy::pack;
use fiducia::policy::{Judge, PolicySet, Rule};
use fiducia::problem::Origin;
use fiducia::rego::parser::Language;
use fiducia::report::Format;
use fiducia::source::SourceFile;
use fiducia::watch::Watch;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use walkdir::WalkDir;

fn load(packs: &[&str]) -> PolicySet {
    let load = load_options(packs);
    let work = move || PolicySet::load(&load);
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap()
}

/// The ids of the controls, each once.
fn controls(set: &PolicySet) -> BTreeSet<String> {
    let problems: Vec<String> = set.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    let all: Vec<String> =
        set.rules.iter().filter(|rule| rule.is_control()).map(|rule| rule.id.clone()).collect();
    let ids: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(ids.len(), all.len());
    ids
}

/// The folders of a pack that hold a rule.
fn rule_folders(pack: &str) -> usize {
    let entries =
        WalkDir::new(root().join("policies").join(pack)).into_iter().map(|entry| entry.unwrap().into_path());
    entries.filter(|path| path.ends_with("fixtures")).count()
}

#[test]
fn packs_hold_the_rules_of_their_folders() {
    let (core, extended) = (controls(&load(&["custody"])), controls(&load(&["custody-extended"])));
    assert_eq!((core.len(), extended.len()), (rule_folders("custody"), rule_folders("custody-extended")));
    assert!(core.is_disjoint(&extended));
    let links = controls(&load(&["custody-links"]));
    assert_eq!(links.len(), rule_folders("custody-links"));
    let all = controls(&load(&["custody", "custody-extended", "legacy-p2p"]));
    assert_eq!(all, core.union(&extended).cloned().collect());
}

#[test]
fn a_view_picks_rules_by_the_frameworks_that_they_implement() {
    let set = load(&["legacy-p2p"]);
    let picked = controls(&set);
    let frameworks = ["P2PM", "P2PC", "NIFA3"];
    let implements = |rule: &fiducia::policy::Rule| {
        rule.clauses.iter().any(|clause| frameworks.contains(&set.frameworks.key_of(clause).unwrap()))
    };
    assert!(set.rules.iter().filter(|rule| rule.is_control()).all(implements));
    let everything = load(&["custody", "custody-extended"]);
    let expected: BTreeSet<String> =
        everything.rules.iter().filter(|rule| implements(rule)).map(|rule| rule.id.clone()).collect();
    assert_eq!(picked, expected);
    assert!(
        picked.contains("CUS-REC-01") && picked.contains("CUS-AGR-04") && picked.len() < 20,
        "{picked:?}"
    );
    // Beside a whole pack it adds what that pack does not have.
    let both = controls(&load(&["custody", "legacy-p2p"]));
    assert_eq!(both, controls(&load(&["custody"])).union(&picked).cloned().collect());
}

#[test]
fn libraries_come_without_rules_and_once() {
    for pack in ["custody-extended", "custody-links", "./policies/custody-extended"] {
        let set = load(&[pack]);
        assert_eq!(set.packs["custody"].part, Part::Library, "{pack}");
        assert!(set.rules.iter().all(|rule| rule.pack != "custody"), "{pack}");
        assert!(
            set.params.values.contains_key("placeholder_words") && set.kinds.get("Platform").is_some(),
            "{pack}"
        );
    }
    for packs in [
        &["custody", "custody-extended"][..],
        &["custody-extended", "custody"],
        &["./policies/custody", "custody-extended"],
        &["./policies/custody-extended", "custody"],
        &["custody", "custody", "custody-links"],
        &["./policies"],
    ] {
        assert!(controls(&load(packs)).len() >= 100, "{packs:?}");
    }
    let beside = load(&["./policies/legacy-p2p"]);
    assert_eq!(controls(&beside), controls(&load(&["legacy-p2p"])));
}

#[test]
fn mistakes_in_a_pack_are_told_at_their_place() {
    let place = Place::new();
    for (manifest, words, under) in [
        ("libraries: [no-such-pack]\n", "there is no pack \"no-such-pack\"", "no-such-pack"),
        ("from: [custody]\n", "needs both `from` and `frameworks`", "from"),
        ("librarys: [custody]\n", "unknown field `librarys`", "librarys"),
    ] {
        place.file("policy/pack.yaml", manifest);
        let run = place.check(&["ok.yaml"]);
        let problem = run.still_checked().problem("policy", words);
        assert_eq!(problem["location"]["text"], under);
    }
    fs::remove_file(place.join("policy/pack.yaml")).unwrap();
    place.file("policy/params.yaml", "limit: {default: 1, basis: CSL-23-33}\n");
    let run = place.check(&["ok.yaml"]);
    let problem = run.still_checked().problem("policy", "is in no framework");
    assert!(problem["help"].as_str().unwrap().contains("CSL-23-3"), "{problem}");
}

/// A rule but for what makes it run.
fn told(rule: &Rule) -> String {
    let origin = Origin::new(&SourceFile::from_text(rule.origin.source.path.as_str(), ""), rule.origin.span);
    format!("{:#?}", Rule { origin, judge: Judge::Schema, ..rule.clone() })
}

#[test]
fn a_rule_that_no_document_needs_is_told_of_as_one_that_is_needed() {
    let load_options = load_options(&["custody", "custody-extended", "custody-links", "legacy-p2p"]);
    let sets = on_a_large_stack(move || {
        let unneeded = Loader::read(&load_options).compile_needed(|_| false);
        (PolicySet::load(&load_options), unneeded)
    });
    assert!(sets.1.engine.sources().is_empty());
    assert_eq!(sets.0.rules.len(), sets.1.rules.len());
    for (rule, unneeded) in sets.0.rules.iter().zip(&sets.1.rules) {
        assert_eq!(told(rule), told(unneeded));
    }
}

#[test]
fn what_documents_do_not_need_changes_nothing_in_a_report() {
    let packs = ["custody", "custody-extended", "custody-links"];
    let (load, example) = (load_options(&packs), root().join("examples/harbor-pay"));
    let files =
        WalkDir::new(&example).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let files: Vec<_> = files.filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    assert!(files.len() > 15);
    on_a_large_stack(move || {
        let mut all = PolicySet::load(&load);
        // Some files each by itself, and all together.
        for file in files.into_iter().step_by(4).chain([example]) {
            let options = options(&[file]);
            let needed = |documents: &[Document]| {
                Loader::read(&load).compile_needed(|rule| rule.applies_to_any(documents))
            };
            let report = check_documents(&options, needed, &Watch::default(), &Quiet).0;
            let of_all = run_loaded(all, &options);
            assert_eq!(render(&report, Format::Json), render(&of_all, Format::Json));
            assert!(report.policies.engine.sources().len() <= of_all.policies.engine.sources().len());
            all = of_all.policies;
            // What a run adds for what it finds among the documents.
            all.rules.retain(|rule| !matches!(rule.judge, Judge::Assessment | Judge::Waiver));
        }
    });
}

fn findings<'r>(run: &'r Run, rule: &str) -> Vec<&'r Value> {
    run.report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule).collect()
}

const LOGS: &str =
    "apiVersion: fiducia/v1\nkind: LoggingProfile\nmetadata: {name: a, platform: b}\nspec: {}\n";

#[test]
fn an_override_below_its_floor_is_a_finding_where_it_stands() {
    let place = Place::new();
    place.file("logs.yaml", LOGS);
    place.file(
        "fiducia.toml",
        "[params]\nlog_retention_days_min = 90\ntls_min_version = \"1.3\"\nadmin_roles = [\"root\"]\n",
    );
    let run = |arguments: &[&str]| {
        let all = [&["check", "-f", "json", "--as-of", DAY, "logs.yaml"][..], arguments].concat();
        Run::new(fiducia(place.path(), &all))
    };
    let report = run(&[]);
    let found = findings(&report, "params");
    assert_eq!(found.len(), 2, "{found:#?}");
    let place_of = |finding: &Value| {
        let location = &finding["location"];
        [&location["path"], &location["text"], &location["pointer"]]
            .map(|value| value.as_str().unwrap().to_owned())
    };
    assert_eq!(place_of(found[0]), ["fiducia.toml", "90", "/params/log_retention_days_min"]);
    assert_eq!(place_of(found[1]), ["fiducia.toml", "[\"root\"]", "/params/admin_roles"]);
    assert_eq!(
        (found[0]["severity"].as_str(), found[0]["expected"].as_str()),
        (Some("high"), Some("at least 184 days"))
    );
    assert_eq!(found[0]["clauses"][0]["id"], "CSL-23-3");
    let rules = report.report["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "params").unwrap();
    assert_eq!((&rule["evaluated"], &rule["passed"], &rule["failed"]), (&3.into(), &1.into(), &2.into()));
    assert_eq!(report.code, 1);

    // The command line wins over the file, and is held to the same floor, whatever rules were asked for.
    let report = run(&["--param", "log_retention_days_min=10", "--only", "TEC-PRO-01"]);
    let found = findings(&report, "params");
    assert_eq!(place_of(found[0]), ["<command line>", "10", "/log_retention_days_min"]);
    let report = run(&[
        "--param",
        "log_retention_days_min=200",
        "--param",
        "admin_roles=[\"system_admin\",\"security_admin\",\"audit_admin\",\"dba\"]",
    ]);
    assert_eq!(findings(&report, "params").len(), 0);
    assert_eq!(findings(&run(&["--skip", "params"]), "params").len(), 0);
    // Without an override there is nothing to judge.
    fs::remove_file(place.join("fiducia.toml")).unwrap();
    let report = run(&["--skip", "params,schema"]);
    assert_eq!(report.report["problems"], serde_json::json!([]));
}

#[test]
fn an_override_of_nothing_is_a_problem_with_what_was_meant() {
    let place = Place::new();
    place.file("logs.yaml", LOGS);
    place.file("fiducia.toml", "[params]\nlog_retention_days_mn = 90\n");
    let run = |arguments: &[&str]| {
        let all = [&["check", "-f", "json", "--as-of", DAY, "logs.yaml"][..], arguments].concat();
        Run::new(fiducia(place.path(), &all))
    };
    let report = run(&[]);
    let problem = report.problem("config", "did you mean \"log_retention_days_min\"?");
    assert_eq!(problem["location"]["text"], "log_retention_days_mn");
    fs::remove_file(place.join("fiducia.toml")).unwrap();
    run(&["-p", "custody", "--param", "tls_minimum_version=1.3"])
        .problem("usage", "did you mean \"tls_min_version\"?");
}

/// `policies/outlines.tsv` is what the policies of the packs come to. `FIDUCIA_WRITE=1 cargo test --test it packs` writes it
/// anew.
#[test]
fn outlines_are_those_of_the_policies() {
    let mut outlines = String::new();
    for (path, text) in pack::names().into_iter().flat_map(pack::files) {
        if path.ends_with(".rego") {
            let source = std::sync::Arc::new(SourceFile::from_text(format!("policies/{path}"), text));
            let (module, problems) = Module::read(&source, Language::Auto);
            assert_eq!((problems.len(), module.malformed.len()), (0, 0), "{path}");
            let outline = serde_json::to_string(&Outline::of(&module)).unwrap();
            outlines += &format!("{path}\t{}\t{outline}\n", pack::digest(text.as_bytes()));
        }
    }
    current(&root().join("policies/outlines.tsv"), &outlines);
    let known = |line: &str| pack::outline(line.split('\t').next().unwrap()).is_some();
    assert!(outlines.lines().all(known), "the build takes the outlines in");
}
