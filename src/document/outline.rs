//! What a run has to know of a document that it does not hold: what it is called, and what applies to it.

use super::{Document, Format, NodeId, NodeKind, Pointer, Text};
use crate::source::{SourceFile, Span};
use serde::{Deserialize, Serialize};

/// The texts of a document that others ask for, where it has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outline {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_version: Option<String>,
    /// `metadata.platform`.
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
}

impl Outline {
    /// That of a document.
    pub fn of(document: &Document) -> Self {
        let platform = document.resolve(&Pointer::from_iter(["metadata", "platform"]));
        let platform = document.string(platform.node).filter(|_| platform.missing.is_empty());
        Outline {
            kind: document.top("kind").map(str::to_owned),
            api_version: document.top("apiVersion").map(str::to_owned),
            platform: platform.map(str::to_owned),
        }
    }

    /// Documents of a file of which nothing but this is known. Their source has a path, and for its text what they say.
    pub fn documents(outlines: &[Outline], path: &str, format: Format) -> Vec<Document> {
        let mut text = KEYS.concat();
        let spans: Vec<_> = outlines.iter().map(|outline| outline.written(&mut text)).collect();
        let source = SourceFile::from_text(path, text);
        let document = |(index, spans)| made(Document::begin(&source, format, index), spans);
        spans.into_iter().enumerate().map(document).collect()
    }

    /// Where each text stands, behind others.
    fn written(&self, text: &mut String) -> [Option<Span>; 3] {
        [&self.kind, &self.api_version, &self.platform].map(|said| {
            said.as_ref().map(|said| {
                let start = text.len();
                text.push_str(said);
                Span::new(start, text.len())
            })
        })
    }
}

/// The keys that outlines have, as the text of their source begins.
const KEYS: [&str; 4] = ["kind", "apiVersion", "platform", "metadata"];

fn made(mut document: Document, [kind, version, platform]: [Option<Span>; 3]) -> Document {
    let key = |number: usize| {
        let start = KEYS[..number].iter().map(|key| key.len()).sum();
        Span::new(start, start + KEYS[number].len())
    };
    let string = |document: &mut Document, at: Span| {
        document.push(NodeKind::String(Text::Source(at)), Span::default())
    };
    document.nodes.reserve_exact(8);
    let mut entries: Vec<(NodeId, NodeId)> = Vec::new();
    for (number, said) in [kind, version].into_iter().enumerate() {
        if let Some(said) = said {
            entries.push((string(&mut document, key(number)), string(&mut document, said)));
        }
    }
    if let Some(platform) = platform {
        let entry = (string(&mut document, key(2)), string(&mut document, platform));
        let name = string(&mut document, key(3));
        let metadata = document.push(NodeKind::Mapping([entry].into()), Span::default());
        entries.push((name, metadata));
    }
    document.push(NodeKind::Mapping(entries.into()), Span::default());
    document.nodes.shrink_to_fit();
    document
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
            let outline = Outline::documents(&[Outline::of(&whole)], "a.yaml", whole.format).remove(0);
            for key in ["kind", "apiVersion"] {
                assert_eq!(whole.top(key), outline.top(key), "{text}");
            }
            assert_eq!(Outline::of(&whole), Outline::of(&outline), "{text}");
        }
    }
}
