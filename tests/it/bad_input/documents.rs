//! Documents that cannot be parsed, or read in two ways.

use crate::common::place::{Place, at};

#[test]
fn nesting_without_end() {
    let brackets = "[".repeat(100_000);
    for name in ["deep.yaml", "deep.json"] {
        let place = Place::new();
        place.file(name, &brackets);
        let run = place.check(&[]);
        let problem = run.still_checked().problem("limit", "nesting deeper than the limit of 128");
        assert_eq!(problem["location"]["path"], name);
        assert_eq!(problem["location"]["start"]["line"], 1);
    }
    let place = Place::new();
    let steps: String = (0..3000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    place.file("deep.yaml", steps);
    place.check(&[]).still_checked().problem("limit", "nesting deeper than the limit of 128");
}

#[test]
fn aliases_that_multiply() {
    let place = Place::new();
    let mut text = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    place.file("laughs.yaml", text);
    let run = place.check(&[]);
    let problem = run.still_checked().problem("limit", "aliases expand to more than the limit");
    assert_eq!(problem["location"]["path"], "laughs.yaml");
}

#[test]
fn syntax_errors_have_a_frame() {
    let place = Place::new();
    place.file("broken.yaml", "a: 1\nb: [1, 2\nc: 3\n");
    place.file("broken.json", "{\"a\": 1,\n \"b\": }\n");
    let run = place.check(&[]);
    let problems = run.still_checked().report["problems"].as_array().unwrap();
    let places: Vec<_> =
        problems.iter().map(|problem| (problem["kind"].as_str().unwrap(), at(problem))).collect();
    assert_eq!(places, [("parse", "broken.json:2:7".into()), ("parse", "broken.yaml:3:2".into())]);
    run.told("parse", "broken.json:2:7");
    assert_eq!(run.code, 2);
}

#[test]
fn documents_behind_a_broken_one_are_checked() {
    let place = Place::new();
    place.file("mixed.yaml", "replicas: 1\n---\na: [\n---\nreplicas: 0\n");
    let run = place.check(&["mixed.yaml"]);
    assert_eq!(run.code, 2);
    let lines: Vec<String> = run.report["findings"].as_array().unwrap().iter().map(at).collect();
    assert_eq!(lines, ["mixed.yaml:1:11", "mixed.yaml:5:11"]);
    assert_eq!(run.report["findings"][1]["location"]["document"], 2);
}

#[test]
fn duplicate_keys_show_both_places() {
    for (name, text) in [
        ("twice.yaml", "replicas: 3\nname: x\nreplicas: 4\n"),
        ("twice.json", "{\"replicas\": 3,\n\"name\": 1,\n\"replicas\": 4}\n"),
    ] {
        let place = Place::new();
        place.file(name, text);
        let run = place.check(&[]);
        let problem = run.still_checked().problem("duplicate-key", "duplicate key \"replicas\"");
        assert_eq!(at(problem), format!("{name}:3:1"));
        run.told("duplicate-key", "first here");
        assert_eq!(problem["related"][0]["location"]["start"]["line"], 1, "{problem}");
    }
}

#[test]
fn templates_are_named_as_such() {
    let place = Place::new();
    place.file("deploy.yaml", "name: x\nreplicas: {{ .Values.replicas }}\n");
    place.file("loop.yaml", "{{- range .Values.hosts }}\n- {{ . }}\n{{- end }}\n");
    let run = place.check(&[]);
    let problems = run.still_checked().report["problems"].as_array().unwrap();
    let places: Vec<_> =
        problems.iter().map(|problem| (problem["kind"].as_str().unwrap(), at(problem))).collect();
    assert_eq!(places, [("template", "deploy.yaml:2:11".into()), ("template", "loop.yaml:1:1".into())]);
    run.told("template", "helm template");
}
