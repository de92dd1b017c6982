//! Terms and calls.

use super::Resolver;
use super::scope::Known;
use crate::rego::MistakeKind;
use crate::rego::ast::{self, Gather, Part, Step};
use crate::rego::core::{Callee, Expr, ExprKind, Root, Term, TermKind};
use crate::source::Span;

impl Resolver<'_, '_> {
    /// A term; the calls in it go before.
    pub(super) fn term(&mut self, term: &ast::Term, exprs: &mut Vec<Expr>) -> Term {
        let kind = match &term.kind {
            ast::TermKind::Scalar(scalar) => TermKind::Scalar(scalar.clone()),
            ast::TermKind::Var(name) => self.name(name, term.span),
            ast::TermKind::Ref(root, steps) => self.reference(root, steps, exprs),
            ast::TermKind::Array(items) => TermKind::Array(self.terms(items, exprs)),
            ast::TermKind::Set(items) => TermKind::Set(self.terms(items, exprs)),
            ast::TermKind::Object(fields) => {
                let field =
                    |(key, value): &(ast::Term, ast::Term)| (self.term(key, exprs), self.term(value, exprs));
                TermKind::Object(fields.iter().map(field).collect())
            }
            ast::TermKind::Comprehension(gather, heads, query) => {
                let (body, heads) = self.nested(query, |resolver, exprs| {
                    heads.iter().map(|head| resolver.head_term(head, exprs)).collect::<Vec<_>>()
                });
                TermKind::Comprehension(*gather, heads, body)
            }
            ast::TermKind::Assign(..) => {
                self.mistake(
                    MistakeKind::Syntax,
                    term.span,
                    "`:=` and `=` stand between terms, not in one",
                    "`:=` 与 `=` 只能连接两个项，不能出现在项内部",
                );
                TermKind::bool(true)
            }
            ast::TermKind::Interpolated(parts) => return self.interpolated(term.span, parts, exprs),
            ast::TermKind::Call(..) | ast::TermKind::Binary(..) | ast::TermKind::In(..) => {
                return self.called(term, exprs);
            }
        };
        Term { span: term.span, kind }
    }

    fn terms(&mut self, terms: &[ast::Term], exprs: &mut Vec<Expr>) -> Vec<Term> {
        terms.iter().map(|term| self.term(term, exprs)).collect()
    }

    /// A term of a head: its references are expressions of the body, so that they may bind variables.
    pub(super) fn head_term(&mut self, term: &ast::Term, exprs: &mut Vec<Expr>) -> Term {
        let resolved = self.term(term, exprs);
        self.without_references(resolved, exprs)
    }

    fn without_references(&mut self, term: Term, exprs: &mut Vec<Expr>) -> Term {
        let span = term.span;
        let mut all = |items: Vec<Term>| -> Vec<Term> {
            items.into_iter().map(|item| self.without_references(item, exprs)).collect()
        };
        let kind = match term.kind {
            TermKind::Array(items) => TermKind::Array(all(items)),
            TermKind::Set(items) => TermKind::Set(all(items)),
            TermKind::Object(fields) => {
                let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
                let (keys, values) = (all(keys), all(values));
                TermKind::Object(keys.into_iter().zip(values).collect())
            }
            TermKind::Ref(root, steps) => {
                let target = self.wildcard(span);
                let reference = Term { span, kind: TermKind::Ref(root, steps) };
                exprs.push(self.expr(span, ExprKind::Unify(target.clone(), reference)));
                target.kind
            }
            other => other,
        };
        Term { span, kind }
    }

    /// A variable of nobody else.
    pub(super) fn wildcard(&mut self, span: Span) -> Term {
        Term { span, kind: TermKind::Var(self.scopes.fresh("", span)) }
    }

    /// What a name by itself is.
    fn name(&mut self, name: &str, span: Span) -> TermKind {
        match name {
            "_" => return TermKind::Var(self.scopes.fresh("_", span)),
            "input" => return TermKind::Ref(Root::Input, Vec::new()),
            "data" => return TermKind::Ref(Root::Data, Vec::new()),
            _ => {}
        }
        if let Known::Var(var) = self.scopes.look_up(name, span) {
            return TermKind::Var(var);
        }
        match self.names.get(name) {
            Some(path) => global(path, span),
            None => TermKind::Var(self.scopes.free(name, span)),
        }
    }

