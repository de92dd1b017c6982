//! How two values differ: only what differs, each with the way to it.

use super::Shown;
use regorus::Value;

/// Where two values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The way to the place, such as `.spec.ports[0]`; empty for the whole value.
    pub path: String,
    /// What the left one has there.
    pub left: Option<Shown>,
    /// What the right one has there.
    pub right: Option<Shown>,
}

/// The differences of two values, in the order of their keys. None for two scalars: their values say it all.
pub fn between(left: &Value, right: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    // What is compared next stands last.
    let mut pending = vec![(String::new(), left, right)];
    while let Some((path, left, right)) = pending.pop() {
        if left == right {
            continue;
        }
        match (left, right) {
            (Value::Object(a), Value::Object(b)) => {
                let mut inner: Vec<_> = a.keys().chain(b.keys().filter(|key| !a.contains_key(key))).collect();
                inner.sort();
                let member = |key: &Value| (step(&path, key), a.get(key), b.get(key));
                let inner = inner.into_iter().map(member).collect();
                divide(inner, &mut pending, &mut found);
            }
            (Value::Array(a), Value::Array(b)) => {
                let items = 0..a.len().max(b.len());
                let inner = items.map(|index| (format!("{path}[{index}]"), a.get(index), b.get(index)));
                divide(inner.collect(), &mut pending, &mut found);
            }
            (Value::Set(a), Value::Set(b)) => {
                let only = |value: &Value, on_left: bool| {
                    let (value, none) = (Shown::of(value), None);
                    let (left, right) = if on_left { (value, none) } else { (none, value) };
                    Difference { path: path.clone(), left, right }
                };
                found.extend(a.iter().filter(|value| !b.contains(value)).map(|value| only(value, true)));
                found.extend(b.iter().filter(|value| !a.contains(value)).map(|value| only(value, false)));
            }
            _ if path.is_empty() => {}
            _ => found.push(Difference { path, left: Shown::of(left), right: Shown::of(right) }),
        }
    }
    found
}

type Inner<'v> = Vec<(String, Option<&'v Value>, Option<&'v Value>)>;

/// Members that both have are compared further; others are differences. All keep their order.
fn divide<'v>(
    inner: Inner<'v>,
    pending: &mut Vec<(String, &'v Value, &'v Value)>,
    found: &mut Vec<Difference>,
) {
    for (path, left, right) in inner.into_iter().rev() {
        match (left, right) {
            (Some(left), Some(right)) => pending.push((path, left, right)),
            (left, right) => found.push(Difference {
                path,
                left: left.and_then(Shown::of),
                right: right.and_then(Shown::of),
            }),
        }
    }
}

fn step(path: &str, key: &Value) -> String {
    let plain = |text: &str| {
        text.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    match key {
        Value::String(text) if plain(text) => format!("{path}.{text}"),
        other => format!("{path}[{}]", super::to_rego(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(left: &str, right: &str) -> Vec<String> {
        let value = |text: &str| {
            let mut engine = regorus::Engine::new();
            engine.eval_query(text.to_owned(), false).unwrap().result[0].expressions[0].value.clone()
        };
        let text = |shown: Option<Shown>| shown.map_or("-".to_owned(), |shown| shown.text);
        let line = |d: Difference| format!("{} {} {}", d.path, text(d.left), text(d.right));
        between(&value(left), &value(right)).into_iter().map(line).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        for (left, right, expected) in [
            (
                r#"{"a": 1, "b": {"c": [1, 2]}}"#,
                r#"{"a": 1, "b": {"c": [1, 3, 4]}}"#,
                &[".b.c[2] - 4", ".b.c[1] 2 3"][..],
            ),
            (r#"{"a", "b"}"#, r#"{"b", "c"}"#, &[" \"a\" -", " - \"c\""]),
            (r#"{"x y": {1}, "z": 2}"#, r#"{"x y": {2}}"#, &[".z 2 -", "[\"x y\"] 1 -", "[\"x y\"] - 2"]),
            ("1", "2", &[]),
            (r#"{"客户": null}"#, r#"{"客户": {"a": 1}}"#, &[".客户 null {\"a\": 1}"]),
            ("[1]", "[1]", &[]),
        ] {
            assert_eq!(told(left, right), expected, "{left} {right}");
        }
    }
}
