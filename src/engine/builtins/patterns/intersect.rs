//! The intersection of patterns.

use super::bounded;
use crate::engine::builtins::{Failed, Outcome, Scope, operand};
use regorus::Value;

/// Most pairs of parts that are compared.
const PAIRS: usize = 1_000_000;

/// Most pairs of ranges of characters that are compared.
const WORK: usize = 100_000_000;

/// `regex.globs_match(one, other)`: whether some text that is not empty matches both patterns, of characters, `.`,
/// classes, `*` and `+`.
pub fn globs_match(_: &mut Scope, values: &[Value]) -> Outcome {
    let (one, other) = (operand::text(values, 0)?, operand::text(values, 1)?);
    bounded(one)?;
    bounded(other)?;
    let (one, other) = (parts(one)?, parts(other)?);
    let width = other.len() + 1;
    let ranges = |parts: &[Part]| parts.iter().map(|part| part.ranges.len()).sum::<usize>();
    if (one.len() + 1).saturating_mul(width) > PAIRS || ranges(&one).saturating_mul(ranges(&other)) > WORK {
        return Err(Failed::limit(
            format!("patterns of more than the limit of {PAIRS} pairs of parts"),
            format!("两个模式的组合超过上限 {PAIRS} 对"),
        ));
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

fn parts(pattern: &str) -> Result<Vec<Part>, Failed> {
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
fn class(characters: &mut std::str::Chars<'_>) -> Result<Vec<(char, char)>, Failed> {
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

fn bad(reason: &str) -> Failed {
    Failed::error(format!("a pattern has {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let found =
                globs_match(&mut Scope::new(0, 0, None), &[Value::from(one), Value::from(other)]).ok();
            assert_eq!(found, expected.map(Value::from), "{one} and {other}");
        }
    }
}
