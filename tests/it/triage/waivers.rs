//! Waivers in lists and in comments, and what is wrong with them.

use crate::common::place::{Place, Run, at};
use crate::common::{DAY, fiducia, root};
use serde_json::Value;

const RULES: &str = "# METADATA
# scope: package
# custom:
#   id: OPEN
package each

deny contains {\"msg\": sprintf(\"%s is open\", [r.name]), \"path\": [\"rules\", i, \"open\"]} if {
\tsome i, r in input.rules
\tr.open
}
";
const FORBIDDEN: &str = "# METADATA
# scope: package
# custom:
#   id: LAW
#   veto_basis: statutory
package law

deny contains {\"msg\": \"forbidden\", \"path\": [\"forbidden\"]} if input.forbidden
";
const MUST: &str = "# METADATA
# scope: package
# custom:
#   id: GUIDE
#   mitigable: no
package guide

deny contains {\"msg\": \"not mitigable\", \"path\": [\"forbidden\"]} if input.forbidden
";

fn place() -> Place {
    let place = Place::new();
    place.policy("each", RULES).policy("law", FORBIDDEN).policy("guide", MUST);
    place.file("ok.yaml", "name: ok\nreplicas: 3\nforbidden: false\n");
    place.file("net/a.yaml", "rules:\n  - {name: a, open: true}\n  - {name: b, open: true}\n");
    place
}

/// A list with one waiver: a good one, some of whose members are replaced, and left out if empty.
fn list(changes: &[(&str, &str)]) -> String {
    let mut members = vec![
        ("id", "W-1"),
        ("rule", "OPEN"),
        ("path", "net/*.yaml"),
        ("reason", "replaced in January"),
        ("owner", "li.na"),
        ("requested_by", "zhang.wei"),
        ("approved_by", "cro"),
        ("created", "2026-11-02"),
        ("expires", "2027-01-31"),
    ];
    for (name, value) in changes {
        members.retain(|(known, _)| known != name);
        members.push((name, value));
    }
    let members = members.iter().filter(|(_, value)| !value.is_empty());
    let text: Vec<String> = members.map(|(name, value)| format!("{name}: {value}")).collect();
    let head = "apiVersion: fiducia/v1\nkind: WaiverList\nmetadata: {name: w}\nspec:\n  waivers:\n";
    format!("{head}    - {}\n", text.join("\n      "))
}

/// The status of each finding of a rule.
fn statuses<'r>(run: &'r Run, rule: &str) -> Vec<&'r str> {
    let findings = run.report["findings"].as_array().unwrap_or_else(|| panic!("{}", run.stderr));
    let of_rule = findings.iter().filter(|finding| finding["rule"] == rule);
    of_rule.map(|finding| finding["status"].as_str().unwrap()).collect()
}

/// What is said about waivers, with its severity, its place and its text.
fn told(run: &Run) -> Vec<String> {
    let findings = run.report["findings"].as_array().unwrap_or_else(|| panic!("{}", run.stderr));
    let of_rule = findings.iter().filter(|finding| finding["rule"] == "waiver");
    let line = |finding: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (severity, message) = (text(&finding["severity"]), text(&finding["message"]));
        format!("{severity} {} {:?} {message}", at(finding), text(&finding["location"]["text"]))
    };
    of_rule.map(line).collect()
}

#[test]
fn a_waiver_covers_what_it_names() {
    let place = place();
    for (changes, expected) in [
        (&[][..], ["waived", "waived"]),
        (&[("path", "net/a.yaml")], ["waived", "waived"]),
        (&[("path", "./net/a.yaml")], ["waived", "waived"]),
        (&[("pointer", "/rules/1")], ["open", "waived"]),
        (&[("pointer", "/rules/1/open")], ["open", "waived"]),
        (&[("pointer", "/rules")], ["waived", "waived"]),
        (&[("path", "\"**/a.yaml\"")], ["waived", "waived"]),
    ] {
        place.file("lists/waivers.yaml", list(changes));
        let run = place.check(&["."]);
        assert_eq!(statuses(&run, "OPEN"), expected, "{changes:?}");
        assert_eq!(told(&run), Vec::<String>::new(), "{changes:?}");
        assert_eq!(run.code, i32::from(expected.contains(&"open")));
        assert_eq!(
            run.count("/summary/waived"),
            expected.iter().filter(|status| **status == "waived").count() as u64
        );
        assert_eq!(run.of_rule("waiver", "passed"), 1);
    }
    let run = place.check(&["."]);
    let fingerprint = run.report["findings"][1]["fingerprint"].as_str().unwrap();
    place.file("lists/waivers.yaml", list(&[("path", ""), ("fingerprint", fingerprint)]));
    assert_eq!(statuses(&place.check(&["."]), "OPEN"), ["open", "waived"]);
    // From the folder of the list.
    place.file("lists/waivers.yaml", "");
    std::fs::remove_file(place.join("lists/waivers.yaml")).unwrap();
    place.file("net/waivers.yaml", list(&[("path", "a.yaml")]));
    let run = place.check(&["."]);
    assert_eq!(statuses(&run, "OPEN"), ["waived", "waived"]);
    let waiver = &run.report["findings"][0]["waiver"];
    assert_eq!(
        (&waiver["id"], &waiver["owner"], &waiver["expires"]),
        (&"W-1".into(), &"li.na".into(), &"2027-01-31".into())
    );
    assert_eq!(
        (waiver["location"]["path"].as_str().unwrap(), &waiver["location"]["start"]["line"]),
        ("net/waivers.yaml", &6.into())
    );
}

