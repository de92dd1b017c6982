//! How far improvement plans have come: `fiducia plan status`.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use serde_json::{Value, json};
use std::path::Path;

fn status(place: &Path, arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(place, &[&["plan", "status"], arguments].concat());
    (text(&run.stdout), text(&run.stderr).replace("\n  │ ", " "), run.status.code().unwrap())
}

/// A platform on which TEC-PRO-01 passes, TEC-PRO-05 fails, and nothing is known of TEC-DAT-02, with a plan.
fn place(tasks: &[&str]) -> Place {
    let place = Place::new();
    place.file(
        "network.yaml",
        "apiVersion: fiducia/v1\nkind: NetworkProfile\nmetadata: {name: n, platform: p}\nspec:\n  endpoints:\n    \
         - {name: web, tls: {min_version: '1.3'}}\n",
    );
    let tasks: String = tasks.iter().map(|task| format!("    - {task}\n")).collect();
    let head = "apiVersion: fiducia/v1\nkind: ImprovementPlan\nmetadata: {name: i, platform: p}\nspec:\n  stage_reviews: [{date: 2026-10-23}]\n  tasks:\n";
    place.file("plan.yaml", format!("{head}{tasks}"));
    std::fs::remove_file(place.path().join("ok.yaml")).unwrap();
    place
}

