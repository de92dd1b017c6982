//! The names in a definition: which it binds, and which lead out of it.

use crate::rego::ast::{Name, Query, Rule, Statement, StatementKind, Step, Term, TermKind};
use crate::source::Span;
use std::collections::BTreeMap;

/// How a variable is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// An argument of a function.
    Argument,
    /// `some x`
    Some,
    /// `some x in xs`
    Member,
    /// `x := y`
    Assign,
    /// `every x in xs`
    Every,
}

/// A variable that a definition declares.
#[derive(Debug, Clone)]
pub struct Variable<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where it is declared.
    pub span: Span,
    /// How.
    pub binding: Binding,
    /// How often it is read.
    pub uses: usize,
}

/// A name that no variable declared in the definition has.
#[derive(Debug, Clone, Copy)]
pub struct Free<'t> {
    /// The term: a variable or a reference.
    pub term: &'t Term,
    /// Its first name.
    pub root: &'t str,
    /// The steps behind it.
    pub steps: &'t [Step],
    /// Arguments, where it is called.
    pub args: Option<&'t [Term]>,
    /// The whole call, where it is called.
    pub call: Option<&'t Term>,
    /// True for the target of a `with`.
    pub replaced: bool,
}

/// The names of a definition.
#[derive(Debug, Default)]
pub struct Scopes<'t> {
    /// Variables that it declares.
    pub variables: Vec<Variable<'t>>,
    /// Names that lead out of it, or are bound without being declared.
    pub free: Vec<Free<'t>>,
    frames: Vec<BTreeMap<&'t str, usize>>,
}

impl<'t> Scopes<'t> {
    /// The names of a definition.
    pub fn of(rule: &'t Rule) -> Self {
        let mut scopes = Scopes::default();
        scopes.frames.push(BTreeMap::new());
        for argument in rule.arguments() {
            scopes.declare_all(argument, Binding::Argument);
        }
        for argument in rule.arguments() {
            scopes.patterns_constants(argument);
        }
        if rule.bodies.is_empty() {
            rule.head().for_each(|term| scopes.term(term));
        }
        for body in &rule.bodies {
            scopes.enter(&body.query);
            rule.head().filter(|_| !body.is_else).for_each(|term| scopes.term(term));
            body.value.iter().for_each(|value| scopes.term(value));
            scopes.query(&body.query);
            scopes.frames.pop();
        }
        scopes
    }

    fn declare(&mut self, name: &'t str, span: Span, binding: Binding) {
        if name == "_" {
            return;
        }
        let next = self.variables.len();
        let Some(frame) = self.frames.last_mut() else { return };
        if let std::collections::btree_map::Entry::Vacant(entry) = frame.entry(name) {
            entry.insert(next);
            self.variables.push(Variable { name, span, binding, uses: 0 });
        } else if let Some(&known) = self.frames.last().and_then(|frame| frame.get(name)) {
            // An argument that stands twice has to be equal in both places: that is a use.
            self.variables[known].uses += usize::from(binding == Binding::Argument);
        }
    }

    fn declare_name(&mut self, name: &'t Name, binding: Binding) {
        self.declare(&name.text, name.span, binding);
    }

    fn declare_all(&mut self, pattern: &'t Term, binding: Binding) {
        match &pattern.kind {
            TermKind::Var(name) => self.declare(name, pattern.span, binding),
            TermKind::Array(items) | TermKind::Set(items) => {
                items.iter().for_each(|item| self.declare_all(item, binding));
            }
            TermKind::Object(fields) => {
                fields.iter().for_each(|(_, value)| self.declare_all(value, binding));
            }
            _ => {}
        }
    }

    /// Opens the scope of a query with everything that it declares.
    fn enter(&mut self, query: &'t Query) {
        self.frames.push(BTreeMap::new());
        for statement in &query.statements {
            match &statement.kind {
                StatementKind::Some(names) => {
                    names.iter().for_each(|name| self.declare_name(name, Binding::Some));
                }
                StatementKind::SomeIn { key, value, .. } => {
                    key.iter().chain([value]).for_each(|term| self.declare_all(term, Binding::Member));
                }
                StatementKind::Holds(Term { kind: TermKind::Assign(true, left, _), .. }) => {
                    self.declare_all(left, Binding::Assign);
                }
                _ => {}
            }
        }
    }

    fn query(&mut self, query: &'t Query) {
        query.statements.iter().for_each(|statement| self.statement(statement));
    }

    fn statement(&mut self, statement: &'t Statement) {
        match &statement.kind {
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { key, value, collection } => {
                key.iter().chain([value]).for_each(|pattern| self.patterns_constants(pattern));
                self.term(collection);
            }
            StatementKind::Holds(term) => match &term.kind {
                TermKind::Assign(true, left, right) => {
                    self.patterns_constants(left);
                    self.term(right);
                }
                _ => self.term(term),
            },
            StatementKind::Not(term) => self.term(term),
            StatementKind::NotQuery(query) => {
                self.enter(query);
                self.query(query);
                self.frames.pop();
            }
            StatementKind::Every { key, value, domain, body } => {
                self.term(domain);
                self.frames.push(BTreeMap::new());
                key.iter().chain([value]).for_each(|name| self.declare_name(name, Binding::Every));
                self.enter(body);
                self.query(body);
                self.frames.truncate(self.frames.len() - 2);
            }
        }
        for (target, value) in &statement.with {
            self.reference(target, None, None, true);
            self.term(value);
        }
    }

    /// What a pattern reads: everything in it that is no variable to be bound.
    fn patterns_constants(&mut self, pattern: &'t Term) {
        match &pattern.kind {
            TermKind::Var(_) => {}
            TermKind::Array(items) | TermKind::Set(items) => {
                items.iter().for_each(|item| self.patterns_constants(item));
            }
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.term(key);
                    self.patterns_constants(value);
                }
            }
            _ => self.term(pattern),
        }
    }

    fn term(&mut self, term: &'t Term) {
        match &term.kind {
            TermKind::Var(_) | TermKind::Ref(..) => self.reference(term, None, None, false),
            TermKind::Call(function, args) => {
                self.reference(function, Some(args), Some(term), false);
                args.iter().for_each(|arg| self.term(arg));
            }
            TermKind::Comprehension(_, gathered, query) => {
                self.enter(query);
                gathered.iter().for_each(|term| self.term(term));
                self.query(query);
                self.frames.pop();
            }
            _ => term.children().into_iter().for_each(|child| self.term(child)),
        }
    }

    fn reference(
        &mut self,
        term: &'t Term,
        args: Option<&'t [Term]>,
        call: Option<&'t Term>,
        replaced: bool,
    ) {
        if let TermKind::Ref(root, steps) = &term.kind {
            if root.var().is_none() {
                self.term(root);
            }
            for step in steps {
                if let Step::Index(index) = step {
                    self.term(index);
                }
            }
        }
        let Some((root, steps)) = term.reference() else { return };
        match self.frames.iter().rev().find_map(|frame| frame.get(root)) {
            Some(&variable) => self.variables[variable].uses += 1,
            None => self.free.push(Free { term, root, steps, args, call, replaced }),
        }
    }
}
