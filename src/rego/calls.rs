//! The calls of a definition.

use super::core::{Body, Callee, Definition, Expr, ExprKind, Replacement, Target, Term, TermKind};
use crate::source::Span;

/// Visits every call of a definition with its bytes. A call whose function is replaced by its own `with` is none.
pub fn calls<'d>(definition: &'d Definition, visit: &mut dyn FnMut(&'d Callee, Span)) {
    let mut visitor = Visitor { visit };
    visitor.terms(&definition.args);
    for branch in &definition.branches {
        visitor.body(&branch.body);
        visitor.terms(&branch.keys);
        visitor.term(&branch.value);
    }
}

struct Visitor<'v, 'd> {
    visit: &'v mut dyn FnMut(&'d Callee, Span),
}

impl<'d> Visitor<'_, 'd> {
    fn body(&mut self, body: &'d Body) {
        body.exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &'d Expr) {
        match &expr.kind {
            ExprKind::Holds(term) => self.term(term),
            ExprKind::Unify(left, right) => {
                self.term(left);
                self.term(right);
            }
            ExprKind::Call { callee, args, result, .. } => {
                let is_target =
                    |target: &Target| matches!(target, Target::Callee(replaced) if replaced == callee);
                if !expr.with.iter().any(|with| is_target(&with.target)) {
                    (self.visit)(callee, expr.span);
                }
                self.terms(args);
                result.iter().for_each(|result| self.term(result));
            }
            ExprKind::Not { body, .. } => self.body(body),
            ExprKind::Every { domain, body, .. } => {
                self.term(domain);
                self.body(body);
            }
        }
        for with in &expr.with {
            if let Replacement::Term(term) = &with.value {
                self.term(term);
            }
        }
    }

    fn terms(&mut self, terms: &'d [Term]) {
        terms.iter().for_each(|term| self.term(term));
    }

    fn term(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Scalar(_) | TermKind::Var(_) => {}
            TermKind::Ref(_, items) | TermKind::Array(items) | TermKind::Set(items) => self.terms(items),
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.term(key);
                    self.term(value);
                }
            }
            TermKind::Comprehension(_, heads, body) => {
                self.body(body);
                self.terms(heads);
            }
        }
    }
}
