//! The syntax tree of a policy: small, owned, every node with its bytes.
//!
//! Spans cover what a reader would underline: quotes belong to a string, brackets to a literal. The text under
//! the span of a term parses back to that term.

use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

/// Which Rego a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// Keywords only where they are imported; `if` and `contains` not demanded.
    V0,
    /// The language since OPA 1.0.
    #[default]
    V1,
}

/// A policy file.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The Rego that it was read as.
    pub version: Version,
    /// Package path below `data`.
    pub package: Vec<String>,
    /// The `package` statement.
    pub package_span: Span,
    /// Imports, those of keywords included.
    pub imports: Vec<Import>,
    /// Definitions in source order.
    pub rules: Vec<Rule>,
    /// Comments in source order, each from `#` to the end of its line.
    pub comments: Vec<Span>,
}

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The statement.
    pub span: Span,
    /// What is imported: `data`, `lib`, `x`.
    pub path: Vec<String>,
    /// The name behind `as`.
    pub alias: Option<Name>,
}

impl Import {
    /// True for `import rego.v1` and `import future.keywords`, which bind no name.
    pub fn of_keywords(&self) -> bool {
        matches!(self.path.first().map(String::as_str), Some("rego" | "future"))
    }

    /// The name that it binds.
    pub fn name(&self) -> Option<&str> {
        match &self.alias {
            _ if self.of_keywords() => None,
            Some(alias) => Some(&alias.text),
            None => self.path.last().map(String::as_str),
        }
    }
}

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleKind {
    /// A value, or a member of an object.
    Value,
    /// Members of a set.
    Set,
    /// A function.
    Function,
    /// The value of a rule or function that has no other.
    Default,
}

/// One definition of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The whole definition.
    pub span: Span,
    /// What it defines.
    pub kind: RuleKind,
    /// Its name: the constant part of its head, `a` and `b` of `a.b[x]` and of `a["b"][x]`.
    pub path: Vec<String>,
    /// The bytes of the constant part.
    pub name_span: Span,
    /// Arguments of a function; `None` of what is no function.
    pub args: Option<Vec<Term>>,
    /// The steps of the head behind its constant part: a name behind a dot is a text.
    pub keys: Vec<Term>,
    /// The member that a set gains.
    pub member: Option<Term>,
    /// The value, where one is given.
    pub value: Option<Term>,
    /// True if the value is given with `:=`.
    pub assigned: bool,
    /// Bodies: several where they are chained or follow `else`. None where the head stands alone.
    pub bodies: Vec<Body>,
}

/// One body of a definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The value given with `else`.
    pub value: Option<Term>,
    /// True for one that follows `else`; a chained one is a definition of its own with the same head.
    pub is_else: bool,
    /// The conditions; empty for `else := x` without any.
    pub query: Query,
}

/// Statements that hold together.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Its bytes, braces included where it has them.
    pub span: Span,
    /// The statements.
    pub statements: Vec<Statement>,
}

/// A statement with what it replaces by `with`.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The whole statement.
    pub span: Span,
    /// What it says.
    pub kind: StatementKind,
    /// Replacements: the target and its value.
    pub with: Vec<(Term, Term)>,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `some x, y`
    Some(Vec<Name>),
    /// `some k, v in xs`
    SomeIn {
        /// The key or index.
        key: Option<Term>,
        /// The member.
        value: Term,
        /// What is searched.
        collection: Term,
    },
    /// A term that has to be defined and not false.
    Holds(Term),
    /// A term that must not be.
    Not(Term),
    /// `not { ... }` and, with `import future.keywords.not`, `not` before anything: the whole query, what its terms
    /// need included, must have no solution.
    NotQuery(Query),
    /// `every k, v in xs { ... }`
    Every {
        /// The key or index.
        key: Option<Name>,
        /// The member.
        value: Name,
        /// What is walked.
        domain: Term,
        /// What has to hold of every member.
        body: Query,
    },
}

/// A term with its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: TermKind,
}

/// How two terms are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`, of sets too.
    Minus,
    /// `*`
    Times,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `&` of sets.
    And,
    /// `|` of sets.
    Or,
}

