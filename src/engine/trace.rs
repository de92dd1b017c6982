//! Where values come from, noted while they are computed: one run gives the verdict and the place.
//!
//! Beside every value stands its [`Shadow`]: the node of the input that it is, and the reads behind it. Routes through
//! the input and reads are facts in an arena, each noted in one step; pointers are made only when a violation is told.
//! Values that went through builtins are known by their address, which is looked up then too.
//!
//! Whenever a condition holds it is noted with its reads as a decision; decisions are a list that each body continues
//! and drops again. When a violation is added to the result, the decisions on the way to it are its story. What only
//! fed the message reaches no condition and is no part of it.
//!
//! Helpers: reads made in a helper rule, function or comprehension belong to the condition that used its result. A
//! helper that succeeded passes on the reads of its conditions; one that failed, what it read last. A search that found
//! nothing is about the collection that was searched.

mod arena;
mod conditions;
mod containers;
mod loops;
mod place;
mod shadow;
mod tell;
mod wanted;

use super::ir::{Definition, Local, Site};
use arena::{Arena, Fact};
use regorus::Value;

pub use crate::violation::{Read, Walk, Wanted};

use loops::Walked;

pub(in crate::engine) use loops::{Turn, Turns};
use shadow::{Id, NONE};
pub(in crate::engine) use shadow::{More, Of, Shadow, Slot};

/// A violation and the conditions that led to it.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "what is told of a story beside its conditions is for whoever tells more")]
pub struct Story {
    /// The violation as the rule returned it: a member of a set or array, the value of a key, or the value of the rule.
    pub value: Value,
    /// The key, for rules that are objects.
    pub key: Option<Value>,
    /// The definition that gave it, where the entry itself did.
    pub definition: Option<Definition>,
    /// The statement that added it to a set, array or object.
    pub site: Option<Site>,
    /// In the order of the source.
    pub conditions: Vec<Condition>,
}

/// A condition that held on the way to a violation.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The statement.
    pub at: Site,
    /// Whether it walks a collection.
    pub walk: Walk,
    /// True for equality of a field with a constant, which may only select what the rule is about.
    pub equality: bool,
    /// What it read, in order; the last is what decided.
    pub reads: Vec<Read>,
    /// What it compared with.
    pub wanted: Option<Wanted>,
}

/// The value of the entry, or of one of its definitions, and what had been decided.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    target: Local,
    decided: Id,
    definition: Option<Definition>,
}

/// What is noted of one evaluation.
#[derive(Debug, Default)]
pub(in crate::engine) struct Trace {
    arena: Arena,
    /// The last condition that held in this body.
    decided: Id,
    /// Reads, oldest first; searches that found nothing are one read of what was searched.
    log: Vec<Id>,
    /// The container under way, as index plus one.
    open: u32,
    /// Loops in blocks so deep have to keep what they read last.
    demanding: u32,
    /// The oldest facts that something refers to which lives longer than the turn of a loop.
    kept_from: u32,
    /// The call under way.
    frame: Frame,
    calls: u32,
    /// The function evaluated.
    entry: u32,
    outcomes: Vec<Outcome>,
    result: Option<Slot>,
    /// Containers made so far.
    made: u32,
    /// The members of the container that a loop walked last.
    walked: Option<Walked>,
}

/// A value that a statement reads.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Seen<'v> {
    pub value: &'v Value,
    pub shadow: Shadow,
    /// Index of a constant of the plan.
    pub constant: Option<u32>,
}

/// What belongs to a call.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    log: u32,
    mark: u32,
    result: Local,
}

/// What a call leaves behind when it returns.
pub(in crate::engine) struct Caller {
    frame: Frame,
    decided: Id,
    open: u32,
    demanding: u32,
}

/// What was known before a block.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Before {
    decided: Id,
    log: u32,
    open: u32,
    demanding: u32,
}

impl Trace {
    /// For evaluations that may take so much memory each.
    pub fn within(memory: u64) -> Self {
        Trace { arena: Arena::within(memory), ..Trace::default() }
    }

    /// Another evaluation begins.
    pub fn renew(&mut self) {
        self.arena.renew();
        self.log.clear();
        self.outcomes.clear();
        (self.decided, self.open, self.demanding, self.calls) = (NONE, 0, 0, 0);
        (self.kept_from, self.frame, self.result) = (u32::MAX, Frame::default(), None);
        (self.made, self.walked) = (0, None);
    }

    /// The evaluation has a result.
    pub fn finish(&mut self, result: &Slot) {
        self.result = Some(result.clone());
    }

    /// A function is evaluated.
    pub fn entered(&mut self, entry: u32) {
        self.entry = entry;
    }

