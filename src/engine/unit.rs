//! Runs unit tests of policies.
//!
//! Each definition of a rule whose name says so is a test: where two have one name, each runs by itself, for together one
//! that fails would hide behind one that passes. All are planned once; each thread runs them with one evaluator.

mod case;
mod runner;

use super::coverage::{self, Coverable, Lines, Places};
use super::cross_check::{CrossCheck, CrossChecked, Opinion, Opinions};
use super::evaluate::{Name, Program};
use super::plan::Planner;
use super::why::{Shown, Subject, Why};
use super::{Conditions, Entry, EvaluationError, Metadata, Readable, claimed, ir, value};
use crate::lang::{Lang, both};
use crate::problem::{Failure, Origin, Problem};
use crate::rego::analyse::Analysed;
use crate::rego::ast::{Rule, RuleKind, Tree, Version};
use crate::rego::core::{Definition, VarInfo};
use crate::source::SourceFile;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

pub use runner::Runner;

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
    /// What runs, or why nothing can: a policy that it needs has a mistake.
    body: Result<Arc<Planned>, EvaluationError>,
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
    /// What regorus says of it, where it was asked.
    pub opinion: Option<Opinion>,
}

/// Whether a test cannot run, and the problem of that where it is not a mistake of the test itself.
pub type Blocks<'b> = &'b dyn Fn(&Entry) -> Option<Option<Problem>>;

/// The unit tests of loaded policies, ready to run on any thread.
pub struct Suite {
    program: Program,
    files: Vec<Arc<SourceFile>>,
    data: Value,
    conditions: Conditions,
    readable: Arc<Readable>,
    tests: Vec<UnitTest>,
    places: OnceLock<Places>,
    coverable: Vec<Coverable>,
    second: Option<Opinions>,
}

/// A test that was planned.
#[derive(Debug)]
struct Planned {
    rule: Rule,
    vars: Vec<VarInfo>,
    function: u32,
    /// Its position in the function.
    position: u32,
    /// How the names of its cases are read; none where it has no cases.
    names: Vec<Name>,
    /// True if it has cases.
    has_cases: bool,
    /// Keys of its name that the result of the function has.
    below: Vec<Value>,
}

impl Suite {
    /// The unit tests of policies, and what is wrong with the data. What is wrong with policies is told by whoever loads
    /// them.
    pub fn new(
        policies: &[(Arc<SourceFile>, &Tree)],
        analysed: &Analysed,
        blocks: Blocks<'_>,
        metadata: Metadata<'_>,
        conditions: &Conditions,
        readable: Readable,
    ) -> (Suite, Option<Problem>) {
        let data = value::from_json(conditions.data.clone().into());
        let defined: Vec<Vec<String>> = analysed.definitions.iter().map(|known| known.path.clone()).collect();
        let problem = claimed(&defined, &data);
        // Policies that the data contradicts do not mean what they say.
        let found = if problem.is_none() { found(policies, analysed, blocks) } else { Vec::new() };
        let metadata = |definition: &Definition, chain: bool| value::from_json(metadata(definition, chain));
        let blocked = analysed.blocked();
        let usable = |index: usize| blocked.get(index).is_some_and(Option::is_none);
        let definitions = case::names_first(&analysed.definitions, &found);
        let mut planner = Planner::new(&definitions, &analysed.packages, usable, &metadata);
        let functions: Vec<Option<u32>> =
            found.iter().map(|test| planner.rule(&definitions[test.definition].path)).collect();
        let program = Program::new(planner.plan());
        let planned = |(test, function): (Found<'_>, Option<u32>)| {
            let definition = &definitions[test.definition];
            test.planned(definition, &program, function)
        };
        let tests: Vec<UnitTest> = found.into_iter().zip(functions).map(planned).collect();
        let files: Vec<Arc<SourceFile>> = policies.iter().map(|(file, _)| file.clone()).collect();
        let coverable = coverable(policies, &tests);
        let paths = files.iter().map(|file| file.path.clone()).collect();
        let readable = Arc::new(Readable { policies: paths, ..readable });
        let conditions = conditions.clone();
        let places = OnceLock::new();
        let second = conditions.cross_check.then(|| {
            let versions: Vec<Version> = policies.iter().map(|(_, tree)| tree.version).collect();
            Opinions::new(
                Arc::new(CrossCheck::new(&files, &versions, &functions_of(&tests, &program))),
                &conditions,
            )
        });
        (Suite { program, files, data, conditions, readable, tests, places, coverable, second }, problem)
    }

    /// The tests that were found, in the order of files and of their text.
    pub fn tests(&self) -> &[UnitTest] {
        &self.tests
    }

    /// The lines that its plan stands on.
    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::new(self.program.plan(), &self.files))
    }

    /// A tally of the second opinions to come; none where the run does not cross-check.
    pub fn cross_checked(&self) -> Option<CrossChecked> {
        self.second.as_ref().map(Opinions::tally)
    }

    /// Runs tests on this thread.
    pub fn runner(&self) -> Runner<'_> {
        Runner::new(self)
    }

    /// The policies that tests are about, in their order: those that hold no test.
    pub fn into_coverable(self) -> Vec<Coverable> {
        self.coverable
    }
}

impl UnitRun {
    /// Tells that what keeps the test from running keeps as many more.
    pub fn blocks(&mut self, more: usize) {
        for (_, verdict) in &mut self.verdicts {
            if let Verdict::Error(error) = verdict {
                let tests = if more == 1 { "1 more test needs" } else { &format!("{more} more tests need") };
                error.reason = both(
                    format!("{}; {tests} it too", error.reason.get(Lang::En)),
                    format!("{}；另有 {more} 项测试也需要它", error.reason.get(Lang::Zh)),
                );
            }
        }
    }
}

