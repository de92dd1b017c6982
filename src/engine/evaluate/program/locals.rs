//! What is known of the slots of a function.

use super::About;
use super::needs::operands;
use crate::engine::ir::{Block, Function, Kind, Local, Operand, Statement};
use std::ops::Range;

/// The part of a function outside of all loops.
const OUTSIDE: usize = 0;

/// A loop: the one around it, and the slot of its members.
struct Loop {
    around: usize,
    depth: usize,
    value: Option<Local>,
    tidy: bool,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    /// The innermost loop around all statements that name it; `None` before the first.
    home: Option<usize>,
    tested: bool,
    assigned: bool,
}

struct Survey {
    loops: Vec<Loop>,
    locals: Vec<Seen>,
    /// A slot that is written in a loop.
    writes: Vec<(usize, Local)>,
    /// Slots below this one belong to the whole function.
    common: usize,
    /// The range of other slots that were named.
    named: Option<Range<usize>>,
}

/// Looks at the slots of a function.
pub fn about(function: &Function, needs_input: bool) -> About {
    let outside = Loop { around: OUTSIDE, depth: 0, value: None, tidy: true };
    let mut survey = Survey {
        loops: vec![outside],
        locals: Vec::new(),
        writes: Vec::new(),
        common: usize::MAX,
        named: None,
    };
    function.params.iter().chain([&function.result]).for_each(|local| survey.names(*local, OUTSIDE));
    survey.block(&function.prologue, OUTSIDE);
    survey.common = survey.locals.len();
    let definitions = function.definitions.iter().map(|(_, block)| survey.within([block])).collect();
    let epilogue = survey.within(&function.epilogue);
    let common = 0..survey.common;
    let mut flags: Vec<bool> = survey.locals.iter().map(|seen| seen.tested && seen.assigned).collect();
    flags[function.result as usize] = false;
    survey.mark(&flags);
    let locals = survey.locals.len().max(function.locals as usize);
    let mut tidy = vec![true; locals];
    for walked in &survey.loops {
        if let Some(value) = walked.value {
            tidy[value as usize] &= walked.tidy;
        }
    }
    flags.resize(locals, false);
    About { locals, needs_input, tidy, flags, common, definitions, epilogue }
}

/// The slot that a statement gives a new value.
pub fn target(kind: &Kind) -> Option<Local> {
    match kind {
        Kind::Assign { target, .. }
        | Kind::Call { result: target, .. }
        | Kind::Dot { target, .. }
        | Kind::Len { target, .. }
        | Kind::ObjectMerge { target, .. }
        | Kind::MakeArray(target)
        | Kind::MakeObject(target)
        | Kind::MakeSet(target) => Some(*target),
        _ => None,
    }
}

impl Survey {
    /// Looks at blocks, and at the range of slots that they have for themselves.
    fn within<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) -> Range<usize> {
        self.named = None;
        blocks.into_iter().for_each(|block| self.block(block, OUTSIDE));
        self.named.take().unwrap_or_default()
    }

    fn names(&mut self, local: Local, at: usize) {
        let index = local as usize;
        if index >= self.common {
            let named = self.named.take().unwrap_or(index..index + 1);
            self.named = Some(named.start.min(index)..named.end.max(index + 1));
        }
        if self.locals.len() <= index {
            self.locals.resize(index + 1, Seen::default());
        }
        let home = self.locals[index].home.map_or(at, |home| self.common(home, at));
        self.locals[index].home = Some(home);
    }

    fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.loops[a].depth >= self.loops[b].depth {
                a = self.loops[a].around;
            } else {
                b = self.loops[b].around;
            }
        }
        a
    }

    fn block(&mut self, block: &Block, at: usize) {
        block.iter().for_each(|statement| self.statement(statement, at));
    }

    fn statement(&mut self, statement: &Statement, at: usize) {
        operands(&statement.kind, &mut |operand| {
            if let Operand::Local(local) = operand {
                self.names(local, at);
            }
        });
        match &statement.kind {
            Kind::ArrayAppend { array: local, .. }
            | Kind::SetAdd { set: local, .. }
            | Kind::ObjectInsert { object: local, .. }
            | Kind::ObjectInsertOnce { object: local, .. }
            | Kind::InsertAt { object: local, .. }
            | Kind::AddAt { object: local, .. }
            | Kind::AssignOnce { target: local, .. }
            | Kind::Reset(local) => self.names(*local, at),
            Kind::IsDefined(local) | Kind::IsUndefined(local) => self.locals[*local as usize].tested = true,
            Kind::Block(blocks) => blocks.iter().for_each(|block| self.block(block, at)),
            Kind::Not(block) | Kind::With { block, .. } | Kind::Outside { block, .. } => {
                self.block(block, at)
            }
            Kind::Scan { key, value, block, .. } => {
                let depth = self.loops[at].depth + 1;
                self.loops.push(Loop { around: at, depth, value: Some(*value), tidy: true });
                let inner = self.loops.len() - 1;
                [*key, *value].into_iter().for_each(|local| self.write(local, inner));
                self.block(block, inner);
            }
            kind => {
                if let Some(target) = target(kind) {
                    self.write(target, at);
                    self.locals[target as usize].assigned |= matches!(kind, Kind::Assign { .. });
                }
            }
        }
    }

    fn write(&mut self, local: Local, at: usize) {
        self.names(local, at);
        if at != OUTSIDE {
            self.writes.push((at, local));
        }
    }

    /// Loops in which something is written that is read outside of them are not tidy. Flags are looked after as they
    /// are set.
    fn mark(&mut self, flags: &[bool]) {
        for (at, local) in std::mem::take(&mut self.writes) {
            let home = self.locals[local as usize].home.unwrap_or(OUTSIDE);
            let mut within = at;
            while within != home && within != OUTSIDE && !flags[local as usize] {
                self.loops[within].tidy = false;
                within = self.loops[within].around;
            }
        }
    }
}
