//! The readers against public conformance suites, which are not part of this repository: their folder
//! is named by `FIDUCIA_SUITES`. Without it these tests say that they were not run.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use crate::spans;
use fiducia::document::{Document, Format, Limits, Parsed, parse};
use fiducia::problem::Problem;
use fiducia::source::SourceFile;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

/// Cases of yaml-test-suite whose JSON differs here, and why.
const OTHER_VALUES: [(&str, &str); 0] = [];

/// Cases of yaml-test-suite that must be refused and are read, and why.
const READ_ANYWAY: [(&str, &str); 1] = [(
    "9C9N/0",
    "a flow collection continued in column 0: what formatters write and every common parser reads",
)];

/// Valid cases of yaml-test-suite that are refused, and why.
const REFUSED: [(&str, &str); 1] =
    [("4FJ6/0", "a collection as a key within a collection as a key: their names grow exponentially")];

/// The folder of a suite, or `None` after a note that it was not run.
fn suite(name: &str) -> Option<PathBuf> {
    let Some(root) = env::var_os("FIDUCIA_SUITES") else {
        eprintln!("not run: {name} (set FIDUCIA_SUITES to the folder of the suites)");
        return None;
    };
    let folder = PathBuf::from(root).join(name);
    assert!(folder.is_dir(), "FIDUCIA_SUITES is set, but {} is no folder", folder.display());
    Some(folder)
}

/// The files of a suite with an extension, sorted, as names without it and contents.
fn files(folder: &PathBuf, extension: &str) -> Vec<(String, Vec<u8>)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Equal, numbers by value: `1.0` and `1` are one number in JSON, and so are `-0` and `0`.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => left == right,
    }
}

/// What is wrong besides keys that stand twice, which are read and reported.
fn refused(parsed: &Parsed) -> bool {
    parsed
        .problems
        .iter()
        .any(|problem| !matches!(problem, Problem::DuplicateKey { .. } | Problem::NoDocument { .. }))
}

/// A case of yaml-test-suite.
struct Case {
    name: String,
    yaml: String,
    json: Option<String>,
    fail: bool,
}

/// The cases of one file. A case takes over what it does not state itself from the one before it;
/// `fail` is stated each time.
fn cases(id: &str, content: &[u8]) -> Vec<Case> {
    let entries: Vec<serde_json::Map<String, Value>> = serde_yaml::from_slice(content).unwrap();
    let mut current = serde_json::Map::new();
    let mut cases = Vec::new();
    // The suite's own build leaves these files out.
    if entries[0].contains_key("skip") {
        return cases;
    }
    for (index, entry) in entries.into_iter().enumerate() {
        current.remove("fail");
        current.extend(entry);
        cases.push(Case {
            name: format!("{id}/{index}"),
            yaml: invisible(current["yaml"].as_str().unwrap()),
            json: current.get("json").and_then(Value::as_str).map(str::to_owned),
            fail: current.contains_key("fail"),
        });
    }
    cases
}

/// Turns the characters with which the suite shows white space back into it.
fn invisible(text: &str) -> String {
    let mut text = text.replace('␣', " ").replace('←', "\r").replace('⇔', "\u{feff}").replace('↵', "");
    while let Some(tab) = text.find('»') {
        let start = text[..tab].trim_end_matches('—').len();
        text.replace_range(start..tab + '»'.len_utf8(), "\t");
    }
    if text.ends_with("∎\n") {
        text.truncate(text.len() - "∎\n".len());
    }
    text
}

fn yaml_cases() -> Option<Vec<(Case, Parsed)>> {
    let files = files(&suite("yaml-test-suite")?, "yaml");
    let cases: Vec<Case> = files.iter().flat_map(|(id, content)| cases(id, content)).collect();
    assert_eq!(cases.len(), 402, "cases of yaml-test-suite");
    let read = |case: Case| {
        let source = SourceFile::decode(case.name.as_str(), case.yaml.clone().into_bytes()).unwrap();
        (case, parse(&source, Format::Yaml, &Limits::default()))
    };
    Some(cases.into_iter().map(read).collect())
}

/// True if the documents are the expected ones: each at its index, and none where a document holds
/// nothing, which the suite writes as `null`.
fn values_agree(documents: &[Document], json: &str) -> bool {
    let expected: Vec<Value> =
        serde_json::Deserializer::from_str(json).into_iter().map(Result::unwrap).collect();
    let found = |index| documents.iter().find(|document| document.index == index);
    let agrees = |(index, value): (usize, &Value)| match found(index) {
        Some(document) => same(&document.to_json(document.root()), value),
        None => value.is_null(),
    };
    expected.iter().enumerate().all(agrees)
        && documents.iter().all(|document| document.index < expected.len())
}

/// Asserts that exactly the cases of a table failed.
fn assert_only(failed: &BTreeSet<&str>, table: &[(&str, &str)], what: &str) {
    let known: BTreeSet<&str> = table.iter().map(|(name, _)| *name).collect();
    assert_eq!(failed, &known, "{what}");
}

#[test]
fn yaml_values_are_those_of_the_suite() {
    let Some(cases) = yaml_cases() else { return };
    let valued = || cases.iter().filter(|(case, _)| !case.fail && case.json.is_some());
    let agrees = |case: &Case, parsed: &Parsed| {
        !refused(parsed) && values_agree(&parsed.documents, case.json.as_deref().unwrap_or(""))
    };
    let failed =
        valued().filter(|(case, parsed)| !agrees(case, parsed)).map(|(case, _)| case.name.as_str()).collect();
    assert_eq!(valued().count(), 279);
    assert_only(&failed, &OTHER_VALUES, "values of yaml-test-suite");
}

