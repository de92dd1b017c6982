//! Which variables expressions bind.

use super::VarSet;
use super::vars::{in_term, outputs};
use crate::rego::ast::Gather;
use crate::rego::core::{Expr, ExprKind, Replacement, Root, Term, TermKind, Var};
use std::collections::BTreeMap;

/// Adds the variables that are bound once two terms are one.
fn unified(left: &Term, right: &Term, safe: &VarSet, bound: &mut VarSet) {
    let mut unifier = Unifier { safe, bound, unknown: BTreeMap::new() };
    unifier.unify(left, right);
}

/// The variables that an expression binds where others are bound.
pub fn bound(expr: &Expr, safe: &VarSet) -> VarSet {
    let mut replaced = VarSet::new();
    for with in &expr.with {
        if let Replacement::Term(term) = &with.value {
            in_term(term, &mut replaced);
        }
    }
    if !replaced.is_subset(safe) {
        return VarSet::new();
    }
    let mut bound = VarSet::new();
    match &expr.kind {
        ExprKind::Not { .. } => {}
        ExprKind::Holds(term) => by_references(term, safe, &mut bound),
        ExprKind::Every { domain, .. } => by_references(domain, safe, &mut bound),
        ExprKind::Unify(left, right) => {
            by_references(left, safe, &mut bound);
            by_references(right, safe, &mut bound);
            unified(left, right, safe, &mut bound);
        }
        ExprKind::Call { args, result, .. } => {
            args.iter().chain(result).for_each(|term| by_references(term, safe, &mut bound));
            let Some(result) = result else { return bound };
            let mut needed = VarSet::new();
            args.iter().for_each(|arg| in_term(arg, &mut needed));
            if !needed.iter().all(|var| safe.contains(var) || bound.contains(var)) {
                return VarSet::new();
            }
            outputs(result, &mut bound);
        }
    }
    bound.retain(|var| !safe.contains(var));
    bound
}

/// The variables in references whose root is bound: they walk what the root holds.
fn by_references(term: &Term, safe: &VarSet, bound: &mut VarSet) {
    match &term.kind {
        TermKind::Scalar(_) | TermKind::Var(_) | TermKind::Comprehension(..) => {}
        TermKind::Ref(root, steps) => {
            let rooted = match root {
                Root::Var(var) => safe.contains(var),
                Root::Input | Root::Data => true,
            };
            if rooted {
                steps.iter().for_each(|step| in_term(step, bound));
            } else {
                steps.iter().for_each(|step| by_references(step, safe, bound));
            }
        }
        TermKind::Array(items) | TermKind::Set(items) => {
            items.iter().for_each(|item| by_references(item, safe, bound));
        }
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            by_references(key, safe, bound);
            by_references(value, safe, bound);
        }),
    }
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
                in_term(term, &mut needed);
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
                items.iter().for_each(|item| in_term(item, &mut needed));
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
