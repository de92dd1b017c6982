//! `json.patch`: RFC 6902, also on sets.

use super::{Builtin, Failed, Outcome, Scope, objects, operand, paths, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[pure("json.patch", 2, patch)];

/// Most members that a patch may move within arrays.
const MOVES: usize = 300_000_000;

/// The value after all operations.
fn patch(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut document = Document { root: Some(operand::at(values, 0)?.clone()), moved: 0 };
    for operation in operand::array(values, 1)? {
        document.apply(scope, operation)?;
    }
    Ok(document.root.unwrap_or(Value::Undefined))
}

struct Document {
    /// Nothing once all was removed.
    root: Option<Value>,
    moved: usize,
}

fn wrong(reason: &str) -> Failed {
    Failed::error(reason)
}

impl Document {
    fn apply(&mut self, scope: &mut Scope, operation: &Value) -> Result<(), Failed> {
        let attribute = |name: &str| {
            let object =
                operation.as_object().map_err(|_| wrong("must be an array of JSON-Patch objects"))?;
            object.get(&Value::from(name)).ok_or_else(|| wrong("missing attribute"))
        };
        let Value::String(name) = attribute("op")? else {
            return Err(wrong("attribute 'op' must be a string"));
        };
        if !matches!(&**name, "add" | "remove" | "replace" | "move" | "copy" | "test") {
            return Err(wrong("unrecognized op"));
        }
        let path = paths::steps(attribute("path")?)?;
        match &**name {
            "add" => self.insert(scope, &path, attribute("value")?.clone()),
            "remove" => self.remove(scope, &path),
            "replace" => {
                let value = attribute("value")?.clone();
                self.remove(scope, &path)?;
                self.insert(scope, &path, value)
            }
            "test" if self.find(&path)? == attribute("value")? => Ok(()),
            "test" => Err(wrong("the value is another")),
            name => {
                let from = paths::steps(attribute("from")?)?;
                let value = self.find(&from)?.clone();
                if name == "move" {
                    self.remove(scope, &from)?;
                } else {
                    scope.take_copy(&value)?;
                }
                self.insert(scope, &path, value)
            }
        }
    }

    fn find(&self, path: &[Value]) -> Result<&Value, Failed> {
        path.iter()
            .try_fold(self.root.as_ref(), |at, step| Some(at.and_then(|at| member(at, step))))
            .flatten()
            .ok_or_else(|| wrong("the path does not exist"))
    }

    fn insert(&mut self, scope: &mut Scope, path: &[Value], value: Value) -> Result<(), Failed> {
        let Some((last, parents)) = path.split_last() else {
            self.root = Some(value);
            return Ok(());
        };
        self.edit(scope, parents, |at, moved| {
            if let Ok(object) = at.as_object_mut() {
                object.insert(last.clone(), value);
                return Ok(());
            }
            if let Ok(set) = at.as_set_mut() {
                if *last != value {
                    return Err(wrong("the key of a set is its member"));
                }
                set.insert(value);
                return Ok(());
            }
            let array = at.as_array_mut().map_err(|_| wrong("the value has no members"))?;
            let index = index(array.len(), last).filter(|&index| index <= array.len());
            let index = index.ok_or_else(|| wrong("index for array insertion out of bounds"))?;
            *moved += array.len() - index;
            let mut items = std::mem::take(array).into_vec();
            items.insert(index, value);
            *array = items.into();
            Ok(())
        })
    }

    fn remove(&mut self, scope: &mut Scope, path: &[Value]) -> Result<(), Failed> {
        let Some((last, parents)) = path.split_last() else {
            return self.root.take().map(|_| ()).ok_or_else(|| wrong("deleted node"));
        };
        self.edit(scope, parents, |at, moved| {
            let missing = || wrong("the path does not exist");
            if let Ok(object) = at.as_object_mut() {
                return object.remove(last).map(|_| ()).ok_or_else(missing);
            }
            if let Ok(set) = at.as_set_mut() {
                return if set.remove(last) { Ok(()) } else { Err(missing()) };
            }
            let array = at.as_array_mut().map_err(|_| missing())?;
            let index = index(array.len(), last).filter(|&index| index < array.len()).ok_or_else(missing)?;
            *moved += array.len() - index;
            let mut items = std::mem::take(array).into_vec();
            items.remove(index);
            *array = items.into();
            Ok(())
        })
    }

    /// Changes the value at a path.
    fn edit(
        &mut self,
        scope: &mut Scope,
        path: &[Value],
        change: impl FnOnce(&mut Value, &mut usize) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        let root = self.root.as_mut().ok_or_else(|| wrong("deleted node"))?;
        within(scope, root, path, |at| change(at, &mut self.moved))?;
        if self.moved > MOVES {
            return Err(Failed::limit(
                format!("json.patch that moves more than the limit of {MOVES} members of arrays"),
                format!("json.patch 移动的数组成员超过上限 {MOVES}"),
            ));
        }
        Ok(())
    }
}

/// Goes down to a value and changes it. What others share on the way is copied once.
fn within(
    scope: &mut Scope,
    at: &mut Value,
    path: &[Value],
    change: impl FnOnce(&mut Value) -> Result<(), Failed>,
) -> Result<(), Failed> {
    if !unshared(at) {
        scope.take_members(size(at).saturating_mul(2))?;
    }
    let Some((step, below)) = path.split_first() else { return change(at) };
    let missing = || wrong("the path does not exist");
    if let Ok(object) = at.as_object_mut() {
        return within(scope, object.get_mut(step).ok_or_else(missing)?, below, change);
    }
    if let Ok(set) = at.as_set_mut() {
        let mut member = set.get(step).cloned().ok_or_else(missing)?;
        set.remove(step);
        let changed = within(scope, &mut member, below, change);
        set.insert(member);
        return changed;
    }
    let array = at.as_array_mut().map_err(|_| missing())?;
    let index = index(array.len(), step).ok_or_else(missing)?;
    within(scope, array.get_mut(index).ok_or_else(missing)?, below, change)
}

fn unshared(value: &Value) -> bool {
    match value {
        Value::Array(items) => std::sync::Arc::strong_count(items) == 1,
        Value::Object(entries) => std::sync::Arc::strong_count(entries) == 1,
        Value::Set(items) => std::sync::Arc::strong_count(items) == 1,
        _ => true,
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(entries) => entries.len(),
        Value::Set(items) => items.len(),
        _ => 0,
    }
}

fn member<'v>(value: &'v Value, step: &Value) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(index(items.len(), step)?),
        _ => objects::member(value, step),
    }
}

/// The index that a step names; the one behind the last is named by a dash.
fn index(length: usize, step: &Value) -> Option<usize> {
    match step {
        Value::String(text) if &**text == "-" => Some(length),
        Value::String(text) if text.len() > 1 && text.starts_with('0') => None,
        Value::String(text) => text.parse().ok(),
        number => usize::try_from(number.as_u64().ok()?).ok(),
    }
}
