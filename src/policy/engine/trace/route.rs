//! Routes through the input, as a tree of steps: cheap to extend, compared by number.

use crate::document::Pointer;
use crate::policy::engine::value::{Identity, key_text};
use regorus::Value;
use std::collections::HashMap;

/// A route from the root of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(u32);

struct Step {
    parent: Route,
    key: Value,
    depth: u32,
}

/// All routes met so far.
pub struct Routes<'v> {
    identity: Identity<'v>,
    steps: Vec<Step>,
    known: HashMap<(Route, String), Route>,
    by_pointer: HashMap<usize, Option<Route>>,
}

impl<'v> Routes<'v> {
    /// The input itself.
    pub const ROOT: Route = Route(0);

    /// No routes but the root.
    pub fn new(identity: Identity<'v>) -> Self {
        let root = Step { parent: Self::ROOT, key: Value::Undefined, depth: 0 };
        Routes { identity, steps: vec![root], known: HashMap::new(), by_pointer: HashMap::new() }
    }

    /// The route one step further.
    pub fn child(&mut self, parent: Route, key: Value) -> Route {
        let depth = self.steps[parent.0 as usize].depth + 1;
        let steps = &mut self.steps;
        *self.known.entry((parent, key_text(&key))).or_insert_with(|| {
            steps.push(Step { parent, key, depth });
            Route((steps.len() - 1) as u32)
        })
    }

    /// The route to a value that is a node of the input, by its address.
    pub fn of(&mut self, value: &Value) -> Option<Route> {
        let address = Identity::address(value)?;
        if let Some(route) = self.by_pointer.get(&address) {
            return *route;
        }
        let pointer = self.identity.by_address(value).cloned();
        let route = pointer.map(|pointer| {
            pointer.steps.into_iter().fold(Self::ROOT, |route, step| {
                let key = self.key_of(route, step);
                self.child(route, key)
            })
        });
        self.by_pointer.insert(address, route);
        route
    }

    /// A step of a pointer as a key: a number where it is the index of an array.
    fn key_of(&self, parent: Route, step: String) -> Value {
        match self.value(parent, self.identity.input()) {
            Some(Value::Array(_)) => step.parse::<u64>().map_or_else(|_| Value::from(step), Value::from),
            _ => Value::from(step),
        }
    }

    /// The value at a route.
    pub fn value<'i>(&self, route: Route, input: &'i Value) -> Option<&'i Value> {
        let mut value = input;
        for step in self.steps_to(route) {
            value = &value[&self.steps[step.0 as usize].key];
        }
        (*value != Value::Undefined).then_some(value)
    }

    /// The key of the nth entry of a collection, in the order in which the machine walks it.
    pub fn nth_key(&self, route: Route, nth: usize) -> Option<Value> {
        // Finding the nth key of an object takes n steps; past some thousands no key is worth them.
        const WORTHWHILE: usize = 4096;
        match self.value(route, self.identity.input())? {
            Value::Array(items) => (nth < items.len()).then(|| Value::from(nth as u64)),
            Value::Object(entries) if nth < WORTHWHILE => {
                entries.iter_sorted().nth(nth).map(|(key, _)| key.clone())
            }
            _ => None,
        }
    }

    fn steps_to(&self, route: Route) -> Vec<Route> {
        let mut steps = Vec::new();
        let mut at = route;
        while at != Self::ROOT {
            steps.push(at);
            at = self.steps[at.0 as usize].parent;
        }
        steps.reverse();
        steps
    }

    /// A route as a pointer.
    pub fn pointer(&self, route: Route) -> Pointer {
        self.steps_to(route).into_iter().map(|step| key_text(&self.steps[step.0 as usize].key)).collect()
    }

    /// The longest route that two have in common.
    pub fn common(&self, mut a: Route, mut b: Route) -> Route {
        let depth = |route: Route| self.steps[route.0 as usize].depth;
        while a != b {
            if depth(a) >= depth(b) {
                a = self.steps[a.0 as usize].parent;
            } else {
                b = self.steps[b.0 as usize].parent;
            }
        }
        a
    }

    /// The collection of an item of an array; any other node is itself.
    pub fn parent_of_item(&self, route: Route) -> Route {
        let step = &self.steps[route.0 as usize];
        if matches!(step.key, Value::Number(_)) { step.parent } else { route }
    }
}
