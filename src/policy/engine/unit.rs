//! Runs unit tests of policies, on the interpreter, the only route that knows `with`.
//!
//! All modules stand in one engine that is analysed once; each test runs on a clone of it, which shares
//! everything but what the evaluation itself makes. A module that the engine refuses is left out, and the
//! tests that need it are told so.

use super::compile::{Module, Settled, rule_path};
use super::coverage::Lines;
use super::errors::{EvaluationError, Texts, error, interpreter_error, panic_text};
use super::syntax::{Definition, DefinitionKind};
use super::why::{Reason, Shown, Why};
use super::{CLOCK_INTERVAL, Compiler, Conditions, Readable, builtins, guard, isolate, nanoseconds, value};
use crate::lang::counted;
use crate::problem::{Failure, Origin, Problem};
use regorus::Value;
use regorus::utils::limits::ExecutionTimerConfig;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Longest printed line and most printed lines that are kept of a test.
const PRINTED: (usize, usize) = (10_000, 1_000);

/// A unit test: a rule named `test_*`, or `todo_test_*` for one that is not to run yet.
#[derive(Debug, Clone)]
pub struct UnitTest {
    /// Its package, dotted.
    pub package: String,
    /// Its name; the second and later ones of one name are numbered, as `test_x#2`.
    pub name: String,
    /// Its head.
    pub origin: Origin,
    /// True if it is not to run.
    pub todo: bool,
    /// Where it is defined: module, and index of the definition.
    pub(super) definition: (usize, usize),
    path: String,
    /// Why it cannot run: a policy that it needs did not load.
    blocked: Option<Problem>,
}

/// What came of a test, or of one of its cases.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// It is true.
    Passed,
    /// It has no value; the first expression that does not hold.
    Undefined(Option<Why>),
    /// It has a value that is not `true`; what gives the value.
    Other(Shown, Option<Why>),
    /// It could not be evaluated to its end.
    Error(EvaluationError),
}

/// A test that ran.
#[derive(Debug, Clone)]
pub struct UnitRun {
    /// The verdict; one for each case where the test has named cases, `test_x[name]`.
    pub verdicts: Vec<(Option<String>, Verdict)>,
    /// What it printed, `path:line: text`.
    pub prints: Vec<String>,
    /// The lines that it evaluated, if they were asked for.
    pub lines: Lines,
}

/// The unit tests of loaded policies, ready to run on any thread.
pub struct Suite {
    engine: regorus::Engine,
    pub(super) modules: Vec<Module>,
    pub(super) refused: BTreeSet<usize>,
    pub(super) data: Value,
    /// What tests may read.
    pub(super) readable: Arc<Readable>,
    pub(super) timer: ExecutionTimerConfig,
    texts: Texts,
    tests: Vec<UnitTest>,
    now: i64,
}

impl Compiler {
    /// The unit tests of all modules, and what is wrong with the modules.
    pub fn suite(mut self, conditions: &Conditions) -> (Suite, Vec<Problem>) {
        let mut tests = self.tests();
        let Settled { refused, mut problems, .. } = self.settle(tests.first().map(|test| test.path.clone()));
        let unavailable = isolate::Unavailable::new(&self.modules, &refused, &self.broken)
            .mistaken(&self.mistakes)
            .for_tests();
        for test in &mut tests {
            let (module, definition) = test.definition;
            let entry = super::Entry {
                package: self.modules[module].outline.package.clone(),
                name: self.modules[module].outline.definitions[definition].name.clone(),
                modules: vec![module],
                origin: test.origin.clone(),
            };
            test.blocked = unavailable.blocks(&entry);
        }
        let timer = ExecutionTimerConfig { limit: conditions.timeout, check_interval: CLOCK_INTERVAL };
        self.engine.set_execution_timer_config(timer);
        let data = value::from_json(self.lifted.with(&conditions.data));
        let ready = builtins::extend(&mut self.engine, false, Some(&self.readable))
            .and_then(|()| self.engine.add_data(data.clone()).map_err(|error| error.to_string()));
        problems.extend(ready.err().map(|reason| Problem::refused(reason.clone(), reason)));
        if let Some(test) = tests.iter().find(|test| test.blocked.is_none()) {
            // What is prepared here is shared by all clones. A mistake shows again when a test runs.
            let _ = isolate::prepare(&mut self.engine, &test.path);
        }
        let texts = Texts::new(&self.modules);
        let now = nanoseconds(conditions.today);
        let Compiler { engine, modules, readable, .. } = self;
        (Suite { engine, modules, refused, data, readable, timer, texts, tests, now }, problems)
    }

