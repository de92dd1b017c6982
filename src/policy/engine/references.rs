//! Which rules a definition refers to, for finding recursion and what a rule needs.

mod early;
mod every;

use super::syntax::steps;
use crate::source::Span;
use early::Candidate;
use regorus::unstable::{Expr, Literal, Query, Ref, Rule, RuleBody, RuleHead};
use std::collections::{BTreeMap, BTreeSet};

pub use early::{Early, Replaced};
pub use every::Each;

/// A reference to what may be a rule, as a path below `data`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The path, as far as it is constant.
    pub path: Vec<String>,
    /// The steps behind the first that only a run can tell, that one included; `None` for each such step.
    rest: Vec<Option<String>>,
    /// True if it is written with `data` or an import. A bare name may as well be a variable or a builtin.
    pub explicit: bool,
}

impl Reference {
    /// A reference to a path.
    pub fn to(path: Vec<String>) -> Self {
        Reference { path, rest: Vec::new(), explicit: true }
    }

    /// True if the value referred to may hold that of a rule: the reference ends above the rule, or has
    /// steps on the way that only a run can tell.
    pub fn may_hold(&self, rule: &[String]) -> bool {
        let Some(below) = rule.strip_prefix(self.path.as_slice()) else { return false };
        self.rest.iter().zip(below).all(|(step, name)| step.as_ref().is_none_or(|step| step == name))
    }
}

/// The names that a module gives meaning to.
pub struct Scope<'m> {
    /// Its package.
    pub package: &'m [String],
    /// Its imports: name, and path below `data`.
    pub imports: &'m BTreeMap<String, Vec<String>>,
}

impl Scope<'_> {
    /// A reference as a path below `data`; none for one to the input.
    pub fn absolute(&self, path: &[Option<String>]) -> Option<Reference> {
        let (root, below) = path.split_first()?;
        let root = root.as_ref().filter(|root| *root != "input")?;
        let import = self.imports.get(root).cloned();
        let explicit = root == "data" || import.is_some();
        let own = || self.package.iter().cloned().chain([root.clone()]).collect();
        let mut path: Vec<String> = if root == "data" { Vec::new() } else { import.unwrap_or_else(own) };
        path.extend(below.iter().map_while(Clone::clone));
        let constant = below.iter().take_while(|step| step.is_some()).count();
        Some(Reference { path, rest: below[constant..].to_vec(), explicit })
    }
}

/// What a definition refers to, as written, and the variables that it declares with `some`.
pub struct Names {
    /// References; names that the definition binds itself are left out.
    pub references: Vec<Vec<Option<String>>>,
    /// Variables of `some x`, which stand in for any value.
    pub declared: Vec<(String, Span)>,
    /// Calls: the name as written, and where.
    pub calls: Vec<(String, Span)>,
    /// Unifications of a variable with a member that it names itself, as `x = xs[x]`: the two sides.
    pub mirrored: Vec<(Span, Span)>,
    /// Statements of which OPA evaluates parts before them.
    pub early: Vec<Early>,
    /// Statements `some x` that stand behind others.
    pub late: Vec<Span>,
    /// Variables of `every` to be bound in its body.
    pub each: Vec<Each>,
    /// The names that references begin with, and where; those that the definition binds are left out.
    pub roots: Vec<(String, Span)>,
    /// Where the variables stand that `some` declares, and their names.
    pub locals: Vec<(String, Span)>,
}

/// The names in a definition.
pub fn of_rule(rule: &Rule) -> Names {
    let mut walk = Walk::default();
    walk.rule(rule);
    let declared = std::mem::take(&mut walk.declared);
    let calls = std::mem::take(&mut walk.calls);
    let mirrored = std::mem::take(&mut walk.mirrored);
    let mut local = std::mem::take(&mut walk.local);
    local.extend(walk.bound.iter().cloned());
    let early = std::mem::take(&mut walk.early);
    let early = early.into_iter().filter_map(|candidate| candidate.settle(&local)).collect();
    let late = std::mem::take(&mut walk.late);
    let each = std::mem::take(&mut walk.each);
    let roots = walk.free_roots();
    let mut locals = std::mem::take(&mut walk.locals);
    locals.retain(|(name, _)| walk.some.contains(name));
    Names { references: walk.free().collect(), declared, calls, mirrored, early, late, each, roots, locals }
}

/// The two sides of `x = xs[x]`.
fn mirrored(variable: &Expr, reference: &Expr) -> Option<(Span, Span)> {
    let Expr::Var { span, .. } = variable else { return None };
    let Expr::RefBrack { index, .. } = reference else { return None };
    let Expr::Var { span: index, .. } = index.as_ref() else { return None };
    let place = super::syntax::span;
    (span.text() == index.text()).then(|| (place(span), place(reference.span())))
}

