//! Documents: the spanned tree that one file, or one part of a multi-document file, parses to.
//!
//! The same tree gives the policy engine its input and gives findings their places. Nodes lie in an
//! arena in the order in which they end, so every child, and every node that an alias repeats, comes
//! before the node that holds it: whatever has to visit the whole tree is a loop over the arena, and
//! nothing recurses on the depth of the input.

mod cloudformation;
mod comment;
mod core_schema;
mod cyclonedx;
mod directives;
mod dockerfile;
mod dotenv;
mod draft;
pub mod edit;
mod expand;
mod format;
mod hcl;
mod identity;
mod ignore;
mod ini;
mod json;
mod lines;
mod names;
mod ndjson;
mod nested;
mod nginx;
mod outline;
mod pointer;
mod properties;
mod rendered;
mod spdx;
mod stand_in;
mod table;
mod template;
pub mod terraform;
mod toml;
mod xml;
mod yaml;

use crate::lang::{Lang, Message};
use crate::problem::{self, OF_FILE, Origin, Problem};
use crate::source::{SourceFile, Span};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub use comment::{Comment, comments};
pub use dockerfile::{Stage, from_stages, stages};
pub use format::{Choice, Format, Reading, YamlVersion};
pub use identity::Identities;
pub use names::{format_of_content, format_of_name};
pub use nested::parse_nested;
pub use outline::Outline;
pub use pointer::{Place, Pointer};

/// Index of a node in its document's arena.
pub type NodeId = u32;

/// Bounds on what a reader accepts; input comes from strangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_size: u64,
    /// Deepest nesting, aliases followed.
    pub depth: usize,
    /// Most nodes a file may hold.
    pub nodes: usize,
    /// Most nodes a document may have once every alias is replaced by what it names; 64 bytes of
    /// a string weigh as much as a node.
    pub expanded: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file_size: 32 << 20, depth: 128, nodes: 5_000_000, expanded: 10_000_000 }
    }
}

/// Bytes of a string that weigh as much as a node: what multiplies text is bounded as what multiplies nodes.
const NODE_BYTES: u64 = 64;

/// A string value: where it stands in the source, or its own text where escapes or folding changed it.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// The characters of the source are the value.
    Source(Span),
    /// The value differs from what is written.
    Owned(Box<str>),
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// `null`, also a value left out.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer that fits 64 bits.
    Int(i64),
    /// A number written with a fraction or an exponent, or too long to be kept exactly.
    Float(f64),
    /// An integer that does not fit 64 bits, as decimal digits.
    Number(Box<str>),
    /// A string.
    String(Text),
    /// A sequence of values.
    Sequence(Box<[NodeId]>),
    /// A mapping: keys and values in source order, duplicates kept.
    Mapping(Box<[(NodeId, NodeId)]>),
    /// A YAML alias of an earlier node.
    Alias(NodeId),
}

impl NodeKind {
    /// Longest integer kept exactly, in characters; the time to read one grows with its square.
    pub(crate) const EXACT_DIGITS: usize = 400;

    /// A decimal number that does not fit 64 bits: exact if it is an integer of sane length, else the
    /// nearest 64-bit float, infinite where that overflows.
    fn decimal(text: &str) -> NodeKind {
        if text.len() <= Self::EXACT_DIGITS && !text.contains(['.', 'e', 'E']) {
            let (sign, digits) = match text.strip_prefix('-') {
                Some(digits) => ("-", digits),
                None => ("", text.trim_start_matches('+')),
            };
            // JSON, and so everything behind this, has no leading zeros.
            return NodeKind::Number(format!("{sign}{}", digits.trim_start_matches('0')).into());
        }
        NodeKind::Float(text.parse().unwrap_or(f64::NAN))
    }
}

/// A node: what it is and the bytes it is written with.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The bytes it is written with, without the anchor and tag before it. Empty for what is left
    /// out: a value at the end of its key, an item or a key where it would stand.
    pub span: Span,
}

