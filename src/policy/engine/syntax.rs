//! Reads the engine's syntax tree: what a module defines and what it refers to, with byte spans.

pub mod parts;
mod read;
mod sketch;

use super::references::{self, Each, Early, Names, Reference, Scope};
use super::{builtins, rewrite};
use crate::source::Span;
use regorus::unstable::{Expr, Import, Module as Tree, Ref, Rule, RuleHead};
use std::collections::{BTreeMap, BTreeSet};

pub use read::tree;
pub use sketch::sketch;

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DefinitionKind {
    /// A rule.
    #[default]
    Rule,
    /// A function.
    Function,
    /// A `default` value.
    Default,
}

/// One definition of a rule; a rule may have many.
#[derive(Debug, Clone, Default)]
pub struct Definition {
    /// Name, dotted where the head is a reference such as `deny.network`.
    pub name: String,
    /// The bytes of the first part of the name.
    pub name_span: Span,
    /// The whole definition, bodies included.
    pub span: Span,
    /// What it defines.
    pub kind: DefinitionKind,
    /// Variables that it declares with `some`, and where.
    pub declared: Vec<(String, Span)>,
    /// What it refers to.
    pub references: BTreeSet<Reference>,
    /// Calls of builtins that are not supplied: name, why, and where.
    pub refused: Vec<(&'static str, &'static str, Span)>,
    /// Calls of functions that read files, behind their names.
    pub reads: Vec<Span>,
    /// Calls of `rego.metadata.rule`, or of `chain` where true, and where.
    pub metadata: Vec<(bool, Span)>,
    /// Unifications of a variable with a member that it names itself, as `x = xs[x]`: the two sides.
    pub mirrored: Vec<(Span, Span)>,
    /// Statements of which parts come before them.
    pub early: Vec<Early>,
    /// Where a member such as `p[x]` ends that has neither a value nor a body.
    pub fact: Option<usize>,
    /// Statements `some x` that stand behind others.
    pub late: Vec<Span>,
    /// Variables of `every` to be bound in its body.
    pub each: Vec<Each>,
    /// Where references begin with the name of an import, and that name.
    pub imported: Vec<(String, Span)>,
    /// Where variables of `some` stand, and their names.
    pub locals: Vec<(String, Span)>,
    /// Where bodies begin, if it has a value, several bodies and no `else`.
    pub bodies: Vec<usize>,
    /// True for what the machine gives another value than OPA, and the interpreter the same.
    pub interpreted: bool,
    /// True if it reads `input.review`, the input of Gatekeeper's policies.
    pub reviews: bool,
}

/// What a module holds.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Package path below `data`.
    pub package: Vec<String>,
    /// The `package` statement.
    pub package_span: Span,
    /// Definitions in source order.
    pub definitions: Vec<Definition>,
    /// Imports of data: the statement, the name that it binds, and what that stands for, below `data`.
    pub imports: Vec<(Span, String, Vec<String>)>,
    /// True with `import future.keywords.not`: what is negated is the whole expression.
    pub negates_whole: bool,
}

/// The outline of a parsed module.
pub fn outline(tree: &Tree) -> Outline {
    let package = static_path(&tree.package.refr).unwrap_or_default();
    let imports: BTreeMap<String, Vec<String>> = tree.imports.iter().filter_map(import).collect();
    let scope = Scope { package: &package, imports: &imports };
    let definitions = tree.policy.iter().filter_map(|rule| definition(rule, &scope)).collect();
    let not = ["future", "keywords", "not"];
    let negates_whole =
        tree.imports.iter().any(|import| static_path(&import.refr).is_some_and(|path| path == not));
    let statement = |at: &Import| import(at).map(|(name, path)| (span(&at.span), name, path));
    let statements = tree.imports.iter().filter_map(statement).collect();
    Outline {
        package_span: span(&tree.package.span),
        definitions,
        imports: statements,
        package,
        negates_whole,
    }
}

/// The byte span of an engine span.
pub fn span(span: &regorus::unstable::Span) -> Span {
    Span { start: span.start, end: span.end.max(span.start) }
}

/// The steps of a reference such as `a.b["c"]`, as far as they are constants; `None` if it does not
/// start at a name.
fn static_path(expr: &Expr) -> Option<Vec<String>> {
    steps(expr)?.into_iter().collect()
}

/// The steps of a reference, `None` for one that only a run can tell.
pub fn steps(expr: &Expr) -> Option<Vec<Option<String>>> {
    let mut steps = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::Var { span, .. } => {
                steps.push(Some(span.text().to_owned()));
                steps.reverse();
                return Some(steps);
            }
            Expr::RefDot { refr, field, .. } => {
                steps.push(Some(field.0.text().to_owned()));
                at = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                steps.push(match index.as_ref() {
                    Expr::String { value, .. } | Expr::RawString { value, .. } => {
                        Some(value.as_string().map(|text| text.to_string()).unwrap_or_default())
                    }
                    _ => None,
                });
                at = refr;
            }
            _ => return None,
        }
    }
}

/// The name that an import binds and the path below `data` that it stands for.
fn import(import: &Import) -> Option<(String, Vec<String>)> {
    let path = static_path(&import.refr)?;
    let (root, below) = path.split_first()?;
    let name = import.r#as.as_ref().map(|alias| alias.text().to_owned()).or_else(|| path.last().cloned())?;
    (root == "data").then(|| (name, below.to_vec()))
}

/// The names that the imports of a module bind.
pub fn imported_names(tree: &Tree) -> Vec<String> {
    let name = |import: &Import| match &import.r#as {
        Some(alias) => Some(alias.text().to_owned()),
        None => static_path(&import.refr)?.pop(),
    };
    tree.imports.iter().filter_map(name).collect()
}

