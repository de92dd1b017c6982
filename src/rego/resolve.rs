//! From syntax trees to definitions in which every name has its target.
//!
//! Names are led to where OPA leads them: variables that are declared in the body or around it, then `input` and `data`,
//! imports, rules of the package, and at last variables that unification binds. Calls within terms become expressions
//! before the one that needs them.

mod body;
mod scope;
mod term;
mod with;

use super::ast::{self, RuleKind, Tree};
use super::core::{Body, Branch, Callee, Definition, Kind, Term, TermKind};
use super::{Mistake, MistakeKind};
use crate::source::Span;
use scope::Scopes;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What calls may lead to beside functions of policies.
pub trait Builtins {
    /// How many arguments a builtin takes; `None` if there is none of that name.
    fn arity(&self, name: &str) -> Option<usize>;
}

/// All definitions of some policies.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The definitions, by file and then in source order.
    pub definitions: Vec<Definition>,
    /// The packages, those without a definition too.
    pub packages: BTreeSet<Vec<String>>,
    /// What is wrong, by index of the definition.
    pub mistakes: Vec<(usize, Mistake)>,
    /// What is wrong with the imports of a file, by its index.
    pub of_files: Vec<(u32, Mistake)>,
}

/// Leads the names of policies to their targets. Each has its index in `trees` as its file.
pub fn resolve(trees: &[&Tree], builtins: &dyn Builtins) -> Resolved {
    let known = Known::new(trees, builtins);
    let mut resolved = Resolved::default();
    for (file, tree) in trees.iter().enumerate() {
        let names = known.names_of(tree);
        resolved.packages.insert(tree.package.clone());
        resolved.of_files.extend(imports_twice(tree).map(|mistake| (file as u32, mistake)));
        for (index, rule) in tree.rules.iter().enumerate() {
            let at = (file as u32, index as u32);
            for group in groups(rule) {
                let resolver = Resolver::new(&known, &names, tree);
                let (definition, mistakes) = resolver.definition(at, rule, &group);
                let number = resolved.definitions.len();
                resolved.mistakes.extend(mistakes.into_iter().map(|mistake| (number, mistake)));
                resolved.definitions.push(definition);
            }
        }
    }
    resolved
}

/// The bodies of a rule by definition: chained ones are definitions of their own.
fn groups(rule: &ast::Rule) -> Vec<Vec<&ast::Body>> {
    let mut groups: Vec<Vec<&ast::Body>> = Vec::new();
    for body in &rule.bodies {
        match groups.last_mut() {
            Some(group) if body.is_else => group.push(body),
            _ => groups.push(vec![body]),
        }
    }
    if groups.is_empty() {
        groups.push(Vec::new());
    }
    groups
}

fn imports_twice(tree: &Tree) -> impl Iterator<Item = Mistake> {
    let mut seen: HashMap<&str, &ast::Import> = HashMap::new();
    let mut mistakes = Vec::new();
    for import in &tree.imports {
        let Some(name) = import.name() else { continue };
        match seen.get(name) {
            Some(first) if first.path != import.path => {
                let path = first.path.join(".");
                mistakes.push(Mistake::new(
                    MistakeKind::Declaration,
                    import.span,
                    format!("this import takes the name `{name}` from `import {path}`"),
                    format!("此导入与 `import {path}` 使用了同一名称 `{name}`"),
                ));
            }
            _ => {
                seen.insert(name, import);
            }
        }
    }
    mistakes.into_iter()
}

/// What names may lead to.
struct Known<'t> {
    builtins: &'t dyn Builtins,
    /// The arguments that functions take, by path.
    functions: HashMap<Vec<&'t str>, usize>,
    /// The first names that rules of a package define.
    exports: HashMap<&'t [String], HashSet<&'t str>>,
}

/// A path with its root: `input` or `data`.
type Global = Vec<String>;

