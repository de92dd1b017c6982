//! What other checkers supply to their policies: Trivy's `result.new`, `isManaged`, `metadata.obj_by_path` and
//! `sh.parse_commands`.

use super::{Builtin, Outcome, operand, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    // Whatever a document says is managed by it.
    pure("isManaged", 1, |_, _| Ok(Value::Bool(true))),
    pure("metadata.obj_by_path", 2, |_, values| nearest(operand::at(values, 0)?, operand::at(values, 1)?)),
    pure("result.new", 2, |scope, values| {
        operand::text(values, 0)?;
        scope.take_members(2)?;
        let entries = ["msg", "at"].into_iter().map(Value::from).zip(values.iter().cloned());
        Ok(entries.collect::<regorus::value::Object>().into_value())
    }),
    pure("sh.parse_commands", 1, |scope, values| {
        let text = operand::text(values, 0)?;
        scope.take(text.len().saturating_mul(64))?;
        let commands = commands(text).ok_or_else(|| operand::invalid(0, "has an open quote"))?;
        let list = |words: Vec<String>| words.into_iter().map(Value::from).collect::<Vec<_>>().into();
        Ok(commands.into_iter().map(list).collect::<Vec<Value>>().into())
    }),
];

/// What a path of members leads to, or the last on the way that there is: the place of what is missing.
fn nearest(value: &Value, path: &Value) -> Outcome {
    let steps = match path {
        Value::Array(steps) => steps.to_vec(),
        Value::String(text) => text.split('.').map(Value::from).collect(),
        other => return Err(operand::wrong(1, "one of {array, string}", other)),
    };
    let mut at = value;
    for step in &steps {
        match &at[step] {
            Value::Undefined => break,
            below => at = below,
        }
    }
    Ok(at.clone())
}

/// The commands of a shell, each as its words: quotes taken away, variables as they are written. Commands within others
/// follow them; `None` for a quote that is not closed.
fn commands(text: &str) -> Option<Vec<Vec<String>>> {
    let (mut done, mut words, mut word): (Vec<Vec<String>>, Vec<String>, Option<String>) = Default::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                None | Some('\n') => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '"' => break,
                        '\\' => match chars.next()? {
                            '\n' => {}
                            next @ ('"' | '\\' | '$' | '`') => word.push(next),
                            next => word.extend(['\\', next]),
                        },
                        other => word.push(other),
                    }
                }
            }
            '#' if word.is_none() => while chars.next_if(|c| *c != '\n').is_some() {},
            '$' if chars.next_if_eq(&'(').is_some() => end(&mut done, &mut words, &mut word),
            ';' | '|' | '&' | '\n' | '(' | ')' | '`' => end(&mut done, &mut words, &mut word),
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    end(&mut done, &mut words, &mut word);
    Some(done)
}

/// A command is at its end; the words of the shell itself are none of it.
fn end(done: &mut Vec<Vec<String>>, words: &mut Vec<String>, word: &mut Option<String>) {
    const KEYWORDS: [&str; 11] =
        ["if", "then", "else", "elif", "fi", "do", "done", "while", "until", "{", "}"];
    words.extend(word.take());
    let own = words.iter().take_while(|word| KEYWORDS.contains(&word.as_str()) || *word == "!").count();
    let mut command: Vec<String> = std::mem::take(words).split_off(own);
    if command.last().is_some_and(|word| word == "}") {
        command.pop();
    }
    if !command.is_empty() {
        done.push(command);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_as_a_shell_does() {
        for (text, expected) in [
            (
                "apt-get update && apt-get install -y 'a b'",
                vec![vec!["apt-get", "update"], vec!["apt-get", "install", "-y", "a b"]],
            ),
            ("a \\\n b; c|d & e", vec![vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]),
            ("x=\"1 \\\" $y\" z # c", vec![vec!["x=1 \" $y", "z"]]),
            ("if true; then { rm -rf /; }; fi", vec![vec!["true"], vec!["rm", "-rf", "/"]]),
            ("a $(b c) `d`", vec![vec!["a"], vec!["b", "c"], vec!["d"]]),
            ("", vec![]),
        ] {
            assert_eq!(
                commands(text),
                Some(expected.iter().map(|words| words.iter().map(|w| (*w).to_owned()).collect()).collect()),
                "{text}"
            );
        }
        assert_eq!(commands("a 'b"), None);
    }
}
