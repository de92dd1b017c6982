//! A file may be made to have a million problems: the first of each kind are told, the others are counted.

use crate::common::place::Place;

#[test]
fn keys_that_stand_a_million_times() {
    let place = Place::new();
    place.file("many.yaml", "a: 1\n".repeat(1_000_000));
    let run = crate::trust::memory::check(&place, 2_000_000, &["many.yaml", "ok.yaml"]);
    run.problem("duplicate-key", "and 999849 more of this kind in many.yaml");
    assert_eq!(run.report["problems"].as_array().unwrap().len(), 151);
    assert_eq!(run.report["summary"]["problems"], 999_999);
    assert!(run.stderr.len() < 100_000, "{}", run.stderr.len());
    assert_eq!(run.of_rule("REPLICAS", "evaluated"), 2);
}

#[test]
fn small_mappings_with_a_key_twice() {
    for (name, text) in [
        ("many.json", format!("[{}]", vec!["{\"a\": 1, \"a\": 2}"; 50_000].join(","))),
        ("many.yaml", "- {a: 1, a: 2}\n".repeat(50_000)),
        ("docs.yaml", "---\na: 1\na: 2\n".repeat(5_000)),
    ] {
        let place = Place::new();
        place.file(name, text);
        let run = place.check(&[name]);
        let total = run.report["summary"]["problems"].as_u64().unwrap();
        assert_eq!(total, if name == "docs.yaml" { 5_000 } else { 50_000 }, "{name}");
        assert_eq!(run.report["problems"].as_array().unwrap().len(), 151, "{name}");
    }
}

#[test]
fn a_rule_that_fails_on_every_document() {
    let place = Place::new();
    place.policy("fails", "package fails\n\ndeny contains \"x\" if numbers.range(1, input.n)\n");
    place.file("many.yaml", "---\nn: 100000000000000\n".repeat(300));
    let run = place.check(&["many.yaml", "ok.yaml"]);
    run.problem("limit", "and 150 more of this kind in policy/fails.rego");
    assert_eq!(run.of_rule("fails.deny", "errored"), 300);
}

#[test]
fn files_that_are_all_broken() {
    let place = Place::new();
    for at in 0..2_100 {
        place.file(format!("many/{at}.yaml"), "a: [\n");
    }
    let run = place.check(&["many", "ok.yaml"]);
    run.problem("parse", "and 100 more of this kind in other files");
    assert_eq!(run.report["summary"]["problems"], 2_100);
}

#[test]
fn notes_of_one_kind() {
    let place = Place::new();
    for at in 0..120 {
        place.policy(&format!("old/{at}"), &format!("package old{at}\n\ndeny[\"x\"] {{ input.none }}\n"));
    }
    let run = place.check(&[]);
    assert_eq!(run.stderr.matches("note: ").count(), 101, "{}", run.stderr);
    assert!(run.stderr.contains("note: and 20 more of these"));
}
