//! From policy files to compiled rules.

use super::errors::{Texts, engine_problem, internal, panic_text};
use super::syntax::{Definition, Outline};
use super::why::place::quoted;
use super::{
    Compiled, Engine, Language, POLICY_BOUNDS, Readable, builtins, isolate, layout, rewrite, scan, syntax,
    value,
};
use crate::policy::ast;
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use regorus::languages::rego::compiler::Compiler as ProgramCompiler;
use regorus::rvm::Program;
use regorus::unstable::{Module as Tree, Ref};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

/// A policy file that parses.
#[derive(Clone)]
pub struct Module {
    /// Its text.
    pub source: Arc<SourceFile>,
    /// What it holds.
    pub outline: Outline,
    /// True if it was read as Rego version 0.
    pub v0: bool,
    /// The text given to the engine, of the same length line by line.
    pub(super) text: String,
    /// What the engine is given beside the text, by place.
    pub(super) inserted: Vec<rewrite::Insertion>,
    /// How what is replaced by `with` is named for the engine, and the whole text with those names.
    pub(super) renamed: Option<(rewrite::Renamed, String)>,
    /// The syntax tree of the text.
    pub(super) tree: Ref<Tree>,
    /// True for a copy that holds some definitions of another module under a name of their own.
    pub(super) copy: bool,
    /// Copies with further bodies of its rules, where the engine takes one a rule.
    pub(super) further: Vec<usize>,
}

impl Module {
    /// True for a copy of another module, made for the engine alone.
    pub fn is_copy(&self) -> bool {
        self.copy
    }

    /// Copies with further bodies of its rules.
    pub fn further(&self) -> &[usize] {
        &self.further
    }

    /// Its syntax tree.
    pub fn tree(&self) -> ast::Tree {
        let mut tree = syntax::tree(&self.tree, &self.text);
        // Statements may have been moved for the engine.
        tree.package_span = self.outline.package_span;
        for import in &mut tree.imports {
            if let Some(statement) = self.text.get(import.span.range())
                && self.source.slice(import.span) != statement
                && let Some(at) = self.source.text.find(&format!("\n{statement}"))
            {
                import.span = Span::new(at + 1, at + 1 + statement.len());
            }
        }
        tree
    }
}

/// A rule to compile.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Package below `data`.
    pub package: Vec<String>,
    /// Rule name, dotted.
    pub name: String,
    /// Indexes of the modules that define it.
    pub modules: Vec<usize>,
    /// Where its first definition is, for problems.
    pub origin: Origin,
}

/// Collects modules and compiles rules.
#[derive(Clone)]
pub struct Compiler {
    pub(super) engine: regorus::Engine,
    pub(super) modules: Vec<Module>,
    /// Files that did not parse, with the package that they name where it can be told.
    pub(super) broken: Vec<(String, Option<Vec<String>>)>,
    /// What stands in for parts of their texts.
    pub(super) lifted: rewrite::Lifted,
    /// Functions of the program that the policies are evaluated in.
    own: Vec<(String, u8, OwnFunction)>,
    /// Modules that are left out whatever the engine says.
    refused: BTreeSet<usize>,
    /// What unit tests may read.
    pub(super) readable: Arc<Readable>,
    /// Mistakes that refuse the definitions they stand in, by file.
    pub(super) mistakes: Vec<Mistake>,
}

/// A function that a program supplies: from its arguments to its value, `None` for undefined.
pub type OwnFunction = fn(&[serde_json::Value]) -> Option<serde_json::Value>;

/// A place in a file that no verdict may build on.
#[derive(Debug, Clone)]
pub(super) struct Mistake {
    path: String,
    /// Where.
    pub at: Span,
}

impl Mistake {
    /// True if it stands in a definition of a file, or of a copy of it.
    pub fn is_in(&self, source: &SourceFile, definition: &Definition) -> bool {
        let Span { start, end } = definition.span;
        self.path == source.path && start <= self.at.start && self.at.end <= end
    }
}

impl Default for Compiler {
    fn default() -> Self {
        Compiler {
            engine: new_engine(),
            modules: Vec::new(),
            broken: Vec::new(),
            lifted: rewrite::Lifted::default(),
            own: Vec::new(),
            refused: BTreeSet::new(),
            readable: Arc::default(),
            mistakes: Vec::new(),
        }
    }
}

