//! The one door to the policy engine, `regorus`: parse, compile, evaluate.
//!
//! Rules are compiled to the engine's virtual machine, one program a rule, so that a rule that cannot
//! be compiled, fails or panics takes no other with it. What the machine cannot compile runs on the
//! engine's interpreter. Policies and documents are untrusted: every evaluation is timed and a panic is
//! an error like any other.

mod guard;
mod isolate;
mod layout;
mod probe;
mod references;
mod scan;
mod syntax;
pub mod trace;
mod value;
mod violation;

use super::violation::{Aim, Violation};
use crate::document::Document;
use crate::problem::{Failure, Origin, Problem};
use crate::source::SourceFile;
use chrono::NaiveDate;
use regorus::languages::rego::compiler::Compiler as ProgramCompiler;
use regorus::rvm::Program;
use regorus::rvm::vm::{RegoVM, VmError};
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{PolicyLengthConfig, Value};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroU32, NonZeroUsize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

pub use syntax::{Definition, DefinitionKind, Outline};

/// Stack of every thread that parses or evaluates policies, in bytes: the engine recurses.
pub const STACK_SIZE: usize = 256 << 20;

/// Instructions between two looks at the clock.
const CLOCK_INTERVAL: NonZeroU32 = NonZeroU32::new(1024).expect("not zero");

/// Bounds on a policy file: length of a line, size and number of lines.
const POLICY_BOUNDS: PolicyLengthConfig = PolicyLengthConfig {
    max_col: NonZeroU32::new(1 << 20).expect("not zero"),
    max_file_bytes: NonZeroUsize::new(16 << 20).expect("not zero"),
    max_lines: NonZeroUsize::new(1 << 20).expect("not zero"),
};

/// Which Rego a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Version 1; a file that parses only as version 0 is read as that, with a note.
    #[default]
    Auto,
    /// Version 0.
    V0,
}

/// Index of a compiled rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EntryPoint(pub usize);

/// A policy file that parses.
#[derive(Debug)]
pub struct Module {
    /// Its text.
    pub source: Arc<SourceFile>,
    /// What it holds.
    pub outline: Outline,
    /// True if it was read as Rego version 0.
    pub v0: bool,
    /// The text given to the engine, of the same length line by line.
    text: String,
    /// True for a copy that holds some definitions of another module under a name of their own.
    copy: bool,
}

/// A rule to compile.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Package below `data`.
    pub package: Vec<String>,
    /// Rule name, dotted.
    pub name: String,
    /// Indexes of the modules that define it.
    pub modules: Vec<usize>,
    /// Where its first definition is, for problems.
    pub origin: Origin,
}

/// Collects modules and compiles rules.
pub struct Compiler {
    engine: regorus::Engine,
    modules: Vec<Module>,
    /// Files that did not parse, with the package that they name where it can be told.
    broken: Vec<(String, Option<Vec<String>>)>,
}

impl Default for Compiler {
    fn default() -> Self {
        Compiler { engine: new_engine(), modules: Vec::new(), broken: Vec::new() }
    }
}

fn new_engine() -> regorus::Engine {
    let mut engine = regorus::Engine::new();
    engine.set_policy_length_config(POLICY_BOUNDS);
    engine.set_strict_builtin_errors(false);
    // Prints are gathered, never written to standard error.
    engine.set_gather_prints(true);
    engine
}

