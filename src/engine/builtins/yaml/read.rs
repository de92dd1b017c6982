//! A reader of YAML: the first document of a text as a value.

use super::resolve::{Resolved, resolve, tagged};
use crate::engine::builtins::nesting;
use crate::engine::builtins::{Failed, Outcome, Scope};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Tag};
use regorus::Value;
use std::collections::{BTreeMap, HashMap};

/// The tags that YAML itself has.
const CORE: &str = "tag:yaml.org,2002:";

/// The value of the first document. What JSON does not have is an error.
pub fn value(scope: &mut Scope, text: &str) -> Outcome {
    scope.take(text.len().saturating_mul(4))?;
    if text.trim_start_matches([' ', '\r', '\n']).starts_with('\t') {
        return Err(Failed::error("yaml: found character that cannot start any token"));
    }
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: nesting::DEPTH,
        block_nesting_limit: nesting::DEPTH,
        simple_key_max_lookahead: 65_536,
    };
    let mut reader = Reader { scope, open: Vec::new(), anchors: HashMap::new(), root: None };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, _) = event.map_err(|error| match error.kind() {
            ErrorKind::RecursionLimitExceeded => nesting::too_deep(),
            ErrorKind::DirectiveByteLimitExceeded { .. }
            | ErrorKind::TooManyReservedDirectiveParams { .. } => {
                Failed::limit(format!("yaml: {}", error.info()), format!("yaml：{}", error.info()))
            }
            _ => Failed::error(format!("yaml: {}", error.info())),
        })?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        reader.event(event)?;
    }
    Ok(reader.root.map_or(Value::Null, |node| node.value))
}

/// A node that was read.
#[derive(Clone)]
struct Node {
    value: Value,
    /// How many nodes it is with all of its aliases.
    weight: usize,
    /// A key that merges what it leads to.
    merges: bool,
}

/// A collection that is being read.
struct Open {
    anchor: usize,
    weight: usize,
    members: Members,
}

enum Members {
    Sequence(Vec<Value>),
    Mapping { entries: BTreeMap<Value, Value>, key: Option<Node> },
}

struct Reader<'s> {
    scope: &'s mut Scope,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) -> Result<(), Failed> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, tag.as_deref())?;
                self.done(node, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.begin(anchor, Members::Sequence(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                self.begin(anchor, Members::Mapping { entries: BTreeMap::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.ok_or_else(|| Failed::error("yaml: anchor contains itself"))?;
                // A copy costs nothing here, but whoever visits it sees all of it.
                self.scope.take_members(node.weight)?;
                self.done(Node { merges: false, ..node }, 0)
            }
            Event::DocumentStart(_, Some(version)) if version.major != 1 || version.minor != 1 => {
                Err(Failed::error("yaml: found incompatible YAML document"))
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, anchor: usize, members: Members) -> Result<(), Failed> {
        if self.open.len() >= nesting::DEPTH {
            return Err(nesting::too_deep());
        }
        self.open.push(Open { anchor, weight: 1, members });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Failed> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let value = match open.members {
            Members::Sequence(items) => items.into(),
            Members::Mapping { entries, .. } => entries.into(),
        };
        self.done(Node { value, weight: open.weight, merges: false }, open.anchor)
    }

    /// A node has ended: it belongs to the collection around it.
    fn done(&mut self, node: Node, anchor: usize) -> Result<(), Failed> {
        self.scope.take_members(3)?;
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(node.weight);
        match &mut open.members {
            Members::Sequence(items) => items.push(node.value),
            Members::Mapping { entries, key } => match key.take() {
                None => *key = Some(node),
                Some(key) if key.merges => {
                    let sources = match &node.value {
                        Value::Array(items) => items.to_vec(),
                        one => vec![one.clone()],
                    };
                    for source in sources.iter().rev() {
                        let merged = source.as_object().map_err(|_| {
                            Failed::error("yaml: map merge requires map or sequence of maps as the value")
                        })?;
                        entries.extend(merged.iter().map(|(key, value)| (key.clone(), value.clone())));
                    }
                }
                Some(key) => {
                    entries.insert(name(&key.value)?, node.value);
                }
            },
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Node, Failed> {
        self.scope.take(text.len())?;
        let plain = style == ScalarStyle::Plain;
        let tag = tag.map(Tag::to_string);
        let tag = tag.as_deref().map(|tag| tag.strip_prefix(CORE).ok_or(tag));
        let merges = plain && text == "<<" && matches!(tag, None | Some(Ok("merge")));
        let resolved = match tag {
            None if plain => resolve(text),
            Some(Ok(tag @ ("str" | "bool" | "int" | "float" | "null" | "timestamp"))) => tagged(tag, text)?,
            Some(Ok("binary")) => {
                let values = [Value::from(text)];
                let decoded = crate::engine::builtins::lookup("base64.decode");
                let value = decoded.map(|decode| (decode.call)(self.scope, &values)).transpose()?;
                Resolved::Value(value.unwrap_or(Value::Null))
            }
            _ => Resolved::Text,
        };
        let value = match resolved {
            Resolved::Value(value) => value,
            Resolved::Infinite => return Err(Failed::error("json: unsupported value")),
            Resolved::Date | Resolved::Text => text.into(),
        };
        Ok(Node { value, weight: 1, merges })
    }
}

/// A key as JSON has it, which is a text.
fn name(key: &Value) -> Result<Value, Failed> {
    match key {
        Value::String(_) => Ok(key.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(key.to_string().into()),
        _ => Err(Failed::error("yaml: unsupported map key")),
    }
}
