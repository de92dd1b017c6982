//! Exit codes, what is selected and loaded, where input and output go.

use crate::common::place::{Place, Run};
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

#[test]
fn exit_codes() {
    let place = Place::new();
    for (arguments, code) in [
        (&["ok.yaml"][..], 1),
        (&["ok.yaml", "--fail-on", "high"], 1),
        (&["ok.yaml", "--fail-on", "critical"], 0),
        (&["ok.yaml", "--fail-on", "never"], 0),
        (&["ok.yaml", "--fail-on", "HIGH"], 1),
        (&["ok.yaml", "nowhere.yaml"], 2),
        (&["ok.yaml", "nowhere.yaml", "--fail-on", "never"], 2),
    ] {
        let run = place.check(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert_eq!(run.report["summary"]["exit_code"], code);
    }
    place.file("ok.yaml", "replicas: 3\n");
    let run = place.check(&["ok.yaml"]);
    assert_eq!((run.code, run.of_rule("REPLICAS", "passed")), (0, 1), "{}", run.stderr);
}

#[test]
fn severity_of_warn_is_low_and_a_violation_may_say_its_own() {
    let place = Place::new();
    place.policy("w", "package w\n\nwarn contains \"w\" if true\n\nwarn_loud contains {\"msg\": \"l\", \"severity\": \"critical\"} if true\n");
    let run = place.check(&["ok.yaml", "--only", "w.warn"]);
    assert_eq!((run.code, &run.report["findings"][0]["severity"]), (0, &json!("low")));
    let run = place.check(&["ok.yaml", "--only", "w.warn_loud", "--fail-on", "critical"]);
    assert_eq!((run.code, &run.report["findings"][0]["severity"]), (1, &json!("critical")));
}

#[test]
fn only_and_skip_take_ids_names_and_packages() {
    let place = Place::new();
    place.policy("a", "package team.a\n\ndeny contains \"a\" if true\n");
    place.policy(
        "b",
        "package team.b\n\ndeny contains \"b\" if true\n\nwarn_late contains \"late\" if true\n",
    );
    let rules = |arguments: &[&str]| -> Vec<String> {
        let run = place.check(&[&["ok.yaml"], arguments].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        let rules = run.report["rules"].as_array().unwrap().iter();
        rules.map(|rule| rule["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(rules(&["--only", "team.a.deny"]), ["team.a.deny"]);
    assert_eq!(rules(&["--only", "REPLICAS,team.b"]), ["REPLICAS", "team.b.deny", "team.b.warn_late"]);
    assert_eq!(rules(&["--only", "team.b", "--skip", "warn_late"]), ["team.b.deny"]);
    assert_eq!(rules(&["--skip", "REPLICAS", "--skip", "team.b"]), ["team.a.deny"]);
}

#[test]
fn policies_are_a_file_a_folder_or_a_pack() {
    let place = Place::new();
    place.file("ok.yaml", "replicas: 1\nkind: NetworkProfile\nspec: {}\n");
    place.file("single/one.rego", "package one\n\ndeny contains \"one\" if true\n");
    place.file("single/one_test.rego", "package one_test\n\ntest_it if true\n");
    let rules = |policies: &[&str]| {
        let arguments = [&["check", "-f", "json", "ok.yaml"], policies].concat();
        let run = Run::new(crate::common::fiducia(place.path(), &arguments));
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.count("/summary/rules")
    };
    assert_eq!(rules(&["-p", "single/one.rego"]), 1);
    assert_eq!(rules(&["-p", "single"]), 1, "a bare name that exists is a folder");
    assert_eq!(rules(&["-p", "single", "-p", "./policy"]), 2);
    let custody = rules(&["-p", "custody"]);
    assert!(custody >= 12, "{custody}");
    assert_eq!(rules(&[]), rules(&["-p", "custody", "-p", "infra"]), "both packs are the default");
    assert_eq!(rules(&["-p", "custody", "-p", "single"]), custody + 1);
}

const READS_DATA: &str =
    "package reads\n\ndeny contains json.marshal({\"limits\": data.limits, \"top\": data.top}) if true\n";

fn marshalled(run: &Run, rule: &str) -> Value {
    let messages = run.messages(rule);
    serde_json::from_str(messages.first().unwrap_or_else(|| panic!("{} {}", run.stdout, run.stderr))).unwrap()
}

#[test]
fn data_files_and_folders() {
    let place = Place::new();
    place.policy("reads", READS_DATA);
    place.file("one.yaml", "limits: {cpu: 1}\n");
    place.file("tree/top.json", "{\"top\": 1}");
    place.file("tree/limits/memory/x.yaml", "max: 2\n");
    place.file("tree/README.md", "no data\n");
    let run = place.check(&["ok.yaml", "-d", "one.yaml", "-d", "tree"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(
        marshalled(&run, "reads.deny"),
        json!({"limits": {"cpu": 1, "memory": {"max": 2}}, "top": 1}),
        "folders on the way are keys, as in OPA"
    );
}

#[test]
fn parameters() {
    let place = Place::new();
    place.file("policy/params.yaml", "minimum:\n  default: 2\n  description: replicas\nnames: [a]\n");
    place.policy("params", "package params\n\ndeny contains json.marshal(data.fiducia.params) if true\n");
    let run = place.check(&["ok.yaml"]);
    assert_eq!(marshalled(&run, "params.deny"), json!({"minimum": 2, "names": ["a"]}));
    assert_eq!(run.report["summary"]["params"], json!({}));
    let run = place.check(&["ok.yaml", "--param", "minimum=3", "--param", "names=[\"b\"]"]);
    assert_eq!(marshalled(&run, "params.deny"), json!({"minimum": 3, "names": ["b"]}));
    assert_eq!(run.report["summary"]["params"], json!({"minimum": 3, "names": ["b"]}));
}

const V0: &str = "package old\n\ndeny[msg] {\n\tinput.replicas == 1\n\tmsg := \"old\"\n}\n";

#[test]
fn version_0_is_noticed() {
    let place = Place::new();
    place.policy("old", V0);
    let run = place.check(&["ok.yaml"]);
    assert_eq!((run.code, run.messages("old.deny")), (1, vec!["old"]), "{}", run.stderr);
    assert!(run.stderr.contains("note: policy/old.rego parses only as Rego version 0"), "{}", run.stderr);
    let run = place.check(&["ok.yaml", "-q"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn version_0_on_request() {
    let place = Place::new();
    fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    // Valid in both; in version 0 `contains` is a name like any other.
    place.policy("both", "package both\n\ncontains := 1\n\ndeny[msg] { contains == 1; msg := \"v0\" }\n");
    let run = place.check(&["ok.yaml", "--rego-v0"]);
    assert_eq!((run.code, run.messages("both.deny"), run.stderr.as_str()), (1, vec!["v0"], ""));
    fs::remove_file(place.join("policy/both.rego")).unwrap();
    place.policy("new", "package new\n\ndeny contains \"x\" if true\n");
    assert_eq!(place.check(&["ok.yaml", "--rego-v0"]).code, 2);
    fs::remove_file(place.join("policy/new.rego")).unwrap();
    place.policy("old/x", V0);
    place.file("fiducia.toml", "[rego.\"policy/old\"]\nrego-version = \"v0\"\n");
    let run = place.check(&["ok.yaml"]);
    assert_eq!((run.messages("old.deny"), run.stderr.as_str()), (vec!["old"], ""));
}

fn piped(place: &Place, input: &str, arguments: &[&str]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fiducia"))
        .current_dir(place.path())
        .args(["check", "-f", "json", "-p", "./policy"])
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that refuses its options does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Run::new(child.wait_with_output().unwrap())
}

#[test]
fn standard_input() {
    let place = Place::new();
    let run = piped(&place, "name: x\nreplicas: 1\n", &["-"]);
    assert_eq!((run.code, run.count("/summary/files")), (1, 1), "{}", run.stderr);
    assert_eq!(run.report["findings"][0]["location"]["path"], "<stdin>");
    assert_eq!(run.report["findings"][0]["location"]["start"]["line"], 2);
    let run = piped(&place, "{\"replicas\": 1}", &["-", "ok.yaml"]);
    assert_eq!(run.count("/summary/documents"), 2);
    let run = piped(&place, "{\"replicas\": 1, /* comment */}", &["-"]);
    run.problem("parse", "");
    let run = piped(&place, "{\"replicas\": 1, /* comment */}", &["-", "--stdin-format", "jsonc"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    piped(&place, "", &["-"]).problem("empty", "<stdin> holds no document");
    piped(&place, "replicas: 1\n", &["-", "--max-file-size", "4b"]).problem("limit", "<stdin> is larger");
}

#[test]
fn several_reports_from_one_run() {
    let place = Place::new();
    let arguments = [
        "check",
        "-p",
        "./policy",
        "ok.yaml",
        "-o",
        "json=r.json",
        "-o",
        "compact=r.txt",
        "-o",
        "human=r.out",
    ];
    let output = crate::common::fiducia(place.path(), &arguments);
    let stdout = crate::common::text(&output.stdout);
    let read = |name: &str| fs::read_to_string(place.join(name)).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(read("r.txt"), "ok.yaml:2:11: high[REPLICAS] too few\n");
    assert_eq!(serde_json::from_str::<Value>(&read("r.json")).unwrap()["findings"][0]["rule"], "REPLICAS");
    assert_eq!(read("r.out"), stdout);
    let output = crate::common::fiducia(
        place.path(),
        &["check", "-p", "./policy", "ok.yaml", "-f", "compact", "-o", "only.txt"],
    );
    assert_eq!((crate::common::text(&output.stdout), read("only.txt")), (String::new(), read("r.txt")));
}

#[test]
fn errors_of_builtins() {
    let place = Place::new();
    place.policy("builtin", "package builtin\n\ndeny contains \"x\" if to_number(input.name) > 1\n");
    let run = place.check(&["ok.yaml"]);
    assert_eq!((run.code, run.of_rule("builtin.deny", "passed")), (1, 1), "{}", run.stderr);
    let run = place.check(&["ok.yaml", "--strict-builtin-errors"]);
    let problem = run.still_checked().problem("evaluation", "rule builtin.deny failed on ok.yaml");
    assert_eq!(problem["location"]["start"]["line"], 3);
    assert!(!problem["message"].as_str().unwrap().contains("\"ok\""), "no value of the document: {problem}");
}

#[test]
fn jobs_and_many_files() {
    let place = Place::new();
    for number in 0..50 {
        place.file(format!("many/{number:02}.yaml"), "replicas: 1\n");
    }
    for jobs in ["0", "1", "7"] {
        let run = place.check(&["many", "--jobs", jobs]);
        assert_eq!((run.code, run.of_rule("REPLICAS", "failed")), (1, 50));
    }
    let run = place.check(&["many", "many/07.yaml", "./many/07.yaml"]);
    assert_eq!(run.count("/summary/files"), 50, "each file once");
}
