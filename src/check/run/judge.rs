//! What a rule says of an input, and what is asked beside it.

use super::Run;
use crate::check::outcome::Outcome;
use crate::document::Document;
use crate::engine::{Disagreement, EvaluationError, Evaluator, Input, Opinion};
use crate::finding::{Finding, Status};
use crate::locate::{self, Subject, locate};
use crate::policy::load::asked;
use crate::policy::{InputShape, Judge, Rule};
use crate::problem::{Capped, Failure, Origin, Problem};
use serde_json::Value;

impl Run<'_> {
    /// Holds a document against the schema of its kind.
    pub(super) fn schema(&self, rule_index: usize, document: &Document) -> Outcome {
        match self.policies.kinds.judge(document) {
            None => Outcome::NotApplicable,
            Some(Err(problem)) => Outcome::Errored(problem),
            Some(Ok(faults)) => {
                let findings: Vec<Finding> =
                    faults.into_iter().map(|fault| locate::fault(fault, rule_index, document)).collect();
                let violations = findings.len();
                Outcome::Evaluated { violations, findings, problems: Vec::new(), unknown: 0 }
            }
        }
    }

    /// What a rule says of an input, and what the second engine says of it.
    pub(super) fn evaluate(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule_index: usize,
        input: &Input,
        subject: Subject<'_>,
    ) -> (Outcome, Option<Opinion>) {
        let outcome = self.outcome(evaluator, rule_index, input, subject);
        let opinion = match self.policies.rules[rule_index].judge {
            Judge::Policy(entry) => evaluator.second_opinion(entry, input),
            _ => None,
        };
        (outcome, opinion)
    }

    /// The problem that the second engine says something else.
    pub(super) fn differs(
        &self,
        document: Option<usize>,
        rule: usize,
        disagreement: Disagreement,
    ) -> Problem {
        let rule = &self.policies.rules[rule];
        Problem::CrossCheck {
            rule: rule.id.clone(),
            subject: document.map(|document| self.documents[document].title()),
            results: Box::new(disagreement.results()),
            at: Some(rule.origin.clone()),
        }
    }

    /// True if the package of a rule excepts it for an input: `exception` then has an array with the name of the rule
    /// behind `deny_` and its like, which is empty for the plain names.
    fn excepts(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        input: &Input,
    ) -> Result<bool, EvaluationError> {
        let excepted = self.asked(evaluator, rule, asked::EXCEPTION, input)?;
        let name = rule.definition.as_str();
        let name = ["deny", "violation", "warn"].iter().find_map(|prefix| name.strip_prefix(prefix));
        let name = name.map_or("", |name| name.trim_start_matches('_'));
        let sets = excepted.as_ref().and_then(Value::as_array).into_iter().flatten();
        let mut names = sets.filter_map(Value::as_array).flatten();
        Ok(names.any(|excepted| excepted == name))
    }

    /// What a rule beside another one says.
    fn asked(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        name: &str,
        input: &Input,
    ) -> Result<Option<Value>, EvaluationError> {
        let entry = self.policies.asked.get(&(rule.package.clone(), name.to_owned()));
        entry.map_or(Ok(None), |&entry| evaluator.value_of(entry, input))
    }

    /// True if a rule says what it judges, and there is nothing of it in an input.
    fn lacks_subjects(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        input: &Input,
    ) -> Result<bool, EvaluationError> {
        let Some(name) = rule.subjects() else { return Ok(false) };
        Ok(match self.asked(evaluator, rule, name, input)? {
            None | Some(Value::Null | Value::Bool(false)) => true,
            Some(Value::Array(items)) => items.is_empty(),
            Some(Value::Object(members)) => members.is_empty(),
            Some(_) => false,
        })
    }

    fn outcome(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule_index: usize,
        input: &Input,
        subject: Subject<'_>,
    ) -> Outcome {
        let rule = &self.policies.rules[rule_index];
        let wrong = |failure, reason, at: Option<Origin>, other| Problem::Evaluation {
            rule: rule.id.clone(),
            subject: (!rule.input.is_of_all()).then(|| subject.name()),
            failure,
            reason: Box::new(reason),
            other,
            at: at.or_else(|| Some(rule.origin.clone())),
        };
        let Judge::Policy(entry) = rule.judge else { return Outcome::NotApplicable };
        evaluator.tells_all = rule.input == InputShape::Project && self.views.any_unknown();
        let evaluation = match evaluator.evaluate(entry, input) {
            Ok(evaluation) => evaluation,
            Err(error) => return Outcome::Errored(wrong(error.failure, error.reason, error.at, error.other)),
        };
        let (mut findings, mut unknown) = (Vec::new(), 0);
        let unreadable = evaluation.unreadable.into_iter();
        let mut problems = Capped::default();
        unreadable.for_each(|reason| problems.push(wrong(Failure::Error, reason, None, None)));
        for violation in evaluation.violations {
            if locate::rests_on_unknown(&violation, rule, subject) {
                unknown += 1;
                continue;
            }
            let (finding, wrong) = locate(violation, rule, rule_index, subject);
            findings.push(finding);
            wrong.into_iter().for_each(|problem| problems.push(problem));
        }
        let mut problems = problems.into_vec();
        if findings.is_empty() && unknown == 0 && problems.is_empty() {
            match self.lacks_subjects(evaluator, rule, input) {
                Ok(false) => {}
                Ok(true) => return Outcome::NotApplicable,
                Err(error) => problems.push(wrong(error.failure, error.reason, error.at, error.other)),
            }
        }
        if !findings.is_empty() {
            match self.excepts(evaluator, rule, input) {
                Ok(false) => {}
                Ok(true) => findings.iter_mut().for_each(|finding| finding.status = Status::Excepted),
                Err(error) => problems.push(wrong(error.failure, error.reason, error.at, error.other)),
            }
        }
        locate::once(&mut findings);
        Outcome::Evaluated { findings, problems, violations: evaluation.returned, unknown }
    }
}
