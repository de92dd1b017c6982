//! What can be told of types: their members, and whether a value can have both of two.

use super::fuel::Fuel;
use crate::rego::signatures::{Array, Key, Object, Type};
use std::sync::Arc;

/// The type of the keys of a value: numbers for arrays, members for sets. Unknown for what has no members.
pub fn keys(of: &Type) -> Type {
    match of {
        Type::Any => Type::Any,
        Type::Array(_) => Type::Number,
        Type::Object(object) => members(object).0.clone(),
        Type::Set(set) => set.of.clone(),
        Type::Union(union) => union.of.iter().fold(Type::Unknown, |sum, part| sum.or(&keys(part))),
        _ => Type::Unknown,
    }
}

/// The type of the members of a value. Unknown for what has none.
pub fn values(of: &Type) -> Type {
    match of {
        Type::Any => Type::Any,
        Type::Array(array) => {
            array.items.iter().chain([&array.rest]).fold(Type::Unknown, |sum, item| sum.or(item))
        }
        Type::Object(object) => members(object).1.clone(),
        Type::Set(set) => set.of.clone(),
        Type::Union(union) => union.of.iter().fold(Type::Unknown, |sum, part| sum.or(&values(part))),
        _ => Type::Unknown,
    }
}

fn members(object: &Object) -> &(Type, Type) {
    object.members.get_or_init(|| {
        let start = object.rest.clone().unwrap_or((Type::Unknown, Type::Unknown));
        object
            .fields
            .iter()
            .fold(start, |(keys, values), (key, value)| (keys.or(&of_key(key)), values.or(value)))
    })
}

/// The type of a constant key.
pub fn of_key(key: &Key) -> Type {
    match key {
        Key::Null => Type::Null,
        Key::Bool(_) => Type::Boolean,
        Key::Number(_) => Type::Number,
        Key::Text(_) => Type::String,
        Key::Array(items) => Type::array(items.iter().map(of_key).collect(), Type::Unknown),
        Key::Object(fields) => {
            Type::object(fields.iter().map(|(key, value)| (key.clone(), of_key(value))).collect(), None)
        }
    }
}

/// The type of the member of a constant key. Unknown if there can be none.
pub fn select(from: &Type, key: &Key) -> Type {
    match from {
        Type::Any => Type::Any,
        Type::Array(array) => select_item(array, key),
        Type::Object(object) => select_field(object, key),
        Type::Set(set) => {
            let key = of_key(key);
            if contains(&set.of, &key) { key } else { Type::Unknown }
        }
        Type::Union(union) => union.of.iter().fold(Type::Unknown, |sum, part| sum.or(&select(part, key))),
        _ => Type::Unknown,
    }
}

fn select_item(array: &Array, key: &Key) -> Type {
    let Key::Number(digits) = key else { return Type::Unknown };
    match digits.parse::<usize>() {
        Ok(at) => array.items.get(at).unwrap_or(&array.rest).clone(),
        Err(_) => Type::Unknown,
    }
}

fn select_field(object: &Object, key: &Key) -> Type {
    if let Ok(at) = object.fields.binary_search_by(|(known, _)| known.cmp(key)) {
        return object.fields[at].1.clone();
    }
    match &object.rest {
        Some((keys, value)) if contains(keys, &of_key(key)) => value.clone(),
        _ => Type::Unknown,
    }
}

fn contains(all: &Type, one: &Type) -> bool {
    match all {
        Type::Any => true,
        Type::Union(union) => union.of.binary_search(one).is_ok(),
        _ => all == one,
    }
}

/// True if some part of a type is not known.
pub fn has_unknown(ty: &Type) -> bool {
    match ty {
        Type::Unknown => true,
        Type::Array(array) => {
            array.items.iter().any(has_unknown) || (array.rest != Type::Unknown && has_unknown(&array.rest))
        }
        Type::Object(object) => {
            object.fields.iter().any(|(_, value)| has_unknown(value))
                || object.rest.iter().any(|(key, value)| has_unknown(key) || has_unknown(value))
        }
        Type::Set(set) => has_unknown(&set.of),
        Type::Function(function) => function.args.iter().any(has_unknown) || has_unknown(&function.result),
        _ => false,
    }
}

/// True if a value can have both types. Once the fuel is used up everything can.
pub fn unifies(one: &Type, other: &Type, fuel: &Fuel) -> bool {
    if !fuel.burn() {
        return true;
    }
    match (one, other) {
        (Type::Unknown, _) | (_, Type::Unknown) => false,
        (Type::Any, other) | (other, Type::Any) => !matches!(other, Type::Function(_)),
        (Type::Union(union), other) | (other, Type::Union(union)) => {
            union.of.iter().any(|part| unifies(part, other, fuel))
        }
        (Type::Null, Type::Null)
        | (Type::Boolean, Type::Boolean)
        | (Type::Number, Type::Number)
        | (Type::String, Type::String) => true,
        (Type::Array(one), Type::Array(other)) => Arc::ptr_eq(one, other) || arrays(one, other, fuel),
        (Type::Object(one), Type::Object(other)) => Arc::ptr_eq(one, other) || objects(one, other, fuel),
        (Type::Set(one), Type::Set(other)) => unifies(&one.of, &other.of, fuel),
        (Type::Function(one), Type::Function(other)) => all_unify(&one.args, &other.args, fuel),
        _ => false,
    }
}

/// True if each of some types unifies with its counterpart.
pub fn all_unify(some: &[Type], others: &[Type], fuel: &Fuel) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| unifies(one, other, fuel))
}

fn arrays(one: &Array, other: &Array, fuel: &Fuel) -> bool {
    let within = |array: &Array, other: &Array| {
        let counterpart = |at| other.items.get(at).unwrap_or(&other.rest);
        array.items.iter().enumerate().all(|(at, item)| unifies(item, counterpart(at), fuel))
    };
    within(one, other) && within(other, one) && rests(&one.rest, &other.rest, fuel)
}

fn objects(one: &Object, other: &Object, fuel: &Fuel) -> bool {
    let is_open = one.rest.is_some() || other.rest.is_some();
    let within = |object: &Object, other: &Object| {
        object.fields.iter().all(|(key, value)| match select_field(other, key) {
            Type::Unknown => is_open && !value.is_unknown(),
            counterpart => unifies(value, &counterpart, fuel),
        })
    };
    let value = |object: &Object| object.rest.as_ref().map_or(Type::Unknown, |(_, value)| value.clone());
    within(one, other) && within(other, one) && rests(&value(one), &value(other), fuel)
}

fn rests(one: &Type, other: &Type, fuel: &Fuel) -> bool {
    one.is_unknown() || other.is_unknown() || unifies(one, other, fuel)
}
