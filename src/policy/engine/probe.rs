//! Where a violation comes from, for rules that cannot be traced because only the interpreter runs them.
//!
//! First by identity: a node of the input that the violation itself holds. Then by evaluating again
//! without one node at a time: a node is needed if the violation goes away with it. The search goes down
//! from the root and spends a budget of evaluations and of time, so a large document or a slow rule keeps a
//! coarser place rather than a long run.

use super::value::{Identity, key_text};
use crate::document::Pointer;
use crate::policy::violation::{Aim, Violation};
use regorus::Value;
use std::time::Instant;

/// Evaluations spent on the violations of one rule in one document.
const BUDGET: usize = 256;

/// What may still be spent.
struct Budget {
    evaluations: usize,
    until: Option<Instant>,
}

impl Budget {
    /// Takes one evaluation; false if none is left.
    fn take(&mut self) -> bool {
        let late = self.until.is_some_and(|until| Instant::now() >= until);
        let left = self.evaluations > 0 && !late;
        self.evaluations -= usize::from(left);
        left
    }
}

/// Gives violations without a place the node that they hold, or else the node that they need. Evaluates
/// no more once it is later than `until`.
pub fn aim(
    violations: Vec<(Value, Violation)>,
    input: &Value,
    until: Option<Instant>,
    mut evaluate: impl FnMut(&Value) -> Option<Value>,
) -> Vec<(Value, Violation)> {
    let identity = Identity::new(input);
    let mut budget = Budget { evaluations: BUDGET, until };
    let place = |(value, violation): (Value, Violation)| {
        if violation.aim != Aim::None {
            return (value, violation);
        }
        let aim = match held(&value, &identity) {
            Some(pointer) => Aim::Value(pointer),
            None => needed(&value, input, &mut evaluate, &mut budget).map_or(Aim::None, Aim::Needed),
        };
        (value, Violation { aim, ..violation })
    };
    violations.into_iter().map(place).collect()
}

/// The first node of the input among the members of a violation, its message left aside.
fn held(value: &Value, identity: &Identity<'_>) -> Option<Pointer> {
    let entries = value.as_object().ok()?;
    let members = entries.iter_sorted().filter(|(key, _)| key_text(key) != "msg");
    members
        .filter_map(|(_, member)| identity.by_address(member))
        .find(|pointer| !pointer.steps.is_empty())
        .cloned()
}

/// The deepest node without which the rule does not report this violation; the last one where several
/// are needed, as conditions go from the general to the particular.
fn needed(
    violation: &Value,
    input: &Value,
    evaluate: &mut impl FnMut(&Value) -> Option<Value>,
    budget: &mut Budget,
) -> Option<Pointer> {
    let mut route: Vec<Value> = Vec::new();
    loop {
        let at = route.iter().fold(input, |value, key| &value[key]);
        let keys: Vec<Value> = match at {
            Value::Object(entries) => entries.iter_sorted().map(|(key, _)| key.clone()).collect(),
            Value::Array(items) => (0..items.len() as u64).map(Value::from).collect(),
            _ => Vec::new(),
        };
        let mut found = None;
        for key in keys.into_iter().filter(|key| !matches!(key_text(key).as_str(), "kind" | "apiVersion")) {
            if !budget.take() {
                break;
            }
            let mut tried = route.clone();
            tried.push(key);
            let result = evaluate(&without(input, &tried))?;
            if !reports(&result, violation) {
                found = Some(tried);
            }
        }
        match found {
            Some(deeper) => route = deeper,
            None => break,
        }
    }
    (!route.is_empty()).then(|| route.iter().map(key_text).collect())
}

fn reports(result: &Value, violation: &Value) -> bool {
    match result {
        Value::Set(items) => items.contains(violation),
        Value::Array(items) => items.iter().any(|item| item == violation),
        Value::Object(entries) => entries.iter().any(|(key, value)| key == violation || value == violation),
        other => other == violation,
    }
}

/// The input without one node; an item of an array leaves a null, so that the others keep their index.
fn without(input: &Value, route: &[Value]) -> Value {
    let Some((key, rest)) = route.split_first() else { return input.clone() };
    let mut changed = input.clone();
    match &mut changed {
        Value::Object(_) => {
            if let Ok(entries) = changed.as_object_mut() {
                if rest.is_empty() {
                    entries.remove(key);
                } else if let Some(inner) = entries.get_mut(key) {
                    *inner = without(&inner.clone(), rest);
                }
            }
        }
        Value::Array(_) => {
            if let (Ok(items), Ok(index)) = (changed.as_array_mut(), key.as_u64())
                && let Some(item) = items.get_mut(index as usize)
            {
                *item = if rest.is_empty() { Value::Null } else { without(&item.clone(), rest) };
            }
        }
        _ => {}
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Message;
    use crate::policy::engine::value::from_json;
    use serde_json::json;
    use std::time::Duration;

    /// The aim of a violation that needs `spec.deep` to be there, and the evaluations it took to find.
    fn aimed(until: Option<Instant>) -> (Aim, usize) {
        let input = from_json(json!({"metadata": {"name": "a"}, "spec": {"deep": 1, "other": 2}}));
        let message = from_json(json!("deep is there"));
        let mut evaluations = 0;
        let violations = vec![(message.clone(), Violation::new(Message::default()))];
        let aimed = aim(violations, &input, until, |input| {
            evaluations += 1;
            let there = input["spec"]["deep"] != Value::Undefined;
            Some(Value::from(if there { vec![message.clone()] } else { Vec::new() }))
        });
        (aimed[0].1.aim.clone(), evaluations)
    }

    #[test]
    fn the_deepest_node_that_is_needed() {
        let (aim, _) = aimed(None);
        assert_eq!(aim, Aim::Needed(["spec", "deep"].map(str::to_owned).into_iter().collect()));
        let (aim, _) = aimed(Instant::now().checked_add(Duration::from_secs(3600)));
        assert!(matches!(aim, Aim::Needed(_)));
    }

    #[test]
    fn no_evaluation_after_the_time() {
        assert_eq!(aimed(Some(Instant::now())), (Aim::None, 0));
    }
}
