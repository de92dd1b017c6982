//! What lints look at: all policies together, and what they may refer to.

use super::scope::{Free, Scopes};
use crate::policy::load::Given;
use crate::policy::mistakes::Told;
use crate::policy::module::Module;
use crate::rego::ast::{Rule, Step};
use crate::source::{SourceFile, Span};
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A path below `data`.
pub type Path = Vec<String>;

/// Where a definition is: file, and index in it.
pub type Place = (usize, usize);

/// All policies, with an index over them.
pub struct Workspace<'l> {
    /// The files.
    pub files: &'l [Module],
    /// What was loaded beside them.
    pub given: Given<'l>,
    /// The definitions of every rule and function, by path.
    pub rules: BTreeMap<Path, Vec<Place>>,
    /// Packages.
    pub packages: BTreeSet<Path>,
    /// Paths that tests replace by `with`: data that comes from elsewhere.
    replaced: OnceCell<BTreeSet<Path>>,
    /// Packages with a file that could not be read.
    lost: Vec<&'l [String]>,
    mistakes: OnceCell<Vec<Told>>,
}

/// What a name or reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A path below `data`, as far as it is constant; `true` if that is all of it.
    Data(Path, bool),
    /// The input.
    Input,
    /// Neither: a builtin, or a variable that is not declared.
    Unknown,
}

impl<'l> Workspace<'l> {
    /// Looks at what was read.
    pub fn new(given: Given<'l>) -> Self {
        let files = given.modules;
        let mut rules: BTreeMap<Path, Vec<Place>> = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            for (at, rule) in file.tree.rules.iter().enumerate() {
                let path = file.tree.package.iter().chain(&rule.path).cloned().collect();
                rules.entry(path).or_default().push((index, at));
            }
        }
        let packages = files.iter().map(|file| file.tree.package.clone()).collect();
        let lost = given.lost();
        let (replaced, mistakes) = (OnceCell::new(), OnceCell::new());
        Workspace { files, given, rules, packages, replaced, lost, mistakes }
    }

    /// What keeps definitions from being evaluated.
    pub fn mistakes(&self) -> &[Told] {
        self.mistakes.get_or_init(|| self.given.mistakes())
    }

    fn find_replaced(&self) -> BTreeSet<Path> {
        let mut replaced = BTreeSet::new();
        self.each_rule(&mut |file, _, scopes| {
            for free in scopes.free.iter().filter(|free| free.replaced) {
                if let Target::Data(path, _) = self.target(file, free) {
                    replaced.insert(path);
                }
            }
        });
        replaced
    }

    /// The bytes of the name in a call.
    pub fn name_of(&self, file: usize, call: Span) -> Span {
        let text = self.files[file].source.slice(call);
        let end = text.find('(').unwrap_or(text.len());
        Span { start: call.start, end: call.start + text[..end].trim_end().len() as u32 }
    }

    /// Visits every definition with its names.
    pub fn each_rule<'w>(&'w self, visit: &mut dyn FnMut(usize, &'w Rule, Scopes<'w>)) {
        for (index, file) in self.files.iter().enumerate() {
            for rule in &file.tree.rules {
                visit(index, rule, Scopes::of(rule));
            }
        }
    }

    /// The file with a text.
    pub fn file_of(&self, source: &Arc<SourceFile>) -> Option<usize> {
        self.files.iter().position(|file| Arc::ptr_eq(&file.source, source))
    }

    /// Visits every definition but those of built-in packs, which the tests of this program look after.
    pub fn each_own_rule<'w>(&'w self, visit: &mut dyn FnMut(usize, &'w Rule, Scopes<'w>)) {
        for (index, file) in self.files.iter().enumerate() {
            if !file.builtin {
                file.tree.rules.iter().for_each(|rule| visit(index, rule, Scopes::of(rule)));
            }
        }
    }

    /// A definition.
    pub fn rule(&self, (file, rule): Place) -> &Rule {
        &self.files[file].tree.rules[rule]
    }

    /// True if the package of a file, all of its files together, defines a rule whose name starts with this.
    pub fn defines(&self, file: usize, name: &str) -> bool {
        let mut path = self.files[file].tree.package.clone();
        path.push(name.to_owned());
        self.rules.range(path.clone()..).next().is_some_and(|(rule, _)| rule.starts_with(&path))
    }

    /// What a name that leads out of a definition leads to.
    pub fn target(&self, file: usize, free: &Free<'_>) -> Target {
        let below = |mut path: Path, steps: &[Step]| {
            let constant = steps.iter().map_while(Step::constant).map(str::to_owned);
            path.extend(constant);
            Target::Data(path, steps.iter().all(|step| step.constant().is_some()))
        };
        match free.root {
            "data" => return below(Vec::new(), free.steps),
            "input" => return Target::Input,
            _ => {}
        }
        if let Some(import) = self.files[file].import(free.root) {
            return match import.path.split_first() {
                Some((root, path)) if root == "data" => below(path.to_vec(), free.steps),
                _ => Target::Input,
            };
        }
        if self.defines(file, free.root) {
            let mut path = self.files[file].tree.package.clone();
            path.push(free.root.to_owned());
            return below(path, free.steps);
        }
        Target::Unknown
    }

    /// The rule that a path leads to or into.
    pub fn rule_at(&self, path: &[String]) -> Option<(&Path, &Vec<Place>)> {
        (1..=path.len()).rev().find_map(|length| self.rules.get_key_value(&path[..length]))
    }

    /// The number of arguments of a function.
    pub fn arity(&self, path: &[String]) -> Option<usize> {
        let places = self.rules.get(path)?;
        let rules = places.iter().map(|place| self.rule(*place));
        rules.filter_map(|rule| rule.args.as_ref()).map(Vec::len).next()
    }

    /// True for a package, and for what is in one, that has a file which did not parse.
    pub fn is_lost(&self, path: &[String]) -> bool {
        self.lost.iter().any(|lost| path.starts_with(lost) || lost.starts_with(path))
    }

    /// True if something is known to stand at a path below `data`, above it or below it.
    pub fn leads_somewhere(&self, path: &[String]) -> bool {
        let above_rules =
            self.rules.range(path.to_vec()..).next().is_some_and(|(rule, _)| rule.starts_with(path));
        above_rules
            || self.is_lost(path)
            || self.is_namespace(path)
            || self.rule_at(path).is_some()
            || self.supplied(path)
    }

    /// True if data files or a test give a value on this path.
    fn supplied(&self, path: &[String]) -> bool {
        let replaced = |given: &Path| path.starts_with(given) || given.starts_with(path);
        in_object(&self.given.data.value, path)
            || self.replaced.get_or_init(|| self.find_replaced()).iter().any(replaced)
    }

    /// True for a package, and for what packages have in common at the start.
    pub fn is_namespace(&self, path: &[String]) -> bool {
        self.packages.range(path.to_vec()..).next().is_some_and(|package| package.starts_with(path))
    }

    /// Everything that stands directly below a path: rules and packages.
    pub fn names_below(&self, path: &[String]) -> BTreeSet<&str> {
        let all = self.rules.keys().chain(&self.packages);
        all.filter(|known| known.len() > path.len() && known.starts_with(path))
            .map(|known| known[path.len()].as_str())
            .collect()
    }
}

/// True if an object has a value at a path, or a value on the way that has no keys.
fn in_object(object: &serde_json::Map<String, Value>, path: &[String]) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    match object.get(first) {
        None => false,
        Some(Value::Object(inner)) => in_object(inner, rest),
        Some(Value::Array(_)) => true,
        Some(_) => rest.is_empty(),
    }
}
