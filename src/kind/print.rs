//! The schema of a kind as editors read it: JSON Schema 2020-12, in one language.

use super::Kind;
use crate::lang::Lang;
use serde_json::{Map, Value, json};

impl Kind {
    /// The schema of a whole document of this kind, with an example.
    pub fn json_schema(&self, lang: Lang) -> Value {
        let head = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("https://fiducia.dev/schema/kinds/{}.json", self.name),
        });
        let (Value::Object(mut schema), Value::Object(body)) = (head, localized(&self.written, lang)) else {
            return Value::Null;
        };
        schema.extend(body);
        if !self.example.is_null() {
            schema.insert("examples".to_owned(), json!([self.example()]));
        }
        Value::Object(schema)
    }
}

/// A schema with its texts in one language. What stands below `properties` and `$defs` is named by its author, so
/// a field called `description` is no text.
fn localized(schema: &Value, lang: Lang) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let each = |values: &Map<String, Value>| -> Value {
        values.iter().map(|(name, value)| (name.clone(), localized(value, lang))).collect()
    };
    let member = |(keyword, value): (&String, &Value)| {
        let value = match (keyword.as_str(), value) {
            ("title" | "description", Value::Object(texts)) => {
                texts.get(lang.code()).cloned().unwrap_or_default()
            }
            ("properties" | "$defs", Value::Object(values)) => each(values),
            ("anyOf" | "oneOf" | "allOf", Value::Array(items)) => {
                items.iter().map(|item| localized(item, lang)).collect()
            }
            ("items" | "additionalProperties" | "propertyNames" | "not", inner) => localized(inner, lang),
            _ => value.clone(),
        };
        (keyword.clone(), value)
    };
    members.iter().map(member).collect()
}
