//! How far a definition gets that gives no value: what a failing unit test is told with.
//!
//! A watched entry has one definition. Its statements have an order, which is that of its body: of all the turns that
//! end somewhere, the one that gets furthest says most.

mod route;

use super::Evaluator;
use crate::engine::ir::{Definition, Kind, Local, Operand, Site, Statement};
use regorus::Value;
use std::collections::BTreeMap;

pub use route::Route;

/// Where a definition ended at the furthest.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The statement that failed.
    pub site: Site,
    /// How.
    pub truth: Truth,
    /// What was known there.
    pub frame: Frame,
    order: u32,
}

/// The slots of a definition at some point of it.
#[derive(Debug, Clone)]
pub struct Frame {
    values: Vec<Value>,
}

impl Frame {
    /// What a slot held, unless the way there had not got to it yet.
    pub fn get(&self, local: Local) -> Option<&Value> {
        self.values.get(local as usize).filter(|value| **value != Value::Undefined)
    }
}

/// How a condition does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It is false.
    False,
    /// It has no value.
    Undefined,
    /// It walks what has no members.
    Empty,
}

/// How the name of a case is read, where the cases of a test have names.
#[derive(Debug, Clone)]
pub enum Name {
    /// It is always the same.
    Value(Value),
    /// It is what a variable is.
    Slot(Local),
    /// It is a member of something, under a key.
    Member(Box<Name>, Box<Name>),
    /// It is an array.
    Array(Vec<Name>),
}

/// Most cases that are told apart.
const CASES: usize = 10_000;

/// What is noted on the way.
#[derive(Default)]
pub struct Watch {
    position: u32,
    names: Vec<Name>,
    route: Route,
    watched: Watched,
}

/// What a watched definition did.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    /// Where it ended before it was known which case it is; where it ended at all, if cases have no names.
    pub failure: Option<Failure>,
    /// Where each case ended.
    pub cases: BTreeMap<Vec<Value>, Failure>,
    /// What was known when it gave its first value.
    pub given: Option<Frame>,
}

impl Watch {
    /// Watches the definition at a position whose cases have such names; none where it has no cases.
    pub fn new(position: u32, names: Vec<Name>) -> Self {
        Watch { position, names, ..Watch::default() }
    }

    /// Another evaluation begins.
    pub fn renew(&mut self) {
        self.watched = Watched::default();
    }

    /// What was seen.
    pub fn take(&mut self) -> Watched {
        std::mem::take(&mut self.watched)
    }

    fn note(&mut self, failure: impl FnOnce(&Route) -> Failure, order: u32, case: Option<Vec<Value>>) {
        let Watched { failure: furthest, cases, .. } = &mut self.watched;
        match case {
            None => {
                if furthest.as_ref().is_none_or(|known| known.order < order) {
                    *furthest = Some(failure(&self.route));
                }
            }
            Some(case) => {
                let known = cases.get(&case).map(|known| known.order);
                if known.map_or(cases.len() < CASES, |known| known < order) {
                    cases.insert(case, failure(&self.route));
                }
            }
        }
    }
}

impl<'p> Evaluator<'p> {
    /// A definition of the entry begins.
    pub(super) fn definition_begins(&mut self, definition: Definition) {
        self.definition = Some(definition);
        if let Some(watch) = &mut self.watch {
            let planned = &self.store.program.plan().functions[self.entry as usize].definitions;
            let watched = planned.get(watch.position as usize).filter(|(known, _)| *known == definition);
            watch.route = watched.map(|(_, block)| Route::new(block)).unwrap_or_default();
        }
    }

    /// The definitions of a function are over.
    pub(super) fn definition_ends(&mut self, entry: bool) {
        if entry {
            self.definition = None;
        }
    }

    /// A statement of a block has failed.
    #[inline]
    pub(super) fn failed(&mut self, block: &'p [Statement], at: usize) {
        if self.calls == 1 && self.watch.is_some() {
            self.note(&block[at]);
        }
    }

    /// What is walked has no members.
    pub(super) fn empty(&mut self, statement: &'p Statement) {
        if self.calls == 1 && self.watch.is_some() {
            self.note(statement);
        }
    }

    /// The definition that runs has given a value.
    pub(super) fn gives(&mut self, target: Local) {
        let given = |watch: &Watch| watch.watched.given.is_none();
        if self.calls == 1
            && self.definition.is_some()
            && self.watch.as_ref().is_some_and(given)
            && target == self.store.program.plan().functions[self.entry as usize].result
        {
            let frame = self.watch.as_ref().map(|watch| self.frame(&watch.route, u32::MAX));
            if let Some(watch) = &mut self.watch {
                watch.watched.given = frame;
            }
        }
    }

    fn note(&mut self, statement: &'p Statement) {
        let Some(mut watch) = self.watch.take() else { return };
        if let Some(order) = watch.route.told(statement) {
            let slot = |local: Local| {
                let made = watch.route.made(local).is_some_and(|made| made < order);
                made.then(|| self.store.peek(Operand::Local(local)).clone())
            };
            let case: Option<Vec<Value>> = watch.names.iter().map(|name| name.read(&slot)).collect();
            let case = case.filter(|case| !case.is_empty());
            let truth = truth(statement);
            let failure = |route: &Route| Failure {
                site: statement.site,
                truth,
                frame: self.frame(route, order),
                order,
            };
            watch.note(failure, order, case);
        }
        self.watch = Some(watch);
    }

    /// The slots that are made before a statement with an order.
    fn frame(&self, route: &Route, order: u32) -> Frame {
        let slot = |local: usize| match route.made(local as Local) {
            Some(made) if made < order => self.store.peek(Operand::Local(local as Local)).clone(),
            _ => Value::Undefined,
        };
        Frame { values: (0..self.store.slots.len() - self.store.base).map(slot).collect() }
    }
}

impl Name {
    fn read(&self, slot: &dyn Fn(Local) -> Option<Value>) -> Option<Value> {
        match self {
            Name::Value(value) => Some(value.clone()),
            Name::Slot(local) => slot(*local).filter(|value| *value != Value::Undefined),
            Name::Member(of, key) => super::lookup::member(&of.read(slot)?, &key.read(slot)?).cloned(),
            Name::Array(items) => {
                Some(Value::from(items.iter().map(|item| item.read(slot)).collect::<Option<Vec<_>>>()?))
            }
        }
    }
}

fn truth(statement: &Statement) -> Truth {
    match &statement.kind {
        Kind::Scan { .. } => Truth::Empty,
        Kind::Dot { .. }
        | Kind::Call { .. }
        | Kind::Len { .. }
        | Kind::IsArray(_)
        | Kind::IsObject(_)
        | Kind::IsDefined(_)
        | Kind::Break(_)
        | Kind::Fault
        | Kind::AssignOnce { .. } => Truth::Undefined,
        _ => Truth::False,
    }
}
