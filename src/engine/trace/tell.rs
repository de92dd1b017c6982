//! From what was noted to stories.

use super::arena::{Fact, Member};
use super::place::{Found, Places};
use super::shadow::{Id, NONE};
use super::wanted::wanted;
use super::{Condition, More, Of, Read, Story, Trace, Walk};
use crate::document::Pointer;
use crate::engine::ir::{Plan, Site};
use crate::engine::operator::Operator;
use crate::engine::value::to_json;
use regorus::Value;
use std::collections::HashSet;

/// Most reads told of one condition: of very many the latest say what decided.
const READS: usize = 64;
/// Most facts looked at for one condition.
const FACTS: usize = 10_000;
/// Most conditions of one story.
const CONDITIONS: usize = 1_000;

impl Trace {
    /// How each violation came about; a value that is no set, array or object is one violation.
    pub fn stories(&self, plan: &Plan, input: &Value) -> Vec<Story> {
        let Some(result) = &self.result else { return Vec::new() };
        let teller = Teller { places: Places::new(&self.arena, plan, input) };
        match (&result.value, result.shadow.more()) {
            (Value::Undefined | Value::Bool(false), _) => Vec::new(),
            (Value::Set(_) | Value::Array(_) | Value::Object(_), More::Container(container))
                if self.gathers(container) =>
            {
                let mut members: Vec<&Member> = self.arena.members_of(container).collect();
                members.reverse();
                members.into_iter().map(|member| teller.member(member)).collect()
            }
            (value, _) => {
                let result = self.frame_result(plan);
                let outcome = self.outcomes.iter().rev().find(|outcome| Some(outcome.target) == result);
                let decided = outcome.map_or(NONE, |outcome| outcome.decided);
                let definition = outcome.and_then(|outcome| outcome.definition);
                let conditions = teller.conditions(decided);
                vec![Story { value: value.clone(), key: None, definition, site: None, conditions }]
            }
        }
    }

    fn frame_result(&self, plan: &Plan) -> Option<u32> {
        plan.functions.get(self.entry as usize).map(|function| function.result)
    }
}

struct Teller<'t> {
    places: Places<'t>,
}

