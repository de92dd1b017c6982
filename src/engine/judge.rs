//! Evaluates rules on one thread.

use super::cross_check::{self, CrossCheck, CrossChecked, Opinion, Opinions};
use super::evaluate::{self, ErrorKind, Limit, Limits, Setting};
use super::input::{Input, Inputs};
use super::ir::Site;
use super::trace::{self, Story};
use super::{Conditions, Engine, EntryPoint, EvaluationError, guard, nanoseconds, value, violation};
use crate::lang::{Message, both};
use crate::problem::{Failure, Origin, bytes};
use crate::violation::{Aim, Condition, Violation};
use chrono::NaiveDate;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The part of the memory of an evaluation that its violations may take: each is copied and shown several times.
const RESULT_SHARE: u64 = 16;
/// What a node of them takes.
const NODE: u64 = 64;

/// True if a value takes no more than so many bytes where nothing in it is shared.
fn fits(value: &Value, most: u64) -> bool {
    let (mut pending, mut left) = (vec![value], most);
    while let Some(value) = pending.pop() {
        let text = if let Value::String(text) = value { text.len() as u64 } else { 0 };
        match left.checked_sub(NODE + text) {
            Some(less) => left = less,
            None => return false,
        }
        match value {
            Value::Array(items) => pending.extend(items.iter()),
            Value::Set(items) => pending.extend(items.iter()),
            Value::Object(entries) => {
                pending.extend(entries.iter().flat_map(|(key, value)| [key, value]));
            }
            _ => {}
        }
    }
    true
}

/// An engine with its data.
pub struct Ready<'e> {
    engine: &'e Engine,
    data: Value,
    conditions: Conditions,
    second: Option<Opinions>,
}

impl<'e> Ready<'e> {
    pub(super) fn new(engine: &'e Engine, data: Value, conditions: Conditions) -> Self {
        let check = conditions.cross_check.then(|| Arc::new(CrossCheck::of_rules(engine)));
        let second = check.map(|check| Opinions::new(check, &conditions));
        Ready { engine, data, conditions, second }
    }

    /// What its evaluations have in common.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The same engine with data that claims no other paths, so that nothing has to be looked at again.
    pub fn with(&self, conditions: Conditions) -> Ready<'e> {
        // To read all policies again would cost more than to judge with them.
        let same = conditions.data == self.conditions.data;
        let under = |second: &Opinions| if same { second.clone() } else { second.under(&conditions) };
        let second = self.second.as_ref().map(under);
        Ready {
            engine: self.engine,
            data: value::from_json(conditions.data.clone().into()),
            conditions,
            second,
        }
    }

    /// A tally of the second opinions to come; none where the run does not cross-check.
    pub fn tally(&self) -> Option<CrossChecked> {
        self.second.as_ref().map(Opinions::tally)
    }

    /// The day of the evaluation.
    pub fn today(&self) -> NaiveDate {
        self.conditions.today
    }
}

/// Evaluates rules on one thread.
pub struct Evaluator<'e> {
    ready: &'e Ready<'e>,
    inner: evaluate::Evaluator<'e>,
    second: Option<cross_check::Judge<'e>>,
    /// Makes inputs of documents.
    pub inputs: Inputs,
    /// Tell the story of violations that say their place, too.
    pub tells_all: bool,
}

impl<'e> Evaluator<'e> {
    /// An evaluator for this thread.
    pub fn new(ready: &'e Ready<'e>) -> Self {
        let parameters = ready.conditions.data.get("fiducia").and_then(|fiducia| fiducia.get("params"));
        let inputs = Inputs::new(parameters.cloned());
        let inner =
            evaluate::Evaluator::new(&ready.engine.program, setting(&ready.data, &ready.conditions, None));
        let second = ready.second.as_ref().map(Opinions::judge);
        Evaluator { ready, inner, second, inputs, tells_all: false }
    }

