//! Rules that are asked beside the one that finds violations: what a package excepts, and what a rule judges at all.

use crate::engine::Entry;
use crate::policy::Rule;
use crate::policy::module::Module;
use crate::problem::Problem;
use std::collections::BTreeMap;

/// The rule of a package that says what is excepted, as conftest has it.
pub const EXCEPTION: &str = "exception";

/// A package, and the name of a rule in it.
pub type Asked = (String, String);

/// The rules to ask beside some others, and what is wrong with what those say.
pub fn asked<'r>(
    modules: &[Module],
    rules: impl Iterator<Item = &'r Rule>,
) -> (BTreeMap<Asked, Entry>, Vec<Problem>) {
    let mut found: BTreeMap<Asked, Entry> = BTreeMap::new();
    let subjects: BTreeMap<Asked, &Rule> =
        rules.filter_map(|rule| Some(((rule.package.clone(), rule.subjects()?.to_owned()), rule))).collect();
    for (file, module) in modules.iter().enumerate().filter(|(_, module)| !module.is_test()) {
        let package = module.tree.package.join(".");
        for (at, rule) in module.tree.rules.iter().enumerate().filter(|(_, rule)| rule.args.is_none()) {
            let key = (package.clone(), rule.name().to_owned());
            if subjects.contains_key(&key) || (!module.builtin && key.1 == EXCEPTION) {
                let path = module.tree.package.iter().chain(&rule.path).cloned().collect();
                let entry = found.entry(key).or_insert_with(|| Entry { path, definitions: Vec::new() });
                entry.definitions.push((file as u32, at as u32));
            }
        }
    }
    let lost = subjects.iter().filter(|(key, _)| !found.contains_key(*key));
    let problems = lost.map(|((package, name), rule)| {
        let reason = format!("`subjects` names {name:?}, and {package} has no such rule");
        Problem::policy(rule.origin.clone(), reason)
    });
    let problems = problems.collect();
    (found, problems)
}
