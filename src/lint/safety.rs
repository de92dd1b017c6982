//! Variables that a query never gives a value, found as OPA finds them.
//!
//! A statement may run when all of its variables have values, or are given one by it. A reference gives
//! its indexes a value, an equation the variables of a pattern; under `not` nothing does.

use crate::policy::ast::{Query, Rule, Statement, StatementKind, Step, Term, TermKind};
use crate::source::Span;
use std::collections::BTreeSet;

/// A variable: each `_` is one of its own, told by where it stands.
type Key<'t> = (&'t str, u32);

/// A variable that may have no value.
#[derive(Debug, Clone, Copy)]
pub struct Unsafe<'t> {
    /// Its name.
    pub name: &'t str,
    /// Where it stands.
    pub span: Span,
    /// The statement.
    pub statement: Option<&'t Statement>,
}

impl Unsafe<'_> {
    /// True if the statement is a `not`.
    pub fn negated(&self) -> bool {
        self.statement.is_some_and(|statement| matches!(statement.kind, StatementKind::Not(_)))
    }
}

/// What names mean outside of a definition.
pub trait Globals {
    /// True for names that are no variables unless they are declared: rules, imports, `input`, `data`.
    fn is_global(&self, name: &str) -> bool;
    /// The number of arguments of a function.
    fn arity(&self, function: &Term) -> Option<usize>;
}

/// The unsafe variables of a definition.
pub fn unsafe_variables<'t>(rule: &'t Rule, globals: &dyn Globals) -> Vec<Unsafe<'t>> {
    let mut check = Check { globals, found: Vec::new() };
    let mut arguments = BTreeSet::new();
    rule.args.iter().for_each(|argument| all_variables(argument, &mut arguments));
    if rule.bodies.is_empty() {
        let none = Set::new();
        check.head(rule.head(), &arguments, &none);
    }
    for body in &rule.bodies {
        let (safe, declared) = check.query(&body.query, &arguments, &[]);
        check.head(rule.head().filter(|_| !body.is_else).chain(&body.value), &safe, &declared);
    }
    check.found
}

type Set<'t> = BTreeSet<Key<'t>>;

/// Every variable of a pattern, wherever it stands.
fn all_variables<'t>(term: &'t Term, into: &mut Set<'t>) {
    term.terms(&mut |term| {
        if let TermKind::Var(name) = &term.kind {
            into.insert((name, 0));
        }
    });
}

fn key(name: &str, span: Span) -> Key<'_> {
    (name, if name == "_" { span.start } else { 0 })
}

struct Check<'g, 't> {
    globals: &'g dyn Globals,
    found: Vec<Unsafe<'t>>,
}

/// The variables of a statement, with where each first stands.
type Needs<'t> = Vec<(Key<'t>, Span)>;

