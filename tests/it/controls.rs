//! What the rules of all packs say about their bad documents, and that none comes without tests and fixtures.

#![allow(clippy::unwrap_used)]

use crate::common;
use crate::common::{load_options, on_a_large_stack, options, render, root, run, run_loaded};
use fiducia::check::CheckOptions;
use fiducia::lang::Lang;
use fiducia::policy::{Judge, PolicySet};
use fiducia::report::Format;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const PACKS: &[&str] = &["custody", "custody-extended", "custody-links"];

fn files(below: &str, keep: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = WalkDir::new(root().join(below))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path());
    entries.filter(|path| keep(path)).collect()
}

/// The ids that the rules of a pack have.
fn ids(pack: &str) -> Vec<String> {
    let rules = files(&format!("policies/{pack}"), |path| path.to_string_lossy().ends_with(".rego"));
    let texts = rules.iter().map(|path| fs::read_to_string(path).unwrap());
    let id =
        |text: String| text.lines().find_map(|line| line.strip_prefix("#   id: ")).map(ToOwned::to_owned);
    texts.filter_map(id).collect()
}

#[test]
fn documents_may_name_every_control() {
    let list = fs::read_to_string(root().join("policies/custody-links/params.yaml")).unwrap();
    let named = list.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).collect::<Vec<_>>();
    for id in ids("custody").into_iter().chain(ids("custody-extended")) {
        assert_eq!(named.iter().filter(|name| **name == id).count(), 1, "{id} in `known_controls`");
    }
}

/// The fixtures of the packs about documents of the program's own kinds; `infra` has a module of its own.
fn bad_documents() -> Vec<PathBuf> {
    files("policies", |path| {
        path.ends_with("fixtures/bad.yaml") && !path.starts_with(root().join("policies/infra"))
    })
}

#[test]
fn every_rule_has_tests_and_both_fixtures() {
    let rules = files("policies", |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let infra = path.starts_with(root().join("policies/infra"));
        name.ends_with(".rego")
            && !name.ends_with("_test.rego")
            && !path.to_string_lossy().contains("/lib/")
            && !infra
    });
    assert!(rules.len() >= 12, "{}", rules.len());
    for rule in rules {
        let folder = rule.parent().unwrap();
        let name = rule.file_stem().unwrap().to_string_lossy().into_owned();
        assert_eq!(folder.file_name().unwrap().to_string_lossy(), name, "folder = rule");
        for file in
            [format!("{name}_test.rego"), "fixtures/good.yaml".to_owned(), "fixtures/bad.yaml".to_owned()]
        {
            assert!(folder.join(&file).is_file(), "{} is missing in {}", file, folder.display());
        }
    }
}

#[test]
fn rego_tests_pass() {
    let output = common::fiducia(&root(), &["test", "policies", "-f", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", common::text(&output.stdout));
    assert!(report["summary"]["passed"].as_u64().unwrap() >= 100, "{}", report["summary"]);
}

/// With strict builtins the interpreter decides every rule, otherwise the machine decides most. No rule rests on the error of
/// a builtin that met another type than it takes.
#[test]
fn machine_and_interpreter_agree() {
    let documents = bad_documents();
    let found = |strict_builtin_errors: bool| {
        let report = run(PACKS, CheckOptions { strict_builtin_errors, ..options(&documents) });
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        assert!(report.findings.len() > 1000, "{}", report.findings.len());
        render(&report, Format::Compact)
    };
    assert_eq!(found(true), found(false));
}

/// Their lines are those that the fixtures name, which `rego_tests_pass` sees to. Columns, labels and words are kept here.
#[test]
fn bad_documents_fail_at_the_exact_characters() {
    on_a_large_stack(|| {
        let mut policies = PolicySet::load(&load_options(PACKS));
        let fixtures = bad_documents();
        for (fixture, id) in fixtures.iter().zip(ids_of(&fixtures, &policies)) {
            let only = CheckOptions { only: vec![id.clone()], ..options(std::slice::from_ref(fixture)) };
            let mut report = run_loaded(policies, &only);
            assert!(report.problems.is_empty(), "{id}: {:?}", report.problems);
            insta::assert_snapshot!(format!("bad-{id}"), render(&report, Format::Human));
            report.lang = Lang::Zh;
            insta::assert_snapshot!(format!("bad-{id}-zh"), render(&report, Format::Human));
            policies = report.policies;
            // A run adds this one where there is an assessment.
            policies.rules.retain(|rule| rule.judge != Judge::Assessment);
        }
    });
}

/// The id of the rule beside each fixture.
fn ids_of(fixtures: &[PathBuf], policies: &PolicySet) -> Vec<String> {
    let name = |fixture: &PathBuf| fixture.ancestors().nth(2).unwrap().file_name().unwrap().to_owned();
    let id = |fixture: &PathBuf| {
        let rule = policies.rules.iter().find(|rule| *rule.name == *name(fixture));
        rule.map(|rule| rule.id.clone()).ok_or(fixture).unwrap()
    };
    fixtures.iter().map(id).collect()
}
