//! Members that are taken, comparisons, and conditions that hold or do not.

use super::arena::{Fact, Key};
use super::shadow::{Id, NONE};
use super::{Before, More, Of, Outcome, Seen, Shadow, Trace, place};
use crate::engine::ir::{Definition, Local, Site};
use crate::engine::operator::Operator;
use regorus::Value;

impl Trace {
    /// A member has been found.
    #[inline]
    pub fn found(&mut self, source: Seen<'_>, key: Seen<'_>, value: &Value) -> Shadow {
        let from = source.shadow;
        if from.node == NONE || from.kind == Of::Key {
            return self.found_elsewhere(source, key, value);
        }
        let node = self.child(from.node, key);
        self.read(node);
        Shadow::node(node)
    }

    fn found_elsewhere(&mut self, source: Seen<'_>, key: Seen<'_>, value: &Value) -> Shadow {
        let from = source.shadow;
        match from.more() {
            More::Container(container) => {
                if let Some(member) = self.member_of(container, source.value, key, value) {
                    self.read(member.reads);
                    return member;
                }
            }
            More::Step(base) => return self.step(base, source.value, key.value),
            More::Keys(base) => return Shadow::key(self.child(base, key)),
            _ if from.kind == Of::Key => return from,
            _ => {}
        }
        let chosen = self.used(key);
        let reads = self.arena.both(from.reads, chosen);
        self.read(reads);
        match from.kind {
            Of::Unknown if place::address(value).is_none() => {
                let parent = self.arena.at(source.value);
                let node = self.child(parent, key);
                Shadow { node, reads, ..Shadow::NOTHING }
            }
            Of::Unknown => Shadow { reads, ..Shadow::NOTHING },
            // Which constant it is depends on the key.
            Of::Constant if key.shadow.kind == Of::Constant => Shadow { reads, ..Shadow::CONSTANT },
            Of::Constant | Of::Foreign => Shadow { reads, ..Shadow::FOREIGN },
            // What the policy made may hold parts of the input.
            _ if place::address(value).is_some() => Shadow { reads, ..Shadow::NOTHING },
            _ => Shadow::computed(reads),
        }
    }

    /// The path or the value of a member of what `walk` gave.
    fn step(&mut self, base: Id, pair: &Value, key: &Value) -> Shadow {
        let Value::Array(pair) = pair else { return Shadow::NOTHING };
        let Some(path) = pair.first() else { return Shadow::NOTHING };
        let path = self.arena.keep(path);
        let node = self.arena.note(Fact::Below { parent: base, path });
        self.read(node);
        if *key == Value::from(0u64) { Shadow::key(node) } else { Shadow::node(node) }
    }

