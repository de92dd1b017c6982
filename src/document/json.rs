//! JSON and JSONC on `jsonc-parser`.

use super::{Document, Format, Limits, NodeId, NodeKind, Parsed, Text, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use jsonc_parser::ast::{ObjectProp, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use std::borrow::Cow;
use std::sync::Arc;

/// Which JSON is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// RFC 8259 and nothing more.
    Strict,
    /// With comments and trailing commas.
    Comments,
}

/// Nesting that the parser itself refuses, should a larger depth be allowed here.
const PARSER_DEPTH: usize = 512;

const CONTROL_CHARACTER: &str = "control character in a string; write it as \\u00XX";
const FOREIGN_SPACE: &str = "this is no white space in JSON";

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits, dialect: Dialect) -> Parsed {
    let mut parsed = Parsed::default();
    if let Some(problem) = preflight(source, limits, dialect) {
        parsed.problems.push(problem);
        return parsed;
    }
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    match parse_to_ast(&source.text, &collect, &options(dialect)) {
        Err(error) => parsed.problems.push(syntax_problem(source, &error)),
        Ok(result) => {
            let Some(root) = result.value else {
                return parsed;
            };
            let format = if dialect == Dialect::Strict { Format::Json } else { Format::Jsonc };
            let mut reader = Reader { document: Document::begin(source, format, 0), problems: Vec::new() };
            reader.read(root);
            parsed.problems = reader.problems;
            parsed.documents.push(reader.document);
        }
    }
    parsed
}

fn syntax_problem(source: &Arc<SourceFile>, error: &ParseError) -> Problem {
    let range = error.range();
    let span = Span::new(range.start, range.end);
    if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
        return Problem::too_deep(source, span, PARSER_DEPTH);
    }
    match template::action_around(&source.text, range.start) {
        Some(action) => Problem::Template { source: source.clone(), span: action },
        None => Problem::syntax(source, span, error.kind().to_string()),
    }
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
        let here = Span::new(at, at + 1);
        match bytes[at] {
            b'"' => match string_end(bytes, at) {
                Ok(end) => at = end,
                Err(bad) => {
                    let span = Span::new(bad, bad + 1);
                    return Some(Problem::syntax(source, span, CONTROL_CHARACTER));
                }
            },
            b'/' if dialect == Dialect::Comments => at = comment_end(bytes, at),
            // No token starts like this: the parser stops here and says so.
            b'/' => break,
            b'{' | b'[' if depth == limits.depth => {
                return Some(Problem::too_deep(source, here, limits.depth));
            }
            b'{' | b'[' => (depth, values) = (depth + 1, values + 1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' | b':' => values += 1,
            0x0B | 0x0C | 0x80.. => {
                if let Some(span) = foreign_space(&source.text, at) {
                    return Some(Problem::syntax(source, span, FOREIGN_SPACE));
                }
            }
            _ => {}
        }
        at += 1;
    }
    (values > limits.nodes).then(|| Problem::too_many_nodes(source, Span::new(0, 0), limits.nodes))
}

/// The white space at `at` that Unicode has and JSON has not, such as the ideographic space.
fn foreign_space(text: &str, at: usize) -> Option<Span> {
    let space = text.get(at..)?.chars().next().filter(|c| c.is_whitespace())?;
    Some(Span::new(at, at + space.len_utf8()))
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

/// Offset of the last byte of the comment that starts at `at`, or `at` if none does. A carriage return
/// ends a line comment, as it does for the parser: text behind it must not go unseen.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let length = match rest.get(1) {
        Some(b'/') => rest.iter().position(|byte| b"\r\n".contains(byte)),
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
        rest: std::vec::IntoIter<ObjectProp<'a>>,
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
                    rest.next().map(|property| {
                        *key = Some(self.key(property.name));
                        property.value
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
                let rest = object.properties.into_iter();
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
            Open::Object { span, done, .. } => {
                self.problems.extend(self.document.duplicate_keys(&done));
                self.document.push(NodeKind::Mapping(done.into()), span)
            }
        }
    }

    fn key(&mut self, name: ObjectPropName<'_>) -> NodeId {
        let span = Span::new(name.range().start, name.range().end);
        let text = match name {
            ObjectPropName::String(literal) => string(literal.value, span),
            ObjectPropName::Word(literal) => Text::Owned(literal.value.into()),
        };
        self.document.push(NodeKind::String(text), span)
    }
}

/// A string is kept by place where the source spells it without escapes, between its quotes.
fn string(value: Cow<'_, str>, span: Span) -> Text {
    match value {
        Cow::Borrowed(text) if text.len() + 2 == span.len() => {
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
