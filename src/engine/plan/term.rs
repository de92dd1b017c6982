//! Terms.

use super::build::Builder;
use crate::engine::ir::{Kind, Operand};
use crate::rego::ast::{Gather, Scalar};
use crate::rego::core::{Body, Root, Term, TermKind};
use regorus::Value;

impl<'d> Builder<'_, 'd> {
    /// The value of a term. What follows runs only where it has one, once for each that it has.
    pub(super) fn term(&mut self, term: &'d Term) -> Operand {
        if let Some(given) = self.given.get(&std::ptr::from_ref(term)) {
            return *given;
        }
        let around = std::mem::replace(&mut self.at.span, term.span);
        let value = self.value(term);
        self.at.span = around;
        value
    }

    fn value(&mut self, term: &'d Term) -> Operand {
        if let Some(value) = fold(term) {
            return self.constant(value);
        }
        match &term.kind {
            TermKind::Scalar(_) => self.nothing(),
            TermKind::Var(var) => match self.bound.get(var) {
                Some(operand) => *operand,
                None => self.nothing(),
            },
            TermKind::Ref(root, steps) => self.reference(*root, steps),
            TermKind::Array(items) => {
                let values = self.terms(items.iter());
                let array = self.local();
                self.emit(Kind::MakeArray(array));
                for value in values {
                    self.emit(Kind::ArrayAppend { value, array });
                }
                Operand::Local(array)
            }
            TermKind::Set(items) => {
                let values = self.terms(items.iter());
                let set = self.local();
                self.emit(Kind::MakeSet(set));
                for value in values {
                    self.emit(Kind::SetAdd { value, set });
                }
                Operand::Local(set)
            }
            TermKind::Object(fields) => {
                let values = self.terms(fields.iter().flat_map(|(key, value)| [key, value]));
                let object = self.local();
                self.emit(Kind::MakeObject(object));
                for field in values.chunks_exact(2) {
                    self.emit(Kind::ObjectInsertOnce { key: field[0], value: field[1], object });
                }
                Operand::Local(object)
            }
            TermKind::Comprehension(gather, heads, body) => self.comprehension(*gather, heads, body),
        }
    }

    /// The values of terms. A variable that another of them binds waits for that one.
    pub(super) fn terms(&mut self, terms: impl Iterator<Item = &'d Term>) -> Vec<Operand> {
        let terms: Vec<&'d Term> = terms.collect();
        let mut values: Vec<Option<Operand>> = vec![None; terms.len()];
        let mut open: Vec<usize> = (0..terms.len()).collect();
        while !open.is_empty() {
            let ready = open.iter().position(|at| self.is_evaluable(terms[*at])).unwrap_or(0);
            let at = open.remove(ready);
            values[at] = Some(self.term(terms[at]));
        }
        values.into_iter().flatten().collect()
    }

    /// What never has a value.
    fn nothing(&mut self) -> Operand {
        self.fault();
        Operand::Local(self.local())
    }

    fn comprehension(&mut self, gather: Gather, heads: &'d [Term], body: &'d Body) -> Operand {
        let result = self.local();
        self.emit(match gather {
            Gather::Array => Kind::MakeArray(result),
            Gather::Set => Kind::MakeSet(result),
            Gather::Object => Kind::MakeObject(result),
        });
        self.apart(|b| {
            b.body(body);
            let values: Vec<Operand> = heads.iter().map(|head| b.term(head)).collect();
            match (gather, values.as_slice()) {
                (Gather::Array, [value]) => b.emit(Kind::ArrayAppend { value: *value, array: result }),
                (Gather::Set, [value]) => b.emit(Kind::SetAdd { value: *value, set: result }),
                (Gather::Object, [key, value]) => {
                    b.emit(Kind::ObjectInsertOnce { key: *key, value: *value, object: result });
                }
                _ => b.fault(),
            }
        });
        Operand::Local(result)
    }

    fn reference(&mut self, root: Root, steps: &'d [Term]) -> Operand {
        let start = match root {
            Root::Data => return self.data(steps),
            Root::Input => Operand::Input,
            Root::Var(var) => match self.bound.get(&var) {
                Some(operand) => *operand,
                None => return self.nothing(),
            },
        };
        if steps.is_empty() {
            let slot = self.slot(start);
            self.emit(Kind::IsDefined(slot));
            return Operand::Local(slot);
        }
        self.steps(start, steps)
    }

    /// What stands behind steps.
    pub(super) fn steps(&mut self, start: Operand, steps: &'d [Term]) -> Operand {
        steps.iter().fold(start, |source, step| {
            let around = self.at.span;
            self.at.span = span_to(around, step);
            let value = self.step(source, step);
            self.at.span = around;
            value
        })
    }

    /// What stands behind one step: of a variable without a value, each member in turn.
    pub(super) fn step(&mut self, source: Operand, step: &'d Term) -> Operand {
        if self.is_evaluable(step) {
            let key = self.term(step);
            let target = self.local();
            self.emit(Kind::Dot { source, key, target });
            return Operand::Local(target);
        }
        let (key, value) = self.scan(source);
        self.unify_operand(Operand::Local(key), step);
        Operand::Local(value)
    }

    /// True if a term can be evaluated: its variables are bound, or are bound by its references.
    pub(super) fn is_evaluable(&self, term: &Term) -> bool {
        if self.given.contains_key(&std::ptr::from_ref(term)) {
            return true;
        }
        match &term.kind {
            TermKind::Scalar(_) | TermKind::Comprehension(..) => true,
            TermKind::Var(var) => self.bound.contains_key(var),
            TermKind::Ref(Root::Var(var), _) => self.bound.contains_key(var),
            TermKind::Ref(..) => true,
            TermKind::Array(items) | TermKind::Set(items) => items.iter().all(|item| self.is_evaluable(item)),
            TermKind::Object(fields) => {
                fields.iter().all(|(key, value)| self.is_evaluable(key) && self.is_evaluable(value))
            }
        }
    }
}

/// The bytes of a reference up to a step of it.
fn span_to(reference: crate::source::Span, step: &Term) -> crate::source::Span {
    if reference.contains(step.span) {
        crate::source::Span { start: reference.start, end: step.span.end }
    } else {
        reference
    }
}

/// The value of a term that is constant.
pub(in crate::engine) fn fold(term: &Term) -> Option<Value> {
    match &term.kind {
        TermKind::Scalar(scalar) => scalar_value(scalar),
        TermKind::Var(_) | TermKind::Ref(..) | TermKind::Comprehension(..) => None,
        TermKind::Array(items) => {
            let items: Option<Vec<Value>> = items.iter().map(fold).collect();
            items.map(Value::from)
        }
        TermKind::Set(items) => {
            let mut set = Value::new_set();
            for item in items {
                set.as_set_mut().ok()?.insert(fold(item)?);
            }
            Some(set)
        }
        TermKind::Object(fields) => {
            let mut object = Value::new_object();
            for (key, value) in fields {
                let (key, value) = (fold(key)?, fold(value)?);
                let fields = object.as_object_mut().ok()?;
                // A key that stands twice is a conflict, which evaluation tells.
                if fields.get(&key).is_some_and(|known| *known != value) {
                    return None;
                }
                fields.insert(key, value);
            }
            Some(object)
        }
    }
}

fn scalar_value(scalar: &Scalar) -> Option<Value> {
    Some(match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Text(text) => Value::from(text.as_str()),
        Scalar::Number(text) => Value::from_numeric_string(text).ok()?,
    })
}
