//! Which modules some lead to, by the paths below `data` that they name.

use crate::policy::module::Module;
use crate::rego::ast::{Step, Tree};
use std::collections::BTreeSet;

/// The modules that some lead to, themselves included.
pub fn reached(modules: &[Module], from: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut reached = vec![false; modules.len()];
    let mut known: BTreeSet<Vec<&str>> = BTreeSet::new();
    let mut pending: Vec<usize> = from.into_iter().collect();
    while let Some(index) = pending.pop() {
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        for path in names(&modules[index]) {
            if !known.insert(path.clone()) {
                continue;
            }
            let leads = |package: &[String]| package.iter().zip(&path).all(|(step, name)| step == name);
            let more = modules.iter().enumerate().filter(|(_, module)| leads(&module.tree.package));
            pending.extend(more.map(|(index, _)| index));
        }
    }
    reached
}

/// The paths below `data` that a module names, read or not.
fn names(module: &Module) -> BTreeSet<Vec<&str>> {
    let Some(unread) = &module.unread else { return named(&module.tree) };
    unread.names.iter().map(|path| path.iter().map(String::as_str).collect()).collect()
}

/// The paths below `data` that a policy names, its package among them.
pub fn named(tree: &Tree) -> BTreeSet<Vec<&str>> {
    let imports = tree.imports.iter().filter_map(|import| import.path.split_first());
    let imported = imports.filter(|(root, _)| *root == "data").map(|(_, path)| path);
    let mut paths: BTreeSet<Vec<&str>> = imported
        .chain([tree.package.as_slice()])
        .map(|path| path.iter().map(String::as_str).collect())
        .collect();
    for rule in &tree.rules {
        rule.terms(&mut |term| {
            if let Some(("data", steps)) = term.reference() {
                paths.insert(steps.iter().map_while(Step::constant).collect());
            }
        });
    }
    paths
}
