//! Runs tests on one thread.

use super::{Planned, Suite, UnitRun, UnitTest, Verdict, case};
use crate::engine::coverage::Lines;
use crate::engine::cross_check::{self, Opinion, Opinions};
use crate::engine::evaluate::{Entry, Evaluator, Name, Print, Watched};
use crate::engine::ir::Site;
use crate::engine::why::{Reason, Shown};
use crate::engine::{guard, judge, value};
use crate::lang::counted;
use crate::problem::Origin;
use regorus::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longest printed line and most printed lines that are kept of a test.
const PRINTED: (usize, usize) = (10_000, 1_000);

/// Runs tests on one thread. What needs no input is evaluated once for all of them.
pub struct Runner<'s> {
    suite: &'s Suite,
    evaluator: Evaluator<'s>,
    second: Option<cross_check::Judge<'s>>,
}

/// The verdicts of the cases of a test, by their names.
type Cases = BTreeMap<Vec<String>, Verdict>;

impl<'s> Runner<'s> {
    pub(super) fn new(suite: &'s Suite) -> Self {
        let setting = judge::setting(&suite.data, &suite.conditions, Some(suite.readable.clone()));
        let second = suite.second.as_ref().map(Opinions::judge);
        Runner { suite, evaluator: Evaluator::new(&suite.program, setting), second }
    }

    /// Runs a test, with the lines that it evaluates where they are wanted.
    pub fn run(&mut self, test: &UnitTest, coverage: bool) -> UnitRun {
        let planned = match &test.body {
            Ok(planned) => planned,
            Err(error) => {
                let verdicts = vec![(None, Verdict::Error(error.clone()))];
                return UnitRun { verdicts, prints: Vec::new(), lines: Lines::new(), opinion: None };
            }
        };
        self.evaluator.cover(coverage);
        // Which cases fail can be seen on the way only.
        let first = planned.has_cases.then(|| planned.names.clone());
        let value = self.evaluate(planned, first);
        let prints = self.prints();
        let lines =
            self.evaluator.covered().map(|covered| self.suite.places().of(covered, &self.suite.files));
        let verdicts = match value {
            Ok(value) => self.verdicts(test, planned, &value),
            Err(error) => vec![(None, Verdict::Error(error))],
        };
        let opinion = self.second_opinion(planned);
        UnitRun { verdicts, prints, lines: lines.unwrap_or_default(), opinion }
    }

    /// What regorus says of the tests of this name, together.
    fn second_opinion(&mut self, planned: &Planned) -> Option<Opinion> {
        let Runner { evaluator, second, .. } = self;
        let judge = second.as_mut()?;
        evaluator.cover(false);
        evaluator.watch(None);
        let whole = Entry { function: planned.function, definitions: None };
        let here = || judge::guarded(|| evaluator.evaluate(whole, &Value::Undefined), |_| None);
        Some(judge.hold(planned.function, &Value::Undefined, here))
    }

    fn evaluate(
        &mut self,
        planned: &Planned,
        names: Option<Vec<Name>>,
    ) -> Result<Value, super::EvaluationError> {
        self.evaluator.watch(names.map(|names| (planned.position, names)));
        let definitions = [planned.position];
        let entry = Entry { function: planned.function, definitions: Some(&definitions) };
        let suite = self.suite;
        let evaluator = &mut self.evaluator;
        let value =
            judge::guarded(|| evaluator.evaluate(entry, &Value::Undefined), |site| suite.origin(site))?;
        Ok(planned.below.iter().fold(value, |value, key| value[key].clone()))
    }

    fn verdicts(
        &mut self,
        test: &UnitTest,
        planned: &Arc<Planned>,
        value: &Value,
    ) -> Vec<(Option<String>, Verdict)> {
        if *value == Value::Bool(true) && !planned.has_cases {
            return vec![(None, Verdict::Passed)];
        }
        if !planned.has_cases && self.evaluate(planned, Some(Vec::new())).is_err() {
            // It differs from run to run.
            return vec![(None, verdict(value))];
        }
        let watched = self.evaluator.take_watched();
        let source = &test.origin.source;
        let Some(reason) = planned.subject(self.suite, source).map(Reason::new) else {
            return vec![(None, verdict(value))];
        };
        // To explain is to compute too: whatever goes wrong with it, the verdict stands.
        let told = || told(planned, value, &watched, &reason);
        guard::guarded(told).unwrap_or_else(|_| vec![(None, verdict(value))])
    }

    /// What is kept of what a test printed; a test may print without end until its time is up.
    fn prints(&mut self) -> Vec<String> {
        let (length, lines) = PRINTED;
        let prints = self.evaluator.take_prints();
        let left_out = prints.len().saturating_sub(lines);
        let line = |Print { site, text }: Print| {
            let line = match self.suite.origin(site) {
                Some(origin) => format!("{}: {text}", origin.line()),
                None => text,
            };
            match line.char_indices().nth(length) {
                Some((end, _)) => format!("{}…", &line[..end]),
                None => line,
            }
        };
        let kept = prints.into_iter().take(lines).map(line);
        kept.chain((left_out > 0).then(|| format!("… {}", counted(left_out, "more line")))).collect()
    }
}

impl Suite {
    /// The place of a statement.
    fn origin(&self, site: Site) -> Option<Origin> {
        let at = self.program.plan().sites.get(site as usize)?;
        Some(Origin::new(self.files.get(at.file as usize)?, at.span))
    }
}

/// The verdicts of a test that is not simply true.
fn told(
    planned: &Planned,
    value: &Value,
    watched: &Watched,
    reason: &Reason<'_>,
) -> Vec<(Option<String>, Verdict)> {
    let failed = || watched.failure.as_ref().and_then(|failure| reason.of(failure));
    if planned.has_cases {
        let cases = cases(value, watched, reason);
        if !cases.is_empty() {
            return cases.into_iter().map(|(name, verdict)| (Some(name.join("/")), verdict)).collect();
        }
    }
    let verdict = match Shown::of(value) {
        None => Verdict::Undefined(failed()),
        Some(shown) if planned.has_cases => Verdict::Other(shown, failed()),
        Some(shown) => {
            // A body that `else` follows did not hold.
            let given = || watched.given.as_ref().and_then(|frame| reason.of_head(frame));
            let first = if planned.rule.bodies.len() > 1 { failed() } else { None };
            Verdict::Other(shown, first.or_else(given))
        }
    };
    vec![(None, verdict)]
}

/// The cases that have a value, and those that began and have none.
fn cases(value: &Value, watched: &Watched, reason: &Reason<'_>) -> Cases {
    let text = |name: &[Value]| name.iter().map(value::key_text).collect::<Vec<_>>();
    let mut found = Vec::new();
    if matches!(value, Value::Object(entries) if !entries.is_empty()) || matches!(value, Value::Set(_)) {
        case::told(value, &mut found);
    }
    let mut cases: Cases = Cases::new();
    for (name, value) in found {
        cases.insert(text(&name), value.as_ref().map_or(Verdict::Passed, verdict));
    }
    for (name, failure) in &watched.cases {
        cases.entry(text(name)).or_insert_with(|| Verdict::Undefined(reason.of(failure)));
    }
    cases
}

/// What a value is by itself.
fn verdict(value: &Value) -> Verdict {
    match (value, Shown::of(value)) {
        (Value::Bool(true), _) => Verdict::Passed,
        (_, Some(shown)) => Verdict::Other(shown, None),
        (_, None) => Verdict::Undefined(None),
    }
}
