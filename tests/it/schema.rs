//! `schema/report-v1.json` describes the JSON report exactly.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::schema::{document, mistakes};
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn report(arguments: &[&str]) -> Value {
    let all = [&["check", "-f", "json", "--as-of", DAY], arguments].concat();
    let report = serde_json::from_str(&text(&fiducia(&root(), &all).stdout)).unwrap();
    assert_eq!(mistakes(&report), Vec::<String>::new());
    report
}

#[test]
fn reports_of_the_examples() {
    for lang in ["en", "zh"] {
        let bad = report(&["examples/harbor-pay", "--lang", lang]);
        assert!(bad["findings"].as_array().unwrap().len() > 10);
        report(&["examples/harbor-pay-fixed", "--lang", lang]);
        report(&["tests/it/common", "--allow-empty", "--lang", lang]);
    }
}

/// A place where everything goes wrong that leaves a report.
fn ruin() -> Place {
    let place = Place::new();
    place.file("latin.yaml", b"\xE9");
    place.file("large.yaml", vec![b'#'; 4000]);
    place.file("app.conf", "x");
    place.file("empty.yaml", "");
    place.file("broken.yaml", "a: [");
    place.file("template.yaml", "a: {{ .x }}\n");
    place.file("twice.yaml", "a: 1\na: 2\n");
    place.policy("unsafe", "package unsafe\n\ndeny contains \"x\" if y\n");
    place.policy(
        "conflicts",
        "package conflicts\n\nvalue := 1\n\nvalue := 2 if input.replicas\n\ndeny contains \"x\" if value\n",
    );
    place.policy(
        "width",
        "package width\n\ndeny contains sprintf(\"%6.2f\", [input.replicas]) if input.replicas\n",
    );
    place.policy(
        "endless",
        "package endless\n\ndeny contains \"x\" if {\n\tcount([1 | some a in numbers.range(1, 100000); some b in numbers.range(1, 100000); a == b]) > 1\n}\n",
    );
    place
}

#[test]
fn every_kind_of_problem() {
    let known: BTreeSet<String> = document()["$defs"]["problem"]["properties"]["kind"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind.as_str().unwrap().to_owned())
        .collect();
    let place = ruin();
    for lang in ["en", "zh"] {
        let run = place.check(&[
            ".",
            "app.conf",
            "nowhere",
            "--only",
            "nothing,REPLICAS,width.deny,endless.deny,conflicts.deny",
            "--cross-check",
            "--timeout",
            "100ms",
            "--max-file-size",
            "2kib",
            "--lang",
            lang,
        ]);
        let problems = run.still_checked().report["problems"].as_array().unwrap();
        let mut seen: BTreeSet<String> =
            problems.iter().map(|problem| problem["kind"].as_str().unwrap().to_owned()).collect();
        // A wrong configuration ends the run before there is a report.
        seen.insert("config".to_owned());
        // Nothing is known to make the engine panic.
        seen.insert("panic".to_owned());
        assert_eq!(seen, known);
        // Two parts of the program may not name one kind in two ways.
        assert_eq!(run.count("/summary/problems"), problems.len() as u64);
    }
}

#[test]
fn the_schema_refuses_what_it_does_not_describe() {
    let good = report(&["examples/harbor-pay"]);
    for (pointer, value) in [
        ("", json!({})),
        ("/version", json!(2)),
        ("/summary/left_out", json!({"excluded": 0})),
        ("/findings/0/severity", json!("worst")),
        ("/findings/0/location/start", json!({"line": 0, "column": 1, "offset": 0})),
        ("/findings/0/more", json!(1)),
    ] {
        let mut bad = good.clone();
        match bad.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => bad["findings"][0]["more"] = value,
        }
        assert!(!mistakes(&bad).is_empty(), "{pointer}");
    }
}

#[test]
fn every_part_is_closed_and_described() {
    let mut pending = vec![(String::new(), document())];
    while let Some((at, part)) = pending.pop() {
        if part["type"] == "object" && part.get("properties").is_some() {
            assert_eq!(part["additionalProperties"], false, "{at}");
            for (name, property) in part["properties"].as_object().unwrap() {
                let described = property.get("description").is_some() || property.get("$ref").is_some();
                assert!(described, "{at}/{name}");
            }
        }
        match part {
            Value::Object(members) => {
                pending.extend(members.into_iter().map(|(key, value)| (format!("{at}/{key}"), value)))
            }
            Value::Array(items) => {
                pending.extend(items.into_iter().enumerate().map(|(i, value)| (format!("{at}/{i}"), value)))
            }
            _ => {}
        }
    }
}
