//! Changes to compiled programs that keep what they mean, or give them the meaning that they should have:
//! rules of imported packages are called by name, the roots `input` and `data` are loaded where a body
//! begins, what is assigned or gathered is held to be defined (`layout/defined.rs`), and the code of a rule is put before that of the
//! rules and functions that it calls.
//!
//! The engine loads a root where a body names it first, and takes it for loaded from there on. If that
//! place lies in a loop or a comprehension that is never entered, every later use finds nothing, and the
//! rule silently holds no violation.
//!
//! Single-stepping the machine takes a call to code that lies before the call for a step back and goes on
//! behind the call, in the wrong frame. With callers first no call ever goes backwards, and the traced run
//! does what the plain run does.

mod defined;

use regorus::rvm::Program;
use regorus::rvm::instructions::{Instruction, LiteralOrRegister};
use regorus::rvm::program::RuleInfo;
use std::sync::Arc;

pub use defined::defined;

/// True if the machine can be stepped through a program. Looking a package up as a whole evaluates its
/// rules within one instruction, which stepping breaks up.
pub fn steppable(program: &Program) -> bool {
    !program.instructions.iter().any(|instruction| {
        matches!(instruction, Instruction::VirtualDataDocumentLookup { .. })
            && !callees(program, instruction).is_empty()
    })
}

/// The same program with rules of imported packages called by name. The engine compiles `pkg.rule`, with
/// `pkg` an import, to evaluating every rule of the package and taking one.
pub fn direct_calls(program: Arc<Program>) -> Arc<Program> {
    let lookups =
        |instruction: &Instruction| matches!(instruction, Instruction::VirtualDataDocumentLookup { .. });
    if !program.instructions.iter().any(lookups) {
        return program;
    }
    let mut program = Arc::unwrap_or_clone(program);
    for pc in 0..program.instructions.len().saturating_sub(1) {
        if let Some((call, rest)) = direct_call(&mut program, pc) {
            program.instructions[pc] = call;
            program.instructions[pc + 1] = rest;
        }
    }
    Arc::new(program)
}

/// The call, and what is left of the step behind it, where a lookup of a package is followed by a step to
/// one of its rules.
fn direct_call(program: &mut Program, pc: usize) -> Option<(Instruction, Instruction)> {
    let Instruction::VirtualDataDocumentLookup { params_index } = program.instructions[pc] else {
        return None;
    };
    let lookup = &program.instruction_data.virtual_data_document_lookup_params[usize::from(params_index)];
    let (package, dest) = (constant_path(program, &lookup.path_components)?, lookup.dest);
    let rule = |literal: u16| {
        let step = program.literals.get(usize::from(literal))?.as_string().ok()?;
        let name = format!("{package}.{step}");
        let rule =
            program.rule_infos.iter().position(|rule| rule.name == name && rule.function_info.is_none())?;
        Some(Instruction::CallRule { dest, rule_index: u16::try_from(rule).ok()? })
    };
    match program.instructions[pc + 1] {
        Instruction::IndexLiteral { dest: to, container, literal_idx } if container == dest => {
            Some((rule(literal_idx)?, Instruction::Move { dest: to, src: dest }))
        }
        Instruction::ChainedIndex { params_index } => {
            let mut steps = program.instruction_data.chained_index_params[usize::from(params_index)].clone();
            let LiteralOrRegister::Literal(first) = *steps.path_components.first()? else { return None };
            let call = rule(first).filter(|_| steps.root == dest)?;
            steps.path_components.remove(0);
            if steps.path_components.is_empty() {
                return Some((call, Instruction::Move { dest: steps.dest, src: dest }));
            }
            let params_index = program.instruction_data.add_chained_index_params(steps);
            Some((call, Instruction::ChainedIndex { params_index }))
        }
        _ => None,
    }
}

/// A path of constants below `data`, dotted; `None` if any of its steps is computed.
fn constant_path(program: &Program, steps: &[LiteralOrRegister]) -> Option<String> {
    let step = |step: &LiteralOrRegister| match step {
        LiteralOrRegister::Literal(literal) => program.literals.get(usize::from(*literal))?.as_string().ok(),
        LiteralOrRegister::Register(_) => None,
    };
    steps.iter().try_fold("data".to_owned(), |path, at| Some(format!("{path}.{}", step(at)?)))
}

