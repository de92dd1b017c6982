//! Small policies made of choices, as text, and what they mean to OPA: bodies are searched for all their solutions, one
//! statement after the other.

use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The variables of a body.
pub type Scope = BTreeMap<String, Value>;

/// An expression.
#[derive(Debug, Clone)]
pub enum Expr {
    Literal(Value),
    Variable(String),
    /// `input`.
    Input,
    /// A value of the module, by name.
    Rule(usize),
    Field(Box<Expr>, &'static str),
    Item(Box<Expr>, Box<Expr>),
    Count(Box<Expr>),
    Call(usize, Box<Expr>),
    Array(Vec<Expr>),
    /// `[term | body]`, or a set where true.
    Gathered(bool, Box<Expr>, Vec<Statement>),
}

/// A statement of a body.
#[derive(Debug, Clone)]
pub enum Statement {
    Holds(Expr),
    Compare(&'static str, Expr, Expr),
    Member(Expr, Expr),
    Not(Box<Statement>),
    Assign(String, Expr),
    /// `some key, value in of`, or `some key; value := of[key]` where true.
    Some(bool, Option<String>, String, Expr),
    Every(String, Expr, Vec<Statement>),
}

/// What a rule or function is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `r := value if body`, with one value for all bodies, and a default.
    Complete(Option<Value>),
    /// `r contains term if body`.
    Set(Vec<Expr>),
    /// `f(x) := value if body`, with one value of `x` for all bodies.
    Function(Expr),
    /// `f(x) := value if body else := value ..`, with a value each.
    Chain,
}

/// A rule or function with its bodies.
#[derive(Debug, Clone)]
pub struct Rule {
    pub kind: Kind,
    /// What a function takes.
    takes: Type,
    pub bodies: Vec<Vec<Statement>>,
}

/// A module: its rules refer to those before them only.
#[derive(Debug, Clone, Default)]
pub struct Module {
    pub rules: Vec<Rule>,
}

/// The value of all definitions of a complete rule.
const VALUE: i64 = 7;

impl Module {
    /// The module as text. Rules are called `r0` and so on.
    pub fn text(&self) -> String {
        let mut text = String::from("package m\n");
        for (index, rule) in self.rules.iter().enumerate() {
            text.push('\n');
            rule.write(index, &mut text);
        }
        text
    }

    /// The value of a rule. Sets are sorted arrays.
    pub fn value(&self, rule: usize, input: &Value) -> Option<Value> {
        let all = |body: &[Statement]| self.solve(body, Scope::new(), input);
        let Rule { kind, bodies, .. } = &self.rules[rule];
        match kind {
            Kind::Complete(default) => {
                if bodies.iter().any(|body| !all(body).is_empty()) {
                    Some(json!(VALUE))
                } else {
                    default.clone()
                }
            }
            Kind::Set(terms) => {
                let of_body = |(body, term): (&Vec<Statement>, &Expr)| {
                    all(body).iter().filter_map(|scope| self.eval(term, scope, input)).collect::<Vec<_>>()
                };
                Some(set(bodies.iter().zip(terms).flat_map(of_body).collect()))
            }
            Kind::Function(_) | Kind::Chain => None,
        }
    }

    fn call(&self, function: usize, argument: Value, input: &Value) -> Option<Value> {
        let Rule { kind, bodies, .. } = &self.rules[function];
        let scope = || Scope::from([("x".to_owned(), argument.clone())]);
        let first = bodies.iter().position(|body| !self.solve(body, scope(), input).is_empty())?;
        match kind {
            Kind::Function(value) => self.eval(value, &scope(), input),
            _ => Some(json!(first)),
        }
    }

    fn solve(&self, body: &[Statement], scope: Scope, input: &Value) -> Vec<Scope> {
        let step = |scopes: Vec<Scope>, statement: &Statement| {
            scopes.into_iter().flat_map(|scope| self.step(statement, scope, input)).collect()
        };
        body.iter().fold(vec![scope], step)
    }

