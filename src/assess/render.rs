//! Assessments in writing: one renderer a format.

mod attest;
mod conclusion;
mod csv;
mod explain;
mod html;
mod json;
mod oscal;
mod process;
mod prose;
mod risk;
mod share;

use super::Assessment;
use super::control::Veto;
use super::grade::{Grading, Partial};
use super::number::exact;
use crate::report::{Report, Style};
use serde_json::{Value, json};

pub use attest::attest;
pub use explain::explain;
pub use json::evidence_entry;
pub use share::share;

/// A format of assessments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum AssessFormat {
    /// For people, on a terminal.
    Human,
    /// For programs; `schema/assessment-v1.json` describes it.
    Json,
    /// For pages and comments.
    Markdown,
    /// One page for browsers that needs nothing else.
    Html,
    /// The controls for spreadsheets.
    Csv,
    /// Assessment results of OSCAL 1.1.
    Oscal,
    /// Plan of action and milestones of OSCAL 1.1: what failed, and the tasks of plans for it.
    OscalPoam,
}

/// Writes an assessment in a format.
pub fn render(assessment: &Assessment, report: &Report, format: AssessFormat, style: Style) -> String {
    match format {
        AssessFormat::Human => prose::human(assessment, report, style),
        AssessFormat::Json => json::render(assessment, report),
        AssessFormat::Markdown => prose::markdown(assessment, report),
        AssessFormat::Html => html::render(assessment, report),
        AssessFormat::Csv => csv::controls(assessment, report),
        AssessFormat::Oscal => oscal::render(assessment, report),
        AssessFormat::OscalPoam => oscal::poam::render(assessment, report),
    }
}

/// Writes the risks of an assessment in a format.
pub fn risks(assessment: &Assessment, report: &Report, format: AssessFormat, style: Style) -> String {
    match format {
        AssessFormat::Human => risk::human(assessment, report, style),
        AssessFormat::Json => risk::json(assessment, report),
        AssessFormat::Markdown => risk::markdown(assessment, report),
        AssessFormat::Csv => csv::risks(assessment),
        // The risks are among the rest.
        AssessFormat::Html => html::render(assessment, report),
        AssessFormat::Oscal => oscal::render(assessment, report),
        AssessFormat::OscalPoam => oscal::poam::render(assessment, report),
    }
}

/// The word for a veto in reports for programs.
fn veto(veto: Veto) -> &'static str {
    match veto {
        Veto::Cast => "cast",
        Veto::Compensated => "compensated",
    }
}

/// How much an assessment of a part speaks of, for programs; null for one of everything.
fn partial(grading: &Grading) -> Value {
    grading.partial.map_or(
        Value::Null,
        |Partial { controls, of, score }| json!({"controls": controls, "of": of, "score": score.map(exact)}),
    )
}
