//! What policies for other checkers rely on: their builtins, their inputs, exceptions and places.

use crate::common::place::{Place, Run};
use serde_json::Value;

fn check(name: &str, text: &str, policy: &str) -> Run {
    let place = Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place.policy("p", policy);
    place.file(name, text);
    place.check(&[])
}

fn places(run: &Run) -> Vec<(&str, &str)> {
    let findings = run.report["findings"].as_array().unwrap().iter();
    findings.map(|f| (f["location"]["text"].as_str().unwrap(), f["status"].as_str().unwrap())).collect()
}

const DOCKERFILE: &str =
    "# c\nFROM alpine AS base\nRUN apt-get update && \\\n  apt-get install x\nFROM scratch\nUSER root\n";

#[test]
fn stages_of_a_dockerfile_are_there_for_those_who_read_them() {
    let lib = "package lib.docker\n\nuser[c] {\n\tc := input.Stages[_].Commands[_]\n\tc.Cmd == \"user\"\n}\n";
    let rule = "package x\n\nimport data.lib.docker\n\ndeny[res] {\n\tc := docker.user[_]\n\tc.Value[0] == \"root\"\n\tc.StartLine == 6\n\tc.Stage == 1\n\tres := result.new(sprintf(\"%s in %s\", [c.Original, input.Stages[1].Name]), c.Value[0])\n}\n";
    let place = Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place.policy("lib", lib).policy("p", rule);
    place.file("Dockerfile", DOCKERFILE);
    let run = place.check(&["--rego-v0"]);
    assert_eq!(places(&run), [("root", "open")], "{}{}", run.stderr, run.stdout);
    assert_eq!(run.report["findings"][0]["message"], "USER root in scratch");
    assert_eq!(run.report["findings"][0]["located_by"], "value");
}

#[test]
fn places_within_stages_are_those_of_the_file() {
    let traced = "package p\n\ndeny contains \"x\" if input.Stages[_].Commands[_].Value[_] == \"root\"\n";
    assert_eq!(places(&check("Dockerfile", DOCKERFILE, traced)), [("root", "open")]);
    let path = "package p\n\ndeny contains {\"msg\": input.Stages[i].Name, \"path\": [\"Stages\", i, \"Commands\", 1, \"Original\"]} if i := 0\n";
    let run = check("Dockerfile", DOCKERFILE, path);
    assert_eq!(run.report["findings"][0]["location"]["start"]["line"], 3, "{}", run.stdout);
    assert_eq!(run.report["findings"][0]["message"], "alpine AS base");
    let plain = "package p\n\ndeny contains \"x\" if input.Stages == 1\n";
    assert_eq!(places(&check("a.yaml", "Stages: 1\n", plain)), [("1", "open")]);
}

#[test]
fn builtins_of_other_checkers_are_supplied() {
    for (rule, found) in [
        ("deny contains result.new(\"x\", input.a.b) if true", "[1]"),
        ("deny contains result.new(\"x\", metadata.obj_by_path(input, [\"a\", \"c\"])) if true", "{b: [1]}"),
        ("deny contains result.new(\"x\", metadata.obj_by_path(input, \"a.b\")) if isManaged(input)", "[1]"),
        ("deny contains \"x\" if sh.parse_commands(input.run)[1] == [\"c\", \"d\"]", "a b && c d"),
    ] {
        let run = check("a.yaml", "a: {b: [1]}\nrun: a b && c d\n", &format!("package p\n\n{rule}\n"));
        assert_eq!(places(&run), [(found, "open")], "{rule}: {}", run.stderr);
    }
}

#[test]
fn exceptions_are_honoured_and_reported_as_such() {
    let policy = |exception: &str| {
        format!(
            "package main\n\ndeny_root contains \"root\" if input.user == \"root\"\n\ndeny contains \"plain\" if input.user == \"root\"\n\n{exception}\n"
        )
    };
    let statuses = |exception: &str| {
        let run = check("a.yaml", "user: root\nname: x\n", &policy(exception));
        let findings = run.report["findings"].as_array().unwrap();
        let mut told: Vec<String> = findings
            .iter()
            .map(|f| format!("{} {}", f["message"].as_str().unwrap(), f["status"].as_str().unwrap()))
            .collect();
        told.sort();
        (told, run.code, run.report["summary"]["excepted"].clone())
    };
    let told = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
    let name = "input.name == \"x\"";
    assert_eq!(statuses(""), (told(["plain open", "root open"]), 1, Value::Null));
    assert_eq!(
        statuses(&format!("exception contains [\"root\"] if {name}")),
        (told(["plain open", "root excepted"]), 1, 1.into())
    );
    assert_eq!(
        statuses(&format!("exception contains [\"root\", \"\"] if {name}")),
        (told(["plain excepted", "root excepted"]), 0, 2.into())
    );
    assert_eq!(statuses("exception contains [\"root\"] if input.name == \"y\"").1, 1);
}

#[test]
fn places_of_conftest_have_columns() {
    for (at, found) in [
        ("{\"line\": 2}", "[x, yz]"),
        ("{\"line\": 2, \"column\": 8}", "yz"),
        ("{\"line\": 2, \"column\": 99}", "[x, yz]"),
    ] {
        let rule = format!("package p\n\ndeny contains {{\"msg\": \"x\", \"_loc\": {at}}} if input.a\n");
        assert_eq!(places(&check("a.yaml", "a: 1\n名: [x, yz]\n", &rule)), [(found, "open")], "{at}");
    }
}
