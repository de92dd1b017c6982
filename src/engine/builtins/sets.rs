//! Sets of sets.

use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use regorus::Value;
use regorus::value::Set;
use std::sync::Arc;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[pure("intersection", 1, intersection), pure("union", 1, union)];

/// The sets that are the members of a set.
fn inner(values: &[Value]) -> Result<Vec<&Arc<Set>>, Failed> {
    let member = |member: &'_ Value| match member {
        Value::Set(_) => Ok(()),
        other => Err(operand::element(values, 0, "set", other)),
    };
    let outer = operand::set(values, 0)?;
    outer.iter().try_for_each(member)?;
    Ok(outer
        .iter()
        .filter_map(|member| if let Value::Set(set) = member { Some(set) } else { None })
        .collect())
}

fn union(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut all = Set::default();
    for set in inner(values)? {
        scope.take_members(set.len())?;
        set.iter().for_each(|member| {
            all.insert(member.clone());
        });
    }
    Ok(all.into_value())
}

fn intersection(scope: &mut Scope, values: &[Value]) -> Outcome {
    let sets = inner(values)?;
    let Some(smallest) = sets.iter().min_by_key(|set| set.len()) else { return Ok(Value::new_set()) };
    scope.take_members(smallest.len())?;
    let mut common = Set::clone(smallest);
    common.retain(|member| sets.iter().all(|set| set.contains(member)));
    Ok(common.into_value())
}
