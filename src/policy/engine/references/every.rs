//! Variables of `every` that the engine takes for new ones.
//!
//! It does not note them as bound, so that `xs[k]` and `k = 1` in the body hold for any `k` there is: the `every`
//! then holds whatever the values are.

use crate::policy::engine::syntax::{parts, span};
use crate::source::Span;
use regorus::unstable::{AssignOp, Expr, Query, Span as EngineSpan};

/// A variable of an `every` to be bound in its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Each {
    /// The variable, before `in`.
    pub name: Span,
    /// Behind the brace of the body.
    pub body: usize,
}

/// Those of the variables of an `every` that its body names in brackets of references or beside `=`.
pub(super) fn unbound<'e>(names: impl IntoIterator<Item = &'e EngineSpan>, body: &Query) -> Vec<Each> {
    let used = names.into_iter().filter(|name| name.text() != "_" && is_matched(body, name.text()));
    used.map(|name| Each { name: span(name), body: span(&body.span).start as usize + 1 }).collect()
}

/// True if a variable stands where it would be bound if it were not.
fn is_matched(query: &Query, name: &str) -> bool {
    let (mut queries, mut pending) = (vec![query], Vec::new());
    while let Some(query) = queries.pop() {
        for (expressions, inner) in query.stmts.iter().map(parts::of_statement) {
            pending.extend(expressions);
            queries.extend(inner);
        }
        while let Some(expr) = pending.pop() {
            let matched = match expr.as_ref() {
                Expr::RefBrack { index, .. } => names(index, name),
                Expr::AssignExpr { op: AssignOp::Eq, lhs, rhs, .. } => names(lhs, name) || names(rhs, name),
                _ => false,
            };
            if matched {
                return true;
            }
            let (expressions, inner) = parts::of_expr(expr);
            pending.extend(expressions);
            queries.extend(inner);
        }
    }
    false
}

/// True if an expression names a variable.
fn names(expr: &Expr, name: &str) -> bool {
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        if matches!(expr, Expr::Var { span, .. } if span.text() == name) {
            return true;
        }
        pending.extend(parts::of_expr(expr).0.into_iter().map(AsRef::as_ref));
    }
    false
}
