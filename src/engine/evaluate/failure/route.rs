//! The order of the statements of a definition.

use crate::engine::evaluate::program::target;
use crate::engine::ir::{Block, Kind, Local, Site, Statement};
use std::collections::HashMap;

/// The statements of a definition in the order in which they run. What a comprehension does is no part of it.
#[derive(Debug, Default)]
pub struct Route {
    /// By address.
    steps: HashMap<usize, Step>,
    /// Slots, the statement that makes each, and its order.
    made: Vec<(Local, Site, u32)>,
    /// By slot: the order of the first statement that makes it.
    first: HashMap<Local, u32>,
    next: u32,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    order: u32,
    /// False for what may fail as it likes.
    told: bool,
}

impl Route {
    /// The way through a block.
    pub fn new(block: &Block) -> Self {
        let mut route = Route::default();
        route.block(block, true);
        route
    }

    /// The order of a statement whose failure says something.
    pub fn told(&self, statement: &Statement) -> Option<u32> {
        self.steps.get(&address(statement)).filter(|step| step.told).map(|step| step.order)
    }

    /// The order of the statement that makes a slot.
    pub fn made(&self, local: Local) -> Option<u32> {
        self.first.get(&local).copied()
    }

    /// The slots that statements make, in their order, with the places of those.
    pub fn makes(&self) -> impl Iterator<Item = (Site, Local)> {
        self.made.iter().map(|(local, site, _)| (*site, *local))
    }

    fn block(&mut self, block: &[Statement], told: bool) {
        for (at, statement) in block.iter().enumerate() {
            match &statement.kind {
                // What fails within is what the negation wants.
                Kind::Not(inner) => {
                    self.block(inner, false);
                    self.step(statement, told);
                }
                Kind::Block(blocks) if is_every(block, at) => {
                    self.step(statement, false);
                    blocks.iter().for_each(|block| self.every(block, told));
                }
                Kind::Block(blocks) => {
                    self.step(statement, false);
                    if is_first_body(block, at) {
                        blocks.iter().for_each(|block| self.block(block, told));
                    }
                }
                Kind::IsUndefined(_) => self.step(statement, false),
                Kind::IsDefined(_) if is_verdict(block, at) => self.step(statement, false),
                Kind::Scan { key, value, block, .. } => {
                    self.step(statement, told);
                    self.make(*key, statement.site);
                    self.make(*value, statement.site);
                    self.block(block, told);
                }
                Kind::With { block, .. } | Kind::Outside { block, .. } => {
                    self.step(statement, told);
                    self.block(block, told);
                }
                kind => {
                    self.step(statement, told);
                    if let Some(local) = target(kind) {
                        self.make(local, statement.site);
                    }
                }
            }
        }
    }

    /// The loop of an `every`: its body fails where a negation ends it.
    fn every(&mut self, block: &[Statement], told: bool) {
        for statement in block {
            match &statement.kind {
                Kind::Not(inner) => self.block(inner, told),
                Kind::Scan { key, value, block, .. } => {
                    self.step(statement, false);
                    self.make(*key, statement.site);
                    self.make(*value, statement.site);
                    self.every(block, told);
                }
                _ => self.step(statement, false),
            }
        }
    }

    fn step(&mut self, statement: &Statement, told: bool) {
        self.next += 1;
        self.steps.insert(address(statement), Step { order: self.next, told });
    }

    /// The last statement makes a slot.
    fn make(&mut self, local: Local, site: Site) {
        self.first.entry(local).or_insert(self.next);
        self.made.push((local, site, self.next));
    }
}

fn address(statement: &Statement) -> usize {
    std::ptr::from_ref(statement).addr()
}

/// True for a test of what a block has found, where the block has told why.
fn is_verdict(block: &[Statement], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| block.get(at));
    matches!(before, Some(Statement { kind: Kind::Block(_), .. }))
}

/// True for the blocks of an `every`, which a test of what they found follows.
fn is_every(block: &[Statement], at: usize) -> bool {
    matches!(block.get(at + 1), Some(Statement { kind: Kind::IsUndefined(_), .. }))
}

/// True for the first of several bodies that `else` joins, and for a body that is looked through for a solution.
fn is_first_body(block: &[Statement], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| block.get(at));
    matches!(before, Some(Statement { kind: Kind::Reset(_), .. }))
}
