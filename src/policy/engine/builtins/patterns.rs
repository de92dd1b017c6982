//! Regular expressions as RE2 reads them, and the intersection of patterns.
//!
//! The engine copies a compiled expression for each match, refuses large ones, and reads `\d`, `\w` and `\b` as
//! Unicode does; for RE2, and so for OPA, they are ASCII.

use regex::{Regex, RegexBuilder};
use regorus::Value;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// Most compiled expressions that a thread keeps; then it begins anew.
const KEPT: usize = 128;
/// Largest compiled expression, in bytes.
const SIZE: usize = 4 << 20;
/// Most pairs of parts that an intersection may compare.
const PAIRS: usize = 1_000_000;

thread_local! {
    static COMPILED: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// `regex.match(pattern, value)`.
pub fn matches(values: &[Value]) -> anyhow::Result<Value> {
    let (pattern, value) = (super::text(values, 0)?, super::text(values, 1)?);
    COMPILED.with_borrow_mut(|compiled| {
        if !compiled.contains_key(pattern) {
            if compiled.len() >= KEPT {
                compiled.clear();
            }
            compiled.insert(pattern.to_owned(), compile(pattern));
        }
        match compiled.get(pattern) {
            Some(Some(regex)) => Ok(Value::from(regex.is_match(value))),
            _ => Err(anyhow::anyhow!("invalid regex")),
        }
    })
}

fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&translated(pattern)?).size_limit(SIZE).build().ok()
}

/// An expression of RE2 in the syntax of the crate; `None` for one that only the crate knows.
fn translated(pattern: &str) -> Option<Cow<'_, str>> {
    if !pattern.contains(['\\', '[', '{']) && !pattern.contains("(?") {
        return Some(Cow::Borrowed(pattern));
    }
    let mut translated = String::with_capacity(pattern.len());
    // In a class: whether nothing stands in it yet.
    let mut class: Option<bool> = None;
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let (taken, text) = match (next, class) {
            ('\\', _) => escape(rest, class.is_some())?,
            ('[', None) => {
                let length = if rest.starts_with("[^") { 2 } else { 1 };
                class = Some(true);
                translated.push_str(&rest[..length]);
                rest = &rest[length..];
                continue;
            }
            ('[', Some(_)) => match rest.find(":]").filter(|_| rest.starts_with("[:")) {
                Some(end) => (end + 2, Cow::Borrowed(&rest[..end + 2])),
                None => (1, Cow::Borrowed("\\[")),
            },
            (']', Some(true)) => (1, Cow::Borrowed("\\]")),
            (']', Some(false)) => {
                class = None;
                translated.push(']');
                rest = &rest[1..];
                continue;
            }
            // What would join, subtract or intersect classes.
            ('&' | '~', Some(_)) => (1, Cow::Owned(format!("\\{next}"))),
            ('-', Some(false)) if rest.starts_with("--") => (1, Cow::Borrowed("\\-")),
            ('{', None) if !repetition(rest) => (1, Cow::Borrowed("\\{")),
            ('(', None) if rest.starts_with("(?") => (2, Cow::Borrowed(group(rest)?)),
            _ => (next.len_utf8(), Cow::Borrowed(&rest[..next.len_utf8()])),
        };
        translated.push_str(&text);
        rest = &rest[taken..];
        class = class.map(|_| false);
    }
    Some(Cow::Owned(translated))
}

