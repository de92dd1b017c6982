//! JSON as Go's `encoding/json` writes it, and read with exact numbers.

mod read;

use super::{Builtin, Failed, Outcome, Scope, nesting, operand, order, pure, show};
use operand::text;
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("json.is_valid", 1, |scope, values| match text(values, 0).map(|text| read::value(scope, text)) {
        Ok(Ok(_)) => Ok(Value::Bool(true)),
        Ok(Err(limit @ Failed::Limit(_))) => Err(limit),
        _ => Ok(Value::Bool(false)),
    }),
    pure("json.marshal", 1, |scope, values| Ok(compact(scope, operand::at(values, 0)?)?.into())),
    pure("json.marshal_with_options", 2, marshal_with_options),
    pure("json.unmarshal", 1, |scope, values| read::value(scope, text(values, 0)?)),
];

/// A value as JSON in one line.
pub fn compact(scope: &mut Scope, value: &Value) -> Result<String, Failed> {
    written(scope, value, None)
}

/// The text that a key of an object becomes.
pub fn key(scope: &mut Scope, key: &Value) -> Result<String, Failed> {
    match key {
        Value::String(text) => Ok(text.to_string()),
        other => compact(scope, other),
    }
}

/// Reads JSON.
pub fn parse(scope: &mut Scope, text: &str) -> Outcome {
    read::value(scope, text)
}

fn written(scope: &mut Scope, value: &Value, layout: Option<Layout<'_>>) -> Result<String, Failed> {
    let mut writer = Writer { text: String::new(), taken: 0, scope, layout };
    writer.value(value, 0)?;
    writer.take()?;
    Ok(writer.text)
}

fn marshal_with_options(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (value, options) = (operand::at(values, 0)?, operand::object(values, 1)?);
    let (mut prefix, mut indent, mut pretty, mut implied) = ("", "\t", None, false);
    for (key, option) in options.iter() {
        match (key.as_string().map(|key| &**key).unwrap_or_default(), option) {
            ("prefix", Value::String(text)) => (prefix, implied) = (text, true),
            ("indent", Value::String(text)) => (indent, implied) = (text, true),
            ("pretty", Value::Bool(value)) => pretty = Some(*value),
            ("prefix" | "indent", _) => return Err(operand::invalid(1, "key failed cast to string")),
            ("pretty", _) => return Err(operand::invalid(1, "key pretty failed cast to bool")),
            _ => return Err(operand::invalid(1, "object contained unknown key")),
        }
    }
    if !pretty.unwrap_or(implied) {
        return Ok(compact(scope, value)?.into());
    }
    let text = written(scope, value, Some(Layout { prefix, indent }))?;
    Ok(format!("{prefix}{text}").into())
}

#[derive(Clone, Copy)]
struct Layout<'t> {
    prefix: &'t str,
    indent: &'t str,
}

struct Writer<'s, 't> {
    text: String,
    /// How much of the text memory was taken for.
    taken: usize,
    scope: &'s mut Scope,
    layout: Option<Layout<'t>>,
}

impl Writer<'_, '_> {
    fn take(&mut self) -> Result<(), Failed> {
        self.scope.take(self.text.len() - self.taken)?;
        self.taken = self.text.len();
        Ok(())
    }

    fn line(&mut self, depth: usize) -> Result<(), Failed> {
        if let Some(Layout { prefix, indent }) = self.layout {
            self.scope.take(indent.len().saturating_mul(depth).saturating_add(prefix.len()))?;
            self.text.push('\n');
            self.text.push_str(prefix);
            (0..depth).for_each(|_| self.text.push_str(indent));
        }
        Ok(())
    }

    fn value(&mut self, value: &Value, depth: usize) -> Result<(), Failed> {
        if depth > nesting::DEPTH {
            return Err(nesting::too_deep());
        }
        if self.text.len() - self.taken > 4096 {
            self.take()?;
        }
        match value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(_) => self.text.push_str(&show::number(value)),
            Value::String(text) => self.string(text)?,
            Value::Undefined => self.text.push_str("null"),
            Value::Array(items) => self.members(items.iter().collect(), depth)?,
            Value::Set(items) => self.members(order::sorted(items.iter()), depth)?,
            Value::Object(object) => self.object(object, depth)?,
        }
        Ok(())
    }

    fn members(&mut self, items: Vec<&Value>, depth: usize) -> Result<(), Failed> {
        self.text.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line(depth + 1)?;
            self.value(item, depth + 1)?;
        }
        if !items.is_empty() {
            self.line(depth)?;
        }
        self.text.push(']');
        Ok(())
    }

    fn object(&mut self, object: &regorus::value::Object, depth: usize) -> Result<(), Failed> {
        let mut entries = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            entries.push((self::key(self.scope, key)?, value));
        }
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        self.text.push('{');
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line(depth + 1)?;
            self.string(key)?;
            self.text.push_str(if self.layout.is_some() { ": " } else { ":" });
            self.value(value, depth + 1)?;
        }
        if !entries.is_empty() {
            self.line(depth)?;
        }
        self.text.push('}');
        Ok(())
    }

    /// A string, also safe within HTML.
    fn string(&mut self, text: &str) -> Result<(), Failed> {
        self.take()?;
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    self.text.push_str(&format!("\\u{:04x}", character as u32));
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
        self.take()
    }
}
