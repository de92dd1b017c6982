//! Assessments in writing: one renderer a format.

mod explain;
mod json;
mod prose;
mod risk;

use super::Assessment;
use crate::report::{Report, Style};

pub use explain::explain;
pub use json::evidence_entry;

/// A format of assessments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum AssessFormat {
    /// For people, on a terminal.
    Human,
    /// For programs; `schema/assessment-v1.json` describes it.
    Json,
    /// For pages and comments.
    Markdown,
}

/// Writes an assessment in a format.
pub fn render(assessment: &Assessment, report: &Report, format: AssessFormat) -> String {
    match format {
        AssessFormat::Human => prose::human(assessment, report),
        AssessFormat::Json => json::render(assessment, report),
        AssessFormat::Markdown => prose::markdown(assessment, report),
    }
}

/// Writes the risks of an assessment in a format.
pub fn risks(assessment: &Assessment, report: &Report, format: AssessFormat, style: Style) -> String {
    match format {
        AssessFormat::Human => risk::human(assessment, report, style),
        AssessFormat::Json => risk::json(assessment, report),
        AssessFormat::Markdown => risk::markdown(assessment, report),
    }
}
