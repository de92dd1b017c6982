//! What is decided about findings: those accepted for a time, those that were there before, and those that a
//! change does not touch.

/// What was decided beside the statuses of findings.
#[derive(Debug, Default)]
pub struct Triage {
    /// Findings that touch no changed line and are left out; `None` where all lines count.
    pub unchanged: Option<usize>,
    /// Entries of the baseline that no finding is any more.
    pub fixed: usize,
}
