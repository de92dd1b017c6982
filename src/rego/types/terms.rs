//! The types of terms.

use super::Checker;
use super::algebra::{select, values};
use super::tree::Step;
use crate::rego::ast::{Gather, Scalar};
use crate::rego::core::{Root, Term, TermKind, Var};
use crate::rego::signatures::{Key, Type};

impl<'d> Checker<'d> {
    pub(super) fn var(&self, var: Var) -> Type {
        self.vars.get(var as usize).cloned().unwrap_or(Type::Any)
    }

    pub(super) fn set(&mut self, var: Var, ty: Type) {
        let Some(known) = self.vars.get_mut(var as usize) else { return };
        let before = std::mem::replace(known, ty);
        if self.depth > 0 {
            self.undo.push((var as usize, before));
        }
    }

    /// The type of a term; unknown if it has no value, or one of a variable that nothing is known of.
    pub(super) fn type_of(&self, term: &Term) -> Type {
        match &term.kind {
            TermKind::Scalar(scalar) => of_scalar(scalar),
            TermKind::Var(var) => self.var(*var),
            TermKind::Ref(root, steps) => self.type_of_reference(*root, steps),
            TermKind::Array(items) if !self.affords(items.len()) => Type::array(Vec::new(), Type::Any),
            TermKind::Array(items) => {
                let rest = if items.is_empty() { Type::Any } else { Type::Unknown };
                Type::array(items.iter().map(|item| self.type_of(item)).collect(), rest)
            }
            TermKind::Set(items) if items.is_empty() || !self.fuel.burn_many(items.len()) => {
                Type::set(Type::Any)
            }
            TermKind::Set(items) => {
                let of = items.iter().fold(Type::Unknown, |sum, item| sum.or(&self.type_of(item)));
                Type::set(if of.is_unknown() { Type::Any } else { of })
            }
            TermKind::Object(fields) => self.type_of_object(fields),
            TermKind::Comprehension(..) => {
                self.comprehensions.get(&address(term)).cloned().unwrap_or(Type::Unknown)
            }
        }
    }

    /// True if the types of so many members can be looked at one by one.
    fn affords(&self, members: usize) -> bool {
        !Type::is_too_large(members) && self.fuel.burn_many(members)
    }

    fn type_of_object(&self, fields: &[(Term, Term)]) -> Type {
        if fields.is_empty() || !self.affords(fields.len()) {
            return Type::object(Vec::new(), Some((Type::Any, Type::Any)));
        }
        let mut constant = Vec::new();
        let mut rest: Option<(Type, Type)> = None;
        for (key, value) in fields {
            let ty = self.type_of(value);
            match key_of(key) {
                Some(key) => constant.push((key, ty)),
                None => {
                    let (keys, values) = rest.unwrap_or((Type::Unknown, Type::Unknown));
                    rest = Some((keys.or(&self.type_of(key)), values.or(&ty)));
                }
            }
        }
        Type::object(constant, rest)
    }

    pub(super) fn type_of_reference(&self, root: Root, steps: &[Term]) -> Type {
        match root {
            Root::Input => Type::Any,
            Root::Var(var) => select_all(self.var(var), steps),
            Root::Data => self.type_below_data(steps),
        }
    }

    fn type_below_data(&self, steps: &[Term]) -> Type {
        if self.tree.is_empty() {
            return Type::Any;
        }
        let mut node = 0;
        for (at, step) in steps.iter().enumerate() {
            let known = constant(step);
            let below = known.as_ref().and_then(|step| self.tree.child(node, step));
            match (below, self.tree.value(node)) {
                (Some(below), _) => node = below,
                (None, Some(value)) => return select_all(value.clone(), &steps[at..]),
                (None, None) if known.is_some() => return Type::Any,
                (None, None) => return select_all(self.tree.extent(node, &self.fuel), &steps[at..]),
            }
        }
        self.tree.extent(node, &self.fuel)
    }

