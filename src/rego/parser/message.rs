//! What mistakes say.

use super::{Keyword, Kind, Mark, Mistake, MistakeKind, Parser, Stop};
use crate::source::Span;

impl Parser<'_> {
    /// The next token is not what has to be here.
    pub(super) fn expected(&mut self, en: &str, zh: &str) -> Stop {
        if self.quiet {
            return Stop;
        }
        match self.fault() {
            Some(mistake) => self.fail(|| mistake),
            None => {
                let mistake = self.unexpected(en, zh);
                self.fail(|| mistake)
            }
        }
    }

    /// The same, with a word on what to do.
    pub(super) fn expected_with_help(&mut self, en: &str, zh: &str, help: (String, String)) -> Stop {
        if self.quiet {
            return Stop;
        }
        match self.fault() {
            Some(mistake) => self.fail(|| mistake),
            None => {
                let mistake = self.unexpected(en, zh).with_help(help.0, help.1);
                self.fail(|| mistake)
            }
        }
    }

    /// A bracket is not closed; `or` says what else could stand here.
    pub(super) fn unclosed(&mut self, open: Span, mark: Mark, or_en: &str, or_zh: &str) -> Stop {
        if self.quiet {
            return Stop;
        }
        if let Some(mistake) = self.fault() {
            return self.fail(|| mistake);
        }
        let close = mark.text();
        let mistake =
            self.unexpected(&format!("`{close}`{or_en}"), &format!("`{close}`{or_zh}")).with_other(0, open);
        self.fail(|| mistake)
    }

    /// The mistake of bytes that are no token.
    fn fault(&self) -> Option<Mistake> {
        match (self.token.kind, self.lexer.fault) {
            (Kind::Illegal, Some((fault, span))) => Some(fault.mistake(span)),
            _ => None,
        }
    }

    fn unexpected(&self, en: &str, zh: &str) -> Mistake {
        let (found, found_zh) = self.found();
        let en = format!("expected {en}, found {found}");
        let zh = format!("此处应为{}，却是{}", spaced(zh), spaced(&found_zh));
        let mistake = Mistake::new(MistakeKind::Syntax, self.place(), en, zh);
        match self.import_of_keyword() {
            Some((en, zh)) => mistake.with_help(en, zh),
            None => mistake,
        }
    }

    /// What to import if the next token, or the last one, is a name that is a keyword with an import.
    fn import_of_keyword(&self) -> Option<(String, String)> {
        let name = match self.text(self.token.span) {
            name if self.token.kind == Kind::Name && Keyword::of(name).is_some() => name,
            _ if !self.lexer.keywords.every && self.text(self.last) == "every" => "every",
            _ => return None,
        };
        let import = match name {
            "and" | "or" => format!("import future.keywords.{name}"),
            _ => "import rego.v1".to_owned(),
        };
        Some((
            format!("`{name}` is a keyword with `{import}`"),
            format!("加上 `{import}` 后 `{name}` 才是关键字"),
        ))
    }

    /// Where the next token is: its bytes; at the end of the file those of the last one.
    fn place(&self) -> Span {
        if self.token.kind == Kind::End { self.last } else { self.token.span }
    }

    /// What the next token is.
    fn found(&self) -> (String, String) {
        let text = self.text(self.token.span);
        match self.token.kind {
            Kind::End => ("the end of the file".into(), "文件结尾".into()),
            Kind::Name => (format!("the name `{text}`"), format!("名称 `{text}`")),
            Kind::Keyword(_) => (format!("the keyword `{text}`"), format!("关键字 `{text}`")),
            Kind::Number => (format!("the number `{text}`"), format!("数字 `{text}`")),
            Kind::Text | Kind::RawText | Kind::Piece { .. } => ("a string".into(), "字符串".into()),
            Kind::Mark(_) | Kind::Illegal => (format!("`{text}`"), format!("`{text}`")),
        }
    }

    /// Something that the grammar does not allow, with the bytes to underline.
    pub(super) fn refuse(&mut self, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Stop {
        self.fail(|| Mistake::new(MistakeKind::Syntax, span, en, zh))
    }

    /// What is next begins no statement of a file.
    pub(super) fn no_statement(&mut self) -> Stop {
        self.expected("a rule or an import", "规则或 import 语句")
    }
}

/// A space stands between Chinese and code.
fn spaced(text: &str) -> String {
    if text.starts_with('`') { format!(" {text}") } else { text.to_owned() }
}
