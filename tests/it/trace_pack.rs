//! The traced place against the author's: the built-in pack with its `path` taken away, and generated
//! rules whose violation must go away when the node pointed at is corrected.
#![allow(clippy::unwrap_used)]

use crate::common::{Quiet, options, root};
use fiducia::check::check;
use fiducia::finding::{Finding, LocatedBy};
use fiducia::policy::PolicySet;
use fiducia::policy::load::{LoadOptions, PolicySource};
use fiducia::problem::Problem;
use fiducia::report::Report;
use fiducia::watch::Watch;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

fn run(policy: PathBuf, documents: &[PathBuf]) -> Report {
    let load = LoadOptions {
        policies: vec![PolicySource::Path(policy)],
        working_directory: root(),
        ..LoadOptions::default()
    };
    let options = options(documents);
    let work = move || check(&options, PolicySet::load(&load), &Watch::default(), &Quiet);
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap()
}

/// The pack with `path` and `related` renamed, so that they are details and locate nothing.
fn silenced(to: &Path) {
    for entry in WalkDir::new(root().join("policies/custody")) {
        let path = entry.unwrap().into_path();
        let below = path.strip_prefix(root().join("policies/custody")).unwrap();
        if path.is_dir() {
            fs::create_dir_all(to.join(below)).unwrap();
        } else if below.to_string_lossy().ends_with(".rego") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.replace("\"path\":", "\"author\":").replace("\"related\":", "\"beside\":");
            fs::write(to.join(below), text).unwrap();
        } else {
            fs::copy(&path, to.join(below)).unwrap();
        }
    }
}

/// The author's pointer, which the silenced pack leaves in the details.
fn author(finding: &Finding) -> Vec<String> {
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    finding.details["author"].as_array().unwrap().iter().map(step).collect()
}

#[test]
fn the_traced_place_is_the_authors_or_around_it() {
    let folder = tempfile::tempdir().unwrap();
    silenced(folder.path());
    let (mut same, mut other) = (0, Vec::new());
    let files =
        WalkDir::new(root().join("policies/custody")).into_iter().map(|entry| entry.unwrap().into_path());
    let fixtures: Vec<PathBuf> = files.filter(|path| path.ends_with("fixtures/bad.yaml")).collect();
    let report = run(folder.path().to_path_buf(), &fixtures);
    // What reads the `path` of a helper's entry finds none, and is refused with what needs it.
    let renamed = ["has no key \"path\"", "has no key \"related\"", "which is refused"];
    let unexpected = |problem: &&Problem| !renamed.iter().any(|words| problem.to_string().contains(words));
    assert!(
        report.problems.iter().find(unexpected).is_none(),
        "{:?}",
        report.problems.iter().find(unexpected)
    );
    for finding in &report.findings {
        // A fixture was written for the rule of its folder.
        let fixture = Path::new(&finding.primary.source.path);
        if !fixture.ends_with(Path::new(&report.rule(finding).name).join("fixtures/bad.yaml")) {
            continue;
        }
        let (author, traced) = (author(finding), &finding.primary.pointer.steps);
        let parent = &author[..author.len().saturating_sub(1)];
        if finding.located_by == LocatedBy::Trace && (*traced == author || traced == parent) {
            same += 1;
        } else {
            let told =
                (finding.located_by.name(), author.join("/"), traced.join("/"), &finding.message.default);
            other.push(format!("{told:?}"));
        }
    }
    assert!(same > 50, "{same} {other:#?}");
    assert!(other.len() * 20 <= same + other.len(), "{} of {}: {other:#?}", other.len(), same + other.len());
}

/// A condition on one field of the items of `input.items`, the value that breaks it and one that does not.
#[derive(Debug, Clone, Copy)]
struct Shape {
    condition: &'static str,
    bad: &'static str,
    good: &'static str,
}

const SHAPES: [Shape; 6] = [
    Shape { condition: "x.F < 10", bad: "3", good: "30" },
    Shape { condition: "x.F == true", bad: "true", good: "false" },
    Shape { condition: "not x.F in {\"a\", \"b\"}", bad: "z", good: "a" },
    Shape { condition: "startswith(x.F, \"tmp-\")", bad: "tmp-1", good: "kept" },
    Shape { condition: "count(x.F) < 2", bad: "[1]", good: "[1, 2]" },
    Shape { condition: "not helper(x.F)", bad: "no", good: "yes" },
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn correcting_the_primary_node_makes_the_violation_go_away(
        shape in 0usize..SHAPES.len(),
        items in prop::collection::vec((any::<bool>(), "[a-z]{1,6}"), 1..6),
        field in "[a-z]{3,6}",
        pretty in any::<bool>(),
    ) {
        let shape = SHAPES[shape];
        let folder = tempfile::tempdir().unwrap();
        let rules = format!(
            "package main\n\nhelper(v) if v == \"yes\"\n\ndeny contains \"broken\" if {{\n\tinput.kind == \"X\"\n\tsome x in input.items\n\t{}\n}}\n",
            shape.condition.replace('F', &field),
        );
        let policy = folder.path().join("p.rego");
        fs::write(&policy, rules).unwrap();
        let mut text = "kind: X\nitems:\n".to_owned();
        for (bad, name) in &items {
            let value = if *bad { shape.bad } else { shape.good };
            let separator = if pretty { "\n  " } else { " " };
            text.push_str(&format!("-{separator}name_: {name}\n  {field}: {value}\n"));
        }
        let file = folder.path().join("d.yaml");
        fs::write(&file, &text).unwrap();
        let report = run(policy.clone(), std::slice::from_ref(&file));
        prop_assert!(report.problems.is_empty(), "{:?}", report.problems);
        prop_assert_eq!(report.findings.len(), items.iter().filter(|(bad, _)| *bad).count());
        // Correct every place pointed at, from the last to the first so that offsets hold.
        for finding in report.findings.iter().rev() {
            prop_assert_eq!(finding.located_by, LocatedBy::Trace);
            text.replace_range(finding.primary.span.range(), shape.good);
        }
        fs::write(&file, &text).unwrap();
        prop_assert_eq!(run(policy, &[file]).findings.len(), 0, "{}", text);
    }
}
