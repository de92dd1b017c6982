//! What docs/source-report.md names exists, and what it shows can be run.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::{DAY, fiducia, load_options, on_a_large_stack, root};
use clap::Parser;
use fiducia::cli::{Cli, Command};
use fiducia::lang::Lang;
use fiducia::policy::{PolicySet, pack};
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// An item of the report: its number, what serves it, and the command to try.
struct Row {
    id: String,
    served: String,
    command: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/source-report.md")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, _, _, served, command] = cells[..] else { panic!("{line}") };
        let command = command.trim_matches('`').split(' ').map(str::to_owned).collect();
        Row { id: id.to_owned(), served: served.to_owned(), command }
    };
    page.lines().filter(|line| line.starts_with("| F")).map(row).collect()
}

fn policies() -> PolicySet {
    let load = load_options(&["custody", "custody-extended", "custody-links"]);
    on_a_large_stack(move || PolicySet::load(&load))
}

#[test]
fn every_item_of_the_report_has_a_row() {
    let ids: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    assert_eq!(ids, (1..=150).map(|number| format!("F{number:03}")).collect::<Vec<_>>());
}

#[test]
fn the_controls_kinds_and_keys_exist() {
    let policies = policies();
    let rules: BTreeSet<&str> = policies.rules.iter().map(|rule| rule.id.as_str()).collect();
    let schemas: BTreeMap<&str, Value> = policies
        .kinds
        .names()
        .map(|name| (name, policies.kinds.get(name).unwrap().unwrap().json_schema(Lang::En)))
        .collect();
    let (code, control) =
        (Regex::new("`([^`]+)`").unwrap(), Regex::new("^[A-Z]{3}(-[A-Z]{3})?-[0-9]{2}$").unwrap());
    for Row { id, served, .. } in rows() {
        let mut kind = None;
        let mut named = 0;
        for found in code.captures_iter(&served).map(|found| found.get(1).unwrap().as_str()) {
            named += 1;
            if control.is_match(found) {
                assert!(rules.contains(found), "{id}: no control {found}");
            } else if let Some(path) = found.strip_prefix("spec.") {
                let schema = kind.and_then(|kind| schemas.get(kind)).unwrap();
                assert!(
                    has_key(schema, &schema["properties"]["spec"], path),
                    "{id}: no key {found} in {kind:?}"
                );
            } else if found.starts_with("examples/") {
                assert!(root().join(found).is_dir(), "{id}: no folder {found}");
            } else {
                assert!(schemas.contains_key(found), "{id}: no kind {found}");
                kind = Some(found);
            }
        }
        assert!(named > 0 || !served.is_empty(), "{id} is served by nothing");
    }
}

/// True if a schema knows a path such as `tasks[].due`.
fn has_key(root: &Value, schema: &Value, path: &str) -> bool {
    let schema = follow(root, schema);
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (name, items) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
    let below = follow(root, &schema["properties"][name]);
    let below = if items { follow(root, &below["items"]) } else { below };
    below.is_object() && rest.is_none_or(|rest| has_key(root, below, rest))
}

fn follow<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    match schema["$ref"].as_str() {
        Some(reference) => follow(root, root.pointer(reference.trim_start_matches('#')).unwrap()),
        None => schema,
    }
}

#[test]
fn indicators_and_template_risks_exist() {
    let folder = tempfile::tempdir().unwrap();
    let output = fiducia(folder.path(), &["init", "--platform", "my-platform"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let written: String = walkdir::WalkDir::new(folder.path())
        .into_iter()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    let model = fs::read_to_string(root().join("policies/custody/weights.yaml")).unwrap();
    let named = Regex::new(r"template risk (R-[A-Z]+-[A-Z]+)|(?:sub-indicator|dimension) ([A-Z.]+)").unwrap();
    let mut count = 0;
    for Row { id, served, .. } in rows() {
        for found in named.captures_iter(&served) {
            count += 1;
            if let Some(risk) = found.get(1) {
                assert!(written.contains(&format!("id: {}\n", risk.as_str())), "{id}: {}", risk.as_str());
            }
            for step in found.get(2).into_iter().flat_map(|key| key.as_str().split('.')) {
                assert!(model.contains(&format!("{step}:")), "{id}: {step}");
            }
        }
    }
    assert!(count > 30, "{count}");
}

/// Commands of one shape differ in names only, which the test above looks up: one of each shape is run.
#[test]
fn the_commands_run() {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let mut shapes = BTreeSet::new();
    for Row { id, command, .. } in rows() {
        let cli = Cli::try_parse_from(&command).map_err(|error| format!("{id}: {error}")).unwrap();
        if let Command::Check(check) = &cli.command {
            let packs: Vec<&str> = check.policies.policy.iter().map(String::as_str).collect();
            let packs = if packs.is_empty() { vec!["custody"] } else { packs };
            for only in &check.only {
                let found = pack::controls().find(|(_, control)| control == only);
                assert!(
                    found.is_some_and(|(pack, _)| packs.contains(&pack)),
                    "{id}: {only} is not in {packs:?}"
                );
            }
        }
        let shape: Vec<&str> = command
            .iter()
            .filter(|word| word.starts_with('-') || word.bytes().all(|b| b.is_ascii_lowercase()))
            .map(String::as_str)
            .collect();
        if !shapes.insert(shape.join(" ")) {
            continue;
        }
        let arguments: Vec<&str> = command[1..].iter().map(String::as_str).collect();
        let output = fiducia(folder.path(), &arguments);
        let code = output.status.code();
        assert!(
            matches!(code, Some(0 | 1)),
            "{id}: {command:?}: {code:?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert!(shapes.len() > 15, "{shapes:?}");
}

/// A copy of the examples, and the files that the page says commands were given.
fn prepare(folder: &Path) {
    for entry in walkdir::WalkDir::new(root().join("examples")) {
        let entry = entry.unwrap();
        let target = folder.join(entry.path().strip_prefix(root()).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    fs::create_dir(folder.join("assessments")).unwrap();
    for (stage, file) in [("before", "assessments/2026-06-30.json"), ("after", "assessments/2026-11-22.json")]
    {
        let case = format!("examples/cases/risk-management/{stage}");
        let output = fiducia(folder, &["assess", &case, "-f", "json", "--as-of", DAY]);
        fs::write(folder.join(format!("{stage}.json")), &output.stdout).unwrap();
        fs::write(folder.join(file), &output.stdout).unwrap();
    }
    fiducia(folder, &["plan", "examples/harbor-pay", "-o", "plan.yaml"]);
    fs::write(folder.join("examples/harbor-pay/drill-report.pdf"), "%PDF-1.7\n").unwrap();
}