    fn step(&self, statement: &Statement, scope: Scope, input: &Value) -> Vec<Scope> {
        let holds = |holds: bool, scope: Scope| if holds { vec![scope] } else { Vec::new() };
        match statement {
            Statement::Assign(name, expr) => match self.eval(expr, &scope, input) {
                Some(value) => vec![with(scope, name, value)],
                None => Vec::new(),
            },
            Statement::Some(_, key, name, expr) => {
                let members = self.eval(expr, &scope, input).map(members).unwrap_or_default();
                let bind = |(at, value): (Value, Value)| {
                    let scope = with(scope.clone(), name, value);
                    key.iter().fold(scope, |scope, key| with(scope, key, at.clone()))
                };
                members.into_iter().map(bind).collect()
            }
            Statement::Every(name, expr, body) => {
                let each = |(_, value)| !self.solve(body, with(scope.clone(), name, value), input).is_empty();
                let all = self.eval(expr, &scope, input).map(|domain| members(domain).into_iter().all(each));
                holds(all == Some(true), scope)
            }
            Statement::Not(inner) => {
                let early = self.early(inner, &scope, input) && !self.holds(inner, &scope, input);
                holds(early, scope)
            }
            other => holds(self.holds(other, &scope, input), scope),
        }
    }

    fn holds(&self, statement: &Statement, scope: &Scope, input: &Value) -> bool {
        let eval = |expr: &Expr| self.eval(expr, scope, input);
        match statement {
            Statement::Holds(expr) => eval(expr).is_some_and(|value| value != json!(false)),
            Statement::Compare(operator, left, right) => match (eval(left), eval(right)) {
                (Some(left), Some(right)) => compare(operator, &left, &right),
                _ => false,
            },
            Statement::Member(member, of) => match (eval(member), eval(of)) {
                (Some(member), Some(of)) => members(of).iter().any(|(_, value)| *value == member),
                _ => false,
            },
            _ => false,
        }
    }

    /// True if what OPA evaluates before it negates is defined.
    fn early(&self, negated: &Statement, scope: &Scope, input: &Value) -> bool {
        let defined = |expr: &Expr| self.eval(expr, scope, input).is_some();
        match negated {
            Statement::Holds(Expr::Call(_, argument)) => defined(argument),
            Statement::Holds(Expr::Item(_, index)) => defined(index),
            // Where equality stands, a reference may be undefined, and a call may not.
            Statement::Compare("==" | "=", left, right) => {
                let certain = |side: &Expr| !matches!(side, Expr::Count(_) | Expr::Call(..)) || defined(side);
                certain(left) && certain(right)
            }
            Statement::Compare(_, left, right) | Statement::Member(left, right) => {
                defined(left) && defined(right)
            }
            _ => true,
        }
    }

