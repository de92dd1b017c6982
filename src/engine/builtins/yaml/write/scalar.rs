//! The style of a scalar.

use crate::engine::builtins::yaml::resolve::{Resolved, is_base60, resolve};

/// What the characters of a text allow.
struct Analysis {
    plain: bool,
    single_quoted: bool,
    literal: bool,
}

/// Characters that OPA's own reader of YAML, through which it writes, refuses.
pub fn is_control(c: char) -> bool {
    matches!(c, '\x7f'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What the writer shows as it is; nothing beyond the basic plane.
fn printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

fn analyse(text: &str) -> Analysis {
    let blank = |c: char| matches!(c, ' ' | '\t');
    let mut indicators = text.starts_with("---") || text.starts_with("...");
    let (mut special, mut breaks, mut break_space, mut space_break) = (false, false, false, false);
    let mut before: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let followed = characters.peek().is_none_or(|next| blank(*next));
        indicators |= match (before, c) {
            (
                None,
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
                | '`',
            ) => true,
            (None, '?' | ':' | '-') => followed,
            (Some(_), ':') => followed,
            (Some(before), '#') => blank(before) || is_break(before),
            _ => false,
        };
        special |= !printable(c);
        breaks |= is_break(c);
        break_space |= c == ' ' && before.is_some_and(is_break);
        space_break |= is_break(c) && before == Some(' ');
        before = Some(c);
    }
    let edge = |c: Option<char>| c.is_some_and(|c| c == ' ' || is_break(c));
    let edges = edge(text.chars().next()) || edge(before);
    let hidden = space_break || special;
    Analysis {
        plain: !(indicators || edges || break_space || hidden || breaks),
        single_quoted: !(break_space || hidden),
        literal: !(hidden || before == Some(' ')),
    }
}

/// A text in the simplest style that is read as the same text.
pub fn scalar(text: &str, indent: usize, key: bool) -> String {
    let analysis = analyse(text);
    if text.contains('\n') {
        return if analysis.literal && !key { literal(text, indent) } else { double_quoted(text) };
    }
    if resolve(text) != Resolved::Text || is_base60(text) {
        return double_quoted(text);
    }
    match (analysis.plain, analysis.single_quoted) {
        (true, _) => text.to_owned(),
        (false, true) if !text.chars().any(is_break) => format!("'{}'", text.replace('\'', "''")),
        _ => double_quoted(text),
    }
}

fn literal(text: &str, indent: usize) -> String {
    let mut written = "|".to_owned();
    if text.starts_with([' ', '\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        written.push('2');
    }
    let ends = text.chars().rev().take(2).map(is_break).collect::<Vec<_>>();
    match ends.as_slice() {
        [true, true] | [true] => written.push('+'),
        [true, false] => {}
        _ => written.push('-'),
    }
    let indent = " ".repeat(indent.max(2));
    let body = text.strip_suffix('\n').unwrap_or(text);
    for line in body.split('\n') {
        written.push('\n');
        if !line.is_empty() {
            written.push_str(&indent);
            written.push_str(line);
        }
    }
    written.push('\n');
    written
}

fn double_quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\0' => quoted.push_str("\\0"),
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\x0b' => quoted.push_str("\\v"),
            '\x0c' => quoted.push_str("\\f"),
            '\r' => quoted.push_str("\\r"),
            '\x1b' => quoted.push_str("\\e"),
            '\u{85}' => quoted.push_str("\\N"),
            '\u{2028}' => quoted.push_str("\\L"),
            '\u{2029}' => quoted.push_str("\\P"),
            c if printable(c) => quoted.push(c),
            c => quoted.push_str(&match c as u32 {
                code @ 0..0x100 => format!("\\x{code:02X}"),
                code @ 0x100..0x10000 => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            }),
        }
    }
    quoted.push('"');
    quoted
}
