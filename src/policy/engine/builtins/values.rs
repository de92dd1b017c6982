//! Builtins over plain values.

use super::{Arguments, original};
use regorus::Value;

/// `json.remove` and `json.filter`: the engine takes a text such as `/a/b` for the path of a member without a name.
pub fn at_paths(name: &str, (span, expressions, values, strict): Arguments<'_>) -> anyhow::Result<Value> {
    let path = |path: &Value| match path {
        Value::String(text) if !text.is_empty() => {
            let steps = text.trim_start_matches('/').split('/');
            let step = |step: &str| Value::from(step.replace("~1", "/").replace("~0", "~"));
            Value::from(steps.map(step).collect::<Vec<_>>())
        }
        other => other.clone(),
    };
    let paths = match values.get(1) {
        Some(Value::Array(paths)) => paths.iter().map(path).collect::<Vec<_>>().into(),
        Some(Value::Set(paths)) => paths.iter().map(path).collect::<Vec<_>>().into(),
        other => other.cloned().unwrap_or(Value::Undefined),
    };
    let values: Vec<Value> = values.first().cloned().into_iter().chain([paths]).collect();
    original(name, (span, expressions, &values, strict))
}

/// `array.flatten(xs)`: the members of `xs`, with those that are arrays replaced by their members, one level
/// deep.
pub fn flatten(values: &[Value]) -> anyhow::Result<Value> {
    let Some(Value::Array(items)) = values.first() else {
        return Err(anyhow::anyhow!("operand 1 must be an array"));
    };
    let mut flat = Vec::with_capacity(items.len());
    for item in items.iter() {
        match item {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    Ok(Value::from(flat))
}
