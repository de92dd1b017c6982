//! SARIF against its schema, and what viewers make of it.

use super::{report, shelf};
use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use serde_json::Value;
use std::sync::OnceLock;

pub fn assert_valid(text: &str) -> Value {
    static VALIDATOR: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = || serde_json::from_str(include_str!("../../schemas/sarif-schema-2.1.0.json")).unwrap();
    let validator = VALIDATOR.get_or_init(|| jsonschema::draft4::new(&schema()).unwrap());
    let log: Value = serde_json::from_str(text).unwrap();
    let mistakes: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(mistakes, Vec::<String>::new());
    log
}

#[test]
fn follows_the_schema() {
    for lang in ["en", "zh"] {
        for example in ["examples/harbor-pay", "examples/harbor-pay-fixed", "tests/it"] {
            let arguments =
                ["check", example, "-f", "sarif", "--lang", lang, "--as-of", DAY, "--allow-empty"];
            assert_valid(&text(&fiducia(&root(), &arguments).stdout));
        }
    }
    let place = shelf();
    place.file("broken.yaml", "a: [\n");
    let log = assert_valid(&report(&place, "sarif", &["nowhere.yaml", "."]).0);
    let run = &log["runs"][0];
    let invocation = &run["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&false.into(), &2.into()));
    assert_eq!(invocation["toolExecutionNotifications"].as_array().unwrap().len(), 2);
}

/// Each result names a rule that is there, with the texts that code scanning asks for.
#[test]
fn results_and_rules_belong_together() {
    let output = fiducia(&root(), &["check", "examples/harbor-pay", "-f", "sarif", "--as-of", DAY]);
    let log = assert_valid(&text(&output.stdout));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for part in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            let text = rule.pointer(part).and_then(Value::as_str).unwrap_or_default();
            assert!(!text.is_empty(), "{part}: {rule}");
        }
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10, "{rule}");
    }
    let mut fingerprints = std::collections::BTreeSet::new();
    let results = run["results"].as_array().unwrap();
    for result in results {
        assert_eq!(result["ruleId"], rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"]);
        fingerprints.insert(result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap());
    }
    assert!(results.len() > 50 && fingerprints.len() == results.len());
}

/// Brackets of a message are no link, names of files no URI of another kind.
#[test]
fn text_is_no_link() {
    let place = Place::new();
    place.file("a:b %41#?.yaml", "name: \"[go](https://evil.example)\"\n");
    place.policy(
        "link",
        "package link\n\ndeny contains {\"msg\": input.name, \"path\": [\"name\"]} if input.name\n",
    );
    let log = assert_valid(&report(&place, "sarif", &["a:b %41#?.yaml"]).0);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["message"]["text"], "\\[go\\](https://evil.example)");
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%3Ab%20%2541%23%3F.yaml");
}
