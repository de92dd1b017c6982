//! Which lines of policies were evaluated, and which could have been.

use super::builtins;
use super::compile::Module;
use super::evaluate::{Evaluator, Input};
use super::{CLOCK_INTERVAL, Compiled, EntryPoint, Suite};
use crate::problem::Origin;
use regorus::unstable::{Expr, Literal, Query, Rule, RuleHead};
use regorus::utils::limits::ExecutionTimerConfig;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Lines that were evaluated, 1-based, by the path of the policy.
pub type Lines = BTreeMap<String, BTreeSet<u32>>;

/// A policy whose lines count.
#[derive(Debug)]
pub struct Coverable {
    /// Its package.
    pub origin: Origin,
    /// Lines on which something stands that is evaluated.
    pub lines: BTreeSet<u32>,
    /// Its rules and functions: dotted name, the name as written, and their lines.
    pub rules: Vec<(String, Origin, BTreeSet<u32>)>,
}

/// What an engine evaluated since its coverage was turned on.
pub(super) fn lines(engine: &regorus::Engine) -> Lines {
    let report = catch_unwind(AssertUnwindSafe(|| engine.get_coverage_report()));
    let files = report.ok().and_then(Result::ok).map(|report| report.files).unwrap_or_default();
    let mut lines = Lines::new();
    for file in files {
        lines.entry(file.path).or_default().extend(file.covered);
    }
    lines
}

impl Suite {
    /// The policies that tests are about, in their order: those that hold no test.
    pub fn coverable(&self) -> Vec<Coverable> {
        let tests: BTreeSet<&str> =
            self.tests().iter().map(|test| test.origin.source.path.as_str()).collect();
        let policies = self.modules.iter().filter(|module| !module.copy);
        policies.filter(|module| !tests.contains(module.source.path.as_str())).map(coverable).collect()
    }
}

fn coverable(module: &Module) -> Coverable {
    let mut rules: Vec<(String, Origin, BTreeSet<u32>)> = Vec::new();
    let mut all = BTreeSet::new();
    for definition in &module.outline.definitions {
        let rule = module.tree.policy.iter().find(|rule| super::syntax::span(rule.span()) == definition.span);
        let lines = rule.map(|rule| of_rule(rule)).unwrap_or_default();
        all.extend(&lines);
        let name = module.outline.package.iter().map(String::as_str).chain([definition.name.as_str()]);
        let name = name.collect::<Vec<_>>().join(".");
        match rules.iter_mut().find(|(known, ..)| *known == name) {
            Some((.., known)) => known.extend(lines),
            None => rules.push((name, Origin::new(&module.source, definition.name_span), lines)),
        }
    }
    Coverable { origin: Origin::new(&module.source, module.outline.package_span), lines: all, rules }
}

/// The lines of a rule on which expressions of its head and its bodies begin.
fn of_rule(rule: &Rule) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    match rule {
        Rule::Default { value, .. } => expression(value, &mut lines),
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                    assign.iter().for_each(|assign| expression(&assign.value, &mut lines));
                }
                RuleHead::Set { key, .. } => key.iter().for_each(|key| expression(key, &mut lines)),
            }
            for body in bodies {
                body.assign.iter().for_each(|assign| expression(&assign.value, &mut lines));
                query(&body.query, &mut lines);
            }
        }
    }
    lines
}

/// Brackets are bounded before anything is parsed, and so is this recursion.
fn query(query: &Query, lines: &mut BTreeSet<u32>) {
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => expression(collection, lines),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => expression(expr, lines),
            Literal::Every { domain, query: inner, .. } => {
                expression(domain, lines);
                self::query(inner, lines);
            }
        }
    }
}

fn expression(expr: &Expr, lines: &mut BTreeSet<u32>) {
    lines.insert(expr.span().line);
    match expr {
        Expr::ArrayCompr { query: inner, .. }
        | Expr::SetCompr { query: inner, .. }
        | Expr::ObjectCompr { query: inner, .. } => query(inner, lines),
        Expr::AssignExpr { rhs, .. } => {
            if matches!(
                rhs.as_ref(),
                Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. }
            ) {
                expression(rhs, lines);
            }
        }
        _ => {}
    }
}

impl Evaluator<'_> {
    /// Evaluates rules on inputs for the lines that this takes, on the interpreter, which knows them.
    pub fn cover(&self, pairs: &[(EntryPoint, &Input)]) -> Lines {
        let timer =
            ExecutionTimerConfig { limit: self.ready.conditions.timeout, check_interval: CLOCK_INTERVAL };
        let mut engine = self.ready.engine.interpreter.clone();
        engine.set_execution_timer_config(timer);
        // Both were done for the evaluations that these repeat.
        let _ = builtins::extend(&mut engine, false, None);
        let _ = engine.add_data(self.ready.data.clone());
        engine.set_enable_coverage(true);
        for (entry, input) in pairs {
            let Some(Compiled::Rule { path, .. }) = self.ready.engine.programs.get(entry.0) else { continue };
            engine.set_input(input.value.clone());
            // What fails here has failed, and was told, before.
            let _ = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(path.clone())));
            let _ = engine.take_prints();
        }
        lines(&engine)
    }
}
