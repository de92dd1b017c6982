//! Annotations: scopes, rules that share a package, what rules apply to and when they are in effect.

use crate::common::place::{Place, at};
use serde_json::json;

/// Ten `deny` blocks in one package, each with metadata of its own.
fn ten(id: impl Fn(usize) -> String) -> String {
    let mut text = String::from("package main\n");
    for number in 0..10 {
        let id = id(number);
        text.push_str(&format!(
            "\n# METADATA\n# title: Check {number}\n# custom:\n#   severity: {}\n{id}deny contains msg if {{\n\tinput.bad == {number}\n\tmsg := helper({number})\n}}\n",
            ["low", "critical"][number % 2],
        ));
    }
    text + "\nhelper(n) := sprintf(\"message %d\", [n])\n"
}

#[test]
fn ten_annotated_definitions_are_ten_rules() {
    let with_ids = ten(|number| format!("#   id: TEN-{number}\n"));
    let without = ten(|_| String::new());
    for (text, id) in [
        (with_ids, (|number| format!("TEN-{number}")) as fn(usize) -> String),
        (
            without,
            |number| if number == 0 { "main.deny".into() } else { format!("main.deny.{}", number + 1) },
        ),
    ] {
        let place = Place::new();
        place.policy("ten", &text);
        for number in [0, 3, 9] {
            place.file("one.yaml", format!("replicas: 5\nbad: {number}\n"));
            let run = place.check(&["one.yaml", "--fail-on", "never"]);
            assert_eq!((run.code, run.count("/summary/rules")), (0, 11), "{}", run.stderr);
            let findings = run.report["findings"].as_array().unwrap();
            assert_eq!(findings.len(), 1, "{findings:#?}");
            let finding = &findings[0];
            assert_eq!(finding["rule"], id(number).as_str());
            assert_eq!(finding["message"], format!("message {number}"));
            assert_eq!(finding["title"], format!("Check {number}"));
            assert_eq!(finding["severity"], ["low", "critical"][number % 2]);
            let line = text.lines().position(|line| line.contains(&format!("bad == {number}"))).unwrap();
            assert_eq!(
                finding["policy"],
                json!({"path": "policy/ten.rego", "line": line, "package": "main"})
            );
        }
    }
}

/// A helper that reads the rule as a whole still sees every definition of it.
/// The engine's span of a string ends before its quote.
#[test]
fn definitions_that_end_in_a_string_may_share_a_package() {
    let place = Place::new();
    place.policy(
        "two",
        "package two\n\n# METADATA\n# custom: {id: A-01}\ndeny contains \"a\" if input.name == \"ok\"\n\n# METADATA\n# custom: {id: A-02}\ndeny contains \"b\" if input.name == `ok`\n",
    );
    let run = place.check(&["ok.yaml"]);
    assert_eq!(
        (run.code, run.messages("A-01"), run.messages("A-02")),
        (1, vec!["a"], vec!["b"]),
        "{}",
        run.stderr
    );
}

#[test]
fn definitions_parted_into_rules_remain_one_rule_for_others() {
    let place = Place::new();
    place.policy(
        "ten",
        &(ten(|_| String::new()) + "\nwarn contains sprintf(\"%d\", [count(deny)]) if count(deny) > 0\n"),
    );
    place.file("one.yaml", "replicas: 5\nbad: 4\n");
    assert_eq!(place.check(&["one.yaml"]).messages("main.warn"), ["1"]);
}

#[test]
fn scopes() {
    let place = Place::new();
    let annotation =
        |scope: &str, field: &str| format!("# METADATA\n# scope: {scope}\n# custom:\n#   {field}\n");
    place.policy("top", &(annotation("subpackages", "remediation: from above") + "package team\n"));
    place.policy(
        "a",
        &(annotation("package", "severity: critical")
            + "package team.a\n\n"
            + &annotation("document", "clauses: [GB22239-8.1.2.2b]")
            + "deny contains \"one\" if true\n\ndeny contains \"two\" if true\n\n"
            + &annotation("rule", "severity: info")
            + "warn contains \"three\" if true\n"),
    );
    place.policy("b", "package team.b\n\ndeny contains \"four\" if true\n");
    let run = place.check(&["ok.yaml"]);
    let of = |message: &str| {
        let findings = run.report["findings"].as_array().unwrap();
        let finding = findings.iter().find(|finding| finding["message"] == message).unwrap();
        (
            finding["rule"].as_str().unwrap(),
            finding["severity"].as_str().unwrap(),
            finding["remediation"].as_str().unwrap(),
            finding["clauses"].as_array().unwrap().len(),
        )
    };
    assert_eq!(of("one"), ("team.a.deny", "critical", "from above", 1));
    assert_eq!(of("two"), ("team.a.deny", "critical", "from above", 1));
    assert_eq!(of("three"), ("team.a.warn", "info", "from above", 0));
    assert_eq!(of("four"), ("team.b.deny", "high", "from above", 0));
}

#[test]
fn rules_are_in_effect_within_their_window() {
    let place = Place::new();
    place.policy(
        "window",
        "package w\n\n# METADATA\n# custom:\n#   effective: {from: 2026-01-01, until: 2026-12-31}\ndeny contains \"x\" if true\n",
    );
    for (day, ran) in
        [("2025-12-31", false), ("2026-01-01", true), ("2026-12-31", true), ("2027-01-01", false)]
    {
        let run = place.check(&["ok.yaml", "--as-of", day]);
        assert_eq!(run.messages("w.deny").len(), usize::from(ran), "{day}: {}", run.stderr);
        let listed = if ran { json!([]) } else { json!(["w.deny"]) };
        assert_eq!((&run.report["summary"]["not_in_effect"], &run.report["as_of"]), (&listed, &json!(day)));
        assert_eq!(run.of_rule("w.deny", "evaluated"), u64::from(ran));
    }
}

