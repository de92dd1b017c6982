//! Evaluates the plan of policies, a statement at a time.
//!
//! A [`Program`] is a plan with what has to be found out about it once; all threads share it. An [`Evaluator`] runs it
//! on one thread, document after document: what does not depend on the input is evaluated once, everything else is
//! dropped between documents. Beside the value of every slot stands where it comes from ([`trace`](super::trace)), so
//! that one run gives the verdict and the place.
//!
//! A slot is undefined, a statement fails, a builtin's error is undefined: as in OPA. What is bounded here ends in an
//! [`Error`] that names the limit.

mod budget;
mod call;
mod control;
mod cover;
mod error;
mod failure;
mod frame;
mod gather;
mod lookup;
mod program;
mod run;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tests;
mod traced;
mod world;

use super::builtins::{Readable, Scope};
use super::ir::{Definition, Site};
use super::trace::{Slot, Story, Trace};
use budget::Budget;
use cover::Cover;
use failure::Watch;
use frame::Store;
use gather::Nested;
use regorus::Value;
use std::sync::Arc;
use std::time::Duration;
use world::Worlds;

pub use cover::Covered;
pub use error::{Error, ErrorKind, Limit};
pub use failure::{Failure, Frame, Name, Route, Truth, Watched};
pub use program::Program;

/// What one evaluation may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Time.
    pub time: Duration,
    /// Bytes of the values that it makes.
    pub memory: u64,
}

impl Limits {
    /// Bytes of values, where nothing else is said.
    pub const MEMORY: u64 = 2 << 30;
}

/// Bytes of values that are kept for all documents; past them they are made anew.
const KEPT: u64 = 64 << 20;

/// What the evaluations of one thread have in common.
#[derive(Debug, Clone)]
pub struct Setting {
    /// `data` of files.
    pub data: Value,
    /// What `time.now_ns` gives.
    pub now_ns: i64,
    /// Files that unit tests may read.
    pub readable: Option<Arc<Readable>>,
    /// What each evaluation may take.
    pub limits: Limits,
    /// An error of a builtin ends the evaluation and is not undefined.
    pub strict: bool,
}

/// What is evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'e> {
    /// The rule or function without parameters, index into [`Plan::functions`](super::ir::Plan::functions).
    pub function: u32,
    /// Which of its definitions, by their positions; all where none are named.
    pub definitions: Option<&'e [u32]>,
}

#[cfg(test)]
impl Entry<'_> {
    /// All definitions of a rule.
    pub fn all(function: u32) -> Self {
        Entry { function, definitions: None }
    }
}

/// A line that a policy printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The call of `print`.
    pub site: Site,
    /// What it printed.
    pub text: String,
}

/// Runs a program on one thread. Calls nest as deep as policies do, so the thread needs a stack of
/// [`Evaluator::STACK`] bytes.
pub struct Evaluator<'p> {
    store: Store<'p>,
    setting: Setting,
    scope: Scope,
    budget: Budget,
    /// What the values that are kept for all documents take at most.
    kept_bytes: u64,
    /// Blocks and calls under way.
    level: u32,
    /// Calls of functions under way.
    calls: u32,
    /// The arguments of the builtin under way.
    args: Vec<Value>,
    /// What the last call returned.
    returned: Slot,
    /// Where slots got the value that they may have only once.
    assigned: Vec<(usize, Site)>,
    /// What stands behind several keys of objects under way.
    nested: Nested,
    /// The call under way is one of a function with parameters.
    in_function: bool,
    /// What is known of the slots of the call under way.
    tidy: &'p [bool],
    flags: &'p [bool],
    /// The statement that failed last, by its position in its block.
    failed_at: Option<usize>,
    /// The function whose slots lie ready, all of them as they were before it ran.
    spare: Option<u32>,
    /// The function evaluated.
    entry: u32,
    /// The definition of the entry that runs.
    definition: Option<Definition>,
    cover: Option<Cover>,
    prints: Vec<Print>,
    watch: Option<Watch>,
    trace: Trace,
}

