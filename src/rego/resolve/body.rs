//! Statements.

use super::Resolver;
use super::scope::{How, pattern};
use crate::rego::MistakeKind;
use crate::rego::ast::{self, Statement, StatementKind};
use crate::rego::core::{Body, Expr, ExprKind, Root, Term, TermKind, With};
use crate::source::Span;

impl Resolver<'_, '_> {
    /// Adds what statements say.
    pub(super) fn statements(&mut self, statements: &[Statement], exprs: &mut Vec<Expr>) {
        let around = self.statement;
        for statement in statements {
            self.statement = statement.span;
            let mut own = Vec::new();
            let with = self.with(&statement.with, &mut own);
            let before = own.len();
            self.statement(statement, &mut own);
            for expr in &mut own[before..] {
                expr.with.extend(with.iter().cloned());
            }
            exprs.append(&mut own);
        }
        self.statement = around;
    }

    /// A body within the one under way, with what goes on at its end.
    pub(super) fn nested<T>(
        &mut self,
        query: &ast::Query,
        end: impl FnOnce(&mut Self, &mut Vec<Expr>) -> T,
    ) -> (Body, T) {
        self.scopes.begin_body(&query.statements);
        let mut exprs = Vec::new();
        self.statements(&query.statements, &mut exprs);
        let ended = end(self, &mut exprs);
        let unused = self.scopes.end_body();
        self.unused(unused);
        (Body { exprs }, ended)
    }

    fn statement(&mut self, statement: &Statement, exprs: &mut Vec<Expr>) {
        match &statement.kind {
            StatementKind::Some(names) => {
                for name in names {
                    self.declare(&name.text, name.span, How::Declared);
                }
            }
            StatementKind::SomeIn { key, value, collection } => {
                self.some_in(key.as_ref(), value, collection, exprs);
            }
            StatementKind::Holds(term) => {
                let kind = self.condition(term, exprs);
                exprs.push(self.expr(term.span, kind));
            }
            StatementKind::Not(term) => {
                if let ast::TermKind::Assign(true, ..) = &term.kind {
                    self.mistake(
                        MistakeKind::Declaration,
                        term.span,
                        "a negated expression cannot assign",
                        "被否定的表达式不能赋值",
                    );
                    return;
                }
                let kind = match &term.kind {
                    // What is called is called before the negation.
                    ast::TermKind::Assign(_, left, right) => {
                        ExprKind::Unify(self.term(left, exprs), self.term(right, exprs))
                    }
                    _ => self.condition(term, exprs),
                };
                let body = Body { exprs: vec![self.expr(term.span, kind)] };
                exprs.push(self.expr(statement.span, ExprKind::Not { body, whole: false }));
            }
            StatementKind::NotQuery(query) => {
                let (body, ()) = self.nested(query, |_, _| ());
                exprs.push(self.expr(statement.span, ExprKind::Not { body, whole: true }));
            }
            StatementKind::Every { key, value, domain, body } => {
                self.every(statement.span, (key.as_ref(), value), domain, body, exprs);
            }
        }
    }

    /// An expression of the statement under way.
    pub(super) fn expr(&self, span: Span, kind: ExprKind) -> Expr {
        Expr { span, statement: self.statement, kind, with: Vec::new() }
    }

    pub(super) fn declare(&mut self, name: &str, span: Span, how: How) {
        if let Err([en, zh]) = self.scopes.declare(name, span, how) {
            self.mistake(
                MistakeKind::Declaration,
                span,
                format!("variable `{name}` {en}"),
                format!("变量 `{name}` {zh}"),
            );
        }
    }

    fn some_in(
        &mut self,
        key: Option<&ast::Term>,
        value: &ast::Term,
        collection: &ast::Term,
        exprs: &mut Vec<Expr>,
    ) {
        // What is searched is read before its members have names.
        let collection = self.root(collection, exprs);
        let mut names = Vec::new();
        key.into_iter().chain([value]).for_each(|term| pattern(term, &mut names));
        for (name, span) in names {
            self.declare(name, span, How::Bound);
        }
        let member = match key {
            Some(key) => self.term(key, exprs),
            None => self.wildcard(value.span),
        };
        let value = self.term(value, exprs);
        let (root, mut steps) = collection;
        steps.push(member);
        let found = Term { span: self.statement, kind: TermKind::Ref(root, steps) };
        exprs.push(self.expr(self.statement, ExprKind::Unify(value, found)));
    }

    /// What a reference to a member of a term starts with.
    pub(super) fn root(&mut self, term: &ast::Term, exprs: &mut Vec<Expr>) -> (Root, Vec<Term>) {
        let resolved = self.term(term, exprs);
        match resolved.kind {
            TermKind::Var(var) => (Root::Var(var), Vec::new()),
            TermKind::Ref(root, steps) => (root, steps),
            _ => {
                let var = self.scopes.fresh("", term.span);
                let target = Term { span: term.span, kind: TermKind::Var(var) };
                exprs.push(self.expr(term.span, ExprKind::Unify(target, resolved)));
                (Root::Var(var), Vec::new())
            }
        }
    }

