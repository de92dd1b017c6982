//! conftest's functions that read configuration in unit tests.

use super::Bench;

const POLICY: &str = "package main\n\ndeny contains \"root\" if not input.spec.nonroot\n";
const DEPLOYMENT: &str = "kind: Deployment\nspec: {nonroot: false}\n";

/// Expressions that hold in a test of `policy/main_test.rego`.
const HOLD: &[&str] = &[
    r#"parse_config("yaml", "a: [1, x]") == {"a": [1, "x"]}"#,
    "parse_config(\"yaml\", `\na: 1\n---\nb: 2\n`) == [{\"a\": 1}, {\"b\": 2}]",
    r#"parse_config("yaml", "") == null"#,
    r#"parse_config("json", "[1]") == [1]"#,
    r#"parse_config("jsonc", "{\"a\": 1, /* b */}") == {"a": 1}"#,
    r#"parse_config("toml", "[a.b]\nc = 1.5\nd = 2027-01-02\n") == {"a": {"b": {"c": 1.5, "d": "2027-01-02"}}}"#,
    r#"parse_config_file("deployment.yaml").kind == "Deployment""#,
    r#"parse_config_file("./deep/../deployment.yaml").kind == "Deployment""#,
    r#"parse_config_file("../service.json").kind == "Service""#,
    r#"parse_config_file("app.toml").a == 1"#,
    r#"parse_config("hcl2", "a \"b\" {}\n") == {"a": {"b": [{}]}}"#,
    r#"parse_config("dockerfile", "FROM a\nUSER b\n")[1].Value == ["b"]"#,
    r#"parse_config_file("deep/app.conf").a == 1"#,
    // From the folder of the file that calls, not of the test.
    r#"data.helper.load("there.yaml") == {"there": true}"#,
    r#"deny with input as parse_config_file("deployment.yaml")"#,
    "deny with input as parse_config_file(\n\t\t\"deployment.yaml\" # there\n\t)",
    r#"count(deny) == 0 with input as parse_config("yaml", "spec: {nonroot: true}")"#,
    "count(deny) == 0 with input as parse_config(\"yaml\", `\nspec:\n  nonroot: true\n`)",
    r#"not parse_config_file("deployment.yaml").spec.nonroot"#,
    r#"not same(parse_config_file("deployment.yaml"), parse_config_file("../service.json"))"#,
    r#"every path in ["deployment.yaml", "../service.json"] { parse_config_file(path).kind }"#,
    r#"parse_combined_config_files([]) == []"#,
    r#"[[entry.path, entry.contents.kind] | some entry in parse_combined_config_files(["../service.json", "two.yaml", "deployment.yaml", "./two.yaml"])] == [
		["policy/deployment.yaml", "Deployment"],
		["policy/two.yaml", "First"],
		["policy/two.yaml", "Second"],
		["service.json", "Service"],
	]"#,
];

fn bench(body: &str) -> Bench {
    let test = format!("package main\n\nsame(a, b) if a == b\n\ntest_it if {{\n\t{body}\n}}\n");
    Bench::new(&[
        ("fiducia.toml", "[formats]\n\"**/*.conf\" = \"yaml\"\n"),
        ("policy/main.rego", POLICY),
        ("policy/main_test.rego", &test),
        ("policy/deployment.yaml", DEPLOYMENT),
        ("policy/two.yaml", "kind: First\n---\nkind: Second\n"),
        ("policy/app.toml", "a = 1\n"),
        ("policy/app.vcl", "a = 1\n"),
        ("policy/broken.yaml", "a: 1\nb: [\n"),
        ("policy/twice.yaml", "a: 1\nb: 2\na: 3\n"),
        ("policy/folder.yaml/x", ""),
        ("policy/deep/app.conf", "a: 1\n"),
        ("service.json", "{\"kind\": \"Service\"}"),
        ("helper/helper.rego", "package helper\n\nload(path) := parse_config_file(path)\n"),
        ("helper/there.yaml", "there: true\n"),
    ])
}

#[test]
fn what_is_read_is_what_check_reads() {
    let tests: Vec<String> =
        HOLD.iter().enumerate().map(|(at, body)| format!("test_{at} if {{\n\t{body}\n}}\n")).collect();
    let bench = bench("true");
    bench.file(
        "policy/main_test.rego",
        &format!("package main\n\nsame(a, b) if a == b\n\n{}", tests.join("\n")),
    );
    let run = bench.test(&["policy", "-p", "./helper"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.starts_with(&format!("{} tests: {} passed", HOLD.len(), HOLD.len())),
        "{}",
        run.stdout
    );
}

#[test]
fn an_error_ends_the_test_and_says_why() {
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = elsewhere.path().join("outside.yaml");
    std::fs::write(&outside, "secret: 1\n").unwrap();
    let deep = format!("{}{}", "../".repeat(12), outside.strip_prefix("/").unwrap().display());
    for (call, reason) in [
        (
            r#"parse_config("hocon", "")"#,
            "parse_config: no parser is named \"hocon\"; there are: yaml, json, jsonc, hcl2, toml, ",
        ),
        (r#"parse_config("json", "{\n")"#, "parse_config: the text:1: cannot parse: "),
        (r#"parse_config("json", "")"#, "parse_config: the text holds no document"),
        (
            r#"parse_config("toml", "a = 1\na = 2\n")"#,
            "parse_config: the text:2: cannot parse: duplicate key",
        ),
        (
            r#"parse_config_file("none.yaml")"#,
            "parse_config_file: cannot read policy/none.yaml: no such file or directory",
        ),
        (
            r#"parse_config_file("app.vcl")"#,
            "parse_config_file: no parser is known for the name policy/app.vcl; there are: yaml, json, jsonc, hcl2, toml, ",
        ),
        (r#"parse_config_file("broken.yaml")"#, "parse_config_file: policy/broken.yaml:2: cannot parse: "),
        (r#"parse_config_file("twice.yaml")"#, "parse_config_file: policy/twice.yaml:3: duplicate key \"a\""),
        (r#"parse_config_file("folder.yaml")"#, "cannot read policy/folder.yaml: it is no regular file"),
        (r#"parse_combined_config_files(["two.yaml", "none.yaml"])"#, "cannot read policy/none.yaml"),
        (&format!("parse_config_file({deep:?})"), "lies outside of the working directory"),
        (&format!("parse_config_file({:?})", outside.display().to_string()), "cannot read policy/"),
    ] {
        let bench = bench(&format!("not {call}"));
        let run = bench.test(&["policy", "-f", "json"]);
        let message = run.failure("test_it");
        assert!(message.contains(reason), "{call}: {message}");
        assert_eq!(run.json()["tests"][0]["failure"]["location"]["text"], *call, "{call}");
        assert_eq!(run.code, 1, "{call}");
    }
}
