//! The one door to the policy engine, `regorus`: parse, compile, evaluate.
//!
//! Rules are compiled to the engine's virtual machine, one program a rule, so that a rule that cannot
//! be compiled, fails or panics takes no other with it. What the machine cannot compile runs on the
//! engine's interpreter. Policies and documents are untrusted: every evaluation is timed and a panic is
//! an error like any other.

mod builtins;
mod compile;
mod coverage;
mod errors;
mod evaluate;
mod graph;
mod guard;
mod isolate;
mod layout;
mod probe;
mod references;
mod rewrite;
mod routes;
mod scan;
mod syntax;
mod trace;
mod unit;
mod value;
mod violation;
mod why;

use crate::problem::Problem;
use crate::source::SourceFile;
use chrono::NaiveDate;
use regorus::rvm::Program;
use regorus::{PolicyLengthConfig, Value};
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub use builtins::{
    Readable, available as has_builtin, for_tests as is_for_tests, refused as refused_builtin,
};
pub use compile::{Compiler, Entry, Module, OwnFunction};
pub use coverage::{Coverable, Lines};
pub use errors::EvaluationError;
pub use evaluate::{Evaluation, Evaluator, Input, Ready, nanoseconds};
pub use isolate::{Recursion, recursion};
pub use routes::Route;
pub use syntax::{Definition, DefinitionKind, Outline, sketch};
pub use unit::{Suite, UnitRun, UnitTest, Verdict};
pub use why::{Difference, Shown, Truth, Why};

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

impl EntryPoint {
    /// That of a rule which no document of the run needs, and which was not compiled.
    pub const UNNEEDED: EntryPoint = EntryPoint(usize::MAX);
}

enum Compiled {
    /// The path of the rule for the interpreter, the modules that define it, and its program where the machine
    /// can run it: compiled when the rule is first evaluated, as most rules apply to few documents.
    Rule {
        path: String,
        modules: Vec<usize>,
        program: OnceLock<Option<Arc<Program>>>,
    },
    Refused,
}

/// Compiled rules, shared by all threads.
pub struct Engine {
    programs: Vec<Compiled>,
    analysed: Option<compile::Analysed>,
    /// Package and name of everything that policies define.
    defined: Vec<Vec<String>>,
    interpreter: regorus::Engine,
    sources: Vec<Arc<SourceFile>>,
    /// The same for the places of errors, copies included.
    texts: errors::Texts,
    lifted: rewrite::Lifted,
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
    /// The path of a rule, and its program if the machine can run it; `None` if the rule was refused.
    fn compiled(&self, entry: EntryPoint) -> Option<(&str, Option<&Arc<Program>>)> {
        let Compiled::Rule { path, modules, program } = self.programs.get(entry.0)? else { return None };
        let compile = || self.analysed.as_ref().and_then(|analysed| analysed.program(path, modules));
        Some((path, program.get_or_init(compile).as_ref()))
    }

    /// True if the rule can be evaluated at all, or would have been made so if it were needed.
    pub fn can_run(&self, entry: EntryPoint) -> bool {
        entry == EntryPoint::UNNEEDED || !matches!(self.programs.get(entry.0), None | Some(Compiled::Refused))
    }

    /// The texts of its modules.
    pub fn sources(&self) -> &[Arc<SourceFile>] {
        &self.sources
    }

    /// Gives the engine its data.
    ///
    /// # Errors
    /// The data and a package claim the same path.
    pub fn ready(&self, conditions: Conditions) -> Result<Ready<'_>, Problem> {
        let data = value::from_json(self.lifted.with(&conditions.data));
        let taken = |path: &&Vec<String>| {
            path.iter().fold(&data, |value, step| &value[&Value::from(step.as_str())]) != &Value::Undefined
        };
        if let Some(path) = self.defined.iter().find(taken) {
            let path = path.join(".");
            return Err(Problem::refused(
                format!("`data.{path}` is a rule of a policy, and the data has a value there too"),
                format!("`data.{path}` 是策略中的规则，而数据文件在同一路径上也有值"),
            ));
        }
        Ok(Ready { engine: self, data, conditions })
    }
}
