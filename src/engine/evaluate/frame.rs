//! Slots, and what calls under way have of them.

use super::Evaluator;
use super::error::{Error, ErrorKind, Limit};
use super::program::Program;
use super::world::Worlds;
use crate::engine::ir::{Local, Operand};
use crate::engine::trace::{Seen, Shadow, Slot};
use regorus::Value;

/// How a statement or block ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// At its end.
    On,
    /// Ended with so many blocks more around it; 0 is failing.
    Break(u32),
    /// With the function; what it returns is in [`Evaluator::returned`].
    Return,
}

impl Flow {
    /// What it is for the block around.
    pub fn outwards(self) -> Flow {
        match self {
            Flow::Break(around) => Flow::Break(around.saturating_sub(1)),
            other => other,
        }
    }
}

/// How it ended, or what ended the evaluation.
pub type Step = Result<Flow, Box<Error>>;

/// Deepest nesting of blocks and calls, so that they fit in [`Evaluator::STACK`].
const DEPTH: u32 = 20_000;

/// What statements read: slots, constants, the input and data.
pub struct Store<'p> {
    pub program: &'p Program,
    pub worlds: Worlds,
    /// The slots of all calls under way, one behind the other.
    pub slots: Vec<Slot>,
    /// The first slot of the call under way.
    pub base: usize,
}

impl<'p> Store<'p> {
    /// The value of an operand; undefined is one.
    #[inline]
    pub fn peek(&self, operand: Operand) -> &Value {
        match operand {
            Operand::Local(local) => &self.slots[self.base + local as usize].value,
            Operand::Constant(at) => &self.program.plan().constants[at as usize],
            Operand::Input => &self.worlds.now().input,
            Operand::Data => &self.worlds.now().data,
        }
    }

    /// The value of an operand and where it comes from.
    #[inline]
    pub fn seen(&self, operand: Operand) -> Seen<'_> {
        match operand {
            Operand::Local(local) => {
                let slot = &self.slots[self.base + local as usize];
                Seen { value: &slot.value, shadow: slot.shadow, constant: None }
            }
            Operand::Constant(at) => Seen {
                value: &self.program.plan().constants[at as usize],
                shadow: Shadow::CONSTANT,
                constant: Some(at),
            },
            Operand::Input => {
                let world = self.worlds.now();
                Seen { value: &world.input, shadow: world.root, constant: None }
            }
            Operand::Data => Seen { value: &self.worlds.now().data, shadow: Shadow::FOREIGN, constant: None },
        }
    }

    #[inline]
    pub fn slot(&self, operand: Operand) -> Slot {
        let seen = self.seen(operand);
        Slot { value: seen.value.clone(), shadow: seen.shadow }
    }

    #[inline]
    pub fn slot_mut(&mut self, local: Local) -> &mut Slot {
        &mut self.slots[self.base + local as usize]
    }

    #[inline]
    pub fn set(&mut self, local: Local, value: Value, shadow: Shadow) {
        *self.slot_mut(local) = Slot { value, shadow };
    }
}

impl Slot {
    /// As a statement reads it.
    pub fn seen(&self) -> Seen<'_> {
        Seen { value: &self.value, shadow: self.shadow, constant: None }
    }
}

impl Evaluator<'_> {
    /// A block or call begins.
    #[inline]
    pub(super) fn deeper(&mut self) -> Result<(), Box<Error>> {
        self.level += 1;
        if self.level > DEPTH { Err(Error::new(ErrorKind::Limit(Limit::Depth(DEPTH)))) } else { Ok(()) }
    }
}
