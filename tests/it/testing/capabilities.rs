//! Builtins of another program, declared by a file of capabilities.

use super::Bench;
use serde_json::Value;

const CAPABILITIES: &str = r#"{"builtins": [{
    "name": "host.owner",
    "decl": {"type": "function", "args": [{"type": "string"}], "result": {"type": "string"}}
}]}"#;
const POLICY: &str = "package p

deny contains \"nobody's\" if host.owner(input.name) == \"\"
";
const TEST: &str = "package p_test

import data.p

test_nobody if \"nobody's\" in p.deny with input as {\"name\": \"x\"} with host.owner as \"\"

test_somebody if count(p.deny) == 0 with input as {\"name\": \"x\"} with host.owner as \"me\"
";

#[test]
fn tests_replace_what_the_host_supplies() {
    let bench = Bench::new(&[("p.rego", POLICY), ("p_test.rego", TEST), ("host.json", CAPABILITIES)]);
    let run = bench.test(&["--capabilities", "host.json", "."]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("2 passed"), "{}", run.stdout);
    let without = bench.test(&["."]);
    assert_ne!(without.code, 0);
    assert!((without.stdout + &without.stderr).contains("host.owner"));
}

#[test]
fn a_call_without_a_replacement_is_a_problem_at_the_call_and_the_rest_runs() {
    let other = "package q\n\ndeny contains \"q\" if input.name\n";
    let files = [("p.rego", POLICY), ("q.rego", other), ("host.json", CAPABILITIES), ("x.yaml", "name: x\n")];
    let bench = Bench::new(&files);
    let options = ["-p", "p.rego", "-p", "q.rego", "--capabilities", "host.json", "-f", "json", "x.yaml"];
    let run = bench.run("check", &options);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let problems = report["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0]["message"].as_str().unwrap().contains("host.owner"), "{problems:?}");
    assert_eq!(problems[0]["location"]["start"]["line"], 3);
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn types_of_the_host_are_held() {
    let wrong =
        TEST.replace("with host.owner as \"\"", "with host.owner as \"\" with input.n as host.owner(1)");
    let bench = Bench::new(&[("p.rego", POLICY), ("p_test.rego", &wrong), ("host.json", CAPABILITIES)]);
    let run = bench.test(&["--capabilities", "host.json", "."]);
    assert_ne!(run.code, 0);
    assert!((run.stdout + &run.stderr).contains("host.owner"), "the type of an argument");
}

#[test]
fn a_file_that_declares_nothing_usable_is_refused() {
    for (text, told) in [
        ("{", "this is no JSON"),
        ("[]", "capabilities are an object"),
        (r#"{"builtins": [{}]}"#, "a builtin without a `name`"),
        (r#"{"builtins": [{"name": "f"}]}"#, "`decl` is missing"),
    ] {
        let bench = Bench::new(&[("p.rego", "package p\n"), ("host.json", text)]);
        let run = bench.test(&["--capabilities", "host.json", "."]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.stderr.contains(told), "{text}: {}", run.stderr);
    }
}
