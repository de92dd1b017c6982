//! The pack over real configuration: what its rules name, and what they say about their bad files.

#![allow(clippy::unwrap_used)]

use crate::common::{load_options, on_a_large_stack, options, render, root, run_loaded};
use fiducia::check::CheckOptions;
use fiducia::finding::Finding;
use fiducia::lang::Lang;
use fiducia::policy::params::Override;
use fiducia::policy::{LoadOptions, PolicySet, Rule, pack};
use fiducia::report::{Format, Report};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The folders of the rules.
fn folders() -> Vec<PathBuf> {
    let below = root().join("policies/infra");
    let entries = WalkDir::new(&below).min_depth(2).max_depth(2).sort_by_file_name().into_iter();
    let folders = entries.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().is_dir());
    folders.map(walkdir::DirEntry::into_path).collect()
}

/// The fixtures of a rule whose name, or whose folder's, begins with a word.
fn fixtures(folder: &Path, word: &str) -> Vec<PathBuf> {
    let below = folder.join("fixtures");
    let named = |path: &PathBuf| {
        let steps = path.strip_prefix(&below).unwrap().components();
        steps.into_iter().any(|step| step.as_os_str().to_string_lossy().starts_with(word))
    };
    let files = WalkDir::new(&below).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    files
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(named)
        .collect()
}

/// All rules, those of the profile `strict` too.
fn policies() -> PolicySet {
    let strict =
        Override::from_option("infra_profile".to_owned(), Value::from("strict"), "infra_profile=strict");
    PolicySet::load(&LoadOptions { params: vec![strict], ..load_options(&["infra"]) })
}

#[test]
fn every_rule_has_tests_and_both_fixtures() {
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        for file in [format!("{name}.rego"), format!("{name}_test.rego")] {
            assert!(folder.join(&file).is_file(), "{file} is missing in {}", folder.display());
        }
        for word in ["good", "bad"] {
            assert!(!fixtures(&folder, word).is_empty(), "{word} is missing in {}", folder.display());
        }
    }
}

/// A result of this pack is evidence for a control that another pack has.
#[test]
fn every_rule_names_a_control() {
    let policies = policies();
    assert!(policies.problems.is_empty(), "{:?}", policies.problems);
    let controls: BTreeSet<&str> = pack::controls().map(|(_, id)| id).collect();
    let infra = |rule: &&Rule| rule.pack == "infra";
    for rule in policies.rules.iter().filter(infra) {
        let control = rule.custom.get("control").and_then(Value::as_str).unwrap_or_default();
        assert!(controls.contains(control) && !control.starts_with("INF-"), "{}: {control:?}", rule.id);
        assert!(rule.custom.contains_key("applies_to"), "{} is about every document", rule.id);
    }
    assert_eq!(policies.rules.iter().filter(infra).count(), folders().len());
}

/// Lines are those that the fixtures name, which `rego_tests_pass` sees to. Columns and words are kept here.
#[test]
fn bad_files_fail_at_the_exact_characters() {
    on_a_large_stack(|| {
        let mut policies = policies();
        for folder in folders() {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let id = policies.rules.iter().find(|rule| rule.name == name).unwrap().id.clone();
            let only = CheckOptions { only: vec![id.clone()], ..options(&fixtures(&folder, "bad")) };
            let mut report = run_loaded(policies, &only);
            assert!(report.problems.is_empty(), "{id}: {:?}", report.problems);
            let mut text = render(&report, Format::Compact);
            report.lang = Lang::Zh;
            text += &render(&report, Format::Compact);
            insta::assert_snapshot!(format!("bad-{id}"), text);
            policies = report.policies;
        }
    });
}

/// What a profile finds in an example.
fn example(name: &str, profile: &'static str) -> Report {
    let path = root().join("examples/infra").join(name);
    on_a_large_stack(move || {
        let option = format!("infra_profile={profile}");
        let profile = Override::from_option("infra_profile".to_owned(), Value::from(profile), &option);
        let policies = PolicySet::load(&LoadOptions { params: vec![profile], ..load_options(&["infra"]) });
        run_loaded(policies, &options(&[path]))
    })
}

/// Each file of the weak example has what is planted in it, and the page beside it says where.
#[test]
fn the_weak_example_shows_what_is_planted() {
    let report = example("weak", "baseline");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let text = render(&report, Format::Compact);
    insta::assert_snapshot!("example-weak", text);
    let page = std::fs::read_to_string(root().join("examples/infra/README.md")).unwrap();
    let rows: BTreeSet<&str> = page.lines().filter(|line| line.starts_with("| `weak/")).collect();
    for line in text.lines() {
        let place = line.strip_prefix("examples/infra/").unwrap();
        let (path, rest) = place.split_once(':').unwrap();
        let row = rest.split_once(':').unwrap().0;
        let id = rest.split_once('[').unwrap().1.split_once(']').unwrap().0;
        let row = format!("| `{path}:{row}` | {id} |");
        assert!(rows.iter().any(|line| line.starts_with(&row)), "examples/infra/README.md lacks {row}");
    }
    assert_eq!(rows.len(), text.lines().count(), "examples/infra/README.md names what is not found");
}

#[test]
fn the_fixed_example_passes_under_both_profiles() {
    for profile in ["baseline", "strict"] {
        let report = example("fixed", profile);
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        assert_eq!(render(&report, Format::Compact), "", "{profile}");
    }
}

/// A contradiction shows both sides, each in its own file.
#[test]
fn contradictions_have_a_label_in_both_files() {
    let report = example("weak", "baseline");
    let id = |finding: &Finding| report.policies.rules[finding.rule].id.clone();
    let mut rules = BTreeSet::new();
    for finding in report.findings.iter().filter(|finding| id(finding).starts_with("INF-DVR-")) {
        let declared = finding.related.first().unwrap();
        assert!(declared.source.path.contains("/platform/"), "{}", declared.source.path);
        assert!(!finding.primary.source.path.contains("/platform/"), "{}", finding.primary.source.path);
        rules.insert(id(finding));
    }
    assert_eq!(rules.len(), 9, "{rules:?}");
}

/// The page about the pack has a row for each rule, with its title, severity and control.
#[test]
fn the_page_lists_every_rule() {
    let page = std::fs::read_to_string(root().join("docs/infra-pack.md")).unwrap();
    let policies = policies();
    let rules = || policies.rules.iter().filter(|rule| rule.pack == "infra");
    for rule in rules() {
        let control = rule.custom.get("control").and_then(Value::as_str).unwrap_or_default();
        let title = rule.title.get(Lang::En);
        let row = format!("| {} | {title} | {} | {control} |", rule.id, rule.severity.name());
        assert!(page.contains(&row), "docs/infra-pack.md lacks the row {row}");
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("| INF-")).count(), rules().count());
}
