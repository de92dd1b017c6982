//! YAML 1.2 with the core schema, on `granit-parser`.

use super::{Document, Format, Limits, NodeId, NodeKind, Parsed, Text};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use granit_parser::{Event, Options, Parser, ScalarStyle, Tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Broken documents of one file after which reading it stops.
const BROKEN_DOCUMENTS: usize = 100;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut parser = Parser::new_from_str_with_options(&source.text, options(limits));
    let mut reader = Reader::new(source, limits);
    let mut broken = 0;
    while let Some(event) = parser.next_event() {
        let result = match event {
            Ok((event, span)) => reader.event(event, &span),
            Err(error) => Err(syntax_problem(source, limits, &error)),
        };
        let Err(problem) = result else { continue };
        reader.parsed.problems.push(problem);
        reader.abandon();
        broken += 1;
        // The documents after a broken one are still worth checking.
        if broken >= BROKEN_DOCUMENTS || reader.exhausted || !parser.proceed_next_document().unwrap_or(false)
        {
            break;
        }
    }
    reader.finish()
}

fn options(limits: &Limits) -> Options {
    granit_parser::options! {
        emit_comments: false,
        // One more than allowed, so that the limit is met here, where its message names the option.
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
        // YAML allows 1,024 characters; real keys such as annotations in JSON are longer.
        simple_key_max_lookahead: 65_536,
    }
}

/// A syntax error of the parser, or what it usually means: a template that has not been rendered.
fn syntax_problem(source: &Arc<SourceFile>, limits: &Limits, error: &granit_parser::ScanError) -> Problem {
    let offset = error.marker().byte_offset().unwrap_or(source.text.len()).min(source.text.len());
    let end =
        source.text[offset..].chars().next().filter(|c| *c != '\n').map_or(offset, |c| offset + c.len_utf8());
    let span = Span::new(offset, end);
    let message = error.info();
    if message.contains("nesting") && message.contains("limit") {
        return Problem::too_deep(source, span, limits.depth);
    }
    match template_marker(&source.text) {
        Some(marker) => Problem::Template { source: source.clone(), span: marker },
        None => Problem::syntax(source, span, message),
    }
}

/// The first unquoted Go or Jinja template action: `{{ ... }}` or `{% ... %}`.
fn template_marker(text: &str) -> Option<Span> {
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for (at, _) in text.match_indices(open) {
            let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let before = text[line_start..at].trim_start();
            let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
            let quoted = before.contains(['"', '\'', '#']) || before.ends_with('$');
            if let (false, Some(end)) = (quoted, text[at..line_end].find(close)) {
                return Some(Span::new(at, at + end + close.len()));
            }
        }
    }
    None
}

/// A collection being read.
struct Open {
    start: u32,
    anchor: usize,
    mapping: bool,
    items: Vec<NodeId>,
}

/// What a finished node weighs with its aliases replaced by what they name.
#[derive(Clone, Copy)]
struct Weight {
    nodes: u64,
    height: u32,
}

