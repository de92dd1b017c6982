//! What a run has to know of a document that it does not hold: what it is called, and what applies to it.

use super::{Document, Format, NodeId, NodeKind, Pointer, Text};
use crate::source::{SourceFile, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The texts of a document that others ask for, where it has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outline {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_version: Option<String>,
    /// Those of `metadata`.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
}

impl Outline {
    /// That of a document.
    pub fn of(document: &Document) -> Self {
        let of_metadata = |name: &str| {
            let place = document.resolve(&Pointer::from_iter(["metadata", name]));
            document.string(place.node).filter(|_| place.missing.is_empty()).map(str::to_owned)
        };
        Outline {
            kind: document.top("kind").map(str::to_owned),
            api_version: document.top("apiVersion").map(str::to_owned),
            name: of_metadata("name"),
            namespace: of_metadata("namespace"),
            platform: of_metadata("platform"),
        }
    }

    /// A document of which nothing but this is known; its source has a path and no text.
    pub fn document(&self, source: &Arc<SourceFile>, format: Format, index: usize) -> Document {
        let mut document = Document::begin(source, format, index);
        let metadata = [("name", &self.name), ("namespace", &self.namespace), ("platform", &self.platform)];
        let metadata = entries(&mut document, &metadata);
        let mut whole = entries(&mut document, &[("kind", &self.kind), ("apiVersion", &self.api_version)]);
        if !metadata.is_empty() {
            let key = string(&mut document, "metadata");
            let value = document.push(NodeKind::Mapping(metadata.into()), Span::default());
            whole.push((key, value));
        }
        document.push(NodeKind::Mapping(whole.into()), Span::default());
        document
    }
}

fn string(document: &mut Document, text: &str) -> NodeId {
    document.push(NodeKind::String(Text::Owned(text.into())), Span::default())
}

fn entries(document: &mut Document, members: &[(&str, &Option<String>)]) -> Vec<(NodeId, NodeId)> {
    let known = members.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    known.map(|(name, value)| (string(document, name), string(document, value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, parse};

    #[test]
    fn an_outline_answers_as_the_document_does() {
        for text in [
            "kind: A\napiVersion: v1\nmetadata: {name: n, namespace: s, platform: p}\nspec: {a: 1}\n",
            "kind: [A]\nmetadata: {name: 1}\n",
            "base: &b {kind: B}\n<<: *b\nmetadata: x\n",
            "- kind: A\n",
            "kind: null\n",
        ] {
            let source = SourceFile::from_text("a.yaml", text);
            let whole = parse(&source, Format::Yaml, &Limits::default()).documents.remove(0);
            let outline = Outline::of(&whole).document(&source, whole.format, 0);
            for key in ["kind", "apiVersion"] {
                assert_eq!(whole.top(key), outline.top(key), "{text}");
            }
            assert_eq!(whole.name(), outline.name(), "{text}");
            assert_eq!(Outline::of(&whole), Outline::of(&outline), "{text}");
        }
    }
}
