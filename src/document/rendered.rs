//! What `helm template` says above each document that it renders: `# Source: chart/templates/name.yaml`.

use super::{Document, Format};
use crate::source::Span;

/// How the comment begins.
const SOURCE: &str = "# Source: ";

/// Notes the template of each document of a file.
pub(super) fn name_templates(documents: &mut [Document]) {
    let Some(first) = documents.first() else { return };
    if first.format != Format::Yaml || !first.source.text.contains(SOURCE) {
        return;
    }
    for document in documents {
        document.template = above(document);
    }
}

/// The name in the comments right above a document.
fn above(document: &Document) -> Option<Span> {
    let start = document.node(document.root()).span.start as usize;
    let mut end = document.source.text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    loop {
        let before = document.source.text[..end].strip_suffix('\n')?;
        let begin = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before[begin..].trim_end_matches('\r');
        if let Some(name) = line.strip_prefix(SOURCE).map(str::trim_end).filter(|name| !name.is_empty()) {
            let begin = begin + SOURCE.len();
            return Some(Span::new(begin, begin + name.len()));
        }
        if !line.trim().is_empty() && !line.starts_with('#') {
            return None;
        }
        end = begin;
    }
}
