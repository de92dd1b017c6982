//! How much a violation matters.

use crate::lang::Lang;
use std::fmt;

/// How much a violation matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A weakness with little effect of its own.
    Low,
    /// A weakness.
    Medium,
    /// A breach of a requirement.
    High,
    /// A breach that endangers clients' money or data directly.
    Critical,
}

impl Severity {
    /// Every severity, worst first.
    pub const ALL: [Severity; 5] =
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

    /// The name in metadata, reports and options.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
            Severity::Info => "info",
        }
    }

    /// The name for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Severity::Critical => lang.pick("critical", "严重"),
            Severity::High => lang.pick("high", "高"),
            Severity::Medium => lang.pick("medium", "中"),
            Severity::Low => lang.pick("low", "低"),
            Severity::Info => lang.pick("info", "提示"),
        }
    }

    /// The severity with this name, whatever its case.
    pub fn from_name(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
