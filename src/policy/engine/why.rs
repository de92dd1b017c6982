//! Why a test does not hold: the first expression of its body that is false or undefined, what it is made
//! of, and how the two sides of a comparison differ.
//!
//! The body is evaluated again as rules of a module of our own in the package of the test: `S1`, `S1; S2`
//! and so on, cut out of the text by the spans of the syntax tree. The first of them without a solution ends
//! in the expression that does not hold; further rules give the values of what it is made of.

mod difference;
mod parts;
pub(super) mod place;
mod probe;

use super::compile::Module;
use super::syntax::span;
use super::value::to_rego;
use super::{Suite, value};
use crate::problem::Origin;
use crate::source::Span;
use parts::Parts;
use probe::Probe;
use regorus::Value;
use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, LiteralStmt, Query, Rule, RuleBody, RuleHead};
use std::collections::BTreeSet;

pub use difference::Difference;

/// An expression that does not hold.
#[derive(Debug, Clone)]
pub struct Why {
    /// The expression.
    pub at: Origin,
    /// How it does not hold.
    pub truth: Truth,
    /// What it is made of, as written, with the values; `None` for what is undefined.
    pub values: Vec<(String, Option<Shown>)>,
    /// How the two sides of a comparison differ.
    pub differences: Vec<Difference>,
}

/// How an expression does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It is false.
    False,
    /// It has no value.
    Undefined,
    /// It takes elements out of what has none.
    Empty,
}

/// A value for people, as Rego writes it, and for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// As in a policy: a set is no array.
    pub text: String,
    /// As JSON.
    pub json: serde_json::Value,
}

impl Shown {
    /// Shows a value; `None` for undefined.
    pub(super) fn of(value: &Value) -> Option<Self> {
        (*value != Value::Undefined).then(|| Shown { text: to_rego(value), json: value::to_json(value) })
    }
}

/// Finds why a rule has no value, or for which of its cases it has none.
pub(super) struct Reason<'s> {
    module: &'s Module,
    rule: &'s Rule,
    probe: Probe<'s>,
}

/// One statement of a body, as evaluated again.
#[derive(Clone)]
struct Step<'r> {
    text: String,
    statement: Option<&'r LiteralStmt>,
    /// Variables to show wherever a later statement does not hold.
    shown: Vec<String>,
}

impl Step<'_> {
    /// A statement of our own.
    fn own(text: String) -> Self {
        Step { text, statement: None, shown: Vec::new() }
    }
}

impl<'s> Reason<'s> {
    /// For a definition of a module.
    pub(super) fn new(suite: &'s Suite, module: usize, definition: usize) -> Option<Self> {
        let at = suite.modules[module].outline.definitions[definition].span;
        let tree = suite.tree(module)?;
        let rule = tree.policy.iter().find(|rule| span(rule.span()) == at)?;
        Some(Reason { module: &suite.modules[module], rule, probe: Probe::new(suite, module, tree)? })
    }

    /// The first expression that does not hold.
    pub(super) fn expression(&self) -> Option<Why> {
        let steps = self.steps(self.body()?);
        self.of_steps(&steps).or_else(|| self.of_value(&steps))
    }

    /// The names of cases, `name` of `test_x[name]`, for which the body begins and does not end, and why.
    pub(super) fn cases(&self, passed: &BTreeSet<String>) -> Vec<(String, Option<Why>)> {
        let Some((name, body)) = self.case_name().zip(self.body()) else { return Vec::new() };
        let steps = self.steps(body);
        // The name is known from the first statement on that the rest of them build on.
        let Some((known, names)) = (0..=steps.len()).find_map(|length| {
            let names = self.probe.ask(&name, &steps[..length])?;
            Some((length, names))
        }) else {
            return Vec::new();
        };
        let missing = names.iter().filter(|case| !passed.contains(&value::key_text(case)));
        let case = |case: &Value| {
            let mut steps = steps.clone();
            steps.insert(known, Step::own(format!("{name} == {}", to_rego(case))));
            (value::key_text(case), self.of_steps(&steps))
        };
        missing.map(case).collect()
    }

    /// The value that the head gives, where it is not `true`.
    pub(super) fn head(&self) -> Option<Why> {
        self.of_value(&self.steps(self.body()?))
    }

