//! Evaluates parts of a body, as rules of a module of our own beside the test.

use super::super::compile::{Module, rule_path};
use super::super::syntax::{outline, span};
use super::super::{CLOCK_INTERVAL, Suite, builtins, isolate, rewrite};
use super::parts::{Parts, one_line};
use super::{Step, place};
use regorus::unstable::{Expr, Module as Tree, Ref};
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// What the rules, and the variable for a value in them, are called.
const NAME: &str = "fiducia_probe";

/// Evaluates in the place of a test.
pub struct Probe<'s> {
    module: &'s Module,
    engine: Engine,
    /// The package and the imports of the test.
    header: String,
    v0: bool,
    /// Names that are no variables of a body: rules of the package, imports, `input` and `data`.
    globals: BTreeSet<String>,
    /// When to stop asking: a test that takes long is as long to explain.
    until: Option<Instant>,
}

/// A rule to evaluate: the members of a set, and the body that gives them.
struct Question<'q, 's> {
    member: String,
    steps: &'q [Step<'s>],
    last: String,
}

/// Gives the engine a module as it is given those of files.
fn give(engine: &mut Engine, text: String, module: &Module) -> anyhow::Result<()> {
    let text = match &module.renamed {
        Some((renamed, _)) => renamed.given(&text),
        None => text,
    };
    let before = engine.clone();
    engine.add_policy(NAME.to_owned(), text.clone())?;
    let modules = engine.clone().get_modules().clone();
    let Some(tree) = modules.last() else { return Ok(()) };
    let inserted = rewrite::insertions(&text, &outline(tree), module.v0, &module.source.path);
    if !inserted.is_empty() {
        let mut given = before;
        if given.add_policy(NAME.to_owned(), rewrite::with_insertions(&text, &inserted).into_owned()).is_ok()
        {
            *engine = given;
        }
    }
    Ok(())
}

impl<'s> Probe<'s> {
    pub fn new(suite: &'s Suite, module: usize, tree: &Tree) -> Option<Self> {
        let of = &suite.modules[module];
        let text = |start: u32, end: u32| of.text.get(start as usize..end as usize).unwrap_or_default();
        let mut header =
            format!("package {}\n", text(tree.package.refr.span().start, tree.package.refr.span().end));
        let mut globals: BTreeSet<String> = ["input", "data"].map(str::to_owned).into();
        for import in &tree.imports {
            let alias = import.r#as.as_ref().map(span);
            let path = span(import.refr.span());
            header.push_str(&format!("import {}", text(path.start, path.end)));
            match alias {
                Some(alias) => {
                    header.push_str(&format!(" as {}", text(alias.start, alias.end)));
                    globals.insert(text(alias.start, alias.end).to_owned());
                }
                None => {
                    globals.extend(super::super::syntax::steps(&import.refr)?.into_iter().last().flatten())
                }
            }
            header.push('\n');
        }
        let own = suite.modules.iter().filter(|other| other.outline.package == of.outline.package);
        let names = own.flat_map(|other| &other.outline.definitions);
        globals
            .extend(names.map(|definition| definition.name.split('.').next().unwrap_or_default().to_owned()));
        let engine = suite.closure(module);
        Some(Probe {
            module: of,
            engine,
            header,
            v0: of.v0 && !tree.rego_v1,
            globals,
            until: Instant::now().checked_add(suite.timer.limit),
        })
    }