/// The expressions in brackets of a head, as `x` in `p[x]`.
fn brackets(refr: &Ref<Expr>, expressions: &mut Vec<Ref<Expr>>) {
    let mut at = refr.clone();
    loop {
        let next = match at.as_ref() {
            Expr::RefDot { refr, .. } => refr.clone(),
            Expr::RefBrack { refr, index, .. } => {
                expressions.push(index.clone());
                refr.clone()
            }
            _ => return,
        };
        at = next;
    }
}

/// A walk over one query, and over expressions with a stack of its own: the references in it and the
/// names it binds. A body, a comprehension and an `every` are queries of their own: what they bind hides a
/// rule of that name within them only, and a recursion missed is a stack overflow that no one can catch.
#[derive(Default)]
struct Walk {
    paths: BTreeSet<Vec<Option<String>>>,
    bound: BTreeSet<String>,
    declared: Vec<(String, Span)>,
    calls: Vec<(String, Span)>,
    mirrored: Vec<(Span, Span)>,
    early: Vec<Candidate>,
    late: Vec<Span>,
    each: Vec<Each>,
    roots: Vec<(String, Span)>,
    /// Where variables stand, in queries of their own too.
    locals: Vec<(String, Span)>,
    /// What `some` declares, in queries of their own too.
    some: BTreeSet<String>,
    /// What queries of their own within this one bind.
    local: BTreeSet<String>,
    pending: Vec<Ref<Expr>>,
    /// True if the query is the body of a rule, which may stand without braces.
    body: bool,
}

impl Walk {
    /// What is left to be found outside: references but for those to names that the walk binds itself.
    fn free(self) -> impl Iterator<Item = Vec<Option<String>>> {
        let Walk { paths, bound, .. } = self;
        let root = |path: &Vec<Option<String>>| path.first().cloned().flatten();
        paths.into_iter().filter(move |path| root(path).is_some_and(|root| !bound.contains(&root)))
    }

    /// The names that free references begin with.
    fn free_roots(&mut self) -> Vec<(String, Span)> {
        let roots = std::mem::take(&mut self.roots);
        let (own, free) = roots.into_iter().partition(|(name, _)| self.bound.contains(name));
        self.locals.extend::<Vec<_>>(own);
        free
    }

