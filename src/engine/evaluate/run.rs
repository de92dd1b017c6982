//! Statements, one by one.

use super::Evaluator;
use super::error::{Error, ErrorKind};
use super::frame::{Flow, Step};
use super::lookup;
use crate::engine::ir::{Kind, Local, Operand, Statement};
use crate::engine::trace::Shadow;
use regorus::Value;

pub(super) const FAILED: Step = Ok(Flow::Break(0));

/// On if it holds.
#[inline]
pub(super) fn need(holds: bool) -> Step {
    if holds { Ok(Flow::On) } else { FAILED }
}

impl<'p> Evaluator<'p> {
    /// Runs a block to its end or until a statement of it fails.
    pub(super) fn block(&mut self, block: &'p [Statement]) -> Step {
        self.deeper()?;
        let flow = self.statements(block);
        self.level -= 1;
        flow
    }

    fn statements(&mut self, block: &'p [Statement]) -> Step {
        for (at, statement) in block.iter().enumerate() {
            self.budget.step()?;
            if let Some(cover) = &mut self.cover {
                cover.add(statement.site);
            }
            match self.statement(statement, &block[at + 1..]) {
                Ok(Flow::On) => {}
                Ok(Flow::Break(0)) => {
                    self.failed_at = Some(at);
                    self.failed(block, at);
                    return FAILED;
                }
                Ok(other) => return Ok(other),
                Err(mut error) => {
                    error.site.get_or_insert(statement.site);
                    return Err(error);
                }
            }
        }
        Ok(Flow::On)
    }

    #[inline]
    fn statement(&mut self, statement: &'p Statement, rest: &'p [Statement]) -> Step {
        match &statement.kind {
            Kind::Dot { source, key, target } => self.dot(*source, *key, *target, rest),
            Kind::Call { callee, args, result } => self.call(statement, *callee, args, *result),
            Kind::Scan { source, key, value, block } => {
                self.scan(statement, (*source, *key, *value), block, rest)
            }
            Kind::Block(blocks) => self.blocks(blocks, rest),
            Kind::Not(block) => self.not(statement, block),
            Kind::With { target, block } => self.with(target, block),
            Kind::Outside { levels, block } => self.outside(*levels, block),
            _ => self.simple(statement),
        }
    }

    /// Statements without blocks and calls.
    #[inline(never)]
    fn simple(&mut self, statement: &'p Statement) -> Step {
        match &statement.kind {
            Kind::Assign { source, target } => self.assign(*source, *target),
            Kind::AssignOnce { source, target } => self.assign_once(*source, *target, statement.site),
            Kind::Break(around) => Ok(Flow::Break(*around)),
            Kind::Fault => Self::plan_fault("a term that nothing gives a value"),
            Kind::Equal(a, b) => self.equal(statement, *a, *b),
            Kind::NotEqual(a, b) => self.not_equal(statement, *a, *b),
            Kind::IsArray(operand) => need(matches!(self.store.peek(*operand), Value::Array(_))),
            Kind::IsObject(operand) => need(matches!(self.store.peek(*operand), Value::Object(_))),
            Kind::IsDefined(local) => self.is_defined(*local),
            Kind::IsUndefined(local) => self.is_undefined(statement, *local),
            Kind::Len { source, target } => self.len(*source, *target),
            Kind::Reset(local) => self.reset(*local),
            Kind::Return(local) => {
                self.returned = self.store.slot(Operand::Local(*local));
                Ok(Flow::Return)
            }
            kind => self.gather(kind, statement.site),
        }
    }

    #[inline(never)]
    fn dot(&mut self, source: Operand, key: Operand, target: Local, rest: &'p [Statement]) -> Step {
        let (of, by) = (self.store.seen(source), self.store.seen(key));
        match lookup::member(of.value, by.value) {
            Some(value) => {
                let shadow = self.trace.found(of, by, value);
                let value = value.clone();
                self.store.set(target, value, shadow);
                Ok(Flow::On)
            }
            None => {
                self.missing(source, key, target, rest);
                FAILED
            }
        }
    }

    fn assign(&mut self, source: Operand, target: Local) -> Step {
        let mut slot = self.store.slot(source);
        slot.shadow = match self.is_flag(target) {
            true => self.trace.up(self.store.seen(Operand::Local(target)), slot.shadow),
            false => self.trace.fallback(target, slot.shadow),
        };
        *self.store.slot_mut(target) = slot;
        Ok(Flow::On)
    }

    fn reset(&mut self, local: Local) -> Step {
        let shadow = if self.is_flag(local) { self.trace.down() } else { Shadow::NOTHING };
        self.store.set(local, Value::Undefined, shadow);
        Ok(Flow::On)
    }

    fn len(&mut self, source: Operand, target: Local) -> Step {
        match lookup::len(self.store.peek(source)) {
            Some(len) => {
                self.store.set(target, Value::from(len), Shadow::SHAPE);
                Ok(Flow::On)
            }
            None => FAILED,
        }
    }

    fn is_defined(&mut self, local: Local) -> Step {
        let holds = self.store.slot_mut(local).value != Value::Undefined;
        need(holds)
    }

    fn equal(&mut self, statement: &'p Statement, a: Operand, b: Operand) -> Step {
        let (a, b) = (self.store.seen(a), self.store.seen(b));
        let holds = a.value == b.value && *a.value != Value::Undefined;
        self.trace.equal(statement.site, a, b, holds);
        need(holds)
    }

    fn not_equal(&mut self, statement: &'p Statement, a: Operand, b: Operand) -> Step {
        let (a, b) = (self.store.seen(a), self.store.seen(b));
        let holds = a.value != b.value && *a.value != Value::Undefined && *b.value != Value::Undefined;
        self.trace.differs(statement.site, a, b, holds);
        need(holds)
    }

    pub(super) fn plan_fault<T>(what: &'static str) -> Result<T, Box<Error>> {
        Err(Error::new(ErrorKind::Plan(what)))
    }
}
