//! Numbers, strings, and interpolated strings.

use super::{Kind, Mark, Mistake, MistakeKind, Parser, Read};
use crate::rego::ast::{Gather, Part, Query, Scalar, Statement, StatementKind, Step, Term, TermKind};
use crate::rego::lexer::unescape;
use crate::source::Span;

/// The largest power of two that a number may have, as in OPA.
const LARGEST_POWER: f64 = 1e5;

impl Parser<'_> {
    /// A number behind its sign, which begins at `start`.
    pub(super) fn number(&mut self, start: u32, sign: &str) -> Read<Term> {
        let fraction = self.take_mark(Mark::Dot);
        if self.token.kind != Kind::Number {
            return Err(self.expected("a number", "数字"));
        }
        let token = self.take().span;
        let written = self.text(token);
        let span = self.since(start);
        let leading = written.len() > 1 && written.starts_with('0') && written.as_bytes()[1].is_ascii_digit();
        if leading && !fraction {
            let (en, zh) = ("a number cannot begin with 0", "数字不能以 0 开头");
            return Err(self.refuse(token, en, zh));
        }
        if fraction && written.contains('.') {
            return Err(self.refuse(span, "this is no number", "这不是数字"));
        }
        let number = if fraction { format!("{sign}0.{written}") } else { format!("{sign}{written}") };
        if power_of_two(&number).abs() > LARGEST_POWER {
            return Err(self.refuse(span, "this number is too large or too small", "数字过大或过小"));
        }
        self.height = 1;
        Ok(Term { span, kind: TermKind::Scalar(Scalar::Number(number)) })
    }

    /// `"text"`
    pub(super) fn string(&mut self) -> Term {
        let span = self.take().span;
        let text = self.unescaped(span, false);
        self.text_term(span, text)
    }

    pub(super) fn raw_string(&mut self) -> Term {
        let span = self.take().span;
        let text = self.within(span).to_owned();
        self.text_term(span, text)
    }

    fn text_term(&mut self, span: Span, text: String) -> Term {
        self.height = 1;
        Term { span, kind: TermKind::Scalar(Scalar::Text(text)) }
    }

    /// The text between the first and the last byte of a token.
    fn within(&self, span: Span) -> &str {
        self.text(Span { start: span.start + 1, end: span.end - 1 })
    }

    /// The same with escapes replaced; the lexer has checked them.
    fn unescaped(&self, span: Span, braces: bool) -> String {
        let inner = self.within(span);
        unescape(inner, braces).map_or_else(|_| inner.to_owned(), std::borrow::Cow::into_owned)
    }

    /// An interpolated string, whose first piece is next.
    pub(super) fn interpolated(&mut self, raw: bool) -> Read<Term> {
        let start = self.token.span.start;
        let mut parts = Vec::new();
        let mut tallest = 0;
        // The first piece begins with `$` and a quote, the others with the `}` of an expression.
        let mut opening = 1;
        loop {
            let Kind::Piece { last, .. } = self.token.kind else {
                return Err(self.expected("the end of the interpolated string", "插值字符串的结尾"));
            };
            let span = Span { start: self.token.span.start + opening, end: self.token.span.end };
            let text = if raw { self.within(span).replace("\\{", "{") } else { self.unescaped(span, true) };
            if !text.is_empty() {
                parts.push(Part::Text(text));
            }
            let piece = self.take().span;
            if last {
                break;
            }
            parts.push(Part::Term(self.interpolated_term(piece)?));
            tallest = tallest.max(self.height);
            self.lexer.go(self.token.span.start as usize);
            self.token = self.lexer.piece(raw);
            opening = 0;
        }
        self.stand_on(tallest)?;
        Ok(Term { span: self.since(start), kind: TermKind::Interpolated(parts) })
    }

    /// The expression between the braces of an interpolated string; the closing brace stays.
    fn interpolated_term(&mut self, piece: Span) -> Read<Term> {
        let open = Span { start: piece.end - 1, end: piece.end };
        if self.token.is(Mark::CloseBrace) {
            let span = Span { start: open.start, end: self.token.span.end };
            let mistake =
                Mistake::new(MistakeKind::Syntax, span, "there is no term in these braces", "花括号中没有项")
                    .with_help("write `\\{` for a brace in the text", "文本中的花括号请写作 `\\{`");
            return Err(self.fail(|| mistake));
        }
        let statement = self.statement()?;
        if !self.token.is(Mark::CloseBrace) {
            return Err(self.unclosed(open, Mark::CloseBrace, "", ""));
        }
        match statement.kind {
            StatementKind::Holds(term) if !matches!(term.kind, TermKind::Assign(..)) => {
                match statement.with {
                    with if with.is_empty() => Ok(term),
                    with => self.replaced(term, with, statement.span),
                }
            }
            _ => Err(self.refuse(
                statement.span,
                "the braces of an interpolated string hold a term",
                "插值字符串的花括号中只能是一个项",
            )),
        }
    }

    /// A term with `with`: `[x | x := term with ..][0]`, as only statements have such. The name of the variable is none
    /// that a policy could use.
    fn replaced(&mut self, term: Term, with: Vec<(Term, Term)>, span: Span) -> Read<Term> {
        self.stand_on(self.height + 2)?;
        let new = |kind| Term { span, kind };
        let variable = || new(TermKind::Var("$value".to_owned()));
        let assigned = new(TermKind::Assign(true, Box::new(variable()), Box::new(term)));
        let statement = Statement { span, kind: StatementKind::Holds(assigned), with };
        let all = TermKind::Comprehension(Gather::Array, vec![variable()], Query::from(statement));
        let first = Step::Index(new(TermKind::Scalar(Scalar::Number("0".to_owned()))));
        Ok(new(TermKind::Ref(Box::new(new(all)), vec![first])))
    }
}

/// About the power of two of a number; that of 0 is 0.
fn power_of_two(number: &str) -> f64 {
    let (digits, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let digits = digits.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent: f64 = exponent.parse().unwrap_or(f64::INFINITY);
    let whole = whole.trim_start_matches('0');
    let (leading, place) = match whole.len() {
        0 => {
            let significant = fraction.trim_start_matches('0');
            (significant, significant.len() as f64 - fraction.len() as f64)
        }
        length => (whole, length as f64),
    };
    if leading.is_empty() {
        return 0.0;
    }
    let mantissa: f64 = format!("0.{}", &leading[..leading.len().min(17)]).parse().unwrap_or(1.0);
    (mantissa.log10() + place + exponent) * std::f64::consts::LOG2_10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_numbers() {
        for (number, power) in [
            ("0", 0.0),
            ("0e99999999999", 0.0),
            ("1024", 10.0),
            ("-0.125", -3.0),
            ("4e30", 101.658),
            ("0.001e3", 0.0),
            ("1e-400000", -1_328_771.237),
            ("1e100000", 332_192.809),
        ] {
            let found = power_of_two(number);
            assert!((found - power).abs() < 0.01, "{number}: {found}");
        }
    }
}
