//! What heads have to look like.

use super::super::{Keyword, Kind, Mark, Mistake, MistakeKind, Parser, Read, Stop};
use super::head::Head;
use crate::rego::ast::{Part, Statement, Step, Term, TermKind};
use crate::source::Span;

/// How many characters of a head a message shows.
const LONGEST_HEAD: usize = 60;

impl Parser<'_> {
    pub(super) fn check_else(&mut self, head: &Head, has_if: bool) -> Read<()> {
        let span = self.token.span;
        let two = head.steps.len() == 1 && !head.is_function();
        let looked_up = matches!(head.steps.first(), Some((Step::Index(term), _)) if is_reference(term));
        if head.member.is_some() || two && (!has_if || looked_up) {
            let (en, zh) = ("a rule with members has no `else`", "含多个成员的规则不能有 `else`");
            return Err(self.refuse(span, en, zh));
        }
        if head.steps.iter().all(|(step, _)| ground_step(step)) {
            return Ok(());
        }
        let (en, zh) = ("a rule with variables in its head has no `else`", "规则头中有变量时不能有 `else`");
        Err(self.refuse(span, en, zh))
    }

    /// A definition that is a head alone.
    pub(super) fn without_body(&mut self, head: Head) -> Read<()> {
        let head_span = head.span();
        if self.token.is(Mark::Semicolon) || self.token.is_keyword(Keyword::With) {
            return Err(self.expected("the body or the next rule", "规则主体或下一条规则"));
        }
        if head.spaced {
            let (en, zh) = ("space cannot stand behind the name of a rule", "规则名称之后不能有空白");
            return Err(self.refuse(head_span, en, zh));
        }
        if head.keyword && self.strict && head.steps.is_empty() {
            let (en, zh) =
                ("`contains` is a keyword and no name of a rule", "`contains` 是关键字，不能用作规则名称");
            return Err(self.refuse(head_span, en, zh));
        }
        if head.member.is_some() || head.value.is_some() {
            self.define(head, false, Vec::new());
            return Ok(());
        }
        match (&head.args, head.steps.len()) {
            (Some(args), _) if args.is_empty() => {
                let (en, zh) = ("a function without a value needs an argument", "没有值的函数须有参数");
                return Err(self.refuse(head_span, en, zh));
            }
            (Some(_), _) => {}
            (None, 0) => return Err(self.name_alone(&head)),
            (None, 1) => self.check_head(&head, true)?,
            (None, _) if self.strict => return Err(self.name_alone(&head)),
            (None, _) => {}
        }
        let set = head.args.is_none();
        self.define(head, set, Vec::new());
        Ok(())
    }

    /// A name that neither value nor body follows.
    pub(super) fn name_alone(&mut self, head: &Head) -> Stop {
        let span = head.span();
        let name = self.text(span).to_owned();
        if !self.token.first && self.token.kind != Kind::End {
            let (en, zh) = (
                format!("`:=`, `if` or `contains` behind `{name}`"),
                format!("`{name}` 之后的 `:=`、`if` 或 `contains`"),
            );
            return self.expected(&en, &zh);
        }
        self.fail(|| {
            let (en, zh) =
                (format!("`{name}` alone defines nothing"), format!("只写 `{name}` 没有定义任何内容"));
            Mistake::new(MistakeKind::Syntax, span, en, zh).with_help(
                format!("write `{name} := value` or `{name} if {{`"),
                format!("请写 `{name} := 值` 或 `{name} if {{`"),
            )
        })
    }

    /// The text of a head; of a long one its beginning.
    fn on_one_line(&self, span: Span) -> String {
        let text = self.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(LONGEST_HEAD) {
            Some((end, _)) => format!("{} ...", text[..end].trim_end()),
            None => text,
        }
    }

    /// v1 demands `if` before a body, and `contains` for a member.
    pub(super) fn check_head(&mut self, head: &Head, has_if: bool) -> Read<()> {
        if head.keyword {
            return Err(self.expected("the next rule", "下一条规则"));
        }
        let body = self.token.is(Mark::OpenBrace) || self.token.is_keyword(Keyword::If);
        let set = head.steps.len() == 1
            && !head.is_function()
            && head.member.is_none()
            && head.value.is_none()
            && !(body && has_if);
        if !self.strict || !set && has_if {
            return Ok(());
        }
        let span = head.span();
        let text = self.on_one_line(span);
        if !set {
            self.note(|| no_if(span, &format!("`{text}`"), &format!("{text} if {{")));
            return Ok(());
        }
        let name = self.text(Span { start: head.start, end: head.name_end });
        let member = head.steps.first().map(|(step, _)| match step {
            Step::Field(name) => format!("\"{}\"", name.text),
            Step::Index(term) => self.text(term.span).to_owned(),
        });
        let write =
            format!("{name} contains {}{}", member.unwrap_or_default(), if body { " if {" } else { "" });
        self.note(|| {
            let en = format!("`{text}` defines members of a set, which needs `contains`");
            Mistake::new(MistakeKind::Syntax, span, en, format!("`{text}` 定义集合的成员，须使用 `contains`"))
                .with_help(format!("write `{write}`"), format!("请写 `{write}`"))
        });
        Ok(())
    }

    pub(super) fn check_default(&mut self, head: &Head, span: Span) -> Read<()> {
        if self.token.is_keyword(Keyword::Contains) {
            let token = self.token.span;
            return Err(self.refuse(token, "a set has no default", "集合不能有默认值"));
        }
        match &head.value {
            None if head.steps.len() == 1 && !head.is_function() => {
                return Err(self.refuse(span, "a default needs a value", "默认规则须有值"));
            }
            Some(value) if let Some(variable) = variable(value) => {
                let (en, zh) = ("the value of a default is a constant", "默认值须为常量");
                return Err(self.refuse(variable, en, zh));
            }
            _ => {}
        }
        let mut seen: Vec<&str> = Vec::new();
        for arg in head.args.iter().flatten() {
            match arg.var() {
                Some(name) if name == "_" || !seen.contains(&name) => seen.push(name),
                _ => {
                    let (en, zh) = (
                        "the arguments of a default are different variables",
                        "默认函数的参数须为互不相同的变量",
                    );
                    return Err(self.refuse(arg.span, en, zh));
                }
            }
        }
        Ok(())
    }
}

