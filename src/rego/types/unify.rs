//! Terms and types that are to be one; variables get their types by it.

use super::Checker;
use super::algebra::{has_unknown, select, unifies, values};
use super::terms::key_of;
use crate::rego::core::{Term, TermKind};
use crate::rego::signatures::{Array, Object, Type};

/// What a variable is that has a type already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It has to have the new type, too.
    Holds,
    /// It may have the new type as well: the type is one of several.
    Widens,
}

impl<'d> Checker<'d> {
    /// True if two terms can be one.
    pub(super) fn unify(&mut self, one: &'d Term, other: &'d Term) -> bool {
        if !self.fuel.burn() {
            return true;
        }
        let (of_one, of_other) = (self.type_of(one), self.type_of(other));
        match (has_unknown(&of_one), has_unknown(&of_other)) {
            (true, false) => self.unify_with(one, &of_other, Known::Holds),
            (false, true) => self.unify_with(other, &of_one, Known::Holds),
            (false, false) => unifies(&of_one, &of_other, &self.fuel),
            (true, true) => self.unify_parts(one, other),
        }
    }

    /// Two terms of which nothing is known as a whole.
    fn unify_parts(&mut self, one: &'d Term, other: &'d Term) -> bool {
        match (&one.kind, &other.kind) {
            (TermKind::Array(ones), TermKind::Array(others)) => {
                ones.len() == others.len()
                    && ones.iter().zip(others).all(|(one, other)| self.unify(one, other))
            }
            (TermKind::Object(ones), TermKind::Object(others)) => self.unify_fields(ones, others),
            (
                TermKind::Var(_),
                TermKind::Var(_) | TermKind::Array(_) | TermKind::Object(_) | TermKind::Set(_),
            ) => self.unify_open(other, one),
            (TermKind::Array(_) | TermKind::Object(_) | TermKind::Set(_), TermKind::Var(_)) => {
                self.unify_open(one, other)
            }
            (TermKind::Set(_), TermKind::Set(_)) => {
                self.open(one);
                self.open(other);
                true
            }
            _ => false,
        }
    }

    fn unify_open(&mut self, pattern: &'d Term, var: &'d Term) -> bool {
        self.unify_with(pattern, &Type::Any, Known::Holds) && {
            let ty = self.type_of(pattern);
            self.unify_with(var, &ty, Known::Holds)
        }
    }

    fn unify_fields(&mut self, ones: &'d [(Term, Term)], others: &'d [(Term, Term)]) -> bool {
        let key = |term: &Term| match &term.kind {
            TermKind::Var(var) => Err(*var),
            _ => Ok(key_of(term)),
        };
        let counterparts: std::collections::HashMap<String, &Term> =
            others.iter().map(|(name, value)| (format!("{:?}", key(name)), value)).collect();
        ones.len() == others.len()
            && ones.iter().all(|(name, value)| match counterparts.get(&format!("{:?}", key(name))) {
                Some(&other) => self.unify(value, other),
                None => false,
            })
    }

    /// True if an argument can have the type that is wanted. An argument of which all is known has to fit as a whole,
    /// too: in its parts each variable could be of another one of several types.
    pub(super) fn takes(&mut self, wanted: &Type, term: &'d Term, found: &Type) -> bool {
        let fits = has_unknown(found) || unifies(found, wanted, &self.fuel);
        fits && self.unify_with(term, wanted, Known::Holds)
    }

    /// True if a term can have a type.
    pub(super) fn unify_with(&mut self, term: &'d Term, ty: &Type, known: Known) -> bool {
        if !self.fuel.burn() {
            return true;
        }
        match (&term.kind, ty) {
            (TermKind::Var(var), _) => {
                let before = self.var(*var);
                match known {
                    Known::Holds if !before.is_unknown() => return unifies(&before, ty, &self.fuel),
                    Known::Holds => self.set(*var, ty.clone()),
                    Known::Widens => self.set(*var, before.or(ty)),
                }
                true
            }
            (TermKind::Ref(..) | TermKind::Comprehension(..), _) => {
                let before = self.type_of(term);
                known == Known::Widens || before.is_unknown() || unifies(&before, ty, &self.fuel)
            }
            (TermKind::Scalar(_), _) => unifies(&self.type_of(term), ty, &self.fuel),
            (TermKind::Array(items), Type::Array(array)) => self.unify_items(items, array, known),
            (TermKind::Object(fields), Type::Object(object)) => self.unify_members(fields, object, known),
            (TermKind::Set(items), Type::Set(_)) => {
                let of = values(ty);
                items.iter().all(|item| self.unify_with(item, &of, known))
            }
            (TermKind::Array(_) | TermKind::Object(_) | TermKind::Set(_), Type::Any) => {
                self.open(term);
                true
            }
            (TermKind::Array(_) | TermKind::Object(_) | TermKind::Set(_), Type::Union(union)) => {
                // Each of the types tells something of the variables in the term.
                let held = union.of.iter().filter(|part| self.unify_with(term, part, Known::Widens));
                held.count() > 0
            }
            _ => false,
        }
    }

    /// The members of a term may be anything.
    fn open(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Array(items) | TermKind::Set(items) => {
                items.iter().for_each(|item| _ = self.unify_with(item, &Type::Any, Known::Widens));
            }
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.unify_with(key, &Type::Any, Known::Widens);
                    self.unify_with(value, &Type::Any, Known::Widens);
                }
            }
            _ => {}
        }
    }

    fn unify_items(&mut self, items: &'d [Term], array: &Array, known: Known) -> bool {
        let fits = items.len() == array.items.len() || !array.rest.is_unknown();
        fits && items.iter().enumerate().all(|(at, item)| {
            let ty = array.items.get(at).unwrap_or(&array.rest);
            self.unify_with(item, ty, known)
        })
    }

    fn unify_members(
        &mut self,
        fields: &'d [(Term, Term)],
        object: &std::sync::Arc<Object>,
        known: Known,
    ) -> bool {
        let fits = fields.len() == object.fields.len() || object.rest.is_some();
        let whole = Type::Object(object.clone());
        fits && fields.iter().all(|(key, value)| match key_of(key) {
            Some(key) => {
                let ty = select(&whole, &key);
                !ty.is_unknown() && self.unify_with(value, &ty, known)
            }
            None => {
                self.unify_with(value, &Type::Any, known);
                true
            }
        })
    }
}
