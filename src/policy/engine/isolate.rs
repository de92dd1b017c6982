//! Keeps the mistakes of one policy from the others.
//!
//! The engine analyses all modules together and stops at the first mistake, and it aborts the process on
//! endless recursion. So recursion is looked for in the syntax, modules that the analysis refuses are
//! found one by one, and rules that would miss what those define are named instead of run.

use super::compile::{Mistake, new_engine, rule_path};
use super::errors::{About, Said, Texts, panic_text, read_error};
use super::graph::{Graph, NodeId};
use super::references::Reference;
use super::syntax::{Definition, DefinitionKind};
use super::{Entry, Module};
use crate::problem::{Failure, Origin, Problem};
use crate::source::Span;
use regorus::{CompiledPolicy, Engine};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Analyses all modules of an engine.
///
/// # Errors
/// The engine's text on the first mistake in any of them.
pub fn prepare(engine: &mut Engine, path: &str) -> Result<CompiledPolicy, String> {
    let path = Arc::from(path);
    let compiled = catch_unwind(AssertUnwindSafe(|| engine.compile_with_entrypoint(&path)));
    match compiled {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => Err(format!("error: the engine panicked: {}", panic_text(&*panic))),
    }
}

/// An engine with the modules that are not refused.
pub fn engine_of(modules: &[Module], refused: &BTreeSet<usize>) -> Engine {
    let kept = (0..modules.len()).filter(|index| !refused.contains(index));
    engine_with(modules, kept)
}

/// An engine with some of the modules.
pub fn engine_with(modules: &[Module], indexes: impl IntoIterator<Item = usize>) -> Engine {
    let mut engine = new_engine();
    for index in indexes {
        let module = &modules[index];
        engine.set_rego_v0(module.v0);
        // It parsed before, so it parses now.
        let _ = engine.add_policy(module.source.path.clone(), module.given().into_owned());
    }
    engine
}

/// The modules that some modules can reach, by the packages that they refer to, themselves included.
pub fn reach(modules: &[Module], refused: &BTreeSet<usize>, from: &[usize]) -> BTreeSet<usize> {
    let package = |index: usize| &modules[index].outline.package;
    let mut reached: BTreeSet<usize> = BTreeSet::new();
    let mut pending = from.to_vec();
    while let Some(index) = pending.pop() {
        if refused.contains(&index) || !reached.insert(index) {
            continue;
        }
        let definitions = &modules[index].outline.definitions;
        let references: Vec<_> = definitions.iter().flat_map(|definition| &definition.references).collect();
        pending.extend((0..modules.len()).filter(|&other| {
            let within = |path: &Vec<String>| path.starts_with(package(other));
            package(other) == package(index)
                || references.iter().any(|reference| {
                    within(&reference.path)
                        || (reference.explicit && package(other).starts_with(&reference.path))
                })
        }));
    }
    reached
}

/// Finds the modules that the analysis refuses, by halves, and reports each.
pub fn refused(modules: &[Module], refused: &mut BTreeSet<usize>, problems: &mut Vec<Problem>) {
    let mut accepted: Vec<usize> = Vec::new();
    let all: Vec<usize> = (0..modules.len()).filter(|index| !refused.contains(index)).collect();
    let mut pending = vec![all];
    let mut doubtful: Vec<(usize, String)> = Vec::new();
    while let Some(group) = pending.pop() {
        let together = accepted.iter().chain(&group).copied();
        let Err(text) = analyse(modules, together) else {
            accepted.extend(group);
            continue;
        };
        if let [only] = group[..] {
            doubtful.push((only, text));
        } else {
            let (first, second) = group.split_at(group.len() / 2);
            pending.push(second.to_vec());
            pending.push(first.to_vec());
        }
    }
    // What a module needs of its package may have been accepted after it.
    let mut before = usize::MAX;
    while doubtful.len() < before {
        before = doubtful.len();
        doubtful.retain_mut(|(index, text)| {
            let together = accepted.iter().copied().chain([*index]);
            match analyse(modules, together) {
                Ok(()) => accepted.push(*index),
                Err(again) => *text = again,
            }
            accepted.last() != Some(index)
        });
    }
    for (index, text) in doubtful {
        // A copy repeats what its original says.
        if !modules[index].copy {
            problems.push(analysis_problem(&modules[index], &text));
        }
        refused.insert(index);
    }
}

