//! The steps behind a term: references and calls.

use super::{Kind, Mark, Mistake, MistakeKind, Parser, Read, Stop};
use crate::rego::ast::{Name, Step, Term, TermKind};
use crate::source::Span;

impl Parser<'_> {
    /// A term with the steps that touch it.
    pub(super) fn steps(&mut self, head: Term) -> Read<Term> {
        let mut term = head;
        let mut called = false;
        loop {
            let open = self.touches(Mark::OpenParen);
            if open && called || !open && !self.touches(Mark::Dot) && !self.touches(Mark::OpenBracket) {
                return Ok(term);
            }
            self.check_root(&term)?;
            called = open;
            term = if open { self.call(term)? } else { self.reference(term)? };
        }
    }

    fn reference(&mut self, root: Term) -> Read<Term> {
        let mut tallest = self.height;
        let mut steps = Vec::new();
        while let Some(step) = self.step()? {
            tallest = tallest.max(self.height);
            steps.push(step);
        }
        self.stand_on(tallest)?;
        let span = self.since(root.span.start);
        Ok(Term { span, kind: TermKind::Ref(Box::new(root), steps) })
    }

    /// The next step, if one touches.
    pub(super) fn step(&mut self) -> Read<Option<Step>> {
        if self.touches(Mark::Dot) {
            self.take();
            self.height = 0;
            return self.field().map(Step::Field).map(Some);
        }
        if !self.touches(Mark::OpenBracket) {
            return Ok(None);
        }
        let open = self.take().span;
        let term = self.expression()?;
        self.close(open, Mark::CloseBracket)?;
        Ok(Some(Step::Index(term)))
    }

    /// The name behind a dot, which it touches.
    pub(super) fn field(&mut self) -> Read<Name> {
        let name = matches!(self.token.kind, Kind::Name | Kind::Keyword(_));
        if !name || self.token.span.start != self.end {
            return Err(self.no_field());
        }
        let span = self.take().span;
        Ok(Name { text: self.text(span).to_owned(), span })
    }

    fn no_field(&mut self) -> Stop {
        let (en, zh) = ("a name behind the dot", "紧跟在点号之后的名称");
        let text = self.text(self.token.span);
        let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let step = match self.token.kind {
            Kind::Text => format!("[{text}]"),
            Kind::Number | Kind::Illegal if !digits.is_empty() => format!("[{digits}]"),
            Kind::Mark(Mark::OpenBracket) => "[".to_owned(),
            _ => return self.expected(en, zh),
        };
        let found = if digits.is_empty() { text.to_owned() } else { digits.to_owned() };
        let start = self.token.span.start as usize;
        let span = Span::new(start, start + found.len());
        self.fail(|| {
            let message = format!("expected {en}, found `{found}`");
            Mistake::new(MistakeKind::Syntax, span, message, format!("此处应为{zh}，却是 `{found}`"))
                .with_help(format!("write `{step}` without the dot"), format!("请写 `{step}`，不加点号"))
        })
    }

    /// A call of what has been read.
    fn call(&mut self, function: Term) -> Read<Term> {
        let below = self.height;
        let args = self.arguments()?;
        self.stand_on(self.height.max(below))?;
        let span = self.since(function.span.start);
        let set = args.is_empty() && function.var() == Some("set");
        let kind = if set { TermKind::Set(args) } else { TermKind::Call(Box::new(function), args) };
        Ok(Term { span, kind })
    }

    /// Arguments in parentheses; the opening one is next.
    pub(super) fn arguments(&mut self) -> Read<Vec<Term>> {
        let open = self.take().span;
        self.height = 0;
        let mut args = Vec::new();
        if !self.token.is(Mark::CloseParen) {
            let first = self.element()?;
            args = self.list(first, open, Mark::CloseParen)?;
        }
        self.close(open, Mark::CloseParen)?;
        Ok(args)
    }

    /// Steps stand behind names, collections, comprehensions and calls.
    fn check_root(&mut self, root: &Term) -> Read<()> {
        let grouped = self.lexer.text().as_bytes().get(root.span.start as usize) == Some(&b'(');
        let (en, zh) = match &root.kind {
            TermKind::Scalar(_) => ("a constant", "常量"),
            TermKind::Interpolated(_) => ("an interpolated string", "插值字符串"),
            TermKind::Ref(..) if grouped => ("a reference in parentheses", "括号中的引用"),
            TermKind::Var(name) if grouped && (name == "input" || name == "data") => {
                ("a reference in parentheses", "括号中的引用")
            }
            _ => return Ok(()),
        };
        let span = root.span;
        Err(self.fail(|| {
            let message = format!("nothing can be looked up in {en} directly");
            Mistake::new(MistakeKind::Syntax, span, message, format!("不能直接对{zh}取值"))
                .with_help("assign it to a variable first", "请先将它赋给变量")
        }))
    }
}
