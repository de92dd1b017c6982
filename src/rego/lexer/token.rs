//! What tokens there are.

use crate::source::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The end of the text.
    End,
    /// Bytes that are no token; [`Lexer::fault`] says why.
    Illegal,
    /// A name that is no keyword.
    Name,
    /// A number without its sign.
    Number,
    /// `"text"`
    Text,
    /// A text between backticks.
    RawText,
    /// A piece of an interpolated string, up to and with the `{` of an expression or the closing quote.
    Piece {
        /// True between backticks.
        raw: bool,
        /// True if the closing quote ends it.
        last: bool,
    },
    /// A name that the language reserves.
    Keyword(Keyword),
    /// Punctuation: `(`, `:=` and the like, as it is written.
    Mark(Mark),
}

/// A reserved name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum Keyword {
    As,
    Default,
    Else,
    False,
    Import,
    Not,
    Null,
    Package,
    Some,
    True,
    With,
    Contains,
    Every,
    If,
    In,
    And,
    Or,
}

impl Keyword {
    /// The keyword that a name is in some version of the language.
    pub fn of(name: &str) -> Option<Keyword> {
        Some(match name {
            "as" => Keyword::As,
            "default" => Keyword::Default,
            "else" => Keyword::Else,
            "false" => Keyword::False,
            "import" => Keyword::Import,
            "not" => Keyword::Not,
            "null" => Keyword::Null,
            "package" => Keyword::Package,
            "some" => Keyword::Some,
            "true" => Keyword::True,
            "with" => Keyword::With,
            "contains" => Keyword::Contains,
            "every" => Keyword::Every,
            "if" => Keyword::If,
            "in" => Keyword::In,
            "and" => Keyword::And,
            "or" => Keyword::Or,
            _ => return None,
        })
    }
}

/// Punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "`Mark::text` shows each")]
pub enum Mark {
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Comma,
    Colon,
    Semicolon,
    Dot,
    Assign,
    Unify,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    And,
    Or,
}

impl Mark {
    /// The punctuation that begins with two bytes.
    pub fn of(byte: u8, next: u8) -> Option<Mark> {
        Some(match (byte, next) {
            (b':', b'=') => Mark::Assign,
            (b'=', b'=') => Mark::Equal,
            (b'!', b'=') => Mark::Unequal,
            (b'<', b'=') => Mark::LessOrEqual,
            (b'>', b'=') => Mark::GreaterOrEqual,
            (b'(', _) => Mark::OpenParen,
            (b')', _) => Mark::CloseParen,
            (b'[', _) => Mark::OpenBracket,
            (b']', _) => Mark::CloseBracket,
            (b'{', _) => Mark::OpenBrace,
            (b'}', _) => Mark::CloseBrace,
            (b',', _) => Mark::Comma,
            (b':', _) => Mark::Colon,
            (b';', _) => Mark::Semicolon,
            (b'.', _) => Mark::Dot,
            (b'=', _) => Mark::Unify,
            (b'<', _) => Mark::Less,
            (b'>', _) => Mark::Greater,
            (b'+', _) => Mark::Plus,
            (b'-', _) => Mark::Minus,
            (b'*', _) => Mark::Times,
            (b'/', _) => Mark::Divide,
            (b'%', _) => Mark::Remainder,
            (b'&', _) => Mark::And,
            (b'|', _) => Mark::Or,
            _ => return None,
        })
    }

    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Mark::OpenParen => "(",
            Mark::CloseParen => ")",
            Mark::OpenBracket => "[",
            Mark::CloseBracket => "]",
            Mark::OpenBrace => "{",
            Mark::CloseBrace => "}",
            Mark::Comma => ",",
            Mark::Colon => ":",
            Mark::Semicolon => ";",
            Mark::Dot => ".",
            Mark::Assign => ":=",
            Mark::Unify => "=",
            Mark::Equal => "==",
            Mark::Unequal => "!=",
            Mark::Less => "<",
            Mark::LessOrEqual => "<=",
            Mark::Greater => ">",
            Mark::GreaterOrEqual => ">=",
            Mark::Plus => "+",
            Mark::Minus => "-",
            Mark::Times => "*",
            Mark::Divide => "/",
            Mark::Remainder => "%",
            Mark::And => "&",
            Mark::Or => "|",
        }
    }
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Span,
    /// True if it is the first of its line.
    pub first: bool,
}

impl Token {
    /// True for this punctuation.
    pub fn is(self, mark: Mark) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// True for this keyword.
    pub fn is_keyword(self, keyword: Keyword) -> bool {
        self.kind == Kind::Keyword(keyword)
    }
}

/// Which names are keywords at a place of a file, beyond those that always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keywords {
    /// `contains`
    pub contains: bool,
    /// `every`
    pub every: bool,
    /// `if`
    pub r#if: bool,
    /// `in`
    pub r#in: bool,
    /// `and`
    pub and: bool,
    /// `or`
    pub or: bool,
    /// `not` takes a query: it is a keyword with or without.
    pub not: bool,
}

impl Keywords {
    /// Those of the language since OPA 1.0.
    pub fn v1() -> Self {
        Keywords { contains: true, every: true, r#if: true, r#in: true, ..Keywords::default() }
    }

    /// Those of `import future.keywords`.
    pub fn future() -> Self {
        Keywords { and: true, or: true, not: true, ..Keywords::v1() }
    }

    /// True if a name is a keyword here.
    pub fn has(self, keyword: Keyword) -> bool {
        match keyword {
            Keyword::Contains => self.contains,
            Keyword::Every => self.every,
            Keyword::If => self.r#if,
            Keyword::In => self.r#in,
            Keyword::And => self.and,
            Keyword::Or => self.or,
            _ => true,
        }
    }
}