impl Compiler {
    /// Parses a policy file. Gives the index of its module.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn add(&mut self, source: &Arc<SourceFile>, language: Language) -> Result<usize, Problem> {
        let result = self.parse(source, &source.text, language);
        if result.is_err() {
            self.broken.push((source.path.clone(), isolate::package_of(&source.text)));
        }
        result
    }

    /// Adds a copy of a module that holds only some definitions, each under another name of the same
    /// length, so that every byte keeps its place.
    ///
    /// # Errors
    /// The copy does not parse, which would be a mistake of ours.
    pub fn add_copy(&mut self, module: usize, keep: &[usize], name: &str) -> Result<usize, Problem> {
        let original = &self.modules[module];
        let mut text = original.text.clone().into_bytes();
        for (index, definition) in original.outline.definitions.iter().enumerate() {
            if keep.contains(&index) {
                text[definition.name_span.range()].copy_from_slice(name.as_bytes());
            } else {
                text[definition.span.range()]
                    .iter_mut()
                    .filter(|byte| **byte != b'\n')
                    .for_each(|byte| *byte = b' ');
            }
        }
        let (source, v0) = (original.source.clone(), original.v0);
        let text = String::from_utf8(text).map_err(|_| internal(&source, "a copied policy is not text"))?;
        let copy = self.parse(&source, &text, if v0 { Language::V0 } else { Language::Auto })?;
        self.modules[copy].copy = true;
        Ok(copy)
    }

    fn parse(&mut self, source: &Arc<SourceFile>, text: &str, language: Language) -> Result<usize, Problem> {
        if let Some((span, bound, limit)) = scan::too_deep(text) {
            return Err(Problem::Limit { at: Origin::new(source, span), bound, limit: limit as u64 });
        }
        let v0 = match language {
            Language::V0 => self.parse_as(source, text, true).map(|()| true),
            Language::Auto => match self.parse_as(source, text, false) {
                Ok(()) => Ok(false),
                Err(error) if scan::newer_than_v0(text) => Err(error),
                // The error of version 1 is the one to tell: new policies are written in it.
                Err(error) => self.parse_as(source, text, true).map(|()| true).map_err(|_| error),
            },
        }?;
        let Some(tree) = self.engine.get_modules().last() else {
            return Err(internal(source, "the engine lost a policy"));
        };
        let outline = syntax::outline(tree);
        self.modules.push(Module { source: source.clone(), outline, v0, text: text.to_owned(), copy: false });
        Ok(self.modules.len() - 1)
    }

    fn parse_as(&mut self, source: &Arc<SourceFile>, text: &str, v0: bool) -> Result<(), Problem> {
        self.engine.set_rego_v0(v0);
        let engine = &mut self.engine;
        let added =
            catch_unwind(AssertUnwindSafe(|| engine.add_policy(source.path.clone(), text.to_owned())));
        match added {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(engine_problem(source, &error.to_string())),
            Err(panic) => Err(internal(source, &format!("the engine panicked: {}", panic_text(&*panic)))),
        }
    }

    /// The modules parsed so far.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// Compiles rules. A module that the engine refuses is reported and left out; a rule that needs it,
    /// or one that did not parse, is reported as a rule that cannot run.
    pub fn compile(mut self, entries: &[Entry]) -> (Engine, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut refused = isolate::recursive(&self.modules, &mut problems);
        if !refused.is_empty() || self.prepare(entries).is_err() {
            isolate::refused(&self.modules, &mut refused, &mut problems);
            self.engine = isolate::engine_of(&self.modules, &refused);
        }
        let policy = self.prepare(entries).ok().flatten();
        let unavailable = isolate::Unavailable::new(&self.modules, &refused, &self.broken);
        let programs = entries
            .iter()
            .map(|entry| {
                if let Some(problem) = unavailable.blocks(entry) {
                    problems.push(problem);
                    return Compiled::Refused;
                }
                let path = rule_path(&entry.package, &entry.name);
                let program = policy.as_ref().and_then(|policy| compile_program(policy, &path));
                Compiled::Rule { path, program }
            })
            .collect();
        (Engine { programs, interpreter: self.engine, sources: sources(&self.modules) }, problems)
    }

    fn prepare(&mut self, entries: &[Entry]) -> Result<Option<regorus::CompiledPolicy>, String> {
        let Some(first) = entries.first() else { return Ok(None) };
        isolate::prepare(&mut self.engine, &rule_path(&first.package, &first.name)).map(Some)
    }
}

fn sources(modules: &[Module]) -> Vec<Arc<SourceFile>> {
    modules.iter().filter(|module| !module.copy).map(|module| module.source.clone()).collect()
}

