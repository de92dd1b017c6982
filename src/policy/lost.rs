//! What nobody knows because part of a file could not be read.

use super::module::Module;
use crate::rego::MistakeKind;
use crate::rego::analyse::Analysed;
use crate::rego::graph::leads_to;
use std::collections::BTreeMap;

/// Definitions that part of a file may belong to which could not be read: those of its package, and those that refer
/// to it.
pub struct Lost {
    /// The module that could not be read, by definition.
    modules: BTreeMap<usize, usize>,
}

impl Lost {
    /// The definitions that lack something.
    pub fn new(modules: &[Module], analysed: &Analysed) -> Self {
        let mut packages: BTreeMap<&[String], usize> = BTreeMap::new();
        for (index, module) in modules.iter().enumerate().filter(|(_, module)| module.is_lost()) {
            packages.entry(&module.tree.package).or_insert(index);
        }
        let mut lost = BTreeMap::new();
        for (index, definition) in analysed.definitions.iter().enumerate() {
            let package = &definition.path[..definition.package];
            let referred =
                |(package, module): (&&[String], &usize)| leads_to(definition, package).then_some(*module);
            let own = packages.get(package).copied();
            if let Some(module) = own.or_else(|| packages.iter().find_map(referred)) {
                lost.insert(index, module);
            }
        }
        Lost { modules: lost }
    }

    /// The module that could not be read, if a definition lacks it.
    pub fn of(&self, definition: usize) -> Option<usize> {
        self.modules.get(&definition).copied()
    }

    /// The definitions that lack something.
    pub fn definitions(&self) -> impl Iterator<Item = usize> {
        self.modules.keys().copied()
    }

    /// True if a mistake in a definition may be none once everything can be read.
    pub fn explains(&self, definition: usize, kind: MistakeKind) -> bool {
        let of_names = matches!(
            kind,
            MistakeKind::Unsafe
                | MistakeKind::UnsafeInNegation
                | MistakeKind::UndefinedFunction
                | MistakeKind::Type
        );
        of_names && self.modules.contains_key(&definition)
    }
}
