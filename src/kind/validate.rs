//! Holds a document against a schema.
//!
//! The walk goes over the spanned tree itself: each fault has its place at once, what aliases repeat is judged
//! once, and the number of faults is bounded before any is written down. It keeps its own stack; only
//! alternatives are tried by a walk of their own, each once for a node.

use super::fault::{Fault, What, short};
use super::schema::{Additional, Bound, Schema, Shape, ShapeId, Type};
use crate::document::{Document, NodeId, NodeKind, Place, Pointer};
use crate::similar::similar;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Faults that are listed of one document.
pub const LISTED: usize = 1000;

/// Where a document does not follow a schema, [`LISTED`] places at most; one more says that there are others.
pub fn faults(schema: &Schema, document: &Document) -> Vec<Fault> {
    let mut walk = Walk::new(schema, document, LISTED + 1, HashMap::new());
    walk.run(Schema::ROOT, document.root());
    let mut faults = walk.faults;
    if faults.len() > LISTED {
        faults.truncate(LISTED);
        let place = Place { node: document.root(), key: None, missing: Vec::new(), used_at: Vec::new() };
        let what = What::More(LISTED);
        faults.push(Fault { place, pointer: Pointer::default(), route: String::new(), what });
    }
    faults
}

/// A node to be judged.
#[derive(Debug, Clone, Copy)]
struct Item {
    shape: ShapeId,
    node: NodeId,
    key: Option<NodeId>,
    /// The step that leads to it.
    step: usize,
}

/// How a node is reached from the one at another step.
#[derive(Debug, Clone, Copy)]
enum Step {
    Root,
    Key(usize, NodeId),
    Index(usize, usize),
}

struct Walk<'w> {
    schema: &'w Schema,
    document: &'w Document,
    limit: usize,
    steps: Vec<Step>,
    pending: Vec<Item>,
    faults: Vec<Fault>,
    /// Nodes that aliases repeat, with the shapes that they were held against.
    seen: HashSet<(ShapeId, NodeId)>,
    /// Whether an alternative holds.
    verdicts: HashMap<(ShapeId, NodeId), bool>,
}

impl<'w> Walk<'w> {
    fn new(
        schema: &'w Schema,
        document: &'w Document,
        limit: usize,
        verdicts: HashMap<(ShapeId, NodeId), bool>,
    ) -> Self {
        let (steps, pending, faults, seen) = (vec![Step::Root], Vec::new(), Vec::new(), HashSet::new());
        Walk { schema, document, limit, steps, pending, faults, seen, verdicts }
    }

    fn run(&mut self, shape: ShapeId, node: NodeId) {
        self.pending.push(Item { shape, node, key: None, step: 0 });
        while let Some(item) = self.pending.pop() {
            if self.faults.len() >= self.limit {
                return;
            }
            let before = self.pending.len();
            self.visit(Item { node: self.document.follow(item.node), ..item });
            // The stack gives back what was pushed last, and faults are wanted in the order of the document.
            self.pending[before..].reverse();
        }
    }

    fn visit(&mut self, item: Item) {
        if self.document.is_anchored(item.node) && !self.seen.insert((item.shape, item.node)) {
            return;
        }
        let shape = self.schema.shape(item.shape);
        if shape.never {
            return self.fault(item, What::Forbidden);
        }
        let found = type_of(self.document, item.node);
        if !shape.types.is_empty() && !shape.types.iter().any(|wanted| wanted.accepts(found)) {
            return self.fault(item, What::Type { wanted: shape.types.clone(), found });
        }
        for &other in shape.reference.iter().chain(&shape.all) {
            self.pending.push(Item { shape: other, ..item });
        }
        self.scalar(item, shape);
        match &self.document.node(item.node).kind {
            NodeKind::Mapping(_) => self.mapping(item, shape),
            NodeKind::Sequence(items) => {
                self.bounds(item, shape, items.len() as f64, &[Bound::MinItems, Bound::MaxItems]);
                for (index, &node) in items.iter().enumerate().filter(|_| shape.items.is_some()) {
                    self.child(shape.items, Step::Index(item.step, index), node, None);
                }
            }
            _ => {}
        }
        for (alternatives, one) in &shape.choices {
            self.choice(item, alternatives, *one, found);
        }
        if shape.not.is_some_and(|not| self.holds(not, item.node)) {
            self.fault(item, What::Forbidden);
        }
    }

