//! From resolved definitions to a plan, as OPA plans them.
//!
//! A rule or function is one function of the plan, with a block for each of its definitions. Whatever is needed by what is
//! asked for is planned, and nothing else. What is planned is free of recursion, and its definitions go together: `rego`
//! has seen to both.

mod body;
mod build;
mod data;
mod function;
mod places;
mod term;
mod trie;
mod unify;
mod with;

use super::ir::{self, Function, Plan, Site, SiteAt};
use crate::rego::core::Definition;
use regorus::Value;
use std::collections::{HashMap, VecDeque};
use trie::Trie;

pub(super) use term::fold;

/// What `rego.metadata.rule()` (false) and `rego.metadata.chain()` (true) give in a definition.
pub type Metadata<'m> = &'m dyn Fn(&Definition, bool) -> Value;

/// Plans what is asked for.
pub struct Planner<'d> {
    definitions: &'d [Definition],
    trie: Trie,
    metadata: Metadata<'d>,
    plan: Plan,
    /// Functions by what they are planned from.
    functions: HashMap<Planned, u32>,
    /// Functions that are called and not planned yet.
    waiting: VecDeque<(Planned, u32)>,
    texts: HashMap<String, u32>,
    builtins: HashMap<String, u32>,
    sites: HashMap<SiteAt, Site>,
    conditions: u32,
}

/// What a function is planned from: a node of the trie.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Planned {
    /// The rule or function at the node.
    Rule(usize),
    /// All that stands below the node, and below it behind a further path.
    Extent(usize, Vec<String>),
    /// What stands behind a key below the node, and behind a further path.
    Member(usize, Vec<String>),
}

impl<'d> Planner<'d> {
    /// A planner over definitions, and packages that may be empty. Definitions that `usable` refuses do not exist for it.
    pub fn new(
        definitions: &'d [Definition],
        packages: impl IntoIterator<Item = &'d Vec<String>>,
        usable: impl Fn(usize) -> bool,
        metadata: Metadata<'d>,
    ) -> Self {
        let mut trie = Trie::new(definitions, usable);
        packages.into_iter().for_each(|package| {
            trie.insert(package);
        });
        Planner {
            definitions,
            trie,
            metadata,
            plan: Plan::default(),
            functions: HashMap::new(),
            waiting: VecDeque::new(),
            texts: HashMap::new(),
            builtins: HashMap::new(),
            sites: HashMap::new(),
            conditions: 0,
        }
    }

    /// The function of the rule whose definitions have this path; `None` if there is none.
    pub fn rule(&mut self, path: &[String]) -> Option<u32> {
        let node = self.trie.find(path)?;
        let unit = self.trie.unit_at_or_above(node)?;
        let function = self.function(Planned::Rule(unit));
        self.finish();
        Some(function)
    }

    /// Everything that was asked for.
    pub fn plan(self) -> Plan {
        self.plan
    }

    /// The function for something, planned sooner or later.
    fn function(&mut self, planned: Planned) -> u32 {
        if let Some(function) = self.functions.get(&planned) {
            return *function;
        }
        let function = self.plan.functions.len() as u32;
        self.plan.functions.push(Function::default());
        self.functions.insert(planned.clone(), function);
        self.waiting.push_back((planned, function));
        function
    }

    fn finish(&mut self) {
        while let Some((planned, function)) = self.waiting.pop_front() {
            let built = match planned {
                Planned::Rule(node) => self.plan_rule(node),
                Planned::Extent(node, below) => self.plan_extent(node, &below),
                Planned::Member(node, below) => self.plan_member(node, &below),
            };
            self.plan.functions[function as usize] = built;
        }
    }

    fn constant(&mut self, value: Value) -> u32 {
        if let Value::String(text) = &value {
            if let Some(known) = self.texts.get(text.as_ref()) {
                return *known;
            }
            self.texts.insert(text.to_string(), self.plan.constants.len() as u32);
        }
        self.plan.constants.push(value);
        (self.plan.constants.len() - 1) as u32
    }

    fn builtin(&mut self, name: &str) -> u32 {
        if let Some(known) = self.builtins.get(name) {
            return *known;
        }
        let builtin = self.plan.builtins.len() as u32;
        self.plan.builtins.push(name.to_owned());
        self.builtins.insert(name.to_owned(), builtin);
        builtin
    }

    fn site(&mut self, at: SiteAt) -> Site {
        let sites = &mut self.plan.sites;
        *self.sites.entry(at).or_insert_with(|| {
            sites.push(at);
            (sites.len() - 1) as Site
        })
    }

    fn condition(&mut self) -> u32 {
        self.conditions += 1;
        self.conditions
    }
}

impl From<&Definition> for ir::Definition {
    fn from(definition: &Definition) -> Self {
        ir::Definition { file: definition.file, rule: definition.rule }
    }
}
