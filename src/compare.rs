//! What became of findings between two reports, and of scores between two assessments: the work of `compare`.
//!
//! Findings are the same where their fingerprints are. What a report did not look at says nothing: a finding
//! whose rule did not run in the second one is not fixed.

pub mod assessments;
mod human;
mod json;
mod markdown;
mod read;
pub mod trend;

pub use assessments::Assessments;
pub use read::{Found, LARGEST, Read, Side, read};
pub use trend::Trend;

use crate::config::FailOn;
use crate::lang::Lang;
use crate::policy::Severity;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum CompareFormat {
    /// For people.
    #[default]
    Human,
    /// For machines, version 1.
    Json,
    /// For the summary of a job or a comment on a change.
    Markdown,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It stands and did not stand before.
    New,
    /// It stood and is there no more.
    Fixed,
    /// It stood and is waived or in a baseline now.
    Accepted,
    /// It stood, and its rule did not run any more.
    Unchecked,
    /// It stood and stands.
    Unchanged,
}

impl Change {
    /// Every change, in the order in which they are told.
    pub const ALL: [Change; 5] =
        [Change::New, Change::Fixed, Change::Accepted, Change::Unchecked, Change::Unchanged];

    /// The word for machines.
    pub fn name(self) -> &'static str {
        self.label(Lang::En)
    }

    /// The word for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Change::New => lang.pick("new", "新增"),
            Change::Fixed => lang.pick("fixed", "已整改"),
            Change::Accepted => lang.pick("accepted", "已接受"),
            Change::Unchecked => lang.pick("unchecked", "未检查"),
            Change::Unchanged => lang.pick("unchanged", "未变"),
        }
    }
}

/// How many findings changed in which way.
pub type Counts = BTreeMap<Change, usize>;

/// Two reports beside each other.
#[derive(Debug)]
pub struct Comparison {
    /// The first report.
    pub before: Side,
    /// The second one.
    pub after: Side,
    /// Findings that stand or stood, with what became of each, in the order in which they are told.
    pub findings: Vec<(Change, Found)>,
    /// When the comparison fails.
    pub fail_on: FailOn,
}

impl Comparison {
    /// Sets two reports side by side.
    pub fn new(before: Side, after: Side, fail_on: FailOn) -> Comparison {
        let now = keyed(&after.findings);
        let then = keyed(&before.findings);
        let mut findings = Vec::new();
        for (key, found) in then.iter().filter(|(_, found)| found.is_open()) {
            let (change, found) = match now.get(key) {
                Some(still) if still.is_open() => (Change::Unchanged, still),
                Some(still) => (Change::Accepted, still),
                None if after.ran.contains(&found.rule) => (Change::Fixed, found),
                None => (Change::Unchecked, found),
            };
            findings.push((change, (*found).clone()));
        }
        let stood = |key| then.get(key).is_some_and(|found| found.is_open());
        let new = now.iter().filter(|(key, found)| found.is_open() && !stood(key));
        findings.extend(new.map(|(_, found)| (Change::New, (*found).clone())));
        findings.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.order().cmp(&other.order())));
        Comparison { before, after, findings, fail_on }
    }

    /// 2 if the second report could not check everything, else 1 if something new stands at or above
    /// `fail_on`, else 0.
    pub fn exit_code(&self) -> u8 {
        if self.after.problems > 0 {
            return 2;
        }
        let fails = |found: &Found| match self.fail_on {
            FailOn::Never => false,
            FailOn::Severity(severity) => found.severity >= severity,
        };
        u8::from(self.of(Change::New).any(fails))
    }

    /// The findings of a change.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &Found> {
        self.findings.iter().filter(move |(of, _)| *of == change).map(|(_, found)| found)
    }

    /// How many findings changed in which way.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::new();
        self.findings.iter().for_each(|(change, _)| *counts.entry(*change).or_default() += 1);
        counts
    }

    /// The same for each severity that there is, worst first.
    pub fn by_severity(&self) -> Vec<(Severity, Counts)> {
        let mut counts: BTreeMap<Severity, Counts> = BTreeMap::new();
        for (change, found) in &self.findings {
            *counts.entry(found.severity).or_default().entry(*change).or_default() += 1;
        }
        counts.into_iter().rev().collect()
    }

    /// The same for each rule that there is.
    pub fn by_rule(&self) -> BTreeMap<&str, Counts> {
        let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
        for (change, found) in &self.findings {
            *counts.entry(&found.rule).or_default().entry(*change).or_default() += 1;
        }
        counts
    }

    /// Rules that only the second report ran: what they find is new to the report and may be old.
    pub fn new_rules(&self) -> BTreeSet<&str> {
        self.of(Change::New)
            .map(|found| found.rule.as_str())
            .filter(|rule| !self.before.ran.contains(*rule))
            .collect()
    }

    /// What to know before one relies on the numbers.
    pub fn notes(&self, lang: Lang) -> Vec<String> {
        let mut notes = Vec::new();
        for (side, name) in [(&self.before, "BEFORE"), (&self.after, "AFTER")] {
            if side.problems > 0 {
                let count = side.problems;
                notes.push(lang.pick(
                    format!("{name} could not check everything (problems: {count}): what it lacks may still be there"),
                    format!("{name} 未能全部检查（{count} 个问题）：未出现的发现未必不存在"),
                ));
            }
        }
        let rules = self.new_rules().into_iter().collect::<Vec<_>>().join(lang.pick(", ", "、"));
        if !rules.is_empty() {
            notes.push(lang.pick(
                format!("not checked before, so what they find may be old: {rules}"),
                format!("以下规则此前未检查，其发现未必是新出现的：{rules}"),
            ));
        }
        notes
    }
}

/// Findings by fingerprint; those alike by their turn.
fn keyed(findings: &[Found]) -> BTreeMap<(&str, usize), &Found> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut keyed = BTreeMap::new();
    for found in findings {
        let turn = seen.entry(&found.fingerprint).or_default();
        *turn += 1;
        keyed.insert((found.fingerprint.as_str(), *turn), found);
    }
    keyed
}

/// What was compared.
#[derive(Debug)]
pub enum Compared {
    /// Two reports.
    Reports(Box<Comparison>),
    /// Two assessments.
    Assessments(Box<Assessments>),
    /// Assessments over time.
    Trend(Trend),
}

impl Compared {
    /// 2 if what stands after could not check everything, else 1 if something became worse than allowed, else 0.
    pub fn exit_code(&self) -> u8 {
        match self {
            Compared::Reports(comparison) => comparison.exit_code(),
            Compared::Assessments(comparison) => comparison.exit_code(),
            Compared::Trend(_) => 0,
        }
    }
}

/// Writes a comparison.
pub fn render(compared: &Compared, format: CompareFormat, lang: Lang) -> String {
    match (compared, format) {
        (Compared::Reports(reports), CompareFormat::Human) => human::render(reports, lang),
        (Compared::Reports(reports), CompareFormat::Json) => json::render(reports),
        (Compared::Reports(reports), CompareFormat::Markdown) => markdown::render(reports, lang),
        (Compared::Assessments(both), CompareFormat::Human) => assessments::human::render(both, lang),
        (Compared::Assessments(both), CompareFormat::Json) => assessments::json::render(both),
        (Compared::Assessments(both), CompareFormat::Markdown) => assessments::markdown::render(both, lang),
        (Compared::Trend(trend), format) => trend::render(trend, format, lang),
    }
}
