//! Strings. Places in them count Unicode scalar values, and letters are mapped one by one, as Go does both.

use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use operand::text;
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("concat", 2, concat),
    pure("contains", 2, |_, values| Ok(Value::Bool(text(values, 0)?.contains(text(values, 1)?)))),
    pure("endswith", 2, |_, values| Ok(Value::Bool(text(values, 0)?.ends_with(text(values, 1)?)))),
    pure("indexof", 2, |_, values| place(values)),
    pure("indexof_n", 2, |scope, values| {
        let found = places(scope, values)?;
        Ok(found.into_iter().map(Value::from).collect::<Vec<_>>().into())
    }),
    pure("lower", 1, |scope, values| mapped(scope, text(values, 0)?, lower)),
    pure("split", 2, split),
    pure("startswith", 2, |_, values| Ok(Value::Bool(text(values, 0)?.starts_with(text(values, 1)?)))),
    pure("strings.any_prefix_match", 2, |scope, values| any_match(scope, values, false)),
    pure("strings.any_suffix_match", 2, |scope, values| any_match(scope, values, true)),
    pure("strings.count", 2, |_, values| Ok(text(values, 0)?.matches(text(values, 1)?).count().into())),
    pure("strings.split_n", 3, split_n),
    pure("strings.reverse", 1, |scope, values| {
        let text = text(values, 0)?;
        scope.take(text.len())?;
        Ok(text.chars().rev().collect::<String>().into())
    }),
    pure("substring", 3, substring),
    pure("trim", 2, |scope, values| {
        let cut = cutset(scope, values)?;
        part(scope, text(values, 0)?.trim_matches(cut))
    }),
    pure("trim_left", 2, |scope, values| {
        let cut = cutset(scope, values)?;
        part(scope, text(values, 0)?.trim_start_matches(cut))
    }),
    pure("trim_prefix", 2, |scope, values| {
        let (text, prefix) = (text(values, 0)?, text(values, 1)?);
        part(scope, text.strip_prefix(prefix).unwrap_or(text))
    }),
    pure("trim_right", 2, |scope, values| {
        let cut = cutset(scope, values)?;
        part(scope, text(values, 0)?.trim_end_matches(cut))
    }),
    pure("trim_space", 1, |scope, values| part(scope, text(values, 0)?.trim())),
    pure("trim_suffix", 2, |scope, values| {
        let (text, suffix) = (text(values, 0)?, text(values, 1)?);
        part(scope, text.strip_suffix(suffix).unwrap_or(text))
    }),
    pure("upper", 1, |scope, values| mapped(scope, text(values, 0)?, upper)),
];

/// A part of a text, as a string of its own.
fn part(scope: &mut Scope, part: &str) -> Outcome {
    scope.take(part.len())?;
    Ok(part.into())
}

fn concat(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (between, parts) = (text(values, 0)?, operand::texts(values, 1)?);
    let length = parts.iter().map(|part| part.len()).fold(0_usize, usize::saturating_add);
    scope.take(length.saturating_add(between.len().saturating_mul(parts.len())))?;
    Ok(parts.join(between).into())
}