    fn eval(&self, expr: &Expr, scope: &Scope, input: &Value) -> Option<Value> {
        let eval = |expr: &Expr| self.eval(expr, scope, input);
        match expr {
            Expr::Literal(value) => Some(value.clone()),
            Expr::Variable(name) => scope.get(name).cloned(),
            Expr::Input => Some(input.clone()),
            Expr::Rule(rule) => self.value(*rule, input),
            Expr::Field(of, name) => eval(of)?.get(name).cloned(),
            Expr::Item(of, index) => match (eval(of)?, eval(index)?) {
                (Value::Object(of), Value::String(key)) => of.get(&key).cloned(),
                _ => None,
            },
            Expr::Count(of) => match eval(of)? {
                Value::Array(items) => Some(json!(items.len())),
                Value::Object(entries) => Some(json!(entries.len())),
                _ => None,
            },
            Expr::Call(function, argument) => self.call(*function, eval(argument)?, input),
            Expr::Array(items) => items.iter().map(eval).collect::<Option<Vec<_>>>().map(Value::from),
            Expr::Gathered(as_set, term, body) => {
                let scopes = self.solve(body, scope.clone(), input);
                let found = scopes.iter().filter_map(|scope| self.eval(term, scope, input)).collect();
                Some(if *as_set { set(found) } else { Value::Array(found) })
            }
        }
    }
}

fn with(mut scope: Scope, name: &str, value: Value) -> Scope {
    scope.insert(name.to_owned(), value);
    scope
}

fn members(value: Value) -> Vec<(Value, Value)> {
    match value {
        Value::Array(items) => items.into_iter().enumerate().map(|(at, item)| (json!(at), item)).collect(),
        Value::Object(entries) => entries.into_iter().map(|(key, value)| (json!(key), value)).collect(),
        _ => Vec::new(),
    }
}

/// The members of a set, each once.
fn set(mut members: Vec<Value>) -> Value {
    members.sort_by(order);
    members.dedup();
    Value::Array(members)
}

/// Numbers before strings before arrays.
fn order(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| (value.is_array(), value.is_string(), value.as_i64());
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => {
            let different = a.iter().zip(b).map(|(a, b)| order(a, b)).find(|order| order.is_ne());
            different.unwrap_or(a.len().cmp(&b.len()))
        }
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

fn compare(operator: &str, left: &Value, right: &Value) -> bool {
    match operator {
        "==" | "=" => left == right,
        "!=" => left != right,
        "<" => left.as_i64() < right.as_i64(),
        _ => left.as_i64() >= right.as_i64(),
    }
}

impl Rule {
    fn write(&self, index: usize, text: &mut String) {
        let bodies = self.bodies.iter().map(|body| statements(body));
        let mut line = |line: String| text.push_str(&(line + "\n"));
        match &self.kind {
            Kind::Complete(default) => {
                default.iter().for_each(|value| line(format!("default r{index} := {value}")));
                bodies.for_each(|body| line(format!("r{index} := {VALUE} if {{ {body} }}")));
            }
            Kind::Set(terms) => {
                let terms = terms.iter().map(|term| term.text());
                bodies
                    .zip(terms)
                    .for_each(|(body, term)| line(format!("r{index} contains {term} if {{ {body} }}")));
            }
            Kind::Function(value) => {
                let value = value.text();
                bodies.for_each(|body| line(format!("r{index}(x) := {value} if {{ {body} }}")));
            }
            Kind::Chain => {
                let chain: Vec<String> =
                    bodies.enumerate().map(|(at, body)| format!(":= {at} if {{ {body} }}")).collect();
                line(format!("r{index}(x) {}", chain.join(" else ")));
            }
        }
    }
}

fn statements(body: &[Statement]) -> String {
    body.iter().map(Statement::text).collect::<Vec<_>>().join("; ")
}

impl Statement {
    fn text(&self) -> String {
        match self {
            Statement::Holds(expr) => expr.text(),
            Statement::Compare(operator, left, right) => {
                format!("{} {operator} {}", left.text(), right.text())
            }
            Statement::Member(member, of) => format!("{} in {}", member.text(), of.text()),
            Statement::Not(inner) => format!("not {}", inner.text()),
            Statement::Assign(name, expr) => format!("{name} := {}", expr.text()),
            Statement::Some(true, None, name, expr) => format!("{name} := {}[_]", expr.text()),
            Statement::Some(true, Some(key), name, expr) => {
                format!("some {key}; {name} := {}[{key}]", expr.text())
            }
            Statement::Some(false, key, name, expr) => {
                let key = key.as_ref().map(|key| format!("{key}, ")).unwrap_or_default();
                format!("some {key}{name} in {}", expr.text())
            }
            Statement::Every(name, expr, body) => {
                format!("every {name} in {} {{ {} }}", expr.text(), statements(body))
            }
        }
    }
}

impl Expr {
    fn text(&self) -> String {
        match self {
            Expr::Literal(value) => value.to_string(),
            Expr::Variable(name) => name.clone(),
            Expr::Input => "input".to_owned(),
            Expr::Rule(rule) => format!("r{rule}"),
            Expr::Field(of, name) => format!("{}.{name}", of.text()),
            Expr::Item(of, index) => format!("{}[{}]", of.text(), index.text()),
            Expr::Count(of) => format!("count({})", of.text()),
            Expr::Call(function, argument) => format!("r{function}({})", argument.text()),
            Expr::Array(items) => {
                format!("[{}]", items.iter().map(Expr::text).collect::<Vec<_>>().join(", "))
            }
            Expr::Gathered(as_set, term, body) => {
                let (open, close) = if *as_set { ('{', '}') } else { ('[', ']') };
                let mut text = String::from(open);
                let _ = write!(text, "{} | {}{close}", term.text(), statements(body));
                text
            }
        }
    }
}

/// What an expression gives, where it gives anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    /// A small integer.
    Number,
    /// A key of `input.table`.
    Key,
    /// An object with `n`, `ok`, `ns` and `keys`, each of which may be missing.
    Item,
    /// Numbers.
    Numbers,
    /// Keys.
    Keys,
    /// Objects.
    Items,
}

/// Makes a module of choices; where they run out, it takes the simplest.
pub struct Maker<'c> {
    choices: std::slice::Iter<'c, u8>,
    names: usize,
    module: Module,
}

/// The input of all modules.
pub fn input() -> Value {
    json!({
        "n": 1,
        "keys": ["a", "b", "c", "none"],
        "items": [
            {"n": 1, "ok": true, "ns": [1, 2], "keys": ["a", "b"]},
            {"n": 0, "ok": false, "ns": [], "keys": []},
            {"ns": [0], "keys": ["c", "none"]},
            {"n": 2, "ok": true},
        ],
        "table": {
            "a": {"n": 1, "ok": true, "ns": [0, 3]},
            "b": {"n": 2, "ok": false, "ns": [], "keys": ["a"]},
            "c": {"ns": [1, 1], "keys": ["b", "none"]},
        },
    })
}