impl<'p> Evaluator<'p> {
    /// The stack that a thread needs for the deepest nesting of blocks and calls that is allowed.
    pub const STACK: usize = 256 << 20;

    /// An evaluator without a result yet.
    pub fn new(program: &'p Program, setting: Setting) -> Self {
        let scope = Scope::new(setting.now_ns, setting.limits.memory, setting.readable.clone());
        let worlds = Worlds::new(setting.data.clone());
        Evaluator {
            store: Store { program, worlds, slots: Vec::new(), base: 0 },
            scope,
            budget: Budget::new(setting.limits),
            trace: Trace::within(setting.limits.memory),
            setting,
            kept_bytes: 0,
            level: 0,
            calls: 0,
            args: Vec::new(),
            returned: Slot::default(),
            assigned: Vec::new(),
            nested: Nested::default(),
            in_function: false,
            tidy: &[],
            flags: &[],
            failed_at: None,
            spare: None,
            entry: 0,
            definition: None,
            cover: None,
            prints: Vec::new(),
            watch: None,
        }
    }

    /// The value of a rule for an input, [`Value::Undefined`] where either is undefined.
    ///
    /// # Errors
    /// Two values where there may be one, a limit, a builtin that is refused; with [`Setting::strict`] an error of a
    /// builtin.
    pub fn evaluate(&mut self, entry: Entry<'_>, input: &Value) -> Result<Value, Error> {
        self.begin(input);
        let kept = self.store.worlds.kept.len();
        let done = self.enter(entry);
        if self.store.worlds.kept.len() > kept {
            self.kept_bytes += self.budget.bytes();
        }
        self.budget.end();
        done.map_err(|error| *error)?;
        self.trace.finish(&self.returned);
        Ok(self.returned.value.clone())
    }

    /// Forgets what belongs to the last evaluation, one that a panic ended too.
    fn begin(&mut self, input: &Value) {
        if self.spare.is_none() {
            self.store.slots.clear();
        }
        self.args.clear();
        self.assigned.clear();
        self.nested = Nested::default();
        self.prints.clear();
        (self.store.base, self.level, self.calls, self.definition) = (0, 0, 0, None);
        self.in_function = false;
        self.returned = Slot::default();
        if self.kept_bytes > self.setting.limits.memory.min(KEPT) {
            self.store.worlds.kept.clear();
            self.kept_bytes = 0;
        }
        self.scope.renew(self.setting.now_ns);
        self.budget.renew();
        self.store.worlds.renew(input);
        self.trace.renew();
        if let Some(watch) = &mut self.watch {
            watch.renew();
        }
    }

    /// How each violation of the last evaluation came about; equal ones from two places have two stories.
    pub fn stories(&self) -> Vec<Story> {
        self.trace.stories(self.store.program.plan(), self.store.worlds.input())
    }

    /// Notes from now on which places run, or no longer.
    pub fn cover(&mut self, cover: bool) {
        match (&mut self.cover, cover) {
            (Some(known), true) => known.renew(),
            (None, true) => {
                // What is kept of earlier evaluations would run no more.
                self.store.worlds.kept.clear();
                self.cover = Some(Cover::new(self.store.program.plan().sites.len()));
            }
            (_, false) => self.cover = None,
        }
    }

    /// The places that ran since [`Evaluator::cover`] was called.
    pub fn covered(&self) -> Option<&Covered> {
        self.cover.as_ref().map(Cover::run)
    }

    /// What the last evaluation printed, as far as it is kept.
    pub fn take_prints(&mut self) -> Vec<Print> {
        std::mem::take(&mut self.prints)
    }

    /// Notes from now on how far the definition at a position of an entry gets, or no longer; for each of its cases, if
    /// such names tell cases apart.
    pub fn watch(&mut self, watch: Option<(u32, Vec<Name>)>) {
        self.watch = watch.map(|(position, names)| Watch::new(position, names));
    }

    /// How far the definition of the last entry got.
    pub fn take_watched(&mut self) -> Watched {
        self.watch.as_mut().map(Watch::take).unwrap_or_default()
    }
}
