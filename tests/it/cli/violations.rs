//! What rules may return, those written for other tools included.

use crate::common::place::{Place, at};
use serde_json::json;

fn finding(policy: &str) -> serde_json::Value {
    let place = Place::new();
    place.policy("v", policy);
    place.file("ok.yaml", "name: ok\nreplicas: 1\nspec:\n  image: nginx:latest\n  ports: [80, 443]\n");
    let run = place.check(&["ok.yaml"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let findings = run.report["findings"].as_array().unwrap();
    let found: Vec<_> = findings.iter().filter(|finding| finding["rule"] != "REPLICAS").collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].clone()
}

#[test]
fn a_place_in_each_way() {
    for (violation, place, by) in [
        ("{\"msg\": \"m\", \"path\": [\"spec\", \"ports\", 1]}", "ok.yaml:5:15", "path"),
        ("{\"msg\": \"m\", \"path\": \"/spec/ports/1\"}", "ok.yaml:5:15", "path"),
        ("{\"msg\": \"m\", \"at\": input.spec.image}", "ok.yaml:4:10", "value"),
        ("{\"msg\": \"m\", \"at\": input.replicas}", "ok.yaml:2:11", "value"),
        ("{\"msg\": \"m\", \"_loc\": {\"file\": \"x\", \"line\": 4}}", "ok.yaml:4:10", "value"),
    ] {
        let finding = finding(&format!("package v\n\ndeny contains {violation} if true\n"));
        assert_eq!((at(&finding).as_str(), finding["located_by"].as_str()), (place, Some(by)), "{violation}");
        assert_eq!(finding["location"]["missing"], false);
    }
}

#[test]
fn what_is_missing_is_pointed_at() {
    let finding = finding(
        "package v\n\ndeny contains {\"msg\": \"m\", \"path\": [\"spec\", \"limits\", \"cpu\"], \"expected\": \"500m\"} if true\n",
    );
    assert_eq!(at(&finding), "ok.yaml:3:1");
    assert_eq!(finding["location"]["pointer"], "/spec/limits/cpu");
    assert_eq!(
        (&finding["location"]["missing"], &finding["location"]["text"]),
        (&json!(true), &json!("spec"))
    );
    assert_eq!(finding["expected"], "500m");
}

#[test]
fn conftest_metadata() {
    let finding = finding(
        "package main\n\ndeny contains {\"msg\": \"m\", \"metadata\": {\"owner\": \"team\"}, \"_loc\": {\"line\": 2}} if true\n",
    );
    assert_eq!(
        (finding["details"].clone(), at(&finding)),
        (json!({"owner": "team"}), "ok.yaml:2:11".to_owned())
    );
}

#[test]
fn gatekeeper_details() {
    let finding = finding(
        "package k8s\n\nviolation contains {\"msg\": \"m\", \"details\": {\"missing\": [\"owner\"]}, \"extra\": 1} if true\n",
    );
    assert_eq!(finding["details"], json!({"missing": ["owner"], "extra": 1}));
    assert_eq!(finding["rule"], "k8s.violation");
}

#[test]
fn shapes_of_rules() {
    for (rule, message) in [
        ("deny contains \"m\" if true", "m"),
        ("deny := \"m\" if true", "m"),
        ("deny := [\"m\"] if true", "m"),
        ("deny[key] := true if some key in [\"m\"]", "m"),
        ("deny[key] := \"m\" if some key in [\"k\"]", "m"),
        ("deny := {\"msg\": \"m\"} if true", "m"),
        ("deny_some_thing contains \"m\" if true", "m"),
        ("deny.network contains \"m\" if true", "m"),
        ("deny contains {\"msg\": {\"en\": \"m\", \"zh\": \"消息\"}} if true", "m"),
    ] {
        assert_eq!(finding(&format!("package v\n\n{rule}\n"))["message"], message, "{rule}");
    }
}

#[test]
fn a_bare_true_says_the_title() {
    let text = "package v\n\n# METADATA\n# title: Titled\ndeny if input.replicas == 1\n";
    assert_eq!(finding(text)["message"], "Titled");
    assert_eq!(finding("package v\n\ndeny if input.replicas == 1\n")["message"], "v.deny");
}

#[test]
fn names_that_are_no_rules() {
    let place = Place::new();
    place.policy(
        "v",
        "package v\n\ndenied contains \"x\" if true\n\nwarning contains \"x\" if true\n\ndeny(x) := 1\n",
    );
    assert_eq!(place.check(&["ok.yaml"]).count("/summary/rules"), 1);
}

#[test]
fn chinese() {
    let place = Place::new();
    place.policy(
        "v",
        "package v\n\n# METADATA\n# title: Title\n# custom:\n#   remediation: Fix\n#   zh: {title: 标题, remediation: 修复}\ndeny contains {\"msg\": {\"en\": \"wrong\", \"zh\": \"有误\"}, \"path\": [\"name\"]} if true\n",
    );
    let run = place.check(&["ok.yaml", "nowhere.yaml", "--lang", "zh", "--only", "v.deny"]);
    let finding = &run.report["findings"][0];
    assert_eq!(
        (&finding["message"], &finding["title"], &finding["remediation"]),
        (&json!("有误"), &json!("标题"), &json!("修复"))
    );
    assert!(run.problem("io", "无法读取 nowhere.yaml")["help"].is_null());
    let english = place.check(&["ok.yaml", "--only", "v.deny"]);
    assert_eq!(
        english.report["findings"][0]["fingerprint"], finding["fingerprint"],
        "the language is no part of it"
    );
}

#[test]
fn a_root_named_first_where_nothing_runs_is_there_afterwards() {
    let place = Place::new();
    place.file("limits.json", r#"{"limits": {"low": 0, "none": []}}"#);
    for body in [
        "xs := [data.limits.low | some _ in input.nothing]\n\txs == []\n\tinput.replicas > data.limits.low",
        "xs := [x | some x in data.limits.none; input.replicas > x]\n\txs == []\n\tinput.replicas == 1",
        "every x in data.limits.none {\n\t\tinput.replicas > x\n\t}\n\tinput.replicas == 1",
        "xs := {data.limits.low | input.replicas == 7}\n\txs == set()\n\tinput.replicas > data.limits.low",
        "[[], [0]] == [[data.limits.low | not one(input)], [data.limits.low | one(input)]]",
        "low(input.replicas) == 0",
    ] {
        let functions =
            "one(x) if x.replicas == 1\n\nlow(x) := data.limits.low if [data.limits.none | x == 7] == []";
        let rule = format!("deny contains {{\"msg\": \"m\", \"path\": [\"replicas\"]}} if {{\n\t{body}\n}}");
        place.policy("v", &format!("package v\n\n{rule}\n\n{functions}\n"));
        let run = place.check(&["ok.yaml", "--only", "v.deny", "-d", "limits.json"]);
        assert_eq!(run.messages("v.deny"), ["m"], "{body}: {}", run.stderr);
    }
}
