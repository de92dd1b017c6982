//! Reads the engine's syntax tree: what a module defines and what it refers to, with byte spans.

use crate::source::Span;
use regorus::unstable::{Expr, Import, Literal, Module as Tree, Query, Ref, Rule, RuleBody, RuleHead};
use std::collections::{BTreeMap, BTreeSet};

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefinitionKind {
    /// A rule.
    Rule,
    /// A function.
    Function,
    /// A `default` value.
    Default,
}

/// One definition of a rule; a rule may have many.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Name, dotted where the head is a reference such as `deny.network`.
    pub name: String,
    /// The bytes of the first part of the name.
    pub name_span: Span,
    /// The whole definition, bodies included.
    pub span: Span,
    /// What it defines.
    pub kind: DefinitionKind,
    /// What it refers to.
    pub references: BTreeSet<Reference>,
    /// True if it reads `input.review`, the input of Gatekeeper's policies.
    pub reviews: bool,
}

/// A reference to what may be a rule, as a path below `data`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The path, as far as it is constant.
    pub path: Vec<String>,
    /// True if it is written with `data` or an import. A bare name may as well be a variable or a builtin.
    pub explicit: bool,
}

/// What a module holds.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Package path below `data`.
    pub package: Vec<String>,
    /// The `package` statement.
    pub package_span: Span,
    /// Definitions in source order.
    pub definitions: Vec<Definition>,
}

/// The outline of a parsed module.
pub fn outline(tree: &Tree) -> Outline {
    let package = static_path(&tree.package.refr).unwrap_or_default();
    let imports: BTreeMap<String, Vec<String>> = tree.imports.iter().filter_map(import).collect();
    let scope = Scope { package: &package, imports: &imports };
    let definitions = tree.policy.iter().filter_map(|rule| definition(rule, &scope)).collect();
    Outline { package_span: span(&tree.package.span), definitions, package }
}

/// The byte span of an engine span.
pub fn span(span: &regorus::unstable::Span) -> Span {
    Span { start: span.start, end: span.end.max(span.start) }
}

/// The steps of a reference such as `a.b["c"]`, as far as they are constants; `None` if it does not
/// start at a name.
fn static_path(expr: &Expr) -> Option<Vec<String>> {
    let (steps, complete) = reference(expr)?;
    complete.then_some(steps)
}

