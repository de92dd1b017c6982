//! JUnit and Code Quality against what their readers document.

use super::{report, shelf};
use crate::common::place::Place;
use crate::common::{DAY, fiducia, junit, root, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Fails unless a text is a Code Quality report.
pub fn assert_gitlab(text: &str) -> Vec<Value> {
    static VALIDATOR: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = || serde_json::from_str(include_str!("../../schemas/gitlab-code-quality.json")).unwrap();
    let validator = VALIDATOR.get_or_init(|| jsonschema::draft202012::new(&schema()).unwrap());
    let issues: Value = serde_json::from_str(text).unwrap();
    let mistakes: Vec<String> =
        validator.iter_errors(&issues).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(mistakes, Vec::<String>::new());
    let issues = issues.as_array().unwrap().clone();
    let fingerprints: BTreeSet<&str> =
        issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), issues.len(), "GitLab drops issues that share a fingerprint");
    issues
}

/// Both formats of what a run says, with the report that they have to agree with.
fn both(show: impl Fn(&str) -> String) -> (junit::Counts, Vec<Value>, Value) {
    let json = serde_json::from_str(&show("json")).unwrap();
    (junit::assert_valid(&show("junit")), assert_gitlab(&show("gitlab")), json)
}

#[test]
fn every_example_is_valid_and_complete() {
    for lang in ["en", "zh"] {
        for example in ["examples/harbor-pay", "examples/harbor-pay-fixed", "tests/it"] {
            let show = |format: &str| {
                let arguments =
                    ["check", example, "-f", format, "--lang", lang, "--as-of", DAY, "--allow-empty"];
                text(&fiducia(&root(), &arguments).stdout)
            };
            let (junit, issues, json) = both(show);
            let count = |pointer: &str| json.pointer(pointer).unwrap().as_array().unwrap().len();
            let open =
                json["findings"].as_array().unwrap().iter().filter(|finding| finding["status"] == "open");
            let open = open.count();
            assert_eq!(junit.failures, open, "{example}");
            assert_eq!(issues.len(), open + count("/problems"), "{example}");
            let errored = json["rules"].as_array().unwrap().iter();
            let errored = errored.filter(|rule| rule["errored"] != 0 && rule["failed"] == 0).count();
            assert_eq!(junit.errors, count("/problems") + errored, "{example}");
        }
    }
}

#[test]
fn what_is_settled_and_what_cannot_be_checked_is_valid_too() {
    let place: Place = shelf();
    place.file("broken.yaml", "a: [\n");
    place.file("empty.yaml", "");
    place.file(
        "short.yaml",
        "kind: App\nname: a  # fiducia: allow O-02 until=2026-12-01 reason=\"a ]]> b\"\n",
    );
    let (junit, issues, json) =
        both(|format| report(&place, format, &["nowhere.yaml", ".", "--skip", "NOPE"]).0);
    assert!(json["problems"].as_array().unwrap().len() > 2, "{json:#}");
    assert_eq!(json["summary"]["waived"], 1);
    assert!(junit.skipped > 0 && junit.errors > 2 && junit.failures > 1, "{junit:?}");
    assert!(issues.iter().any(|issue| issue["location"]["path"] == "."), "a problem of no file");
}
