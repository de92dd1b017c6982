//! `csv`, `oscal` and `--share`.

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

const EXAMPLES: &[&str] =
    &["examples/harbor-pay", "examples/harbor-pay-fixed", "examples/cases/security-upgrade/after"];

fn assess(folder: &Path, arguments: &[&str]) -> String {
    let run = fiducia(folder, &[&["assess", "--as-of", DAY], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    text(&run.stdout)
}

/// Mistakes against a schema of `tests/schemas`.
fn mistakes(schema: &str, document: &Value) -> Vec<String> {
    let schema = fs::read_to_string(root().join("tests/schemas").join(schema)).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Every `uuid` of a document, and every reference to one.
fn uuids(document: &Value) -> (Vec<String>, BTreeSet<String>) {
    let (mut own, mut named) = (Vec::new(), BTreeSet::new());
    let mut pending = vec![document];
    while let Some(value) = pending.pop() {
        if let Some(members) = value.as_object() {
            for (key, value) in members {
                match (key.as_str(), value.as_str()) {
                    ("uuid", Some(uuid)) => own.push(uuid.to_owned()),
                    (key, Some(uuid)) if key.ends_with("-uuid") => drop(named.insert(uuid.to_owned())),
                    ("href", Some(href)) if href.starts_with('#') => drop(named.insert(href[1..].to_owned())),
                    _ => pending.push(value),
                }
            }
        }
        pending.extend(value.as_array().into_iter().flatten());
    }
    (own, named)
}

#[test]
fn assessment_results_follow_the_schema_of_oscal() {
    for (example, lang) in EXAMPLES.iter().zip(["en", "zh", "en"]) {
        let out = assess(&root(), &[example, "-f", "oscal", "--lang", lang]);
        let results: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(mistakes("oscal-assessment-results-1.1.3.json", &results), Vec::<String>::new());
        let (own, named) = uuids(&results);
        let unique: BTreeSet<String> = own.iter().cloned().collect();
        assert_eq!(unique.len(), own.len(), "{example}");
        assert!(named.is_subset(&unique), "{:?}", named.difference(&unique));
    }
    // The same run twice is the same document.
    let run = |jobs: &str| assess(&root(), &[EXAMPLES[2], "-f", "oscal", "--jobs", jobs]);
    assert_eq!(run("1"), run("2"));
}

#[test]
fn every_control_that_applies_is_a_finding() {
    let out = assess(&root(), &["examples/harbor-pay", "-f", "oscal"]);
    let results: Value = serde_json::from_str(&out).unwrap();
    let result = &results["assessment-results"]["results"][0];
    let states: BTreeSet<(String, String)> = result["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let target = &finding["target"];
            let word = |value: &Value| value.as_str().unwrap().to_owned();
            (word(&target["target-id"]), word(&target["status"]["reason"]))
        })
        .collect();
    let json: Value = serde_json::from_str(&assess(&root(), &["examples/harbor-pay", "-f", "json"])).unwrap();
    let controls = json["controls"].as_array().unwrap().iter();
    let wanted: BTreeSet<(String, String)> = controls
        .filter(|control| control["result"] != "not_applicable")
        .map(|control| {
            let reason = match control["result"].as_str().unwrap() {
                "pass" => "pass",
                "unknown" => "other",
                _ => "fail",
            };
            (control["id"].as_str().unwrap().to_owned(), reason.to_owned())
        })
        .collect();
    assert_eq!(states, wanted);
    assert!(!result["risks"].as_array().unwrap().is_empty());
}

#[test]
fn one_run_writes_the_page_and_the_results() {
    let place = Place::new();
    let (page, results) = (place.join("a.html"), place.join("a.json"));
    let outputs = [format!("html={}", page.display()), format!("oscal={}", results.display())];
    let example = EXAMPLES[2];
    let human = assess(&root(), &[example, "-o", &outputs[0], "-o", &outputs[1]]);
    assert!(human.starts_with("Assessment cloudkite-assessment"), "{human}");
    let page = fs::read_to_string(page).unwrap();
    assert_eq!(page, assess(&root(), &[example, "-f", "html"]));
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    let results: Value = serde_json::from_str(&fs::read_to_string(results).unwrap()).unwrap();
    assert_eq!(mistakes("oscal-assessment-results-1.1.3.json", &results), Vec::<String>::new());
}

#[test]
fn what_failed_is_a_plan_of_action_and_milestones() {
    for (example, lang) in
        [("examples/harbor-pay", "en"), ("examples/cases/user-education/before", "zh"), (EXAMPLES[2], "zh")]
    {
        let out = assess(&root(), &[example, "-f", "oscal-poam", "--lang", lang]);
        let document: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(mistakes("oscal-poam-1.1.3.json", &document), Vec::<String>::new(), "{example}");
        let (own, named) = uuids(&document);
        let unique: BTreeSet<String> = own.iter().cloned().collect();
        assert_eq!(unique.len(), own.len(), "{example}");
        assert!(named.is_subset(&unique), "{:?}", named.difference(&unique));
        let plan = &document["plan-of-action-and-milestones"];
        let items = plan["poam-items"].as_array().unwrap();
        let json: Value = serde_json::from_str(&assess(&root(), &[example, "-f", "json"])).unwrap();
        let failed = json["controls"].as_array().unwrap().iter();
        let failed = failed.filter(|one| one["result"] == "fail" || one["result"] == "partial").count();
        assert_eq!(items.len(), failed.max(1), "{example}");
    }
}

/// A task of a plan is a milestone of the control that it is for.
#[test]
fn tasks_are_milestones() {
    let out = assess(&root(), &["examples/harbor-pay", "-f", "oscal-poam"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    let risks = document["plan-of-action-and-milestones"]["risks"].as_array().unwrap();
    let tasks = |risk: &Value| -> Vec<Value> {
        let responses = risk["remediations"].as_array().cloned().unwrap_or_default();
        responses.iter().flat_map(|one| one["tasks"].as_array().cloned().unwrap_or_default()).collect()
    };
    let planned: Vec<&Value> = risks.iter().filter(|risk| !tasks(risk).is_empty()).collect();
    assert!(!planned.is_empty());
    for risk in planned {
        let dates = tasks(risk)
            .into_iter()
            .filter_map(|task| task["timing"]["on-date"]["date"].as_str().map(str::to_owned));
        let last = dates.max();
        assert!(risk["status"] == "open" || risk["deadline"].as_str().map(str::to_owned) <= last, "{risk:#}");
    }
}

#[test]
fn packs_are_component_definitions_of_oscal() {
    for arguments in
        [vec![], vec!["--framework", "CSL"], vec!["-p", "custody", "-p", "custody-links", "--lang", "zh"]]
    {
        let run = fiducia(&root(), &[vec!["list", "rules", "--oscal"], arguments.clone()].concat());
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let out = text(&run.stdout);
        let document: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(mistakes("oscal-component-1.1.3.json", &document), Vec::<String>::new(), "{arguments:?}");
        let (own, _) = uuids(&document);
        assert_eq!(own.iter().collect::<BTreeSet<_>>().len(), own.len());
        let components = document["component-definition"]["components"].as_array().unwrap();
        let sources = components.iter().filter_map(|one| one["control-implementations"].as_array()).flatten();
        let sources: Vec<&str> = sources.map(|one| one["source"].as_str().unwrap()).collect();
        match arguments.contains(&"--framework") {
            true => assert_eq!(sources, ["urn:fiducia:framework:CSL"]),
            false => assert!(sources.len() > 5, "{sources:?}"),
        }
    }
    let refused = fiducia(&root(), &["list", "rules", "--oscal", "-f", "json"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// Text of the documents of a copy of an example.
fn with(place: &Place, from: &str, to: &str) {
    let folder = root().join("examples/harbor-pay");
    for entry in WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            let content = fs::read_to_string(entry.path()).unwrap();
            place.file(format!("p/{name}"), content.replace(from, to));
        }
    }
}

#[test]
fn hostile_text_is_only_text_in_oscal_and_in_spreadsheets() {
    let place = Place::new();
    with(&place, "harbor-pay", "=1<script>alert(1)</script>*b*(javascript:x)");
    let out = assess(&place.join("p"), &["-f", "oscal", "-o", "csv=../a.csv"]);
    let results: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(mistakes("oscal-assessment-results-1.1.3.json", &results), Vec::<String>::new());
    assert!(out.contains("&lt;script&gt;") && !out.contains("*b*\\"));
    let title = results["assessment-results"]["metadata"]["title"].as_str().unwrap();
    assert!(!title.contains(['<', '>']) && title.contains("\\*b\\*"), "{title}");
    let table = fs::read_to_string(place.join("a.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let mut count = 0;
    for record in reader.records() {
        for cell in record.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
        count += 1;
    }
    assert!(count > 90, "{count}");
}

#[test]
fn a_table_has_a_line_for_every_control() {
    let table = assess(&root(), &["examples/harbor-pay", "-f", "csv", "--lang", "zh"]);
    insta::assert_snapshot!("assessments-csv", table.lines().take(12).collect::<Vec<_>>().join("\n"));
    let json: Value = serde_json::from_str(&assess(&root(), &["examples/harbor-pay", "-f", "json"])).unwrap();
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.records().count(), json["controls"].as_array().unwrap().len());
    let risks = assess(&root(), &["examples/harbor-pay", "--risk", "-f", "csv"]);
    insta::assert_snapshot!("assessments-csv-risks", risks);
}

/// Every key, and every string and number, of the documents, and the names of the files.
fn strings(folder: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut found) = (BTreeSet::new(), BTreeSet::new());
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        if !entry.file_type().is_file() {
            continue;
        }
        found.insert(name);
        let text = fs::read_to_string(entry.path()).unwrap();
        if !entry.path().to_str().unwrap().ends_with("yaml") {
            found.extend(text.lines().map(str::to_owned));
            continue;
        }
        for document in serde_yaml::Deserializer::from_str(&text) {
            let mut pending: Vec<Value> = vec![serde::Deserialize::deserialize(document).unwrap()];
            while let Some(value) = pending.pop() {
                match value {
                    Value::String(text) => drop(found.insert(text)),
                    Value::Number(number) => drop(found.insert(number.to_string())),
                    Value::Array(items) => pending.extend(items),
                    Value::Object(members) => {
                        for (key, value) in members {
                            keys.insert(key);
                            pending.push(value);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    (keys, found)
}

#[test]
fn what_is_shared_has_nothing_of_the_documents() {
    let place = Place::new();
    let file = place.join("shared.json");
    for example in EXAMPLES {
        let json: Value = serde_json::from_str(&assess(
            &root(),
            &[example, "-f", "json", "--share", file.to_str().unwrap()],
        ))
        .unwrap();
        let shared = fs::read_to_string(&file).unwrap();
        let document: Value = serde_json::from_str(&shared).unwrap();
        let schema: Value =
            serde_json::from_str(include_str!("../../../schema/shared-assessment-v1.json")).unwrap();
        assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&document));
        assert_eq!(document["total_low"], json["total"]);
        // What documents and exports both say, for it is the language of the model.
        let vocabulary = words_of(&schema);
        let mut common: BTreeSet<&str> = vocabulary.iter().map(String::as_str).collect();
        let words: Vec<Value> = ["dimensions", "indicators"].map(|key| json[key].clone()).into();
        let keys =
            words.iter().flat_map(|list| list.as_array().unwrap()).map(|one| one["key"].as_str().unwrap());
        common.extend(keys);
        common.extend(json["controls"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()));
        common.extend(["custody", document["profile"].as_str().unwrap_or_default()]);
        // The record of effects states the very total.
        let total = json["total"].as_str().unwrap().parse::<Decimal>().unwrap().round_dp(2).to_string();
        common.insert(&total);
        let told: BTreeSet<String> = words_of(&document);
        let (keys, values) = strings(&root().join(example));
        let foreign = |string: &&String| !common.contains(string.as_str());
        for string in keys.iter().chain(&values).filter(foreign) {
            assert!(!told.contains(string), "{example}: {string}");
        }
        // A longer one does not stand within another either; single digits stand everywhere.
        for string in values.iter().filter(foreign).filter(|string| string.chars().count() > 4) {
            let within = told.iter().filter(|word| !common.contains(word.as_str()));
            let within: Vec<&String> = within.filter(|word| word.contains(string.as_str())).collect();
            assert_eq!(within, Vec::<&String>::new(), "{example}: {string}");
        }
    }
}

/// Every string and key of a document.
fn words_of(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = vec![document];
    while let Some(value) = pending.pop() {
        match value {
            Value::String(text) => drop(found.insert(text.clone())),
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => {
                found.extend(members.keys().cloned());
                pending.extend(members.values());
            }
            _ => {}
        }
    }
    found
}

#[test]
fn controls_and_profiles_of_ones_own_are_not_shared() {
    let place = Place::new();
    with(&place, "profile: cn_payment_institution", "profile: secret_subsidiary");
    place.policy(
        "own",
        "# METADATA\n# title: Secret control\n# custom:\n#   id: ACME-SECRET-1\n#   severity: high\n#   indicator: TEC.ENC\npackage own\n\n\
         deny contains {\"msg\": \"secret message\"} if input.kind == \"Platform\"\n",
    );
    assess(&place.join("p"), &["-p", "custody", "-p", "../policy", "--share", "../shared.json"]);
    let shared = fs::read_to_string(place.join("shared.json")).unwrap();
    let document: Value = serde_json::from_str(&shared).unwrap();
    assert_eq!((&document["profile"], &document["other_controls"]), (&Value::Null, &1.into()));
    assert!(!shared.to_lowercase().contains("secret") && !shared.contains("ACME"), "{shared}");
}

/// The names of files change nothing but the places that are told.
#[test]
fn the_order_of_files_changes_nothing() {
    let place = Place::new();
    let folder = root().join("examples/cases/risk-management/before");
    for (turn, entry) in WalkDir::new(&folder).sort_by_file_name().into_iter().map(Result::unwrap).enumerate()
    {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            let content = fs::read_to_string(entry.path()).unwrap();
            place.file(format!("same/{name}"), &content);
            // The assessment stays beside its evidence.
            let turned = match name.strip_suffix(".yaml") {
                Some(stem) if !name.starts_with("assessment/") => {
                    format!("turned/{}-{}.yaml", 99 - turn, stem.replace('/', "-"))
                }
                _ => format!("turned/zz/{name}"),
            };
            place.file(turned, &content);
        }
    }
    for folder in ["same", "turned"] {
        assess(&place.join(folder), &["--share", &format!("../{folder}.json")]);
    }
    let read = |name: &str| fs::read_to_string(place.join(name)).unwrap();
    assert_eq!(read("same.json"), read("turned.json"));
}
