//! The variables in expressions.

use super::VarSet;
use crate::rego::core::{Body, Expr, ExprKind, Replacement, Root, Term, TermKind};

/// Adds the variables of an expression, those of closures left out.
pub fn in_expr(expr: &Expr, vars: &mut VarSet) {
    match &expr.kind {
        ExprKind::Holds(term) => in_term(term, vars),
        ExprKind::Unify(left, right) => {
            in_term(left, vars);
            in_term(right, vars);
        }
        ExprKind::Call { args, result, .. } => args.iter().chain(result).for_each(|term| in_term(term, vars)),
        // A plain negation is no closure: all of its variables have to be bound.
        ExprKind::Not { body, whole: false } => body.exprs.iter().for_each(|expr| in_expr(expr, vars)),
        ExprKind::Not { whole: true, .. } => {}
        ExprKind::Every { domain, .. } => in_term(domain, vars),
    }
    for with in &expr.with {
        if let Replacement::Term(term) = &with.value {
            in_term(term, vars);
        }
    }
}

/// Adds the variables of a term, those of comprehensions left out.
pub fn in_term(term: &Term, vars: &mut VarSet) {
    match &term.kind {
        TermKind::Scalar(_) | TermKind::Comprehension(..) => {}
        TermKind::Var(var) => {
            vars.insert(*var);
        }
        TermKind::Ref(root, steps) => {
            if let Root::Var(var) = root {
                vars.insert(*var);
            }
            steps.iter().for_each(|step| in_term(step, vars));
        }
        TermKind::Array(items) | TermKind::Set(items) => items.iter().for_each(|item| in_term(item, vars)),
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            in_term(key, vars);
            in_term(value, vars);
        }),
    }
}

/// Adds the variables in the closures of an expression, whatever binds them.
pub fn closures(expr: &Expr, vars: &mut VarSet) {
    each_term(expr, &mut |term| comprehensions(term, vars));
    match &expr.kind {
        ExprKind::Not { body, whole: true } | ExprKind::Every { body, .. } => everything(body, vars),
        ExprKind::Not { body, whole: false } => body.exprs.iter().for_each(|expr| closures(expr, vars)),
        _ => {}
    }
}

fn each_term<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Term)) {
    match &expr.kind {
        ExprKind::Holds(term) => visit(term),
        ExprKind::Unify(left, right) => {
            visit(left);
            visit(right);
        }
        ExprKind::Call { args, result, .. } => args.iter().chain(result).for_each(&mut *visit),
        ExprKind::Not { .. } => {}
        ExprKind::Every { domain, .. } => visit(domain),
    }
    for with in &expr.with {
        if let Replacement::Term(term) = &with.value {
            visit(term);
        }
    }
}

/// Adds the variables in a body and in its closures, whatever binds them.
pub fn everything(body: &Body, vars: &mut VarSet) {
    for expr in &body.exprs {
        in_expr(expr, vars);
        closures(expr, vars);
    }
}

/// Adds the variables in the comprehensions of a term.
pub fn comprehensions(term: &Term, vars: &mut VarSet) {
    match &term.kind {
        TermKind::Scalar(_) | TermKind::Var(_) => {}
        TermKind::Ref(_, items) | TermKind::Array(items) | TermKind::Set(items) => {
            items.iter().for_each(|item| comprehensions(item, vars));
        }
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            comprehensions(key, vars);
            comprehensions(value, vars);
        }),
        TermKind::Comprehension(_, heads, body) => {
            everything(body, vars);
            for head in heads {
                in_term(head, vars);
                comprehensions(head, vars);
            }
        }
    }
}

/// The variables that a result gives a value to: not those in sets, in keys of objects, or in references.
pub fn outputs(term: &Term, vars: &mut VarSet) {
    match &term.kind {
        TermKind::Var(var) => {
            vars.insert(*var);
        }
        TermKind::Array(items) => items.iter().for_each(|item| outputs(item, vars)),
        TermKind::Object(fields) => fields.iter().for_each(|(_, value)| outputs(value, vars)),
        _ => {}
    }
}