fn as_json(place: &Place, day: &str) -> (Value, i32) {
    let (out, err, code) = status(place.path(), &["--as-of", day, "-f", "json", "."]);
    assert_eq!(err, "");
    let found: Value = serde_json::from_str(&out).unwrap();
    let schema = std::fs::read_to_string(root().join("schema/plan-status-v1.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let errors: Vec<String> = schema.iter_errors(&found).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    (found["plans"][0].clone(), code)
}

const TASKS: [&str; 7] = [
    "{id: A, control_id: TEC-PRO-01, status: done, done_at: 2026-11-02, due: 2026-11-20, owner: a, objective: TLS 1.2}",
    "{id: B, control_id: TEC-PRO-01, status: doing, due: 2026-12-20, owner: b}",
    "{id: C, control_id: TEC-PRO-05, status: 已完成, due: 2026-11-20}",
    "{id: D, control_id: TEC-PRO-05, status: planned, due: 2026-11-21, owner: d}",
    "{id: E, control_id: TEC-PRO-05, due: 2026-11-01, replan: {due: 2026-11-22}}",
    "{id: F, control_id: TEC-DAT-02, due: 2027-01-31}",
    "{id: G, objective: 招聘密钥管理员}",
];

#[test]
fn what_people_read() {
    let place = place(&TASKS);
    for lang in ["en", "zh"] {
        for format in ["human", "markdown"] {
            let (out, err, code) = status(place.path(), &["--as-of", DAY, "--lang", lang, "-f", format, "."]);
            assert_eq!((err.as_str(), code), ("", 1));
            if format == "human" {
                let chart = out.lines().skip_while(|line| !line.starts_with("2026-10-23"));
                assert!(
                    chart.clone().count() > 5 && chart.into_iter().all(|line| line.chars().count() <= 80),
                    "{out}"
                );
            }
            insta::assert_snapshot!(format!("plan-status-{format}-{lang}"), out);
        }
    }
}

#[test]
fn every_task_is_held_against_the_run() {
    let (plan, code) = as_json(&place(&TASKS), DAY);
    assert_eq!(code, 1);
    let of = |key: &str| -> Vec<Value> {
        plan["tasks"].as_array().unwrap().iter().map(|task| task[key].clone()).collect()
    };
    assert_eq!(json!(of("done")), json!([true, false, true, false, false, false, false]));
    assert_eq!(json!(of("overdue_days")), json!([null, null, null, 1, null, null, null]));
    assert_eq!(
        json!(of("control_now")),
        json!(["passes", "passes", "fails", "fails", "fails", "unknown", null])
    );
    assert_eq!(
        json!(of("contradiction")),
        json!([null, "open_but_passes", "done_but_fails", null, null, null, null])
    );
    let counts = ["total", "done", "open", "overdue", "done_but_fails", "open_but_passes"]
        .map(|key| plan[key].clone());
    assert_eq!(json!(counts), json!([7, 2, 5, 1, 1, 1]));
}

#[test]
fn the_burn_down_goes_from_the_first_day_to_the_last() {
    let (plan, _) = as_json(&place(&TASKS), DAY);
    let points = plan["burn_down"].as_array().unwrap();
    let at = |date: &str| points.iter().find(|point| point["date"] == date).cloned().unwrap_or_default();
    // 100 days in steps of ten, today among them. G has no last day, so it may stay open.
    assert_eq!((&points[0], points.len()), (&json!({"date": "2026-10-23", "open": 7, "planned": 7}), 11));
    // A was done on the 2nd; C says no day and counts from today on.
    assert_eq!(at("2026-11-02"), json!({"date": "2026-11-02", "open": 6, "planned": 7}));
    assert_eq!(at("2026-11-22"), json!({"date": "2026-11-22", "open": 5, "planned": 3}));
    assert_eq!(at("2026-12-02"), json!({"date": "2026-12-02", "open": null, "planned": 3}));
    assert_eq!(points.last().unwrap(), &json!({"date": "2027-01-31", "open": null, "planned": 1}));
    // Days far apart do not make more rows.
    let far = place(&["{id: A, due: 9999-12-31}", "{id: B, status: done, done_at: 0001-01-01}"]);
    assert!(as_json(&far, DAY).0["burn_down"].as_array().unwrap().len() <= 14);
}

#[test]
fn good_news_fails_no_gate() {
    for (tasks, wanted) in [(&TASKS[..2], 0), (&TASKS[2..3], 1), (&TASKS[3..4], 1), (&TASKS[4..], 0)] {
        assert_eq!(as_json(&place(tasks), DAY).1, wanted, "{tasks:?}");
    }
    // The day after, what was planned anew is late.
    assert_eq!(as_json(&place(&TASKS[4..5]), "2026-11-23").1, 1);
}

#[test]
fn a_plan_that_cannot_be_followed_is_told_of_at_its_place() {
    for (tasks, words) in [
        (["{id: A, control_id: tec_pro_01}"].as_slice(), "did you mean TEC-PRO-01?"),
        (&["{id: A, control_id: HOUSE-99}"], "which does not exist"),
        (&["{id: A}", "{id: A}"], "stands twice"),
        (&["{id: A, due: soon}"], "is not a date"),
        (&["{id: A, owner: ''}"], "owner"),
        (&["{id: A, done: yes}"], "done"),
    ] {
        let place = place(tasks);
        let (out, err, code) = status(place.path(), &["--as-of", DAY, "."]);
        assert!(code == 2 && err.contains(words) && err.contains("plan.yaml:"), "{err}");
        assert!(out.starts_with("Plan i in plan.yaml"), "{out}");
    }
    let place = Place::new();
    let (out, err, code) = status(place.path(), &["--as-of", DAY, "."]);
    assert!(code == 2 && out.is_empty() && err.contains("there is no improvement plan"), "{err}");
}

#[test]
fn a_plan_alone_tells_nothing_of_its_controls() {
    let place = place(&TASKS[..3]);
    let (out, err, code) = status(place.path(), &["--as-of", DAY, "plan.yaml"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.contains("nothing is known of the control (1)"), "{out}");
}

#[test]
fn names_from_files_do_nothing_to_a_terminal_or_a_page() {
    let place = place(&["{id: \"A\\e[31m\", objective: \"<b>|x\\u202e\\n::error::y\", owner: \"@all\"}"]);
    let (out, ..) = status(place.path(), &["--as-of", DAY, "."]);
    assert!(
        !out.contains('\u{1b}')
            && !out.contains('\u{202e}')
            && out.lines().all(|line| !line.trim_start().starts_with("::")),
        "{out}"
    );
    let (page, ..) = status(place.path(), &["--as-of", DAY, "-f", "markdown", "."]);
    assert!(page.contains("&lt;b&gt;\\|x") && page.contains("&#64;all"), "{page}");
}

#[test]
fn a_check_tells_what_is_wrong_with_a_plan_at_its_place() {
    let resources = "  resources: {people: 1, budget: 0, assets: [hsm]}\n";
    let task = |id: &str, rest: &str| {
        format!("{{id: {id}, objective: x, owner: a, due: 2026-12-31, expected_outcome: y, {rest}}}")
    };
    for (tasks, words) in [
        (vec![task("A", "control_id: TEC-PRO-1")], "did you mean TEC-PRO-01?"),
        (
            vec![task("A", "control_id: SUS-01"), task("A", "control_id: SUS-01")],
            "two tasks have the id \"A\"",
        ),
        (vec![task("A", "control_id: SUS-01, replan: {due: 2026-12-30}")], "is before the old one"),
        (vec![task("A", "control_id: SUS-01, done_at: 2027-01-01")], "after the evaluation date"),
        (vec![task("A", "control_id: SUS-01").replace("owner: a", "owner: ''")], "`owner`"),
        (vec![task("A", "control_id: SUS-01").replace("due: 2026-12-31", "due: 31.12.2026")], "due"),
    ] {
        let place = place(&tasks.iter().map(String::as_str).collect::<Vec<_>>());
        let plan = std::fs::read_to_string(place.path().join("plan.yaml")).unwrap();
        place.file("plan.yaml", plan.replacen("  tasks:\n", &format!("{resources}  tasks:\n"), 1));
        let run = fiducia(
            place.path(),
            &[
                "check",
                "--as-of",
                DAY,
                "-p",
                "custody",
                "-p",
                "custody-links",
                "--only",
                "IMP-01,LNK-08,schema",
                "-f",
                "compact",
                "plan.yaml",
            ],
        );
        let out = text(&run.stdout);
        assert!(
            out.contains(words) && out.lines().all(|line| line.starts_with("plan.yaml:")),
            "{words}: {out}"
        );
        assert_eq!((text(&run.stderr).as_str(), run.status.code().unwrap()), ("", 1));
    }
}
