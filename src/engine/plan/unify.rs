//! Unification.

use super::build::Builder;
use super::term::fold;
use crate::engine::ir::{Kind, Operand};
use crate::rego::core::{Term, TermKind};
use std::collections::VecDeque;

/// Two things that have to be one.
enum Pair<'d> {
    Terms(&'d Term, &'d Term),
    Value(Operand, &'d Term),
}

impl<'d> Builder<'_, 'd> {
    /// Makes two terms one, binding what is not bound.
    pub(super) fn unify(&mut self, left: &'d Term, right: &'d Term) {
        self.all(VecDeque::from([Pair::Terms(left, right)]));
    }

    /// Makes a term one with a value.
    pub(super) fn unify_operand(&mut self, value: Operand, term: &'d Term) {
        self.all(VecDeque::from([Pair::Value(value, term)]));
    }

    /// Takes the pairs in order; one of which neither side has a value yet waits for the others.
    fn all(&mut self, mut pairs: VecDeque<Pair<'d>>) {
        let mut waited = 0;
        while let Some(pair) = pairs.pop_front() {
            match self.pair(pair, &mut pairs) {
                Some(pair) if waited < pairs.len() => {
                    waited += 1;
                    pairs.push_back(pair);
                }
                // Safety has it that somebody binds them.
                Some(_) => return self.fault(),
                None => waited = 0,
            }
        }
    }

    fn pair(&mut self, pair: Pair<'d>, pairs: &mut VecDeque<Pair<'d>>) -> Option<Pair<'d>> {
        let (left, right) = match pair {
            Pair::Value(value, term) => {
                self.matched(value, term, pairs);
                return None;
            }
            Pair::Terms(left, right) => (left, right),
        };
        match (self.is_evaluable(left), self.is_evaluable(right)) {
            // The side that says more about the other goes first.
            (true, false) => {
                let value = self.term(left);
                self.matched(value, right, pairs);
            }
            (false, true) => {
                let value = self.term(right);
                self.matched(value, left, pairs);
            }
            (true, true) => {
                let left = self.term(left);
                let right = self.term(right);
                self.emit(Kind::Equal(left, right));
            }
            (false, false) => return self.both_open(left, right, pairs),
        }
        None
    }

    /// Neither side has a value: arrays and objects are taken apart, variables wait.
    fn both_open(
        &mut self,
        left: &'d Term,
        right: &'d Term,
        pairs: &mut VecDeque<Pair<'d>>,
    ) -> Option<Pair<'d>> {
        match (&left.kind, &right.kind) {
            (TermKind::Array(a), TermKind::Array(b)) => {
                if a.len() != b.len() {
                    self.fail();
                }
                let items: Vec<Pair<'d>> = a.iter().zip(b).map(|(a, b)| Pair::Terms(a, b)).collect();
                items.into_iter().rev().for_each(|pair| pairs.push_front(pair));
                None
            }
            (TermKind::Object(a), TermKind::Object(b)) => {
                let found = a.iter().map(|(key, value)| {
                    let key = fold(key)?;
                    let other = b.iter().find(|(other, _)| fold(other).is_some_and(|other| other == key))?;
                    Some(Pair::Terms(value, &other.1))
                });
                let constant = a.iter().chain(b).all(|(key, _)| fold(key).is_some());
                match found.collect::<Option<Vec<_>>>() {
                    Some(fields) if a.len() == b.len() => {
                        fields.into_iter().rev().for_each(|pair| pairs.push_front(pair));
                    }
                    _ if constant => self.fail(),
                    _ => self.fault(),
                }
                None
            }
            _ => Some(Pair::Terms(left, right)),
        }
    }

    /// Makes a value what a term says.
    fn matched(&mut self, value: Operand, term: &'d Term, pairs: &mut VecDeque<Pair<'d>>) {
        if self.is_evaluable(term) {
            let other = self.term(term);
            self.emit(Kind::Equal(value, other));
            return;
        }
        match &term.kind {
            TermKind::Var(var) => {
                self.bind(*var, value);
            }
            TermKind::Array(items) => {
                self.emit(Kind::IsArray(value));
                self.length(value, items.len());
                let mut found = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let key = self.constant(regorus::Value::from(index as u64));
                    found.push(self.member(value, key, item));
                }
                found.into_iter().rev().for_each(|pair| pairs.push_front(pair));
            }
            TermKind::Object(fields) => {
                self.emit(Kind::IsObject(value));
                self.length(value, fields.len());
                let mut found = Vec::new();
                for (key, field) in fields {
                    let key = self.term(key);
                    found.push(self.member(value, key, field));
                }
                found.into_iter().rev().for_each(|pair| pairs.push_front(pair));
            }
            _ => self.fault(),
        }
    }

    fn member(&mut self, source: Operand, key: Operand, term: &'d Term) -> Pair<'d> {
        let target = self.local();
        self.emit(Kind::Dot { source, key, target });
        Pair::Value(Operand::Local(target), term)
    }

    fn length(&mut self, source: Operand, length: usize) {
        let target = self.local();
        self.emit(Kind::Len { source, target });
        let wanted = self.constant(regorus::Value::from(length as u64));
        self.emit(Kind::Equal(Operand::Local(target), wanted));
    }
}