struct Reader<'s> {
    source: &'s Arc<SourceFile>,
    limits: &'s Limits,
    parsed: Parsed,
    document: Document,
    weights: Vec<Weight>,
    stack: Vec<Open>,
    anchors: HashMap<usize, NodeId>,
    /// Documents begun so far.
    begun: usize,
    /// Nodes of the documents before this one.
    nodes_before: usize,
    /// Where the previous token ended: the header of a block scalar lies behind it.
    previous_end: usize,
    /// A bound on the whole file was hit: nothing after it is read.
    exhausted: bool,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Arc<SourceFile>, limits: &'s Limits) -> Self {
        Reader {
            source,
            limits,
            parsed: Parsed::default(),
            document: Document::begin(source, Format::Yaml, 0),
            weights: Vec::new(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            begun: 0,
            nodes_before: 0,
            previous_end: 0,
            exhausted: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: &granit_parser::Span) -> Result<(), Problem> {
        let bytes = span.byte_range().unwrap_or(0..0);
        let at = Span::new(bytes.start, bytes.end);
        match event {
            Event::DocumentStart(..) => self.abandon(),
            Event::DocumentEnd => self.end_document(),
            Event::SequenceStart(_, anchor, _) => self.open(at, anchor, false)?,
            Event::MappingStart(_, anchor, _) => self.open(at, anchor, true)?,
            Event::SequenceEnd | Event::MappingEnd => self.close(at)?,
            Event::Scalar(value, style, anchor, tag) => {
                let (kind, span) = self.scalar(value, style, tag.as_deref(), at);
                let id = self.push(kind, span, Weight { nodes: 1, height: 1 })?;
                if style == ScalarStyle::Plain && self.at_key() && self.source.slice(span) == "<<" {
                    self.document.merge_keys.insert(id);
                }
                self.done(id, anchor)?;
            }
            Event::Alias(anchor) => self.alias(anchor, at)?,
            _ => {}
        }
        self.previous_end = self.previous_end.max(bytes.end);
        Ok(())
    }

    /// True if the node that ends now is the key of a mapping.
    fn at_key(&self) -> bool {
        self.stack.last().is_some_and(|open| open.mapping && open.items.len() % 2 == 0)
    }

    fn push(&mut self, kind: NodeKind, span: Span, weight: Weight) -> Result<NodeId, Problem> {
        if self.nodes_before + self.document.nodes().len() >= self.limits.nodes {
            self.exhausted = true;
            return Err(Problem::too_many_nodes(self.source, span, self.limits.nodes));
        }
        if weight.nodes > self.limits.expanded {
            return Err(Problem::too_large_expanded(self.source, span, self.limits.expanded));
        }
        if weight.height as usize > self.limits.depth {
            return Err(Problem::too_deep(self.source, span, self.limits.depth));
        }
        self.weights.push(weight);
        Ok(self.document.push(kind, span))
    }

    /// A node has ended: it belongs to the collection around it.
    fn done(&mut self, id: NodeId, anchor: usize) -> Result<(), Problem> {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let key = self.at_key();
        let Some(open) = self.stack.last_mut() else { return Ok(()) };
        open.items.push(id);
        if key && self.is_template(id) {
            let span = self.document.node(id).span;
            let span = template_marker(&self.source.text).unwrap_or(span);
            return Err(Problem::Template { source: self.source.clone(), span });
        }
        Ok(())
    }

    /// `a: {{ .Values.x }}` reads as a mapping whose only key is a mapping: a Go template, never YAML
    /// that somebody meant.
    fn is_template(&self, key: NodeId) -> bool {
        let span = self.document.node(key).span;
        matches!(self.document.node(key).kind, NodeKind::Mapping(_))
            && span.start > 0
            && self.source.text[..span.start as usize].ends_with('{')
            && self.source.slice(span).starts_with('{')
    }

    fn open(&mut self, at: Span, anchor: usize, mapping: bool) -> Result<(), Problem> {
        if self.stack.len() >= self.limits.depth {
            return Err(Problem::too_deep(self.source, at, self.limits.depth));
        }
        self.stack.push(Open { start: at.start, anchor, mapping, items: Vec::new() });
        Ok(())
    }

    fn close(&mut self, at: Span) -> Result<(), Problem> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        // A flow collection ends at its bracket, a block collection with its last child.
        let last_child = open.items.last().map(|&item| self.document.node(item).span.end);
        let end = if at.is_empty() { last_child.unwrap_or(open.start) } else { at.end };
        let mut weight = Weight { nodes: 1, height: 0 };
        for &item in &open.items {
            let child = self.weights[item as usize];
            weight.nodes = weight.nodes.saturating_add(child.nodes);
            weight.height = weight.height.max(child.height);
        }
        weight.height += 1;
        let span = Span { start: open.start, end: end.max(open.start) };
        let kind = if open.mapping {
            let entries: Box<[_]> = open.items.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            self.report_duplicates(&entries);
            NodeKind::Mapping(entries)
        } else {
            NodeKind::Sequence(open.items.into())
        };
        let id = self.push(kind, span, weight)?;
        self.done(id, open.anchor)
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<(), Problem> {
        let Some(&target) = self.anchors.get(&anchor) else {
            return Err(Problem::syntax(
                self.source,
                at,
                "an alias of the node that it stands in has no end",
            ));
        };
        let weight = self.weights[target as usize];
        let root = self.document.follow(target);
        self.document.anchored.insert(root);
        let id = self.push(NodeKind::Alias(target), at, weight)?;
        self.done(id, 0)
    }

    fn report_duplicates(&mut self, entries: &[(NodeId, NodeId)]) {
        let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
        let mut duplicates = Vec::new();
        let document = &self.document;
        let keys = entries.iter().map(|&(key, _)| key).filter(|&key| !document.is_merge_key(key));
        for (at, key) in keys.enumerate() {
            let name = document.key_name(key);
            // Most mappings are small: comparing beats hashing there.
            let first = if entries.len() <= 8 {
                let before =
                    entries.iter().map(|&(key, _)| key).filter(|&key| !document.is_merge_key(key)).take(at);
                before.into_iter().find(|&earlier| document.key_name(earlier) == name)
            } else {
                seen.insert(name.clone(), key)
            };
            if let Some(first) = first {
                let (first, second) = (document.node(first).span, document.node(key).span);
                duplicates.push(Problem::duplicate_key(self.source, &name, first, second));
            }
        }
        drop(seen);
        self.parsed.problems.extend(duplicates);
    }

    fn scalar(
        &self,
        value: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&Tag>,
        at: Span,
    ) -> (NodeKind, Span) {
        let span = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.with_header(at),
            _ => at,
        };
        let typed = match tag.map(|tag| tag.core_suffix().unwrap_or("")) {
            None => style == ScalarStyle::Plain,
            Some("int" | "float" | "bool" | "null") => true,
            Some(_) => false,
        };
        let kind = if typed { core_schema(&value) } else { None };
        (kind.unwrap_or_else(|| NodeKind::String(self.string(value, style, at))), span)
    }

    /// A string is kept by place where the source spells it as it is.
    fn string(&self, value: Cow<'_, str>, style: ScalarStyle, at: Span) -> Text {
        let inner = match style {
            ScalarStyle::Plain => at,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if at.len() >= 2 => {
                Span { start: at.start + 1, end: at.end - 1 }
            }
            _ => return Text::Owned(value.into()),
        };
        if self.source.slice(inner) == value { Text::Source(inner) } else { Text::Owned(value.into()) }
    }

    /// The span of a block scalar from its `|` or `>` on; the parser gives the lines of text alone.
    fn with_header(&self, at: Span) -> Span {
        let from = self.previous_end.min(at.start as usize);
        let gap = &self.source.text[from..at.start as usize];
        let mut offset = from;
        for line in gap.split_inclusive('\n') {
            let code = line.split(" #").next().unwrap_or(line);
            if let Some(header) = code.rfind(['|', '>']) {
                return Span { start: Span::new(offset + header, 0).start, end: at.end };
            }
            offset += line.len();
        }
        at
    }

    fn end_document(&mut self) {
        // A document of a stream that holds nothing at all, as behind a trailing `---`, is none.
        let empty = match self.document.nodes() {
            [only] => only.kind == NodeKind::Null && only.span.is_empty(),
            nodes => nodes.is_empty(),
        };
        let index = self.begun;
        if !empty {
            let next = Document::begin(self.source, Format::Yaml, index + 1);
            let mut document = std::mem::replace(&mut self.document, next);
            document.index = index;
            document.nodes.shrink_to_fit();
            self.nodes_before += document.nodes.len();
            self.parsed.documents.push(document);
        }
        self.begun += 1;
        self.clear();
    }

    /// Drops what has been read of the current document.
    fn abandon(&mut self) {
        self.clear();
    }

    fn clear(&mut self) {
        self.document = Document::begin(self.source, Format::Yaml, self.begun);
        self.weights.clear();
        self.stack.clear();
        self.anchors.clear();
    }

    fn finish(self) -> Parsed {
        self.parsed
    }
}

/// What a plain scalar is in the YAML 1.2 core schema; `None` for a string.
fn core_schema(text: &str) -> Option<NodeKind> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" => NodeKind::Bool(true),
        "false" | "False" | "FALSE" => NodeKind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => NodeKind::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => NodeKind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => NodeKind::Float(f64::NEG_INFINITY),
        _ if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => return None,
        _ => return number(text),
    })
}

fn number(text: &str) -> Option<NodeKind> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let valid = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
            return valid.then(|| {
                i64::from_str_radix(digits, radix).map_or_else(|_| wide(digits, radix), NodeKind::Int)
            });
        }
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or_else(|_| NodeKind::decimal(text), NodeKind::Int));
    }
    is_float(unsigned).then(|| NodeKind::Float(text.parse().unwrap_or(f64::NAN)))
}

/// An octal or hexadecimal number past 64 bits, to the precision of a float.
fn wide(digits: &str, radix: u32) -> NodeKind {
    let value = digits
        .chars()
        .filter_map(|c| c.to_digit(radix))
        .fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit));
    NodeKind::Float(value)
}

/// `[0-9]* ( . [0-9]* )? ( e [-+]? [0-9]+ )?` with a digit before the exponent.
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}
