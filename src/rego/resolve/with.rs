//! What `with` replaces, and by what.

use super::Resolver;
use super::scope::Known;
use crate::rego::MistakeKind;
use crate::rego::ast;
use crate::rego::core::{Callee, Expr, ExprKind, Replacement, Target, Term, TermKind, With};

impl Resolver<'_, '_> {
    pub(super) fn replacement(
        &mut self,
        target: &ast::Term,
        value: &ast::Term,
        exprs: &mut Vec<Expr>,
    ) -> Option<With> {
        let resolved = self.target(target)?;
        let callee = match &resolved {
            Target::Callee(_) => self.replacing_callee(value),
            _ => None,
        };
        let value = match callee {
            Some(callee) => Replacement::Callee(callee),
            None => Replacement::Term(self.replacing_term(value, exprs)),
        };
        Some(With { span: target.span, target: resolved, value })
    }

    /// What is replaced; what cannot be is a mistake.
    fn target(&mut self, target: &ast::Term) -> Option<Target> {
        let path = target.reference().and_then(|(root, steps)| {
            let steps: Option<Vec<String>> =
                steps.iter().map(|step| step.constant().map(str::to_owned)).collect();
            Some((root, steps?))
        });
        let Some((root, steps)) = path else {
            self.mistake(
                MistakeKind::Syntax,
                target.span,
                "`with` replaces a constant path below `input` or `data`, or a function",
                "`with` 只能替换 `input` 或 `data` 下的固定路径，或某个函数",
            );
            return None;
        };
        let full: Vec<String> = match self.names.get(root) {
            Some(path) if !matches!(root, "input" | "data") => path.iter().cloned().chain(steps).collect(),
            _ => std::iter::once(root.to_owned()).chain(steps).collect(),
        };
        let (first, rest) = full.split_first()?;
        Some(match first.as_str() {
            "input" => Target::Input(rest.to_vec()),
            "data" if self.known.function(rest).is_some() => Target::Callee(Callee::Function(rest.to_vec())),
            "data" => Target::Data(rest.to_vec()),
            _ if self.known.builtins.arity(&full.join(".")).is_some() => {
                Target::Callee(Callee::Builtin(full.join(".")))
            }
            _ => {
                let name = full.join(".");
                self.mistake(
                    MistakeKind::UndefinedFunction,
                    target.span,
                    format!(
                        "`with` cannot replace `{name}`: it is no part of `input` or `data` and no function"
                    ),
                    format!("`with` 不能替换 `{name}`：它既不在 `input` 或 `data` 下，也不是函数"),
                );
                return None;
            }
        })
    }

    /// The function or builtin that a value names.
    fn replacing_callee(&mut self, value: &ast::Term) -> Option<Callee> {
        let (root, steps) = value.reference()?;
        if matches!(self.scopes.look_up(root, value.span), Known::Var(_)) {
            return None;
        }
        let steps: Vec<String> =
            steps.iter().map(|step| step.constant().map(str::to_owned)).collect::<Option<_>>()?;
        match self.names.get(root) {
            Some(path) => {
                let path: Vec<String> = path.iter().skip(1).cloned().chain(steps).collect();
                self.known.function(&path).map(|_| Callee::Function(path))
            }
            None if root == "data" => self.known.function(&steps).map(|_| Callee::Function(steps)),
            None => {
                let name = value.dotted()?;
                self.known.builtins.arity(&name).map(|_| Callee::Builtin(name))
            }
        }
    }

    /// A value; what is no constant is read before the statement.
    fn replacing_term(&mut self, value: &ast::Term, exprs: &mut Vec<Expr>) -> Term {
        let resolved = self.term(value, exprs);
        if is_constant(&resolved) {
            return resolved;
        }
        let target = self.wildcard(value.span);
        exprs.push(self.expr(value.span, ExprKind::Unify(target.clone(), resolved)));
        target
    }
}

fn is_constant(term: &Term) -> bool {
    match &term.kind {
        TermKind::Scalar(_) => true,
        TermKind::Array(items) | TermKind::Set(items) => items.iter().all(is_constant),
        TermKind::Object(fields) => fields.iter().all(|(key, value)| is_constant(key) && is_constant(value)),
        TermKind::Var(_) | TermKind::Ref(..) | TermKind::Comprehension(..) => false,
    }
}
