//! A kind of documents that a platform spreads over several: what one leaves out, another says.

use crate::document::{Document, Pointer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Which document says what, where documents of one kind and one platform have sections of their own.
#[derive(Debug, Default)]
pub struct Spread {
    /// By document; nothing for one that stands alone.
    documents: Vec<Option<Sections>>,
}

#[derive(Debug, Default)]
struct Sections {
    /// The members of its `spec`.
    own: BTreeSet<String>,
    /// Those that others have, and the first of these.
    lent: BTreeMap<String, usize>,
    /// The first of the documents that belong together, where what none of them says is missed.
    first: usize,
}

impl Spread {
    /// Documents that belong together: those of one `kind` and one `metadata.platform`.
    pub fn over(documents: &[Document]) -> Self {
        let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (index, document) in documents.iter().enumerate() {
            let platform = text(document, ["metadata", "platform"]).filter(|name| !name.trim().is_empty());
            let ours = document.top("apiVersion") == Some("fiducia/v1");
            if let (true, Some(kind), Some(platform)) = (ours, document.top("kind"), platform) {
                groups.entry((kind, platform)).or_default().push(index);
            }
        }
        let mut spread: Vec<Option<Sections>> = documents.iter().map(|_| None).collect();
        for group in groups.into_values().filter(|group| group.len() > 1) {
            let own: Vec<BTreeSet<String>> = group.iter().map(|&index| sections(&documents[index])).collect();
            let mut holders: BTreeMap<&String, usize> = BTreeMap::new();
            for (sections, &index) in own.iter().zip(&group) {
                for section in sections {
                    holders.entry(section).or_insert(index);
                }
            }
            for (sections, &index) in own.iter().zip(&group) {
                let lent = holders.iter().filter(|(section, _)| !sections.contains(**section));
                let lent = lent.map(|(section, holder)| ((*section).clone(), *holder)).collect();
                spread[index] = Some(Sections { own: sections.clone(), lent, first: group[0] });
            }
        }
        Spread { documents: spread }
    }

    /// True if every document stands alone.
    pub fn is_empty(&self) -> bool {
        self.documents.iter().all(Option::is_none)
    }

    /// The sections that a document takes from others, each with the one that has it.
    pub fn lent(&self, document: usize) -> impl Iterator<Item = (&str, usize)> {
        let sections = self.documents.get(document).and_then(Option::as_ref);
        let lent = sections.into_iter().flat_map(|sections| &sections.lent);
        lent.map(|(section, holder)| (section.as_str(), *holder))
    }

    /// The document that a pointer into the input of one leads into.
    pub fn holder(&self, document: usize, pointer: &Pointer) -> usize {
        let Some(Some(sections)) = self.documents.get(document) else { return document };
        match (pointer.steps.first().map(String::as_str), pointer.steps.get(1)) {
            (Some("spec"), Some(section)) if sections.own.contains(section) => document,
            (Some("spec"), Some(section)) => sections.lent.get(section).copied().unwrap_or(sections.first),
            _ => document,
        }
    }
}

fn text<'d>(document: &'d Document, steps: [&str; 2]) -> Option<&'d str> {
    let place = document.resolve(&Pointer::from_iter(steps));
    document.string(place.node).filter(|_| place.missing.is_empty())
}

/// The members of `spec` that hold something.
fn sections(document: &Document) -> BTreeSet<String> {
    let place = document.resolve(&Pointer::from_iter(["spec"]));
    if !place.missing.is_empty() {
        return BTreeSet::new();
    }
    match document.to_json(place.node) {
        Value::Object(members) => {
            members.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key).collect()
        }
        _ => BTreeSet::new(),
    }
}
