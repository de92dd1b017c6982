//! Fingerprints survive edits around findings, and tell findings apart.

use crate::common::{Quiet, load_options, options};
use fiducia::check::check;
use fiducia::policy::PolicySet;
use fiducia::watch::Watch;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const RULE: &str = "package sample

deny contains {\"msg\": sprintf(\"%d is too few\", [v.replicas]), \"path\": [\"services\", i, \"replicas\"]} if {
\tsome i, v in input.services
\tv.replicas < 2
}

deny contains {\"msg\": sprintf(\"old protocol %s\", [p]), \"path\": [\"services\", i, \"protocols\", j]} if {
\tsome i, v in input.services
\tsome j, p in v.protocols
\tstartswith(p, \"TLSv1.0\")
}

deny contains {\"msg\": \"no owner\", \"path\": [\"services\", i, \"owner\"]} if {
\tsome i, v in input.services
\tnot v.owner
}
";

/// A service of a made-up configuration.
#[derive(Debug, Clone)]
struct Service {
    name: String,
    replicas: u8,
    protocols: Vec<&'static str>,
    owner: bool,
}

fn services() -> impl Strategy<Value = Vec<Service>> {
    let protocols = prop::sample::subsequence(vec!["TLSv1.0", "TLSv1.0-x", "TLSv1.2", "TLSv1.3"], 0..=4);
    let service = (0u8..4, protocols, any::<bool>());
    prop::collection::vec(service, 1..6).prop_map(|services| {
        let named = services.into_iter().enumerate();
        named
            .map(|(at, (replicas, protocols, owner))| Service {
                name: format!("s{at}"),
                replicas,
                protocols,
                owner,
            })
            .collect()
    })
}

/// The configuration, written in one of many ways.
fn yaml(services: &[Service], noise: usize, turned: bool, quotes: bool) -> String {
    let mut text = "# a comment\n".repeat(noise);
    if turned {
        text += "unrelated: {a: [1, 2]}\n";
    }
    text += "services:\n";
    for service in services {
        let quote = if quotes { "\"" } else { "" };
        let name = format!("name: {quote}{}{quote}", service.name);
        let replicas = format!("replicas: {}", service.replicas);
        let protocols = format!("protocols: {:?}", service.protocols);
        let mut members = vec![name, replicas, protocols];
        if service.owner {
            members.push("owner: ops".to_owned());
        }
        if turned {
            members.reverse();
        }
        text += &"\n  # noise\n".repeat(noise);
        text += &format!("  - {}\n", members.join("\n    "));
    }
    text
}

/// The fingerprints, each with rule, message and the text of its place.
fn fingerprints(text: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sample.rego"), RULE).unwrap();
    let file = folder.path().join("app.yaml");
    fs::write(&file, text).unwrap();
    let mut options = options(&[file]);
    options.discover.working_directory = folder.path().to_path_buf();
    let mut load = load_options(&[]);
    load.policies = vec![fiducia::policy::load::PolicySource::Path(folder.path().join("sample.rego"))];
    let work = move || check(&options, PolicySet::load(&load), &Watch::default(), &Quiet);
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    let report = thread.unwrap().join().unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let count = report.findings.len();
    let told =
        |finding: &fiducia::finding::Finding| (finding.fingerprint.clone(), finding.message.default.clone());
    let found: BTreeMap<String, String> = report.findings.iter().map(told).collect();
    assert_eq!(found.len(), count, "two findings share a fingerprint in\n{text}");
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn edits_around_findings_change_no_fingerprint(
        services in services(), noise in 0usize..4, turned: bool, quotes: bool, start in 0usize..6,
    ) {
        let before = fingerprints(&yaml(&services, 0, false, false));
        let mut moved = services.clone();
        let length = moved.len();
        moved.rotate_left(start % length);
        if turned {
            moved.insert(0, Service { name: "fresh".to_owned(), replicas: 9, protocols: vec![], owner: true });
        }
        prop_assert_eq!(before, fingerprints(&yaml(&moved, noise, turned, quotes)));
    }
}

#[test]
fn documents_of_a_file_may_change_places() {
    let one = "kind: A\nmetadata: {name: one}\nservices: [{name: x, replicas: 1, owner: a, protocols: []}]\n";
    let two = "kind: A\nmetadata: {name: two}\nservices: [{name: x, replicas: 1, owner: a, protocols: []}]\n";
    let of = |text: String| fingerprints(&text).into_keys().collect::<BTreeSet<String>>();
    let both = of(format!("{one}---\n{two}"));
    assert_eq!(both.len(), 2);
    assert_eq!(both, of(format!("{two}---\n{one}")));
    assert!(both.is_superset(&of(two.to_owned())));
}

#[test]
fn numbers_of_a_message_do_not_count_and_what_an_item_is_does() {
    let of = |item: &str| fingerprints(&format!("services: [{item}]\n")).into_keys().collect::<Vec<String>>();
    let one = of("{name: a, replicas: 1, owner: x, protocols: []}");
    assert_eq!(one.len(), 1);
    assert_eq!(one, of("{name: a, replicas: 0, owner: x, protocols: []}"));
    assert_ne!(one, of("{name: b, replicas: 1, owner: x, protocols: []}"));
    // Without a name an item is called by its number, and twins are told apart.
    assert_eq!(of("{replicas: 1, owner: x, protocols: []}, {replicas: 1, owner: x, protocols: []}").len(), 2);
}