    fn reference(&mut self, root: &ast::Term, steps: &[Step], exprs: &mut Vec<Expr>) -> TermKind {
        let (root, mut path) = self.root(root, exprs);
        for step in steps {
            path.push(match step {
                Step::Field(name) => Term { span: name.span, kind: TermKind::text(&name.text) },
                Step::Index(term) => self.term(term, exprs),
            });
        }
        TermKind::Ref(root, path)
    }

    fn interpolated(&mut self, span: Span, parts: &[Part], exprs: &mut Vec<Expr>) -> Term {
        let part = |part: &Part| match part {
            Part::Text(text) => Term { span, kind: TermKind::text(text) },
            Part::Term(term) => self.gathered(term),
        };
        let parts = Term { span, kind: TermKind::Array(parts.iter().map(part).collect()) };
        let target = self.wildcard(span);
        let callee = Callee::Builtin("internal.template_string".to_owned());
        let call =
            ExprKind::Call { callee, args: vec![parts], result: Some(target.clone()), captured: false };
        exprs.push(self.expr(span, call));
        target
    }

    /// The set of the values that a term has: none where it is undefined.
    fn gathered(&mut self, term: &ast::Term) -> Term {
        let query = ast::Query { span: term.span, statements: Vec::new() };
        let (body, value) = self.nested(&query, |resolver, exprs| {
            let target = resolver.wildcard(term.span);
            let value = resolver.term(term, exprs);
            exprs.push(resolver.expr(term.span, ExprKind::Unify(target.clone(), value)));
            target
        });
        Term { span: term.span, kind: TermKind::Comprehension(Gather::Set, vec![value], body) }
    }

    /// The result of a call within a term.
    fn called(&mut self, term: &ast::Term, exprs: &mut Vec<Expr>) -> Term {
        let target = self.wildcard(term.span);
        let call = match self.call(term, true, exprs) {
            ExprKind::Call { callee, args, .. } => {
                ExprKind::Call { callee, args, result: Some(target.clone()), captured: false }
            }
            ExprKind::Holds(term) => return term,
            other => {
                exprs.push(self.expr(term.span, other));
                return Term { span: term.span, kind: TermKind::bool(true) };
            }
        };
        exprs.push(self.expr(term.span, call));
        target
    }

    /// A call; as a value it has a result that is not captured by a further argument.
    pub(super) fn call(&mut self, term: &ast::Term, as_value: bool, exprs: &mut Vec<Expr>) -> ExprKind {
        let builtin = |name: &str, args| ExprKind::Call {
            callee: Callee::Builtin(name.to_owned()),
            args,
            result: None,
            captured: false,
        };
        match &term.kind {
            ast::TermKind::Binary(operator, left, right) => {
                let args = vec![self.term(left, exprs), self.term(right, exprs)];
                builtin(operator.builtin(), args)
            }
            ast::TermKind::In(None, value, collection) => {
                let args = vec![self.term(value, exprs), self.term(collection, exprs)];
                builtin("internal.member_2", args)
            }
            ast::TermKind::In(Some(key), value, collection) => {
                let args = vec![self.term(key, exprs), self.term(value, exprs), self.term(collection, exprs)];
                builtin("internal.member_3", args)
            }
            ast::TermKind::Call(function, args) => self.call_named(term, function, args, as_value, exprs),
            _ => ExprKind::Holds(self.term(term, exprs)),
        }
    }

    fn call_named(
        &mut self,
        term: &ast::Term,
        function: &ast::Term,
        args: &[ast::Term],
        as_value: bool,
        exprs: &mut Vec<Expr>,
    ) -> ExprKind {
        let Some(callee) = self.callee(function) else { return ExprKind::Holds(undefined(term.span)) };
        if let Callee::Builtin(name) = &callee {
            match (name.as_str(), args) {
                ("eq", [left, right]) if !as_value => {
                    return ExprKind::Unify(self.term(left, exprs), self.term(right, exprs));
                }
                ("assign", [left, right]) if !as_value => return self.assign(left, right, exprs),
                ("print", args) => return self.print(term.span, args, as_value),
                _ => {}
            }
        }
        if let (Callee::Function(path), []) = (&callee, args)
            && self.known.function(path).is_none()
            && self.known.is_rule(path)
        {
            // `f() := 1` is a rule, and may be read as it is written.
            return ExprKind::Holds(Term { span: term.span, kind: below_data(path, term.span) });
        }
        let mut args = self.terms(args, exprs);
        let mut result = None;
        match self.known.arity(&callee) {
            Some(arity) if args.len() == arity + 1 && !as_value => result = args.pop(),
            Some(arity) if args.len() != arity => self.wrong_arity(term.span, function, arity, args.len()),
            Some(_) => {}
            None => self.undefined_function(function, &callee),
        }
        let captured = result.is_some();
        ExprKind::Call { callee, args, result, captured }
    }