/// One configuration document.
#[derive(Debug)]
pub struct Document {
    /// The file it stands in.
    pub source: Arc<SourceFile>,
    /// Its format.
    pub format: Format,
    /// 0-based position among the documents of the file.
    pub index: usize,
    nodes: Vec<Node>,
    /// Nodes that aliases name: their values are needed more than once.
    anchored: HashSet<NodeId>,
    /// Mapping keys that are YAML merge keys (a plain `<<`).
    merge_keys: HashSet<NodeId>,
    /// Keys that stand twice.
    duplicates: usize,
    /// Collections that the file writes in several places, or that its format puts around what it writes.
    spread: HashSet<NodeId>,
    /// What stands for a mapping as a whole, where its first key is not the best place.
    heads: HashMap<NodeId, Span>,
    /// The comments, where the reader of the format knows them.
    comments: Option<Vec<Span>>,
    /// The document that it is a part of.
    within: Option<Box<Within>>,
    /// Where the file names the template that it was rendered from.
    template: Option<Span>,
}

/// Where a document stands in another one.
#[derive(Debug, Clone)]
struct Within {
    /// The outermost document, by its position in the file.
    document: usize,
    /// The way to it there.
    pointer: Pointer,
    /// It is the text of a value, and no piece of the tree around it.
    text: bool,
}

impl Note {
    /// The note with its place, in a line.
    pub fn told(&self, lang: Lang) -> String {
        format!("{}: {}", self.at.line(), self.message.get(lang))
    }
}

/// What a file parses to: its documents, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The documents that could be read.
    pub documents: Vec<Document>,
    /// What could not be read, or reads in two ways.
    pub problems: Vec<Problem>,
    /// What is worth knowing, and wrong for some readers alone.
    pub notes: Vec<Note>,
}

/// Something that readers of a format do not agree on, or that is seldom meant.
#[derive(Debug, Clone)]
pub struct Note {
    /// Where.
    pub at: Origin,
    /// What.
    pub message: Message,
}

impl Parsed {
    /// What a file gives that cannot be read at all.
    pub fn failed(problem: Problem) -> Self {
        Parsed { problems: vec![problem], ..Parsed::default() }
    }
}

/// The problem of a file whose format nothing tells.
pub fn unknown_format(path: &str) -> Problem {
    Problem::UnknownFormat { path: path.to_owned(), known: Format::names() }
}

/// Parses a source text. Never panics and never recurses on the depth of the input; what cannot be
/// read becomes a problem, and the documents that can be read are still returned.
pub fn parse(source: &Arc<SourceFile>, format: Format, limits: &Limits) -> Parsed {
    parse_as(source, format, Reading::default(), limits)
}

/// The same in one of the ways in which its format can be read.
pub fn parse_as(source: &Arc<SourceFile>, format: Format, reading: Reading, limits: &Limits) -> Parsed {
    // Spans are 32 bits wide, whatever size is allowed.
    if source.text.len() as u64 > Span::LIMIT {
        let problem = Problem::TooLarge { path: source.path.clone(), limit: Span::LIMIT };
        return Parsed::failed(problem);
    }
    if let Some(parsed) = stand_in::told(source) {
        return parsed;
    }
    let mut parsed = match format {
        Format::Yaml => yaml::parse(source, reading.yaml, limits),
        Format::Json => json::parse(source, limits, json::Dialect::Strict),
        Format::Jsonc => json::parse(source, limits, json::Dialect::Comments),
        Format::Hcl2 => hcl::parse(source, reading.single_blocks, limits),
        Format::Toml => toml::parse(source, limits),
        Format::Dockerfile => dockerfile::parse(source, limits),
        Format::Nginx => nginx::parse(source, limits),
        Format::Directives => directives::parse(source, limits),
        Format::Ini => ini::parse(source, limits, ini::Dialect::Plain),
        Format::Systemd => ini::parse(source, limits, ini::Dialect::Systemd),
        Format::Dotenv => dotenv::parse(source, limits),
        Format::Properties => properties::parse(source, limits),
        Format::Xml => xml::parse(source, limits),
        Format::Csv | Format::Tsv => table::parse(source, limits, format),
        Format::Ndjson => ndjson::parse(source, limits),
        Format::Ignore => ignore::parse(source, limits),
        Format::Cyclonedx => cyclonedx::parse(source, limits),
        Format::Spdx => spdx::parse(source, limits),
    };
    parsed = stand_in::without_encrypted(parsed);
    if parsed.documents.is_empty() && parsed.problems.is_empty() {
        parsed.problems.push(Problem::NoDocument { source: source.clone() });
    }
    let more = parsed.documents.iter().map(|document| document.duplicates.saturating_sub(OF_FILE)).sum();
    if more > 0 {
        let (kind, path) = ("duplicate-key", source.path.clone());
        parsed.problems.push(Problem::More { kind, path, count: more });
    }
    parsed.problems = problem::capped(parsed.problems);
    parsed
}

