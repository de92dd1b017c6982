//! Evidence: what it counts for, and what is found where it does not hold.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, options, root, run, run_loaded, text};
use fiducia::assess::evidence::file::{LIMIT, Refusal, Shelf};
use fiducia::assess::evidence::{Doubt, Evidence};
use fiducia::assess::read::At;
use fiducia::document::{Format, Limits, parse};
use fiducia::report::Report;
use fiducia::source::SourceFile;
use proptest::prelude::*;
use serde_json::{Value, json};

/// SHA-256 of `seen\n`.
const HASH: &str = "47a8dea66db04a6f2a18b6e27ef53a56f2122c0733e67f3908f1485fe1d4547f";

/// What an entry of these members counts for, and its doubts.
fn weighed(members: &str, holds: Option<bool>) -> (Option<String>, Vec<Doubt>) {
    let text = format!("{{control: X, {members}}}");
    let document =
        parse(&SourceFile::from_text("a", text), Format::Yaml, &Limits::default()).documents.remove(0);
    let mut piece = Evidence::read(&At::root(&document)).unwrap();
    piece.weigh(DAY.parse().unwrap(), 180, holds);
    (piece.factor.map(|factor| factor.to_string()), piece.doubts)
}

#[test]
fn evidence_counts_by_kind_age_and_hash() {
    let file = format!("file: a, sha256: {HASH}, collector: a, owner: b");
    for (kind, day, holds, factor, doubts) in [
        ("onsite", "2026-11-01", Some(true), Some("1"), vec![]),
        ("machine", "2026-11-22", Some(true), Some("1"), vec![]),
        ("document", "2026-11-01", Some(true), Some("0.9"), vec![]),
        ("self_declared", "2026-11-01", Some(true), Some("0.7"), vec![]),
        // 180 days are still fresh, and the next one is a step less.
        ("onsite", "2026-05-26", Some(true), Some("1"), vec![]),
        ("onsite", "2026-05-25", Some(true), Some("0.9"), vec![Doubt::Stale]),
        ("document", "2026-05-25", Some(true), Some("0.7"), vec![Doubt::Stale]),
        ("self_declared", "2026-05-25", Some(true), None, vec![Doubt::Stale]),
        ("onsite", "2026-11-23", Some(true), None, vec![Doubt::Undated]),
        ("onsite", "2026", Some(true), None, vec![Doubt::Undated]),
        ("onsite", "2026-11-01", Some(false), None, vec![Doubt::Broken]),
        ("hearsay", "2026-11-01", Some(true), None, vec![Doubt::Unkind]),
        // Nobody looked at the file.
        ("machine", "2026-11-01", None, Some("0.7"), vec![Doubt::Unhashed]),
    ] {
        let found = weighed(&format!("{file}, kind: {kind}, collected_at: {day}"), holds);
        assert_eq!(found, (factor.map(str::to_owned), doubts), "{kind} {day} {holds:?}");
    }
    let onsite = |people: &str| {
        weighed(
            &format!("file: a, sha256: {HASH}, kind: onsite, collected_at: 2026-11-01, {people}"),
            Some(true),
        )
    };
    for people in ["collector: a, owner: ' A '", "collector: a", "owner: b", "note: x"] {
        assert_eq!(onsite(people), (Some("0.7".to_owned()), vec![Doubt::Own]), "{people}");
    }
    let hashless = weighed("file: a, sha256: abc, kind: document, collected_at: 2026-11-01", Some(true));
    assert_eq!(hashless, (Some("0.7".to_owned()), vec![Doubt::Unhashed]));
}

