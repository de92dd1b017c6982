//! Where a violation comes from, for policies that return only a message.
//!
//! A rule that reported violations without a place is run again, one instruction at a time. Beside the
//! machine's registers stands a shadow: for every register, which node of the input its value is, and
//! which reads of the input made it what it is. Nodes are recognised by address, so a value that went
//! through sets, arrays and functions is still known. Whenever a condition passes, the reads behind it
//! are noted; when a violation is added to the result, the conditions noted on the way to it are its
//! story. What only fed the message never reaches a condition and so is never part of it.
//!
//! Helpers: reads made in a helper rule, function or comprehension belong to the condition that used its
//! result. A helper that succeeded passes on the reads of its conditions; one that failed, what it read
//! last. A search that found nothing is about the collection that was searched.

use super::value::address;
mod frame;
mod route;
mod shadow;

use crate::policy::violation::{Condition, Read};
use crate::source::SourceFile;
use frame::Frame;
use regorus::Value;
use regorus::rvm::Program;
use regorus::rvm::instructions::{GuardMode, Instruction, LiteralOrRegister, LoopMode};
use regorus::rvm::vm::{ExecutionMode, ExecutionState, RegoVM};
use route::{Route, Routes};
use shadow::{Comparison, Operator, Provenance, ReadId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Steps between two looks at the clock.
const CLOCK_INTERVAL: usize = 1024;
/// Most reads noted in one traced run.
const READS: usize = 4_000_000;

/// A violation and the conditions that led to it.
#[derive(Debug)]
pub struct Story {
    /// The violation as the rule returned it.
    pub value: Value,
    /// In the order of the source.
    pub conditions: Vec<Condition>,
}

/// The result of a traced run.
#[derive(Debug)]
pub struct Traced {
    /// What the rule returned, to be compared with the plain run.
    pub result: Value,
    /// One story a violation and place; equal violations from two places have two.
    pub stories: Vec<Story>,
}

/// Runs the entry point of a machine again, traced. `None` if it fails or takes too long.
pub fn run(
    machine: &mut RegoVM,
    sources: &[Arc<SourceFile>],
    input: &Value,
    limit: Duration,
) -> Option<Traced> {
    machine.set_execution_mode(ExecutionMode::Suspendable);
    machine.set_step_mode(true);
    machine.set_input(input.clone());
    let traced = Tracer::new(machine.get_program().clone(), sources, input).run(machine, limit);
    machine.set_step_mode(false);
    machine.set_execution_mode(ExecutionMode::RunToCompletion);
    traced
}

/// What the set or object that a rule built came from.
#[derive(Default)]
struct Built {
    /// The reads behind its members.
    reads: Vec<ReadId>,
    /// The smallest node that holds all of them.
    common: Option<Route>,
    /// Members without an address, which are known by their value alone.
    scalars: BTreeMap<Value, Provenance>,
}

struct Tracer<'v> {
    program: Arc<Program>,
    sources: &'v [Arc<SourceFile>],
    routes: Routes<'v>,
    reads: Vec<shadow::Read>,
    /// Boxed, because the one on top is taken out at every step.
    #[allow(clippy::vec_box)]
    frames: Vec<Box<Frame>>,
    /// Results of rules that the machine keeps: what their values came from.
    kept: HashMap<usize, Provenance>,
    /// What the sets and objects that rules built came from.
    built: HashMap<usize, Built>,
    /// What values that the policy made came from, by address; kept alive so that no address comes twice.
    made: HashMap<usize, (Value, Provenance)>,
    stories: Vec<(Value, Vec<frame::Decision>)>,
    /// Instructions that can follow another than the one before them.
    entries: Vec<bool>,
    previous: usize,
}

impl<'v> Tracer<'v> {
    fn new(program: Arc<Program>, sources: &'v [Arc<SourceFile>], input: &'v Value) -> Self {
        Tracer {
            entries: entries(&program),
            program,
            sources,
            routes: Routes::new(input),
            reads: Vec::new(),
            frames: Vec::new(),
            kept: HashMap::new(),
            built: HashMap::new(),
            made: HashMap::new(),
            stories: Vec::new(),
            previous: usize::MAX - 1,
        }
    }

