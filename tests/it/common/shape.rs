//! The shape of a syntax tree as a text, without its bytes.

#![allow(dead_code, reason = "each test uses its part")]

use fiducia::rego::ast::{
    Body, Gather, Part, Query, Rule, RuleKind, Scalar, Statement, StatementKind, Step, Term, TermKind, Tree,
};

/// Each definition of a file.
pub fn rules(tree: &Tree) -> Vec<String> {
    tree.rules.iter().map(rule).collect()
}

fn rule(rule: &Rule) -> String {
    let mut shape = if rule.kind == RuleKind::Default { "default ".to_owned() } else { String::new() };
    shape += &rule.name();
    if !rule.keys.is_empty() {
        shape += &format!("[{}]", terms(&rule.keys));
    }
    if let Some(args) = &rule.args {
        shape += &format!("({})", terms(args));
    }
    if let Some(member) = &rule.member {
        shape += &format!(" contains {}", term(member));
    }
    if let Some(value) = &rule.value {
        shape += &format!(" {} {}", if rule.assigned { ":=" } else { "=" }, term(value));
    }
    for (index, body) in rule.bodies.iter().enumerate() {
        shape += &self::body(index, body);
    }
    shape
}

fn body(index: usize, body: &Body) -> String {
    let begin = match (body.is_else, index) {
        (true, _) => " else",
        (false, 0) => "",
        (false, _) => " and",
    };
    let value = body.value.as_ref().map_or(String::new(), |value| format!(" {}", term(value)));
    format!("{begin}{value} {{{}}}", query(&body.query))
}

fn query(query: &Query) -> String {
    query.statements.iter().map(statement).collect::<Vec<_>>().join("; ")
}

fn statement(statement: &Statement) -> String {
    let key = |key: &Option<Term>| key.as_ref().map_or(String::new(), |key| format!("{}, ", term(key)));
    let mut shape = match &statement.kind {
        StatementKind::Some(names) => {
            format!("some {}", names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", "))
        }
        StatementKind::SomeIn { key: k, value, collection } => {
            format!("some {}{} in {}", key(k), term(value), term(collection))
        }
        StatementKind::Holds(holds) => term(holds),
        StatementKind::Not(negated) => format!("not {}", term(negated)),
        StatementKind::NotQuery(negated) => format!("not {{{}}}", query(negated)),
        StatementKind::Every { key, value, domain, body } => {
            let key = key.as_ref().map_or(String::new(), |key| format!("{}, ", key.text));
            format!("every {key}{} in {} {{{}}}", value.text, term(domain), query(body))
        }
    };
    for (target, value) in &statement.with {
        shape += &format!(" with {} as {}", term(target), term(value));
    }
    shape
}

fn terms(terms: &[Term]) -> String {
    terms.iter().map(term).collect::<Vec<_>>().join(" ")
}

/// A term.
pub fn term(shown: &Term) -> String {
    match &shown.kind {
        TermKind::Scalar(scalar) => self::scalar(scalar),
        TermKind::Interpolated(parts) => {
            format!("$({})", parts.iter().map(part).collect::<Vec<_>>().join(" "))
        }
        TermKind::Var(name) => name.clone(),
        TermKind::Ref(root, steps) => term(root) + &steps.iter().map(step).collect::<String>(),
        TermKind::Call(function, args) => format!("(call {} {})", term(function), terms(args)),
        TermKind::Array(items) => format!("[{}]", terms(items)),
        TermKind::Set(items) if items.is_empty() => "set()".to_owned(),
        TermKind::Set(items) => format!("set({})", terms(items)),
        TermKind::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{}: {}", term(key), term(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        TermKind::Comprehension(gather, items, body) => {
            let (open, close) = if *gather == Gather::Array { ('[', ']') } else { ('{', '}') };
            let items = items.iter().map(term).collect::<Vec<_>>().join(": ");
            format!("{open}{items} | {}{close}", query(body))
        }
        TermKind::Binary(operator, left, right) => {
            format!("({} {} {})", operator.builtin(), term(left), term(right))
        }
        TermKind::Assign(assigned, left, right) => {
            format!("({} {} {})", if *assigned { "assign" } else { "eq" }, term(left), term(right))
        }
        TermKind::In(Some(key), value, collection) => {
            format!("(in {} {} {})", term(key), term(value), term(collection))
        }
        TermKind::In(None, value, collection) => format!("(in {} {})", term(value), term(collection)),
    }
}

fn scalar(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Number(number) => number.clone(),
        Scalar::Text(text) => format!("{text:?}"),
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("{text:?}"),
        Part::Term(found) => term(found),
    }
}

fn step(step: &Step) -> String {
    match step {
        Step::Field(name) => format!(".{}", name.text),
        Step::Index(index) => format!("[{}]", term(index)),
    }
}
