//! What a rule returned, read as violations.

use super::value::{Identity, key_text, to_json};
use crate::document::Pointer;
use crate::lang::{Message, both};
use crate::severity::Severity;
use crate::violation::{Aim, Related, Violation};
use regorus::Value;
use serde_json::Map;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Keys of a violation that have a meaning here; all others are kept as details.
const KNOWN: [&str; 8] = ["msg", "path", "at", "related", "expected", "severity", "check", "_loc"];

/// Reads what a `deny`, `violation` or `warn` rule returned for an input.
///
/// A set or array holds violations; an object holds them by key, or the key is the message where the
/// value is `true` (a partial rule without `contains`); `true` or a string is one violation;
/// `false` and undefined are none.
///
/// What cannot be read as a violation is told beside those that can: it would be a silent pass, and it
/// must not hide the others.
pub fn read(result: &Value, input: &Value) -> (Vec<(Value, Violation)>, BTreeSet<Message>) {
    let reader = Reader { input, identity: OnceCell::new() };
    let violation = |item: &Value| Ok((item.clone(), reader.violation(item)?));
    let read: Vec<Result<(Value, Violation), Message>> = match result {
        Value::Undefined | Value::Bool(false) | Value::Null => Vec::new(),
        Value::Bool(true) => vec![Ok((result.clone(), Violation::new(Message::default())))],
        Value::Set(items) => items.iter().map(violation).collect(),
        Value::Array(items) => items.iter().map(violation).collect(),
        Value::Object(entries) if result[&Value::from("msg")] == Value::Undefined => {
            entries.iter().map(|(key, value)| Ok((value.clone(), reader.keyed(key, value)?))).collect()
        }
        other => vec![violation(other)],
    };
    let (mut violations, mut wrong) = (Vec::new(), BTreeSet::new());
    for item in read {
        match item {
            Ok(violation) => violations.push(violation),
            Err(reason) => {
                wrong.insert(reason);
            }
        }
    }
    (violations, wrong)
}

struct Reader<'v> {
    input: &'v Value,
    identity: OnceCell<Identity<'v>>,
}

impl Reader<'_> {
    fn keyed(&self, key: &Value, value: &Value) -> Result<Violation, Message> {
        match value {
            Value::Bool(true) => self.violation(key),
            other => self.violation(other),
        }
    }

    fn violation(&self, value: &Value) -> Result<Violation, Message> {
        match value {
            Value::String(text) => Ok(Violation::new(text.as_ref().into())),
            Value::Object(entries) => {
                let Some(message) = entries.get(&Value::from("msg")).and_then(message) else {
                    return Err(both(
                        "a violation has to be a string or an object with `msg`",
                        "违规应是字符串，或带 `msg` 的对象",
                    ));
                };
                let mut violation = Violation::new(message);
                violation.aim = self.aim(value)?;
                violation.related = self.related(&value[&Value::from("related")])?;
                violation.severity = severity(&value[&Value::from("severity")])?;
                violation.check =
                    value[&Value::from("check")].as_string().ok().map(|check| check.to_string());
                violation.expected = defined(&value[&Value::from("expected")]).map(to_json);
                violation.details = details(value);
                Ok(violation)
            }
            other => {
                let [en, zh] = kind(other);
                Err(both(
                    format!("a violation has to be a string or an object with `msg`, this is {en}"),
                    format!("违规应是字符串，或带 `msg` 的对象，此处为{zh}"),
                ))
            }
        }
    }

    fn aim(&self, value: &Value) -> Result<Aim, Message> {
        if let Some(path) = defined(&value[&Value::from("path")]) {
            return pointer(path).map(Aim::Path);
        }
        if let Some(at) = defined(&value[&Value::from("at")]) {
            let identity = self.identity.get_or_init(|| Identity::new(self.input));
            return Ok(identity.find(at).map_or(Aim::None, Aim::Value));
        }
        let at = |name: &str| value[&Value::from("_loc")][&Value::from(name)].as_u32().ok();
        Ok(at("line").map_or(Aim::None, |line| Aim::Line(line, at("column"))))
    }

    fn related(&self, value: &Value) -> Result<Vec<Related>, Message> {
        let items: Vec<&Value> = match value {
            Value::Undefined => return Ok(Vec::new()),
            Value::Array(items) => items.iter().collect(),
            Value::Set(items) => items.iter().collect(),
            _ => {
                return Err(both(
                    "`related` has to be an array of objects with `path` or `at`",
                    "`related` 应是对象数组，各对象带 `path` 或 `at`",
                ));
            }
        };
        let related = |item: &Value| {
            let message = message(&item[&Value::from("msg")]).unwrap_or_default();
            Ok(Related { message, aim: self.aim(item)? })
        };
        items.into_iter().map(related).collect()
    }
}

fn defined(value: &Value) -> Option<&Value> {
    (*value != Value::Undefined).then_some(value)
}

fn message(value: &Value) -> Option<Message> {
    defined(value).and_then(|value| Message::from_json(&to_json(value)))
}

/// A pointer given as an array of keys and indexes, or as JSON Pointer text.
fn pointer(value: &Value) -> Result<Pointer, Message> {
    match value {
        Value::String(text) => Pointer::parse(text).ok_or_else(|| {
            both(
                format!("`path` {text:?} is no JSON Pointer: it has to start with `/`"),
                format!("`path` {text:?} 不是 JSON Pointer：应以 `/` 开头"),
            )
        }),
        Value::Array(steps) => Ok(steps.iter().map(key_text).collect()),
        other => {
            let [en, zh] = kind(other);
            Err(both(
                format!("`path` has to be an array or a JSON Pointer, this is {en}"),
                format!("`path` 应是数组或 JSON Pointer，此处为{zh}"),
            ))
        }
    }
}

fn severity(value: &Value) -> Result<Option<Severity>, Message> {
    match defined(value) {
        None => Ok(None),
        Some(Value::String(name)) => Severity::from_name(name).map(Some).ok_or_else(|| {
            both(
                format!("`severity` {name:?} is not one of critical, high, medium, low, info"),
                format!("`severity` {name:?} 应为 critical、high、medium、low、info 之一"),
            )
        }),
        Some(other) => {
            let [en, zh] = kind(other);
            Err(both(
                format!("`severity` has to be a string, this is {en}"),
                format!("`severity` 应是字符串，此处为{zh}"),
            ))
        }
    }
}

/// What the author says beyond the known keys. conftest's `metadata` and Gatekeeper's `details` are
/// such keys themselves: where one of them is an object, its members are the details.
fn details(value: &Value) -> Map<String, serde_json::Value> {
    let mut details = Map::new();
    let Ok(entries) = value.as_object() else { return details };
    for (key, value) in entries.iter() {
        let key = key_text(key);
        if KNOWN.contains(&key.as_str()) {
            continue;
        }
        match (key.as_str(), to_json(value)) {
            ("details" | "metadata", serde_json::Value::Object(members)) => details.extend(members),
            (_, value) => {
                details.insert(key, value);
            }
        }
    }
    details
}

/// What a value is, in both languages.
fn kind(value: &Value) -> [&'static str; 2] {
    match value {
        Value::Null => ["null", " null"],
        Value::Bool(_) => ["a boolean", "布尔值"],
        Value::Number(_) => ["a number", "数字"],
        Value::String(_) => ["a string", "字符串"],
        Value::Array(_) => ["an array", "数组"],
        Value::Set(_) => ["a set", "集合"],
        Value::Object(_) => ["an object without `msg`", "没有 `msg` 的对象"],
        Value::Undefined => ["undefined", "未定义"],
    }
}
