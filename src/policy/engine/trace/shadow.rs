//! What the shadow of a register knows.

use super::route::Route;
use crate::policy::engine::value::to_json;
use crate::policy::violation::Wanted;
use regorus::Value;

/// Index of a read; later reads have larger ones.
pub type ReadId = u32;

/// Most reads behind one value; more say nothing that fewer do not.
const BEHIND: usize = 64;

/// A read of the input.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    pub route: Route,
    pub missing: bool,
    pub key: bool,
}

/// Where the value of a register comes from.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The node that the value is.
    pub node: Option<Route>,
    /// The value is the key of that node.
    pub key: bool,
    /// The value is written in the policy.
    pub constant: bool,
    /// The reads behind it, oldest first.
    pub reads: Vec<ReadId>,
    /// The node that holds everything that it was gathered from.
    pub aggregate: Option<Route>,
    /// The rule that built it, member by member.
    pub members_of: Option<usize>,
    /// The comparison that it is the outcome of.
    pub comparison: Option<Box<Comparison>>,
}

/// Two lists of reads as one, oldest first. Of very many the latest are kept: those decided.
pub fn merge(mut reads: Vec<ReadId>, more: &[ReadId]) -> Vec<ReadId> {
    if more.is_empty() {
        return reads;
    }
    reads.extend_from_slice(more);
    reads.sort_unstable();
    reads.dedup();
    let excess = reads.len().saturating_sub(BEHIND);
    reads.drain(..excess);
    reads
}

/// A comparison of something with a constant on its right.
#[derive(Debug, Clone)]
pub struct Comparison {
    operator: Operator,
    constant: Value,
    negated: bool,
    /// The other side is a node of the input and not computed from any.
    direct: bool,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    In,
}

impl Operator {
    /// The operator with its sides exchanged; membership has none.
    pub fn flipped(self) -> Option<Operator> {
        Some(match self {
            Operator::Equal | Operator::NotEqual => self,
            Operator::Less => Operator::More,
            Operator::LessOrEqual => Operator::MoreOrEqual,
            Operator::More => Operator::Less,
            Operator::MoreOrEqual => Operator::LessOrEqual,
            Operator::In => return None,
        })
    }
}

impl Comparison {
    pub fn new(operator: Operator, constant: Value, other: &Provenance) -> Self {
        Comparison { operator, constant, negated: false, direct: other.node.is_some() }
    }

    pub fn negated(self) -> Self {
        Comparison { negated: !self.negated, ..self }
    }

    /// True for plain equality of a field with a constant, which may only select what a rule is about.
    pub fn selects(&self) -> bool {
        self.operator == Operator::Equal && !self.negated && self.direct
    }

    /// What would make the comparison come out the other way.
    pub fn wanted(&self) -> Wanted {
        let value = || to_json(&self.constant);
        let values = || match &self.constant {
            Value::Set(items) if self.operator == Operator::In => items.iter().map(to_json).collect(),
            Value::Array(items) if self.operator == Operator::In => items.iter().map(to_json).collect(),
            one => vec![to_json(one)],
        };
        match (self.operator, self.negated) {
            (Operator::Equal | Operator::In, true) | (Operator::NotEqual, false) => Wanted::OneOf(values()),
            (Operator::Equal | Operator::In, false) | (Operator::NotEqual, true) => Wanted::NoneOf(values()),
            (Operator::Less, false) | (Operator::MoreOrEqual, true) => Wanted::AtLeast(value()),
            (Operator::More, false) | (Operator::LessOrEqual, true) => Wanted::AtMost(value()),
            (Operator::LessOrEqual, false) | (Operator::More, true) => Wanted::MoreThan(value()),
            (Operator::MoreOrEqual, false) | (Operator::Less, true) => Wanted::LessThan(value()),
        }
    }
}
