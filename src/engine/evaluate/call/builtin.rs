//! Calls of builtins. Comparisons of scalars are made here, without a copy of what is compared.

use super::super::error::{Error, ErrorKind, Limit};
use super::super::frame::{Flow, Step};
use super::super::lookup;
use super::super::program::{Bound, Known};
use super::super::run::FAILED;
use super::super::{Evaluator, Print};
use crate::engine::builtins::Failed;
use crate::engine::ir::{Local, Operand, Statement};
use crate::engine::operator::Operator;
use crate::lang::both;
use regorus::Value;

/// Most lines of prints that are kept.
const PRINTS: usize = 10_000;

impl<'p> Evaluator<'p> {
    pub(super) fn call_builtin(
        &mut self,
        statement: &'p Statement,
        builtin: u32,
        args: &'p [Operand],
        result: Local,
    ) -> Step {
        let program = self.store.program;
        let bound = program.builtin(builtin);
        if let (Known::Compare(operator), [a, b]) = (bound.kind, args) {
            let (a, b) = (self.store.seen(*a), self.store.seen(*b));
            let holds = compare(operator, a.value, b.value);
            if let Some(holds) = holds {
                let shadow = self.trace.comparison(operator, a, b, holds);
                self.store.set(result, Value::Bool(holds), shadow);
                return Ok(Flow::On);
            }
        }
        let mut weight = 0;
        self.args.clear();
        for arg in args {
            let value = self.store.peek(*arg).clone();
            if value == Value::Undefined {
                return FAILED;
            }
            weight += lookup::weight(&value);
            self.args.push(value);
        }
        self.budget.called(weight)?;
        match self.outcome(bound, statement)? {
            Value::Undefined => {
                self.gave_nothing(args);
                FAILED
            }
            value => {
                self.budget.called(lookup::weight(&value))?;
                self.budget.made(lookup::length(&value))?;
                let shadow = self.computed(bound.kind, args, &value);
                self.store.set(result, value, shadow);
                Ok(Flow::On)
            }
        }
    }

    fn outcome(&mut self, bound: &Bound, statement: &Statement) -> Result<Value, Box<Error>> {
        let Some(builtin) = bound.builtin else {
            let message = both("the builtin is not supplied", "不提供该内置函数");
            return Err(Error::at(ErrorKind::Refused(message), statement.site));
        };
        if !builtin.pure {
            let at = self.store.program.plan().sites.get(statement.site as usize);
            self.scope.called_from(at.map_or(0, |at| at.file));
        }
        self.scope.grant(self.budget.grant());
        let mut outcome = (builtin.call)(&mut self.scope, &self.args);
        if self.scope.is_short() && self.budget.grows() {
            self.scope.take_printed();
            self.scope.grant(self.budget.grant());
            outcome = (builtin.call)(&mut self.scope, &self.args);
        }
        self.budget.made(self.scope.taken())?;
        if bound.kind == Known::Print {
            let site = statement.site;
            let room = PRINTS.saturating_sub(self.prints.len());
            let lines = self.scope.take_printed().into_iter().take(room);
            self.prints.extend(lines.map(|text| Print { site, text }));
        }
        let kind = match outcome {
            Ok(value) => return Ok(value),
            Err(Failed::Error(text)) if self.setting.strict => ErrorKind::Builtin(text),
            Err(Failed::Error(_)) => return Ok(Value::Undefined),
            Err(Failed::Limit(message)) => ErrorKind::Limit(Limit::Builtin(message)),
            Err(Failed::Refused(message)) => ErrorKind::Refused(message),
        };
        Err(Error::at(kind, statement.site))
    }
}

/// Whether a comparison holds; none where the builtin has to say.
fn compare(operator: Operator, a: &Value, b: &Value) -> Option<bool> {
    if matches!(a, Value::Undefined) || matches!(b, Value::Undefined) {
        return None;
    }
    match operator {
        Operator::Equal => return Some(a == b),
        Operator::NotEqual => return Some(a != b),
        Operator::In => return within(a, b),
        _ => {}
    }
    let order = match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => return None,
    };
    Some(match operator {
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::More => order.is_gt(),
        _ => order.is_ge(),
    })
}

fn within(member: &Value, of: &Value) -> Option<bool> {
    Some(match of {
        Value::Array(items) => items.contains(member),
        Value::Set(members) => members.contains(member),
        Value::Object(entries) => entries.values().any(|value| value == member),
        _ => return None,
    })
}