    /// What its evaluations have in common.
    pub fn conditions(&self) -> &Conditions {
        &self.ready.conditions
    }

    /// Evaluates a rule. Violations that say no place have their story.
    ///
    /// # Errors
    /// The rule failed, went beyond a limit or panicked.
    pub fn evaluate(&mut self, entry: EntryPoint, input: &Input) -> Result<Evaluation, EvaluationError> {
        let result = self.result(entry, input)?;
        let most = self.conditions().memory / RESULT_SHARE;
        if !fits(&result, most) {
            let most = bytes(most);
            let reason = both(
                format!("it returned more than the limit of {most}, a sixteenth of --max-memory"),
                format!("返回的结果超过上限 {most}（--max-memory 的十六分之一）"),
            );
            return Err(failed(Failure::Limit, reason));
        }
        let (violations, unreadable) = violation::read(&result, input.value());
        let returned = violations.len();
        let silent = violations.iter().any(|(_, violation)| violation.aim == Aim::None);
        let stories = if silent || ((self.conditions().explain || self.tells_all) && returned > 0) {
            self.stories()
        } else {
            Vec::new()
        };
        let violations = self.with_stories(violations, stories);
        Ok(Evaluation { violations, returned, unreadable })
    }

    /// What regorus says of a rule of this name, all of its definitions together; none where the run does not cross-check.
    pub fn second_opinion(&mut self, entry: EntryPoint, input: &Input) -> Option<Opinion> {
        let Evaluator { ready, inner, second, .. } = self;
        let (judge, Some(Some(planned))) = (second.as_mut()?, ready.engine.entries.get(entry.0)) else {
            return None;
        };
        let whole = evaluate::Entry { function: planned.function, definitions: None };
        let here = || guarded(|| inner.evaluate(whole, input.value()), |_| None);
        Some(judge.hold(planned.function, input.value(), here))
    }

    /// The value of a rule for an input given as JSON; `None` where it is undefined.
    ///
    /// # Errors
    /// The rule failed, went beyond a limit or panicked.
    pub fn value(
        &mut self,
        entry: EntryPoint,
        input: Option<serde_json::Value>,
    ) -> Result<Option<serde_json::Value>, EvaluationError> {
        self.value_of(entry, &Input::of(input.map_or(Value::Undefined, value::from_json)))
    }

    /// The value of a rule for an input of documents; `None` where it is undefined.
    ///
    /// # Errors
    /// The rule failed, went beyond a limit or panicked.
    pub fn value_of(
        &mut self,
        entry: EntryPoint,
        input: &Input,
    ) -> Result<Option<serde_json::Value>, EvaluationError> {
        let value = self.result(entry, input)?;
        Ok((value != Value::Undefined).then(|| value::to_json(&value)))
    }

    /// What a rule returns for an input.
    fn result(&mut self, entry: EntryPoint, input: &Input) -> Result<Value, EvaluationError> {
        let Some(Some(planned)) = self.ready.engine.entries.get(entry.0) else {
            return Err(failed(Failure::Error, both("the rule was not planned", "该规则未编译为执行计划")));
        };
        let entry =
            evaluate::Entry { function: planned.function, definitions: planned.definitions.as_deref() };
        let engine = self.ready.engine;
        guarded(|| self.inner.evaluate(entry, input.value()), |site| engine.origin(site))
    }

    /// How each violation of the last evaluation came about; equal ones from two places have two stories.
    fn stories(&self) -> Vec<Story> {
        guard::guarded(|| self.inner.stories()).unwrap_or_default()
    }