    /// What a call leads to.
    pub(super) fn callee(&mut self, function: &ast::Term) -> Option<Callee> {
        let Some((root, steps)) = function.reference() else {
            self.mistake(MistakeKind::Syntax, function.span, "this cannot be called", "此处不能调用");
            return None;
        };
        if self.scopes.declares(root) {
            let (en, zh) = (
                format!("`{root}` is a variable here and hides the function"),
                format!("`{root}` 在此处是变量，遮蔽了同名函数"),
            );
            self.mistake(MistakeKind::Declaration, function.span, en, zh);
            return None;
        }
        let steps: Option<Vec<String>> =
            steps.iter().map(|step| step.constant().map(str::to_owned)).collect();
        let Some(steps) = steps else {
            self.mistake(
                MistakeKind::Syntax,
                function.span,
                "the name of a function has to be constant",
                "函数名必须是常量",
            );
            return None;
        };
        let below = |path: &[String]| path.iter().skip(1).cloned().chain(steps.iter().cloned()).collect();
        Some(match self.names.get(root) {
            Some(path) => Callee::Function(below(path)),
            None if root == "data" => Callee::Function(steps),
            None => Callee::Builtin(function.dotted().unwrap_or_default()),
        })
    }

    /// `print` shows what is undefined, too.
    fn print(&mut self, span: Span, args: &[ast::Term], as_value: bool) -> ExprKind {
        if as_value {
            self.mistake(MistakeKind::Type, span, "`print` has no value", "`print` 没有返回值");
        }
        let args = args.iter().map(|arg| self.gathered(arg)).collect();
        let args = vec![Term { span, kind: TermKind::Array(args) }];
        let callee = Callee::Builtin("internal.print".to_owned());
        ExprKind::Call { callee, args, result: None, captured: false }
    }

    fn wrong_arity(&mut self, span: Span, function: &ast::Term, arity: usize, given: usize) {
        let name = function.dotted().unwrap_or_default();
        let arguments = crate::lang::counted(arity, "argument");
        self.mistake(
            MistakeKind::Arity,
            span,
            format!("`{name}` takes {arguments} and is given {given}"),
            format!("`{name}` 需要 {arity} 个参数，这里给出了 {given} 个"),
        );
    }

    fn undefined_function(&mut self, function: &ast::Term, callee: &Callee) {
        let name = function.dotted().unwrap_or_default();
        let (en, zh) = match callee {
            Callee::Function(path) if self.known.is_rule(path) => {
                (format!("`{name}` is a rule and no function"), format!("`{name}` 是规则而不是函数"))
            }
            _ => (
                format!("no function `{name}` is built in or defined"),
                format!("没有名为 `{name}` 的内置函数或已定义函数"),
            ),
        };
        self.mistake(MistakeKind::UndefinedFunction, function.span, en, zh);
    }
}

/// A path with its root as a term.
pub(super) fn global(path: &[String], span: Span) -> TermKind {
    let root = if path.first().is_some_and(|root| root == "input") { Root::Input } else { Root::Data };
    TermKind::Ref(root, path.iter().skip(1).map(|step| Term { span, kind: TermKind::text(step) }).collect())
}

/// What stands at a path below `data`.
fn below_data(path: &[String], span: Span) -> TermKind {
    TermKind::Ref(Root::Data, path.iter().map(|step| Term { span, kind: TermKind::text(step) }).collect())
}

/// A term that never has a value, in the place of one that cannot be read.
fn undefined(span: Span) -> Term {
    Term { span, kind: TermKind::bool(false) }
}
