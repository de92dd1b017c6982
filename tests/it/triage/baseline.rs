//! `--baseline` and `--update-baseline`.

use crate::common::place::{Place, Run, at};
use crate::common::{DAY, fiducia, root};
use serde_json::{Value, json};
use std::fs;

const LOOP: &str = "package each

deny contains {\"msg\": sprintf(\"%s is open\", [n]), \"path\": [\"rules\", i, \"open\"]} if {
\tsome i, r in input.rules
\tr.open
\tn := object.get(r, \"name\", \"it\")
}
";

fn place() -> Place {
    let place = Place::new();
    place.policy("each", LOOP);
    place.file("net.yaml", "rules:\n  - {name: a, open: true}\n  - {name: b, open: true}\n");
    place
}

fn counts(run: &Run) -> (i32, [u64; 3]) {
    let open = run.report["findings"].as_array().unwrap().iter().filter(|found| found["status"] == "open");
    (run.code, [open.count() as u64, run.count("/summary/baselined"), run.count("/summary/fixed")])
}

fn entries(place: &Place) -> Vec<Value> {
    let text = fs::read_to_string(place.join("known.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["findings"].as_array().unwrap().clone()
}

const KNOWN: [&str; 3] = [".", "--baseline", "known.json"];
const UPDATE: [&str; 4] = [".", "--baseline", "known.json", "--update-baseline"];

#[test]
fn what_was_there_before_fails_no_run_and_what_comes_later_does() {
    let place = place();
    assert_eq!(counts(&place.check(&UPDATE)), (0, [0, 3, 0]));
    let written = fs::read(place.join("known.json")).unwrap();
    let run = place.check(&KNOWN);
    assert_eq!(counts(&run), (0, [0, 3, 0]));
    assert_eq!(run.report["findings"][0]["status"], "baselined");
    // The baseline of the same tree is the same, byte for byte.
    place.check(&UPDATE);
    assert_eq!(written, fs::read(place.join("known.json")).unwrap());
    // One more, moved lines, other quotes, another order.
    place.file("net.yaml", "# new\nrules:\n\n  - {name: c, open: true}\n  - {open: true, name: \"b\"}\n  - {name: 'a', open: true} # why\n");
    let run = place.check(&KNOWN);
    assert_eq!(counts(&run), (1, [1, 3, 0]));
    let open = run.report["findings"].as_array().unwrap().iter().find(|found| found["status"] == "open");
    assert_eq!(at(open.unwrap()), "net.yaml:4:21");
}

#[test]
fn what_is_fixed_is_told_and_taken_out() {
    let place = place();
    place.check(&UPDATE);
    place.file("net.yaml", "rules:\n  - {name: b, open: true}\n");
    let run = place.check(&[&KNOWN[..], &["-v"]].concat());
    assert_eq!(counts(&run), (0, [0, 2, 1]));
    assert!(
        run.stderr.contains("fixed since the baseline: net.yaml: each.deny: a is open"),
        "{}",
        run.stderr
    );
    assert_eq!(entries(&place).len(), 3, "nothing changes without being asked");
    assert_eq!(counts(&place.check(&UPDATE)), (0, [0, 2, 1]));
    assert_eq!(entries(&place).len(), 2);
    fs::remove_file(place.join("net.yaml")).unwrap();
    assert_eq!(counts(&place.check(&UPDATE)), (0, [0, 1, 1]));
    assert_eq!(entries(&place).len(), 1);
}

#[test]
fn what_a_run_does_not_see_stays() {
    let place = place();
    place.check(&UPDATE);
    let update = |arguments: &[&str]| place.check(&[arguments, &UPDATE[1..]].concat());
    assert_eq!(counts(&update(&["ok.yaml"])), (0, [0, 1, 0]));
    assert_eq!(counts(&update(&[".", "--only", "REPLICAS"])), (0, [0, 1, 0]));
    assert_eq!(entries(&place).len(), 3);
}

#[test]
fn findings_alike_are_counted() {
    let place = place();
    let twin = "  - {open: true}\n";
    place.file("net.yaml", format!("rules:\n{}", twin.repeat(2)));
    assert_eq!(counts(&place.check(&UPDATE)), (0, [0, 3, 0]));
    place.file("net.yaml", format!("rules:\n{}", twin.repeat(3)));
    assert_eq!(counts(&place.check(&KNOWN)), (1, [1, 3, 0]));
    place.file("net.yaml", format!("rules:\n{twin}"));
    assert_eq!(counts(&place.check(&KNOWN)), (0, [0, 2, 1]));
}

#[test]
fn a_moved_file_is_followed_and_a_copy_is_not() {
    let place = place();
    place.check(&UPDATE);
    fs::create_dir(place.join("new")).unwrap();
    fs::copy(place.join("net.yaml"), place.join("new/copy.yaml")).unwrap();
    assert_eq!(counts(&place.check(&KNOWN)), (1, [2, 3, 0]));
    fs::remove_file(place.join("net.yaml")).unwrap();
    assert_eq!(counts(&place.check(&KNOWN)), (0, [0, 3, 0]));
    assert_eq!(counts(&place.check(&UPDATE)), (0, [0, 3, 0]));
    assert!(entries(&place).iter().any(|entry| entry["path"] == "new/copy.yaml"));
    assert!(entries(&place).iter().all(|entry| entry["path"] != "net.yaml"));
    // Moved and changed: nobody knows whether it is the same.
    fs::rename(place.join("new/copy.yaml"), place.join("other.yaml")).unwrap();
    place.file("other.yaml", "rules:\n  - {name: a, open: true}\n");
    assert_eq!(counts(&place.check(&KNOWN)), (1, [1, 1, 2]));
}

#[test]
fn a_file_that_is_no_baseline_is_refused_at_its_place() {
    let place = place();
    let entry = json!({"path": "a", "rule": "b", "place": "", "message": "m", "fingerprint": "f"});
    let with = |change: &dyn Fn(&mut Value)| {
        let mut file = json!({"version": 1, "tool": "fiducia", "files": {}, "findings": [entry]});
        change(&mut file);
        file.to_string()
    };
    for (text, kind, words) in [
        ("{\"version\": 1,".to_owned(), "parse", "cannot parse"),
        ("[]".to_owned(), "config", "this is no baseline"),
        ("{\"results\": {}}".to_owned(), "config", "this is no baseline"),
        (with(&|file| file["version"] = json!(2)), "config", "there is version 1"),
        (with(&|file| file["findings"] = json!({})), "config", "has to be a list"),
        (with(&|file| file["findings"][0]["line"] = json!(3)), "config", "unknown field `line`"),
        (with(&|file| file["findings"] = json!([entry, entry])), "config", "stands here twice"),
        (with(&|file| file["more"] = json!(1)), "config", "unknown field `more`"),
        (with(&|file| file["files"] = json!([])), "config", "this is no baseline"),
    ] {
        place.file("known.json", &text);
        for arguments in [&KNOWN[..], &UPDATE] {
            place.check(arguments).refused(kind, words);
        }
        assert_eq!(fs::read_to_string(place.join("known.json")).unwrap(), text, "it is left as it was");
    }
    place.check(&[".", "--baseline", "nowhere.json"]).refused("io", "cannot read nowhere.json");
    let run = place.check(&[".", "--update-baseline"]);
    assert!(run.code == 2 && run.stderr.contains("--baseline <FILE>"), "{}", run.stderr);
}

#[test]
fn a_baseline_is_no_configuration() {
    let place = place();
    place.policy("all", "package all\n\ndeny contains \"no name\" if not input.name\n");
    place.file("net.yaml", "name: net\n");
    for arguments in [&UPDATE[..], &KNOWN, &[".", "known.json", "--baseline", "./known.json"]] {
        let run = place.check(arguments);
        assert_eq!((run.code, run.count("/summary/documents"), run.messages("all.deny")), (0, 2, vec![]));
    }
}

#[test]
fn a_run_with_problems_leaves_the_baseline_as_it_was() {
    let place = place();
    place.file("broken.yaml", "a: [");
    let run = place.check(&UPDATE);
    assert_eq!(run.code, 2);
    run.told("usage", "known.json was left as it was");
    assert!(!place.join("known.json").exists());
}

#[test]
fn a_baseline_tells_what_no_waiver_could_accept() {
    let place = Place::new();
    let baseline = place.join("known.json");
    let arguments =
        ["check", "examples/harbor-pay", "--as-of", DAY, "--baseline", baseline.to_str().unwrap()];
    let first = Run::new(fiducia(&root(), &[&arguments[..], &["--update-baseline", "-f", "json"]].concat()));
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(first.count("/summary/baselined_unwaivable") > 0);
    let human = |lang: &str| {
        let run = Run::new(fiducia(&root(), &[&arguments[..], &["--lang", lang]].concat()));
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    insta::assert_snapshot!("baseline", format!("{}\n{}", human("en"), human("zh")));
}
