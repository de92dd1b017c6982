//! What of a statement OPA evaluates before it.
//!
//! OPA's compiler takes arguments of negated calls, and what stands in brackets of negated references, out of the
//! expression and puts them before it, so that the body does not hold where one of them is undefined. So it does with
//! values of `with`; the engine evaluates those where the old values are hidden and the new ones not yet there, and
//! takes a rule that it has met so for undefined from there on.

use crate::policy::engine::syntax::{span, steps};
use crate::policy::engine::why::place;
use crate::source::Span;
use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Ref, WithModifier};
use std::collections::BTreeSet;

/// A statement with parts that come before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Early {
    /// The statement, `with` included.
    pub statement: Span,
    /// The parts of what is negated that may be undefined.
    pub arguments: Vec<Span>,
    /// What it replaces by `with`.
    pub replaced: Vec<Replaced>,
    /// True if it is a body of its own, without braces.
    pub bare: bool,
}

/// `with target as value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// What is replaced.
    pub target: Span,
    /// By what.
    pub value: Span,
    /// True if the value comes before the statement.
    pub early: bool,
}

/// A statement before it is known which names are variables of the rule.
pub(super) struct Candidate {
    early: Early,
    /// The parts of what is negated, and the values of `with`, that come before the statement if one of these names is no
    /// variable.
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
    /// A statement that negates or replaces, if any of it may come before.
    pub(super) fn new(statement: &LiteralStmt, bare: bool) -> Option<Self> {
        let (mut arguments, mut named) = (Vec::new(), Vec::new());
        if let Literal::NotExpr { expr, .. } = &statement.literal {
            for part in parts(expr) {
                match open(part) {
                    Some(Open { certainly: true, .. }) => arguments.push(place_of(part)),
                    Some(Open { names, .. }) => named.push((place_of(part), names)),
                    None => {}
                }
            }
        }
        let mut replaced = Vec::new();
        for modifier in &statement.with_mods {
            let (target, value) = (place_of(&modifier.refr), place_of(&modifier.r#as));
            replaced.push(Replaced { target, value, early: false });
            named.extend(evaluated(modifier).map(|names| (value, names)));
        }
        let text = statement.span.source.contents();
        let early =
            Early { statement: place::quoted(text, span(&statement.span)), arguments, replaced, bare };
        (!early.arguments.is_empty() || !named.is_empty()).then_some(Candidate { early, named })
    }

    /// Leaves out the parts that name only variables of the rule.
    pub(super) fn settle(self, variables: &BTreeSet<String>) -> Option<Early> {
        let mut early = self.early;
        for (part, _) in self.named.into_iter().filter(|(_, names)| !names.is_subset(variables)) {
            match early.replaced.iter_mut().find(|replaced| replaced.value == part) {
                Some(replaced) => replaced.early = true,
                None => early.arguments.push(part),
            }
        }
        early.arguments.sort_by_key(|part| part.start);
        (!early.arguments.is_empty() || early.replaced.iter().any(|replaced| replaced.early)).then_some(early)
    }
}

/// Where an expression stands, quotes and braces included.
fn place_of(expr: &Expr) -> Span {
    place::of(expr.span().source.contents(), expr)
}

/// The names in a value of `with`; none where the value may be a function instead.
fn evaluated(modifier: &WithModifier) -> Option<BTreeSet<String>> {
    let input = steps(&modifier.refr).is_some_and(|path| path.first() == Some(&Some("input".to_owned())));
    if !input && steps(&modifier.r#as).is_some() {
        return None;
    }
    let mut names = BTreeSet::new();
    let mut pending = vec![modifier.r#as.as_ref()];
    while let Some(at) = pending.pop() {
        match at {
            Expr::Var { span, .. } if span.text() != "input" => {
                names.insert(span.text().to_owned());
            }
            Expr::RefDot { refr, .. } => pending.push(refr),
            Expr::RefBrack { refr, index, .. } => pending.extend([refr.as_ref(), index.as_ref()]),
            Expr::Call { fcn, params, .. } => {
                pending.push(fcn);
                pending.extend(params.iter().map(Ref::as_ref));
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                pending.extend(items.iter().map(Ref::as_ref));
            }
            Expr::Object { fields, .. } => {
                pending.extend(fields.iter().flat_map(|(_, key, value)| [key.as_ref(), value.as_ref()]));
            }
            Expr::ArrayCompr { span, .. } | Expr::SetCompr { span, .. } | Expr::ObjectCompr { span, .. } => {
                names.insert(span.text().to_owned());
            }
            Expr::UnaryExpr { expr, .. } => pending.push(expr),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. } => pending.extend([lhs.as_ref(), rhs.as_ref()]),
            Expr::Membership { key, value, collection, .. } => {
                pending.extend(key.iter().chain([value, collection]).map(Ref::as_ref));
            }
            _ => {}
        }
    }
    Some(names)
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
            Expr::Var { span, .. } => {
                found.names.insert(span.text().to_owned());
            }
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