fn analyse(modules: &[Module], indexes: impl IntoIterator<Item = usize>) -> Result<(), String> {
    let mut engine = engine_with(modules, indexes);
    let Some(path) = engine.get_modules().first().map(|tree| {
        let outline = super::syntax::outline(tree);
        let name = outline.definitions.first().map_or("none", |definition| definition.name.as_str());
        rule_path(&outline.package, name)
    }) else {
        return Ok(());
    };
    match prepare(&mut engine, &path) {
        // Without any rule there is no entry point, which is no mistake of the module.
        Err(text) if !text.contains("-->") => Ok(()),
        result => result.map(|_| ()),
    }
}

fn analysis_problem(module: &Module, text: &str) -> Problem {
    let Said { path, start, reason } = read_error(text);
    let path = path.unwrap_or(&module.source.path);
    let about = |start| About { start, length: None, reason: &reason };
    let texts = Texts::new(std::slice::from_ref(module));
    let found = start.and_then(|start| texts.find(path, about(start)));
    let at = found.unwrap_or_else(|| Origin::new(&module.source, module.outline.package_span));
    let problem = Problem::policy(at, reason.clone());
    if reason.contains("unsafe") || reason.contains("undefined variable") {
        return problem.with_help(
            "bind the variable with `some`, `:=` or a positive expression, or define the rule it names",
        );
    }
    problem
}

/// A rule or function that needs itself.
#[derive(Debug, Clone)]
pub struct Recursion {
    /// The module of its first definition.
    pub module: usize,
    /// Its name there.
    pub span: Span,
    /// The way back to it.
    pub names: Vec<String>,
    /// True for a function.
    pub function: bool,
}

impl Recursion {
    fn new(modules: &[Module], graph: &Graph<'_>, cycle: &[NodeId]) -> Self {
        let first = |&rule: &NodeId| graph.definitions(rule).first().copied();
        let (module, definition) = cycle.iter().filter_map(first).min().unwrap_or_default();
        let definition = &modules[module].outline.definitions[definition];
        Recursion {
            module,
            span: definition.name_span,
            names: cycle.iter().map(|&rule| graph.path(rule).join(".")).collect(),
            function: definition.kind == DefinitionKind::Function,
        }
    }
}

/// The rules and functions that need themselves, directly or through others.
pub fn recursion(modules: &[Module]) -> Vec<Recursion> {
    let graph = Graph::new(modules);
    graph.cycles().iter().map(|cycle| Recursion::new(modules, &graph, cycle)).collect()
}

/// Finds rules and functions that call themselves, directly or through others, and variables taken for
/// rules. Their modules are refused, and copies of all that are.
pub fn recursive(modules: &[Module], refused: &mut BTreeSet<usize>, problems: &mut Vec<Problem>) {
    let graph = Graph::new(modules);
    for cycle in graph.cycles() {
        let Recursion { module, span, names, function } = Recursion::new(modules, &graph, &cycle);
        let kind = if function { "function" } else { "rule" };
        let reason = format!("this {kind} is recursive: {}", names.join(" -> "));
        problems.push(
            Problem::policy(Origin::new(&modules[module].source, span), reason)
                .with_help("Rego allows no recursion; use `walk` or a comprehension"),
        );
        for &rule in &cycle {
            refused.extend(graph.definitions(rule).iter().map(|&(module, _)| module));
        }
    }
    refused.extend(shadowing(modules, &graph, problems));
    // Copies of a refused module hold the same rules.
    let sources: BTreeSet<&str> = refused.iter().map(|&index| modules[index].source.path.as_str()).collect();
    let copies = modules
        .iter()
        .enumerate()
        .filter(|(_, module)| module.copy && sources.contains(module.source.path.as_str()));
    let copies: Vec<usize> = copies.map(|(index, _)| index).collect();
    refused.extend(copies);
}

