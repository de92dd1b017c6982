//! Calls of rules, functions and builtins.

mod builtin;

use super::error::Error;
use super::frame::{Flow, Step};
use super::lookup;
use super::run::FAILED;
use super::world::{Mock, World};
use super::{Entry, Evaluator};
use crate::engine::ir::{Block, Callee, Local, Operand, Statement};
use crate::engine::trace::{Shadow, Slot};
use regorus::Value;

/// What a call leaves behind when it returns.
struct Caller<'p> {
    base: usize,
    tidy: &'p [bool],
    flags: &'p [bool],
    assigned: usize,
    in_function: bool,
    called: crate::engine::trace::Caller,
}

impl<'p> Evaluator<'p> {
    /// Evaluates an entry; its result is in [`Evaluator::returned`].
    pub(super) fn enter(&mut self, entry: Entry<'_>) -> Result<(), Box<Error>> {
        self.entry = entry.function;
        self.trace.entered(entry.function);
        if self.spare.take() != Some(entry.function) {
            self.store.slots.clear();
        }
        let caller = self.begin_frame(entry.function, 0)?;
        let result = self.body(entry.function, entry.definitions, true);
        match entry.definitions.filter(|_| result.is_ok()) {
            Some(chosen) => {
                self.wipe(entry.function, chosen);
                self.leave(caller);
                self.spare = Some(entry.function);
            }
            None => self.end_call(caller),
        }
        result
    }

    /// Takes back what some definitions of an entry left in their slots. Rules may share thousands of definitions, of which each
    /// runs one: making all of their slots anew every time would cost the square of that.
    fn wipe(&mut self, function: u32, chosen: &[u32]) {
        let about = self.store.program.about(function);
        let of_chosen = chosen.iter().filter_map(|at| about.definitions.get(*at as usize));
        for range in of_chosen.chain([&about.common, &about.epilogue]) {
            if let Some(slots) = self.store.slots.get_mut(range.clone()) {
                slots.fill(Slot::default());
            }
        }
        self.store.slots.truncate(about.locals);
    }

    #[inline(never)]
    pub(super) fn call(
        &mut self,
        statement: &'p Statement,
        callee: Callee,
        args: &'p [Operand],
        result: Local,
    ) -> Step {
        if self.store.worlds.now().mocks.is_some()
            && let Some(mock) = self.mock(callee)
        {
            return self.call_mock(statement, mock, args, result);
        }
        match callee {
            Callee::Function(function) => self.call_function(function, args, result),
            Callee::Builtin(builtin) => self.call_builtin(statement, builtin, args, result),
        }
    }

    /// What stands in for a function or builtin, the innermost `with` first.
    fn mock(&self, callee: Callee) -> Option<Mock> {
        let mocks = self.store.worlds.now().mocks.as_ref()?;
        mocks.iter().rev().find(|(mocked, _)| *mocked == callee).map(|(_, mock)| mock.clone())
    }

    /// Inside of what stands in for another, nothing stands in for anything.
    fn call_mock(
        &mut self,
        statement: &'p Statement,
        mock: Mock,
        args: &'p [Operand],
        result: Local,
    ) -> Step {
        if args.iter().any(|arg| *self.store.peek(*arg) == Value::Undefined) {
            return FAILED;
        }
        let callee = match mock {
            Mock::Value(slot) => {
                *self.store.slot_mut(result) = slot;
                return Ok(Flow::On);
            }
            Mock::Callee(callee) => callee,
        };
        let now = self.store.worlds.now();
        let world = World {
            input: now.input.clone(),
            root: now.root,
            data: now.data.clone(),
            hidden: now.hidden.clone(),
            mocks: None,
            changed: now.hidden.is_some(),
            mark: self.trace.mark(),
            memo: Default::default(),
        };
        let back = self.store.worlds.enter(world);
        let step = match callee {
            Callee::Function(function) => self.call_function(function, args, result),
            Callee::Builtin(builtin) => self.call_builtin(statement, builtin, args, result),
        };
        self.store.worlds.leave(back);
        step
    }

    fn call_function(&mut self, function: u32, args: &'p [Operand], result: Local) -> Step {
        let program = self.store.program;
        let params = &program.plan().functions[function as usize].params;
        if params.is_empty() {
            let slot = self.rule(function)?;
            return self.bind(slot, result);
        }
        if args.iter().any(|arg| *self.store.peek(*arg) == Value::Undefined) {
            return FAILED;
        }
        let caller = self.begin_call(function)?;
        for (param, arg) in params.iter().zip(args) {
            // Arguments are read in the frame of the caller.
            let callee = std::mem::replace(&mut self.store.base, caller.base);
            let slot = self.store.slot(*arg);
            self.store.base = callee;
            self.trace.asked(slot.seen());
            *self.store.slot_mut(*param) = slot;
        }
        self.in_function = true;
        let done = self.body(function, None, false);
        let shadow = self.trace.returns(&self.returned);
        self.end_call(caller);
        done?;
        let slot = Slot { value: std::mem::replace(&mut self.returned.value, Value::Undefined), shadow };
        self.bind(slot, result)
    }

