//! `json.filter` and `json.remove`: members of an object at paths.

use super::{Builtin, Failed, Outcome, Scope, operand, order, pure};
use regorus::Value;
use regorus::value::Object;
use std::collections::BTreeMap;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("json.filter", 2, |scope, values| {
        let paths = paths(scope, operand::object(values, 0).and_then(|_| operand::at(values, 1))?)?;
        filtered(scope, operand::at(values, 0)?, &paths)
    }),
    pure("json.remove", 2, |scope, values| {
        let paths = paths(scope, operand::object(values, 0).and_then(|_| operand::at(values, 1))?)?;
        Ok(removed(scope, operand::at(values, 0)?, Some(&paths))?.unwrap_or(Value::Undefined))
    }),
];

/// Longest path.
const STEPS: usize = 1_000;

/// Paths as a tree: what is below a step, or nothing where a path ends.
#[derive(Default)]
struct Tree {
    below: BTreeMap<Value, Tree>,
    ends: bool,
}

/// The steps of a path: an array, or a text as a JSON pointer is written, with or without the slash at its start.
pub fn steps(path: &Value) -> Result<Vec<Value>, Failed> {
    let steps: Vec<Value> = match path {
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => {
            let step = |step: &str| Value::from(step.replace("~1", "/").replace("~0", "~"));
            text.trim_start_matches('/').split('/').map(step).collect()
        }
        Value::Array(items) => items.to_vec(),
        other => {
            let expected = "one of {set, array} containing string paths or array of path segments";
            return Err(operand::wrong(1, expected, other));
        }
    };
    if steps.len() > STEPS {
        return Err(Failed::limit(
            format!("a path of more than the limit of {STEPS} steps"),
            format!("路径超过上限 {STEPS} 步"),
        ));
    }
    Ok(steps)
}

fn paths(scope: &mut Scope, value: &Value) -> Result<Tree, Failed> {
    let paths: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Set(items) => order::sorted(items.iter()),
        other => return Err(operand::wrong(1, "one of {set, array}", other)),
    };
    let mut tree = Tree::default();
    for path in paths {
        let steps = steps(path)?;
        scope.take_members(steps.len().saturating_mul(4))?;
        insert(&mut tree, steps);
    }
    Ok(tree)
}

/// Adds a path, unless one that it starts with is there.
fn insert(tree: &mut Tree, steps: Vec<Value>) {
    let mut at = tree;
    let mut ends = false;
    for step in steps {
        at = at.below.entry(step).or_default();
        if at.ends {
            return;
        }
        ends = true;
    }
    if ends {
        *at = Tree { below: BTreeMap::new(), ends: true };
    }
}

/// A value without what is at the paths; nothing if it is at the end of one.
fn removed(scope: &mut Scope, value: &Value, tree: Option<&Tree>) -> Result<Option<Value>, Failed> {
    let Some(tree) = tree else { return Ok(Some(value.clone())) };
    if tree.ends {
        return Ok(None);
    }
    Ok(Some(match value {
        Value::Object(entries) => {
            scope.take_members(entries.len().saturating_mul(2))?;
            let mut left = Object::default();
            for (key, value) in entries.iter() {
                if let Some(value) = removed(scope, value, tree.below.get(key))? {
                    left.insert(key.clone(), value);
                }
            }
            left.into_value()
        }
        Value::Array(items) => {
            scope.take_members(items.len())?;
            let mut left = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                left.extend(removed(scope, item, tree.below.get(&Value::from(index.to_string())))?);
            }
            left.into()
        }
        Value::Set(items) => {
            scope.take_members(items.len())?;
            let mut left = regorus::value::Set::default();
            for item in items.iter() {
                if let Some(item) = removed(scope, item, tree.below.get(item))? {
                    left.insert(item);
                }
            }
            left.into_value()
        }
        other => other.clone(),
    }))
}

/// What of a value is at the paths.
fn filtered(scope: &mut Scope, value: &Value, tree: &Tree) -> Outcome {
    if tree.ends {
        return Ok(value.clone());
    }
    scope.take_members(tree.below.len().saturating_mul(2))?;
    Ok(match value {
        Value::Object(entries) => {
            let mut kept = Object::default();
            for (key, below) in &tree.below {
                if let Some(value) = entries.get(key) {
                    kept.insert(key.clone(), filtered(scope, value, below)?);
                }
            }
            kept.into_value()
        }
        Value::Array(items) => {
            let mut kept = Vec::new();
            for (index, item) in items.iter().enumerate() {
                if let Some(below) = tree.below.get(&Value::from(index.to_string())) {
                    kept.push(filtered(scope, item, below)?);
                }
            }
            kept.into()
        }
        Value::Set(items) => {
            let mut kept = regorus::value::Set::default();
            for (key, below) in &tree.below {
                if let Some(item) = items.get(key) {
                    kept.insert(filtered(scope, item, below)?);
                }
            }
            kept.into_value()
        }
        other => other.clone(),
    })
}