impl<'t> Check<'_, 't> {
    /// What a head reads has to have a value.
    fn head(&mut self, terms: impl Iterator<Item = &'t Term>, safe: &Set<'t>, declared: &Set<'t>) {
        for term in terms {
            let mut needs = Needs::new();
            self.needs(term, declared, &mut needs);
            // A head that has to be worked out is worked out at the end of the body.
            let mut known = safe.clone();
            See { check: self, declared }.indexes(term, &mut known);
            self.report(needs, &known, None);
            self.closures(term, &known);
        }
    }

    fn report(&mut self, needs: Needs<'t>, safe: &Set<'t>, statement: Option<&'t Statement>) {
        let mut told = BTreeSet::new();
        for (key, span) in needs {
            if !safe.contains(&key) && told.insert(key) {
                self.found.push(Unsafe { name: key.0, span, statement });
            }
        }
    }

    /// Checks a query; gives the variables that have a value at its end and those that it declares.
    fn query(&mut self, query: &'t Query, outer: &Set<'t>, beside: &[&'t Term]) -> (Set<'t>, Set<'t>) {
        let declared = declared(query);
        let mut safe: Set<'t> = outer.difference(&declared).copied().collect();
        let mut body: Set<'t> = Set::new();
        let mut left: Vec<(&'t Statement, Needs<'t>)> = Vec::new();
        for statement in &query.statements {
            let needs = self.statement_needs(statement, &declared);
            body.extend(needs.iter().map(|(key, _)| *key));
            left.push((statement, needs));
        }
        for term in beside {
            let mut needs = Needs::new();
            self.needs(term, &declared, &mut needs);
            body.extend(needs.iter().map(|(key, _)| *key));
        }
        body.extend(declared.iter().copied());
        // Where a comprehension stands before a declaration, the name in it is another.
        let mut later = declared.clone();
        for (statement, needs) in &mut left {
            declare(statement, &mut |name| {
                later.remove(&name);
            });
            let shared: Set<'t> = body.difference(&later).copied().collect();
            self.closure_needs(statement, &shared, needs);
        }
        loop {
            let before = left.len();
            left.retain(|(statement, needs)| {
                let given = self.given(statement, &safe, &declared);
                let ready = needs.iter().all(|(key, _)| safe.contains(key) || given.contains(key));
                if ready {
                    safe.extend(given);
                }
                !ready
            });
            if left.len() == before {
                break;
            }
        }
        // One that nothing gives a value is told once, where it first stands.
        let mut told = safe.clone();
        for (statement, needs) in left {
            let given = self.given(statement, &safe, &declared);
            let mut known = told.clone();
            known.extend(given);
            told.extend(needs.iter().map(|(key, _)| *key));
            self.report(needs, &known, Some(statement));
        }
        for statement in &query.statements {
            self.inner(statement, &told);
        }
        (told, declared)
    }

    /// Checks the queries within a statement.
    fn inner(&mut self, statement: &'t Statement, safe: &Set<'t>) {
        statement.own_terms().for_each(|term| self.closures(term, safe));
        if let StatementKind::Every { key, value, body, .. } = &statement.kind {
            let mut within = safe.clone();
            within.extend(key.iter().chain([value]).map(|name| (name.text.as_str(), 0)));
            self.query(body, &within, &[]);
        }
    }

    /// Checks the comprehensions within a term.
    fn closures(&mut self, term: &'t Term, safe: &Set<'t>) {
        if let TermKind::Comprehension(gathered, query) = &term.kind {
            let beside: Vec<&Term> = gathered.iter().collect();
            let (within, declared) = self.query(query, safe, &beside);
            self.head(gathered.iter(), &within, &declared);
        } else {
            term.children().into_iter().for_each(|child| self.closures(child, safe));
        }
    }

    fn is_variable(&self, name: &str, declared: &Set<'t>) -> bool {
        declared.contains(&(name, 0)) || !self.globals.is_global(name)
    }

    fn statement_needs(&self, statement: &'t Statement, declared: &Set<'t>) -> Needs<'t> {
        let mut needs = Needs::new();
        let terms = match &statement.kind {
            StatementKind::Some(_) => return needs,
            _ => statement.own_terms().filter(|term| {
                // The target of a `with` is replaced, not read.
                !statement.with.iter().any(|(target, _)| std::ptr::eq(target, *term))
            }),
        };
        terms.for_each(|term| self.needs(term, declared, &mut needs));
        needs
    }

    /// The variables of a term, those of comprehensions left out.
    fn needs(&self, term: &'t Term, declared: &Set<'t>, needs: &mut Needs<'t>) {
        match &term.kind {
            TermKind::Var(name) if self.is_variable(name, declared) => {
                needs.push((key(name, term.span), term.span));
            }
            TermKind::Comprehension(..) => {}
            TermKind::Call(function, args) => {
                // The name of a function is no variable, unless it is used as one.
                if let TermKind::Ref(_, steps) = &function.kind {
                    let indexes = steps.iter().filter_map(index);
                    indexes.for_each(|index| self.needs(index, declared, needs));
                }
                args.iter().for_each(|arg| self.needs(arg, declared, needs));
            }
            _ => term.children().into_iter().for_each(|child| self.needs(child, declared, needs)),
        }
    }

    /// A comprehension or `every` runs when the variables that it shares with the query around it have
    /// values.
    fn closure_needs(&self, statement: &'t Statement, body: &Set<'t>, needs: &mut Needs<'t>) {
        let mut free = Needs::new();
        statement.own_terms().for_each(|term| self.free(term, &mut free));
        if let StatementKind::Every { key, value, body, .. } = &statement.kind {
            let mut names = self::declared(body);
            names.extend(key.iter().chain([value]).map(|name| (name.text.as_str(), 0)));
            self.free_of_query(body, &[], &names, &mut free);
        }
        needs.extend(free.into_iter().filter(|(key, _)| body.contains(key)));
    }

    /// The variables of comprehensions in a term that they do not declare.
    fn free(&self, term: &'t Term, free: &mut Needs<'t>) {
        if let TermKind::Comprehension(gathered, query) = &term.kind {
            let beside: Vec<&Term> = gathered.iter().collect();
            self.free_of_query(query, &beside, &self::declared(query), free);
        } else {
            term.children().into_iter().for_each(|child| self.free(child, free));
        }
    }

    fn free_of_query(&self, query: &'t Query, beside: &[&'t Term], own: &Set<'t>, free: &mut Needs<'t>) {
        let mut inner = Needs::new();
        let none = Set::new();
        for statement in &query.statements {
            inner.extend(self.statement_needs(statement, &none));
            statement.own_terms().for_each(|term| self.free(term, &mut inner));
            if let StatementKind::Every { key, value, body, .. } = &statement.kind {
                let mut names = self::declared(body);
                names.extend(key.iter().chain([value]).map(|name| (name.text.as_str(), 0)));
                self.free_of_query(body, &[], &names, &mut inner);
            }
        }
        for term in beside {
            self.needs(term, &none, &mut inner);
            self.free(term, &mut inner);
        }
        free.extend(inner.into_iter().filter(|(key, _)| !own.contains(key)));
    }

    /// The variables that a statement gives values to, once those in `safe` have theirs.
    fn given(&self, statement: &'t Statement, safe: &Set<'t>, declared: &Set<'t>) -> Set<'t> {
        let mut known = safe.clone();
        let see = See { check: self, declared };
        match &statement.kind {
            StatementKind::Some(_) | StatementKind::Not(_) => return Set::new(),
            StatementKind::Every { domain, .. } => see.indexes(domain, &mut known),
            StatementKind::Holds(term) => {
                // What one side of an equation gives may be what an index waits for, and the other way round.
                let mut before = usize::MAX;
                while known.len() != before {
                    before = known.len();
                    see.indexes(term, &mut known);
                    see.term(term, &mut known);
                }
            }
            StatementKind::SomeIn { key, value, collection } => {
                see.indexes(collection, &mut known);
                if see.is_safe(collection, &known) {
                    key.iter().chain([value]).for_each(|pattern| see.pattern(pattern, &mut known));
                }
            }
        }
        for (_, value) in &statement.with {
            see.indexes(value, &mut known);
        }
        known
    }
}

