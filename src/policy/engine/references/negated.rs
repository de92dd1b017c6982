//! Negated expressions, and what of them OPA evaluates before it negates.
//!
//! OPA's compiler takes arguments of calls, and what stands in brackets of references, out of an expression and
//! puts them before it, so that the body does not hold where one of them is undefined.

use crate::source::Span;
use regorus::unstable::{BoolOp, Expr, LiteralStmt, Ref};
use std::collections::BTreeSet;

/// A negated expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negated {
    /// The statement, `with` included.
    pub statement: Span,
    /// The parts that may be undefined.
    pub arguments: Vec<Span>,
    /// What is behind the expression: `with x as y`.
    pub with: Option<Span>,
    /// True if it is a body of its own, without braces.
    pub bare: bool,
}

/// A negated expression before it is known which names are variables of the rule.
pub(super) struct Candidate {
    negated: Negated,
    /// The parts that are defined if these names are.
    named: Vec<(Span, BTreeSet<String>)>,
}

/// What may be undefined in a part.
#[derive(Default)]
struct Open {
    /// A reference, a call or a calculation.
    certainly: bool,
    /// Names alone: of variables, which have values, or of rules and imports.
    names: BTreeSet<String>,
}

impl Candidate {
    /// A statement `not expr`, if parts of it may be undefined.
    pub(super) fn new(statement: &LiteralStmt, expr: &Expr, bare: bool) -> Option<Self> {
        let place = crate::policy::engine::syntax::span;
        let (mut arguments, mut named) = (Vec::new(), Vec::new());
        for part in parts(expr) {
            match open(part) {
                Some(Open { certainly: true, .. }) => arguments.push(place(part.span())),
                Some(Open { names, .. }) if !names.is_empty() => named.push((place(part.span()), names)),
                _ => {}
            }
        }
        if arguments.is_empty() && named.is_empty() {
            return None;
        }
        let with = statement.with_mods.first().zip(statement.with_mods.last());
        let with =
            with.map(|(first, last)| Span { start: first.span.start, end: place(last.r#as.span()).end });
        let negated = Negated { statement: place(&statement.span), arguments, with, bare };
        Some(Candidate { negated, named })
    }

    /// Leaves out the parts that name only variables of the rule.
    pub(super) fn settle(self, variables: &BTreeSet<String>) -> Option<Negated> {
        let mut negated = self.negated;
        let named = self.named.into_iter().filter(|(_, names)| !names.is_subset(variables));
        negated.arguments.extend(named.map(|(span, _)| span));
        negated.arguments.sort_by_key(|span| span.start);
        (!negated.arguments.is_empty()).then_some(negated)
    }
}

/// The parts of an expression that OPA evaluates before it. A comparison is a call, but for `==`.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Call { params, .. } => params.iter().map(Ref::as_ref).collect(),
        Expr::BoolExpr { op, lhs, rhs, .. } if *op != BoolOp::Eq => vec![lhs, rhs],
        Expr::BoolExpr { lhs, rhs, .. } | Expr::AssignExpr { lhs, rhs, .. } => {
            let mut parts = side(lhs);
            parts.append(&mut side(rhs));
            parts
        }
        Expr::Membership { key, value, collection, .. } => {
            key.iter().chain([value, collection]).map(Ref::as_ref).collect()
        }
        Expr::RefDot { .. } | Expr::RefBrack { .. } => brackets(expr),
        _ => Vec::new(),
    }
}

/// Those of a side of `==`: a reference is compared as a whole, everything else comes before.
fn side(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::RefDot { .. } | Expr::RefBrack { .. } => brackets(expr),
        Expr::Var { .. } => Vec::new(),
        other => vec![other],
    }
}

/// What stands in the brackets of a reference, and a call that it starts with.
fn brackets(expr: &Expr) -> Vec<&Expr> {
    let mut parts = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::RefDot { refr, .. } => at = refr,
            Expr::RefBrack { refr, index, .. } => {
                parts.push(index.as_ref());
                at = refr;
            }
            Expr::Call { .. } => {
                parts.push(at);
                return parts;
            }
            _ => return parts,
        }
    }
}

/// What may be undefined in an expression; `None` for one with a wildcard, which stands for any member and which OPA
/// refuses, and for one with a comprehension, whose variables may not be declared a second time.
fn open(expr: &Expr) -> Option<Open> {
    let mut pending = vec![expr];
    let mut found = Open::default();
    while let Some(at) = pending.pop() {
        match at {
            Expr::RefDot { refr, .. } => {
                found.certainly = true;
                pending.push(refr);
            }
            Expr::RefBrack { refr, index, .. } => {
                found.certainly = true;
                pending.extend([refr.as_ref(), index.as_ref()]);
            }
            Expr::Call { params, .. } => {
                found.certainly = true;
                pending.extend(params.iter().map(Ref::as_ref));
            }
            Expr::Var { span, .. } if span.text() == "_" => return None,
            Expr::Var { span, .. } => drop(found.names.insert(span.text().to_owned())),
            Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => return None,
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                pending.extend(items.iter().map(Ref::as_ref))
            }
            Expr::Object { fields, .. } => {
                pending.extend(fields.iter().flat_map(|(_, key, value)| [key.as_ref(), value.as_ref()]))
            }
            Expr::UnaryExpr { expr, .. } => pending.push(expr),
            Expr::BinExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } => {
                found.certainly = true;
                pending.extend([lhs.as_ref(), rhs.as_ref()]);
            }
            _ => {}
        }
    }
    Some(found)
}
