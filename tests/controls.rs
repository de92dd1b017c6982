//! One harness for every rule of every pack: its Rego tests, its good and its bad document.

#![allow(clippy::unwrap_used)]

mod common;

use common::{options, render, root, run};
use fiducia::check::CheckOptions;
use fiducia::report::Format;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

fn files(below: &str, keep: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = WalkDir::new(root().join(below))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path());
    entries.filter(|path| keep(path)).collect()
}

fn rule_folders() -> Vec<PathBuf> {
    let fixtures = files("policies", |path| path.is_dir() && path.ends_with("fixtures"));
    fixtures.into_iter().map(|folder| folder.parent().unwrap().to_path_buf()).collect()
}

/// What a rule is loaded with: its own pack, and `custody`, whose library the other packs use.
fn packs(rule: &Path) -> Vec<String> {
    let below = rule.strip_prefix(root().join("policies")).unwrap();
    let own = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    if own == "custody" { vec![own] } else { vec!["custody".to_owned(), own] }
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

#[test]
fn every_rule_has_tests_and_both_fixtures() {
    let rules = files("policies", |path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.ends_with(".rego") && !name.ends_with("_test.rego") && !path.to_string_lossy().contains("/lib/")
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

#[test]
fn good_documents_pass() {
    for folder in rule_folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut options = options(&[folder.join("fixtures/good.yaml")]);
        options.only = vec![name.clone()];
        let packs = packs(&folder);
        let report = run(&packs.iter().map(String::as_str).collect::<Vec<_>>(), options);
        assert_eq!(render(&report, Format::Compact), "", "{name}");
        assert!(report.problems.is_empty(), "{name}: {:?}", report.problems);
        assert!(report.total().passed > 0, "{name} was not evaluated");
    }
}

/// With strict builtins the interpreter decides every rule, otherwise the machine decides most.
#[test]
fn machine_and_interpreter_agree() {
    let documents = files("policies/custody", |path| path.ends_with("fixtures/bad.yaml"));
    let found = |strict_builtin_errors: bool| {
        let report = run(&["custody"], CheckOptions { strict_builtin_errors, ..options(&documents) });
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        assert!(report.findings.len() > 1000, "{}", report.findings.len());
        render(&report, Format::Compact)
    };
    assert_eq!(found(true), found(false));
}

#[test]
fn bad_documents_fail_at_the_exact_characters() {
    for folder in rule_folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let fixture = folder.join("fixtures/bad.yaml");
        let mut options = options(std::slice::from_ref(&fixture));
        options.only = vec![name.clone()];
        let packs = packs(&folder);
        let report = run(&packs.iter().map(String::as_str).collect::<Vec<_>>(), options);
        assert!(report.problems.is_empty(), "{name}: {:?}", report.problems);
        let rule = report.policies.rules.iter().find(|rule| rule.name == name).unwrap();
        assert_eq!(found_lines(&report), expected_lines(&fixture, &rule.id), "{name}");
        insta::assert_snapshot!(format!("bad-{}", rule.id), render(&report, Format::Human));
    }
}

fn found_lines(report: &fiducia::report::Report) -> Vec<usize> {
    let label = |finding: &fiducia::finding::Finding| {
        finding.primary.source.position(finding.primary.span.start).line
    };
    report.findings.iter().map(label).collect()
}

/// Lines named by `# expect: ID` comments, behind the line or alone above it, once for every time the id stands there.
fn expected_lines(fixture: &Path, id: &str) -> Vec<usize> {
    let text = fs::read_to_string(fixture).unwrap();
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((before, ids)) = line.split_once("# expect:") else { continue };
        let line = index + 1 + usize::from(before.trim().is_empty());
        lines.extend(ids.split_whitespace().filter(|word| *word == id).map(|_| line));
    }
    lines
}
