//! `list waivers`: what every waiver covers now, who answers for it and until when, whatever is wrong with it.

use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, text};
use serde_json::Value;
use textwrap::core::display_width;

const RULE: &str = "# METADATA
# scope: package
# custom:
#   id: OPEN
package each

deny contains {\"msg\": sprintf(\"%s is open\", [r.name]), \"path\": [\"rules\", i, \"open\"]} if {
\tsome i, r in input.rules
\tr.open
}
";
const LIST: &str = "apiVersion: fiducia/v1
kind: WaiverList
metadata: {name: exceptions}
spec:
  waivers:
    - &all {id: W-1, rule: OPEN, path: net/a.yaml, reason: replaced soon, owner: li.na, requested_by: zhang.wei, approved_by: cro, created: '2026-11-02', expires: '2027-01-31'}
    - {<<: *all, id: W-2, expires: '2026-11-10'}
    - {<<: *all, id: W-3, pointer: /rules/7}
    - {<<: *all, id: W-4, created: '2026-12-24'}
    - {<<: *all, id: W-5, rule: OPNE, approved_by: Zhang.Wei, expires: '2028-01-31'}
    - {<<: *all, id: W-6, rule: '#|<b>\u{202e}', path: '`a`|*.yaml', owner: \"\\e[31mred\"}
    - {<<: *all, id: W-7, rule: CLOSED}
    - only words
";
const HERE: &str = "rules:
  - {name: a, open: true}  # fiducia: allow OPEN until=2026-12-01 reason=\"closed by then\"
  # fiducia: allow OPEN until=soon reason=x
  - {name: b, open: true}
";

fn place() -> Place {
    let place = Place::new();
    place
        .policy("each", RULE)
        .policy("closed", &RULE.replace("OPEN", "CLOSED").replace("package each", "package closed"));
    place.file("net/a.yaml", "rules:\n  - {name: a, open: true}\n  - {name: b, open: true}\n");
    place.file("net/b.yaml", HERE);
    place.file("waivers.yaml", LIST);
    place
}

fn list(place: &Place, arguments: &[&str]) -> (Option<i32>, String, String) {
    let given = ["list", "waivers", "-p", "./policy", "--as-of", DAY];
    let output = fiducia(place.path(), &[&given, arguments].concat());
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn every_waiver_is_listed_as_it_stands() {
    let place = place();
    for (name, arguments) in [
        ("listed", &[][..]),
        ("listed-zh", &["--lang", "zh"]),
        ("listed-markdown", &["-f", "markdown"]),
        ("listed-json", &["-f", "json"]),
    ] {
        let (code, stdout, stderr) = list(&place, arguments);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(!stdout.contains(['\u{1b}', '\u{202e}']), "{stdout}");
        if !arguments.contains(&"-f") {
            assert!(stdout.lines().all(|line| display_width(line) <= 80), "{stdout}");
        }
        insta::assert_snapshot!(name, stdout);
    }
}

#[test]
fn the_list_says_what_the_check_decides() {
    let place = place();
    let run = place.check(&[]);
    let (_, stdout, _) = list(&place, &["-f", "json"]);
    let listed: Vec<Value> = serde_json::from_str(&stdout).unwrap();
    let covers: u64 = listed.iter().map(|waiver| waiver["covers"].as_u64().unwrap()).sum();
    assert_eq!(run.count("/summary/waived"), covers);
    let fails =
        |waiver: &&Value| ["expired", "unused", "invalid"].contains(&waiver["state"].as_str().unwrap());
    assert_eq!(run.of_rule("waiver", "evaluated") as usize, listed.len());
    assert_eq!(run.of_rule("waiver", "failed") as usize, listed.iter().filter(fails).count());
}

#[test]
fn what_is_not_looked_at_is_not_called_unused() {
    let place = place();
    place.file("fiducia.waivers.yaml", LIST);
    let states = |arguments: &[&str]| {
        let (code, stdout, stderr) = list(&place, &[arguments, &["-f", "json"]].concat());
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        let listed: Vec<Value> = serde_json::from_str(&stdout).unwrap();
        let id = |waiver: &Value| format!("{} {}", waiver["id"], waiver["state"]).replace('"', "");
        listed.iter().map(id).collect::<Vec<_>>()
    };
    let beside = states(&["net/b.yaml"]);
    assert!(beside.contains(&"W-1 unchecked".to_owned()), "{beside:?}");
    assert!(beside.contains(&"inline active".to_owned()), "{beside:?}");
    let without = states(&["net/b.yaml", "--no-inline-waivers"]);
    assert!(!without.iter().any(|waiver| waiver.starts_with("inline")), "{without:?}");
}

#[test]
fn an_incomplete_list_is_a_problem() {
    let place = place();
    place.file("broken.yaml", "a: [\n");
    let (code, stdout, stderr) = list(&place, &[]);
    assert_eq!(code, Some(2));
    assert!(stdout.contains("W-1") && stderr.contains("broken.yaml"), "{stdout}{stderr}");
    Run::new(fiducia(place.path(), &["list", "waivers", "--as-of", "soon"])).refused("usage", "--as-of");
}
