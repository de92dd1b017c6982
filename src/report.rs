//! Reports: what a run found, and one renderer a format.
//!
//! Renderers turn a [`Report`] into bytes and print nothing.

pub mod annotation;
pub mod azure;
pub mod compact;
pub mod cross_check;
pub mod excerpt;
pub mod frame;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod ndjson;
pub mod oscal;
pub mod page;
pub mod sarif;
pub mod tally;
pub mod tap;
pub mod test;
pub mod uri;
pub mod wrap;

use crate::config::FailOn;
use crate::engine::CrossChecked;
use crate::finding::{Finding, Label, LocatedBy, Status};
use crate::framework::Citation;
use crate::lang::Lang;
use crate::policy::{PolicySet, Rule, Severity};
use crate::problem::Problem;
use crate::triage::Triage;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// Frames with the source, for people.
    Human,
    /// One line a finding.
    Compact,
    /// The machine contract.
    Json,
    /// A line a finding with its repository and commit, for reports of many repositories.
    Ndjson,
    /// Version 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub's workflows.
    Github,
    /// Issues of Azure Pipelines.
    Azure,
    /// GitLab's Code Quality.
    Gitlab,
    /// JUnit's XML, which CI systems show.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// A summary for pages that show Markdown.
    Markdown,
    /// One page for browsers that needs nothing else.
    Html,
}

/// How a report for people is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Use colour.
    pub color: bool,
    /// Use box-drawing characters; otherwise ASCII.
    pub unicode: bool,
    /// Tell everything in sentences, for screen readers, without drawing.
    pub narrated: bool,
    /// Columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, unicode: true, narrated: false, width: 80 }
    }
}

/// What became of a rule over all documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Times it was evaluated.
    pub evaluated: usize,
    /// Violations that the rule returned; one that holds at several places is several findings.
    pub violations: usize,
    /// Evaluations without a violation.
    pub passed: usize,
    /// Evaluations with violations.
    pub failed: usize,
    /// Documents that it does not apply to.
    pub not_applicable: usize,
    /// Evaluations that gave no result.
    pub errored: usize,
    /// Violations that rest on what is not known before it is applied, and are none therefore.
    pub unknown: usize,
    /// Evaluations with no other violations than these.
    pub undecided: usize,
}

/// What was found and not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Files and folders that `exclude` or `include` left out.
    pub excluded: usize,
    /// Files of no known format.
    pub unknown: usize,
    /// Symbolic links that lead out of the tree.
    pub links: usize,
}

/// The result of a run.
pub struct Report {
    /// Language.
    pub lang: Lang,
    /// The day of the evaluation.
    pub as_of: NaiveDate,
    /// When the run fails.
    pub fail_on: FailOn,
    /// Files read.
    pub files: usize,
    /// Documents checked.
    pub documents: usize,
    /// Which rules were to run.
    pub selected: Vec<bool>,
    /// The policies.
    pub policies: PolicySet,
    /// What became of each rule.
    pub counts: Vec<Count>,
    /// Findings, in their order.
    pub findings: Vec<Finding>,
    /// What could not be checked.
    pub problems: Vec<Problem>,
    /// The profile of the platform that a document belongs to, by path, number of the document and way to it there.
    pub profiles: BTreeMap<(String, usize, Vec<String>), String>,
    /// What was not checked.
    pub left_out: LeftOut,
    /// What was decided beside the statuses of findings.
    pub triage: Triage,
    /// Where the files lie that links lead to; relative ones if nobody said.
    pub links: Option<uri::Base>,
    /// Which repository this is a report of, for formats that gather many.
    pub member: ndjson::Member,
    /// What the second engine says, where it was asked.
    pub cross_check: Option<CrossChecked>,
    /// What a shard leaves for whoever merges.
    pub shard: Option<serde_json::Value>,
    /// The commit that configuration, policies, waivers and the baseline come from, and what of the checkout differs there.
    pub trusted: Option<(String, Vec<String>)>,
}

impl Report {
    /// 2 if something could not be checked, else 1 if a finding stands at or above `fail_on`, else 0.
    pub fn exit_code(&self) -> u8 {
        if !self.problems.is_empty() {
            return 2;
        }
        let fails = |finding: &Finding| match self.fail_on {
            FailOn::Never => false,
            FailOn::Severity(severity) => finding.is_open() && finding.severity >= severity,
        };
        u8::from(self.findings.iter().any(fails))
    }

