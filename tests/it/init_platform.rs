//! The documents of a platform to start from: `fiducia init --platform`.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(folder, arguments);
    (text(&run.stdout), text(&run.stderr), run.status.code().unwrap())
}

/// An empty folder with a platform in `harbor`.
fn started(lang: &str) -> (Place, String) {
    let place = Place::new();
    let (out, err, code) = run(place.path(), &["init", "--platform=harbor", "--lang", lang, "harbor"]);
    assert_eq!((err.as_str(), code), ("", 0));
    (place, out)
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let (out, err, _) = run(folder, &[&["check", "--as-of", DAY, "-f", "json"], arguments].concat());
    assert_eq!(err, "");
    serde_json::from_str(&out).unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let yaml = all.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "yaml"));
    yaml.map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn what_people_read() {
    for lang in ["en", "zh"] {
        let (place, out) = started(lang);
        let read = |name: &str| std::fs::read_to_string(place.path().join("harbor").join(name)).unwrap();
        let all = [
            out,
            read("risk/register.yaml"),
            read("custody/reconciliation.yaml"),
            read("governance/roadmap.yaml.example"),
        ];
        insta::assert_snapshot!(format!("init-platform-{lang}"), all.join("\n=====\n"));
    }
}

#[test]
fn a_check_tells_what_to_fill_in_and_has_no_problem() {
    for lang in ["en", "zh"] {
        let (place, _) = started(lang);
        let folder = place.path().join("harbor");
        let report = report(&folder, &["."]);
        assert_eq!(report["problems"], serde_json::json!([]));
        let findings = report["findings"].as_array().unwrap();
        let schema = findings.iter().filter(|finding| finding["rule"] == "schema");
        assert_eq!(schema.count(), 0);
        let found: BTreeSet<&str> =
            findings.iter().filter_map(|finding| finding["location"]["path"].as_str()).collect();
        let silent: Vec<String> =
            files(&folder).into_iter().filter(|file| !found.contains(file.as_str())).collect();
        assert_eq!(silent, Vec::<String>::new());
        let (_, _, code) = run(&folder, &["check", "--as-of", DAY, "."]);
        assert_eq!(code, 1);
    }
}

#[test]
fn the_risks_of_the_report_are_there_and_a_plan_follows() {
    let (place, _) = started("en");
    let folder = place.path().join("harbor");
    let (out, _, code) = run(&folder, &["assess", "--risk", "--as-of", DAY, "-f", "json"]);
    let risks: Value = serde_json::from_str(&out).unwrap();
    let mut ids: Vec<&str> =
        risks["risks"].as_array().unwrap().iter().map(|risk| risk["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    let wanted = [
        "R-MKT-RATE",
        "R-NET-LEAK",
        "R-NET-MAL",
        "R-NET-PHISH",
        "R-OPS-INS",
        "R-OPS-PROC",
        "R-OPS-SYS",
        "R-REG-POLICY",
        "R-REG-REVIEW",
        "R-REG-SUP",
    ];
    assert_eq!((ids, code), (wanted.to_vec(), 0));
    let (out, err, code) = run(&folder, &["plan", "--as-of", DAY, "-o", "plan.yaml"]);
    assert!(code == 0 && err.is_empty() && out.starts_with("wrote plan.yaml: "), "{out}{err}");
    // Waivers, links and the rest of the kinds: what the other packs say is no problem either.
    assert_eq!(
        report(&folder, &["-p", "custody", "-p", "custody-links", "."])["problems"],
        serde_json::json!([])
    );
}

/// The comments name keys that exist, in a layout that can be uncommented.
#[test]
fn comments_are_the_keys_of_their_kind() {
    for lang in ["en", "zh"] {
        let (place, _) = started(lang);
        let folder = place.path().join("harbor");
        for name in ["roadmap", "promotion"] {
            let file = folder.join(format!("governance/{name}.yaml"));
            std::fs::rename(file.with_extension("yaml.example"), file).unwrap();
        }
        for file in files(&folder).iter().filter(|file| *file != "risk/register.yaml") {
            let text = std::fs::read_to_string(folder.join(file)).unwrap();
            let (head, keys) = text.split_once("\n  #\n").unwrap();
            let head = head
                .lines()
                .filter(|line| !line.starts_with("  #"))
                .map(|line| if line.starts_with("spec:") { "spec:" } else { line });
            let keys = keys.lines().map(|line| line.replacen("  # ", "  ", 1));
            let whole: Vec<String> = head.map(str::to_owned).chain(keys).collect();
            std::fs::write(folder.join(file), whole.join("\n") + "\n").unwrap();
        }
        let report = report(&folder, &["--only", "schema", "."]);
        assert_eq!(report["problems"], serde_json::json!([]));
        let checks: BTreeSet<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|finding| finding["check"].as_str())
            .collect();
        // Every key is known; what it holds is still to be written.
        assert!(!checks.contains("unknown") && !checks.is_empty(), "{checks:?}");
        let unknown = report["findings"].to_string();
        assert!(!unknown.contains("did you mean"), "{unknown}");
    }
}

#[test]
fn nothing_is_overwritten_and_a_platform_has_a_name() {
    let place = Place::new();
    place.file("harbor/risk/register.yaml", "mine: true\n");
    let (_, err, code) = run(place.path(), &["init", "--platform", "harbor"]);
    assert!(code == 2 && err.contains("nothing was written"), "{err}");
    assert!(!place.path().join("harbor/platform.yaml").exists());
    let (_, err, code) = run(place.path(), &["init", "--platform= ", "new"]);
    assert!(code == 2 && err.contains("a platform has a name"), "{err}");
    let (_, _, code) = run(place.path(), &["init", "--platform=: {x}", "--github", "new"]);
    assert_eq!(code, 0);
    assert!(place.path().join("new/.github/workflows/fiducia.yaml").exists());
    let found = report(&place.path().join("new"), &["--only", "schema", "platform.yaml", "risk"]);
    assert_eq!((&found["problems"], &found["findings"]), (&serde_json::json!([]), &serde_json::json!([])));
}
