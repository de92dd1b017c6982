//! Functions with definitions in several modules of a package.
//!
//! The engine finds all definitions of a function, and evaluates each as if it stood in the module that has the
//! first: with the imports of that one, and with its plans for arguments, or none. So the definitions of each
//! module get a name of their own, and a module beside them calls all of these under the old name.

use super::Insertion;
use crate::policy::engine::compile::{Compiler, rule_path};
use crate::policy::engine::syntax::{self, Definition, DefinitionKind};
use crate::policy::engine::{Language, Module};
use crate::source::SourceFile;
use regorus::unstable::{Rule, RuleHead};
use std::collections::{BTreeMap, BTreeSet};

/// Package and name of a function.
type Name = (Vec<String>, String);
/// Where it is defined: modules, and the ends of its name there.
type Places = BTreeMap<usize, Vec<usize>>;

/// Renames apart what several modules define. True if there was anything, so that the modules have to be given
/// to the engine again.
pub fn gather(compiler: &mut Compiler, refused: &BTreeSet<usize>) -> bool {
    let mut changed = false;
    for ((package, name), places) in functions(&compiler.modules, refused) {
        if places.len() < 2 {
            continue;
        }
        let Some(arity) = arity(&compiler.modules, &places, &name) else { continue };
        let mark = free_mark(&compiler.modules, &name);
        let Some(text) = calls(&package, &name, &mark, &places, arity) else { continue };
        let first = places.keys().next().map(|&module| compiler.modules[module].source.path.clone());
        let path = format!("{} and others: {name}", first.unwrap_or_default());
        if compiler.parse_text(&SourceFile::from_text(path, text.as_str()), &text, Language::Auto).is_err() {
            continue;
        }
        if let Some(module) = compiler.modules.last_mut() {
            module.copy = true;
        }
        for (module, ends) in places {
            let inserted = &mut compiler.modules[module].inserted;
            inserted.extend(ends.into_iter().map(|end| Insertion::at(end, format!("{mark}{module}"))));
            inserted.sort_by_key(|insertion| insertion.over.start);
        }
        changed = true;
    }
    changed
}

/// The functions of all modules that have no default: a default belongs to all definitions.
fn functions(modules: &[Module], refused: &BTreeSet<usize>) -> BTreeMap<Name, Places> {
    let mut functions: BTreeMap<Name, Places> = BTreeMap::new();
    let mut defaults: BTreeSet<Name> = BTreeSet::new();
    for (index, module) in modules.iter().enumerate() {
        if module.copy || refused.contains(&index) {
            continue;
        }
        for Definition { name, name_span, kind, .. } in &module.outline.definitions {
            let function = (module.outline.package.clone(), name.clone());
            match kind {
                DefinitionKind::Function if !name.contains('.') => {
                    functions
                        .entry(function)
                        .or_default()
                        .entry(index)
                        .or_default()
                        .push(name_span.end as usize);
                }
                DefinitionKind::Default => drop(defaults.insert(function)),
                _ => {}
            }
        }
    }
    functions.retain(|function, _| !defaults.contains(function));
    functions
}

/// The number of arguments, if all definitions have the same and at least one.
fn arity(modules: &[Module], places: &Places, name: &str) -> Option<usize> {
    let mut found = BTreeSet::new();
    for (&module, ends) in places {
        for rule in &modules[module].tree.policy {
            if let Rule::Spec { head: RuleHead::Func { refr, args, .. }, .. } = rule.as_ref() {
                let place = syntax::span(refr.span());
                if ends.contains(&(place.end as usize)) && place.len() == name.len() {
                    found.insert(args.len());
                }
            }
        }
    }
    let arity = found.pop_first()?;
    (found.is_empty() && arity > 0).then_some(arity)
}

/// What to put behind the name so that nothing else is called that.
fn free_mark(modules: &[Module], name: &str) -> String {
    let mut mark = "__".to_owned();
    while modules.iter().any(|module| module.source.text.contains(&format!("{name}{mark}"))) {
        mark.push('_');
    }
    mark
}

/// A module that calls the definitions of every module.
fn calls(package: &[String], name: &str, mark: &str, places: &Places, arity: usize) -> Option<String> {
    let (last, above) = package.split_last()?;
    let path = package_path(above, last)?;
    let arguments: Vec<String> = (0..arity).map(|index| format!("a{index}")).collect();
    let arguments = arguments.join(", ");
    let call = |module: &usize| {
        format!("{name}({arguments}) := r if {{ r := {name}{mark}{module}({arguments}) }}\n")
    };
    Some(format!("package {path}\n\n{}", places.keys().map(call).collect::<String>()))
}

/// A package as its statement names it.
fn package_path(above: &[String], last: &str) -> Option<String> {
    // A dot in a step would read as two.
    if last.contains('.') {
        return None;
    }
    rule_path(above, last).strip_prefix("data.").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_calls_the_definitions_of_all() {
        let places = Places::from([(0, vec![9]), (3, vec![20])]);
        let package = ["a".to_owned(), "b-c".to_owned()];
        assert_eq!(
            calls(&package, "f", "__", &places, 2).unwrap(),
            "package a[\"b-c\"]\n\nf(a0, a1) := r if { r := f__0(a0, a1) }\nf(a0, a1) := r if { r := f__3(a0, a1) }\n"
        );
    }
}
