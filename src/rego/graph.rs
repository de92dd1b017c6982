//! Which definition needs which, and the ones that need themselves.
//!
//! A definition needs what its references may lead to, as OPA's graph has it: a constant path reaches the rules at it,
//! above it and below it; an index that is no constant reaches every rule below that goes on as the reference does.

mod build;
mod components;
mod references;

pub use references::{is_name, leads_to, path};

use super::core::{Definition, Kind};
use super::{Mistake, MistakeKind};
use components::Components;
use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};

/// References that are followed in all to tell the ways of cycles: beyond that a mistake tells no way.
const MOST_FOLLOWED: usize = 200_000;

/// The steps of a cycle that a message spells out.
const MOST_STEPS: usize = 12;

/// Who needs whom. The first nodes are the definitions; the others stand for the places that references lead to.
pub struct Graph {
    definitions: usize,
    edges: Vec<Vec<usize>>,
    components: Components,
}

impl Graph {
    /// The graph of some definitions.
    pub fn new(definitions: &[Definition]) -> Self {
        let edges = build::edges(definitions);
        let components = Components::new(&edges);
        Graph { definitions: definitions.len(), edges, components }
    }

    /// The definitions, each behind those that it needs.
    pub fn order(&self) -> Vec<usize> {
        let all = self.components.order.iter().copied();
        all.filter(|&node| node < self.definitions).collect()
    }

    /// True if a definition needs itself, directly or through others.
    pub fn is_recursive(&self, definition: usize) -> bool {
        // The way back leads over the node of a place, so that a cycle has two nodes at least.
        self.components.is_cycle(definition)
    }

    /// The cycle that a definition is on, by a number of its own.
    pub fn cycle(&self, definition: usize) -> Option<usize> {
        self.components.is_cycle(definition).then(|| self.components.component(definition)).flatten()
    }

    /// The definitions that some need, themselves included.
    pub fn needs(&self, wanted: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.edges.len()];
        let mut pending: Vec<usize> = wanted.into_iter().filter(|&node| node < self.definitions).collect();
        while let Some(node) = pending.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                pending.extend(self.edges[node].iter().copied().filter(|&next| !reached[next]));
            }
        }
        reached.truncate(self.definitions);
        reached
    }

    /// For each definition one of the given that it needs, itself first: a rule that needs a definition with a
    /// mistake cannot run.
    pub fn blocked(&self, by: impl IntoIterator<Item = usize>) -> Vec<Option<usize>> {
        let mut backwards: Vec<Vec<usize>> = vec![Vec::new(); self.edges.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            edges.iter().for_each(|&to| backwards[to].push(from));
        }
        let mut blocked: Vec<Option<usize>> = vec![None; self.edges.len()];
        let mut pending = VecDeque::new();
        for node in by.into_iter().filter(|&node| node < self.definitions) {
            blocked[node] = Some(node);
            pending.push_back(node);
        }
        while let Some(node) = pending.pop_front() {
            for &before in &backwards[node] {
                if blocked[before].is_none() {
                    blocked[before] = blocked[node];
                    pending.push_back(before);
                }
            }
        }
        blocked.truncate(self.definitions);
        blocked
    }

    /// The definitions that need themselves, with the way back to each.
    pub fn recursive(&self, definitions: &[Definition]) -> Vec<(usize, Mistake)> {
        let mut followed = 0;
        let recursive = (0..self.definitions).filter(|&definition| self.is_recursive(definition));
        let told = recursive.filter_map(|at| {
            let definition = definitions.get(at)?;
            Some((at, recursion(definition, &self.way_back(at, definitions, &mut followed))))
        });
        told.collect()
    }

    /// The shortest way from a definition to itself, by path; empty if it is too long to look for.
    fn way_back(&self, start: usize, definitions: &[Definition], followed: &mut usize) -> Vec<String> {
        let mut came_from: HashMap<usize, usize> = HashMap::new();
        let mut pending = VecDeque::from([start]);
        while let Some(node) = pending.pop_front() {
            *followed += self.edges[node].len();
            if *followed > MOST_FOLLOWED {
                return Vec::new();
            }
            for &next in self.edges[node].iter().filter(|&&next| self.components.are_one(start, next)) {
                if let Entry::Vacant(unseen) = came_from.entry(next) {
                    unseen.insert(node);
                    pending.push_back(next);
                }
            }
            if came_from.contains_key(&start) {
                break;
            }
        }
        let mut way = vec![start];
        while let Some(&before) = way.last().and_then(|node| came_from.get(node)) {
            way.push(before);
            if before == start {
                break;
            }
        }
        let names = way.iter().rev().filter_map(|&node| definitions.get(node));
        names.map(|definition| path(&definition.path)).collect()
    }
}