#[test]
fn the_clock_is_the_day_of_the_run() {
    let place = Place::new();
    place.policy(
        "clock",
        "package clock\n\ndeny contains sprintf(\"%v %v %v\", [data.fiducia.today, data.fiducia.now_ns, time.now_ns()]) if true\n\nwarn contains sprintf(\"%v\", [time.now_ns()]) if {\n\tinput.replicas == 1 with input.replicas as 1\n}\n",
    );
    let run = place.check(&["ok.yaml", "--as-of", "2026-03-01"]);
    let ns = "1772323200000000000";
    assert_eq!(run.messages("clock.deny"), [format!("2026-03-01 {ns} {ns}")], "{}", run.stderr);
    assert_eq!(run.messages("clock.warn"), [ns], "the interpreter, which knows `with`, has the same clock");
}

#[test]
fn applies_to() {
    let place = Place::new();
    for (name, applies) in [
        ("string", "Deployment"),
        ("list", "[Service, Deployment]"),
        ("glob", "[{kind: \"Deploy*\", apiVersion: \"apps/*\"}]"),
        ("format", "{format: json}"),
        ("file", "{file: \"prod/**\"}"),
    ] {
        let text = format!(
            "package {name}\n\n# METADATA\n# custom:\n#   applies_to: {applies}\ndeny contains \"x\" if true\n"
        );
        place.policy(name, &text);
    }
    place.file(
        "prod/a.yaml",
        "kind: Deployment\napiVersion: apps/v1\nreplicas: 3\n---\nkind: Service\nreplicas: 3\n",
    );
    place.file("b.json", "{\"kind\": \"Deployment\", \"apiVersion\": \"v1\", \"replicas\": 3}");
    let run = place.check(&["."]);
    let counts = |rule: &str| {
        (run.of_rule(rule, "failed"), run.of_rule(rule, "not_applicable"), run.of_rule(rule, "passed"))
    };
    for (rule, failed) in [("string", 2), ("list", 3), ("glob", 1), ("format", 1), ("file", 2)] {
        assert_eq!(counts(&format!("{rule}.deny")), (failed, 4 - failed, 0), "{rule}");
    }
}

#[test]
fn project_rules_see_every_document() {
    let place = Place::new();
    place.policy(
        "project",
        "package project

# METADATA
# custom:
#   input: project
deny contains violation if {
	some i, user in input.documents
	user.kind == \"Binding\"
	some j, role in input.documents
	role.kind == \"Role\"
	role.content.level > user.content.level
	violation := {
		\"msg\": sprintf(\"%s %s %d %s\", [role.path, role.format, role.index, role.name]),
		\"path\": [\"documents\", j, \"content\", \"level\"],
		\"related\": [{\"msg\": \"bound here\", \"path\": [\"documents\", i, \"content\", \"level\"]}],
	}
}
",
    );
    place.file("a/binding.yaml", "kind: Binding\nlevel: 1\n");
    place.file("b/roles.yaml", "kind: Other\n---\nkind: Role\nmetadata: {name: admin}\nlevel: 7\n");
    let run = place.check(&["."]);
    let finding =
        run.report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "project.deny").unwrap();
    assert_eq!(finding["message"], "b/roles.yaml yaml 1 admin");
    assert_eq!((at(finding), &finding["location"]["document"]), ("b/roles.yaml:5:8".to_owned(), &json!(1)));
    assert_eq!(finding["location"]["pointer"], "/level");
    assert_eq!(at(&finding["related"][0]), "a/binding.yaml:2:8");
    assert_eq!(run.of_rule("project.deny", "evaluated"), 1);
}

#[test]
fn platforms_stand_in_data() {
    let place = Place::new();
    place.policy(
        "platform",
        "package platform\n\ndeny contains msg if {\n\tmsg := data.fiducia.platforms[input.metadata.platform].profile\n}\n",
    );
    place.file("platform.yaml", "kind: Platform\nmetadata: {name: harbor}\nspec: {profile: large}\n");
    place.file("network.yaml", "kind: NetworkProfile\nmetadata: {platform: harbor}\n");
    let run = place.check(&["."]);
    assert_eq!(run.messages("platform.deny"), ["large"], "{}", run.stderr);
}

#[test]
fn rules_read_their_own_metadata() {
    let place = Place::new();
    place.policy(
        "own",
        "# METADATA\n# title: Package\npackage own\n\n# METADATA\n# title: Rule\n# custom: {severity: low}\n\
         deny contains msg if {\n\tmsg := sprintf(\"%s %s\", [rego.metadata.rule().title, rego.metadata.chain()[1].annotations.title])\n}\n",
    );
    assert_eq!(place.check(&["ok.yaml"]).messages("own.deny"), ["Rule Package"]);
}

#[test]
fn test_packages_have_no_rules() {
    let place = Place::new();
    place.policy("x_test", "package x_test\n\ndeny contains \"never\" if true\n\ntest_a if true\n");
    assert_eq!(place.check(&["ok.yaml"]).count("/summary/rules"), 1);
}
