//! Why a test does not hold: the first expression of its body that is false or undefined, what it is made of, and how the
//! two sides of a comparison differ.
//!
//! All of it comes from one evaluation, watched: it tells which statement of the plan failed and what was known there.
//! The syntax tree has the expression around that place.

mod difference;
mod parts;
mod place;

use super::evaluate::{Failure, Frame, Route};
use super::ir::{self, Local, Operand, Plan};
use super::value::{to_json, to_rego};
use crate::problem::Origin;
use crate::rego::ast::{Operator, Rule, Statement, StatementKind, Term, TermKind};
use crate::rego::core::VarInfo;
use crate::source::{SourceFile, Span};
use parts::Parts;
use place::Place;
use regorus::Value;
use std::collections::HashMap;
use std::sync::Arc;

pub use super::evaluate::Truth;
pub use difference::Difference;

/// An expression that does not hold.
#[derive(Debug, Clone)]
pub struct Why {
    /// The expression.
    pub at: Origin,
    /// How it does not hold.
    pub truth: Truth,
    /// What it is made of, as written, with the values; `None` for what is undefined.
    pub values: Vec<(String, Option<Shown>)>,
    /// How the two sides of a comparison differ.
    pub differences: Vec<Difference>,
}

/// A value for people, as Rego writes it, and for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// As in a policy: a set is no array.
    pub text: String,
    /// As JSON.
    pub json: serde_json::Value,
}

impl Shown {
    /// Shows a value; `None` for undefined.
    pub(super) fn of(value: &Value) -> Option<Self> {
        (*value != Value::Undefined).then(|| Shown { text: to_rego(value), json: to_json(value) })
    }
}

/// A definition of a test, in its text and in its plan.
#[derive(Clone, Copy)]
pub(super) struct Subject<'s> {
    pub source: &'s Arc<SourceFile>,
    pub rule: &'s Rule,
    /// Its variables.
    pub vars: &'s [VarInfo],
    pub plan: &'s Plan,
    pub function: &'s ir::Function,
    /// Its position in the function.
    pub position: u32,
}

/// Finds why a definition has no value.
pub(super) struct Reason<'s> {
    subject: Subject<'s>,
    /// The slots that terms are evaluated to, by their places; of several, the last.
    slots: HashMap<Span, Local>,
}

/// What an expression came to.
enum Known {
    Value(Value),
    Undefined,
    /// Evaluation did not get there.
    Nothing,
}

impl<'s> Reason<'s> {
    pub fn new(subject: Subject<'s>) -> Self {
        let mut slots = HashMap::new();
        if let Some((_, block)) = subject.function.definitions.get(subject.position as usize) {
            for (site, local) in Route::new(block).makes() {
                slots.extend(subject.plan.sites.get(site as usize).map(|at| (at.span, local)));
            }
        }
        Reason { subject, slots }
    }

    /// The expression that a statement which failed is part of.
    pub fn of(&self, failure: &Failure) -> Option<Why> {
        let failed = self.subject.plan.sites.get(failure.site as usize)?.span;
        let at = Seen { reason: self, frame: &failure.frame, failed: Some(failed), searched: None };
        let Some(place) = Place::of(self.subject.rule, failed) else {
            // What stands in the head is evaluated where the body holds.
            let head = self.subject.rule.head().find(|term| term.span.contains(failed));
            return Some(at.why(head?, failure.truth, &[], None));
        };
        let Place { statement, named, .. } = place;
        let mut more: Vec<&str> = named;
        statement.with.iter().for_each(|(_, value)| parts::variables(value, &mut more));
        let whole = place::without_with(&self.subject.source.text, statement);
        let mut why = self.of_statement(&at, statement, failure.truth, (&more, whole))?;
        // What a replacement needs is no part of the expression.
        let replacing =
            statement.with.iter().map(|(_, value)| value).filter(|value| value.span.contains(failed));
        why.values
            .extend(replacing.map(|value| (parts::one_line(self.subject.source.slice(value.span)), None)));
        Some(why)
    }

    fn of_statement(
        &self,
        at: &Seen<'_>,
        statement: &Statement,
        truth: Truth,
        (more, whole): (&[&str], Span),
    ) -> Option<Why> {
        match &statement.kind {
            StatementKind::Holds(term) => Some(at.why(term, truth, more, None)),
            StatementKind::Not(term) => Some(at.why(term, truth, more, Some(whole))),
            StatementKind::SomeIn { collection, .. } => {
                Some(at.searching(statement, collection, truth).why(collection, truth, more, Some(whole)))
            }
            StatementKind::Every { domain, .. } => Some(at.why(domain, truth, more, None)),
            StatementKind::NotQuery(_) | StatementKind::Some(_) => Some(Why {
                at: Origin::new(self.subject.source, whole),
                truth,
                values: Vec::new(),
                differences: Vec::new(),
            }),
        }
    }

