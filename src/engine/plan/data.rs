//! References below `data`: rules where there are any, base data elsewhere.

use super::Planned;
use super::build::Builder;
use super::term::fold;
use super::trie::ROOT;
use crate::engine::ir::{Callee, Kind, Operand};
use crate::engine::value::key_text;
use crate::rego::ast::Scalar;
use crate::rego::core::{Term, TermKind};

impl<'d> Builder<'_, 'd> {
    /// The value of a reference below `data`.
    pub(super) fn data(&mut self, steps: &'d [Term]) -> Operand {
        let mut node = ROOT;
        let mut path: Vec<String> = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            if let Some(value) = self.rule_at(node) {
                return self.steps(value, &steps[at..]);
            }
            if let Some(text) = constant(step) {
                let Some(child) = self.planner.trie.node(node).children.get(text) else {
                    let base = self.base(&path);
                    return self.base_steps(base, &steps[at..]);
                };
                node = *child;
                path.push(text.to_owned());
                continue;
            }
            if is_number(step) {
                let base = self.base(&path);
                return self.base_steps(base, &steps[at..]);
            }
            let below: Vec<String> =
                steps[at + 1..].iter().map_while(|step| constant(step).map(str::to_owned)).collect();
            let rest = &steps[at + 1 + below.len()..];
            if self.is_evaluable(step) {
                let key = self.term(step);
                let member = self.planner.function(Planned::Member(node, below));
                let value = self.call(member, vec![key]);
                return self.steps(value, rest);
            }
            let extent = self.planner.function(Planned::Extent(node, below));
            let extent = self.call(extent, Vec::new());
            let value = self.step(extent, step);
            return self.steps(value, rest);
        }
        self.at_node(node, &[])
    }

    /// What stands at a node, and behind a further path.
    pub(super) fn at_node(&mut self, node: usize, below: &[String]) -> Operand {
        let mut node = node;
        for (at, step) in below.iter().enumerate() {
            if let Some(value) = self.rule_at(node) {
                return self.steps_of(value, &below[at..]);
            }
            match self.planner.trie.node(node).children.get(step) {
                Some(child) => node = *child,
                None => {
                    let path = self.planner.trie.node(node).path.clone();
                    let base = self.base(&path);
                    return self.steps_of(base, &below[at..]);
                }
            }
        }
        if let Some(value) = self.rule_at(node) {
            return value;
        }
        if self.planner.trie.node(node).is_function {
            self.fault();
        }
        let extent = self.planner.function(Planned::Extent(node, Vec::new()));
        self.call(extent, Vec::new())
    }

    /// The value of the rule at a node, if there is one.
    fn rule_at(&mut self, node: usize) -> Option<Operand> {
        let at = self.planner.trie.node(node);
        if at.definitions.is_empty() || at.is_function {
            return None;
        }
        let function = self.planner.function(Planned::Rule(node));
        Some(self.call(function, Vec::new()))
    }

    fn call(&mut self, function: u32, args: Vec<Operand>) -> Operand {
        let result = self.local();
        self.emit(Kind::Call { callee: Callee::Function(function), args, result });
        Operand::Local(result)
    }

    /// Base data at a path.
    pub(super) fn base(&mut self, path: &[String]) -> Operand {
        self.steps_of(Operand::Data, path)
    }

    /// What stands behind steps in base data, whose keys are texts: a number is the key of its text where it is no index.
    fn base_steps(&mut self, start: Operand, steps: &'d [Term]) -> Operand {
        let Some(at) = steps.iter().position(is_number) else { return self.steps(start, steps) };
        let source = self.steps(start, &steps[..at]);
        let (found, index) = (self.local(), self.term(&steps[at]));
        let text = fold(&steps[at]).map(|value| key_text(&value)).unwrap_or_default();
        self.emit(Kind::Reset(found));
        self.apart(|b| {
            b.emit(Kind::IsArray(source));
            b.emit(Kind::Dot { source, key: index, target: found });
        });
        self.apart(|b| {
            b.emit(Kind::IsObject(source));
            let key = b.text(&text);
            b.emit(Kind::Dot { source, key, target: found });
        });
        self.emit(Kind::IsDefined(found));
        self.base_steps(Operand::Local(found), &steps[at + 1..])
    }

    /// What stands behind constant steps.
    pub(super) fn steps_of(&mut self, source: Operand, path: &[String]) -> Operand {
        path.iter().fold(source, |source, step| {
            let (key, target) = (self.text(step), self.local());
            self.emit(Kind::Dot { source, key, target });
            Operand::Local(target)
        })
    }
}

fn is_number(term: &Term) -> bool {
    matches!(term.kind, TermKind::Scalar(Scalar::Number(_)))
}

fn constant(term: &Term) -> Option<&str> {
    match &term.kind {
        TermKind::Scalar(Scalar::Text(text)) => Some(text),
        _ => None,
    }
}
