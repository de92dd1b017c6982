//! `fiducia compare` on assessments.

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use fiducia::assess::number::outside;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::fs;

const CASES: &[(&str, &[&str])] = &[
    ("security-upgrade", &["TEC.ENC", "TEC.PRO", "TEC.ACC", "TEC.IDS", "TEC.DAT", "OPS.MGT", "OPS.TRN"]),
    ("risk-management", &["RSK.ASM", "RSK.WRN", "RSK.DSP", "OPS.EMG"]),
    ("user-education", &["OPS.EDU", "OPS.TRN"]),
    ("compliance-building", &["CMP.LAW", "CMP.SUP", "CMP.STD"]),
];

/// Assesses both states of a case into `before.json` and `after.json`.
fn case(place: &Place, name: &str, lang: &str) {
    for state in ["before", "after"] {
        let output = format!("json={}", place.join(format!("{state}.json")).display());
        let path = format!("examples/cases/{name}/{state}");
        let run = fiducia(&root(), &["assess", &path, "--as-of", DAY, "--lang", lang, "-o", &output]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    }
}

fn compare(place: &Place, arguments: &[&str]) -> (i32, String, String) {
    let run = fiducia(place.path(), &[&["compare"], arguments].concat());
    (run.status.code().unwrap(), text(&run.stdout), text(&run.stderr))
}

/// The comparison of `before.json` with `after.json`, held against its schema.
fn compared(place: &Place, arguments: &[&str]) -> Value {
    let all = [&["before.json", "after.json", "-f", "json"], arguments].concat();
    let (code, out, err) = compare(place, &all);
    let found = valid(&out, &err);
    assert_eq!(found["exit_code"], code);
    found
}

fn valid(out: &str, err: &str) -> Value {
    assert!(!out.is_empty(), "{err}");
    let found: Value = serde_json::from_str(out).unwrap();
    let schema: Value =
        serde_json::from_str(include_str!("../../../schema/assessment-comparison-v1.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mistakes: Vec<String> = validator.iter_errors(&found).map(|error| error.to_string()).collect();
    assert_eq!(mistakes, Vec::<String>::new());
    found
}

fn number(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn what_a_case_changed_lies_in_its_theme_and_is_told() {
    for (name, theme) in CASES {
        let place = Place::new();
        case(&place, name, "en");
        let found = compared(&place, &[]);
        assert!(number(&found["total"]["change"]) > Decimal::ONE, "{name}");
        let mut total = Decimal::ZERO;
        let mut moved = Vec::new();
        for one in list(&found["indicators"]) {
            let key = one["key"].as_str().unwrap();
            total += number(&one["change_of_total"]);
            let judged =
                list(&one["controls"]).iter().filter(|control| control["before"] != control["after"]);
            // What lies outside of the theme was judged as before, by experts and on site too.
            let change = one["change"].as_str().map_or(Decimal::ZERO, |change| change.parse().unwrap());
            assert!(theme.contains(&key) || change.is_zero(), "{name}: {key} {change}");
            if judged.count() > 0 {
                moved.push(key.to_owned());
                assert!(theme.contains(&key), "{name}: {key}");
                assert!(number(&one["change"]) > Decimal::ONE, "{name}: {key} {}", one["change"]);
            }
            let Some(change) = one["change"].as_str() else { continue };
            // What is told adds up to the change.
            let controls = list(&one["controls"]).iter().map(|control| number(&control["change"]));
            let told: Decimal =
                controls.chain(["experts", "onsite", "rest"].map(|part| number(&one[part]))).sum();
            let change: Decimal = change.parse().unwrap();
            assert_eq!(told, change, "{name}: {key}");
        }
        assert_eq!(moved.len(), theme.len(), "{name}: {moved:?}");
        let rounding = Decimal::new(1, 2);
        assert!((total - number(&found["total"]["change"])).abs() < rounding, "{name}: {total}");
        assert_eq!(list(&found["effects"]).len(), 1, "{name}");
        // Every case states its return, which is reckoned anew.
        let effect = &found["effects"][0];
        let (cost, avoided) = (number(&effect["cost"]), number(&effect["avoided_loss"]));
        assert!((number(&effect["roi"]) - (avoided - cost) / cost).abs() < Decimal::new(1, 4), "{name}");
        states_its_totals(name, &found);
    }
}

/// A case ends well, with most of it declared and not seen, and its page and its record of effects state the totals that are
/// reckoned.
fn states_its_totals(name: &str, found: &Value) {
    assert_eq!(found["after"]["grade"], "B", "{name}");
    let folder = root().join("examples/cases").join(name);
    let page = fs::read_to_string(folder.join("README.md")).unwrap();
    let effect = fs::read_to_string(folder.join("after/governance/effect.yaml")).unwrap();
    for state in ["before", "after"] {
        let grade = found[state]["grade"].as_str().unwrap();
        let total = outside(number(&found[state]["total_low"]));
        assert!(page.contains(&format!("| {state} | {grade} | {total} |")), "{name}: {grade} {total}");
        assert!(effect.contains(&format!("{state}_score: {total}\n")), "{name}: {total}");
    }
}

#[test]
fn what_people_read() {
    let place = Place::new();
    for lang in ["en", "zh"] {
        case(&place, "user-education", lang);
        let (code, human, _) = compare(&place, &["before.json", "after.json", "--lang", lang]);
        let (_, markdown, _) =
            compare(&place, &["before.json", "after.json", "--lang", lang, "-f", "markdown"]);
        assert_eq!(code, 0);
        insta::assert_snapshot!(format!("assessments-compare-{lang}"), format!("{human}\n----\n{markdown}"));
    }
}

/// What was not looked at before counts from the visit on, and the other parts count less for it.
#[test]
fn a_first_visit_is_told() {
    let place = Place::copy("examples/cases/user-education/before");
    let file = "assessment/assessment.yaml";
    let document = fs::read_to_string(place.join(file)).unwrap();
    let (before, after) = document.split_once("      - {control: OPS-EDU-02,").unwrap();
    place.file(file, format!("{before}{}", after.split_once('\n').unwrap().1));
    let output = |name: &str| format!("json={}", place.join(name).display());
    fiducia(place.path(), &["assess", "--as-of", DAY, "-o", &output("unseen.json")]);
    place.file(file, document);
    fiducia(place.path(), &["assess", "--as-of", DAY, "-o", &output("seen.json")]);
    let (code, human, err) = compare(&place, &["unseen.json", "seen.json"]);
    assert_eq!(code, 0, "{err}");
    for words in ["\n  on site: +20.00\n", "\n  experts: -"] {
        assert!(human.contains(words), "{words}: {human}");
    }
}

#[test]
fn what_is_worse_fails_and_the_same_twice_is_no_change() {
    let place = Place::new();
    case(&place, "user-education", "en");
    fs::copy(place.join("before.json"), place.join("better.json")).unwrap();
    fs::rename(place.join("after.json"), place.join("swap.json")).unwrap();
    fs::rename(place.join("before.json"), place.join("after.json")).unwrap();
    fs::rename(place.join("swap.json"), place.join("before.json")).unwrap();
    assert_eq!(compared(&place, &[])["exit_code"], 1);
    assert_eq!(compared(&place, &["--fail-on", "critical"])["exit_code"], 0);
    assert_eq!(compared(&place, &["--fail-on", "never"])["exit_code"], 0);
    fs::copy(place.join("after.json"), place.join("before.json")).unwrap();
    let same = compared(&place, &["--fail-on", "info"]);
    assert_eq!((&same["exit_code"], &same["total"]["change"]), (&json!(0), &json!("0.0000")));
    assert!(list(&same["indicators"]).iter().all(|one| list(&one["controls"]).is_empty()));
}

#[test]
fn what_improvements_cost_is_never_divided_by_nothing() {
    let place = Place::new();
    case(&place, "user-education", "en");
    let mut after: Value =
        serde_json::from_str(&fs::read_to_string(place.join("after.json")).unwrap()).unwrap();
    after["effects"][0]["cost"] = "0".into();
    after["effects"][0]["availability"]["before"] = Value::Null;
    after["problems"] = 1.into();
    after["platform"] = "another".into();
    place.file("after.json", after.to_string());
    let found = compared(&place, &[]);
    assert_eq!((&found["effects"][0]["roi"], &found["exit_code"]), (&Value::Null, &json!(2)));
    assert_eq!(found["effects"][0]["availability"]["change"], Value::Null);
    let (_, human, _) = compare(&place, &["before.json", "after.json"]);
    for words in ["none: it cost nothing", "not given → 99.96", "problems: 1", "different platforms"] {
        assert!(human.contains(words), "{words}: {human}");
    }
}

#[test]
fn a_folder_is_a_trend() {
    let place = Place::new();
    case(&place, "user-education", "en");
    for (name, day) in [("before", "2026-10-21"), ("after", "2026-11-22")] {
        let text = fs::read_to_string(place.join(format!("{name}.json"))).unwrap();
        place.file(
            format!("assessments/{day}.json"),
            text.replace("\"as_of\": \"2026-11-22\"", &format!("\"as_of\": \"{day}\"")),
        );
    }
    place.file("assessments/README.md", "kept by the risk department");
    let (code, out, err) = compare(&place, &["assessments", "-f", "json"]);
    let found = valid(&out, &err);
    let days: Vec<&Value> = list(&found["points"]).iter().map(|point| &point["as_of"]).collect();
    assert_eq!((code, days), (0, vec![&json!("2026-10-21"), &json!("2026-11-22")]));
    for lang in ["en", "zh"] {
        let (_, human, _) = compare(&place, &["assessments", "--lang", lang]);
        let (_, markdown, _) = compare(&place, &["assessments", "--lang", lang, "-f", "markdown"]);
        insta::assert_snapshot!(format!("assessments-trend-{lang}"), format!("{human}\n----\n{markdown}"));
    }
}

#[test]
fn what_cannot_be_compared_is_refused_at_its_place() {
    let place = Place::new();
    case(&place, "user-education", "en");
    let report =
        fiducia(&root(), &["check", "examples/cases/user-education/after", "--as-of", DAY, "-f", "json"]);
    place.file("report.json", &report.stdout);
    fs::create_dir(place.join("empty")).unwrap();
    place.file("mixed/a.json", &report.stdout);
    for (arguments, words) in [
        (vec!["before.json", "report.json"], "compare two reports, or two assessments"),
        (vec!["report.json", "before.json"], "report.json is a report"),
        (vec!["before.json"], "give a second one, or a folder"),
        (vec!["nowhere"], "give a second one, or a folder"),
        (vec!["empty"], "holds no .json file"),
        (vec!["mixed"], "no assessment"),
        (vec!["empty", "--fail-on", "high"], "<AFTER>"),
    ] {
        let (code, out, err) = compare(&place, &arguments);
        assert!(code == 2 && out.is_empty() && err.contains(words), "{arguments:?}: {err}");
    }
    let good: Value = serde_json::from_str(&fs::read_to_string(place.join("before.json")).unwrap()).unwrap();
    for (pointer, value, words) in [
        ("/tool/name", json!("other"), "no assessment of fiducia"),
        ("/version", json!(2), "version of assessments is not known"),
        ("/as_of", json!("yesterday"), "this is no day"),
        ("/total", json!("1e999"), "is no number of an assessment"),
        ("/total", json!(7), "invalid type"),
        ("/grade", json!("F"), "is no grade"),
        ("/controls", json!({}), "`controls` has to be a list"),
        ("/controls/3/result", json!("perfect"), "is no result of a control"),
        ("/controls/3/severity", json!("worst"), "is no severity"),
        ("/controls/3/weight", json!("99999999999999999999999999.0000"), "is no number of an assessment"),
        ("/effects", json!(null), "`effects` has to be a list"),
        ("/problems", json!(-1), "invalid value"),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        place.file("after.json", format!("{bad:#}"));
        let (code, out, err) = compare(&place, &["before.json", "after.json"]);
        let flat = err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(code == 2 && out.is_empty() && flat.contains(words), "{pointer}: {err}");
        assert!(err.contains("after.json:"), "{pointer}: {err}");
    }
}

#[test]
fn four_dimensions_compare_with_four() {
    let place = Place::new();
    for state in ["before", "after"] {
        let output = format!("json={}", place.join(format!("{state}.json")).display());
        let path = format!("examples/cases/risk-management/{state}");
        fiducia(&root(), &["assess", &path, "--as-of", DAY, "--dimensions", "4", "-o", &output]);
    }
    let found = compared(&place, &[]);
    assert_eq!(list(&found["dimensions"]).len(), 4);
    let told: Decimal = list(&found["indicators"]).iter().map(|one| number(&one["change_of_total"])).sum();
    assert!((told - number(&found["total"]["change"])).abs() < Decimal::new(1, 2), "{told}");
    let (_, human, _) = compare(&place, &["before.json", "after.json"]);
    for one in list(&found["indicators"]) {
        assert!(human.contains(&format!("\n  {} ", one["key"].as_str().unwrap())), "{human}");
    }
    let five =
        fiducia(&root(), &["assess", "examples/cases/risk-management/after", "--as-of", DAY, "-f", "json"]);
    place.file("five.json", &five.stdout);
    let (_, human, _) = compare(&place, &["before.json", "five.json"]);
    assert!(human.contains("different dimensions"), "{human}");
}