#[test]
fn a_waiver_that_breaks_a_rule_covers_nothing_and_is_told_of_at_its_place() {
    let place = place();
    place.file("law.yaml", "forbidden: true\n");
    for (changes, text, words) in [
        (&[("approved_by", "Zhang.Wei")][..], "Zhang.Wei", "another person has to agree"),
        (&[("expires", "2027-05-02")], "2027-05-02", "181 days; 180 are allowed"),
        (&[("expires", "2026-11-01")], "2026-11-01", "before the one on which it was granted"),
        (&[("expires", "\"2026-11-31\"")], "\"2026-11-31\"", "no day such as"),
        (&[("created", "last week")], "last week", "no day such as"),
        (&[("reason", "\"  \"")], "\"  \"", "no \"reason\""),
        (&[("reason", "")], "id", "no \"reason\""),
        (&[("owner", "")], "id", "no \"owner\""),
        (&[("approved_by", "[cro]")], "[cro]", "has to be text"),
        (&[("requested_by", "7")], "7", "has to be text"),
        (&[("pointr", "/rules/0")], "/rules/0", "no member \"pointr\""),
        (&[("pointer", "rules/0")], "rules/0", "no JSON Pointer"),
        (&[("path", "")], "id", "it would cover everything"),
        (&[("path", "\"net/[\"")], "\"net/[\"", "no glob"),
        (&[("rule", "OPNE")], "OPNE", "did you mean OPEN?"),
        (&[("rule", "waiver")], "waiver", "waiver cannot be waived"),
        (&[("rule", "LAW"), ("path", "law.yaml")], "LAW", "LAW cannot be waived"),
        (&[("rule", "GUIDE"), ("path", "law.yaml")], "GUIDE", "GUIDE cannot be waived"),
    ] {
        place.file("waivers.yaml", list(changes));
        let run = place.check(&["."]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_eq!(run.count("/summary/waived"), 0, "{changes:?}");
        let told = told(&run);
        let found = |line: &String| {
            line.starts_with("high waivers.yaml:")
                && line.contains(&format!("{text:?}"))
                && line.contains(words)
        };
        assert!(told.iter().any(found), "{changes:?}: {told:#?}");
        assert_eq!(run.of_rule("waiver", "failed"), 1);
    }
    let two = list(&[]) + list(&[]).split_once("waivers:\n").unwrap().1;
    place.file("waivers.yaml", two);
    assert!(told(&place.check(&["."]))[0].contains("there already, at waivers.yaml:6"));
    for spec in ["spec: {}", "spec: {waivers: {}}", "spec: {waivers: [W-1]}"] {
        place.file("waivers.yaml", format!("apiVersion: fiducia/v1\nkind: WaiverList\n{spec}\n"));
        assert_eq!(told(&place.check(&["."])).len(), 1, "{spec}");
    }
}

#[test]
fn a_waiver_ends() {
    let place = place();
    place.file("waivers.yaml", list(&[]));
    for (day, expected, words) in [
        ("2026-11-01", ["open", "open"], None),
        ("2026-11-02", ["waived", "waived"], None),
        ("2027-01-16", ["waived", "waived"], None),
        (
            "2027-01-17",
            ["waived", "waived"],
            Some("info waivers.yaml:14:16 \"2027-01-31\" this waiver expires on 2027-01-31; days left: 14"),
        ),
        (
            "2027-01-31",
            ["waived", "waived"],
            Some("info waivers.yaml:14:16 \"2027-01-31\" this waiver expires on 2027-01-31; days left: 0"),
        ),
        (
            "2027-02-01",
            ["open", "open"],
            Some(
                "high waivers.yaml:14:16 \"2027-01-31\" this waiver expired on 2027-01-31: it covers nothing any more",
            ),
        ),
    ] {
        let run = place.check(&[".", "--as-of", day]);
        assert_eq!(statuses(&run, "OPEN"), expected, "{day}");
        assert_eq!(told(&run), words.into_iter().collect::<Vec<_>>(), "{day}");
        assert_eq!(run.code, i32::from(expected[0] == "open"), "{day}");
    }
    // The term is a parameter.
    place.file("policy/params.yaml", "waiver_max_days: 30\n");
    assert!(told(&place.check(&["."]))[0].contains("90 days; 30 are allowed"));
}

#[test]
fn a_waiver_that_matches_nothing_is_told_of_where_that_is_known() {
    let place = place();
    place.file("net/a.yaml", "rules: []\n");
    place.file("waivers.yaml", list(&[]));
    let run = place.check(&["."]);
    assert_eq!(
        (run.code, told(&run)),
        (1, vec!["high waivers.yaml:7:13 \"OPEN\" this waiver matches no finding".to_owned()])
    );
    let quiet =
        |arguments: &[&str]| assert_eq!(told(&place.check(arguments)), Vec::<String>::new(), "{arguments:?}");
    quiet(&[".", "--only", "REPLICAS"]);
    quiet(&[".", "--skip", "OPEN"]);
    quiet(&[".", "--skip", "waiver"]);
    place.file("waivers.yaml", list(&[("path", "net/a.yaml")]));
    assert_eq!(told(&place.check(&["."])).len(), 1);
    // The file is there and was not looked at.
    quiet(&["ok.yaml", "waivers.yaml"]);
    place.file("waivers.yaml", list(&[("path", "net/gone.yaml")]));
    assert_eq!(told(&place.check(&["ok.yaml", "waivers.yaml"])).len(), 1);
}

#[test]
fn a_list_lies_beside_the_configuration_or_in_the_working_directory() {
    let place = place();
    place.file("fiducia.waivers.yaml", list(&[]));
    for arguments in [&["net"][..], &["."], &["net", "fiducia.waivers.yaml"]] {
        let run = place.check(arguments);
        assert_eq!((run.code, statuses(&run, "OPEN")), (0, vec!["waived", "waived"]), "{arguments:?}");
        assert_eq!((told(&run), run.of_rule("waiver", "evaluated")), (vec![], 1));
    }
    // About other files, which nobody looked at.
    assert_eq!(told(&place.check(&["ok.yaml"])), Vec::<String>::new());
    // Nothing but the list is nothing to check.
    std::fs::create_dir(place.join("empty")).unwrap();
    place.check(&["empty"]).problem("empty", "no file of a known format");
    place.file("fiducia.waivers.yaml", "waivers: []\n");
    place.check(&["net"]).problem("config", "this is no list of waivers");
    place.file("fiducia.waivers.yaml", "a: [");
    place.check(&["net"]).problem("parse", "cannot parse");
}

#[test]
fn a_comment_covers_its_node() {
    let place = place();
    let allow = "# fiducia: allow OPEN until=2027-01-31 reason=\"replaced in January\"";
    for (text, expected) in [
        (
            format!("rules:\n  - {{name: a, open: true}} {allow}\n  - {{name: b, open: true}}\n"),
            ["waived", "open"],
        ),
        (
            format!("rules:\n  - {{name: a, open: true}}\n  {allow}\n  - {{name: b, open: true}}\n"),
            ["open", "waived"],
        ),
        (
            format!("rules:\n  - {{name: a, open: true}}\n{allow}\n\n# why\n  - name: b\n    open: true\n"),
            ["open", "waived"],
        ),
        (
            format!("rules:\n  - name: a\n    open: true {allow}\n  - {{name: b, open: true}}\n"),
            ["waived", "open"],
        ),
        (
            format!("{allow}\nrules:\n  - {{name: a, open: true}}\n  - {{name: b, open: true}}\n"),
            ["waived", "waived"],
        ),
        (
            format!("rules:\n  - &x {{name: a, open: true}} {allow}\n  - {{name: b, open: true}}\n"),
            ["waived", "open"],
        ),
        (
            format!("x: 1\n---\nrules:\n  - {{name: a, open: true}} {allow}\n  - {{name: b, open: true}}\n"),
            ["waived", "open"],
        ),
    ] {
        place.file("net/a.yaml", &text);
        let run = place.check(&["."]);
        assert_eq!(statuses(&run, "OPEN"), expected, "{text}");
        assert_eq!(told(&run), Vec::<String>::new(), "{text}");
        let off = place.check(&[".", "--no-inline-waivers"]);
        assert_eq!((off.code, statuses(&off, "OPEN")), (1, vec!["open", "open"]));
    }
    // What looks like a comment and is none.
    place.file(
        "net/a.yaml",
        format!("note: 'x {allow}'\nrules:\n  - {{name: a, open: true}}\n  - {{name: b, open: true}}\n"),
    );
    let run = place.check(&["."]);
    assert_eq!(statuses(&run, "OPEN"), ["open", "open"]);
    std::fs::remove_file(place.join("net/a.yaml")).unwrap();
    place.file("net/a.jsonc", "{\"rules\": [\n  // fiducia: allow OPEN until=2027-01-31 reason=why\n  {\"name\": \"a\", \"open\": true},\n  {\"name\": \"b\", \"open\": true}]}\n");
    assert_eq!(statuses(&place.check(&["."]), "OPEN"), ["waived", "open"]);
}

#[test]
fn a_comment_keeps_to_the_rules() {
    let place = place();
    let rules = |comment: &str| {
        format!(
            "forbidden: true # fiducia: {comment}\nrules:\n  - {{name: a, open: true}} # fiducia: {comment}\n"
        )
    };
    for (comment, words) in [
        ("allow OPEN until=2027-05-22 reason=x", "181 days; 180 are allowed"),
        ("allow OPEN until=2026-11-21 reason=x", "expired on 2026-11-21"),
        ("allow OPEN until=2026-12-31", "no reason"),
        ("allow OPEN reason=x", "the form is"),
        ("allow OPEN", "the form is"),
        ("allow", "the form is"),
        ("allow OPNE until=2026-12-31 reason=x", "did you mean OPEN?"),
        ("allow LAW until=2026-12-31 reason=x", "LAW cannot be waived"),
        ("allow REPLICAS until=2026-12-31 reason=x", "matches no finding"),
    ] {
        place.file("net/a.yaml", rules(comment));
        let run = place.check(&["."]);
        assert_eq!((run.code, run.count("/summary/waived")), (1, 0), "{comment}");
        let told = told(&run);
        assert!(told.iter().all(|line| line.starts_with("high net/a.yaml:")), "{told:#?}");
        assert!(told.len() == 2 && told.iter().any(|line| line.contains(words)), "{comment}: {told:#?}");
    }
    place.file("net/a.yaml", "rules: # fiducia: see the manual\n  - {name: a, open: false}\n# fiducia: allow OPEN until=2026-12-31 reason=x\n");
    let run = place.check(&["."]);
    assert!(told(&run)[0].contains("stands at no node"), "{:?}", told(&run));
}

#[test]
fn many_comments_take_little_time() {
    let place = place();
    let mut text = "rules:\n".to_owned();
    for number in 0..3000 {
        text += "  # fiducia: allow OPEN until=2026-12-31 reason=x\n";
        text += &format!("  - {{name: n{number}, open: true}}\n");
    }
    place.file("net/a.yaml", &text);
    let run = place.check(&["."]);
    assert_eq!((run.code, run.count("/summary/waived")), (0, 3000));
}

#[test]
fn frames_of_waivers() {
    let place = place();
    place.file("fiducia.waivers.yaml", list(&[("expires", "2026-11-20"), ("approved_by", "")]));
    place.file("net/a.yaml", "rules:\n  # fiducia: allow OPEN until=2026-11-01 reason=x\n  - {name: 甲, open: false}\n  - {name: b, open: true} # fiducia: allow OPEN until=2026-11-30 reason=\"a cut-over\"\n");
    let human = |lang: &str| {
        let run = fiducia(place.path(), &["check", ".", "-p", "./policy", "--as-of", DAY, "--lang", lang]);
        crate::common::text(&run.stdout)
    };
    insta::assert_snapshot!("waivers", format!("{}\n{}", human("en"), human("zh")));
}

#[test]
fn a_waiver_of_the_custody_pack() {
    let place = Place::new();
    let change = [("rule", "TEC-PRO-01"), ("path", "examples/harbor-pay/**")];
    let waivers = place.file("waivers.yaml", list(&change));
    let run = |rule: &str| {
        place.file("waivers.yaml", list(&[("rule", rule), change[1]]));
        let arguments =
            ["check", "examples/harbor-pay", waivers.to_str().unwrap(), "-f", "json", "--as-of", DAY];
        Run::new(fiducia(&root(), &arguments))
    };
    let waived = run("TEC-PRO-01");
    assert!(waived.count("/summary/waived") > 0 && told(&waived).is_empty(), "{:?}", told(&waived));
    for rule in [
        "CUS-SEG-02",
        "CUS-SEG-04",
        "CUS-AUT-02",
        "CMP-LAW-01",
        "TEC-DAT-04",
        "TEC-DAT-05",
        "TEC-IDS-07",
        "TEC-DAT-09",
        "OPS-MGT-01",
        "OPS-EMG-01",
        "OPS-EMG-02",
        "CMP-LAW-02",
    ] {
        let run = run(rule);
        assert_eq!(run.count("/summary/waived"), 0);
        assert!(told(&run)[0].contains("cannot be waived"), "{rule}: {:?}", told(&run));
    }
}
