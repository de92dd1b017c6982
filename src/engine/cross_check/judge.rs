//! Judges rules again on one thread.

use super::call::called;
use super::call::prepare;
use super::checked::{CrossChecked, Disagreement, Opinion};
use super::reason::{NotJudged, PANICKED};
use super::same::same;
use super::{CrossCheck, Target};
use crate::engine::{Conditions, EvaluationError, nanoseconds, value};
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Steps of regorus between two looks at the clock.
const CLOCK_INTERVAL: NonZeroU32 = NonZeroU32::MIN.saturating_add(1023);

/// Longest result shown, in characters.
const SHOWN: usize = 400;

/// What two results may begin with in common before that is left out.
const IN_COMMON: usize = 120;

/// The second opinion under the conditions of a run, shared by all threads.
#[derive(Clone)]
pub struct Opinions {
    check: Arc<CrossCheck>,
    /// With its data; none where regorus cannot take that.
    engine: Option<Engine>,
}

/// Judges rules again on one thread.
pub struct Judge<'c> {
    check: &'c CrossCheck,
    engine: Option<Engine>,
}

impl Opinions {
    /// What regorus says under the conditions of a run.
    pub fn new(check: Arc<CrossCheck>, conditions: &Conditions) -> Self {
        let mut engine = check.engine.clone();
        engine.set_strict_builtin_errors(conditions.strict_builtin_errors);
        engine.set_execution_timer_config(ExecutionTimerConfig {
            limit: conditions.timeout,
            check_interval: CLOCK_INTERVAL,
        });
        let now = nanoseconds(conditions.today);
        let clock = move |_: Vec<Value>| Ok(Value::from(now));
        // The clock of the run is a condition of it as its data are.
        let ready = called(|| engine.add_extension("time.now_ns".to_owned(), 0, Box::new(clock)))
            .and_then(|()| called(|| engine.add_data(value::from_json(conditions.data.clone().into()))))
            .and_then(|()| prepare(&mut engine));
        Opinions { check, engine: ready.is_ok().then_some(engine) }
    }

    /// The same under other conditions.
    pub fn under(&self, conditions: &Conditions) -> Self {
        Opinions::new(self.check.clone(), conditions)
    }

    /// A judge for this thread.
    pub fn judge(&self) -> Judge<'_> {
        Judge { check: &self.check, engine: self.engine.clone() }
    }

    /// A tally of opinions to come.
    pub fn tally(&self) -> CrossChecked {
        CrossChecked::new(&self.check)
    }
}

impl Judge<'_> {
    /// What regorus says of the rule that is a function of the plan, beside its value here.
    pub(in crate::engine) fn hold(
        &mut self,
        function: u32,
        input: &Value,
        here: impl FnOnce() -> Result<Value, EvaluationError>,
    ) -> Opinion {
        let Some(target) = self.check.targets.get(&function) else {
            return Opinion::NotJudged(NotJudged::Path);
        };
        if let Some(refused) = &target.refused {
            return Opinion::NotJudged(refused.clone());
        }
        match (here(), self.there(target, input)) {
            (Err(_), _) => Opinion::NotJudged(NotJudged::NoValue),
            (Ok(here), Ok(there)) if same(&here, &there, target.gathers) => Opinion::Agreed,
            (Ok(here), Ok(there)) => differed(target, &value::to_rego(&here), &value::to_rego(&there)),
            (Ok(here), Err(reason)) => match NotJudged::of_error(&reason) {
                Some(why) => Opinion::NotJudged(why),
                None => differed(target, &value::to_rego(&here), &format!("error: {reason}")),
            },
        }
    }

    fn there(&mut self, target: &Target, input: &Value) -> Result<Value, String> {
        let engine = self.engine.as_mut().ok_or_else(|| "memory limit".to_owned())?;
        engine.set_input(input.clone());
        let result = called(|| engine.eval_rule(target.path.clone()));
        // Prints would pile up.
        let _ = engine.take_prints();
        if result.as_ref().is_err_and(|reason| reason.starts_with(PANICKED)) {
            // An engine that panicked is not used again.
            self.engine = None;
        }
        result
    }
}

fn differed(target: &Target, here: &str, there: &str) -> Opinion {
    let (here, there) = (shown(here, there), shown(there, here));
    Opinion::Differed(Box::new(Disagreement { rule: target.path.clone(), here, there }))
}

/// A result cut to a sensible length, from where it leaves the other one.
fn shown(text: &str, other: &str) -> String {
    let common = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let skipped = if common > IN_COMMON { common - IN_COMMON / 2 } else { 0 };
    let mut rest = text.chars().skip(skipped);
    let mut cut: String = rest.by_ref().take(SHOWN).collect();
    if skipped > 0 {
        cut.insert(0, '…');
    }
    if rest.next().is_some() {
        cut.push('…');
    }
    cut
}
