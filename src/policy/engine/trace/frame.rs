//! The shadow of one call of a rule or function.

use super::route::Routes;
use super::searches;
use super::shadow::{self, Comparison, Provenance, ReadId};
use crate::policy::violation::Walk;
use regorus::Value;
use regorus::rvm::Program;

/// A condition that has passed.
#[derive(Debug, Clone)]
pub struct Decision {
    pub pc: usize,
    pub walk: Walk,
    pub comparison: Option<Box<Comparison>>,
    pub reads: Vec<ReadId>,
}

/// A loop under way.
#[derive(Debug, Clone)]
pub struct OpenLoop {
    params: usize,
    pub pc: usize,
    pub collection: Provenance,
    /// The read of the collection as a whole.
    reads: Vec<ReadId>,
    decisions: usize,
    log: usize,
    /// Iterations begun.
    pub iterations: usize,
}

impl OpenLoop {
    pub fn new(params: usize, pc: usize, collection: Provenance, reads: Vec<ReadId>, frame: &Frame) -> Self {
        OpenLoop {
            params,
            pc,
            collection,
            reads,
            decisions: frame.decisions.len(),
            log: frame.log.len(),
            iterations: 0,
        }
    }
}

#[derive(Debug, Clone)]
struct OpenComprehension {
    params: usize,
    decisions: usize,
    log: usize,
    loops: usize,
    yields: Vec<Provenance>,
    /// The collection of the first loop in it.
    searched: Option<Provenance>,
}

/// Registers to make room for; most rules use fewer.
const REGISTERS: usize = 32;

/// What a register that was never set knows.
static NOTHING: Provenance = Provenance {
    node: None,
    key: false,
    constant: false,
    reads: Vec::new(),
    aggregate: None,
    members_of: None,
    comparison: None,
};

/// One call.
#[derive(Debug)]
pub struct Frame {
    /// The rule or function.
    pub rule: usize,
    /// The register of the caller that gets the result.
    pub dest: u8,
    /// Where the machine goes on after the call.
    pub return_pc: usize,
    /// The call, or, for the entry point, the start.
    pub called_at: usize,
    registers: Vec<Provenance>,
    /// Conditions that passed on the way to here.
    pub decisions: Vec<Decision>,
    /// Reads, oldest first; searches that found nothing are one read of what was searched.
    pub log: Vec<ReadId>,
    /// Loops under way, outermost first.
    pub loops: Vec<OpenLoop>,
    comprehensions: Vec<OpenComprehension>,
    /// The value so far and the conditions that it took, for rules that are one value.
    pub success: Option<(Value, Vec<Decision>)>,
    /// Where that value comes from.
    pub result: Provenance,
    /// Members added, for rules that build a set or object.
    pub collected: usize,
}

impl Frame {
    pub fn new(rule: usize, dest: u8, return_pc: usize, called_at: usize) -> Self {
        Frame {
            rule,
            dest,
            return_pc,
            called_at,
            registers: Vec::with_capacity(REGISTERS),
            decisions: Vec::new(),
            log: Vec::new(),
            loops: Vec::new(),
            comprehensions: Vec::new(),
            success: None,
            result: Provenance::default(),
            collected: 0,
        }
    }

    pub fn get(&self, register: u8) -> &Provenance {
        self.registers.get(usize::from(register)).unwrap_or(&NOTHING)
    }

    pub fn set(&mut self, register: u8, provenance: Provenance) {
        let at = usize::from(register);
        if self.registers.len() <= at {
            self.registers.resize((at + 1).next_multiple_of(REGISTERS / 2), Provenance::default());
        }
        self.registers[at] = provenance;
    }

    /// Another definition or body begins.
    pub fn start_body(&mut self) {
        self.decisions.clear();
        self.loops.clear();
        self.comprehensions.clear();
    }

    /// Notes a condition that read anything.
    pub fn decide(&mut self, decision: Decision) {
        if !decision.reads.is_empty() {
            self.decisions.push(decision);
        }
    }

    pub fn open_loop(&mut self, open: OpenLoop) {
        if let Some(comprehension) = self.comprehensions.last_mut() {
            comprehension.searched.get_or_insert_with(|| open.collection.clone());
        }
        self.loops.push(open);
    }

    /// Closes the loops that the instruction at `pc` is not part of. A search leaves behind one read of
    /// what was searched; what a demand on every item read last stays, as it is what failed or passed.
    pub fn leave_loops(&mut self, pc: usize, program: &Program) {
        while let Some(open) = self.loops.last() {
            let params = &program.instruction_data.loop_params[open.params];
            if pc >= open.pc && pc < usize::from(params.loop_end) {
                return;
            }
            let Some(open) = self.loops.pop() else { return };
            let within = self.log.split_off(open.log.min(self.log.len()));
            if searches(params.mode) {
                self.log.extend(&open.reads);
            } else {
                self.log.extend(&within);
            }
            let behind = if within.is_empty() { open.reads } else { within };
            self.decisions.truncate(open.decisions);
            self.set(params.result_reg, Provenance { reads: behind, ..Provenance::default() });
        }
    }

    /// If `pc` is where the body of a loop under way starts: forgets what the last iteration noted, and
    /// gives the loop with its key and value registers.
    pub fn restart(&mut self, pc: usize, program: &Program) -> Option<(usize, u8, u8)> {
        let params = |open: &OpenLoop| &program.instruction_data.loop_params[open.params];
        let at = self.loops.iter().rposition(|open| usize::from(params(open).body_start) == pc)?;
        self.loops.truncate(at + 1);
        self.loops[at].iterations += 1;
        let open = &self.loops[at];
        self.decisions.truncate(open.decisions);
        self.log.truncate(open.log);
        Some((at, params(open).key_reg, params(open).value_reg))
    }

    pub fn begin_comprehension(&mut self, params: usize) {
        self.comprehensions.push(OpenComprehension {
            params,
            decisions: self.decisions.len(),
            log: self.log.len(),
            loops: self.loops.len(),
            yields: Vec::new(),
            searched: None,
        });
    }

    /// The conditions that passed within the comprehension under way.
    pub fn within_comprehension(&self) -> &[Decision] {
        let from = self.comprehensions.last().map_or(0, |open| open.decisions);
        self.decisions.get(from..).unwrap_or_default()
    }

    pub fn add_yield(&mut self, provenance: Provenance) {
        if let Some(open) = self.comprehensions.last_mut() {
            open.yields.push(provenance);
        }
    }

    /// The comprehension under way is complete: its result comes from what it yielded, or, where that
    /// is nothing, from what it searched.
    pub fn end_comprehension(&mut self, routes: &Routes<'_>, program: &Program) {
        let Some(open) = self.comprehensions.pop() else { return };
        self.loops.truncate(open.loops);
        self.decisions.truncate(open.decisions);
        let within = self.log.split_off(open.log.min(self.log.len()));
        let searched = open.searched.and_then(|collection| collection.node.or(collection.aggregate));
        let nodes = open.yields.iter().map(|provenance| provenance.node);
        let common = nodes.reduce(|a, b| Some(routes.common(a?, b?))).flatten();
        let yielded =
            open.yields.iter().fold(Vec::new(), |all, provenance| shadow::merge(all, &provenance.reads));
        let reads = if open.yields.is_empty() { within } else { yielded };
        self.log.extend(&reads);
        let aggregate = common.map(|node| routes.parent_of_item(node)).or(searched);
        let result = program.instruction_data.comprehension_begin_params[open.params].result_reg;
        self.set(result, Provenance { reads, aggregate, ..Provenance::default() });
    }
}