    /// What a shape says of values, whatever their type.
    fn scalar(&mut self, item: Item, shape: &Shape) {
        if !shape.values.is_empty()
            && !shape.values.iter().any(|value| equal(self.document, item.node, value))
        {
            let text = self.document.string(item.node);
            let known = shape.values.iter().filter_map(Value::as_str);
            let similar = text.and_then(|text| similar(text, known)).map(str::to_owned);
            let found = shown(self.document, item.node);
            self.fault(item, What::Value { found, wanted: shape.values.clone(), similar });
        }
        if let Some(number) = number(self.document, item.node) {
            let kinds = [Bound::Minimum, Bound::Maximum, Bound::Above, Bound::Below];
            self.bounds(item, shape, number, &kinds);
        }
        let Some(text) = self.document.string(item.node) else { return };
        self.bounds(item, shape, text.chars().count() as f64, &[Bound::MinLength, Bound::MaxLength]);
        if let Some(format) = shape.format.filter(|format| !format.accepts(text)) {
            self.fault(item, What::Format(format));
        }
        if let Some(pattern) = shape.pattern.as_ref().filter(|pattern| !pattern.is_match(text)) {
            self.fault(item, What::Pattern(pattern.as_str().to_owned()));
        }
    }

    fn bounds(&mut self, item: Item, shape: &Shape, value: f64, kinds: &[Bound]) {
        for &(bound, limit) in shape.bounds.iter().filter(|(bound, _)| kinds.contains(bound)) {
            if !bound.holds(value, limit) {
                self.fault(item, What::Bound(bound, limit));
            }
        }
    }

    fn mapping(&mut self, item: Item, shape: &Shape) {
        let document = self.document;
        let entries = document.entries(item.node);
        let missing: Vec<&str> =
            shape.required.iter().map(String::as_str).filter(|name| !has(document, &entries, name)).collect();
        let mut misspelt: Vec<String> = Vec::new();
        let repeated = document.is_anchored(item.node) || matches!(entries, Cow::Owned(_));
        for &(key, value) in entries.iter() {
            if self.faults.len() >= self.limit {
                return;
            }
            let name = document.key_name(key);
            let step = Step::Key(item.step, key);
            if shape.names.is_some_and(|names| !self.schema.names(names, &name)) {
                self.about_key(item, key, What::Name(name.clone().into_owned()));
            }
            match (shape.properties.get(name.as_ref()), shape.additional) {
                (Some(&property), _) => self.child(Some(property), step, value, Some(key)),
                (None, Additional::Shape(other)) => self.child(Some(other), step, value, Some(key)),
                (None, Additional::Any) => {}
                // A key that is merged in several places is written once.
                (None, Additional::None) if repeated && !self.seen.insert((item.shape, key)) => {}
                (None, Additional::None) => {
                    let free = |known: &&str| !has(document, &entries, known);
                    let similar = similar(&name, shape.properties.keys().map(String::as_str));
                    let similar = similar.filter(free).map(str::to_owned);
                    let required = similar.as_deref().is_some_and(|similar| missing.contains(&similar));
                    misspelt.extend(similar.clone().filter(|_| required));
                    self.about_key(item, key, What::Unknown { name: name.into_owned(), similar, required });
                }
            }
        }
        // A required key that is misspelt has been told of.
        for name in missing.into_iter().filter(|name| !misspelt.iter().any(|other| other == name)) {
            self.missing(item, name);
        }
    }

