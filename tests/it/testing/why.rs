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

/// A test, the text that is underlined, what is said of it, and the values that are told.
const TOLD: &[(&str, &str, &str, &[&str])] = &[
    ("test_x if { every x in [1, 2] { some y in [2, 3]; y == x } }", "y == x", "false", &["x: 1", "y: 2"]),
    (
        "test_x if { every x in [1] { input.a == x } with input as {\"a\": 2} }",
        "input.a == x",
        "false",
        &["x: 1", "input.a: 2"],
    ),
    ("test_x if { every x in input.a.b { x == 1 } }", "input.a.b", "undefined", &["input.a.b: null"]),
    ("test_x if { not 2 in xs }", "not 2 in xs", "false", &["xs: [2]"]),
    ("test_x if { not { xs[0] == 2 } }", "not { xs[0] == 2 }", "false", &["xs[0]: 2"]),
    ("test_x if { xs[0] > 5; input.x }", "xs[0] > 5", "false", &["xs[0]: 2"]),
    ("test_x if { xs[0] == 2 with input as input.foo }", "xs[0] == 2", "undefined", &["input.foo: null"]),
    ("test_x if { z := f(1); z == f(2) }", "z == f(2)", "false", &["z: 2", "f(2): 3"]),
    ("test_x if { some i; xs[i] == 3 }", "xs[i] == 3", "false", &["i: 0", "xs[i]: 2"]),
    (
        "test_x if { count([x | some x in [1, 2]; x > 1]) == 2 }",
        "count([x | some x in [1, 2]; x > 1]) == 2",
        "false",
        &["count([x | some x in [1, 2]; x > 1]): 1"],
    ),
    ("test_x if { some x in input.xs; x == 1 }", "some x in input.xs", "undefined", &["input.xs: null"]),
    (
        "test_x if { some x in input.xs; x == 1 with input as {} }",
        "some x in input.xs",
        "undefined",
        &["input.xs: null"],
    ),
    (
        "test_x if { some x in input.xs with input as {\"xs\": []}; x == 1 }",
        "some x in input.xs",
        "nothing to take",
        &["input.xs: []"],
    ),
    (
        "test_x if { some \"b\", x in input.xs; x == 1 with input as {} }",
        "some \"b\", x in input.xs",
        "undefined",
        &["input.xs: null"],
    ),
    ("test_x if { xs[0] == 1 } else if { xs[0] == 3 }", "xs[0] == 1", "false", &["xs[0]: 2"]),
    ("test_x if { xs[0] == 1 } else := false", "xs[0] == 1", "false", &["xs[0]: 2"]),
    ("test_x := f(1) == 3", "f(1) == 3", "is false, not true", &["f(1): 2"]),
    ("test_x := {\"a\": true}", "{\"a\": true}", "not true", &[]),
];

#[test]
fn the_first_expression_that_does_not_hold() {
    for (test, text, said, values) in TOLD {
        let rules = "package a\n\nxs := [2]\n\nf(x) := x + 1\n\n";
        let run = Bench::new(&[("a_test.rego", &format!("{rules}{test}\n"))]).test(&[".", "-f", "json"]);
        let failure = run.json()["tests"][0]["failure"].clone();
        assert_eq!(failure["location"]["text"], *text, "{test}: {failure}");
        assert!(failure["message"].as_str().unwrap().contains(said), "{test}: {failure}");
        let told = failure["values"].as_array().unwrap().iter();
        let told: Vec<String> = told
            .map(|value| format!("{}: {}", value["expression"].as_str().unwrap(), value["value"]))
            .collect();
        assert_eq!(told, *values, "{test}");
    }
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
