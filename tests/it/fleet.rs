//! `-f ndjson`: lines of many repositories for one table. `schema/fleet-v1.json` describes each; `tests/fleet/fleet.py` asks
//! DuckDB about 1,000 runs.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::OnceLock;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../schema/fleet-v1.json")).unwrap()
}

/// The lines, each held against the schema.
fn lines(text: &str) -> Vec<Value> {
    static VALIDATOR: OnceLock<jsonschema::Validator> = OnceLock::new();
    let validator = VALIDATOR.get_or_init(|| jsonschema::draft202012::new(&schema()).unwrap());
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        let mistakes: Vec<String> =
            validator.iter_errors(line).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(mistakes, Vec::<String>::new(), "{line:#}");
    }
    lines
}

fn git(place: &Place, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command
        .current_dir(place.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]);
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    text(&output.stdout).trim().to_owned()
}

fn check(place: &Place, arguments: &[&str]) -> (String, String, Option<i32>) {
    let all = [&["check", "-p", "./policy", "--as-of", DAY], arguments].concat();
    let output = fiducia(place.path(), &all);
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn every_line_says_which_run_it_is_of() {
    let place = Place::new();
    place.file("broken.yaml", "a: [\n");
    git(&place, &["init", "-q"]);
    git(&place, &["add", "."]);
    git(&place, &["commit", "-q", "-m", "all"]);
    git(&place, &["remote", "add", "mirror", "https://mirror.example/pay.git"]);
    git(&place, &["remote", "add", "origin", "https://ada:s3cret@git.example/acme/pay.git?token=s3cret"]);
    let commit = git(&place, &["rev-parse", "HEAD"]);
    let (out, err, code) = check(&place, &["-f", "ndjson", "--label", "team=payments", "--label", "run=a=b"]);
    assert_eq!((code, err.contains("note:")), (Some(2), false), "{err}");
    assert!(!out.contains("s3cret"));
    let lines = lines(&out);
    let records: Vec<&str> = lines.iter().map(|line| line["record"].as_str().unwrap()).collect();
    assert_eq!(records, ["run", "finding", "problem"]);
    for line in &lines {
        assert_eq!(line["repository"], "https://git.example/acme/pay.git");
        assert_eq!(line["commit"], commit.as_str());
        assert_eq!(line["labels"], json!({"team": "payments", "run": "a=b"}));
        assert_eq!(line["as_of"], DAY);
        assert_eq!(line["policies"].as_object().unwrap().keys().collect::<Vec<_>>(), ["policy"]);
    }
    // What the lines say beside that is what the JSON report says.
    let report: Value = serde_json::from_str(&check(&place, &["-f", "json"]).0).unwrap();
    for (line, part) in lines.iter().zip([&report, &report["findings"][0], &report["problems"][0]]) {
        for (name, value) in part.as_object().unwrap() {
            if !["findings", "problems"].contains(&name.as_str()) {
                assert_eq!(&line[name], value, "{name}");
            }
        }
    }
}

#[test]
fn examples_are_valid_in_files_and_on_standard_output() {
    let place = Place::new();
    let file = place.join("harbor.ndjson");
    let target = format!("ndjson={}", file.display());
    for lang in ["en", "zh"] {
        let arguments =
            ["check", "examples/harbor-pay", "-f", "ndjson", "-o", &target, "--as-of", DAY, "--lang", lang];
        let output = fiducia(&root(), &arguments);
        let shown = text(&output.stdout);
        assert!(lines(&shown).len() > 100);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), shown);
    }
}

/// A digest names what judges: the same wherever the policies lie, another once they differ.
#[test]
fn policies_are_known_by_their_texts() {
    let digest =
        |place: &Place| lines(&check(place, &["-f", "ndjson", "ok.yaml"]).0)[0]["policies"]["policy"].clone();
    let (one, other) = (Place::new(), Place::new());
    assert_eq!(digest(&one), digest(&other));
    other.policy("more", "package more\n");
    assert_ne!(digest(&one), digest(&other));
    let builtin = |place: &Place| {
        let all = ["check", "ok.yaml", "-p", "custody", "-p", "./policy", "-f", "ndjson", "--as-of", DAY];
        lines(&text(&fiducia(place.path(), &all).stdout))[0]["policies"]["custody"].clone()
    };
    assert_eq!(builtin(&one), builtin(&other));
    assert!(builtin(&one).is_string());
}

#[test]
fn a_repository_that_is_not_known_is_told_of() {
    let place = Place::new();
    let (out, err, code) = check(&place, &["-f", "ndjson"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.contains("note: -f ndjson: . is in no working tree of a git repository")
            || err.contains("is in no working tree"),
        "{err}"
    );
    assert_eq!(lines(&out)[0]["repository"], Value::Null);
    for name in ["one", "other"] {
        place.file(format!("{name}/app.yaml"), "replicas: 3\n");
        Command::new("git").current_dir(place.join(name)).args(["init", "-q"]).output().unwrap();
    }
    let (out, err, _) = check(&place, &["-f", "ndjson", "one", "other"]);
    assert!(err.contains("note: the paths lie in several repositories"), "{err}");
    assert_eq!(lines(&out)[0]["repository"], Value::Null);
    // Without such a report nobody is asked.
    assert_eq!(check(&place, &["-f", "json", "one", "other"]).1, "");
}

#[test]
fn a_label_is_a_word_with_a_value_and_given_once() {
    let place = Place::new();
    for label in ["team", "=x", "te am=x", "a\n=x"] {
        let (_, err, code) = check(&place, &["-f", "ndjson", "--label", label]);
        assert_eq!(code, Some(2));
        assert!(err.contains("--label: "), "{err}");
    }
    let (_, err, code) = check(&place, &["--label", "a=1", "--label", "a=2", "--lang", "zh"]);
    assert_eq!((code, err.contains("--label：“a”重复")), (Some(2), true), "{err}");
}

/// What the lines have in common with the JSON report is described once, and copied.
#[test]
fn the_schema_says_of_findings_what_that_of_the_report_says() {
    let (lines, report) = (schema(), crate::common::schema::document());
    for (name, part) in lines["$defs"].as_object().unwrap() {
        if let Some(kind) = name.strip_suffix("_line") {
            assert_eq!(part["additionalProperties"], false);
            let same = report["$defs"].get(kind).unwrap_or(&report);
            let of_line = part["properties"].as_object().unwrap();
            for (member, property) in same["properties"].as_object().unwrap() {
                let own = ["version", "as_of", "findings", "problems", "cross_check", "shard", "trusted"];
                if kind != "run" || !own.contains(&member.as_str()) {
                    assert_eq!(&of_line[member], property, "{name}/{member}");
                }
            }
        } else {
            assert_eq!(part, &report["$defs"][name], "{name}");
        }
    }
}
