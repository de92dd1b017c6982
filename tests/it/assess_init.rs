//! `fiducia assess init`: the document to start from, and the controls that are drawn.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

const FILE: &str = "assessment/assessment.yaml";

/// The fixed example without its assessment.
fn platform() -> Place {
    let place = Place::new();
    let folder = root().join("examples/harbor-pay-fixed");
    for entry in walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_file() && !name.starts_with("assessment/") {
            place.file(&name, fs::read(entry.path()).unwrap());
        }
    }
    place
}

fn run(place: &Place, arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(place.path(), &[&["assess"], arguments].concat());
    (text(&run.stdout), text(&run.stderr), run.status.code().unwrap())
}

fn init(place: &Place, arguments: &[&str]) -> (String, String, i32) {
    run(place, &[&["init", "--as-of", DAY], arguments].concat())
}

/// The controls that a document says to look at.
fn drawn(place: &Place, file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(place.join(file)).unwrap();
    let ids = text.lines().filter_map(|line| line.strip_prefix("      - {control: ")?.strip_suffix('}'));
    ids.map(str::to_owned).collect()
}

#[test]
fn what_is_written_follows_its_schema_and_can_be_assessed() {
    for lang in ["en", "zh"] {
        let place = platform();
        let (out, err, code) = init(&place, &["--lang", lang]);
        assert_eq!((err.as_str(), code), ("", 0));
        insta::assert_snapshot!(
            format!("init-{lang}"),
            out + "\n" + &fs::read_to_string(place.join(FILE)).unwrap()
        );
        let check = fiducia(place.path(), &["check", "--as-of", DAY, "--only", "schema,assessment", FILE]);
        assert_eq!(
            (text(&check.stderr).as_str(), check.status.code()),
            ("", Some(0)),
            "{}",
            text(&check.stdout)
        );
    }
}

/// Every control with a veto, and a fifth of the others that passed.
#[test]
fn the_sample_is_what_the_model_asks_for() {
    let place = platform();
    init(&place, &[]);
    let report: Value = serde_json::from_str(&run(&place, &["--as-of", DAY, "-f", "json"]).0).unwrap();
    let all = drawn(&place, FILE);
    let samples =
        all.iter().map(|id| format!("      - {{control: {id}, result: confirmed}}\n")).collect::<String>();
    let passed = report["controls"].as_array().unwrap().iter().filter(|one| one["result"] == "pass").count();
    // Confirmed and with its day and people, the step on site lacks nothing.
    let written = fs::read_to_string(place.join(FILE)).unwrap();
    let visit =
        format!("  onsite:\n    date: 2026-11-20\n    inspectors: [he.ping]\n    samples:\n{samples}");
    let (from, to) =
        (written.find("  onsite:\n").unwrap(), written.find("  # `fiducia evidence add").unwrap());
    place.file(FILE, format!("{}{visit}{}", &written[..from], &written[to..]));
    let report: Value = serde_json::from_str(&run(&place, &["--as-of", DAY, "-f", "json"]).0).unwrap();
    let missing = report["process"][2]["missing"].as_array().unwrap();
    assert!(missing.len() == 1 && missing[0].as_str().unwrap().contains("to be closed"), "{missing:?}");
    assert!(all.len() * 5 >= passed && all.len() < passed / 2, "{} of {passed}", all.len());
}

#[test]
fn the_seed_decides_what_is_drawn_and_nothing_else() {
    let (place, other) = (platform(), platform());
    let seed = |place: &Place, seed: &str, file: &str| {
        assert_eq!(init(place, &["--seed", seed, "-o", file]).2, 0);
        drawn(place, file)
    };
    let first = seed(&place, "a: \"1\"", "new/1.yaml");
    assert_eq!(seed(&other, "a: \"1\"", "2.yaml"), first);
    assert!((2..9).any(|at| seed(&platform(), &at.to_string(), "2.yaml") != first));
    // By default platform and day decide.
    init(&other, &["-o", "3.yaml"]);
    assert_eq!(drawn(&other, "3.yaml"), seed(&platform(), &format!("harbor-pay {DAY}"), "3.yaml"));
}

#[test]
fn what_is_there_is_kept_and_what_is_not_clear_is_asked() {
    let place = platform();
    place.file(FILE, "# mine\na: 1\n");
    let (_, err, code) = init(&place, &[]);
    assert!(code == 2 && err.contains("there is already"), "{err}");
    assert_eq!(fs::read_to_string(place.join(FILE)).unwrap(), "# mine\na: 1\n");
    let (_, err, code) = init(&place, &["--platform", "harbour-pay", "-o", "b.yaml"]);
    assert!(code == 2 && err.contains("did you mean \"harbor-pay\""), "{err}");
    let second =
        "apiVersion: fiducia/v1\nkind: Platform\nmetadata: {name: \"second: #1\", platform: x}\nspec: {}\n";
    place.file("second.yaml", second);
    let (_, err, code) = init(&place, &["-o", "b.yaml"]);
    assert!(code == 2 && err.contains("there are several platforms"), "{err}");
    assert_eq!(init(&place, &["-o", "b.yaml", "--platform", "second: #1"]).2, 0);
    assert!(fs::read_to_string(place.join("b.yaml")).unwrap().contains("platform: \"second: #1\""));
    let (_, err, code) = init(&place, &["-o", "c.yaml", "custody"]);
    assert!(code == 2 && err.contains("no Platform document"), "{err}");
    assert!(!place.join("c.yaml").exists());
}
