//! How values are written into a document: as the rest of it is.

use super::super::{Document, Format, NodeKind, core_schema};
use super::is_block;
use serde_json::Value;
use std::fmt::Write as _;

/// Words that YAML 1.1 takes for booleans: readers of both versions are to read a string.
const BOOLEANS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];

/// The habits of a file.
#[derive(Default)]
pub(super) struct Spelling {
    json: bool,
    /// Its line break.
    pub line_break: &'static str,
    /// Columns from a key to the keys, and to the dashes, below it.
    pub mapping: usize,
    sequence: usize,
}

impl Spelling {
    /// The habits of the file of a document: those of the first place that shows them, else two columns.
    pub fn of(document: &Document) -> Self {
        let text = &document.source.text;
        let first = text.find('\n').unwrap_or_default();
        let line_break = if text[..first].ends_with('\r') { "\r\n" } else { "\n" };
        let mut habits = [None, None];
        for node in document.nodes() {
            let NodeKind::Mapping(entries) = &node.kind else { continue };
            for &(key, value) in entries.iter().filter(|entry| is_block(document, entry.1)) {
                let column = |node| document.source.position(document.node(node).span.start).column;
                let habit = usize::from(matches!(document.node(value).kind, NodeKind::Sequence(_)));
                habits[habit] = habits[habit].or(column(value).checked_sub(column(key)));
            }
        }
        let [mapping, sequence] = habits;
        let mapping = mapping.filter(|step| *step > 0).unwrap_or(2);
        let json = document.format != Format::Yaml;
        Spelling { json, line_break, mapping, sequence: sequence.unwrap_or(2) }
    }

    /// Columns from a key to the block below it.
    pub fn step(&self, value: &Value) -> usize {
        if value.is_array() { self.sequence } else { self.mapping }
    }

    /// A line break and the margin of the next line.
    pub fn line(&self, indent: usize) -> String {
        format!("{}{}", self.line_break, " ".repeat(indent))
    }

    /// A value as lines, the first one without its margin. Values are made by the program and nest a few levels.
    pub fn block(&self, value: &Value, indent: usize) -> String {
        let lines: Vec<String> = match value {
            Value::Object(entries) if !entries.is_empty() => {
                entries.iter().map(|(key, value)| self.entry(key, value, indent)).collect()
            }
            Value::Array(items) if !items.is_empty() => {
                items.iter().map(|item| format!("- {}", self.block(item, indent + 2))).collect()
            }
            other => vec![self.inline(other, None)],
        };
        lines.join(&self.line(indent))
    }

    /// A key with its value, which goes to the lines below if it is a collection.
    pub fn entry(&self, key: &str, value: &Value, indent: usize) -> String {
        let key = self.scalar(&key.into(), None);
        if !is_filled(value) {
            return format!("{key}: {}", self.inline(value, None));
        }
        let below = indent + self.step(value);
        format!("{key}:{}{}", self.line(below), self.block(value, below))
    }

    /// A value on one line, a string in these quotes if there are any.
    pub fn inline(&self, value: &Value, quote: Option<char>) -> String {
        match value {
            Value::Object(entries) => {
                let entry = |(key, value): (&String, &Value)| {
                    format!("{}: {}", self.scalar(&key.as_str().into(), None), self.inline(value, None))
                };
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.inline(item, None)).collect();
                format!("[{}]", items.join(", "))
            }
            scalar => self.scalar(scalar, quote),
        }
    }

    /// A scalar: plain where every reader takes it for this very string.
    pub fn scalar(&self, value: &Value, quote: Option<char>) -> String {
        match value {
            Value::String(text) if self.json => quoted(text),
            Value::String(text) => match quote {
                Some('\'') if text.chars().all(is_printable) => format!("'{}'", text.replace('\'', "''")),
                None if is_plain(text) => text.clone(),
                _ => quoted(text),
            },
            other => other.to_string(),
        }
    }
}

/// True for a collection that is not empty.
pub(super) fn is_filled(value: &Value) -> bool {
    match value {
        Value::Object(entries) => !entries.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

fn is_plain(text: &str) -> bool {
    let inside = |c: char| match c {
        ' ' | '-' | '_' | '.' | '/' | '+' | '@' | '(' | ')' | '%' | '=' | ';' => true,
        c => c.is_ascii_alphanumeric() || (!c.is_ascii() && is_printable(c)),
    };
    let first = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/') || !c.is_ascii();
    text.starts_with(first)
        && text.trim() == text
        && text.chars().all(inside)
        && core_schema::plain(text).is_none()
        && !BOOLEANS.contains(&text.to_ascii_lowercase().as_str())
}

/// False for what breaks or turns lines, or is not seen.
fn is_printable(c: char) -> bool {
    let acts = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !c.is_control() && !acts && (c == ' ' || !c.is_whitespace())
}

/// In double quotes, as both YAML and JSON read them.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        // Writing to a string does not fail.
        let _ = match c {
            '"' | '\\' => write!(quoted, "\\{c}"),
            '\n' => write!(quoted, "\\n"),
            '\t' => write!(quoted, "\\t"),
            c if is_printable(c) => write!(quoted, "{c}"),
            c => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(quoted, "\\u{unit:04x}")),
        };
    }
    quoted.push('"');
    quoted
}
