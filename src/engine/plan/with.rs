//! What `with` replaces.

use super::build::Builder;
use crate::engine::ir::{Operand, Replaced};
use crate::rego::core::{Replacement, Target, With};
use regorus::Value;

impl<'d> Builder<'_, 'd> {
    /// The value that a replacement puts somewhere.
    pub(super) fn replacing(&mut self, value: &'d Replacement) -> Option<Operand> {
        match value {
            Replacement::Term(term) => Some(self.term(term)),
            Replacement::Callee(_) => None,
        }
    }

    pub(super) fn replaced(&mut self, with: &'d With, value: Option<Operand>) -> Option<Replaced> {
        let path = |steps: &[String]| steps.iter().map(|step| Value::from(step.as_str())).collect();
        Some(match (&with.target, &with.value) {
            (Target::Input(steps), _) => Replaced::Input(path(steps), value?),
            (Target::Data(steps), _) => Replaced::Data(path(steps), value?),
            (Target::Callee(target), Replacement::Callee(by)) => {
                Replaced::By(self.callee(target)?, self.callee(by)?)
            }
            (Target::Callee(target), Replacement::Term(_)) => Replaced::ByValue(self.callee(target)?, value?),
        })
    }
}
