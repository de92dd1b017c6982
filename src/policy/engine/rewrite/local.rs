//! Variables of `some` that have the name of a rule.
//!
//! For OPA the variable hides the rule; the engine reads the rule, or takes the variable for one that is used before
//! it is bound. So it gets another name.

use super::Insertion;
use crate::policy::engine::syntax::{Definition, Outline};
use crate::source::Span;
use std::collections::BTreeSet;

/// The other names in the place of those.
pub fn insertions(text: &str, outline: &Outline) -> Vec<Insertion> {
    let rules = rules(outline);
    let locals = outline.definitions.iter().flat_map(|definition| &definition.locals);
    let hiding: Vec<_> = locals.filter(|(name, _)| rules.contains(name)).collect();
    let mut mark = "__".to_owned();
    while hiding.iter().any(|(name, _)| text.contains(&format!("{name}{mark}"))) {
        mark.push('_');
    }
    let other = |(name, at): &(String, Span)| Insertion {
        over: *at,
        text: format!("{name}{mark}"),
        tells: vec![(0, *at)],
    };
    hiding.into_iter().map(other).collect()
}

/// Forgets the variables that have another name now.
pub fn told_apart(outline: &mut Outline) {
    let rules = rules(outline);
    for Definition { declared, .. } in &mut outline.definitions {
        declared.retain(|(name, _)| !rules.contains(name));
    }
}

/// What the module defines.
fn rules(outline: &Outline) -> BTreeSet<String> {
    let root = |definition: &Definition| definition.name.split('.').next().map(str::to_owned);
    outline.definitions.iter().filter_map(root).collect()
}
