//! What is decided about findings: those accepted for a time, those that were there before, and those that a
//! change does not touch.

pub mod baseline;

use crate::finding::Finding;
use crate::policy::PolicySet;
use baseline::Baseline;

/// What decides about findings.
#[derive(Debug, Default)]
pub struct TriageOptions {
    /// What was there before.
    pub baseline: Option<Baseline>,
    /// Take everything that is open into the baseline.
    pub update_baseline: bool,
}

/// What was decided beside the statuses of findings.
#[derive(Debug, Default)]
pub struct Triage {
    /// Findings that touch no changed line and are left out; `None` where all lines count.
    pub unchanged: Option<usize>,
    /// Entries of the baseline that no finding is any more.
    pub fixed: Vec<baseline::Entry>,
    /// The baseline as it has to be now, where it was to be brought up to date.
    pub baseline: Option<Baseline>,
}

/// What findings are triaged in.
pub struct Setting<'s> {
    /// What to decide by.
    pub options: &'s TriageOptions,
    /// The policies.
    pub policies: &'s PolicySet,
    /// Which rules ran.
    pub ran: &'s [bool],
    /// True if a path names a file that was checked, or that is there and was not.
    pub exists: &'s dyn Fn(&str) -> Presence,
}

/// Whether a file is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It was checked.
    Checked,
    /// It is there and was not checked.
    Unchecked,
    /// It is gone.
    Gone,
}

impl Setting<'_> {
    /// The id of the rule of a finding.
    fn id(&self, finding: &Finding) -> &str {
        &self.policies.rules[finding.rule].id
    }
}

/// Decides about findings, which have their fingerprints and their order.
pub fn triage(findings: &mut [Finding], setting: &Setting<'_>) -> Triage {
    let mut triage = Triage::default();
    baseline::apply(findings, setting, &mut triage);
    triage
}
