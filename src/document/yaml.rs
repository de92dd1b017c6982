//! YAML 1.2 with the core schema, on `granit-parser`.

mod older;
mod places;
mod tags;

use super::{Document, Format, Limits, NODE_BYTES, NodeId, NodeKind, Note, Parsed, Text, YamlVersion};
use super::{cloudformation, core_schema, template};
use crate::lang::both;
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Tag};
use older::Older;
use std::collections::HashMap;
use std::sync::Arc;
use tags::{Misfit, Says};

/// Broken documents of one file after which reading it stops.
const BROKEN_DOCUMENTS: usize = 100;

/// Largest sequence or mapping that may be the key of a mapping, in nodes. Keys are named by their
/// JSON text, which is made anew wherever the key is compared.
const KEY_NODES: u64 = 1_000;

pub(super) fn parse(source: &Arc<SourceFile>, version: Option<YamlVersion>, limits: &Limits) -> Parsed {
    let mut parser = Parser::new_from_str_with_options(&source.text, options(limits));
    let mut reader = Reader::new(source, version, limits);
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
    /// A tag of YAML that it does not fit.
    misfit: Option<Box<str>>,
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
    version: Option<YamlVersion>,
    parsed: Parsed,
    document: Document,
    weights: Vec<Weight>,
    stack: Vec<Open>,
    anchors: HashMap<usize, NodeId>,
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
    /// Scalars of this document that YAML 1.1 reads as something else.
    older: Vec<Older>,
    /// Scalars of this document that do not fit their tags.
    misfits: Vec<Misfit>,
    /// What has been noted of the file.
    noted_tag: bool,
    noted_word: bool,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Arc<SourceFile>, version: Option<YamlVersion>, limits: &'s Limits) -> Self {
        Reader {
            source,
            limits,
            version,
            parsed: Parsed::default(),
            document: Document::begin(source, Format::Yaml, 0),
            weights: Vec::new(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            begun: 0,
            inside: false,
            nodes_before: 0,
            previous_end: 0,
            exhausted: false,
            template: false,
            older: Vec::new(),
            misfits: Vec::new(),
            noted_tag: false,
            noted_word: false,
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
                return self.open_sequence(at, anchor, tag.as_deref());
            }
            Event::MappingStart(_, anchor, tag) => self.open(at, anchor, true, tag.as_deref())?,
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

    fn open_sequence(&mut self, at: Span, anchor: usize, tag: Option<&Tag>) -> Result<(), Problem> {
        let dash = self.dash_before(at);
        let start = dash.unwrap_or(at.start);
        self.open(Span { start, end: at.end }, anchor, false, tag)?;
        self.passed(dash.map_or(at.end, |dash| dash + 1));
        Ok(())
    }

    fn open(&mut self, at: Span, anchor: usize, mapping: bool, tag: Option<&Tag>) -> Result<(), Problem> {
        if self.stack.len() >= self.limits.depth {
            return Err(Problem::too_deep(self.source, at, self.limits.depth));
        }
        let says = Says::of(tag);
        let misfit = match says {
            Says::Type(core) if !tags::fits_collection(core, mapping) => Some(core.into()),
            Says::Custom => {
                self.unknown_tag(tag, Span { start: at.start, end: at.start });
                None
            }
            _ => None,
        };
        let (function, items) = (says.function(), Vec::new());
        self.stack.push(Open { start: at.start, end: at.start, anchor, mapping, function, misfit, items });
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
        if let Some(tag) = &open.misfit {
            self.parsed.problems.push(self.misfit(tag, span));
        }
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
        let (key, plain) = (self.at_key(), style == ScalarStyle::Plain);
        let says = Says::of(tag);
        let function = says.function().filter(|_| !key);
        let merge = key && value == "<<" && (says == Says::Type("merge") || (plain && says == Says::Nothing));
        let mut misfit = None;
        let kind = match says {
            Says::Nothing if plain => core_schema::plain(value),
            Says::Type(_) if merge => None,
            Says::Type(core) => tags::typed(core, value).unwrap_or_else(|()| {
                misfit = Some(core);
                None
            }),
            _ => None,
        };
        let older = if plain && !key { older::differs(value, kind.as_ref()) } else { None };
        let kind = kind.unwrap_or_else(|| NodeKind::String(self.string(value, style, at)));
        let span = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.with_header(at),
            _ if at.is_empty() => self.left_out(at),
            _ => at,
        };
        let weight = Weight::scalar(&kind);
        let id = match function {
            Some(cloudformation::ATTRIBUTE) => self.attribute(kind, span)?,
            _ => self.push(kind, span, weight)?,
        };
        match (misfit, older) {
            (Some(tag), older) => self.misfits.push(Misfit { node: id, tag: tag.into(), older }),
            (None, Some(kind)) if says == Says::Nothing => self.older.push(Older { node: id, kind }),
            _ => {}
        }
        if says == Says::Custom {
            self.unknown_tag(tag, span);
        }
        let id = self.called(id, function)?;
        if merge {
            self.document.merge_keys.insert(id);
        }
        self.done(id, anchor)
    }

    fn end_document(&mut self) {
        // A document of a stream that holds nothing at all, as behind a trailing `---`, is none.
        let empty = match self.document.nodes() {
            [only] => only.kind == NodeKind::Null && only.span.is_empty(),
            nodes => nodes.is_empty(),
        };
        let index = self.begun;
        if !empty {
            self.settle();
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
        self.older.clear();
        self.misfits.clear();
        self.inside = false;
    }

    /// Decides what only a whole document tells: which version of YAML its scalars are read in.
    fn settle(&mut self) {
        let letters = older::letters(&self.document, self.version);
        for Misfit { node, tag, older } in std::mem::take(&mut self.misfits) {
            match older.filter(|kind| letters.is_some() && older::fits(&tag, kind)) {
                Some(kind) => self.document.nodes[node as usize].kind = kind,
                None => self.parsed.problems.push(self.misfit(&tag, self.document.node(node).span)),
            }
        }
        for Older { node, kind } in std::mem::take(&mut self.older) {
            let at = self.document.node(node).span;
            match letters {
                Some(letters) if letters || at.len() > 1 => self.document.nodes[node as usize].kind = kind,
                None if self.version.is_none() => self.note_word(at, &kind),
                _ => {}
            }
        }
        if let [only] = self.document.nodes()
            && !matches!(only.kind, NodeKind::Sequence(_) | NodeKind::Mapping(_))
        {
            self.parsed.notes.push(Note {
                at: Origin::new(self.source, only.span),
                message: both(
                    "this document is a single value without any keys: rules find nothing in it",
                    "该文档只是一个没有任何键的值：规则在其中找不到任何内容",
                ),
            });
        }
    }

    /// Notes the first word of a file that readers of YAML 1.1 take for a boolean.
    fn note_word(&mut self, at: Span, kind: &NodeKind) {
        let NodeKind::Bool(value) = kind else { return };
        // A letter may well be one.
        if at.len() < 2 || std::mem::replace(&mut self.noted_word, true) {
            return;
        }
        let word = self.source.slice(at);
        self.parsed.notes.push(Note {
            at: Origin::new(self.source, at),
            message: both(
                format!("yaml11: `{word}` is a text here, and {value} for kubectl, OPA and other readers of YAML 1.1; `--yaml 1.1` reads it so"),
                format!("yaml11：`{word}` 在此按文本读取，而 kubectl、OPA 等按 YAML 1.1 读作 {value}；可用 `--yaml 1.1` 改为后者"),
            ),
        });
    }
}
