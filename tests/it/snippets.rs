//! Each control on the shortest documents that show it: one that passes, one that fails.
#![allow(clippy::unwrap_used)]

use crate::common::{options, root, run};
use fiducia::policy::{Judge, Rule};
use fiducia::report::Report;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

const PACKS: &[&str] = &["custody", "custody-extended"];

/// What a good document does not say, and where its control asks for it.
#[derive(Deserialize)]
struct Short {
    lacks: String,
    at: Vec<String>,
}

/// The pointers of what each control finds in the document that is named after it.
fn found(documents: &str) -> BTreeMap<String, Vec<String>> {
    let path = root().join("tests/snippets").join(documents);
    let report = run(PACKS, options(std::slice::from_ref(&path)));
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let text = fs::read_to_string(path).unwrap();
    let names =
        text.lines().filter_map(|line| line.split("name: ").nth(1).filter(|_| line.starts_with("metadata")));
    let names: Vec<&str> = names.filter_map(|rest| rest.split(',').next()).collect();
    assert_eq!(names.len(), report.documents);
    let own = |(index, name): (usize, &&str)| ((*name).to_owned(), pointers(&report, index, name));
    let found: BTreeMap<String, Vec<String>> = names.iter().enumerate().map(own).collect();
    let control =
        |rule: &&Rule| matches!(rule.judge, Judge::Policy(_)) && rule.custom.contains_key("indicator");
    let controls = report.policies.rules.iter().filter(control);
    let untold: Vec<&str> =
        controls.map(|rule| rule.id.as_str()).filter(|id| !found.contains_key(*id)).collect();
    assert_eq!(untold, Vec::<&str>::new(), "controls without a document in {documents}");
    found
}

fn pointers(report: &Report, document: usize, control: &str) -> Vec<String> {
    let own = report
        .findings
        .iter()
        .filter(|finding| finding.primary.document == document && report.rule(finding).id == control);
    let mut pointers: Vec<String> = own.map(|finding| finding.primary.pointer.to_string()).collect();
    pointers.sort();
    pointers
}

#[test]
fn good_documents_pass_their_control() {
    let text = fs::read_to_string(root().join("tests/snippets/short.yaml")).unwrap();
    let mut short: BTreeMap<String, Short> = serde_yaml::from_str(&text).unwrap();
    for (control, found) in found("good.yaml") {
        let wanted = short.remove(&control);
        assert_eq!(found, wanted.as_ref().map_or(&[][..], |short| &short.at), "{control}");
        assert!(wanted.is_none_or(|short| !short.lacks.is_empty()), "{control}");
    }
    assert!(short.is_empty(), "no document is named {:?}", short.keys());
}

#[test]
fn bad_documents_fail_their_control() {
    let passed: Vec<String> =
        found("bad.yaml").into_iter().filter(|(_, found)| found.is_empty()).map(|(name, _)| name).collect();
    assert_eq!(passed, Vec::<String>::new());
}
