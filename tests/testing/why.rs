//! A failing test shows which expression does not hold, and the values in it.

use super::Bench;

const RULE: &str = include_str!("failing/p.rego");
const TESTS: &str = include_str!("failing/p_test.rego");

#[test]
fn frames_of_failing_tests() {
    let bench = Bench::new(&[("p.rego", RULE), ("p_test.rego", TESTS)]);
    for lang in ["en", "zh"] {
        let run = bench.test(&[".", "--lang", lang]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        insta::assert_snapshot!(format!("why-{lang}"), run.stdout);
    }
}

#[test]
fn values_are_json_for_programs() {
    let bench = Bench::new(&[("p.rego", RULE), ("p_test.rego", TESTS)]);
    let report = bench.test(&[".", "-f", "json", "--run", "test_object$"]).json();
    let failure = &report["tests"][0]["failure"];
    assert_eq!(failure["location"]["start"]["column"], 2);
    assert_eq!(
        failure["location"]["text"],
        r#"p.summary == {"total": 3, "names": {"应用", "web"}, "extra": true}"#
    );
    assert_eq!(failure["values"][0]["value"]["total"], 2);
    assert_eq!(failure["differences"][3]["path"], ".total");
}

/// Version 0, with its other heads of rules.
#[test]
fn version_0() {
    let bench = Bench::new(&[(
        "a_test.rego",
        "package a\n\ntest_old {\n    x := {\"a\": [1]}\n    y := x.a[_]\n    y == 2\n}\n\ntest_cases[name] {\n    c := {\"one\": 1, \"two\": 2}[name]\n    c == 1\n}\n",
    )]);
    let run = bench.test(&[".", "--rego-v0", "-f", "json"]);
    let report = run.json();
    assert_eq!(report["tests"][0]["failure"]["location"]["text"], "y == 2");
    assert_eq!(run.outcomes()[1..], ["test_cases/one: passed", "test_cases/two: failed"]);
    assert_eq!(report["tests"][2]["failure"]["location"]["text"], "c == 1");
}
