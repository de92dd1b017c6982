//! What a rule holds even where none of its bodies does: the set of `p[1] contains x` is there, and empty.

use super::term::fold;
use crate::rego::core::{Definition, Kind, Term, TermKind};
use regorus::Value;

/// The sets and objects behind constant keys, as one object; `None` if there are none. The path of the rule has so many
/// steps.
pub fn always_there(definitions: &[&Definition], depth: usize) -> Option<Value> {
    let heads: Vec<(Vec<Value>, bool, Kind)> =
        definitions.iter().map(|definition| head(definition, depth)).collect();
    let mut all: Option<Value> = None;
    for (keys, open, kind) in &heads {
        // A head that is open further up says which keys there are.
        let opened =
            heads.iter().any(|(other, open, _)| *open && other.len() < keys.len() && keys.starts_with(other));
        let empty = match (open, kind) {
            _ if opened || keys.is_empty() => continue,
            (true, _) => Value::new_object(),
            (false, Kind::Set) => Value::new_set(),
            (false, _) => continue,
        };
        put(all.get_or_insert_with(Value::new_object), keys, empty);
    }
    all
}

/// The constant keys that a head begins with, and whether others follow.
fn head(definition: &Definition, depth: usize) -> (Vec<Value>, bool, Kind) {
    let path = definition.path.get(depth..).unwrap_or_default();
    let keys = definition.branches.first().map_or(&[][..], |branch| &branch.keys);
    let mut constant: Vec<Value> = path.iter().map(|step| Value::from(step.as_str())).collect();
    let scalar = |key: &Term| matches!(key.kind, TermKind::Scalar(_)).then(|| fold(key)).flatten();
    constant.extend(keys.iter().map_while(scalar));
    let open = constant.len() < path.len() + keys.len();
    (constant, open, definition.kind)
}

/// Sets what stands behind keys, unless something does.
fn put(object: &mut Value, keys: &[Value], value: Value) {
    let Some((last, on_the_way)) = keys.split_last() else { return };
    let mut at = object;
    for key in on_the_way {
        let Ok(entries) = at.as_object_mut() else { return };
        at = entries.get_or_insert_with(key.clone(), Value::new_object);
    }
    if let Ok(entries) = at.as_object_mut() {
        entries.get_or_insert_with(last.clone(), || value);
    }
}