/// What is still to be told of reads.
enum Pending<'t> {
    Fact(Id),
    Key(Id),
    Gathered(u32),
    Value(&'t Value),
    Member(&'t Member, Id),
}

impl<'t> Teller<'t> {
    fn member(&self, member: &Member) -> Story {
        Story {
            value: member.value.clone(),
            key: member.key.map(|key| self.places.key(key)),
            definition: member.definition,
            site: Some(member.site),
            conditions: self.conditions(member.decided),
        }
    }

    /// The conditions that held, in the order of the source.
    fn conditions(&self, last: Id) -> Vec<Condition> {
        let mut conditions: Vec<Condition> =
            self.decisions(last, NONE).map(|decided| self.condition(decided)).collect();
        conditions.retain(|condition| !condition.reads.is_empty());
        conditions.reverse();
        let place = |condition: &Condition| {
            self.places.plan.sites.get(condition.at as usize).map(|at| (at.file, at.span.start))
        };
        conditions.sort_by_key(place);
        conditions
    }

    /// Decisions, the last first, up to one that is left out.
    fn decisions(&self, last: Id, until: Id) -> impl Iterator<Item = Decided> {
        let arena = self.places.arena;
        let decided = move |id: Id| match arena.fact(id) {
            Fact::Decision { before, reads, about, site, walks } if id != until => {
                Some(Decided { before, reads, about, site, walks })
            }
            _ => None,
        };
        std::iter::successors(decided(last), move |known| decided(known.before)).take(CONDITIONS)
    }

    fn condition(&self, decided: Decided) -> Condition {
        let reads = self.reads(decided.reads);
        if decided.walks {
            let input = decided.about != NONE && self.places.find(decided.about).is_some();
            let walk = if input { Walk::Input } else { Walk::Made };
            return Condition { at: decided.site, walk, equality: false, reads, wanted: None };
        }
        let (mut equality, mut told) = (false, None);
        if let Fact::Compared { operator, negated, constant, other } = self.places.arena.fact(decided.about) {
            let direct = || other != NONE && self.places.find(other).is_some();
            equality = operator == Operator::Equal && !negated && direct();
            told = Some(wanted(operator, negated, &self.places.key(constant)));
        }
        Condition { at: decided.site, walk: Walk::None, equality, reads, wanted: told }
    }

    /// The reads that a fact stands for, in order; the last of equal ones counts.
    fn reads(&self, reads: Id) -> Vec<Read> {
        let mut told: Vec<Read> = Vec::new();
        let mut seen = HashSet::new();
        let mut pending = vec![Pending::Fact(reads)];
        // From the last to the first.
        while let Some(next) = pending.pop() {
            let read = match next {
                Pending::Fact(id) if !seen.insert(id) || seen.len() > FACTS => None,
                Pending::Fact(id) => self.fact(id, &mut pending),
                Pending::Key(node) => self.places.find(node).map(|found| told_of(found, false, true)),
                Pending::Gathered(container) => {
                    self.places.gathered(container).map(|found| told_of(found, false, false))
                }
                Pending::Value(value) => self.places.at(value).map(|found| told_of(found, false, false)),
                Pending::Member(member, until) => {
                    self.of_member(member, until, &mut pending);
                    None
                }
            };
            if let Some(read) = read
                && !told.iter().any(|known| same(known, &read))
            {
                told.push(read);
            }
            if told.len() >= READS {
                break;
            }
        }
        told.reverse();
        told
    }

    fn fact(&self, id: Id, pending: &mut Vec<Pending<'t>>) -> Option<Read> {
        let arena = self.places.arena;
        match arena.fact(id) {
            Fact::Input
            | Fact::Child { .. }
            | Fact::Below { .. }
            | Fact::At { .. }
            | Fact::Gathered { .. } => {
                return self.places.find(id).map(|found| told_of(found, false, false));
            }
            Fact::Read { node, missing, key, or } => match self.places.find(node) {
                Some(found) => return Some(told_of(found, missing, key)),
                None => pending.push(Pending::Fact(or)),
            },
            Fact::Both { first, second } => pending.extend([first, second].map(Pending::Fact)),
            Fact::Made { container, whole } => {
                let known = arena.containers.get(container as usize)?;
                pending.push(Pending::Fact(known.within));
                let until = if known.gathers { known.decided } else { NONE };
                let mut members: Vec<&Member> = arena.members_of(container).take(FACTS).collect();
                members.reverse();
                if known.gathers {
                    pending.extend(members.into_iter().map(|member| Pending::Member(member, until)));
                    pending.extend(whole.then_some(Pending::Gathered(container)));
                } else if whole {
                    pending.extend(members.into_iter().map(|member| Pending::Member(member, member.decided)));
                } else {
                    self.listed(&members, pending);
                }
            }
            Fact::Decided { last, until } => self.decided(last, until, pending),
            Fact::None | Fact::Decision { .. } | Fact::Compared { .. } => {}
        }
        None
    }

    fn decided(&self, last: Id, until: Id, pending: &mut Vec<Pending<'t>>) {
        let mut all: Vec<Id> = self.decisions(last, until).map(|decided| decided.reads).collect();
        all.reverse();
        pending.extend(all.into_iter().map(Pending::Fact));
    }

    /// A member that was gathered: the conditions by which it was, and what it is.
    fn of_member(&self, member: &'t Member, until: Id, pending: &mut Vec<Pending<'t>>) {
        self.decided(member.decided, until, pending);
        let shadow = member.shadow;
        pending.push(Pending::Fact(shadow.reads));
        pending.push(match (shadow.node, shadow.kind) {
            (NONE, Of::Unknown) => Pending::Value(&member.value),
            (node, Of::Key) => Pending::Key(node),
            (node, _) => Pending::Fact(node),
        });
    }

    /// Members that were listed: scalars are read into the list, a node with an address is read where it is used.
    fn listed(&self, members: &[&'t Member], pending: &mut Vec<Pending<'t>>) {
        for member in members {
            let shadow = member.shadow;
            if super::place::address(&member.value).is_none() {
                pending.extend([shadow.reads, shadow.node].map(Pending::Fact));
            } else if shadow.node == NONE
                && !(shadow.kind == Of::Unknown && self.places.at(&member.value).is_some())
            {
                pending.push(Pending::Fact(shadow.reads));
            }
        }
    }
}

/// A decision.
#[derive(Clone, Copy)]
struct Decided {
    before: Id,
    reads: Id,
    about: Id,
    site: Site,
    walks: bool,
}

fn same(a: &Read, b: &Read) -> bool {
    a.pointer == b.pointer && a.missing == b.missing && a.key == b.key
}

fn told_of(found: Found<'_>, missing: bool, key: bool) -> Read {
    let value = match found.value {
        None => "missing".to_owned(),
        Some(Value::Array(items)) => format!("an array of {}", items.len()),
        Some(Value::Object(entries)) => format!("an object of {}", entries.len()),
        Some(scalar) => to_json(scalar).to_string(),
    };
    let steps = found.steps.into_iter().map(|step| step.text).collect();
    Read { pointer: Pointer { steps }, missing, key, value }
}
