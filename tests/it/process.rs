//! The five steps of an assessment and the cycle of assessments: what is missing, what is due, and what is found.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};
use std::fs;

/// A case in a folder of its own, whose Assessment document is changed.
fn case(changes: &[(&str, &str)]) -> Place {
    let place = Place::new();
    let folder = root().join("examples/cases/security-upgrade/after");
    for entry in walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_file() {
            let mut content = fs::read_to_string(entry.path()).unwrap();
            for (from, to) in changes.iter().filter(|_| name == "assessment/assessment.yaml") {
                assert!(content.contains(from), "{from}");
                content = content.replacen(from, to, 1);
            }
            place.file(&name, content);
        }
    }
    fs::remove_file(place.join("ok.yaml")).unwrap();
    place
}

fn assess(place: &Place, as_of: &str) -> Value {
    let run = fiducia(place.path(), &["assess", "--as-of", as_of, "-f", "json"]);
    serde_json::from_str(&text(&run.stdout)).unwrap()
}

/// What `check` finds of a rule: what is underlined, and the message.
fn found_by(place: &Place, rule: &str) -> Vec<(String, String)> {
    let run = fiducia(place.path(), &["check", "--as-of", DAY, "-f", "json"]);
    let report: Value = serde_json::from_str(&text(&run.stdout)).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    findings.map(|finding| (word(&finding["location"]["text"]), word(&finding["message"]))).collect()
}

/// Whatever is wrong in the document is found where it stands, and by one rule.
#[test]
fn wrong_input_is_found_at_its_place() {
    for (from, to, rule, at, told) in [
        ("TEC.ENC: {score: 5,", "TEC.ENC: {score: 6,", "schema", "6", "5"),
        ("TEC.ENC: {score: 5,", "TEC.ENC: {score: -1,", "schema", "-1", "0"),
        ("TEC.ENC: {score: 5,", "TEC.ENC: {score: 4.5,", "schema", "4.5", "whole number"),
        ("TEC.ENC: {score: 5,", "TEC.ENX: {score: 5,", "schema", "TEC.ENX", "TEC.ENX"),
        ("      independent: true\n", "      independent: false\n", "ASM-01", "false", "independent"),
        ("collected_at: 2026-11-18", "collected_at: 2026-11-23", "ASM-02", "2026-11-23", "2026-11-23"),
        ("collected_at: 2026-11-18", "collected_at: 2026-05-01", "ASM-02", "2026-05-01", "180"),
        (
            "collector: 宋岚\n      owner: shen.hao",
            "collector: shen.hao\n      owner: shen.hao",
            "ASM-02",
            "shen.hao",
            "shen.hao",
        ),
        (
            "- {control: CUS-SEG-01,",
            "- {control: CUS-SEG-10,",
            "assessment",
            "CUS-SEG-10",
            "did you mean CUS-SEG-0",
        ),
        (
            "    - control: TEC-PRO-01",
            "    - control: tec-pro-01",
            "assessment",
            "tec-pro-01",
            "did you mean TEC-PRO-01?",
        ),
    ] {
        let place = case(&[(from, to)]);
        let found = found_by(&place, rule);
        assert!(found.iter().any(|(text, message)| text == at && message.contains(told)), "{to}: {found:?}");
    }
}

/// The rule's findings: check, what is underlined, message.
fn found(place: &Place, as_of: &str) -> Vec<(String, String, String)> {
    let run = fiducia(place.path(), &["check", "--as-of", as_of, "-f", "json"]);
    let report: Value = serde_json::from_str(&text(&run.stdout)).unwrap();
    let source = fs::read_to_string(place.join("assessment/assessment.yaml")).unwrap();
    let findings =
        report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "assessment");
    let told = |finding: &Value| {
        let offset = |end: &str| finding["location"][end]["offset"].as_u64().unwrap() as usize;
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        (word("check"), source[offset("start")..offset("end")].to_owned(), word("message"))
    };
    findings.map(told).collect()
}

#[test]
fn a_step_that_is_closed_has_to_be_complete() {
    assert_eq!(found(&case(&[]), DAY), []);
    let closed = "{status: done, started: 2026-11-16, closed: 2026-11-16, by: ning.fei}";
    for (from, to, needs) in [
        ("  purpose: reassessment after the upgrade of November 2026\n", "", "the purpose"),
        ("    platforms: [cloudkite]\n", "", "the platforms in scope"),
        ("    approved_by: cro\n", "", "who approved the plan"),
        ("    start: 2026-11-16\n", "", "the first day of the plan"),
        ("    date: 2026-11-18\n", "", "the day of the visit"),
        (
            "control: TEC-PRO-01, result: confirmed",
            "control: TEC-PRO-01",
            "every control with a veto that passed; not looked at: TEC-PRO-01",
        ),
        ("9fed658d", "9fed658e", "evidence whose files hold what was collected; 1 do not"),
        (
            "TEC.ENC: {score: 4, reason: key policy",
            "TEC.ENC: {score: 0, reason: key policy",
            "a second round of scores, since they lie 3 or more apart, for TEC.ENC",
        ),
        (
            "        TEC.ENC: {score: 4, reason: key policy issued and seen at work}\n",
            "",
            "scores of 3 independent experts for TEC.ENC",
        ),
        (closed, "{status: done, started: 2026-11-16, closed: 2026-11-16}", "who closed it (`by`)"),
        (
            closed,
            "{status: done, started: 2026-11-16, by: ning.fei}",
            "the day on which it was closed (`closed`)",
        ),
        (
            closed,
            "{status: done, started: 2026-11-16, closed: 2026-11-15, by: ning.fei}",
            "a day of closing that is not before its start",
        ),
        (
            closed,
            "{status: done, started: 2026-11-16, closed: 2026-11-23, by: ning.fei}",
            "a day of closing that is not yet to come",
        ),
    ] {
        let found = found(&case(&[(from, to)]), DAY);
        let told: Vec<_> = found.iter().filter(|(check, ..)| check == "step_closed").collect();
        assert!(
            told.len() == 1
                && told[0].1 == "done"
                && told[0].2 == format!("this step is closed, but it needs {needs}"),
            "{needs}: {found:?}"
        );
    }
}

