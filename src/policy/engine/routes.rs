//! The value of a rule, by a route of the caller's choice: what tests compare the two routes with.

use super::errors::{EvaluationError, error, panic_text};
use super::{CLOCK_INTERVAL, Compiled, EntryPoint, Evaluator, Ready, value};
use crate::problem::Failure;
use regorus::Value;
use regorus::utils::limits::ExecutionTimerConfig;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What runs a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Whichever `check` takes.
    Chosen,
    /// The machine.
    Machine,
    /// The interpreter.
    Interpreter,
}

impl Ready<'_> {
    /// The value of a rule, `None` where it is undefined. `None` altogether if the route cannot take it.
    pub fn value(
        &self,
        entry: EntryPoint,
        route: Route,
        input: Option<&serde_json::Value>,
    ) -> Option<Result<Option<serde_json::Value>, EvaluationError>> {
        let input = input.map_or(Value::Undefined, |input| value::from_json(input.clone()));
        let run = || self.run(entry, route, &input);
        let result = catch_unwind(AssertUnwindSafe(run))
            .unwrap_or_else(|panic| Some(Err(error(Failure::Panic, panic_text(&*panic)))))?;
        Some(result.map(|value| (value != Value::Undefined).then(|| value::to_json(&value))))
    }

    fn run(&self, entry: EntryPoint, route: Route, input: &Value) -> Option<Result<Value, EvaluationError>> {
        let evaluator = Evaluator::new(self);
        let mut machine = match evaluator.machine(entry) {
            Ok(machine) => machine,
            Err(error) => return Some(Err(error)),
        };
        match route {
            Route::Chosen => {}
            Route::Machine if machine.machine.is_none() => return None,
            Route::Machine => machine.interpreter = None,
            Route::Interpreter => {
                let Compiled::Rule { path, .. } = &self.engine.programs[entry.0] else { return None };
                let limit = self.conditions.timeout;
                let timer = ExecutionTimerConfig { limit, check_interval: CLOCK_INTERVAL };
                match evaluator.interpreter(timer) {
                    Ok(engine) => machine.interpreter = Some((engine, path.clone())),
                    Err(error) => return Some(Err(error)),
                }
            }
        }
        Some(machine.run(&self.engine.texts, input))
    }
}
