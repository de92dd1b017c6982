//! What is decided about findings: those accepted for a time, those that were there before, and those that a
//! change does not touch.

pub mod baseline;
pub mod changed;
pub mod git;
mod here;
pub mod inline;
pub mod listed;
pub mod repository;
pub mod trusted;
mod waived;
pub mod waiver;

use crate::document::Document;
use crate::finding::{self, Finding};
use crate::policy::PolicySet;
use baseline::Baseline;
use changed::Changes;
use chrono::NaiveDate;
use listed::Listed;
use std::collections::BTreeSet;
use std::path::PathBuf;
use trusted::Trusted;

/// What decides about findings.
#[derive(Debug)]
pub struct TriageOptions {
    /// Files with lists of waivers, read beside what is checked.
    pub waiver_files: Vec<PathBuf>,
    /// Take comments beside nodes for waivers.
    pub inline: bool,
    /// What was there before.
    pub baseline: Option<Baseline>,
    /// The file that it lies in, which is no configuration to be checked.
    pub baseline_file: Option<PathBuf>,
    /// Take everything that is open into the baseline.
    pub update_baseline: bool,
    /// The lines that the run is about; all if none.
    pub changes: Option<Changes>,
    /// The run is one of several shards: that a finding is not there says nothing.
    pub partial: bool,
    /// The commit that waivers and all else that decides come from, where the checkout is not to be trusted.
    pub trusted: Option<Trusted>,
    /// The folder that paths in reports are relative to.
    pub working_directory: PathBuf,
}

impl Default for TriageOptions {
    fn default() -> Self {
        TriageOptions {
            waiver_files: Vec::new(),
            inline: true,
            baseline: None,
            baseline_file: None,
            update_baseline: false,
            changes: None,
            partial: false,
            trusted: None,
            working_directory: PathBuf::new(),
        }
    }
}

/// What came of holding waivers against their rules.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Waivers.
    pub evaluated: usize,
    /// Those that break a rule.
    pub failed: usize,
    /// Findings about them.
    pub violations: usize,
    /// All of them, as they stand.
    pub listed: Vec<Listed>,
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
    /// What came of the waivers.
    pub judged: Judged,
}

/// What findings are triaged in.
pub struct Setting<'s> {
    /// What to decide by.
    pub options: &'s TriageOptions,
    /// The day.
    pub today: NaiveDate,
    /// The documents that were checked.
    pub documents: &'s [Document],
    /// The paths of lists of waivers that lie beside what was checked.
    pub beside: &'s BTreeSet<String>,
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

/// True if there is anything that a waiver could be in.
pub fn has_waivers(documents: &[Document], options: &TriageOptions) -> bool {
    let allows = |document: &Document| options.inline && inline::may_allow(&document.source.text);
    documents.iter().any(|document| waiver::is_list(document) || (document.index == 0 && allows(document)))
}

/// Decides about findings, which have their fingerprints and their order.
pub fn triage(findings: &mut Vec<Finding>, setting: &Setting<'_>) -> Triage {
    let count = findings.len();
    let mut triage = Triage { judged: waived::apply(findings, setting), ..Triage::default() };
    if findings.len() > count {
        finding::finish(findings, |rule| setting.policies.rules[rule].id.clone(), setting.documents);
    }
    baseline::apply(findings, setting, &mut triage);
    changed::apply(findings, setting, &mut triage);
    triage
}
