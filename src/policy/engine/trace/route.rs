//! Routes through the input, as a tree of steps: cheap to extend, known by address where they can be.

use super::Known;
use crate::document::Pointer;
use crate::policy::engine::value::{address, key_text, to_json};
use regorus::Value;

use std::borrow::Cow;

/// Routes to make room for; most documents have no more.
const ROUTES: usize = 224;

/// A route from the root of the input. Two routes to one scalar may differ; those to one string, array
/// or object do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(u32);

struct Step<'v> {
    parent: Route,
    key: Value,
    depth: u32,
    /// What is there; nothing for a place where something is missing.
    value: Option<Cow<'v, Value>>,
}

/// All routes met so far.
pub struct Routes<'v> {
    steps: Vec<Step<'v>>,
    by_address: Known<Route>,
}

impl<'v> Routes<'v> {
    /// The input itself.
    pub const ROOT: Route = Route(0);

    /// The routes to every string, array and object of the input. What aliases repeat is known by its
    /// first place.
    pub fn new(input: &'v Value) -> Self {
        let root =
            Step { parent: Self::ROOT, key: Value::Undefined, depth: 0, value: Some(Cow::Borrowed(input)) };
        let mut routes = Routes { steps: Vec::with_capacity(ROUTES), by_address: Known::default() };
        routes.by_address.reserve(ROUTES);
        routes.steps.push(root);
        routes.by_address.extend(address(input).map(|address| (address, Self::ROOT)));
        let mut pending = vec![(Self::ROOT, input)];
        while let Some((parent, value)) = pending.pop() {
            match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate().filter(|(_, item)| address(item).is_some())
                    {
                        pending.extend(routes.know(parent, Value::from(index as u64), item));
                    }
                }
                Value::Object(entries) => {
                    for (key, value) in entries.iter_sorted().filter(|(_, value)| address(value).is_some()) {
                        pending.extend(routes.know(parent, key.clone(), value));
                    }
                }
                _ => {}
            }
        }
        routes
    }

    /// Notes a node with an address; what aliases repeat has been noted before.
    fn know(&mut self, parent: Route, key: Value, value: &'v Value) -> Option<(Route, &'v Value)> {
        let address = address(value)?;
        if self.by_address.contains_key(&address) {
            return None;
        }
        let route = self.push(parent, key, Some(Cow::Borrowed(value)));
        self.by_address.insert(address, route);
        Some((route, value))
    }

    fn push(&mut self, parent: Route, key: Value, value: Option<Cow<'v, Value>>) -> Route {
        let depth = self.steps[parent.0 as usize].depth + 1;
        self.steps.push(Step { parent, key, depth, value });
        Route((self.steps.len() - 1) as u32)
    }

    /// The route one step further, and whether something is there.
    pub fn child(&mut self, parent: Route, key: Value) -> (Route, bool) {
        let value = self.steps[parent.0 as usize].value.as_ref().map(|value| value[&key].clone());
        let value = value.unwrap_or(Value::Undefined);
        (self.step(parent, &key, &value), value != Value::Undefined)
    }

    /// The route one step further, to a value that is known; undefined where nothing is there.
    pub fn step(&mut self, parent: Route, key: &Value, value: &Value) -> Route {
        // A repeated node is written in one place and used in another: here the place of use counts.
        let known = self.of(value).filter(|route| {
            let step = &self.steps[route.0 as usize];
            step.parent == parent && step.key == *key
        });
        let value = (*value != Value::Undefined).then(|| Cow::Owned(value.clone()));
        known.unwrap_or_else(|| self.push(parent, key.clone(), value))
    }

    /// The route to a value that is a node of the input, by its address.
    pub fn of(&self, value: &Value) -> Option<Route> {
        self.by_address.get(&address(value)?).copied()
    }

    /// The key of the nth entry of a collection, in the order in which the machine walks it.
    pub fn nth_key(&self, route: Route, nth: usize) -> Option<Value> {
        // Finding the nth key of an object takes n steps; past some thousands no key is worth them.
        const WORTHWHILE: usize = 4096;
        match self.steps[route.0 as usize].value.as_deref()? {
            Value::Array(items) => (nth < items.len()).then(|| Value::from(nth as u64)),
            Value::Object(entries) if nth < WORTHWHILE => {
                entries.iter_sorted().nth(nth).map(|(key, _)| key.clone())
            }
            _ => None,
        }
    }

    /// What is at a route, in a few words.
    pub fn described(&self, route: Route) -> String {
        match self.steps[route.0 as usize].value.as_deref() {
            None => "missing".to_owned(),
            Some(Value::Array(items)) => format!("an array of {}", items.len()),
            Some(Value::Object(entries)) => format!("an object of {}", entries.len()),
            Some(scalar) => to_json(scalar).to_string(),
        }
    }

    /// A route as a pointer.
    pub fn pointer(&self, route: Route) -> Pointer {
        let mut steps = Vec::new();
        let mut at = route;
        while at != Self::ROOT {
            let step = &self.steps[at.0 as usize];
            steps.push(key_text(&step.key));
            at = step.parent;
        }
        steps.reverse();
        Pointer { steps }
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
