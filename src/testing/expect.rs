//! What a fixture expects: comments such as `# expect: TEC-PRO-01`, or a file beside it.

use crate::document::{self, Document, Format, Limits, NodeKind, Pointer, parse};
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// The word that makes a comment an expectation.
const WORD: &str = "expect:";

/// An expectation: a finding of a rule, whose primary label starts on a line or at a pointer.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Id of the rule.
    pub rule: String,
    /// Where the finding has to be.
    pub target: Target,
    /// The id where it is written.
    pub origin: Origin,
}

/// Where a finding has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// On a line, 1-based.
    Line(usize),
    /// At a node, existing or missing.
    Pointer(Pointer),
}

/// A comment that holds expectations.
#[derive(Debug, Clone)]
pub struct Comment {
    /// From its mark to the end of the line.
    pub span: Span,
    /// True if nothing else stands on its line; it is then about the next line that says something.
    pub alone: bool,
    /// The line that it is about.
    pub line: usize,
    /// The ids, and where each is written.
    pub rules: Vec<(String, Span)>,
}

/// True if the format has comments, on which expectations can stand.
pub fn has_comments(format: Format) -> bool {
    !format.comment_marks().is_empty()
}

/// True if a text may hold expectations.
pub fn may_expect(text: &str) -> bool {
    text.contains(WORD)
}

/// The comments of a file that hold expectations. What stands in a key or in a value is no comment, whatever
/// it looks like.
pub fn comments(source: &SourceFile, format: Format, documents: &[Document]) -> Vec<Comment> {
    let documents: Vec<&Document> = documents.iter().collect();
    let found = document::comments(source, format, &documents, WORD);
    let comment = |found: document::Comment| {
        let text = source.slice(found.rest);
        let rule = |word: &str| {
            // Both are slices of one text.
            let at = found.rest.start as usize + (word.as_ptr() as usize - text.as_ptr() as usize);
            (word.to_owned(), Span::new(at, at + word.len()))
        };
        let rules = text.split_whitespace().map(rule).collect();
        Comment { span: found.span, alone: found.alone, line: found.line, rules }
    };
    found.into_iter().map(comment).collect()
}

/// The expectations in comments.
pub fn in_comments(source: &Arc<SourceFile>, comments: &[Comment]) -> Vec<Expectation> {
    let of_comment = |comment: &Comment| {
        let line = comment.line;
        let expectation = |(rule, span): &(String, Span)| Expectation {
            rule: rule.clone(),
            target: Target::Line(line),
            origin: Origin::new(source, *span),
        };
        comment.rules.iter().map(expectation).collect::<Vec<_>>()
    };
    comments.iter().flat_map(of_comment).collect()
}

/// The expectations in a file beside the fixture: a list of `{rule, at}`, where `at` is a JSON Pointer.
///
/// # Errors
/// What is wrong with the file.
pub fn in_file(source: &Arc<SourceFile>, limits: &Limits) -> Result<Vec<Expectation>, Problem> {
    let parsed = parse(source, Format::Yaml, limits);
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(problem);
    }
    let mut expectations = Vec::new();
    for document in &parsed.documents {
        let wrong = |span: Span| {
            Problem::policy(
                Origin::new(source, span),
                "expectations are a list of `{rule: ID, at: /json/pointer}`",
            )
        };
        let NodeKind::Sequence(items) = &document.node(document.root()).kind else {
            return Err(wrong(document.node(document.root()).span));
        };
        for item in items {
            let value = document.to_json(*item);
            let text = |name: &str| value.get(name).and_then(serde_json::Value::as_str);
            let span = document.node(*item).span;
            let known = value.as_object().is_some_and(|fields| fields.len() == 2);
            let pointer = text("at").and_then(Pointer::parse);
            let (Some(rule), Some(pointer), true) = (text("rule"), pointer, known) else {
                return Err(wrong(span));
            };
            let target = Target::Pointer(pointer);
            expectations.push(Expectation {
                rule: rule.to_owned(),
                target,
                origin: Origin::new(source, span),
            });
        }
    }
    Ok(expectations)
}
