//! Annotated fixtures: real files whose comments say which findings they have.

use super::Bench;

const RULES: &str = "# METADATA
# scope: package
# custom:
#   id: LIM-1
package limits

deny contains {\"msg\": \"no limits\", \"path\": [\"containers\", i, \"limits\"]} if {
	some i, c in input.containers
	not c.limits
}
";

const NAMES: &str = "# METADATA
# custom:
#   id: NAM-1
package names

deny contains {\"msg\": \"bad name\", \"path\": [\"name\"]} if input.name != lower(input.name)
";

fn bench(files: &[(&str, &str)]) -> Bench {
    let bench = Bench::new(files);
    bench.file("policy/limits/limits.rego", RULES);
    bench.file("policy/names/names.rego", NAMES);
    bench
}

const BAD: &str = "# A comment of its own.
name: X # the other rule is not judged here
containers:
  - name: a # expect: LIM-1
    note: \"# expect: LIM-1 in a string is none\"
  # expect: LIM-1

  - text: |
      # expect: LIM-1 in a block is none
  - {name: c} # why not # expect: LIM-1
  - name: d
    limits: 1
";

#[test]
fn beside_a_rule_that_rule_alone_is_judged() {
    let bench = bench(&[
        ("policy/limits/fixtures/bad.yaml", BAD),
        ("policy/limits/fixtures/good.yaml", "containers: [{limits: 1}]\n"),
        (
            "policy/limits/fixtures/bad.jsonc",
            "{\"containers\": [\n  // expect: LIM-1\n  {\"note\": \"// expect: LIM-1\"},\n  {} // expect: LIM-1\n]}\n",
        ),
        ("policy/limits/fixtures/bad.json", "{\"containers\": [{\"a\": 1}]}"),
        ("policy/limits/fixtures/bad.json.expect.yaml", "- {rule: LIM-1, at: /containers/0/limits}\n"),
    ]);
    let run = bench.test(&["policy", "-f", "json"]);
    assert_eq!(
        run.outcomes(),
        ["bad.json: passed", "bad.jsonc: passed", "bad.yaml: passed", "good.yaml: passed"],
        "{}",
        bench.test(&["policy"]).stdout
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn elsewhere_all_rules_are_judged() {
    let bench = bench(&[
        ("policy/samples/one.yaml", "name: X # expect: NAM-1\ncontainers: [{limits: 1}]\n"),
        ("policy/samples/not_a_fixture.yaml", "name: X\n"),
        ("clean/two.yaml", "name: X\ncontainers: [{}]\n"),
    ]);
    assert_eq!(bench.test(&["policy", "-f", "json"]).outcomes(), ["one.yaml: passed"]);
    let run = bench.test(&["policy", "--fixtures", "clean", "-f", "json"]);
    assert_eq!((run.code, run.outcomes()), (1, vec!["two.yaml: failed".into(), "one.yaml: passed".into()]));
    assert_eq!(run.failure("two.yaml"), "2 differences from what it expects");
    let run = bench.test(&["policy", "--fixtures", "nowhere", "-f", "json"]);
    assert_eq!((run.code, run.json()["problems"][0]["kind"].as_str()), (2, Some("io")));
}

#[test]
fn what_does_not_agree_is_shown() {
    let bench = bench(&[
        ("policy/limits/fixtures/a.yaml", "containers:\n\t\n  - name: 客户 # expect: LIM-1 LIM-1\n"),
        (
            "policy/limits/fixtures/b.yaml",
            "containers:\n  - name: 客户 # expect: LIM-1 LIM-1\n  - name: \"𝄞 two\"\n",
        ),
        ("policy/limits/fixtures/c.yaml", "containers: [{limits: 1}] # expect: NAM-1\n"),
        ("policy/limits/fixtures/d.yaml", "- 1\n- x: {\n"),
        ("policy/limits/fixtures/e.json", "{\"containers\": [{\"limits\": 1}]}"),
        ("policy/limits/fixtures/e.json.expect.yaml", "- {rule: LIM-1, line: 3}\n"),
    ]);
    for lang in ["en", "zh"] {
        let run = bench.test(&["policy", "--lang", lang]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        insta::assert_snapshot!(format!("fixtures-{lang}"), run.stdout);
    }
    insta::assert_snapshot!(
        "fixtures-json",
        bench.test(&["policy", "-f", "json", "--run", "b.yaml", "--as-of", "2026-11-22"]).stdout
    );
}

#[test]
fn a_fixture_that_no_rule_is_evaluated_on_fails() {
    let rule = RULES.replace("#   id: LIM-1", "#   id: LIM-1\n#   applies_to: [Pod]");
    let bench = bench(&[("policy/limits/fixtures/good.yaml", "kind: Pdo\ncontainers: []\n")]);
    bench.file("policy/limits/limits.rego", &rule);
    let run = bench.test(&["policy", "-f", "json"]);
    assert_eq!(
        (run.code, run.failure("good.yaml").as_str()),
        (1, "no rule was evaluated on this file: none applies to it")
    );
}

#[test]
fn blessing_writes_what_is_found_and_nothing_else() {
    let crlf = "containers:\r\n  - {name: a}\r\n  - note: \"two\r\n      lines\"\r\n  - b: 1 # kept\r\n  - name: x # expect: OLD-1\r\n    limits: 1\r\n  # expect: GONE-1\r\n  - limits: 2\r\n";
    let bench = bench(&[
        ("policy/limits/fixtures/a.yaml", BAD),
        ("policy/limits/fixtures/b.yaml", crlf),
        ("policy/limits/fixtures/c.json", "{\"containers\": [{\"a\": 1}]}"),
        ("policy/limits/fixtures/d.jsonc", "{\"containers\": [\n  {}\n]}"),
        ("policy/limits/fixtures/e.yaml", "containers: [{limits: 1}]\n---\nx: {\n"),
    ]);
    let run = bench.test(&["policy", "--bless"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("expectations written: 3"), "{}", run.stdout);
    assert_eq!(bench.read("policy/limits/fixtures/a.yaml"), BAD);
    assert_eq!(
        bench.read("policy/limits/fixtures/b.yaml"),
        "containers:\r\n  - {name: a}  # expect: LIM-1\r\n  # expect: LIM-1\r\n  - note: \"two\r\n      lines\"\r\n  - b: 1 # kept  # expect: LIM-1\r\n  - name: x\r\n    limits: 1\r\n  - limits: 2\r\n"
    );
    assert_eq!(
        bench.read("policy/limits/fixtures/c.json.expect.yaml"),
        "- {rule: \"LIM-1\", at: \"/containers/0/limits\"}\n"
    );
    assert_eq!(
        bench.read("policy/limits/fixtures/d.jsonc"),
        "{\"containers\": [\n  {}  // expect: LIM-1\n]}"
    );
    assert_eq!(bench.read("policy/limits/fixtures/e.yaml"), "containers: [{limits: 1}]\n---\nx: {\n");
    // What was written is what is expected from now on.
    bench.file("policy/limits/fixtures/e.yaml", "containers: [{limits: 1}]\n");
    let run = bench.test(&["policy"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "5 tests: 5 passed, 0 failed, 0 skipped\n"));
}
