//! Which functions depend on the input.

use super::Bound;
use crate::engine::ir::{Block, Callee, Kind, Operand, Plan, Replaced, Statement};

/// What a function does by itself.
#[derive(Default)]
struct Own {
    needs: bool,
    calls: Vec<u32>,
}

/// For each function: whether it reads the input, calls what does, or calls what differs from one evaluation to the next.
pub fn needs_input(plan: &Plan, builtins: &[Bound]) -> Vec<bool> {
    let own: Vec<Own> = plan
        .functions
        .iter()
        .map(|function| {
            let mut own = Own::default();
            own.block(&function.prologue, builtins);
            function.definitions.iter().for_each(|(_, block)| own.block(block, builtins));
            function.epilogue.iter().for_each(|block| own.block(block, builtins));
            own
        })
        .collect();
    let mut callers: Vec<Vec<u32>> = vec![Vec::new(); own.len()];
    for (caller, own) in own.iter().enumerate() {
        for callee in &own.calls {
            callers[*callee as usize].push(caller as u32);
        }
    }
    let mut needs = vec![false; own.len()];
    let mut pending: Vec<u32> = (0..own.len() as u32).filter(|&at| own[at as usize].needs).collect();
    while let Some(at) = pending.pop() {
        if !std::mem::replace(&mut needs[at as usize], true) {
            pending.extend(&callers[at as usize]);
        }
    }
    needs
}

impl Own {
    fn block(&mut self, block: &Block, builtins: &[Bound]) {
        block.iter().for_each(|statement| self.statement(statement, builtins));
    }

    fn callee(&mut self, callee: Callee, builtins: &[Bound]) {
        match callee {
            Callee::Function(function) => self.calls.push(function),
            Callee::Builtin(at) => {
                self.needs |= builtins[at as usize].builtin.is_none_or(|known| !known.pure)
            }
        }
    }

    fn statement(&mut self, statement: &Statement, builtins: &[Bound]) {
        operands(&statement.kind, &mut |operand| self.needs |= operand == Operand::Input);
        match &statement.kind {
            Kind::Call { callee, .. } => self.callee(*callee, builtins),
            Kind::Block(blocks) => blocks.iter().for_each(|block| self.block(block, builtins)),
            Kind::Not(block) | Kind::Scan { block, .. } | Kind::Outside { block, .. } => {
                self.block(block, builtins)
            }
            Kind::With { target, block } => {
                match target {
                    Replaced::By(_, by) => self.callee(*by, builtins),
                    Replaced::Input(..) | Replaced::Data(..) | Replaced::ByValue(..) => {}
                }
                self.block(block, builtins);
            }
            _ => {}
        }
    }
}

/// Visits what a statement reads, its blocks left out.
pub fn operands(kind: &Kind, visit: &mut impl FnMut(Operand)) {
    match kind {
        Kind::ArrayAppend { value, .. } | Kind::SetAdd { value, .. } => visit(*value),
        Kind::Assign { source, .. } | Kind::AssignOnce { source, .. } | Kind::Len { source, .. } => {
            visit(*source)
        }
        Kind::Call { args, .. } => args.iter().for_each(|operand| visit(*operand)),
        Kind::Dot { source, key, .. } => [*source, *key].into_iter().for_each(visit),
        Kind::Equal(a, b) | Kind::NotEqual(a, b) => [*a, *b].into_iter().for_each(visit),
        Kind::IsArray(operand) | Kind::IsObject(operand) => visit(*operand),
        Kind::ObjectInsert { key, value, .. } | Kind::ObjectInsertOnce { key, value, .. } => {
            [*key, *value].into_iter().for_each(visit);
        }
        Kind::InsertAt { keys, value, .. } | Kind::AddAt { keys, value, .. } => {
            keys.iter().chain([value]).for_each(|operand| visit(*operand));
        }
        Kind::With { target, .. } => match target {
            Replaced::Input(_, value) | Replaced::Data(_, value) | Replaced::ByValue(_, value) => {
                visit(*value)
            }
            Replaced::By(..) => {}
        },
        Kind::IsDefined(local) | Kind::IsUndefined(local) | Kind::Return(local) => {
            visit(Operand::Local(*local))
        }
        Kind::ObjectMerge { a, b, .. } => [*a, *b].into_iter().map(Operand::Local).for_each(visit),
        Kind::Scan { source, .. } => visit(Operand::Local(*source)),
        Kind::Block(_)
        | Kind::Break(_)
        | Kind::Fault
        | Kind::MakeArray(_)
        | Kind::MakeObject(_)
        | Kind::MakeSet(_)
        | Kind::Not(_)
        | Kind::Outside { .. }
        | Kind::Reset(_) => {}
    }
}
