//! `package` and `import`.

use super::{Keyword, Keywords, Kind, Mark, Mistake, MistakeKind, Parser, Read};
use crate::rego::ast::{Import, Name, Version};
use crate::source::Span;

impl Parser<'_> {
    pub(super) fn package(&mut self, first: bool) -> Read<()> {
        let start = self.take().span.start;
        let path = self.path()?;
        let span = self.since(start);
        if first {
            (self.tree.package, self.tree.package_span) = (path, span);
            return Ok(());
        }
        let before = self.tree.package_span;
        self.note(|| {
            let mistake = Mistake::new(
                MistakeKind::Syntax,
                span,
                "a policy has one package, at its beginning",
                "一个策略只有一条 package 语句，且须在开头",
            );
            if before.is_empty() { mistake } else { mistake.with_other(0, before) }
        });
        Ok(())
    }

    /// A path of constant steps: `a.b["c-d"]`.
    fn path(&mut self) -> Read<Vec<String>> {
        if !matches!(self.token.kind, Kind::Name | Kind::Keyword(_)) {
            return Err(self.expected("a path such as `a.b`", "路径，例如 `a.b`"));
        }
        let root = self.take().span;
        let mut path = vec![self.text(root).to_owned()];
        loop {
            if self.touches(Mark::Dot) {
                self.take();
                path.push(self.field()?.text);
            } else if self.touches(Mark::OpenBracket) {
                let open = self.take().span;
                let term = self.expression()?;
                let Some(text) = term.text() else {
                    return Err(self.refuse(
                        term.span,
                        "a path has constant strings only",
                        "路径中只能有字符串常量",
                    ));
                };
                path.push(text.to_owned());
                self.close(open, Mark::CloseBracket)?;
            } else {
                return Ok(path);
            }
        }
    }

    pub(super) fn import(&mut self) -> Read<()> {
        let start = self.take().span.start;
        let from = self.token.span.start;
        let path = self.path()?;
        let path_span = self.since(from);
        let alias = self.alias()?;
        let import = Import { span: self.since(start), path, alias };
        self.check_import(&import, path_span)?;
        self.tree.imports.push(import);
        Ok(())
    }

    fn alias(&mut self) -> Read<Option<Name>> {
        if !self.token.is_keyword(Keyword::As) {
            return Ok(None);
        }
        self.take();
        if self.token.kind != Kind::Name {
            return Err(self.expected("a name", "名称"));
        }
        let span = self.take().span;
        Ok(Some(Name { text: self.text(span).to_owned(), span }))
    }

    fn check_import(&mut self, import: &Import, span: Span) -> Read<()> {
        match import.path[0].as_str() {
            "future" => self.import_keywords(import, span),
            "rego" => self.import_language(import, span),
            "data" | "input" => self.check_imported_name(import, span),
            other => {
                let other = other.to_owned();
                Err(self.fail(|| {
                    let zh = format!("导入的路径须以 `data` 或 `input` 开头，而不是 `{other}`");
                    let help =
                        (format!("write `import data.{other}`"), format!("请写 `import data.{other}`"));
                    let en = format!("an import begins with `data` or `input`, not with `{other}`");
                    Mistake::new(MistakeKind::Syntax, span, en, zh).with_help(help.0, help.1)
                }))
            }
        }
    }

    /// A keyword is no name that an import could bind.
    fn check_imported_name(&mut self, import: &Import, span: Span) -> Read<()> {
        let (None, Some(last)) = (&import.alias, import.path.last()) else { return Ok(()) };
        let reserved = match Keyword::of(last) {
            Some(Keyword::And | Keyword::Or) | None => false,
            Some(Keyword::Contains | Keyword::Every | Keyword::If | Keyword::In) => {
                self.tree.version == Version::V1
            }
            Some(_) => true,
        };
        if !reserved {
            return Ok(());
        }
        let last = last.clone();
        Err(self.fail(|| {
            let en = format!("the keyword `{last}` cannot be the name of an import");
            Mistake::new(MistakeKind::Syntax, span, en, format!("关键字 `{last}` 不能用作导入的名称"))
                .with_help("give it a name: `import ... as name`", "请用 `import ... as 名称` 另取名称")
        }))
    }

    fn import_keywords(&mut self, import: &Import, span: Span) -> Read<()> {
        if import.path.get(1).is_none_or(|part| part != "keywords") {
            return Err(self.refuse(
                span,
                "of `future` only `future.keywords` can be imported",
                "`future` 之下只能导入 `future.keywords`",
            ));
        }
        if let Some(alias) = &import.alias {
            let (en, zh) = ("an import of keywords binds no name", "导入关键字不能另取名称");
            return Err(self.refuse(alias.span, en, zh));
        }
        let keywords = &mut self.lexer.keywords;
        match import.path.get(2).map(String::as_str) {
            None => *keywords = Keywords::future(),
            Some("contains") => keywords.contains = true,
            Some("every") => (keywords.every, keywords.r#in) = (true, true),
            Some("if") => keywords.r#if = true,
            Some("in") => keywords.r#in = true,
            Some("and") => keywords.and = true,
            Some("or") => keywords.or = true,
            Some("not") => keywords.not = true,
            Some(other) => {
                let other = other.to_owned();
                return Err(self.refuse(
                    span,
                    format!("`{other}` is none of `and`, `contains`, `every`, `if`, `in`, `not` and `or`"),
                    format!("`{other}` 不是 `and`、`contains`、`every`、`if`、`in`、`not`、`or` 之一"),
                ));
            }
        }
        self.read_token_again();
        Ok(())
    }

    fn import_language(&mut self, import: &Import, span: Span) -> Read<()> {
        if import.path.len() != 2 || import.path[1] != "v1" {
            return Err(self.refuse(
                span,
                "of `rego` only `rego.v1` can be imported",
                "`rego` 之下只能导入 `rego.v1`",
            ));
        }
        if self.tree.version == Version::V1 {
            return Ok(());
        }
        if let Some(alias) = &import.alias {
            let (en, zh) = ("an import of the language binds no name", "导入语言版本不能另取名称");
            return Err(self.refuse(alias.span, en, zh));
        }
        let now = self.lexer.keywords;
        self.lexer.keywords = Keywords { and: now.and, or: now.or, not: now.not, ..Keywords::v1() };
        self.strict = true;
        self.read_token_again();
        Ok(())
    }

    /// Reads the next token again: it may be a keyword now.
    fn read_token_again(&mut self) {
        let first = self.token.first;
        self.lexer.go(self.token.span.start as usize);
        self.token = self.lexer.token();
        self.token.first = first;
    }
}
