//! Regular expressions as RE2 reads them.

mod intersect;
mod translate;

use super::operand::text;
use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use regex::{Regex, RegexBuilder};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("regex.find_all_string_submatch_n", 3, find_all),
    pure("regex.find_n", 3, find),
    pure("regex.globs_match", 2, intersect::globs_match),
    pure("regex.is_valid", 1, |scope, values| match text(values, 0).map(|pattern| scope.regex(pattern)) {
        Ok(Err(limit @ Failed::Limit(_))) => Err(limit),
        Ok(Ok(_)) => Ok(Value::Bool(true)),
        _ => Ok(Value::Bool(false)),
    }),
    pure("regex.match", 2, matches),
    pure("regex.replace", 3, replace),
    pure("regex.split", 2, split),
    pure("regex.template_match", 4, template_match),
];

/// Sizes of compiled expressions, in bytes; the last is the largest that is taken.
const SIZES: [usize; 4] = [64 << 10, 256 << 10, 1 << 20, 4 << 20];
/// The largest of them.
pub const LARGEST: usize = SIZES[SIZES.len() - 1];
/// Most bytes of a compiled expression times bytes of a text: in the worst case a match takes as long.
const WORK: usize = 1 << 36;
/// Deepest nesting that RE2 takes.
const NESTING: u32 = 1_000;
/// Longest expression, in bytes.
const LENGTH: usize = 100_000;

/// Refuses a pattern that is too long to be compiled.
pub fn bounded(pattern: &str) -> Result<(), Failed> {
    if pattern.len() <= LENGTH {
        return Ok(());
    }
    Err(Failed::limit(
        format!("a pattern of more than the limit of {LENGTH} bytes"),
        format!("匹配模式超过上限 {LENGTH} 字节"),
    ))
}

/// Compiles an expression of RE2.
pub fn compile(pattern: &str) -> Result<Compiled, Failed> {
    bounded(pattern)?;
    let translated = translate::translated(pattern);
    let translated = translated.ok_or_else(|| Failed::error("error parsing regexp: invalid syntax"))?;
    Ok(Compiled { names: translated.names, ..compiled(&translated.expression)? })
}

/// Compiles an expression of the crate.
pub fn compiled(expression: &str) -> Result<Compiled, Failed> {
    for size in SIZES {
        match RegexBuilder::new(expression).nest_limit(NESTING).size_limit(size).build() {
            Ok(regex) => return Ok(Compiled { regex, size, names: Vec::new() }),
            Err(regex::Error::CompiledTooBig(_)) => {}
            Err(error) => return Err(Failed::error(format!("error parsing regexp: {error}"))),
        }
    }
    Err(Failed::limit(
        format!("a regular expression of more than the limit of {LARGEST} bytes when compiled"),
        format!("正则表达式编译后超过上限 {LARGEST} 字节"),
    ))
}

/// A compiled expression.
#[derive(Debug)]
pub struct Compiled {
    regex: Regex,
    /// What it takes at most, in bytes.
    size: usize,
    /// Groups that have names.
    names: Vec<(usize, String)>,
}

impl Compiled {
    /// What it takes at most, in bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The expression, for a text that it does not take too long to match.
    pub fn on(&self, text: &str) -> Result<&Regex, Failed> {
        let most = WORK / self.size;
        if text.len() <= most {
            return Ok(&self.regex);
        }
        Err(Failed::limit(
            format!("a text of more than the limit of {most} bytes for a regular expression of this size"),
            format!("对于这种大小的正则表达式，文本超过上限 {most} 字节"),
        ))
    }
}

/// `regex.match(pattern, text)`.
pub fn matches(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (pattern, text) = (text(values, 0)?, text(values, 1)?);
    Ok(Value::Bool(scope.regex(pattern)?.on(text)?.is_match(text)))
}

/// How many matches are wanted.
fn most(values: &[Value]) -> Result<usize, Failed> {
    Ok(usize::try_from(operand::integer(values, 2)?).unwrap_or(usize::MAX))
}

/// What a string takes beside its text.
const STRING: usize = size_of::<Value>() + 2 * size_of::<usize>();

fn find(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (pattern, text) = (text(values, 0)?, text(values, 1)?);
    let most = most(values)?;
    let compiled = scope.regex(pattern)?;
    let regex = compiled.on(text)?;
    let mut found = Vec::new();
    for matched in regex.find_iter(text).take(most) {
        scope.take(matched.len() + STRING)?;
        found.push(Value::from(matched.as_str()));
    }
    Ok(found.into())
}

