//! CycloneDX: JSON as it is, XML in the shape that the JSON form of the standard has.

use super::draft::{Draft, Drafting, Key, List, Map};
use super::lines::trimmed;
use super::xml::{self, tag};
use super::{Format, Limits, NodeKind, Parsed, json};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use roxmltree::Node;
use std::sync::Arc;

/// Elements that hold a list, and what its items are called.
const LISTS: &[(&str, &str)] = &[
    ("components", "component"),
    ("services", "service"),
    ("hashes", "hash"),
    ("externalReferences", "reference"),
    ("properties", "property"),
    ("dependencies", "dependency"),
    ("vulnerabilities", "vulnerability"),
    ("tools", "tool"),
    ("authors", "author"),
    ("lifecycles", "lifecycle"),
    ("compositions", "composition"),
    ("assemblies", "assembly"),
    ("endpoints", "endpoint"),
    ("ratings", "rating"),
    ("cwes", "cwe"),
    ("advisories", "advisory"),
    ("references", "reference"),
    ("affects", "target"),
    ("versions", "version"),
    ("commits", "commit"),
    ("patches", "patch"),
    ("ancestors", "component"),
    ("descendants", "component"),
    ("variants", "component"),
    ("licenses", ""),
];

/// What the text of an element with attributes is called.
const CONTENTS: &[(&str, &str)] =
    &[("hash", "content"), ("property", "value"), ("text", "content"), ("attachment", "content")];

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    if !source.text.trim_start().starts_with('<') {
        let mut parsed = json::parse(source, limits, json::Dialect::Strict);
        parsed.documents.iter_mut().for_each(|document| document.format = Format::Cyclonedx);
        return parsed;
    }
    let tree = match xml::tree(source, limits) {
        Ok(tree) => tree,
        Err(problem) => return Parsed::failed(problem),
    };
    let mut reader = Reader { draft: Drafting::new(source, limits) };
    let root = reader.bom(tree.root_element());
    reader.draft.finish_with(xml::comments(&tree), Format::Cyclonedx, root)
}

fn name<'i>(node: &Node<'_, 'i>) -> &'i str {
    node.tag_name().name()
}

struct Reader<'s> {
    draft: Drafting<'s>,
}

impl Reader<'_> {
    /// The root; what the JSON form says in members, the namespace says here.
    fn bom(&mut self, node: Node<'_, '_>) -> Result<Draft, Problem> {
        let at = tag::name(&self.draft.source.text, node.range().start);
        if name(&node) != "bom" {
            return Err(self.draft.wrong(at, "the root of CycloneDX is the element `bom`"));
        }
        let mut map = self.members(&node)?;
        let attributes = tag::attributes(&self.draft.source.text, node.range().start);
        let namespace = attributes.iter().find(|attribute| self.draft.slice(attribute.name) == "xmlns");
        if let Some(version) = namespace.and_then(|namespace| {
            let text = self.draft.slice(namespace.value);
            let from = text.rfind('/')? + 1;
            Some(super::lines::piece(namespace.value, from, text.len()))
        }) {
            map.entries.push((Key::label("specVersion", version), self.draft.verbatim(version)?));
        }
        map.entries.push((Key::label("bomFormat", at), self.draft.string("CycloneDX", at)?));
        self.draft.map(Map { spread: true, ..map })
    }

    /// The value of an element. Nesting has been bounded before.
    fn value(&mut self, node: &Node<'_, '_>) -> Result<Draft, Problem> {
        let text = &self.draft.source.text;
        if let Some((_, item)) = LISTS.iter().find(|(list, _)| *list == name(node)) {
            let elements = node.children().filter(Node::is_element);
            let items = elements.map(|child| self.item(&child, item)).collect::<Result<_, _>>()?;
            return self.draft.list(List { span: xml::span(node), items, spread: false });
        }
        let has_attributes = !tag::attributes(text, node.range().start).is_empty();
        if has_attributes || node.children().any(|child| child.is_element()) {
            let map = self.members(node)?;
            return self.draft.map(map);
        }
        self.text(node)
    }

    /// An item of a list: the choices of a license are told by name.
    fn item(&mut self, node: &Node<'_, '_>, named: &str) -> Result<Draft, Problem> {
        let value = self.value(node)?;
        if !named.is_empty() {
            return Ok(value);
        }
        let key = self.draft.key(name(node), tag::name(&self.draft.source.text, node.range().start));
        let span = xml::span(node);
        self.draft.map(Map { span, entries: vec![(key, value)], ..Map::default() })
    }

    fn members(&mut self, node: &Node<'_, '_>) -> Result<Map, Problem> {
        let source = self.draft.source;
        let head = tag::name(&source.text, node.range().start);
        let mut map = Map { span: xml::span(node), head: Some(head), ..Map::default() };
        for attribute in tag::attributes(&source.text, node.range().start) {
            let written = source.slice(attribute.name);
            if written.starts_with("xmlns") || written.contains(':') {
                continue;
            }
            let key = self.draft.key(written, attribute.name);
            let at = Span { start: attribute.value.start - 1, end: attribute.value.end + 1 };
            let text = tag::decoded(source.slice(attribute.value));
            // The version of the list itself is a number.
            let number = text.parse().ok().filter(|_| written == "version" && name(node) == "bom");
            let value = match number {
                Some(number) => self.draft.scalar(NodeKind::Int(number), at)?,
                None => self.draft.string(&text, at)?,
            };
            map.entries.push((key, value));
        }
        let mut needed = List { spread: true, ..List::default() };
        for child in node.children().filter(Node::is_element) {
            if name(&child) == "dependency" {
                needed.items.extend(self.reference(&child)?);
                continue;
            }
            let key = self.draft.key(name(&child), tag::name(&source.text, child.range().start));
            map.entries.push((key, self.value(&child)?));
        }
        if let Some((_, content)) = CONTENTS.iter().find(|(element, _)| *element == name(node)) {
            let value = self.text(node)?;
            map.entries.push((Key::label(content, head), value));
        }
        if !needed.items.is_empty() {
            map.entries.push((Key::label("dependsOn", head), self.draft.list(needed)?));
        }
        Ok(map)
    }

    /// What a dependency within another refers to.
    fn reference(&mut self, node: &Node<'_, '_>) -> Result<Option<Draft>, Problem> {
        let attributes = tag::attributes(&self.draft.source.text, node.range().start);
        let found = attributes.into_iter().find(|attribute| self.draft.slice(attribute.name) == "ref");
        let Some(attribute) = found else { return Ok(None) };
        let at = Span { start: attribute.value.start - 1, end: attribute.value.end + 1 };
        let text = tag::decoded(self.draft.slice(attribute.value));
        self.draft.string(&text, at).map(Some)
    }

    fn text(&mut self, node: &Node<'_, '_>) -> Result<Draft, Problem> {
        let texts = || node.children().filter(Node::is_text);
        let value: String = texts().filter_map(|text| text.text()).collect();
        let spans: Vec<Span> = texts().map(|text| xml::span(&text)).collect();
        let at = match (spans.first(), spans.last()) {
            (Some(first), Some(last)) => {
                trimmed(&self.draft.source.text, Span { start: first.start, end: last.end })
            }
            _ => {
                let start = node.range().start;
                let end = tag::end(&self.draft.source.text, start).min(node.range().end);
                Span::new(end, end)
            }
        };
        let value = value.trim();
        match value {
            "true" | "false" if matches!(name(node), "modified" | "authenticated" | "x-trust-boundary") => {
                self.draft.scalar(NodeKind::Bool(value == "true"), at)
            }
            _ => self.draft.string(value, at),
        }
    }
}
