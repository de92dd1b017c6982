//! What lints and others look at of policies that were read.

use crate::engine::EntryPoint;
use crate::framework::Frameworks;
use crate::kind::Kinds;
use crate::policy::Rule;
use crate::policy::data::Data;
use crate::policy::lost::Lost;
use crate::policy::mistakes::{self, Told};
use crate::policy::module::Module;
use crate::policy::params::Params;
use crate::policy::rules::{self, Group};
use crate::policy::unavailable::{self, Unavailable};
use crate::rego::analyse::{Analysed, analyse};
use crate::rego::core::Definition;
use crate::rego::signatures::Builtins;
use std::cell::OnceCell;

/// Modules with what they may refer to.
#[derive(Clone)]
pub struct Given<'g> {
    /// The modules.
    pub modules: &'g [Module],
    /// What was found out about them, once somebody asked.
    pub(super) analysed: &'g OnceCell<Analysed>,
    /// The builtins that they may call.
    pub builtins: &'g Builtins,
    /// Data files.
    pub data: &'g Data,
    /// Parameters.
    pub params: &'g Params,
    /// Frameworks that may be cited.
    pub frameworks: &'g Frameworks,
    /// Kinds of documents, and so the paths that there are.
    pub kinds: &'g Kinds,
}

impl<'g> Given<'g> {
    /// What is found out about all modules.
    pub fn analysed(&self) -> &'g Analysed {
        self.analysed.get_or_init(|| analysis(self.modules, self.builtins))
    }

    /// The mistakes, as people are told of them.
    pub fn mistakes(&self) -> Vec<Told> {
        let analysed = self.analysed();
        mistakes::told(self.modules, analysed, &Lost::new(self.modules, analysed))
    }

    /// The calls of builtins that are not supplied, each with its module and definition.
    pub fn unavailable(&self) -> impl Iterator<Item = (usize, usize, Unavailable)> {
        let of = |definition: &'g Definition| {
            let found = unavailable::in_definition(definition, self.builtins);
            found.into_iter().map(move |found| (definition.file as usize, definition.rule as usize, found))
        };
        self.analysed().definitions.iter().flat_map(of)
    }

    /// Packages with a file that could not be read: nobody knows what they define.
    pub fn lost(&self) -> Vec<&'g [String]> {
        let lost = self.modules.iter().filter(|module| module.is_lost());
        lost.map(|module| module.tree.package.as_slice()).collect()
    }

    /// The rules that report violations and whose metadata can be followed, each with its definitions:
    /// module, and index among the definitions of it.
    pub fn rules(&self) -> Vec<(Rule, Vec<(usize, usize)>)> {
        let groups = rules::groups(self.modules, &mut Vec::new());
        let rule = |group: Group| {
            let rule = rules::rule(&group, self.modules, EntryPoint::default(), self.frameworks);
            Some((rule.ok()?.0, group.definitions))
        };
        groups.into_iter().filter_map(rule).collect()
    }
}

/// What is found out about modules: the file of a definition is the index of its module.
pub(super) fn analysis(modules: &[Module], builtins: &Builtins) -> Analysed {
    let trees: Vec<_> = modules.iter().map(|module| &module.tree).collect();
    analyse(&trees, builtins)
}
