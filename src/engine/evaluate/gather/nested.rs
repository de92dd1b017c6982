//! Objects that rules build behind several keys.

use super::super::Evaluator;
use super::super::error::{Conflict, Error, ErrorKind};
use super::super::frame::{Flow, Step};
use super::super::run::FAILED;
use super::{FIRST, MEMBER};
use crate::engine::ir::{Local, Operand, Site};
use regorus::Value;
use std::collections::BTreeMap;

/// What stands at a place of an object under way.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// An object that was made on the way to others.
    Between,
    /// A value.
    Value(Site),
    /// A set that takes further members.
    Set(Site),
}

/// The places of objects under way, by slot.
#[derive(Debug, Default)]
pub struct Nested {
    objects: BTreeMap<usize, BTreeMap<Vec<Value>, Place>>,
}

impl Nested {
    /// The slots from here on are given up.
    pub fn leave(&mut self, base: usize) {
        if !self.objects.is_empty() {
            self.objects.split_off(&base);
        }
    }
}

impl<'p> Evaluator<'p> {
    /// Sets what stands behind keys, or adds to the set there.
    pub(super) fn insert_at(
        &mut self,
        keys: &'p [Operand],
        value: Operand,
        object: Local,
        site: Site,
        add: bool,
    ) -> Step {
        let member = self.store.peek(value).clone();
        let path: Vec<Value> = keys.iter().map(|key| self.store.peek(*key).clone()).collect();
        if member == Value::Undefined || path.contains(&Value::Undefined) {
            return FAILED;
        }
        let Some((last, on_the_way)) = path.split_last() else {
            return Self::plan_fault("an entry without a key");
        };
        self.budget.made((2 * MEMBER + FIRST) * path.len() as u64)?;
        self.free(&path, &member, object, site, add)?;
        self.gives(object);
        self.member(object, keys.last().copied(), value, site);
        let mut at = &mut self.store.slot_mut(object).value;
        for key in on_the_way {
            let Ok(entries) = at.as_object_mut() else {
                return Self::plan_fault("a step into what is no object");
            };
            at = entries.get_or_insert_with(key.clone(), Value::new_object);
        }
        let Ok(entries) = at.as_object_mut() else {
            return Self::plan_fault("an entry for what is no object");
        };
        if add {
            let set = entries.get_or_insert_with(last.clone(), Value::new_set);
            if let Ok(members) = set.as_set_mut() {
                members.insert(member);
            }
        } else {
            entries.insert(last.clone(), member);
        }
        Ok(Flow::On)
    }

    /// An error unless the place is free for a value, or has it already.
    fn free(
        &mut self,
        path: &[Value],
        value: &Value,
        object: Local,
        site: Site,
        add: bool,
    ) -> Result<(), Box<Error>> {
        let slot = self.store.base + object as usize;
        let places = self.nested.objects.entry(slot).or_default();
        let conflict = |first: Option<Site>| Error::at(ErrorKind::Conflict(Conflict::Key, first), site);
        let mut there = Some(&self.store.slots[slot].value);
        for length in 1..path.len() {
            there = there.and_then(|value| super::lookup::member(value, &path[length - 1]));
            match places.get(&path[..length]) {
                Some(Place::Between) => {}
                Some(Place::Value(first) | Place::Set(first)) => return Err(conflict(Some(*first))),
                None if there.is_some() => return Err(conflict(None)),
                None => {
                    places.insert(path[..length].to_vec(), Place::Between);
                }
            }
        }
        there = there.and_then(|value| super::lookup::member(value, &path[path.len() - 1]));
        let place = if add { Place::Set(site) } else { Place::Value(site) };
        match (places.get(path), there) {
            (Some(Place::Set(_)), _) if add => return Ok(()),
            (Some(Place::Between), _) => return Err(conflict(None)),
            (Some(Place::Value(first) | Place::Set(first)), Some(known)) if add || known != value => {
                return Err(conflict(Some(*first)));
            }
            (None, Some(known)) if add || known != value => return Err(conflict(None)),
            _ => {}
        }
        places.insert(path.to_vec(), place);
        Ok(())
    }
}
