//! Comments that say something to the program, such as `# expect: ID` and `# fiducia: allow ID`.

use super::{Document, Format, NodeKind};
use crate::source::{SourceFile, Span};

/// What ends a comment of XML.
const CLOSE: &str = "-->";

/// A comment that begins with a certain word.
#[derive(Debug, Clone)]
pub struct Comment {
    /// From its mark to the end of the line.
    pub span: Span,
    /// True if nothing else stands on its line; it is then about the next line that says something.
    pub alone: bool,
    /// The 1-based line that it is about.
    pub line: usize,
    /// What follows the word.
    pub rest: Span,
}

/// The comments of a file that begin with a word. What stands in a key or in a value is no comment, whatever
/// it looks like.
pub fn comments(source: &SourceFile, format: Format, documents: &[&Document], word: &str) -> Vec<Comment> {
    let marks = format.comment_marks();
    // What stands in a value is none of the comments of the file.
    let documents: Vec<&Document> =
        documents.iter().copied().filter(|document| !document.is_nested()).collect();
    let documents = documents.as_slice();
    if marks.is_empty() || !source.text.contains(word) {
        return Vec::new();
    }
    if documents.iter().any(|document| document.comments.is_some()) {
        return known(source, marks, documents, word);
    }
    let scalars = scalars(documents);
    let inside = |offset: u32| {
        let before = scalars.partition_point(|span| span.start <= offset);
        before.checked_sub(1).is_some_and(|at| offset < scalars[at].end)
    };
    let mut comments = Vec::new();
    for (at, _) in source.text.match_indices(word) {
        let before = source.text[..at].trim_end_matches([' ', '\t']);
        let mark = marks.iter().find(|mark| before.ends_with(**mark));
        let Some(start) = mark.map(|mark| before.len() - mark.len()) else { continue };
        let begins = source.text[..start].ends_with([' ', '\t', '\n', '\r', ',', '{', '}', '[', ']', ':']);
        let start = Span::new(start, start).start;
        if (begins || start == 0) && !inside(start) {
            comments.push(comment(source, start, at + word.len()));
        }
    }
    aim(source, marks, &mut comments);
    comments
}

/// The same where the reader has found the comments.
fn known(source: &SourceFile, marks: &[&str], documents: &[&Document], word: &str) -> Vec<Comment> {
    let spans = documents.iter().flat_map(|document| document.comments.iter().flatten());
    let begins = |span: &Span| {
        let text = source.slice(*span);
        let body = marks.iter().find_map(|mark| text.strip_prefix(mark))?;
        let said = body.trim_start_matches([' ', '\t']);
        let rest = span.start as usize + (text.len() - said.len()) + word.len();
        said.starts_with(word).then(|| {
            let comment = comment(source, span.start, rest);
            let end = comment.span.end.min(span.end);
            let inner = source.slice(Span::new(rest, end as usize)).trim_end_matches(CLOSE);
            let rest = Span::new(rest, rest + inner.len());
            Comment { span: Span { start: span.start, end }, rest, ..comment }
        })
    };
    let mut comments: Vec<Comment> = spans.filter_map(begins).collect();
    aim(source, marks, &mut comments);
    comments
}

fn comment(source: &SourceFile, start: u32, rest: usize) -> Comment {
    let line = source.position(start).line;
    let whole = source.line(line).unwrap_or_default();
    let alone = source.slice(Span { start: whole.start, end: start }).trim().is_empty();
    let rest = Span::new(rest, whole.end as usize);
    Comment { span: Span { start, end: whole.end }, alone, line, rest }
}

/// Aims each comment that stands alone at the next line that says something, the last one first: those in a
/// row are about the same line.
fn aim(source: &SourceFile, marks: &[&str], comments: &mut [Comment]) {
    let mut next: Option<(usize, usize)> = None;
    for comment in comments.iter_mut().rev().filter(|comment| comment.alone) {
        let own = comment.line;
        let mut line = own + 1;
        comment.line = loop {
            if let Some((_, target)) = next.filter(|(below, _)| *below == line) {
                break target;
            }
            match source.line(line).map(|span| source.slice(span).trim()) {
                None => break own + 1,
                Some(text) if text.is_empty() || marks.iter().any(|mark| text.starts_with(mark)) => line += 1,
                Some(_) => break line,
            }
        };
        next = Some((own, comment.line));
    }
}

/// The spans of all keys and scalars, sorted.
fn scalars(documents: &[&Document]) -> Vec<Span> {
    let nodes = documents.iter().flat_map(|document| document.nodes());
    let scalar =
        |kind: &NodeKind| !matches!(kind, NodeKind::Sequence(_) | NodeKind::Mapping(_) | NodeKind::Alias(_));
    let mut spans: Vec<Span> =
        nodes.filter(|node| scalar(&node.kind) && !node.span.is_empty()).map(|node| node.span).collect();
    spans.sort();
    spans
}
