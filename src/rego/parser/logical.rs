//! `and` and `or` between queries, with `import future.keywords.and` or `.or`.
//!
//! Both operands are queries of their own, and what one binds no other sees. So `a or b` is `not { not a; not b }` with
//! the `not` of queries, and that is how the tree has it.

use super::{Keyword, Kind, Mark, Mistake, MistakeKind, Parser, Read, Stop};
use crate::rego::ast::{Operator, Query, Statement, StatementKind, TermKind};

/// What an operand is.
#[derive(PartialEq, Eq)]
enum Operand {
    /// Statements in braces.
    Braced,
    /// A negation, or operands in parentheses.
    Group,
    /// A term.
    Term,
}

impl Parser<'_> {
    /// True if `and` or `or` is a keyword here.
    pub(super) fn logical_active(&self) -> bool {
        self.lexer.keywords.and || self.lexer.keywords.or
    }

    fn logical_next(&self) -> bool {
        matches!(self.token.kind, Kind::Keyword(Keyword::And | Keyword::Or))
    }

    /// A statement that begins with a braced operand or a group of operands, if one does.
    pub(super) fn logical_start(&mut self) -> Read<Option<Statement>> {
        let start = self.token.span.start;
        if self.token.is(Mark::OpenBrace) {
            let braced = self.attempt_once(|parser| {
                let query = parser.braced()?;
                if parser.logical_next() { Ok(query) } else { Err(Stop) }
            });
            return match braced {
                Some(query) => {
                    self.check_union(&query)?;
                    self.joined(start, query).map(Some)
                }
                None => Ok(None),
            };
        }
        if !self.token.is(Mark::OpenParen) {
            return Ok(None);
        }
        match self.attempt_once(|parser| parser.group(false)) {
            Some(query) if self.logical_next() => self.joined(start, query).map(Some),
            Some(query) => {
                let kind = StatementKind::NotQuery(not(query));
                self.with_modifiers(start, kind).map(Some)
            }
            None => Ok(None),
        }
    }

    /// A statement with the operands that `and` or `or` joins to it.
    pub(super) fn logical_tail(&mut self, statement: Statement) -> Read<Statement> {
        let joins = !matches!(
            statement.kind,
            StatementKind::Some(_) | StatementKind::SomeIn { .. } | StatementKind::Every { .. }
        );
        if !joins || !self.logical_next() {
            return Ok(statement);
        }
        if !statement.with.is_empty() {
            return Err(self.with_within());
        }
        if self.text(statement.span).starts_with('{') {
            let span = statement.span;
            return Err(self.fail(|| {
                let (en, zh) = ("an operand in braces is a query", "花括号中的操作数是查询");
                Mistake::new(MistakeKind::Syntax, span, en, zh)
                    .with_help("put a value into parentheses", "值请写在圆括号中")
            }));
        }
        self.joined(statement.span.start, Query::from(statement))
    }

    fn with_within(&mut self) -> Stop {
        let span = self.token.span;
        self.fail(|| {
            let (en, zh) = ("`with` cannot stand between operands", "`with` 不能出现在操作数之间");
            Mistake::new(MistakeKind::Syntax, span, en, zh).with_help(
                "put the operand and its `with` into parentheses or braces",
                "请将该操作数及其 `with` 写在括号中",
            )
        })
    }

    /// What `and` and `or` join to a first operand, as a statement.
    fn joined(&mut self, start: u32, first: Query) -> Read<Statement> {
        let kind = self.chain(start, first)?;
        self.with_modifiers(start, kind)
    }

    /// `a and b or c`: `and` binds tighter.
    fn chain(&mut self, start: u32, first: Query) -> Read<StatementKind> {
        let mut any = vec![self.conjunction(first)?];
        while self.token.is_keyword(Keyword::Or) {
            self.take();
            let (operand, _) = self.operand()?;
            any.push(self.conjunction(operand)?);
        }
        if any.len() > 1 {
            let none = any.into_iter().map(negated).collect();
            self.stand_on(self.height + 2)?;
            return Ok(StatementKind::NotQuery(Query { span: self.since(start), statements: none }));
        }
        let only = any.pop().ok_or(Stop)?;
        self.stand_on(self.height + 1)?;
        Ok(StatementKind::NotQuery(not(only)))
    }

    /// An operand and those that `and` joins to it.
    fn conjunction(&mut self, first: Query) -> Read<Query> {
        if !self.token.is_keyword(Keyword::And) {
            return Ok(first);
        }
        let start = first.span.start;
        let mut all = vec![first];
        let mut tallest = self.height;
        while self.token.is_keyword(Keyword::And) {
            self.take();
            all.push(self.operand()?.0);
            tallest = tallest.max(self.height);
        }
        self.stand_on(tallest + 2)?;
        let exist = all.into_iter().map(|query| negated(not(query))).collect();
        Ok(Query { span: self.since(start), statements: exist })
    }

    fn operand(&mut self) -> Read<(Query, Operand)> {
        self.enter()?;
        let start = self.token.span.start;
        let operand = match self.token.kind {
            Kind::Mark(Mark::OpenBrace) => {
                let query = self.braced()?;
                self.check_union(&query)?;
                (query, Operand::Braced)
            }
            Kind::Keyword(Keyword::Not) => {
                self.take();
                let kind = if self.lexer.keywords.not {
                    StatementKind::NotQuery(self.negated_query()?)
                } else {
                    StatementKind::Not(self.assignment()?)
                };
                let statement = Statement { span: self.since(start), kind, with: Vec::new() };
                (Query::from(statement), Operand::Group)
            }
            _ => match self.logical_group()? {
                Some(query) => (query, Operand::Group),
                None => (Query::from(Statement::from(self.assignment()?)), Operand::Term),
            },
        };
        self.leave();
        Ok(operand)
    }

    /// Operands in parentheses, if the next parenthesis opens such.
    pub(super) fn logical_group(&mut self) -> Read<Option<Query>> {
        if !self.logical_active() || !self.token.is(Mark::OpenParen) {
            return Ok(None);
        }
        Ok(self.attempt_once(|parser| parser.group(true)))
    }

    /// Operands in parentheses; what is a term there is left to be read as one.
    fn group(&mut self, within: bool) -> Read<Query> {
        let open = self.take().span;
        let start = self.token.span.start;
        let (operand, is) = self.operand()?;
        let mut alone = false;
        let query = if self.logical_next() {
            Query::from(self.joined(start, operand)?)
        } else if is == Operand::Group {
            operand
        } else if is == Operand::Term && self.token.is_keyword(Keyword::With) {
            alone = true;
            self.modified(start, operand)?
        } else {
            return Err(Stop);
        };
        self.close(open, Mark::CloseParen)?;
        if alone && !within && !self.logical_next() {
            return Err(Stop);
        }
        Ok(Query { span: self.since(open.start), ..query })
    }

    /// An operand with its `with`s.
    fn modified(&mut self, start: u32, operand: Query) -> Read<Query> {
        let Some(statement) = operand.statements.into_iter().next() else { return Err(Stop) };
        Ok(Query::from(self.with_modifiers(start, statement.kind)?))
    }

    /// `{ a | b }` as an operand reads as a comprehension too.
    pub(super) fn check_union(&mut self, query: &Query) -> Read<()> {
        let Some(Statement { kind: StatementKind::Holds(term), .. }) = query.statements.first() else {
            return Ok(());
        };
        if !matches!(&term.kind, TermKind::Binary(Operator::Or, left, _) if left.span.start == term.span.start)
        {
            return Ok(());
        }
        let span = query.span;
        Err(self.fail(|| {
            let (en, zh) = ("this may be a query or a comprehension", "这里可能是查询，也可能是推导式");
            Mistake::new(MistakeKind::Syntax, span, en, zh).with_help(
                "put the union or the comprehension into parentheses",
                "请将并集或推导式写在圆括号中",
            )
        }))
    }
}

/// The statement that a query has no solution.
fn negated(query: Query) -> Statement {
    Statement { span: query.span, kind: StatementKind::NotQuery(query), with: Vec::new() }
}

/// The query of that statement.
fn not(query: Query) -> Query {
    Query::from(negated(query))
}