type Known = Vec<(String, Type)>;

impl<'c> Maker<'c> {
    /// The module of some choices, whose last rule is a set.
    pub fn module(choices: &'c [u8]) -> Module {
        let mut maker = Maker { choices: choices.iter(), names: 0, module: Module::default() };
        for _ in 0..=maker.choose(3) {
            let rule = maker.rule();
            maker.module.rules.push(rule);
        }
        let last = maker.set();
        maker.module.rules.push(last);
        maker.module
    }

    fn choose(&mut self, below: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % below
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    fn rule(&mut self) -> Rule {
        match self.choose(5) {
            0 | 1 => self.function(false),
            2 => self.function(true),
            3 => self.set(),
            _ => {
                let default = (self.choose(2) == 1).then(|| json!(0));
                let bodies = (0..=self.choose(2)).map(|_| self.body(&mut Known::new(), 2)).collect();
                Rule { kind: Kind::Complete(default), takes: Type::Key, bodies }
            }
        }
    }

    /// A function of an item, or of a key.
    fn function(&mut self, chain: bool) -> Rule {
        let (bodies, takes) = (1 + self.choose(3), [Type::Item, Type::Key][self.choose(2)]);
        let known = || vec![("x".to_owned(), takes)];
        let bodies = (0..bodies).map(|_| self.body(&mut known(), 2)).collect();
        let kind = match chain {
            true => Kind::Chain,
            false if self.choose(2) == 0 => Kind::Function(Expr::Literal(json!(true))),
            false => Kind::Function(self.expr(Type::Number, &known(), 1)),
        };
        Rule { kind, takes, bodies }
    }

    fn set(&mut self) -> Rule {
        let (mut bodies, mut terms) = (Vec::new(), Vec::new());
        for _ in 0..=self.choose(2) {
            let mut known = Known::new();
            bodies.push(self.body(&mut known, 3));
            terms.push(self.term(&known));
        }
        Rule { kind: Kind::Set(terms), takes: Type::Key, bodies }
    }

    /// What tells solutions apart: a key or number that the body binds.
    fn term(&mut self, known: &Known) -> Expr {
        let scalar = |(_, kind): &&(String, Type)| matches!(kind, Type::Key | Type::Number);
        let names: Vec<&String> = known.iter().filter(scalar).map(|(name, _)| name).collect();
        let mut some = || match names.len() {
            0 => Expr::Literal(json!("k")),
            count => Expr::Variable(names[self.choose(count)].clone()),
        };
        let (first, second) = (some(), some());
        if self.choose(2) == 0 { first } else { Expr::Array(vec![first, second]) }
    }

    fn body(&mut self, known: &mut Known, depth: usize) -> Vec<Statement> {
        (0..=self.choose(3)).map(|_| self.statement(known, depth)).collect()
    }

    fn statement(&mut self, known: &mut Known, depth: usize) -> Statement {
        match self.choose(10) {
            0 => self.condition(known, depth),
            1 | 2 => Statement::Not(Box::new(self.condition(known, 0))),
            3 | 4 => {
                let (of, kind) = self.collection(known, depth);
                let (key, name) = ((self.choose(3) == 2).then(|| self.name()), self.name());
                known.push((name.clone(), kind));
                let reference = !matches!(of, Expr::Array(_) | Expr::Gathered(..));
                Statement::Some(reference && self.choose(3) == 1, key, name, of)
            }
            5 | 6 if depth > 0 => {
                let (of, kind) = self.collection(known, depth);
                let name = self.name();
                let mut inner = known.clone();
                inner.push((name.clone(), kind));
                Statement::Every(name, of, self.body(&mut inner, depth - 1))
            }
            7 => {
                let kind = [Type::Number, Type::Item, Type::Numbers, Type::Keys][self.choose(4)];
                let (expr, name) = (self.expr(kind, known, depth), self.name());
                known.push((name.clone(), kind));
                Statement::Assign(name, expr)
            }
            _ => self.condition(known, depth),
        }
    }

    fn condition(&mut self, known: &Known, depth: usize) -> Statement {
        match self.choose(7) {
            0 | 1 => {
                let operator = ["==", "!=", "<", ">=", "="][self.choose(5)];
                let left = self.expr(Type::Number, known, depth);
                // `x := 1; x = 1` is refused by the engine in some places.
                let variable = operator == "=" && matches!(left, Expr::Variable(_));
                let operator = if variable { "==" } else { operator };
                Statement::Compare(operator, left, Expr::Literal(json!(self.choose(3))))
            }
            2 => Statement::Holds(Expr::Field(Box::new(self.expr(Type::Item, known, depth)), "ok")),
            3 => Statement::Member(self.expr(Type::Key, known, depth), self.expr(Type::Keys, known, depth)),
            4 => Statement::Member(Expr::Literal(json!(1)), self.expr(Type::Numbers, known, depth)),
            5 => match self.rules(|kind| matches!(kind, Kind::Complete(_))) {
                Some(rule) => Statement::Holds(Expr::Rule(rule)),
                None => Statement::Holds(Expr::Field(Box::new(Expr::Input), "n")),
            },
            _ => match self.rules(|kind| matches!(kind, Kind::Function(_))) {
                Some(function) => {
                    let argument = self.expr(self.module.rules[function].takes, known, depth);
                    Statement::Holds(Expr::Call(function, Box::new(argument)))
                }
                None => Statement::Holds(Expr::Field(Box::new(self.expr(Type::Item, known, depth)), "n")),
            },
        }
    }

    /// A rule of a kind.
    fn rules(&mut self, wanted: impl Fn(&Kind) -> bool) -> Option<usize> {
        let all = self.module.rules.iter().enumerate();
        let found: Vec<usize> = all.filter(|(_, rule)| wanted(&rule.kind)).map(|(index, _)| index).collect();
        (!found.is_empty()).then(|| found[self.choose(found.len())])
    }

    fn collection(&mut self, known: &Known, depth: usize) -> (Expr, Type) {
        let (of, member) =
            [(Type::Items, Type::Item), (Type::Keys, Type::Key), (Type::Numbers, Type::Number)]
                [self.choose(3)];
        (self.expr(of, known, depth), member)
    }

    fn expr(&mut self, kind: Type, known: &Known, depth: usize) -> Expr {
        let names: Vec<&String> =
            known.iter().filter(|(_, known)| *known == kind).map(|(name, _)| name).collect();
        // Three times out of four, what the body has bound.
        if !names.is_empty() && self.choose(4) < 3 {
            return Expr::Variable(names[names.len() - 1 - self.choose(names.len())].clone());
        }
        let field = |of: Expr, name| Expr::Field(Box::new(of), name);
        match kind {
            Type::Number => match self.choose(6) {
                0 => field(self.expr(Type::Item, known, depth), "n"),
                1 => Expr::Count(Box::new(self.expr(Type::Numbers, known, depth))),
                2..=4 => match self.rules(|kind| matches!(kind, Kind::Chain | Kind::Function(_))) {
                    Some(function) => {
                        let argument = self.expr(self.module.rules[function].takes, known, depth);
                        Expr::Call(function, Box::new(argument))
                    }
                    None => field(Expr::Input, "n"),
                },
                _ => field(Expr::Input, "none"),
            },
            Type::Key => Expr::Literal(json!(["a", "b", "c"][self.choose(3)])),
            Type::Item => {
                let key = self.expr(Type::Key, known, 0);
                Expr::Item(Box::new(field(Expr::Input, "table")), Box::new(key))
            }
            Type::Items => field(Expr::Input, ["items", "table"][self.choose(2)]),
            Type::Numbers => match self.choose(3) {
                1 if depth > 0 => self.gathered(Type::Number, known, depth - 1),
                2 => Expr::Array(vec![Expr::Literal(json!(0)), Expr::Literal(json!(2))]),
                _ => field(self.expr(Type::Item, known, depth), "ns"),
            },
            Type::Keys => match self.choose(5) {
                1 if depth > 0 => self.gathered(Type::Key, known, depth - 1),
                2 => field(self.expr(Type::Item, known, depth), "keys"),
                3 => match self.rules(|kind| matches!(kind, Kind::Set(_))) {
                    Some(rule) => Expr::Rule(rule),
                    None => field(Expr::Input, "keys"),
                },
                _ => field(Expr::Input, "keys"),
            },
        }
    }

    fn gathered(&mut self, kind: Type, known: &Known, depth: usize) -> Expr {
        let as_set = self.choose(2) == 1;
        let mut inner = known.clone();
        let body = self.body(&mut inner, depth);
        Expr::Gathered(as_set, Box::new(self.expr(kind, &inner, 0)), body)
    }
}