    /// The text of an expression.
    pub fn text(&self, expr: &Expr) -> &'s str {
        self.module.text.get(place::of(&self.module.text, expr).range()).unwrap_or_default()
    }

    /// True for a name that is no variable of a body.
    pub fn is_global(&self, name: &str) -> bool {
        self.globals.contains(name)
    }

    /// Whether each body has a solution; `None` where that cannot be told.
    pub fn hold(&self, bodies: &[&[Step<'s>]]) -> Vec<Option<bool>> {
        let question = |steps| Question { member: "true".to_owned(), steps, last: String::new() };
        let questions: Vec<Question> = bodies.iter().map(|steps| question(*steps)).collect();
        self.answers(&questions).into_iter().map(|answer| Some(!answer?.is_empty())).collect()
    }

    /// The values of an expression over all solutions of a body; `None` where it cannot be evaluated.
    pub fn ask(&self, member: &str, steps: &[Step<'s>]) -> Option<Vec<Value>> {
        let question = Question { member: member.to_owned(), steps, last: String::new() };
        self.answers(&[question]).into_iter().next().flatten()
    }

    /// The values of parts under the first solution of a body: `None` for what is undefined. Variables that
    /// the body does not bind are left out.
    pub fn values(
        &self,
        steps: &[Step<'s>],
        parts: &Parts<'_>,
        modifiers: &str,
    ) -> Vec<(String, Option<Value>)> {
        let names: Vec<&String> = parts
            .variables
            .iter()
            .filter(|name| self.ask(name, steps).is_some_and(|values| !values.is_empty()))
            .collect();
        let bindings = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        let first =
            self.ask(&format!("[{bindings}]"), steps).and_then(|solutions| solutions.into_iter().next());
        let Some(Value::Array(first)) = first else { return Vec::new() };
        let question = |text: &String| Question {
            member: format!("[[{bindings}], {NAME}_value]"),
            steps,
            last: format!("{NAME}_value := {text} {modifiers}"),
        };
        let questions: Vec<Question> = parts.expressions.iter().map(question).collect();
        let of_first = |solution: &Value| -> Option<Value> {
            let pair = solution.as_array().ok()?;
            (*pair.first()? == Value::Array(first.clone())).then(|| pair.get(1).cloned())?
        };
        let answers = self.answers(&questions).into_iter();
        let expressions = answers.map(|answer| answer.as_ref().and_then(|all| all.iter().find_map(of_first)));
        let variables = names.iter().map(|name| name.to_string()).zip(first.iter().cloned().map(Some));
        variables.chain(parts.expressions.iter().map(|text| one_line(text)).zip(expressions)).collect()
    }

    /// Evaluates all questions in one module; where the engine refuses that, each in one of its own.
    fn answers(&self, questions: &[Question<'_, 's>]) -> Vec<Option<Vec<Value>>> {
        if questions.is_empty() {
            return Vec::new();
        }
        match self.together(questions) {
            Some(answers) => answers,
            None if questions.len() == 1 => vec![None],
            None => questions
                .iter()
                .map(|question| {
                    self.together(std::slice::from_ref(question)).and_then(|mut all| all.pop().flatten())
                })
                .collect(),
        }
    }

    fn together(&self, questions: &[Question<'_, 's>]) -> Option<Vec<Option<Vec<Value>>>> {
        let rules = questions.iter().enumerate().map(|(index, question)| self.rule(index, question));
        let text = format!("{}\n{}", self.header, rules.collect::<Vec<_>>().join("\n"));
        let limit = self.until.map_or(Duration::MAX, |until| until.saturating_duration_since(Instant::now()));
        if limit.is_zero() {
            return None;
        }
        let mut engine = self.engine.clone();
        engine.set_execution_timer_config(ExecutionTimerConfig { limit, check_interval: CLOCK_INTERVAL });
        engine.set_rego_v0(self.module.v0);
        let path = |index: usize| rule_path(&self.module.outline.package, &format!("{NAME}_{index}"));
        let ready = catch_unwind(AssertUnwindSafe(|| {
            give(&mut engine, text, self.module).map_err(|error| error.to_string())?;
            super::super::isolate::prepare(&mut engine, &path(0)).map(|_| ())
        }));
        ready.ok()?.ok()?;
        let answer = |index: usize| {
            let value = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(path(index)))).ok()?.ok()?;
            match value {
                Value::Set(members) => Some(members.iter().cloned().collect()),
                Value::Undefined => Some(Vec::new()),
                _ => None,
            }
        };
        Some((0..questions.len()).map(answer).collect())
    }

    fn rule(&self, index: usize, question: &Question<'_, 's>) -> String {
        let steps = question.steps.iter().map(|step| step.text.as_str());
        let body: Vec<&str> = steps.chain([question.last.as_str(), "true"]).collect();
        let (body, member) = (body.join("\n"), &question.member);
        if self.v0 {
            format!("{NAME}_{index}[{member}] {{\n{body}\n}}")
        } else {
            format!("{NAME}_{index} contains {member} if {{\n{body}\n}}")
        }
    }
}

impl Suite {
    /// The syntax tree of a module.
    pub(super) fn tree(&self, module: usize) -> Option<&Ref<Tree>> {
        self.modules.get(module).map(|module| &module.tree)
    }

    /// An engine with the modules that a module can reach: what is asked of it is analysed together with them.
    fn closure(&self, module: usize) -> Engine {
        let reached = isolate::reach(&self.modules, &self.refused, &[module]);
        let mut engine = isolate::engine_with(&self.modules, reached);
        // Both were done for the engine of the suite.
        let _ = builtins::extend(&mut engine, false, Some(&self.readable));
        let _ = engine.add_data(self.data.clone());
        engine
    }
}
