//! Trees of documents that are parts of others.

use super::super::{Document, Node, NodeId, NodeKind, Text};
use super::decoded::Decoded;
use crate::source::SourceFile;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The tree below a node, with what aliases in it name; `None` where it has more than so many nodes.
pub(super) fn of(document: &Document, node: NodeId, most: usize) -> Option<Document> {
    let order = below(document, node, most)?;
    let place = |id: NodeId| order.binary_search(&id).unwrap_or_default() as NodeId;
    let mut own = Document::begin(&document.source, document.format, document.index);
    for &id in &order {
        let Node { kind, span } = document.node(id);
        let kind = match kind {
            NodeKind::Alias(target) => NodeKind::Alias(place(*target)),
            NodeKind::Sequence(items) => NodeKind::Sequence(items.iter().map(|&item| place(item)).collect()),
            NodeKind::Mapping(entries) => {
                NodeKind::Mapping(entries.iter().map(|&(key, value)| (place(key), place(value))).collect())
            }
            scalar => scalar.clone(),
        };
        own.push(kind, *span);
    }
    let kept = |id: &&NodeId| order.binary_search(id).is_ok();
    own.anchored = document.anchored.iter().filter(kept).map(|&id| place(id)).collect();
    own.merge_keys = document.merge_keys.iter().filter(kept).map(|&id| place(id)).collect();
    own.spread = document.spread.iter().filter(kept).map(|&id| place(id)).collect();
    let heads = document.heads.iter().filter(|(id, _)| kept(id));
    own.heads = heads.map(|(&id, &span)| (place(id), span)).collect::<HashMap<_, _>>();
    Some(own)
}

/// The nodes below a node and itself, in the order of the arena: its own number is the highest.
fn below(document: &Document, node: NodeId, most: usize) -> Option<Vec<NodeId>> {
    let (mut seen, mut pending) = (BTreeSet::new(), vec![node]);
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        if seen.len() > most {
            return None;
        }
        match &document.node(id).kind {
            NodeKind::Alias(target) => pending.push(*target),
            NodeKind::Sequence(items) => pending.extend(items),
            NodeKind::Mapping(entries) => {
                pending.extend(entries.iter().flat_map(|&(key, value)| [key, value]));
            }
            _ => {}
        }
    }
    Some(seen.into_iter().collect())
}

/// A document of a text that a file holds, with its places in that file.
pub(super) fn moved(inner: Document, source: &Arc<SourceFile>, decoded: &Decoded<'_>) -> Document {
    let mut own = Document::begin(source, inner.format, inner.index);
    for Node { kind, span } in &inner.nodes {
        let kind = match kind {
            NodeKind::String(Text::Source(at)) => NodeKind::String(match decoded.verbatim(*at) {
                Some(at) => Text::Source(at),
                None => Text::Owned(inner.source.slice(*at).into()),
            }),
            other => other.clone(),
        };
        own.push(kind, decoded.span(*span));
    }
    let Document { anchored, merge_keys, duplicates, spread, heads, .. } = inner;
    let heads = heads.into_iter().map(|(id, span)| (id, decoded.span(span))).collect();
    Document { anchored, merge_keys, duplicates, spread, heads, ..own }
}
