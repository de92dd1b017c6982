//! Evaluates rules on one thread: on the machine, or on the interpreter where the machine will not do.

use super::errors::{EvaluationError, Texts, error, interpreter_error, panic_text, vm_error, vm_reason};
use super::{
    CLOCK_INTERVAL, Conditions, Engine, EntryPoint, builtins, guard, probe, trace, value, violation,
};
use crate::document::Document;
use crate::policy::violation::{Aim, Condition, Violation};
use crate::problem::Failure;
use chrono::NaiveDate;
use regorus::Value;
use regorus::rvm::Program;
use regorus::rvm::vm::RegoVM;
use regorus::utils::limits::ExecutionTimerConfig;
use serde_json::json;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// An engine with its data.
pub struct Ready<'e> {
    pub(super) engine: &'e Engine,
    pub(super) data: Value,
    pub(super) conditions: Conditions,
}

impl<'e> Ready<'e> {
    /// What its evaluations have in common.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The same engine with data that claims no other paths, so that nothing has to be looked at again.
    pub fn with(&self, conditions: Conditions) -> Ready<'e> {
        let data = value::from_json(self.engine.lifted.with(&conditions.data));
        Ready { engine: self.engine, data, conditions }
    }

    /// The day of the evaluation.
    pub fn today(&self) -> NaiveDate {
        self.conditions.today
    }
}

/// The midnight (UTC) that a day begins with, in nanoseconds since 1970: `data.fiducia.now_ns`.
pub fn nanoseconds(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_nanos_opt().unwrap_or(0)
}

/// An input of rules.
pub struct Input {
    pub(super) value: Value,
}

/// Evaluates rules on one thread.
pub struct Evaluator<'e> {
    pub(super) ready: &'e Ready<'e>,
    builder: value::Builder,
    machines: Vec<Option<Machine>>,
}

/// What runs one rule on one thread.
pub(super) struct Machine {
    /// Decides where there is no interpreter, and is traced where it can be.
    pub(super) machine: Option<Box<RegoVM>>,
    /// How the machine is traced, found when it first has to be; nothing where it cannot be.
    plan: OnceCell<Option<trace::Plan>>,
    /// Decides where the machine cannot, or would keep something to itself.
    pub(super) interpreter: Option<(Box<regorus::Engine>, String)>,
}

impl<'e> Evaluator<'e> {
    /// An evaluator for this thread.
    pub fn new(ready: &'e Ready<'e>) -> Self {
        guard::set_now(nanoseconds(ready.conditions.today));
        let machines = ready.engine.programs.iter().map(|_| None).collect();
        Evaluator { ready, builder: value::Builder::default(), machines }
    }

    /// The input of document rules.
    pub fn document(&mut self, document: &Document) -> Input {
        Input { value: self.builder.build(document) }
    }

