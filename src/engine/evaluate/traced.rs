//! What the trace is told of statements.

use super::Evaluator;
use super::frame::Step;
use super::program::Known;
use super::run::need;
use crate::engine::ir::{Callee, Kind, Local, Operand, Site, Statement};
use crate::engine::operator::Operator;
use crate::engine::trace::{Before, More, Seen, Shadow, Turn, Turns};
use regorus::Value;

/// Statements that are looked ahead to for what a failing one would have led to.
const AHEAD: usize = 16;

impl<'p> Evaluator<'p> {
    /// A key is not there: what would have been looked up behind it is missing too.
    #[cold]
    pub(super) fn missing(&mut self, source: Operand, key: Operand, target: Local, rest: &'p [Statement]) {
        let store = &self.store;
        if *store.peek(source) == Value::Undefined || *store.peek(key) == Value::Undefined {
            return;
        }
        let mut last = target;
        let behind = rest.iter().take(AHEAD).map_while(|next| match next.kind {
            Kind::Dot { source: Operand::Local(source), key, target } if source == last => {
                last = target;
                let key = store.seen(key);
                (*key.value != Value::Undefined).then_some(key)
            }
            _ => None,
        });
        let keys = std::iter::once(store.seen(key)).chain(behind);
        self.trace.missing(store.seen(source), keys);
    }

    pub(super) fn is_flag(&self, local: Local) -> bool {
        self.flags.get(local as usize).copied().unwrap_or(false)
    }

    /// A negation holds.
    pub(super) fn refuted(&mut self, statement: &'p Statement, block: &'p [Statement], before: &Before) {
        let about = self.refuted_by(block);
        self.trace.refuted(statement.site, before, about);
    }

    /// The comparison that did not hold in a negated block, the other way round: that of the statement that failed, or
    /// the one that it would have led to.
    fn refuted_by(&mut self, block: &'p [Statement]) -> u32 {
        let failed = self.failed_at.filter(|at| *at < block.len()).unwrap_or(0);
        let store = &self.store;
        match &block[failed..] {
            [Statement { kind: Kind::NotEqual(a, no), .. }, ..] if *store.peek(*no) == Value::Bool(false) => {
                match store.seen(*a).shadow.more() {
                    More::Compared(about) => self.trace.negated(about),
                    _ => 0,
                }
            }
            [Statement { kind: Kind::Equal(a, b), .. }, ..] => {
                self.trace.compares(Operator::Equal, store.seen(*a), store.seen(*b), true)
            }
            [Statement { kind: Kind::NotEqual(a, b), .. }, ..] => {
                self.trace.compares(Operator::NotEqual, store.seen(*a), store.seen(*b), true)
            }
            [Statement { kind: Kind::Dot { .. }, .. }, rest @ ..] => {
                let comparison = rest.iter().take(AHEAD).find_map(|next| self.comparison_of(&next.kind));
                let Some((operator, a, b)) = comparison else { return 0 };
                self.trace.compares(operator, self.store.seen(a), self.store.seen(b), true)
            }
            _ => 0,
        }
    }

    fn comparison_of(&self, kind: &'p Kind) -> Option<(Operator, Operand, Operand)> {
        match kind {
            Kind::Equal(a, b) => Some((Operator::Equal, *a, *b)),
            Kind::Call { callee: Callee::Builtin(builtin), args, .. } => {
                match (self.store.program.builtin(*builtin).kind, args.as_slice()) {
                    (Known::Compare(operator), [a, b]) => Some((operator, *a, *b)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    pub(super) fn is_undefined(&mut self, statement: &'p Statement, local: Local) -> Step {
        let slot = self.store.slot_mut(local);
        let holds = slot.value == Value::Undefined;
        let shadow = slot.shadow;
        if self.is_flag(local) {
            self.trace.is_down(statement.site, shadow, holds);
        }
        need(holds)
    }

    /// A member is added to a container in a slot.
    pub(super) fn member(&mut self, to: Local, key: Option<Operand>, member: Operand, site: Site) {
        let store = &self.store;
        let container = store.seen(Operand::Local(to)).shadow;
        let key = key.map(|key| store.seen(key));
        let added = (site, self.definition);
        self.trace.adds(container, key, store.seen(member), self.level, added);
    }

    pub(super) fn loop_begins(&mut self, statement: &'p Statement, value: Local, over: Seen<'_>) -> Turns {
        let tidy = self.tidy.get(value as usize).copied().unwrap_or(false);
        self.trace.loop_begins(statement.site, over, tidy, self.level)
    }

    /// A turn of a loop: its key and member in their slots.
    #[inline]
    pub(super) fn turn(
        &mut self,
        turns: &mut Turns,
        nth: usize,
        key: (Local, Value),
        value: (Local, &Value),
    ) {
        let (of_key, of_value) = self.trace.turn(turns, Turn { nth, key: &key.1, value: value.1 });
        self.store.set(key.0, key.1, of_key);
        self.store.set(value.0, value.1.clone(), of_value);
    }

    /// What a builtin gave, which is in no slot yet.
    pub(super) fn computed(&mut self, known: Known, args: &'p [Operand], value: &Value) -> Shadow {
        let store = &self.store;
        match (known, args) {
            (Known::Whole, [collection]) => self.trace.whole(store.seen(*collection)),
            (Known::Get, [object, path, _]) => {
                let (object, path) = (store.seen(*object), store.seen(*path));
                if object.shadow.node == 0 && !object.shadow.is_unknown() {
                    return self.combined(false, args);
                }
                let steps: Vec<Seen<'_>> = match path.value {
                    Value::Array(steps) => {
                        let step = |value| Seen { value, shadow: path.shadow, constant: None };
                        steps.iter().map(step).collect()
                    }
                    _ => vec![path],
                };
                let found = steps
                    .iter()
                    .try_fold(object.value, |value, step| super::lookup::member(value, step.value));
                self.trace.got(object, &steps, found.is_none())
            }
            (Known::Keys, [of]) => self.trace.derived(store.seen(*of), false),
            (Known::Walk, [of]) => self.trace.derived(store.seen(*of), true),
            (known, args) => {
                let passes = known == Known::Passes && crate::engine::value::address(value).is_some();
                self.combined(passes, args)
            }
        }
    }

    /// A builtin gave nothing.
    pub(super) fn gave_nothing(&mut self, args: &'p [Operand]) {
        self.combined(false, args);
    }

    fn combined(&mut self, passes: bool, args: &'p [Operand]) -> Shadow {
        // Few builtins have more arguments.
        const ARGUMENTS: usize = 4;
        let store = &self.store;
        let nothing = Seen { value: &Value::Undefined, shadow: Shadow::NOTHING, constant: None };
        let mut seen = [nothing; ARGUMENTS];
        for (seen, arg) in seen.iter_mut().zip(args) {
            *seen = store.seen(*arg);
        }
        self.trace.combined(passes, &seen[..args.len().min(ARGUMENTS)])
    }
}
