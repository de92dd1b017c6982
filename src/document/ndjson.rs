//! JSON lines: a document a line, each read as a file of JSON is.

use super::lines::{Lines, trimmed};
use super::{Document, Format, Limits, Node, NodeKind, Parsed, Text, json};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// Broken lines of one file after which reading it stops.
const BROKEN_LINES: usize = 100;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut parsed = Parsed::default();
    let (mut left, mut broken) = (limits.nodes, 0);
    let lines = Lines::new(&source.text).map(|line| trimmed(&source.text, line));
    for (index, line) in lines.filter(|line| !line.is_empty()).enumerate() {
        // A file of its own, whose places are moved to where the line stands.
        let own = source.with_text(source.slice(line).to_owned());
        let limits = Limits { nodes: left, ..*limits };
        let Parsed { documents, problems, .. } = json::parse(&own, &limits, json::Dialect::Strict);
        broken += usize::from(documents.is_empty());
        let full = problems.iter().any(|problem| matches!(problem, Problem::Limit { .. }));
        let problems = problems.into_iter();
        parsed.problems.extend(problems.map(|problem| problem.moved(source, |at| shifted(at, line.start))));
        for document in documents {
            left = left.saturating_sub(document.nodes.len());
            parsed.documents.push(moved(document, source, index, line.start));
        }
        if broken == BROKEN_LINES || (full && left < limits.nodes / 2) {
            let reason = "too many lines of this file cannot be read; the rest was not read";
            parsed.problems.push(Problem::syntax(source, line, reason));
            break;
        }
    }
    parsed
}

fn shifted(span: Span, by: u32) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

fn moved(document: Document, source: &Arc<SourceFile>, index: usize, by: u32) -> Document {
    let node = |node: Node| {
        let kind = match node.kind {
            NodeKind::String(Text::Source(span)) => NodeKind::String(Text::Source(shifted(span, by))),
            kind => kind,
        };
        Node { kind, span: shifted(node.span, by) }
    };
    let nodes = document.nodes.into_iter().map(node).collect();
    Document { source: source.clone(), format: Format::Ndjson, index, nodes, ..document }
}
