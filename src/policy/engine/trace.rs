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

mod calls;
mod frame;
mod instructions;
mod route;
mod shadow;

use super::errors::Texts;
use super::layout;
use super::value::address;
use crate::policy::violation::{Condition, Read, Walk};
use foldhash::fast::FixedState;
use frame::Frame;
use regorus::Value;
use regorus::rvm::Program;
use regorus::rvm::instructions::{Instruction, LoopMode};
use regorus::rvm::vm::{ExecutionMode, ExecutionState, RegoVM};
use route::{Route, Routes};
use shadow::{Comparison, Provenance, ReadId};
use std::collections::{BTreeMap, HashMap};
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
///
/// `texts` are the policies, where conditions are to name their lines and the values that they saw.
pub fn run(
    machine: &mut RegoVM,
    plan: &Plan,
    texts: Option<&Texts>,
    input: &Value,
    limit: Duration,
) -> Option<Traced> {
    machine.set_execution_mode(ExecutionMode::Suspendable);
    machine.set_step_mode(true);
    machine.set_input(input.clone());
    let program = machine.get_program().clone();
    let traced = Tracer::new(&program, plan, texts, input).run(machine, limit);
    machine.set_step_mode(false);
    machine.set_execution_mode(ExecutionMode::RunToCompletion);
    traced
}

/// By address, or by rule. Every step asks, and nothing iterates.
type Known<V> = HashMap<usize, V, FixedState>;

/// What tracing has to know of a program, found once for all runs of it.
pub struct Plan {
    /// Instructions that can follow another than the one before them.
    entries: Vec<bool>,
}

impl Plan {
    /// `None` if the machine cannot be stepped through the program.
    pub fn new(program: &Program) -> Option<Self> {
        layout::steppable(program).then(|| Plan { entries: entries(program) })
    }
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
    program: &'v Program,
    plan: &'v Plan,
    texts: Option<&'v Texts>,
    routes: Routes<'v>,
    reads: Vec<shadow::Read>,
    /// Boxed, because the one on top is taken out at every step.
    #[allow(clippy::vec_box)]
    frames: Vec<Box<Frame>>,
    /// Results of rules that the machine keeps: what their values came from.
    kept: Known<Provenance>,
    /// What the sets and objects that rules built came from.
    built: Known<Built>,
    /// What values that the policy made came from, by address; kept alive so that no address comes twice.
    made: Known<(Value, Provenance)>,
    stories: Vec<(Value, Vec<frame::Decision>)>,
    previous: usize,
}

impl<'v> Tracer<'v> {
    fn new(program: &'v Program, plan: &'v Plan, texts: Option<&'v Texts>, input: &'v Value) -> Self {
        Tracer {
            program,
            plan,
            texts,
            routes: Routes::new(input),
            reads: Vec::new(),
            frames: Vec::new(),
            kept: Known::default(),
            built: Known::default(),
            made: Known::default(),
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
        let reads = decision.reads.iter().map(|&id| self.public(&self.reads[id as usize]));
        Condition {
            at: self.texts.and_then(|texts| {
                let (path, line, _) = self.span(decision.pc)?;
                texts.line(path, line)
            }),
            walk: decision.walk,
            equality: decision.comparison.as_deref().is_some_and(Comparison::selects),
            reads: reads.collect(),
            wanted: decision.comparison.as_deref().map(Comparison::wanted),
        }
    }

    fn public(&self, read: &shadow::Read) -> Read {
        let value = match self.texts {
            None => String::new(),
            Some(_) if read.missing => "missing".to_owned(),
            Some(_) => self.routes.described(read.route),
        };
        Read { pointer: self.routes.pointer(read.route), missing: read.missing, key: read.key, value }
    }

    /// File, line and column of an instruction in the policies.
    fn span(&self, pc: usize) -> Option<(&str, usize, usize)> {
        let span = self.program.get_instruction_span(pc)?;
        Some((self.program.get_source_name(span.source_index)?, span.line, span.column))
    }

    /// Notes what the instruction that has just run did.
    fn step(&mut self, machine: &RegoVM) {
        let pc = self.executed(machine.get_pc());
        // At the end of loops the machine names instructions that it has not run.
        let entry = self.plan.entries.get(pc).copied().unwrap_or(false);
        let ran = entry || pc == self.previous + 1;
        self.previous = pc;
        self.enter_frame(machine);
        let Some(mut frame) = self.frames.pop() else { return };
        frame.leave_loops(pc, self.program);
        if entry {
            self.start_iteration(&mut frame, pc, machine);
        }
        if ran {
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

    /// At the start of a loop's body: an iteration begins, and what the last one noted is forgotten.
    fn start_iteration(&mut self, frame: &mut Frame, pc: usize, machine: &RegoVM) {
        let Some((at, key, value)) = frame.restart(pc, self.program) else { return };
        let item = register(machine, value);
        let Provenance { node: collection, members_of, .. } = frame.loops[at].collection;
        let node = match collection {
            Some(node) if members_of.is_none() => {
                // A loop that binds no key has the same register for both.
                let nth = frame.loops[at].iterations - 1;
                let named = (key != value).then(|| register(machine, key));
                named
                    .cloned()
                    .or_else(|| self.routes.nth_key(node, nth))
                    .map(|key| self.routes.child(node, key).0)
            }
            _ => self.routes.of(item),
        };
        let member = match self.origin(item) {
            None => members_of.and_then(|rule| self.member(rule, item)),
            made => made,
        };
        let node = node.or_else(|| member.as_ref().and_then(|member| member.node));
        let reads = member.map(|member| member.reads).unwrap_or_default();
        let provenance = Provenance { node, reads, ..Provenance::default() };
        let chosen = match node {
            Some(node) => vec![self.read(node, false, false)],
            // An item that the policy made stands for what it was made of.
            None => provenance.reads.clone(),
        };
        if key != value {
            frame.set(key, Provenance { key: true, ..provenance.clone() });
        }
        frame.set(value, provenance);
        let pc = frame.loops[at].pc;
        let walk = if node.is_some() { Walk::Input } else { Walk::Made };
        frame.decide(frame::Decision { pc, walk, comparison: None, reads: chosen });
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
        let mut reads = self.used(provenance);
        for id in &mut reads {
            let read = self.reads[*id as usize];
            *id = self.read(read.route, read.missing, read.key);
        }
        reads
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

fn register(machine: &RegoVM, at: u8) -> &Value {
    machine.get_registers().get(usize::from(at)).unwrap_or(&Value::Undefined)
}

/// True for loops that look for something; the others demand it of every item.
fn searches(mode: LoopMode) -> bool {
    !matches!(mode, LoopMode::Every)
}
