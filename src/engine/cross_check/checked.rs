//! What came of judging rules twice.

use super::{CrossCheck, NotJudged, Unread};
use crate::engine::SECOND;
use crate::lang::{Message, both};
use std::collections::BTreeMap;

/// What came of one rule and one input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// Both engines give the same.
    Agreed,
    /// They do not.
    Differed(Box<Disagreement>),
    /// There is no second opinion.
    NotJudged(NotJudged),
}

/// Two results that are not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The rule: `data.a.deny`.
    pub rule: String,
    /// Its value here, cut to a sensible length.
    pub here: String,
    /// What regorus gives: a value or an error.
    pub there: String,
}

impl Disagreement {
    /// Both results, a line each.
    pub fn results(&self) -> Message {
        let Disagreement { here, there, .. } = self;
        both(format!("here: {here}\n{SECOND}: {there}"), format!("本引擎：{here}\n{SECOND}：{there}"))
    }
}

/// What came of all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrossChecked {
    /// Rules and inputs on which both engines give the same.
    pub agreed: usize,
    /// Those on which they do not.
    pub differed: usize,
    /// Those without a second opinion, by the reason.
    pub not_judged: BTreeMap<NotJudged, usize>,
    /// Policies that regorus does not read, by path.
    pub policies_not_read: BTreeMap<String, Unread>,
}

impl CrossChecked {
    /// A tally of nothing yet.
    pub fn new(check: &CrossCheck) -> Self {
        CrossChecked { policies_not_read: check.unread().clone(), ..CrossChecked::default() }
    }

    /// Rules and inputs with a second opinion.
    pub fn judged(&self) -> usize {
        self.agreed + self.differed
    }

    /// Those without one.
    pub fn not_judged(&self) -> usize {
        self.not_judged.values().sum()
    }

    /// Counts an opinion; gives the difference that it tells of.
    pub fn add(&mut self, opinion: Opinion) -> Option<Disagreement> {
        match opinion {
            Opinion::Agreed => self.agreed += 1,
            Opinion::NotJudged(why) => *self.not_judged.entry(why).or_default() += 1,
            Opinion::Differed(difference) => {
                self.differed += 1;
                return Some(*difference);
            }
        }
        None
    }

    /// Adds another tally, one of the same policies or of others.
    pub fn merge(&mut self, other: CrossChecked) {
        self.agreed += other.agreed;
        self.differed += other.differed;
        for (why, count) in other.not_judged {
            *self.not_judged.entry(why).or_default() += count;
        }
        self.policies_not_read.extend(other.policies_not_read);
    }
}
