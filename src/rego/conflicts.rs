//! Definitions that do not go together.

use super::core::{Definition, Kind};
use super::{Mistake, MistakeKind};
use std::collections::BTreeMap;

/// The definitions that conflict with another one: all of them, as none is known to be the right one.
pub fn conflicts(definitions: &[Definition]) -> Vec<(usize, Mistake)> {
    let mut paths: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (index, definition) in definitions.iter().enumerate() {
        paths.entry(&definition.path).or_default().push(index);
    }
    let mut found = Vec::new();
    for same in paths.values() {
        kinds(definitions, same, &mut found);
        defaults(definitions, same, &mut found);
    }
    nested(definitions, &paths, &mut found);
    packages(definitions, &paths, &mut found);
    found
}

/// What a definition makes of its path.
fn shape(definition: &Definition) -> (Kind, bool, usize) {
    let keyed = definition.branches.first().is_some_and(|branch| !branch.keys.is_empty());
    (definition.kind, keyed, definition.args.len())
}

/// True if two definitions of one path may stand beside each other.
fn go_together(one: &Definition, other: &Definition) -> bool {
    let ((kind, keyed, arity), (other_kind, other_keyed, other_arity)) = (shape(one), shape(other));
    // Sets behind keys, and values behind keys, are all members of one object.
    let object = |kind, keyed| keyed && kind != Kind::Function;
    if object(kind, keyed) && object(other_kind, other_keyed) {
        return true;
    }
    (kind, keyed, arity) == (other_kind, other_keyed, other_arity)
}

fn kinds(definitions: &[Definition], same: &[usize], found: &mut Vec<(usize, Mistake)>) {
    let Some(first) = same.first().and_then(|index| definitions.get(*index)) else { return };
    let differs = same.iter().find(|index| !go_together(first, &definitions[**index]));
    let Some(other) = differs.map(|index| &definitions[*index]) else { return };
    for index in same {
        let against = if go_together(first, &definitions[*index]) { other } else { first };
        found.push((*index, two_kinds(&definitions[*index], against)));
    }
}

fn two_kinds(definition: &Definition, other: &Definition) -> Mistake {
    let name = definition.path.join(".");
    Mistake::new(
        MistakeKind::Conflict,
        definition.name_span,
        format!(
            "`{name}` is defined in two ways that do not go together: as {} and as {}",
            what(definition).0,
            what(other).0
        ),
        format!("`{name}` 的定义互相冲突：既是{}，又是{}", what(definition).1, what(other).1),
    )
    .with_other(other.file, other.name_span)
}

fn what(definition: &Definition) -> (String, String) {
    match shape(definition) {
        (Kind::Function, _, arity) => {
            let arguments = crate::lang::counted(arity, "argument");
            (format!("a function of {arguments}"), format!("{arity} 个参数的函数"))
        }
        (_, true, _) => ("an object".to_owned(), "对象".to_owned()),
        (Kind::Set, ..) => ("a set".to_owned(), "集合".to_owned()),
        (Kind::Value, ..) => ("one value".to_owned(), "单个值".to_owned()),
    }
}

fn defaults(definitions: &[Definition], same: &[usize], found: &mut Vec<(usize, Mistake)>) {
    let mut defaults = same.iter().filter(|index| definitions[**index].is_default);
    let Some(first) = defaults.next().map(|index| &definitions[*index]) else { return };
    for index in defaults {
        let name = definitions[*index].path.join(".");
        let mistake = Mistake::new(
            MistakeKind::Conflict,
            definitions[*index].name_span,
            format!("`{name}` has a default already"),
            format!("`{name}` 已有默认值"),
        );
        found.push((*index, mistake.with_other(first.file, first.name_span)));
    }
}

/// A value, a set or a function cannot have rules below it.
fn nested(
    definitions: &[Definition],
    paths: &BTreeMap<&[String], Vec<usize>>,
    found: &mut Vec<(usize, Mistake)>,
) {
    for (path, same) in paths {
        for length in 0..path.len() {
            let Some(above) = paths.get(&path[..length]) else { continue };
            let Some(holder) = above.iter().map(|index| &definitions[*index]).find(|d| !shape(d).1) else {
                continue;
            };
            for index in same {
                found.push((*index, below(&definitions[*index], holder)));
            }
            let inner = &definitions[same[0]];
            found.extend(above.iter().map(|index| (*index, below(inner, &definitions[*index]))));
        }
    }
}

fn below(inner: &Definition, holder: &Definition) -> Mistake {
    let (name, around) = (inner.path.join("."), holder.path.join("."));
    Mistake::new(
        MistakeKind::Conflict,
        inner.name_span,
        format!("`{name}` stands within `{around}`, which is {}", what(holder).0),
        format!("`{name}` 位于 `{around}` 之内，而后者是{}", what(holder).1),
    )
    .with_other(holder.file, holder.name_span)
}

/// A package cannot have the path of a rule.
fn packages(
    definitions: &[Definition],
    paths: &BTreeMap<&[String], Vec<usize>>,
    found: &mut Vec<(usize, Mistake)>,
) {
    let mut known: BTreeMap<&[String], &Definition> = BTreeMap::new();
    for definition in definitions {
        known.entry(&definition.path[..definition.package]).or_insert(definition);
    }
    for (package, inside) in known {
        let lengths = (1..=package.len()).filter_map(|length| paths.get(&package[..length]));
        for index in lengths.flatten().filter(|index| definitions[**index].package < package.len()) {
            let name = definitions[*index].path.join(".");
            let mistake = Mistake::new(
                MistakeKind::Conflict,
                definitions[*index].name_span,
                format!("`{name}` is the path of a package, too"),
                format!("`{name}` 同时也是一个包的路径"),
            );
            found.push((*index, mistake.with_other(inside.file, inside.name_span)));
        }
    }
}
