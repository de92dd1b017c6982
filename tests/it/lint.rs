//! `fiducia lint` as people meet it: its documentation, its frames, its exit codes, the built-in packs.
#![allow(clippy::unwrap_used)]

use crate::common;
use crate::common::{fiducia, root, text};
use fiducia::lint::docs;
use serde_json::Value;
use std::fs;

fn lint(policy: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("app.rego"), policy).unwrap();
    let output = fiducia(folder.path(), &[&["lint", "app.rego"], arguments].concat());
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_documentation_is_made_from_the_lints() {
    let path = root().join(docs::PATH);
    let made = docs::markdown();
    if std::env::var("INSTA_UPDATE").is_ok_and(|wish| wish == "always") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &made).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == made, "write {} anew", docs::PATH);
}

const POLICY: &str = "package app\n\nimport data.lib\n\ndeny contains \"没有 TLS\" if {\n\tinput[\"名称\"] == \"网关\"; not input.versions[_] == \"1.3\"\n\tcont(input.xs) > 1\n}\n";

#[test]
fn frames_underline_the_mistake_and_say_the_rewrite() {
    for lang in ["en", "zh"] {
        let (code, stdout, stderr) = lint(POLICY, &["--lang", lang]);
        assert_eq!((code, stderr.as_str()), (1, ""));
        insta::assert_snapshot!(format!("lint-{lang}"), stdout);
    }
}

#[test]
fn exit_codes_and_selection() {
    for (policy, arguments, code) in [
        (POLICY, &[][..], 1),
        (POLICY, &["--fail-on", "never"], 0),
        (POLICY, &["--fail-on", "critical"], 0),
        (POLICY, &["--skip", "unsafe-negation,lint/undefined-function"], 0),
        (POLICY, &["--only", "unused-import"], 0),
        (POLICY, &["--only", "unused-import", "--fail-on", "low"], 1),
        (POLICY, &["--only", "unused-imports"], 2),
        ("package app\n\ndeny contains if", &[], 2),
    ] {
        let (found, stdout, stderr) = lint(policy, arguments);
        assert_eq!(found, code, "{arguments:?}\n{stdout}{stderr}");
    }
}

