//! Packs: folders of policies with what belongs to them, built in or not.
//!
//! A pack may say in `pack.yaml` what it is about, which packs hold the libraries that its policies use, and, for a
//! pack that has no rules of its own, from which packs it picks which rules.

use crate::document::{self, Document, Format, Limits, Pointer};
use crate::framework::Bilingual;
use crate::problem::{Origin, Problem};
use crate::source::SourceFile;
use serde::Deserialize;
use std::sync::Arc;

pub use crate::embedded::{EXAMPLES, controls, digest, example, files, kinds, names, outline};

/// The file that describes a pack.
pub const MANIFEST: &str = "pack.yaml";

/// What a pack says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manifest {
    /// Title.
    pub title: Bilingual,
    /// What it is about.
    pub description: Bilingual,
    /// Packs whose libraries, parameters and kinds its policies use.
    pub libraries: Vec<String>,
    /// Packs that it picks rules from.
    pub from: Vec<String>,
    /// The frameworks whose clauses those rules implement.
    pub frameworks: Vec<String>,
}

impl Manifest {
    /// Reads `pack.yaml`.
    ///
    /// # Errors
    /// It does not follow its form.
    pub fn read(source: &Arc<SourceFile>) -> Result<Manifest, Problem> {
        let mut parsed = document::parse(source, Format::Yaml, &Limits::default());
        if let Some(problem) = parsed.problems.pop() {
            return Err(problem);
        }
        let Some(document) = parsed.documents.pop() else {
            return Err(Problem::NoDocument { source: source.clone() });
        };
        let wrong = |reason: String| {
            let span = document.anchor_span(document.root(), None);
            Problem::policy(Origin::new(source, span), reason)
        };
        let manifest: Manifest = serde_json::from_value(document.to_json(document.root()))
            .map_err(|error| wrong(format!("this pack cannot be read: {error}")))?;
        if manifest.from.is_empty() != manifest.frameworks.is_empty() {
            return Err(wrong("a pack that picks rules needs both `from` and `frameworks`".to_owned()));
        }
        Ok(manifest)
    }
}

/// The place in a `pack.yaml` where another pack is named.
pub fn names_pack(source: &Arc<SourceFile>, pack: &str) -> Origin {
    let parsed = document::parse(source, Format::Yaml, &Limits::default());
    let place = |document: &Document| {
        let lists = ["libraries", "from"].into_iter();
        let mut entries =
            lists.flat_map(|list| (0..).map_while(move |index: usize| entry(document, list, index)));
        entries.find(|(name, _)| name == pack).map(|(_, span)| Origin::new(source, span))
    };
    parsed
        .documents
        .first()
        .and_then(place)
        .unwrap_or_else(|| Origin::new(source, source.line(1).unwrap_or_default()))
}

fn entry(document: &Document, list: &str, index: usize) -> Option<(String, crate::source::Span)> {
    let place = document.resolve(&Pointer::from_iter([list.to_owned(), index.to_string()]));
    let name = document.string(place.node).filter(|_| place.missing.is_empty())?;
    Some((name.to_owned(), document.value_span(place.node, place.key)))
}