/// The constant steps a reference starts with, and whether that is all of it.
fn reference(expr: &Expr) -> Option<(Vec<String>, bool)> {
    let mut steps = Vec::new();
    let mut complete = true;
    let mut at = expr;
    loop {
        match at {
            Expr::Var { span, .. } => {
                steps.push(span.text().to_owned());
                steps.reverse();
                return Some((steps, complete));
            }
            Expr::RefDot { refr, field, .. } => {
                steps.push(field.0.text().to_owned());
                at = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                match index.as_ref() {
                    Expr::String { value, .. } | Expr::RawString { value, .. } => {
                        steps.push(value.as_string().map(|text| text.to_string()).unwrap_or_default());
                    }
                    _ => {
                        // Whatever follows a variable step is not part of the constant prefix.
                        steps.clear();
                        complete = false;
                    }
                }
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

struct Scope<'m> {
    package: &'m [String],
    imports: &'m BTreeMap<String, Vec<String>>,
}

fn definition(rule: &Ref<Rule>, scope: &Scope<'_>) -> Option<Definition> {
    let (refr, kind) = match rule.as_ref() {
        Rule::Spec { head: RuleHead::Func { refr, .. }, .. } => (refr, DefinitionKind::Function),
        Rule::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. }, .. } => {
            (refr, DefinitionKind::Rule)
        }
        Rule::Default { refr, .. } => (refr, DefinitionKind::Default),
    };
    let steps = head_path(refr)?;
    let mut walk = Walk::default();
    walk.rule(rule);
    Some(Definition {
        name: steps.join("."),
        name_span: root_span(refr)?,
        span: span(rule.span()),
        kind,
        reviews: walk.reads(&["input", "review"]),
        references: walk.references(scope),
    })
}

/// The name of a rule head: `deny` for `deny[msg]`, `deny.network` for `deny.network contains msg`.
fn head_path(refr: &Expr) -> Option<Vec<String>> {
    let (steps, _) = reference(refr)?;
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
    Some(steps.into_iter().take(dotted).collect())
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

/// A walk over one definition with a stack of its own: the references in it and the names it binds.
#[derive(Default)]
struct Walk {
    paths: BTreeSet<Vec<String>>,
    bound: BTreeSet<String>,
    pending: Vec<Ref<Expr>>,
}

impl Walk {
    /// References as paths below `data`; names that the definition binds itself are none.
    fn references(self, scope: &Scope<'_>) -> BTreeSet<Reference> {
        let Walk { paths, bound, .. } = self;
        let absolute = |path: Vec<String>| -> Option<Reference> {
            let (root, below) = path.split_first()?;
            if root == "input" || bound.contains(root) {
                return None;
            }
            let import = scope.imports.get(root).cloned();
            let explicit = root == "data" || import.is_some();
            let own = || scope.package.iter().cloned().chain([root.clone()]).collect();
            let prefix: Vec<String> = if root == "data" { Vec::new() } else { import.unwrap_or_else(own) };
            Some(Reference { path: prefix.into_iter().chain(below.iter().cloned()).collect(), explicit })
        };
        paths.into_iter().filter_map(absolute).collect()
    }

    /// True if a reference starts with these steps.
    fn reads(&self, steps: &[&str]) -> bool {
        self.paths
            .iter()
            .any(|path| path.iter().map(String::as_str).take(steps.len()).eq(steps.iter().copied()))
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                self.head(head);
                for RuleBody { assign, query, .. } in bodies {
                    self.pending.extend(assign.iter().map(|assign| assign.value.clone()));
                    self.query(query);
                }
            }
            Rule::Default { args, value, .. } => {
                self.bind_all(args);
                self.pending.push(value.clone());
            }
        }
        while let Some(expr) = self.pending.pop() {
            self.expr(&expr);
        }
    }

    fn head(&mut self, head: &RuleHead) {
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                self.head_brackets(refr);
                self.pending.extend(assign.iter().map(|assign| assign.value.clone()));
            }
            RuleHead::Set { refr, key, .. } => {
                self.head_brackets(refr);
                self.pending.extend(key.clone());
            }
            RuleHead::Func { args, assign, .. } => {
                self.bind_all(args);
                self.pending.extend(assign.iter().map(|assign| assign.value.clone()));
            }
        }
    }

    /// The expressions in brackets of a head, as `x` in `p[x]`.
    fn head_brackets(&mut self, refr: &Ref<Expr>) {
        let mut at = refr.clone();
        loop {
            let next = match at.as_ref() {
                Expr::RefDot { refr, .. } => refr.clone(),
                Expr::RefBrack { refr, index, .. } => {
                    self.pending.push(index.clone());
                    refr.clone()
                }
                _ => return,
            };
            at = next;
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            for modifier in &statement.with_mods {
                self.pending.push(modifier.r#as.clone());
            }
            match &statement.literal {
                Literal::SomeVars { vars, .. } => {
                    self.bound.extend(vars.iter().map(|var| var.text().to_owned()))
                }
                Literal::SomeIn { key, value, collection, .. } => {
                    self.bind_all(key.iter().chain([value]));
                    self.pending.push(collection.clone());
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.pending.push(expr.clone()),
                Literal::Every { key, value, domain, query, .. } => {
                    self.bound.extend(key.iter().chain([value]).map(|var| var.text().to_owned()));
                    self.pending.push(domain.clone());
                    self.query(query);
                }
            }
        }
    }

    /// Every name in a pattern is bound by it.
    fn bind_all<'e>(&mut self, patterns: impl IntoIterator<Item = &'e Ref<Expr>>) {
        let mut pending: Vec<Ref<Expr>> = patterns.into_iter().cloned().collect();
        while let Some(pattern) = pending.pop() {
            match pattern.as_ref() {
                Expr::Var { span, .. } => {
                    self.bound.insert(span.text().to_owned());
                }
                Expr::Array { items, .. } | Expr::Set { items, .. } => pending.extend(items.iter().cloned()),
                Expr::Object { fields, .. } => {
                    pending.extend(fields.iter().map(|(_, _, value)| value.clone()))
                }
                _ => self.pending.push(pattern.clone()),
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expr),
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.pending.extend(items.iter().cloned()),
            Expr::Object { fields, .. } => {
                self.pending.extend(fields.iter().flat_map(|(_, key, value)| [key.clone(), value.clone()]));
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.pending.push(term.clone());
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.pending.extend([key.clone(), value.clone()]);
                self.query(query);
            }
            Expr::Call { fcn, params, .. } => {
                self.pending.push(fcn.clone());
                self.pending.extend(params.iter().cloned());
            }
            Expr::UnaryExpr { expr, .. } => self.pending.push(expr.clone()),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. } => {
                self.pending.extend([lhs.clone(), rhs.clone()]);
            }
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                if matches!(op, regorus::unstable::AssignOp::ColEq) {
                    self.bind_all([lhs]);
                } else {
                    self.pending.push(lhs.clone());
                }
                self.pending.push(rhs.clone());
            }
            Expr::Membership { key, value, collection, .. } => {
                self.pending.extend(key.clone());
                self.pending.extend([value.clone(), collection.clone()]);
            }
            _ => {}
        }
    }

    fn reference(&mut self, expr: &Expr) {
        if let Some((path, _)) = reference(expr) {
            self.paths.insert(path);
        }
        // What stands in brackets, and a call or literal at the root, is an expression of its own.
        let mut at = expr;
        loop {
            match at {
                Expr::RefDot { refr, .. } => at = refr,
                Expr::RefBrack { refr, index, .. } => {
                    self.pending.push(index.clone());
                    at = refr;
                }
                Expr::Var { .. } => return,
                other => return self.expr_at_root(other),
            }
        }
    }

    fn expr_at_root(&mut self, expr: &Expr) {
        if !matches!(expr, Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. }) {
            self.expr(expr);
        }
    }
}
