//! `glob.*`: patterns, compiled to regular expressions.

use super::{Builtin, Failed, Outcome, Scope, operand, patterns, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("glob.match", 3, matches),
    pure("glob.quote_meta", 1, |scope, values| {
        let text = operand::text(values, 0)?;
        scope.take(text.len().saturating_mul(2))?;
        let mut quoted = String::with_capacity(text.len());
        for character in text.chars() {
            if "*?\\[]{}".contains(character) {
                quoted.push('\\');
            }
            quoted.push(character);
        }
        Ok(quoted.into())
    }),
];

/// Longest end that may overlap with the start.
const OVERLAP: usize = 100;
/// Deepest nesting of alternatives.
const DEPTH: usize = 64;

fn matches(scope: &mut Scope, values: &[Value]) -> Outcome {
    let pattern = operand::text(values, 0)?;
    let delimiters = match operand::at(values, 1)? {
        Value::Null => Vec::new(),
        Value::Array(items) => {
            let mut delimiters = Vec::new();
            for item in items.iter() {
                let Value::String(text) = item else {
                    return Err(operand::element(values, 1, "string", item));
                };
                let mut characters = text.chars();
                match (characters.next(), characters.next()) {
                    (Some(one), None) => delimiters.push(one),
                    _ => return Err(operand::element(values, 1, "rune", item)),
                }
            }
            if delimiters.is_empty() {
                delimiters.push('.');
            }
            delimiters
        }
        other => return Err(operand::wrong(1, "one of {array, null}", other)),
    };
    let text = operand::text(values, 2)?;
    patterns::bounded(pattern)?;
    let key = format!("{pattern}-{}", String::from_iter(&delimiters));
    let regex = scope.glob(&key, || Pattern::new(pattern, &delimiters).expression())?;
    Ok(Value::Bool(regex.on(text)?.is_match(text)))
}

#[derive(PartialEq)]
enum Shape {
    /// Characters as they are.
    Text(String),
    /// Any characters.
    All,
    /// One character, which is not there either where nothing is.
    One,
    /// Anything else.
    Other,
}

struct Pattern<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    /// Any character but the delimiters.
    single: String,
    expression: String,
    /// The parts, as far as they matter to what the library that OPA has takes shortcuts for.
    shape: Vec<Shape>,
    /// How many alternatives are open.
    depth: usize,
}

impl<'p> Pattern<'p> {
    fn new(pattern: &'p str, delimiters: &[char]) -> Self {
        let escaped = |one: &char| format!("\\x{{{:x}}}", *one as u32);
        let single = match delimiters {
            [] => ".".to_owned(),
            some => format!("[^{}]", some.iter().map(escaped).collect::<String>()),
        };
        Pattern {
            rest: pattern.chars().peekable(),
            single,
            expression: "(?s)\\A(?:".to_owned(),
            shape: Vec::new(),
            depth: 0,
        }
    }

    fn expression(mut self) -> Result<String, Failed> {
        while let Some(next) = self.rest.next() {
            match next {
                '{' | ',' | '}' if self.depth > 0 || next == '{' => self.shape.push(Shape::Other),
                '?' => self.shape.push(Shape::One),
                '*' if self.single == "." || self.rest.peek() == Some(&'*') => self.shape.push(Shape::All),
                '*' => self.shape.push(Shape::Other),
                '[' if self.rest.peek() == Some(&'!') => self.shape.push(Shape::One),
                '[' => self.shape.push(Shape::Other),
                _ => {}
            }
            match next {
                '{' if self.depth < DEPTH => {
                    self.depth += 1;
                    self.expression.push_str("(?:");
                }
                '{' => {
                    return Err(Failed::limit(
                        format!("alternatives nested deeper than the limit of {DEPTH} in a glob"),
                        format!("glob 中的备选项嵌套超过上限 {DEPTH} 层"),
                    ));
                }
                ',' if self.depth > 0 => self.expression.push('|'),
                '}' if self.depth > 0 => {
                    self.depth -= 1;
                    self.expression.push(')');
                }
                '[' => self.class()?,
                '?' => self.expression.push_str(&self.single),
                '*' if self.rest.next_if_eq(&'*').is_some() => self.expression.push_str(".*"),
                '*' => self.expression.push_str(&format!("{}*", self.single)),
                '\\' => {
                    if let Some(escaped) = self.rest.next() {
                        self.literal(escaped);
                    }
                }
                other => self.literal(other),
            }
        }
        // What is left open is closed.
        (0..self.depth).for_each(|_| self.expression.push(')'));
        self.shortcuts();
        self.expression.push_str(")\\z");
        Ok(self.expression)
    }

    /// Where all is text before and behind any characters, both may overlap; where all is one character, it may be none.
    fn shortcuts(&mut self) {
        match self.shape.as_slice() {
            [Shape::One] => self.expression.push('|'),
            [Shape::Text(start), Shape::All, Shape::Text(end)] if end.len() <= OVERLAP => {
                let overlaps = end.char_indices().skip(1).map(|(at, _)| at).chain([end.len()]);
                for length in overlaps.filter(|&length| start.ends_with(&end[..length])) {
                    self.expression
                        .push_str(&format!("|{}", regex::escape(&format!("{start}{}", &end[length..]))));
                }
            }
            _ => {}
        }
    }

    fn literal(&mut self, character: char) {
        match self.shape.last_mut() {
            Some(Shape::Text(text)) => text.push(character),
            _ => self.shape.push(Shape::Text(character.to_string())),
        }
        let mut buffer = [0; 4];
        self.expression.push_str(&regex::escape(character.encode_utf8(&mut buffer)));
    }

    /// One range, or some characters.
    fn class(&mut self) -> Result<(), Failed> {
        let unclosed = || Failed::error("unexpected end of input");
        let escaped = |one: char| format!("\\x{{{:x}}}", one as u32);
        let negated = self.rest.next_if_eq(&'!').is_some();
        self.expression.push_str(if negated { "[^" } else { "[" });
        let first = self.rest.next().ok_or_else(unclosed)?;
        if self.rest.next_if_eq(&'-').is_some() {
            let last = self.rest.next().ok_or_else(unclosed)?;
            if first > last {
                return Err(Failed::error("hi character should be greater than lo"));
            }
            self.expression.push_str(&format!("{}-{}]", escaped(first), escaped(last)));
            return match self.rest.next() {
                Some(']') => Ok(()),
                _ => Err(Failed::error("expected close range character")),
            };
        }
        let mut next = Some(first);
        let mut empty = true;
        loop {
            match next.ok_or_else(unclosed)? {
                ']' if empty => return Err(Failed::error("empty range")),
                ']' => break,
                '\\' => {
                    let character = self.rest.next().ok_or_else(unclosed)?;
                    self.expression.push_str(&escaped(character));
                }
                character => self.expression.push_str(&escaped(character)),
            }
            empty = false;
            next = self.rest.next();
        }
        self.expression.push(']');
        Ok(())
    }
}
