//! What a call leads to.

use super::builtins::{self, Builtin};
use super::scope::Free;
use super::workspace::{Path, Target, Workspace};
use crate::policy::ast::Term;

/// What a call leads to.
pub enum Callee {
    /// A function of a policy, with its number of arguments.
    Function(Path, usize),
    /// A builtin.
    Builtin(&'static Builtin),
    /// A rule, which cannot be called.
    Rule(Path),
    /// Nothing that is known.
    Unknown(Option<Path>),
}

impl Workspace<'_> {
    /// What a call leads to.
    pub fn callee(&self, file: usize, free: &Free<'_>) -> Callee {
        let builtin = free.term.dotted().and_then(|name| builtins::find(&name));
        match self.target(file, free) {
            Target::Data(path, true) => match self.arity(&path) {
                Some(arity) => Callee::Function(path, arity),
                None if builtin.is_some() && free.root != "data" => {
                    builtin.map_or(Callee::Unknown(None), Callee::Builtin)
                }
                None if self.rules.contains_key(&path) => Callee::Rule(path),
                None => Callee::Unknown(Some(path)),
            },
            _ => builtin.map_or(Callee::Unknown(None), Callee::Builtin),
        }
    }

    /// The number of arguments that a function takes; none for one that is not known, and for `print`, which
    /// takes any.
    pub fn arity_of(&self, file: usize, function: &Term) -> Option<usize> {
        let (root, steps) = function.reference()?;
        let free = Free { term: function, root, steps, args: Some(&[]), call: None, replaced: false };
        match self.callee(file, &free) {
            Callee::Function(_, arity) => Some(arity),
            Callee::Builtin(Builtin("print", ..)) => None,
            Callee::Builtin(Builtin(_, arity, _)) => Some(*arity),
            Callee::Rule(_) | Callee::Unknown(_) => None,
        }
    }
}
