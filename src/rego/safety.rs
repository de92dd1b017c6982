//! Orders the expressions of bodies so that each finds its variables bound, as OPA does.
//!
//! An expression comes as early as its variables allow; of several that could come, the first in the text. A variable that
//! no order binds is unsafe: the definition is refused.

mod unify;
mod vars;

use super::core::{Body, Callee, Definition, Expr, ExprKind, Replacement, Term, TermKind, Var, VarInfo};
use super::{Mistake, MistakeKind};
use crate::source::Span;
use std::collections::{BTreeSet, HashMap};
use vars::{closures, in_expr, in_term};

/// Builtins whose arguments are shown, undefined ones too.
const SHOWING: [&str; 2] = ["internal.print", "internal.template_string"];

/// Variables.
pub type VarSet = BTreeSet<Var>;

/// Puts the expressions of a definition in order, and tells the variables that nothing binds.
pub fn order(definition: &mut Definition) -> Vec<Mistake> {
    let mut arguments = VarSet::new();
    definition.args.iter().for_each(|arg| in_term(arg, &mut arguments));
    let mut ordering = Ordering { unsafe_vars: Vec::new() };
    for branch in &mut definition.branches {
        ordering.body(&mut branch.body, &arguments);
        let mut known = arguments.clone();
        branch.body.exprs.iter().for_each(|expr| bound_by(expr, &mut known));
        for term in branch.keys.iter_mut().chain([&mut branch.value]) {
            ordering.closures_of_term(term, &known);
            ordering.head(term, &known);
        }
    }
    for arg in &mut definition.args {
        ordering.closures_of_term(arg, &arguments);
    }
    ordering.mistakes(&definition.vars)
}

/// The variables that an expression in its place has bound.
fn bound_by(expr: &Expr, known: &mut VarSet) {
    if !matches!(expr.kind, ExprKind::Not { .. }) {
        in_expr(expr, known);
    }
}

struct Ordering {
    unsafe_vars: Vec<(Var, Span, bool)>,
}

impl Ordering {
    /// Orders a body in which some variables are bound already.
    fn body(&mut self, body: &mut Body, known: &VarSet) {
        // Most of what is known around a body is not mentioned in it, and copies of all would add up.
        let mut mentioned = VarSet::new();
        vars::everything(body, &mut mentioned);
        mentioned.retain(|var| known.contains(var));
        let known = &mentioned;
        let mut all = VarSet::new();
        body.exprs.iter().for_each(|expr| in_expr(expr, &mut all));
        let mut safe = known.clone();
        let mut waiting: Vec<Option<Waiting>> =
            std::mem::take(&mut body.exprs).into_iter().map(|expr| Some(Waiting::new(expr, &all))).collect();
        let mut waited_for: HashMap<Var, Vec<usize>> = HashMap::new();
        // Rounds over what waits, in the order of the text; only what something was bound for is looked at again.
        let mut pending: BTreeSet<(usize, usize)> = (0..waiting.len()).map(|at| (0, at)).collect();
        while let Some((round, at)) = pending.pop_first() {
            let Some(entry) = waiting[at].take() else { continue };
            let Some(bound) = entry.binds(&safe) else {
                if round == 0 {
                    let unbound = entry.needs.union(&entry.closed).filter(|var| !safe.contains(var));
                    unbound.for_each(|var| waited_for.entry(*var).or_default().push(at));
                }
                waiting[at] = Some(entry);
                continue;
            };
            for other in bound.iter().filter_map(|var| waited_for.remove(var)).flatten() {
                pending.insert((round + usize::from(other < at), other));
            }
            safe.extend(bound);
            body.exprs.push(entry.expr);
        }
        for entry in waiting.into_iter().flatten() {
            self.refuse(&entry, &safe);
            body.exprs.push(entry.expr);
        }
        self.inner(body, known);
    }

    /// Orders the bodies within expressions: each sees what the expressions before bind.
    fn inner(&mut self, body: &mut Body, known: &VarSet) {
        let mut known = known.clone();
        for expr in &mut body.exprs {
            match &mut expr.kind {
                ExprKind::Not { body, .. } => self.body(body, &known),
                ExprKind::Every { key, value, domain, body } => {
                    self.closures_of_term(domain, &known);
                    let mut inner = VarSet::new();
                    vars::everything(body, &mut inner);
                    inner.retain(|var| known.contains(var));
                    inner.extend(key.iter().copied().chain([*value]));
                    self.body(body, &inner);
                }
                ExprKind::Holds(term) => self.closures_of_term(term, &known),
                ExprKind::Unify(left, right) => {
                    self.closures_of_term(left, &known);
                    self.closures_of_term(right, &known);
                }
                ExprKind::Call { callee, args, result, .. } => {
                    if SHOWING.iter().any(|name| matches!(callee, Callee::Builtin(callee) if callee == name))
                    {
                        args.iter().for_each(|arg| self.shown(arg, &known));
                    }
                    args.iter_mut().chain(result).for_each(|term| self.closures_of_term(term, &known));
                }
            }
            for with in &mut expr.with {
                if let Replacement::Term(term) = &mut with.value {
                    self.closures_of_term(term, &known);
                }
            }
            bound_by(expr, &mut known);
        }
    }