    /// The result of a call in its slot; undefined fails.
    fn bind(&mut self, slot: Slot, result: Local) -> Step {
        self.trace.called(slot.shadow);
        if slot.value == Value::Undefined {
            return FAILED;
        }
        *self.store.slot_mut(result) = slot;
        Ok(Flow::On)
    }

    /// The value of a rule, evaluated once in each world.
    fn rule(&mut self, function: u32) -> Result<Slot, Box<Error>> {
        let world = self.store.worlds.now();
        if let Some(hidden) = &world.hidden
            && let Some(value) = self.hidden(function, hidden)
        {
            return Ok(Slot { value, shadow: Shadow::NOTHING });
        }
        let keep = !self.store.program.about(function).needs_input && !world.changed;
        let memo = if keep { &self.store.worlds.kept } else { &world.memo };
        if let Some(known) = memo.get(&function) {
            let known = known.clone();
            if keep {
                self.kept_used(function);
            }
            return Ok(known);
        }
        let caller = self.begin_call(function)?;
        let around = if keep { self.kept_begins() } else { None };
        let done = self.body(function, None, false);
        self.kept_ends(function, around);
        let mut shadow = self.trace.returns(&self.returned);
        self.end_call(caller);
        done?;
        if keep {
            shadow = shadow.kept();
        } else {
            let mark = self.store.worlds.now().mark;
            self.trace.escapes(mark);
        }
        let slot = Slot { value: std::mem::replace(&mut self.returned.value, Value::Undefined), shadow };
        let memo = if keep { &mut self.store.worlds.kept } else { &mut self.store.worlds.now_mut().memo };
        memo.insert(function, slot.clone());
        Ok(slot)
    }

    /// What `with` has put in the place of a rule, if it has.
    fn hidden(&self, function: u32, hidden: &[Vec<String>]) -> Option<Value> {
        let planned = &self.store.program.plan().functions[function as usize];
        if !planned.replaceable || !hidden.iter().any(|place| planned.path.starts_with(place)) {
            return None;
        }
        let data = &self.store.worlds.now().data;
        let mut steps = planned.path.iter();
        let value = steps.try_fold(data, |value, step| lookup::member(value, &Value::from(step.as_str())));
        Some(value.cloned().unwrap_or(Value::Undefined))
    }

    /// Makes room for the slots of a function.
    fn begin_call(&mut self, function: u32) -> Result<Caller<'p>, Box<Error>> {
        self.begin_frame(function, self.store.slots.len())
    }

    fn begin_frame(&mut self, function: u32, base: usize) -> Result<Caller<'p>, Box<Error>> {
        self.deeper()?;
        self.calls += 1;
        let slots = base + self.store.program.about(function).locals;
        self.budget.held((slots * size_of::<Slot>()) as u64)?;
        self.store.slots.resize(slots, Slot::default());
        let program = self.store.program;
        let about = program.about(function);
        let called = self.trace.call_begins(program.plan().functions[function as usize].result);
        let in_function = std::mem::replace(&mut self.in_function, false);
        let base = std::mem::replace(&mut self.store.base, base);
        let tidy = std::mem::replace(&mut self.tidy, &about.tidy);
        let flags = std::mem::replace(&mut self.flags, &about.flags);
        Ok(Caller { base, tidy, flags, assigned: self.assigned.len(), in_function, called })
    }

    fn end_call(&mut self, caller: Caller<'p>) {
        self.store.slots.truncate(self.store.base);
        self.leave(caller);
    }

    fn leave(&mut self, caller: Caller<'p>) {
        self.assigned.truncate(caller.assigned);
        self.nested.leave(self.store.base);
        self.trace.call_ends(caller.called);
        self.store.base = caller.base;
        self.in_function = caller.in_function;
        (self.tidy, self.flags) = (caller.tidy, caller.flags);
        self.calls -= 1;
        self.level -= 1;
    }

    /// Runs the blocks of a function; its result is in [`Evaluator::returned`].
    fn body(&mut self, function: u32, chosen: Option<&[u32]>, entry: bool) -> Result<(), Box<Error>> {
        let program = self.store.program;
        let planned = &program.plan().functions[function as usize];
        self.returned = Slot::default();
        if self.part(&planned.prologue)? {
            return Ok(());
        }
        let count = chosen.map_or(planned.definitions.len(), <[u32]>::len);
        for nth in 0..count {
            let at = chosen.map_or(nth, |chosen| chosen[nth] as usize);
            let Some((definition, block)) = planned.definitions.get(at) else { continue };
            if entry {
                self.definition_begins(*definition);
            }
            if self.part(block)? {
                return Ok(());
            }
        }
        self.definition_ends(entry);
        for block in &planned.epilogue {
            if self.part(block)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Runs a block of a function; true if it returned.
    fn part(&mut self, block: &'p Block) -> Result<bool, Box<Error>> {
        let before = self.trace.block_begins();
        let flow = self.block(block)?;
        self.trace.block_ends(&before);
        Ok(flow == Flow::Return)
    }
}
