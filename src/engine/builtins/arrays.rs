//! `array.*`.

use super::{Builtin, Outcome, Scope, operand, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("array.concat", 2, |scope, values| {
        let (one, other) = (operand::array(values, 0)?, operand::array(values, 1)?);
        scope.take_members(one.len().saturating_add(other.len()))?;
        Ok([one, other].concat().into())
    }),
    pure("array.flatten", 1, flatten),
    pure("array.reverse", 1, |scope, values| {
        let items = operand::array(values, 0)?;
        scope.take_members(items.len())?;
        Ok(items.iter().rev().cloned().collect::<Vec<_>>().into())
    }),
    pure("array.slice", 3, slice),
];

/// The members, with those that are arrays replaced by their members, one level deep.
fn flatten(scope: &mut Scope, values: &[Value]) -> Outcome {
    let items = operand::array(values, 0)?;
    let size = |item: &Value| if let Value::Array(inner) = item { inner.len() } else { 1 };
    let count = items.iter().map(size).fold(0_usize, usize::saturating_add);
    scope.take_members(count)?;
    let mut flat = Vec::with_capacity(count);
    for item in items {
        match item {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    Ok(flat.into())
}

/// The members from one index up to another; bounds beyond the array are those of the array.
fn slice(scope: &mut Scope, values: &[Value]) -> Outcome {
    let items = operand::array(values, 0)?;
    let index = |position: usize| -> Result<usize, super::Failed> {
        let index = operand::integer(values, position)?;
        Ok(usize::try_from(index.max(0)).unwrap_or(usize::MAX).min(items.len()))
    };
    let (start, stop) = (index(1)?, index(2)?);
    let part = items.get(start..stop).unwrap_or_default();
    scope.take_members(part.len())?;
    Ok(part.to_vec().into())
}