impl<'t> Known<'t> {
    fn new(trees: &[&'t Tree], builtins: &'t dyn Builtins) -> Self {
        let mut known = Known { builtins, functions: HashMap::new(), exports: HashMap::new() };
        for tree in trees {
            let exports = known.exports.entry(tree.package.as_slice()).or_default();
            for rule in &tree.rules {
                exports.extend(rule.path.first().map(String::as_str));
                if let Some(args) = &rule.args {
                    let path = tree.package.iter().chain(&rule.path).map(String::as_str).collect();
                    known.functions.entry(path).or_insert(args.len());
                }
            }
        }
        known
    }

    /// What the names of a file lead to where no variable has them.
    fn names_of(&self, tree: &'t Tree) -> HashMap<&'t str, Global> {
        let exports = self.exports.get(tree.package.as_slice()).into_iter().flatten();
        let own = exports.map(|name| {
            let package = tree.package.iter().map(String::as_str);
            let path = std::iter::once("data").chain(package).chain([*name]);
            (*name, path.map(str::to_owned).collect::<Global>())
        });
        let imports = tree.imports.iter().filter_map(|import| Some((import.name()?, import.path.clone())));
        own.chain(imports).collect()
    }

    fn function(&self, path: &[String]) -> Option<usize> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        self.functions.get(&path).copied()
    }

    /// True for the name of a rule in its package.
    fn is_rule(&self, path: &[String]) -> bool {
        let Some((name, package)) = path.split_last() else { return false };
        self.exports.get(package).is_some_and(|names| names.contains(name.as_str()))
    }

    fn arity(&self, callee: &Callee) -> Option<usize> {
        match callee {
            Callee::Builtin(name) => self.builtins.arity(name),
            Callee::Function(path) => self.function(path),
        }
    }
}

/// Resolves one definition.
struct Resolver<'k, 't> {
    known: &'k Known<'t>,
    names: &'k HashMap<&'t str, Global>,
    tree: &'t Tree,
    scopes: Scopes,
    mistakes: Vec<Mistake>,
    /// The statement under way.
    statement: Span,
}

impl<'k, 't> Resolver<'k, 't> {
    fn new(known: &'k Known<'t>, names: &'k HashMap<&'t str, Global>, tree: &'t Tree) -> Self {
        let scopes = Scopes::default();
        Resolver { known, names, tree, scopes, mistakes: Vec::new(), statement: Span::default() }
    }

    fn definition(
        mut self,
        (file, index): (u32, u32),
        rule: &ast::Rule,
        bodies: &[&ast::Body],
    ) -> (Definition, Vec<Mistake>) {
        self.statement = rule.span;
        self.not_a_document(rule);
        self.scopes.arguments(rule.arguments());
        let mut of_args = Vec::new();
        let args = rule.arguments().iter().map(|arg| self.term(arg, &mut of_args)).collect();
        let mut branches = Vec::new();
        let first = bodies.first().map(|body| &body.query);
        branches.push(self.branch(rule, first, rule.member.as_ref().or(rule.value.as_ref()), of_args));
        for body in bodies.iter().skip(1) {
            branches.push(self.branch(rule, Some(&body.query), body.value.as_ref(), Vec::new()));
        }
        let kind = match rule.kind {
            RuleKind::Set => Kind::Set,
            _ if rule.args.is_some() => Kind::Function,
            _ => Kind::Value,
        };
        let definition = Definition {
            file,
            rule: index,
            span: rule.span,
            name_span: rule.name_span,
            path: self.tree.package.iter().chain(&rule.path).cloned().collect(),
            package: self.tree.package.len(),
            kind,
            is_default: rule.kind == RuleKind::Default,
            args,
            branches,
            vars: std::mem::take(&mut self.scopes.vars),
        };
        (definition, self.mistakes)
    }

    /// No rule and no argument may hide `input` or `data`.
    fn not_a_document(&mut self, rule: &ast::Rule) {
        let name = rule.path.first().filter(|name| body::is_document(name)).map(|_| rule.name_span);
        let args = rule.arguments().iter().filter(|arg| arg.var().is_some_and(body::is_document));
        for span in name.into_iter().chain(args.map(|arg| arg.span)) {
            self.mistake(
                MistakeKind::Declaration,
                span,
                "`input` and `data` are the documents: nothing else may have these names",
                "`input` 与 `data` 是固定的文档名，不能用作其他名称",
            );
        }
    }

    /// A body with what the head says of it.
    fn branch(
        &mut self,
        rule: &ast::Rule,
        query: Option<&ast::Query>,
        value: Option<&ast::Term>,
        before: Vec<super::core::Expr>,
    ) -> Branch {
        let heads: Vec<&ast::Term> = rule.keys.iter().chain(value).collect();
        let span = query.map_or(rule.span, |query| query.span);
        let statements = query.map_or(&[][..], |query| &query.statements);
        self.scopes.begin_branch(statements);
        let mut exprs = before;
        self.statements(statements, &mut exprs);
        self.statement = rule.span;
        let mut terms: Vec<Term> = heads.iter().map(|term| self.head_term(term, &mut exprs)).collect();
        let unused = self.scopes.end_body();
        self.unused(unused);
        let value = if value.is_some() { terms.pop() } else { None };
        let value = value.unwrap_or(Term { span: rule.name_span, kind: TermKind::bool(true) });
        Branch { body: Body { exprs }, keys: terms, value, span }
    }

    fn mistake(&mut self, kind: MistakeKind, span: Span, en: impl Into<String>, zh: impl Into<String>) {
        self.mistakes.push(Mistake::new(kind, span, en, zh));
    }

    fn unused(&mut self, names: BTreeMap<String, Span>) {
        for (name, span) in names {
            self.mistake(
                MistakeKind::Declaration,
                span,
                format!("variable `{name}` is declared and never used"),
                format!("变量 `{name}` 已声明但从未使用"),
            );
        }
    }
}
