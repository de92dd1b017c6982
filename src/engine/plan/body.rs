//! Bodies and their expressions.

use super::build::Builder;
use crate::engine::ir::{self, Kind, Operand};
use crate::rego::core::{Body, Callee, Expr, ExprKind, Term, TermKind};
use regorus::Value;

impl<'d> Builder<'_, 'd> {
    /// Expressions that hold together: what follows runs once for each solution.
    pub(super) fn body(&mut self, body: &'d Body) {
        for expr in &body.exprs {
            self.at.condition = self.planner.condition();
            self.at.span = expr.span;
            let emitted = self.emitted;
            if expr.with.is_empty() {
                self.expr(&expr.kind);
            } else {
                self.with(expr);
            }
            if self.emitted == emitted {
                self.silent.push(self.at);
            }
        }
    }

    pub(super) fn expr(&mut self, kind: &'d ExprKind) {
        match kind {
            ExprKind::Holds(term) => {
                let value = self.term(term);
                self.holds(value);
            }
            ExprKind::Unify(left, right) => self.unify(left, right),
            ExprKind::Call { callee, args, result, .. } => {
                // `xs[i] = f(i)`: what the result has to be says what the arguments are.
                let waits = args.iter().any(|arg| !self.is_evaluable(arg));
                if let Some(result) = result.as_ref().filter(|result| waits && self.is_evaluable(result)) {
                    let value = self.term(result);
                    self.given.insert(std::ptr::from_ref(result), value);
                }
                let args = self.terms(args.iter());
                self.call_named(callee, args, result.as_ref());
            }
            ExprKind::Not { body, whole } => self.not(body, *whole),
            ExprKind::Every { key, value, domain, body } => {
                let domain = self.term(domain);
                self.every((*key, *value), domain, body);
            }
        }
    }

    /// The value is not false.
    fn holds(&mut self, value: Operand) {
        let no = self.constant(Value::Bool(false));
        self.emit(Kind::NotEqual(value, no));
    }

    fn call_named(&mut self, callee: &Callee, args: Vec<Operand>, result: Option<&'d Term>) {
        if let (Callee::Builtin(name), [left, right], None) = (callee, args.as_slice(), result) {
            match name.as_str() {
                "equal" => return self.emit(Kind::Equal(*left, *right)),
                "neq" => return self.emit(Kind::NotEqual(*left, *right)),
                _ => {}
            }
        }
        let Some(value) = self.called(callee, args) else { return };
        match result {
            Some(result) => self.unify_operand(value, result),
            None => self.holds(value),
        }
    }

    /// The result of a call; of a relation, each in turn.
    fn called(&mut self, callee: &Callee, args: Vec<Operand>) -> Option<Operand> {
        let metadata = match callee {
            Callee::Builtin(name) => self.metadata(name),
            Callee::Function(_) => None,
        };
        if let Some(value) = metadata {
            return Some(self.constant(value));
        }
        let target = self.callee(callee);
        let Some(target) = target else {
            self.fault();
            return None;
        };
        let result = self.local();
        self.emit(Kind::Call { callee: target, args, result });
        if matches!(callee, Callee::Builtin(name) if name == "walk") {
            let (_, value) = self.scan(Operand::Local(result));
            return Some(Operand::Local(value));
        }
        Some(Operand::Local(result))
    }

    pub(super) fn callee(&mut self, callee: &Callee) -> Option<ir::Callee> {
        match callee {
            Callee::Builtin(name) => Some(ir::Callee::Builtin(self.planner.builtin(name))),
            Callee::Function(path) => self.function_at(path).map(ir::Callee::Function),
        }
    }

    fn metadata(&mut self, name: &str) -> Option<Value> {
        let chain = match name {
            "rego.metadata.chain" => true,
            "rego.metadata.rule" => false,
            _ => return None,
        };
        let definition = self.planner.definitions.get(self.definition?)?;
        Some((self.planner.metadata)(definition, chain))
    }

    fn not(&mut self, body: &'d Body, whole: bool) {
        let given = self.given.clone();
        if !whole {
            let around = self.at.span;
            for expr in &body.exprs {
                self.at.span = expr.span;
                self.before_negation(&expr.kind);
            }
            self.at.span = around;
        }
        let block = self.solved(|b| {
            if whole {
                b.body(body);
            } else {
                for expr in &body.exprs {
                    b.at.span = expr.span;
                    b.expr(&expr.kind);
                }
            }
        });
        self.emit(Kind::Not(block));
        self.given = given;
    }

    /// What a plain negation reads before it: arguments of calls, and what chooses a member of a reference.
    fn before_negation(&mut self, kind: &'d ExprKind) {
        match kind {
            ExprKind::Call { callee: Callee::Builtin(name), args, .. } if name == "equal" => {
                args.iter().for_each(|arg| self.chosen_before(arg));
            }
            ExprKind::Call { args, .. } => args.iter().for_each(|arg| self.read_before(arg)),
            ExprKind::Holds(term) => self.chosen_before(term),
            ExprKind::Unify(left, right) => {
                self.chosen_before(left);
                self.chosen_before(right);
            }
            ExprKind::Not { .. } | ExprKind::Every { .. } => {}
        }
    }

    fn chosen_before(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Ref(_, steps) => steps.iter().for_each(|step| self.read_before(step)),
            TermKind::Array(_) | TermKind::Object(_) | TermKind::Set(_) => self.read_before(term),
            TermKind::Scalar(_) | TermKind::Var(_) | TermKind::Comprehension(..) => {}
        }
    }

    fn read_before(&mut self, term: &'d Term) {
        if self.is_evaluable(term) && !matches!(term.kind, TermKind::Comprehension(..) | TermKind::Scalar(_))
        {
            let value = self.term(term);
            self.given.insert(std::ptr::from_ref(term), value);
        }
    }

    /// No member of the domain fails the body. A domain that is no collection has no value.
    fn every(&mut self, (key, value): (Option<u32>, u32), domain: Operand, body: &'d Body) {
        let members = self.local();
        self.emit(Kind::Len { source: domain, target: members });
        let failed = self.local();
        let yes = self.constant(Value::Bool(true));
        self.emit(Kind::Reset(failed));
        self.apart(|b| {
            let (k, v) = b.scan(domain);
            key.into_iter().for_each(|key| b.bind(key, Operand::Local(k)));
            b.bind(value, Operand::Local(v));
            let block = b.solved(|b| b.body(body));
            b.emit(Kind::Not(block));
            b.emit(Kind::Assign { source: yes, target: failed });
            b.emit(Kind::Break(1));
        });
        self.emit(Kind::IsUndefined(failed));
    }
}

impl<'d> Builder<'_, 'd> {
    pub(super) fn with(&mut self, expr: &'d Expr) {
        let depth = self.depth();
        let mut levels = 0;
        // Values are read before anything is replaced.
        let values: Vec<Option<Operand>> = expr.with.iter().map(|with| self.replacing(&with.value)).collect();
        for (with, value) in expr.with.iter().zip(values) {
            match self.replaced(with, value) {
                Some(replaced) => {
                    self.open_with(replaced);
                    levels += 1;
                }
                None => self.fault(),
            }
        }
        self.expr(&expr.kind);
        self.close_with(depth, levels);
    }
}
