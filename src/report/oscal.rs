//! What documents of OSCAL have in common: ids, metadata, properties, and the forms of their texts.
//!
//! Titles and descriptions of OSCAL are Markdown, so text from outside is escaped in them as in other Markdown.

use super::markdown::plain;
use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

/// The version of OSCAL that is written.
pub const VERSION: &str = "1.1.3";

/// What the names of our properties belong to.
pub const NAMESPACE: &str = "https://fiducia.dev/ns/oscal";

/// An id that is the same wherever the parts are the same.
pub fn id(parts: &[&str]) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    // Lengths keep `a`, `bc` and `ab`, `c` apart.
    let name: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    Uuid::new_v5(&space, name.as_bytes()).to_string()
}

/// The metadata of a document about a day.
pub fn metadata(title: &str, day: NaiveDate) -> Value {
    json!({
        "title": markup(title),
        "last-modified": time(day),
        "version": day.to_string(),
        "oscal-version": VERSION,
        "props": props([("tool", format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")))]),
    })
}

/// The beginning of a day.
pub fn time(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

/// Text as Markdown on one line in which nothing is markup; never empty.
pub fn markup(text: &str) -> String {
    plain(&line(text))
}

/// Text on one line without white space at its ends; a dash where nothing is left.
pub fn line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { "-".to_owned() } else { super::excerpt::clean(&line) }
}

/// Text as a token: letters, digits, `.`, `-` and `_`, the first of them a letter or `_`.
pub fn token(text: &str) -> String {
    let fits = |character: char| character.is_alphanumeric() || matches!(character, '.' | '-' | '_');
    let token: String = text.chars().map(|character| if fits(character) { character } else { '_' }).collect();
    match token.chars().next() {
        Some(first) if first.is_alphabetic() || first == '_' => token,
        _ => format!("_{token}"),
    }
}

/// Properties of our namespace, those without a value left out.
pub fn props<'n>(pairs: impl IntoIterator<Item = (&'n str, String)>) -> Vec<Value> {
    let given = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
    given.map(|(name, value)| json!({"name": name, "ns": NAMESPACE, "value": line(&value)})).collect()
}

/// An object without its empty lists, which OSCAL does not allow, and without nulls.
pub fn whole(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let given =
                |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
            Value::Object(members.into_iter().filter(|(_, value)| given(value)).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_what_they_name() {
        assert_eq!(id(&["a", "bc"]), id(&["a", "bc"]));
        assert_ne!(id(&["a", "bc"]), id(&["ab", "c"]));
        assert_eq!(id(&["a"]).as_bytes()[14], b'5');
    }

    #[test]
    fn texts_take_the_forms_of_oscal() {
        for (text, formed) in [("TEC-ENC-01", "TEC-ENC-01"), ("7 x/y", "_7_x_y"), ("", "_"), ("控制", "控制")]
        {
            assert_eq!(token(text), formed);
        }
        assert_eq!((line(" a\n b\u{2028}c "), line(" \n")), ("a b c".to_owned(), "-".to_owned()));
        assert_eq!(markup("<b>[x](y)\n"), "&lt;b&gt;\\[x\\]\\(y\\)");
        let whole = whole(json!({"a": [], "b": null, "c": {}, "d": [1]}));
        assert_eq!(whole, json!({"c": {}, "d": [1]}));
    }
}
