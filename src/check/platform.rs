//! The platforms that documents are about. What is said of one may stand in several documents.

use crate::document::{Document, Pointer};
use crate::policy::data::Platforms;
use crate::problem::{Origin, Problem};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The documents of each platform, by its name.
fn named(documents: &[Document]) -> BTreeMap<&str, Vec<&Document>> {
    let platforms = documents.iter().filter(|document| document.top("kind") == Some("Platform"));
    let mut named: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for document in platforms {
        if let Some(name) = document.name() {
            named.entry(name).or_default().push(document);
        }
    }
    named
}

/// The text at a path, which is there.
fn text<'d>(document: &'d Document, steps: [&str; 2]) -> Option<&'d str> {
    let place = document.resolve(&Pointer::from_iter(steps));
    document.string(place.node).filter(|_| place.missing.is_empty())
}

/// Platforms with the name of one that states another profile: nobody knows which rules bind them.
pub fn twins(documents: &[Document]) -> Vec<Problem> {
    let place =
        |document: &Document| Origin::new(&document.source, document.anchor_span(document.root(), None));
    let mut twins = Vec::new();
    for (name, all) in named(documents) {
        let mut stated = all.iter().filter_map(|one| Some((*one, text(one, ["spec", "profile"])?)));
        let Some((first, profile)) = stated.next() else { continue };
        let first = place(first).line();
        twins.extend(stated.filter(|(_, other)| *other != profile).map(|(twin, _)| {
            Problem::refused_at(
                place(twin),
                format!(
                    "two platforms of different profiles have the name {name:?}; the other one is at {first}"
                ),
                format!("两个类型不同的平台同名“{name}”；另一个位于 {first}"),
            )
        }));
    }
    twins
}

/// The profile of each document's platform, by path, number of the document and way to it there.
pub fn profiles(documents: &[Document]) -> BTreeMap<(String, usize, Vec<String>), String> {
    let platforms = specs(documents);
    let known = |name: &str| platforms.get(name)?.get("profile")?.as_str();
    let profile = |document: &Document| {
        let profile = known(text(document, ["metadata", "platform"])?)?.to_owned();
        Some(((document.source.path.clone(), document.outer(), document.prefix().to_vec()), profile))
    };
    if platforms.is_empty() { BTreeMap::new() } else { documents.iter().filter_map(profile).collect() }
}

/// What documents say of platforms, for `data.fiducia`. What is said in two ways is not known.
pub fn platforms(documents: &[Document]) -> Platforms {
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for document in documents.iter().filter(|document| document.top("apiVersion") == Some("fiducia/v1")) {
        if let (Some(platform), Some(kind)) = (text(document, ["metadata", "platform"]), document.top("kind"))
        {
            kinds.entry(platform.to_owned()).or_default().insert(kind.to_owned());
        }
    }
    Platforms { specs: specs(documents), kinds }
}

fn specs(documents: &[Document]) -> Map<String, Value> {
    let platform = |(name, all): (&str, Vec<&Document>)| Some((name.to_owned(), spec(&all)?));
    named(documents).into_iter().filter_map(platform).collect()
}

fn spec(documents: &[&Document]) -> Option<Value> {
    let said = |document: &&Document| Some(document.to_json(document.root()).get_mut("spec")?.take());
    let mut specs: Vec<Value> = documents.iter().filter_map(said).collect();
    if specs.len() < 2 {
        return specs.pop();
    }
    let (mut merged, mut open) = (Map::new(), BTreeSet::new());
    for (key, value) in specs.iter().filter_map(Value::as_object).flatten() {
        if merged.get(key).is_some_and(|known| known != value) {
            open.insert(key.clone());
        }
        merged.insert(key.clone(), value.clone());
    }
    merged.retain(|key, _| !open.contains(key));
    Some(Value::Object(merged))
}