pub(super) fn new_engine() -> regorus::Engine {
    let mut engine = regorus::Engine::new();
    engine.set_policy_length_config(POLICY_BOUNDS);
    engine.set_strict_builtin_errors(false);
    // Prints are gathered, never written to standard error.
    engine.set_gather_prints(true);
    engine
}

impl Module {
    /// The text that the engine reads.
    pub(super) fn given(&self) -> Cow<'_, str> {
        match &self.renamed {
            Some((_, text)) => Cow::Borrowed(text),
            None => rewrite::with_insertions(&self.text, &self.inserted),
        }
    }
}

impl Compiler {
    /// Parses a policy file. Gives the index of its module.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn add(&mut self, source: &Arc<SourceFile>, language: Language) -> Result<usize, Problem> {
        let result = self.parse(source, &source.text, language);
        if result.is_err() {
            self.broken.push((source.path.clone(), isolate::package_of(&source.text)));
        }
        result
    }

    /// Leaves out a module as one that the engine refuses.
    pub fn refuse(&mut self, module: usize) {
        self.refused.insert(module);
    }

    /// Leaves out the definition that a mistake stands in, and what needs it; the module where it stands in none.
    pub fn refuse_at(&mut self, module: usize, at: Span) {
        let Module { source, outline, .. } = &self.modules[module];
        let mistake = Mistake { path: source.path.clone(), at };
        if outline.definitions.iter().any(|definition| mistake.is_in(source, definition)) {
            self.mistakes.push(mistake);
        } else {
            self.refuse(module);
        }
    }

    /// Lets policies call a function of the program that they are evaluated in, by a name such as
    /// `result.new`. Rules that do run on the interpreter.
    pub fn supply(&mut self, name: impl Into<String>, arguments: u8, function: OwnFunction) {
        self.own.push((name.into(), arguments, function));
    }

    /// Says what unit tests may read: the working directory if nothing does.
    pub fn read_in_tests(&mut self, readable: Readable) {
        self.readable = Arc::new(readable);
    }

    /// The functions that the engine has as extensions only: name, and number of arguments.
    pub(super) fn extensions(&self) -> BTreeMap<String, u8> {
        let supplied = builtins::extensions().map(|(name, arguments)| (name.to_owned(), arguments));
        supplied.chain(self.own.iter().map(|(name, arguments, _)| (name.clone(), *arguments))).collect()
    }

    /// Adds a copy of a module that holds only some definitions, each under another name of the same
    /// length, so that every byte keeps its place.
    ///
    /// # Errors
    /// The copy does not parse, which would be a mistake of ours.
    pub fn add_copy(&mut self, module: usize, keep: &[usize], name: &str) -> Result<usize, Problem> {
        let definitions = &self.modules[module].outline.definitions;
        let names: Vec<Span> = keep.iter().map(|&index| definitions[index].name_span).collect();
        let first = self.copy_of(module, &names, name)?;
        for further in self.modules[module].further.clone() {
            let copy = self.copy_of(further, &names, name)?;
            self.modules[first].further.push(copy);
        }
        Ok(first)
    }

    fn copy_of(&mut self, module: usize, names: &[Span], name: &str) -> Result<usize, Problem> {
        let original = &self.modules[module];
        let mut text = original.text.clone().into_bytes();
        for definition in &original.outline.definitions {
            if names.contains(&definition.name_span) {
                text[definition.name_span.range()].copy_from_slice(name.as_bytes());
            } else {
                // A definition may end in a string, and its span before the quote.
                text[quoted(&original.text, definition.span).range()]
                    .iter_mut()
                    .filter(|byte| **byte != b'\n')
                    .for_each(|byte| *byte = b' ');
            }
        }
        let (source, v0) = (original.source.clone(), original.v0);
        let text = String::from_utf8(text).map_err(|_| internal(&source, "a copied policy is not text"))?;
        let copy = self.parse(&source, &text, if v0 { Language::V0 } else { Language::Auto })?;
        self.modules[copy].copy = true;
        Ok(copy)
    }

    /// Parses a text of a file: as it is, changed where the engine would read it otherwise than OPA.
    fn parse(&mut self, source: &Arc<SourceFile>, text: &str, language: Language) -> Result<usize, Problem> {
        let text = rewrite::before(text, &mut self.lifted);
        if let Some((text, package)) = rewrite::imports_first(&text) {
            let module = self.parse_text(source, &text, language)?;
            self.modules[module].outline.package_span = package;
            return Ok(module);
        }
        let (before, count) = (self.engine.clone(), self.modules.len());
        self.parse_text(source, &text, language).or_else(|problem| {
            let Some(texts) = rewrite::split(&text) else { return Err(problem) };
            self.parse_split(source, &texts, language).map_err(|_| {
                self.engine = before;
                self.modules.truncate(count);
                problem
            })
        })
    }

    /// Parses the texts that a text was split into: the first is the module, the others are copies with
    /// further bodies of its rules.
    fn parse_split(
        &mut self,
        source: &Arc<SourceFile>,
        texts: &[String],
        language: Language,
    ) -> Result<usize, Problem> {
        let module = self.parse_text(source, &texts[0], language)?;
        for text in &texts[1..] {
            let copy = self.parse_text(source, text, language)?;
            self.modules[copy].copy = true;
            self.modules[module].further.push(copy);
            for definition in self.modules[copy].outline.definitions.clone() {
                let own = self.modules[module].outline.definitions.iter_mut();
                for own in own.filter(|own| own.name_span == definition.name_span) {
                    own.references.extend(definition.references.iter().cloned());
                    own.declared.extend(definition.declared.iter().cloned());
                    own.refused.extend(&definition.refused);
                    own.reviews |= definition.reviews;
                }
            }
        }
        Ok(module)
    }

    pub(super) fn parse_text(
        &mut self,
        source: &Arc<SourceFile>,
        text: &str,
        language: Language,
    ) -> Result<usize, Problem> {
        if let Some((span, bound, limit)) = scan::too_deep(text) {
            return Err(Problem::Limit { at: Origin::new(source, span), bound, limit: limit as u64 });
        }
        let before = self.engine.clone();
        let v0 = match language {
            Language::V0 => self.parse_as(source, text, true).map(|()| true),
            Language::Auto => match self.parse_as(source, text, false) {
                Ok(()) => Ok(false),
                Err(error) if scan::newer_than_v0(text) => Err(error),
                // The error of version 1 is the one to tell: new policies are written in it.
                Err(error) => self.parse_as(source, text, true).map(|()| true).map_err(|_| error),
            },
        }?;
        let tree = self.last_tree(source)?;
        let mut outline = syntax::outline(&tree);
        let changed = rewrite::after(text, &outline, self.modules.len(), &mut self.lifted);
        let text = changed.clone().unwrap_or_else(|| text.to_owned());
        let mut tree = tree;
        if changed.is_some() {
            self.engine = before.clone();
            self.parse_as(source, &text, v0)?;
            tree = self.last_tree(source)?;
            let moved = syntax::outline(&tree).definitions;
            for (definition, moved) in outline.definitions.iter_mut().zip(moved) {
                (definition.imported, definition.locals) = (moved.imported, moved.locals);
            }
        }
        let mut inserted = rewrite::insertions(&text, &outline, v0, &source.path);
        if !inserted.is_empty() {
            let parsed = std::mem::replace(&mut self.engine, before);
            if self.parse_as(source, &rewrite::with_insertions(&text, &inserted), v0).is_err() {
                // Better read otherwise than OPA than not at all.
                self.engine = parsed;
                inserted.clear();
                for definition in
                    outline.definitions.iter_mut().filter(|definition| !definition.each.is_empty())
                {
                    definition.interpreted = true;
                }
            } else {
                rewrite::told_apart(&mut outline);
            }
        }
        let source = source.clone();
        let (renamed, further) = (None, Vec::new());
        self.modules.push(Module {
            source,
            outline,
            v0,
            text,
            inserted,
            renamed,
            tree,
            copy: false,
            further,
        });
        Ok(self.modules.len() - 1)
    }

    fn last_tree(&self, source: &Arc<SourceFile>) -> Result<Ref<Tree>, Problem> {
        let tree = self.engine.clone().get_modules().last().cloned();
        tree.ok_or_else(|| internal(source, "the engine lost a policy"))
    }

    fn parse_as(&mut self, source: &Arc<SourceFile>, text: &str, v0: bool) -> Result<(), Problem> {
        self.engine.set_rego_v0(v0);
        let engine = &mut self.engine;
        let added =
            catch_unwind(AssertUnwindSafe(|| engine.add_policy(source.path.clone(), text.to_owned())));
        match added {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(engine_problem(source, &error.to_string())),
            Err(panic) => Err(internal(source, &format!("the engine panicked: {}", panic_text(&*panic)))),
        }
    }

    /// A rule name as long as the given one whose first part occurs in no module.
    pub fn free_name(&self, name: &str) -> String {
        const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let (root, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
        let mut number = self.modules.len();
        loop {
            let mut candidate = vec![b'_'; root.len()];
            let mut left = number;
            for digit in candidate.iter_mut().skip(1).rev() {
                *digit = DIGITS[left % 36];
                left /= 36;
            }
            let candidate = String::from_utf8_lossy(&candidate).into_owned();
            if !self.modules.iter().any(|module| module.source.text.contains(&candidate)) {
                return format!("{candidate}{rest}");
            }
            number += 1;
        }
    }

    /// Packages with a file that did not parse, as far as it can be told.
    pub fn lost(&self) -> Vec<&[String]> {
        self.broken.iter().filter_map(|(_, package)| package.as_deref()).collect()
    }

    /// The modules parsed so far.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// Compiles rules. A module that the engine refuses is reported and left out; a rule that needs it,
    /// or one that did not parse, is reported as a rule that cannot run.
    pub fn compile(mut self, entries: &[Entry]) -> (Engine, Vec<Problem>) {
        let path = entries.first().map(|first| rule_path(&first.package, &first.name));
        let Settled { refused, mut problems, policy } = self.settle(path);
        let policy = policy.or_else(|| self.prepare(entries));
        let many = self.modules.len() - refused.len() > Program::MAX_SOURCES;
        let analysed = policy.map(|policy| Analysed {
            host: builtins::for_machine(&builtins::hidden(self.engine.get_modules())),
            interpreted: interpreted(&self.modules),
            parts: many.then(|| (self.modules.clone(), refused.clone())),
            policy,
        });
        let unavailable =
            isolate::Unavailable::new(&self.modules, &refused, &self.broken).mistaken(&self.mistakes);
        let programs = entries
            .iter()
            .map(|entry| match unavailable.blocks(entry) {
                Some(problem) => {
                    // What is wrong with the rule itself was told when it was refused.
                    if !unavailable.is_mistaken(entry) {
                        problems.push(problem);
                    }
                    Compiled::Refused
                }
                None => Compiled::Rule {
                    path: rule_path(&entry.package, &entry.name),
                    modules: entry.modules.clone(),
                    program: OnceLock::new(),
                },
            })
            .collect();
        let (sources, defined) = (sources(&self.modules), defined(&self.modules));
        let texts = Texts::new(&self.modules);
        let (interpreter, lifted) = (self.engine, self.lifted);
        (Engine { programs, analysed, defined, interpreter, sources, texts, lifted }, problems)
    }

    /// Leaves out every module that the engine refuses, given the path of any rule.
    pub(super) fn settle(&mut self, path: Option<String>) -> Settled {
        rewrite::resolve(&mut self.lifted, &self.modules);
        let mut problems = Vec::new();
        let mut refused = self.refused.clone();
        isolate::recursive(&self.modules, &mut refused, &mut problems);
        let gathered = rewrite::gather(self, &refused) | rewrite::call(self);
        if gathered {
            self.engine = isolate::engine_of(&self.modules, &refused);
        }
        let prepared = path.map(|path| isolate::prepare(&mut self.engine, &path).ok());
        let mut policy = prepared.clone().flatten();
        if (!refused.is_empty() && !gathered) || prepared.is_some_and(|policy| policy.is_none()) {
            policy = None;
            isolate::refused(&self.modules, &mut refused, &mut problems);
            self.engine = isolate::engine_of(&self.modules, &refused);
        }
        for (name, arguments, function) in self.own.clone() {
            // What was prepared before does not know it.
            policy = None;
            let call = move |values: Vec<regorus::Value>| {
                let values: Vec<_> = values.iter().map(value::to_json).collect();
                Ok(function(&values).map_or(regorus::Value::Undefined, value::from_json))
            };
            // A name that is given twice keeps its first function.
            let _ = self.engine.add_extension(name, arguments, Box::new(call));
        }
        Settled { refused, problems, policy }
    }

    fn prepare(&mut self, entries: &[Entry]) -> Option<regorus::CompiledPolicy> {
        let first = entries.first()?;
        isolate::prepare(&mut self.engine, &rule_path(&first.package, &first.name)).ok()
    }
}

