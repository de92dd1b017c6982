//! Statements and the queries that they make up.

use super::{Bookmark, Keyword, Kind, Mark, Mistake, MistakeKind, Parser, Read, Stop};
use crate::rego::ast::{Name, Query, Statement, StatementKind, Term, TermKind};
use crate::source::Span;

impl Parser<'_> {
    /// Statements in braces; the brace is next.
    pub(super) fn braced(&mut self) -> Read<Query> {
        self.enter()?;
        let open = self.take().span;
        let statements = self.statements(open, Mark::CloseBrace, None)?;
        self.take();
        self.leave();
        Ok(Query { span: self.since(open.start), statements })
    }

    /// Statements up to a closing bracket, which stays; the first one may have been read already.
    pub(super) fn statements(
        &mut self,
        open: Span,
        close: Mark,
        first: Option<Statement>,
    ) -> Read<Vec<Statement>> {
        let mut statements = Vec::new();
        let mut tallest = if first.is_some() { self.height } else { 0 };
        let mut known = first;
        if known.is_none() && self.token.is(close) {
            let span = Span { start: open.start, end: self.token.span.end };
            return Err(self.refuse(span, "a query needs at least one statement", "查询中至少须有一条语句"));
        }
        loop {
            let here = self.bookmark();
            let statement = match known.take() {
                Some(statement) => statement,
                None if self.token.kind == Kind::End => return Err(self.no_separator(open, close)),
                None if self.begins_header() => return Err(self.left_open(open, close, &here)),
                None => self.statement()?,
            };
            statements.push(statement);
            tallest = tallest.max(self.height);
            if self.take_mark(Mark::Semicolon) {
                continue;
            }
            if self.token.is(close) {
                break;
            }
            if !self.token.first || self.token.kind == Kind::End {
                let head = self.continues_head() && self.outermost(here.token);
                return Err(if head {
                    self.left_open(open, close, &here)
                } else {
                    self.no_separator(open, close)
                });
            }
        }
        self.stand_on(tallest)?;
        Ok(statements)
    }

    /// True if the next line is an import or the like: a query before it has been left open.
    fn begins_header(&mut self) -> bool {
        use Keyword::{Default, Import, Package};
        self.keyword_as_name();
        matches!(self.token.kind, Kind::Keyword(Default | Import | Package)) && self.token.first
    }

    /// True if what is next stands behind a head: `if`, `contains` or a brace.
    fn continues_head(&self) -> bool {
        let braces = self.token.is(Mark::OpenBrace);
        braces || matches!(self.text(self.token.span), "if" | "contains")
    }

    /// A query that the next rule or import shows to be left open; reading goes on with that.
    fn left_open(&mut self, open: Span, close: Mark, next: &Bookmark) -> Stop {
        self.go_back(next);
        let (next, close) = (next.token.span, close.text());
        let bracket = self.text(open).to_owned();
        self.fail(|| {
            let (en, zh) = (format!("this `{bracket}` is not closed"), format!("这个 `{bracket}` 没有结束"));
            Mistake::new(MistakeKind::Syntax, open, en, zh).with_other(0, next).with_help(
                format!("write `{close}` before the next statement of the file"),
                format!("请在下一条规则之前写 `{close}`"),
            )
        })
    }

    fn no_separator(&mut self, open: Span, close: Mark) -> Stop {
        self.unclosed(open, close, ", `;` or a new line", "、`;` 或换行")
    }

    pub(super) fn statement(&mut self) -> Read<Statement> {
        if self.logical_active()
            && let Some(statement) = self.logical_start()?
        {
            return Ok(statement);
        }
        self.keyword_as_name();
        let start = self.token.span.start;
        let statement = match self.token.kind {
            Kind::Keyword(Keyword::Some) => self.some()?,
            Kind::Keyword(Keyword::Every) => self.every()?,
            Kind::Keyword(Keyword::Not) => self.not()?,
            _ => {
                let term = self.assignment()?;
                self.with_modifiers(start, StatementKind::Holds(term))?
            }
        };
        self.logical_tail(statement)
    }

    /// A statement of this kind with the `with`s that follow.
    pub(super) fn with_modifiers(&mut self, start: u32, kind: StatementKind) -> Read<Statement> {
        let mut tallest = self.height;
        let mut with = Vec::new();
        while self.token.is_keyword(Keyword::With) {
            self.take();
            with.push(self.modifier()?);
            tallest = tallest.max(self.height);
        }
        self.stand_on(tallest)?;
        Ok(Statement { span: self.since(start), kind, with })
    }

    fn modifier(&mut self) -> Read<(Term, Term)> {
        if self.token.kind != Kind::Name {
            return Err(self.expected(
                "what `with` replaces: `input`, `data` or a function",
                "`with` 要替换的 `input`、`data` 或函数",
            ));
        }
        let target = self.term()?;
        let tallest = self.height;
        if target.reference().is_none() {
            let (en, zh) = ("`with` cannot replace this", "`with` 不能替换它");
            return Err(self.refuse(target.span, en, zh));
        }
        if !self.token.is_keyword(Keyword::As) {
            return Err(self.expected("`as` and what takes its place", "`as` 及替换的值"));
        }
        self.take();
        let value = self.expression()?;
        self.height = self.height.max(tallest);
        Ok((target, value))
    }

    /// A term, or two joined by `:=` or `=`.
    pub(super) fn assignment(&mut self) -> Read<Term> {
        let left = self.expression()?;
        self.assigned(left)
    }

    /// A term whose left side has been read.
    pub(super) fn assigned(&mut self, left: Term) -> Read<Term> {
        let assigned = self.token.is(Mark::Assign);
        if !assigned && !self.token.is(Mark::Unify) {
            return Ok(left);
        }
        self.take();
        let tallest = self.height;
        let right = self.expression()?;
        self.stand_on(tallest.max(self.height))?;
        let span = self.since(left.span.start);
        Ok(Term { span, kind: TermKind::Assign(assigned, Box::new(left), Box::new(right)) })
    }

    fn not(&mut self) -> Read<Statement> {
        let start = self.take().span.start;
        if let Kind::Keyword(Keyword::Some | Keyword::Every) = self.token.kind {
            let span = self.token.span;
            let keyword = self.text(span).to_owned();
            return Err(self.refuse(
                span,
                format!("`{keyword}` cannot be negated"),
                format!("`{keyword}` 不能取反"),
            ));
        }
        if !self.lexer.keywords.not {
            let term = self.assignment()?;
            return self.with_modifiers(start, StatementKind::Not(term));
        }
        let query = self.negated_query()?;
        self.with_modifiers(start, StatementKind::NotQuery(query))
    }

    /// What stands behind a `not` that takes a query.
    pub(super) fn negated_query(&mut self) -> Read<Query> {
        if self.token.is(Mark::OpenBrace) {
            let query = self.braced()?;
            self.check_union(&query)?;
            return Ok(query);
        }
        if let Some(query) = self.logical_group()? {
            return Ok(query);
        }
        let term = self.assignment()?;
        Ok(Query::from(Statement::from(term)))
    }

    /// `some x, y` or `some k, v in xs`.
    fn some(&mut self) -> Read<Statement> {
        let start = self.take().span.start;
        let first = self.relation()?;
        let tallest = self.height;
        if self.is_in() {
            return self.some_in(start, None, first, tallest);
        }
        if !self.token.is(Mark::Comma) {
            return self.names(start, vec![first]);
        }
        self.take();
        if self.names_only() {
            let second = self.take().span;
            let kind = TermKind::Var(self.text(second).to_owned());
            return self.names(start, vec![first, Term { span: second, kind }]);
        }
        let second = self.relation()?;
        if !self.is_in() {
            return Err(self.expected("`in` and what is searched", "`in` 及要遍历的值"));
        }
        let tallest = tallest.max(self.height);
        self.some_in(start, Some(first), second, tallest)
    }

    /// True if the next token is a variable that `some` only declares: neither `in` nor a step follows.
    fn names_only(&mut self) -> bool {
        if self.token.kind != Kind::Name {
            return false;
        }
        let here = self.bookmark();
        self.take();
        let touching = [Mark::Dot, Mark::OpenBracket, Mark::OpenParen].iter().any(|mark| self.touches(*mark));
        let joined = !self.token.first && super::infix::operator(self.token).is_some();
        let only = !touching && !joined && !self.is_in();
        self.go_back(&here);
        only
    }

    fn some_in(&mut self, start: u32, key: Option<Term>, value: Term, tallest: u32) -> Read<Statement> {
        self.take();
        let mut key = key;
        let mut value = value;
        let mut collection = self.relation()?;
        let mut tallest = tallest.max(self.height);
        while self.is_in() {
            self.stand_on(tallest)?;
            let first = key.as_ref().unwrap_or(&value).span.start;
            let span = self.since(first);
            let kind = TermKind::In(key.take().map(Box::new), Box::new(value), Box::new(collection));
            value = Term { span, kind };
            self.take();
            tallest = self.height;
            collection = self.relation()?;
            tallest = tallest.max(self.height);
        }
        self.height = tallest;
        self.with_modifiers(start, StatementKind::SomeIn { key, value, collection })
    }

    /// The names that `some` declares; the first ones have been read as terms.
    fn names(&mut self, start: u32, first: Vec<Term>) -> Read<Statement> {
        let mut names = Vec::new();
        for term in first {
            let Some(text) = term.var() else {
                return Err(self.refuse(
                    term.span,
                    "`some` takes variables: `some x` or `some x in xs`",
                    "`some` 之后须为变量：`some x` 或 `some x in xs`",
                ));
            };
            names.push(Name { text: text.to_owned(), span: term.span });
        }
        while self.take_mark(Mark::Comma) {
            if self.token.kind != Kind::Name {
                return Err(self.expected("a variable", "变量"));
            }
            let span = self.take().span;
            names.push(Name { text: self.text(span).to_owned(), span });
        }
        self.stand_on(0)?;
        Ok(Statement { span: self.since(start), kind: StatementKind::Some(names), with: Vec::new() })
    }

    /// `every k, v in xs { .. }`
    fn every(&mut self) -> Read<Statement> {
        let start = self.take().span.start;
        let term = self.expression()?;
        let tallest = self.height;
        let TermKind::In(key, value, domain) = term.kind else {
            let (en, zh) = ("`every` takes `x in xs` and a body", "`every` 之后须为 `x in xs` 及语句块");
            return Err(self.refuse(term.span, en, zh));
        };
        let key = key.map(|key| self.variable(*key)).transpose()?;
        let value = self.variable(*value)?;
        if !self.token.is(Mark::OpenBrace) {
            return Err(
                self.expected("`{` and what has to hold of every member", "`{` 及每个成员须满足的条件")
            );
        }
        let body = self.braced()?;
        self.height = self.height.max(tallest);
        self.with_modifiers(start, StatementKind::Every { key, value, domain: *domain, body })
    }

    fn variable(&mut self, term: Term) -> Read<Name> {
        match term.var() {
            Some(text) => Ok(Name { text: text.to_owned(), span: term.span }),
            None => Err(self.refuse(term.span, "`every` binds variables only", "`every` 只能绑定变量")),
        }
    }
}

impl From<Term> for Statement {
    fn from(term: Term) -> Self {
        Statement { span: term.span, kind: StatementKind::Holds(term), with: Vec::new() }
    }
}

impl From<Statement> for Query {
    fn from(statement: Statement) -> Self {
        Query { span: statement.span, statements: vec![statement] }
    }
}