    /// The first body; what stands behind an `else` runs only where that one does not hold.
    fn body(&self) -> Option<&'s [LiteralStmt]> {
        match self.rule {
            Rule::Spec { bodies, .. } => {
                Some(bodies.first().map_or(&[], |body: &RuleBody| &body.query.stmts))
            }
            Rule::Default { .. } => None,
        }
    }

    fn case_name(&self) -> Option<String> {
        let Rule::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. }, .. } = self.rule
        else {
            return None;
        };
        match refr.as_ref() {
            Expr::RefBrack { index, .. } => Some(self.probe.text(index).to_owned()),
            _ => match self.rule {
                Rule::Spec { head: RuleHead::Set { key: Some(key), .. }, .. } => {
                    Some(self.probe.text(key).to_owned())
                }
                _ => None,
            },
        }
    }

    fn text(&self, at: &regorus::unstable::Span) -> &'s str {
        self.module.text.get(self.whole(at).range()).unwrap_or_default()
    }

    fn whole(&self, at: &regorus::unstable::Span) -> Span {
        place::quoted(&self.module.text, span(at))
    }

    fn place(&self, expr: &Expr) -> Span {
        place::of(&self.module.text, expr)
    }

    fn steps(&self, statements: &'s [LiteralStmt]) -> Vec<Step<'s>> {
        let step = |statement: &'s LiteralStmt| Step {
            text: self.text(&statement.span).to_owned(),
            statement: Some(statement),
            shown: Vec::new(),
        };
        statements.iter().map(step).collect()
    }

    fn of_steps(&self, steps: &[Step<'s>]) -> Option<Why> {
        let bodies: Vec<&[Step<'s>]> = (1..=steps.len()).map(|length| &steps[..length]).collect();
        let holds = self.probe.hold(&bodies);
        let failing = holds.iter().position(|holds| *holds == Some(false))?;
        let (before, statement) = (&steps[..failing], steps[failing].statement?);
        match &statement.literal {
            Literal::Every { domain, query, .. } => self
                .of_every(before, statement, query)
                .or_else(|| self.told(before, statement, domain, Truth::False)),
            Literal::SomeIn { collection, .. } => self.told(before, statement, collection, Truth::Empty),
            Literal::NotExpr { expr, .. } => self.told(before, statement, expr, Truth::False),
            Literal::Expr { expr, .. } => {
                let parts = Parts::alone(expr, &self.probe);
                let values = self.probe.values(before, &parts, &self.modifiers(statement));
                self.told(before, statement, expr, truth(&values))
            }
            Literal::SomeVars { .. } => None,
        }
    }

    /// Why an element does not meet the body of an `every`: the first one that does not.
    fn of_every(&self, before: &[Step<'s>], statement: &'s LiteralStmt, query: &'s Query) -> Option<Why> {
        let Literal::Every { key, value, domain, .. } = &statement.literal else { return None };
        if !statement.with_mods.is_empty() {
            return None;
        }
        let names: Vec<&str> = key.iter().chain([value]).map(|name| self.text(name)).collect();
        let each = format!("some {} in {}", names.join(", "), self.probe.text(domain));
        let inner = self.steps(&query.stmts);
        let body: Vec<&str> = inner.iter().map(|step| step.text.as_str()).collect();
        let none = format!("count([1 | {}]) == 0", body.join("\n"));
        let mut steps = before.to_vec();
        steps.push(Step::own(each));
        let unmet: Vec<Step<'s>> = steps.iter().cloned().chain([Step::own(none)]).collect();
        let named: Vec<&str> = names.iter().copied().filter(|name| *name != "_").collect();
        let found = self.probe.ask(&format!("[{}]", named.join(", ")), &unmet)?;
        if let Some(Value::Array(values)) = found.first() {
            let bound = named.iter().zip(values.iter());
            steps.extend(bound.map(|(name, value)| Step {
                shown: vec![name.to_string()],
                ..Step::own(format!("{name} == {}", to_rego(value)))
            }));
        }
        steps.extend(inner);
        self.of_steps(&steps)
    }

    /// The value of the head of a rule whose body holds.
    fn of_value(&self, steps: &[Step<'s>]) -> Option<Why> {
        let Rule::Spec { head: RuleHead::Compr { assign: Some(assign), .. }, .. } = self.rule else {
            return None;
        };
        let expr = &assign.value;
        let names = Parts::of(expr, &self.probe);
        let values = self.probe.values(steps, &names, "");
        let whole = self.probe.values(steps, &Parts::alone(expr, &self.probe), "");
        Some(self.why(expr, truth(&whole), &values))
    }

    fn told(&self, before: &[Step<'s>], statement: &LiteralStmt, expr: &Expr, truth: Truth) -> Option<Why> {
        let mut parts = Parts::of(expr, &self.probe);
        parts.variables.extend(before.iter().flat_map(|step| step.shown.iter().cloned()));
        for modifier in &statement.with_mods {
            parts.add_variables(&modifier.r#as);
        }
        let values = self.probe.values(before, &parts, &self.modifiers(statement));
        let at = match &statement.literal {
            Literal::Expr { expr, .. } => self.place(expr),
            _ => {
                let whole = self.whole(&statement.span);
                let end = statement.with_mods.first().map_or(whole.end, |with| {
                    let before = self.module.text.get(whole.start as usize..with.span.start as usize);
                    whole.start + before.unwrap_or_default().trim_end().len() as u32
                });
                Span { start: whole.start, end }
            }
        };
        Some(Why { at: Origin::new(&self.module.source, at), ..self.why(expr, truth, &values) })
    }

    /// The words `with … as …` of a statement.
    fn modifiers(&self, statement: &LiteralStmt) -> String {
        let Some(first) = statement.with_mods.first() else { return String::new() };
        let range = first.span.start as usize..self.whole(&statement.span).end as usize;
        self.module.text.get(range).unwrap_or_default().to_owned()
    }

    fn why(&self, expr: &Expr, truth: Truth, values: &[(String, Option<Value>)]) -> Why {
        let sides = match expr {
            Expr::BoolExpr { op: BoolOp::Eq, lhs, rhs, .. } => Some((lhs, rhs)),
            Expr::AssignExpr { op: AssignOp::Eq, lhs, rhs, .. } => Some((lhs, rhs)),
            _ => None,
        };
        let differences = sides.and_then(|(lhs, rhs)| {
            let value = |side: &Expr| {
                let text = parts::one_line(self.probe.text(side));
                let known =
                    values.iter().find(|(name, _)| *name == text).and_then(|(_, value)| value.clone());
                known.or_else(|| parts::literal(side))
            };
            Some(difference::between(&value(lhs)?, &value(rhs)?))
        });
        let shown =
            |(name, value): &(String, Option<Value>)| (name.clone(), value.as_ref().and_then(Shown::of));
        Why {
            at: Origin::new(&self.module.source, self.place(expr)),
            truth,
            values: values.iter().map(shown).collect(),
            differences: differences.unwrap_or_default(),
        }
    }
}

/// How an expression does not hold whose value comes last.
fn truth(values: &[(String, Option<Value>)]) -> Truth {
    match values.last() {
        Some((_, Some(Value::Bool(false)))) => Truth::False,
        _ => Truth::Undefined,
    }
}
