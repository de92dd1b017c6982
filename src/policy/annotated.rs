//! Which annotations hold for which definitions.

use super::module::Module;
use crate::rego::annotations::{Annotation, Scope};
use crate::rego::ast::Rule;
use std::collections::HashMap;

/// An annotation: its module, and its index there.
pub type Source = (usize, usize);

/// The annotations of all modules, by what they are about.
pub struct Annotated<'m> {
    modules: &'m [Module],
    /// By module, and where the definition starts.
    rules: HashMap<(usize, u32), Vec<Source>>,
    /// By package and name.
    documents: HashMap<(&'m [String], &'m [String]), Vec<Source>>,
    /// By package.
    packages: HashMap<&'m [String], Vec<Source>>,
}

impl<'m> Annotated<'m> {
    /// The annotations of some modules.
    pub fn new(modules: &'m [Module]) -> Self {
        let (rules, documents, packages) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut annotated = Annotated { modules, rules, documents, packages };
        for (index, module) in modules.iter().enumerate() {
            for (at, annotation) in module.annotations.iter().enumerate() {
                annotated.add((index, at), module, annotation);
            }
        }
        annotated
    }

    fn add(&mut self, source: Source, module: &'m Module, annotation: &Annotation) {
        let package = module.tree.package.as_slice();
        let known = match annotation.scope {
            Scope::Rule => self.rules.entry((source.0, annotation.target)).or_default(),
            Scope::Document => {
                let Some(rule) = module.rule_at(annotation.target) else { return };
                self.documents.entry((package, &rule.path)).or_default()
            }
            Scope::Package | Scope::Subpackages => self.packages.entry(package).or_default(),
        };
        known.push(source);
    }

    /// An annotation with its module.
    pub fn get(&self, (module, at): Source) -> (&'m Module, &'m Annotation) {
        let module = &self.modules[module];
        (module, &module.annotations[at])
    }

    /// The annotations that hold for a definition of a module, the closest first: its own, those of its name, of its
    /// package, and of the packages around it. Where files of one package each annotate it, a definition has the
    /// annotation of its own file.
    pub fn of(&self, index: usize, definition: &Rule) -> Vec<Source> {
        let mut found = self.chain(index, definition);
        let is_package = |source: &Source| self.get(*source).1.scope == Scope::Package;
        if found.iter().any(|source| source.0 == index && is_package(source)) {
            found.retain(|source| source.0 == index || !is_package(source));
        }
        found
    }

    /// The same with those that other files give the package.
    pub fn chain(&self, index: usize, definition: &Rule) -> Vec<Source> {
        let package = self.modules[index].tree.package.as_slice();
        let own = self.rules.get(&(index, definition.span.start));
        let named = self.documents.get(&(package, definition.path.as_slice()));
        let own = own.into_iter().chain(named).flatten();
        // Deeper packages are closer; so is the file of the definition itself.
        let around = (0..=package.len()).rev().flat_map(|length| {
            let mut sources = self.packages.get(&package[..length]).cloned().unwrap_or_default();
            let scope = |source: &Source| self.get(*source).1.scope;
            sources.retain(|source| length == package.len() || scope(source) == Scope::Subpackages);
            sources.sort_by_key(|source| (scope(source), source.0 != index, *source));
            sources
        });
        own.copied().chain(around).filter(|source| self.may_annotate(*source, index)).collect()
    }

    /// Nothing outside of a built-in pack annotates what is in it.
    fn may_annotate(&self, (other, _): Source, index: usize) -> bool {
        !self.modules[index].builtin || self.modules[other].builtin
    }
}
