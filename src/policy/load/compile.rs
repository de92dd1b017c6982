//! From modules to rules that can be evaluated.

use super::asked::{self, Asked};
use super::given::analysis;
use super::{Loader, PolicySet};
use crate::engine::{Conditions, Engine, Entry, EntryPoint, Readable, Suite};
use crate::policy::annotated::Annotated;
use crate::policy::blocked::Blocked;
use crate::policy::lost::Lost;
use crate::policy::metadata::metadata;
use crate::policy::module::Module;
use crate::policy::reach;
use crate::policy::rules::{self, Group};
use crate::policy::{Rule, mistakes, own};
use crate::problem::Problem;
use crate::rego::analyse::Analysed;
use crate::rego::ast::RuleKind;
use crate::rego::core::Definition;
use crate::rego::parser::Language;
use std::collections::BTreeMap;

/// A rule to plan.
struct Wanted {
    /// Its place among the rules.
    rule: usize,
    group: Group,
}

impl Loader<'_> {
    /// Makes the rules, planned.
    pub fn compile(self) -> PolicySet {
        self.compile_needed(|_| true)
    }

    /// The same, where rules of built-in packs that are not needed may stay without a plan: they can be told of,
    /// and not evaluated.
    pub fn compile_needed(mut self, needed: impl Fn(&Rule) -> bool) -> PolicySet {
        let groups = rules::groups(&self.modules, &mut self.problems);
        let (mut rules, mut wanted) = (Vec::new(), Vec::new());
        for group in groups {
            let module = &self.modules[group.definitions[0].0];
            match rules::rule(&group, &self.modules, EntryPoint::UNNEEDED, &self.frameworks) {
                Ok((rule, problems)) if self.picked(&rule, &module.pack) => {
                    self.problems.extend(problems);
                    if !module.builtin || needed(&rule) {
                        wanted.push(Wanted { rule: rules.len(), group });
                    }
                    rules.push(Rule { pack: module.pack.clone(), ..rule });
                }
                Ok(_) => {}
                Err(problem) => self.problems.push(problem),
            }
        }
        let (engine, asked) = self.engine(&mut rules, wanted);
        if !self.kinds.is_empty() {
            rules.push(own::schema());
        }
        if self.params.bounded().next().is_some() {
            rules.push(own::params(&self.params));
        }
        self.problems.extend(rules::duplicates(&mut rules));
        let cited = rules.iter().flat_map(Rule::cited);
        self.problems.extend(self.frameworks.problems(cited));
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let Loader { frameworks, kinds, packs, files, params, data, problems, notes, .. } = self;
        PolicySet { rules, engine, asked, frameworks, kinds, packs, files, params, data, problems, notes }
    }

    /// The unit tests in what was read, and what is wrong with its modules.
    pub fn suite(&self, conditions: &Conditions, readable: Readable) -> (Suite, Vec<Problem>) {
        let given = self.given();
        let analysed = given.analysed();
        let lost = Lost::new(&self.modules, analysed);
        let told = mistakes::told(&self.modules, analysed, &lost);
        let mut problems: Vec<Problem> = told.into_iter().map(|told| told.problem(&self.modules)).collect();
        // Tests may replace a builtin that is not supplied.
        let blocked = Blocked::new(&self.modules, analysed, &lost, None);
        let annotated = Annotated::new(&self.modules);
        let metadata =
            |definition: &Definition, chain: bool| metadata(&self.modules, &annotated, definition, chain);
        let policies: Vec<_> =
            self.modules.iter().map(|module| (module.source.clone(), &module.tree)).collect();
        let blocks = |entry: &Entry| blocked.refuses(entry);
        let (suite, wrong) = Suite::new(&policies, analysed, &blocks, &metadata, conditions, readable);
        problems.extend(wrong);
        (suite, problems)
    }

    /// Plans the rules that are wanted, with the modules that they lead to.
    fn engine(
        &mut self,
        rules: &mut [Rule],
        mut wanted: Vec<Wanted>,
    ) -> (Engine, BTreeMap<Asked, EntryPoint>) {
        let analysed = self.keep(&mut wanted);
        let modules = &self.modules;
        let lost = Lost::new(modules, &analysed);
        let told = mistakes::told(modules, &analysed, &lost);
        self.problems.extend(told.into_iter().map(|told| told.problem(modules)));
        let blocked = Blocked::new(modules, &analysed, &lost, Some(&self.options.builtins));
        let defaults = Defaults::new(modules, &wanted);
        let mut entries = Vec::new();
        for Wanted { rule, group } in &wanted {
            rules[*rule].judge = crate::policy::Judge::Policy(EntryPoint(entries.len()));
            let entry = defaults.entry(group, modules);
            entries.push(match blocked.refuses(&entry) {
                None => Some(entry),
                Some(problem) => {
                    self.problems.extend(problem);
                    None
                }
            });
        }
        let (beside, problems) = asked::asked(modules, wanted.iter().map(|wanted| &rules[wanted.rule]));
        self.problems.extend(problems);
        let mut asked = BTreeMap::new();
        for (name, entry) in beside {
            if blocked.refuses(&entry).is_none() {
                asked.insert(name, EntryPoint(entries.len()));
                entries.push(Some(entry));
            }
        }
        let annotated = Annotated::new(modules);
        let metadata =
            |definition: &Definition, chain: bool| metadata(modules, &annotated, definition, chain);
        let policies: Vec<_> = modules.iter().map(|module| (module.source.clone(), &module.tree)).collect();
        (Engine::new(&policies, &analysed, &entries, &metadata), asked)
    }

    /// Leaves out the modules of built-in packs that no rule leads to, and analyses the others.
    fn keep(&mut self, wanted: &mut [Wanted]) -> Analysed {
        let builtin = |index: &usize| self.modules[*index].builtin;
        let own = (0..self.modules.len()).filter(|index| !builtin(index));
        let needed = wanted.iter().flat_map(|wanted| &wanted.group.definitions).map(|&(module, _)| module);
        let kept = match self.modules.iter().any(|module| module.builtin) {
            true => reach::reached(&self.modules, own.chain(needed)),
            false => vec![true; self.modules.len()],
        };
        if kept.iter().all(|kept| *kept) && !self.brief {
            let known = self.analysed.take();
            return known.unwrap_or_else(|| analysis(&self.modules, &self.options.builtins));
        }
        let mut index = 0;
        let mut places = Vec::with_capacity(kept.len());
        for kept in &kept {
            places.push(index);
            index += usize::from(*kept);
        }
        let mut kept = kept.into_iter();
        self.modules.retain(|_| kept.next().unwrap_or_default());
        for (module, _) in wanted.iter_mut().flat_map(|wanted| &mut wanted.group.definitions) {
            *module = places[*module];
        }
        self.read_unread();
        analysis(&self.modules, &self.options.builtins)
    }
}

