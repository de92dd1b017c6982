//! `fiducia compare`.

use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};
use std::fs;

const RULES: &str = "package each

deny contains {\"msg\": sprintf(\"%s is open\", [r.name]), \"path\": [\"rules\", i, \"open\"], \"severity\": object.get(r, \"severity\", \"high\")} if {
\tsome i, r in input.rules
\tr.open
}
";

fn place() -> Place {
    let place = Place::new();
    place.policy("each", RULES);
    place.file("ok.yaml", "replicas: 3\n");
    place
}

/// Writes a report of some items.
fn report(place: &Place, name: &str, items: &[&str], arguments: &[&str]) {
    place.file(
        "net.yaml",
        format!("rules:\n{}", items.iter().map(|item| format!("  - {{{item}}}\n")).collect::<String>()),
    );
    let run = place.check(&[&["net.yaml", "ok.yaml"], arguments].concat());
    assert_ne!(run.report, Value::Null, "{}", run.stderr);
    place.file(name, run.stdout);
}

fn compare(place: &Place, arguments: &[&str]) -> (i32, String, String) {
    let output = fiducia(place.path(), &[&["compare", "before.json", "after.json"], arguments].concat());
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The comparison, held against its schema.
fn compared(place: &Place, arguments: &[&str]) -> (i32, Value) {
    let (code, stdout, stderr) = compare(place, &[&["-f", "json"], arguments].concat());
    let found: Value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stderr}"));
    let schema: Value = serde_json::from_str(include_str!("../../../schema/comparison-v1.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mistakes: Vec<String> = validator.iter_errors(&found).map(|error| error.to_string()).collect();
    assert_eq!(mistakes, Vec::<String>::new());
    assert_eq!(found["exit_code"], code);
    (code, found)
}

fn messages(found: &Value, change: &str) -> Vec<String> {
    let all = found[change].as_array().unwrap().iter();
    all.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_became_of_findings() {
    let place = place();
    report(
        &place,
        "before.json",
        &["name: a, open: true", "name: b, open: true", "name: c, open: true"],
        &[],
    );
    report(&place, "after.json", &["name: n, open: true, severity: low", "name: c, open: true"], &[]);
    let (code, found) = compared(&place, &["--fail-on", "high"]);
    assert_eq!(code, 0);
    assert_eq!(messages(&found, "fixed"), ["a is open", "b is open"]);
    assert_eq!(messages(&found, "new"), ["n is open"]);
    assert_eq!(messages(&found, "unchanged"), ["c is open"]);
    let counts = json!({"new": 1, "fixed": 2, "accepted": 0, "unchecked": 0, "unchanged": 1});
    assert_eq!((&found["summary"], &found["by_rule"]["each.deny"]), (&counts, &counts));
    assert_eq!(
        found["by_severity"]["low"],
        json!({"new": 1, "fixed": 0, "accepted": 0, "unchecked": 0, "unchanged": 0})
    );
    assert_eq!(compared(&place, &["--fail-on", "low"]).0, 1);
    assert_eq!(compared(&place, &["--fail-on", "never"]).0, 0);
    assert_eq!(compared(&place, &[]).0, 0, "medium");
    for lang in ["en", "zh"] {
        let (_, human, _) = compare(&place, &["--lang", lang]);
        let (_, markdown, _) = compare(&place, &["--lang", lang, "-f", "markdown"]);
        insta::assert_snapshot!(format!("compare-{lang}"), format!("{human}\n----\n{markdown}"));
    }
}

#[test]
fn the_same_report_twice_is_no_change() {
    let place = Place::new();
    for name in ["before.json", "after.json"] {
        let output = format!("json={}", place.join(name).display());
        fiducia(&root(), &["check", "examples/harbor-pay", "--as-of", DAY, "-o", &output, "-q"]);
    }
    let (code, found) = compared(&place, &["--fail-on", "info"]);
    assert_eq!(
        (code, found["summary"]["new"].as_u64(), found["summary"]["fixed"].as_u64()),
        (0, Some(0), Some(0))
    );
    assert!(found["summary"]["unchanged"].as_u64().unwrap() > 100);
    // The corrected platform, whose files are elsewhere: all are fixed, none is unchecked.
    let output = format!("json={}", place.join("after.json").display());
    let fixed = root().join("examples/harbor-pay-fixed");
    fiducia(&fixed, &["check", ".", "--as-of", DAY, "-o", &output, "-q"]);
    let (code, found) = compared(&place, &[]);
    assert_eq!(
        (code, found["summary"]["unchanged"].as_u64(), found["summary"]["unchecked"].as_u64()),
        (0, Some(0), Some(0))
    );
}

#[test]
fn what_is_accepted_or_not_checked_is_not_fixed() {
    let place = place();
    let items = ["name: a, open: true"];
    report(&place, "before.json", &items, &[]);
    report(&place, "after.json", &items, &["--baseline", "known.json", "--update-baseline"]);
    let (code, found) = compared(&place, &[]);
    assert_eq!(
        (code, messages(&found, "accepted"), messages(&found, "fixed")),
        (0, vec!["a is open".to_owned()], vec![])
    );
    report(&place, "after.json", &items, &["--only", "REPLICAS"]);
    let (code, found) = compared(&place, &[]);
    assert_eq!(
        (code, messages(&found, "unchecked"), messages(&found, "fixed")),
        (0, vec!["a is open".to_owned()], vec![])
    );
    // The other way round: it stands again, and nobody had looked.
    fs::rename(place.join("after.json"), place.join("only.json")).unwrap();
    fs::rename(place.join("before.json"), place.join("after.json")).unwrap();
    fs::rename(place.join("only.json"), place.join("before.json")).unwrap();
    let (code, found) = compared(&place, &[]);
    assert_eq!((code, &found["new_rules"]), (1, &json!(["each.deny"])));
    // A report with problems does not show that anything is fixed.
    report(&place, "before.json", &items, &[]);
    report(&place, "after.json", &["name: a, open: false"], &["nowhere.yaml"]);
    let (code, human, _) = compare(&place, &[]);
    assert!(code == 2 && human.contains("could not check everything"), "{human}");
}

#[test]
fn what_is_no_report_is_refused_at_its_place() {
    let place = place();
    report(&place, "before.json", &["name: a, open: true"], &[]);
    let good: Value = serde_json::from_str(&fs::read_to_string(place.join("before.json")).unwrap()).unwrap();
    let with = |pointer: &str, value: Value| {
        let mut report = good.clone();
        *report.pointer_mut(pointer).unwrap() = value;
        report.to_string()
    };
    for (content, kind, words) in [
        ("{".to_owned(), "parse", "cannot parse"),
        (String::new(), "empty", "holds no document"),
        ("{}".to_owned(), "config", "no JSON report of `fiducia check`: it has no `tool.name`"),
        (with("/version", json!(2)), "config", "there is version 1"),
        (with("/tool/name", json!("other")), "config", "no report of fiducia"),
        (with("/summary/unchanged", json!(3)), "config", "`--changed-since`"),
        (with("/findings", json!({})), "config", "`findings` has to be a list"),
        (with("/findings/0/severity", json!("worst")), "config", "no severity"),
        (with("/findings/0/status", json!("gone")), "config", "no status"),
        (with("/findings/0", json!({})), "config", "missing field `rule`"),
        (with("/findings/0/location/start/line", json!("x")), "config", "no finding of a report"),
    ] {
        place.file("after.json", &content);
        let run = Run::new(fiducia(place.path(), &["compare", "before.json", "after.json"]));
        run.refused(kind, words);
    }
    fs::remove_file(place.join("after.json")).unwrap();
    let run = Run::new(fiducia(place.path(), &["compare", "nowhere.json", "after.json"]));
    run.refused("io", "cannot read nowhere.json");
    run.told("io", "cannot read after.json");
}

/// Text of a report is text in every format.
#[test]
fn hostile_text_does_nothing() {
    let place = place();
    report(&place, "before.json", &[], &[]);
    report(
        &place,
        "after.json",
        &["name: \"x\\e[31m|<script>`@a`[l](u)\\n::error::\\u202E\", open: true"],
        &[],
    );
    let (code, human, _) = compare(&place, &[]);
    assert!(code == 1 && !human.contains('\u{1b}') && !human.contains('\u{202e}'), "{human:?}");
    assert!(!human.lines().any(|line| line.starts_with("::")), "{human}");
    let (_, markdown, _) = compare(&place, &["-f", "markdown"]);
    assert!(
        !markdown.contains("<script>") && !markdown.contains("`@a`") && !markdown.contains("[l](u)"),
        "{markdown}"
    );
    let (code, stdout, _) = compare(&place, &["-o", "out.txt"]);
    assert_eq!((code, stdout.as_str(), fs::read_to_string(place.join("out.txt")).unwrap()), (1, "", human));
}
