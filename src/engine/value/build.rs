//! Values of documents.

use super::float;
use crate::document::{Document, Fold, NodeKind};
use regorus::Value;
use regorus::value::Object;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// Keys kept for sharing; configuration repeats few keys often.
const INTERNED_KEYS: usize = 10_000;

/// Builds engine values from documents. Keys are shared; string values never are, because their
/// address is what tells which node of the document a policy returned.
#[derive(Default)]
pub struct Builder {
    keys: HashSet<Arc<str>>,
}

impl Builder {
    /// The value of a document.
    pub fn build(&mut self, document: &Document) -> Value {
        document.fold(document.root(), self)
    }

    fn key(&mut self, key: Cow<'_, str>) -> Value {
        if let Some(known) = self.keys.get(key.as_ref()) {
            return Value::String(known.clone());
        }
        let key: Arc<str> = key.into();
        if self.keys.len() < INTERNED_KEYS {
            self.keys.insert(key.clone());
        }
        Value::String(key)
    }
}

impl Fold for Builder {
    type Value = Value;

    fn scalar(&mut self, document: &Document, kind: &NodeKind) -> Value {
        match kind {
            NodeKind::Bool(value) => Value::Bool(*value),
            NodeKind::Int(value) => Value::from(*value),
            NodeKind::Float(value) => float(*value),
            NodeKind::Number(text) => {
                Value::from_numeric_string(text).unwrap_or_else(|_| text.as_ref().into())
            }
            NodeKind::String(text) => Value::String(document.text(text).into()),
            _ => Value::Null,
        }
    }

    fn sequence(&mut self, items: Vec<Value>) -> Value {
        Value::from(items)
    }

    fn mapping(&mut self, merged: Vec<Value>, own: Vec<(Cow<'_, str>, Value)>) -> Value {
        let mut object: Object = own.into_iter().map(|(key, value)| (self.key(key), value)).collect();
        for source in merged {
            let sources = match &source {
                Value::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for entries in sources.iter().filter_map(|source| source.as_object().ok()) {
                for (key, value) in entries.iter() {
                    object.get_or_insert_with(key.clone(), || value.clone());
                }
            }
        }
        object.into_value()
    }
}