/// `None` if the machine cannot compile the rule.
fn compile_program(policy: &regorus::CompiledPolicy, path: &str) -> Option<Arc<Program>> {
    let compiled = catch_unwind(AssertUnwindSafe(|| ProgramCompiler::compile_from_policy(policy, &[path])));
    let program = compiled.ok()?.ok()?;
    (!program.has_host_await).then(|| layout::callers_first(layout::direct_calls(guard::install(program))))
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

/// The engine's path of a rule: `data.a["b-c"].deny`.
fn rule_path(package: &[String], name: &str) -> String {
    let mut path = String::from("data");
    for step in package.iter().map(String::as_str).chain(name.split('.')) {
        let plain = step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain {
            path.push('.');
            path.push_str(step);
        } else {
            path.push_str(&format!("[{}]", serde_json::Value::from(step)));
        }
    }
    path
}

enum Compiled {
    /// The path of the rule for the interpreter, and its program where the machine can run it.
    Rule {
        path: String,
        program: Option<Arc<Program>>,
    },
    Refused,
}

/// Compiled rules, shared by all threads.
pub struct Engine {
    programs: Vec<Compiled>,
    interpreter: regorus::Engine,
    sources: Vec<Arc<SourceFile>>,
}

/// What all evaluations of a run have in common.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// The `data` document, `fiducia` included.
    pub data: serde_json::Map<String, serde_json::Value>,
    /// The day of the evaluation.
    pub today: NaiveDate,
    /// Time allowed for one evaluation.
    pub timeout: Duration,
    /// Make an error of a builtin an error of the rule instead of undefined.
    pub strict_builtin_errors: bool,
    /// Trace every violation, those with a place of their own too.
    pub explain: bool,
}

impl Engine {
    /// True if the rule can be evaluated at all.
    pub fn can_run(&self, entry: EntryPoint) -> bool {
        !matches!(self.programs.get(entry.0), None | Some(Compiled::Refused))
    }

    /// Gives the engine its data.
    ///
    /// # Errors
    /// The data and a package claim the same path.
    pub fn ready(&self, conditions: Conditions) -> Result<Ready<'_>, Problem> {
        let data = value::from_json(serde_json::Value::Object(conditions.data.clone()));
        for program in self.programs.iter() {
            if let Compiled::Rule { program: Some(program), .. } = program {
                program
                    .check_rule_data_conflicts(&data)
                    .map_err(|error| Problem::Usage { reason: vm_reason(&error) })?;
            }
        }
        Ok(Ready { engine: self, data, conditions })
    }
}

/// An engine with its data.
pub struct Ready<'e> {
    engine: &'e Engine,
    data: Value,
    conditions: Conditions,
}

impl Ready<'_> {
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
    value: Value,
}

/// Evaluates rules on one thread.
pub struct Evaluator<'e> {
    ready: &'e Ready<'e>,
    builder: value::Builder,
    machines: Vec<Option<Machine>>,
}

/// What runs one rule on one thread.
struct Machine {
    /// Decides where there is no interpreter, and is traced where it can be.
    machine: Option<Box<RegoVM>>,
    /// Decides where the machine cannot, or would keep something to itself.
    interpreter: Option<(Box<regorus::Engine>, String)>,
}