    /// Every test, in the order of modules and of their text. Each definition is a test: where two have one
    /// name, each runs by itself, for together one that fails would hide behind one that passes.
    fn tests(&mut self) -> Vec<UnitTest> {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut tests = Vec::new();
        for module in 0..self.modules.len() {
            for index in 0..self.modules[module].outline.definitions.len() {
                let Module { source, outline, .. } = &self.modules[module];
                let definition = &outline.definitions[index];
                if !is_test(definition) {
                    continue;
                }
                let (origin, todo) =
                    (Origin::new(source, definition.name_span), definition.name.starts_with("todo_"));
                let (package, own_name) = (outline.package.clone(), definition.name.clone());
                let path = rule_path(&package, &own_name);
                let count = known.entry(path.clone()).or_default();
                *count += 1;
                let (name, path) = match *count {
                    1 => (own_name, path),
                    count => (format!("{own_name}#{count}"), self.alone(module, index, path)),
                };
                tests.push(UnitTest {
                    package: package.join("."),
                    name,
                    origin,
                    todo,
                    definition: (module, index),
                    path,
                    blocked: None,
                });
            }
        }
        tests
    }

    /// The path of a copy of one definition, under a name of its own.
    fn alone(&mut self, module: usize, definition: usize, path: String) -> String {
        let name = self.free_name(&self.modules[module].outline.definitions[definition].name);
        let root = name.split('.').next().unwrap_or(&name);
        match self.add_copy(module, &[definition], root) {
            Ok(_) => rule_path(&self.modules[module].outline.package, &name),
            Err(_) => path,
        }
    }
}

fn is_test(definition: &Definition) -> bool {
    let name = definition.name.strip_prefix("todo_").unwrap_or(&definition.name);
    definition.kind == DefinitionKind::Rule && name.starts_with("test_")
}

impl Suite {
    /// The tests that were found.
    pub fn tests(&self) -> &[UnitTest] {
        &self.tests
    }

    /// Gets a thread ready to run tests.
    pub fn enter(&self) {
        guard::set_now(self.now);
    }

    /// Runs a test, with the lines that it evaluates where they are wanted.
    pub fn run(&self, test: &UnitTest, coverage: bool) -> UnitRun {
        if let Some(Problem::Evaluation { reason, .. }) = &test.blocked {
            let verdict = Verdict::Error(error(Failure::Error, reason.clone()));
            return UnitRun { verdicts: vec![(None, verdict)], prints: Vec::new(), lines: Lines::new() };
        }
        let mut engine = self.engine.clone();
        engine.set_enable_coverage(coverage);
        let verdicts = match catch_unwind(AssertUnwindSafe(|| engine.eval_rule(test.path.clone()))) {
            Ok(Ok(value)) => self.verdicts(test, value),
            Ok(Err(error)) => {
                vec![(None, Verdict::Error(interpreter_error(&self.texts, &error.to_string())))]
            }
            Err(panic) => {
                let failure = error(Failure::Panic, panic_text(&*panic));
                vec![(None, Verdict::Error(failure))]
            }
        };
        let prints = engine.take_prints().unwrap_or_default();
        let lines = if coverage { super::coverage::lines(&engine) } else { Lines::new() };
        UnitRun { verdicts, prints: bounded(prints), lines }
    }

    fn verdicts(&self, test: &UnitTest, value: Value) -> Vec<(Option<String>, Verdict)> {
        let (module, definition) = test.definition;
        let reason = || Reason::new(self, module, definition);
        match &value {
            Value::Bool(true) => vec![(None, Verdict::Passed)],
            // A rule of cases has only those that hold; the others are looked for.
            Value::Object(_) | Value::Set(_) | Value::Undefined => {
                let mut cases = cases(&value);
                let passed: BTreeSet<String> = cases.keys().cloned().collect();
                let missing = reason().map(|reason| reason.cases(&passed)).unwrap_or_default();
                cases.extend(missing.into_iter().map(|(name, why)| (name, Verdict::Undefined(why))));
                if cases.is_empty() {
                    let why = || reason().and_then(|reason| reason.expression());
                    return vec![(None, verdict(&value, why))];
                }
                cases.into_iter().map(|(name, verdict)| (Some(name), verdict)).collect()
            }
            other => vec![(None, verdict(other, || reason().and_then(|reason| reason.head())))],
        }
    }
}

fn cases(value: &Value) -> BTreeMap<String, Verdict> {
    match value {
        Value::Object(cases) => {
            cases.iter().map(|(name, value)| (value::key_text(name), verdict(value, || None))).collect()
        }
        Value::Set(cases) => cases.iter().map(|name| (value::key_text(name), Verdict::Passed)).collect(),
        _ => BTreeMap::new(),
    }
}

fn verdict(value: &Value, why: impl FnOnce() -> Option<Why>) -> Verdict {
    match (value, Shown::of(value)) {
        (Value::Bool(true), _) => Verdict::Passed,
        (_, Some(shown)) => Verdict::Other(shown, why()),
        (_, None) => Verdict::Undefined(why()),
    }
}

/// What is kept of what a test printed; a test may print without end until its time is up.
fn bounded(prints: Vec<String>) -> Vec<String> {
    let (length, lines) = PRINTED;
    let left_out = prints.len().saturating_sub(lines);
    let cut = |line: String| match line.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    };
    let kept = prints.into_iter().take(lines).map(cut);
    kept.chain((left_out > 0).then(|| format!("… {}", counted(left_out, "more line")))).collect()
}