impl Document {
    /// A document whose nodes a reader is about to push.
    fn begin(source: &Arc<SourceFile>, format: Format, index: usize) -> Self {
        Document {
            source: source.clone(),
            format,
            index,
            nodes: Vec::new(),
            anchored: HashSet::new(),
            merge_keys: HashSet::new(),
            duplicates: 0,
            spread: HashSet::new(),
            heads: HashMap::new(),
            comments: None,
            within: None,
            template: None,
        }
    }

    /// The outermost document that it is a part of, by its position in the file; its own where it is part of none.
    pub fn outer(&self) -> usize {
        self.within.as_ref().map_or(self.index, |within| within.document)
    }

    /// The way to it from the root of the outermost document; none for a document that is part of none.
    pub fn prefix(&self) -> &[String] {
        self.within.as_ref().map_or(&[], |within| &within.pointer.steps)
    }

    /// The route that starts at the root of the outermost document.
    pub fn from_outer(&self, pointer: &Pointer) -> Pointer {
        self.prefix().iter().chain(&pointer.steps).cloned().collect()
    }

    /// True for a part of another document.
    pub fn is_nested(&self) -> bool {
        self.within.is_some()
    }

    /// What problems call it: its path, with its number where the file holds several, and the way to it where it is part
    /// of another.
    pub fn title(&self) -> String {
        let number = if self.outer() == 0 { String::new() } else { self.outer().to_string() };
        let way = self.within.as_ref().map(|within| within.pointer.to_string()).unwrap_or_default();
        let mark = if number.is_empty() && way.is_empty() { "" } else { "#" };
        format!("{}{mark}{number}{way}", self.source.path)
    }

    /// Where the file names the template that the document was rendered from.
    pub fn template(&self) -> Option<Span> {
        self.template
    }

    /// Appends a node whose children have been pushed.
    fn push(&mut self, kind: NodeKind, span: Span) -> NodeId {
        self.nodes.push(Node { kind, span });
        (self.nodes.len() - 1) as NodeId
    }

