//! YAML 1.2 with the core schema, on `granit-parser`.

mod eleven;

use super::{Document, Format, Limits, NODE_BYTES, NodeId, NodeKind, Parsed, Text};
use super::{cloudformation, core_schema, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Tag};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Broken documents of one file after which reading it stops.
const BROKEN_DOCUMENTS: usize = 100;

/// Largest sequence or mapping that may be the key of a mapping, in nodes. Keys are named by their
/// JSON text, which is made anew wherever the key is compared.
const KEY_NODES: u64 = 1_000;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut parser = Parser::new_from_str_with_options(&source.text, options(limits));
    let mut reader = Reader::new(source, limits);
    let mut broken = 0;
    while let Some(event) = parser.next_event() {
        let result = match event {
            Ok((event, span)) => reader.event(event, &span),
            Err(error) => Err(reader.syntax_problem(&error)),
        };
        let Err(problem) = result else { continue };
        reader.abandon(problem);
        broken += 1;
        // The documents after a broken one are still worth checking.
        if reader.exhausted || !parser.proceed_next_document().unwrap_or(false) {
            break;
        }
        if broken == BROKEN_DOCUMENTS {
            reader.stop_reading();
            break;
        }
    }
    reader.parsed
}

fn options(limits: &Limits) -> Options {
    granit_parser::options! {
        emit_comments: false,
        // Named here, with the whole of its span; the parser marks the asterisk alone.
        emit_unresolved_aliases: true,
        // One more than allowed, so that the limit is met here where the parser gets that far.
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
        // YAML allows 1,024 characters; real keys such as annotations in JSON are longer.
        simple_key_max_lookahead: 65_536,
    }
}

/// A collection being read.
struct Open {
    start: u32,
    /// Where its text goes on to at least: behind the colon of a value left out.
    end: u32,
    anchor: usize,
    mapping: bool,
    /// The function of CloudFormation that it is the argument of.
    function: Option<&'static str>,
    items: Vec<NodeId>,
}

/// What a finished node weighs with its aliases replaced by what they name.
#[derive(Clone, Copy)]
struct Weight {
    nodes: u64,
    height: u32,
    /// A key in it is a sequence or a mapping.
    keyed: bool,
}

impl Weight {
    fn scalar(kind: &NodeKind) -> Self {
        let bytes = match kind {
            NodeKind::String(Text::Source(span)) => span.len() as u64,
            NodeKind::String(Text::Owned(text)) => text.len() as u64,
            _ => 0,
        };
        Weight { nodes: 1 + bytes / NODE_BYTES, height: 1, keyed: false }
    }
}