/// Why an evaluation gave no result.
#[derive(Debug, Clone)]
pub struct EvaluationError {
    /// How it failed.
    pub failure: Failure,
    /// What the engine says, without values of the document.
    pub reason: String,
    /// The place in the policy.
    pub at: Option<Origin>,
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
        let mut machine = match self.machines[entry.0].take() {
            Some(machine) => machine,
            None => self.machine(entry)?,
        };
        let run = |machine: &mut Machine| -> Result<Evaluation, EvaluationError> {
            let sources = &self.ready.engine.sources;
            let result = machine.run(sources, &input.value)?;
            let (violations, unreadable) = violation::read(&result, &input.value);
            let told =
                machine.tell(&result, violations, &input.value, sources, self.ready.conditions.explain);
            Ok(Evaluation { unreadable, ..told })
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

    fn machine(&self, entry: EntryPoint) -> Result<Machine, EvaluationError> {
        let Conditions { timeout, strict_builtin_errors, .. } = self.ready.conditions;
        let timer = ExecutionTimerConfig { limit: timeout, check_interval: CLOCK_INTERVAL };
        let Compiled::Rule { path, program } = &self.ready.engine.programs[entry.0] else {
            return Err(error(Failure::Error, "the rule was not compiled".to_owned()));
        };
        let machine = program.as_ref().map(|program| {
            let mut machine = RegoVM::new();
            machine.load_program(program.clone());
            machine.set_max_instructions(usize::MAX);
            machine.set_execution_timer_config(Some(timer));
            let data = machine.set_data(self.ready.data.clone());
            data.map_err(|e| error(Failure::Error, vm_reason(&e))).map(|()| Box::new(machine))
        });
        // The machine takes an error in a body for a body that does not hold, even where it is asked to be
        // strict, and two results that conflict for none.
        let decides =
            program.as_ref().is_some_and(|program| !strict_builtin_errors && !may_conflict(program));
        let interpreter = if decides { None } else { Some((self.interpreter(timer)?, path.clone())) };
        Ok(Machine { machine: machine.transpose()?, interpreter })
    }

    fn interpreter(&self, timer: ExecutionTimerConfig) -> Result<Box<regorus::Engine>, EvaluationError> {
        let strict = self.ready.conditions.strict_builtin_errors;
        let mut engine = self.ready.engine.interpreter.clone();
        engine.set_execution_timer_config(timer);
        engine.set_strict_builtin_errors(strict);
        guard::extend(&mut engine, strict).map_err(|e| error(Failure::Error, e))?;
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
        sources: &[Arc<SourceFile>],
        explain: bool,
    ) -> Evaluation {
        let plain = |violations: Vec<(Value, Violation)>| {
            violations.into_iter().map(|(_, violation)| violation).collect()
        };
        let silent = violations.iter().any(|(_, violation)| violation.aim == Aim::None);
        if violations.is_empty() || !(silent || explain) {
            return Evaluation { violations: plain(violations), ..Evaluation::default() };
        }
        let traced = match &mut self.machine {
            Some(machine) if layout::steppable(machine.get_program()) => {
                let timer = machine.execution_timer_config();
                // Stepping asks the timer for the time at every step; the trace looks at the clock itself.
                machine.set_execution_timer_config(None);
                let limit = timer.map_or(Duration::MAX, |timer| timer.limit);
                let traced = trace::run(machine, sources, input, limit);
                machine.set_execution_timer_config(timer);
                traced
            }
            _ => None,
        };
        let Some(traced) = traced else {
            let violations = probe::aim(violations, input, |input| self.run(&[], input).ok());
            return Evaluation { violations: plain(violations), ..Evaluation::default() };
        };
        if traced.result != *result {
            let violations = plain(violations);
            return Evaluation { violations, disagreement: true, ..Evaluation::default() };
        }
        let mut by_value: BTreeMap<&Value, Vec<&trace::Story>> = BTreeMap::new();
        for story in &traced.stories {
            by_value.entry(&story.value).or_default().push(story);
        }
        let mut told = Vec::new();
        for (value, violation) in violations {
            let mut stories = by_value.get(&value).into_iter().flatten().peekable();
            if stories.peek().is_none() {
                told.push(violation);
            } else if violation.aim == Aim::None {
                let tell = |story: &&trace::Story| Violation {
                    aim: Aim::Story,
                    story: story.conditions.clone(),
                    ..violation.clone()
                };
                told.extend(stories.map(tell));
            } else {
                let story = stories.next().map(|story| story.conditions.clone()).unwrap_or_default();
                told.push(Violation { story, ..violation });
            }
        }
        Evaluation { violations: told, ..Evaluation::default() }
    }

    fn run(&mut self, sources: &[Arc<SourceFile>], input: &Value) -> Result<Value, EvaluationError> {
        match (&mut self.interpreter, &mut self.machine) {
            (Some((engine, path)), _) => {
                engine.set_input(input.clone());
                let result = engine.eval_rule(path.clone());
                // Prints would pile up.
                let _ = engine.take_prints();
                result.map_err(|error| interpreter_error(sources, &error.to_string()))
            }
            (None, Some(machine)) => {
                machine.set_input(input.clone());
                machine.execute_entry_point_by_index(0).map_err(|error| vm_error(machine, sources, &error))
            }
            (None, None) => Err(error(Failure::Error, "nothing can run the rule".to_owned())),
        }
    }
}

fn error(failure: Failure, reason: String) -> EvaluationError {
    EvaluationError { failure, reason, at: None }
}

fn vm_error(machine: &RegoVM, sources: &[Arc<SourceFile>], failure: &VmError) -> EvaluationError {
    let program = machine.get_program();
    let span = program.get_instruction_span(machine.get_pc());
    let at = span.and_then(|span| {
        let path = program.get_source_name(span.source_index)?;
        place(sources, path, span.line)
    });
    let kind = match failure {
        VmError::TimeLimitExceeded { .. } | VmError::InstructionLimitExceeded { .. } => Failure::TimeOut,
        _ => Failure::Error,
    };
    EvaluationError { failure: kind, reason: vm_reason(failure), at }
}

/// What a machine error says, without the values that it may quote from the document.
fn vm_reason(error: &VmError) -> String {
    match error {
        VmError::TimeLimitExceeded { limit, .. } => format!("the limit is {limit:?}"),
        other => {
            let text = other.to_string();
            text.split(" (").next().unwrap_or(&text).lines().next().unwrap_or_default().to_owned()
        }
    }
}

fn interpreter_error(sources: &[Arc<SourceFile>], text: &str) -> EvaluationError {
    let (path, line, reason) = read_error(text);
    // The text tells how long it took, which no two runs agree on.
    let limit = reason.split("limit=").nth(1).and_then(|rest| rest.split("ns").next()?.parse().ok());
    let (failure, reason) = match limit.filter(|_| reason.contains("exceeded time limit")) {
        Some(limit) => (Failure::TimeOut, format!("the limit is {:?}", Duration::from_nanos(limit))),
        None => (Failure::Error, reason.trim_end_matches(':').to_owned()),
    };
    let at = path.zip(line).and_then(|(path, line)| place(sources, path, line));
    EvaluationError { failure, reason, at }
}

fn place(sources: &[Arc<SourceFile>], path: &str, line: usize) -> Option<Origin> {
    let source = sources.iter().find(|source| source.path == path)?;
    Some(Origin::new(source, code_of_line(source, line)?))
}

/// The text of a line without its indentation.
fn code_of_line(source: &SourceFile, line: usize) -> Option<crate::source::Span> {
    let mut span = source.line(line)?;
    let text = source.slice(span);
    span.start += (text.len() - text.trim_start().len()) as u32;
    Some(span)
}

/// Reads the engine's error text: file, line, and the message without the scopes that it may print.
fn read_error(text: &str) -> (Option<&str>, Option<usize>, String) {
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let (_, line, path) = (parts.next(), parts.next(), parts.next());
    let reason = text.rsplit_once("error: ").map_or(text, |(_, reason)| reason);
    let reason = reason.trim().lines().next().unwrap_or_default().to_owned();
    (path, line.and_then(|line| line.parse().ok()), reason)
}

fn engine_problem(source: &Arc<SourceFile>, text: &str) -> Problem {
    let (_, line, reason) = read_error(text);
    let span = line.and_then(|line| code_of_line(source, line)).unwrap_or_default();
    Problem::policy(Origin::new(source, span), reason)
}

fn internal(source: &Arc<SourceFile>, reason: &str) -> Problem {
    Problem::policy(Origin::new(source, crate::source::Span::default()), reason)
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").lines().next().unwrap_or_default().to_owned()
}

/// What came of a unit test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// Package and name of the test.
    pub name: String,
    /// Why it did not pass.
    pub failure: Option<String>,
}

