//! Strongly connected components, by Tarjan's algorithm with a stack of its own.

/// The components of a graph.
pub struct Components {
    /// All nodes, each behind those that it leads to, unless they are on a cycle.
    pub order: Vec<usize>,
    /// The component of each node.
    of: Vec<usize>,
    /// The number of nodes of each component.
    sizes: Vec<usize>,
}

const UNSEEN: usize = usize::MAX;

impl Components {
    /// The components of a graph given by the edges of each node.
    pub fn new(edges: &[Vec<usize>]) -> Self {
        let components = Components { order: Vec::new(), of: vec![UNSEEN; edges.len()], sizes: Vec::new() };
        let mut search = Search {
            edges,
            components,
            seen: 0,
            number: vec![UNSEEN; edges.len()],
            lowest: vec![UNSEEN; edges.len()],
            open: Vec::new(),
        };
        for node in 0..edges.len() {
            if search.number[node] == UNSEEN {
                search.from(node);
            }
        }
        search.components
    }

    /// True if a node is on a cycle of two nodes or more.
    pub fn is_cycle(&self, node: usize) -> bool {
        self.of.get(node).and_then(|&component| self.sizes.get(component)).is_some_and(|&size| size > 1)
    }

    /// The number of the component of a node.
    pub fn component(&self, node: usize) -> Option<usize> {
        self.of.get(node).copied()
    }

    /// True if each of two nodes leads to the other.
    pub fn are_one(&self, one: usize, other: usize) -> bool {
        self.of.get(one) == self.of.get(other)
    }
}

struct Search<'g> {
    edges: &'g [Vec<usize>],
    components: Components,
    seen: usize,
    /// When each node was seen first.
    number: Vec<usize>,
    /// The earliest open node that each leads to.
    lowest: Vec<usize>,
    /// Nodes whose component is not complete.
    open: Vec<usize>,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        let mut route = vec![(start, 0)];
        self.enter(start);
        while let Some((node, at)) = route.pop() {
            match self.edges[node].get(at) {
                Some(&next) => {
                    route.push((node, at + 1));
                    if self.number[next] == UNSEEN {
                        self.enter(next);
                        route.push((next, 0));
                    } else if self.components.of[next] == UNSEEN {
                        self.lowest[node] = self.lowest[node].min(self.number[next]);
                    }
                }
                None => {
                    self.leave(node);
                    if let Some(&(above, _)) = route.last() {
                        self.lowest[above] = self.lowest[above].min(self.lowest[node]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        (self.number[node], self.lowest[node]) = (self.seen, self.seen);
        self.seen += 1;
        self.open.push(node);
    }

    fn leave(&mut self, node: usize) {
        if self.lowest[node] != self.number[node] {
            return;
        }
        let component = self.components.sizes.len();
        self.components.sizes.push(0);
        while let Some(member) = self.open.pop() {
            self.components.of[member] = component;
            self.components.sizes[component] += 1;
            self.components.order.push(member);
            if member == node {
                break;
            }
        }
    }
}