/// What cannot stand in the value of a default: a variable, reference or call outside of comprehensions.
fn variable(term: &Term) -> Option<Span> {
    match &term.kind {
        TermKind::Comprehension(..) | TermKind::Scalar(_) => None,
        TermKind::Array(_) | TermKind::Set(_) | TermKind::Object(_) | TermKind::Interpolated(_) => {
            term.children().into_iter().find_map(variable)
        }
        _ => Some(term.span),
    }
}

fn is_reference(term: &Term) -> bool {
    matches!(&term.kind, TermKind::Ref(..)) || matches!(term.var(), Some("input" | "data"))
}

/// True if a term has no variables; as in OPA, the root of a reference is none.
fn ground(term: &Term) -> bool {
    match &term.kind {
        TermKind::Var(name) => name == "input" || name == "data",
        TermKind::Interpolated(parts) => parts.iter().all(|part| matches!(part, Part::Text(_))),
        TermKind::Ref(_, steps) => steps.iter().all(ground_step),
        TermKind::Call(function, args) => {
            (function.var().is_some() || ground(function)) && args.iter().all(ground)
        }
        TermKind::Comprehension(_, items, query) => {
            let mut terms = query.statements.iter().flat_map(Statement::own_terms);
            items.iter().all(ground) && terms.all(ground)
        }
        _ => term.children().into_iter().all(ground),
    }
}

fn ground_step(step: &Step) -> bool {
    match step {
        Step::Field(_) => true,
        Step::Index(term) => ground(term),
    }
}

/// v1 demands `if` before a body.
pub(super) fn no_if(span: Span, of: &str, write: &str) -> Mistake {
    let (en, zh) = (format!("the body of {of} needs `if` before it"), format!("{of} 的主体之前须有 `if`"));
    Mistake::new(MistakeKind::Syntax, span, en, zh)
        .with_help(format!("write `{write}`"), format!("请写 `{write}`"))
}
