//! Operators between terms.

use super::{Keyword, Kind, Mark, Parser, Read, Stop, Token};
use crate::rego::ast::{Operator, Term, TermKind};
use crate::source::Span;

/// How tight an operator binds: relations, `|`, `&`, sums, products.
const RELATION: u8 = 1;
const OR: u8 = 2;

impl Parser<'_> {
    /// A term with operators, `k, v in xs` included.
    pub(super) fn expression(&mut self) -> Read<Term> {
        let left = self.relation()?;
        if self.token.is(Mark::Comma) {
            return self.pair_in(left);
        }
        self.members(left)
    }

    /// A term with operators, as it stands in a list: a comma ends it.
    pub(super) fn element(&mut self) -> Read<Term> {
        let left = self.relation()?;
        self.members(left)
    }

    /// The same behind its first term.
    pub(super) fn rest_of_element(&mut self, first: Term) -> Read<Term> {
        let left = self.infix(first, RELATION)?;
        self.members(left)
    }

    /// A term with operators other than `in`.
    pub(super) fn relation(&mut self) -> Read<Term> {
        let first = self.term()?;
        self.infix(first, RELATION)
    }

    /// True if the operator `in` is next; what a bracket touches is a name.
    pub(super) fn is_in(&mut self) -> bool {
        self.keyword_as_name();
        self.token.is_keyword(Keyword::In)
    }

    /// `k, v in xs` behind its key; the comma is next.
    fn pair_in(&mut self, key: Term) -> Read<Term> {
        let tallest = self.height;
        let value = self.attempt(|parser| {
            parser.take();
            let value = parser.relation()?;
            if parser.is_in() { Ok(value) } else { Err(Stop) }
        });
        let Some(value) = value else {
            self.height = tallest;
            return Ok(key);
        };
        self.in_collection(Some(key), value, tallest)
    }

    /// `x in xs` where `in` is next, and what follows it.
    pub(super) fn in_collection(&mut self, key: Option<Term>, value: Term, tallest: u32) -> Read<Term> {
        let tallest = tallest.max(self.height);
        self.take();
        let collection = self.relation()?;
        self.stand_on(tallest.max(self.height))?;
        let start = key.as_ref().unwrap_or(&value).span.start;
        let kind = TermKind::In(key.map(Box::new), Box::new(value), Box::new(collection));
        let term = Term { span: self.since(start), kind };
        self.members(term)
    }

    /// What follows a term by `in`.
    pub(super) fn members(&mut self, left: Term) -> Read<Term> {
        let mut left = left;
        while self.is_in() {
            let tallest = self.height;
            self.take();
            let collection = self.relation()?;
            self.stand_on(tallest.max(self.height))?;
            let span = self.since(left.span.start);
            left = Term { span, kind: TermKind::In(None, Box::new(left), Box::new(collection)) };
        }
        Ok(left)
    }

    /// What follows a term by operators that bind at least this tight.
    fn infix(&mut self, left: Term, tight: u8) -> Read<Term> {
        let mut left = left;
        while let Some((operator, binds)) = operator(self.token)
            && binds >= tight
        {
            let tallest = self.height;
            self.take();
            let right = self.term()?;
            let right = self.infix(right, binds + 1)?;
            self.stand_on(tallest.max(self.height))?;
            let span = self.since(left.span.start);
            left = Term { span, kind: TermKind::Binary(operator, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }
}

/// The operator that a token stands for, and how tight it binds.
pub(super) fn operator(token: Token) -> Option<(Operator, u8)> {
    let Kind::Mark(mark) = token.kind else { return None };
    Some(match mark {
        Mark::Equal => (Operator::Equal, RELATION),
        Mark::Unequal => (Operator::Unequal, RELATION),
        Mark::Less => (Operator::Less, RELATION),
        Mark::LessOrEqual => (Operator::LessOrEqual, RELATION),
        Mark::Greater => (Operator::Greater, RELATION),
        Mark::GreaterOrEqual => (Operator::GreaterOrEqual, RELATION),
        Mark::Or => (Operator::Or, OR),
        Mark::And => (Operator::And, 3),
        Mark::Plus => (Operator::Plus, 4),
        Mark::Minus => (Operator::Minus, 4),
        Mark::Times => (Operator::Times, 5),
        Mark::Divide => (Operator::Divide, 5),
        Mark::Remainder => (Operator::Remainder, 5),
        _ => return None,
    })
}

/// True for the operators that do not bind tighter than `|`.
fn loose(operator: Operator) -> bool {
    use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Or, Unequal};
    matches!(operator, Equal | Unequal | Less | LessOrEqual | Greater | GreaterOrEqual | Or)
}

/// `head | term`, where the term was read before it was known that `|` joins the two: `|` takes the leftmost part of it
/// that binds tighter.
pub(super) fn union(head: Term, term: Term) -> Term {
    let start = head.span.start;
    let end = term.span.end;
    let kind = match term.kind {
        TermKind::Binary(operator, left, right) if loose(operator) && left.span.start == term.span.start => {
            TermKind::Binary(operator, Box::new(union(head, *left)), right)
        }
        TermKind::In(None, value, collection) if value.span.start == term.span.start => {
            TermKind::In(None, Box::new(union(head, *value)), collection)
        }
        kind => {
            let term = Term { span: term.span, kind };
            TermKind::Binary(Operator::Or, Box::new(head), Box::new(term))
        }
    };
    Term { span: Span { start, end }, kind }
}