impl Loader<'_> {
    /// Reads the policies that were left unread.
    fn read_unread(&mut self) {
        for module in self.modules.iter_mut().filter(|module| module.unread.is_some()) {
            let (read, problems) = Module::read(&module.source, Language::Auto);
            self.problems.extend(problems);
            *module = Module { pack: std::mem::take(&mut module.pack), builtin: true, ..read };
        }
    }
}

/// Default values, which belong to the rule of their name where that is one rule.
struct Defaults {
    /// Groups of a name, and its default values, by package and name.
    of: BTreeMap<Named, (usize, Vec<(u32, u32)>)>,
}

/// A package and a name.
type Named = (Vec<String>, String);

impl Defaults {
    fn new(modules: &[Module], wanted: &[Wanted]) -> Self {
        let mut of: BTreeMap<_, (usize, Vec<(u32, u32)>)> = BTreeMap::new();
        for Wanted { group, .. } in wanted {
            of.entry((group.package.clone(), group.name.clone())).or_default().0 += 1;
        }
        for (file, module) in modules.iter().enumerate() {
            for (at, rule) in
                module.tree.rules.iter().enumerate().filter(|(_, r)| r.kind == RuleKind::Default)
            {
                if let Some((_, defaults)) = of.get_mut(&(module.tree.package.clone(), rule.name())) {
                    defaults.push((file as u32, at as u32));
                }
            }
        }
        Defaults { of }
    }

    fn entry(&self, group: &Group, modules: &[Module]) -> Entry {
        let definitions = group.definitions.iter().map(|&(file, rule)| (file as u32, rule as u32));
        let defaults = match self.of.get(&(group.package.clone(), group.name.clone())) {
            Some((1, defaults)) => defaults.as_slice(),
            _ => &[],
        };
        let path = group.package.iter().chain(&group.first(modules).path).cloned().collect();
        Entry { path, definitions: definitions.chain(defaults.iter().copied()).collect() }
    }
}
