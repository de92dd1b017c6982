//! Words, flags and values of an instruction, each with the bytes that it is written with.

use super::super::lines::Logical;
use super::Form;
use crate::source::Span;

/// A word as BuildKit has it.
#[derive(Debug)]
pub(super) struct Argument {
    pub text: String,
    pub span: Span,
}

/// `<<EOF` and what follows the line.
#[derive(Debug)]
pub(super) struct Heredoc {
    pub name: String,
    /// The word in the line.
    pub at: Span,
    /// Tabs before the lines are left out.
    pub chomp: bool,
    pub text: Span,
}

type Wrong = (Span, String);

/// A line up to the escape character at its end, and whether it goes on. Two of them are no escape.
pub(super) fn continued(line: &str, escape: char) -> (&str, bool) {
    let code = line.trim_end_matches([' ', '\t']);
    match code.strip_suffix(escape) {
        Some(before) if !before.ends_with(escape) => (before, true),
        _ => (line, false),
    }
}

/// The next word: where it begins and where it ends.
pub(super) fn word(text: &str, from: usize) -> (usize, usize) {
    let rest = &text[from..];
    let start = from + (rest.len() - rest.trim_start().len());
    let length = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
    (start, start + length)
}

/// The flags that begin with two dashes, with their quotes taken away, and where they end.
pub(super) fn flags(logical: &Logical, mut from: usize, escape: char) -> (Vec<Argument>, usize) {
    let mut flags = Vec::new();
    loop {
        let (start, _) = word(&logical.text, from);
        if !logical.text[start..].starts_with("--") {
            return (flags, start);
        }
        let end = quoted_end(&logical.text, start, escape, true);
        let text = unquoted(&logical.text[start..end]);
        from = end;
        if text == "--" {
            return (flags, end);
        }
        flags.push(Argument { text, span: logical.span(start, end) });
    }
}

/// Where a word with quotes in it ends.
fn quoted_end(text: &str, start: usize, escape: char, in_single: bool) -> usize {
    let mut quote = None;
    let mut characters = text[start..].char_indices();
    while let Some((at, c)) = characters.next() {
        match quote {
            None if c.is_whitespace() => return start + at,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if c == open => quote = None,
            Some('\'') if !in_single => {}
            _ if c == escape => {
                characters.next();
            }
            _ => {}
        }
    }
    text.len()
}

/// A word without its quotes and the escapes in it.
fn unquoted(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut quote = None;
    let mut characters = word.chars();
    while let Some(c) = characters.next() {
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ if c == '\\' => text.extend(characters.next()),
            _ => text.push(c),
        }
    }
    text
}

fn argument(logical: &Logical, start: usize, end: usize) -> Argument {
    Argument { text: logical.text[start..end].to_owned(), span: logical.span(start, end) }
}

/// The words from one place to another; quotes hold one together if they count.
fn split(logical: &Logical, mut from: usize, to: usize, escape: Option<char>) -> Vec<(usize, usize)> {
    let text = &logical.text[..to];
    let mut words = Vec::new();
    loop {
        let (start, plain) = word(text, from);
        if start >= to {
            return words;
        }
        from = escape.map_or(plain, |escape| quoted_end(text, start, escape, false));
        words.push((start, from));
    }
}