/// Finds variables declared with `some` that have the name of a rule in their package: the engine reads the
/// rule instead, and the body never holds. Their modules are refused.
fn shadowing(modules: &[Module], graph: &Graph<'_>, problems: &mut Vec<Problem>) -> BTreeSet<usize> {
    let mut refused = BTreeSet::new();
    for (index, module) in modules.iter().enumerate().filter(|(_, module)| !module.copy) {
        let declared = module.outline.definitions.iter().flat_map(|definition| &definition.declared);
        for (name, span) in declared {
            if graph.defines(&module.outline.package, name) {
                let at = Origin::new(&module.source, *span);
                let reason =
                    format!("the variable `{name}` has the name of a rule, which the engine takes it for");
                problems.push(Problem::policy(at, reason).with_help("rename the variable"));
                refused.insert(index);
            }
        }
    }
    refused
}

type Path = Vec<String>;

/// What a rule lacks.
enum Missing<'m> {
    /// A file that did not load.
    File(&'m str),
    /// A builtin that is not supplied: its name, why, and the call.
    Builtin(&'static str, &'static str, Origin),
    /// A definition with a mistake.
    Definition(Origin),
}

/// What is defined by modules that did not load.
pub struct Unavailable<'m> {
    modules: &'m [Module],
    refused: &'m BTreeSet<usize>,
    /// Packages with a module that is missing, and the file of it.
    packages: BTreeMap<Path, &'m str>,
    /// True if builtins that are not supplied may be replaced by the policies, as tests do with `with`.
    replaced: bool,
    /// Mistakes in definitions.
    mistakes: &'m [Mistake],
}

impl<'m> Unavailable<'m> {
    /// From the modules refused and the files that did not parse.
    pub fn new(
        modules: &'m [Module],
        refused: &'m BTreeSet<usize>,
        broken: &'m [(String, Option<Path>)],
    ) -> Self {
        let refused_packages = refused.iter().map(|&index| &modules[index]);
        let refused_packages =
            refused_packages.map(|module| (module.outline.package.clone(), module.source.path.as_str()));
        let broken = broken.iter().filter_map(|(path, package)| Some((package.clone()?, path.as_str())));
        let packages = refused_packages.chain(broken).collect();
        Unavailable { modules, refused, packages, replaced: false, mistakes: &[] }
    }

    /// The same with mistakes in definitions.
    pub fn mistaken(self, mistakes: &'m [Mistake]) -> Self {
        Unavailable { mistakes, ..self }
    }

    /// True if a mistake stands in a rule itself.
    pub fn is_mistaken(&self, entry: &Entry) -> bool {
        self.own(entry).any(|(module, definition)| self.mistake_in(module, definition).is_some())
    }