/// The same program with `input` and `data` loaded at the beginning of each body that names them.
pub fn roots_first(program: Arc<Program>) -> Arc<Program> {
    let count = program.instructions.len();
    let is_load = |pc: &usize| {
        matches!(program.instructions[*pc], Instruction::LoadInput { .. } | Instruction::LoadData { .. })
    };
    let mut starts: Vec<usize> = program.rule_infos.iter().flat_map(bodies).collect();
    starts.sort_unstable();
    starts.dedup();
    // The old places of the instructions, in their new order.
    let mut order: Vec<usize> = (0..starts.first().copied().unwrap_or(count)).collect();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(count);
        let opens = matches!(program.instructions[start], Instruction::RuleInit { .. });
        let head = if opens { start + 1 } else { start };
        order.extend(start..head);
        order.extend((head..end).filter(is_load));
        order.extend((head..end).filter(|pc| !is_load(pc)));
    }
    if order.iter().enumerate().all(|(new, &old)| new == old) {
        return program;
    }
    let mut new_pc = vec![count; count + 1];
    for (new, &old) in order.iter().enumerate() {
        new_pc[old] = new;
    }
    // A jump to a load goes on behind it: it has run by then.
    let mut landing = new_pc.clone();
    for pc in (starts.first().copied().unwrap_or(count)..count).rev().filter(is_load) {
        landing[pc] = landing[pc + 1];
    }
    Arc::new(relocated(Arc::unwrap_or_clone(program), count, &new_pc, |_, pc| landing[pc]))
}

/// Where the bodies of a rule begin, and the code that takes its arguments apart.
fn bodies(rule: &RuleInfo) -> impl Iterator<Item = usize> {
    let bodies = rule.definitions.iter().flatten().chain(rule.destructuring_blocks.iter().flatten());
    bodies.map(|&pc| pc as usize)
}

/// The same program with callers before what they call; unchanged where it is so already, or where its
/// code is not laid out rule by rule as expected.
pub fn callers_first(program: Arc<Program>) -> Arc<Program> {
    let Some(blocks) = blocks(&program) else { return program };
    let order = order(&program, &blocks);
    if order.windows(2).all(|pair| pair[0] < pair[1]) {
        return program;
    }
    Arc::new(reordered(Arc::unwrap_or_clone(program), &blocks, &order))
}

/// A stretch of instructions that belongs to one rule; the first belongs to none.
struct Block {
    rule: Option<usize>,
    start: usize,
    end: usize,
}

/// The code of each rule; `None` if that of any rule does not lie together.
fn blocks(program: &Program) -> Option<Vec<Block>> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (rule, info) in program.rule_infos.iter().enumerate() {
        starts.extend(bodies(info).map(|pc| (pc, rule)));
    }
    starts.sort_unstable();
    starts.dedup_by_key(|(_, rule)| *rule);
    let mut seen = vec![false; program.rule_infos.len()];
    let together = starts.iter().all(|&(_, rule)| !std::mem::replace(&mut seen[rule], true));
    let first = starts.first()?.0;
    let mut blocks = vec![Block { rule: None, start: 0, end: first }];
    for (index, &(start, rule)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(program.instructions.len(), |next| next.0);
        blocks.push(Block { rule: Some(rule), start, end });
    }
    together.then_some(blocks)
}

/// Indexes of blocks, callers first, by depth-first search with a stack of its own.
fn order(program: &Program, blocks: &[Block]) -> Vec<usize> {
    let of_rule = |rule: usize| blocks.iter().position(|block| block.rule == Some(rule));
    let mut finished: Vec<usize> = Vec::with_capacity(blocks.len());
    let mut seen = vec![false; blocks.len()];
    for start in (0..blocks.len()).rev() {
        let mut pending = vec![(start, false)];
        while let Some((at, leaving)) = pending.pop() {
            if leaving {
                finished.push(at);
            } else if !std::mem::replace(&mut seen[at], true) {
                pending.push((at, true));
                let code = &program.instructions[blocks[at].start..blocks[at].end];
                let callees = code.iter().flat_map(|instruction| callees(program, instruction));
                pending.extend(callees.filter_map(of_rule).map(|block| (block, false)));
            }
        }
    }
    finished.reverse();
    // The code that calls the entry point stays where the machine starts.
    finished.retain(|&block| block != 0);
    finished.insert(0, 0);
    finished
}

