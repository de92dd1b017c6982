//! A baseline: the findings that were there when a repository adopted its checks. They stay in the report and
//! fail no run; what comes later does.
//!
//! An entry is found again by its fingerprint, so it survives edits around it. Where a file is gone and another
//! one has its content, the file was moved, and its entries are found there. Findings alike are entries of
//! their own: a third one where the baseline has two is new.

use super::{Presence, Setting, Triage};
use crate::document::{self, Document, Format, Limits, NodeKind, Pointer};
use crate::finding::{Finding, Fingerprints, Status, digest};
use crate::json;
use crate::policy::{Judge, PolicySet};
use crate::problem::{Origin, Problem};
use crate::source::SourceFile;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The version of the file.
const VERSION: u64 = 1;

/// A baseline, as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u64,
    tool: String,
    /// The digest of each file that has entries.
    files: BTreeMap<String, String>,
    /// The entries, in their order.
    findings: Vec<Entry>,
}

impl Default for Baseline {
    fn default() -> Self {
        let tool = env!("CARGO_PKG_NAME").to_owned();
        Baseline { version: VERSION, tool, files: BTreeMap::new(), findings: Vec::new() }
    }
}

/// A finding of a baseline. Only its fingerprint counts; the rest is for people who review the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Path of the file.
    pub path: String,
    /// Id of the rule.
    pub rule: String,
    /// What its place is called.
    pub place: String,
    /// What was wrong.
    pub message: String,
    /// The fingerprint.
    pub fingerprint: String,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// The text is no baseline of a version that is known, with the place where it is not.
    pub fn read(source: &Arc<SourceFile>) -> Result<Baseline, Problem> {
        let parsed = document::parse(source, Format::Json, &Limits::default());
        if let Some(problem) = parsed.problems.into_iter().next() {
            return Err(problem);
        }
        let Some(document) = parsed.documents.into_iter().next() else {
            return Err(Problem::NoDocument { source: source.clone() });
        };
        check(&document)?;
        serde_json::from_value(document.to_json(document.root())).map_err(|error| {
            let (en, zh) = (format!("this is no baseline: {error}"), format!("这不是基线文件：{error}"));
            wrong(&document, &[], en, zh)
        })
    }

    /// The file, in a stable order.
    pub fn to_bytes(&self) -> Vec<u8> {
        json::pretty(self).into_bytes()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// True if it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }
}

fn wrong(document: &Document, steps: &[&str], en: String, zh: String) -> Problem {
    let place = document.resolve(&steps.iter().copied().collect());
    let span = if place.missing.is_empty() && !steps.is_empty() {
        document.value_span(place.node, place.key)
    } else {
        document.anchor_span(place.node, place.key)
    };
    Problem::refused_at(Origin::new(&document.source, span), en, zh)
}

/// Finds the first member that a baseline must not have, or has otherwise, at its own place.
fn check(document: &Document) -> Result<(), Problem> {
    let value = document.to_json(document.root());
    if value["tool"] != env!("CARGO_PKG_NAME") {
        let en = "this is no baseline: a baseline says `\"tool\": \"fiducia\"`";
        let zh = "这不是基线文件：基线中有 `\"tool\": \"fiducia\"`";
        return Err(wrong(document, &["tool"], en.to_owned(), zh.to_owned()));
    }
    if value["version"] != VERSION {
        let en = format!("this version of baselines is not known; there is version {VERSION}");
        return Err(wrong(document, &["version"], en, format!("未知的基线版本；现有版本 {VERSION}")));
    }
    let place = document.resolve(&Pointer::from_iter(["findings"]));
    let NodeKind::Sequence(items) = &document.node(place.node).kind else {
        let en = "`findings` has to be a list of entries".to_owned();
        return Err(wrong(document, &["findings"], en, "`findings` 须为条目列表".to_owned()));
    };
    let mut seen = BTreeSet::new();
    for item in items {
        let span = document.node(*item).span;
        let no_entry =
            |en: String, zh: String| Problem::refused_at(Origin::new(&document.source, span), en, zh);
        let entry: Entry = serde_json::from_value(document.to_json(*item)).map_err(|error| {
            no_entry(format!("this is no entry of a baseline: {error}"), format!("不是基线条目：{error}"))
        })?;
        if !seen.insert(entry.fingerprint) {
            return Err(no_entry(
                "this fingerprint stands here twice".to_owned(),
                "该指纹重复出现".to_owned(),
            ));
        }
    }
    Ok(())
}