    /// The root node.
    pub fn root(&self) -> NodeId {
        (self.nodes.len() - 1) as NodeId
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// All nodes, children before parents; the root is the last.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// True if an alias repeats this node.
    pub fn is_anchored(&self, id: NodeId) -> bool {
        self.anchored.contains(&id)
    }

    /// True if this mapping key is a YAML merge key.
    pub fn is_merge_key(&self, id: NodeId) -> bool {
        !self.merge_keys.is_empty() && self.merge_keys.contains(&id)
    }

    /// True if a collection is no piece of the file: written in several places, or put there by the format.
    pub fn is_spread(&self, id: NodeId) -> bool {
        !self.spread.is_empty() && self.spread.contains(&id)
    }

    /// The node that an alias finally names; any other node is itself.
    pub fn follow(&self, mut id: NodeId) -> NodeId {
        while let NodeKind::Alias(target) = self.node(id).kind {
            id = target;
        }
        id
    }

    /// The text of a string node.
    pub fn text<'d>(&'d self, text: &'d Text) -> &'d str {
        match text {
            Text::Source(span) => self.source.slice(*span),
            Text::Owned(text) => text,
        }
    }

    /// The string value of a node, aliases followed.
    pub fn string(&self, id: NodeId) -> Option<&str> {
        match &self.node(self.follow(id)).kind {
            NodeKind::String(text) => Some(self.text(text)),
            _ => None,
        }
    }

    /// The name of a mapping key as JSON would have it: strings as they are, other scalars in their
    /// canonical spelling, sequences and mappings as compact JSON.
    pub fn key_name(&self, id: NodeId) -> Cow<'_, str> {
        match &self.node(self.follow(id)).kind {
            NodeKind::String(text) => Cow::Borrowed(self.text(text)),
            NodeKind::Null => Cow::Borrowed("null"),
            NodeKind::Bool(value) => Cow::Owned(value.to_string()),
            NodeKind::Int(value) => Cow::Owned(value.to_string()),
            NodeKind::Float(value) => Cow::Owned(value.to_string()),
            NodeKind::Number(text) => Cow::Borrowed(text),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) | NodeKind::Alias(_) => {
                Cow::Owned(self.to_json(id).to_string())
            }
        }
    }

    /// The keys that stand twice in one mapping, each with the first of its name, as long as there are not too many in
    /// the document.
    fn duplicate_keys(&mut self, entries: &[(NodeId, NodeId)]) -> Vec<Problem> {
        let keys: Vec<NodeId> =
            entries.iter().map(|&(key, _)| key).filter(|&key| !self.is_merge_key(key)).collect();
        let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
        let (mut problems, mut duplicates) = (Vec::new(), self.duplicates);
        let mut merges = entries.iter().map(|&(key, _)| key).filter(|&key| self.is_merge_key(key));
        if let Some(first) = merges.next() {
            for second in merges {
                let (first, second) = (self.node(first).span, self.node(second).span);
                duplicates += 1;
                if duplicates <= OF_FILE {
                    problems.push(Problem::duplicate_key(&self.source, "<<", first, second));
                }
            }
        }
        for (at, &key) in keys.iter().enumerate() {
            let name = self.key_name(key);
            // Most mappings are small: comparing beats hashing there.
            let first = if keys.len() <= 8 {
                keys[..at].iter().copied().find(|&earlier| self.key_name(earlier) == name)
            } else {
                seen.get(&name).copied()
            };
            match first {
                Some(first) => {
                    let (first, second) = (self.node(first).span, self.node(key).span);
                    duplicates += 1;
                    if duplicates <= OF_FILE {
                        problems.push(Problem::duplicate_key(&self.source, &name, first, second));
                    }
                }
                None if keys.len() > 8 => {
                    seen.insert(name, key);
                }
                None => {}
            }
        }
        self.duplicates = duplicates;
        problems
    }

    /// The value of a top-level key, merge keys considered.
    pub fn top(&self, key: &str) -> Option<&str> {
        let place = self.resolve(&Pointer::from_iter([key]));
        place.missing.is_empty().then(|| self.string(place.node)).flatten()
    }

    /// `metadata.name`, which is how documents name each other.
    pub fn name(&self) -> Option<&str> {
        let place = self.resolve(&Pointer::from_iter(["metadata", "name"]));
        place.missing.is_empty().then(|| self.string(place.node)).flatten()
    }

    /// The value of a node as JSON, aliases and merge keys resolved.
    pub fn to_json(&self, id: NodeId) -> serde_json::Value {
        self.fold(id, &mut JsonFold)
    }

    /// Computes a value for `id` bottom-up: one pass over the arena, no recursion.
    ///
    /// This is how the engine's input and JSON are built, so that both see the same document.
    pub fn fold<F: Fold>(&self, id: NodeId, fold: &mut F) -> F::Value {
        let order = if id == self.root() { None } else { Some(self.subtree(id)) };
        let count = order.as_ref().map_or(self.nodes.len(), Vec::len);
        let mut pass = Pass { document: self, fold, values: vec![None; count], order };
        for slot in 0..count {
            let at = pass.order.as_ref().map_or(slot as NodeId, |order| order[slot]);
            pass.values[slot] = pass.collection(at);
        }
        pass.take(id)
    }

    /// The nodes of the subtree of `id`, those that aliases in it name included, in arena order.
    fn subtree(&self, id: NodeId) -> Vec<NodeId> {
        let mut seen = BTreeSet::new();
        let mut pending = vec![id];
        while let Some(at) = pending.pop() {
            if !seen.insert(at) {
                continue;
            }
            match &self.node(at).kind {
                NodeKind::Alias(target) => pending.push(*target),
                NodeKind::Sequence(items) => pending.extend(items),
                NodeKind::Mapping(entries) => pending.extend(entries.iter().map(|&(_, value)| value)),
                _ => {}
            }
        }
        seen.into_iter().collect()
    }
}