/// Modules without those that the engine refuses.
pub(super) struct Settled {
    /// The modules left out.
    pub refused: BTreeSet<usize>,
    /// Why.
    pub problems: Vec<Problem>,
    /// What the engine made of the others, where they were analysed together at once.
    policy: Option<regorus::CompiledPolicy>,
}

pub(super) fn sources(modules: &[Module]) -> Vec<Arc<SourceFile>> {
    modules.iter().filter(|module| !module.copy).map(|module| module.source.clone()).collect()
}

/// The path below `data` of everything that modules define.
fn defined(modules: &[Module]) -> Vec<Vec<String>> {
    let of_module = |module: &Module| {
        let package = module.outline.package.clone();
        let names = module.outline.definitions.iter().map(|definition| definition.name.clone());
        let path =
            move |name: String| package.iter().cloned().chain(name.split('.').map(str::to_owned)).collect();
        names.map(path).collect::<Vec<_>>()
    };
    modules.iter().filter(|module| !module.copy).flat_map(of_module).collect()
}

/// Modules that the engine has analysed together, ready to be compiled rule by rule.
pub(super) struct Analysed {
    policy: regorus::CompiledPolicy,
    /// The modules and those left out, where there are more than a program may name: each rule is then
    /// analysed again with what it can reach.
    parts: Option<(Vec<Module>, BTreeSet<usize>)>,
    /// The builtins that the machine leaves to its host.
    host: Vec<(&'static str, usize)>,
    /// The rules that the machine gives another value than OPA.
    interpreted: BTreeSet<String>,
}

impl Analysed {
    fn interprets(&self, name: &str) -> bool {
        self.interpreted.iter().any(|path| {
            let rest = name.strip_prefix(path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    /// The program of a rule that some modules define; `None` if the machine cannot compile it, or would give
    /// another value than OPA.
    pub(super) fn program(&self, path: &str, defined: &[usize]) -> Option<Arc<Program>> {
        let part = match &self.parts {
            None => None,
            Some((modules, refused)) => {
                let reached = isolate::reach(modules, refused, defined);
                Some(isolate::prepare(&mut isolate::engine_with(modules, reached), path).ok()?)
            }
        };
        let policy = part.as_ref().unwrap_or(&self.policy);
        let compiled = catch_unwind(AssertUnwindSafe(|| {
            ProgramCompiler::compile_from_policy_with_host_await(policy, &[path], &self.host)
        }));
        let program = layout::defined(builtins::link(compiled.ok()?.ok()?)?)?;
        if program.rule_infos.iter().any(|rule| self.interprets(&rule.name)) {
            return None;
        }
        Some(layout::callers_first(layout::roots_first(layout::direct_calls(program))))
    }
}

/// The rules that the machine gives another value than OPA.
fn interpreted(modules: &[Module]) -> BTreeSet<String> {
    let of = |module: &Module| {
        let package = module.outline.package.join(".");
        let found = module.outline.definitions.iter().filter(|definition| definition.interpreted);
        found.map(|definition| format!("data.{package}.{}", definition.name)).collect::<Vec<_>>()
    };
    modules.iter().flat_map(of).collect()
}

/// The engine's path of a rule: `data.a["b-c"].deny`.
pub(super) fn rule_path(package: &[String], name: &str) -> String {
    data_path(package.iter().map(String::as_str).chain(name.split('.')))
}

/// The engine's path of what stands below `data`.
pub(super) fn data_path<'s>(steps: impl Iterator<Item = &'s str>) -> String {
    let mut path = String::from("data");
    for step in steps {
        let plain = step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain {
            path.push('.');
            path.push_str(step);
        } else {
            path.push_str(&format!("[{}]", serde_json::Value::from(step)));
        }
    }
    path
}
