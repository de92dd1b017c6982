//! Definitions: head and bodies.

mod check;
mod head;

use super::{Keyword, Kind, Mark, Parser, Read};
use crate::rego::ast::{Body, Query, RuleKind, Statement, StatementKind, Term, TermKind};
use crate::source::Span;
use check::no_if;

impl Parser<'_> {
    /// A definition.
    pub(super) fn rule(&mut self) -> Read<()> {
        let start = self.token.span.start;
        if self.token.is_keyword(Keyword::Default) {
            self.take();
            self.keyword_as_name();
            return self.default_rule(start);
        }
        let mut head = self.head()?;
        if self.token.is_keyword(Keyword::Contains) {
            self.contains(&mut head)?;
        } else {
            self.value(&mut head)?;
        }
        head.end = self.end;
        self.keyword_as_name_of_else();
        let has_if = self.token.is_keyword(Keyword::If);
        if !has_if && !self.token.is(Mark::OpenBrace) {
            return self.without_body(head);
        }
        self.modern |= has_if;
        self.check_head(&head, has_if)?;
        let mut bodies = vec![self.first_body(has_if)?];
        if self.token.is_keyword(Keyword::Else) && !self.else_is_name() {
            self.check_else(&head, has_if)?;
            self.elses(&mut bodies)?;
        }
        while self.token.is(Mark::OpenBrace) {
            if bodies.last().is_some_and(|body| body.is_else) {
                return Err(self.expected("`else` or the next rule", "`else` 或下一条规则"));
            }
            bodies.push(Body { value: None, is_else: false, query: self.braced()? });
        }
        let set = !has_if && head.member.is_none() && head.value.is_none() && !head.is_function();
        self.define(head, set, bodies);
        Ok(())
    }

    /// `else.x := 1` behind a body is the next definition.
    fn else_is_name(&mut self) -> bool {
        self.keyword_as_name();
        self.token.kind == Kind::Name
    }

    /// A keyword behind a value that a bracket touches is a name, but for the `if` of a head without a value.
    fn keyword_as_name_of_else(&mut self) {
        if !self.token.is_keyword(Keyword::If) {
            self.keyword_as_name();
        }
    }

    fn first_body(&mut self, has_if: bool) -> Read<Body> {
        if has_if {
            self.take();
        }
        let query = if !self.token.is(Mark::OpenBrace) {
            if self.token.kind == Kind::End {
                return Err(self.expected("the body of the rule", "规则的主体"));
            }
            Query::from(self.statement()?)
        } else if has_if && let Some(statement) = self.attempt(Self::literal_body) {
            Query::from(statement)
        } else {
            self.braced()?
        };
        Ok(Body { value: None, is_else: false, query })
    }

    /// The statement behind `if` that begins with a brace and is no query: `if {"a": 1} == x`.
    fn literal_body(&mut self) -> Read<Statement> {
        let statement = self.statement()?;
        let set = matches!(&statement.kind, StatementKind::Holds(Term { kind: TermKind::Set(_), .. }));
        if set { Err(super::Stop) } else { Ok(statement) }
    }

    fn elses(&mut self, bodies: &mut Vec<Body>) -> Read<()> {
        while self.token.is_keyword(Keyword::Else) && !self.else_is_name() {
            let keyword = self.take().span;
            let mut value = None;
            if self.take_mark(Mark::Assign) || self.take_mark(Mark::Unify) {
                value = Some(self.expression()?);
            } else if !self.token.is(Mark::OpenBrace) && !self.token.is_keyword(Keyword::If) {
                return Err(
                    self.expected("`:=` and a value, or `if` and a body", "`:=` 及值，或 `if` 及主体")
                );
            }
            let has_if = self.token.is_keyword(Keyword::If);
            if has_if {
                self.take();
            }
            if !has_if && !self.token.is(Mark::OpenBrace) {
                let span = Span { start: self.end, end: self.end };
                bodies.push(Body { value, is_else: true, query: Query { span, statements: Vec::new() } });
                return Ok(());
            }
            if self.strict && !has_if {
                self.note(|| no_if(keyword, "`else`", "else if {"));
            }
            let query = if self.token.is(Mark::OpenBrace) {
                self.braced()?
            } else if self.token.kind == Kind::End {
                return Err(self.expected("the body of the rule", "规则的主体"));
            } else {
                Query::from(self.statement()?)
            };
            bodies.push(Body { value, is_else: true, query });
        }
        Ok(())
    }

    /// `default p := x` behind its keyword.
    fn default_rule(&mut self, start: u32) -> Read<()> {
        let mut head = self.head()?;
        if head.keyword {
            return Err(self.refuse(
                head.span(),
                "`contains` is a keyword and no name of a rule",
                "`contains` 是关键字，不能用作规则名称",
            ));
        }
        self.value(&mut head)?;
        head.end = self.end;
        let span = self.since(start);
        self.check_default(&head, span)?;
        let from = self.tree.rules.len();
        self.define(head, false, Vec::new());
        for rule in &mut self.tree.rules[from..] {
            (rule.span, rule.kind) = (span, RuleKind::Default);
        }
        Ok(())
    }
}
