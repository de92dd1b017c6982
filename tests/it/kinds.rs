//! Kinds of documents: their schemas, and the rule `schema` that holds documents against them.
#![allow(clippy::unwrap_used)]

use crate::common;
use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, load_options, root, text};
use fiducia::document::{self, Format, Limits};
use fiducia::kind::Kinds;
use fiducia::lang::Lang;
use fiducia::policy::PolicySet;
use fiducia::source::SourceFile;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

fn kinds() -> Kinds {
    let load = load_options(&["custody"]);
    let work = move || PolicySet::load(&load).kinds;
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap()
}

#[test]
fn every_kind_reads_and_its_schema_is_one_that_its_example_follows() {
    let kinds = kinds();
    assert_eq!(kinds.names().count(), 23);
    for name in kinds.names() {
        let kind = kinds.get(name).unwrap().map_err(ToString::to_string).unwrap();
        for lang in [Lang::En, Lang::Zh] {
            let schema = kind.json_schema(lang);
            let validator =
                jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&kind.example()).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{name}");
        }
        let source = SourceFile::from_text("example.json", kind.example().to_string());
        let document = document::parse(&source, Format::Json, &Limits::default()).documents.remove(0);
        assert_eq!(kinds.judge(&document).unwrap().unwrap(), vec![], "{name}");
    }
}

/// Objects are closed, and every text is in both languages.
#[test]
fn schemas_are_closed_and_described_in_both_languages() {
    let kinds = kinds();
    for name in kinds.names() {
        let kind = kinds.get(name).unwrap().map_err(ToString::to_string).unwrap();
        let (en, zh) = (kind.json_schema(Lang::En), kind.json_schema(Lang::Zh));
        let mut pending = vec![(String::new(), &en, &zh)];
        while let Some((at, en, zh)) = pending.pop() {
            if let (Some(en), Some(zh)) = (en["description"].as_str(), zh["description"].as_str()) {
                assert!(!en.is_empty() && zh.chars().any(|c| c as u32 > 0x2000), "{name}{at}: {en} / {zh}");
            }
            if en.get("properties").is_some_and(Value::is_object) && en["type"] != json!("string") {
                let closed = en["additionalProperties"] == false || en["additionalProperties"].is_object();
                assert!(closed, "{name}{at} takes any key");
            }
            match (en, zh) {
                (Value::Object(en), Value::Object(zh)) => {
                    assert_eq!(en.keys().collect::<Vec<_>>(), zh.keys().collect::<Vec<_>>());
                    let schemas =
                        en.iter().filter(|(key, _)| !matches!(key.as_str(), "examples" | "example"));
                    pending.extend(schemas.map(|(key, value)| (format!("{at}/{key}"), value, &zh[key])));
                }
                (Value::Array(en), Value::Array(zh)) => {
                    pending.extend(en.iter().zip(zh).map(|(en, zh)| (format!("{at}/*"), en, zh)));
                }
                _ => {}
            }
        }
    }
}

/// `schema/kinds/*.json` is what `fiducia schema` prints. `FIDUCIA_WRITE=1 cargo test --test it kinds` writes it anew.
#[test]
fn the_schemas_in_the_repository_are_those_printed() {
    let kinds = kinds();
    let folder = root().join("schema/kinds");
    for name in kinds.names() {
        let kind = kinds.get(name).unwrap().map_err(ToString::to_string).unwrap();
        let printed = format!("{:#}\n", kind.json_schema(Lang::En));
        common::current(&folder.join(format!("{name}.json")), &printed);
    }
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        assert!(kinds.get(&path.file_stem().unwrap().to_string_lossy()).is_some(), "{}", path.display());
    }
}