impl Compiler {
    /// Runs every rule named `test_*` on the interpreter, the only route that knows `with`.
    pub fn test(mut self, data: &serde_json::Map<String, serde_json::Value>) -> Vec<TestResult> {
        let data = value::from_json(serde_json::Value::Object(data.clone()));
        let ready = guard::extend(&mut self.engine, false)
            .and_then(|()| self.engine.add_data(data).map_err(|error| error.to_string()));
        let mut results = Vec::new();
        for outline in self.modules.iter().map(|module| &module.outline) {
            let mut names: Vec<&str> =
                outline.definitions.iter().map(|definition| definition.name.as_str()).collect();
            names.retain(|name| name.starts_with("test_"));
            names.dedup();
            for name in names {
                let path = rule_path(&outline.package, name);
                let mut engine = self.engine.clone();
                let outcome = ready.clone().and_then(|()| run_test(&mut engine, &path));
                results.push(TestResult { name: path, failure: outcome.err() });
            }
        }
        results
    }
}

fn run_test(engine: &mut regorus::Engine, path: &str) -> Result<(), String> {
    match catch_unwind(AssertUnwindSafe(|| engine.eval_rule(path.to_owned()))) {
        Ok(Ok(Value::Bool(true))) => Ok(()),
        Ok(Ok(other)) => Err(format!("it is {}", value::to_json(&other))),
        Ok(Err(error)) => Err(read_error(&error.to_string()).2),
        Err(panic) => Err(panic_text(&*panic)),
    }
}
