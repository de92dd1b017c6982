//! The engine: plans policies and evaluates them on inputs.
//!
//! It computes with the values, numbers and builtins of `regorus`, which no other part of the program names. Verdicts are its own:
//! `plan` makes of resolved definitions a plan, which `evaluate` runs, noting where every value comes from
//! (`trace`). Policies and documents are untrusted: every evaluation has bounds, and a panic is an error like any other.

mod builtins;
mod coverage;
mod cross_check;
mod evaluate;
mod guard;
mod input;
mod ir;
mod judge;
mod operator;
mod plan;
mod trace;
mod unit;
mod value;
mod violation;
mod why;

use crate::lang::Message;
use crate::problem::{Failure, Origin, Problem};
use crate::rego::analyse::Analysed;
use crate::rego::ast::{Tree, Version};
use crate::rego::core::Definition;
use crate::source::SourceFile;
use chrono::NaiveDate;
use evaluate::Program;
use plan::Planner;
use regorus::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

pub use builtins::{Readable, for_tests as is_for_tests, refused as refused_builtin};
pub use coverage::{Coverable, Lines};
pub use cross_check::{CrossChecked, Disagreement, Opinion};
pub use input::{Input, Inputs};
pub use judge::{Evaluation, Evaluator, Ready};
pub use unit::{Suite, UnitRun, UnitTest, Verdict};
pub use why::{Difference, Shown, Truth, Why};

/// Stack of every thread that reads or evaluates policies, in bytes.
pub const STACK_SIZE: usize = evaluate::Evaluator::STACK;

/// The name of the second engine, which cross-checks.
pub const SECOND: &str = "regorus";

/// Bytes of values that one evaluation may make, where nothing else is said.
pub const MEMORY: u64 = evaluate::Limits::MEMORY;

/// Index of a planned rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EntryPoint(pub usize);

impl EntryPoint {
    /// That of a rule which no document of the run needs, and which was not planned.
    pub const UNNEEDED: EntryPoint = EntryPoint(usize::MAX);
}

/// A rule to plan: some or all of the definitions of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Path below `data`: the package, and the constant part of the head.
    pub path: Vec<String>,
    /// The definitions: file, and index of the rule in its tree.
    pub definitions: Vec<(u32, u32)>,
}

/// A rule that can be evaluated.
#[derive(Debug, Clone)]
struct Planned {
    function: u32,
    /// Positions of its definitions; `None` for all that the name has.
    definitions: Option<Vec<u32>>,
}

/// Planned rules, shared by all threads.
pub struct Engine {
    program: Program,
    entries: Vec<Option<Planned>>,
    files: Vec<Arc<SourceFile>>,
    /// The version of Rego that each of them is written in.
    versions: Vec<Version>,
    /// The path below `data` of everything that policies define.
    defined: Vec<Vec<String>>,
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
    /// Bytes of values that one evaluation may make.
    pub memory: u64,
    /// Make an error of a builtin an error of the rule instead of undefined.
    pub strict_builtin_errors: bool,
    /// Trace every violation, those with a place of their own too.
    pub explain: bool,
    /// Have the second engine judge everything as well.
    pub cross_check: bool,
}

/// Why an evaluation gave no result.
#[derive(Debug, Clone)]
pub struct EvaluationError {
    /// How it failed.
    pub failure: Failure,
    /// What happened, without values of the document.
    pub reason: Message,
    /// The place in the policy.
    pub at: Option<Origin>,
    /// The other place, where two do not go together.
    pub other: Option<Origin>,
}

/// What `rego.metadata.rule()` (false) and `rego.metadata.chain()` (true) give in a definition, as JSON.
pub type Metadata<'m> = &'m dyn Fn(&Definition, bool) -> serde_json::Value;

