//! Which part of a policy an error is about: the engine says where it begins, by its own count of columns, and the
//! syntax tree has every beginning with that count and its bytes.

use super::super::syntax::{parts, span, steps};
use super::super::why::place;
use crate::source::Span;
use regorus::unstable::{Expr, Literal, LiteralStmt, Module, Query, Ref, Rule, RuleHead};

/// What an error says of its place.
#[derive(Debug, Clone, Copy)]
pub struct About<'t> {
    /// The line, and the column as the engine counts.
    pub start: (usize, usize),
    /// The length in bytes, where the engine says it.
    pub length: Option<usize>,
    /// What is wrong.
    pub reason: &'t str,
}

/// What begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likely {
    /// As long as the engine says.
    Exactly,
    /// An argument or operand of what the reason names.
    Argument,
    /// A call.
    Call,
    /// A name, a reference or a literal.
    Term,
    /// An operation with what begins there as its first operand.
    Operation,
    /// A statement.
    Statement,
}

/// The bytes of what an error is about, in the text of the tree.
pub fn find(tree: &Module, about: About<'_>) -> Option<Span> {
    let mut search = Search { about, pending: Vec::new(), best: None };
    tree.policy.iter().for_each(|rule| search.rule(rule));
    while let Some(expr) = search.pending.pop() {
        search.expr(expr);
    }
    search.best.map(|(_, span)| span)
}

struct Search<'t> {
    about: About<'t>,
    pending: Vec<&'t Expr>,
    /// The most likely so far, and of those the longest.
    best: Option<(Likely, Span)>,
}

impl<'t> Search<'t> {
    fn offer(&mut self, likely: Likely, at: &regorus::unstable::Span, whole: Span) {
        if (at.line as usize, at.col as usize) != self.about.start {
            return;
        }
        let exactly = self.about.length == Some(span(at).len());
        let likely = if exactly { Likely::Exactly } else { likely };
        let better = self.best.is_none_or(|(known, best)| {
            (known, std::cmp::Reverse(best.len())) > (likely, std::cmp::Reverse(whole.len()))
        });
        if better {
            self.best = Some((likely, whole));
        }
    }

    /// An expression that what the reason names works on.
    fn argument(&mut self, of: &str, expr: &Expr) {
        let named = self.about.reason.strip_prefix('`').and_then(|rest| rest.strip_prefix(of));
        if named.is_some_and(|rest| rest.starts_with('`')) {
            self.offer(Likely::Argument, expr.span(), whole(expr));
        }
    }

    fn rule(&mut self, rule: &'t Rule) {
        match rule {
            Rule::Default { refr, args, value, .. } => {
                self.pending.extend([refr.as_ref(), value]);
                self.all(args);
            }
            Rule::Spec { head, bodies, .. } => {
                self.head(head);
                for body in bodies {
                    self.pending.extend(body.assign.iter().map(|assign| assign.value.as_ref()));
                    self.query(&body.query);
                }
            }
        }
    }

    fn head(&mut self, head: &'t RuleHead) {
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                self.pending.push(refr);
                self.pending.extend(assign.iter().map(|assign| assign.value.as_ref()));
            }
            RuleHead::Set { refr, key, .. } => {
                self.pending.push(refr);
                self.all(key);
            }
            RuleHead::Func { refr, args, assign, .. } => {
                self.pending.push(refr);
                self.all(args);
                self.pending.extend(assign.iter().map(|assign| assign.value.as_ref()));
            }
        }
    }

    fn all(&mut self, expressions: impl IntoIterator<Item = &'t Ref<Expr>>) {
        self.pending.extend(expressions.into_iter().map(Ref::as_ref));
    }

    /// Brackets are bounded before anything is parsed, and so is this recursion.
    fn query(&mut self, query: &'t Query) {
        query.stmts.iter().for_each(|statement| self.statement(statement));
    }

    fn statement(&mut self, statement: &'t LiteralStmt) {
        self.offer(Likely::Statement, &statement.span, span(&statement.span));
        if let Literal::SomeIn { collection, .. } = &statement.literal {
            self.argument("some .. in collection", collection);
        }
        let (expressions, query) = parts::of_statement(statement);
        self.all(expressions);
        query.into_iter().for_each(|query| self.query(query));
    }

    fn expr(&mut self, expr: &'t Expr) {
        let likely = match expr {
            Expr::Call { fcn, params, .. } => {
                let name: Option<Vec<String>> = steps(fcn).and_then(|steps| steps.into_iter().collect());
                let name = name.unwrap_or_default().join(".");
                params.iter().for_each(|param| self.argument(&name, param));
                Likely::Call
            }
            Expr::BinExpr { op, lhs, rhs, .. } => self.operation(&format!("{op:?}"), [lhs, rhs]),
            Expr::ArithExpr { op, lhs, rhs, .. } => self.operation(&format!("{op:?}"), [lhs, rhs]),
            Expr::BoolExpr { .. } | Expr::AssignExpr { .. } | Expr::Membership { .. } => Likely::Operation,
            _ => Likely::Term,
        };
        self.offer(likely, expr.span(), whole(expr));
        let (expressions, query) = parts::of_expr(expr);
        self.all(expressions);
        query.into_iter().for_each(|query| self.query(query));
    }

    fn operation(&mut self, name: &str, operands: [&'t Ref<Expr>; 2]) -> Likely {
        operands.iter().for_each(|operand| self.argument(&name.to_lowercase(), operand));
        Likely::Operation
    }
}

/// An expression with its quotes and braces.
fn whole(expr: &Expr) -> Span {
    place::of(expr.span().source.contents(), expr)
}
