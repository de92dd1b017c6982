//! The variables of expressions: those in them, those that they bind.

use super::VarSet;
use super::unify::unified;
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

/// The variables that an expression binds where others are bound.
pub fn bound(expr: &Expr, safe: &VarSet) -> VarSet {
    let mut replaced = VarSet::new();
    for with in &expr.with {
        if let Replacement::Term(term) = &with.value {
            in_term(term, &mut replaced);
        }
    }
    if !replaced.is_subset(safe) {
        return VarSet::new();
    }
    let mut bound = VarSet::new();
    match &expr.kind {
        ExprKind::Not { .. } => {}
        ExprKind::Holds(term) => by_references(term, safe, &mut bound),
        ExprKind::Every { domain, .. } => by_references(domain, safe, &mut bound),
        ExprKind::Unify(left, right) => {
            by_references(left, safe, &mut bound);
            by_references(right, safe, &mut bound);
            unified(left, right, safe, &mut bound);
        }
        ExprKind::Call { args, result, .. } => {
            args.iter().chain(result).for_each(|term| by_references(term, safe, &mut bound));
            let Some(result) = result else { return bound };
            let mut needed = VarSet::new();
            args.iter().for_each(|arg| in_term(arg, &mut needed));
            if !needed.iter().all(|var| safe.contains(var) || bound.contains(var)) {
                return VarSet::new();
            }
            outputs(result, &mut bound);
        }
    }
    bound.retain(|var| !safe.contains(var));
    bound
}

/// The variables in references whose root is bound: they walk what the root holds.
fn by_references(term: &Term, safe: &VarSet, bound: &mut VarSet) {
    match &term.kind {
        TermKind::Scalar(_) | TermKind::Var(_) | TermKind::Comprehension(..) => {}
        TermKind::Ref(root, steps) => {
            let rooted = match root {
                Root::Var(var) => safe.contains(var),
                Root::Input | Root::Data => true,
            };
            if rooted {
                steps.iter().for_each(|step| in_term(step, bound));
            } else {
                steps.iter().for_each(|step| by_references(step, safe, bound));
            }
        }
        TermKind::Array(items) | TermKind::Set(items) => {
            items.iter().for_each(|item| by_references(item, safe, bound));
        }
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            by_references(key, safe, bound);
            by_references(value, safe, bound);
        }),
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
