//! A platform may spread a kind over several documents: what one leaves out and another says is not missing, what none
//! says is missed once, and what each says is checked in each.
#![allow(clippy::unwrap_used)]

use crate::common::{options, root, run};
use fiducia::check::CheckOptions;
use fiducia::finding::Finding;
use fiducia::policy::InputShape;
use fiducia::report::Report;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Where a finding is: file, document and pointer; whether something is missing there; and what it says.
type Told = (String, usize, String, bool, String);

fn check(documents: &[(&str, &str)]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let write = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let paths: Vec<PathBuf> = documents.iter().map(write).collect();
    let report = run(&["custody", "custody-extended"], CheckOptions { apart: false, ..options(&paths) });
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    report
}

fn told(finding: &Finding) -> Told {
    let label = &finding.primary;
    let file = label.source.path.rsplit('/').next().unwrap().to_owned();
    (file, label.document, label.pointer.to_string(), label.missing, finding.message.default.clone())
}

/// What each control finds in the documents of the platform that is named after it. Controls over the whole project see
/// every document anyway.
fn found(documents: &[(&str, &str)], controls: &[String]) -> Vec<Vec<Told>> {
    let report = check(documents);
    let own = |(index, control): (usize, &String)| {
        let own = report.findings.iter().filter(|finding| {
            let rule = report.rule(finding);
            finding.primary.document == index && rule.id == *control && rule.input == InputShape::Document
        });
        own.map(told).collect()
    };
    controls.iter().enumerate().map(own).collect()
}

fn snippets(file: &str) -> (String, Vec<String>) {
    let text = fs::read_to_string(root().join("tests/snippets").join(file)).unwrap();
    let line = |line: &str| line.strip_prefix("metadata: {name: ").map(|rest| rest.to_owned());
    let names = text.lines().filter_map(line);
    let names = names.map(|rest| rest.split(',').next().unwrap().to_owned()).collect();
    (text, names)
}

/// The same documents without their content.
fn emptied(text: &str) -> String {
    let heads = text.split("---\n").skip(1).map(|document| {
        let head: Vec<&str> = document.lines().take_while(|line| !line.starts_with("spec:")).collect();
        format!("---\n{}\nspec: {{}}\n", head.join("\n"))
    });
    heads.collect()
}

fn assert_same(controls: &[String], found: &[Vec<Told>], wanted: &[Vec<Told>]) {
    for ((control, found), wanted) in controls.iter().zip(found).zip(wanted) {
        assert_eq!(found, wanted, "{control}");
    }
}

#[test]
fn what_another_document_says_is_not_missing() {
    let (text, controls) = snippets("good.yaml");
    let alone = found(&[("a.yaml", &text)], &controls);
    assert_same(&controls, &found(&[("a.yaml", &text), ("b.yaml", &emptied(&text))], &controls), &alone);
    // In the other order what is missed is missed in the document that comes first.
    let behind = found(&[("a.yaml", &emptied(&text)), ("b.yaml", &text)], &controls);
    let passed = |found: &[Vec<Told>]| found.iter().map(Vec::is_empty).collect::<Vec<_>>();
    assert_eq!(passed(&behind), passed(&alone));
}

#[test]
fn what_is_wrong_is_found_once_beside_an_empty_document() {
    let (text, controls) = snippets("bad.yaml");
    let alone = found(&[("a.yaml", &text)], &controls);
    assert!(alone.iter().filter(|found| !found.is_empty()).count() > 120);
    assert_same(&controls, &found(&[("a.yaml", &text), ("b.yaml", &emptied(&text))], &controls), &alone);
}

#[test]
fn what_no_document_says_is_missed_once() {
    let (text, controls) = snippets("bad.yaml");
    let empty = emptied(&text);
    let alone = found(&[("a.yaml", &empty)], &controls);
    assert_same(&controls, &found(&[("a.yaml", &empty), ("b.yaml", &empty)], &controls), &alone);
}