    /// A call of a function begins that has its result in a slot.
    pub fn call_begins(&mut self, result: Local) -> Caller {
        let frame = Frame { log: self.log.len() as u32, mark: self.mark(), result };
        self.calls += 1;
        Caller {
            frame: std::mem::replace(&mut self.frame, frame),
            decided: std::mem::replace(&mut self.decided, NONE),
            open: std::mem::replace(&mut self.open, 0),
            demanding: std::mem::replace(&mut self.demanding, 0),
        }
    }

    /// A call is over.
    pub fn call_ends(&mut self, caller: Caller) {
        self.log.truncate(self.frame.log as usize);
        self.calls -= 1;
        (self.frame, self.decided) = (caller.frame, caller.decided);
        (self.open, self.demanding) = (caller.open, caller.demanding);
    }

    /// An argument of the call under way: a function that fails is at least about what it was asked.
    pub fn asked(&mut self, argument: Seen<'_>) {
        if argument.shadow.node != NONE {
            let reads = self.used(argument);
            self.read(reads);
        }
    }

    /// What the result of the call under way came from.
    pub fn returns(&mut self, result: &Slot) -> Shadow {
        let nothing = match &result.value {
            Value::Undefined | Value::Bool(false) => true,
            Value::Set(items) => items.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            _ => false,
        };
        if !nothing {
            return result.shadow;
        }
        let reads = self.since(self.frame.log);
        Shadow::computed(reads).with(result.shadow.more())
    }

    /// The result of a call has come back.
    pub fn called(&mut self, result: Shadow) {
        self.read(result.reads);
    }

    /// A block begins; loops of it that end have to keep what they read last where someone asks for it.
    pub fn block_begins(&mut self) -> Before {
        let (decided, log, open, demanding) =
            (self.decided, self.log.len() as u32, self.open, self.demanding);
        Before { decided, log, open, demanding }
    }

    /// What a block decided holds in it alone.
    pub fn block_ends(&mut self, before: &Before) {
        self.decided = before.decided;
        self.open = before.open;
        self.demanding = before.demanding;
    }

    /// How many facts there are.
    pub fn mark(&self) -> u32 {
        self.arena.mark().facts
    }

    /// Something refers to facts that lives as long as what there was at a mark.
    #[inline]
    pub fn escapes(&mut self, mark: u32) {
        self.kept_from = self.kept_from.min(mark);
    }

    /// Notes reads as the latest.
    #[inline]
    fn read(&mut self, reads: Id) {
        // Full of facts, it is full of reads as well: a loop notes them again and again.
        if reads != NONE && !self.arena.is_full() {
            self.log.push(reads);
        }
    }

    /// Reads since there were so many.
    fn since(&mut self, from: u32) -> Id {
        // Of very many the latest say what decided.
        const LATEST: usize = 64;
        let from = (from as usize).max(self.log.len().saturating_sub(LATEST)).min(self.log.len());
        let arena = &mut self.arena;
        self.log[from..].iter().fold(NONE, |all, reads| arena.both(all, *reads))
    }

    /// Reads since there were so many as one.
    fn as_one(&mut self, from: u32) -> Id {
        let reads = self.since(from);
        self.log.truncate(from as usize);
        self.read(reads);
        reads
    }

    /// The reads of a value that a condition or function looks at: those behind it, and the node itself.
    fn used(&mut self, seen: Seen<'_>) -> Id {
        let shadow = seen.shadow;
        if shadow.node == NONE {
            if shadow.kind == Of::Unknown && place::address(seen.value).is_some() {
                let node = self.arena.at(seen.value);
                return self.arena.both(shadow.reads, node);
            }
            return shadow.reads;
        }
        if shadow.kind == Of::Key {
            let read = Fact::Read { node: shadow.node, missing: false, key: true, or: NONE };
            let read = self.arena.note(read);
            return self.arena.both(shadow.reads, read);
        }
        self.arena.both(shadow.reads, shadow.node)
    }

    /// A key that a statement names.
    fn key(&mut self, seen: Seen<'_>) -> arena::Key {
        if let Some(constant) = seen.constant {
            return arena::Key::Constant(constant);
        }
        let index = match seen.value {
            Value::Number(number) => number.as_u64().and_then(|index| u32::try_from(index).ok()),
            _ => None,
        };
        match index {
            Some(index) => arena::Key::Index(index),
            None => arena::Key::Value(self.arena.keep(seen.value)),
        }
    }

    /// The node one step further.
    fn child(&mut self, parent: Id, key: Seen<'_>) -> Id {
        let key = self.key(key);
        self.arena.note(Fact::Child { parent, key })
    }

    /// The node that a value is or may be, as far as one can be named.
    fn node_of(&mut self, seen: Seen<'_>) -> Id {
        match seen.shadow.node {
            NONE if seen.shadow.is_unknown() && place::address(seen.value).is_some() => {
                self.arena.at(seen.value)
            }
            node => node,
        }
    }
}