proptest! {
    /// Whatever goes wrong with evidence takes from its worth.
    #[test]
    fn no_doubt_adds_to_the_worth_of_evidence(kind in 0..5usize, age in -5..400i64, holds in any::<bool>(), own in any::<bool>()) {
        let kind = ["onsite", "machine", "document", "self_declared", "hearsay"][kind];
        let day = chrono::NaiveDate::parse_from_str(DAY, "%Y-%m-%d").unwrap() - chrono::Duration::days(age);
        let people = if own { "collector: a, owner: a" } else { "collector: a, owner: b" };
        let members = |day| format!("file: a, sha256: {HASH}, kind: {kind}, collected_at: {day}, {people}");
        let number = |found: (Option<String>, _)| found.0.map_or(0.0, |factor: String| factor.parse::<f64>().unwrap());
        let best = number(weighed(&members(DAY.parse().unwrap()), Some(true)));
        let found = number(weighed(&members(day), Some(holds)));
        prop_assert!(found <= best && (holds || found == 0.0));
    }
}

#[test]
fn files_are_found_below_the_repository_only() {
    let place = Place::new();
    let (inner, outer) = (place.file("in/docs/a.txt", "seen\n"), place.file("out/secret.txt", "secret"));
    let folder = inner.parent().unwrap();
    place.file("in/b.txt", "seen\n");
    let mut shelf = Shelf::new(&place.join("in"));
    let mut hash = |name: &str| shelf.hash(folder, name);
    for name in ["a.txt", "./a.txt", "../b.txt", "../docs/../b.txt"] {
        assert_eq!(hash(name).as_deref(), Ok(HASH), "{name}");
    }
    for name in [
        "../../out/secret.txt",
        "../../out/none",
        "../../../../etc/passwd",
        outer.to_str().unwrap(),
        "/etc/passwd",
    ] {
        assert_eq!(hash(name), Err(Refusal::Outside), "{name}");
    }
    for (name, refusal) in
        [("none", Refusal::Missing), ("..", Refusal::NotFile), ("a.txt/x", Refusal::Missing)]
    {
        assert_eq!(hash(name), Err(refusal), "{name}");
    }
    assert_eq!(hash("a\0b"), Err(Refusal::Missing));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_repository_and_devices_are_refused() {
    let place = Place::new();
    let folder = place.file("in/a.txt", "seen\n").parent().unwrap().to_owned();
    place.file("out/secret.txt", "secret");
    std::os::unix::fs::symlink(place.join("out"), folder.join("away")).unwrap();
    std::os::unix::fs::symlink("a.txt", folder.join("near")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.join("zero")).unwrap();
    let mut shelf = Shelf::new(&folder);
    assert_eq!(shelf.hash(&folder, "near").as_deref(), Ok(HASH));
    assert_eq!(shelf.hash(&folder, "away/secret.txt"), Err(Refusal::Outside));
    assert_eq!(shelf.hash(&folder, "zero"), Err(Refusal::Outside));
    // Reading a pipe would wait for ever.
    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(shelf.hash(&folder, "pipe"), Err(Refusal::NotFile));
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let place = Place::new();
    let path = place.file("big", "");
    std::fs::File::options().write(true).open(&path).unwrap().set_len(LIMIT + 1).unwrap();
    assert_eq!(Shelf::new(place.path()).hash(place.path(), "big"), Err(Refusal::TooLarge));
}

/// An Assessment document with these entries, for a platform whose policies the folder holds.
fn assessment(evidence: &str) -> String {
    format!(
        "apiVersion: fiducia/v1\nkind: Assessment\nmetadata: {{name: a, platform: p}}\nspec:\n  evidence:\n{evidence}  onsite:\n    \
         samples:\n      - {{control: TEC-PRO-0I, result: confirmed}}\n"
    )
}

/// What the rule `assessment` finds: check, the text it underlines, message.
fn found(place: &Place) -> Vec<[String; 3]> {
    let run =
        fiducia(place.path(), &["check", "--as-of", DAY, "--only", "assessment", "-f", "json", "a.yaml"]);
    let report: Value = serde_json::from_str(&text(&run.stdout)).unwrap();
    let source = std::fs::read_to_string(place.join("a.yaml")).unwrap();
    let told = |finding: &Value| {
        let at = &finding["location"];
        let offset = |end: &str| at[end]["offset"].as_u64().unwrap() as usize;
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        [word("check"), source[offset("start")..offset("end")].to_owned(), word("message")]
    };
    report["findings"].as_array().unwrap().iter().map(told).collect()
}

#[test]
fn what_does_not_hold_is_found_at_its_place() {
    let place = Place::new();
    place.file("e/seen.txt", "seen\n");
    let entry =
        |control: &str, file: &str| format!("    - {{control: {control}, file: {file}, sha256: {HASH}}}\n");
    place.file(
        "a.yaml",
        assessment(
            &(entry("TEC-PRO-01", "e/seen.txt")
                + &entry("TEC-PRO-02", "e/none.txt")
                + &entry("TEC-PRO-03", "../x")),
        ),
    );
    let told = found(&place);
    assert_eq!(
        told,
        [
            ["evidence_file", "e/none.txt", "there is no file e/none.txt"],
            ["evidence_file", "../x", "../x lies outside of the repository"],
            ["control_known", "TEC-PRO-0I", "there is no control \"TEC-PRO-0I\"; did you mean TEC-PRO-01?"],
        ]
        .map(|row| row.map(str::to_owned))
    );
    place.file("e/seen.txt", "changed\n");
    let [check, at, message] = &found(&place)[0];
    assert_eq!((check.as_str(), at.as_str()), ("evidence_hash", HASH));
    let now = "7f8b1dfc466b6249f06cbe55c9174df2578e7754da793fded244ef5cba2a38f1";
    assert!(message.contains(&format!("{now} now and was {HASH}")), "{message}");
}

/// Policies that are used again know the rule.
#[test]
fn policies_can_be_used_for_several_assessments() {
    let document = root().join("examples/harbor-pay/assessment/assessment.yaml");
    let first = run(&["custody"], options(std::slice::from_ref(&document)));
    let found = |report: &Report| (report.findings.len(), report.problems.len(), report.selected.len());
    let before = found(&first);
    assert!(before.0 > 0 && before.1 == 0, "{before:?}");
    let again = run_loaded(first.policies, &options(std::slice::from_ref(&document)));
    assert_eq!(found(&again), before);
}

/// In a repository it does not matter where a run starts.
#[test]
fn evidence_lies_in_the_repository_of_its_document() {
    let place = Place::new();
    let entry = format!("    - {{control: TEC-PRO-01, file: ../e/seen.txt, sha256: {HASH}}}\n");
    place.file("repository/e/seen.txt", "seen\n");
    place.file("repository/docs/a.yaml", assessment(&entry).replace("TEC-PRO-0I", "TEC-PRO-01"));
    let found = |from: &str, path: &str| {
        let arguments = ["check", "--as-of", DAY, "--only", "assessment", "-f", "compact", path];
        text(&fiducia(&place.join(from), &arguments).stdout)
    };
    assert!(found("repository/docs", "a.yaml").contains("../e/seen.txt lies outside of the repository"));
    assert_eq!(found("repository", "docs"), "");
    assert_eq!(found("repository/e", ".."), "");
    place.file("repository/.git/HEAD", "");
    for (from, path) in [("repository/docs", "a.yaml"), ("repository", "."), (".", "repository/docs")] {
        assert_eq!(found(from, path), "", "{from}");
    }
    // Nor does it help to start further up.
    place.file("repository/docs/a.yaml", assessment(&entry.replace("../e", "../../e")));
    place.file("e/seen.txt", "seen\n");
    assert!(found(".", ".").contains("../../e/seen.txt lies outside of the repository"));
}

/// Many entries with wrong ids and files that are not there are told in time that grows with their number.
#[test]
fn a_flood_of_evidence_is_told_in_time() {
    let place = Place::new();
    let entry = |at: usize| {
        format!(
            "    - {{control: NO-{}, file: none-{at}, sha256: {HASH}, collected_at: 2026-11-01, kind: document}}\n",
            at % 50
        )
    };
    place.file("a.yaml", assessment(&(0..5000).map(entry).collect::<String>()));
    let began = std::time::Instant::now();
    let run = fiducia(place.path(), &["assess", "--as-of", DAY, "-f", "json", "a.yaml"]);
    let report: Value = serde_json::from_str(&text(&run.stdout)).unwrap();
    let pieces = report["evidence"].as_array().unwrap();
    assert!(pieces.len() == 5000 && pieces.iter().all(|piece| piece["doubts"] == json!(["broken"])));
    assert!(began.elapsed() < std::time::Duration::from_secs(60), "{:?}", began.elapsed());
}

/// What evidence of a case makes of its scores.
#[test]
fn evidence_that_is_changed_or_left_out_never_raises_a_score() {
    let case = root().join("examples/cases/security-upgrade/after");
    let assess = |change: &dyn Fn(&str, String) -> String| {
        let place = Place::new();
        for entry in walkdir::WalkDir::new(&case).into_iter().map(Result::unwrap) {
            let name = entry.path().strip_prefix(&case).unwrap().to_str().unwrap().replace('\\', "/");
            if entry.file_type().is_file() {
                place.file(&name, change(&name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
        let run = fiducia(place.path(), &["assess", "--as-of", DAY, "-f", "json"]);
        serde_json::from_str::<Value>(&text(&run.stdout)).unwrap()
    };
    let number = |report: &Value, key: &str| report[key].as_str().unwrap().parse::<f64>().unwrap();
    let control = |report: &Value, id: &str| {
        let all = report["controls"].as_array().unwrap();
        let one = all.iter().find(|one| one["id"] == id).unwrap();
        json!([one["evidence"], one["evidence_basis"], one["result"]])
    };
    let whole = assess(&|_, text| text);
    assert_eq!(control(&whole, "OPS-MGT-01"), json!(["1.0000", "evidence", "pass"]));
    assert_eq!(control(&whole, "TEC-ACC-02"), json!(["1.0000", "evidence", "pass"]));
    let changed = assess(&|name, text| if name.ends_with("site-record.md") { text + "\n" } else { text });
    assert_eq!(control(&changed, "OPS-MGT-01"), json!(["0.7000", "declared", "pass"]));
    assert!(number(&changed, "total") < number(&whole, "total"));
    let hidden = assess(&|name, text| match name {
        "assessment/assessment.yaml" => text.split("  evidence:\n").next().unwrap().to_owned(),
        _ => text,
    });
    assert!(number(&hidden, "total") <= number(&changed, "total"));
    assert_eq!(number(&hidden, "coverage"), number(&whole, "coverage"));
    // A document that is left out leaves nothing to be known.
    let gone =
        assess(&|name, text| if name.starts_with("data/") { String::from("# none\nx: 1\n") } else { text });
    assert_eq!(control(&gone, "TEC-DAT-04"), json!(["0.0000", "none", "unknown"]));
    assert!(number(&gone, "coverage") < number(&whole, "coverage"));
    assert!(
        number(&gone, "total_low") <= number(&whole, "total_low")
            && number(&gone, "total_low") < number(&gone, "total_high")
    );
}

/// The example in a folder of its own, with a record of a drill.
fn example() -> Place {
    let place = Place::new();
    let folder = root().join("examples/harbor-pay-fixed");
    for entry in walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_file() {
            place.file(&name, std::fs::read(entry.path()).unwrap());
        }
    }
    place.file("assessment/evidence/drill.txt", "seen\n");
    place
}

fn evidence(place: &Place, arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(place.path(), &[&["evidence"], arguments].concat());
    (text(&run.stdout), text(&run.stderr), run.status.code().unwrap())
}

const FILE: &str = "assessment/assessment.yaml";
const DRILL: &str = "assessment/evidence/drill.txt";

#[test]
fn evidence_is_entered_and_renewed_and_nothing_else_changes() {
    let place = example();
    let before = std::fs::read_to_string(place.join(FILE)).unwrap();
    let add = ["add", DRILL, "--control", "OPS-EMG-02", "--date", "2026-11-20"];
    let onsite =
        [&add[..], &["--kind", "onsite", "--collector", "gao.min", "--owner", "li: \"na\""]].concat();
    let (out, err, code) = evidence(&place, &onsite);
    assert_eq!((err.as_str(), code), ("", 0));
    assert_eq!(out, format!("entered evidence/drill.txt for OPS-EMG-02 in {FILE}\n"));
    let entry = format!(
        "    - control: OPS-EMG-02\n      file: evidence/drill.txt\n      sha256: {HASH}\n      collector: gao.min\n      owner: \"li: \
         \\\"na\\\"\"\n      collected_at: 2026-11-20\n      kind: onsite\n"
    );
    let after = std::fs::read_to_string(place.join(FILE)).unwrap();
    assert_eq!(after.replace(&entry, ""), before);
    // The same again changes nothing.
    assert_eq!(evidence(&place, &add).2, 0);
    assert_eq!(std::fs::read_to_string(place.join(FILE)).unwrap(), after);
    // A file that changed is told, and renewed where it stands.
    place.file(DRILL, "changed\n");
    let (out, _, code) = evidence(&place, &["verify", "--as-of", DAY, "-f", "json"]);
    let listed: Value = serde_json::from_str(&out).unwrap();
    let mut pieces = listed.as_array().unwrap().iter();
    let drill = pieces.find(|piece| piece["file"] == "evidence/drill.txt").unwrap();
    assert_eq!((&drill["doubts"], &drill["factor"], code), (&json!(["broken"]), &Value::Null, 1));
    let (out, ..) = evidence(&place, &[&add[..], &["--lang", "zh"]].concat());
    assert_eq!(out, format!("已更新 {FILE} 中 OPS-EMG-02 的证据 evidence/drill.txt\n"));
    let now = "7f8b1dfc466b6249f06cbe55c9174df2578e7754da793fded244ef5cba2a38f1";
    assert_eq!(std::fs::read_to_string(place.join(FILE)).unwrap(), after.replace(HASH, now));
    let (out, err, code) = evidence(&place, &["verify", "--as-of", DAY, "--lang", "zh"]);
    assert!(err.is_empty() && code == 0 && out.contains("OPS-EMG-02") && out.contains("1.00"), "{out}{err}");
}

#[test]
fn what_cannot_be_entered_leaves_the_document_alone() {
    let place = example();
    let before = std::fs::read_to_string(place.join(FILE)).unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    let outside = outside.path().to_str().unwrap();
    for (arguments, told) in [
        (vec![DRILL, "--control", "OPS-EMG-2"], "there is no control \"OPS-EMG-2\""),
        (vec![DRILL, "--control", "OPS-EMG-02", "--control", "ops-emg-03"], "did you mean \"OPS-EMG-03\""),
        (vec!["none.txt", "--control", "OPS-EMG-02"], "there is no file none.txt"),
        (vec!["assessment", "--control", "OPS-EMG-02"], "assessment is no file"),
        (vec![outside, "--control", "OPS-EMG-02"], "lies outside of the repository"),
        (vec![DRILL, "--control", "OPS-EMG-02", "--date", "2999-01-01"], "2999-01-01 is yet to come"),
        (
            vec![DRILL, "--control", "OPS-EMG-02", "--kind", "onsite", "--collector", "a", "--owner", " A"],
            "two different",
        ),
        (
            vec![DRILL, "--control", "OPS-EMG-02", "--assessment", "none"],
            "no Assessment document is named \"none\"",
        ),
        (vec![DRILL, "custody", "--control", "OPS-EMG-02"], "there is no Assessment document"),
    ] {
        let (out, err, code) = evidence(&place, &[&["add"], &arguments[..]].concat());
        let err = err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(out.is_empty() && code == 2 && err.contains(told), "{told}: {err}");
    }
    assert_eq!(std::fs::read_to_string(place.join(FILE)).unwrap(), before);
    // An anchor that is used elsewhere: entering there would change more than the list.
    place.file(FILE, before.replace("  evidence:\n", "  evidence: &e\n") + "  # again\n  extra: *e\n");
    let (_, err, code) = evidence(&place, &["add", DRILL, "--control", "OPS-EMG-02"]);
    assert!(code == 2 && err.contains("problem[edit]"), "{err}");
}

#[test]
fn an_attestation_names_what_was_seen() {
    let place = example();
    let broken = std::fs::read_to_string(root().join("examples/harbor-pay/security/network.yaml")).unwrap();
    let path = place.file("security/network.yaml", ["\u{feff}", &broken].concat());
    let arguments = ["assess", "--as-of", DAY, "--attest", "out.json", ".", "--min-grade", "E"];
    let run = fiducia(place.path(), &arguments);
    assert_eq!(text(&run.stderr), "");
    let statement: Value =
        serde_json::from_str(&std::fs::read_to_string(place.join("out.json")).unwrap()).unwrap();
    let schema = std::fs::read_to_string(root().join("schema/attestation-v1.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&statement).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    // The hash is that of the bytes on disk, the byte order mark included.
    let subjects = statement["subject"].as_array().unwrap();
    let network = subjects.iter().find(|subject| subject["name"] == "security/network.yaml").unwrap();
    let hash = Shelf::new(place.path()).hash(path.parent().unwrap(), "network.yaml").unwrap();
    assert_eq!(network["digest"]["sha256"], hash);
    let control = |id: &str| {
        let all = statement["predicate"]["controls"].as_array().unwrap();
        all.iter().find(|one| one["id"] == id).unwrap().clone()
    };
    let failed = control("TEC-PRO-01");
    assert_eq!(failed["documents"], json!([{"path": "security/network.yaml", "document": 0}]));
    let finding = &failed["findings"][0];
    let offset = |end: &str| finding[end]["offset"].as_u64().unwrap() as usize;
    let bytes = std::fs::read(&path).unwrap();
    assert!(
        offset("start") < offset("end")
            && offset("end") < bytes.len()
            && finding["path"] == "security/network.yaml"
    );
    assert_eq!(control("TEC-ACC-01")["findings"], json!([]));
    // The same run gives the same bytes.
    let first = std::fs::read(place.join("out.json")).unwrap();
    std::fs::remove_file(place.join("out.json")).unwrap();
    fiducia(place.path(), &arguments);
    assert_eq!(std::fs::read(place.join("out.json")).unwrap(), first);
}

/// A declaration counts for more where real configuration agrees with it, and for less where it does not.
#[test]
fn real_configuration_is_evidence_for_or_against_a_declaration() {
    let assessed = |nginx: Option<&str>| {
        let place = Place::new();
        place.file(
            "network.yaml",
            "apiVersion: fiducia/v1\nkind: NetworkProfile\nmetadata: {name: n, platform: p}\nspec:\n  endpoints:\n    \
             - {name: web, purpose: web, tls: {min_version: '1.3'}}\n",
        );
        let server = |versions| format!("server {{\n  listen 443 ssl;\n  ssl_protocols {versions};\n}}\n");
        if let Some(versions) = nginx {
            place.file("nginx.conf", server(versions));
        }
        let run = fiducia(place.path(), &["assess", "--as-of", DAY, "-f", "json"]);
        let report: Value = serde_json::from_str(&text(&run.stdout)).unwrap();
        let all = report["controls"].as_array().unwrap();
        let one = all.iter().find(|one| one["id"] == "TEC-PRO-01").unwrap();
        let collected = &one["collected"];
        let findings = collected["findings"].as_array().unwrap().len();
        json!([one["evidence"], one["evidence_basis"], one["result"], collected["contradict"], findings])
    };
    assert_eq!(assessed(None), json!(["0.7000", "declared", "pass", [], 0]));
    assert_eq!(assessed(Some("TLSv1.3")), json!(["1.0000", "collected", "pass", [], 0]));
    // Good by itself, and not what was declared.
    let less = json!(["0.7000", "declared", "partial", ["INF-DVR-01"], 1]);
    assert_eq!(assessed(Some("TLSv1.2 TLSv1.3")), less);
    let worse = json!(["0.7000", "declared", "partial", ["INF-DVR-01", "INF-TLS-01"], 2]);
    assert_eq!(assessed(Some("TLSv1 TLSv1.2")), worse);
}
