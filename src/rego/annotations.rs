//! `# METADATA` annotations: OPA's comments in YAML, which the engine does not read.

use super::ast::Tree;
use crate::source::{SourceFile, Span, nesting};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What an annotation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// The definition that follows.
    Rule,
    /// Every definition of the name that follows, in the package.
    Document,
    /// The package.
    Package,
    /// The package and those below it.
    Subpackages,
}

/// One annotation block.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// What it is about.
    pub scope: Scope,
    /// Its fields.
    pub fields: Map<String, Value>,
    /// The comment lines, `# METADATA` included.
    pub span: Span,
    /// Where the statement that it belongs to starts.
    pub target: u32,
}

/// An annotation block that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub reason: String,
}

/// A statement that annotations can belong to.
#[derive(Debug, Clone, Copy)]
struct Statement {
    span: Span,
    /// True for the `package` statement.
    package: bool,
}

/// Reads the annotation blocks of a policy.
pub fn read(source: &SourceFile, tree: &Tree) -> (Vec<Annotation>, Vec<Malformed>) {
    let blocks = blocks(&source.text);
    if blocks.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let package = Statement { span: tree.package_span, package: true };
    let rules = tree.rules.iter().map(|rule| Statement { span: rule.span, package: false });
    let mut statements: Vec<Statement> = std::iter::once(package).chain(rules).collect();
    statements.sort_by_key(|statement| statement.span);
    let (mut annotations, mut malformed) = (Vec::new(), Vec::new());
    for (span, from, yaml) in blocks {
        let next = statements.partition_point(|statement| statement.span.start < span.end);
        // A comment within a statement, or text in a raw string, is no annotation.
        if next.checked_sub(1).is_some_and(|before| statements[before].span.contains(span)) {
            continue;
        }
        match annotation(&yaml, span, statements.get(next)) {
            Ok(annotation) => annotations.push(annotation),
            Err((line, reason)) => {
                let first = source.position(from as u32).line;
                let at = line.and_then(|line| source.line(first + line - 1)).unwrap_or(span);
                malformed.push(Malformed { span: at, reason });
            }
        }
    }
    (annotations, malformed)
}

/// Deepest nesting of brackets: the time to read YAML grows with its square.
const NESTING: usize = 64;

/// What such a block starts with.
const MARK: &str = "# METADATA";

/// Comment blocks that start with it: their span, where the YAML starts, and the YAML.
fn blocks(text: &str) -> Vec<(Span, usize, String)> {
    let (mut blocks, mut done) = (Vec::new(), 0);
    for (at, _) in text.match_indices(MARK) {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let (first, mut rest) = line(&text[start..]);
        if at < done || first.trim() != MARK {
            continue;
        }
        let (from, mut end) = (text.len() - rest.len(), start + first.len());
        let mut yaml = String::new();
        loop {
            let (next, behind) = line(rest);
            let Some(comment) = next.trim_start().strip_prefix('#') else { break };
            // A comment that silences a lint may stand between the metadata and its rule.
            yaml.push_str(if comment.trim_start().starts_with("fiducia: ignore[") { "" } else { comment });
            yaml.push('\n');
            end = text.len() - rest.len() + next.len();
            rest = behind;
        }
        done = end;
        blocks.push((Span::new(start, end), from, yaml));
    }
    blocks
}

/// A first line without its break, and what is behind it.
fn line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line.trim_end_matches('\r'), rest)
}