/// The values of an instruction, and whether they are a JSON array.
pub(super) fn values(
    logical: &Logical,
    from: usize,
    to: usize,
    form: Form,
    escape: char,
) -> Result<(Vec<Argument>, bool), Wrong> {
    let all = |words: Vec<(usize, usize)>| {
        words.into_iter().map(|(start, end)| argument(logical, start, end)).collect::<Vec<_>>()
    };
    let whole = || if from < to { vec![argument(logical, from, to)] } else { Vec::new() };
    match form {
        Form::Text | Form::Trigger => Ok((whole(), false)),
        Form::Words => Ok((all(split(logical, from, to, None)), false)),
        Form::Quoted => Ok((all(split(logical, from, to, Some(escape))), false)),
        Form::Pairs => Ok((pairs(logical, from, to, escape)?, false)),
        Form::Command => match array(logical, from, to)? {
            Some(values) => Ok((values, true)),
            None => Ok((whole(), false)),
        },
        Form::Paths => match array(logical, from, to)? {
            Some(values) => Ok((values, true)),
            None => Ok((all(split(logical, from, to, None)), false)),
        },
        Form::Health => {
            let (start, end) = word(&logical.text[..to], from);
            if start >= to {
                return Ok((Vec::new(), false));
            }
            let (next, _) = word(&logical.text[..to], end);
            let (command, json) = values(logical, next, to, Form::Command, escape)?;
            Ok((std::iter::once(argument(logical, start, end)).chain(command).collect(), json))
        }
    }
}

/// `KEY=VALUE` as key, value and `=`; the older `KEY VALUE` as key, the rest, and nothing.
fn pairs(logical: &Logical, from: usize, to: usize, escape: char) -> Result<Vec<Argument>, Wrong> {
    let words = split(logical, from, to, Some(escape));
    let Some(&(start, end)) = words.first() else { return Ok(Vec::new()) };
    if !logical.text[start..end].contains('=') {
        let (_, end) = word(&logical.text[..to], start);
        let (rest, _) = word(&logical.text[..to], end);
        if rest >= to {
            return Err((logical.span(start, end), "a key needs a value".to_owned()));
        }
        let nothing = Argument { text: String::new(), span: logical.span(end, end) };
        return Ok(vec![argument(logical, start, end), argument(logical, rest, to), nothing]);
    }
    let mut values = Vec::with_capacity(words.len() * 3);
    for (start, end) in words {
        let Some(equals) = logical.text[start..end].find('=').map(|at| start + at) else {
            return Err((logical.span(start, end), "this is not of the form KEY=VALUE".to_owned()));
        };
        values.push(argument(logical, start, equals));
        values.push(argument(logical, equals + 1, end));
        values.push(argument(logical, equals, equals + 1));
    }
    Ok(values)
}

/// The strings of a JSON array; `None` for what is no JSON, which then is text.
fn array(logical: &Logical, from: usize, to: usize) -> Result<Option<Vec<Argument>>, Wrong> {
    let text = &logical.text[from..to];
    let items = match serde_json::from_str::<serde_json::Value>(text) {
        Ok(serde_json::Value::Array(items)) => items,
        _ => return Ok(None),
    };
    if !items.iter().all(serde_json::Value::is_string) {
        return Err((logical.span(from, to), "only strings can stand in this array".to_owned()));
    }
    let mut values = Vec::with_capacity(items.len());
    let mut at = 0;
    for item in items {
        let Some(start) = text[at..].find('"').map(|quote| at + quote) else { break };
        at = string_end(text, start);
        let span = logical.span(from + start, from + at);
        values.push(Argument { text: item.as_str().unwrap_or_default().to_owned(), span });
    }
    Ok(Some(values))
}

/// Behind the closing quote of the string of JSON that begins at a place.
fn string_end(text: &str, start: usize) -> usize {
    let mut characters = text[start..].char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return start + at + 1,
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    text.len()
}

/// The heredocs that a line announces.
pub(super) fn heredocs(logical: &Logical, escape: char) -> Vec<Heredoc> {
    if !logical.text.contains("<<") {
        return Vec::new();
    }
    let words = split(logical, 0, logical.text.len(), Some(escape));
    let heredoc = |(start, end): (usize, usize)| {
        let rest = logical.text[start..end].trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix("<<")?;
        let name = rest.strip_prefix('-').unwrap_or(rest);
        let text = unquoted(name);
        (!text.is_empty() && !name.contains('<')).then(|| Heredoc {
            name: text,
            at: logical.span(start, end),
            chomp: name.len() < rest.len(),
            text: Span::default(),
        })
    };
    words.into_iter().filter_map(heredoc).collect()
}
