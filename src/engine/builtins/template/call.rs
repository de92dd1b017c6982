//! Functions of templates.

use super::super::Failed;
use super::{Item, plain};
use serde_json::Value as Json;
use std::cmp::Ordering;

/// Calls a function by its name.
pub(super) fn function(name: &str, arguments: Vec<Item>) -> Result<Item, Failed> {
    match (name, arguments.as_slice()) {
        // What decided is the last that was evaluated.
        ("and" | "or", [.., last]) => Ok(last.clone()),
        ("not", [item]) => Ok(Item::boolean(!item.holds())),
        ("len", [item]) => length(item),
        ("index", [item, keys @ ..]) => keys.iter().try_fold(item.clone(), index),
        ("print", items) => Ok(Item::text(printed(items, false))),
        ("println", items) => Ok(Item::text(printed(items, true) + "\n")),
        ("printf", [Item::Value(Json::String(format)), rest @ ..]) => formatted(format, rest),
        ("eq", [first, rest @ ..]) if !rest.is_empty() => {
            let mut equal = false;
            for other in rest {
                equal |= compared(first, other)? == Ordering::Equal;
            }
            Ok(Item::boolean(equal))
        }
        ("ne", [one, other]) => Ok(Item::boolean(compared(one, other)? != Ordering::Equal)),
        ("lt", [one, other]) => Ok(Item::boolean(compared(one, other)? == Ordering::Less)),
        ("le", [one, other]) => Ok(Item::boolean(compared(one, other)? != Ordering::Greater)),
        ("gt", [one, other]) => Ok(Item::boolean(compared(one, other)? == Ordering::Greater)),
        ("ge", [one, other]) => Ok(Item::boolean(compared(one, other)? != Ordering::Less)),
        (name, _) => Err(Failed::error(format!(
            "function {name} is not defined, or not for {} arguments",
            arguments.len()
        ))),
    }
}

fn length(item: &Item) -> Result<Item, Failed> {
    let length = match item {
        Item::Value(Json::String(text)) => text.len(),
        Item::Value(Json::Array(items)) => items.len(),
        Item::Value(Json::Object(members)) => members.len(),
        other => return Err(Failed::error(format!("len of {}", other.shown()))),
    };
    Ok(Item::Whole(length as i64))
}

fn index(item: Item, key: &Item) -> Result<Item, Failed> {
    match (item, key) {
        (Item::Value(Json::Array(mut items)), Item::Whole(at)) => {
            let at = usize::try_from(*at).ok().filter(|at| *at < items.len());
            Ok(Item::Value(items.swap_remove(at.ok_or_else(|| Failed::error("index out of range"))?)))
        }
        (item @ Item::Value(Json::Object(_)), Item::Value(Json::String(name))) => {
            item.fields(std::slice::from_ref(name))
        }
        (item, key) => Err(Failed::error(format!("can't index {} with {}", item.shown(), key.shown()))),
    }
}

/// Items one behind the other: `print` parts those that are no texts, `println` all.
fn printed(items: &[Item], apart: bool) -> String {
    let is_text = |item: &Item| matches!(item, Item::Value(Json::String(_)));
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 && (apart || (!is_text(item) && !is_text(&items[at - 1]))) {
            text.push(' ');
        }
        text.push_str(&item.shown());
    }
    text
}

fn formatted(format: &str, items: &[Item]) -> Result<Item, Failed> {
    let (mut text, mut items) = (String::new(), items.iter());
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            text.push(character);
            continue;
        }
        let verb =
            characters.next().ok_or_else(|| Failed::error("the format ends in the middle of a verb"))?;
        if verb == '%' {
            text.push('%');
            continue;
        }
        let item = items.next().ok_or_else(|| Failed::error("the format has more verbs than arguments"))?;
        match (verb, item) {
            ('v', item) => text.push_str(&item.shown()),
            ('s', Item::Value(value @ (Json::String(_) | Json::Number(_) | Json::Array(_)))) => {
                text.push_str(&plain(value));
            }
            ('q', Item::Value(Json::String(value))) => text.push_str(&Json::from(value.as_str()).to_string()),
            ('d', Item::Whole(number)) => text.push_str(&number.to_string()),
            ('t', Item::Value(Json::Bool(value))) => text.push_str(&value.to_string()),
            (verb, _) => {
                return Err(Failed::refused(
                    format!("printf with %{verb} and this argument is not supported in templates"),
                    format!("模板中的 printf 不支持 %{verb} 与该参数"),
                ));
            }
        }
    }
    if items.next().is_some() {
        return Err(Failed::error("the format has fewer verbs than arguments"));
    }
    Ok(Item::text(text))
}

fn compared(one: &Item, other: &Item) -> Result<Ordering, Failed> {
    let text = |item: &Item| match item {
        Item::Value(Json::String(text)) => Some(text.clone()),
        Item::Value(Json::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    match (one, other) {
        (Item::Whole(one), Item::Whole(other)) => Ok(one.cmp(other)),
        (Item::Value(Json::Bool(one)), Item::Value(Json::Bool(other))) => Ok(one.cmp(other)),
        _ => match text(one).zip(text(other)) {
            Some((one, other)) => Ok(one.cmp(&other)),
            None => Err(Failed::error(format!("{} and {} are not of one type", one.shown(), other.shown()))),
        },
    }
}