#[test]
fn yaml_that_is_broken_is_refused_and_other_yaml_is_not() {
    let Some(cases) = yaml_cases() else { return };
    let names = |fail: bool| {
        let wrong = cases.iter().filter(move |(case, parsed)| case.fail == fail && refused(parsed) != fail);
        wrong.map(|(case, _)| case.name.as_str()).collect::<BTreeSet<_>>()
    };
    assert_eq!(cases.iter().filter(|(case, _)| case.fail).count(), 94);
    assert_only(&names(true), &READ_ANYWAY, "broken cases of yaml-test-suite");
    assert_only(&names(false), &REFUSED, "valid cases of yaml-test-suite");
}

#[test]
fn spans_of_the_suite_lie_within_each_other() {
    let Some(cases) = yaml_cases() else { return };
    for document in cases.iter().flat_map(|(_, parsed)| &parsed.documents) {
        spans::assert_nested(document);
    }
}

/// The documents of a file of JSONTestSuite; bytes that are not text have none.
fn read_json(bytes: &[u8]) -> Option<Parsed> {
    let source = SourceFile::decode("case.json", bytes.to_vec()).ok()?;
    Some(parse(&source, Format::Json, &Limits::default()))
}

#[test]
fn json_is_accepted_and_refused_as_the_suite_says() {
    let Some(folder) = suite("json-test-suite") else {
        return;
    };
    let (mut valid, mut invalid) = (0, 0);
    for (name, bytes) in files(&folder, "json") {
        let parsed = read_json(&bytes);
        let accepted = parsed.as_ref().filter(|parsed| !refused(parsed) && parsed.documents.len() == 1);
        match name.split('_').next() {
            Some("y") => {
                let document =
                    &accepted.unwrap_or_else(|| panic!("{name} is refused: {parsed:?}")).documents[0];
                let value: Value = serde_json::from_slice(&bytes).unwrap();
                assert!(same(&document.to_json(document.root()), &value), "{name}: {value}");
                valid += 1;
            }
            Some("n") => {
                assert!(accepted.is_none(), "{name} is accepted");
                invalid += 1;
            }
            _ => {}
        }
    }
    assert_eq!((valid, invalid), (95, 188));
}

/// What a value of toml-test is: its text and type, or a collection of such.
fn untagged(value: &Value) -> Value {
    match value {
        Value::Object(entries) => match (value["type"].as_str(), value["value"].as_str()) {
            (Some(kind), Some(text)) if entries.len() == 2 => match kind {
                "bool" => Value::Bool(text == "true"),
                "integer" => text.parse::<i64>().unwrap().into(),
                // Infinities and what is no number are text in JSON.
                "float" => serde_json::Number::from_f64(text.parse().unwrap())
                    .map_or_else(|| text.trim_start_matches('+').to_lowercase().into(), Value::Number),
                "string" => text.into(),
                _ => Value::Null,
            },
            _ => entries.iter().map(|(key, inner)| (key.clone(), untagged(inner))).collect(),
        },
        Value::Array(items) => items.iter().map(untagged).collect(),
        _ => panic!("{value}"),
    }
}

/// Equal, where a date is any text.
fn same_toml(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::String(date), Value::Null) => date.contains([':', '-']),
        (Value::String(found), Value::String(expected)) => {
            found == expected || found.to_lowercase() == *expected
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_toml(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same_toml(a, b)))
        }
        _ => same(found, expected),
    }
}

/// The cases of toml-test for TOML 1.1, valid or invalid.
fn toml_cases(kind: &str) -> Option<Vec<(PathBuf, Option<Parsed>)>> {
    let folder = suite("toml-test")?;
    let list = fs::read_to_string(folder.join("files-toml-1.1.0")).unwrap();
    let names = list.lines().filter(|name| name.starts_with(kind) && name.ends_with(".toml"));
    let read = |name: &str| {
        let path = folder.join(name);
        let source = SourceFile::decode("case.toml", fs::read(&path).unwrap()).ok();
        let parsed = source.map(|source| parse(&source, Format::Toml, &Limits::default()));
        (path, parsed)
    };
    Some(names.map(read).collect())
}

#[test]
fn toml_is_read_as_the_suite_says() {
    let (Some(valid), Some(invalid)) = (toml_cases("valid/"), toml_cases("invalid/")) else { return };
    for (path, parsed) in &valid {
        let parsed = parsed.as_ref().unwrap_or_else(|| panic!("{path:?}"));
        assert!(parsed.problems.is_empty(), "{path:?}: {:?}", parsed.problems);
        let document = &parsed.documents[0];
        spans::assert_nested(document);
        let tagged: Value = serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
        let (found, expected) = (document.to_json(document.root()), untagged(&tagged));
        assert!(same_toml(&found, &expected), "{path:?}: {found} is not {expected}");
    }
    let read = invalid.iter().filter(|(_, parsed)| parsed.as_ref().is_some_and(|parsed| !refused(parsed)));
    let read: Vec<_> = read.map(|(path, _)| path.file_stem().unwrap().to_string_lossy()).collect();
    // The crate passes over a second byte order mark, and UTF-16 is read in every format.
    assert_eq!(read, ["bom-not-at-start-02", "bom-not-at-start-03", "utf16-bom"]);
    assert_eq!((valid.len(), invalid.len()), (220, 492));
}
