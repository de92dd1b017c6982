//! Why bytes are no token.

use crate::rego::{Mistake, MistakeKind};
use crate::source::Span;

/// Why bytes are no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A character that the language does not use.
    Character(char),
    /// A string without its closing quote.
    Unclosed,
    /// A text without its closing backtick.
    UnclosedRaw,
    /// An escape that strings do not know.
    Escape(char),
    /// `\u` without four digits.
    Unicode,
    /// A control character in a string with escapes.
    Control,
    /// A number with a dot and no digit behind it.
    Fraction,
    /// A number with an exponent without digits.
    Exponent,
    /// A number that letters follow.
    Number,
}

impl Fault {
    /// The mistake of a policy.
    pub fn mistake(self, span: Span) -> Mistake {
        let new = |en: String, zh: String| Mistake::new(MistakeKind::Syntax, span, en, zh);
        match self {
            Fault::Character(character) => character_mistake(character, span),
            Fault::Unclosed => new("this string is not closed".into(), "这个字符串没有结束引号".into())
                .with_help(
                    "close it with `\"`; a text of several lines stands between backticks",
                    "请用 `\"` 结束字符串；跨多行的文本请写在反引号之间",
                ),
            Fault::UnclosedRaw => {
                new("this raw string is not closed".into(), "这个原始字符串没有结束".into())
                    .with_help("close it with a backtick", "请用反引号结束字符串")
            }
            Fault::Escape(escaped) => new(
                format!("strings have no escape `\\{escaped}`"),
                format!("字符串中没有转义 `\\{escaped}`"),
            )
            .with_help(
                format!("write `\\\\{escaped}` for a backslash, or put the text between backticks"),
                format!("若要写反斜杠，请写 `\\\\{escaped}`，或将文本写在反引号之间"),
            ),
            Fault::Unicode => {
                new("`\\u` needs four hexadecimal digits".into(), "`\\u` 之后须有四位十六进制数字".into())
            }
            Fault::Control => new(
                "a string with escapes cannot hold a control character".into(),
                "含转义的字符串中不能直接写控制字符".into(),
            )
            .with_help("write a tab as `\\t`", "制表符请写作 `\\t`"),
            Fault::Fraction => new("a digit is needed behind the dot".into(), "小数点之后须有数字".into()),
            Fault::Exponent => new("the exponent has no digits".into(), "指数部分没有数字".into()),
            Fault::Number => new("letters follow this number".into(), "数字之后紧跟着字母".into()).with_help(
                "put quotes around a text, a space before a keyword",
                "文本请加引号，关键字之前请加空格",
            ),
        }
    }
}

fn character_mistake(character: char, span: Span) -> Mistake {
    let shown = if character.is_control() || character == '\u{feff}' {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    };
    let mistake = Mistake::new(
        MistakeKind::Syntax,
        span,
        format!("the character {shown} has no meaning here"),
        format!("字符 {shown} 在此处没有意义"),
    );
    match meant(character) {
        Some((en, zh)) => mistake.with_help(en, zh),
        None => mistake,
    }
}

/// What the author of a character may have meant.
fn meant(character: char) -> Option<(String, String)> {
    let instead = |text: &str| (format!("write `{text}`"), format!("请写 `{text}`"));
    Some(match character {
        '\'' | '“' | '”' | '‘' | '’' => {
            ("strings stand in double quotes: `\"`".into(), "字符串须用半角双引号 `\"`".into())
        }
        '!' => {
            ("write `not` for a negation, `!=` for unequal".into(), "取反请写 `not`，不等请写 `!=`".into())
        }
        '$' => (
            "`$` begins an interpolated string: `$\"...{x}...\"`".into(),
            "`$` 用于插值字符串：`$\"...{x}...\"`".into(),
        ),
        '（' => instead("("),
        '）' => instead(")"),
        '，' => instead(","),
        '：' => instead(":"),
        '；' => instead(";"),
        '【' => instead("["),
        '】' => instead("]"),
        '\\' => ("a backslash stands in strings only".into(), "反斜杠只能出现在字符串中".into()),
        _ => return None,
    })
}
