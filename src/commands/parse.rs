//! `fiducia parse`.

use super::Outcome;
use super::settings::{self, Start};
use crate::cli::{Display, Parse, Policies};
use crate::discover;
use crate::document::{self, Choice, Document, Format, Limits, NodeId, NodeKind, Parsed, Pointer, Reading};
use crate::json;
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;

/// Prints the documents of a file as policies see them.
pub fn run(cli: &Parse) -> Outcome {
    let (parsed, display) = match read(cli) {
        Ok(read) => read,
        Err(problem) => return Outcome::refused(problem, cli.display),
    };
    let mut outcome = Outcome::default();
    for document in &parsed.documents {
        let value = if cli.spans { with_places(document) } else { document.to_json(document.root()) };
        outcome.stdout.extend(json::pretty(&value).into_bytes());
    }
    if !parsed.problems.is_empty() {
        outcome.fail(&parsed.problems, display);
    }
    outcome
}

fn read(cli: &Parse) -> Result<(Parsed, Display), Problem> {
    let limits = settings::limits(&cli.max_file_size)?;
    let policies = Policies { config: cli.config.clone(), ..Policies::default() };
    let paths = std::slice::from_ref(&cli.path);
    let mut start = Start::new(&policies, cli.display, paths, limits)?;
    start.name_formats(&cli.format_of, cli.yaml.as_deref())?;
    let named = cli.stdin_format.as_deref();
    let named = named.map(|name| settings::format("--stdin-format", name)).transpose()?;
    let (source, format, reading) = source(cli, &start, named, &limits)?;
    let format = format.or_else(|| discover::format_of_content(&source.text));
    let parsed = match format {
        Some(format) => document::parse_nested(&source, format, reading, &limits),
        None => Parsed::failed(document::unknown_format(&source.path)),
    };
    Ok((parsed, start.display))
}

/// The text, and the format that its name or an option tells.
fn source(
    cli: &Parse,
    start: &Start,
    named: Option<Format>,
    limits: &Limits,
) -> Result<(Arc<SourceFile>, Option<Format>, Reading), Problem> {
    if cli.path == Path::new("-") {
        let source = discover::read_from(std::io::stdin().lock(), "<stdin>", limits.file_size)?;
        let format = named.or_else(|| discover::format_of_content(&source.text));
        let reading = Choice::of(&source.path, &start.config.formats).reading;
        return Ok((source, Some(format.unwrap_or(Format::Yaml)), reading));
    }
    let shown = discover::shown(&cli.path, &start.working_directory);
    let Choice { format, reading } = Choice::of(&shown, &start.config.formats);
    let format = format.or_else(|| discover::format_of_name(&cli.path));
    Ok((discover::read(&cli.path, &shown, limits.file_size)?, format, reading))
}

/// A document with the places of its keys and values, by pointer, in the order of the file.
fn with_places(document: &Document) -> Value {
    let mut places = Vec::new();
    let mut pending = vec![(document.root(), None, Pointer::default())];
    while let Some((node, key, pointer)) = pending.pop() {
        let mut place = Map::new();
        place.insert("pointer".to_owned(), pointer.to_string().into());
        if let Some(key) = key {
            place.insert("key".to_owned(), self::place(document, key));
        }
        place.insert("value".to_owned(), self::place(document, node));
        places.push(Value::Object(place));
        // What an alias repeats is told where it is written.
        let below: Vec<(NodeId, Option<NodeId>, Pointer)> = match &document.node(node).kind {
            NodeKind::Sequence(items) => {
                let item = |(at, item): (usize, &NodeId)| (*item, None, pointer.with(&at.to_string()));
                items.iter().enumerate().map(item).collect()
            }
            NodeKind::Mapping(entries) => {
                let entry = |&(key, value): &(NodeId, NodeId)| {
                    (value, Some(key), pointer.with(&document.key_name(key)))
                };
                entries.iter().map(entry).collect()
            }
            _ => Vec::new(),
        };
        pending.extend(below.into_iter().rev());
    }
    json!({
        "path": document.source.path,
        "document": document.outer(),
        "within": document.is_nested().then(|| document.from_outer(&Pointer::default()).to_string()),
        "format": document.format.name(),
        "value": document.to_json(document.root()),
        "places": places,
    })
}

/// Lines and columns, both from 1, and the bytes of the text.
fn place(document: &Document, node: NodeId) -> Value {
    let span: Span = document.node(node).span;
    let (start, end) = (document.source.position(span.start), document.source.position(span.end));
    json!({
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "offset": start.offset,
        "end_offset": end.offset,
    })
}
