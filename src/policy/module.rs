//! Policy files that were read.

use crate::problem::{Bound, Origin, Problem};
use crate::rego::annotations::{self, Annotation, Malformed};
use crate::rego::ast::{Import, Rule, RuleKind, Tree, Version};
use crate::rego::parser::{self, Language};
use crate::rego::{Limit, Mistake, MistakeKind};
use crate::source::{SourceFile, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A policy file that was read.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its text.
    pub source: Arc<SourceFile>,
    /// What could be read of it.
    pub tree: Tree,
    /// The pack that it belongs to; empty for none.
    pub pack: String,
    /// True for a file of a built-in pack, which the tests of this program look after.
    pub builtin: bool,
    /// True if part of it could not be read: nobody knows what else it defines.
    pub broken: bool,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// Annotations that cannot be followed.
    pub malformed: Vec<Malformed>,
    /// What its text would say, if it was not read: its definitions have no bodies then.
    pub unread: Option<Unread>,
}

/// What the text of an unread policy would say.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The paths below `data` that it names, its package among them.
    pub names: BTreeSet<Vec<String>>,
    /// True if it reads `input.review`.
    pub reviews: bool,
}

impl Module {
    /// Reads a policy file, and tells what in it could not be read.
    pub fn read(source: &Arc<SourceFile>, language: Language) -> (Self, Vec<Problem>) {
        let parser::Parsed { mut tree, mistakes } = parser::parse(&source.text, language);
        if tree.package.is_empty() {
            // What has no package stands nowhere.
            tree.rules.clear();
        }
        let (annotations, malformed) = annotations::read(source, &tree);
        let problems = mistakes.iter().map(|mistake| unread(source, mistake)).collect();
        let module = Module {
            source: source.clone(),
            tree,
            pack: String::new(),
            builtin: false,
            broken: !mistakes.is_empty(),
            annotations,
            malformed,
            unread: None,
        };
        (module, problems)
    }

    /// True for a package of tests, whose name ends in `_test`.
    pub fn is_test(&self) -> bool {
        is_test(&self.tree.package)
    }

    /// True if it was read as Rego version 0.
    pub fn is_v0(&self) -> bool {
        self.tree.version == Version::V0
    }

    /// True if part of its package is not known.
    pub fn is_lost(&self) -> bool {
        self.broken && !self.tree.package.is_empty()
    }

    /// The import that binds a name.
    pub fn import(&self, name: &str) -> Option<&Import> {
        self.tree.imports.iter().rev().find(|import| import.name() == Some(name))
    }

    /// A place in it.
    pub fn at(&self, span: Span) -> Origin {
        Origin::new(&self.source, span)
    }

    /// The definition that starts at an offset.
    pub fn rule_at(&self, start: u32) -> Option<&Rule> {
        // Definitions stand in the order of the text.
        let at = self.tree.rules.binary_search_by_key(&start, |rule| rule.span.start).ok()?;
        self.tree.rules.get(at)
    }
}

/// True for the packages of tests, whose name ends in `_test`.
pub fn is_test(package: &[String]) -> bool {
    package.last().is_some_and(|last| last.ends_with("_test"))
}

/// True for the names of rules that report violations.
pub fn is_rule_name(name: &str) -> bool {
    ["deny", "violation", "warn"].iter().any(|base| {
        name.strip_prefix(base)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_') || rest.starts_with('.'))
    })
}

/// True for a definition that is a rule of the kind that reports violations.
pub fn reports(rule: &Rule) -> bool {
    matches!(rule.kind, RuleKind::Set | RuleKind::Value) && is_rule_name(&rule.name())
}

/// The problem of what could not be read.
fn unread(source: &Arc<SourceFile>, mistake: &Mistake) -> Problem {
    let at = Origin::new(source, mistake.span);
    if let MistakeKind::Limit(Limit::Nesting, limit) = mistake.kind {
        return Problem::Limit { at, bound: Bound::PolicyNesting, limit };
    }
    let mut problem = Problem::policy(at, mistake.message.clone());
    if let Some(help) = &mistake.help {
        problem = problem.with_help(help.clone());
    }
    match mistake.other {
        Some((_, span)) => problem.with_other(Origin::new(source, span)),
        None => problem,
    }
}
