//! Builtins over plain values.

use regorus::Value;

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
