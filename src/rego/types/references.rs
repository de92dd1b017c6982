//! References to what nothing has.

use super::algebra::{keys, select, unifies, values};
use super::terms::{constant, key_of_scalar};
use super::tree::Step;
use super::unify::Known;
use super::{Checker, message};
use crate::rego::Mistake;
use crate::rego::core::{Root, Term, TermKind};
use crate::rego::signatures::Type;

impl<'d> Checker<'d> {
    /// Looks at every reference in a term, bodies of comprehensions left out.
    pub(super) fn references(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Scalar(_) | TermKind::Var(_) | TermKind::Comprehension(..) => {}
            TermKind::Array(items) | TermKind::Set(items) => {
                items.iter().for_each(|item| self.references(item))
            }
            TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
                self.references(key);
                self.references(value);
            }),
            TermKind::Ref(root, steps) => {
                steps.iter().for_each(|step| self.references(step));
                if let Err(mistake) = self.reference(term, *root, steps) {
                    self.mistakes.push(*mistake);
                }
            }
        }
    }

    fn reference(&mut self, term: &'d Term, root: Root, steps: &'d [Term]) -> Result<(), Box<Mistake>> {
        let whole = Reference { term, root, steps };
        if matches!(self.type_of_reference(root, steps), Type::Function(_)) {
            return Err(Box::new(message::function_as_value(&whole.told(self, steps.len()), term.span)));
        }
        match root {
            Root::Input => self.members(&Type::Any, &whole, 0),
            Root::Data => self.rules(&whole),
            Root::Var(var) => {
                if self.var(var).is_unknown() {
                    self.set(var, Type::Any);
                }
                self.members(&self.var(var), &whole, 0)
            }
        }
    }

    /// Follows a reference as long as its steps are on the way to rules.
    fn rules(&mut self, whole: &Reference<'d>) -> Result<(), Box<Mistake>> {
        if self.tree.is_empty() {
            return self.members(&Type::Any, whole, 0);
        }
        let mut node = 0;
        for (at, step) in whole.steps.iter().enumerate() {
            let step = constant(step);
            match step.as_ref().and_then(|step| self.tree.child(node, step)) {
                Some(child) => node = child,
                None if matches!(step, Some(Step::Name(_))) => return self.members(&Type::Any, whole, 0),
                None => return self.index_of_rules(whole, at, node),
            }
            if let Some(value) = self.tree.value(node).cloned() {
                return self.members(&value, whole, at + 1);
            }
        }
        Ok(())
    }

    /// An index, where names of rules or packages are expected.
    fn index_of_rules(&mut self, whole: &Reference<'d>, at: usize, node: usize) -> Result<(), Box<Mistake>> {
        let step = &whole.steps[at];
        let names = || message::Wanted::Names(self.tree.names(node).map(str::to_owned).collect());
        match &step.kind {
            TermKind::Var(var) => {
                let wanted = keys(&self.tree.extent(node, &self.fuel));
                let known = self.var(*var);
                if known.is_unknown() {
                    self.set(*var, wanted);
                } else if !unifies(&known, &wanted, &self.fuel) {
                    return Err(whole.no_key(self, at, &known, names()));
                }
            }
            TermKind::Ref(..) | TermKind::Comprehension(..) => {
                let known = self.type_of(step);
                let wanted = keys(&self.tree.extent(node, &self.fuel));
                if !known.is_unknown() && !unifies(&known, &wanted, &self.fuel) {
                    return Err(whole.no_key(self, at, &known, names()));
                }
            }
            _ if at < 2 => {
                let known = self.type_of(step);
                return Err(whole.no_key(self, at, &known, names()));
            }
            _ => {}
        }
        self.members(&Type::Any, whole, 0)
    }

    /// Follows a reference through a value.
    fn members(&mut self, of: &Type, whole: &Reference<'d>, from: usize) -> Result<(), Box<Mistake>> {
        let mut ty = of.clone();
        for (at, step) in whole.steps.iter().enumerate().skip(from) {
            let wanted = keys(&ty);
            if wanted.is_unknown() {
                return Err(whole.no_members(self, at, &ty));
            }
            if let TermKind::Scalar(scalar) = &step.kind {
                let member = select(&ty, &key_of_scalar(scalar));
                if member.is_unknown() {
                    return Err(whole.no_key(self, at, &Type::Unknown, message::wanted(&ty)));
                }
                ty = member;
                continue;
            }
            let known = self.type_of(step);
            let held = match &step.kind {
                TermKind::Var(var) if known.is_unknown() => {
                    self.set(*var, wanted);
                    true
                }
                TermKind::Array(_) | TermKind::Object(_) | TermKind::Set(_) => {
                    self.unify_with(step, &wanted, Known::Holds)
                }
                _ => known.is_unknown() || unifies(&known, &wanted, &self.fuel),
            };
            if !held {
                return Err(whole.no_key(self, at, &known, message::wanted(&ty)));
            }
            ty = values(&ty);
        }
        Ok(())
    }
}

/// A reference that is looked at.
struct Reference<'d> {
    term: &'d Term,
    root: Root,
    steps: &'d [Term],
}

impl<'d> Reference<'d> {
    /// The reference up to a step, as it may be written.
    fn told(&self, checker: &Checker<'d>, steps: usize) -> String {
        message::reference(self.root, &self.steps[..steps], checker.names)
    }

    fn no_members(&self, checker: &Checker<'d>, at: usize, ty: &Type) -> Box<Mistake> {
        Box::new(message::no_members(&self.told(checker, at), ty, self.term.span))
    }

    /// The step at a place is none of what is wanted; its type, unless it is a constant.
    fn no_key(&self, checker: &Checker<'d>, at: usize, ty: &Type, wanted: message::Wanted) -> Box<Mistake> {
        let key = message::step(&self.steps[at], checker.names);
        let span = if self.steps[at].span.is_empty() { self.term.span } else { self.steps[at].span };
        Box::new(message::no_key(&self.told(checker, at), &key, ty, wanted, span))
    }
}