    /// What is shown binds nothing: a variable in it is bound elsewhere.
    fn shown(&mut self, parts: &Term, known: &VarSet) {
        let TermKind::Array(parts) = &parts.kind else { return };
        for part in parts {
            let TermKind::Comprehension(_, _, body) = &part.kind else { continue };
            let (mut needed, mut made) = (VarSet::new(), known.clone());
            for expr in &body.exprs {
                in_expr(expr, &mut needed);
                if let ExprKind::Unify(target, _) | ExprKind::Call { result: Some(target), .. } = &expr.kind {
                    in_term(target, &mut made);
                }
            }
            self.unsafe_vars.extend(needed.difference(&made).map(|var| (*var, part.span, false)));
        }
    }

    /// Orders the comprehensions in a term.
    fn closures_of_term(&mut self, term: &mut Term, known: &VarSet) {
        let mut mentioned = VarSet::new();
        if let TermKind::Comprehension(..) = term.kind {
            vars::comprehensions(term, &mut mentioned);
            mentioned.retain(|var| known.contains(var));
        }
        match &mut term.kind {
            TermKind::Scalar(_) | TermKind::Var(_) => {}
            TermKind::Ref(_, items) | TermKind::Array(items) | TermKind::Set(items) => {
                items.iter_mut().for_each(|item| self.closures_of_term(item, known));
            }
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.closures_of_term(key, known);
                    self.closures_of_term(value, known);
                }
            }
            TermKind::Comprehension(_, heads, body) => {
                self.body(body, &mentioned);
                let mut inner = mentioned;
                body.exprs.iter().for_each(|expr| bound_by(expr, &mut inner));
                for head in heads {
                    self.closures_of_term(head, &inner);
                    self.head(head, &inner);
                }
            }
        }
    }

    /// The variables of a head have to be bound.
    fn head(&mut self, term: &Term, known: &VarSet) {
        let mut vars = VarSet::new();
        in_term(term, &mut vars);
        self.unsafe_vars.extend(vars.difference(known).map(|var| (*var, term.span, false)));
    }

    fn refuse(&mut self, entry: &Waiting, safe: &VarSet) {
        let negated = matches!(entry.expr.kind, ExprKind::Not { .. });
        let needed = entry.needs.union(&entry.closed).filter(|var| !safe.contains(var));
        let bound = entry.would_bind(safe);
        let unbound = needed.filter(|var| negated || !bound.contains(var));
        self.unsafe_vars.extend(unbound.map(|var| (*var, entry.expr.span, negated)));
    }

    fn mistakes(self, vars: &[VarInfo]) -> Vec<Mistake> {
        let mut told = BTreeSet::new();
        let named = |var: &Var| vars.get(*var as usize).filter(|info| !info.name.is_empty());
        let mut mistakes = Vec::new();
        for (var, _, negated) in &self.unsafe_vars {
            let Some(info) = named(var).filter(|info| told.insert((info.name.clone(), info.span))) else {
                continue;
            };
            mistakes.push(unsafe_variable(&info.name, info.span, *negated));
        }
        // What stands for a call is unsafe because of a variable that is told; if none is, the place is.
        if let (true, Some((_, span, negated))) = (mistakes.is_empty(), self.unsafe_vars.first()) {
            mistakes.push(unsafe_variable("_", *span, *negated));
        }
        mistakes
    }
}

fn unsafe_variable(name: &str, span: Span, negated: bool) -> Mistake {
    let kind = if negated { MistakeKind::UnsafeInNegation } else { MistakeKind::Unsafe };
    match name {
        "_" => Mistake::new(kind, span, "`_` is given no value here", "此处的 `_` 没有取值"),
        _ => Mistake::new(kind, span, format!("`{name}` is given no value"), format!("`{name}` 没有取值")),
    }
}

/// An expression that has no place yet.
struct Waiting {
    expr: Expr,
    /// The variables in it, closures left out.
    needs: VarSet,
    /// The variables of the body that its closures see.
    closed: VarSet,
}

impl Waiting {
    fn new(expr: Expr, of_body: &VarSet) -> Self {
        let (mut needs, mut closed) = (VarSet::new(), VarSet::new());
        in_expr(&expr, &mut needs);
        closures(&expr, &mut closed);
        closed.retain(|var| of_body.contains(var));
        Waiting { expr, needs, closed }
    }

    /// What it binds, if it can be evaluated with these variables bound.
    fn binds(&self, safe: &VarSet) -> Option<VarSet> {
        if !self.closed.is_subset(safe) {
            return None;
        }
        let bound = self.would_bind(safe);
        self.needs.iter().all(|var| safe.contains(var) || bound.contains(var)).then_some(bound)
    }

    fn would_bind(&self, safe: &VarSet) -> VarSet {
        unify::bound(&self.expr, safe)
    }
}
