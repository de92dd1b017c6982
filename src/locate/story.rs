//! From the conditions that led to a violation to its labels.
//!
//! The last condition in the source that judged is what decided. Conditions that only walk a collection
//! choose, and equality of a field with a constant may do no more than select what the rule is about, so
//! both come second. What other conditions read on the way is related, nearest first.

use super::{Subject, Target, missing_message, shown, target};
use crate::document::NodeKind;
use crate::finding::Label;
use crate::lang::Message;
use crate::lang::both;
use crate::policy::Rule;
use crate::violation::{Condition, Read, Walk, Wanted};
use serde_json::{Value, json};

/// The labels of a violation.
pub struct Told {
    pub primary: Label,
    pub related: Vec<Label>,
    /// What should stand at the primary label, where a comparison tells.
    pub expected: Option<Value>,
}

/// The labels that a story leads to; `None` if it read nothing of any document.
pub fn tell(conditions: &[Condition], rule: &Rule, subject: Subject<'_>) -> Option<Told> {
    let judged =
        |condition: &&Condition| condition.walk == Walk::None && decisive(condition, rule, subject).is_some();
    let last = |keep: &dyn Fn(&&Condition) -> bool| conditions.iter().rev().find(|condition| keep(condition));
    // Items that the policy made were judged when it made them: where nothing judges after, that decided.
    let made =
        last(&|condition| condition.walk != Walk::Input && decisive(condition, rule, subject).is_some());
    let deciding = made
        .filter(|condition| condition.walk == Walk::Made)
        .or_else(|| last(&|condition| judged(condition) && !selects(condition, conditions)))
        .or_else(|| last(&judged))
        .or_else(|| last(&|condition| decisive(condition, rule, subject).is_some()))?;
    let read = decisive(deciding, rule, subject)?;
    let place = target(&read.pointer, rule, subject)?;
    let primary = Label { message: primary_message(&place, deciding.wanted.as_ref()), ..label(&place, read) };
    let mut related = place.used_at();
    related.extend(relations(conditions, deciding, read, rule, subject));
    let expected = deciding.wanted.as_ref().map(expected);
    Some(Told { primary, related, expected })
}

/// True for equality of a field with a constant that may only select what the rule is about. `true` and
/// `false` of an item that is walked judge that item.
fn selects(condition: &Condition, conditions: &[Condition]) -> bool {
    let switch =
        matches!(&condition.wanted, Some(Wanted::NoneOf(values)) if values.iter().any(Value::is_boolean));
    let walked = |read: &Read| {
        let walks = conditions.iter().filter(|condition| condition.walk == Walk::Input);
        let mut items = walks.flat_map(|walk| walk.reads.iter());
        items.any(|item| read.pointer.steps.starts_with(&item.pointer.steps))
    };
    condition.equality && !(switch && condition.reads.iter().any(walked))
}

/// The read that decided a condition: the last that says something of a document.
fn decisive<'c>(condition: &'c Condition, rule: &Rule, subject: Subject<'_>) -> Option<&'c Read> {
    let mut reads = condition.reads.iter().rev().filter(|read| !noise(read));
    reads.find(|read| target(&read.pointer, rule, subject).is_some())
}

/// Reads that every document is asked for, and the document as a whole.
fn noise(read: &Read) -> bool {
    match read.pointer.steps.last().map(String::as_str) {
        None => true,
        Some("kind" | "apiVersion") => !read.missing,
        Some(_) => false,
    }
}

fn label(place: &Target<'_>, read: &Read) -> Label {
    let mut label = place.label(None);
    if let (true, Some(key)) = (read.key && !label.missing, place.place.key) {
        label.span = place.document.node(key).span;
    }
    label
}

