//! What `with` changes: the input, the data and what is called. Each world keeps the values of its rules.

use super::lookup::same;
use crate::engine::ir::Callee;
use crate::engine::trace::{Shadow, Slot};
use foldhash::fast::FixedState;
use regorus::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Values of rules, by function.
pub type Memo = HashMap<u32, Slot, FixedState>;

/// What stands in for a function or builtin.
#[derive(Debug, Clone)]
pub enum Mock {
    /// A value, whatever the arguments are.
    Value(Slot),
    /// Another function or builtin.
    Callee(Callee),
}

/// What stands in for what, the innermost last.
pub type Mocks = Option<Arc<Vec<(Callee, Mock)>>>;

/// Places of data whose rules are hidden.
pub type Hidden = Option<Arc<Vec<Vec<String>>>>;

/// One world.
#[derive(Debug)]
pub struct World {
    pub input: Value,
    /// Where the input comes from.
    pub root: Shadow,
    pub data: Value,
    pub hidden: Hidden,
    pub mocks: Mocks,
    /// True if data or calls differ from those outside of every `with`.
    pub changed: bool,
    /// What was known of the trace when it began.
    pub mark: u32,
    pub memo: Memo,
}

/// The worlds under way, the outermost first.
pub struct Worlds {
    all: Vec<World>,
    at: usize,
    /// The worlds around each `with` under way, the outermost first.
    around: Vec<usize>,
    /// Values of rules that need no input, for all documents.
    pub kept: Memo,
}

impl Worlds {
    pub fn new(data: Value) -> Self {
        let base = World {
            input: Value::Undefined,
            root: Shadow::INPUT,
            data,
            hidden: None,
            mocks: None,
            changed: false,
            mark: 0,
            memo: Memo::default(),
        };
        Worlds { all: vec![base], at: 0, around: Vec::new(), kept: Memo::default() }
    }

    /// Another document.
    pub fn renew(&mut self, input: &Value) {
        self.all.truncate(1);
        self.at = 0;
        self.around.clear();
        if let Some(base) = self.all.first_mut() {
            base.input = input.clone();
            base.memo.clear();
        }
    }

    /// The world under way.
    #[inline]
    pub fn now(&self) -> &World {
        &self.all[self.at]
    }

    #[inline]
    pub fn now_mut(&mut self) -> &mut World {
        &mut self.all[self.at]
    }

    /// The input of the document.
    pub fn input(&self) -> &Value {
        &self.all[0].input
    }

    /// Goes to another world, which is one under way if nothing differs from it; gives what to [`leave`](Self::leave) for.
    pub fn enter(&mut self, mut world: World) -> (usize, usize) {
        let back = (self.at, self.all.len());
        self.around.push(self.at);
        let alike = |known: &World| {
            same(&known.input, &world.input)
                && same(&known.data, &world.data)
                && identical(known.mocks.as_ref(), world.mocks.as_ref())
        };
        self.at = match self.all.iter().rposition(alike) {
            Some(known) => known,
            None => {
                world.changed |= world.hidden.is_some() || world.mocks.is_some();
                world.changed |= !same(&world.data, &self.all[0].data);
                self.all.push(world);
                self.all.len() - 1
            }
        };
        back
    }

    /// Returns to the world that was left for another.
    pub fn leave(&mut self, (at, length): (usize, usize)) {
        self.at = at;
        self.around.pop();
        self.all.truncate(length);
    }

    /// Goes to the world around so many `with` under way; gives the one to return to.
    pub fn step_out(&mut self, levels: u32) -> usize {
        let outer = self.around.len().checked_sub(levels as usize).and_then(|at| self.around.get(at));
        let outer = outer.copied().unwrap_or(self.at);
        std::mem::replace(&mut self.at, outer)
    }

    /// Returns from a world around.
    pub fn step_in(&mut self, at: usize) {
        self.at = at;
    }
}

fn identical<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}
