//! Unit tests: which are found, what counts as passed, and how results are written.

use super::Bench;
use crate::common::junit;

const RULE: &str = "package p\n\ndeny contains \"small\" if input.n < data.fiducia.params.least\n";

const TESTS: &str = "package p_test

import data.p

test_small if count(p.deny) == 1 with input as {\"n\": 1} with data.fiducia.params.least as 2
test_large if count(p.deny) == 0 with input as {\"n\": 3} with data.fiducia.params.least as 2
";

#[test]
fn what_counts_as_a_test_and_as_passed() {
    let bench = Bench::new(&[(
        "a_test.rego",
        "package a

test_true if true
test_false if false
test_undefined if input.missing
test_value := 7
test_error := x if some x in [true, false]
todo_test_later if false
helper_test_x if true
test_twice if true
test_twice if false
test_cases[name] if {
    some name in [\"one\", \"two\"]
}
test_function(x) if x
",
    )]);
    let run = bench.test(&[".", "-f", "json"]);
    assert_eq!(
        run.outcomes(),
        [
            "test_true: passed",
            "test_false: failed",
            "test_undefined: failed",
            "test_value: failed",
            "test_error: failed",
            "todo_test_later: skipped",
            "test_twice: passed",
            "test_twice#2: failed",
            "test_cases/one: passed",
            "test_cases/two: passed",
        ]
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.failure("test_value"), "it is 7, not true");
}

#[test]
fn each_case_is_told() {
    for (tests, expected) in [
        (
            "test_n[a][b] if { some a in [\"x\"]; some b in [\"y\", \"z\"]; b == \"y\" }",
            &["test_n/x/y: passed", "test_n/x/z: failed"][..],
        ),
        (
            "test_c contains n if { some n in [1, \"q\"]; n == \"q\" }",
            &["test_c/1: failed", "test_c/q: passed"],
        ),
        (
            "test_s[sprintf(\"case %d\", [tc.n])] if { some tc in [{\"n\": 1}, {\"n\": 2}]; m := tc.n; m == 1 }",
            &["test_s/case 1: passed", "test_s/case 2: failed"],
        ),
        (
            "test_f[tc.n] if { some tc in [{\"n\": 1, \"v\": 1}, {\"n\": 2, \"v\": 3}]; tc.n == tc.v }",
            &["test_f/1: passed", "test_f/2: failed"],
        ),
        (
            "test_g[n] := v if { some n, v in {\"a\": true, \"b\": false} }",
            &["test_g/a: passed", "test_g/b: failed"],
        ),
        (
            "test_h[n] if { some n in [1, 2]; some m in [1, 3]; n == m }",
            &["test_h/1: passed", "test_h/2: failed"],
        ),
        ("test_empty[n] if { some n in input.xs }", &["test_empty: failed"]),
        ("test_object := {\"a\": true}", &["test_object: failed"]),
        ("test_two if { 1 == 2 }\ntest_two if true", &["test_two: failed", "test_two#2: passed"]),
        ("deep.test_x if true", &["deep.test_x: passed"]),
        ("test_p.a if true\ntest_p[n] if { some n in [\"b\"] }", &["test_p.a: passed", "test_p/b: passed"]),
    ] {
        let run =
            Bench::new(&[("a_test.rego", &format!("package a\n\n{tests}\n"))]).test(&[".", "-f", "json"]);
        assert_eq!(run.outcomes(), expected, "{tests}\n{}", run.stdout);
    }
}

#[test]
fn data_in_the_place_of_a_rule_is_refused() {
    let bench = Bench::new(&[
        ("a.rego", "package a\n\nlimit := 3\n"),
        ("a_test.rego", "package a_test\n\nimport data.a\n\ntest_limit if a.limit == 5\n"),
        ("d.yaml", "a: {limit: 5}\n"),
    ]);
    let run = bench.test(&[".", "-d", "d.yaml"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("`data.a.limit` is a rule of a policy"), "{}", run.stderr);
    assert_eq!(bench.test(&["."]).code, 1);
}

#[test]
fn what_reaches_outside_is_replaced_in_tests() {
    let policy = "package a\n\nbody(url) := http.send({\"url\": url}).body\n";
    let tests = "package a_test\n\nimport data.a\n\nreply(request) := {\"body\": request.url}\n\n\
                 test_function if a.body(\"u\") == \"u\" with http.send as reply\n\
                 test_value if a.body(\"u\") == 1 with http.send as {\"body\": 1}\n\
                 test_as_it_is if a.body(\"u\") == 1\n";
    let run = Bench::new(&[("a.rego", policy), ("a_test.rego", tests)]).test(&[".", "-f", "json"]);
    assert_eq!(run.outcomes(), ["test_function: passed", "test_value: passed", "test_as_it_is: failed"]);
}

#[test]
fn parameters_data_and_the_day_are_those_of_check() {
    let bench = Bench::new(&[
        ("p/p.rego", RULE),
        ("p/params.yaml", "least: {default: 2}\n"),
        ("d/limits.yaml", "most: 5\n"),
        (
            "p/p_test.rego",
            "package p_test
import data.p
test_param if count(p.deny) == 1 with input as {\"n\": 1}
test_data if data.most == 5
test_day if data.fiducia.today == \"2026-02-03\"
test_clock if time.clock(time.now_ns()) == [0, 0, 0]
test_platforms if data.fiducia.platforms == {}
",
        ),
    ]);
    let run = bench.test(&["p", "-d", "d", "--as-of", "2026-02-03"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "5 tests: 5 passed, 0 failed, 0 skipped\n"),
        "{}",
        run.stderr
    );
    let run = bench.test(&["p", "-d", "d", "--as-of", "2026-02-03", "--param", "least=1", "-f", "json"]);
    assert_eq!(run.outcomes()[0], "test_param: failed");
    bench.file("fiducia.toml", "data = [\"d\"]\n[test]\nas-of = \"2026-02-03\"\n");
    assert_eq!(bench.test(&["p"]).code, 0);
    assert_eq!(bench.test(&["p", "--as-of", "2026-02-04"]).code, 1);
}

#[test]
fn the_configuration_says_what_is_loaded_and_a_path_what_is_tested() {
    let bench = Bench::new(&[
        ("fiducia.toml", "policy = [\"policy\"]\n[params]\nleast = 2\n"),
        ("policy/p.rego", RULE),
        ("policy/tests/p_test.rego", TESTS),
        ("policy/other/q_test.rego", "package q_test\ntest_q if true\n"),
        ("elsewhere/r_test.rego", "package r_test\ntest_r if false\n"),
    ]);
    assert_eq!(bench.test(&["-f", "json"]).json()["summary"]["passed"], 3);
    let run = bench.test(&["policy/tests", "-f", "json"]);
    assert_eq!((run.code, run.outcomes().len()), (0, 2), "{}", run.stderr);
    assert_eq!(bench.test(&["elsewhere", "-f", "json"]).outcomes(), ["test_r: failed"]);
}

#[test]
fn selection_and_the_first_failure() {
    let bench = Bench::new(&[
        ("p.rego", RULE),
        ("p_test.rego", TESTS),
        ("q_test.rego", "package q_test\ntest_bad if false\ntest_worse if false\n"),
    ]);
    let run = bench.test(&[".", "--run", "^p_test\\..*small$", "-f", "json"]);
    assert_eq!((run.code, run.outcomes()), (0, vec!["test_small: passed".to_owned()]));
    assert_eq!(run.json()["summary"]["left_out"], 3);
    let run = bench.test(&[".", "--fail-fast", "-f", "json"]);
    assert_eq!((run.code, &run.json()["summary"]["not_run"]), (1, &1.into()));
    let run = bench.test(&[".", "--run", "["]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--run"), "{}", run.stderr);
}

#[test]
fn nothing_to_test_is_a_problem() {
    let bench = Bench::new(&[("p.rego", RULE)]);
    for arguments in [&["."][..], &[".", "--run", "nothing"]] {
        let run = bench.test(arguments);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains("problem[empty]"), "{}", run.stderr);
    }
    bench.file("p_test.rego", TESTS);
    let run = bench.test(&[".", "--run", "nothing"]);
    assert!(run.code == 2 && run.stderr.contains("`--run`"), "{}", run.stderr);
}

#[test]
fn prints_are_shown_where_a_test_fails_and_where_asked_for() {
    let bench = Bench::new(&[(
        "a_test.rego",
        "package a\n\ntest_good if print(\"all well\", 1)\n\ntest_bad if {\n\tprint(\"客户 \\u001b[31m\")\n\tfalse\n}\n",
    )]);
    let run = bench.test(&["."]);
    assert!(
        !run.stdout.contains("all well") && run.stdout.contains("a_test.rego:6: 客户 ␛[31m"),
        "{}",
        run.stdout
    );
    let run = bench.test(&[".", "-v"]);
    assert!(run.stdout.contains("passed  a.test_good\n    a_test.rego:3: all well 1"), "{}", run.stdout);
}

#[test]
fn version_0_is_read_by_itself_or_by_option() {
    let old = "package old\n\ntest_old { input.x == 1 with input as {\"x\": 1} }\n";
    let bench = Bench::new(&[("old_test.rego", old)]);
    let run = bench.test(&["."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("note: old_test.rego parses only as Rego version 0"), "{}", run.stderr);
    let run = bench.test(&[".", "--rego-v0"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn every_format() {
    let bench = Bench::new(&[(
        "a_test.rego",
        "package a\n\ntest_good if print(\"one <two> & \\u0007\")\n\ntest_bad if {\n\t\"名称 # %\" == input.x\n}\n\ntodo_test_later if true\n",
    )]);
    for format in ["human", "json", "tap", "github"] {
        let run = bench.test(&[".", "-f", format, "--as-of", "2026-11-22"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        insta::assert_snapshot!(format!("format-{format}"), run.stdout);
    }
    let run = bench.test(&[".", "-f", "human", "--lang", "zh"]);
    insta::assert_snapshot!("format-human-zh", run.stdout);
    // How long a test took is in this format alone.
    let run = bench.test(&[".", "-f", "junit"]);
    let times = regex::Regex::new("time=\"[0-9.]+\"").unwrap();
    assert_eq!(
        junit::assert_valid(&run.stdout),
        junit::Counts { tests: 3, failures: 1, errors: 0, skipped: 1 }
    );
    insta::assert_snapshot!("format-junit", times.replace_all(&run.stdout, "time=\"…\""));
    let run = bench.test(&[".", "-f", "tap", "-o", "out.tap"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(bench.read("out.tap").starts_with("TAP version 14\n1..3\n"));
}
