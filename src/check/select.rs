//! Which rules run.

use super::CheckOptions;
use crate::policy::{Judge, PolicySet, Rule, own, pack};
use crate::problem::Problem;
use crate::similar::similar;

/// That no rule has a name, with the pack that has it or the rule that may be meant.
fn unknown(name: &str, policies: &PolicySet) -> Problem {
    let pack = pack::controls().find(|(_, id)| *id == name).map(|(pack, _)| pack);
    let similar = similar(name, policies.rules.iter().map(|rule| rule.id.as_str()));
    Problem::UnknownRule { name: name.to_owned(), pack, similar: similar.map(str::to_owned) }
}

/// Which rules run: those asked for, and in effect on the day. A name that no rule has is a problem,
/// not a rule that silently never runs.
pub(super) fn select(options: &CheckOptions, policies: &PolicySet, problems: &mut Vec<Problem>) -> Vec<bool> {
    for wanted in options.only.iter().chain(&options.skip) {
        let own = own::IDS.contains(&wanted.as_str());
        if !own && !policies.rules.iter().any(|rule| named(rule, wanted)) {
            problems.push(unknown(wanted, policies));
        }
    }
    let selected = |rule: &Rule| {
        let listed = |names: &[String]| names.iter().any(|name| named(rule, name));
        // Overrides and waivers count for whatever runs.
        let wanted = options.only.is_empty()
            || listed(&options.only)
            || matches!(rule.judge, Judge::Params | Judge::Waiver);
        wanted && !listed(&options.skip)
    };
    policies.rules.iter().map(selected).collect()
}

pub(super) fn named(rule: &Rule, wanted: &str) -> bool {
    rule.id == wanted || rule.name == wanted || rule.package == wanted
}