/// Marks what the baseline holds, tells what it holds and is no more, and brings it up to date if asked to.
pub(super) fn apply(findings: &mut [Finding], setting: &Setting<'_>, triage: &mut Triage) {
    let Some(baseline) = &setting.options.baseline else { return };
    let mut known: BTreeMap<&str, &Entry> =
        baseline.findings.iter().map(|entry| (entry.fingerprint.as_str(), entry)).collect();
    for (finding, fingerprint) in known_as(findings, baseline, setting) {
        // One that is waived is not fixed either.
        if known.remove(fingerprint.as_str()).is_some() && finding.is_open() {
            finding.status = Status::Baselined;
        }
    }
    let (fixed, kept): (Vec<&Entry>, Vec<&Entry>) =
        known.into_values().partition(|entry| is_fixed(entry, setting));
    triage.fixed = fixed.into_iter().cloned().collect();
    triage.fixed.sort();
    if setting.options.update_baseline {
        for finding in findings.iter_mut() {
            if finding.is_open() && can_hold(setting.policies, finding) {
                finding.status = Status::Baselined;
            }
        }
        triage.baseline = Some(updated(baseline, findings, kept, setting));
    }
}

/// What is wrong with waivers is no finding that a baseline could hold: it would bring back what expired.
fn can_hold(policies: &PolicySet, finding: &Finding) -> bool {
    policies.rules[finding.rule].judge != Judge::Waiver
}

/// Findings with the fingerprints that the baseline knows them by.
fn known_as<'f>(
    findings: &'f mut [Finding],
    baseline: &Baseline,
    setting: &Setting<'_>,
) -> Vec<(&'f mut Finding, String)> {
    let mut moved = moved(findings, baseline, setting);
    let mut fingerprints = Fingerprints::default();
    let known = findings.iter_mut().filter(|finding| can_hold(setting.policies, finding));
    let known = known.map(|finding| {
        let before = moved.get_mut(&finding.primary.source.path);
        let fingerprint = match before {
            Some(before) => fingerprints.next(finding, setting.id(finding), before),
            None => finding.fingerprint.clone(),
        };
        (finding, fingerprint)
    });
    known.collect()
}

/// The former paths of files that were moved: gone, and another file has what they held.
fn moved(findings: &[Finding], baseline: &Baseline, setting: &Setting<'_>) -> HashMap<String, String> {
    let gone = baseline.files.iter().filter(|(path, _)| (setting.exists)(path) == Presence::Gone);
    let mut gone: BTreeMap<&str, Vec<&str>> = gone.fold(BTreeMap::new(), |mut gone, (path, digest)| {
        gone.entry(digest.as_str()).or_insert_with(Vec::new).push(path);
        gone
    });
    if gone.is_empty() {
        return HashMap::new();
    }
    let sources: BTreeMap<&str, &Arc<SourceFile>> = findings
        .iter()
        .map(|finding| (finding.primary.source.path.as_str(), &finding.primary.source))
        .collect();
    let fresh = sources.into_iter().filter(|(path, _)| !baseline.files.contains_key(*path));
    let follow = |(path, source): (&str, &Arc<SourceFile>)| {
        let before = gone.get_mut(digest(&source.text).as_str())?;
        (!before.is_empty()).then(|| (path.to_owned(), before.remove(0).to_owned()))
    };
    fresh.filter_map(follow).collect()
}

/// An entry that no finding is any more is fixed if its rule ran and its file was checked or is gone. What
/// did not run says nothing.
fn is_fixed(entry: &Entry, setting: &Setting<'_>) -> bool {
    let rules = setting.policies.rules.iter().zip(setting.ran);
    let ran = rules.filter(|(rule, _)| rule.id == entry.rule).any(|(_, ran)| *ran);
    ran && !setting.options.partial && (setting.exists)(&entry.path) != Presence::Unchecked
}

/// The baseline of all findings that are not waived, and of the entries that this run says nothing about.
fn updated(before: &Baseline, findings: &[Finding], kept: Vec<&Entry>, setting: &Setting<'_>) -> Baseline {
    let mut baseline = Baseline::default();
    for finding in findings.iter().filter(|finding| matches!(finding.status, Status::Baselined)) {
        let source = &finding.primary.source;
        let entry = baseline.files.entry(source.path.clone());
        entry.or_insert_with(|| digest(&source.text));
        baseline.findings.push(Entry {
            path: source.path.clone(),
            rule: setting.id(finding).to_owned(),
            place: finding.place.clone(),
            message: finding.message.default.clone(),
            fingerprint: finding.fingerprint.clone(),
        });
    }
    for entry in kept {
        if let Some(digest) = before.files.get(&entry.path) {
            baseline.files.entry(entry.path.clone()).or_insert_with(|| digest.clone());
        }
        baseline.findings.push(entry.clone());
    }
    baseline.findings.sort();
    baseline
}