#[test]
fn what_each_document_says_is_checked_in_each() {
    let (text, controls) = snippets("bad.yaml");
    let twice = found(&[("a.yaml", &text), ("b.yaml", &text)], &controls);
    for (control, found) in controls.iter().zip(twice) {
        let files: BTreeSet<&String> = found.iter().map(|(file, ..)| file).collect();
        // What is missing altogether is missed once.
        let absent = found.iter().all(|(_, _, _, missing, said)| *missing || said.contains("is missing"));
        assert!(files.len() != 1 || absent, "{control}: {found:?}");
    }
}

#[test]
fn sections_of_two_documents_are_judged_together() {
    let head = "apiVersion: fiducia/v1\nkind: EmergencyPlan\nmetadata: {name: x, platform: p}\nspec:\n";
    let plans = format!("{head}  plans:\n    - {{scenario: data_leak}}\n    - {{scenario: fund_loss}}\n");
    let drills =
        format!("{head}  drills:\n    - {{scenario: data_leak, date: 2026-07-01, issues_closed: true}}\n");
    let report = check(&[("a.yaml", &plans), ("b.yaml", &drills)]);
    let of_drills = report.findings.iter().filter(|finding| report.rule(finding).id == "OPS-EMG-02");
    let found: Vec<(String, String)> =
        of_drills.map(told).map(|(file, _, pointer, ..)| (file, pointer)).collect();
    assert_eq!(found, [("b.yaml".to_owned(), "/spec/drills".to_owned())]);
    // Documents of different platforms have nothing in common.
    let other = drills.replace("platform: p", "platform: q");
    let report = check(&[("a.yaml", &plans), ("b.yaml", &other)]);
    let missed = report.findings.iter().filter(|finding| report.rule(finding).id == "OPS-EMG-02");
    let missed: BTreeSet<(String, String)> = missed
        .filter(|finding| finding.primary.missing)
        .map(told)
        .map(|(file, _, at, ..)| (file, at))
        .collect();
    let wanted = [("a.yaml", "/spec/drills"), ("b.yaml", "/spec/plans")];
    assert_eq!(missed, wanted.map(|(file, at)| (file.to_owned(), at.to_owned())).into());
}

/// What a control over the whole project finds, by file and place.
fn placed(report: &Report, control: &str) -> Vec<(String, String)> {
    let own = report.findings.iter().filter(|finding| report.rule(finding).id == control);
    own.map(told).map(|(file, _, pointer, ..)| (file, pointer)).collect()
}

#[test]
fn controls_over_the_project_miss_a_section_once_too() {
    let head = |kind: &str| {
        format!("apiVersion: fiducia/v1\nkind: {kind}\nmetadata: {{name: p, platform: p}}\nspec:\n")
    };
    let log = |spec: &str| head("IncidentLog") + spec;
    let report =
        check(&[("a.yaml", &log("  incidents: []\n")), ("b.yaml", &log("  special_assessments: []\n"))]);
    assert_eq!(placed(&report, "RSK-ASM-04"), []);
    let report = check(&[("a.yaml", &log("  incidents: []\n")), ("b.yaml", &log("  {}\n"))]);
    let missed = |pointer: &str| vec![("a.yaml".to_owned(), pointer.to_owned())];
    assert_eq!(placed(&report, "RSK-ASM-04"), missed("/spec/special_assessments"));

    let platform = |spec: &str| head("Platform") + spec;
    let custody = head("CustodyArrangement") + "  avg_daily_reserve: 1000\n";
    let profile = platform("  profile: cn_payment_institution\n");
    let capital = platform("  capital: {net_assets: 1000}\n");
    let report = check(&[("a.yaml", &profile), ("b.yaml", &capital), ("c.yaml", &custody)]);
    assert_eq!(placed(&report, "CUS-SEG-06"), []);
    let report = check(&[("a.yaml", &profile), ("b.yaml", &profile), ("c.yaml", &custody)]);
    assert_eq!(placed(&report, "CUS-SEG-06"), missed("/spec/capital/net_assets"));
}
