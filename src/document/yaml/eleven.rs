//! Documents whose own readers follow YAML 1.1, where `yes` and `on` are booleans and `0644` is octal: those of
//! Kubernetes, templates of CloudFormation, playbooks of Ansible.

use crate::document::{Document, NodeId, NodeKind, Text};
use std::collections::HashSet;

/// Reads the plain values of such a document as its own reader does; those with a tag stay as the tag has it. Keys stay
/// as they are written.
pub(super) fn read(document: &mut Document, tagged: &HashSet<NodeId>) {
    if !is_for_such_a_reader(document) {
        return;
    }
    let keys: HashSet<NodeId> = document
        .nodes()
        .iter()
        .filter_map(|node| match &node.kind {
            NodeKind::Mapping(entries) => Some(entries.iter().map(|&(key, _)| key)),
            _ => None,
        })
        .flatten()
        .collect();
    for id in 0..document.nodes().len() {
        if keys.contains(&(id as NodeId)) || tagged.contains(&(id as NodeId)) {
            continue;
        }
        let node = &document.nodes[id];
        let kind = match &node.kind {
            // What is quoted has a span around its text.
            NodeKind::String(Text::Source(text)) if *text == node.span => {
                boolean(document.source.slice(*text))
            }
            NodeKind::Int(_) => octal(document.source.slice(node.span)),
            _ => None,
        };
        if let Some(kind) = kind {
            document.nodes[id].kind = kind;
        }
    }
}

fn is_for_such_a_reader(document: &Document) -> bool {
    let kubernetes = || {
        let version = document.top("apiVersion");
        version.is_some_and(|version| !version.starts_with("fiducia/")) && document.top("kind").is_some()
    };
    match &document.node(document.root()).kind {
        NodeKind::Mapping(entries) => {
            let member = |name: &str| entries.iter().find(|(key, _)| document.key_name(*key) == name);
            kubernetes()
                || member("AWSTemplateFormatVersion").is_some()
                || member("Resources").is_some_and(|&(_, resources)| has_resources(document, resources))
        }
        NodeKind::Sequence(items) => {
            let plays = |&item: &NodeId| has_key(document, item, "hosts");
            !items.is_empty() && items.iter().all(plays)
        }
        _ => false,
    }
}

fn has_key(document: &Document, id: NodeId, name: &str) -> bool {
    match &document.node(document.follow(id)).kind {
        NodeKind::Mapping(entries) => entries.iter().any(|(key, _)| document.key_name(*key) == name),
        _ => false,
    }
}

/// True for resources of which one has a type of Amazon's.
fn has_resources(document: &Document, id: NodeId) -> bool {
    let NodeKind::Mapping(entries) = &document.node(document.follow(id)).kind else { return false };
    entries.iter().any(|&(_, resource)| {
        let NodeKind::Mapping(fields) = &document.node(document.follow(resource)).kind else { return false };
        let kind = fields.iter().find(|(key, _)| document.key_name(*key) == "Type");
        kind.and_then(|&(_, value)| document.string(value)).is_some_and(|kind| kind.starts_with("AWS::"))
    })
}

fn boolean(text: &str) -> Option<NodeKind> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(NodeKind::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(NodeKind::Bool(false)),
        _ => None,
    }
}

fn octal(text: &str) -> Option<NodeKind> {
    let digits = text.strip_prefix('0').filter(|digits| !digits.is_empty())?;
    i64::from_str_radix(digits, 8).ok().map(NodeKind::Int)
}