    fn run(mut self, machine: &mut RegoVM, limit: Duration) -> Option<Traced> {
        let start = Instant::now();
        let mut result = machine.execute_entry_point_by_index(0).ok()?;
        for steps in 1usize.. {
            let suspended = matches!(machine.execution_state(), ExecutionState::Suspended { .. });
            self.leave_frames(machine, suspended);
            if !suspended {
                return Some(self.finish(result));
            }
            self.step(machine);
            let late = steps.is_multiple_of(CLOCK_INTERVAL) && start.elapsed() > limit;
            if late || self.reads.len() > READS {
                return None;
            }
            result = machine.resume(None).ok()?;
        }
        None
    }

    fn finish(self, result: Value) -> Traced {
        let stories = self.stories.iter().map(|(value, decisions)| {
            let mut ordered: Vec<&frame::Decision> = decisions.iter().collect();
            ordered.sort_by_key(|decision| self.span(decision.pc).map(|(_, line, column)| (line, column)));
            let conditions = ordered.into_iter().map(|decision| self.condition(decision)).collect();
            Story { value: value.clone(), conditions }
        });
        Traced { result, stories: stories.collect() }
    }

    fn condition(&self, decision: &frame::Decision) -> Condition {
        let at = self.span(decision.pc).and_then(|(path, line, _)| super::place(self.sources, path, line));
        Condition {
            at,
            iterates: decision.iterates,
            equality: decision.comparison.as_deref().is_some_and(Comparison::selects),
            reads: decision.reads.iter().map(|&id| public(&self.reads[id as usize], &self.routes)).collect(),
            wanted: decision.comparison.as_deref().map(Comparison::wanted),
        }
    }

    /// File, line and column of an instruction in the policies.
    fn span(&self, pc: usize) -> Option<(&str, usize, usize)> {
        let span = self.program.get_instruction_span(pc)?;
        Some((self.program.get_source_name(span.source_index)?, span.line, span.column))
    }