/// What a control accepts, the schema of its document does not refuse.
#[test]
fn good_documents_of_every_rule_follow_their_schema() {
    let kinds = kinds();
    let all = WalkDir::new(root().join("policies"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path());
    let mut judged = 0;
    for path in all.filter(|path| path.ends_with("fixtures/good.yaml")) {
        for document in read(&path) {
            let Some(faults) = kinds.judge(&document) else { continue };
            let told: Vec<String> = faults.unwrap().iter().map(|fault| fault.message().default).collect();
            assert_eq!(told, Vec::<String>::new(), "{}#{}", path.display(), document.index);
            judged += 1;
        }
    }
    assert!(judged > 100, "{judged}");
}

fn read(path: &Path) -> Vec<document::Document> {
    let source = SourceFile::from_text(path.display().to_string(), fs::read_to_string(path).unwrap());
    document::parse(&source, Format::Yaml, &Limits::default()).documents
}

const BAD: &str = "# yaml-language-server: $schema=network.json
apiVersion: fiducia/v1
kind: NetworkProfile
metadata: {name: 网络, platfrom: harbor-pay}
spec:
  endpoints:
    - nmae: web
      tls: {min_version: \"1.2\", enabled: [1]}
    - text
  extra: {deep: 1}
---
apiVersion: fiducia/v1
kind: NetworkProfil
metadata: {name: n, platform: harbor-pay}
---
apiVersion: fiducia/v1
metadata: {name: n, platform: harbor-pay}
---
apiVersion: fiducia/v2
kind: RiskRegister
metadata: {name: n, platform: harbor-pay}
spec: {risks: {}}
---
apiVersion: v1
kind: Platform
metadata: {name: somebody-elses}
";

fn check(place: &Place, arguments: &[&str]) -> Run {
    let all = [&["check", "-f", "json", "--as-of", DAY, "bad.yaml"][..], arguments].concat();
    Run::new(fiducia(place.path(), &all))
}

#[test]
fn faults_are_findings_at_the_exact_characters() {
    let place = Place::new();
    place.file("bad.yaml", BAD);
    for lang in ["en", "zh"] {
        let arguments = ["check", "--as-of", DAY, "--lang", lang, "bad.yaml", "--only", "schema"];
        insta::assert_snapshot!(format!("faults-{lang}"), text(&fiducia(place.path(), &arguments).stdout));
    }
    let run = check(&place, &["--only", "schema"]);
    let findings = run.report["findings"].as_array().unwrap();
    let told: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!([
                finding["check"],
                finding["severity"],
                finding["location"]["text"],
                finding["location"]["pointer"],
                finding["location"]["missing"],
                finding["expected"]
            ])
        })
        .collect();
    insta::assert_json_snapshot!("faults", told);
    assert_eq!(
        run.report["rules"],
        json!([{"id": "schema", "evaluated": 4, "passed": 0, "failed": 4, "not_applicable": 1, "errored": 0}])
    );
    assert_eq!(run.code, 1);
}

#[test]
fn the_rule_runs_beside_controls_and_can_be_left_out() {
    let place = Place::new();
    place.file("bad.yaml", BAD);
    let of_schema = |run: &Run| {
        run.report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["rule"] == "schema")
            .count()
    };
    let all = check(&place, &[]);
    assert!(of_schema(&all) > 5 && all.count("/summary/findings/critical") > 0, "{}", all.stdout);
    assert_eq!(of_schema(&check(&place, &["--skip", "schema"])), 0);
    // Policies of one's own that describe no kind have no such rule.
    let own =
        Run::new(fiducia(place.path(), &["check", "-f", "json", "-p", "./policy", "bad.yaml", "ok.yaml"]));
    assert_eq!(of_schema(&own), 0);
    assert!(own.report["rules"].as_array().unwrap().iter().all(|rule| rule["id"] != "schema"));
}

#[test]
fn a_pack_of_ones_own_may_describe_kinds() {
    let place = Place::new();
    let kind = "kind: Shop\ntitle: {en: Shop, zh: 商店}\ndescription: {en: A shop, zh: 一家商店}\nspec: {type: object, additionalProperties: false, properties: {open: {$ref: '#/$defs/switch'}}}\n";
    place.file("policy/kinds/Shop.yaml", kind);
    place.file("policy/kinds/shared.yaml", "$defs: {switch: {type: boolean}}\n");
    place.file(
        "shop.yaml",
        "apiVersion: fiducia/v1\nkind: Shop\nmetadata: {name: a, platform: b}\nspec: {open: maybe}\n",
    );
    let run = place.check(&["shop.yaml", "ok.yaml"]);
    let findings = run.report["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["rule"] == "schema").unwrap();
    assert_eq!(
        (found["location"]["text"].as_str(), found["location"]["pointer"].as_str()),
        (Some("maybe"), Some("/spec/open"))
    );
    // A kind that cannot be read is a problem, and its documents have not passed.
    place.file("policy/kinds/Shop.yaml", kind.replace("properties", "propertys"));
    let run = place.check(&["shop.yaml", "ok.yaml"]);
    let problem = run.problem("policy", "propertys");
    assert_eq!(problem["location"]["text"], "propertys");
    let rules = run.report["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "schema").unwrap();
    assert_eq!((rule["passed"].as_u64(), rule["errored"].as_u64()), (Some(0), Some(1)));
}

#[test]
fn hostile_documents_end_in_a_bounded_report() {
    let place = Place::new();
    let head = "{\"apiVersion\": \"fiducia/v1\", \"kind\": \"RiskRegister\", \"metadata\": {\"name\": \"a\", \"platform\": \"b\"}, \"spec\": ";
    for body in [
        format!("{{\"risks\": [{}1]}}}}", "1, ".repeat(200_000)),
        format!(
            "{{{}\"z\": 1}}}}",
            (0..50_000).map(|i| format!("\"{}{i}\": 1, ", "k".repeat(20))).collect::<String>()
        ),
        format!("{}1{}}}", "{\"a\": ".repeat(110), "}".repeat(110)),
        format!("{{\"{}\": 1}}}}", "x".repeat(1_000_000)),
        format!("\"{}\"}}", "\\u202e".repeat(1000)),
    ] {
        place.file("bad.json", format!("{head}{body}"));
        let run = Run::new(fiducia(place.path(), &["check", "-f", "json", "bad.json", "--only", "schema"]));
        let findings = run.report["findings"].as_array().unwrap();
        assert!((1..=1001).contains(&findings.len()), "{}", findings.len());
        assert_eq!(run.code, 1);
    }
}
