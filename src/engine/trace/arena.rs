//! What the trace knows, in vectors that are cut back when a turn of a loop was for nothing.

use super::shadow::{Id, NONE, Shadow};
use crate::engine::ir::Site;
use regorus::Value;

/// Most facts that are kept; what goes beyond has no place.
const FACTS: usize = 4_000_000;
/// Bytes of the memory of an evaluation for each fact: what is noted takes an eighth of it.
const SHARE: u64 = 512;

/// What was noted.
#[derive(Debug, Clone, Copy)]
pub enum Fact {
    /// Nothing.
    None,
    /// The input. As reads, a node is the read of it.
    Input,
    /// The member of a node.
    Child { parent: Id, key: Key },
    /// What stands below a node, at a path that is a value.
    Below { parent: Id, path: u32 },
    /// The node that is this value by address, if any is.
    At { value: u32 },
    /// The node that holds everything that a container was gathered from.
    Gathered { container: u32 },
    /// The read of a node; other reads where it is none of the input.
    Read { node: Id, missing: bool, key: bool, or: Id },
    /// Reads, and reads after them.
    Both { first: Id, second: Id },
    /// The reads behind the members of a container; if it is looked at as a whole, of all that it holds.
    Made { container: u32, whole: bool },
    /// The reads of decisions, those from `until` back left out.
    Decided { last: Id, until: Id },
    /// A condition that held: the ones before it, what it read, and a comparison or, for walks, the node walked.
    Decision { before: Id, reads: Id, about: Id, site: Site, walks: bool },
    /// A comparison with a constant, which stands on the right.
    Compared { operator: crate::engine::operator::Operator, negated: bool, constant: Key, other: Id },
}

/// A key or constant: of the plan, an index, or a value that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A constant of the plan.
    Constant(u32),
    /// An index of an array.
    Index(u32),
    /// A value that is kept.
    Value(u32),
}

/// An array, object or set that the policy made.
#[derive(Debug, Clone, Copy)]
pub struct Container {
    /// Its number among all that were made.
    pub serial: u32,
    /// What had been decided when it was made.
    pub decided: Id,
    /// How deep the block is that made it.
    pub level: u32,
    /// How much had been read.
    pub log: u32,
    /// Its last member, as index plus one.
    pub last: u32,
    /// Number of members.
    pub count: u32,
    /// Its members are gathered by conditions and loops, not listed one by one.
    pub gathers: bool,
    /// What the first loop of it walks.
    pub searched: Id,
    /// What was read while it stayed empty.
    pub within: Id,
    /// Facts that there were.
    pub mark: u32,
}

/// A member of a container.
#[derive(Debug, Clone)]
pub struct Member {
    /// The one before it, as index plus one.
    pub before: u32,
    /// The key in an object.
    pub key: Option<Key>,
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub shadow: Shadow,
    /// What had been decided.
    pub decided: Id,
    /// The statement that added it.
    pub site: Site,
    /// The definition of the entry that runs.
    pub definition: Option<crate::engine::ir::Definition>,
}

/// Lengths of all vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Of facts: what tells marks apart.
    pub facts: u32,
    values: u32,
    containers: u32,
    members: u32,
}

/// Everything noted.
#[derive(Debug, Default)]
pub struct Arena {
    /// Most facts.
    most: usize,
    facts: Vec<Fact>,
    pub values: Vec<Value>,
    pub containers: Vec<Container>,
    pub members: Vec<Member>,
}

impl Arena {
    /// For an evaluation that may take so much memory.
    pub fn within(memory: u64) -> Self {
        let most = usize::try_from(memory / SHARE).unwrap_or(FACTS).min(FACTS);
        Arena { most, ..Arena::default() }
    }

    /// True if so many members are too many.
    pub fn is_crowded(&self) -> bool {
        self.is_full() || self.members.len() >= self.most / 2
    }

    /// Forgets everything.
    pub fn renew(&mut self) {
        self.facts.clear();
        self.facts.extend([Fact::None, Fact::Input]);
        self.values.clear();
        self.containers.clear();
        self.members.clear();
    }

    /// A fact by its id.
    pub fn fact(&self, id: Id) -> Fact {
        self.facts.get(id as usize).copied().unwrap_or(Fact::None)
    }

    /// True if a bound is met: from then on nothing is noted.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.facts.len() >= self.most
    }

    /// Notes a fact.
    #[inline]
    pub fn note(&mut self, fact: Fact) -> Id {
        if self.is_full() {
            return NONE;
        }
        self.facts.push(fact);
        (self.facts.len() - 1) as Id
    }

    /// Reads, and reads after them.
    #[inline]
    pub fn both(&mut self, first: Id, second: Id) -> Id {
        match (first, second) {
            (NONE, one) | (one, NONE) => one,
            (first, second) if first == second => first,
            (first, second) => self.note(Fact::Both { first, second }),
        }
    }

    /// Keeps a value.
    pub fn keep(&mut self, value: &Value) -> u32 {
        if self.values.len() >= self.most {
            return u32::MAX;
        }
        self.values.push(value.clone());
        (self.values.len() - 1) as u32
    }

    /// The node that a value is by address.
    pub fn at(&mut self, value: &Value) -> Id {
        let value = self.keep(value);
        self.note(Fact::At { value })
    }

    /// How much there is.
    pub fn mark(&self) -> Mark {
        Mark {
            facts: self.facts.len() as u32,
            values: self.values.len() as u32,
            containers: self.containers.len() as u32,
            members: self.members.len() as u32,
        }
    }

    /// Forgets what came after a mark.
    pub fn cut(&mut self, mark: Mark) {
        self.facts.truncate(mark.facts as usize);
        self.values.truncate(mark.values as usize);
        self.containers.truncate(mark.containers as usize);
        self.members.truncate(mark.members as usize);
    }

    /// The members of a container, the last first.
    pub fn members_of(&self, container: u32) -> impl Iterator<Item = &Member> {
        let last = self.containers.get(container as usize).map_or(0, |container| container.last);
        let member = |at: u32| self.members.get((at as usize).checked_sub(1)?);
        std::iter::successors(member(last), move |known| member(known.before))
    }
}