/// One run of [`Document::fold`]: the values of the collections so far. Scalars are made only when
/// a collection takes them, so the keys of mappings cost nothing.
struct Pass<'d, F: Fold> {
    document: &'d Document,
    fold: &'d mut F,
    values: Vec<Option<F::Value>>,
    /// The nodes to compute where they are not the whole arena.
    order: Option<Vec<NodeId>>,
}

impl<F: Fold> Pass<'_, F> {
    fn collection(&mut self, at: NodeId) -> Option<F::Value> {
        let document = self.document;
        match &document.node(at).kind {
            NodeKind::Sequence(items) => {
                let items = items.iter().map(|&item| self.take(item)).collect();
                Some(self.fold.sequence(items))
            }
            NodeKind::Mapping(entries) => {
                let mut own = Vec::with_capacity(entries.len());
                let mut merged = Vec::new();
                for &(key, value) in entries {
                    let value = self.take(value);
                    if document.is_merge_key(key) {
                        merged.push(value);
                    } else {
                        own.push((document.key_name(key), value));
                    }
                }
                Some(self.fold.mapping(merged, own))
            }
            _ => None,
        }
    }

    fn take(&mut self, id: NodeId) -> F::Value {
        let id = self.document.follow(id);
        let slot = match &self.order {
            None => id as usize,
            Some(order) => order.binary_search(&id).unwrap_or(usize::MAX),
        };
        let value = match self.values.get_mut(slot) {
            Some(value) if self.document.is_anchored(id) => value.clone(),
            Some(value) => value.take(),
            None => None,
        };
        value.unwrap_or_else(|| self.fold.scalar(self.document, &self.document.node(id).kind))
    }
}

/// How [`Document::fold`] makes a value of each kind of node.
pub trait Fold {
    /// What a node becomes. Cloned only for nodes that aliases repeat.
    type Value: Clone;
    /// A scalar.
    fn scalar(&mut self, document: &Document, kind: &NodeKind) -> Self::Value;
    /// A sequence.
    fn sequence(&mut self, items: Vec<Self::Value>) -> Self::Value;
    /// A mapping: the values of its merge keys, then its own entries, the last of duplicates winning.
    fn mapping(&mut self, merged: Vec<Self::Value>, own: Vec<(Cow<'_, str>, Self::Value)>) -> Self::Value;
}

struct JsonFold;

impl Fold for JsonFold {
    type Value = serde_json::Value;

    fn scalar(&mut self, document: &Document, kind: &NodeKind) -> Self::Value {
        match kind {
            NodeKind::Bool(value) => (*value).into(),
            NodeKind::Int(value) => (*value).into(),
            // JSON has no infinities: they stay readable as text.
            NodeKind::Float(value) => serde_json::Number::from_f64(*value)
                .map_or_else(|| value.to_string().into(), serde_json::Value::Number),
            NodeKind::Number(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_string()))
            }
            NodeKind::String(text) => document.text(text).into(),
            _ => serde_json::Value::Null,
        }
    }

    fn sequence(&mut self, items: Vec<Self::Value>) -> Self::Value {
        serde_json::Value::Array(items)
    }

    fn mapping(&mut self, merged: Vec<Self::Value>, own: Vec<(Cow<'_, str>, Self::Value)>) -> Self::Value {
        let mut object: serde_json::Map<String, Self::Value> =
            own.into_iter().map(|(key, value)| (key.into_owned(), value)).collect();
        for value in merged {
            let sources = match value {
                serde_json::Value::Array(items) => items,
                one => vec![one],
            };
            for (key, value) in sources
                .into_iter()
                .filter_map(|source| match source {
                    serde_json::Value::Object(entries) => Some(entries),
                    _ => None,
                })
                .flatten()
            {
                object.entry(key).or_insert(value);
            }
        }
        serde_json::Value::Object(object)
    }
}
