//! Values that the engine lets through undefined, and conditions that it does not end where they belong.
//!
//! The machine goes on behind `x := input.none`, and gathers `x.a` where there is none as a member, in comprehensions
//! and in rules such as `p[k] := x.a`; a negation or a
//! count further on then passes what it should report. And a condition of a comprehension that fails ends the
//! innermost loop that runs, which for `[1 | x > 1]` is one around the comprehension: the rule goes on with the
//! next item, as if nothing had to be said of this one. Here values are held to be defined, and conditions of
//! comprehensions without a loop lead to their end.
//!
//! A loop that finds nothing, too, ends like one that does. Behind a body with a loop, what stands behind `else` was
//! therefore never tried: such a body now holds only if it has given a value.

use super::relocated;
use regorus::rvm::Program;
use regorus::rvm::instructions::{ComprehensionMode, GuardMode, Instruction};
use regorus::rvm::program::RuleType;
use std::sync::Arc;

/// What becomes of an instruction.
#[derive(Default)]
struct Change {
    /// What runs before it; a jump to it comes there.
    before: Vec<Instruction>,
    /// What runs in its place.
    instead: Option<Vec<Instruction>>,
    /// What runs behind it.
    behind: Vec<Instruction>,
}

impl Change {
    fn is_none(&self) -> bool {
        self.before.is_empty() && self.instead.is_none() && self.behind.is_empty()
    }

    fn length(&self) -> usize {
        self.before.len() + self.instead.as_ref().map_or(1, Vec::len) + self.behind.len()
    }
}

/// A comprehension.
struct Comprehension<'p> {
    /// Where it begins.
    begin: usize,
    /// Its last instruction, where what was gathered is its value.
    end: usize,
    mode: &'p ComprehensionMode,
    /// A register that nothing else uses, as its query does its loops itself.
    spare: Option<u8>,
}

/// The same program with values held to be defined, and conditions of comprehensions kept to them. `None` if it grows too
/// large.
pub fn defined(program: Arc<Program>) -> Option<Arc<Program>> {
    let comprehensions = comprehensions(&program);
    let of = |pc: usize| change(&program, &comprehensions, pc);
    let mut changes: Vec<Change> = (0..program.instructions.len()).map(of).collect();
    for (end, result) in searching(&program) {
        changes[end].before.push(Instruction::Guard { register: result, mode: GuardMode::NotUndefined });
    }
    if changes.iter().all(Change::is_none) {
        return Some(program);
    }
    // Jumps to an end come to a step before it, which stays where it is when loads are moved.
    for comprehension in &comprehensions {
        if let Some(spare) = comprehension.spare {
            changes[comprehension.end].before.push(Instruction::Move { dest: spare, src: spare });
        }
    }
    drop(comprehensions);
    changed(program, &changes)
}

fn change(program: &Program, comprehensions: &[Comprehension<'_>], pc: usize) -> Change {
    let within = || comprehensions.iter().rev().find(|one| one.begin < pc && pc < one.end);
    let open = || within().filter(|inner| !looped(program, inner.begin, pc));
    let mut change = Change::default();
    match program.instructions[pc] {
        Instruction::ComprehensionYield { value_reg, key_reg }
            if within().is_some_and(|inner| !matches!(inner.mode, ComprehensionMode::Set)) =>
        {
            let gathered = std::iter::once(value_reg).chain(key_reg);
            change.before = gathered.flat_map(|register| held(register, open())).collect();
        }
        // A member of a rule that is an object.
        Instruction::ObjectSet { obj, key, value } if result(program, pc) == Some(obj) => {
            change.before = [key, value].into_iter().flat_map(|register| held(register, open())).collect();
        }
        Instruction::Move { dest, src } if dest != src && assigns(program, pc, dest) => {
            change.behind = held(dest, open());
        }
        Instruction::Guard { register, mode } => {
            change.instead = open().and_then(|one| one.leave(register, mode))
        }
        Instruction::AssertEq { left, right } => {
            let equal = |dest| Instruction::Eq { dest, left, right };
            change.instead = open().and_then(|one| one.leave_unless(equal));
        }
        _ => {}
    }
    change
}

/// The ends of bodies with loops that other bodies of their definition stand behind, with the register of their value.
fn searching(program: &Program) -> Vec<(usize, u8)> {
    let mut ends = Vec::new();
    for rule in program.rule_infos.iter().filter(|rule| matches!(rule.rule_type, RuleType::Complete)) {
        let bodies = rule.definitions.iter().filter_map(|bodies| bodies.split_last());
        for &body in bodies.flat_map(|(_, before)| before) {
            let Some(code) = program.instructions.get(body as usize..) else { continue };
            let length = code.iter().position(|at| matches!(at, Instruction::RuleReturn {}));
            let Some(length) = length else { continue };
            if code[..length].iter().any(|at| matches!(at, Instruction::LoopStart { .. })) {
                ends.push((body as usize + length, rule.result_reg));
            }
        }
    }
    ends
}

/// What holds a register to be defined.
fn held(register: u8, open: Option<&Comprehension<'_>>) -> Vec<Instruction> {
    let mode = GuardMode::NotUndefined;
    let leave = open.and_then(|one| one.leave(register, mode));
    leave.unwrap_or_else(|| vec![Instruction::Guard { register, mode }])
}

impl Comprehension<'_> {
    /// A condition that leads to the end of the comprehension where it fails.
    fn leave(&self, register: u8, mode: GuardMode) -> Option<Vec<Instruction>> {
        match mode {
            GuardMode::Condition => self.leave_if(|dest| vec![Instruction::Not { dest, operand: register }]),
            GuardMode::Not => self.leave_unless(|dest| Instruction::Not { dest, operand: register }),
            GuardMode::NotUndefined => {
                self.leave_unless(|dest| Instruction::Eq { dest, left: register, right: register })
            }
        }
    }

    fn leave_unless(&self, holds: impl Fn(u8) -> Instruction) -> Option<Vec<Instruction>> {
        self.leave_if(|dest| vec![holds(dest), Instruction::Not { dest, operand: dest }])
    }

    /// Leads to the end where the steps put true into the register that they are given.
    fn leave_if(&self, fails: impl Fn(u8) -> Vec<Instruction>) -> Option<Vec<Instruction>> {
        let spare = self.spare?;
        let mut steps = fails(spare);
        // The place is that of the end until the new places are known.
        let end_pc = u16::try_from(self.end).ok()?;
        steps.push(Instruction::AnyOfNext { check: spare, result: spare, end_pc });
        Some(steps)
    }
}