    fn child(&mut self, shape: Option<ShapeId>, step: Step, node: NodeId, key: Option<NodeId>) {
        let Some(shape) = shape else { return };
        self.steps.push(step);
        self.pending.push(Item { shape, node, key, step: self.steps.len() - 1 });
    }

    /// Alternatives: where none holds, what is wrong is told of the one that was most likely meant.
    fn choice(&mut self, item: Item, alternatives: &[ShapeId], one: bool, found: Type) {
        let holding = alternatives.iter().filter(|shape| self.holds(**shape, item.node)).count();
        if holding > 1 && one {
            return self.fault(item, What::Several);
        }
        if holding > 0 {
            return;
        }
        let types = |shape: ShapeId| -> Vec<Type> {
            let around = self.schema.around(shape, true);
            around.into_iter().flat_map(|id| self.schema.shape(id).types.iter().copied()).collect()
        };
        let fits = |shape: &ShapeId| {
            let types = types(*shape);
            types.is_empty() || types.iter().any(|wanted| wanted.accepts(found))
        };
        let fitting: Vec<ShapeId> = alternatives.iter().copied().filter(fits).collect();
        let meant = fitting.iter().copied().rev().max_by_key(|shape| self.familiar(*shape, item.node));
        match meant {
            Some(shape) => self.pending.push(Item { shape, ..item }),
            None => {
                let mut wanted: Vec<Type> = alternatives.iter().flat_map(|shape| types(*shape)).collect();
                wanted.sort();
                wanted.dedup();
                self.fault(item, What::Type { wanted, found });
            }
        }
    }

    /// How many keys of a mapping an alternative knows.
    fn familiar(&self, shape: ShapeId, node: NodeId) -> usize {
        let around = self.schema.around(shape, true);
        let known = |name: &str| around.iter().any(|id| self.schema.shape(*id).properties.contains_key(name));
        let entries = self.document.entries(node);
        entries.iter().filter(|&&(key, _)| known(&self.document.key_name(key))).count()
    }

    fn holds(&mut self, shape: ShapeId, node: NodeId) -> bool {
        if let Some(known) = self.verdicts.get(&(shape, node)) {
            return *known;
        }
        let verdicts = std::mem::take(&mut self.verdicts);
        let mut walk = Walk::new(self.schema, self.document, 1, verdicts);
        walk.run(shape, node);
        let holds = walk.faults.is_empty();
        self.verdicts = walk.verdicts;
        self.verdicts.insert((shape, node), holds);
        holds
    }

    fn missing(&mut self, item: Item, name: &str) {
        let (mut pointer, route) = self.route(item.step);
        pointer.steps.push(name.to_owned());
        let missing = vec![name.to_owned()];
        let place = Place { node: item.node, key: item.key, missing, used_at: Vec::new() };
        self.faults.push(Fault { place, pointer, route, what: What::Missing(name.to_owned()) });
    }

    fn about_key(&mut self, item: Item, key: NodeId, what: What) {
        let (mut pointer, route) = self.route(item.step);
        pointer.steps.push(self.document.key_name(key).into_owned());
        let place = Place { node: item.node, key: Some(key), missing: Vec::new(), used_at: Vec::new() };
        self.faults.push(Fault { place, pointer, route, what });
    }

    fn fault(&mut self, item: Item, what: What) {
        let (pointer, route) = self.route(item.step);
        let place = Place { node: item.node, key: item.key, missing: Vec::new(), used_at: Vec::new() };
        self.faults.push(Fault { place, pointer, route, what });
    }

    /// The route to a step, as a pointer and as people write it.
    fn route(&self, mut step: usize) -> (Pointer, String) {
        let mut way = Vec::new();
        loop {
            match self.steps[step] {
                Step::Root => break,
                Step::Key(before, key) => {
                    way.push((self.document.key_name(key).into_owned(), false));
                    step = before;
                }
                Step::Index(before, index) => {
                    way.push((index.to_string(), true));
                    step = before;
                }
            }
        }
        way.reverse();
        let mut text = String::new();
        for (name, index) in &way {
            match index {
                true => text.push_str(&format!("[{name}]")),
                false if text.is_empty() => text.push_str(&short(name)),
                false => text.push_str(&format!(".{}", short(name))),
            }
        }
        (way.into_iter().map(|(name, _)| name).collect(), text)
    }
}

