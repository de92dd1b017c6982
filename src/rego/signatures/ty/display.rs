//! Types as they are told, in OPA's notation: `array<number>[string]`.

use super::{Array, Key, Object, Type};
use std::fmt;

/// Writes parts with commas between them.
fn listed<T: fmt::Display>(out: &mut fmt::Formatter<'_>, parts: impl Iterator<Item = T>) -> fmt::Result {
    for (at, part) in parts.enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        write!(out, "{comma}{part}")?;
    }
    Ok(())
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Unknown => out.write_str("unknown"),
            Type::Null => out.write_str("null"),
            Type::Boolean => out.write_str("boolean"),
            Type::Number => out.write_str("number"),
            Type::String => out.write_str("string"),
            Type::Any => out.write_str("any"),
            Type::Array(array) => write!(out, "{array}"),
            Type::Object(object) => write!(out, "{object}"),
            Type::Set(set) => write!(out, "set[{}]", set.of),
            Type::Union(union) => {
                out.write_str("any<")?;
                listed(out, union.of.iter())?;
                out.write_str(">")
            }
            Type::Function(function) => {
                out.write_str("(")?;
                listed(out, function.args.iter())?;
                write!(out, ") => {}", function.result)
            }
        }
    }
}

impl fmt::Display for Array {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("array")?;
        if !self.items.is_empty() {
            out.write_str("<")?;
            listed(out, self.items.iter())?;
            out.write_str(">")?;
        }
        if self.rest.is_unknown() { Ok(()) } else { write!(out, "[{}]", self.rest) }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("object")?;
        if !self.fields.is_empty() {
            out.write_str("<")?;
            listed(out, self.fields.iter().map(|(key, value)| format!("{}: {value}", key.plain())))?;
            out.write_str(">")?;
        }
        self.rest.iter().try_for_each(|(key, value)| write!(out, "[{key}: {value}]"))
    }
}

impl Key {
    /// The key without quotes.
    fn plain(&self) -> String {
        match self {
            Key::Text(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Null => out.write_str("null"),
            Key::Bool(value) => write!(out, "{value}"),
            Key::Number(digits) => out.write_str(digits),
            Key::Text(text) => write!(out, "{text:?}"),
            Key::Array(items) => {
                out.write_str("[")?;
                listed(out, items.iter())?;
                out.write_str("]")
            }
            Key::Object(fields) => {
                out.write_str("{")?;
                listed(out, fields.iter().map(|(key, value)| format!("{key}: {value}")))?;
                out.write_str("}")
            }
        }
    }
}