/// True if a move is what `:=` does: no guard follows it, as it does where anything else binds a variable, and it is not
/// of the value of the rule, nor of what a call with one argument more than its function is compared to.
fn assigns(program: &Program, pc: usize, dest: u8) -> bool {
    let compared = |before: &Instruction| matches!(*before, Instruction::Eq { left, .. } if left == dest);
    if pc.checked_sub(1).is_some_and(|before| compared(&program.instructions[before])) {
        return false;
    }
    let guards = |next: &Instruction| matches!(*next, Instruction::Guard { register, mode: GuardMode::NotUndefined } if register == dest);
    !program.instructions.get(pc + 1).is_some_and(guards) && result(program, pc) != Some(dest)
}

/// The register of the value of the rule that an instruction belongs to.
fn result(program: &Program, pc: usize) -> Option<u8> {
    program.instructions[..pc].iter().rev().find_map(|before| match *before {
        Instruction::RuleInit { result_reg, .. } => Some(result_reg),
        _ => None,
    })
}

fn comprehensions(program: &Program) -> Vec<Comprehension<'_>> {
    let opens = |(begin, instruction): (usize, &Instruction)| match instruction {
        Instruction::ComprehensionBegin { params_index } => {
            let params = &program.instruction_data.comprehension_begin_params[usize::from(*params_index)];
            let spare = (params.collection_reg == params.result_reg).then_some(params.value_reg);
            let end = usize::from(params.comprehension_end).checked_sub(1)?;
            Some(Comprehension { begin, end, mode: &params.mode, spare })
        }
        _ => None,
    };
    program.instructions.iter().enumerate().filter_map(opens).collect()
}

/// True if a loop that begins behind an instruction is open at another.
fn looped(program: &Program, from: usize, pc: usize) -> bool {
    program.instructions[from..pc].iter().any(|instruction| match instruction {
        Instruction::LoopStart { params_index } => {
            pc < usize::from(program.instruction_data.loop_params[usize::from(*params_index)].loop_end)
        }
        _ => false,
    })
}

/// The program with its instructions changed.
fn changed(program: Arc<Program>, changes: &[Change]) -> Option<Arc<Program>> {
    let (count, mut end) = (changes.len(), 0);
    let (mut new_pc, mut landing) = (Vec::with_capacity(count + 1), Vec::with_capacity(count + 1));
    for change in changes {
        landing.push(end);
        new_pc.push(end + change.before.len());
        end += change.length();
    }
    new_pc.push(end);
    landing.push(end);
    u16::try_from(end).ok()?;
    let mut moved = Arc::unwrap_or_clone(program);
    moved.instructions.resize(end, Instruction::Halt {});
    moved.instruction_spans.resize(end, None);
    let mut moved = relocated(moved, count, &new_pc, |_, pc| landing[pc]);
    for (pc, change) in changes.iter().enumerate() {
        let (span, main) = (moved.instruction_spans[new_pc[pc]].clone(), moved.instructions[new_pc[pc]]);
        let main = change.instead.clone().unwrap_or_else(|| vec![main]);
        for (at, step) in (landing[pc]..).zip(change.before.iter().chain(&main).chain(&change.behind)) {
            moved.instructions[at] = match *step {
                // Those put in name the old place of an end; all others have been moved.
                Instruction::AnyOfNext { check, result, end_pc } if check == result => {
                    let end_pc = u16::try_from(landing[usize::from(end_pc)]).ok()?;
                    Instruction::AnyOfNext { check, result, end_pc }
                }
                other => other,
            };
            moved.instruction_spans[at] = span.clone();
        }
    }
    Some(Arc::new(moved))
}
