//! Which lines of policies tests and fixtures cover.

use super::Bench;

fn bench() -> Bench {
    Bench::new(&[
        (
            "p/p.rego",
            "package p

deny contains msg if {
	input.n > 3
	msg := \"large\"
}

deny contains \"odd\" if {
	input.n % 2 == 1
	input.strict
}

unused(x) := y if {
	y := x + 1
}
",
        ),
        (
            "p/p_test.rego",
            "package p_test\nimport data.p\ntest_small if count(p.deny) == 0 with input as {\"n\": 2}\n",
        ),
    ])
}

#[test]
fn lines_that_no_test_evaluates_are_told() {
    let bench = bench();
    let run = bench.test(&["p", "--coverage", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!("coverage", run.stdout);
    let report = bench.test(&["p", "--coverage", "-f", "json"]).json();
    assert_eq!(report["coverage"]["files"][0]["uncovered"], serde_json::json!([3, 5, 8, 10, 13, 14]));
    assert_eq!(report["coverage"]["untouched"][0]["name"], "p.unused");
    let lcov = bench.test(&["p", "-f", "lcov"]).stdout;
    assert!(lcov.starts_with("TN:\nSF:p/p.rego\n") && lcov.contains("DA:3,0\nDA:4,1\nDA:5,0\n"), "{lcov}");
}

#[test]
fn fixtures_cover_too() {
    let bench = bench();
    bench.file("p/fixtures/bad.yaml", "n: 5 # expect: p.deny\n");
    let run = bench.test(&["p", "--coverage", "-f", "json"]);
    // The violation names no place: it is at what the condition read.
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(run.json()["coverage"]["files"][0]["uncovered"], serde_json::json!([8, 13, 14]));
}

#[test]
fn too_little_fails_and_is_told_where_tests_fail_too() {
    let bench = bench();
    let run = bench.test(&["p", "--threshold", "90"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("that is less than 90%"), "{}", run.stdout);
    assert_eq!(bench.test(&["p", "--threshold", "25"]).code, 0);
    bench.file("p/q_test.rego", "package q_test\ntest_no if false\n");
    let run = bench.test(&["p", "--coverage"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("coverage: "), "{}", run.stdout);
    assert_eq!(bench.test(&["p", "--threshold", "101"]).code, 2);
}