impl UnitTest {
    /// What keeps it from running; the same for all that need the same.
    pub fn cause(&self) -> Option<&str> {
        self.body.as_ref().err().map(|error| error.reason.get(Lang::En))
    }
}

/// The paths of the tests that can run, by their function.
fn functions_of(tests: &[UnitTest], program: &Program) -> BTreeMap<u32, Vec<String>> {
    let planned = tests.iter().filter_map(|test| Some(test.body.as_ref().ok()?.function));
    planned.map(|function| (function, program.plan().functions[function as usize].path.clone())).collect()
}

/// A test as it was found.
struct Found<'t> {
    definition: usize,
    rule: &'t Rule,
    /// How many bodies chained to one head come before it.
    chained: usize,
    test: UnitTest,
    blocked: bool,
}

/// Every test, in the order of files and of their text.
fn found<'t>(
    policies: &[(Arc<SourceFile>, &'t Tree)],
    analysed: &Analysed,
    blocks: Blocks<'_>,
) -> Vec<Found<'t>> {
    let mut known: HashMap<&[String], usize> = HashMap::new();
    let mut found: Vec<Found<'t>> = Vec::new();
    let mut last = None;
    let mut chained = 0;
    for (index, definition) in analysed.definitions.iter().enumerate() {
        let Some((file, tree)) = policies.get(definition.file as usize) else { continue };
        let Some(rule) = tree.rules.get(definition.rule as usize) else { continue };
        let Some(todo) = todo(rule) else { continue };
        let own = (definition.file, definition.rule);
        chained = if last == Some(own) { chained + 1 } else { 0 };
        last = Some(own);
        let count = known.entry(&definition.path).or_default();
        *count += 1;
        let name = match *count {
            1 => rule.name(),
            count => format!("{}#{count}", rule.name()),
        };
        let package = definition.path[..definition.package.min(definition.path.len())].join(".");
        let origin = Origin::new(file, definition.name_span);
        let refused = blocks(&Entry { path: definition.path.clone(), definitions: vec![own] });
        let blocked = refused.is_some();
        let body = Err(why_not(refused.flatten(), analysed, index, file));
        let test = UnitTest { package, name, origin, todo, body };
        found.push(Found { definition: index, rule, chained, test, blocked });
    }
    found
}

/// Why a test cannot run.
fn why_not(
    problem: Option<Problem>,
    analysed: &Analysed,
    index: usize,
    file: &Arc<SourceFile>,
) -> EvaluationError {
    if let Some(Problem::Evaluation { failure, reason, at, other, .. }) = problem {
        return EvaluationError { failure, reason: *reason, at, other };
    }
    let own = analysed.mistakes.iter().find(|(known, _)| *known == index);
    let (reason, at) = match own {
        Some((_, mistake)) => (mistake.message.clone(), Some(Origin::new(file, mistake.span))),
        None => (both("the test was not planned", "该测试未编译为执行计划"), None),
    };
    EvaluationError { failure: Failure::Error, reason, at, other: None }
}

/// Whether a rule that is a test is not to run; none for what is no test.
fn todo(rule: &Rule) -> Option<bool> {
    let name = rule.path.iter().find_map(|step| {
        let todo = step.starts_with("todo_test_");
        (todo || step.starts_with("test_")).then_some(todo)
    });
    name.filter(|_| matches!(rule.kind, RuleKind::Value | RuleKind::Set))
}

impl Found<'_> {
    fn planned(self, definition: &Definition, program: &Program, function: Option<u32>) -> UnitTest {
        let planned = || {
            let function = function?;
            let planned = program.plan().functions.get(function as usize)?;
            let own = ir::Definition { file: definition.file, rule: definition.rule };
            let mut positions =
                planned.definitions.iter().enumerate().filter(|(_, (known, _))| *known == own);
            let position = positions.nth(self.chained)?.0 as u32;
            let below = definition.path.get(planned.path.len()..).unwrap_or_default();
            Some(Planned {
                rule: self.rule.clone(),
                vars: definition.vars.clone(),
                function,
                position,
                names: case::names(definition, planned, position),
                has_cases: case::has_cases(definition),
                below: below.iter().map(|step| Value::from(step.as_str())).collect(),
            })
        };
        match planned().filter(|_| !self.blocked) {
            Some(planned) => UnitTest { body: Ok(Arc::new(planned)), ..self.test },
            None => self.test,
        }
    }
}

impl Planned {
    fn subject<'s>(&'s self, suite: &'s Suite, source: &'s Arc<SourceFile>) -> Option<Subject<'s>> {
        let plan = suite.program.plan();
        let function = plan.functions.get(self.function as usize)?;
        Some(Subject { source, rule: &self.rule, vars: &self.vars, plan, function, position: self.position })
    }
}

/// The policies that hold no test.
fn coverable(policies: &[(Arc<SourceFile>, &Tree)], tests: &[UnitTest]) -> Vec<Coverable> {
    let of_tests: BTreeSet<&str> = tests.iter().map(|test| test.origin.source.path.as_str()).collect();
    let policies = policies.iter().filter(|(file, _)| !of_tests.contains(file.path.as_str()));
    policies.map(|(file, tree)| coverage::coverable(file, tree)).collect()
}