/// Labels of everything else that was read, nearest first, each place once. What lies around the primary
/// place, or in it, says nothing new.
fn relations(
    conditions: &[Condition],
    deciding: &Condition,
    primary: &Read,
    rule: &Rule,
    subject: Subject<'_>,
) -> Vec<Label> {
    let own = deciding.reads.iter().rev().map(|read| (read, false));
    let others = conditions.iter().rev().filter(|condition| !std::ptr::eq(*condition, deciding));
    let others = others.flat_map(|condition| condition.reads.iter().rev()).map(|read| (read, true));
    let mut labels: Vec<Label> = Vec::new();
    for (read, on_the_way) in own.chain(others).filter(|(read, _)| !noise(read) && !around(read, primary)) {
        let Some(place) = target(&read.pointer, rule, subject) else { continue };
        let label = Label { message: related_message(&place), on_the_way, ..label(&place, read) };
        let known = labels.iter().any(|other| other.pointer == label.pointer && other.span == label.span);
        if !known && !label.message.is_empty() {
            labels.push(label);
        }
    }
    labels
}

/// True for the primary place itself, what it lies in and what lies in it.
fn around(read: &Read, primary: &Read) -> bool {
    let (read, primary) = (&read.pointer.steps, &primary.pointer.steps);
    primary.starts_with(read) || read.starts_with(primary)
}

fn primary_message(place: &Target<'_>, wanted: Option<&Wanted>) -> Message {
    let wanted = wanted.map(wanted_message);
    if place.place.missing.is_empty() {
        return wanted
            .map(|(en, zh)| both(format!("expected {en}"), format!("应为{zh}")))
            .unwrap_or_default();
    }
    match wanted {
        None => missing_message(&place.place.missing, None),
        Some((en, zh)) => {
            let name = place.place.missing.join(".");
            both(format!("expected `{name}` here: {en}"), format!("此处应有 `{name}`：{zh}"))
        }
    }
}

/// What the place is, for scalars and what is missing; a whole collection says nothing.
fn related_message(place: &Target<'_>) -> Message {
    if !place.place.missing.is_empty() {
        let name = place.place.missing.join(".");
        return both(format!("because `{name}` is missing here"), format!("因为此处缺少 `{name}`"));
    }
    match place.document.node(place.place.node).kind {
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => Message::default(),
        _ => {
            let value = place.document.to_json(place.place.node);
            both(format!("because this is {value}"), format!("因为此处是 {value}"))
        }
    }
}

fn wanted_message(wanted: &Wanted) -> (String, String) {
    let list = |values: &[Value], or: &str| values.iter().map(Value::to_string).collect::<Vec<_>>().join(or);
    match wanted {
        Wanted::OneOf(values) => (list(values, " or "), format!(" {}", list(values, " 或 "))),
        Wanted::NoneOf(values) => match values.as_slice() {
            [Value::Bool(value)] => ((!value).to_string(), format!(" {}", !value)),
            values => (
                format!("anything but {}", list(values, " or ")),
                format!("除 {} 以外的值", list(values, "、")),
            ),
        },
        Wanted::AtLeast(value) => (format!("at least {}", shown(value)), format!("不小于 {}", shown(value))),
        Wanted::AtMost(value) => (format!("at most {}", shown(value)), format!("不大于 {}", shown(value))),
        Wanted::MoreThan(value) => (format!("more than {}", shown(value)), format!("大于 {}", shown(value))),
        Wanted::LessThan(value) => (format!("less than {}", shown(value)), format!("小于 {}", shown(value))),
    }
}

/// What the label says, for the report: a value where there is one, else words by language.
fn expected(wanted: &Wanted) -> Value {
    match wanted {
        Wanted::OneOf(values) if values.len() == 1 => values[0].clone(),
        Wanted::NoneOf(values) if matches!(values.as_slice(), [Value::Bool(_)]) => {
            Value::Bool(values[0] == Value::Bool(false))
        }
        _ => {
            let (en, zh) = wanted_message(wanted);
            json!({"en": en, "zh": zh.trim_start()})
        }
    }
}
