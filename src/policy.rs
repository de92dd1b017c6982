//! Policies: rules, what they apply to, and the engine that evaluates them.

mod annotated;
mod blocked;
mod bundle;
pub mod data;
pub mod digest;
pub mod load;
mod lost;
mod metadata;
pub mod mistakes;
pub mod module;
pub mod outline;
pub mod own;
pub mod pack;
pub mod params;
mod reach;
pub mod refusal;
mod rules;
mod scope;
pub mod unavailable;

use crate::document::Document;
use crate::engine::EntryPoint;
use crate::lang::Message;
use crate::problem::Origin;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub use crate::framework::Frameworks;
pub use crate::severity::Severity;
pub use crate::violation::Violation;
pub use load::{LoadOptions, PolicySet};
pub use scope::AppliesTo;

/// What a rule is evaluated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputShape {
    /// Each document by itself: `input` is the document.
    #[default]
    Document,
    /// All documents at once: `input.documents[]`.
    Project,
    /// All documents in one array of `{path, contents}`, as `conftest --combine` has them.
    Combined,
    /// Each document by itself; a Dockerfile by its stages, as Trivy's policies have it.
    Stages,
    /// Each document by itself in an admission review, as Gatekeeper's policies have it:
    /// `input.review.object` is the document and `input.parameters` are the parameters.
    Review,
}

impl InputShape {
    /// True where one input holds all documents.
    pub fn is_of_all(self) -> bool {
        matches!(self, InputShape::Project | InputShape::Combined)
    }
}

/// The days on which a rule is in effect, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effective {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
}

impl Effective {
    /// True if the rule is in effect on this day.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// One of the checks that a rule makes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// A failure of this check vetoes the assessment.
    pub veto: bool,
    /// Clauses whose text supports this check.
    pub implements: Vec<String>,
    /// Parameters that it reads.
    pub params: Vec<String>,
}

/// Who evaluates a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// The engine.
    Policy(EntryPoint),
    /// The program: documents follow the schema of their kind.
    Schema,
    /// The program: overrides keep to the floors of their parameters.
    Params,
    /// The program: waivers keep to their rules.
    Waiver,
    /// The program: assessments rest on what is there.
    Assessment,
}

/// A rule: a Rego rule named `deny`, `violation` or `warn`, with its metadata.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Unique id.
    pub id: String,
    /// Short name: the last part of the package where the rule has a package to itself.
    pub name: String,
    /// The name of its definitions, dotted.
    pub definition: String,
    /// Package below `data`, dotted.
    pub package: String,
    /// Name of the pack that it belongs to; empty for rules of the program itself.
    pub pack: String,
    /// Title.
    pub title: Message,
    /// Description.
    pub description: Message,
    /// What to do about a violation.
    pub remediation: Message,
    /// Severity of its violations.
    pub severity: Severity,
    /// Clauses it implements.
    pub clauses: Vec<String>,
    /// Clauses worth reading beside it, which do not demand what it checks.
    pub see_also: Vec<String>,
    /// Its checks by name, where it has several.
    pub checks: BTreeMap<String, Check>,
    /// What it applies to.
    pub applies_to: AppliesTo,
    /// What it is evaluated on.
    pub input: InputShape,
    /// When it is in effect.
    pub effective: Effective,
    /// The first definition.
    pub origin: Origin,
    /// `custom` of its metadata as written.
    pub custom: serde_json::Map<String, serde_json::Value>,
    /// Who evaluates it.
    pub judge: Judge,
}

impl Rule {
    /// The clauses that a violation breaks: those of the check that failed where it is known.
    pub fn clauses_of(&self, check: Option<&str>) -> &[String] {
        check.and_then(|check| self.checks.get(check)).map_or(&self.clauses, |check| &check.implements)
    }

    /// True for a control, which a policy makes; false for what the program checks by itself.
    pub fn is_control(&self) -> bool {
        self.entry().is_some()
    }

    /// True if its findings may be accepted for a time: not where a statute forbids what it finds, where its
    /// metadata say `mitigable: false`, or where it is about waivers themselves.
    pub fn can_be_waived(&self) -> bool {
        let says = |name: &str| self.custom.get(name);
        let statutory = says("veto_basis").is_some_and(|basis| basis == "statutory");
        // Whatever is not plainly `true` is taken for the stricter.
        let mitigable = says("mitigable").is_none_or(|mitigable| *mitigable == true);
        !statutory && mitigable && self.judge != Judge::Waiver
    }

    /// The rule of its package that holds what it judges. Where that is empty, there is nothing that it could pass.
    pub fn subjects(&self) -> Option<&str> {
        self.custom.get("subjects")?.as_str()
    }

    /// True if it applies to one of some documents.
    pub fn applies_to_any(&self, documents: &[Document]) -> bool {
        documents.iter().any(|document| self.applies_to.matches(document))
    }

    /// How the engine evaluates it, if it does.
    pub fn entry(&self) -> Option<EntryPoint> {
        match self.judge {
            Judge::Policy(entry) => Some(entry),
            Judge::Schema | Judge::Params | Judge::Waiver | Judge::Assessment => None,
        }
    }

    /// Every clause that the rule names, once for each place that names it.
    pub fn cited(&self) -> impl Iterator<Item = &str> {
        let of_checks = self.checks.values().flat_map(|check| &check.implements);
        self.clauses.iter().chain(&self.see_also).chain(of_checks).map(String::as_str)
    }
}
