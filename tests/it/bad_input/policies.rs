//! Policies, metadata and data that are wrong: each is named with its place, the others run.

use crate::common::place::{Place, Run, at};

fn with(text: &str) -> Run {
    let place = Place::new();
    place.policy("bad", text);
    let run = place.check(&[]);
    run.still_checked();
    run
}

#[test]
fn unsafe_variable() {
    let run = with("package bad\n\ndeny contains msg if {\n\tinput.replicas > limit\n\tmsg := \"x\"\n}\n");
    let problem = run.problem("policy", "limit");
    assert_eq!(problem["location"]["path"], "policy/bad.rego");
    assert_eq!(problem["location"]["start"]["line"], 4);
    // What is wrong in the rule itself is told once.
    assert_eq!(run.report["problems"].as_array().map(Vec::len), Some(1), "{}", run.stderr);
    assert_eq!(run.of_rule("bad.deny", "passed"), 0);
}

#[test]
fn syntax_error() {
    let run = with("package bad\n\ndeny contains msg if {\n\tinput.replicas >\n\tmsg := \"x\"\n}\n");
    let problem = run.problem("policy", "cannot assign to a call");
    assert_eq!(
        (&problem["location"]["path"], &problem["location"]["start"]["line"]),
        (&"policy/bad.rego".into(), &4.into())
    );
    run.told("policy", "policy/bad.rego:4:");
    assert!(!run.stderr.contains("warning"), "the engine itself prints nothing: {}", run.stderr);
}

#[test]
fn syntax_error_behind_tabs_and_other_scripts() {
    let run = with("package bad\n\n# 平台\ndeny contains \"平台\" if {\n\t\tinput.名 == 1\n}\n");
    assert_eq!(run.problem("policy", "")["location"]["start"]["line"], 5);
}

#[test]
fn no_package() {
    let run = with("deny contains \"x\" if true\n");
    assert_eq!(run.problem("policy", "package")["location"]["path"], "policy/bad.rego");
}

#[test]
fn rule_that_needs_a_broken_library() {
    for (library, reason, place) in [
        (
            "package lib\n\nf(x) if {\n",
            "it needs policy/lib.rego, which could not be loaded",
            "policy/user.rego",
        ),
        (
            "package lib\n\nf(x) if x > undefined_here\n",
            "it needs what policy/lib.rego:3 says, which is refused",
            "policy/lib.rego",
        ),
    ] {
        let files = Place::new();
        files.policy("lib", library);
        files.policy(
            "user",
            "package user\n\nimport data.lib\n\ndeny contains \"x\" if lib.f(input.replicas)\n",
        );
        let run = files.check(&[]);
        run.still_checked().problem("policy", "");
        let problem = run.problem("evaluation", &format!("rule user.deny failed: {reason}"));
        assert_eq!(problem["location"]["path"], place);
        assert_eq!(run.of_rule("user.deny", "passed"), 0);
    }
}

#[test]
fn broken_metadata() {
    let run = with("package bad\n\n# METADATA\n# title: a: b\ndeny contains \"x\" if input.replicas == 1\n");
    assert_eq!(at(run.problem("policy", "METADATA is not valid YAML")), "policy/bad.rego:4:1");
    assert_eq!(run.messages("bad.deny"), ["x"]);
}

#[test]
fn metadata_that_cannot_be_followed() {
    for (custom, words) in [
        ("severity: hihg", "severity \"hihg\" is not one of"),
        ("severity: 1", "severity \"1\" is not one of"),
        ("effective: {from: soon}", "`effective.from` has to be a date"),
        ("effective: 2026-01-01", "`effective` has to be an object with `from` and `until`"),
        ("effective: {form: 2026-01-01}", "`effective` has to be an object"),
        ("applies_to: {name: x}", "`applies_to` knows"),
        ("applies_to: 1", "`applies_to` has to be"),
        ("clauses: N52-3.1", "`clauses` has to be a list of strings"),
    ] {
        let text =
            format!("package bad\n\n# METADATA\n# custom:\n#   {custom}\ndeny contains \"x\" if true\n");
        let run = with(&text);
        assert_eq!(at(run.problem("policy", words)), "policy/bad.rego:3:1", "{custom}");
    }
}

#[test]
fn unknown_clause() {
    let run = with(
        "package bad\n\n# METADATA\n# custom:\n#   clauses: [GB22239-8.1.2.2c, nonsense]\ndeny contains \"x\" if true\n",
    );
    let similar = run.problem("policy", "clause \"GB22239-8.1.2.2c\" is in no framework");
    assert!(similar["help"].as_str().unwrap().contains("did you mean \"GB22239-"), "{similar}");
    run.told("policy", "did you mean");
    run.problem("policy", "clause \"nonsense\" is in no framework");
}

#[test]
fn broken_framework_that_only_a_check_cites() {
    let place = Place::new();
    place.file("policy/frameworks/own.yaml", "key: OWN\nclauses:\n  - id: OWN-1\n    : : :\n");
    place.policy(
        "bad",
        "package bad\n\n# METADATA\n# custom:\n#   checks:\n#     one: {implements: [OWN-1]}\ndeny contains \"x\" if true\n",
    );
    let run = place.check(&[]);
    run.still_checked();
    let problem = run.problem("policy", "this framework cannot be read");
    assert_eq!(problem["location"]["path"], "policy/frameworks/own.yaml");
}