fn annotation(
    yaml: &str,
    span: Span,
    target: Option<&Statement>,
) -> Result<Annotation, (Option<usize>, String)> {
    if nesting(yaml) > NESTING {
        return Err((None, format!("METADATA nests brackets deeper than the limit of {NESTING}")));
    }
    let value: Value = serde_yaml::from_str(yaml).map_err(|error| {
        let line = error.location().map(|location| location.line());
        (line, format!("METADATA is not valid YAML: {error}"))
    })?;
    let Value::Object(fields) = value else {
        return Err((None, "METADATA has to be a mapping".to_owned()));
    };
    let Some(target) = target else {
        return Err((None, "METADATA belongs to nothing: no package or rule follows".to_owned()));
    };
    let scope = match fields.get("scope").map(|scope| scope.as_str().unwrap_or("")) {
        None if target.package => Scope::Package,
        None | Some("rule") => Scope::Rule,
        Some("document") => Scope::Document,
        Some("package") => Scope::Package,
        Some("subpackages") => Scope::Subpackages,
        Some(other) => {
            return Err((
                None,
                format!("METADATA scope {other:?} is not one of package, rule, document, subpackages"),
            ));
        }
    };
    if target.package != matches!(scope, Scope::Package | Scope::Subpackages) {
        let reason = if target.package { "belongs above a rule" } else { "belongs above `package`" };
        return Err((None, format!("METADATA of this scope {reason}")));
    }
    Ok(Annotation { scope, fields, span, target: target.span.start })
}

/// Merges annotations, the closest first: a field of a closer one wins; members of `custom` are fields
/// of their own.
pub fn merge<'a>(closest_first: impl IntoIterator<Item = &'a Annotation>) -> Map<String, Value> {
    let mut merged = Map::new();
    let mut custom = Map::new();
    for annotation in closest_first {
        for (key, value) in &annotation.fields {
            match (key.as_str(), value) {
                ("scope", _) => {}
                ("custom", Value::Object(members)) => {
                    for (name, member) in members {
                        custom.entry(name).or_insert_with(|| member.clone());
                    }
                }
                _ => {
                    merged.entry(key).or_insert_with(|| value.clone());
                }
            }
        }
    }
    if !custom.is_empty() {
        merged.insert("custom".to_owned(), Value::Object(custom));
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::parser::{Language, parse};

    fn read(source: &SourceFile) -> (Vec<Annotation>, Vec<Malformed>) {
        super::read(source, &parse(&source.text, Language::V1).tree)
    }

    #[test]
    fn scope_defaults_to_what_follows_and_blank_lines_do_not_part_them() {
        let text = "\n# METADATA\n# title: P\npackage m\n\n# METADATA\n# title: R\n# custom:\n#   severity: low\n\ndeny if true\n";
        let source = SourceFile::from_text("p.rego", text);
        let (annotations, malformed) = read(&source);
        assert_eq!(malformed, []);
        assert_eq!(annotations.iter().map(|a| a.scope).collect::<Vec<_>>(), [Scope::Package, Scope::Rule]);
        let merged = merge([&annotations[1], &annotations[0]]);
        assert_eq!(serde_json::json!({"title": "R", "custom": {"severity": "low"}}), Value::Object(merged));
    }

    #[test]
    fn comments_that_silence_lints_are_no_metadata() {
        let text = "package p\n\n# METADATA\n# title: R\n# fiducia: ignore[a] x: y\n# fiducia: ignore[b] x: y\ndeny if true\n";
        let source = SourceFile::from_text("p.rego", text);
        let (annotations, malformed) = read(&source);
        assert_eq!(malformed, []);
        assert_eq!(annotations[0].fields.keys().collect::<Vec<_>>(), ["title"]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for (block, reason, line) in [
            ("# METADATA\n# title: a: b\n", "not valid YAML", 3),
            ("# METADATA\n# - x\n", "has to be a mapping", 2),
            ("# METADATA\n# scope: file\n", "\"file\" is not one of", 2),
            ("# METADATA\n# scope: package\n", "belongs above `package`", 2),
        ] {
            let text = format!("package p\n{block}deny if true\n");
            let source = SourceFile::from_text("p.rego", text.as_str());
            let (_, malformed) = read(&source);
            assert!(malformed[0].reason.contains(reason), "{:?}", malformed[0]);
            assert_eq!(source.position(malformed[0].span.start).line, line, "{block}");
        }
    }
}
