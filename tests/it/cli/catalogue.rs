//! `list` and `schema`.

use crate::common::place::{Place, Run};
use crate::common::{fiducia, root, text};
use serde_json::Value;
use textwrap::core::display_width;

const ALL: [&str; 6] = ["-p", "custody", "-p", "custody-extended", "-p", "legacy-p2p"];

fn told(arguments: &[&str]) -> String {
    let output = fiducia(&root(), arguments);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{arguments:?}");
    text(&output.stdout)
}

fn list(arguments: &[&str]) -> Vec<Value> {
    let told = told(&[&["list"], arguments, &["-f", "json"]].concat());
    serde_json::from_str::<Value>(&told).unwrap().as_array().unwrap().clone()
}

#[test]
fn all_controls_are_listed_and_nothing_else() {
    let rules = list(&[&["rules"], &ALL[..]].concat());
    assert_eq!(rules.len(), 127);
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted() && !ids.contains(&"schema") && !ids.contains(&"params"), "{ids:?}");
    assert_eq!(list(&["rules", "-p", "custody"]).len(), 101);
    let of_default = list(&["rules"]);
    let of_infra = |rule: &&Value| rule["pack"] == "infra";
    assert_eq!(of_default.len(), 101 + of_default.iter().filter(of_infra).count());
    assert!(of_default.iter().filter(of_infra).count() >= 90);
    assert_eq!(rules.iter().filter(|rule| rule["veto"] == true).count(), 31);
    assert!(rules.iter().all(|rule| !rule["profiles"].as_array().unwrap().is_empty()));
}

#[test]
fn a_framework_narrows_the_list_to_what_implements_it() {
    let rules = list(&["rules", "--framework", "CSL"]);
    let implements = |rule: &Value| {
        rule["clauses"].as_array().unwrap().iter().any(|id| id.as_str().unwrap().starts_with("CSL-"))
    };
    assert!((3..50).contains(&rules.len()) && rules.iter().all(implements), "{rules:#?}");
    assert_eq!(list(&["frameworks", "--framework", "CSL"]).len(), 1);
    assert_eq!(list(&["frameworks"]).len(), 53);
    let run = Run::new(fiducia(&root(), &["list", "rules", "--framework", "CSLL"]));
    run.refused("usage", "did you mean \"CSL\"?");
}

#[test]
fn tables_fit_eighty_columns_in_both_languages() {
    for what in ["rules", "frameworks", "kinds", "packs"] {
        for lang in ["en", "zh"] {
            let table = told(&[&["list", what, "--lang", lang], &ALL[..]].concat());
            let widest = table.lines().map(display_width).max().unwrap();
            assert!(widest <= 80, "{what} {lang} {widest}:\n{table}");
            assert!(table.lines().all(|line| line == line.trim_end()));
            assert_eq!(table, told(&[&["list", what, "--lang", lang, "-f", "table"], &ALL[..]].concat()));
        }
    }
    insta::assert_snapshot!("list-rules", told(&["list", "rules", "--framework", "CSL"]));
    insta::assert_snapshot!("list-rules-zh", told(&["list", "rules", "--framework", "CSL", "--lang", "zh"]));
    insta::assert_snapshot!("list-packs", told(&["list", "packs"]));
    insta::assert_snapshot!("list-kinds", told(&["list", "kinds", "-f", "markdown"]));
}

#[test]
fn policies_of_ones_own_are_listed_and_cannot_break_a_table() {
    let place = Place::new();
    let title = "a | b <b>\\u001b[31m";
    place.policy("a_rule_with_a_long_name", &format!("# METADATA\n# title: \"{title}\"\npackage a_rule.with_a_very.long_name.of_a_package\n\ndeny contains \"x\" if input.replicas == 1\n"));
    let list = |format: &str| {
        let output = fiducia(place.path(), &["list", "rules", "-p", "./policy", "-f", format]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let table = list("table");
    assert!(table.contains("a | b <b>␛[31m") && !table.contains('\u{1b}'), "{table}");
    assert!(table.lines().all(|line| display_width(line) <= 80), "{table}");
    assert!(list("markdown").contains(" | a \\| b &lt;b&gt;␛\\[31m |"), "{}", list("markdown"));
    let rules: Value = serde_json::from_str(&list("json")).unwrap();
    assert_eq!((rules[0]["id"].as_str(), rules.as_array().unwrap().len()), (Some("REPLICAS"), 2));
}

/// What could not be loaded is told, and what could be is listed all the same.
#[test]
fn a_list_with_a_broken_policy_is_no_success() {
    let place = Place::new();
    place.policy("broken", "package broken\n\ndeny contains \"x\" if input.a > limit\n");
    let output = fiducia(place.path(), &["list", "rules", "-p", "./policy"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("REPLICAS"), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("problem[policy]"), "{}", text(&output.stderr));
}

#[test]
fn schemas_are_printed_in_both_languages() {
    let kept = std::fs::read_to_string(root().join("schema/kinds/NetworkProfile.json")).unwrap();
    assert_eq!(told(&["schema", "NetworkProfile"]), kept);
    assert!(told(&["schema", "NetworkProfile", "--lang", "zh"]).contains("网络"));
    Run::new(fiducia(&root(), &["schema", "NetworkProfil"]))
        .refused("usage", "did you mean \"NetworkProfile\"?");
    let run = Run::new(fiducia(&root(), &["schema", "网络", "--lang", "zh"]));
    run.refused("usage", "没有名为“网络”的文档类型");
}