/// What an escape is to the crate, and its length.
fn escape(rest: &str, class: bool) -> Option<(usize, Cow<'_, str>)> {
    let escaped = rest[1..].chars().next()?;
    let text = match (escaped, class) {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', _) => "[^0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', _) => "[^0-9A-Za-z_]",
        ('s', true) => "\\t\\n\\x0C\\r ",
        ('s', false) => "[\\t\\n\\x0C\\r ]",
        ('S', _) => "[^\\t\\n\\x0C\\r ]",
        ('b', false) => "(?-u:\\b)",
        ('B', false) => "(?-u:\\B)",
        ('<' | '>', _) => &rest[1..2],
        ('u' | 'U', _) => return None,
        ('p' | 'P' | 'x', _) if rest[2..].starts_with('{') => {
            let length = rest.find('}')? + 1;
            return Some((length, Cow::Borrowed(&rest[..length])));
        }
        ('Q', false) => {
            let quoted = &rest[2..];
            let end = quoted.find("\\E");
            let text = regex::escape(&quoted[..end.unwrap_or(quoted.len())]);
            return Some((end.map_or(rest.len(), |end| end + 4), Cow::Owned(text)));
        }
        _ => {
            let length = 1 + escaped.len_utf8();
            return Some((length, Cow::Borrowed(&rest[..length])));
        }
    };
    Some((2, Cow::Borrowed(text)))
}

/// True at `{n}`, `{n,}` and `{n,m}`: any other brace is one.
fn repetition(rest: &str) -> bool {
    let Some((inner, _)) = rest[1..].split_once('}') else { return false };
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

/// The beginning of a group that RE2 knows: a name, or the flags `i`, `m`, `s` and `U`.
fn group(rest: &str) -> Option<&str> {
    let inner = &rest[2..];
    let flags = inner.trim_start_matches(['i', 'm', 's', 'U', '-']);
    let known = inner.starts_with("P<") || inner.starts_with('<') || flags.starts_with([':', ')']);
    known.then_some(&rest[..2])
}

/// `regex.globs_match(one, other)`: whether some text that is not empty matches both patterns, of characters, `.`,
/// classes, `*` and `+`.
pub fn globs_match(values: &[Value]) -> anyhow::Result<Value> {
    let (one, other) = (parts(super::text(values, 0)?)?, parts(super::text(values, 1)?)?);
    let width = other.len() + 1;
    if (one.len() + 1).saturating_mul(width) > PAIRS {
        return Err(anyhow::anyhow!("regex.globs_match has patterns that are too long"));
    }
    // Places in both patterns, and whether anything was matched on the way there.
    let mut seen = vec![[false; 2]; (one.len() + 1) * width];
    let mut pending = vec![(0, 0, false)];
    while let Some((at, beside, matched)) = pending.pop() {
        if std::mem::replace(&mut seen[at * width + beside][usize::from(matched)], true) {
            continue;
        }
        let (left, right) = (one.get(at), other.get(beside));
        if matched && left.is_none() && right.is_none() {
            return Ok(Value::from(true));
        }
        if left.is_some_and(|part| part.repeats) {
            pending.push((at + 1, beside, matched));
        }
        if right.is_some_and(|part| part.repeats) {
            pending.push((at, beside + 1, matched));
        }
        if let (Some(left), Some(right)) = (left, right)
            && left.meets(right)
        {
            pending.push((at + usize::from(!left.repeats), beside + usize::from(!right.repeats), true));
        }
    }
    Ok(Value::from(false))
}

/// Characters, once or any number of times.
#[derive(Clone)]
struct Part {
    ranges: Vec<(char, char)>,
    repeats: bool,
}

impl Part {
    fn meets(&self, other: &Part) -> bool {
        let overlap = |one: &(char, char), two: &(char, char)| one.0 <= two.1 && two.0 <= one.1;
        self.ranges.iter().any(|one| other.ranges.iter().any(|two| overlap(one, two)))
    }
}

fn parts(pattern: &str) -> anyhow::Result<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut characters = pattern.chars();
    let mut repeatable = false;
    while let Some(next) = characters.next() {
        let ranges = match next {
            '*' | '+' => {
                let last = parts.last().cloned().filter(|_| repeatable);
                let Some(mut last) = last else { return Err(bad("a repetition of nothing")) };
                if next == '*' {
                    parts.pop();
                }
                last.repeats = true;
                parts.push(last);
                repeatable = false;
                continue;
            }
            '.' => vec![('\0', char::MAX)],
            '[' => class(&mut characters)?,
            ']' => return Err(bad("a `]` without a `[`")),
            '\\' => {
                let escaped = characters.next().ok_or_else(|| bad("a `\\` at its end"))?;
                vec![(escaped, escaped)]
            }
            other => vec![(other, other)],
        };
        parts.push(Part { ranges, repeats: false });
        repeatable = true;
    }
    Ok(parts)
}