    /// Walks a query of its own, with the expressions that see what it binds. Brackets are bounded before
    /// anything is parsed, and so is this recursion.
    fn inner<'e>(&mut self, query: &Query, beside: impl IntoIterator<Item = &'e Ref<Expr>>) {
        let body = std::mem::take(&mut self.body);
        let mut inner = Walk { pending: beside.into_iter().cloned().collect(), body, ..Walk::default() };
        inner.query(query);
        inner.drain();
        self.take(inner);
    }

    /// Takes over what a query of its own refers to outside of itself.
    fn take(&mut self, mut inner: Walk) {
        self.declared.append(&mut inner.declared);
        self.calls.append(&mut inner.calls);
        self.mirrored.append(&mut inner.mirrored);
        self.early.append(&mut inner.early);
        self.local.append(&mut inner.local);
        self.local.extend(inner.bound.iter().cloned());
        self.late.append(&mut inner.late);
        self.each.append(&mut inner.each);
        self.roots.append(&mut inner.free_roots());
        self.locals.append(&mut inner.locals);
        self.some.append(&mut inner.some);
        self.paths.extend(inner.free());
    }

    fn drain(&mut self) {
        while let Some(expr) = self.pending.pop() {
            self.expr(&expr);
        }
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                let head = self.head(head);
                for (index, RuleBody { assign, query, .. }) in bodies.iter().enumerate() {
                    let value = assign.iter().map(|assign| &assign.value);
                    // What stands behind `else` has a value of its own, and does not see what the first body binds.
                    let own = index > 0 && assign.is_some();
                    self.body = true;
                    self.inner(query, head.iter().filter(|_| !own).chain(value));
                }
                if bodies.is_empty() {
                    self.pending.extend(head);
                }
            }
            Rule::Default { args, value, .. } => {
                self.bind_all(args);
                self.pending.push(value.clone());
            }
        }
        self.drain();
    }

    /// The expressions of a head, which see what the body binds.
    fn head(&mut self, head: &RuleHead) -> Vec<Ref<Expr>> {
        let mut expressions = Vec::new();
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                brackets(refr, &mut expressions);
                expressions.extend(assign.iter().map(|assign| assign.value.clone()));
            }
            RuleHead::Set { refr, key, .. } => {
                brackets(refr, &mut expressions);
                expressions.extend(key.clone());
            }
            RuleHead::Func { args, assign, .. } => {
                self.bind_all(args);
                expressions.extend(assign.iter().map(|assign| assign.value.clone()));
            }
        }
        expressions
    }

    fn query(&mut self, query: &Query) {
        let bare = self.body && query.stmts.len() == 1 && query.span.start == query.stmts[0].span.start;
        for (index, statement) in query.stmts.iter().enumerate() {
            if index > 0 && matches!(statement.literal, Literal::SomeVars { .. }) {
                self.late.push(super::syntax::span(&statement.span));
            }
            self.early.extend(Candidate::new(statement, bare));
            for modifier in &statement.with_mods {
                self.pending.push(modifier.r#as.clone());
                self.root(&modifier.refr);
            }
            match &statement.literal {
                Literal::SomeVars { vars, .. } => {
                    let named = |var| Self::named(var);
                    self.declared.extend(vars.iter().map(named));
                    self.locals.extend(vars.iter().map(named));
                    self.bound.extend(vars.iter().map(|var| var.text().to_owned()));
                    self.some.extend(vars.iter().map(|var| var.text().to_owned()));
                }
                Literal::SomeIn { key, value, collection, .. } => {
                    let before = self.locals.len();
                    self.bind_all(key.iter().chain([value]));
                    self.some.extend(self.locals[before..].iter().map(|(name, _)| name.clone()));
                    self.pending.push(collection.clone());
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.pending.push(expr.clone()),
                Literal::Every { key, value, domain, query, .. } => {
                    self.pending.push(domain.clone());
                    let mut inner =
                        Walk { each: every::unbound(key.iter().chain([value]), query), ..Walk::default() };
                    let first = query.stmts.first().filter(|_| !inner.each.is_empty());
                    if let Some(first) = first
                        && matches!(first.literal, Literal::SomeVars { .. })
                    {
                        inner.late.push(super::syntax::span(&first.span));
                    }
                    inner.bound.extend(key.iter().chain([value]).map(|var| var.text().to_owned()));
                    inner.locals.extend(key.iter().chain([value]).map(Self::named));
                    inner.query(query);
                    inner.drain();
                    self.take(inner);
                }
            }
        }
    }

    /// Every name in a pattern is bound by it.
    fn bind_all<'e>(&mut self, patterns: impl IntoIterator<Item = &'e Ref<Expr>>) {
        let mut pending: Vec<Ref<Expr>> = patterns.into_iter().cloned().collect();
        while let Some(pattern) = pending.pop() {
            match pattern.as_ref() {
                Expr::Var { span, .. } => {
                    self.bound.insert(span.text().to_owned());
                    self.locals.push(Self::named(span));
                }
                Expr::Array { items, .. } | Expr::Set { items, .. } => pending.extend(items.iter().cloned()),
                Expr::Object { fields, .. } => {
                    pending.extend(fields.iter().map(|(_, _, value)| value.clone()))
                }
                _ => self.pending.push(pattern.clone()),
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expr),
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.pending.extend(items.iter().cloned()),
            Expr::Object { fields, .. } => {
                self.pending.extend(fields.iter().flat_map(|(_, key, value)| [key.clone(), value.clone()]));
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.inner(query, [term]);
            }
            Expr::ObjectCompr { key, value, query, .. } => self.inner(query, [key, value]),
            Expr::Call { span, fcn, params, .. } => {
                if let Some(name) = steps(fcn).and_then(|steps| steps.into_iter().collect::<Option<Vec<_>>>())
                {
                    self.calls.push((name.join("."), super::syntax::span(span)));
                }
                self.pending.push(fcn.clone());
                self.pending.extend(params.iter().cloned());
            }
            Expr::UnaryExpr { expr, .. } => self.pending.push(expr.clone()),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. } => {
                self.pending.extend([lhs.clone(), rhs.clone()]);
            }
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                if matches!(op, regorus::unstable::AssignOp::ColEq) {
                    self.bind_all([lhs]);
                } else {
                    self.mirrored.extend(mirrored(lhs, rhs));
                    self.pending.push(lhs.clone());
                }
                self.pending.push(rhs.clone());
            }
            Expr::Membership { key, value, collection, .. } => {
                self.pending.extend(key.clone());
                self.pending.extend([value.clone(), collection.clone()]);
            }
            _ => {}
        }
    }

    fn reference(&mut self, expr: &Expr) {
        self.paths.extend(steps(expr));
        // What stands in brackets, and a call or literal at the root, is an expression of its own.
        let mut at = expr;
        loop {
            match at {
                Expr::RefDot { refr, .. } => at = refr,
                Expr::RefBrack { refr, index, .. } => {
                    self.pending.push(index.clone());
                    at = refr;
                }
                Expr::Var { .. } => return self.root(at),
                other => return self.expr_at_root(other),
            }
        }
    }

    fn named(name: &regorus::unstable::Span) -> (String, Span) {
        (name.text().to_owned(), super::syntax::span(name))
    }

    /// Notes what a reference begins with.
    fn root(&mut self, mut at: &Expr) {
        while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = at {
            at = refr;
        }
        if let Expr::Var { span, .. } = at {
            self.roots.push(Self::named(span));
        }
    }

    fn expr_at_root(&mut self, expr: &Expr) {
        if !matches!(expr, Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. }) {
            self.expr(expr);
        }
    }
}
