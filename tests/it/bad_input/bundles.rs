//! Bundles of OPA: archives and folders, in order and not.

use crate::common::place::Place;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

const POLICY: &str = "package app.rules\n\ndeny contains {\"msg\": data.app.text, \"path\": [\"replicas\"]} if input.replicas < 2\n";
const V0: &str = "package app.old\n\ndeny[msg] { input.replicas < 2; msg := \"old\" }\n";

/// A gzipped tar archive of files.
fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, content.as_bytes()).unwrap();
    }
    let mut gzip = archive.into_inner().unwrap();
    gzip.flush().unwrap();
    gzip.finish().unwrap()
}

#[test]
fn an_archive_and_a_folder_say_the_same() {
    let files = [
        (".manifest", "{\"roots\": [\"app\"], \"file_rego_versions\": {\"/old/*.rego\": 0}}"),
        (".signatures.json", "{\"signatures\": []}"),
        ("app/data.json", "{\"text\": \"from data\"}"),
        ("rules.rego", POLICY),
        ("old/old.rego", V0),
        ("policy.wasm", "not read"),
    ];
    let place = Place::new();
    place.file("bundle.tar.gz", packed(&files));
    for (path, content) in files {
        place.file(format!("bundle/{path}"), content);
    }
    for bundle in ["bundle.tar.gz", "bundle"] {
        let run = place.check(&["-p", bundle, "ok.yaml"]);
        assert_eq!(run.code, 1, "{bundle}: {}", run.stderr);
        let messages: Vec<&str> = run.report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|at| at["message"].as_str().unwrap())
            .collect();
        assert!(messages.contains(&"from data") && messages.contains(&"old"), "{messages:?}");
        assert!(run.stderr.contains("are not verified"), "{}", run.stderr);
        assert!(!run.stderr.contains("parses only as"), "{}", run.stderr);
    }
}

#[test]
fn what_lies_outside_of_the_roots_is_a_problem() {
    let manifest = (".manifest", "{\"roots\": [\"other\"]}");
    for (file, words) in [
        (("rules.rego", POLICY), "data.app.rules is in none of the bundle's roots"),
        (("data.json", "{\"other\": {}, \"app\": 1}"), "data.app is in none of the bundle's roots"),
    ] {
        let place = Place::new();
        place.file("bundle.tar.gz", packed(&[manifest, file, ("o.rego", "package other\n")]));
        place.check(&["-p", "bundle.tar.gz"]).still_checked().problem("policy", words);
    }
}

#[test]
fn archives_that_cannot_be_read() {
    for (name, content, words) in [
        ("b.tar.gz", b"nonsense".to_vec(), "no gzipped tar archive"),
        ("b.tgz", packed(&[(".manifest", "{"), ("a.rego", "package a\n")]), "the manifest cannot be read"),
    ] {
        let place = Place::new();
        place.file(name, content);
        let run = place.check(&["-p", name]);
        run.still_checked();
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
    let place = Place::new();
    place.file("b.tar.gz", packed(&[("data.json", "{}")]));
    place.check(&["-p", "b.tar.gz"]).problem("usage", "no policy (*.rego) in b.tar.gz");
}