    /// Frames that the machine has left since the last step give their results to those below. One call
    /// may have ended and another begun: the place to return to tells them apart.
    fn leave_frames(&mut self, machine: &RegoVM, suspended: bool) {
        let calls = if suspended { machine.get_call_stack().as_slice() } else { &[] };
        let same = self.frames.iter().zip(calls).take_while(|(frame, call)| {
            frame.rule == usize::from(call.rule_index) && frame.return_pc == call.return_pc
        });
        let depth = same.count();
        while self.frames.len() > depth {
            let Some(mut frame) = self.frames.pop() else { return };
            frame.leave_loops(usize::MAX, &self.program);
            // What runs next is the instruction behind the call.
            self.previous = frame.called_at;
            self.tell_result(&frame);
            // Only the frame on top has registers that can be seen.
            let visible = suspended && self.frames.len() == calls.len();
            let value = if visible { register(machine, frame.dest) } else { Value::Undefined };
            let provenance = self.returned(&frame, visible.then_some(&value));
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
            provenance = Provenance { reads: frame.log.clone(), ..Provenance::default() };
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

    /// Notes what the instruction that has just run did.
    fn step(&mut self, machine: &RegoVM) {
        let pc = self.executed(machine.get_pc());
        // At the end of loops the machine names instructions that it has not run.
        let ran = pc == self.previous + 1 || self.entries.get(pc).copied().unwrap_or(false);
        self.previous = pc;
        self.enter_frame(machine);
        let Some(mut frame) = self.frames.pop() else { return };
        frame.leave_loops(pc, &self.program);
        if ran {
            self.start_iteration(&mut frame, pc, machine);
            self.instruction(&mut frame, pc, machine);
        }
        self.frames.push(frame);
    }

    /// After a loop over nothing the machine names the instruction behind it instead of the loop.
    fn executed(&self, pc: usize) -> usize {
        let next = self.previous + 1;
        match self.program.instructions.get(next) {
            Some(Instruction::LoopStart { params_index }) if pc != next => {
                let end = self.program.instruction_data.loop_params[usize::from(*params_index)].loop_end;
                if pc == usize::from(end) { next } else { pc }
            }
            _ => pc,
        }
    }

    /// A call has just been made: its frame takes over the arguments.
    fn enter_frame(&mut self, machine: &RegoVM) {
        let (calls, called_at) = (machine.get_call_stack(), self.previous);
        while self.frames.len() < calls.len() {
            let call = &calls[self.frames.len()];
            let rule = usize::from(call.rule_index);
            let mut frame = Box::new(Frame::new(rule, call.dest_reg, call.return_pc, called_at));
            if let (Some(caller), Some(arguments)) = (self.frames.last(), self.arguments(rule)) {
                for (index, register) in arguments.iter().enumerate() {
                    // Register 0 is the result; arguments follow it.
                    let at = (index + 1) as u8;
                    let mut provenance = caller.get(*register);
                    provenance.node =
                        provenance.node.or_else(|| self.routes.of(&self::register(machine, at)));
                    frame.set(at, provenance);
                }
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

    /// At the start of a loop's body: an iteration begins, and what the last one noted is forgotten.
    fn start_iteration(&mut self, frame: &mut Frame, pc: usize, machine: &RegoVM) {
        let Some((at, key, value)) = frame.restart(pc, &self.program) else { return };
        let item = register(machine, value);
        let collection = frame.loops[at].collection.clone();
        let node = match collection.node {
            Some(node) if collection.members_of.is_none() => {
                // A loop that binds no key has the same register for both.
                let nth = frame.loops[at].iterations - 1;
                let named = (key != value).then(|| register(machine, key));
                named.or_else(|| self.routes.nth_key(node, nth)).map(|key| self.routes.child(node, key).0)
            }
            _ => self.routes.of(&item),
        };
        let member = match self.origin(&item) {
            None => collection.members_of.and_then(|rule| self.member(rule, &item)),
            made => made,
        };
        let reads = member.as_ref().map(|member| member.reads.clone()).unwrap_or_default();
        let node = node.or_else(|| member.and_then(|member| member.node));
        let provenance = Provenance { node, reads, ..Provenance::default() };
        let chosen = match node {
            Some(node) => vec![self.read(node, false, false)],
            // An item that the policy made stands for what it was made of.
            None => provenance.reads.clone(),
        };
        frame.set(key, Provenance { key: true, ..provenance.clone() });
        frame.set(value, provenance);
        let pc = frame.loops[at].pc;
        frame.decide(frame::Decision { pc, iterates: true, comparison: None, reads: chosen });
    }

    /// What a member without an address came from.
    fn member(&self, rule: usize, value: &Value) -> Option<Provenance> {
        self.built.get(&rule)?.scalars.get(value).cloned()
    }

    /// What a value that the policy made came from.
    fn origin(&self, value: &Value) -> Option<Provenance> {
        self.made.get(&address(value)?).map(|(_, provenance)| provenance.clone())
    }

    fn make(&mut self, value: &Value, provenance: &Provenance) {
        if let (Some(address), None) = (address(value), self.routes.of(value)) {
            self.made.insert(address, (value.clone(), provenance.clone()));
        }
    }

    fn read(&mut self, route: Route, missing: bool, key: bool) -> ReadId {
        self.reads.push(shadow::Read { route, missing, key });
        (self.reads.len() - 1) as ReadId
    }

    /// The reads of a value, noted once more so that they are the latest.
    fn again(&mut self, provenance: &Provenance) -> Vec<ReadId> {
        let reads = self.used(provenance);
        let again = reads.iter().map(|&id| self.reads[id as usize]).collect::<Vec<_>>();
        again.into_iter().map(|read| self.read(read.route, read.missing, read.key)).collect()
    }

    /// The reads of a value that a condition or function looks at: those behind it, and the node itself.
    fn used(&mut self, provenance: &Provenance) -> Vec<ReadId> {
        match provenance.node {
            Some(node) => {
                let read = self.read(node, false, provenance.key);
                shadow::merge(provenance.reads.clone(), &[read])
            }
            None => provenance.reads.clone(),
        }
    }

    #[allow(clippy::too_many_lines)] // one arm an instruction: a table
    fn instruction(&mut self, frame: &mut Frame, pc: usize, machine: &RegoVM) {
        let program = self.program.clone();
        let data = &program.instruction_data;
        match program.instructions[pc] {
            Instruction::RuleInit { .. } => frame.start_body(),
            Instruction::Load { dest, .. }
            | Instruction::LoadTrue { dest }
            | Instruction::LoadFalse { dest }
            | Instruction::LoadNull { dest }
            | Instruction::LoadBool { dest, .. } => {
                self.assign(frame, dest, Provenance { constant: true, ..Provenance::default() }, machine);
            }
            Instruction::LoadInput { dest } => {
                frame.set(dest, Provenance { node: Some(Routes::ROOT), ..Provenance::default() });
            }
            Instruction::LoadData { dest }
            | Instruction::LoadContext { dest }
            | Instruction::LoadMetadata { dest }
            | Instruction::ArrayNew { dest }
            | Instruction::SetNew { dest } => frame.set(dest, Provenance::default()),
            Instruction::VirtualDataDocumentLookup { params_index } => {
                let params = &data.virtual_data_document_lookup_params[usize::from(params_index)];
                frame.set(params.dest, Provenance::default());
            }
            Instruction::Move { dest, src } => {
                let provenance = frame.get(src);
                self.assign(frame, dest, provenance, machine);
            }
            Instruction::Index { dest, container, key } => {
                let key = register(machine, key);
                self.index(frame, dest, container, &[key], machine);
            }
            Instruction::IndexLiteral { dest, container, literal_idx } => {
                let key = program.literals[usize::from(literal_idx)].clone();
                self.index(frame, dest, container, &[key], machine);
            }
            Instruction::ChainedIndex { params_index } => {
                let params = &data.chained_index_params[usize::from(params_index)];
                let key = |step: &LiteralOrRegister| match step {
                    LiteralOrRegister::Literal(literal) => program.literals[usize::from(*literal)].clone(),
                    LiteralOrRegister::Register(at) => register(machine, *at),
                };
                let keys: Vec<Value> = params.path_components.iter().map(key).collect();
                self.index(frame, params.dest, params.root, &keys, machine);
            }
            Instruction::Eq { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::Equal, machine)
            }
            Instruction::Ne { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::NotEqual, machine)
            }
            Instruction::Lt { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::Less, machine)
            }
            Instruction::Le { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::LessOrEqual, machine)
            }
            Instruction::Gt { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::More, machine)
            }
            Instruction::Ge { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::MoreOrEqual, machine)
            }
            Instruction::Contains { dest, collection, value } => {
                self.compare(frame, dest, value, collection, Operator::In, machine);
            }
            Instruction::Add { dest, left, right }
            | Instruction::Sub { dest, left, right }
            | Instruction::Mul { dest, left, right }
            | Instruction::Div { dest, left, right }
            | Instruction::Mod { dest, left, right }
            | Instruction::And { dest, left, right }
            | Instruction::Or { dest, left, right } => self.combine(frame, dest, &[left, right], machine),
            Instruction::Not { dest, operand } => {
                let mut provenance = frame.get(operand);
                provenance.comparison =
                    provenance.comparison.map(|comparison| Box::new(comparison.negated()));
                provenance.reads = self.used(&provenance);
                provenance.node = None;
                frame.set(dest, provenance);
            }
            Instruction::Count { dest, collection } => self.aggregate(frame, dest, collection),
            Instruction::BuiltinCall { params_index } => {
                let params = &data.builtin_call_params[usize::from(params_index)];
                let name = program.builtin_info_table[usize::from(params.builtin_index)].name.as_str();
                self.builtin(frame, name, params.dest, params.arg_registers(), machine);
            }
            Instruction::ArrayCreate { params_index } => {
                let params = &data.array_create_params[usize::from(params_index)];
                self.collect(frame, params.dest, &params.elements, machine);
            }
            Instruction::SetCreate { params_index } => {
                let params = &data.set_create_params[usize::from(params_index)];
                self.collect(frame, params.dest, &params.elements, machine);
            }
            Instruction::ObjectCreate { params_index } => {
                let params = &data.object_create_params[usize::from(params_index)];
                let values = params
                    .literal_key_fields
                    .iter()
                    .map(|field| field.1)
                    .chain(params.fields.iter().map(|field| field.1));
                self.collect(frame, params.dest, &values.collect::<Vec<_>>(), machine);
            }
            Instruction::Guard { register: at, mode } if !matches!(mode, GuardMode::NotUndefined) => {
                let provenance = frame.get(at);
                self.decide(frame, pc, &provenance);
            }
            Instruction::ReturnUndefinedIfNotTrue { condition } => {
                let provenance = frame.get(condition);
                self.decide(frame, pc, &provenance);
            }
            Instruction::AssertEq { left, right } => {
                let provenance = self.comparison(frame, left, right, Operator::Equal, machine);
                self.decide(frame, pc, &provenance);
            }
            Instruction::LoopStart { params_index } => self.start_loop(frame, pc, usize::from(params_index)),
            Instruction::ComprehensionBegin { params_index } => {
                frame.begin_comprehension(usize::from(params_index))
            }
            Instruction::ComprehensionYield { value_reg, .. } => self.yielded(frame, value_reg, machine),
            Instruction::ComprehensionEnd {} => frame.end_comprehension(&self.routes, &program),
            Instruction::CallRule { dest, rule_index } => {
                // A result that the machine had kept; otherwise the call has a frame of its own by now.
                if let Some(kept) = self.kept.get(&usize::from(rule_index)).cloned() {
                    frame.set(dest, kept);
                }
            }
            Instruction::SetAdd { set: 0, value } => self.collected(frame, value, machine),
            Instruction::ObjectSet { obj: 0, value, .. } => self.collected(frame, value, machine),
            _ => {}
        }
    }

    /// Writes a register; what is written to the result register of a rule is its value so far.
    fn assign(&mut self, frame: &mut Frame, dest: u8, provenance: Provenance, machine: &RegoVM) {
        if dest == 0 {
            frame.success = Some((register(machine, 0), frame.decisions.clone()));
            frame.result = provenance.clone();
        }
        frame.set(dest, provenance);
    }

    fn index(&mut self, frame: &mut Frame, dest: u8, container: u8, keys: &[Value], machine: &RegoVM) {
        let from = frame.get(container);
        // The destination may be the container's register; its node is known all the same.
        let Some(node) = from.node else {
            let value = register(machine, dest);
            let node = self.routes.of(&value);
            frame.set(dest, Provenance { node, reads: from.reads, ..Provenance::default() });
            return;
        };
        match keys {
            [key] => self.found(frame, dest, node, key, &register(machine, dest)),
            keys => self.lookup(frame, dest, node, keys),
        }
    }

    /// A step that the machine has taken already: its result tells where it leads.
    fn found(&mut self, frame: &mut Frame, dest: u8, node: Route, key: &Value, value: &Value) {
        let missing = *value == Value::Undefined;
        let route = self.routes.step(node, key, value);
        let read = self.read(route, missing, false);
        frame.log.push(read);
        let node = (!missing).then_some(route);
        frame.set(dest, Provenance { node, reads: vec![read], ..Provenance::default() });
    }

    /// Follows keys from a node of the input, noting the read; the first key that is not there is missing.
    fn lookup(&mut self, frame: &mut Frame, dest: u8, node: Route, keys: &[Value]) {
        let (mut route, mut missing) = (node, false);
        for key in keys {
            let (child, there) = self.routes.child(route, key.clone());
            route = child;
            missing |= !there;
        }
        let read = self.read(route, missing, false);
        frame.log.push(read);
        let node = (!missing).then_some(route);
        frame.set(dest, Provenance { node, reads: vec![read], ..Provenance::default() });
    }

    fn compare(
        &mut self,
        frame: &mut Frame,
        dest: u8,
        left: u8,
        right: u8,
        operator: Operator,
        machine: &RegoVM,
    ) {
        let provenance = self.comparison(frame, left, right, operator, machine);
        // Where the comparison does not hold, this is the last that is known of why.
        frame.log.extend(&provenance.reads);
        self.assign(frame, dest, provenance, machine);
    }

    fn comparison(
        &mut self,
        frame: &Frame,
        left: u8,
        right: u8,
        operator: Operator,
        machine: &RegoVM,
    ) -> Provenance {
        let (a, b) = (frame.get(left), frame.get(right));
        let comparison = match (a.constant, b.constant) {
            (false, true) => Some(Box::new(Comparison::new(operator, register(machine, right)))),
            (true, false) => operator
                .flipped()
                .map(|operator| Box::new(Comparison::new(operator, register(machine, left)))),
            _ => None,
        };
        // Membership in what was gathered is about all of it, not about the item gathered last.
        let gathered = if operator == Operator::In { b.aggregate.filter(|_| b.node.is_none()) } else { None };
        let right = |tracer: &mut Self| match gathered {
            Some(whole) => vec![tracer.read(whole, false, false)],
            None => tracer.used(&b),
        };
        // What is judged stands on the left, and the last read is what decided; two that are equal are
        // told in the order in which they are written.
        let (first, second) = if operator == Operator::Equal {
            (self.used(&a), self.used(&b))
        } else {
            let right = right(self);
            (right, self.again(&a))
        };
        let reads = shadow::merge(first, &second);
        Provenance { reads, comparison, ..Provenance::default() }
    }

    fn combine(&mut self, frame: &mut Frame, dest: u8, operands: &[u8], machine: &RegoVM) {
        let mut reads = Vec::new();
        for &operand in operands {
            let provenance = frame.get(operand);
            reads = shadow::merge(reads, &self.used(&provenance));
        }
        let constant = operands.iter().all(|&operand| frame.get(operand).constant);
        frame.log.extend(&reads);
        self.assign(frame, dest, Provenance { reads, constant, ..Provenance::default() }, machine);
    }

    /// A collection made of values: scalars are read into it; nodes with an address stay known by it.
    fn collect(&mut self, frame: &mut Frame, dest: u8, items: &[u8], machine: &RegoVM) {
        let mut reads = Vec::new();
        for &item in items {
            let provenance = frame.get(item);
            // A node with an address is read where it is used, not where it is carried along.
            let known = self.routes.of(&register(machine, item)).is_some();
            let more = if known { Vec::new() } else { self.used(&provenance) };
            reads = shadow::merge(reads, &more);
        }
        let constant = items.iter().all(|&item| frame.get(item).constant);
        self.assign(frame, dest, Provenance { reads, constant, ..Provenance::default() }, machine);
    }

    /// Counting looks at a collection as a whole.
    fn aggregate(&mut self, frame: &mut Frame, dest: u8, collection: u8) {
        let from = frame.get(collection);
        let whole = from.node.or(from.aggregate);
        let reads = match whole {
            Some(node) => {
                let read = self.read(node, false, false);
                shadow::merge(from.reads, &[read])
            }
            None => from.reads,
        };
        frame.set(dest, Provenance { reads, ..Provenance::default() });
    }

    fn builtin(&mut self, frame: &mut Frame, name: &str, dest: u8, arguments: &[u8], machine: &RegoVM) {
        match (name, arguments) {
            ("object.get", [object, path, ..]) => {
                let path = register(machine, *path);
                let keys = match &path {
                    Value::Array(steps) => steps.iter().cloned().collect(),
                    key => vec![key.clone()],
                };
                match frame.get(*object).node {
                    Some(node) => self.lookup(frame, dest, node, &keys),
                    None => self.combine(frame, dest, arguments, machine),
                }
            }
            ("count" | "sum" | "max" | "min" | "product", [collection]) => {
                self.aggregate(frame, dest, *collection)
            }
            _ => {
                self.combine(frame, dest, arguments, machine);
                let value = register(machine, dest);
                if let Some(node) = self.routes.of(&value) {
                    let mut provenance = frame.get(dest);
                    provenance.node = Some(node);
                    frame.set(dest, provenance);
                }
            }
        }
    }

    fn decide(&mut self, frame: &mut Frame, pc: usize, provenance: &Provenance) {
        let reads = self.used(provenance);
        let comparison = provenance.comparison.clone();
        frame.decide(frame::Decision { pc, iterates: false, comparison, reads });
    }

    fn start_loop(&mut self, frame: &mut Frame, pc: usize, params: usize) {
        let collection = frame.get(self.program.instruction_data.loop_params[params].collection);
        let whole = collection.node.or(collection.aggregate).map(|node| self.read(node, false, false));
        frame.log.extend(whole);
        let reads = whole.map_or_else(|| collection.reads.clone(), |read| vec![read]);
        frame.open_loop(frame::OpenLoop::new(params, pc, collection, reads, frame));
    }

    fn yielded(&mut self, frame: &mut Frame, value: u8, machine: &RegoVM) {
        let provenance = frame.get(value);
        let mut reads = self.used(&provenance);
        for decision in frame.within_comprehension() {
            reads = shadow::merge(decision.reads.clone(), &reads);
        }
        let item = register(machine, value);
        let node = provenance.node.or_else(|| self.routes.of(&item));
        let provenance = Provenance { node, reads, ..Provenance::default() };
        self.make(&item, &provenance);
        frame.add_yield(provenance);
        if self.frames.is_empty() {
            // The entry point may be a comprehension as a whole; its members are then the violations.
            self.stories.push((register(machine, value), frame.decisions.clone()));
        }
    }

    /// A member of the set or object that the rule builds.
    fn collected(&mut self, frame: &mut Frame, value: u8, machine: &RegoVM) {
        frame.collected += 1;
        let member = register(machine, value);
        if self.frames.is_empty() {
            self.stories.push((member, frame.decisions.clone()));
            return;
        }
        let provenance = frame.get(value);
        let decided = frame.decisions.iter().flat_map(|decision| decision.reads.iter().copied());
        let reads = shadow::merge(decided.collect(), &self.used(&provenance));
        let node = provenance.node.or_else(|| self.routes.of(&member));
        let provenance = Provenance { node, reads, ..Provenance::default() };
        self.make(&member, &provenance);
        let built = self.built.entry(frame.rule).or_default();
        built.reads = shadow::merge(std::mem::take(&mut built.reads), &provenance.reads);
        built.common = match (frame.collected, built.common, node) {
            (1, _, node) => node,
            (_, Some(common), Some(node)) => Some(self.routes.common(common, node)),
            _ => None,
        };
        if address(&member).is_none() {
            built.scalars.insert(member, provenance);
        }
    }
}