/// The names that the rules of a module define, as its outline has them.
pub fn defined_names(tree: &Tree) -> impl Iterator<Item = String> {
    let name = |rule: &Ref<Rule>| {
        let (refr, kind) = head(rule);
        root_span(refr)?;
        Some(name_path(refr, kind)?.join("."))
    };
    tree.policy.iter().filter_map(name)
}

fn head(rule: &Rule) -> (&Ref<Expr>, DefinitionKind) {
    match rule {
        Rule::Spec { head: RuleHead::Func { refr, .. }, .. } => (refr, DefinitionKind::Function),
        Rule::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. }, .. } => {
            (refr, DefinitionKind::Rule)
        }
        Rule::Default { refr, .. } => (refr, DefinitionKind::Default),
    }
}

fn definition(rule: &Ref<Rule>, scope: &Scope<'_>) -> Option<Definition> {
    let (refr, kind) = head(rule);
    let Names { references, declared, calls, mirrored, early, late, each, roots, locals } =
        references::of_rule(rule);
    let refused = calls.iter().filter_map(|(name, span)| {
        let root = name.split('.').next().unwrap_or(name);
        let (name, reason) = builtins::refused(name).filter(|_| !scope.imports.contains_key(root))?;
        Some((name, reason, *span))
    });
    Some(Definition {
        name: name_path(refr, kind)?.join("."),
        name_span: root_span(refr)?,
        span: span(rule.span()),
        kind,
        reviews: references.iter().any(|path| starts_with(path, &["input", "review"])),
        declared,
        reads: rewrite::reads(&calls),
        metadata: rewrite::calls(&calls),
        mirrored,
        early,
        imported: roots.into_iter().filter(|(name, _)| scope.imports.contains_key(name)).collect(),
        locals,
        fact: fact(rule),
        bodies: bodies(rule),
        late,
        each,
        interpreted: interpreted(rule),
        refused: refused.collect(),
        references: references.iter().filter_map(|path| scope.absolute(path)).collect(),
    })
}

/// Where the bodies of `f(x) = y {..} {..}` begin; none for other rules.
fn bodies(rule: &Rule) -> Vec<usize> {
    let Rule::Spec { head, bodies, span: whole, .. } = rule else { return Vec::new() };
    let RuleHead::Func { assign: Some(_), .. } = head else { return Vec::new() };
    let text = whole.source.contents();
    let starts = || bodies.iter().map(|body| span(&body.span).start as usize);
    let braced = |start| text.as_bytes().get(start) == Some(&b'{');
    if bodies.len() < 2 || bodies.iter().any(|body| body.is_else) || !starts().all(braced) {
        return Vec::new();
    }
    starts().collect()
}

/// Where `p[x]` ends, if that is the whole rule and reads as a member of an object.
fn fact(rule: &Rule) -> Option<usize> {
    match rule {
        Rule::Spec { head: RuleHead::Compr { refr, assign: None, .. }, bodies, .. }
            if bodies.is_empty() && matches!(refr.as_ref(), Expr::RefBrack { .. }) =>
        {
            Some(span(rule.span()).end as usize)
        }
        _ => None,
    }
}

/// True for heads with a variable on the way, `p[x].q`, for sets below a member, `p[x] contains y`, and for
/// defaults of functions and of comprehensions.
fn interpreted(rule: &Rule) -> bool {
    let bracket = |at: &Expr| matches!(at, Expr::RefBrack { index, .. } if !matches!(index.as_ref(), Expr::String { .. }));
    let within = |refr: &Expr, last: bool| {
        let mut at = refr;
        let mut found = last && bracket(at);
        while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = at {
            at = refr;
            found |= bracket(at);
        }
        found
    };
    match rule {
        Rule::Spec { head: RuleHead::Compr { refr, .. }, .. } => within(refr, false),
        Rule::Spec { head: RuleHead::Set { refr, key, .. }, .. } => within(refr, key.is_some()),
        Rule::Spec { .. } => false,
        Rule::Default { args, value, .. } => {
            let comprehension = matches!(
                value.as_ref(),
                Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. }
            );
            !args.is_empty() || comprehension
        }
    }
}

/// The name of a definition. A function in brackets, `p["f"](x)`, is one below `p`.
fn name_path(refr: &Expr, kind: DefinitionKind) -> Option<Vec<String>> {
    static_path(refr).filter(|_| kind == DefinitionKind::Function).or_else(|| head_path(refr))
}

/// The name of a rule head: `deny` for `deny[msg]`, `deny.network` for `deny.network contains msg`.
fn head_path(refr: &Expr) -> Option<Vec<String>> {
    let steps = steps(refr)?.into_iter().map_while(|step| step);
    // `p[x]` and `p["a"]` add members to `p`; only dots lead to a rule below it.
    let mut dotted = 1;
    let mut at = refr;
    let mut fields = 0;
    loop {
        match at {
            Expr::RefDot { refr, .. } => {
                fields += 1;
                at = refr;
            }
            Expr::RefBrack { refr, .. } => {
                fields = 0;
                at = refr;
            }
            _ => break,
        }
    }
    dotted += fields;
    Some(steps.take(dotted).collect())
}

fn root_span(refr: &Expr) -> Option<Span> {
    let mut at = refr;
    loop {
        match at {
            Expr::Var { span: var, .. } => return Some(span(var)),
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => at = refr,
            _ => return None,
        }
    }
}

/// True if a reference starts with these steps.
fn starts_with(path: &[Option<String>], steps: &[&str]) -> bool {
    path.len() >= steps.len() && path.iter().zip(steps).all(|(step, name)| step.as_deref() == Some(*name))
}
