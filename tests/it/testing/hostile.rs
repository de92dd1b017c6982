//! What is wrong with one policy is told, and keeps no other test from running.

use super::Bench;
use crate::common::junit;
use serde_json::Value;

fn kinds(report: &Value) -> Vec<&str> {
    report["problems"].as_array().unwrap().iter().map(|problem| problem["kind"].as_str().unwrap()).collect()
}

#[test]
fn a_broken_policy_fails_the_tests_that_need_it() {
    let good = "package good_test\ntest_good if true\n";
    let refused = "it needs what broken.rego:3 says, which is refused";
    for (broken, message) in [
        ("package broken\n\nvalue := 1 +\n", "it needs broken.rego, which could not be loaded"),
        ("package broken\n\nvalue if not input.xs[i] == unsafe\n", refused),
        ("package broken\n\nvalue := other\nother := value\n", refused),
    ] {
        let bench = Bench::new(&[
            ("broken.rego", broken),
            ("broken_test.rego", "package broken_test\nimport data.broken\ntest_broken if broken.value\n"),
            ("good_test.rego", good),
        ]);
        let run = bench.test(&[".", "-f", "json"]);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert_eq!(run.outcomes(), ["test_broken: failed", "test_good: passed"], "{broken}");
        assert_eq!(run.failure("test_broken"), message);
        let report = run.json();
        assert_eq!(kinds(&report), ["policy"], "{report}");
        assert_eq!(report["problems"][0]["location"]["path"], "broken.rego");
    }
}

/// What fails for one reason is one failure.
#[test]
fn many_tests_of_a_broken_policy_fail_once() {
    let bench = Bench::new(&[
        ("broken.rego", "package broken\n\nvalue := 1 +\n"),
        (
            "broken_test.rego",
            "package broken_test\nimport data.broken\ntest_a if broken.value\ntest_b if broken.value\ntest_c if not broken.value\n",
        ),
    ]);
    let run = bench.test(&[".", "-f", "json"]);
    assert_eq!((run.code, run.outcomes()), (2, vec!["test_a: failed".to_owned()]), "{}", run.stdout);
    assert!(run.failure("test_a").ends_with("; 2 more tests need it too"), "{}", run.stdout);
    assert_eq!(run.json()["summary"]["not_run"], 2);
    let run = bench.test(&[".", "-f", "junit"]);
    let counts = junit::assert_valid(&run.stdout);
    assert_eq!((counts.failures, counts.errors), (1, 1), "{}", run.stdout);
}

#[test]
fn an_endless_test_is_a_failure_of_its_own() {
    let bench = Bench::new(&[(
        "a_test.rego",
        "package a

test_count if strings.count(\"abc\", \"\") == 1
test_endless if count([1 | some a in numbers.range(1, 100000); some b in numbers.range(1, 100000); a == b]) == 1
test_good if true
",
    )]);
    let run = bench.test(&[".", "-f", "json", "--timeout", "500ms"]);
    assert_eq!(run.outcomes(), ["test_count: failed", "test_endless: failed", "test_good: passed"]);
    assert!(run.failure("test_endless").contains("out of time: the limit is 500ms"), "{}", run.stdout);
    assert_eq!(run.code, 1);
}

#[test]
fn endless_printing_is_cut() {
    let bench = Bench::new(&[(
        "a_test.rego",
        "package a\n\nlong := concat(\"\", [\"0123456789\" | some _ in numbers.range(1, 60)])\n\ntest_loud if {\n\tsome i in numbers.range(1, 1500)\n\tprint(i, concat(\"\", [x | some _ in numbers.range(1, 20); x := long]))\n\tfalse\n}\n",
    )]);
    let run = bench.test(&[".", "-f", "json", "--timeout", "60s"]);
    let prints = run.json()["tests"][0]["prints"].as_array().unwrap().clone();
    assert_eq!((run.code, prints.len()), (1, 1001));
    assert_eq!(prints[1000], "… 500 more lines");
    assert!(prints.iter().all(|line| line.as_str().unwrap().chars().count() <= 10_001));
}

#[cfg(unix)]
#[test]
fn links() {
    let away = Bench::new(&[("x_test.rego", "package x\ntest_x if true\n")]);
    let bench = Bench::new(&[("a_test.rego", "package a\ntest_a if true\n")]);
    std::os::unix::fs::symlink(away.path(), bench.path().join("away")).unwrap();
    std::os::unix::fs::symlink(bench.path(), bench.path().join("loop")).unwrap();
    let run = bench.test(&[".", "-f", "json"]);
    assert_eq!((run.code, run.outcomes()), (2, vec!["test_a: passed".to_owned()]));
    assert_eq!(kinds(&run.json()), ["io"]);
}

/// What tests are called, print and fail with, and what problems quote, is text in JUnit.
#[test]
fn text_does_nothing_in_junit() {
    for text in [
        "]]><x/>",
        "<script>alert(1)</script>",
        "\u{1b}[2J\u{1b}]0;t\u{7}",
        "\u{202e}\u{2066}\u{200f}gnp",
        "\u{ffff}\u{fffe}\u{0}",
        "\" x=\"1",
        "\n::error::a\n##vso[task.complete]b",
    ] {
        let quoted = Value::from(text).to_string();
        let bench = Bench::new(&[
            (
                "a_test.rego",
                &format!(
                    "package a\n\ntest_said if {{\n\tprint({quoted})\n\t{quoted} == 1\n}}\n\ntest_case[{quoted}] if false\n"
                ),
            ),
            ("broken.rego", &format!("package broken\n\nvalue := {quoted} {quoted}\n")),
        ]);
        let run = bench.test(&[".", "-f", "junit"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        let counts = junit::assert_valid(&run.stdout);
        assert!(counts.failures > 0 && counts.errors > 0, "{text:?} {counts:?}\n{}", run.stdout);
        let acts =
            |c: char| matches!(c, '\u{1b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}');
        assert!(!run.stdout.contains(acts) && !run.stdout.contains("##vso["), "{}", run.stdout);
        assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{}", run.stdout);
    }
}
