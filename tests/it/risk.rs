//! The risks of a platform: `fiducia assess --risk`.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};

fn risks(path: &std::path::Path, arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(path, &[&["assess", "--risk", "--as-of", DAY], arguments].concat());
    (text(&run.stdout), text(&run.stderr), run.status.code().unwrap())
}

fn as_json(path: &std::path::Path, arguments: &[&str]) -> Value {
    let (out, err, code) = risks(path, &[&["-f", "json"], arguments].concat());
    assert_eq!((err.as_str(), code), ("", 0));
    let found: Value = serde_json::from_str(&out).unwrap();
    let schema = std::fs::read_to_string(root().join("schema/risks-v1.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let errors: Vec<String> = schema.iter_errors(&found).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    found
}

#[test]
fn what_people_read() {
    for lang in ["en", "zh"] {
        for (name, format) in [("human", "human"), ("markdown", "markdown")] {
            let (out, err, code) = risks(&root(), &["--lang", lang, "-f", format, "examples/harbor-pay"]);
            assert_eq!((err.as_str(), code), ("", 0));
            insta::assert_snapshot!(format!("risk-{name}-{lang}"), out);
        }
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let (plain, ..) = risks(&root(), &["examples/harbor-pay"]);
    let (painted, ..) = risks(&root(), &["--color", "always", "examples/harbor-pay"]);
    let mut bare = String::new();
    for (at, part) in painted.split('\u{1b}').enumerate() {
        bare.push_str(if at == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert!(painted.contains("\u{1b}["));
    assert_eq!(trimmed(&bare), trimmed(&plain));
    assert!(plain.lines().all(|line| line.chars().count() <= 120));
}

/// A register with one risk a line, beside a network profile on which TEC-PRO-01 passes and TEC-PRO-05 fails, since it tells nothing of payments.
fn place(entries: &[&str]) -> Place {
    let place = Place::new();
    place.file(
        "network.yaml",
        "apiVersion: fiducia/v1\nkind: NetworkProfile\nmetadata: {name: n, platform: p}\nspec:\n  endpoints:\n    \
         - {name: web, purpose: web, tls: {min_version: '1.3'}}\n",
    );
    let entries: String = entries.iter().map(|entry| format!("    - {entry}\n")).collect();
    let head =
        "apiVersion: fiducia/v1\nkind: RiskRegister\nmetadata: {name: r, platform: p}\nspec:\n  risks:\n";
    place.file("register.yaml", format!("{head}{entries}"));
    place
}

/// The risks of a register, by id.
fn read(entries: &[&str]) -> Value {
    let place = place(entries);
    let found = as_json(place.path(), &["."]);
    let risks = found["risks"].as_array().unwrap().iter();
    risks.map(|risk| (risk["id"].as_str().unwrap().to_owned(), risk.clone())).collect()
}

#[test]
fn what_is_left_follows_from_the_linked_controls() {
    let found = read(&[
        "{id: A, likelihood: 3, impact: 5, controls: [TEC-PRO-01]}",
        "{id: B, likelihood: 3, impact: 5, controls: [TEC-PRO-05]}",
        "{id: C, likelihood: 3, impact: 5, controls: [TEC-PRO-01, TEC-PRO-05, TEC-PRO-01, NONE-01]}",
        "{id: D, likelihood: 3, impact: 5, controls: [TEC-DAT-02]}",
        "{id: E, likelihood: 3, impact: 5}",
        "{id: F, likelihood: 3, impact: 5, controls: [NONE-01]}",
    ]);
    let score = |id: &str| {
        let residual = &found[id]["residual"];
        let part = |key: &str| residual[key].clone();
        (part("score"), part("level"), part("likelihood"), found[id]["controls_quality"].clone())
    };
    // Both controls are critical and only declared: Q is 70, 0, and 35 with each counted once. Of TEC-DAT-02 nothing is
    // known.
    let given = |score: &str, level: &str, likelihood: i64, quality: Value| {
        (json!(score), json!(level), json!(likelihood), quality)
    };
    assert_eq!(score("A"), given("4.5000", "medium", 1, json!("70.0000")));
    assert_eq!(score("B"), given("15.0000", "extreme", 3, json!("0.0000")));
    assert_eq!(score("C"), given("9.7500", "high", 2, json!("35.0000")));
    assert_eq!(score("D"), given("15.0000", "extreme", 3, json!("0.0000")));
    assert_eq!(score("E"), given("15.0000", "extreme", 3, Value::Null));
    assert_eq!(score("F"), given("15.0000", "extreme", 3, Value::Null));
    assert_eq!(found["C"]["controls"][2], json!({"id": "NONE-01", "result": null}));
    assert_eq!(found["D"]["controls"][0]["result"], "unknown");
}

#[test]
fn what_cannot_be_scored_says_so_and_what_is_over_counts_at_no_level() {
    let entries = [
        "{id: A, likelihood: 3}",
        "{id: B, likelihood: 6, impact: 5}",
        "{id: C, likelihood: '3', impact: 5}",
        "{id: D, likelihood: 5, impact: 5, status: closed}",
        "{id: E, likelihood: 5, impact: 5, status: 已关闭}",
        "{id: F, likelihood: 5, impact: 5, status: treated}",
        "nothing",
    ];
    let found = read(&entries);
    for id in ["A", "B", "C"] {
        assert_eq!((&found[id]["inherent"], &found[id]["residual"]), (&Value::Null, &Value::Null), "{id}");
    }
    let closed = ["D", "E", "F"].map(|id| found[id]["closed"].as_bool().unwrap());
    assert_eq!(closed, [true, true, false]);
    let (out, ..) = risks(place(&entries).path(), &["."]);
    assert!(out.contains("4 open risks, 2 closed; inherent: 1 extreme; residual: 1 extreme"), "{out}");
    assert!(out.contains("25[1]") && out.contains("no score"), "{out}");
}

#[test]
fn a_treatment_is_overdue_from_the_day_after_its_last() {
    let treated =
        |id: &str, treatment: &str| format!("{{id: {id}, likelihood: 3, impact: 5, treatment: {treatment}}}");
    let entries = [
        treated("A", "{due: 2026-11-22, status: doing}"),
        treated("B", "{due: 2026-11-21, status: doing}"),
        treated("C", "{due: 2026-11-21, status: done}"),
        treated("D", "{due: 2026-10-01}"),
        treated("E", "{due: soon}"),
    ];
    let found = read(&entries.each_ref().map(String::as_str));
    let late = ["A", "B", "C", "D", "E"].map(|id| found[id]["treatment"]["overdue_days"].clone());
    assert_eq!(late, [json!(null), json!(1), json!(null), json!(52), json!(null)]);
}

#[test]
fn names_from_files_do_nothing_to_a_terminal_or_a_page() {
    let place = place(&["{id: \"A\\e[31m\", title: \"<b>|x\\u202e\", likelihood: 1, impact: 1}"]);
    let (human, ..) = risks(place.path(), &["."]);
    assert!(human.contains("A␛[31m  <b>|x\u{fffd}") && !human.contains('\u{1b}'), "{human}");
    let (page, ..) = risks(place.path(), &["-f", "markdown", "."]);
    assert!(page.contains("&lt;b&gt;\\|x") && !page.contains("<b>"), "{page}");
}

#[test]
fn without_a_register_there_are_no_risks() {
    let place = Place::new();
    place.file(
        "platform.yaml",
        "apiVersion: fiducia/v1\nkind: Platform\nmetadata: {name: p, platform: p}\nspec: {}\n",
    );
    let (out, _, code) = risks(place.path(), &["."]);
    assert!(code == 0 && out.contains("there is no RiskRegister document"), "{out}");
    let (_, err, code) = risks(place.path(), &["--explain", "TEC.PRO", "."]);
    assert!(code == 2 && err.contains("cannot be used with"), "{err}");
}
