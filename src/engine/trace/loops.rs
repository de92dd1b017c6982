//! Loops: each turn is a condition that chooses, and forgets what the turn before noted.

use super::arena::{Fact, Mark};
use super::shadow::{Id, NONE};
use super::{More, Of, Seen, Shadow, Trace, place};
use crate::engine::ir::Site;
use regorus::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Conditions behind a member that are looked through for one that judges.
const LOOKED_AT: usize = 32;

/// A loop under way.
pub(in crate::engine) struct Turns {
    site: Site,
    source: Shadow,
    /// What reads that go on after the loop start from.
    log: u32,
    decided: Id,
    open: u32,
    mark: Mark,
    /// What a turn notes is of no use after it.
    tidy: bool,
    kept_from: u32,
    /// The node of a collection that has one by address, if any.
    base: Id,
    members: Option<Arc<Members>>,
}

/// The members of a container that was complete when a loop walked it.
#[derive(Debug)]
pub struct Walked {
    serial: u32,
    count: u32,
    members: Arc<Members>,
}

/// Members of a container that the policy made.
#[derive(Debug)]
enum Members {
    /// By position, the first first.
    Listed(Vec<u32>),
    /// By address.
    Named(BTreeMap<usize, u32>, BTreeMap<Value, u32>),
}

/// A member that a turn is about.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Turn<'v> {
    /// Its position.
    pub nth: usize,
    /// Its key, index or, in a set, itself.
    pub key: &'v Value,
    /// The member.
    pub value: &'v Value,
}

impl Members {
    fn at(&self, turn: Turn<'_>) -> Option<u32> {
        match self {
            Members::Listed(all) => all.get(turn.nth).copied(),
            Members::Named(by_address, by_value) => match place::address(turn.value) {
                Some(address) => by_address.get(&address).copied(),
                None => by_value.get(turn.value).copied(),
            },
        }
    }
}

impl Trace {
    /// A loop over a collection begins, in a block so deep.
    pub fn loop_begins(&mut self, site: Site, collection: Seen<'_>, tidy: bool, level: u32) -> Turns {
        let source = collection.shadow;
        let (base, whole) = self.collection(collection);
        self.read(whole);
        if whole != NONE {
            self.searches(whole, level);
        }
        let members = match source.more() {
            More::Container(container) if source.node == NONE => self.members(container, collection.value),
            _ => None,
        };
        let kept_from = std::mem::replace(&mut self.kept_from, u32::MAX);
        let (log, decided, mark) = (self.log.len() as u32, self.decided, self.arena.mark());
        let open = self.open;
        Turns { site, source, log, decided, open, mark, tidy, kept_from, base, members }
    }

    /// The node of a collection, if it may be one, and the read of it as a whole.
    fn collection(&mut self, collection: Seen<'_>) -> (Id, Id) {
        let shadow = collection.shadow;
        match shadow.more() {
            _ if shadow.node != NONE => (shadow.node, self.used(collection)),
            More::Container(container) if self.gathers(container) => {
                let node = self.arena.note(Fact::Gathered { container });
                let or = shadow.reads;
                (NONE, self.arena.note(Fact::Read { node, missing: false, key: false, or }))
            }
            More::Walk(base) | More::Keys(base) => (NONE, base),
            _ if shadow.is_unknown() && place::address(collection.value).is_some() => {
                let node = self.arena.at(collection.value);
                let or = shadow.reads;
                (node, self.arena.note(Fact::Read { node, missing: false, key: false, or }))
            }
            _ => (NONE, shadow.reads),
        }
    }

    /// The members of a container; loops in loops walk one again and again.
    fn members(&mut self, container: u32, whole: &Value) -> Option<Arc<Members>> {
        let known = *self.arena.containers.get(container as usize)?;
        if let Some(walked) = &self.walked
            && (walked.serial, walked.count) == (known.serial, known.count)
        {
            return Some(walked.members.clone());
        }
        let members = Arc::new(self.find_members(known.last, whole));
        self.walked = Some(Walked { serial: known.serial, count: known.count, members: members.clone() });
        Some(members)
    }

    fn find_members(&self, last: u32, whole: &Value) -> Members {
        let at =
            |at: u32| self.arena.members.get((at as usize).checked_sub(1)?).map(|member| (at - 1, member));
        let all = std::iter::successors(at(last), |(_, member)| at(member.before));
        if let Value::Array(_) = whole {
            let mut all: Vec<u32> = all.map(|(at, _)| at).collect();
            all.reverse();
            return Members::Listed(all);
        }
        let (mut by_address, mut by_value) = (BTreeMap::new(), BTreeMap::new());
        for (at, member) in all {
            match place::address(&member.value) {
                Some(address) => by_address.insert(address, at),
                None => by_value.insert(member.value.clone(), at),
            };
        }
        Members::Named(by_address, by_value)
    }

