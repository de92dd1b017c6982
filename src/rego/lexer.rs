//! Tokens of a policy, made one at a time.
//!
//! The parser drives it: which names are keywords changes with the imports read so far, and only the parser
//! knows where an expression within an interpolated string ends.

mod fault;
mod literal;
mod token;

pub use fault::Fault;
pub use literal::unescape;
pub use token::{Keyword, Keywords, Kind, Mark, Token};

use crate::source::Span;

/// The place of a [`Lexer`] in its text.
pub type Place = usize;

/// Makes tokens.
#[derive(Debug)]
pub struct Lexer<'t> {
    text: &'t str,
    at: Place,
    /// Which names are keywords.
    pub keywords: Keywords,
    /// Why the last illegal token is none, and the bytes to underline.
    pub fault: Option<(Fault, Span)>,
    /// Comments passed so far.
    pub comments: Vec<Span>,
}

impl<'t> Lexer<'t> {
    /// A lexer at the start of a text; a byte order mark there is passed over.
    pub fn new(text: &'t str, keywords: Keywords) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Lexer { text, at, keywords, fault: None, comments: Vec::new() }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where the next token is looked for.
    pub fn place(&self) -> Place {
        self.at
    }

    /// Goes back to a place.
    pub fn go(&mut self, place: Place) {
        self.at = place;
    }

    /// The byte at a place; 0 behind the end.
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The next token; comments on the way are noted.
    pub fn token(&mut self) -> Token {
        let first = self.skip_space();
        let start = self.at;
        let kind = self.kind();
        Token { kind, span: Span::new(start, self.at), first }
    }

    /// The next piece of an interpolated string, behind the `}` of an expression.
    pub fn piece(&mut self, raw: bool) -> Token {
        let start = self.at;
        let kind = self.read_piece(start, raw);
        Token { kind, span: Span::new(start, self.at), first: false }
    }

    /// Passes spaces and comments; true if a line ended on the way.
    fn skip_space(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut first = self.at == 0;
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    first = true;
                    self.at += 1;
                }
                b'#' => self.comment(),
                _ => break,
            }
        }
        first
    }

    fn comment(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let end = self.at + length;
        let shown = if rest[..length].ends_with(b"\r") { end - 1 } else { end };
        self.comments.push(Span::new(self.at, shown));
        self.at = end;
    }

    fn kind(&mut self) -> Kind {
        let start = self.at;
        let byte = self.byte(start);
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.name(),
            b'0'..=b'9' => self.number(),
            b'"' => self.string(),
            b'`' => self.raw_string(),
            b'$' => self.interpolated(),
            0 if start >= self.text.len() => Kind::End,
            _ => match Mark::of(byte, self.byte(start + 1)) {
                Some(mark) => {
                    self.at += mark.text().len();
                    Kind::Mark(mark)
                }
                None => self.illegal_character(),
            },
        }
    }

    fn illegal_character(&mut self) -> Kind {
        let start = self.at;
        let character = self.text[start..].chars().next().unwrap_or('\0');
        self.at += character.len_utf8();
        self.fail(Fault::Character(character), start, self.at)
    }

    fn name(&mut self) -> Kind {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                at += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                match self.text[at..].chars().next() {
                    Some(digit) if digit.is_numeric() => at += digit.len_utf8(),
                    _ => break,
                }
            }
        }
        self.at = at;
        let keyword = if at - start <= 8 { Keyword::of(&self.text[start..at]) } else { None };
        match keyword {
            Some(keyword) if self.keywords.has(keyword) => Kind::Keyword(keyword),
            _ => Kind::Name,
        }
    }

    /// Notes why the token is none.
    fn fail(&mut self, fault: Fault, start: usize, end: usize) -> Kind {
        self.fault = Some((fault, Span::new(start, end)));
        Kind::Illegal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let mut lexer = Lexer::new(text, Keywords::v1());
        let tokens = std::iter::repeat_with(|| lexer.token().kind).take(100);
        tokens.take_while(|kind| *kind != Kind::End).collect()
    }

    #[test]
    fn tells_tokens_apart() {
        let name = Kind::Name;
        let mark = Kind::Mark;
        for (text, expected) in [
            ("\u{feff}a_1 if", vec![name, Kind::Keyword(Keyword::If)]),
            ("and or in2 _", vec![name; 4]),
            ("a:=b", vec![name, mark(Mark::Assign), name]),
            (
                "<=>===!=",
                vec![
                    mark(Mark::LessOrEqual),
                    mark(Mark::GreaterOrEqual),
                    mark(Mark::Equal),
                    mark(Mark::Unequal),
                ],
            ),
            ("1.5e-3 0.x", vec![Kind::Number, Kind::Illegal]),
            ("1..2", vec![Kind::Illegal, mark(Mark::Dot), Kind::Number]),
            ("`a\nb` \"c\\\"\"", vec![Kind::RawText, Kind::Text]),
            (
                "$\"a\\{b\" $`c{",
                vec![Kind::Piece { raw: false, last: true }, Kind::Piece { raw: true, last: false }],
            ),
            ("\"a\nb", vec![Kind::Illegal, name]),
            ("! é # c", vec![Kind::Illegal, Kind::Illegal]),
            ("a٣", vec![name]),
        ] {
            assert_eq!(kinds(text), expected, "{text:?}");
        }
    }

    #[test]
    fn marks_the_first_token_of_a_line() {
        let mut lexer = Lexer::new("a b # c\r\n\n  d", Keywords::default());
        let first: Vec<bool> = std::iter::repeat_with(|| lexer.token().first).take(4).collect();
        assert_eq!(first, [true, false, true, false]);
        assert_eq!(lexer.comments, [Span::new(4, 7)]);
    }
}
