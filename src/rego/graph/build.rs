//! The graph from the definitions: their names as a tree, and where references lead in it.

use super::references::{self, Step};
use crate::rego::core::Definition;
use std::collections::{BTreeMap, HashMap};

/// Names that are looked up in all for references with an index that is no constant. Beyond that, such a reference
/// leads to all rules below its constant part.
const MOST_LOOKED_UP: usize = 4_000_000;

/// A name on the way to rules. Its node in the graph is `at`, that of all from here on down is `at + 1`.
#[derive(Default)]
struct Place<'d> {
    below: BTreeMap<&'d str, usize>,
    definitions: Vec<usize>,
}

/// The edges of every node; the first nodes are the definitions.
pub fn edges(definitions: &[Definition]) -> Vec<Vec<usize>> {
    let mut builder = Builder::new(definitions);
    for (number, definition) in definitions.iter().enumerate() {
        references::visit(definition, &mut |path| {
            let node = builder.reference(path);
            builder.edges[number].push(node);
        });
        let edges = &mut builder.edges[number];
        edges.sort_unstable();
        edges.dedup();
    }
    builder.edges
}

struct Builder<'d> {
    definitions: usize,
    /// The first is `data`.
    places: Vec<Place<'d>>,
    edges: Vec<Vec<usize>>,
    /// The node of each reference.
    references: HashMap<Vec<Step<'d>>, usize>,
    looked_up: usize,
}

impl<'d> Builder<'d> {
    fn new(definitions: &'d [Definition]) -> Self {
        let mut places = vec![Place::default()];
        for (number, definition) in definitions.iter().enumerate() {
            let mut place = 0;
            for step in &definition.path {
                let new = places.len();
                place = *places[place].below.entry(step).or_insert(new);
                if place == new {
                    places.push(Place::default());
                }
            }
            places[place].definitions.push(number);
        }
        let mut edges = vec![Vec::new(); definitions.len()];
        let mut builder = Builder {
            definitions: definitions.len(),
            places,
            edges: Vec::new(),
            references: HashMap::new(),
            looked_up: 0,
        };
        for (number, place) in builder.places.iter().enumerate() {
            edges.push(place.definitions.clone());
            let below = place.below.values().map(|&below| builder.at(below) + 1);
            edges.push(std::iter::once(builder.at(number)).chain(below).collect());
        }
        builder.edges = edges;
        builder
    }

    /// The node of the rules at a place; the next one is that of all from there on down.
    fn at(&self, place: usize) -> usize {
        self.definitions + 2 * place
    }

    /// The node of a reference.
    fn reference(&mut self, path: Vec<Step<'d>>) -> usize {
        if let Some(&node) = self.references.get(&path) {
            return node;
        }
        let edges = self.leads_to(&path);
        self.edges.push(edges);
        self.references.insert(path, self.edges.len() - 1);
        self.edges.len() - 1
    }

    fn leads_to(&mut self, path: &[Step<'d>]) -> Vec<usize> {
        let mut edges = Vec::new();
        let mut pending = vec![(0, 0)];
        while let Some((place, taken)) = pending.pop() {
            edges.push(self.at(place));
            match path.get(taken) {
                None => edges.push(self.at(place) + 1),
                Some(Step::Name(name)) => {
                    pending.extend(self.places[place].below.get(name).map(|&below| (below, taken + 1)));
                }
                Some(Step::Other) => {}
                Some(Step::Any) if self.looked_up > MOST_LOOKED_UP => edges.push(self.at(place) + 1),
                Some(Step::Any) => {
                    let below = &self.places[place].below;
                    self.looked_up += below.len();
                    pending.extend(below.values().map(|&below| (below, taken + 1)));
                }
            }
        }
        edges.retain(|&node| !self.edges[node].is_empty());
        edges
    }
}