impl Schema {
    /// True if a key may have this name.
    fn names(&self, shape: ShapeId, name: &str) -> bool {
        let fits = |id: ShapeId| {
            let shape = self.shape(id);
            let length = name.chars().count() as f64;
            let bounded = |(bound, limit): &(Bound, f64)| match bound {
                Bound::MinLength | Bound::MaxLength => bound.holds(length, *limit),
                _ => true,
            };
            !shape.never
                && (shape.types.is_empty() || shape.types.contains(&Type::String))
                && (shape.values.is_empty() || shape.values.iter().any(|value| value.as_str() == Some(name)))
                && shape.bounds.iter().all(bounded)
                && shape.format.is_none_or(|format| format.accepts(name))
                && shape.pattern.as_ref().is_none_or(|pattern| pattern.is_match(name))
        };
        self.around(shape, false).into_iter().all(fits)
            && self.around(shape, false).into_iter().all(|id| {
                let shape = self.shape(id);
                let chosen = |(alternatives, one): &(Vec<ShapeId>, bool)| {
                    let holding = alternatives.iter().filter(|id| self.names(**id, name)).count();
                    holding == 1 || (holding > 1 && !one)
                };
                shape.choices.iter().all(chosen) && shape.not.is_none_or(|not| !self.names(not, name))
            })
    }
}

/// True if a mapping has a key.
fn has(document: &Document, entries: &[(NodeId, NodeId)], name: &str) -> bool {
    entries.iter().any(|&(key, _)| document.key_name(key) == name)
}

/// The type of a node.
fn type_of(document: &Document, node: NodeId) -> Type {
    match &document.node(node).kind {
        NodeKind::Null | NodeKind::Alias(_) => Type::Null,
        NodeKind::Bool(_) => Type::Boolean,
        NodeKind::Int(_) | NodeKind::Number(_) => Type::Integer,
        // Policies see a text there, too.
        NodeKind::Float(number) if number.is_nan() => Type::String,
        NodeKind::Float(number) if number.fract() == 0.0 => Type::Integer,
        NodeKind::Float(_) => Type::Number,
        NodeKind::String(_) => Type::String,
        NodeKind::Sequence(_) => Type::Array,
        NodeKind::Mapping(_) => Type::Object,
    }
}

fn number(document: &Document, node: NodeId) -> Option<f64> {
    match &document.node(node).kind {
        NodeKind::Int(number) => Some(*number as f64),
        NodeKind::Float(number) => Some(*number),
        NodeKind::Number(digits) => digits.parse().ok(),
        _ => None,
    }
}

fn equal(document: &Document, node: NodeId, value: &Value) -> bool {
    match (value, &document.node(node).kind) {
        (Value::String(text), _) => document.string(node) == Some(text),
        (Value::Number(wanted), _) => {
            number(document, node).is_some_and(|found| wanted.as_f64() == Some(found))
        }
        (Value::Bool(wanted), NodeKind::Bool(found)) => wanted == found,
        (Value::Null, NodeKind::Null) => true,
        (Value::Array(_), NodeKind::Sequence(_)) | (Value::Object(_), NodeKind::Mapping(_)) => {
            document.to_json(node) == *value
        }
        _ => false,
    }
}

/// A value in a few words.
fn shown(document: &Document, node: NodeId) -> String {
    match &document.node(node).kind {
        NodeKind::String(text) => format!("\"{}\"", short(document.text(text))),
        NodeKind::Sequence(_) => "[…]".to_owned(),
        NodeKind::Mapping(_) => "{…}".to_owned(),
        _ => short(&document.to_json(node).to_string()),
    }
}