    /// What a comprehension gives, by the types of what it gathers.
    pub(super) fn type_of_gathered(&self, gather: Gather, heads: &[Term]) -> Type {
        let head = |at: usize| heads.get(at).map_or(Type::Unknown, |head| self.type_of(head));
        match gather {
            Gather::Array => Type::array(Vec::new(), head(0)),
            Gather::Set => Type::set(head(0)),
            Gather::Object => Type::object(Vec::new(), Some((head(0), head(1)))),
        }
    }
}

/// What a term is known by while its definition is looked at.
pub(super) fn address(term: &Term) -> usize {
    std::ptr::from_ref(term).addr()
}

pub(super) fn of_scalar(scalar: &Scalar) -> Type {
    match scalar {
        Scalar::Null => Type::Null,
        Scalar::Bool(_) => Type::Boolean,
        Scalar::Number(_) => Type::Number,
        Scalar::Text(_) => Type::String,
    }
}

/// A constant step.
pub(super) fn constant(step: &Term) -> Option<Step<'_>> {
    match &step.kind {
        TermKind::Scalar(Scalar::Text(text)) => Some(Step::Name(text)),
        _ => key_of(step).map(Step::Other),
    }
}

/// The type that some steps lead to.
fn select_all(from: Type, steps: &[Term]) -> Type {
    steps.iter().fold(from, |ty, step| match &step.kind {
        _ if ty.is_unknown() => ty,
        TermKind::Scalar(scalar) => select(&ty, &key_of_scalar(scalar)),
        _ => values(&ty),
    })
}

/// A constant term as a key; none for what has variables, and for objects with keys that are no scalars.
pub(super) fn key_of(term: &Term) -> Option<Key> {
    match &term.kind {
        TermKind::Scalar(scalar) => Some(key_of_scalar(scalar)),
        TermKind::Array(items) => Some(Key::Array(items.iter().map(key_of).collect::<Option<_>>()?)),
        TermKind::Set(items) => {
            let mut items = items.iter().map(key_of).collect::<Option<Vec<_>>>()?;
            items.sort();
            items.dedup();
            Some(Key::Array(items))
        }
        TermKind::Object(fields) => {
            let field = |(key, value): &(Term, Term)| match &key.kind {
                TermKind::Scalar(scalar) => Some((key_of_scalar(scalar), key_of(value)?)),
                _ => None,
            };
            let mut fields = fields.iter().map(field).collect::<Option<Vec<_>>>()?;
            fields.sort();
            Some(Key::Object(fields))
        }
        TermKind::Var(_) | TermKind::Ref(..) | TermKind::Comprehension(..) => None,
    }
}

pub(super) fn key_of_scalar(scalar: &Scalar) -> Key {
    match scalar {
        Scalar::Null => Key::Null,
        Scalar::Bool(value) => Key::Bool(*value),
        Scalar::Number(text) => Key::Number(normal(text)),
        Scalar::Text(text) => Key::Text(text.clone()),
    }
}

/// A number in one way of writing: `1.0`, `10e-1` and `1` are one.
fn normal(number: &str) -> String {
    let (digits, exponent) = match number.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i64>().unwrap_or(i64::MAX / 2)),
        None => (number, 0),
    };
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let kept = all.trim_end_matches('0');
    let exponent =
        exponent.saturating_sub(fraction.len() as i64).saturating_add((all.len() - kept.len()) as i64);
    let kept = kept.trim_start_matches('0');
    match exponent {
        _ if kept.is_empty() => "0".to_owned(),
        0..=40 => format!("{sign}{kept}{}", "0".repeat(exponent as usize)),
        _ => format!("{sign}{kept}e{exponent}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn equal_numbers_are_one_key() {
        for (number, expected) in [
            ("1", "1"),
            ("1.0", "1"),
            ("10e-1", "1"),
            ("100", "100"),
            ("1e2", "100"),
            ("0.50", "5e-1"),
            ("-0", "0"),
            ("-2.5E1", "-25"),
            ("0.0", "0"),
            ("1e99999999999999999999", "1e4611686018427387903"),
        ] {
            assert_eq!(super::normal(number), expected, "{number}");
        }
    }
}