struct Reader<'s> {
    source: &'s Arc<SourceFile>,
    limits: &'s Limits,
    parsed: Parsed,
    document: Document,
    weights: Vec<Weight>,
    stack: Vec<Open>,
    anchors: HashMap<usize, NodeId>,
    /// Scalars with a tag.
    tagged: HashSet<NodeId>,
    /// Documents begun so far, those that could not be read included.
    begun: usize,
    /// The parser is between the start and the end of a document.
    inside: bool,
    /// Nodes of the documents before this one.
    nodes_before: usize,
    /// Where the previous token ended: the header of a block scalar lies behind it.
    previous_end: usize,
    /// A bound on the whole file was hit: nothing after it is read.
    exhausted: bool,
    /// The file has turned out to be a template.
    template: bool,
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
            tagged: HashSet::new(),
            begun: 0,
            inside: false,
            nodes_before: 0,
            previous_end: 0,
            exhausted: false,
            template: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: &granit_parser::Span) -> Result<(), Problem> {
        let bytes = span.byte_range().unwrap_or(0..0);
        let at = Span::new(bytes.start, bytes.end);
        match event {
            Event::DocumentStart(explicit, _) => {
                self.inside = true;
                if !explicit {
                    // Placed at the text of its first scalar, past the header of a block scalar.
                    return Ok(());
                }
            }
            // Its span may be that of `...`, which has to stay visible for `loses_document`.
            Event::DocumentEnd => {
                self.end_document();
                return Ok(());
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.fits(tag.as_deref(), &["seq", "omap", "pairs"], at);
                return self.open_sequence(at, anchor, function(tag.as_deref()));
            }
            Event::MappingStart(_, anchor, tag) => {
                self.fits(tag.as_deref(), &["map", "set"], at);
                self.open(at, anchor, true, function(tag.as_deref()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at)?,
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(&value, style, anchor, tag.as_deref(), at)?
            }
            Event::Alias(anchor) => self.alias(anchor, at)?,
            Event::UnresolvedAlias(name) => {
                let reason = format!("the alias *{name} has no anchor &{name} before it");
                return Err(Problem::syntax(self.source, at, reason));
            }
            _ => {}
        }
        self.passed(at.end);
        Ok(())
    }

    /// What lies before an offset belongs to tokens that have been read.
    fn passed(&mut self, offset: u32) {
        self.previous_end = self.previous_end.max(offset as usize);
    }

    /// A syntax error of the parser, or what it usually means: a template that has not been rendered.
    fn syntax_problem(&self, error: &ScanError) -> Problem {
        let text = &self.source.text;
        let offset = error.marker().byte_offset().unwrap_or(text.len());
        let at = text.get(offset..).and_then(|rest| rest.chars().next()).filter(|c| *c != '\n');
        let span = Span::new(offset, offset + at.map_or(0, char::len_utf8));
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return Problem::too_deep(self.source, span, self.limits.depth);
        }
        let opened = self.stack.iter().find_map(|open| template::action_at(text, open.start as usize));
        let action = opened
            .or_else(|| template::action_after(text, self.previous_end))
            .or_else(|| template::action_on_line(text, offset));
        match action {
            Some(action) => self.template_problem(action),
            None => Problem::syntax(self.source, span, error.info()),
        }
    }

    fn template_problem(&self, span: Span) -> Problem {
        Problem::Template { source: self.source.clone(), span }
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
        // Without aliases nothing expands, however large the file may be.
        if weight.nodes > self.limits.expanded && !self.document.anchored.is_empty() {
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
        if self.at_key() {
            self.check_key(id)?;
        }
        if let Some(open) = self.stack.last_mut() {
            open.items.push(id);
        }
        Ok(())
    }

    /// Bounds keys that are collections. The name of such a key is its JSON text: the name of a key
    /// within it would be quoted in that, and every further level doubles the backslashes.
    fn check_key(&self, id: NodeId) -> Result<(), Problem> {
        let weight = self.weights[id as usize];
        let reason = match weight {
            Weight { height: 1, .. } => return Ok(()),
            Weight { keyed: true, .. } => {
                "a key that is a collection must not hold another such key".to_owned()
            }
            Weight { nodes, .. } if nodes > KEY_NODES => {
                format!("a key that is a collection must not hold more than {KEY_NODES} nodes")
            }
            _ => return Ok(()),
        };
        Err(Problem::syntax(self.source, self.document.node(id).span, reason))
    }

    /// Tells of a tag of the core schema that is not one of these.
    fn fits(&mut self, tag: Option<&Tag>, fitting: &[&str], at: Span) {
        const KNOWN: [&str; 13] = [
            "null",
            "bool",
            "int",
            "float",
            "str",
            "binary",
            "timestamp",
            "merge",
            "seq",
            "map",
            "set",
            "omap",
            "pairs",
        ];
        let Some(tag) = tag.and_then(standard) else { return };
        if KNOWN.contains(&&*tag) && !fitting.contains(&&*tag) {
            let reason = format!("the tag !!{tag} does not fit what it stands before");
            self.parsed.problems.push(Problem::syntax(self.source, at, reason));
        }
    }

    fn open_sequence(
        &mut self,
        at: Span,
        anchor: usize,
        function: Option<&'static str>,
    ) -> Result<(), Problem> {
        let dash = self.dash_before(at);
        let start = dash.unwrap_or(at.start);
        self.open(Span { start, end: at.end }, anchor, false, function)?;
        self.passed(dash.map_or(at.end, |dash| dash + 1));
        Ok(())
    }

    /// The first dash of a sequence that the parser places behind it: in a mapping, where the dashes
    /// are not indented further than the key, it gives the first item's place, or that of the text of
    /// a block scalar.
    fn dash_before(&self, at: Span) -> Option<u32> {
        self.stack.last().filter(|open| open.mapping)?;
        let gap = self.source.text.get(self.previous_end..at.start as usize)?;
        let mut offset = self.previous_end;
        for line in gap.split_inclusive(['\n', '\r']) {
            let code = line.trim_start();
            if code
                .strip_prefix('-')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
            {
                return u32::try_from(offset + line.len() - code.len()).ok();
            }
            offset += line.len();
        }
        None
    }

    fn open(
        &mut self,
        at: Span,
        anchor: usize,
        mapping: bool,
        function: Option<&'static str>,
    ) -> Result<(), Problem> {
        if self.stack.len() >= self.limits.depth {
            return Err(Problem::too_deep(self.source, at, self.limits.depth));
        }
        let items = Vec::new();
        self.stack.push(Open { start: at.start, end: at.start, anchor, mapping, function, items });
        Ok(())
    }

    fn close(&mut self, at: Span) -> Result<(), Problem> {
        let Some(open) = self.stack.pop() else {
            return Ok(());
        };
        // A flow collection ends at its bracket, a block collection with its last child.
        let last_child = open.items.last().map_or(open.end, |&item| self.document.node(item).span.end);
        let end = if at.is_empty() { last_child.max(open.end) } else { at.end };
        let span = Span { start: open.start, end: end.max(open.start) };
        let weight = self.weigh(&open);
        let kind = if open.mapping {
            let entries: Box<[_]> = open.items.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            self.check_entries(&entries, span)?;
            NodeKind::Mapping(entries)
        } else {
            NodeKind::Sequence(open.items.into())
        };
        let id = self.push(kind, span, weight)?;
        let id = self.called(id, open.function)?;
        self.done(id, open.anchor)
    }

    fn weigh(&self, open: &Open) -> Weight {
        let mut weight = Weight { nodes: 1, height: 0, keyed: false };
        for (at, &item) in open.items.iter().enumerate() {
            let child = self.weights[item as usize];
            weight.nodes = weight.nodes.saturating_add(child.nodes);
            weight.height = weight.height.max(child.height);
            weight.keyed |= child.keyed || (open.mapping && at % 2 == 0 && child.height > 1);
        }
        weight.height += 1;
        weight
    }

    /// What a mapping must not be: a template action, or merged with something that has no keys.
    fn check_entries(&mut self, entries: &[(NodeId, NodeId)], span: Span) -> Result<(), Problem> {
        if self.is_template(entries, span) {
            return Err(self.template_problem(span));
        }
        for &(key, value) in entries {
            if self.document.is_merge_key(key) && !self.can_be_merged(value) {
                let at = self.document.value_span(value, Some(key));
                return Err(Problem::syntax(
                    self.source,
                    at,
                    "only a mapping or a list of mappings can be merged",
                ));
            }
        }
        self.parsed.problems.extend(self.document.duplicate_keys(entries));
        Ok(())
    }

    fn can_be_merged(&self, value: NodeId) -> bool {
        let is_mapping =
            |id| matches!(self.document.node(self.document.follow(id)).kind, NodeKind::Mapping(_));
        match &self.document.node(self.document.follow(value)).kind {
            NodeKind::Sequence(items) => items.iter().all(|&item| is_mapping(item)),
            _ => is_mapping(value),
        }
    }

    /// `{{ .Values.x }}` reads as a mapping whose only key is a mapping and has no value: a template
    /// action, never YAML that somebody meant. With a value, as in `{{a: 1}: x}`, it is a strange key.
    fn is_template(&self, entries: &[(NodeId, NodeId)], span: Span) -> bool {
        let &[(key, value)] = entries else {
            return false;
        };
        let (key, value) = (self.document.node(key), self.document.node(value));
        let text = self.source.slice(span);
        matches!(&key.kind, NodeKind::Mapping(inner) if !inner.is_empty())
            && value.kind == NodeKind::Null
            && value.span.is_empty()
            && text.starts_with("{{")
            && text.ends_with("}}")
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

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Span,
    ) -> Result<(), Problem> {
        let function = function(tag).filter(|_| !self.at_key());
        let named = tag.map(|tag| standard(tag).unwrap_or_default());
        if named.as_ref().is_some_and(|tag| core_schema::tagged(tag, value).is_none()) {
            let merges = value == "<<" && self.at_key();
            self.fits(tag, if merges { &["str", "merge"] } else { &["str", "binary", "timestamp"] }, at);
        }
        let tag = named.as_deref();
        let plain = style == ScalarStyle::Plain;
        let kind = match tag {
            None if plain => core_schema::plain(value),
            None => None,
            Some(tag) => core_schema::tagged(tag, value),
        };
        let kind = kind.unwrap_or_else(|| NodeKind::String(self.string(value, style, at)));
        let span = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.with_header(at),
            _ if at.is_empty() => self.left_out(at),
            _ => at,
        };
        let merge = value == "<<" && self.at_key() && (tag == Some("merge") || (plain && tag.is_none()));
        let weight = Weight::scalar(&kind);
        let id = match function {
            Some(cloudformation::ATTRIBUTE) => self.attribute(kind, span)?,
            _ => self.push(kind, span, weight)?,
        };
        if tag.is_some() {
            self.tagged.insert(id);
        }
        let id = self.called(id, function)?;
        if merge {
            self.document.merge_keys.insert(id);
        }
        self.done(id, anchor)
    }

    /// The mapping that a tag of CloudFormation stands for, around its argument.
    fn called(&mut self, argument: NodeId, function: Option<&'static str>) -> Result<NodeId, Problem> {
        let Some(function) = function else { return Ok(argument) };
        let span = self.document.node(argument).span;
        let start = Span { start: span.start, end: span.start };
        let name = NodeKind::String(Text::Owned(function.into()));
        let inner = self.weights[argument as usize];
        let weight = Weight { nodes: inner.nodes.saturating_add(2), height: inner.height + 1, ..inner };
        let key = self.push(name, start, Weight { nodes: 1, height: 1, keyed: false })?;
        self.push(NodeKind::Mapping(Box::new([(key, argument)])), span, weight)
    }

    /// `resource.attribute` as a list of the two, each with its place where the text is written as it is.
    fn attribute(&mut self, kind: NodeKind, span: Span) -> Result<NodeId, Problem> {
        let parts = match &kind {
            NodeKind::String(Text::Source(at)) => {
                let text = self.source.slice(*at);
                text.find('.').map(|dot| {
                    let (dot, end) = (at.start as usize + dot, at.end as usize);
                    let part = |span: Span| (NodeKind::String(Text::Source(span)), span);
                    [part(Span::new(at.start as usize, dot)), part(Span::new(dot + 1, end))]
                })
            }
            NodeKind::String(Text::Owned(text)) => text.split_once('.').map(|(resource, attribute)| {
                let end = Span { start: span.end, end: span.end };
                let part = |text: &str, span| (NodeKind::String(Text::Owned(text.into())), span);
                [part(resource, span), part(attribute, end)]
            }),
            _ => None,
        };
        let Some(parts) = parts else {
            let weight = Weight::scalar(&kind);
            return self.push(kind, span, weight);
        };
        let mut weight = Weight { nodes: 1, height: 2, keyed: false };
        let mut items = Vec::with_capacity(parts.len());
        for (kind, place) in parts {
            let own = Weight::scalar(&kind);
            weight.nodes = weight.nodes.saturating_add(own.nodes);
            items.push(self.push(kind, place, own)?);
        }
        self.push(NodeKind::Sequence(items.into()), span, weight)
    }

    /// Where a scalar that is left out belongs: a value to the end of its key. The parser puts it
    /// wherever it noticed, which may be behind an anchor, a comment or a line break. The mapping goes
    /// on to the colon, and to an anchor and a tag: without them its text would not be a mapping.
    fn left_out(&mut self, at: Span) -> Span {
        if self.at_key() {
            return at;
        }
        let Some(open) = self.stack.last_mut().filter(|open| open.mapping) else {
            return at;
        };
        let key = open.items.last().map_or(at, |&key| self.document.node(key).span);
        let colon = self.source.text.get(at.end as usize..).is_some_and(|rest| rest.starts_with(':'));
        let gap = self.source.text.get(key.end as usize..at.end as usize + usize::from(colon)).unwrap_or("");
        open.end = key.end;
        let mut offset = key.end;
        for line in gap.split_inclusive(['\n', '\r']) {
            let code = without_comment(line).trim_end();
            if !code.is_empty() {
                open.end = offset + code.len() as u32;
            }
            offset += line.len() as u32;
        }
        Span { start: key.end, end: key.end }
    }

    /// A string is kept by place where the source spells it as it is.
    fn string(&self, value: &str, style: ScalarStyle, at: Span) -> Text {
        let inner = match style {
            ScalarStyle::Plain => at,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if at.len() >= 2 => {
                Span { start: at.start + 1, end: at.end - 1 }
            }
            _ => return Text::Owned(value.into()),
        };
        if self.source.slice(inner) == value { Text::Source(inner) } else { Text::Owned(value.into()) }
    }

    /// The span of a block scalar from its `|` or `>` to its last line break; the parser gives the
    /// lines of text alone, and then the indentation of what follows. The header is the last word on
    /// its line before a comment; comments and the anchor and tag may stand on lines before it and may
    /// hold the same characters.
    fn with_header(&self, at: Span) -> Span {
        let at = self.without_next_indentation(at);
        let from = self.previous_end.min(at.start as usize);
        let gap = self.source.text.get(from..at.start as usize).unwrap_or("");
        let mut offset = from;
        for line in gap.split_inclusive(['\n', '\r']) {
            let code = without_comment(line).trim_end();
            let word = code.rfind([' ', '\t']).map_or(0, |space| space + 1);
            if code[word..].starts_with(['|', '>']) {
                return Span { start: Span::new(offset + word, 0).start, end: at.end };
            }
            offset += line.len();
        }
        at
    }

    fn without_next_indentation(&self, at: Span) -> Span {
        let next = self.source.text.as_bytes().get(at.end as usize);
        if matches!(next, None | Some(b'\n' | b'\r')) {
            return at;
        }
        let spaces = self.source.slice(at).bytes().rev().take_while(|byte| *byte == b' ').count();
        Span { start: at.start, end: at.end - spaces as u32 }
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
            eleven::read(&mut document, &self.tagged);
            self.nodes_before += document.nodes.len();
            self.parsed.documents.push(document);
        }
        self.begun += 1;
        self.clear();
    }

    /// Notes why a document cannot be read, and drops what has been read of it.
    fn abandon(&mut self, problem: Problem) {
        let lost =
            self.inside || problem.origin().is_some_and(|at| self.loses_document(at.span.start as usize));
        self.begun += usize::from(lost);
        self.clear();
        let template = matches!(problem, Problem::Template { .. });
        // A file is a template or it is not: what else cannot be parsed in it follows from that.
        if !self.template || !(template || matches!(problem, Problem::Syntax { .. })) {
            self.parsed.problems.push(problem);
        }
        self.template |= template;
    }

    /// True if an error between documents means that one could not begin, and not that something
    /// stands behind the end of the last: a document without `---` begins the file or follows `...`,
    /// and directives belong to the document after them.
    fn loses_document(&self, error: usize) -> bool {
        let gap = self.source.text.get(self.previous_end..error).unwrap_or("");
        self.begun == 0 || gap.lines().any(|line| line.starts_with("...") || line.starts_with('%'))
    }

    /// Says that documents are left unread because so many before them are broken.
    fn stop_reading(&mut self) {
        let at = Span::new(self.previous_end, self.previous_end);
        let reason =
            format!("{BROKEN_DOCUMENTS} documents of this file cannot be parsed; the rest was not read");
        self.parsed.problems.push(Problem::syntax(self.source, at, reason));
    }

    fn clear(&mut self) {
        self.document = Document::begin(self.source, Format::Yaml, self.begun);
        self.weights.clear();
        self.stack.clear();
        self.anchors.clear();
        self.tagged.clear();
        self.inside = false;
    }
}

/// The name of a tag of YAML itself.
fn standard(tag: &Tag) -> Option<Cow<'_, str>> {
    tag.suffix_in_namespace("tag:yaml.org,2002:")
}

/// The function of CloudFormation that a tag names.
fn function(tag: Option<&Tag>) -> Option<&'static str> {
    let local = tag.filter(|tag| tag.handle() == "!")?;
    cloudformation::key(local.suffix())
}

/// A line up to its comment.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && matches!(before, ' ' | '\t') {
            return &line[..at];
        }
        before = c;
    }
    line
}
