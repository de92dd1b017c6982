//! From the engine's syntax tree to our own.
//!
//! The engine's spans leave out the quotes of strings, start an object of several members at the last of
//! them, and end an empty set behind the token that follows. They are put right here.

use super::{DefinitionKind, name_path, span, static_path};
use crate::policy::ast::*;
use crate::source::Span;
use regorus::unstable::{
    AssignOp, BoolOp, Expr, Literal, LiteralStmt, Module, Query as EngineQuery, Ref, Rule as EngineRule,
    RuleBody, RuleHead,
};
use regorus::unstable::{Import as EngineImport, Span as EngineSpan};

/// The tree of a parsed module.
pub fn tree(module: &Module, text: &str) -> Tree {
    let read = Read { text: text.as_bytes() };
    Tree {
        package: static_path(&module.package.refr).unwrap_or_default(),
        package_span: span(&module.package.span),
        imports: module.imports.iter().map(import).collect(),
        rules: module.policy.iter().map(|rule| read.rule(rule)).collect(),
    }
}

fn import(import: &EngineImport) -> Import {
    Import {
        span: span(&import.span),
        path: static_path(&import.refr).unwrap_or_default(),
        alias: import.r#as.as_ref().map(name),
    }
}

fn name(at: &EngineSpan) -> Name {
    Name { text: at.text().to_owned(), span: span(at) }
}

fn join(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}

struct Read<'t> {
    text: &'t [u8],
}

