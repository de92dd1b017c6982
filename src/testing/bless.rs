//! Writes the expectations of a fixture, and changes nothing else of it.

use super::expect::Comment;
use crate::document::{Document, Format, NodeKind};
use crate::finding::Finding;
use crate::source::{Encoding, SourceFile};
use std::collections::BTreeMap;

/// The text of a fixture with the comments that say these rules on these lines. Comments that say so already
/// stay as they are. `None` if there is a line that no comment can be about.
pub fn comments(
    source: &SourceFile,
    format: Format,
    documents: &[Document],
    present: &[Comment],
    wanted: &[(usize, &str)],
) -> Option<String> {
    let (mark, close) = (format.comment_marks().first().copied()?, format.comment_close());
    let mut rules: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (line, rule) in wanted {
        rules.entry(*line).or_default().push(rule);
    }
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut lines: Vec<usize> =
        rules.keys().copied().chain(present.iter().map(|comment| comment.line)).collect();
    lines.sort_unstable();
    lines.dedup();
    for line in lines {
        let mut said: Vec<&str> = Vec::new();
        let of_line = present.iter().filter(|comment| comment.line == line);
        said.extend(of_line.clone().flat_map(|comment| comment.rules.iter().map(|(rule, _)| rule.as_str())));
        let mut found = rules.get(&line).cloned().unwrap_or_default();
        found.sort_unstable();
        said.sort_unstable();
        if said == found {
            continue;
        }
        let above = of_line.clone().any(|comment| comment.alone)
            || !format.trails_comments()
            || !takes_comment(source, documents, line);
        edits.extend(of_line.map(|comment| removal(source, comment)));
        if !found.is_empty() {
            edits.push(insertion(
                source,
                line,
                above,
                &format!("{mark} expect: {}{close}", found.join(" ")),
            )?);
        }
    }
    // From the end, so that offsets stay true; what is inserted stands behind what is removed at one place.
    edits.sort_by(|a, b| b.cmp(a));
    let mut text = source.text.clone();
    for (start, end, new) in edits {
        text.replace_range(start..end, &new);
    }
    Some(text)
}

/// A comment with the space before it, or with its line where it has one to itself.
fn removal(source: &SourceFile, comment: &Comment) -> (usize, usize, String) {
    let line = source.position(comment.span.start).line;
    let whole = source.line(line).unwrap_or_default();
    if comment.alone {
        let next = source.line(line + 1).map_or(source.text.len(), |next| next.start as usize);
        return (whole.start as usize, next, String::new());
    }
    let before = source.text[..comment.span.start as usize].trim_end_matches([' ', '\t']).len();
    (before, comment.span.end as usize, String::new())
}

fn insertion(source: &SourceFile, line: usize, above: bool, comment: &str) -> Option<(usize, usize, String)> {
    let whole = source.line(line)?;
    let text = source.slice(whole);
    if !above {
        let end = whole.start as usize + text.trim_end_matches([' ', '\t']).len();
        return Some((
            whole.end as usize,
            whole.end as usize,
            format!("{}{comment}", if end == whole.end as usize { "  " } else { "" }),
        ));
    }
    let indentation = &text[..text.len() - text.trim_start().len()];
    let ending = if source.text[whole.end as usize..].starts_with('\r') { "\r\n" } else { "\n" };
    let start = whole.start as usize;
    Some((start, start, format!("{indentation}{comment}{ending}")))
}

/// True if a comment can stand at the end of a line: no string goes on to the next one.
fn takes_comment(source: &SourceFile, documents: &[Document], line: usize) -> bool {
    let Some(end) = source.line(line).map(|span| span.end) else { return false };
    let nodes = documents.iter().flat_map(Document::nodes);
    !nodes
        .filter(|node| !matches!(node.kind, NodeKind::Sequence(_) | NodeKind::Mapping(_)))
        .any(|node| node.span.start < end && end < node.span.end)
}

/// The text as bytes of the file's encoding; `None` for one that is only read.
pub fn encode(source: &SourceFile, text: &str) -> Option<Vec<u8>> {
    match source.encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf8Bom => Some([b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        Encoding::Utf16Le | Encoding::Utf16Be => None,
    }
}

/// A file of expectations, for formats without comments.
pub fn beside<'f>(found: impl Iterator<Item = (&'f str, &'f Finding)>) -> Vec<u8> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let lines: Vec<String> = found
        .map(|(rule, finding)| {
            format!("- {{rule: {}, at: {}}}\n", quoted(rule), quoted(&finding.primary.pointer.to_string()))
        })
        .collect();
    if lines.is_empty() { b"[]\n".to_vec() } else { lines.concat().into_bytes() }
}