/// The rules that an instruction may call.
fn callees(program: &Program, instruction: &Instruction) -> Vec<usize> {
    let data = &program.instruction_data;
    match *instruction {
        Instruction::CallRule { rule_index, .. } => vec![usize::from(rule_index)],
        Instruction::FunctionCall { params_index } => {
            vec![usize::from(data.function_call_params[usize::from(params_index)].func_rule_index)]
        }
        Instruction::VirtualDataDocumentLookup { params_index } => {
            // Any rule below the constant part of the path.
            let steps = &data.virtual_data_document_lookup_params[usize::from(params_index)].path_components;
            let constant = steps.iter().map_while(|step| match step {
                LiteralOrRegister::Literal(literal) => {
                    program.literals[usize::from(*literal)].as_string().ok()
                }
                LiteralOrRegister::Register(_) => None,
            });
            let prefix = constant.fold("data".to_owned(), |path, step| format!("{path}.{step}"));
            let rules = program.rule_infos.iter().enumerate();
            rules.filter(|(_, rule)| rule.name.starts_with(&prefix)).map(|(index, _)| index).collect()
        }
        _ => Vec::new(),
    }
}

/// The program with the code of its rules in another order.
fn reordered(program: Program, blocks: &[Block], order: &[usize]) -> Program {
    let count = program.instructions.len();
    let mut new_pc = vec![count; count + 1];
    for (new, old) in order.iter().flat_map(|&block| blocks[block].start..blocks[block].end).enumerate() {
        new_pc[old] = new;
    }
    // A target behind the last instruction of a block is the end of that block, wherever the next one went.
    let block_of = |pc: usize| blocks.iter().find(|block| block.start <= pc && pc < block.end);
    let target = |within: usize, pc: usize| match block_of(within) {
        Some(block) if pc == block.end => new_pc[block.end - 1] + 1,
        _ => new_pc[pc],
    };
    relocated(program, count, &new_pc, target)
}

/// The program with each of its first `count` instructions at its new place. `target` says where a jump to an
/// old place goes from a given instruction.
fn relocated(
    mut program: Program,
    count: usize,
    new_pc: &[usize],
    target: impl Fn(usize, usize) -> usize,
) -> Program {
    let target = |within: usize, pc: u16| u16::try_from(target(within, usize::from(pc))).unwrap_or(u16::MAX);
    let (instructions, spans) = (program.instructions.clone(), program.instruction_spans.clone());
    for (pc, instruction) in instructions.iter().enumerate().take(count) {
        program.instructions[new_pc[pc]] = match *instruction {
            Instruction::LoopNext { body_start, loop_end } => {
                Instruction::LoopNext { body_start: target(pc, body_start), loop_end: target(pc, loop_end) }
            }
            Instruction::LoopStart { params_index } => {
                let params = &mut program.instruction_data.loop_params[usize::from(params_index)];
                params.body_start = target(pc, params.body_start);
                params.loop_end = target(pc, params.loop_end);
                *instruction
            }
            Instruction::ComprehensionBegin { params_index } => {
                let params =
                    &mut program.instruction_data.comprehension_begin_params[usize::from(params_index)];
                params.body_start = target(pc, params.body_start);
                params.comprehension_end = target(pc, params.comprehension_end);
                *instruction
            }
            Instruction::LogicalBlockStart { mode, result, end_pc } => {
                Instruction::LogicalBlockStart { mode, result, end_pc: target(pc, end_pc) }
            }
            Instruction::AllOfNext { check, result, end_pc } => {
                Instruction::AllOfNext { check, result, end_pc: target(pc, end_pc) }
            }
            Instruction::AnyOfNext { check, result, end_pc } => {
                Instruction::AnyOfNext { check, result, end_pc: target(pc, end_pc) }
            }
            other => other,
        };
        if let (Some(slot), Some(span)) = (program.instruction_spans.get_mut(new_pc[pc]), spans.get(pc)) {
            *slot = span.clone();
        }
    }
    for rule in &mut program.rule_infos {
        let bodies = rule
            .definitions
            .iter()
            .map(|bodies| bodies.iter().map(|&pc| new_pc[pc as usize] as u32).collect());
        rule.definitions = Arc::new(bodies.collect());
        for pc in rule.destructuring_blocks.iter_mut().flatten() {
            *pc = new_pc[*pc as usize] as u32;
        }
    }
    program
}
