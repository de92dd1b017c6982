//! What the tests of lints need: policies in, underlined texts out.

use super::{ALL, Lint, Workspace, hits};
use crate::policy::load::{LoadOptions, Loader, PolicySource};
use std::fs;

/// Runs one lint over files given as (name, text). Gives for each hit the underlined text and the message.
pub fn found(lint: &Lint, files: &[(&str, &str)]) -> Vec<(String, String)> {
    found_with_data(lint, files, None)
}

/// The same with a data file.
pub fn found_with_data(lint: &Lint, files: &[(&str, &str)], data: Option<&str>) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut options = LoadOptions {
        policies: vec![PolicySource::Path(folder.path().to_path_buf())],
        working_directory: folder.path().to_path_buf(),
        ..LoadOptions::default()
    };
    if let Some(text) = data {
        let path = folder.path().join("data.yaml");
        fs::write(&path, text).unwrap();
        options.data.push(path);
    }
    let library = Loader::read(&options);
    assert!(library.problems.is_empty(), "{:?}", library.problems);
    let workspace = Workspace::new(library.given());
    let found = hits(&workspace, |known| known.id == lint.id);
    let told = |hit: super::Hit| {
        assert_eq!(ALL[hit.lint].id, lint.id);
        let source = &workspace.files[hit.file].source;
        (source.slice(hit.span).to_owned(), hit.message.default)
    };
    found.into_iter().map(told).collect()
}

/// Checks a table of snippets, each with the texts underlined in it. `package p` is put before each.
pub fn table(lint: &Lint, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let text = format!("package p\n\n{text}\n");
        let found = found(lint, &[("p.rego", &text)]);
        let underlined: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(&underlined, expected, "{text}\n{found:?}");
    }
}

/// The bad example of every lint is found by it, and the good one is clean, of it and of every other lint
/// of wrong verdicts.
#[test]
fn examples_show_what_they_say() {
    for lint in ALL {
        let bad = found(lint, &example(lint.bad));
        assert!(!bad.is_empty(), "{}: the bad example is clean", lint.id);
        for other in ALL.iter().filter(|other| other.id == lint.id || other.gate) {
            let good = found(other, &example(lint.good));
            assert!(good.is_empty(), "{}: the good example has {}: {good:?}", lint.id, other.id);
        }
    }
}

/// Examples hold several files where a line says so.
fn example(text: &str) -> Vec<(&str, &str)> {
    let mut parts = text.split("# file: ");
    let first = parts.next().unwrap();
    if first.trim().is_empty() {
        return parts.map(|part| part.split_once('\n').unwrap()).collect();
    }
    assert!(parts.next().is_none());
    vec![("policy.rego", text)]
}

#[test]
fn ids_are_unique_and_texts_complete() {
    let mut ids: Vec<&str> = ALL.iter().map(|lint| lint.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), ALL.len());
    for lint in ALL {
        for words in [lint.title, lint.why, lint.instead] {
            assert!(!words.en.is_empty() && words.en.is_ascii(), "{}", lint.id);
            assert!(words.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}", lint.id);
        }
    }
}