impl Operator {
    /// The builtin that it stands for.
    pub fn builtin(self) -> &'static str {
        match self {
            Operator::Equal => "equal",
            Operator::Unequal => "neq",
            Operator::Less => "lt",
            Operator::LessOrEqual => "lte",
            Operator::Greater => "gt",
            Operator::GreaterOrEqual => "gte",
            Operator::Plus => "plus",
            Operator::Minus => "minus",
            Operator::Times => "mul",
            Operator::Divide => "div",
            Operator::Remainder => "rem",
            Operator::And => "and",
            Operator::Or => "or",
        }
    }
}

/// A step of a reference.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// `.name`
    Field(Name),
    /// `[term]`
    Index(Term),
}

impl Step {
    /// The key that it leads to, if the text says it.
    pub fn constant(&self) -> Option<&str> {
        match self {
            Step::Field(name) => Some(&name.text),
            Step::Index(term) => term.text(),
        }
    }

    /// Its bytes, without dot or brackets.
    pub fn span(&self) -> Span {
        match self {
            Step::Field(name) => name.span,
            Step::Index(term) => term.span,
        }
    }
}

/// A value without members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, its escapes replaced.
    Text(String),
}

/// What a comprehension gathers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gather {
    /// `[x | ..]`
    Array,
    /// `{x | ..}`
    Set,
    /// `{k: v | ..}`
    Object,
}

/// A part of an interpolated string.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Text, its escapes replaced.
    Text(String),
    /// `{term}`: its value, or `<undefined>`.
    Term(Term),
}

/// What a term is.
#[derive(Debug, Clone, PartialEq)]
pub enum TermKind {
    /// Null, a boolean, a number or a string.
    Scalar(Scalar),
    /// `$"..{x}.."`
    Interpolated(Vec<Part>),
    /// A name by itself: a variable, a rule, an import. Each `_` is a variable of its own.
    Var(String),
    /// A reference: a root with at least one step.
    Ref(Box<Term>, Vec<Step>),
    /// A call: the name of the function as a variable or reference, and its arguments.
    Call(Box<Term>, Vec<Term>),
    /// `[a, b]`
    Array(Vec<Term>),
    /// `{a, b}`, `set()`
    Set(Vec<Term>),
    /// `{a: b}`
    Object(Vec<(Term, Term)>),
    /// A comprehension: what it gathers (a key and a value for objects) and its query.
    Comprehension(Gather, Vec<Term>, Query),
    /// Two terms joined. `-x` of what is no number is `0 - x`, its zero without bytes.
    Binary(Operator, Box<Term>, Box<Term>),
    /// `x = y`; with `true`, `x := y`.
    Assign(bool, Box<Term>, Box<Term>),
    /// `k, v in xs`
    In(Option<Box<Term>>, Box<Term>, Box<Term>),
}

impl Rule {
    /// The name, dotted.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// The arguments of a function.
    pub fn arguments(&self) -> &[Term] {
        self.args.as_deref().unwrap_or_default()
    }

    /// The terms of the head that see what a body binds.
    pub fn head(&self) -> impl Iterator<Item = &Term> {
        self.keys.iter().chain(&self.member).chain(&self.value)
    }

    /// Every query of it, those within terms left out.
    pub fn queries(&self) -> impl Iterator<Item = &Query> {
        self.bodies.iter().map(|body| &body.query)
    }

    /// Visits every term, outer ones first.
    pub fn terms<'t>(&'t self, visit: &mut dyn FnMut(&'t Term)) {
        self.arguments().iter().chain(self.head()).for_each(|term| term.terms(visit));
        for body in &self.bodies {
            body.value.iter().for_each(|value| value.terms(visit));
            body.query.terms(visit);
        }
    }

    /// Visits every query, those of comprehensions, `every` and `not` included.
    pub fn all_queries<'t>(&'t self, visit: &mut dyn FnMut(&'t Query)) {
        let mut inner = Vec::new();
        self.queries().for_each(|query| query.queries(visit));
        self.terms(&mut |term| inner.extend(term.kind.query()));
        inner.into_iter().for_each(|query| query.queries(visit));
    }
}