#[test]
fn two_rules_with_one_id() {
    let place = Place::new();
    let rule = |package: &str| {
        format!(
            "# METADATA\n# custom:\n#   id: SAME\npackage {package}\n\ndeny contains \"{package}\" if true\n"
        )
    };
    place.policy("one", &rule("one")).policy("two", &rule("two"));
    let run = place.check(&[]);
    let problem = run.still_checked().problem("policy", "two rules have the id \"SAME\"");
    assert_eq!(at(problem), "policy/two.rego:6:1");
    assert_eq!(at(&problem["related"][0]), "policy/one.rego:6:1");
    run.told("policy", "policy/one.rego:6:1");
    run.told("policy", "policy/two.rego:6:1");
    assert_eq!(run.messages("SAME"), ["one"]);
}

#[test]
fn data_that_two_files_give() {
    let place = Place::new();
    place.file("data/a.yaml", "limits:\n  cpu: 1\n");
    place.file("data/b.json", "{\"limits\":\n {\"cpu\": 2}}\n");
    let run = place.check(&["ok.yaml", "-d", "data"]);
    let problem = run.still_checked().problem("policy", "data.limits.cpu is given twice");
    assert_eq!(
        (at(problem), at(&problem["related"][0])),
        ("data/b.json:2:3".into(), "data/a.yaml:1:1".into())
    );
    run.told("policy", "data/a.yaml:1:1");
}