impl Read<'_> {
    fn rule(&self, rule: &EngineRule) -> Rule {
        let own = span(rule.span());
        match rule {
            EngineRule::Default { refr, args, value, .. } => Rule {
                value: Some(self.term(value)),
                args: self.all(args),
                ..self.named(refr, RuleKind::Default, own)
            },
            EngineRule::Spec { head, bodies, .. } => {
                let bodies: Vec<Body> = bodies.iter().map(|body| self.body(body)).collect();
                let rule = match head {
                    RuleHead::Compr { refr, assign, .. } => Rule {
                        value: assign.as_ref().map(|assign| self.term(&assign.value)),
                        ..self.named(refr, RuleKind::Value, own)
                    },
                    RuleHead::Set { refr, key, .. } => Rule {
                        member: key.as_ref().map(|key| self.term(key)),
                        ..self.named(refr, RuleKind::Set, own)
                    },
                    RuleHead::Func { refr, args, assign, .. } => Rule {
                        args: self.all(args),
                        value: assign.as_ref().map(|assign| self.term(&assign.value)),
                        ..self.named(refr, RuleKind::Function, own)
                    },
                };
                Rule { bodies, ..rule }
            }
        }
    }

    /// A definition with its name and nothing else.
    fn named(&self, refr: &Ref<Expr>, kind: RuleKind, span: Span) -> Rule {
        let head = self.term(refr);
        let defines =
            if kind == RuleKind::Function { DefinitionKind::Function } else { DefinitionKind::Rule };
        let path = name_path(refr, defines).unwrap_or_default();
        let (name_span, keys) = match head.kind {
            TermKind::Ref(root, steps) => {
                let named = steps.iter().take(path.len().saturating_sub(1));
                let name = named.fold(root.span, |name, step| join(name, step.span()));
                let keys = steps.into_iter().skip(path.len().saturating_sub(1));
                let keys = keys.map(|step| match step {
                    Step::Index(term) => term,
                    Step::Field(Name { text, span }) => Term { span, kind: TermKind::Scalar(text.into()) },
                });
                (name, keys.collect())
            }
            _ => (head.span, Vec::new()),
        };
        let (args, bodies) = (Vec::new(), Vec::new());
        Rule { span, kind, path, name_span, args, keys, member: None, value: None, bodies }
    }

    fn body(&self, body: &RuleBody) -> Body {
        Body {
            value: body.assign.as_ref().map(|assign| self.term(&assign.value)),
            is_else: body.is_else,
            query: self.query(&body.query),
        }
    }

    fn query(&self, query: &EngineQuery) -> Query {
        let statements: Vec<Statement> =
            query.stmts.iter().map(|statement| self.statement(statement)).collect();
        let span = statements.iter().fold(span(&query.span), |all, statement| join(all, statement.span));
        Query { span, statements }
    }

    fn statement(&self, statement: &LiteralStmt) -> Statement {
        let kind = match &statement.literal {
            Literal::SomeVars { vars, .. } => StatementKind::Some(vars.iter().map(name).collect()),
            Literal::SomeIn { key, value, collection, .. } => StatementKind::SomeIn {
                key: key.as_ref().map(|key| self.term(key)),
                value: self.term(value),
                collection: self.term(collection),
            },
            Literal::Expr { expr, .. } => StatementKind::Holds(self.term(expr)),
            Literal::NotExpr { expr, .. } => StatementKind::Not(self.term(expr)),
            Literal::Every { key, value, domain, query, .. } => StatementKind::Every {
                key: key.as_ref().map(name),
                value: name(value),
                domain: self.term(domain),
                body: self.query(query),
            },
        };
        let with = statement.with_mods.iter().map(|with| (self.term(&with.refr), self.term(&with.r#as)));
        let mut read = Statement { span: span(&statement.span), kind, with: with.collect() };
        read.span = read.own_terms().fold(read.span, |all, term| join(all, term.span));
        read
    }

    fn all(&self, terms: &[Ref<Expr>]) -> Vec<Term> {
        terms.iter().map(|term| self.term(term)).collect()
    }

    fn boxed(&self, expr: &Expr) -> Box<Term> {
        Box::new(self.term(expr))
    }

    fn term(&self, expr: &Expr) -> Term {
        let own = span(expr.span());
        let kind = match expr {
            Expr::String { value, .. } | Expr::RawString { value, .. } => {
                let text = value.as_string().map(|text| text.to_string()).unwrap_or_default();
                TermKind::Scalar(text.into())
            }
            Expr::Number { value, .. } | Expr::Bool { value, .. } | Expr::Null { value, .. } => {
                TermKind::Scalar(scalar(value))
            }
            Expr::Var { span, .. } => TermKind::Var(span.text().to_owned()),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expr),
            Expr::Call { fcn, params, .. } => TermKind::Call(self.boxed(fcn), self.all(params)),
            Expr::Array { items, .. } => TermKind::Array(self.all(items)),
            Expr::Set { items, .. } => TermKind::Set(self.all(items)),
            Expr::Object { fields, .. } => {
                let field =
                    |(_, key, value): &(EngineSpan, Ref<Expr>, Ref<Expr>)| (self.term(key), self.term(value));
                TermKind::Object(fields.iter().map(field).collect())
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                TermKind::Comprehension(vec![self.term(term)], self.query(query))
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                TermKind::Comprehension(vec![self.term(key), self.term(value)], self.query(query))
            }
            Expr::UnaryExpr { expr, .. } => TermKind::Minus(self.boxed(expr)),
            Expr::BinExpr { lhs, rhs, .. } => {
                TermKind::Binary(Operator::Sets, self.boxed(lhs), self.boxed(rhs))
            }
            Expr::ArithExpr { lhs, rhs, .. } => {
                TermKind::Binary(Operator::Arithmetic, self.boxed(lhs), self.boxed(rhs))
            }
            Expr::BoolExpr { op, lhs, rhs, .. } => {
                TermKind::Binary(operator(op), self.boxed(lhs), self.boxed(rhs))
            }
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                TermKind::Assign(matches!(op, AssignOp::ColEq), self.boxed(lhs), self.boxed(rhs))
            }
            Expr::Membership { key, value, collection, .. } => TermKind::In(
                key.as_ref().map(|key| self.boxed(key)),
                self.boxed(value),
                self.boxed(collection),
            ),
        };
        let mut term = Term { span: own, kind };
        term.span = self.exact(&term);
        term
    }

    /// A chain of dots and brackets, flattened; a chain may be longer than the stack is deep.
    fn reference(&self, expr: &Expr) -> TermKind {
        let (mut steps, mut at) = (Vec::new(), expr);
        loop {
            match at {
                Expr::RefDot { refr, field, .. } => {
                    steps.push(Step::Field(name(&field.0)));
                    at = refr;
                }
                Expr::RefBrack { refr, index, .. } => {
                    steps.push(Step::Index(self.term(index)));
                    at = refr;
                }
                root => {
                    steps.reverse();
                    return TermKind::Ref(self.boxed(root), steps);
                }
            }
        }
    }

    /// The bytes that a reader would underline.
    fn exact(&self, term: &Term) -> Span {
        let own = term.span;
        match &term.kind {
            TermKind::Scalar(value) if value.is_string() => {
                Span { start: own.start.saturating_sub(1), end: own.end + 1 }
            }
            TermKind::Set(items) if items.is_empty() => {
                let after = &self.text[own.start as usize..];
                let length = after.iter().position(|byte| *byte == b')').map_or(0, |at| at + 1);
                Span::new(own.start as usize, own.start as usize + length)
            }
            TermKind::Object(fields) => match fields.first() {
                Some((key, _)) => Span { start: self.opening(key.span.start), end: own.end },
                None => own,
            },
            // A query starts at its bar, the terms before it.
            TermKind::Comprehension(..) => own,
            _ => term.children().into_iter().fold(own, |all, child| join(all, child.span)),
        }
    }

    /// The brace before a position, if nothing but white space lies between.
    fn opening(&self, start: u32) -> u32 {
        let before = self.text[..start as usize].trim_ascii_end();
        if before.last() == Some(&b'{') { before.len() as u32 - 1 } else { start }
    }
}

fn operator(op: &BoolOp) -> Operator {
    match op {
        BoolOp::Eq => Operator::Equal,
        BoolOp::Ne => Operator::Unequal,
        BoolOp::Lt => Operator::Less,
        BoolOp::Le => Operator::LessOrEqual,
        BoolOp::Gt => Operator::Greater,
        BoolOp::Ge => Operator::GreaterOrEqual,
    }
}

fn scalar(value: &regorus::Value) -> serde_json::Value {
    let text = value.to_json_str().unwrap_or_default();
    serde_json::from_str(&text).unwrap_or(serde_json::Value::Null)
}
