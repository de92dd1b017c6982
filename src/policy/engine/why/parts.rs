//! What an expression is made of that is worth showing: variables, references, calls and the two sides of
//! a comparison. What is written out in the expression itself is not.

use super::probe::Probe;
use regorus::Value;
use regorus::unstable::{Expr, Ref};
use std::collections::BTreeSet;

/// Parts of an expression.
pub struct Parts<'p> {
    /// Variables that the statements before it bind.
    pub variables: BTreeSet<String>,
    /// Texts of other parts, in their order.
    pub expressions: Vec<String>,
    probe: &'p Probe<'p>,
}

impl<'p> Parts<'p> {
    /// The parts of an expression.
    pub fn of(expr: &Expr, probe: &'p Probe<'p>) -> Self {
        let mut parts = Parts { variables: BTreeSet::new(), expressions: Vec::new(), probe };
        match expr {
            Expr::BoolExpr { lhs, rhs, .. } | Expr::AssignExpr { lhs, rhs, .. } => {
                for side in [lhs, rhs] {
                    parts.side(side);
                }
            }
            Expr::Membership { value, collection, .. } => {
                for side in [value, collection] {
                    parts.side(side);
                }
            }
            Expr::Call { params, .. } => params.iter().for_each(|argument| parts.side(argument)),
            other => parts.side_of(other),
        }
        parts
    }

    /// The expression itself as its only part, with the variables in it.
    pub fn alone(expr: &Expr, probe: &'p Probe<'p>) -> Self {
        let mut parts = Parts { variables: BTreeSet::new(), expressions: Vec::new(), probe };
        parts.walk(expr, false);
        parts.expressions = vec![probe.text(expr).to_owned()];
        parts
    }

    /// Adds the variables of an expression.
    pub fn add_variables(&mut self, expr: &Expr) {
        self.walk(expr, false);
    }

    fn side(&mut self, expr: &Ref<Expr>) {
        self.side_of(expr);
    }

    /// A side of a comparison, an argument: the whole of it, and what it reads.
    fn side_of(&mut self, expr: &Expr) {
        let written_out = literal(expr).is_some();
        let variable = matches!(expr, Expr::Var { .. }) && self.bound(self.probe.text(expr));
        let structure = matches!(expr, Expr::Array { .. } | Expr::Set { .. } | Expr::Object { .. });
        if !written_out && !variable && !structure {
            self.add(expr);
        }
        self.walk(expr, true);
    }

    fn add(&mut self, expr: &Expr) {
        let text = self.probe.text(expr).to_owned();
        if !self.expressions.contains(&text) {
            self.expressions.push(text);
        }
    }

    fn bound(&self, name: &str) -> bool {
        !self.probe.is_global(name)
    }

    /// Collects variables, and references where asked. Comprehensions have variables of their own and are
    /// taken as wholes.
    fn walk(&mut self, expr: &Expr, references: bool) {
        let mut pending: Vec<&Expr> = vec![expr];
        while let Some(expr) = pending.pop() {
            match expr {
                Expr::Var { .. } => {
                    let name = self.probe.text(expr);
                    if self.bound(name) && name != "_" {
                        self.variables.insert(name.to_owned());
                    }
                }
                Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                    let (root, indexes) = reference(expr);
                    if references && matches!(root, Expr::Var { .. }) {
                        self.add(expr);
                    }
                    pending.extend(indexes);
                    pending.push(root);
                }
                Expr::Array { items, .. } | Expr::Set { items, .. } => {
                    pending.extend(items.iter().rev().map(|e| e.as_ref()))
                }
                Expr::Object { fields, .. } => {
                    pending.extend(
                        fields.iter().rev().flat_map(|(_, key, value)| [value.as_ref(), key.as_ref()]),
                    );
                }
                Expr::Call { params, .. } => pending.extend(params.iter().rev().map(|e| e.as_ref())),
                Expr::UnaryExpr { expr, .. } => pending.push(expr),
                Expr::BinExpr { lhs, rhs, .. }
                | Expr::BoolExpr { lhs, rhs, .. }
                | Expr::ArithExpr { lhs, rhs, .. }
                | Expr::AssignExpr { lhs, rhs, .. } => pending.extend([rhs.as_ref(), lhs.as_ref()]),
                Expr::Membership { key, value, collection, .. } => {
                    pending.extend([collection.as_ref(), value.as_ref()]);
                    pending.extend(key.iter().map(|e| e.as_ref()));
                }
                _ => {}
            }
        }
    }
}

/// The root of a reference, and what stands in its brackets.
fn reference(expr: &Expr) -> (&Expr, Vec<&Expr>) {
    let mut indexes = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::RefDot { refr, .. } => at = refr,
            Expr::RefBrack { refr, index, .. } => {
                indexes.push(index.as_ref());
                at = refr;
            }
            root => return (root, indexes),
        }
    }
}

/// The value of an expression that is written out. Brackets are bounded before anything is parsed, and so
/// is this recursion.
pub fn literal(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => Some(value.clone()),
        Expr::Array { items, .. } => {
            Some(Value::from(items.iter().map(|item| literal(item)).collect::<Option<Vec<_>>>()?))
        }
        Expr::Set { items, .. } => {
            Some(Value::from(items.iter().map(|item| literal(item)).collect::<Option<BTreeSet<_>>>()?))
        }
        Expr::Object { fields, .. } => {
            let member = |(_, key, value): &(_, Ref<Expr>, Ref<Expr>)| Some((literal(key)?, literal(value)?));
            Some(Value::from(
                fields.iter().map(member).collect::<Option<std::collections::BTreeMap<_, _>>>()?,
            ))
        }
        _ => None,
    }
}

/// Text of an expression on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
