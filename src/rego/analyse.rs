//! All that is found out about policies before they are planned.

use super::ast::Tree;
use super::core::Definition;
use super::graph::Graph;
use super::resolve::{self, resolve};
use super::signatures::Builtins;
use super::{Mistake, conflicts, safety, types};
use std::collections::BTreeSet;

/// Policies with their names resolved, and what is wrong with them.
pub struct Analysed {
    /// The definitions, by file and then in source order.
    pub definitions: Vec<Definition>,
    /// The packages, those without a definition too.
    pub packages: BTreeSet<Vec<String>>,
    /// Who needs whom.
    pub graph: Graph,
    /// What is wrong, by index of the definition, in order.
    pub mistakes: Vec<(usize, Mistake)>,
    /// What is wrong with the imports of a file, by its index.
    pub of_files: Vec<(u32, Mistake)>,
}

/// Resolves policies and looks for everything that keeps a definition from being evaluated. Each has its index in
/// `trees` as its file.
pub fn analyse(trees: &[&Tree], builtins: &Builtins) -> Analysed {
    let resolve::Resolved { mut definitions, packages, mut mistakes, of_files } = resolve(trees, builtins);
    for (index, definition) in definitions.iter_mut().enumerate() {
        mistakes.extend(safety::order(definition).into_iter().map(|mistake| (index, mistake)));
    }
    mistakes.extend(conflicts::conflicts(&definitions));
    let graph = Graph::new(&definitions);
    let mut broken: Vec<usize> = mistakes.iter().map(|(index, _)| *index).collect();
    broken.sort_unstable();
    broken.dedup();
    mistakes.extend(types::check(&definitions, &graph, &broken, builtins));
    mistakes.extend(graph.recursive(&definitions));
    mistakes.sort_by_key(|(index, mistake)| (*index, mistake.span));
    Analysed { definitions, packages, graph, mistakes, of_files }
}

impl Analysed {
    /// For each definition the one with a mistake that it needs, itself first.
    pub fn blocked(&self) -> Vec<Option<usize>> {
        self.graph.blocked(self.mistakes.iter().map(|(index, _)| *index))
    }
}

impl resolve::Builtins for Builtins {
    fn arity(&self, name: &str) -> Option<usize> {
        Builtins::arity(self, name)
    }
}
