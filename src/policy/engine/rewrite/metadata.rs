//! `rego.metadata.rule()` and `rego.metadata.chain()`: the annotations of the rule that calls, which are known
//! before anything runs.

use super::Lifted;
use crate::policy::annotations::{self, Annotation, Scope, Statement};
use crate::policy::engine::Module;
use crate::policy::engine::syntax::{Definition, Outline};
use crate::source::Span;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The calls.
const CALLS: [(&str, bool); 2] = [("rego.metadata.rule", false), ("rego.metadata.chain", true)];

/// A value that is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    name: String,
    /// The rule that asks: its module, and the start of its definition.
    module: usize,
    definition: u32,
    chain: bool,
}

/// Replaces the calls of a module by references.
pub fn replace(bytes: &mut [u8], outline: &Outline, module: usize, lifted: &mut Lifted) -> bool {
    let mut changed = false;
    for definition in &outline.definitions {
        for &(chain, span) in &definition.metadata {
            if let Some((name, reference)) = lifted.reserve(span.range().len()) {
                let target = &mut bytes[span.range()];
                target.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
                // At the end, so that what follows still belongs to it.
                let from = target.len() - reference.len();
                target[from..].copy_from_slice(reference.as_bytes());
                lifted.wanted.push(Wanted { name, module, definition: definition.span.start, chain });
                changed = true;
            }
        }
    }
    changed
}

/// Which of the calls a name is.
pub fn call(name: &str) -> Option<bool> {
    CALLS.iter().find(|(call, _)| *call == name).map(|(_, chain)| *chain)
}

/// Finds the values that are asked for, now that all modules are known.
pub fn resolve(lifted: &mut Lifted, modules: &[Module]) {
    if lifted.wanted.is_empty() {
        return;
    }
    let annotated: Vec<Vec<Annotation>> = modules.iter().map(annotations_of).collect();
    for wanted in &lifted.wanted {
        let Some(module) = modules.get(wanted.module) else { continue };
        let at_start = |definition: &&Definition| definition.span.start == wanted.definition;
        let Some(definition) = module.outline.definitions.iter().find(at_start) else { continue };
        let own = annotated[wanted.module]
            .iter()
            .find(|annotation| annotation.scope == Scope::Rule && annotation.target == wanted.definition);
        let value = if wanted.chain {
            chain(own, module, definition, modules, &annotated)
        } else {
            own.map_or_else(|| json!({}), fields)
        };
        lifted.values.insert(wanted.name.clone(), value);
    }
}

fn annotations_of(module: &Module) -> Vec<Annotation> {
    if module.copy {
        return Vec::new();
    }
    let package = Statement { span: module.outline.package_span, package: true };
    let rules = module.outline.definitions.iter().map(|at| Statement { span: at.span, package: false });
    let mut statements: Vec<Statement> = std::iter::once(package).chain(rules).collect();
    statements.sort_by_key(|statement| statement.span);
    annotations::read(&module.source, &statements).0
}

/// An annotation as OPA gives it: its fields, the scope always among them.
fn fields(annotation: &Annotation) -> Value {
    let scope = match annotation.scope {
        Scope::Rule => "rule",
        Scope::Document => "document",
        Scope::Package => "package",
        Scope::Subpackages => "subpackages",
    };
    let mut fields: Map<String, Value> = annotation.fields.clone();
    fields.insert("scope".to_owned(), scope.into());
    if let Some(Value::Array(authors)) = fields.get_mut("authors") {
        for author in authors.iter_mut() {
            if let Value::String(text) = author {
                *author = named(text);
            }
        }
    }
    fields.into()
}

/// An author: `Name <address>`, either part of which may be missing.
fn named(text: &str) -> Value {
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches('>')),
        None => (text.trim(), ""),
    };
    let parts = [("name", name), ("email", address)];
    let given = parts.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(key, value)| (key.to_owned(), Value::from(value))).collect::<Map<_, _>>().into()
}

/// The annotations from a rule up: its own, those of its name, of its package, and of the packages around it.
fn chain(
    own: Option<&Annotation>,
    module: &Module,
    definition: &Definition,
    modules: &[Module],
    annotated: &[Vec<Annotation>],
) -> Value {
    let package = &module.outline.package;
    let path: Vec<&str> = package.iter().map(String::as_str).chain(definition.name.split('.')).collect();
    let mut entries = vec![match own {
        Some(own) => json!({"path": path, "annotations": fields(own)}),
        None => json!({"path": path}),
    }];
    let mut documents = Vec::new();
    let mut packages: BTreeMap<(std::cmp::Reverse<usize>, u8), Vec<Value>> = BTreeMap::new();
    for (other, annotations) in modules.iter().zip(annotated) {
        let outline = &other.outline;
        for annotation in annotations {
            let around = package.starts_with(&outline.package);
            match annotation.scope {
                Scope::Document
                    if outline.package == *package && names(outline, annotation) == definition.name =>
                {
                    documents.push(json!({"path": path, "annotations": fields(annotation)}));
                }
                Scope::Package if outline.package == *package => {
                    let entry = json!({"path": outline.package, "annotations": fields(annotation)});
                    packages.entry((std::cmp::Reverse(outline.package.len()), 0)).or_default().push(entry);
                }
                Scope::Subpackages if around => {
                    let entry = json!({"path": outline.package, "annotations": fields(annotation)});
                    packages.entry((std::cmp::Reverse(outline.package.len()), 1)).or_default().push(entry);
                }
                _ => {}
            }
        }
    }
    entries.extend(documents);
    entries.extend(packages.into_values().flatten());
    entries.into()
}

fn names<'o>(outline: &'o Outline, annotation: &Annotation) -> &'o str {
    let target = outline.definitions.iter().find(|definition| definition.span.start == annotation.target);
    target.map_or("", |definition| definition.name.as_str())
}

/// The calls of `rego.metadata` among the calls of a definition.
pub fn calls(calls: &[(String, Span)]) -> Vec<(bool, Span)> {
    calls.iter().filter_map(|(name, span)| Some((call(name)?, *span))).collect()
}