    /// A turn begins: gives where the key and the member come from.
    pub fn turn(&mut self, turns: &mut Turns, turn: Turn<'_>) -> (Shadow, Shadow) {
        if turn.nth > 0 {
            self.forget(turns);
        }
        let from = turns.source;
        match from.more() {
            _ if from.kind == Of::Key => (from, from),
            _ if from.node != NONE => {
                let node = self.entry(from.node, turn);
                self.walks(turns.site, node, node);
                (Shadow::key(node), Shadow::node(node))
            }
            More::Walk(base) => {
                let shadow = self.walked(turns.site, base, turn.value);
                (Shadow::computed(from.reads), shadow)
            }
            More::Keys(base) => {
                let key = Seen { value: turn.value, shadow: Shadow::NOTHING, constant: None };
                let node = self.child(base, key);
                let read = self.arena.note(Fact::Read { node, missing: false, key: true, or: NONE });
                self.walks(turns.site, read, node);
                (Shadow::key(node), Shadow::key(node))
            }
            More::Container(container) => self.made(turns, container, turn),
            _ if from.kind == Of::Unknown => self.perhaps(turns, turn),
            _ => (from, from),
        }
    }

    /// What the turn before noted is forgotten, unless something has kept it.
    fn forget(&mut self, turns: &mut Turns) {
        (self.decided, self.open) = (turns.decided, turns.open);
        self.log.truncate(turns.log as usize);
        if turns.tidy && self.kept_from >= turns.mark.facts {
            self.arena.cut(turns.mark);
        } else {
            turns.mark = self.arena.mark();
        }
        turns.kept_from = turns.kept_from.min(self.kept_from);
        self.kept_from = u32::MAX;
    }

    /// The node of a member.
    fn entry(&mut self, parent: Id, turn: Turn<'_>) -> Id {
        let key = Seen { value: turn.key, shadow: Shadow::NOTHING, constant: None };
        self.child(parent, key)
    }

    /// A loop chooses: of the input where it walks a node, else of what the policy made.
    pub(super) fn walks(&mut self, site: Site, reads: Id, node: Id) {
        if reads != NONE {
            let before = self.decided;
            self.decided = self.arena.note(Fact::Decision { before, reads, about: node, site, walks: true });
        }
    }

    /// A path and the value there.
    fn walked(&mut self, site: Site, base: Id, pair: &Value) -> Shadow {
        if let Value::Array(items) = pair
            && let Some(path) = items.first()
        {
            let path = self.arena.keep(path);
            let node = self.arena.note(Fact::Below { parent: base, path });
            self.walks(site, node, node);
        }
        Shadow::computed(NONE).with(More::Step(base))
    }

    /// A member of what the policy made.
    fn made(&mut self, turns: &Turns, container: u32, turn: Turn<'_>) -> (Shadow, Shadow) {
        let at = turns.members.as_ref().and_then(|members| members.at(turn));
        let shadow = match at {
            Some(at) => self.member_shadow(container, at),
            None if place::address(turn.value).is_some() => Shadow::NOTHING,
            None => Shadow::computed(NONE),
        };
        if let (true, Some(at)) = (shadow.node != NONE, at) {
            self.judged(turns.site, container, at);
        }
        let member = Seen { value: turn.value, shadow, constant: None };
        let (reads, node) = if shadow.node == NONE && shadow.is_unknown() {
            let node = self.node_of(member);
            let read = Fact::Read { node, missing: false, key: false, or: shadow.reads };
            (self.arena.note(read), node)
        } else {
            (self.used(member), shadow.node)
        };
        self.walks(turns.site, reads, node);
        (Shadow::computed(shadow.reads), shadow)
    }

    /// A node of the input that conditions have chosen for a container: where nothing else judges, they did.
    fn judged(&mut self, site: Site, container: u32, at: u32) {
        let until = self.arena.containers.get(container as usize).map_or(NONE, |known| known.decided);
        let last = self.arena.members.get(at as usize).map_or(NONE, |member| member.decided);
        let before = |id: Id| match self.arena.fact(id) {
            Fact::Decision { before, walks, .. } if id != until => Some((before, walks)),
            _ => None,
        };
        let mut chain = std::iter::successors(before(last), |(id, _)| before(*id)).take(LOOKED_AT);
        if chain.any(|(_, walks)| !walks) {
            let reads = self.arena.note(Fact::Decided { last, until });
            self.walks(site, reads, NONE);
        }
    }

    /// A member of what may be a part of the input.
    fn perhaps(&mut self, turns: &Turns, turn: Turn<'_>) -> (Shadow, Shadow) {
        let or = turns.source.reads;
        let known = place::address(turn.value).is_some();
        let node = match known {
            true => self.arena.at(turn.value),
            false if turns.base != NONE => self.entry(turns.base, turn),
            false => NONE,
        };
        let reads = self.arena.note(Fact::Read { node, missing: false, key: false, or });
        self.walks(turns.site, reads, node);
        let key = match turns.base {
            NONE => Shadow::computed(or),
            base => Shadow { reads: or, ..Shadow::key(self.entry(base, turn)) },
        };
        let node = if known { NONE } else { node };
        (key, Shadow { node, reads: or, ..Shadow::NOTHING })
    }

    /// A loop is over. One that went through everything leaves one read of what it walked behind, unless what it read
    /// last is asked for.
    pub fn loop_ends(&mut self, turns: Turns, through: bool, demands: bool, level: u32) {
        if through {
            self.decided = turns.decided;
            if !demands && self.demanding != level {
                self.log.truncate(turns.log as usize);
            }
        }
        self.kept_from = self.kept_from.min(turns.kept_from);
    }

    /// Loops in blocks so deep have to keep what they read last.
    pub fn demands(&mut self, level: u32) {
        self.demanding = level;
    }
}
