//! What is told of mistakes of types.

use super::terms::key_of;
use crate::rego::ast::Scalar;
use crate::rego::core::{Callee, Root, Term, TermKind, VarInfo};
use crate::rego::graph::is_name;
use crate::rego::signatures::{Key, Type};
use crate::rego::{Mistake, MistakeKind};
use crate::source::Span;

/// The characters of a type that are told.
const LONGEST: usize = 120;

/// The keys that are told.
const MOST_KEYS: usize = 8;

/// What a step should have been.
pub enum Wanted {
    /// One of some names.
    Names(Vec<String>),
    /// A key of a type.
    Type(Type),
}

/// What the keys of a value are.
pub fn wanted(of: &Type) -> Wanted {
    let mut names = Vec::new();
    let parts = if let Type::Union(union) = of { &union.of[..] } else { std::slice::from_ref(of) };
    for part in parts {
        match part {
            Type::Object(object) => names.extend(object.fields.iter().map(|(key, _)| match key {
                Key::Text(text) => text.clone(),
                other => other.to_string(),
            })),
            _ => return Wanted::Type(super::algebra::keys(of)),
        }
    }
    names.sort();
    names.dedup();
    if names.is_empty() { Wanted::Type(super::algebra::keys(of)) } else { Wanted::Names(names) }
}

fn told(ty: &Type) -> String {
    let text = ty.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain("..".chars()).collect()
}

fn mistake(span: Span, en: String, zh: String) -> Mistake {
    Mistake::new(MistakeKind::Type, span, en, zh)
}

/// How a policy writes what is called.
fn name(callee: &Callee) -> String {
    let operator = |name: &str| {
        let operators = [
            ("equal", "=="),
            ("eq", "="),
            ("assign", ":="),
            ("neq", "!="),
            ("lt", "<"),
            ("lte", "<="),
            ("gt", ">"),
            ("gte", ">="),
            ("plus", "+"),
            ("minus", "-"),
            ("mul", "*"),
            ("div", "/"),
            ("rem", "%"),
            ("and", "&"),
            ("or", "|"),
            ("internal.member_2", "in"),
            ("internal.member_3", "in"),
            ("internal.print", "print"),
        ];
        operators.iter().find(|(builtin, _)| *builtin == name).map(|(_, sign)| (*sign).to_owned())
    };
    match callee {
        Callee::Builtin(name) => operator(name).unwrap_or_else(|| name.clone()),
        Callee::Function(path) => crate::rego::graph::path(path),
    }
}

/// Two values that cannot be equal.
pub fn never_equal(one: &Type, other: &Type, span: Span) -> Mistake {
    let (one, other) = (told(one), told(other));
    mistake(
        span,
        format!("these can never be equal: {one} and {other}"),
        format!("两者永远不会相等：{one} 与 {other}"),
    )
}

/// An argument of a type that is never taken.
pub fn wrong_argument(
    callee: &Callee,
    at: usize,
    of: usize,
    (found, wanted): (&Type, &Type),
    span: Span,
) -> Mistake {
    let (name, found, wanted, at) = (name(callee), told(found), told(wanted), at + 1);
    let (which, which_zh) = if of == 1 {
        (String::new(), "参数".to_owned())
    } else {
        (format!(" as argument {at}"), format!("第 {at} 个参数"))
    };
    mistake(
        span,
        format!("`{name}` takes {wanted}{which}, never {found}"),
        format!("`{name}` 的{which_zh}应为 {wanted}，不可能是 {found}"),
    )
}

/// A function in the place of one with other arguments.
pub fn wrong_stand_in(replaced: (&Callee, &[Type]), by: (&Callee, &[Type]), span: Span) -> Mistake {
    let listed = |(callee, args): (&Callee, &[Type])| {
        let args: Vec<String> = args.iter().map(told).collect();
        format!("{}({})", name(callee), args.join(", "))
    };
    let (replaced, by) = (listed(replaced), listed(by));
    mistake(
        span,
        format!("`{by}` cannot stand in for `{replaced}`"),
        format!("`{by}` 不能替换 `{replaced}`：参数不一致"),
    )
}

/// A function that is not called.
pub fn function_as_value(name: &str, span: Span) -> Mistake {
    mistake(
        span,
        format!("`{name}` is a function and has to be called"),
        format!("`{name}` 是函数，必须调用"),
    )
}

/// A member of what has none.
pub fn no_members(name: &str, ty: &Type, span: Span) -> Mistake {
    let ty = told(ty);
    mistake(
        span,
        format!("`{name}` is of type {ty}, which has no members"),
        format!("`{name}` 的类型是 {ty}，没有成员"),
    )
}

/// A key that a value cannot have.
pub fn no_key(name: &str, key: &str, ty: &Type, wanted: Wanted, span: Span) -> Mistake {
    let of = if ty.is_unknown() { String::new() } else { format!(" ({})", told(ty)) };
    let wanted = match wanted {
        Wanted::Names(names) => {
            let more = if names.len() > MOST_KEYS { ", .." } else { "" };
            let names: Vec<&str> = names.iter().map(String::as_str).take(MOST_KEYS).collect();
            format!("{}{more}", names.join(", "))
        }
        Wanted::Type(ty) => told(&ty),
    };
    mistake(
        span,
        format!("`{name}` has no key {key}{of}; its keys: {wanted}"),
        format!("`{name}` 没有键 {key}{of}；它的键：{wanted}"),
    )
}

/// A reference as it may be written.
pub fn reference(root: Root, steps: &[Term], names: &[VarInfo]) -> String {
    let mut text = match root {
        Root::Input => "input".to_owned(),
        Root::Data => "data".to_owned(),
        Root::Var(var) => var_name(var, names),
    };
    for term in steps {
        match &term.kind {
            TermKind::Scalar(Scalar::Text(name)) if is_name(name) => text.push_str(&format!(".{name}")),
            _ => text.push_str(&format!("[{}]", step(term, names))),
        }
    }
    text
}

fn var_name(var: u32, names: &[VarInfo]) -> String {
    let name = names.get(var as usize).map_or("", |info| info.name.as_str());
    if name.is_empty() { "_".to_owned() } else { name.to_owned() }
}

/// A step as it may be written.
pub fn step(term: &Term, names: &[VarInfo]) -> String {
    match &term.kind {
        TermKind::Var(var) => var_name(*var, names),
        TermKind::Ref(root, steps) => reference(*root, steps, names),
        _ => key_of(term).map_or("..".to_owned(), |key| key.to_string()),
    }
}
