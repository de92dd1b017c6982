//! The syntax tree of a policy as this program reads it: small, owned, every node with its bytes.
//!
//! The engine's own tree is read in `policy/engine/syntax/` only. Spans here cover what a reader would
//! underline: quotes belong to a string, brackets to a literal.

use crate::source::Span;
use serde_json::Value;

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

/// A policy file.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Package path below `data`.
    pub package: Vec<String>,
    /// The `package` statement.
    pub package_span: Span,
    /// Imports, those of keywords included.
    pub imports: Vec<Import>,
    /// Definitions in source order.
    pub rules: Vec<Rule>,
}

/// An import.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone)]
pub struct Rule {
    /// The whole definition.
    pub span: Span,
    /// What it defines.
    pub kind: RuleKind,
    /// Its name, one part for each dot.
    pub path: Vec<String>,
    /// The bytes of the name.
    pub name_span: Span,
    /// Arguments of a function.
    pub args: Vec<Term>,
    /// What stands in brackets behind the name.
    pub keys: Vec<Term>,
    /// The member that a set gains.
    pub member: Option<Term>,
    /// The value, where one is given.
    pub value: Option<Term>,
    /// Bodies: several where they are chained or behind `else`.
    pub bodies: Vec<Body>,
}

impl Rule {
    /// The name, dotted.
    pub fn name(&self) -> String {
        self.path.join(".")
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
        self.args.iter().chain(self.head()).for_each(|term| term.terms(visit));
        for body in &self.bodies {
            body.value.iter().for_each(|value| value.terms(visit));
            body.query.terms(visit);
        }
    }

    /// Visits every query, those of comprehensions and `every` included.
    pub fn all_queries<'t>(&'t self, visit: &mut dyn FnMut(&'t Query)) {
        let mut inner = Vec::new();
        self.queries().for_each(|query| query.queries(visit));
        self.terms(&mut |term| inner.extend(term.kind.query()));
        inner.into_iter().for_each(|query| query.queries(visit));
    }
}

/// One body of a definition.
#[derive(Debug, Clone)]
pub struct Body {
    /// The value behind `else`.
    pub value: Option<Term>,
    /// True behind `else`.
    pub is_else: bool,
    /// The conditions.
    pub query: Query,
}

/// Statements that hold together.
#[derive(Debug, Clone)]
pub struct Query {
    /// Its bytes, braces included where it has them.
    pub span: Span,
    /// The statements.
    pub statements: Vec<Statement>,
}

impl Query {
    /// Visits every term in it.
    pub fn terms<'t>(&'t self, visit: &mut dyn FnMut(&'t Term)) {
        for statement in &self.statements {
            statement.own_terms().for_each(|term| term.terms(visit));
            if let StatementKind::Every { body, .. } = &statement.kind {
                body.terms(visit);
            }
        }
    }

    /// Visits this query and those of `every` in it.
    fn queries<'t>(&'t self, visit: &mut dyn FnMut(&'t Query)) {
        visit(self);
        for statement in &self.statements {
            if let StatementKind::Every { body, .. } = &statement.kind {
                body.queries(visit);
            }
        }
    }
}

/// A statement with what it replaces by `with`.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The whole statement.
    pub span: Span,
    /// What it says.
    pub kind: StatementKind,
    /// Replacements: the target and its value.
    pub with: Vec<(Term, Term)>,
}

impl Statement {
    /// The terms that stand directly in it; what an `every` says of its members left out.
    pub fn own_terms(&self) -> impl Iterator<Item = &Term> {
        let terms: Vec<&Term> = match &self.kind {
            StatementKind::Some(_) => Vec::new(),
            StatementKind::SomeIn { key, value, collection } => {
                key.iter().chain([value, collection]).collect()
            }
            StatementKind::Holds(term) | StatementKind::Not(term) => vec![term],
            StatementKind::Every { domain, .. } => vec![domain],
        };
        terms.into_iter().chain(self.with.iter().flat_map(|(target, value)| [target, value]))
    }
}

/// What a statement says.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
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
    /// `+`, `-`, `*`, `/`, `%`
    Arithmetic,
    /// `&` and `|` of sets.
    Sets,
}

/// A step of a reference.
#[derive(Debug, Clone)]
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
            Step::Index(Term { kind: TermKind::Scalar(Value::String(text)), .. }) => Some(text),
            Step::Index(_) => None,
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

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// Null, a boolean, a number or a string.
    Scalar(Value),
    /// A name by itself: a variable, a rule, an import.
    Var(String),
    /// A reference: a root with at least one step.
    Ref(Box<Term>, Vec<Step>),
    /// A call: the name of the function as a variable or reference, and its arguments.
    Call(Box<Term>, Vec<Term>),
    /// `[a, b]`
    Array(Vec<Term>),
    /// `{a, b}`
    Set(Vec<Term>),
    /// `{a: b}`
    Object(Vec<(Term, Term)>),
    /// A comprehension: what it gathers (a key and a value for objects) and its query.
    Comprehension(Vec<Term>, Query),
    /// `-x`
    Minus(Box<Term>),
    /// Two terms joined.
    Binary(Operator, Box<Term>, Box<Term>),
    /// `x = y`; with `true`, `x := y`.
    Assign(bool, Box<Term>, Box<Term>),
    /// `k, v in xs`
    In(Option<Box<Term>>, Box<Term>, Box<Term>),
}

impl TermKind {
    /// The query of a comprehension.
    pub fn query(&self) -> Option<&Query> {
        match self {
            TermKind::Comprehension(_, query) => Some(query),
            _ => None,
        }
    }
}

impl Term {
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
            TermKind::Ref(root, steps) => {
                let indexes = steps.iter().filter_map(|step| match step {
                    Step::Field(_) => None,
                    Step::Index(term) => Some(term),
                });
                std::iter::once(root.as_ref()).chain(indexes).collect()
            }
            TermKind::Call(function, args) => std::iter::once(function.as_ref()).chain(args).collect(),
            TermKind::Array(items) | TermKind::Set(items) | TermKind::Comprehension(items, _) => {
                items.iter().collect()
            }
            TermKind::Object(fields) => fields.iter().flat_map(|(key, value)| [key, value]).collect(),
            TermKind::Minus(term) => vec![term],
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