impl Engine {
    /// Plans rules; `None` for one that cannot run. The policies are those that were analysed, in their order.
    pub fn new(
        policies: &[(Arc<SourceFile>, &Tree)],
        analysed: &Analysed,
        entries: &[Option<Entry>],
        metadata: Metadata<'_>,
    ) -> Engine {
        let metadata = |definition: &Definition, chain: bool| value::from_json(metadata(definition, chain));
        let blocked = analysed.blocked();
        let usable = |index: usize| blocked.get(index).is_some_and(Option::is_none);
        let mut planner = Planner::new(&analysed.definitions, &analysed.packages, usable, &metadata);
        let functions: Vec<Option<u32>> =
            entries.iter().map(|entry| planner.rule(&entry.as_ref()?.path)).collect();
        let program = Program::new(planner.plan());
        let mut places = Places::default();
        let planned = |(entry, function): (&Option<Entry>, Option<u32>)| {
            let (entry, function) = (entry.as_ref()?, function?);
            Some(Planned { function, definitions: positions(&program, &mut places, function, entry) })
        };
        let entries = entries.iter().zip(functions).map(planned).collect();
        let defined = analysed.definitions.iter().map(|definition| definition.path.clone()).collect();
        let (files, versions) = policies.iter().map(|(file, tree)| (file.clone(), tree.version)).unzip();
        Engine { program, entries, files, versions, defined }
    }

    /// True if the rule can be evaluated at all, or could be if it were needed.
    pub fn can_run(&self, entry: EntryPoint) -> bool {
        entry == EntryPoint::UNNEEDED || self.entries.get(entry.0).is_some_and(Option::is_some)
    }

    /// The texts of its policies.
    pub fn sources(&self) -> &[Arc<SourceFile>] {
        &self.files
    }

    /// Gives the engine its data. To cross-check, it reads policies again, so the thread needs [`STACK_SIZE`].
    ///
    /// # Errors
    /// The data and a rule claim the same path.
    pub fn ready(&self, conditions: Conditions) -> Result<Ready<'_>, Problem> {
        let data = value::from_json(conditions.data.clone().into());
        match claimed(&self.defined, &data) {
            Some(problem) => Err(problem),
            None => Ok(Ready::new(self, data, conditions)),
        }
    }

    /// The paths of the rules that can be evaluated, by their function.
    fn functions(&self) -> BTreeMap<u32, Vec<String>> {
        let planned = self.entries.iter().flatten().map(|planned| planned.function);
        planned
            .map(|function| (function, self.program.plan().functions[function as usize].path.clone()))
            .collect()
    }

    /// The statement of a policy that a statement of the plan comes from.
    fn statement(&self, site: ir::Site) -> Option<Origin> {
        self.origin(site)
    }

    /// The place of a statement.
    fn origin(&self, site: ir::Site) -> Option<Origin> {
        let at = self.program.plan().sites.get(site as usize)?;
        Some(Origin::new(self.files.get(at.file as usize)?, at.span))
    }
}

/// The definitions of functions by file and index of their rules, and their positions.
type Places = HashMap<u32, HashMap<(u32, u32), Vec<u32>>>;

/// The positions of some definitions in a function, in order; `None` if they are all that it has.
fn positions(program: &Program, places: &mut Places, function: u32, entry: &Entry) -> Option<Vec<u32>> {
    let all = &program.plan().functions.get(function as usize)?.definitions;
    let places = places.entry(function).or_insert_with(|| {
        let mut places: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
        for (at, (definition, _)) in all.iter().enumerate() {
            places.entry((definition.file, definition.rule)).or_default().push(at as u32);
        }
        places
    });
    let mut found: Vec<u32> =
        entry.definitions.iter().filter_map(|wanted| places.get(wanted)).flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    (found.len() < all.len()).then_some(found)
}

/// A rule whose path has a value in the data.
fn claimed(defined: &[Vec<String>], data: &Value) -> Option<Problem> {
    let taken = |path: &&Vec<String>| {
        path.iter().fold(data, |value, step| &value[&Value::from(step.as_str())]) != &Value::Undefined
    };
    let path = defined.iter().find(taken)?.join(".");
    Some(Problem::refused(
        format!("`data.{path}` is a rule of a policy, and the data has a value there too"),
        format!("`data.{path}` 是策略中的规则，而数据文件在同一路径上也有值"),
    ))
}

/// True if policies may call a builtin of this name.
pub fn has_builtin(name: &str) -> bool {
    let own = matches!(name, "print" | "rego.metadata.chain" | "rego.metadata.rule");
    own || (builtins::lookup(name).is_some() && builtins::refused(name).is_none())
}

/// The midnight (UTC) that a day begins with, in nanoseconds since 1970: `data.fiducia.now_ns`.
pub fn nanoseconds(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_nanos_opt().unwrap_or(0)
}
