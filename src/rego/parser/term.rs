//! Terms without operators.

use super::{Keyword, Kind, Mark, Mistake, MistakeKind, Parser, Read, Stop};
use crate::rego::ast::{Operator, Scalar, Term, TermKind};
use crate::source::Span;

impl Parser<'_> {
    /// A term without operators, its steps included.
    pub(super) fn term(&mut self) -> Read<Term> {
        self.enter()?;
        self.logical_as_name();
        let term = match self.token.kind {
            Kind::Mark(Mark::Minus) => self.negative()?,
            _ => {
                let root = self.root()?;
                self.steps(root)?
            }
        };
        self.leave();
        Ok(term)
    }

    fn root(&mut self) -> Read<Term> {
        match self.token.kind {
            Kind::Name | Kind::Keyword(Keyword::Contains) => Ok(self.variable_term()),
            Kind::Keyword(Keyword::Null) => Ok(self.constant(Scalar::Null)),
            Kind::Keyword(Keyword::True) => Ok(self.constant(Scalar::Bool(true))),
            Kind::Keyword(Keyword::False) => Ok(self.constant(Scalar::Bool(false))),
            Kind::Number | Kind::Mark(Mark::Dot) => self.number(self.token.span.start, ""),
            Kind::Text => Ok(self.string()),
            Kind::RawText => Ok(self.raw_string()),
            Kind::Piece { raw, .. } => self.interpolated(raw),
            Kind::Mark(Mark::OpenBracket) => self.array(),
            Kind::Mark(Mark::OpenBrace) => self.set_or_object(),
            Kind::Mark(Mark::OpenParen) => self.grouped(),
            _ => Err(self.no_term()),
        }
    }

    fn no_term(&mut self) -> Stop {
        let help = match self.token.kind {
            Kind::Keyword(Keyword::Not) => {
                ("`not` stands at the beginning of a statement only", "`not` 只能出现在语句开头")
            }
            Kind::Keyword(Keyword::Some | Keyword::Every) => {
                ("it stands at the beginning of a statement only", "它只能出现在语句开头")
            }
            Kind::Mark(Mark::Unify | Mark::Assign) => {
                ("compare with `==`, assign with `:=`", "比较请用 `==`，赋值请用 `:=`")
            }
            Kind::Mark(Mark::And | Mark::Or) if self.doubled() => return self.doubled_operator(),
            _ => return self.expected("a term", "一个项"),
        };
        self.expected_with_help("a term", "一个项", (help.0.into(), help.1.into()))
    }

    /// True if the next token repeats the one before it: `&&`.
    fn doubled(&self) -> bool {
        self.token.span.start == self.end && self.text(self.token.span) == self.text(self.last)
    }

    fn doubled_operator(&mut self) -> Stop {
        let span = Span { start: self.last.start, end: self.token.span.end };
        let (en, zh) = match self.token.kind {
            Kind::Mark(Mark::And) => ("put each condition on a line of its own", "请将各条件分行书写"),
            _ => ("define the rule once for each alternative", "请为每种情形各写一个规则定义"),
        };
        let operator = self.text(span).to_owned();
        self.fail(|| {
            let message = format!("there is no operator `{operator}`");
            Mistake::new(MistakeKind::Syntax, span, message, format!("没有运算符 `{operator}`"))
                .with_help(en, zh)
        })
    }

    /// The variable that is next.
    pub(super) fn variable_term(&mut self) -> Term {
        let span = self.take().span;
        self.height = 1;
        Term { span, kind: TermKind::Var(self.text(span).to_owned()) }
    }

    fn constant(&mut self, scalar: Scalar) -> Term {
        let span = self.take().span;
        self.height = 1;
        Term { span, kind: TermKind::Scalar(scalar) }
    }

    /// `(term)`: the parentheses belong to its bytes.
    fn grouped(&mut self) -> Read<Term> {
        let open = self.take().span;
        let term = self.expression()?;
        self.close(open, Mark::CloseParen)?;
        Ok(Term { span: self.since(open.start), ..term })
    }

    /// `-1`, or `-x`, which is `0 - x`.
    fn negative(&mut self) -> Read<Term> {
        let start = self.take().span.start;
        match self.token.kind {
            Kind::Name | Kind::Keyword(Keyword::Contains) => {
                let name = self.variable_term();
                let term = self.steps(name)?;
                self.stand_on(self.height)?;
                let zero = Term {
                    span: Span { start, end: start },
                    kind: TermKind::Scalar(Scalar::Number("0".to_owned())),
                };
                let kind = TermKind::Binary(Operator::Minus, Box::new(zero), Box::new(term));
                Ok(Term { span: self.since(start), kind })
            }
            Kind::Number | Kind::Mark(Mark::Dot) => {
                let number = self.number(start, "-")?;
                self.steps(number)
            }
            _ => Err(self.expected("a number or a name behind `-`", "`-` 之后的数字或名称")),
        }
    }
}
