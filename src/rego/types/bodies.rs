//! Conditions.

use super::algebra::{all_unify, has_unknown, unifies};
use super::terms::address;
use super::unify::Known;
use super::{Checker, message};
use crate::rego::Mistake;
use crate::rego::core::{Body, Callee, Expr, ExprKind, Replacement, Target, Term, TermKind, With};
use crate::rego::signatures::{Signature, Type};

/// How deep bodies may be nested to be looked at.
const DEEPEST: usize = 100;

/// A function as calls see it.
struct Called {
    args: Vec<Type>,
    variadic: Option<Type>,
    result: Option<Type>,
}

impl<'d> Checker<'d> {
    pub(super) fn body(&mut self, body: &'d Body) {
        body.exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &'d Expr) {
        let before = self.mistakes.len();
        let own = match &expr.kind {
            // What a result is compared with is looked at behind the call.
            ExprKind::Call { args, captured: false, .. } => args.iter().collect(),
            _ => terms_of(expr),
        };
        own.iter().for_each(|term| self.closures(term));
        own.iter().for_each(|term| self.references(term));
        let wrong = match &expr.kind {
            ExprKind::Holds(_) => None,
            ExprKind::Unify(left, right) => self.unification(expr, left, right),
            ExprKind::Call { callee, args, result, captured } => {
                self.call(expr, callee, args, (result.as_ref(), *captured))
            }
            ExprKind::Not { body, whole: false } => {
                self.body(body);
                None
            }
            ExprKind::Not { body, whole: true } | ExprKind::Every { body, .. } => {
                self.inner_closures(body);
                self.inner_references(body);
                None
            }
        };
        // What follows from a mistake in the same expression says nothing new.
        let is_first = self.mistakes.len() == before;
        self.mistakes.extend(wrong.filter(|(_, follows)| is_first || !follows).map(|(mistake, _)| mistake));
        let replaced: Vec<Mistake> = expr.with.iter().filter_map(|with| self.replacement(with)).collect();
        self.mistakes.extend(replaced);
    }

    /// What stands in the body of `every`, and of a negation of several conditions: OPA looks at comprehensions and
    /// references there, not at calls.
    fn inner_closures(&mut self, body: &'d Body) {
        for expr in &body.exprs {
            terms_of(expr).into_iter().for_each(|term| self.closures(term));
            if let ExprKind::Not { body, .. } | ExprKind::Every { body, .. } = &expr.kind {
                self.inner_closures(body);
            }
        }
    }

    fn inner_references(&mut self, body: &'d Body) {
        for expr in &body.exprs {
            terms_of(expr).into_iter().for_each(|term| self.references(term));
            if let ExprKind::Not { body, .. } | ExprKind::Every { body, .. } = &expr.kind {
                self.inner_references(body);
            }
        }
    }

