//! A second engine says the same, or the run says that it does not.

use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};

fn cross_check(policies: &[&str], document: &str) -> Run {
    let place = Place::new();
    for (index, policy) in policies.iter().enumerate() {
        place.policy(&format!("p{index}"), policy);
    }
    place.file("in.yaml", document);
    place.check(&["--cross-check", "in.yaml"])
}

/// What the report says of the cross-check, without the rule of the folder.
fn counts(run: &Run) -> [u64; 3] {
    ["agreed", "differed", "not_judged"].map(|name| run.count(&format!("/cross_check/{name}")))
}

fn reasons(run: &Run) -> Vec<&str> {
    let reasons = run.report["cross_check"]["reasons"].as_array();
    reasons.into_iter().flatten().filter_map(|reason| reason["reason"].as_str()).collect()
}

#[test]
fn engines_that_agree_are_no_problem() {
    let run = cross_check(&["package a\ndeny contains \"x\" if input.a == 1\n"], "a: 1\n");
    assert_eq!((run.code, counts(&run)), (1, [2, 0, 0]));
}

#[test]
fn nothing_is_said_where_nobody_asked() {
    let place = Place::new();
    assert_eq!(place.check(&["ok.yaml"]).report.get("cross_check"), None);
}

#[test]
fn a_difference_is_a_problem_with_both_results() {
    // regorus formats no width, and finds no pairs of `walk`.
    for body in
        ["msg := sprintf(\"%6.2f\", [1.5])", "[path, value] := walk(input); value == 1; msg := path[0]"]
    {
        let run = cross_check(&[&format!("package a\ndeny contains msg if {{ {body} }}\n")], "a: 1\n");
        assert_eq!((run.code, counts(&run)), (2, [1, 1, 0]), "{body}");
        let problem = run.problem("cross-check", "two engines differ about a.deny on in.yaml");
        let message = problem["message"].as_str().unwrap();
        assert!(message.contains("here: {\"") && message.contains("regorus: set()"), "{message}");
        assert_eq!(problem["location"]["start"], json!({"line": 2, "column": 1, "offset": 10}));
    }
}

#[test]
fn what_regorus_does_not_read_is_counted_and_judged_here() {
    let unread = "package b\nx := $\"{input.a}\"\n";
    let needs = "package a\nimport data.b\ndeny contains b.x if input.a == 1\n";
    let run = cross_check(&[unread, needs], "a: 1\n");
    assert_eq!((run.code, counts(&run)), (1, [1, 0, 1]));
    assert_eq!(run.messages("a.deny"), ["1"]);
    assert_eq!(reasons(&run), ["regorus does not read policy/p0.rego, which is needed"]);
    let unread = &run.report["cross_check"]["policies_not_read"];
    assert_eq!(unread[0]["path"], "policy/p0.rego");
    assert_eq!(unread.as_array().map(Vec::len), Some(1));
    assert_eq!(run.stderr, "");
}

#[test]
fn what_differs_from_run_to_run_is_not_judged() {
    let body = "msg := sprintf(\"%d\", [rand.intn(\"a\", 1000000)])";
    let run = cross_check(&[&format!("package a\ndeny contains msg if {{ {body} }}\n")], "a: 1\n");
    assert_eq!((counts(&run), reasons(&run)), ([1, 0, 1], vec!["the value is another one in every run"]));
}

#[test]
fn the_clock_of_the_run_is_that_of_both() {
    let body = "msg := sprintf(\"%d\", [time.now_ns()])";
    let run = cross_check(&[&format!("package a\ndeny contains msg if {{ {body} }}\n")], "a: 1\n");
    assert_eq!(counts(&run), [2, 0, 0]);
}

#[test]
fn hostile_policies_are_not_given_to_regorus() {
    let nested =
        format!("package a\ndeny contains \"x\" if count({}1{}) == 1\n", "[".repeat(40), "]".repeat(40));
    let run = cross_check(&[&nested], "a: 1\n");
    assert_eq!((run.code, counts(&run)), (1, [1, 0, 1]));
    let reason = &run.report["cross_check"]["policies_not_read"][0]["reason"];
    assert_eq!(reason, "its literals are nested deeper than regorus reads in time");
}

#[test]
fn tests_are_cross_checked_too() {
    let place = Place::new();
    let width = "package a\ntest_width if sprintf(\"%6.2f\", [1.5]) == \"  1.50\"\ntest_sum if 1 + 1 == 2\n";
    place.policy("a_test", width);
    let output = fiducia(place.path(), &["test", "policy", "--cross-check", "-f", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(report["cross_check"]["agreed"], 1);
    assert_eq!(report["cross_check"]["differed"], 1);
    let message = report["problems"][0]["message"].as_str().unwrap();
    assert_eq!(message, "two engines differ about a.test_width\nhere: true\nregorus: undefined");
}

#[test]
fn both_engines_say_the_same_of_all_examples() {
    let cases = root().join("examples/cases");
    let cases = std::fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path());
    let cases = cases.filter(|path| path.is_dir()).flat_map(|case| [case.join("before"), case.join("after")]);
    let examples = ["harbor-pay", "harbor-pay-fixed"].map(|example| root().join("examples").join(example));
    for folder in cases.chain(examples) {
        let folder = folder.to_str().unwrap();
        let packs = ["-p", "custody", "-p", "custody-extended", "-p", "legacy-p2p"];
        let options = ["check", folder, "--cross-check", "-f", "json", "--fail-on", "never", "--as-of", DAY];
        let output = fiducia(&root(), &[options.as_slice(), &packs].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{folder}: {}", text(&output.stderr));
        let check = &report["cross_check"];
        assert!(check["agreed"].as_u64() > Some(20), "{folder}: {check}");
        assert_eq!([&check["differed"], &check["not_judged"]], [0, 0], "{folder}: {check}");
        assert_eq!(check["policies_not_read"], json!([]), "{folder}");
    }
}

#[test]
fn it_is_told_in_both_languages() {
    let place = Place::new();
    for (lang, told) in [
        ("en", "cross-check: 1 evaluation judged by regorus too: 1 the same, 0 different\n"),
        ("zh", "交叉核验：regorus 另行判定 1 次：一致 1，不一致 0\n"),
    ] {
        let output =
            fiducia(place.path(), &["check", "-p", "./policy", "--cross-check", "--lang", lang, "ok.yaml"]);
        assert!(text(&output.stdout).ends_with(told), "{}", text(&output.stdout));
    }
}
