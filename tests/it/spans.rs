//! What holds for the spans of every document.

use fiducia::document::{Document, Format, NodeId, NodeKind};

/// The nodes directly in a node, in source order: the keys and values of a mapping, the items of a
/// sequence. What an alias names is not in it.
pub fn children(document: &Document, id: NodeId) -> Vec<NodeId> {
    match &document.node(id).kind {
        NodeKind::Sequence(items) => items.to_vec(),
        NodeKind::Mapping(entries) => entries.iter().flat_map(|&(key, value)| [key, value]).collect(),
        _ => Vec::new(),
    }
}

/// Asserts that every span is a piece of the text, that every node lies within the node that holds it
/// and behind the node before it, and that children precede their parents in the arena. There is no
/// exception: an alias has the span of the alias, and a value left out has a place, its key's end.
pub fn assert_nested(document: &Document) {
    let text = &document.source.text;
    let name = &document.source.path;
    for (id, node) in document.nodes().iter().enumerate() {
        assert!(text.get(node.span.range()).is_some(), "{name}: {:?} is no piece of {text:?}", node.span);
        let labelled = match &node.kind {
            NodeKind::Mapping(entries) => {
                let mut keys = entries.iter().map(|&(key, _)| document.node(key).span);
                document.format != Format::Yaml && keys.any(|key| key.is_empty())
            }
            _ => false,
        };
        let loose = labelled || document.is_spread(id as NodeId);
        let mut before = node.span.start;
        let mut last = node.span;
        for child in children(document, id as NodeId) {
            let span = document.node(child).span;
            assert!((child as usize) < id, "{name}: node {id} comes before its child {child}");
            assert!(node.span.contains(span), "{name}: {span:?} leaves {:?} in {text:?}", node.span);
            // What a format writes in several places lies around other things, and what it names without the
            // file's doing is in no order.
            // A table holds the key that stands in its header, an element its name.
            if document.is_spread(child) || loose {
                continue;
            }
            if span.start < before && span.contains(last) {
                before = span.end;
                continue;
            }
            last = span;
            assert!(before <= span.start, "{name}: {span:?} begins before {before} in {text:?}");
            before = span.end;
        }
        if let NodeKind::Alias(target) = node.kind {
            assert!((target as usize) < id, "{name}: alias {id} names a later node");
        }
    }
}