    fn every(
        &mut self,
        span: Span,
        (key, value): (Option<&ast::Name>, &ast::Name),
        domain: &ast::Term,
        query: &ast::Query,
        exprs: &mut Vec<Expr>,
    ) {
        let domain = self.term(domain, exprs);
        self.scopes.begin_body(&[]);
        let mut declare = |name: &ast::Name| {
            let known = if name.text == "_" { None } else { Some(&name.text) };
            match known.map(|text| self.scopes.declare(text, name.span, How::Declared)) {
                Some(Ok(var)) => var,
                Some(Err(_)) | None => self.scopes.fresh("", name.span),
            }
        };
        let key = key.map(&mut declare);
        let value = declare(value);
        let (body, ()) = self.nested(query, |_, _| ());
        let unused = self.scopes.end_body();
        self.unused(unused);
        exprs.push(self.expr(span, ExprKind::Every { key, value, domain, body }));
    }

    /// What a term says as a condition; the calls that it needs go before.
    pub(super) fn condition(&mut self, term: &ast::Term, exprs: &mut Vec<Expr>) -> ExprKind {
        match &term.kind {
            ast::TermKind::Assign(true, target, value) => self.assign(target, value, exprs),
            ast::TermKind::Assign(false, left, right) => self.unify(left, right, exprs),
            ast::TermKind::Call(..) | ast::TermKind::Binary(..) | ast::TermKind::In(..) => {
                self.call(term, false, exprs)
            }
            _ => ExprKind::Holds(self.term(term, exprs)),
        }
    }

    pub(super) fn assign(
        &mut self,
        target: &ast::Term,
        value: &ast::Term,
        exprs: &mut Vec<Expr>,
    ) -> ExprKind {
        let resolved = self.value(value, exprs);
        let mut names = Vec::new();
        pattern(target, &mut names);
        let wrong = self.not_assignable(target);
        if let Some((span, [en, zh])) = wrong {
            let (en, zh) = (format!("cannot assign to {en}"), format!("不能对{zh}赋值"));
            self.mistake(MistakeKind::Declaration, span, en, zh);
        }
        for (name, span) in names {
            self.declare(name, span, How::Assigned);
        }
        let target = self.term(target, exprs);
        resolved.unify(target)
    }

    /// What of a target cannot be assigned to.
    fn not_assignable(&self, target: &ast::Term) -> Option<(Span, [&'static str; 2])> {
        let what = match &target.kind {
            ast::TermKind::Var(name) if is_document(name) => ["`input` or `data`", "`input` 或 `data` "],
            ast::TermKind::Var(_) => return None,
            ast::TermKind::Array(items) => return items.iter().find_map(|item| self.not_assignable(item)),
            ast::TermKind::Object(fields) => {
                return fields.iter().find_map(|(_, value)| self.not_assignable(value));
            }
            ast::TermKind::Scalar(ast::Scalar::Number(_)) => ["a number", "数字"],
            ast::TermKind::Scalar(ast::Scalar::Text(_)) => ["a string", "字符串"],
            ast::TermKind::Scalar(_) => ["a constant", "常量"],
            ast::TermKind::Ref(..) => ["a reference", "引用"],
            ast::TermKind::Set(_) => ["a set", "集合"],
            ast::TermKind::Comprehension(..) => ["a comprehension", "推导式"],
            _ => ["a call", "调用"],
        };
        Some((target.span, what))
    }

    fn unify(&mut self, left: &ast::Term, right: &ast::Term, exprs: &mut Vec<Expr>) -> ExprKind {
        let left_value = self.value(left, exprs);
        if let Value::Call(..) = left_value {
            let right = self.term(right, exprs);
            return left_value.unify(right);
        }
        let right = self.value(right, exprs);
        match left_value {
            Value::Term(left) => right.unify(left),
            call => call.unify(self.kept(right, exprs)),
        }
    }

    /// A term, or a call by itself.
    fn value(&mut self, term: &ast::Term, exprs: &mut Vec<Expr>) -> Value {
        match &term.kind {
            ast::TermKind::Call(..) | ast::TermKind::Binary(..) | ast::TermKind::In(..) => {
                match self.call(term, true, exprs) {
                    ExprKind::Call { callee, args, result: None, .. } => Value::Call(callee, args),
                    ExprKind::Holds(term) => Value::Term(term),
                    other => {
                        exprs.push(self.expr(term.span, other));
                        Value::Term(Term { span: term.span, kind: TermKind::bool(true) })
                    }
                }
            }
            _ => Value::Term(self.term(term, exprs)),
        }
    }

    fn kept(&mut self, value: Value, exprs: &mut Vec<Expr>) -> Term {
        match value {
            Value::Term(term) => term,
            call => {
                let span = self.statement;
                let var = self.scopes.fresh("", span);
                let term = Term { span, kind: TermKind::Var(var) };
                exprs.push(self.expr(span, call.unify(term.clone())));
                term
            }
        }
    }

    /// The replacements of a statement; what their values need goes before it.
    fn with(&mut self, with: &[(ast::Term, ast::Term)], exprs: &mut Vec<Expr>) -> Vec<With> {
        with.iter().filter_map(|(target, value)| self.replacement(target, value, exprs)).collect()
    }
}

/// True for the names of the two documents, which nothing else may have.
pub(super) fn is_document(name: &str) -> bool {
    matches!(name, "input" | "data")
}

/// What is unified with something.
enum Value {
    Term(Term),
    Call(crate::rego::core::Callee, Vec<Term>),
}

impl Value {
    fn unify(self, target: Term) -> ExprKind {
        match self {
            Value::Term(term) => ExprKind::Unify(target, term),
            Value::Call(callee, args) => {
                ExprKind::Call { callee, args, result: Some(target), captured: false }
            }
        }
    }
}
