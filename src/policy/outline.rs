//! What is known of the policies of built-in packs without reading them: which rules there are, what their annotations
//! say, and which paths they name. A check reads the policies of the rules that its documents need.
//!
//! `policies/outlines.tsv` holds an outline a line: the path, a digest of the text and the outline as JSON. The build
//! takes in those whose digest is that of the text; policies without one are read at the start.

use super::module::{Module, Unread};
use super::reach;
use super::rules;
use crate::rego::annotations::{Annotation, Scope};
use crate::rego::ast::{Rule, RuleKind, Tree, Version};
use crate::source::{SourceFile, Span};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is known of a policy that was not read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    version: u8,
    package: Vec<String>,
    package_span: (u32, u32),
    rules: Vec<Head>,
    annotations: Vec<Note>,
    /// The paths below `data` that it names.
    names: BTreeSet<Vec<String>>,
    /// True if it reads `input.review`.
    reviews: bool,
}

/// A definition: where it and its name are, what it defines, and its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Head((u32, u32), (u32, u32), RuleKind, Vec<String>);

/// An annotation: its scope, its place, where its target starts, and its fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Note(Scope, (u32, u32), u32, Map<String, Value>);

impl Outline {
    /// The outline of a policy that was read without a mistake.
    pub fn of(module: &Module) -> Outline {
        let Tree { version, package, package_span, rules, .. } = &module.tree;
        let head = |rule: &Rule| Head(pair(rule.span), pair(rule.name_span), rule.kind, rule.path.clone());
        let note = |note: &Annotation| Note(note.scope, pair(note.span), note.target, note.fields.clone());
        let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
        Outline {
            version: u8::from(*version == Version::V1),
            package: package.clone(),
            package_span: pair(*package_span),
            rules: rules.iter().map(head).collect(),
            annotations: module.annotations.iter().map(note).collect(),
            names: reach::named(&module.tree).into_iter().map(owned).collect(),
            reviews: rules::reviews(&module.tree),
        }
    }

    /// A policy of which this is known: definitions without their bodies.
    pub fn module(self, source: &Arc<SourceFile>) -> Module {
        let Outline { version, package, package_span, rules, annotations, names, reviews } = self;
        let note =
            |Note(scope, place, target, fields)| Annotation { scope, fields, span: span(place), target };
        let tree = Tree {
            version: if version == 1 { Version::V1 } else { Version::V0 },
            package,
            package_span: span(package_span),
            rules: rules.into_iter().map(Head::rule).collect(),
            ..Tree::default()
        };
        Module {
            source: source.clone(),
            tree,
            pack: String::new(),
            builtin: true,
            broken: false,
            annotations: annotations.into_iter().map(note).collect(),
            malformed: Vec::new(),
            unread: Some(Unread { names, reviews }),
        }
    }
}

impl Head {
    fn rule(self) -> Rule {
        let Head(place, name, kind, path) = self;
        Rule {
            span: span(place),
            kind,
            path,
            name_span: span(name),
            args: None,
            keys: Vec::new(),
            member: None,
            value: None,
            assigned: false,
            bodies: Vec::new(),
        }
    }
}

fn pair(span: Span) -> (u32, u32) {
    (span.start, span.end)
}

fn span((start, end): (u32, u32)) -> Span {
    Span { start, end }
}
