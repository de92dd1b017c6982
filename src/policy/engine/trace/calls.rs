//! Follows calls: a frame for each, its arguments, and what its result came from.

use super::frame::Frame;
use super::shadow::{self, Provenance};
use super::{Tracer, register};
use regorus::Value;
use regorus::rvm::instructions::Instruction;
use regorus::rvm::vm::RegoVM;

impl Tracer<'_> {
    /// Frames that the machine has left since the last step give their results to those below. One call
    /// may have ended and another begun: the place to return to tells them apart.
    pub(super) fn leave_frames(&mut self, machine: &RegoVM, suspended: bool) {
        let calls = if suspended { machine.get_call_stack().as_slice() } else { &[] };
        let same = self.frames.iter().zip(calls).take_while(|(frame, call)| {
            frame.rule == usize::from(call.rule_index) && frame.return_pc == call.return_pc
        });
        let depth = same.count();
        while self.frames.len() > depth {
            let Some(mut frame) = self.frames.pop() else { return };
            frame.leave_loops(usize::MAX, self.program);
            // What runs next is the instruction behind the call.
            self.previous = frame.called_at;
            self.tell_result(&frame);
            // Only the frame on top has registers that can be seen.
            let visible = suspended && self.frames.len() == calls.len();
            let value = if visible { register(machine, frame.dest) } else { &Value::Undefined };
            let provenance = self.returned(&frame, visible.then_some(value));
            if self.program.rule_infos[frame.rule].function_info.is_none() {
                self.kept.insert(frame.rule, provenance.clone());
            }
            if let Some(caller) = self.frames.last_mut() {
                caller.log.extend(provenance.reads.iter().copied());
                caller.set(frame.dest, provenance);
            }
        }
    }

    /// A rule that is one value, reached as the entry point, is a violation of its own.
    fn tell_result(&mut self, frame: &Frame) {
        if let (true, Some((value, decisions))) = (self.frames.is_empty(), &frame.success)
            && frame.collected == 0
        {
            self.stories.push((value.clone(), decisions.clone()));
        }
    }

    /// What the result of a helper came from.
    fn returned(&mut self, frame: &Frame, value: Option<&Value>) -> Provenance {
        let empty = match value {
            None => frame.success.is_none() && frame.collected == 0,
            Some(Value::Undefined | Value::Bool(false)) => true,
            Some(Value::Set(items)) => items.is_empty(),
            Some(Value::Array(items)) => items.is_empty(),
            Some(Value::Object(entries)) => entries.is_empty(),
            Some(_) => false,
        };
        let mut provenance = frame.result.clone();
        if empty || frame.success.is_none() && frame.collected == 0 {
            let aggregate = provenance.aggregate;
            provenance = Provenance { reads: frame.log.clone(), aggregate, ..Provenance::default() };
        } else if let Some((_, decisions)) = &frame.success {
            let decided = decisions.iter().flat_map(|decision| decision.reads.iter().copied());
            provenance.reads = shadow::merge(decided.collect(), &provenance.reads);
        } else {
            let built = self.built.get(&frame.rule);
            provenance.reads = built.map(|built| built.reads.clone()).unwrap_or_default();
            let common = built.and_then(|built| built.common).map(|node| self.routes.parent_of_item(node));
            provenance.aggregate = provenance.aggregate.or(common);
        }
        provenance.members_of = (frame.collected > 0).then_some(frame.rule).or(provenance.members_of);
        provenance.node = value.and_then(|value| self.routes.of(value)).or(provenance.node);
        provenance
    }

    /// A call has just been made: its frame takes over the arguments.
    pub(super) fn enter_frame(&mut self, machine: &RegoVM) {
        let (calls, called_at) = (machine.get_call_stack(), self.previous);
        while self.frames.len() < calls.len() {
            let call = &calls[self.frames.len()];
            let rule = usize::from(call.rule_index);
            let mut frame = Box::new(Frame::new(rule, call.dest_reg, call.return_pc, called_at));
            for (index, register) in self.arguments(rule).into_iter().flatten().enumerate() {
                // Register 0 is the result; arguments follow it.
                let at = (index + 1) as u8;
                let mut provenance =
                    self.frames.last().map(|caller| caller.get(register).clone()).unwrap_or_default();
                provenance.node = provenance.node.or_else(|| self.routes.of(self::register(machine, at)));
                // A function that fails is at least about what it was asked.
                frame.log.extend(provenance.node.map(|node| self.read(node, false, provenance.key)));
                frame.set(at, provenance);
            }
            self.frames.push(frame);
        }
    }

    /// The registers of the arguments, if the instruction under way calls this function.
    fn arguments(&self, rule: usize) -> Option<Vec<u8>> {
        match self.program.instructions.get(self.previous) {
            Some(Instruction::FunctionCall { params_index }) => {
                let params = &self.program.instruction_data.function_call_params[usize::from(*params_index)];
                (usize::from(params.func_rule_index) == rule).then(|| params.arg_registers().to_vec())
            }
            _ => None,
        }
    }
}