/// Where a text stands in another, also where it overlaps itself. In linear time, as Knuth, Morris and Pratt do it.
fn places(scope: &mut Scope, values: &[Value]) -> Result<Vec<usize>, Failed> {
    let (text, wanted) = (text(values, 0)?.as_bytes(), text(values, 1)?.as_bytes());
    if wanted.is_empty() {
        return Err(Failed::error("empty search character"));
    }
    scope.take(wanted.len().saturating_mul(size_of::<usize>()))?;
    let mut borders = vec![0; wanted.len()];
    let mut matched = 0;
    for at in 1..wanted.len() {
        while matched > 0 && wanted[at] != wanted[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(wanted[at] == wanted[matched]);
        borders[at] = matched;
    }
    // A byte that is not the first of a character does not count.
    let first = |byte: u8| byte & 0xc0 != 0x80;
    let length = wanted.iter().filter(|byte| first(**byte)).count();
    let (mut places, mut characters) = (Vec::new(), 0);
    matched = 0;
    for &byte in text {
        characters += usize::from(first(byte));
        while matched > 0 && (matched == wanted.len() || byte != wanted[matched]) {
            matched = borders[matched - 1];
        }
        matched += usize::from(byte == wanted[matched]);
        if matched == wanted.len() {
            scope.take_members(1)?;
            places.push(characters - length);
        }
    }
    Ok(places)
}

/// Where a text first stands in another.
fn place(values: &[Value]) -> Outcome {
    let (text, wanted) = (text(values, 0)?, text(values, 1)?);
    if wanted.is_empty() {
        return Err(Failed::error("empty search character"));
    }
    let found = text.find(wanted).map(|at| text[..at].chars().count());
    Ok(found.map_or_else(|| Value::from(-1_i64), Value::from))
}

fn mapped(scope: &mut Scope, text: &str, map: fn(char) -> char) -> Outcome {
    // A letter and its counterpart may differ in length.
    scope.take(text.len().saturating_mul(2))?;
    Ok(text.chars().map(map).collect::<String>().into())
}

/// The lower-case letter; none of them becomes two.
fn lower(letter: char) -> char {
    match letter {
        'İ' => 'i',
        _ => single(letter.to_lowercase()).unwrap_or(letter),
    }
}

/// The upper-case letter, where it is one. Greek letters with a iota below have one that the full mapping
/// takes apart.
pub(super) fn upper(letter: char) -> char {
    let below = match letter {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => 8,
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => 9,
        _ => 0,
    };
    match below {
        0 => single(letter.to_uppercase()).unwrap_or(letter),
        below => char::from_u32(letter as u32 + below).unwrap_or(letter),
    }
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    first.filter(|_| letters.next().is_none())
}

fn split(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (text, between) = (text(values, 0)?, text(values, 1)?);
    // Each part is a string of its own: with its length and its count of references.
    const PART: usize = size_of::<Value>() + 2 * size_of::<usize>();
    if between.is_empty() {
        scope.take(text.chars().count().saturating_mul(PART + 1))?;
        let mut buffer = [0; 4];
        return Ok(text
            .chars()
            .map(|c| Value::from(&*c.encode_utf8(&mut buffer)))
            .collect::<Vec<_>>()
            .into());
    }
    let parts = text.matches(between).count() + 1;
    scope.take(text.len().saturating_add(parts.saturating_mul(PART)))?;
    Ok(text.split(between).map(Value::from).collect::<Vec<_>>().into())
}

/// The first so many parts of a text; the last ones where the number is below zero.
fn split_n(scope: &mut Scope, values: &[Value]) -> Outcome {
    let wanted = operand::integer(values, 2)?;
    let parts = split(scope, values)?;
    let Value::Array(parts) = &parts else { return Ok(parts) };
    let count = usize::try_from(wanted.unsigned_abs()).unwrap_or(usize::MAX).min(parts.len());
    let parts = parts.as_slice();
    let kept = if wanted < 0 { &parts[parts.len() - count..] } else { &parts[..count] };
    Ok(Value::from(kept.to_vec()))
}

/// True if any of some texts starts or ends with any of some others.
fn any_match(scope: &mut Scope, values: &[Value], backwards: bool) -> Outcome {
    let matches =
        |text: &str, part: &str| if backwards { text.ends_with(part) } else { text.starts_with(part) };
    let given = |position: usize| match operand::at(values, position)? {
        Value::String(text) => Ok(vec![&**text]),
        Value::Array(_) | Value::Set(_) => operand::texts(values, position),
        other => Err(operand::wrong(position, "one of {string, set, array}", other)),
    };
    let (texts, wanted) = (given(0)?, given(1)?);
    if texts.len().saturating_mul(wanted.len()) <= 1024 {
        return Ok(Value::Bool(texts.iter().any(|text| wanted.iter().any(|wanted| matches(text, wanted)))));
    }
    let length = texts.iter().map(|text| text.len() + size_of::<Vec<u8>>()).sum::<usize>();
    let longest = wanted.iter().map(|wanted| wanted.len()).max().unwrap_or(0);
    scope.take(length.saturating_add(longest))?;
    let turned = |text: &str| -> Vec<u8> {
        if backwards { text.bytes().rev().collect() } else { text.bytes().collect() }
    };
    let mut texts: Vec<Vec<u8>> = texts.into_iter().map(turned).collect();
    texts.sort_unstable();
    // What starts with a text follows it in order.
    let starts = |wanted: Vec<u8>| {
        let at = texts.partition_point(|text| *text < wanted);
        texts.get(at).is_some_and(|text| text.starts_with(&wanted))
    };
    Ok(Value::Bool(wanted.into_iter().any(|wanted| starts(turned(wanted)))))
}

fn substring(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (whole, start, length) =
        (text(values, 0)?, operand::integer(values, 1)?, operand::integer(values, 2)?);
    let Ok(start) = usize::try_from(start) else { return Err(Failed::error("negative offset")) };
    let end = usize::try_from(length).map_or(usize::MAX, |length| start.saturating_add(length));
    let place = |index: usize| whole.char_indices().nth(index).map_or(whole.len(), |(at, _)| at);
    let (start, end) = (place(start), place(end));
    part(scope, &whole[start..end])
}

/// Tells what a trimming cuts off.
fn cutset(scope: &mut Scope, values: &[Value]) -> Result<impl Fn(char) -> bool + use<>, Failed> {
    let cut = text(values, 1)?;
    scope.take(cut.len().saturating_mul(size_of::<char>()))?;
    let mut sorted: Vec<char> = cut.chars().collect();
    sorted.sort_unstable();
    Ok(move |letter: char| sorted.binary_search(&letter).is_ok())
}