fn index(step: &Step) -> Option<&Term> {
    match step {
        Step::Field(_) => None,
        Step::Index(term) => Some(term),
    }
}

/// The variables that a query declares.
fn declared(query: &Query) -> Set<'_> {
    let mut names = Set::new();
    for statement in &query.statements {
        declare(statement, &mut |name| {
            names.insert(name);
        });
    }
    names
}

/// The variables that a statement declares.
fn declare<'t>(statement: &'t Statement, take: &mut dyn FnMut(Key<'t>)) {
    match &statement.kind {
        StatementKind::Some(declared) => declared.iter().for_each(|name| take((&name.text, 0))),
        StatementKind::SomeIn { key, value, .. } => {
            key.iter().chain([value]).for_each(|term| pattern_names(term, take));
        }
        StatementKind::Holds(Term { kind: TermKind::Assign(true, left, _), .. }) => {
            pattern_names(left, take);
        }
        _ => {}
    }
}

fn pattern_names<'t>(pattern: &'t Term, take: &mut dyn FnMut(Key<'t>)) {
    match &pattern.kind {
        TermKind::Var(name) if name != "_" => take((name, 0)),
        TermKind::Array(items) | TermKind::Set(items) => {
            items.iter().for_each(|item| pattern_names(item, take));
        }
        TermKind::Object(fields) => fields.iter().for_each(|(_, value)| pattern_names(value, take)),
        _ => {}
    }
}