impl Query {
    /// Visits every term in it.
    pub fn terms<'t>(&'t self, visit: &mut dyn FnMut(&'t Term)) {
        for statement in &self.statements {
            statement.own_terms().for_each(|term| term.terms(visit));
            if let Some(body) = statement.kind.query() {
                body.terms(visit);
            }
        }
    }

    /// Visits this query and those of `every` and `not` in it.
    fn queries<'t>(&'t self, visit: &mut dyn FnMut(&'t Query)) {
        visit(self);
        self.statements.iter().filter_map(|statement| statement.kind.query()).for_each(|q| q.queries(visit));
    }
}

impl Statement {
    /// The terms that stand directly in it; the queries of `every` and `not` left out.
    pub fn own_terms(&self) -> impl Iterator<Item = &Term> {
        let terms: Vec<&Term> = match &self.kind {
            StatementKind::Some(_) | StatementKind::NotQuery(_) => Vec::new(),
            StatementKind::SomeIn { key, value, collection } => {
                key.iter().chain([value, collection]).collect()
            }
            StatementKind::Holds(term) | StatementKind::Not(term) => vec![term],
            StatementKind::Every { domain, .. } => vec![domain],
        };
        terms.into_iter().chain(self.with.iter().flat_map(|(target, value)| [target, value]))
    }
}

impl StatementKind {
    /// The query of `every` or `not`.
    pub fn query(&self) -> Option<&Query> {
        match self {
            StatementKind::Every { body, .. } | StatementKind::NotQuery(body) => Some(body),
            _ => None,
        }
    }
}

impl TermKind {
    /// The query of a comprehension.
    pub fn query(&self) -> Option<&Query> {
        match self {
            TermKind::Comprehension(_, _, query) => Some(query),
            _ => None,
        }
    }
}

impl Term {
    /// The text of a plain string.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            TermKind::Scalar(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The name of a variable.
    pub fn var(&self) -> Option<&str> {
        match &self.kind {
            TermKind::Var(name) => Some(name),
            _ => None,
        }
    }

    /// The root and the steps of a variable or reference.
    pub fn reference(&self) -> Option<(&str, &[Step])> {
        match &self.kind {
            TermKind::Var(name) => Some((name, &[])),
            TermKind::Ref(root, steps) => Some((root.var()?, steps)),
            _ => None,
        }
    }

    /// The dotted name of a variable or a reference all of whose steps are constant.
    pub fn dotted(&self) -> Option<String> {
        let (root, steps) = self.reference()?;
        let mut name = root.to_owned();
        for step in steps {
            name.push('.');
            name.push_str(step.constant()?);
        }
        Some(name)
    }

    /// The terms that stand directly in it; for a comprehension those that it gathers.
    pub fn children(&self) -> Vec<&Term> {
        match &self.kind {
            TermKind::Scalar(_) | TermKind::Var(_) => Vec::new(),
            TermKind::Interpolated(parts) => {
                let terms = parts.iter().filter_map(|part| match part {
                    Part::Text(_) => None,
                    Part::Term(term) => Some(term),
                });
                terms.collect()
            }
            TermKind::Ref(root, steps) => {
                let indexes = steps.iter().filter_map(|step| match step {
                    Step::Field(_) => None,
                    Step::Index(term) => Some(term),
                });
                std::iter::once(root.as_ref()).chain(indexes).collect()
            }
            TermKind::Call(function, args) => std::iter::once(function.as_ref()).chain(args).collect(),
            TermKind::Array(items) | TermKind::Set(items) | TermKind::Comprehension(_, items, _) => {
                items.iter().collect()
            }
            TermKind::Object(fields) => fields.iter().flat_map(|(key, value)| [key, value]).collect(),
            TermKind::Binary(_, left, right) | TermKind::Assign(_, left, right) => vec![left, right],
            TermKind::In(key, value, collection) => {
                key.iter().map(AsRef::as_ref).chain([value.as_ref(), collection.as_ref()]).collect()
            }
        }
    }

    /// Visits it and every term in it, queries included.
    pub fn terms<'t>(&'t self, visit: &mut dyn FnMut(&'t Term)) {
        visit(self);
        self.children().into_iter().for_each(|child| child.terms(visit));
        if let Some(query) = self.kind.query() {
            query.terms(visit);
        }
    }
}
