//! What conditions come to whatever the input is.

use crate::rego::ast::{Operator, Query, Scalar, Statement, StatementKind, Step, Term, TermKind};
use crate::source::SourceFile;
use serde_json::Value;
use std::cmp::Ordering;

/// The value of a term that is the same in every run.
pub fn value(term: &Term) -> Option<Value> {
    match &term.kind {
        TermKind::Scalar(Scalar::Null) => Some(Value::Null),
        TermKind::Scalar(Scalar::Bool(value)) => Some((*value).into()),
        TermKind::Scalar(Scalar::Number(number)) => serde_json::from_str(number).ok(),
        TermKind::Scalar(Scalar::Text(text)) => Some(text.as_str().into()),
        TermKind::Array(items) => items.iter().map(value).collect::<Option<Vec<_>>>().map(Value::Array),
        _ => None,
    }
}

/// What a statement comes to, if that is the same in every run.
pub fn truth(statement: &Statement) -> Option<bool> {
    match &statement.kind {
        StatementKind::Holds(term) => term_truth(term),
        StatementKind::Not(term) => term_truth(term).map(|truth| !truth),
        _ => None,
    }
}

fn term_truth(term: &Term) -> Option<bool> {
    match &term.kind {
        TermKind::Scalar(scalar) => Some(*scalar != Scalar::Bool(false)),
        TermKind::Binary(operator, left, right) => compare(*operator, &value(left)?, &value(right)?),
        TermKind::Assign(true, _, right) => value(right).map(|_| true),
        TermKind::In(None, member, collection) => match &collection.kind {
            TermKind::Array(items) | TermKind::Set(items) => {
                let member = value(member)?;
                let items = items.iter().map(value).collect::<Option<Vec<_>>>()?;
                Some(items.iter().any(|item| equal(item, &member)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A comparison of two constants; none where their types have an order that only the engine knows.
pub fn compare(operator: Operator, left: &Value, right: &Value) -> Option<bool> {
    let ordering = match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    };
    let order = |holds: fn(Ordering) -> bool| ordering.map(holds);
    match operator {
        Operator::Equal => Some(equal(left, right)),
        Operator::Unequal => Some(!equal(left, right)),
        Operator::Less => order(Ordering::is_lt),
        Operator::LessOrEqual => order(Ordering::is_le),
        Operator::Greater => order(Ordering::is_gt),
        Operator::GreaterOrEqual => order(Ordering::is_ge),
        _ => None,
    }
}

/// Equality of constants; `1` and `1.0` are one number.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        _ => left == right,
    }
}

/// A condition that compares something with a constant.
struct Bound<'t> {
    statement: &'t Statement,
    /// What is compared, as it is written.
    subject: &'t str,
    operator: Operator,
    constant: Value,
}

/// Two conditions of a query that never hold together: `x == "a"` beside `x == "b"`.
pub fn contradiction<'t>(source: &'t SourceFile, query: &'t Query) -> Option<(&'t Statement, &'t Statement)> {
    let bounds: Vec<Bound<'t>> =
        query.statements.iter().filter_map(|statement| bound(source, statement)).collect();
    bounds.iter().enumerate().find_map(|(at, second)| {
        let earlier = bounds[..at].iter().filter(|first| first.subject == second.subject);
        let mut earlier = earlier.filter(|first| excludes(first, second) || excludes(second, first));
        earlier.next().map(|first| (first.statement, second.statement))
    })
}

fn bound<'t>(source: &'t SourceFile, statement: &'t Statement) -> Option<Bound<'t>> {
    let StatementKind::Holds(term) = &statement.kind else { return None };
    if !statement.with.is_empty() {
        return None;
    }
    let (operator, left, right) = match &term.kind {
        TermKind::Binary(operator, left, right) => (*operator, left, right),
        TermKind::Assign(false, left, right) => (Operator::Equal, left, right),
        _ => return None,
    };
    let (subject, operator, constant) = match (value(left), value(right)) {
        (None, Some(constant)) => (left, operator, constant),
        (Some(constant), None) => (right, turned(operator), constant),
        _ => return None,
    };
    is_one_value(subject).then(|| Bound {
        statement,
        subject: source.slice(subject.span),
        operator,
        constant,
    })
}

/// `1 < x` is `x > 1`.
fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}

/// True for a term that is one value wherever it stands in a query: a variable, or a reference without `_`.
pub fn is_one_value(term: &Term) -> bool {
    match &term.kind {
        TermKind::Var(name) => name != "_",
        TermKind::Ref(root, steps) => {
            let one = |step: &Step| match step {
                Step::Field(_) => true,
                Step::Index(index) => matches!(index.kind, TermKind::Scalar(_)) || is_one_value(index),
            };
            is_one_value(root) && steps.iter().all(one)
        }
        _ => false,
    }
}

/// True if no value that the first condition lets pass is let pass by the second.
fn excludes(first: &Bound<'_>, second: &Bound<'_>) -> bool {
    use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    match (first.operator, second.operator) {
        (Equal, operator) => compare(operator, &first.constant, &second.constant) == Some(false),
        (Less | LessOrEqual, Greater | GreaterOrEqual) => {
            let strict = first.operator == Less || second.operator == Greater;
            let apart = if strict { LessOrEqual } else { Less };
            numbers(&first.constant, &second.constant)
                && compare(apart, &first.constant, &second.constant) == Some(true)
        }
        _ => false,
    }
}

fn numbers(a: &Value, b: &Value) -> bool {
    a.is_number() && b.is_number()
}