    /// A member is not there; further keys that would have been taken after it.
    pub fn missing<'v>(&mut self, source: Seen<'v>, keys: impl Iterator<Item = Seen<'v>>) {
        let from = source.shadow;
        let (base, or) = match (from.node, from.more()) {
            (NONE, More::Keys(base)) => (base, from.reads),
            (NONE, _) if from.is_unknown() && place::address(source.value).is_some() => {
                (self.arena.at(source.value), from.reads)
            }
            (NONE, _) => {
                let mut keys = keys;
                let chosen = keys.next().map_or(NONE, |key| self.used(key));
                let reads = self.arena.both(from.reads, chosen);
                return self.read(reads);
            }
            _ if from.kind == Of::Key => {
                let reads = self.used(source);
                return self.read(reads);
            }
            (node, _) => (node, NONE),
        };
        let node = keys.fold(base, |node, key| self.child(node, key));
        let read = self.arena.note(Fact::Read { node, missing: true, key: false, or });
        self.read(read);
    }

    /// Two values have to be equal.
    pub fn equal(&mut self, site: Site, a: Seen<'_>, b: Seen<'_>, holds: bool) {
        if a.shadow.kind == Of::Shape || b.shadow.kind == Of::Shape {
            return;
        }
        let (first, second) = (self.used(a), self.used(b));
        let reads = self.arena.both(first, second);
        self.read(reads);
        if holds && reads != NONE {
            let about = self.compares(Operator::Equal, a, b, false);
            let more = if about == NONE { ordered(a, b) } else { More::Compared(about) };
            self.held(site, reads, more);
        }
    }

    /// A condition holds: keys that were only put in order choose and do not judge.
    fn held(&mut self, site: Site, reads: Id, more: More) {
        match more {
            More::Ordered(node) => self.walks(site, reads, node),
            More::Compared(about) => self.decide(site, reads, about),
            _ => self.decide(site, reads, NONE),
        }
    }

    /// Two values have to be unequal; a value that must not be false is a condition by itself.
    pub fn differs(&mut self, site: Site, a: Seen<'_>, b: Seen<'_>, holds: bool) {
        if b.constant.is_some() && *b.value == Value::Bool(false) {
            let reads = self.used(a);
            self.read(reads);
            if holds {
                self.held(site, reads, a.shadow.more());
            }
            return;
        }
        let outcome = self.comparison(Operator::NotEqual, a, b, holds);
        if holds {
            self.held(site, outcome.reads, outcome.more());
        }
    }

    /// Two values are compared.
    pub fn comparison(&mut self, operator: Operator, a: Seen<'_>, b: Seen<'_>, holds: bool) -> Shadow {
        // What is judged stands on the left, and the last read is what decided; two that are equal are told in the
        // order in which they are written.
        let reads = match operator {
            Operator::Equal => {
                let (first, second) = (self.used(a), self.used(b));
                self.arena.both(first, second)
            }
            Operator::In => {
                let (of, member) = (self.searched(a, b, holds), self.used(a));
                self.arena.both(of, member)
            }
            _ => {
                let (right, left) = (self.used(b), self.used(a));
                self.arena.both(right, left)
            }
        };
        self.read(reads);
        let about = self.compares(operator, a, b, false);
        let more = if about == NONE { ordered(a, b) } else { More::Compared(about) };
        Shadow::computed(reads).with(more)
    }

    /// Membership in what was gathered is about all of it; in the keys of a node, about that key.
    fn searched(&mut self, member: Seen<'_>, of: Seen<'_>, holds: bool) -> Id {
        match of.shadow.more() {
            More::Keys(base) => {
                let node = self.child(base, member);
                self.arena.note(Fact::Read { node, missing: !holds, key: holds, or: of.shadow.reads })
            }
            More::Container(container) if of.shadow.node == NONE && self.gathers(container) => {
                let node = self.arena.note(Fact::Gathered { container });
                self.arena.note(Fact::Read { node, missing: false, key: false, or: of.shadow.reads })
            }
            _ => self.used(of),
        }
    }

    /// A comparison with a constant, which is turned to the right; none where neither side or both are constant.
    pub fn compares(&mut self, operator: Operator, a: Seen<'_>, b: Seen<'_>, negated: bool) -> Id {
        let constant = |seen: Seen<'_>| seen.shadow.kind == Of::Constant;
        let (operator, constant, other) = match (constant(a), constant(b), operator.flipped()) {
            (false, true, _) => (operator, b, a),
            (true, false, Some(flipped)) => (flipped, a, b),
            _ => return NONE,
        };
        let constant = match constant.constant {
            Some(constant) => Key::Constant(constant),
            None => Key::Value(self.arena.keep(constant.value)),
        };
        let other = self.node_of(other);
        self.arena.note(Fact::Compared { operator, negated, constant, other })
    }

    /// The comparison the other way round.
    pub fn negated(&mut self, about: Id) -> Id {
        match self.arena.fact(about) {
            Fact::Compared { operator, negated, constant, other } => {
                self.arena.note(Fact::Compared { operator, negated: !negated, constant, other })
            }
            _ => NONE,
        }
    }

    /// A condition holds; one that read nothing is not told.
    pub fn decide(&mut self, site: Site, reads: Id, about: Id) {
        if reads != NONE {
            let before = self.decided;
            self.decided = self.arena.note(Fact::Decision { before, reads, about, site, walks: false });
        }
    }

    /// A negation holds: what its block read last is why.
    pub fn refuted(&mut self, site: Site, before: &Before, about: Id) {
        self.block_ends(before);
        let reads = self.as_one(before.log);
        self.decide(site, reads, about);
    }

    /// A flag is taken down.
    pub fn down(&self) -> Shadow {
        Shadow::NOTHING.with(More::Down(self.log.len() as u32))
    }

    /// A flag has to be down.
    pub fn is_down(&mut self, site: Site, flag: Shadow, holds: bool) {
        if !holds {
            self.read(flag.reads);
        } else if let More::Down(from) = flag.more() {
            let reads = self.as_one(from);
            self.decide(site, reads, NONE);
        }
    }

    /// A flag is set: it stands for the condition that held last. One that is set already stays.
    pub fn up(&mut self, flag: Seen<'_>, value: Shadow) -> Shadow {
        if *flag.value != Value::Undefined {
            return flag.shadow;
        }
        self.escapes(self.frame.mark);
        match self.arena.fact(self.decided) {
            Fact::Decision { reads, .. } => Shadow { reads, ..value },
            _ => value,
        }
    }

    /// A slot gets the one value that it may have; everything that held on the way is behind it.
    pub fn once(
        &mut self,
        target: Local,
        from: Option<Local>,
        shadow: Shadow,
        definition: Option<Definition>,
    ) -> Shadow {
        self.escapes(self.frame.mark);
        if self.calls == 1 {
            let inner = self.outcomes.iter().rev().find(|outcome| Some(outcome.target) == from);
            let decided =
                if self.decided == NONE { inner.map_or(NONE, |inner| inner.decided) } else { self.decided };
            self.outcomes.push(Outcome { target, decided, definition });
        }
        if self.decided == NONE {
            return shadow;
        }
        let decided = self.arena.note(Fact::Decided { last: self.decided, until: NONE });
        let reads = self.arena.both(decided, shadow.reads);
        Shadow { reads, ..shadow }
    }

    /// The value of a rule where no definition gave one: because of what was read.
    pub fn fallback(&mut self, target: Local, shadow: Shadow) -> Shadow {
        if target != self.frame.result || shadow.kind != Of::Constant {
            return shadow;
        }
        let read = self.since(self.frame.log);
        let reads = self.arena.both(read, shadow.reads);
        Shadow { reads, ..shadow }
    }

    /// What a builtin gave: its arguments are behind it.
    pub fn combined(&mut self, passes: bool, args: &[Seen<'_>]) -> Shadow {
        let mut reads = NONE;
        for arg in args {
            let more = self.taken(*arg);
            reads = self.arena.both(reads, more);
        }
        self.read(reads);
        if !args.is_empty() && args.iter().all(|arg| arg.shadow.kind == Of::Constant) {
            return Shadow { reads, ..Shadow::CONSTANT };
        }
        if passes { Shadow { reads, ..Shadow::NOTHING } } else { Shadow::computed(reads) }
    }

    /// The reads of an argument: of what the policy made, all that it holds.
    fn taken(&mut self, arg: Seen<'_>) -> Id {
        match arg.shadow.more() {
            More::Container(container) if arg.shadow.node == NONE => {
                let made = self.arena.note(Fact::Made { container, whole: true });
                self.arena.both(arg.shadow.reads, made)
            }
            _ => self.used(arg),
        }
    }

    /// What looks at a collection as a whole.
    pub fn whole(&mut self, collection: Seen<'_>) -> Shadow {
        let shadow = collection.shadow;
        let node = match shadow.more() {
            More::Container(container) if shadow.node == NONE && self.gathers(container) => {
                self.arena.note(Fact::Gathered { container })
            }
            _ => self.node_of(collection),
        };
        let reads = self.arena.both(shadow.reads, node);
        self.read(reads);
        Shadow::computed(reads)
    }

    /// What `object.get` gave: `found` of the steps lead somewhere.
    pub fn got(&mut self, object: Seen<'_>, steps: &[Seen<'_>], missing: bool) -> Shadow {
        let base = self.node_of(object);
        let node = steps.iter().fold(base, |node, step| self.child(node, *step));
        let or = object.shadow.reads;
        let read = match (missing, object.shadow.node) {
            (false, known) if known != NONE => node,
            _ => self.arena.note(Fact::Read { node, missing, key: false, or }),
        };
        self.read(read);
        if missing { Shadow::computed(read) } else { Shadow { node, reads: read, ..Shadow::NOTHING } }
    }

    /// What `walk` or `object.keys` gave.
    pub fn derived(&mut self, of: Seen<'_>, walk: bool) -> Shadow {
        let (base, reads) = (self.node_of(of), self.used(of));
        let more = match (base, walk) {
            (NONE, _) => More::Nothing,
            (base, true) => More::Walk(base),
            (base, false) => More::Keys(base),
        };
        self.read(reads);
        Shadow::computed(reads).with(more)
    }
}

/// What a comparison of two keys is.
fn ordered(a: Seen<'_>, b: Seen<'_>) -> More {
    let keys = a.shadow.kind == Of::Key && b.shadow.kind == Of::Key;
    if keys { More::Ordered(a.shadow.node) } else { More::Nothing }
}
