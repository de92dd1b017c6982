//! What the policy makes of values: their members stay known one by one.

use super::arena::{Container, Fact, Key, Member};
use super::shadow::{Id, NONE};
use super::{Before, More, Of, Seen, Shadow, Trace, place};
use crate::engine::ir::{Definition, Local, Site};
use regorus::Value;

/// Members of an object that are looked through for a key.
const LOOKED_AT: usize = 64;

impl Trace {
    /// A container is made in a slot, in a block so deep.
    pub fn makes(&mut self, target: Local, level: u32) -> Shadow {
        if self.arena.is_full() {
            return Shadow::computed(NONE);
        }
        let mark = self.mark();
        let (decided, log) = (self.decided, self.log.len() as u32);
        // The result of a rule is gathered by its definitions, whatever they are.
        let gathers = target == self.frame.result;
        self.made += 1;
        let serial = self.made;
        let container = Container {
            serial,
            decided,
            level,
            log,
            gathers,
            mark,
            last: 0,
            count: 0,
            searched: NONE,
            within: NONE,
        };
        self.arena.containers.push(container);
        self.open = self.arena.containers.len() as u32;
        let container = self.open - 1;
        let reads = self.arena.note(Fact::Made { container, whole: false });
        Shadow::computed(reads).with(More::Container(container))
    }

    /// A member is added to a container.
    pub fn adds(
        &mut self,
        to: Shadow,
        key: Option<Seen<'_>>,
        member: Seen<'_>,
        level: u32,
        (site, definition): (Site, Option<Definition>),
    ) {
        let More::Container(container) = to.more() else { return };
        if self.arena.is_crowded() {
            return;
        }
        let key = key.map(|key| self.key(key));
        let next = self.arena.members.len() as u32 + 1;
        let Some(known) = self.arena.containers.get_mut(container as usize) else { return };
        known.gathers |= level > known.level;
        let mark = known.mark;
        let before = std::mem::replace(&mut known.last, next);
        known.count += 1;
        let definition = definition.filter(|_| self.calls == 1);
        let (value, shadow, decided) = (member.value.clone(), member.shadow, self.decided);
        self.arena.members.push(Member { before, key, value, shadow, decided, site, definition });
        self.escapes(mark);
    }

    /// Blocks of a statement are over: what gathered in them is complete.
    pub fn blocks_end(&mut self, before: &Before, level: u32) {
        let Some(at) = before.open.checked_sub(1) else { return };
        let Some(container) = self.arena.containers.get(at as usize).copied() else { return };
        if container.level == level && container.last == 0 && container.within == NONE {
            let within = self.since(container.log);
            if let Some(container) = self.arena.containers.get_mut(at as usize) {
                container.within = within;
            }
        }
    }

    /// True if members were gathered by conditions and loops.
    pub(super) fn gathers(&self, container: u32) -> bool {
        let known = self.arena.containers.get(container as usize);
        known.is_some_and(|known| known.gathers || known.last == 0 && known.searched != NONE)
    }

    /// A loop walks something for the container under way.
    pub(super) fn searches(&mut self, node: Id, level: u32) {
        let open = self.open.checked_sub(1).and_then(|at| self.arena.containers.get_mut(at as usize));
        if let Some(open) = open.filter(|open| open.searched == NONE && open.level < level) {
            open.searched = node;
        }
    }

    /// Where the member under a key comes from, as far as it is known.
    pub(super) fn member_of(
        &mut self,
        container: u32,
        whole: &Value,
        key: Seen<'_>,
        value: &Value,
    ) -> Option<Shadow> {
        let at = match whole {
            Value::Array(items) => {
                let Value::Number(index) = key.value else { return None };
                let back = items.len().checked_sub(usize::try_from(index.as_u64()?).ok()? + 1)?;
                let known = self.arena.containers.get(container as usize)?;
                if known.count as usize != items.len() || back >= LOOKED_AT {
                    return None;
                }
                self.nth_back(container, back)?
            }
            Value::Object(_) => self.under_key(container, key)?,
            _ => self.by_value(container, value)?,
        };
        Some(self.member_shadow(container, at))
    }

    fn nth_back(&self, container: u32, back: usize) -> Option<u32> {
        let mut at = self.arena.containers.get(container as usize)?.last;
        for _ in 0..back {
            at = self.arena.members.get((at as usize).checked_sub(1)?)?.before;
        }
        at.checked_sub(1)
    }

    fn under_key(&self, container: u32, key: Seen<'_>) -> Option<u32> {
        let constant = key.constant.map(Key::Constant);
        self.search(container, |member| match member.key {
            Some(Key::Value(at)) => {
                self.arena.values.get(at as usize).is_some_and(|known| known == key.value)
            }
            Some(Key::Index(index)) => *key.value == Value::from(u64::from(index)),
            known => constant.is_some() && known == constant,
        })
    }

    fn by_value(&self, container: u32, value: &Value) -> Option<u32> {
        let address = place::address(value);
        self.search(container, |member| match address {
            Some(address) => place::address(&member.value) == Some(address),
            None => member.value == *value,
        })
    }

    fn search(&self, container: u32, is: impl Fn(&Member) -> bool) -> Option<u32> {
        let mut at = self.arena.containers.get(container as usize)?.last;
        for _ in 0..LOOKED_AT {
            let member = self.arena.members.get((at as usize).checked_sub(1)?)?;
            if is(member) {
                return Some(at - 1);
            }
            at = member.before;
        }
        None
    }

    /// Where a member comes from: a node of the input speaks for itself, what the policy made for the conditions by which
    /// it was gathered.
    pub(super) fn member_shadow(&mut self, container: u32, at: u32) -> Shadow {
        let Some(member) = self.arena.members.get(at as usize) else { return Shadow::NOTHING };
        let (shadow, decided) = (member.shadow, member.decided);
        if shadow.node != NONE {
            return shadow;
        }
        let known = self.arena.containers.get(container as usize).copied();
        let Some(known) = known.filter(|known| known.gathers && known.decided != decided) else {
            return shadow;
        };
        let behind = self.arena.note(Fact::Decided { last: decided, until: known.decided });
        let reads = self.arena.both(behind, shadow.reads);
        let kind = if shadow.kind == Of::Constant { Of::Computed } else { shadow.kind };
        Shadow { reads, kind, ..shadow }
    }
}
