//! Which variables the unification of two terms binds.

use super::VarSet;
use super::vars::outputs;
use crate::rego::ast::Gather;
use crate::rego::core::{Root, Term, TermKind, Var};
use std::collections::BTreeMap;

/// Adds the variables that are bound once two terms are one.
pub fn unified(left: &Term, right: &Term, safe: &VarSet, bound: &mut VarSet) {
    let mut unifier = Unifier { safe, bound, unknown: BTreeMap::new() };
    unifier.unify(left, right);
}

struct Unifier<'a> {
    safe: &'a VarSet,
    bound: &'a mut VarSet,
    /// Variables that are bound as soon as all of some others are.
    unknown: BTreeMap<Var, Vec<VarSet>>,
}

impl Unifier<'_> {
    fn is_safe(&self, var: Var) -> bool {
        self.safe.contains(&var) || self.bound.contains(&var)
    }

    fn is_rooted(&self, root: Root) -> bool {
        match root {
            Root::Var(var) => self.is_safe(var),
            Root::Input | Root::Data => true,
        }
    }

    fn unify(&mut self, left: &Term, right: &Term) {
        match (&left.kind, &right.kind) {
            (TermKind::Var(a), TermKind::Var(b)) => self.two(*a, *b),
            (TermKind::Var(var), _) => self.with_term(*var, right),
            (_, TermKind::Var(var)) => self.with_term(*var, left),
            (TermKind::Ref(root, _), TermKind::Array(_) | TermKind::Object(_)) if self.is_rooted(*root) => {
                self.all(right);
            }
            (TermKind::Array(_) | TermKind::Object(_), TermKind::Ref(root, _)) if self.is_rooted(*root) => {
                self.all(left);
            }
            (TermKind::Array(a), TermKind::Array(b)) if a.len() == b.len() => {
                a.iter().zip(b).for_each(|(a, b)| self.unify(a, b));
            }
            (TermKind::Object(a), TermKind::Object(b)) if a.len() == b.len() => {
                for (key, value) in a {
                    if let Some((_, other)) = b.iter().find(|(other, _)| same_key(key, other)) {
                        self.unify(value, other);
                    }
                }
            }
            (TermKind::Array(_), TermKind::Comprehension(Gather::Array, ..)) => self.all(left),
            (TermKind::Comprehension(Gather::Array, ..), TermKind::Array(_)) => self.all(right),
            _ => {}
        }
    }

    fn two(&mut self, a: Var, b: Var) {
        if self.is_safe(b) {
            self.mark(a);
        } else if self.is_safe(a) {
            self.mark(b);
        } else {
            self.unknown.entry(a).or_default().push(VarSet::from([b]));
            self.unknown.entry(b).or_default().push(VarSet::from([a]));
        }
    }

    fn with_term(&mut self, var: Var, term: &Term) {
        match &term.kind {
            TermKind::Array(_) | TermKind::Object(_) => {
                if self.is_safe(var) {
                    return self.all(term);
                }
                let mut needed = VarSet::new();
                super::vars::in_term(term, &mut needed);
                needed.retain(|needed| !self.is_safe(*needed));
                if needed.is_empty() {
                    self.mark(var);
                } else {
                    self.unknown.entry(var).or_default().push(needed);
                }
            }
            TermKind::Ref(root, _) => {
                if self.is_rooted(*root) {
                    self.mark(var);
                }
            }
            TermKind::Set(items) => {
                let mut needed = VarSet::new();
                items.iter().for_each(|item| super::vars::in_term(item, &mut needed));
                if needed.iter().all(|needed| self.is_safe(*needed)) {
                    self.mark(var);
                }
            }
            TermKind::Scalar(_) | TermKind::Var(_) | TermKind::Comprehension(..) => self.mark(var),
        }
    }

    fn all(&mut self, term: &Term) {
        let mut vars = VarSet::new();
        outputs(term, &mut vars);
        vars.into_iter().for_each(|var| self.mark(var));
    }

    /// Binds a variable, and those that waited for it.
    fn mark(&mut self, var: Var) {
        let mut pending = vec![var];
        while let Some(var) = pending.pop() {
            self.bound.insert(var);
            let bound = &self.bound;
            let safe = self.safe;
            for (waiting, needs) in &mut self.unknown {
                if bound.contains(waiting) {
                    continue;
                }
                needs.iter_mut().for_each(|need| {
                    need.remove(&var);
                });
                if needs.iter().any(VarSet::is_empty) && !safe.contains(waiting) {
                    pending.push(*waiting);
                }
            }
        }
    }
}

fn same_key(a: &Term, b: &Term) -> bool {
    match (&a.kind, &b.kind) {
        (TermKind::Scalar(a), TermKind::Scalar(b)) => a == b,
        (TermKind::Var(a), TermKind::Var(b)) => a == b,
        _ => false,
    }
}