fn recursion(definition: &Definition, way: &[String]) -> Mistake {
    let name = path(&definition.path);
    let (en, zh) = match definition.kind {
        Kind::Function => ("function", "函数"),
        Kind::Value | Kind::Set => ("rule", "规则"),
    };
    let (mut en, mut zh) = (format!("{en} {name} is recursive"), format!("{zh} {name} 存在递归"));
    if !way.is_empty() {
        let told = if way.len() > MOST_STEPS {
            format!("{} -> .. -> {}", way[..MOST_STEPS - 1].join(" -> "), way[way.len() - 1])
        } else {
            way.join(" -> ")
        };
        en.push_str(&format!(": {told}"));
        zh.push_str(&format!("：{told}"));
    }
    Mistake::new(MistakeKind::Recursion, definition.name_span, en, zh)
}

#[cfg(test)]
mod tests {
    use crate::rego::analyse::{Analysed, analyse};
    use crate::rego::parser::{Language, parse};
    use crate::rego::signatures::Builtins;

    fn analysed(text: &str) -> Analysed {
        let parsed = parse(text, Language::V1);
        assert!(parsed.mistakes.is_empty(), "{text}: {:?}", parsed.mistakes);
        analyse(&[&parsed.tree], &Builtins::default())
    }

    fn recursive(body: &str) -> Vec<String> {
        let found = analysed(&format!("package a\n{body}\n"));
        found
            .graph
            .recursive(&found.definitions)
            .into_iter()
            .map(|(_, mistake)| mistake.message.default)
            .collect()
    }

    #[test]
    fn recursion_is_told_with_the_way_back() {
        for (body, expected) in [
            ("p := q\nq := 1", &[][..]),
            ("p := p", &["rule data.a.p is recursive: data.a.p -> data.a.p"]),
            (
                "p := q\nq := r\nr := p\ns := p",
                &[
                    "rule data.a.p is recursive: data.a.p -> data.a.q -> data.a.r -> data.a.p",
                    "rule data.a.q is recursive: data.a.q -> data.a.r -> data.a.p -> data.a.q",
                    "rule data.a.r is recursive: data.a.r -> data.a.p -> data.a.q -> data.a.r",
                ],
            ),
            ("f(x) := f(x - 1)", &["function data.a.f is recursive: data.a.f -> data.a.f"]),
            ("p := 1 if false\nelse := p", &["rule data.a.p is recursive: data.a.p -> data.a.p"]),
            ("p := data.a", &["rule data.a.p is recursive: data.a.p -> data.a.p"]),
            ("p := data[input.x].p", &["rule data.a.p is recursive: data.a.p -> data.a.p"]),
            ("p := data[input.x].q\nq := 1", &[]),
            ("p := data.a[1]", &[]),
            ("p if q with data.a.p as 1\nq := 1", &["rule data.a.p is recursive: data.a.p -> data.a.p"]),
            (
                "p[k] := 1 if k := q\nq := p.b.c",
                &[
                    "rule data.a.p is recursive: data.a.p -> data.a.q -> data.a.p",
                    "rule data.a.q is recursive: data.a.q -> data.a.p -> data.a.q",
                ],
            ),
            ("p[k] := v if some k, v in [1]\np.b.c := q\nq := data.a.p[0]", &[]),
            (
                "p if { x := [y | y := p]; count(x) > 0 }",
                &["rule data.a.p is recursive: data.a.p -> data.a.p"],
            ),
        ] {
            assert_eq!(recursive(body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_needed_is_found_both_ways() {
        let found = analysed(
            "package a\np := q\nq := x if x := r.s\nr.s := f(1)\nf(_) := 1\nt := data.a.q\nu := 1\n",
        );
        let named = |wanted: &[&str]| {
            let all = found.definitions.iter().enumerate();
            let at =
                all.filter(|(_, definition)| wanted.contains(&definition.path[1].as_str())).map(|(at, _)| at);
            at.collect::<Vec<usize>>()
        };
        let needed = found.graph.needs(named(&["q"]));
        let needed: Vec<usize> = (0..needed.len()).filter(|&at| needed[at]).collect();
        assert_eq!(needed, named(&["q", "r", "f"]));
        let by = named(&["r"])[0];
        let blocked = found.graph.blocked([by]);
        let blocked: Vec<usize> = (0..blocked.len()).filter(|&at| blocked[at] == Some(by)).collect();
        assert_eq!(blocked, named(&["p", "q", "r", "t"]));
        let order = found.graph.order();
        let place = |name| order.iter().position(|&at| at == named(&[name])[0]).unwrap();
        assert!(place("f") < place("r") && place("r") < place("q") && place("q") < place("p"));
    }

    #[test]
    fn long_chains_and_many_patterns_stay_cheap() {
        let mut text = "package a\np0 := p1999\n".to_owned();
        for at in 1..2_000 {
            text.push_str(&format!("p{at} := p{}\nq{at} := data.b[input.x].c{at}\n", at - 1));
        }
        let start = std::time::Instant::now();
        let found = analysed(&text);
        assert_eq!(found.mistakes.len(), 2_000);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
