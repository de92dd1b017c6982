//! Variables of `every`, bound in its body.

use super::Insertion;
use crate::policy::engine::syntax::Outline;

/// `every each_6__ in xs { k := each_6__; .. }` for `every k in xs { .. }`: what `:=` binds, the engine knows.
/// What has another name already, by `named`, keeps that in the body.
pub fn insertions(text: &str, outline: &Outline, named: &[Insertion]) -> Vec<Insertion> {
    let mut inserted = Vec::new();
    for each in outline.definitions.iter().flat_map(|definition| &definition.each) {
        let other = named.iter().find(|other| other.over == each.name).map(|other| other.text.as_str());
        let Some(name) = other.or_else(|| text.get(each.name.range())) else { continue };
        // No other variable of the module has this name: another `every` has another place.
        let own = format!("each_{}__", each.name.start);
        inserted.push(Insertion::at(each.body, format!(" {name} := {own};")));
        inserted.push(Insertion { over: each.name, text: own, tells: vec![(0, each.name)] });
    }
    inserted.sort_by_key(|insertion| insertion.over.start);
    inserted
}