fn find_all(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (pattern, text) = (text(values, 0)?, text(values, 1)?);
    let most = most(values)?;
    let compiled = scope.regex(pattern)?;
    let regex = compiled.on(text)?;
    let mut found = Vec::new();
    for captures in regex.captures_iter(text).take(most) {
        let groups: Vec<&str> =
            captures.iter().map(|group| group.map_or("", |group| group.as_str())).collect();
        scope.take(groups.iter().map(|group| group.len() + STRING).sum::<usize>() + STRING)?;
        found.push(groups.into_iter().map(Value::from).collect::<Vec<_>>().into());
    }
    Ok(found.into())
}

/// A part of what replaces a match.
enum Part<'t> {
    Text(&'t str),
    Group(usize),
}

/// The parts of a replacement, in which `$1`, `$name` and `${name}` stand for groups, and `$$` for a dollar sign.
fn parts<'t>(new: &'t str, compiled: &Compiled) -> Vec<Part<'t>> {
    let mut parts = Vec::new();
    let mut rest = new;
    while let Some((before, behind)) = rest.split_once('$') {
        parts.push(Part::Text(before));
        let word = behind.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(behind.len());
        let (name, length) = match behind.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, _)) => (name, name.len() + 2),
            None => (&behind[..word], word),
        };
        let valid = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        rest = &behind[if valid { length } else { 0 }..];
        if valid {
            let named = || compiled.names.iter().find(|(_, known)| known == name).map(|(group, _)| *group);
            parts.extend(name.parse().ok().or_else(named).map(Part::Group));
        } else {
            parts.push(Part::Text("$"));
            rest = rest.strip_prefix('$').unwrap_or(rest);
        }
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| !matches!(part, Part::Text("")));
    parts
}

fn replace(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (text, pattern, new) = (text(values, 0)?, text(values, 1)?, text(values, 2)?);
    let compiled = scope.regex(pattern)?;
    let regex = compiled.on(text)?;
    let parts = parts(new, &compiled);
    let (mut result, mut kept) = (String::new(), 0);
    for captures in regex.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        let part = |part: &Part<'_>| match part {
            Part::Text(text) => text.len(),
            Part::Group(group) => captures.get(*group).map_or(0, |group| group.len()),
        };
        // A part takes time even where it is empty.
        let length = parts.iter().map(part).fold(parts.len(), usize::saturating_add);
        scope.take((whole.start() - kept).saturating_add(length))?;
        result.push_str(&text[kept..whole.start()]);
        for part in &parts {
            result.push_str(match part {
                Part::Text(text) => text,
                Part::Group(group) => captures.get(*group).map_or("", |group| group.as_str()),
            });
        }
        kept = whole.end();
    }
    scope.take(text.len() - kept)?;
    result.push_str(&text[kept..]);
    Ok(result.into())
}

fn split(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (pattern, text) = (text(values, 0)?, text(values, 1)?);
    let compiled = scope.regex(pattern)?;
    let regex = compiled.on(text)?;
    if !pattern.is_empty() && text.is_empty() {
        return Ok(vec![Value::from("")].into());
    }
    let (mut parts, mut start, mut end) = (Vec::new(), 0, 0);
    for matched in regex.find_iter(text) {
        end = matched.start();
        if matched.end() != 0 {
            scope.take(end - start + STRING)?;
            parts.push(Value::from(&text[start..end]));
        }
        start = matched.end();
    }
    if end != text.len() {
        scope.take(text.len() - start + STRING)?;
        parts.push(Value::from(&text[start..]));
    }
    Ok(parts.into())
}

/// `regex.template_match(template, text, open, close)`: expressions stand between two characters, and text around them.
fn template_match(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (template, matched) = (text(values, 0)?, text(values, 1)?);
    bounded(template)?;
    let delimiter = |position: usize| -> Result<u8, Failed> {
        match text(values, position)?.as_bytes() {
            [one] => Ok(*one),
            _ => Err(Failed::error("a delimiter has to be exactly one character long")),
        }
    };
    let (open, close) = (delimiter(2)?, delimiter(3)?);
    let unbalanced = || Failed::error("unbalanced delimiters in template");
    let mut expression = "^".to_owned();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, byte) in template.bytes().enumerate() {
        if byte == open {
            depth += 1;
            if depth == 1 {
                expression.push_str(&quoted(&template[start..at]));
                start = at + 1;
            }
        } else if byte == close {
            depth = depth.checked_sub(1).ok_or_else(unbalanced)?;
            if depth == 0 {
                let inner = &template[start..at];
                scope.regex(&format!("^{inner}$"))?;
                expression.push_str(&format!("({inner})"));
                start = at + 1;
            }
        }
    }
    if depth > 0 {
        return Err(unbalanced());
    }
    expression.push_str(&quoted(&template[start..]));
    expression.push('$');
    Ok(Value::Bool(scope.regex(&expression)?.on(matched)?.is_match(matched)))
}

/// A text as the expression that matches it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\.+*?()|[]{}^$".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}
