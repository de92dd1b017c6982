//! Literals of tests: values as they are written in a policy.

use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The value of a literal.
pub fn value(text: &str) -> Value {
    let mut rest = text.trim();
    let value = next(&mut rest);
    assert!(rest.trim().is_empty(), "{text} goes on with {rest}");
    value
}

fn eat(rest: &mut &str, token: &str) -> bool {
    *rest = rest.trim_start();
    let found = rest.strip_prefix(token);
    *rest = found.unwrap_or(rest);
    found.is_some()
}

fn next(rest: &mut &str) -> Value {
    *rest = rest.trim_start();
    for (word, value) in [
        ("null", Value::Null),
        ("true", Value::Bool(true)),
        ("false", Value::Bool(false)),
        ("set()", Value::new_set()),
    ] {
        if eat(rest, word) {
            return value;
        }
    }
    match rest.chars().next() {
        Some('"') => {
            let mut ends = rest.match_indices('"').skip(1).map(|(at, _)| at + 1);
            let (length, text) = ends
                .find_map(|end| Some((end, serde_json::from_str::<String>(&rest[..end]).ok()?)))
                .unwrap_or_else(|| panic!("a string does not end: {rest}"));
            *rest = &rest[length..];
            text.into()
        }
        Some('[') => {
            eat(rest, "[");
            members(rest, "]").into()
        }
        Some('{') => {
            eat(rest, "{");
            composite(rest)
        }
        _ => {
            let end = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len());
            let number = &rest[..end];
            *rest = &rest[end..];
            Value::from_numeric_string(number).unwrap_or_else(|_| panic!("no literal: {number}{rest}"))
        }
    }
}

fn members(rest: &mut &str, end: &str) -> Vec<Value> {
    let mut members = Vec::new();
    while !eat(rest, end) {
        members.push(next(rest));
        eat(rest, ",");
    }
    members
}

fn composite(rest: &mut &str) -> Value {
    if eat(rest, "}") {
        return Value::new_object();
    }
    let first = next(rest);
    if !eat(rest, ":") {
        eat(rest, ",");
        return members(rest, "}").into_iter().chain([first]).collect::<BTreeSet<_>>().into();
    }
    let mut entries = BTreeMap::from([(first, next(rest))]);
    while !eat(rest, "}") {
        eat(rest, ",");
        let key = next(rest);
        eat(rest, ":");
        entries.insert(key, next(rest));
    }
    entries.into()
}
