//! JSON and JSONC on `jsonc-parser`.

use super::{Document, Format, Limits, NodeId, NodeKind, Parsed, Text};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use std::collections::HashMap;
use std::sync::Arc;

/// Which JSON is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// RFC 8259 and nothing more.
    Strict,
    /// With comments and trailing commas.
    Comments,
}

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits, dialect: Dialect) -> Parsed {
    let mut parsed = Parsed::default();
    if let Some(problem) = preflight(source, limits, dialect) {
        parsed.problems.push(problem);
        return parsed;
    }
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    match parse_to_ast(&source.text, &collect, &options(dialect)) {
        Err(error) => {
            let range = error.range();
            let span = Span::new(range.start, range.end);
            parsed.problems.push(Problem::syntax(source, span, error.kind().to_string()));
        }
        Ok(result) => {
            let Some(root) = result.value else { return parsed };
            let format = if dialect == Dialect::Strict { Format::Json } else { Format::Jsonc };
            let mut reader = Reader { document: Document::begin(source, format, 0), problems: Vec::new() };
            reader.read(root);
            parsed.problems = reader.problems;
            parsed.documents.push(reader.document);
        }
    }
    parsed
}

fn options(dialect: Dialect) -> ParseOptions {
    ParseOptions {
        allow_comments: dialect == Dialect::Comments,
        allow_trailing_commas: dialect == Dialect::Comments,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

/// What has to be known before the parser runs, which recurses on depth: the nesting and the number
/// of values. Also what it lets through: raw control characters in strings, and white space that
/// JSON does not have.
fn preflight(source: &Arc<SourceFile>, limits: &Limits, dialect: Dialect) -> Option<Problem> {
    let bytes = source.text.as_bytes();
    let (mut depth, mut values, mut at) = (0usize, 0usize, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => match string_end(bytes, at) {
                Ok(end) => at = end,
                Err(bad) => {
                    let span = Span::new(bad, bad + 1);
                    return Some(Problem::syntax(
                        source,
                        span,
                        "control character in a string; write it as \\u00XX",
                    ));
                }
            },
            b'/' if dialect == Dialect::Comments => at = comment_end(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                values += 1;
                if depth > limits.depth {
                    return Some(Problem::too_deep(source, Span::new(at, at + 1), limits.depth));
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' | b':' => values += 1,
            0x0B | 0x0C => {
                return Some(Problem::syntax(
                    source,
                    Span::new(at, at + 1),
                    "this is no white space in JSON",
                ));
            }
            _ => {}
        }
        at += 1;
    }
    (values > limits.nodes).then(|| Problem::too_many_nodes(source, Span::new(0, 0), limits.nodes))
}

/// Offset of the closing quote of the string that starts at `at`, or of a raw control character in it.
fn string_end(bytes: &[u8], at: usize) -> Result<usize, usize> {
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'"' => return Ok(end),
            b'\\' => end += 1,
            byte if byte < 0x20 => return Err(end),
            _ => {}
        }
        end += 1;
    }
    Ok(end)
}

/// Offset of the last byte of the comment that starts at `at`, or `at` if none does.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let length = match rest.get(1) {
        Some(b'/') => rest.iter().position(|&byte| byte == b'\n'),
        Some(b'*') => rest.windows(2).skip(2).position(|pair| pair == b"*/").map(|found| found + 4),
        _ => return at,
    };
    at + length.unwrap_or(rest.len()).saturating_sub(1)
}

struct Reader {
    document: Document,
    problems: Vec<Problem>,
}

/// A collection whose children are being read.
enum Open<'a> {
    Array {
        span: Span,
        items: std::vec::IntoIter<Value<'a>>,
        done: Vec<NodeId>,
    },
    Object {
        span: Span,
        rest: std::vec::IntoIter<(NodeId, Value<'a>)>,
        key: Option<NodeId>,
        done: Vec<(NodeId, NodeId)>,
    },
}

impl Reader {
    /// Moves the tree into the arena, children first, with a stack of its own.
    fn read(&mut self, root: Value<'_>) {
        let mut stack: Vec<Open<'_>> = Vec::new();
        let mut finished = self.open(root, &mut stack);
        while let Some(top) = stack.last_mut() {
            let next = match top {
                Open::Array { items, done, .. } => {
                    done.extend(finished.take());
                    items.next()
                }
                Open::Object { rest, key, done, .. } => {
                    if let (Some(name), Some(value)) = (key.take(), finished.take()) {
                        done.push((name, value));
                    }
                    rest.next().map(|(name, value)| {
                        *key = Some(name);
                        value
                    })
                }
            };
            match next {
                Some(value) => finished = self.open(value, &mut stack),
                None => finished = stack.pop().map(|open| self.close(open)),
            }
        }
    }

    /// Pushes a scalar, or opens a collection.
    fn open<'a>(&mut self, value: Value<'a>, stack: &mut Vec<Open<'a>>) -> Option<NodeId> {
        let span = Span::new(value.range().start, value.range().end);
        let kind = match value {
            Value::Array(array) => {
                stack.push(Open::Array { span, items: array.elements.into_iter(), done: Vec::new() });
                return None;
            }
            Value::Object(object) => {
                let rest = self.keys(object).into_iter();
                stack.push(Open::Object { span, rest, key: None, done: Vec::new() });
                return None;
            }
            Value::StringLit(literal) => NodeKind::String(string(literal.value, span)),
            Value::NumberLit(literal) => number(literal.value),
            Value::BooleanLit(literal) => NodeKind::Bool(literal.value),
            Value::NullKeyword(_) => NodeKind::Null,
        };
        Some(self.document.push(kind, span))
    }

    fn close(&mut self, open: Open<'_>) -> NodeId {
        match open {
            Open::Array { span, done, .. } => self.document.push(NodeKind::Sequence(done.into()), span),
            Open::Object { span, done, .. } => self.document.push(NodeKind::Mapping(done.into()), span),
        }
    }

    /// Pushes the keys of an object, reporting duplicates.
    fn keys<'a>(&mut self, object: Object<'a>) -> Vec<(NodeId, Value<'a>)> {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut entries = Vec::with_capacity(object.properties.len());
        for property in object.properties {
            let range = property.name.range();
            let span = Span::new(range.start, range.end);
            let name = match property.name {
                ObjectPropName::String(literal) => literal.value,
                ObjectPropName::Word(literal) => literal.value.into(),
            };
            if let Some(first) = seen.insert(name.to_string(), span) {
                self.problems.push(Problem::duplicate_key(&self.document.source, &name, first, span));
            }
            let key = self.document.push(NodeKind::String(string(name, span)), span);
            entries.push((key, property.value));
        }
        entries
    }
}

/// A string is kept by place where the source spells it without escapes, between its quotes.
fn string(value: std::borrow::Cow<'_, str>, span: Span) -> Text {
    match value {
        std::borrow::Cow::Borrowed(text) if text.len() + 2 == span.len() => {
            Text::Source(Span { start: span.start + 1, end: span.end - 1 })
        }
        other => Text::Owned(other.into()),
    }
}

fn number(text: &str) -> NodeKind {
    match text.parse() {
        Ok(value) => NodeKind::Int(value),
        Err(_) => NodeKind::decimal(text),
    }
}