    /// Looks at every comprehension in a term, and keeps its type.
    pub(super) fn closures(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Scalar(_) | TermKind::Var(_) => {}
            TermKind::Array(items) | TermKind::Set(items) | TermKind::Ref(_, items) => {
                items.iter().for_each(|item| self.closures(item));
            }
            TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
                self.closures(key);
                self.closures(value);
            }),
            TermKind::Comprehension(gather, heads, body) => {
                let ty = self.closed(|checker| {
                    let before = checker.mistakes.len();
                    checker.body(body);
                    heads.iter().for_each(|head| checker.closures(head));
                    heads.iter().for_each(|head| checker.references(head));
                    heads.iter().for_each(|head| checker.any_where_unknown(head));
                    let sound = checker.mistakes.len() == before;
                    if sound { checker.type_of_gathered(*gather, heads) } else { Type::Unknown }
                });
                self.comprehensions.insert(address(term), ty);
            }
        }
    }

    /// What variables become in a closure they are not outside of it.
    fn closed(&mut self, look: impl FnOnce(&mut Self) -> Type) -> Type {
        if self.depth >= DEEPEST {
            return Type::Any;
        }
        let before = self.undo.len();
        self.depth += 1;
        let ty = look(self);
        self.depth -= 1;
        while self.undo.len() > before {
            if let Some((var, ty)) = self.undo.pop() {
                self.vars[var] = ty;
            }
        }
        ty
    }

    /// Two terms that are to be one. A mistake may follow from another one.
    fn unification(&mut self, expr: &Expr, left: &'d Term, right: &'d Term) -> Option<(Mistake, bool)> {
        let (of_left, of_right) = (self.type_of(left), self.type_of(right));
        if self.unify(left, right) {
            return None;
        }
        let follows = has_unknown(&of_left) || has_unknown(&of_right);
        Some((message::never_equal(&of_left, &of_right, expr.span), follows))
    }

    fn call(
        &mut self,
        expr: &Expr,
        callee: &'d Callee,
        args: &'d [Term],
        (result, captured): (Option<&'d Term>, bool),
    ) -> Option<(Mistake, bool)> {
        match (callee, args, result) {
            (Callee::Builtin(name), [left, right], None) if name == "equal" || name == "eq" => {
                return self.unification(expr, left, right);
            }
            _ => {}
        }
        let called = self.called(callee);
        let wrong = called.as_ref().and_then(|called| self.arguments(callee, called, args));
        if let Some(result) = result.filter(|_| !captured) {
            self.closures(result);
            self.references(result);
        }
        let (None, Some(result)) = (&wrong, result) else { return wrong };
        // What is not known may give anything.
        let given = called.and_then(|called| called.result).unwrap_or(Type::Any);
        if !captured {
            return self.result(expr, result, &given);
        }
        if self.unify_with(result, &given, Known::Holds) {
            return None;
        }
        let found = self.type_of(result);
        Some((message::never_equal(&found, &given, result.span), has_unknown(&found)))
    }

    /// The first argument that a function never takes.
    fn arguments(&mut self, callee: &Callee, called: &Called, args: &'d [Term]) -> Option<(Mistake, bool)> {
        let found: Vec<Type> = args.iter().map(|arg| self.type_of(arg)).collect();
        for (at, arg) in args.iter().enumerate() {
            let wanted = called.args.get(at).or(called.variadic.as_ref())?;
            if !self.takes(wanted, arg, &found[at]) {
                return Some(self.wrong_argument(callee, args, at, wanted));
            }
        }
        None
    }

    fn wrong_argument(&self, callee: &Callee, args: &[Term], at: usize, wanted: &Type) -> (Mistake, bool) {
        let types: Vec<Type> = args.iter().map(|arg| self.type_of(arg)).collect();
        let mistake = message::wrong_argument(callee, at, args.len(), (&types[at], wanted), args[at].span);
        (mistake, types.iter().any(has_unknown))
    }

    /// The result of a call that is compared with a term, or bound to it.
    fn result(&mut self, expr: &Expr, term: &'d Term, given: &Type) -> Option<(Mistake, bool)> {
        let found = self.type_of(term);
        let (open, unclear) = (has_unknown(&found), has_unknown(given));
        let held = match (open, unclear) {
            (_, true) => self.unify_with(term, &Type::Any, Known::Holds),
            (true, false) => self.unify_with(term, given, Known::Holds),
            (false, false) => unifies(&found, given, &self.fuel),
        };
        if held { None } else { Some((message::never_equal(&found, given, expr.span), open)) }
    }

    /// What is known of a function; none if it may be anything.
    fn called(&self, callee: &Callee) -> Option<Called> {
        match callee {
            Callee::Builtin(name) => {
                let Signature { args, variadic, result, .. } = self.builtins.get(name)?.clone();
                Some(Called { args, variadic, result })
            }
            Callee::Function(path) => match self.tree.function(path)? {
                Type::Function(function) => Some(Called {
                    args: function.args.clone(),
                    variadic: None,
                    result: Some(function.result.clone()),
                }),
                _ => None,
            },
        }
    }

    /// A function that stands in for another has to take its arguments.
    fn replacement(&self, with: &With) -> Option<Mistake> {
        let (Target::Callee(replaced), Replacement::Callee(by)) = (&with.target, &with.value) else {
            return None;
        };
        let (replaced_type, by_type) = (self.called(replaced)?, self.called(by)?);
        if all_unify(&replaced_type.args, &by_type.args, &self.fuel) {
            return None;
        }
        Some(message::wrong_stand_in((replaced, &replaced_type.args), (by, &by_type.args), with.span))
    }
}

/// The terms that stand in an expression; those of inner bodies are not among them.
fn terms_of(expr: &Expr) -> Vec<&Term> {
    match &expr.kind {
        ExprKind::Holds(term) | ExprKind::Every { domain: term, .. } => vec![term],
        ExprKind::Unify(left, right) => vec![left, right],
        ExprKind::Call { args, result, .. } => args.iter().chain(result).collect(),
        ExprKind::Not { .. } => Vec::new(),
    }
}
