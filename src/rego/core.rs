//! Policies as they are planned: every name led to its target, every call and every variable by itself.
//!
//! It is what is left of a syntax tree once `resolve` has taken the sugar away. Calls that stand inside
//! terms are expressions of their own before the one that needs them, so that a term never calls; the order of
//! expressions is that in which they can be evaluated, once `safety` has put them in it.

use super::ast::{Gather, Scalar};
use crate::source::Span;

/// A variable of a definition: an index into [`Definition::vars`].
pub type Var = u32;

/// A variable.
#[derive(Debug, Clone)]
pub struct VarInfo {
    /// The name in the policy; empty for one that stands for a call or a wildcard.
    pub name: String,
    /// Where it is first seen.
    pub span: Span,
}

/// What the definitions of one name define together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A value, or members of an object where its head has keys.
    Value,
    /// Members of a set.
    Set,
    /// A function.
    Function,
}

/// One definition: a head with a body and what follows `else`.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Index of the file.
    pub file: u32,
    /// Index of the rule in the tree of the file.
    pub rule: u32,
    /// The definition.
    pub span: Span,
    /// The bytes of its name.
    pub name_span: Span,
    /// Path below `data`: the package and the constant part of the head.
    pub path: Vec<String>,
    /// How many steps of the path are the package.
    pub package: usize,
    /// What it defines.
    pub kind: Kind,
    /// True for `default`.
    pub is_default: bool,
    /// Arguments of a function.
    pub args: Vec<Term>,
    /// Its bodies: the first, then those after `else` in order.
    pub branches: Vec<Branch>,
    /// Its variables.
    pub vars: Vec<VarInfo>,
}

/// A body with what it gives.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The conditions, what the head calls included.
    pub body: Body,
    /// The steps of the head behind its constant part.
    pub keys: Vec<Term>,
    /// The value, or the member of a set.
    pub value: Term,
    /// The bytes of the branch.
    pub span: Span,
}

/// Expressions that hold together, in the order of evaluation.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The expressions.
    pub exprs: Vec<Expr>,
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// The bytes of the statement or term that it comes from.
    pub span: Span,
    /// The bytes of the statement of the policy that it is part of.
    pub statement: Span,
    /// What it says.
    pub kind: ExprKind,
    /// What it replaces.
    pub with: Vec<With>,
}

/// What an expression says.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// The term is defined and not false.
    Holds(Term),
    /// Two terms are one, their variables bound as needed: `=`, `:=`, and `==` too, once all its variables are bound.
    Unify(Term, Term),
    /// A call whose result is not false, or is bound to or compared with a term.
    Call {
        /// What is called.
        callee: Callee,
        /// Its arguments.
        args: Vec<Term>,
        /// What the result is unified with.
        result: Option<Term>,
        /// True if [`result`](ExprKind::Call::result) was written as a further argument.
        captured: bool,
    },
    /// The body has no solution.
    Not {
        /// The body: one expression, unless `whole`.
        body: Body,
        /// True where what its terms need is part of the negation, as `import future.keywords.not` has it. Else
        /// references in arguments are read before it, and have to be defined.
        whole: bool,
    },
    /// The body holds for every member.
    Every {
        /// The key or index, if it has a name.
        key: Option<Var>,
        /// The member.
        value: Var,
        /// What is walked.
        domain: Term,
        /// What has to hold.
        body: Body,
    },
}

/// What is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Callee {
    /// A builtin.
    Builtin(String),
    /// A function, by its path below `data`.
    Function(Vec<String>),
}

/// A replacement.
#[derive(Debug, Clone)]
pub struct With {
    /// The bytes of the target.
    pub span: Span,
    /// What is replaced.
    pub target: Target,
    /// By what.
    pub value: Replacement,
}

/// What `with` replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A place below `input`.
    Input(Vec<String>),
    /// A place below `data`, which may be a rule.
    Data(Vec<String>),
    /// A function or builtin.
    Callee(Callee),
}

/// What `with` puts there.
#[derive(Debug, Clone)]
pub enum Replacement {
    /// A value.
    Term(Term),
    /// Another function or builtin.
    Callee(Callee),
}

/// Where a reference starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// `input`
    Input,
    /// `data`
    Data,
    /// A variable.
    Var(Var),
}

/// A term without calls.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: TermKind,
}

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// Null, a boolean, a number or a string.
    Scalar(Scalar),
    /// A variable.
    Var(Var),
    /// A reference; `input` and `data` by themselves have no steps.
    Ref(Root, Vec<Term>),
    /// `[a, b]`
    Array(Vec<Term>),
    /// `{a, b}`
    Set(Vec<Term>),
    /// `{a: b}`
    Object(Vec<(Term, Term)>),
    /// A comprehension: what it gathers, a key first for objects, and its body.
    Comprehension(Gather, Vec<Term>, Body),
}

impl TermKind {
    /// A boolean.
    pub fn bool(value: bool) -> Self {
        TermKind::Scalar(Scalar::Bool(value))
    }

    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        TermKind::Scalar(Scalar::Text(text.into()))
    }
}