#[test]
fn the_json_report_is_that_of_check() {
    let (_, stdout, _) = lint(POLICY, &["--format", "json"]);
    let report: Value = serde_json::from_str(&stdout).unwrap();
    common::schema::assert_valid(&report);
    let mut findings = report["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["rule"] == "lint/unsafe-negation").unwrap();
    assert_eq!(finding["location"]["text"], "not input.versions[_] == \"1.3\"");
    assert_eq!(finding["location"]["start"]["column"], 23);
    assert_eq!(finding["expected"], "not \"1.3\" in input.versions");
    let line = finding["policy"]["line"].as_u64().unwrap() as usize;
    assert_eq!(docs::markdown().lines().nth(line - 1), Some("## unsafe-negation"));
}

/// A document under a policy and another one that is good; gives the exit code and what was printed.
fn check(command: &str, policy: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policy")).unwrap();
    fs::write(folder.path().join("policy/app.rego"), policy).unwrap();
    fs::write(
        folder.path().join("policy/other.rego"),
        "package other\n\ndeny contains \"no owner\" if not input.owner\n\ntest_x if count(deny) == 1 with input as {}\n",
    )
    .unwrap();
    fs::write(folder.path().join("app.yaml"), "versions: [\"1.2\", \"1.3\"]\n").unwrap();
    let arguments = match command {
        "check" => &["check", "app.yaml", "-p", "./policy", "-f", "compact"][..],
        _ => &["test", "policy"],
    };
    let output = fiducia(folder.path(), arguments);
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// Policies that Open Policy Agent refuses and the engine does not are refused, and the others still run.
#[test]
fn check_and_test_refuse_policies_that_could_be_wrong() {
    for (rule, reason) in [
        ("not input.versions[_] == \"1.3\"", "`_` is given no value under `not` (lint/unsafe-negation)"),
        (
            "startwith(input.x, \"a\")",
            "no function `startwith` is built in or defined (lint/undefined-function)",
        ),
        ("object.get(input, \"x\")", "`object.get` takes 3 arguments and is given 2 (lint/wrong-arity)"),
        ("data.nowhere.f(input.x)", "no function `data.nowhere.f` is built in or defined"),
    ] {
        for ignore in ["", "# fiducia: ignore[unsafe-negation] trust me\n"] {
            let policy = format!("package app\n\n{ignore}deny contains \"x\" if {rule}\n");
            let (code, stdout, stderr) = check("check", &policy);
            assert_eq!(code, 2, "{rule}\n{stdout}{stderr}");
            assert!(stderr.contains(reason), "{rule}\n{stderr}");
            assert!(stdout.contains("no owner") && !stdout.contains(" x"), "{rule}\n{stdout}");
            let (code, stdout, stderr) = check("test", &policy);
            assert_eq!(code, 2, "{rule}\n{stdout}{stderr}");
            assert!(stderr.contains(reason), "{rule}\n{stderr}");
        }
    }
}

/// A mistake refuses the rule or the test that it stands in, and what needs that. The rest of the file runs.
#[test]
fn a_mistake_refuses_no_more_than_what_needs_it() {
    let policy = "package app\n\n# METADATA\n# custom: {id: A}\ndeny contains \"broken\" if startwith(input.x, \"a\")\n\n\
                  # METADATA\n# custom: {id: B}\ndeny contains \"fine\" if not input.owner\n\n\
                  helper(x) if lenght(x) > 1\n\nwarn contains \"needs\" if not helper([1, 2])\n\n\
                  test_other if 1 == 1\n\n\
                  test_broken if lenght([]) == 0\n\ntest_needs if helper([1, 2])\n";
    let (code, stdout, stderr) = check("check", policy);
    assert_eq!(code, 2, "{stdout}{stderr}");
    assert!(stdout.contains("fine") && !stdout.contains("broken"), "{stdout}{stderr}");
    for reason in ["no function `startwith`", "no function `lenght`", "it needs what policy/app.rego:11 says"]
    {
        assert!(stderr.contains(reason), "{reason}\n{stderr}");
    }
    let (code, stdout, stderr) = check("test", policy);
    assert_eq!(code, 2, "{stdout}{stderr}");
    let failed = |name: &str| stdout.contains(&format!("[app.{name}]"));
    assert!(failed("test_broken") && failed("test_needs") && !failed("test_other"), "{stdout}{stderr}");
}

/// What Open Policy Agent accepts runs, data that comes from elsewhere without a word.
#[test]
fn references_that_lead_nowhere_are_noted_and_run() {
    for (rule, note) in [
        ("data.config.limit < 1", None),
        ("not data.config.exempt[input.name]", None),
        ("data.other.denied", Some("note: policy/app.rego:3: `data.other` has no rule `denied`")),
        ("not input.versions == []", None),
        ("not count([v | some v in input.versions; v == \"1.3\"]) == 1", None),
    ] {
        let policy = format!("package app\n\ndeny contains \"x\" if {rule}\n");
        let (code, stdout, stderr) = check("check", &policy);
        assert_eq!(code, 1, "{rule}\n{stdout}{stderr}");
        assert_eq!(stderr.trim_end(), note.unwrap_or_default(), "{rule}");
    }
}

/// What a policy refers to may lie elsewhere, and is not looked at itself.
#[test]
fn policies_beside_are_known_and_not_linted() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("lib")).unwrap();
    fs::write(folder.path().join("lib/lib.rego"), "package lib\n\nimport data.unused\n\nok(x) if x\n")
        .unwrap();
    let policy = "package app\n\nimport data.lib\n\ndeny contains \"x\" if not lib.ok(input.x)\n";
    fs::write(folder.path().join("app.rego"), policy).unwrap();
    let run = |arguments: &[&str]| {
        fiducia(folder.path(), &[&["lint", "app.rego", "-f", "compact"], arguments].concat())
    };
    assert!(text(&run(&[]).stdout).contains("lint/undefined-function"));
    let beside = run(&["-p", "./lib", "--fail-on", "high"]);
    assert_eq!(beside.status.code(), Some(0), "{}", text(&beside.stdout));
    assert!(!text(&beside.stdout).contains("lib/lib.rego"));
}

#[test]
fn the_controls_are_clean() {
    let run = fiducia(&root(), &["lint", "policies", "-f", "compact", "--fail-on", "medium"]);
    assert_eq!(run.status.code(), Some(0), "{}{}", text(&run.stdout), text(&run.stderr));
}
