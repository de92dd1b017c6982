//! Heads, and the definitions that they give with their bodies.

use super::super::{Keyword, Kind, Mark, Parser, Read};
use crate::rego::ast::{Body, Rule, RuleKind, Scalar, Step, Term, TermKind};
use crate::source::Span;

/// A head as far as it is read.
pub(super) struct Head {
    pub(super) name: String,
    pub(super) name_end: u32,
    /// The steps behind the name, each with the place where it ends.
    pub(super) steps: Vec<(Step, u32)>,
    pub(super) args: Option<Vec<Term>>,
    pub(super) member: Option<Term>,
    pub(super) value: Option<Term>,
    pub(super) assigned: bool,
    /// True if space stands behind the name; then a body has to follow.
    pub(super) spaced: bool,
    /// True if the name is `contains`, which only a definition without a body may have.
    pub(super) keyword: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Head {
    /// True for a head with arguments; `f()` defines a value.
    pub(super) fn is_function(&self) -> bool {
        self.args.as_ref().is_some_and(|args| !args.is_empty())
    }

    /// Its bytes.
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

impl Parser<'_> {
    pub(super) fn head(&mut self) -> Read<Head> {
        let keyword = self.token.is_keyword(Keyword::Contains);
        if self.token.kind != Kind::Name && !keyword {
            return Err(self.no_statement());
        }
        let name = self.take().span;
        let spaced = self.token.span.start > self.end;
        let mut head = Head {
            name: self.text(name).to_owned(),
            name_end: name.end,
            steps: Vec::new(),
            args: None,
            member: None,
            value: None,
            assigned: false,
            spaced: false,
            keyword,
            start: name.start,
            end: name.end,
        };
        let step = [Mark::OpenParen, Mark::Dot, Mark::OpenBracket].iter().any(|mark| self.token.is(*mark));
        if spaced && step && !keyword {
            head.spaced = true;
            self.end = self.token.span.start;
        }
        while let Some(step) = self.step()? {
            head.steps.push((step, self.end));
        }
        if self.touches(Mark::OpenParen) {
            head.args = Some(self.arguments()?);
            if head.steps.is_empty() && head.name == "set" && !head.is_function() {
                let (en, zh) = ("the empty set cannot be defined", "空集 `set()` 不能被定义");
                return Err(self.refuse(self.since(head.start), en, zh));
            }
            if self.touches(Mark::Dot) || self.touches(Mark::OpenBracket) {
                return Err(self.expected("the value or the body of the function", "函数的值或函数体"));
            }
        }
        head.end = self.end;
        Ok(head)
    }

    pub(super) fn contains(&mut self, head: &mut Head) -> Read<()> {
        self.modern = true;
        if head.args.is_some() {
            let span = self.token.span;
            let (en, zh) = ("a function has no members", "函数不能使用 `contains`");
            return Err(self.refuse(span, en, zh));
        }
        self.take();
        head.member = Some(self.expression()?);
        Ok(())
    }

    pub(super) fn value(&mut self, head: &mut Head) -> Read<()> {
        head.assigned = self.token.is(Mark::Assign);
        if head.assigned || self.token.is(Mark::Unify) {
            self.take();
            head.value = Some(self.expression()?);
        }
        Ok(())
    }

    /// Adds a definition; with `set` its only step is the member of a set.
    pub(super) fn define(&mut self, head: Head, set: bool, bodies: Vec<Body>) {
        let Head { name, mut name_end, mut steps, args, mut member, value, assigned, start, .. } = head;
        let args = args.filter(|args| !args.is_empty());
        if set
            && steps.len() == 1
            && let Some((step, _)) = steps.pop()
        {
            member = Some(key(step));
        }
        let mut path = vec![name];
        let mut keys = Vec::new();
        for (step, end) in steps {
            match step.constant() {
                Some(text) if keys.is_empty() => {
                    path.push(text.to_owned());
                    name_end = end;
                }
                _ => keys.push(key(step)),
            }
        }
        let kind = match (&args, &member) {
            (Some(_), _) => RuleKind::Function,
            (None, Some(_)) => RuleKind::Set,
            (None, None) => RuleKind::Value,
        };
        let name_span = Span { start, end: name_end };
        let span = self.since(start);
        self.tree.rules.push(Rule {
            span,
            kind,
            path,
            name_span,
            args,
            keys,
            member,
            value,
            assigned,
            bodies,
        });
    }
}

/// The key that a step of a head is.
fn key(step: Step) -> Term {
    match step {
        Step::Field(name) => Term { span: name.span, kind: TermKind::Scalar(Scalar::Text(name.text)) },
        Step::Index(term) => term,
    }
}
