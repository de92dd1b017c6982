//! Which rule refers to which: a tree of the names of all rules, and the cycles in it.

use super::Module;
use super::references::Reference;
use std::collections::BTreeMap;

/// A place in the tree of names.
pub type NodeId = usize;

/// A step of the path of rules.
struct Node<'m> {
    name: &'m str,
    above: NodeId,
    below: BTreeMap<&'m str, NodeId>,
    /// The definitions of the rule of this path, if it is one: module and index.
    definitions: Vec<(usize, usize)>,
    /// Place in the order of paths.
    rank: usize,
}

/// Which rule refers to which. Copies of modules repeat what their originals define and are left out.
pub struct Graph<'m> {
    modules: &'m [Module],
    /// The first is `data`.
    nodes: Vec<Node<'m>>,
    /// The rules in the order of their paths.
    rules: Vec<NodeId>,
}

impl<'m> Graph<'m> {
    /// The graph of all rules and functions.
    pub fn new(modules: &'m [Module]) -> Self {
        let root = Node { name: "data", above: 0, below: BTreeMap::new(), definitions: Vec::new(), rank: 0 };
        let mut graph = Graph { modules, nodes: vec![root], rules: Vec::new() };
        for (index, module) in modules.iter().enumerate().filter(|(_, module)| !module.copy) {
            let package = graph.enter(0, module.outline.package.iter().map(String::as_str));
            for (at, definition) in module.outline.definitions.iter().enumerate() {
                let rule = graph.enter(package, definition.name.split('.'));
                graph.nodes[rule].definitions.push((index, at));
            }
        }
        graph.rules = graph.under(0).collect();
        for (rank, rule) in graph.rules.clone().into_iter().enumerate() {
            graph.nodes[rule].rank = rank;
        }
        graph
    }

    fn enter(&mut self, from: NodeId, steps: impl Iterator<Item = &'m str>) -> NodeId {
        steps.fold(from, |above, name| {
            let new = self.nodes.len();
            let node = *self.nodes[above].below.entry(name).or_insert(new);
            if node == new {
                self.nodes.push(Node {
                    name,
                    above,
                    below: BTreeMap::new(),
                    definitions: Vec::new(),
                    rank: 0,
                });
            }
            node
        })
    }

    /// The path of a rule below `data`.
    pub fn path(&self, rule: NodeId) -> Vec<String> {
        let up = std::iter::successors(Some(rule), |&node| Some(self.nodes[node].above));
        let mut path: Vec<String> =
            up.take_while(|&node| node != 0).map(|node| self.nodes[node].name.to_owned()).collect();
        path.reverse();
        path
    }

    /// The definitions of a rule: module and index.
    pub fn definitions(&self, rule: NodeId) -> &[(usize, usize)] {
        &self.nodes[rule].definitions
    }

    /// True if a name of a package is that of a rule.
    pub fn defines(&self, package: &[String], name: &str) -> bool {
        let (node, left) = self.walk(package.iter().map(String::as_str).chain([name]));
        left == 0 && !self.nodes[node].definitions.is_empty()
    }

    /// As far down a path as there are names, and the number of steps that are left.
    fn walk<'s>(&self, steps: impl Iterator<Item = &'s str> + Clone) -> (NodeId, usize) {
        let (mut node, mut taken) = (0, 0);
        for step in steps.clone() {
            let Some(&next) = self.nodes[node].below.get(step) else { break };
            (node, taken) = (next, taken + 1);
        }
        (node, steps.count() - taken)
    }

    /// The rule with the longest path that begins a reference.
    pub fn longest_prefix(&self, reference: &[String]) -> Option<NodeId> {
        let (deepest, _) = self.walk(reference.iter().map(String::as_str));
        let mut up = std::iter::successors(Some(deepest), |&node| Some(self.nodes[node].above))
            .take_while(|&node| node != 0);
        up.find(|&node| !self.nodes[node].definitions.is_empty())
    }

    /// The rules at a node and below it, in the order of their paths.
    fn under(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let mut pending = vec![node];
        let all = std::iter::from_fn(move || {
            let node = pending.pop()?;
            pending.extend(self.nodes[node].below.values().rev());
            Some(node)
        });
        all.filter(|&node| !self.nodes[node].definitions.is_empty())
    }

    /// The rules that a reference leads to: the one that is its longest prefix; for a reference that ends above
    /// rules, as `data.lib` does, or that has a variable on the way, all that it may hold.
    fn leads_to(&self, reference: &Reference) -> Vec<NodeId> {
        if let Some(rule) = self.longest_prefix(&reference.path) {
            return vec![rule];
        }
        let (node, left) = self.walk(reference.path.iter().map(String::as_str));
        if left > 0 {
            return Vec::new();
        }
        self.under(node).filter(|&rule| reference.may_hold(&self.path(rule))).collect()
    }

    /// The rules that a rule refers to, in the order of their paths.
    fn callees(&self, rule: NodeId) -> Vec<NodeId> {
        let definition = |&(module, at): &(usize, usize)| &self.modules[module].outline.definitions[at];
        let references = self.definitions(rule).iter().map(definition).flat_map(|found| &found.references);
        let mut callees: Vec<NodeId> = references.flat_map(|reference| self.leads_to(reference)).collect();
        callees.sort_unstable_by_key(|&callee| self.nodes[callee].rank);
        callees.dedup();
        callees
    }

    /// A cycle through each rule that is part of one and of none found before, by depth-first search
    /// with a stack of its own.
    pub fn cycles(&self) -> Vec<Vec<NodeId>> {
        let mut cycles = Vec::new();
        let mut done = vec![false; self.nodes.len()];
        for &start in &self.rules {
            let mut route: Vec<NodeId> = Vec::new();
            let mut pending = vec![(start, false)];
            while let Some((rule, leaving)) = pending.pop() {
                if leaving {
                    route.pop();
                    done[rule] = true;
                } else if let Some(at) = route.iter().position(|&on_route| on_route == rule) {
                    cycles.push(route[at..].to_vec());
                } else if !done[rule] {
                    route.push(rule);
                    pending.push((rule, true));
                    pending.extend(self.callees(rule).into_iter().map(|callee| (callee, false)));
                }
            }
        }
        cycles
    }
}