    /// The rule of a finding.
    pub fn rule(&self, finding: &Finding) -> &Rule {
        &self.policies.rules[finding.rule]
    }

    /// The clauses that a finding breaks, as cited on the day of the run.
    pub fn citations(&self, finding: &Finding) -> Vec<Citation> {
        self.cite(self.rule(finding).clauses_of(finding.check.as_deref()), self.profile(&finding.primary))
    }

    /// The profile of the platform that the innermost document at a place belongs to.
    fn profile(&self, label: &Label) -> Option<&str> {
        let steps = &label.pointer.steps;
        let profile = |length| {
            self.profiles.get(&(label.source.path.clone(), label.document, steps[..length].to_vec()))
        };
        if self.profiles.is_empty() {
            return None;
        }
        (0..=steps.len()).rev().find_map(profile).map(String::as_str)
    }

    /// Clauses worth reading beside a finding that breaks none: they are related to its rule, and demand nothing that
    /// its check asks for.
    pub fn beside(&self, finding: &Finding) -> Vec<Citation> {
        match self.citations(finding).is_empty() {
            true => self.cite(&self.rule(finding).see_also, self.profile(&finding.primary)),
            false => Vec::new(),
        }
    }

    /// Clauses as cited on the day of the run, those left out that bind no platform of a profile.
    pub fn cite(&self, clauses: &[String], profile: Option<&str>) -> Vec<Citation> {
        let binding = clauses.iter().filter(|clause| self.policies.binds(clause, profile));
        binding.filter_map(|id| self.policies.frameworks.cite(id, self.as_of, self.lang)).collect()
    }

    /// Open findings of a severity.
    pub fn open(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.is_open() && finding.severity == severity).count()
    }

    /// Findings that waivers cover.
    pub fn waived(&self) -> usize {
        self.findings.iter().filter(|finding| finding.waiver().is_some()).count()
    }

    /// Findings that policies except themselves.
    pub fn excepted(&self) -> usize {
        self.findings.iter().filter(|finding| matches!(finding.status, Status::Excepted)).count()
    }

    /// Findings that the baseline holds.
    pub fn baselined(&self) -> usize {
        self.in_baseline().count()
    }

    /// Those of them whose rules allow no waiver: a baseline takes them up, and accepts nothing.
    pub fn baselined_unwaivable(&self) -> usize {
        self.in_baseline().filter(|finding| !self.rule(finding).can_be_waived()).count()
    }

    fn in_baseline(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| matches!(finding.status, Status::Baselined))
    }

    /// Findings of which nothing but the document is known.
    pub fn unlocated(&self) -> usize {
        self.findings.iter().filter(|finding| finding.located_by == LocatedBy::Document).count()
    }

    /// Rules that were to run and were evaluated at least once or could have been.
    pub fn rules_run(&self) -> usize {
        self.selected
            .iter()
            .zip(&self.policies.rules)
            .filter(|(selected, rule)| **selected && rule.effective.contains(self.as_of))
            .count()
    }

    /// Rules that were to run but are not in effect on the day.
    pub fn not_in_effect(&self) -> impl Iterator<Item = &Rule> {
        let rules = self.selected.iter().zip(&self.policies.rules).filter(|(selected, _)| **selected);
        rules.map(|(_, rule)| rule).filter(|rule| !rule.effective.contains(self.as_of))
    }

    /// Evaluations, passed and not applicable, over all rules.
    pub fn total(&self) -> Count {
        self.counts.iter().fold(Count::default(), |sum, count| Count {
            evaluated: sum.evaluated + count.evaluated,
            violations: sum.violations + count.violations,
            passed: sum.passed + count.passed,
            failed: sum.failed + count.failed,
            not_applicable: sum.not_applicable + count.not_applicable,
            errored: sum.errored + count.errored,
            unknown: sum.unknown + count.unknown,
            undecided: sum.undecided + count.undecided,
        })
    }
}

/// Writes a report in a format.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::render(report, style, out),
        Format::Compact => compact::render(report, out),
        Format::Json => json::render(report, out),
        Format::Ndjson => ndjson::render(report, out),
        Format::Sarif => sarif::render(report, out),
        Format::Github => github::render(report, out),
        Format::Azure => azure::render(report, out),
        Format::Gitlab => gitlab::render(report, out),
        Format::Junit => junit::render(report, out),
        Format::Tap => tap::render(report, out),
        Format::Markdown => markdown::render(report, out),
        Format::Html => html::render(report, out),
    }
}