    /// The definitions of a rule, with their modules.
    fn own<'e>(&'e self, entry: &'e Entry) -> impl Iterator<Item = (usize, &'m Definition)> + 'e {
        let all = entry.modules.iter().flat_map(|&module| {
            let definitions = self.modules[module].outline.definitions.iter();
            definitions.map(move |definition| (module, definition))
        });
        all.filter(|(_, definition)| definition.name == entry.name)
    }

    /// The same for tests, which may replace a builtin that is not supplied.
    pub fn for_tests(self) -> Self {
        Unavailable { replaced: true, ..self }
    }

    /// A problem if the rule, or something that it refers to, is in a package that lost a module, or calls a
    /// builtin that is not supplied.
    pub fn blocks(&self, entry: &Entry) -> Option<Problem> {
        let mut definitions = self.modules.iter().flat_map(|module| &module.outline.definitions);
        let supplied = self.replaced || definitions.all(|definition| definition.refused.is_empty());
        if self.packages.is_empty() && supplied && self.mistakes.is_empty() {
            return None;
        }
        let missing = match entry.modules.iter().find(|module| self.refused.contains(module)) {
            Some(&module) => Some(Missing::File(self.modules[module].source.path.as_str())),
            None => self.missing_dependency(entry),
        }?;
        let (reason, at) = match missing {
            Missing::File(file) => {
                (format!("it needs {file}, which could not be loaded"), entry.origin.clone())
            }
            Missing::Builtin(name, reason, at) => (format!("{name} is not supported: {reason}"), at),
            Missing::Definition(at) => (format!("it needs what {} says, which is refused", at.line()), at),
        };
        let id = entry
            .package
            .iter()
            .map(String::as_str)
            .chain([entry.name.as_str()])
            .collect::<Vec<_>>()
            .join(".");
        Some(Problem::Evaluation { rule: id, subject: None, failure: Failure::Error, reason, at: Some(at) })
    }

    /// Follows references from the rule's own definitions through every rule they lead to.
    fn missing_dependency(&self, entry: &Entry) -> Option<Missing<'m>> {
        let graph = Graph::new(self.modules);
        let mut seen: BTreeSet<&Reference> = BTreeSet::new();
        let own: Vec<(usize, &Definition)> = self.own(entry).collect();
        if let Some(refused) =
            own.iter().find_map(|&(module, definition)| self.refused_in(module, definition))
        {
            return Some(refused);
        }
        let mut pending: Vec<&Reference> =
            own.iter().flat_map(|(_, definition)| &definition.references).collect();
        while let Some(reference) = pending.pop() {
            if !seen.insert(reference) {
                continue;
            }
            let Some(rule) = graph.longest_prefix(&reference.path) else {
                // Nothing that loaded defines it: a package that lost a module may have.
                match self.lost_package(reference) {
                    Some(file) => return Some(Missing::File(file)),
                    None => continue,
                }
            };
            for &(module, at) in graph.definitions(rule) {
                if self.refused.contains(&module) {
                    return Some(Missing::File(self.modules[module].source.path.as_str()));
                }
                let definition = &self.modules[module].outline.definitions[at];
                if let Some(refused) = self.refused_in(module, definition) {
                    return Some(refused);
                }
                pending.extend(&definition.references);
            }
        }
        None
    }

    fn refused_in(&self, module: usize, definition: &Definition) -> Option<Missing<'m>> {
        if let Some(mistake) = self.mistake_in(module, definition) {
            return Some(mistake);
        }
        let (name, reason, span) = *definition.refused.first().filter(|_| !self.replaced)?;
        Some(Missing::Builtin(name, reason, Origin::new(&self.modules[module].source, span)))
    }

    fn mistake_in(&self, module: usize, definition: &Definition) -> Option<Missing<'m>> {
        let source = &self.modules[module].source;
        let mistake = self.mistakes.iter().find(|mistake| mistake.is_in(source, definition))?;
        Some(Missing::Definition(Origin::new(source, mistake.at)))
    }

    fn lost_package(&self, reference: &Reference) -> Option<&'m str> {
        let within =
            |package: &Path| reference.path.starts_with(package) || package.starts_with(&reference.path);
        let lost = self.packages.iter().filter(|_| reference.explicit).find(|(package, _)| within(package));
        lost.map(|(_, file)| *file)
    }
}

/// The package that a text names, for files that do not parse.
pub fn package_of(text: &str) -> Option<Path> {
    let line = text.lines().map(str::trim).find(|line| line.starts_with("package "))?;
    let path = line.trim_start_matches("package ").split('#').next()?.trim();
    let steps =
        path.split(['.', '[', ']']).map(|step| step.trim_matches('"')).filter(|step| !step.is_empty());
    Some(steps.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use crate::policy::engine::{Compiler, Entry, Language};
    use crate::problem::Origin;
    use crate::source::{SourceFile, Span};

    #[test]
    fn a_module_may_need_what_comes_behind_a_broken_one() {
        let mut compiler = Compiler::default();
        let texts =
            ["package p\nx if y\n", "package q\nz if nothing_of_the_kind\n", "package p\ny := true\n"];
        let sources: Vec<_> = texts.iter().zip(["a.rego", "b.rego", "c.rego"]).collect();
        for (text, path) in sources {
            compiler.add(&SourceFile::from_text(path, *text), Language::Auto).unwrap();
        }
        let origin = Origin::new(&SourceFile::from_text("a.rego", texts[0]), Span::default());
        let entry = Entry { package: vec!["p".into()], name: "x".into(), modules: vec![0], origin };
        let (engine, problems) = compiler.compile(&[entry]);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(matches!(&told[..], [only] if only.contains("nothing_of_the_kind")), "{told:?}");
        assert!(engine.can_run(crate::policy::engine::EntryPoint(0)));
    }
}
