//! The readers of formats beside YAML and JSON: values as conftest has them, the exact bytes of each, and
//! what hostile files come to.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::spans;
mod combine;
mod config;
mod data;
mod hcl;
mod natives;
mod nested;
mod run;
mod sound;
mod terraform;
mod yaml;

use fiducia::document::{Document, Format, Limits, Parsed, Pointer, comments, parse};
use fiducia::source::{SourceFile, Span};
use serde_json::Value;

/// Deeper than any bound.
const DEEP: usize = 100_000;

fn read(format: Format, text: &str) -> Parsed {
    parse(&SourceFile::from_text("test", text), format, &Limits::default())
}

/// The only document of a text that reads without a problem.
fn only(format: Format, text: &str) -> Document {
    let mut parsed = read(format, text);
    assert!(parsed.problems.is_empty() && parsed.documents.len() == 1, "{text:?}: {:?}", parsed.problems);
    let document = parsed.documents.remove(0);
    spans::assert_nested(&document);
    document
}

fn value(format: Format, text: &str) -> Value {
    let document = only(format, text);
    document.to_json(document.root())
}

/// A text without its `⟦` and `⟧`, and the span between them.
fn marked(text: &str) -> (String, Span) {
    let start = text.find('⟦').unwrap();
    let end = text.find('⟧').unwrap() - '⟦'.len_utf8();
    (text.replace(['⟦', '⟧'], ""), Span::new(start, end))
}

/// Asserts that the value at a pointer is this one, and is what the marks enclose. It holds behind a byte order
/// mark, with Windows' line breaks, and behind wide characters as well.
fn assert_value_at(format: Format, text: &str, pointer: &str, expected: Value) {
    let (plain, span) = marked(text);
    let document = only(format, &plain);
    let place = document.resolve(&Pointer::parse(pointer).unwrap());
    let found = (document.source.slice(document.node(place.node).span), place.missing.len());
    assert_eq!(found, (&plain[span.range()], 0), "{pointer} in {plain:?}");
    assert_eq!(document.node(place.node).span, span, "{pointer} in {plain:?}");
    assert_eq!(document.to_json(place.node), expected, "{pointer} in {plain:?}");
}

/// Asserts that the key of the value at a pointer is what the marks enclose.
fn assert_key_at(format: Format, text: &str, pointer: &str) {
    let (plain, span) = marked(text);
    let document = only(format, &plain);
    let place = document.resolve(&Pointer::parse(pointer).unwrap());
    let key = place.key.map(|key| document.node(key).span);
    assert_eq!((key, place.missing.len()), (Some(span), 0), "{pointer} in {plain:?}");
}

/// Asserts that the first problem is of a kind and at the marks.
fn assert_problem_at(format: Format, text: &str, kind: &str) {
    let (plain, span) = marked(text);
    let parsed = read(format, &plain);
    let found = parsed.problems.first().map(|problem| (problem.kind(), problem.origin().unwrap().span));
    assert_eq!(found, Some((kind, span)), "{plain:?}: {:?}", parsed.problems);
}

/// Asserts that a text is refused for a bound.
fn assert_bounded(format: Format, text: &str) {
    let start = text.chars().take(40).collect::<String>();
    let kinds: Vec<_> = read(format, text).problems.iter().map(|problem| problem.kind()).collect();
    assert_eq!(kinds, ["limit"], "{start}");
}

/// Asserts what the comments with a word are, and which node each line is about.
fn assert_comments(format: Format, text: &str, expected: &[(&str, &str)]) {
    let parsed = read(format, text);
    assert!(parsed.problems.is_empty(), "{text:?}: {:?}", parsed.problems);
    let documents: Vec<&Document> = parsed.documents.iter().collect();
    let source = &documents[0].source;
    let found = comments(source, format, &documents, "say:");
    let told: Vec<(&str, String)> = found
        .iter()
        .map(|comment| {
            let line = source.line(comment.line).unwrap_or_default();
            let pointer = documents[0].pointer_at(line).map_or("none".to_owned(), |at| at.to_string());
            (source.slice(comment.rest).trim(), pointer)
        })
        .collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(rest, pointer)| (*rest, pointer.as_str())).collect();
    assert_eq!(told, expected, "{text:?}");
}
