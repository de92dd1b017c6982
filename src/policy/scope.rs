//! `applies_to`: which documents a rule is about.

use crate::document::Document;
use globset::{Glob, GlobMatcher};
use serde_json::Value;

/// Which documents a rule applies to: those that match any of its selectors; all if it has none.
#[derive(Debug, Clone, Default)]
pub struct AppliesTo {
    selectors: Option<Vec<Selector>>,
}

#[derive(Debug, Clone, Default)]
struct Selector {
    kind: Option<Pattern>,
    api_version: Option<Pattern>,
    format: Option<Pattern>,
    file: Option<Pattern>,
}

#[derive(Debug, Clone)]
struct Pattern {
    text: String,
    glob: Option<GlobMatcher>,
}

impl Pattern {
    fn new(text: &str) -> Result<Self, String> {
        let glob = if text.contains(['*', '?', '[', '{', '\\']) {
            Some(
                Glob::new(text).map_err(|error| format!("`applies_to`: {}", error.kind()))?.compile_matcher(),
            )
        } else {
            None
        };
        Ok(Pattern { text: text.to_owned(), glob })
    }

    fn matches(&self, value: &str) -> bool {
        self.glob.as_ref().map_or(self.text == value, |glob| glob.is_match(value))
    }
}

impl AppliesTo {
    /// From metadata: a string or object, or a list of them. A string is the `kind` of a document; an
    /// object has `kind`, `apiVersion`, `format`, `file`, each a glob, all of which have to match.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let selectors = match value {
            Value::Array(items) => items.iter().map(Selector::from_json).collect::<Result<_, _>>()?,
            one => vec![Selector::from_json(one)?],
        };
        Ok(AppliesTo { selectors: Some(selectors) })
    }

    /// True if the rule applies to the document.
    pub fn matches(&self, document: &Document) -> bool {
        let Some(selectors) = &self.selectors else { return true };
        selectors.iter().any(|selector| selector.matches(document))
    }

    /// The kinds that it names without a glob, for lists and explanations.
    pub fn kinds(&self) -> Vec<&str> {
        let selectors = self.selectors.iter().flatten();
        selectors.filter_map(|selector| selector.kind.as_ref()).map(|kind| kind.text.as_str()).collect()
    }
}

impl Selector {
    fn from_json(value: &Value) -> Result<Self, String> {
        let mut selector = Selector::default();
        match value {
            Value::String(kind) => selector.kind = Some(Pattern::new(kind)?),
            Value::Object(fields) => {
                for (name, pattern) in fields {
                    let Some(text) = pattern.as_str() else {
                        return Err(format!("`applies_to.{name}` has to be a string"));
                    };
                    let pattern = Some(Pattern::new(text)?);
                    match name.as_str() {
                        "kind" => selector.kind = pattern,
                        "apiVersion" => selector.api_version = pattern,
                        "format" => selector.format = pattern,
                        "file" => selector.file = pattern,
                        _ => {
                            return Err(format!(
                                "`applies_to` knows kind, apiVersion, format and file, not {name:?}"
                            ));
                        }
                    }
                }
            }
            _ => return Err("`applies_to` has to be a kind or an object, or a list of them".to_owned()),
        }
        Ok(selector)
    }

    fn matches(&self, document: &Document) -> bool {
        let top = |pattern: &Option<Pattern>, key: &str| {
            pattern
                .as_ref()
                .is_none_or(|pattern| document.top(key).is_some_and(|value| pattern.matches(value)))
        };
        let fixed = |pattern: &Option<Pattern>, value: &str| {
            pattern.as_ref().is_none_or(|pattern| pattern.matches(value))
        };
        top(&self.kind, "kind")
            && top(&self.api_version, "apiVersion")
            && fixed(&self.format, document.format.name())
            && fixed(&self.file, &document.source.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Limits, parse};
    use crate::source::SourceFile;

    fn applies(selector: Value, text: &str) -> bool {
        let source = SourceFile::from_text("deploy/prod/app.yaml", text);
        let document = parse(&source, Format::Yaml, &Limits::default()).documents.remove(0);
        AppliesTo::from_json(&selector).unwrap().matches(&document)
    }

    #[test]
    fn a_string_is_a_kind_and_an_object_matches_as_a_whole() {
        let text = "kind: Deployment\napiVersion: apps/v1\n";
        assert!(applies(serde_json::json!(["Service", "Deployment"]), text));
        assert!(applies(serde_json::json!({"kind": "Deploy*", "apiVersion": "apps/*"}), text));
        assert!(!applies(serde_json::json!({"kind": "Deployment", "format": "json"}), text));
        assert!(applies(serde_json::json!({"file": "**/prod/*.yaml"}), text));
        assert!(!applies(serde_json::json!("Deployment"), "kind: [Deployment]\n"));
    }

    #[test]
    fn selectors_that_mean_nothing_are_refused() {
        for wrong in [
            serde_json::json!(1),
            serde_json::json!({"name": "x"}),
            serde_json::json!({"kind": 1}),
            serde_json::json!("[a"),
        ] {
            assert!(AppliesTo::from_json(&wrong).is_err(), "{wrong}");
        }
    }
}
