//! What an expression is made of that is worth showing: variables, references, calls and the two sides of
//! a comparison. What is written out in the expression itself is not.

use crate::rego::ast::{Operator, Scalar, Term, TermKind};
use regorus::Value;
use std::collections::BTreeSet;

/// Parts of an expression.
#[derive(Default)]
pub struct Parts<'t> {
    /// The variables in it.
    pub variables: BTreeSet<&'t str>,
    /// Other parts, in their order.
    pub expressions: Vec<&'t Term>,
}

impl<'t> Parts<'t> {
    /// The parts of an expression. A name that is no variable is that of a rule or an import.
    pub fn of(term: &'t Term, is_variable: &dyn Fn(&str) -> bool) -> Self {
        let sides: Vec<&'t Term> = match &term.kind {
            TermKind::Binary(operator, left, right) if compares(*operator) => vec![left, right],
            TermKind::Assign(_, left, right) => vec![left, right],
            TermKind::In(..) => term.children(),
            TermKind::Call(_, args) => args.iter().collect(),
            _ => vec![term],
        };
        let mut parts = Parts::default();
        sides.into_iter().for_each(|side| parts.side(side, is_variable));
        parts
    }

    /// A side of a comparison, an argument: the whole of it, and what it reads.
    fn side(&mut self, term: &'t Term, is_variable: &dyn Fn(&str) -> bool) {
        let variable = term.var().is_some_and(is_variable);
        let structure = matches!(term.kind, TermKind::Array(_) | TermKind::Set(_) | TermKind::Object(_));
        if literal(term).is_none() && !variable && !structure {
            self.expressions.push(term);
        }
        walk(term, &mut |part| match &part.kind {
            TermKind::Var(name) if is_variable(name) => drop(self.variables.insert(name)),
            TermKind::Ref(root, _) if root.var().is_some() => self.expressions.push(part),
            _ => {}
        });
    }
}

fn compares(operator: Operator) -> bool {
    use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Unequal};
    matches!(operator, Equal | Unequal | Less | LessOrEqual | Greater | GreaterOrEqual)
}

/// Adds the names in an expression.
pub fn variables<'t>(term: &'t Term, names: &mut Vec<&'t str>) {
    walk(term, &mut |part| names.extend(part.var()));
}

/// Visits what an expression is made of. Comprehensions have variables of their own and are taken as wholes; a function
/// is called by its name and not read. Nesting is bounded where policies are read, and so is this recursion.
fn walk<'t>(term: &'t Term, visit: &mut dyn FnMut(&'t Term)) {
    visit(term);
    match &term.kind {
        TermKind::Comprehension(..) => {}
        TermKind::Call(_, args) => args.iter().for_each(|arg| walk(arg, visit)),
        _ => term.children().into_iter().for_each(|child| walk(child, visit)),
    }
}

/// The value of an expression that is written out.
pub fn literal(term: &Term) -> Option<Value> {
    match &term.kind {
        TermKind::Scalar(Scalar::Null) => Some(Value::Null),
        TermKind::Scalar(Scalar::Bool(value)) => Some(Value::Bool(*value)),
        TermKind::Scalar(Scalar::Text(text)) => Some(Value::from(text.as_str())),
        TermKind::Scalar(Scalar::Number(text)) => Value::from_json_str(text).ok(),
        TermKind::Array(items) => Some(Value::from(items.iter().map(literal).collect::<Option<Vec<_>>>()?)),
        TermKind::Set(items) => {
            Some(Value::from(items.iter().map(literal).collect::<Option<BTreeSet<_>>>()?))
        }
        TermKind::Object(fields) => {
            let member = |(key, value): &(Term, Term)| Some((literal(key)?, literal(value)?));
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
