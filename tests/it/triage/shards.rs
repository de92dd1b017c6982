//! Shards: what is merged is what one run says, byte for byte, and what does not belong together is refused.

use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, root, schema, text};
use proptest::prelude::*;
use std::path::Path;

/// Formats that between them show everything that a report knows.
const FORMATS: [&str; 5] = ["json", "human", "sarif", "junit", "html"];

type Said = (Option<i32>, String, String);

fn said(folder: &Path, arguments: &[&str]) -> Said {
    let output = fiducia(folder, arguments);
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Writes the reports of all shards, and names them.
fn shards(folder: &Path, into: &Path, count: usize, arguments: &[&str]) -> Vec<String> {
    let shard = |index: usize| {
        let (which, file) = (format!("{index}/{count}"), into.join(format!("{index}.json")));
        let output = format!("json={}", file.display());
        let all = ["check", "--as-of", DAY, "--shard", &which, "-o", &output];
        let (code, _, stderr) = said(folder, &[&all, arguments].concat());
        assert!(code.is_some() && file.exists(), "{stderr}");
        schema::assert_valid(&serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap());
        file.display().to_string()
    };
    (1..=count).map(shard).collect()
}

/// Fails unless shards come to what one run says, in all of these formats.
fn same(folder: &Path, count: usize, formats: &[&str], evaluates: &[&str], decides: &[&str]) -> Said {
    let into = tempfile::tempdir().unwrap();
    let reports = shards(folder, into.path(), count, evaluates);
    let mut merge = vec!["merge"];
    // The order in which they are named means nothing.
    merge.extend(reports.iter().rev().map(String::as_str));
    let mut first = None;
    for format in formats {
        let shown = ["-f", format];
        let whole = said(folder, &[&["check", "--as-of", DAY], evaluates, decides, &shown].concat());
        let mut merged = said(folder, &[&merge, decides, &shown].concat());
        // Only a merged run has shards to believe.
        let believed = |line: &&str| line.contains("evaluated by shards") || line.contains("由各分片求值");
        merged.2 = merged.2.split_inclusive('\n').filter(|line| !believed(line)).collect();
        assert!(whole == merged, "{count} {format}\n{}{}\n{}{}", whole.1, whole.2, merged.1, merged.2);
        first.get_or_insert(merged);
    }
    first.unwrap()
}

/// Rules that pass, fail and err, over documents and over the project; waivers good and bad; a broken file.
fn place() -> Place {
    let place = Place::new();
    for number in 0..7 {
        place.file(
            format!("many/{number}.yaml"),
            format!("name: n{number}\nreplicas: {}\nweight: 0.{number}\n---\nreplicas: 0\n", number % 3),
        );
    }
    place.file("broken.yaml", "a: [\n");
    place.policy(
        "fails",
        "package fails\n\nx := 1 if input.replicas == 0\n\nx := 2 if true\n\ndeny contains \"x\" if x > 0\n",
    );
    place.policy(
        "conflicts",
        "package conflicts\n\nvalue := 1 if input.replicas\n\nvalue := 2 if input.replicas\n\ndeny contains \"x\" if value\n",
    );
    place.policy(
        "zh",
        "package zh\n\nwarn contains {\"msg\": {\"en\": \"one\", \"zh\": \"一\"}, \"path\": [\"weight\"], \"expected\": input.weight, \"extra\": {\"at\": [1, 2.5]}} if input.weight\n",
    );
    place.policy(
        "traced",
        "package traced\n\nwarn contains sprintf(\"%s %v\", [k, v]) if some k, v in input\n",
    );
    place.policy(
        "across",
        "# METADATA\n# scope: package\n# custom: {id: ACROSS, input: project}\npackage across\n\ndeny contains {\"msg\": \"twice\", \"path\": [\"documents\", i, \"content\", \"name\"], \"related\": [{\"msg\": \"here\", \"path\": [\"documents\", j, \"content\"]}]} if {\n\tsome i, a in input.documents\n\tsome j, b in input.documents\n\ti < j\n\tb.content.replicas == a.content.replicas\n\ta.content.name\n}\n",
    );
    let waiver = |id: &str, more: &str| {
        format!(
            "    - {{id: {id}, rule: REPLICAS, reason: r, owner: o, requested_by: a, approved_by: b, created: '2026-11-02', expires: '2027-01-31', {more}}}\n"
        )
    };
    let waivers = waiver("W-1", "path: many/4.yaml")
        + &waiver("W-2", "path: many/5.yaml")
        + &waiver("W-3", "path: many/0.yaml, pointer: /name")
        + &waiver("W-4", "path: '*', owner: ''").replace("owner: o, ", "");
    let head = "apiVersion: fiducia/v1\nkind: WaiverList\nmetadata: {name: w}\nspec:\n  waivers:\n";
    place.file("waivers.yaml", format!("{head}{waivers}"));
    place
}

#[test]
fn the_example_is_the_same() {
    let (code, ..) = same(&root(), 3, &FORMATS, &["examples/harbor-pay"], &[]);
    assert_eq!(code, Some(1));
}

/// The shards have one document each of a kind that is spread over several, and evaluate it with what the others say.
#[test]
fn a_kind_that_is_spread_is_the_same() {
    let place = Place::new();
    let document = |file: &str, kind: &str, spec: &str| {
        let head =
            format!("apiVersion: fiducia/v1\nkind: {kind}\nmetadata: {{name: p, platform: p}}\nspec:\n");
        place.file(file, head + spec);
    };
    document(
        "spread/a.yaml",
        "EmergencyPlan",
        "  plans:\n    - {scenario: data_leak}\n    - {scenario: fund_loss}\n",
    );
    document(
        "spread/b.yaml",
        "EmergencyPlan",
        "  drills: [{scenario: data_leak, date: 2026-07-01, issues_closed: true}]\n",
    );
    document("spread/c.yaml", "EmergencyPlan", "  {}\n");
    document("spread/d.yaml", "IncidentLog", "  incidents: []\n");
    document("spread/e.yaml", "IncidentLog", "  {}\n");
    let evaluates = ["spread", "-p", "custody", "-p", "custody-extended"];
    for count in 2..6 {
        let (_, json, _) = same(place.path(), count, &["json", "human"], &evaluates, &[]);
        let report: serde_json::Value = serde_json::from_str(&json).unwrap();
        let found = |rule: &str| -> Vec<&str> {
            let own = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
            own.map(|finding| finding["location"]["path"].as_str().unwrap()).collect()
        };
        // The drill of one scenario is held against the plans of another file, and what nobody says is missed once.
        assert_eq!(found("OPS-EMG-02"), ["spread/b.yaml"], "{count}");
        assert_eq!(found("RSK-ASM-04"), ["spread/d.yaml"], "{count}");
    }
}

#[test]
fn problems_waivers_and_the_project_are_those_of_the_whole() {
    let place = place();
    for count in [1, 4, 30] {
        let (code, json, _) = same(place.path(), count, &["json", "human"], &[".", "-p", "./policy"], &[]);
        assert_eq!(code, Some(2));
        for told in [
            "\"evaluation\"",
            "matches no finding",
            "\"ACROSS\"",
            "\"waived\"",
            "broken.yaml",
            "has no \\\"owner",
        ] {
            assert!(json.contains(told), "{told}: {json}");
        }
    }
    same(
        place.path(),
        2,
        &["json", "human"],
        &[".", "-p", "./policy", "--only", "REPLICAS"],
        &["--lang", "zh"],
    );
}

#[test]
fn the_baseline_is_judged_over_the_whole() {
    let place = place();
    std::fs::remove_file(place.join("broken.yaml")).unwrap();
    for name in ["fails", "conflicts"] {
        std::fs::remove_file(place.join(format!("policy/{name}.rego"))).unwrap();
    }
    let evaluates = [".", "-p", "./policy", "--baseline", "b.json"];
    place.file("many/new.yaml", "replicas: 1\n");
    said(place.path(), &[&["check", "--as-of", DAY, "--update-baseline"], &evaluates[..]].concat());
    let before = std::fs::read(place.join("b.json")).unwrap();
    std::fs::remove_file(place.join("many/new.yaml")).unwrap();
    place.file("many/1.yaml", "replicas: 1\nname: changed\n");
    let (_, json, _) = same(place.path(), 3, &["json", "human", "gitlab"], &evaluates, &[]);
    assert!(!json.contains("\"fixed\": 0,"), "{json}");
    let reports = shards(place.path(), place.path().parent().unwrap(), 2, &evaluates);
    assert_eq!(std::fs::read(place.join("b.json")).unwrap(), before, "shards leave it as it is");
    let merge =
        [&["merge", "--update-baseline"], &reports.iter().map(String::as_str).collect::<Vec<_>>()[..]]
            .concat();
    let (_, _, stderr) = said(place.path(), &merge);
    let merged = std::fs::read(place.join("b.json")).unwrap();
    place.file("b.json", &before);
    said(place.path(), &[&["check", "--as-of", DAY, "--update-baseline"], &evaluates[..]].concat());
    assert!(merged != before && merged == std::fs::read(place.join("b.json")).unwrap(), "{stderr}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn any_files_in_any_number_of_shards(
        files in prop::collection::vec((0..4u32, "[a-z]{1,3}(/[a-z]{1,3})?", 1..4usize), 1..9),
        count in 1..6usize,
    ) {
        let place = Place::new();
        place.policy("traced", "package traced\n\nwarn contains sprintf(\"%s %v\", [k, v]) if some k, v in input\n");
        for (replicas, name, documents) in files {
            let path = place.join(format!("f/{name}.yaml"));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let text: String = (0..documents).map(|at| format!("---\nname: {name}{at}\nreplicas: {replicas}\n")).collect();
            std::fs::write(path, text).unwrap();
        }
        same(place.path(), count, &["json"], &["f", "ok.yaml", "-p", "./policy"], &[]);
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let place = place();
    let into = tempfile::tempdir().unwrap();
    let evaluates = [".", "-p", "./policy", "--skip", "ACROSS"];
    let good = shards(place.path(), into.path(), 3, &evaluates);
    let merge = |reports: &[&str]| Run::new(fiducia(place.path(), &[&["merge"], reports].concat()));
    let [one, two, three] = [&good[0], &good[1], &good[2]].map(String::as_str);
    merge(&[one, two]).refused("usage", "the report of shard 3/3 is missing");
    merge(&[one, two, two, three]).refused("usage", "shard 2/3 is there twice");
    let other = tempfile::tempdir().unwrap();
    let of_two = shards(place.path(), other.path(), 2, &evaluates);
    merge(&[one, &of_two[1]]).refused("usage", "shard 2/2 is none of 3");
    let narrower = shards(place.path(), other.path(), 3, &[".", "-p", "./policy", "--only", "REPLICAS"]);
    merge(&[one, two, &narrower[2]]).refused("usage", "other options");
    let whole = other.path().join("whole.json");
    let written = said(place.path(), &["check", "-p", "./policy", "-f", "json"]).1;
    std::fs::write(&whole, written).unwrap();
    merge(&[one, two, whole.to_str().unwrap()]).refused("config", "of a whole run");
    let edit = |from: &str, to: &str| {
        let path = other.path().join("edited.json");
        let text = std::fs::read_to_string(three).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        path.display().to_string()
    };
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    merge(&[one, two, &edit(&version, "\"version\": \"0.0.0\"")])
        .refused("config", "written by fiducia 0.0.0");
    merge(&[one, two, &edit("\"index\": 3", "\"index\": 0")])
        .refused("usage", "shard 0/3 is there twice, or is none");
    merge(&[one, two, &edit("\"count\": 3", "\"count\": \"3\"")]).refused("config", "no JSON report");
    merge(&[one, two, &edit("{", "{{")]).refused("config", "no JSON report");
    merge(&[one, two, "nowhere.json"]).refused("io", "nowhere.json");
    // A result that was taken out is no pass, and a place that is not there is no finding.
    let taken =
        merge(&[one, two, &edit("\"passed\": [", "\"passed\": [{\"document\": 99, \"rules\": \"0\"}, ")]);
    assert_eq!(taken.code, 2);
    let lost = merge(&[one, two, &edit("\"results\": [", "\"results\": [], \"_\": [")]);
    assert!(lost.code == 2 && lost.stderr.contains("no shard has a result of it"), "{}", lost.stderr);
    let moved = merge(&[one, two, &edit("\"span\": [", "\"span\": [4000000000, ")]);
    assert_eq!(moved.code, 2, "{}", moved.stderr);
    // Somebody changed a file, or a policy, since.
    place.file("ok.yaml", "name: ok\nreplicas: 9\n");
    let run = merge(&[one, two, three]);
    assert!(run.code == 2 && run.stderr.contains("the documents here are not those"), "{}", run.stderr);
    place.file("ok.yaml", "name: ok\nreplicas: 1\n");
    place.policy("later", "package later\n\ndeny contains \"x\" if false\n");
    let run = merge(&[one, two, three]);
    assert!(run.code == 2 && run.stderr.contains("the policies here are not those"), "{}", run.stderr);
}

#[test]
fn shards_are_told_apart_on_the_command_line() {
    let place = place();
    for wrong in ["0/2", "3/2", "1", "1/", "/", "a/b", "-1/2", "+1/2", "1/1001", "1/0"] {
        let (code, _, stderr) = said(place.path(), &["check", &format!("--shard={wrong}")]);
        assert_eq!(code, Some(2), "{wrong}");
        assert!(stderr.contains("I/N"), "{stderr}");
    }
    let (code, _, stderr) = said(place.path(), &["check", "-", "--shard", "1/2", "-p", "./policy"]);
    assert!(code == Some(2) && stderr.contains("standard input cannot be shared out"), "{stderr}");
}