    /// The same with sections of `spec` that other documents have and this one has not.
    pub fn joined<'d>(
        &mut self,
        document: &Document,
        lent: impl Iterator<Item = (&'d str, &'d Document)>,
    ) -> Input {
        let mut input = self.document(document);
        let (spec, empty) = (Value::from("spec"), value::from_json(json!({})));
        for (section, holder) in lent {
            let lent = self.builder.build(holder)[&spec][&Value::from(section)].clone();
            let Ok(members) = input.value.as_object_mut() else { return input };
            if members.get(&spec).is_none_or(|spec| spec.as_object().is_err()) {
                members.insert(spec.clone(), empty.clone());
            }
            if let Some(Ok(members)) = members.get_mut(&spec).map(Value::as_object_mut) {
                members.insert(Value::from(section), lent);
            }
        }
        input
    }

    /// The input of rules over an admission review. A document that is one already is taken as it is.
    pub fn review(&mut self, document: &Document) -> Input {
        let object = self.builder.build(document);
        if object[&Value::from("review")] != Value::Undefined {
            return Input { value: object };
        }
        let parameters = self.ready.conditions.data.get("fiducia").and_then(|fiducia| fiducia.get("params"));
        let (group, version) = match document.top("apiVersion") {
            Some(version) => version.split_once('/').unwrap_or(("", version)),
            None => ("", ""),
        };
        let mut input = value::from_json(json!({
            "parameters": parameters,
            "review": {
                "kind": {"group": group, "version": version, "kind": document.top("kind")},
                "name": document.name(),
                "operation": "CREATE",
            },
        }));
        if let Some(review) =
            input.as_object_mut().ok().and_then(|input| input.get_mut(&Value::from("review")))
            && let Ok(review) = review.as_object_mut()
        {
            review.insert(Value::from("object"), object);
        }
        Input { value: input }
    }

    /// The input of project rules: `{"documents": [{path, index, format, kind, name, content}]}`.
    pub fn project<'d>(&mut self, documents: impl IntoIterator<Item = &'d Document>) -> Input {
        let entry = |document: &Document| {
            let about = json!({
                "path": document.source.path,
                "index": document.index,
                "format": document.format.name(),
                "kind": document.top("kind"),
                "name": document.name(),
            });
            let mut about = value::from_json(about);
            if let Ok(fields) = about.as_object_mut() {
                fields.insert(Value::from("content"), self.builder.build(document));
            }
            about
        };
        let documents: Vec<Value> = documents.into_iter().map(entry).collect();
        let mut input = value::from_json(json!({}));
        if let Ok(fields) = input.as_object_mut() {
            fields.insert(Value::from("documents"), Value::from(documents));
        }
        Input { value: input }
    }

    /// Evaluates a rule. Violations that say no place get their story, by a second, traced run.
    ///
    /// # Errors
    /// The rule failed, ran out of time or panicked.
    pub fn evaluate(&mut self, entry: EntryPoint, input: &Input) -> Result<Evaluation, EvaluationError> {
        let mut machine = match self.machines.get_mut(entry.0).and_then(Option::take) {
            Some(machine) => machine,
            None => self.machine(entry)?,
        };
        let run = |machine: &mut Machine| -> Result<Evaluation, EvaluationError> {
            let texts = &self.ready.engine.texts;
            // A probe begun by then ends before the watchdog takes the run for stuck.
            let until = Instant::now().checked_add(self.ready.conditions.timeout);
            let result = machine.run(texts, &input.value)?;
            let (violations, unreadable) = violation::read(&result, &input.value);
            let returned = violations.len();
            let told = machine.tell(&result, violations, &input.value, &self.ready.conditions, texts, until);
            Ok(Evaluation { unreadable, returned, ..told })
        };
        match catch_unwind(AssertUnwindSafe(|| run(&mut machine))) {
            // A machine that panicked is not used again.
            Err(panic) => {
                Err(EvaluationError { failure: Failure::Panic, reason: panic_text(&*panic), at: None })
            }
            Ok(evaluation) => {
                self.machines[entry.0] = Some(machine);
                evaluation
            }
        }
    }

    pub(super) fn machine(&self, entry: EntryPoint) -> Result<Machine, EvaluationError> {
        let Conditions { timeout, strict_builtin_errors, .. } = self.ready.conditions;
        let timer = ExecutionTimerConfig { limit: timeout, check_interval: CLOCK_INTERVAL };
        let Some((path, program)) = self.ready.engine.compiled(entry) else {
            return Err(error(Failure::Error, "the rule was not compiled".to_owned()));
        };
        let machine = program.map(|program| {
            let mut machine = RegoVM::new();
            machine.load_program(program.clone());
            machine.set_max_instructions(usize::MAX);
            machine.set_execution_timer_config(Some(timer));
            let data = machine.set_data(self.ready.data.clone());
            data.map_err(|e| error(Failure::Error, vm_reason(&e))).map(|()| Box::new(machine))
        });
        // The machine takes an error in a body for a body that does not hold, even where it is asked to be
        // strict, and two results that conflict for none.
        let decides = program.is_some_and(|program| !strict_builtin_errors && !may_conflict(program));
        let interpreter = if decides { None } else { Some((self.interpreter(timer)?, path.to_owned())) };
        Ok(Machine { machine: machine.transpose()?, plan: OnceCell::new(), interpreter })
    }

    pub(super) fn interpreter(
        &self,
        timer: ExecutionTimerConfig,
    ) -> Result<Box<regorus::Engine>, EvaluationError> {
        let strict = self.ready.conditions.strict_builtin_errors;
        let mut engine = self.ready.engine.interpreter.clone();
        engine.set_execution_timer_config(timer);
        engine.set_strict_builtin_errors(strict);
        builtins::extend(&mut engine, strict, None).map_err(|e| error(Failure::Error, e))?;
        engine.add_data(self.ready.data.clone()).map_err(|e| error(Failure::Error, e.to_string()))?;
        Ok(Box::new(engine))
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
    pub unreadable: BTreeSet<String>,
    /// The traced run did not find what the plain run did: its places cannot be trusted and are not used.
    pub disagreement: bool,
}

