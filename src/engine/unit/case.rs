//! Cases of tests: `test_x[name] if { some name, tc in cases; ... }` is a test for each name.

use super::Found;
use crate::engine::evaluate::Name;
use crate::engine::ir::{Function, Operand};
use crate::engine::plan::fold;
use crate::rego::core::{Body, Branch, Definition, Expr, ExprKind, Kind, Root, Term, TermKind, Var};
use regorus::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// True if a test has cases: keys, or members of a set.
pub fn has_cases(definition: &Definition) -> bool {
    definition.kind == Kind::Set || definition.branches.iter().any(|branch| !branch.keys.is_empty())
}

/// How the names of the cases of a definition are read where they are known; empty if they cannot be told.
pub fn names(definition: &Definition, function: &Function, position: u32) -> Vec<Name> {
    let Some(branch) = definition.branches.first().filter(|_| has_cases(definition)) else {
        return Vec::new();
    };
    let place = |var: Var| {
        let mut own = function.variables.iter().filter(|known| known.definition == position);
        own.find(|known| known.var == var).map(|known| known.operand)
    };
    let named: Option<Vec<Name>> = terms(definition, branch).map(|term| name(term, &place)).collect();
    named.unwrap_or_default()
}

/// The terms that name a case.
fn terms<'d>(definition: &Definition, branch: &'d Branch) -> impl Iterator<Item = &'d Term> {
    branch.keys.iter().chain((definition.kind == Kind::Set).then_some(&branch.value))
}

fn name(term: &Term, place: &dyn Fn(Var) -> Option<Operand>) -> Option<Name> {
    if let Some(value) = fold(term) {
        return Some(Name::Value(value));
    }
    match &term.kind {
        TermKind::Var(var) => of_variable(*var, place),
        TermKind::Ref(Root::Var(var), steps) => {
            let start = of_variable(*var, place)?;
            steps
                .iter()
                .try_fold(start, |of, step| Some(Name::Member(Box::new(of), Box::new(name(step, place)?))))
        }
        TermKind::Array(items) => {
            Some(Name::Array(items.iter().map(|item| name(item, place)).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn of_variable(var: Var, place: &dyn Fn(Var) -> Option<Operand>) -> Option<Name> {
    match place(var)? {
        Operand::Local(local) => Some(Name::Slot(local)),
        // A name that is written out in the body.
        Operand::Constant(_) | Operand::Input | Operand::Data => None,
    }
}

/// The definitions, with what computes the names of cases as early as it can be: a case has a name though it fails.
pub fn names_first<'d>(definitions: &'d [Definition], tests: &[Found<'_>]) -> Cow<'d, [Definition]> {
    let mut all = Cow::Borrowed(definitions);
    for test in tests {
        let Some(definition) = definitions.get(test.definition).filter(|known| has_cases(known)) else {
            continue;
        };
        if let Some(moved) = with_names_first(definition)
            && let Some(known) = all.to_mut().get_mut(test.definition)
        {
            *known = moved;
        }
    }
    all
}

fn with_names_first(definition: &Definition) -> Option<Definition> {
    let [branch] = definition.branches.as_slice() else { return None };
    let mut exprs: Vec<Expr> = branch.body.exprs.clone();
    let mut moved = false;
    for at in of_names(definition, branch) {
        let to = earliest(&exprs, at);
        moved |= to < at;
        exprs[to..=at].rotate_right(1);
    }
    let branch = Branch { body: Body { exprs }, ..branch.clone() };
    moved.then(|| Definition { branches: vec![branch], ..definition.clone() })
}

/// The expressions of the head that compute the names of cases, in their order.
fn of_names(definition: &Definition, branch: &Branch) -> Vec<usize> {
    let mut needed = BTreeSet::new();
    terms(definition, branch).for_each(|term| mentioned(term, &mut needed));
    let mut found = Vec::new();
    for (at, expr) in branch.body.exprs.iter().enumerate().rev() {
        if expr.statement == definition.span
            && let Some((result, reads)) = computes(expr)
            && needed.contains(&result)
        {
            reads.iter().for_each(|term| mentioned(term, &mut needed));
            found.push(at);
        }
    }
    found.reverse();
    found
}

/// What an expression of a head computes, and what it reads for that.
fn computes(expr: &Expr) -> Option<(Var, Vec<&Term>)> {
    match &expr.kind {
        ExprKind::Call { args, result, .. } => Some((variable(result.as_ref()?)?, args.iter().collect())),
        ExprKind::Unify(target, value) => Some((variable(target)?, vec![value])),
        _ => None,
    }
}

/// The first position where all that an expression reads has been named.
fn earliest(exprs: &[Expr], at: usize) -> usize {
    let Some((_, reads)) = computes(&exprs[at]) else { return at };
    let mut read = BTreeSet::new();
    reads.iter().for_each(|term| mentioned(term, &mut read));
    let mut first = 0;
    for var in read {
        let names = |expr: &Expr| {
            let mut vars = BTreeSet::new();
            binds(expr, &mut vars);
            vars.contains(&var)
        };
        match exprs[..at].iter().position(names) {
            Some(position) => first = first.max(position + 1),
            None => return at,
        }
    }
    first
}

/// The variables that an expression may give values to.
fn binds(expr: &Expr, vars: &mut BTreeSet<Var>) {
    match &expr.kind {
        ExprKind::Holds(term) => mentioned(term, vars),
        ExprKind::Unify(left, right) => [left, right].into_iter().for_each(|term| mentioned(term, vars)),
        ExprKind::Call { args, result, .. } => {
            args.iter().chain(result).for_each(|term| mentioned(term, vars));
        }
        ExprKind::Not { .. } | ExprKind::Every { .. } => {}
    }
}

fn variable(term: &Term) -> Option<Var> {
    match term.kind {
        TermKind::Var(var) => Some(var),
        _ => None,
    }
}

/// The variables in a term, those of comprehensions left out. Nesting is bounded where policies are read.
fn mentioned(term: &Term, vars: &mut BTreeSet<Var>) {
    match &term.kind {
        TermKind::Scalar(_) | TermKind::Comprehension(..) => {}
        TermKind::Var(var) => drop(vars.insert(*var)),
        TermKind::Ref(root, steps) => {
            if let Root::Var(var) = root {
                vars.insert(*var);
            }
            steps.iter().for_each(|step| mentioned(step, vars));
        }
        TermKind::Array(items) | TermKind::Set(items) => items.iter().for_each(|item| mentioned(item, vars)),
        TermKind::Object(fields) => {
            fields.iter().flat_map(|(key, value)| [key, value]).for_each(|term| mentioned(term, vars));
        }
    }
}

/// The cases in the value of a test, by their names; what is no object or set is the value of one.
pub fn told(value: &Value, found: &mut Vec<(Vec<Value>, Option<Value>)>) {
    let mut pending = vec![(Vec::new(), value)];
    while let Some((name, value)) = pending.pop() {
        let below = |key: &Value| name.iter().chain([key]).cloned().collect::<Vec<_>>();
        match value {
            Value::Object(cases) if !cases.is_empty() => {
                pending.extend(cases.iter().map(|(key, value)| (below(key), value)));
            }
            Value::Set(members) => found.extend(members.iter().map(|member| (below(member), None))),
            other => found.push((name, Some(other.clone()))),
        }
    }
}
