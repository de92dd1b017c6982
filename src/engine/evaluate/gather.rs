//! Statements that make arrays, objects and sets.

mod nested;

use super::Evaluator;
use super::error::{Conflict, Error, ErrorKind};
use super::frame::{Flow, Step};
use super::lookup;
use super::run::FAILED;
use crate::engine::ir::{Kind, Local, Operand, Site};
use crate::engine::trace::{Shadow, Slot};
use regorus::Value;

/// What a collection takes, what a member of one does, and what the first of a set or object does: their nodes have
/// room for eleven.
const COLLECTION: u64 = 96;
const MEMBER: u64 = 48;
const FIRST: u64 = 512;

pub(super) use nested::Nested;

impl<'p> Evaluator<'p> {
    /// Statements that make collections.
    pub(super) fn gather(&mut self, kind: &'p Kind, site: Site) -> Step {
        match kind {
            Kind::MakeArray(local) => self.make(*local, Value::new_array()),
            Kind::MakeObject(local) => self.make(*local, Value::new_object()),
            Kind::MakeSet(local) => self.make(*local, Value::new_set()),
            Kind::ArrayAppend { value, array } => self.append(*value, *array, site),
            Kind::SetAdd { value, set } => self.add(*value, *set, site),
            Kind::ObjectInsert { key, value, object } => self.insert(*key, *value, *object, site, false),
            Kind::ObjectInsertOnce { key, value, object } => self.insert(*key, *value, *object, site, true),
            Kind::ObjectMerge { a, b, target } => self.merge(*a, *b, *target),
            Kind::InsertAt { keys, value, object } => self.insert_at(keys, *value, *object, site, false),
            Kind::AddAt { keys, value, object } => self.insert_at(keys, *value, *object, site, true),
            _ => Self::plan_fault("a statement of an unknown kind"),
        }
    }

    fn make(&mut self, local: Local, empty: Value) -> Step {
        self.budget.made(COLLECTION)?;
        let shadow = self.trace.makes(local, self.level);
        self.store.set(local, empty, shadow);
        Ok(Flow::On)
    }

    fn append(&mut self, value: Operand, array: Local, site: Site) -> Step {
        let member = self.store.peek(value).clone();
        if member == Value::Undefined {
            return FAILED;
        }
        self.budget.made(MEMBER)?;
        self.gives(array);
        self.member(array, None, value, site);
        match self.store.slot_mut(array).value.as_array_mut() {
            Ok(items) => items.push(member),
            Err(_) => return Self::plan_fault("an item for what is no array"),
        }
        Ok(Flow::On)
    }

    fn add(&mut self, value: Operand, set: Local, site: Site) -> Step {
        let member = self.store.peek(value).clone();
        if member == Value::Undefined {
            return FAILED;
        }
        let first = if lookup::len(&self.store.slot_mut(set).value) == Some(0) { FIRST / 2 } else { 0 };
        self.budget.made(MEMBER + first)?;
        self.gives(set);
        self.member(set, None, value, site);
        match self.store.slot_mut(set).value.as_set_mut() {
            Ok(members) => members.insert(member),
            Err(_) => return Self::plan_fault("a member for what is no set"),
        };
        Ok(Flow::On)
    }

    fn insert(&mut self, key: Operand, value: Operand, object: Local, site: Site, once: bool) -> Step {
        let (name, member) = (self.store.peek(key).clone(), self.store.peek(value).clone());
        if name == Value::Undefined || member == Value::Undefined {
            return FAILED;
        }
        let first = if lookup::len(&self.store.slot_mut(object).value) == Some(0) { FIRST } else { 0 };
        self.budget.made(2 * MEMBER + first)?;
        if once {
            self.only_one(&name, &member, object, site)?;
        }
        self.gives(object);
        self.member(object, Some(key), value, site);
        match self.store.slot_mut(object).value.as_object_mut() {
            Ok(entries) => entries.insert(name, member),
            Err(_) => return Self::plan_fault("an entry for what is no object"),
        };
        Ok(Flow::On)
    }

    /// An error if a key has another value already.
    fn only_one(&mut self, key: &Value, value: &Value, object: Local, site: Site) -> Result<(), Box<Error>> {
        let at = self.store.base + object as usize;
        let other = match &self.store.slots[at].value {
            Value::Object(entries) => entries.get(key),
            _ => None,
        };
        if other.is_some_and(|other| other != value) {
            let sites = self.assigned.iter().rev().filter(|(slot, _)| *slot == at).map(|(_, site)| *site);
            let first = sites.clone().find(|other| *other != site).or_else(|| sites.clone().next());
            return Err(Error::at(ErrorKind::Conflict(Conflict::Key, first), site));
        }
        // One definition inserts again and again: its place is noted once in a row.
        if self.assigned.last() != Some(&(at, site)) {
            self.assigned.push((at, site));
        }
        Ok(())
    }

    fn merge(&mut self, a: Local, b: Local, target: Local) -> Step {
        let mut copied = 0;
        let (left, right) = (self.store.peek(Operand::Local(a)), self.store.peek(Operand::Local(b)));
        if *left == Value::Undefined || *right == Value::Undefined {
            return FAILED;
        }
        let value = lookup::merged(left, right, &mut copied);
        self.budget.made(copied)?;
        self.store.set(target, value, Shadow::NOTHING);
        Ok(Flow::On)
    }

    /// The one value of a rule, function or definition.
    pub(super) fn assign_once(&mut self, source: Operand, target: Local, site: Site) -> Step {
        let at = self.store.base + target as usize;
        let value = self.store.peek(source);
        if *value == Value::Undefined {
            return FAILED;
        }
        let old = &self.store.slots[at].value;
        if *old == Value::Undefined {
            let slot = self.store.slot(source);
            self.gives(target);
            self.assigned.push((at, site));
            let from = if let Operand::Local(from) = source { Some(from) } else { None };
            let shadow = self.trace.once(target, from, slot.shadow, self.definition);
            self.store.slots[at] = Slot { value: slot.value, shadow };
            return Ok(Flow::On);
        }
        if old != value {
            let first = self.assigned.iter().rev().find(|(slot, _)| *slot == at).map(|(_, site)| *site);
            let what = if self.in_function { Conflict::Function } else { Conflict::Rule };
            return Err(Error::at(ErrorKind::Conflict(what, first), site));
        }
        Ok(Flow::On)
    }
}