#[test]
fn data_and_a_package_at_one_path() {
    let place = Place::new();
    place.file("data.yaml", "replicas: {deny: 1}\n");
    let run = place.check(&["ok.yaml", "-d", "data.yaml"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(!run.report["problems"].as_array().unwrap().is_empty());
    place.file("data.yaml", "fiducia: {today: 1}\n");
    place.check(&["ok.yaml", "-d", "data.yaml"]).problem("usage", "data.fiducia is reserved");
}

#[test]
fn data_that_is_missing_or_broken() {
    let place = Place::new();
    let run = place.check(&["ok.yaml", "-d", "nowhere.yaml"]);
    assert_eq!(
        run.still_checked().problem("io", "nowhere.yaml: no such file")["location"]["path"],
        "nowhere.yaml"
    );
    place.file("data.json", "{\"a\": }");
    let run = place.check(&["ok.yaml", "-d", "data.json"]);
    assert_eq!(at(run.still_checked().problem("parse", "")), "data.json:1:7");
}

#[test]
fn results_that_are_no_violations() {
    for (rule, words) in [
        ("deny := 7 if true", "this is a number"),
        ("deny contains {\"message\": \"x\"} if true", "an object with `msg`"),
        ("deny contains 7 if true", "this is a number"),
        (
            "deny contains {\"msg\": \"x\", \"severity\": \"hihg\"} if true",
            "`severity` \"hihg\" is not one of",
        ),
        ("deny contains {\"msg\": \"x\", \"path\": \"replicas\"} if true", "is no JSON Pointer"),
        ("deny contains {\"msg\": \"x\", \"path\": 7} if true", "`path` has to be an array"),
        ("deny contains {\"msg\": \"x\", \"related\": 7} if true", "`related` has to be an array"),
    ] {
        let run = with(&format!("package bad\n\n{rule}\n"));
        let problem = run.problem("evaluation", words);
        assert_eq!(at(problem), "policy/bad.rego:3:1", "{rule}");
        assert_eq!((run.of_rule("bad.deny", "errored"), run.of_rule("bad.deny", "passed")), (1, 0));
    }
}

/// One wrong member of a set must not hide the others.
#[test]
fn good_violations_beside_a_bad_one_are_kept() {
    let run = with("package bad\n\ndeny contains \"good\" if true\n\ndeny contains 7 if true\n");
    run.problem("evaluation", "this is a number");
    assert_eq!(run.messages("bad.deny"), ["good"]);
}

#[test]
fn route_that_does_not_exist() {
    let run = with(
        "package bad\n\ndeny contains {\"msg\": \"lost\", \"path\": [\"spec\", \"limits\", 0]} if true\n",
    );
    let problem = run.problem("evaluation", "no step of the violation's `path` /spec/limits/0 exists");
    assert_eq!(problem["location"]["path"], "policy/bad.rego");
    assert_eq!(run.messages("bad.deny"), ["lost"]);
    let finding =
        run.report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "bad.deny").unwrap();
    assert_eq!((finding["located_by"].as_str(), at(finding)), (Some("document"), "ok.yaml:1:1".into()));
}

#[test]
fn conflicting_results() {
    let run = with(
        "package bad\n\nlimit := 1 if true\n\nlimit := 2 if true\n\ndeny contains \"x\" if input.replicas > limit\n",
    );
    run.problem("evaluation", "rule bad.deny failed on ok.yaml");
    assert_eq!(run.of_rule("bad.deny", "passed"), 0);
}

#[test]
fn data_where_a_rule_is() {
    let place = Place::new();
    place.policy("bad", "package bad\n\ndeny contains \"x\" if input.replicas > 1\n");
    place.file("given.json", "{\"bad\": {\"deny\": [1]}}");
    let run = place.check(&["-d", "given.json"]);
    run.problem("usage", "`data.bad.deny` is a rule of a policy");
    // Data beside a rule, in the same package, is no conflict.
    place.file("given.json", "{\"bad\": {\"limits\": [1]}}");
    let run = place.check(&["-d", "given.json"]);
    assert!(run.report["problems"].as_array().unwrap().is_empty(), "{}", run.stderr);
}

#[test]
fn variables_with_the_name_of_a_rule_of_another_file() {
    let place = Place::new();
    let text = "package bad\n\ndeny contains \"x\" if {\n\tsome name\n\tinput.kinds[name] == \"b\"\n}\n";
    place.policy("bad", text);
    place.policy("other", "package bad\n\nname := \"a\"\n");
    // It hides the rule, there as in its own file.
    let run = place.check(&[]);
    assert!(run.report["problems"].as_array().unwrap().is_empty(), "{}", run.stderr);
    let run = with(&format!("{text}\nname := \"a\"\n"));
    assert!(run.report["problems"].as_array().unwrap().is_empty(), "{}", run.stderr);
}

#[test]
fn functions_that_nobody_defines() {
    let run = with("package bad\n\ndeny contains \"x\" if no_such_function(input.replicas)\n");
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert_eq!(run.report["problems"][0]["location"]["path"], "policy/bad.rego");
}

#[test]
fn builtins_that_reach_out_are_refused() {
    for call in [
        "http.send({\"method\": \"get\", \"url\": \"http://localhost\"})",
        "net.lookup_ip_addr(\"localhost\")",
    ] {
        let run = with(&format!("package bad\n\ndeny contains \"x\" if {call}\n"));
        assert_eq!(run.code, 2, "{call}: {}", run.stdout);
        let problem = run.problem("evaluation", "is not supported: it would");
        assert_eq!(problem["location"]["text"], call);
    }
}

/// What is told of a mistake names it as `lint` does, in both languages, and costs no other definition.
#[test]
fn mistakes_cost_the_definition_that_they_stand_in() {
    for (rule, message, text) in [
        ("deny contains \"x\" if startswith(input.kind, [\"a\"])", "", "[\"a\"]"),
        (
            "limit := 1\n\nlimit contains 2\n\ndeny contains \"x\" if limit",
            "as one value and as a set",
            "limit",
        ),
        ("deny contains \"x\" if { some a, b; input.xs[a] }", "declared and never used", "b"),
        ("deny contains \"x\" if count(input.xs, 1, 2)", "(lint/wrong-arity)", "count(input.xs, 1, 2)"),
        ("deny contains \"x\" if deny", "(lint/recursion)", "deny"),
    ] {
        let run = with(&format!("package bad\n\nwarn contains \"fine\" if true\n\n{rule}\n"));
        let problem = run.problem("policy", message);
        assert_eq!(problem["location"]["text"], text, "{rule}");
        assert_eq!(
            (run.messages("bad.warn"), run.of_rule("bad.deny", "passed")),
            (vec!["fine"], 0),
            "{rule}"
        );
    }
}

/// A part that cannot be read may hold more definitions of a rule: none of its package may pass.
#[test]
fn a_file_that_cannot_be_read_whole_is_told_with_all_its_mistakes() {
    let run = with(
        "package bad\n\nwarn contains \"x\" if {\n\n\n}\n\na := := 1\n\ndeny contains \"x\" if input.replicas == 7\n",
    );
    assert!(run.report["problems"].as_array().unwrap().len() >= 3, "{}", run.stderr);
    run.problem("evaluation", "rule bad.deny failed: it needs policy/bad.rego, which could not be loaded");
    assert_eq!(run.of_rule("bad.deny", "passed"), 0);
}

#[test]
fn nothing_extends_or_annotates_a_built_in_pack() {
    let document =
        "apiVersion: fiducia/v1\nkind: NetworkProfile\nmetadata: {name: n, platform: p}\nspec: {}\n";
    let check = |place: &Place| {
        place.file("platform.yaml", document);
        place.check(&["platform.yaml", "-p", "custody"])
    };
    let alone = check(&Place::new());
    let place = Place::new();
    place.policy("text", "package fiducia.custody.lib.text\n\nitem(_, _, _, _) := {}\n");
    place.policy(
        "around",
        "# METADATA\n# scope: subpackages\n# custom: {effective: {from: 2999-01-01}}\npackage fiducia\n\nx := 1\n",
    );
    let beside = check(&place);
    beside.problem("policy", "the package `fiducia.custody.lib.text` belongs to a built-in pack");
    beside.problem("policy", "annotations of this file do not reach into the packages of a built-in pack");
    assert_eq!(alone.report["findings"], beside.report["findings"]);
}