/// What a term gives values to.
struct See<'c, 'g, 't> {
    check: &'c Check<'g, 't>,
    declared: &'c Set<'t>,
}

impl<'t> See<'_, '_, 't> {
    /// The indexes of references that start at something known: walking it gives them their values.
    fn indexes(&self, term: &'t Term, known: &mut Set<'t>) {
        match &term.kind {
            TermKind::Comprehension(..) => {}
            TermKind::Ref(root, steps) => {
                if self.is_safe(root, known) {
                    steps.iter().filter_map(index).for_each(|index| self.index_pattern(index, known));
                }
                term.children().into_iter().for_each(|child| self.indexes(child, known));
            }
            _ => term.children().into_iter().for_each(|child| self.indexes(child, known)),
        }
    }

    fn index_pattern(&self, term: &'t Term, known: &mut Set<'t>) {
        match &term.kind {
            TermKind::Ref(_, steps) => {
                steps.iter().filter_map(index).for_each(|index| self.index_pattern(index, known));
            }
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.index_pattern(key, known);
                    self.index_pattern(value, known);
                }
            }
            TermKind::Array(items) | TermKind::Set(items) => {
                items.iter().for_each(|item| self.index_pattern(item, known));
            }
            _ => self.pattern(term, known),
        }
    }

    /// Equations and calls with a place for the result.
    fn term(&self, term: &'t Term, known: &mut Set<'t>) {
        match &term.kind {
            TermKind::Assign(_, left, right) => {
                // Twice, for the second side may give what the first waits for.
                self.unify(left, right, known);
                self.unify(left, right, known);
            }
            TermKind::Call(function, args) => {
                let Some(arity) = self.check.globals.arity(function) else { return };
                if let Some((result, inputs)) = args.split_last().filter(|_| args.len() == arity + 1)
                    && inputs.iter().all(|input| self.is_safe(input, known))
                {
                    self.pattern(result, known);
                }
            }
            _ => {}
        }
    }

    fn unify(&self, left: &'t Term, right: &'t Term, known: &mut Set<'t>) {
        match (&left.kind, &right.kind) {
            (TermKind::Array(a), TermKind::Array(b)) if a.len() == b.len() => {
                a.iter().zip(b).for_each(|(a, b)| self.unify(a, b, known));
            }
            (TermKind::Object(a), TermKind::Object(b)) if a.len() == b.len() => {
                for (key, value) in a {
                    if let TermKind::Scalar(name) = &key.kind {
                        let same = b
                            .iter()
                            .find(|(other, _)| matches!(&other.kind, TermKind::Scalar(text) if text == name));
                        same.into_iter().for_each(|(_, other)| self.unify(value, other, known));
                    }
                }
            }
            _ => {
                if self.is_safe(right, known) {
                    self.pattern(left, known);
                }
                if self.is_safe(left, known) {
                    self.pattern(right, known);
                }
            }
        }
    }

    /// The variables of a pattern, given a value to match.
    fn pattern(&self, pattern: &'t Term, known: &mut Set<'t>) {
        match &pattern.kind {
            TermKind::Var(name) if self.check.is_variable(name, self.declared) => {
                known.insert(key(name, pattern.span));
            }
            TermKind::Array(items) => items.iter().for_each(|item| self.pattern(item, known)),
            TermKind::Object(fields) => fields.iter().for_each(|(_, value)| self.pattern(value, known)),
            _ => {}
        }
    }

    /// True if all variables of a term have values; comprehensions see to theirs.
    fn is_safe(&self, term: &'t Term, known: &Set<'t>) -> bool {
        let mut needs = Needs::new();
        self.check.needs(term, self.declared, &mut needs);
        needs.iter().all(|(key, _)| known.contains(key))
    }
}