    /// Violations with the conditions that led to them. One without a place of its own is there once for every
    /// story that ends in it.
    fn with_stories(&self, violations: Vec<(Value, Violation)>, stories: Vec<Story>) -> Vec<Violation> {
        let mut by_value: BTreeMap<Value, Vec<Vec<Condition>>> = BTreeMap::new();
        for Story { value, conditions, .. } in stories {
            let conditions = conditions.into_iter().map(|condition| self.condition(condition)).collect();
            by_value.entry(value).or_default().push(conditions);
        }
        let mut told = Vec::new();
        for (value, violation) in violations {
            let silent = violation.aim == Aim::None;
            let stories = by_value.remove(&value).unwrap_or_default();
            if stories.is_empty() {
                told.push(violation);
            } else if silent {
                let tell = |story| Violation { aim: Aim::Story, story, ..violation.clone() };
                told.extend(stories.into_iter().map(tell));
            } else {
                let story = stories.into_iter().next().unwrap_or_default();
                told.push(Violation { story, ..violation });
            }
        }
        told
    }

    /// A condition with its place, where it is asked for.
    fn condition(&self, condition: trace::Condition) -> Condition {
        let at = if self.conditions().explain { self.ready.engine.statement(condition.at) } else { None };
        let trace::Condition { walk, equality, reads, wanted, .. } = condition;
        Condition { at, walk, equality, reads, wanted }
    }

    /// Evaluates rules on inputs for the lines that this takes.
    pub fn cover(&mut self, pairs: &[(EntryPoint, &Input)]) -> super::Lines {
        self.inner.cover(true);
        for (entry, input) in pairs {
            // What fails here has failed, and was told, before.
            let _ = self.result(*entry, input);
        }
        let engine = self.ready.engine;
        let lines = self
            .inner
            .covered()
            .map(|covered| super::coverage::lines(covered, engine.program.plan(), &engine.files));
        self.inner.cover(false);
        lines.unwrap_or_default()
    }
}

/// What an evaluation found.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// The violations; one that two places led to is there twice.
    pub violations: Vec<Violation>,
    /// How many violations the rule returned.
    pub returned: usize,
    /// Why other things that the rule returned are no violations.
    pub unreadable: BTreeSet<Message>,
}

/// The setting of an evaluator under some conditions.
pub(super) fn setting(
    data: &Value,
    conditions: &Conditions,
    readable: Option<Arc<super::Readable>>,
) -> Setting {
    Setting {
        data: data.clone(),
        now_ns: nanoseconds(conditions.today),
        readable,
        limits: Limits { time: conditions.timeout, memory: conditions.memory },
        strict: conditions.strict_builtin_errors,
    }
}

/// Evaluates, with a panic as an error.
pub(super) fn guarded(
    evaluate: impl FnOnce() -> Result<Value, evaluate::Error>,
    origin: impl Fn(Site) -> Option<Origin>,
) -> Result<Value, EvaluationError> {
    match guard::guarded(evaluate) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(told(&error, origin)),
        Err(panic) => Err(failed(Failure::Panic, panic)),
    }
}

fn told(error: &evaluate::Error, origin: impl Fn(Site) -> Option<Origin>) -> EvaluationError {
    let failure = match &error.kind {
        ErrorKind::Limit(Limit::Time(_)) => Failure::TimeOut,
        ErrorKind::Limit(_) => Failure::Limit,
        _ => Failure::Error,
    };
    let reason = match &error.kind {
        ErrorKind::Builtin(text) => without_quotes(text).into(),
        _ => error.message(),
    };
    let at = error.site.and_then(&origin);
    let other = match &error.kind {
        ErrorKind::Conflict(_, other) => other.and_then(&origin),
        _ => None,
    };
    // Two turns of a loop contradict each other in one place.
    let other =
        other.filter(|other| at.as_ref().is_none_or(|at| at.line() != other.line() || at.span != other.span));
    EvaluationError { failure, reason, at, other }
}

/// What a builtin says without the values that it quotes: they may be those of a document.
fn without_quotes(text: &str) -> String {
    let parts = text.split('"').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { part.to_owned() } else { "\"…\"".to_owned() }).collect()
}

fn failed(failure: Failure, reason: impl Into<Message>) -> EvaluationError {
    EvaluationError { failure, reason: reason.into(), at: None, other: None }
}