/// The characters of a class, behind its bracket.
fn class(characters: &mut std::str::Chars<'_>) -> anyhow::Result<Vec<(char, char)>> {
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut open = false;
    loop {
        let (next, escaped) = match characters.next().ok_or_else(|| bad("a `[` without a `]`"))? {
            '\\' => (characters.next().ok_or_else(|| bad("a `\\` at its end"))?, true),
            next => (next, false),
        };
        match next {
            ']' if !escaped && open => return Err(bad("a range without an end")),
            ']' if !escaped && ranges.is_empty() => return Err(bad("an empty class")),
            ']' if !escaped => return Ok(ranges),
            '-' if !escaped && !open && !ranges.is_empty() => open = true,
            _ if open => {
                let start = ranges.pop().map_or(next, |(start, _)| start);
                if start > next {
                    return Err(bad("a range that ends before it begins"));
                }
                ranges.push((start, next));
                open = false;
            }
            _ => ranges.push((next, next)),
        }
    }
}

fn bad(reason: &str) -> anyhow::Error {
    anyhow::anyhow!("a pattern has {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_re2_reads_them() {
        for (pattern, text, expected) in [
            (r"^\d+$", "12", Some(true)),
            (r"^\d+$", "１２", Some(false)),
            (r"^\w+$", "基金", Some(false)),
            (r"^[\w.-]+$", "a.b-c_1", Some(true)),
            (r"^[^\s,]+$", "a\u{3000}b", Some(true)),
            (r"^[\D]$", "1", Some(false)),
            (r"\bfund\b", "基fund金", Some(true)),
            (r"基\B", "基金", Some(true)),
            (r"^.$", "基", Some(true)),
            (r"^\p{Han}+$", "基金", Some(true)),
            (r"(?i)^基FUND$", "基fund", Some(true)),
            (r"^[[]$", "[", Some(true)),
            (r"^[]]$", "]", Some(true)),
            (r"^[^]]$", "]", Some(false)),
            (r"^[a&&b]+$", "a&b", Some(true)),
            (r"^[[:alpha:]~~]+$", "a~", Some(true)),
            (r"^\Qa.b\E+$", "a.bb", Some(true)),
            (r"^\Qa.b", "axb", Some(false)),
            (r"^a{2}$", "aa", Some(true)),
            (r"^a{b}{,2}$", "a{b}{,2}", Some(true)),
            (r"^${x}$", "", Some(false)),
            (r"^\<a\>$", "<a>", Some(true)),
            (r"(?P<y>\d{4})-(?:01)", "2026-01", Some(true)),
            (r"(?x) a", "a", None),
            (r"(?=a)", "a", None),
            (r"(", "a", None),
            (r"\", "a", None),
            (r"\u0041", "A", None),
        ] {
            let found = compile(pattern).map(|regex| regex.is_match(text));
            assert_eq!(found, expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn patterns_meet_in_a_text_that_is_not_empty() {
        for (one, other, expected) in [
            ("a.a.[0-9]+z", ".b.b2359825792*594823z", Some(true)),
            ("[a-z]+", "[0-9]*", Some(false)),
            ("a*", "b*", Some(false)),
            ("a*", "a*", Some(true)),
            ("", "", Some(false)),
            ("b.*", "bar", Some(true)),
            (r"[a-z]+\[[0-9]+\]", r"foo\[1\]", Some(true)),
            ("基.*", ".金", Some(true)),
            ("a+b", "a*", Some(false)),
            ("pqrs]", "[a-b]+", None),
            ("*", "a", None),
            ("[b-a]", "a", None),
            ("[a", "a", None),
        ] {
            let found = globs_match(&[Value::from(one), Value::from(other)]).ok();
            assert_eq!(found, expected.map(Value::from), "{one} and {other}");
        }
    }
}
