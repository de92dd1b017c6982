//! Arrays, sets, objects, and comprehensions.
//!
//! `{a | b}` is a comprehension, and `{a | b, c}` a set whose first member is a union. What stands behind the bar is
//! read once, and joined to what stands before it where a comma shows that it was a union.

use super::infix::union;
use super::{Keyword, Kind, Mark, Parser, Read};
use crate::rego::ast::{Gather, Query, Statement, StatementKind, Term, TermKind};
use crate::source::Span;

/// What the first `|` of a literal was.
enum Bar {
    /// It begins the query of a comprehension, whose head this is; the closing bracket is next.
    Query(Term, Query),
    /// It is an operator: the union, and the term behind the comma that follows it, if that was read already. The comma has
    /// been taken.
    Union(Term, Option<Term>),
}

impl Parser<'_> {
    pub(super) fn array(&mut self) -> Read<Term> {
        let open = self.take().span;
        let close = Mark::CloseBracket;
        let items = if self.token.is(close) {
            self.height = 0;
            Vec::new()
        } else {
            let comprehension = !self.take_mark(Mark::Comma);
            let head = self.term()?;
            if comprehension && self.token.is(Mark::Or) {
                match self.bar(head, close)? {
                    Bar::Query(head, query) => return self.gather(open, Gather::Array, vec![head], query),
                    Bar::Union(first, second) => self.more(first, second, open, close)?,
                }
            } else {
                let first = self.rest_of_element(head)?;
                self.list(first, open, close)?
            }
        };
        self.literal(open, TermKind::Array(items))
    }

    pub(super) fn set_or_object(&mut self) -> Read<Term> {
        let open = self.take().span;
        let close = Mark::CloseBrace;
        if self.token.is(close) {
            self.height = 0;
            return self.literal(open, TermKind::Object(Vec::new()));
        }
        let comprehension = !self.take_mark(Mark::Comma);
        let head = self.term()?;
        let items = if comprehension && self.token.is(Mark::Or) {
            match self.bar(head, close)? {
                Bar::Query(head, query) => return self.gather(open, Gather::Set, vec![head], query),
                Bar::Union(first, second) => self.more(first, second, open, close)?,
            }
        } else {
            let first = self.rest_of_element(head)?;
            if self.token.is(Mark::Colon) {
                return self.object(open, first, comprehension);
            }
            self.list(first, open, close)?
        };
        self.literal(open, TermKind::Set(items))
    }

    /// An object behind its first key; the colon is next.
    fn object(&mut self, open: Span, key: Term, comprehension: bool) -> Read<Term> {
        let mut tallest = self.height;
        self.take();
        let head = self.term()?;
        let mut next = None;
        let mut more = true;
        let value = if comprehension && self.token.is(Mark::Or) {
            match self.bar(head, Mark::CloseBrace)? {
                Bar::Query(head, query) => {
                    self.height = self.height.max(tallest);
                    return self.gather(open, Gather::Object, vec![key, head], query);
                }
                Bar::Union(value, second) => {
                    next = second;
                    value
                }
            }
        } else {
            let value = self.rest_of_element(head)?;
            more = self.comma(open, Mark::CloseBrace)?;
            value
        };
        tallest = tallest.max(self.height);
        let mut fields = vec![(key, value)];
        while more && (next.is_some() || !self.token.is(Mark::CloseBrace)) {
            let key = match next.take() {
                Some(key) => key,
                None => self.element()?,
            };
            tallest = tallest.max(self.height);
            fields.push((key, self.field_value()?));
            tallest = tallest.max(self.height);
            more = self.comma(open, Mark::CloseBrace)?;
        }
        self.height = tallest;
        self.literal(open, TermKind::Object(fields))
    }

    fn field_value(&mut self) -> Read<Term> {
        if !self.take_mark(Mark::Colon) {
            return Err(self.expected("`:` and the value of this key", "`:` 及该键的值"));
        }
        self.element()
    }

    /// The literal or comprehension whose closing bracket is next.
    fn literal(&mut self, open: Span, kind: TermKind) -> Read<Term> {
        self.stand_on(self.height)?;
        self.take();
        Ok(Term { span: self.since(open.start), kind })
    }

    fn gather(&mut self, open: Span, gather: Gather, items: Vec<Term>, query: Query) -> Read<Term> {
        self.literal(open, TermKind::Comprehension(gather, items, query))
    }

    /// The items of a list behind the first one, up to the closing bracket, which stays.
    pub(super) fn list(&mut self, first: Term, open: Span, close: Mark) -> Read<Vec<Term>> {
        let mut items = vec![first];
        let mut tallest = self.height;
        while self.comma(open, close)? && !self.token.is(close) {
            items.push(self.element()?);
            tallest = tallest.max(self.height);
        }
        self.height = tallest;
        Ok(items)
    }

    /// The same behind a union and its comma.
    fn more(&mut self, first: Term, second: Option<Term>, open: Span, close: Mark) -> Read<Vec<Term>> {
        let tallest = self.height;
        let second = match second {
            Some(second) => second,
            None if self.token.is(close) => return Ok(vec![first]),
            None => self.element()?,
        };
        self.height = self.height.max(tallest);
        let mut items = self.list(second, open, close)?;
        items.insert(0, first);
        Ok(items)
    }

    /// True if a comma follows an item, false if the closing bracket does.
    fn comma(&mut self, open: Span, close: Mark) -> Read<bool> {
        if self.take_mark(Mark::Comma) {
            return Ok(true);
        }
        if self.token.is(close) {
            return Ok(false);
        }
        Err(self.unclosed(open, close, " or `,`", " 或 `,`"))
    }

    /// What stands behind the first `|` of a literal, which is next.
    fn bar(&mut self, head: Term, close: Mark) -> Read<Bar> {
        self.enter()?;
        let below = self.height;
        let bar = self.take().span;
        self.keyword_as_name();
        let only_query =
            matches!(self.token.kind, Kind::Keyword(Keyword::Some | Keyword::Every | Keyword::Not));
        let read = if only_query || self.token.is(close) {
            Bar::Query(head, self.query_behind(bar, close, None)?)
        } else if self.logical_active()
            && let Some(first) = self.logical_start()?
        {
            Bar::Query(head, self.query_behind(bar, close, Some(first))?)
        } else {
            self.bar_or_union(head, bar, close)?
        };
        self.height = self.height.max(below);
        self.leave();
        Ok(read)
    }

    /// The query of a comprehension, its first statement perhaps read already.
    fn query_behind(&mut self, bar: Span, close: Mark, first: Option<Statement>) -> Read<Query> {
        let statements = self.statements(bar, close, first)?;
        let start = statements.first().map_or(bar.start, |statement| statement.span.start);
        Ok(Query { span: self.since(start), statements })
    }

    /// A query or a union, by what stands behind its first term.
    fn bar_or_union(&mut self, head: Term, bar: Span, close: Mark) -> Read<Bar> {
        let start = self.token.span.start;
        let first = self.relation()?;
        let mut tallest = self.height;
        let first = if self.take_mark(Mark::Comma) {
            if self.token.is(close) {
                return Ok(Bar::Union(union(head, first), None));
            }
            let second = self.relation()?;
            if !self.is_in() {
                self.stand_on(tallest.max(self.height))?;
                return Ok(Bar::Union(union(head, first), Some(second)));
            }
            self.in_collection(Some(first), second, tallest)?
        } else {
            self.members(first)?
        };
        tallest = self.height;
        if self.take_mark(Mark::Comma) {
            self.stand_on(tallest)?;
            return Ok(Bar::Union(union(head, first), None));
        }
        let term = self.assigned(first)?;
        let statement = self.with_modifiers(start, StatementKind::Holds(term))?;
        let statement = self.logical_tail(statement)?;
        Ok(Bar::Query(head, self.query_behind(bar, close, Some(statement))?))
    }
}