/// Where a run can go on other than by the next instruction or behind a call: bodies of rules and loops,
/// ends of loops and comprehensions.
fn entries(program: &Program) -> Vec<bool> {
    let mut entries = vec![false; program.instructions.len() + 1];
    let mut mark = |at: usize| {
        if let Some(entry) = entries.get_mut(at) {
            *entry = true;
        }
    };
    for rule in &program.rule_infos {
        let bodies = rule.definitions.iter().flatten().copied();
        bodies.chain(rule.destructuring_blocks.iter().flatten().copied()).for_each(|at| mark(at as usize));
    }
    for params in &program.instruction_data.loop_params {
        mark(usize::from(params.body_start));
        mark(usize::from(params.loop_end));
    }
    for params in &program.instruction_data.comprehension_begin_params {
        mark(usize::from(params.comprehension_end));
    }
    for (at, instruction) in program.instructions.iter().enumerate() {
        if matches!(instruction, Instruction::ComprehensionEnd {}) {
            mark(at + 1);
        }
    }
    entries
}

fn register(machine: &RegoVM, at: u8) -> Value {
    machine.get_registers().get(usize::from(at)).cloned().unwrap_or(Value::Undefined)
}

fn public(read: &shadow::Read, routes: &Routes<'_>) -> Read {
    let value = if read.missing { "missing".to_owned() } else { routes.described(read.route) };
    Read { pointer: routes.pointer(read.route), missing: read.missing, key: read.key, value }
}

/// True for loops that look for something; the others demand it of every item.
fn searches(mode: LoopMode) -> bool {
    !matches!(mode, LoopMode::Every)
}
