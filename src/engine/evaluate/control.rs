//! Statements with blocks.

use super::Evaluator;
use super::error::Error;
use super::frame::{Flow, Step};
use super::lookup;
use super::run::FAILED;
use super::world::{Hidden, Mock, Mocks, World};
use crate::engine::ir::{Block, Callee, Kind, Local, Operand, Replaced, Statement};
use regorus::Value;
use std::sync::Arc;

/// The slots of a loop: what is walked, the key and the member.
type Walked = (Local, Local, Local);

impl<'p> Evaluator<'p> {
    #[inline(never)]
    pub(super) fn blocks(&mut self, blocks: &'p [Block], rest: &'p [Statement]) -> Step {
        let before = self.trace.block_begins();
        if asks(rest) {
            self.trace.demands(self.level + 1);
        }
        for block in blocks {
            let flow = self.block(block)?;
            self.trace.block_ends(&before);
            if !matches!(flow, Flow::On | Flow::Break(0)) {
                return Ok(flow.outwards());
            }
        }
        self.trace.blocks_end(&before, self.level);
        Ok(Flow::On)
    }

    #[inline(never)]
    pub(super) fn not(&mut self, statement: &'p Statement, block: &'p [Statement]) -> Step {
        let before = self.trace.block_begins();
        let flow = self.block(block);
        match flow? {
            Flow::Break(0) => {
                self.refuted(statement, block, &before);
                Ok(Flow::On)
            }
            Flow::On => {
                self.trace.block_ends(&before);
                FAILED
            }
            other => Ok(other.outwards()),
        }
    }

    /// Members are walked in place: a clone of the collection is a count, not a copy, and the block may change the slot.
    #[inline(never)]
    pub(super) fn scan(
        &mut self,
        statement: &'p Statement,
        walked: Walked,
        block: &'p [Statement],
        rest: &'p [Statement],
    ) -> Step {
        let slot = self.store.slot(Operand::Local(walked.0));
        let over = &slot.value;
        let mut turns = self.loop_begins(statement, walked.2, slot.seen());
        let mut flow = Flow::On;
        let mut turn = |this: &mut Self, nth: usize, key: Value, value: &Value| -> Result<bool, Box<Error>> {
            this.turn(&mut turns, nth, (walked.1, key), (walked.2, value));
            flow = this.block(block)?;
            Ok(matches!(flow, Flow::On | Flow::Break(0)))
        };
        let through = match over {
            Value::Array(items) => {
                walk(items.iter().enumerate(), |nth, (at, item)| turn(self, nth, Value::from(at), item))?
            }
            Value::Object(entries) => {
                walk(entries.iter_sorted(), |nth, (key, value)| turn(self, nth, key.clone(), value))?
            }
            Value::Set(members) => {
                walk(members.iter_sorted(), |nth, member| turn(self, nth, member.clone(), member))?
            }
            _ => true,
        };
        if lookup::len(over).unwrap_or(0) == 0 {
            self.empty(statement);
        }
        self.trace.loop_ends(turns, through, asks(rest), self.level);
        Ok(if through { Flow::On } else { flow.outwards() })
    }

    #[inline(never)]
    pub(super) fn with(&mut self, target: &'p Replaced, block: &'p [Statement]) -> Step {
        let Some(world) = self.changed(target)? else { return FAILED };
        let back = self.store.worlds.enter(world);
        let flow = self.block(block);
        self.store.worlds.leave(back);
        Ok(flow?.outwards())
    }

    #[inline(never)]
    pub(super) fn outside(&mut self, levels: u32, block: &'p [Statement]) -> Step {
        let back = self.store.worlds.step_out(levels);
        let flow = self.block(block);
        self.store.worlds.step_in(back);
        Ok(flow?.outwards())
    }

    /// The world under way with a change; none where a part of it would be undefined.
    fn changed(&mut self, target: &'p Replaced) -> Result<Option<World>, Box<Error>> {
        let now = self.store.worlds.now();
        let (mut input, mut data, mut root) = (now.input.clone(), now.data.clone(), now.root);
        let (mut hidden, mut mocks) = (now.hidden.clone(), now.mocks.clone());
        let mut copied = 0;
        match target {
            Replaced::Input(path, value) | Replaced::Data(path, value)
                if !path.is_empty() && *self.store.peek(*value) == Value::Undefined =>
            {
                return Ok(None);
            }
            Replaced::Input(path, value) => {
                let new = self.store.peek(*value);
                root = if path.is_empty() { self.store.seen(*value).shadow } else { root.patched() };
                input = lookup::patched(&input, path, new, &mut copied);
            }
            Replaced::Data(path, value) => {
                data = lookup::patched(&data, path, self.store.peek(*value), &mut copied);
                hidden = Some(more_hidden(hidden, path));
            }
            Replaced::ByValue(callee, value) => {
                let slot = self.store.slot(*value);
                if slot.value == Value::Undefined {
                    return Ok(None);
                }
                mocks = Some(more_mocks(mocks, *callee, Mock::Value(slot)));
            }
            Replaced::By(callee, by) => mocks = Some(more_mocks(mocks, *callee, Mock::Callee(*by))),
        }
        self.budget.made(copied)?;
        let (changed, mark) = (self.store.worlds.now().changed, self.trace.mark());
        let memo = Default::default();
        Ok(Some(World { input, root, data, hidden, mocks, changed, mark, memo }))
    }
}

/// True if what follows a statement asks what it left behind.
fn asks(rest: &[Statement]) -> bool {
    matches!(rest.first(), Some(Statement { kind: Kind::IsUndefined(_), .. }))
}

/// Runs a turn for each member until one ends the loop; false if one did.
fn walk<T>(
    members: impl Iterator<Item = T>,
    mut turn: impl FnMut(usize, T) -> Result<bool, Box<Error>>,
) -> Result<bool, Box<Error>> {
    for (nth, member) in members.enumerate() {
        if !turn(nth, member)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn more_hidden(hidden: Hidden, path: &[Value]) -> Arc<Vec<Vec<String>>> {
    let step = |step: &Value| match step {
        Value::String(text) => text.to_string(),
        other => other.to_string(),
    };
    let mut all = hidden.map(|all| all.as_ref().clone()).unwrap_or_default();
    all.push(path.iter().map(step).collect());
    Arc::new(all)
}

fn more_mocks(mocks: Mocks, callee: Callee, by: Mock) -> Arc<Vec<(Callee, Mock)>> {
    let mut all = mocks.map(|all| all.as_ref().clone()).unwrap_or_default();
    all.push((callee, by));
    Arc::new(all)
}
