//! Graphs, given as an object from each node to its neighbours, and the tree that every value is.

use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use regorus::Value;
use regorus::value::Object;
use std::collections::BTreeSet;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("graph.reachable", 2, reachable),
    pure("graph.reachable_paths", 2, reachable_paths),
    pure("walk", 1, |scope, values| {
        let mut pairs = Vec::new();
        walk(scope, operand::at(values, 0)?, &mut Vec::new(), &mut pairs)?;
        Ok(pairs.into())
    }),
];

/// Most nodes on one path.
const PATH: usize = 10_000;
/// Most paths.
const PATHS: usize = 500_000;

/// The members of a collection; none for what is no collection.
fn neighbours(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Set(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

fn start(values: &[Value]) -> Result<Vec<&Value>, Failed> {
    match operand::at(values, 1)? {
        collection @ (Value::Array(_) | Value::Set(_)) => Ok(neighbours(collection)),
        other => Err(operand::wrong(1, "{array, set}", other)),
    }
}

fn reachable(scope: &mut Scope, values: &[Value]) -> Outcome {
    let graph = operand::object(values, 0)?;
    let mut pending = start(values)?;
    let mut reached = BTreeSet::new();
    while let Some(node) = pending.pop() {
        let Some(edges) = graph.get(node) else { continue };
        if reached.contains(node) {
            continue;
        }
        scope.take_members(2)?;
        reached.insert(node.clone());
        pending.extend(neighbours(edges).into_iter().filter(|next| !reached.contains(next)));
    }
    Ok(reached.into())
}

fn reachable_paths(scope: &mut Scope, values: &[Value]) -> Outcome {
    let graph = operand::object(values, 0)?;
    let mut search =
        Search { graph, path: Vec::new(), seen: BTreeSet::new(), found: BTreeSet::new(), paths: 0 };
    for node in start(values)? {
        let Some(edges) = graph.get(node) else { continue };
        let edges = neighbours(edges);
        search.enter(node);
        if edges.is_empty() {
            search.commit(scope)?;
        }
        for next in edges {
            // The first step may lead back to where it began.
            search.seen.remove(next);
            search.follow(scope, next)?;
            search.seen.insert(node);
        }
        search.leave(node);
    }
    Ok(search.found.into())
}

struct Search<'g> {
    graph: &'g Object,
    path: Vec<&'g Value>,
    /// The nodes of the path.
    seen: BTreeSet<&'g Value>,
    found: BTreeSet<Value>,
    paths: usize,
}

impl<'g> Search<'g> {
    fn enter(&mut self, node: &'g Value) {
        self.path.push(node);
        self.seen.insert(node);
    }

    fn leave(&mut self, node: &'g Value) {
        self.path.pop();
        self.seen.remove(node);
    }

    fn commit(&mut self, scope: &mut Scope) -> Result<(), Failed> {
        self.paths += 1;
        if self.paths > PATHS {
            return Err(Failed::limit(
                format!("more than the limit of {PATHS} paths in a graph"),
                format!("图中的路径超过上限 {PATHS} 条"),
            ));
        }
        scope.take_members(self.path.len() + 2)?;
        self.found.insert(self.path.iter().copied().cloned().collect::<Vec<_>>().into());
        Ok(())
    }

    /// Follows an edge to a node, and on from there. There may be exponentially many ways; each takes memory, also one
    /// that leads to a path already found.
    fn follow(&mut self, scope: &mut Scope, node: &'g Value) -> Result<(), Failed> {
        let edges = self.graph.get(node);
        if self.path.len() > PATH {
            return Err(Failed::limit(
                format!("a path of more than the limit of {PATH} nodes in a graph"),
                format!("图中的路径超过上限 {PATH} 个节点"),
            ));
        }
        let Some(edges) = edges else { return self.commit(scope) };
        if self.seen.contains(node) {
            return self.commit(scope);
        }
        let edges = neighbours(edges);
        self.enter(node);
        if edges.is_empty() {
            self.commit(scope)?;
        }
        for next in edges {
            self.follow(scope, next)?;
        }
        self.leave(node);
        Ok(())
    }
}

/// Every value within a value, with its path; members of sets are their own keys.
fn walk(
    scope: &mut Scope,
    value: &Value,
    path: &mut Vec<Value>,
    pairs: &mut Vec<Value>,
) -> Result<(), Failed> {
    scope.take_members(path.len() + 5)?;
    pairs.push(vec![Value::from(path.clone()), value.clone()].into());
    let mut below = |key: Value, value: &Value| {
        path.push(key);
        walk(scope, value, path, pairs)?;
        path.pop();
        Ok(())
    };
    match value {
        Value::Array(items) => items.iter().enumerate().try_for_each(|(at, item)| below(at.into(), item)),
        Value::Object(entries) => entries.iter().try_for_each(|(key, value)| below(key.clone(), value)),
        Value::Set(items) => items.iter().try_for_each(|item| below(item.clone(), item)),
        _ => Ok(()),
    }
}