#[test]
fn an_open_step_keeps_those_behind_it_open() {
    let place = case(&[(
        "{status: done, started: 2026-11-16, closed: 2026-11-17, by: 宋岚}",
        "{status: in_progress}",
    )]);
    let report = assess(&place, DAY);
    let steps = report["process"].as_array().unwrap();
    let states: Vec<&str> = steps.iter().map(|step| step["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["done", "in_progress", "done", "done", "done"]);
    let needs = json!(["the step before it, collection of information, to be closed"]);
    assert_eq!(
        (&steps[1]["missing"], &steps[2]["missing"], &steps[4]["missing"]),
        (&json!([]), &needs, &needs)
    );
    assert_eq!(found(&place, DAY).len(), 3);
}

#[test]
fn a_fifth_of_what_passed_has_to_be_looked_at() {
    let text =
        fs::read_to_string(root().join("examples/cases/security-upgrade/after/assessment/assessment.yaml"))
            .unwrap();
    let first = "      - {control: CMP-LAW-01, result: confirmed, date: 2026-10-15, inspector: 宋岚}\n";
    let (from, to) = (text.find(first).unwrap() + first.len(), text.find("  evidence:\n").unwrap());
    let found = found(&case(&[(&text[from..to], "")]), DAY);
    assert!(
        found
            .iter()
            .any(|(.., message)| message.contains("a fifth of what passed, 20 of 100 controls; looked at: 1")),
        "{found:?}"
    );
}

#[test]
fn assessments_are_due_and_overdue() {
    let place = case(&[]);
    let due = |as_of: &str| assess(&place, as_of)["due"].clone();
    let regular = |overdue: bool| json!({"occasion": "regular", "trigger": null, "day": "2027-10-22", "overdue": overdue});
    let special = |id: &str, day: &str, overdue: bool| json!({"occasion": "special", "trigger": id, "day": day, "overdue": overdue});
    let first = |overdue| special("CR-26-118", "2026-12-07", overdue);
    let second = |overdue| special("CR-26-121", "2026-12-08", overdue);
    assert_eq!(due("2026-12-07"), json!([first(false), second(false), regular(false)]));
    assert_eq!(due("2026-12-08"), json!([first(true), second(false), regular(false)]));
    let late = found(&place, "2027-10-23");
    assert!(
        late.iter().any(|(check, at, _)| (check.as_str(), at.as_str()) == ("next_planned", "2027-10-22")),
        "{late:?}"
    );
    assert_eq!(found(&place, "2027-10-22").iter().filter(|(check, ..)| check == "next_planned").count(), 0);
    // A special assessment that was held is due no more.
    place.file(
        "operations/incidents.yaml",
        "apiVersion: fiducia/v1\nkind: IncidentLog\nmetadata: {name: log, platform: cloudkite}\nspec:\n  incidents:\n    - {id: I-1, \
         grade: major, known_at: 2026-11-20T08:00:00+08:00}\n    - {id: I-2, grade: 一般, known_at: 2026-11-20T08:00:00+08:00}\n  \
         special_assessments:\n    - {trigger: cr-26-118, date: 2026-11-20}\n    - {trigger: CR-26-121}\n",
    );
    assert_eq!(due(DAY), json!([second(false), special("I-1", "2026-12-20", false), regular(false)]));
    // Planned later than the interval allows, the interval counts.
    let place = case(&[("next_date: 2027-10-22", "next_date: 2028-01-01")]);
    assert_eq!(assess(&place, DAY)["due"][2]["day"], "2027-11-20");
    assert_eq!(
        found(&place, DAY)[0].2,
        "the next regular assessment is planned more than 365 days after the last one"
    );
}

#[test]
fn what_people_read_of_the_steps() {
    let place = case(&[
        (
            "{status: done, started: 2026-11-20, closed: 2026-11-20, by: ning.fei, output: ../governance/improvement.yaml}",
            "{}",
        ),
        ("    date: 2026-11-18\n", ""),
    ]);
    for lang in ["en", "zh"] {
        for format in ["human", "markdown"] {
            let run = fiducia(place.path(), &["assess", "--as-of", DAY, "--lang", lang, "-f", format]);
            let out = text(&run.stdout);
            let from = out.rfind("\n\n").unwrap();
            insta::assert_snapshot!(format!("process-{format}-{lang}"), &out[from..]);
        }
    }
}
