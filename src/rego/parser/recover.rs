//! The file as a whole, and where reading goes on after a mistake.

use super::{Keyword, Kind, Mark, Mistake, MistakeKind, Parsed, Parser, Read, Token};
use crate::source::Span;

impl Parser<'_> {
    /// Reads the file; also, whether a head used `if` or `contains`.
    pub(super) fn file(mut self) -> (Parsed, bool) {
        self.no_nul();
        let mut first = true;
        while self.token.kind != Kind::End {
            let start = self.token.span.start;
            self.statement_start = start;
            (self.depth, self.height) = (0, 0);
            if self.statement_of_file(first).is_err() {
                self.recover(start);
            }
            first = false;
        }
        if first {
            let span = Span { start: self.token.span.start, end: self.token.span.start };
            self.note(|| no_package(span));
        }
        self.mistakes.sort_by_key(|mistake| mistake.span.start);
        self.tree.comments = std::mem::take(&mut self.lexer.comments);
        (Parsed { tree: self.tree, mistakes: self.mistakes }, self.modern)
    }

    /// A NUL, or a byte order mark that is not at the start, is allowed nowhere, comments and strings included.
    fn no_nul(&mut self) {
        let text = self.lexer.text();
        let nul = memchr::memchr(0, text.as_bytes());
        let mark = memchr::memmem::find(text.get(3..).unwrap_or("").as_bytes(), "\u{feff}".as_bytes());
        if let Some(at) = nul.or(mark.map(|at| at + 3)) {
            let length = if nul.is_some() { 1 } else { 3 };
            self.note(|| {
                Mistake::new(
                    MistakeKind::Syntax,
                    Span::new(at, at + length),
                    "a policy cannot hold a NUL character or a second byte order mark",
                    "策略中不能有 NUL 字符，也不能在开头之外有字节序标记",
                )
            });
        }
    }

    fn statement_of_file(&mut self, first: bool) -> Read<()> {
        self.keyword_as_name();
        let keyword = self.token.kind;
        if first && keyword != Kind::Keyword(Keyword::Package) {
            let span = self.token.span;
            self.note(|| no_package(span));
        }
        match keyword {
            Kind::Keyword(Keyword::Package) => self.package(first),
            Kind::Keyword(Keyword::Import) => self.import(),
            _ => self.rule(),
        }
    }

    /// Passes over what is left of a statement that begins at `start`: to a line that begins a statement no further
    /// to the right than that one.
    fn recover(&mut self, start: u32) {
        if self.token.span.start == start && self.token.kind != Kind::End {
            self.take();
        }
        while self.token.kind != Kind::End && !(self.begins_statement() && self.outermost(self.token)) {
            self.take();
        }
    }

    /// True if a token is the first of its line, and no further to the right than the statement at hand.
    pub(super) fn outermost(&self, token: Token) -> bool {
        token.first && self.column(token.span.start) <= self.column(self.statement_start)
    }

    fn begins_statement(&self) -> bool {
        let begins = matches!(
            self.token.kind,
            Kind::Name
                | Kind::Keyword(Keyword::Import | Keyword::Default | Keyword::Package | Keyword::Contains)
        );
        self.token.first && begins
    }

    /// Bytes between the start of a line and a place in it.
    fn column(&self, at: u32) -> usize {
        let before = &self.lexer.text().as_bytes()[..at as usize];
        before.len() - memchr::memrchr(b'\n', before).map_or(0, |line| line + 1)
    }

    /// Takes the bracket that closes an open one.
    pub(super) fn close(&mut self, open: Span, mark: Mark) -> Read<()> {
        if self.take_mark(mark) {
            return Ok(());
        }
        Err(self.unclosed(open, mark, "", ""))
    }
}

fn no_package(span: Span) -> Mistake {
    Mistake::new(MistakeKind::Syntax, span, "a policy begins with its package", "策略须以 package 语句开头")
        .with_help("write `package name` first", "请先写 `package 名称`")
}