    /// The value that the head gives, where it is not `true`.
    pub fn of_head(&self, frame: &Frame) -> Option<Why> {
        let value = self.subject.rule.value.as_ref()?;
        let at = Seen { reason: self, frame, failed: None, searched: None };
        let truth = match at.known(value) {
            Known::Value(Value::Bool(false)) => Truth::False,
            _ => Truth::Undefined,
        };
        Some(at.why(value, truth, &[], None))
    }
}

/// The values of expressions at the end of an evaluation.
struct Seen<'r> {
    reason: &'r Reason<'r>,
    frame: &'r Frame,
    /// The place that failed.
    failed: Option<Span>,
    /// What `some … in` searches, and where the reference begins that it is planned as.
    searched: Option<(Span, u32)>,
}

impl<'r> Seen<'r> {
    /// The same for `some … in`: the reference that it is planned as begins with the statement.
    fn searching(&self, statement: &Statement, collection: &Term, truth: Truth) -> Seen<'r> {
        let start = statement.span.start;
        let in_it = |failed: &Span| failed.start == start && failed.end > collection.span.start;
        let failed = match self.failed.filter(in_it) {
            Some(_) if truth == Truth::Undefined => Some(collection.span),
            _ => self.failed,
        };
        let searched = Some((collection.span, start));
        Seen { reason: self.reason, frame: self.frame, failed, searched }
    }

    fn why(&self, term: &Term, truth: Truth, more: &[&str], at: Option<Span>) -> Why {
        let Subject { source, .. } = self.reason.subject;
        let mut parts = Parts::of(term, &|name| self.is_variable(name));
        parts.variables.extend(more.iter().filter(|name| self.is_variable(name)).copied());
        let variables = parts.variables.iter().filter_map(|name| {
            let value = self.variable(name)?;
            Some(((*name).to_owned(), Shown::of(&value)))
        });
        let mut values: Vec<(String, Option<Shown>)> = variables.collect();
        for part in parts.expressions {
            let text = parts::one_line(source.slice(part.span));
            let shown = match self.known(part) {
                Known::Value(value) => Shown::of(&value),
                Known::Undefined => None,
                Known::Nothing => continue,
            };
            if !values.iter().any(|(known, _)| *known == text) {
                values.push((text, shown));
            }
        }
        let at = Origin::new(source, at.unwrap_or(term.span));
        Why { at, truth, values, differences: self.differences(term) }
    }

    fn differences(&self, term: &Term) -> Vec<Difference> {
        let (TermKind::Binary(Operator::Equal, left, right) | TermKind::Assign(false, left, right)) =
            &term.kind
        else {
            return Vec::new();
        };
        match (self.known(left), self.known(right)) {
            (Known::Value(left), Known::Value(right)) => difference::between(&left, &right),
            _ => Vec::new(),
        }
    }

    fn is_variable(&self, name: &str) -> bool {
        self.reason.subject.vars.iter().any(|var| var.name == name)
    }

    fn variable(&self, name: &str) -> Option<Value> {
        let Subject { vars, function, position, .. } = self.reason.subject;
        let named = function.variables.iter().filter(|variable| {
            variable.definition == position
                && vars.get(variable.var as usize).is_some_and(|var| var.name == name)
        });
        named.rev().find_map(|variable| self.operand(variable.operand))
    }

    fn operand(&self, operand: Operand) -> Option<Value> {
        match operand {
            Operand::Local(local) => self.frame.get(local).cloned(),
            Operand::Constant(at) => self.reason.subject.plan.constants.get(at as usize).cloned(),
            Operand::Input | Operand::Data => None,
        }
    }

    fn known(&self, term: &Term) -> Known {
        if let Some(value) = parts::literal(term) {
            return Known::Value(value);
        }
        if let Some(value) = term.var().and_then(|name| self.variable(name)) {
            return Known::Value(value);
        }
        // A reference is known by its last step, where it has steps that are read one by one.
        let last = match &term.kind {
            TermKind::Ref(_, steps) => {
                let start = match self.searched {
                    Some((collection, start)) if collection == term.span => start,
                    _ => term.span.start,
                };
                steps.last().map(|step| Span { start, end: step.span().end })
            }
            _ => None,
        };
        let slot =
            last.and_then(|span| self.reason.slots.get(&span)).or_else(|| self.reason.slots.get(&term.span));
        match slot.and_then(|slot| self.frame.get(*slot)) {
            Some(value) => Known::Value(value.clone()),
            None if self.failed.is_some_and(|failed| term.span.contains(failed)) => Known::Undefined,
            None => Known::Nothing,
        }
    }
}