impl Machine {
    /// Gives violations without a place the conditions that led to them.
    fn tell(
        &mut self,
        result: &Value,
        violations: Vec<(Value, Violation)>,
        input: &Value,
        conditions: &Conditions,
        texts: &Texts,
        until: Option<Instant>,
    ) -> Evaluation {
        let silent = violations.iter().any(|(_, violation)| violation.aim == Aim::None);
        if violations.is_empty() || !(silent || conditions.explain) {
            return Evaluation { violations: plain(violations), ..Evaluation::default() };
        }
        let Some(traced) = self.traced(input, texts, conditions.explain) else {
            let violations =
                probe::aim(violations, input, until, |input| self.run(&Texts::default(), input).ok());
            return Evaluation { violations: plain(violations), ..Evaluation::default() };
        };
        if traced.result != *result {
            return Evaluation { violations: plain(violations), disagreement: true, ..Evaluation::default() };
        }
        Evaluation { violations: with_stories(violations, traced.stories), ..Evaluation::default() }
    }

    /// Runs the rule again, traced; `None` where that cannot be done.
    fn traced(&mut self, input: &Value, texts: &Texts, explain: bool) -> Option<trace::Traced> {
        let machine = self.machine.as_mut()?;
        let plan = self.plan.get_or_init(|| trace::Plan::new(machine.get_program())).as_ref()?;
        let timer = machine.execution_timer_config();
        // Stepping asks the timer for the time at every step; the trace looks at the clock itself.
        machine.set_execution_timer_config(None);
        let limit = timer.map_or(Duration::MAX, |timer| timer.limit);
        let traced = trace::run(machine, plan, explain.then_some(texts), input, limit);
        machine.set_execution_timer_config(timer);
        traced
    }

    pub(super) fn run(&mut self, texts: &Texts, input: &Value) -> Result<Value, EvaluationError> {
        match (&mut self.interpreter, &mut self.machine) {
            (Some((engine, path)), _) => {
                engine.set_input(input.clone());
                let result = engine.eval_rule(path.clone());
                // Prints would pile up.
                let _ = engine.take_prints();
                result.map_err(|error| interpreter_error(texts, &error.to_string()))
            }
            (None, Some(machine)) => {
                machine.set_input(input.clone());
                machine.execute_entry_point_by_index(0).map_err(|error| vm_error(machine, texts, &error))
            }
            (None, None) => Err(error(Failure::Error, "nothing can run the rule".to_owned())),
        }
    }
}

fn plain(violations: Vec<(Value, Violation)>) -> Vec<Violation> {
    violations.into_iter().map(|(_, violation)| violation).collect()
}

/// Violations with the conditions that led to them. One without a place of its own is there once for every
/// story that ends in it.
fn with_stories(violations: Vec<(Value, Violation)>, stories: Vec<trace::Story>) -> Vec<Violation> {
    let mut by_value: BTreeMap<Value, Vec<Vec<Condition>>> = BTreeMap::new();
    for trace::Story { value, conditions } in stories {
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

/// True if a rule has several values to choose from: where two of them hold, which is an error, the
/// machine takes the rule for undefined, and only the interpreter tells.
fn may_conflict(program: &Program) -> bool {
    program.rule_infos.iter().any(|rule| {
        matches!(rule.rule_type, regorus::rvm::program::RuleType::Complete)
            && rule.function_info.is_none()
            && rule.definitions.len() > 1
            && !rule.early_exit_on_first_success
    })
}
