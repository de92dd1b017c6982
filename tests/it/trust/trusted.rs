//! What a pull request says of the gate itself decides nothing where a commit is trusted instead.

use crate::common::place::{Place, Run};
use std::process::Command;

fn git(place: &Place, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(place.path())
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a gate that finds one thing, and a baseline and a list of waivers that are empty.
fn repository() -> Place {
    let place = Place::new();
    place.file("fiducia.toml", "policy = [\"policy\"]\n");
    place.file("fiducia.waivers.yaml", list(""));
    git(&place, &["init", "-q", "-b", "main"]);
    git(&place, &["add", "-A"]);
    git(&place, &["commit", "-qm", "base"]);
    git(&place, &["checkout", "-qb", "change"]);
    place
}

fn list(items: &str) -> String {
    format!("apiVersion: fiducia/v1\nkind: WaiverList\nmetadata: {{name: w}}\nspec:\n  waivers: [{items}]\n")
}

const ITEM: &str = "{id: W-1, rule: REPLICAS, path: ok.yaml, reason: why, owner: a, requested_by: b, approved_by: c, created: '2026-11-01', expires: '2026-12-31'}";

fn check(place: &Place, arguments: &[&str]) -> Run {
    let mut all = vec!["check", "-f", "json", "--as-of", crate::common::DAY];
    all.extend(arguments);
    Run::new(crate::common::fiducia(place.path(), &all))
}

/// A change that silences the gate by itself does not with the commit it left.
fn silenced(change: impl Fn(&Place), arguments: &[&str], differs: &str) {
    let place = repository();
    change(&place);
    for commit in [false, true] {
        if commit {
            git(&place, &["add", "-A"]);
            git(&place, &["commit", "-qm", "change"]);
        }
        let by_itself = check(&place, arguments);
        assert_ne!(by_itself.code, 1, "{differs}: {}{}", by_itself.stdout, by_itself.stderr);
        let trusted = check(&place, &[arguments, &["--trusted-config", "main"]].concat());
        assert_eq!(
            (trusted.code, trusted.messages("REPLICAS").len()),
            (1, 1),
            "{differs}: {}",
            trusted.stderr
        );
        let finding = &trusted.report["findings"][0];
        assert_eq!(
            (&finding["status"], &finding["policy"]["path"]),
            (&"open".into(), &"policy/replicas.rego".into())
        );
        assert!(trusted.stderr.contains("baseline are those of commit"), "{}", trusted.stderr);
        assert!(
            differs.is_empty() || trusted.stderr.contains(&format!("note: {differs} differs from commit"))
        );
    }
}

#[test]
fn configuration() {
    let off =
        |place: &Place| drop(place.file("fiducia.toml", "policy = [\"policy\"]\nfail_on = \"never\"\n"));
    silenced(off, &[], "fiducia.toml");
    let left_out = |place: &Place| {
        drop(place.file("fiducia.toml", "policy = [\"policy\"]\nexclude = [\"**/ok.yaml\"]\n"))
    };
    silenced(left_out, &["--allow-empty"], "fiducia.toml");
    let gone = |place: &Place| {
        std::fs::remove_file(place.join("fiducia.toml")).unwrap();
        place.file("fiducia.toml", "policy = []\n");
    };
    silenced(gone, &["--allow-empty"], "fiducia.toml");
}

#[test]
fn policies() {
    let off = |place: &Place| {
        place.policy(
            "replicas",
            "# METADATA\n# custom:\n#   id: REPLICAS\npackage replicas\n\ndeny contains \"x\" if false\n",
        );
    };
    silenced(off, &[], "policy/replicas.rego");
    silenced(off, &["-p", "./policy"], "policy/replicas.rego");
}

#[test]
fn waivers() {
    silenced(|place| drop(place.file("fiducia.waivers.yaml", list(ITEM))), &[], "fiducia.waivers.yaml");
    silenced(|place| drop(place.file("more.yaml", list(ITEM))), &[], "");
    let comment = "name: ok\nreplicas: 1 # fiducia: allow REPLICAS until=2026-12-31 reason=why\n";
    silenced(|place| drop(place.file("ok.yaml", comment)), &[], "");
}

#[test]
fn a_waiver_that_the_commit_has_holds() {
    let place = repository();
    place.file("ok.yaml", "name: ok\nreplicas: 1 # fiducia: allow REPLICAS until=2026-12-31 reason=why\n");
    git(&place, &["commit", "-qam", "waived"]);
    git(&place, &["checkout", "-qB", "main"]);
    git(&place, &["checkout", "-qB", "change"]);
    place.file(
        "ok.yaml",
        "name: ok\nmore: 1\nreplicas: 1 # fiducia: allow REPLICAS until=2026-12-31 reason=why\n",
    );
    let run = check(&place, &["--trusted-config", "main"]);
    assert_eq!((run.code, run.count("/summary/waived")), (0, 1), "{}", run.stderr);
}

#[test]
fn the_baseline() {
    let place = repository();
    let run = check(&place, &["--baseline", "baseline.json", "--update-baseline"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let arguments = ["--baseline", "baseline.json"];
    assert_eq!(check(&place, &arguments).code, 0);
    let run = check(&place, &[&arguments[..], &["--trusted-config", "main"]].concat());
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("note: baseline.json differs from commit"));
    assert_eq!(run.report["trusted"]["differs"], serde_json::json!(["baseline.json"]));
}

#[test]
fn what_cannot_be_trusted_is_told() {
    let place = repository();
    for (revision, words) in [("nowhere", "no revision"), ("--all", "is no revision"), ("", "is no revision")]
    {
        let run = check(&place, &[&format!("--trusted-config={revision}")]);
        assert_eq!(run.code, 2, "{revision}");
        assert!(run.stderr.contains("--trusted-config") && run.stderr.contains(words), "{}", run.stderr);
    }
}
