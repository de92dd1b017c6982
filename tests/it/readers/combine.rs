//! `--combine`: all documents as one input, and what policies for other programs rely on.

use crate::common::place::{Place, Run};
use serde_json::Value;

fn place(rule: &str) -> Place {
    let place = Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place.policy("p", &format!("package main\n\n{rule}\n"));
    place.file("a.yaml", "kind: Service\nname: a\n---\nkind: Other\n");
    place.file("b.json", "[{\"kind\": \"Service\", \"name\": \"b\"}]");
    place.file("c.tf", "resource \"t\" \"n\" {\n  svc = \"a\"\n}\n");
    place
}

/// Where findings are: the file, the pointer and the text under it.
fn places(run: &Run) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = run.report["findings"].as_array().unwrap().iter();
    let place = |finding: &Value| {
        let at = &finding["location"];
        (text(&at["path"]), text(&at["pointer"]), text(&at["text"]))
    };
    findings.map(place).collect()
}

fn at(path: &str, pointer: &str, text: &str) -> (String, String, String) {
    (path.to_owned(), pointer.to_owned(), text.to_owned())
}

#[test]
fn documents_are_entries_and_findings_lie_in_their_files() {
    let place = place(
        "deny contains input[i].path if {\n\tinput[i].contents.kind == \"Service\"\n\tinput[i].contents.name != \"c\"\n}",
    );
    let run = place.check(&["--combine"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let found = [at("a.yaml", "/name", "a"), at("b.json", "/0/name", "\"b\"")];
    assert_eq!(places(&run), found);
    let messages: Vec<&str> =
        run.report["findings"].as_array().unwrap().iter().map(|f| f["message"].as_str().unwrap()).collect();
    assert_eq!(messages, ["a.yaml", "b.json"]);
}

#[test]
fn rules_look_across_files() {
    let place = place(
        "deny contains msg if {\n\tsvc := input[_].contents.resource.t.n[_].svc\n\tinput[i].contents.name == svc\n\tmsg := \"in use\"\n}",
    );
    assert_eq!(places(&place.check(&["--combine"])), [at("c.tf", "/resource/t/n/0/svc", "\"a\"")]);
    let place = place_with_path();
    assert_eq!(places(&place.check(&["--combine"])), [at("a.yaml", "/name", "a")]);
}

fn place_with_path() -> Place {
    place(
        "deny contains {\"msg\": \"x\", \"path\": [i, \"contents\", \"name\"]} if input[i].contents.name == \"a\"",
    )
}

#[test]
fn rules_that_say_what_they_see_see_that() {
    let own = "# METADATA\n# custom: {applies_to: Service}\ndeny contains \"own\" if input.name == \"a\"";
    assert_eq!(places(&place(own).check(&["--combine"])), [at("a.yaml", "/name", "a")]);
    let project = "# METADATA\n# custom: {input: project}\ndeny contains \"own\" if input.documents[_].content.name == \"a\"";
    assert_eq!(places(&place(project).check(&["--combine"])), [at("a.yaml", "/name", "a")]);
}

#[test]
fn habits_of_other_programs_are_noted() {
    let combined = place("deny contains \"x\" if {\n\tf := input[_]\n\tf.contents.kind == \"Service\"\n}");
    let run = combined.check(&[]);
    assert!(
        run.stderr.contains("p.rego:5: `input[_].contents` is there with `--combine` alone"),
        "{}",
        run.stderr
    );
    assert!(!combined.check(&["--combine"]).stderr.contains("note:"));
    let run = place("deny contains \"x\" if input[\"true\"].push").check(&["--lang", "zh"]);
    assert!(run.stderr.contains("键 `on` 就是文本"), "{}", run.stderr);
    assert!(!place("deny contains \"x\" if input.contents.on").check(&[]).stderr.contains("note:"));
}
