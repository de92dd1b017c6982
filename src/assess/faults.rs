//! What is wrong with an Assessment document beyond its schema: what the rule `assessment` finds.

use super::cycle;
use super::evidence::Evidence;
use super::evidence::file::{LIMIT, Refusal, Shelf};
use super::model::Model;
use super::process::{Facts, Step, steps};
use super::read::At;
use super::record::Record;
use crate::document::{Document, Pointer};
use crate::lang::{Lang, Message, both};
use crate::policy::pack;
use crate::policy::{Rule, Severity};
use crate::similar::similar;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Something wrong, and where.
#[derive(Debug)]
pub struct Fault {
    /// The place.
    pub pointer: Pointer,
    /// The check that found it.
    pub check: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
}

/// True for an assessment.
pub fn is_assessment(document: &Document) -> bool {
    document.top("kind") == Some("Assessment") && document.top("apiVersion") == Some("fiducia/v1")
}

/// What is wrong with an Assessment document that lies in a folder.
pub fn faults(document: &Document, rules: &[Rule], shelf: &mut Shelf, folder: &Path) -> Vec<Fault> {
    let Some(spec) = At::root(document).get("spec") else { return Vec::new() };
    let mut faults = unknown_controls(&spec, rules);
    for at in spec.list("evidence") {
        faults.extend(Evidence::read(&at).and_then(|piece| file_fault(&piece, shelf, folder)));
    }
    faults
}

/// Ids that no control has: what is said of them is about nothing.
fn unknown_controls(spec: &At<'_>, rules: &[Rule]) -> Vec<Fault> {
    let known: BTreeSet<&str> = known_controls(rules).collect();
    let samples = spec.at(&["onsite", "samples"]).map(|list| list.items()).unwrap_or_default();
    let named = [spec.list("evidence"), samples, spec.list("compensating_measures")].concat();
    // One wrong id may stand in many places.
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    let fault = |at: &At<'_>| {
        let id = at.word("control").filter(|id| !known.contains(id.as_str()))?;
        let message = messages.entry(id).or_insert_with_key(|id| unknown(id, &known)).clone();
        let pointer = at.pointer.with("control");
        Some(Fault { pointer, check: "control_known", severity: Severity::Medium, message })
    };
    named.iter().filter_map(fault).collect()
}

/// The controls that there are: those that are loaded, and those of the built-in packs.
pub fn known_controls(rules: &[Rule]) -> impl Iterator<Item = &str> {
    let loaded = rules.iter().filter(|rule| rule.is_control()).map(|rule| rule.id.as_str());
    let built_in = pack::controls().map(|(_, id)| -> &str { id });
    loaded.chain(built_in)
}

fn unknown(id: &str, known: &BTreeSet<&str>) -> Message {
    let (en, zh) = match similar(id, known.iter().copied()) {
        Some(similar) => (format!("; did you mean {similar}?"), format!("，是否应为 {similar}？")),
        None => Default::default(),
    };
    both(format!("there is no control {id:?}{en}"), format!("不存在控制项“{id}”{zh}"))
}

/// Steps that were closed while something was missing, and a next regular assessment that is late.
pub fn unfinished(document: &Document, model: &Model, facts: Facts<'_>) -> Vec<Fault> {
    let steps = steps(document, &Record::read(document), model, facts);
    let closed = steps.into_iter().filter(Step::contradicts).map(|step| {
        let said = |lang: Lang, comma: &str| {
            step.missing.iter().map(|missing| missing.get(lang)).collect::<Vec<_>>().join(comma)
        };
        let message = both(
            format!("this step is closed, but it needs {}", said(Lang::En, "; ")),
            format!("该步骤已标为完成，但尚缺：{}", said(Lang::Zh, "；")),
        );
        Fault { pointer: step.pointer.clone(), check: "step_closed", severity: Severity::Medium, message }
    });
    closed.chain(next_regular(document, facts)).collect()
}

/// The day of the next regular assessment is past, or later than the interval allows. How long ago the last one was is
/// a matter of ASM-01.
fn next_regular(document: &Document, facts: Facts<'_>) -> Option<Fault> {
    let cycle = At::root(document).at(&["spec", "regular"])?;
    let next = cycle.day("next_date")?;
    let longest = cycle::days(facts.policies, "assessment_interval_days");
    let last = cycle.day("last_date");
    let message = if next < facts.today {
        both(
            format!("the next regular assessment was planned for {next}, and none is recorded since"),
            format!("下一次定期评估原定于 {next}，至今没有记录"),
        )
    } else if last.is_some_and(|last| next - last > longest) {
        let days = longest.num_days();
        both(
            format!("the next regular assessment is planned more than {days} days after the last one"),
            format!("下一次定期评估距上一次超过 {days} 天"),
        )
    } else {
        return None;
    };
    let pointer = cycle.pointer.with("next_date");
    Some(Fault { pointer, check: "next_planned", severity: Severity::Medium, message })
}

/// A file that is not there, or not the one that was collected.
fn file_fault(piece: &Evidence, shelf: &mut Shelf, folder: &Path) -> Option<Fault> {
    let file = piece.file.as_deref()?;
    let (key, check, message) = match shelf.hash(folder, file) {
        Err(refusal) => ("file", "evidence_file", refused(file, &refusal)),
        Ok(hash) => {
            let given = piece.sha256.as_deref().filter(|given| *given != hash)?;
            let message = both(
                format!(
                    "{file} has changed since it was collected: its SHA-256 is {hash} now and was {given}"
                ),
                format!("{file} 在收集后已被改动：当前 SHA-256 为 {hash}，登记值为 {given}"),
            );
            ("sha256", "evidence_hash", message)
        }
    };
    Some(Fault { pointer: piece.pointer.with(key), check, severity: Severity::High, message })
}

/// Why a file of evidence cannot be hashed.
pub fn refused(file: &str, refusal: &Refusal) -> Message {
    match refusal {
        Refusal::Missing => both(format!("there is no file {file}"), format!("文件 {file} 不存在")),
        Refusal::Outside => {
            both(format!("{file} lies outside of the repository"), format!("{file} 位于代码库之外"))
        }
        Refusal::NotFile => both(format!("{file} is no file"), format!("{file} 不是普通文件")),
        Refusal::TooLarge => {
            let limit = LIMIT >> 30;
            both(format!("{file} is larger than {limit} GiB"), format!("{file} 超过 {limit} GiB"))
        }
        Refusal::Unreadable(reason) => {
            both(format!("cannot read {file}: {reason}"), format!("无法读取 {file}：{reason}"))
        }
    }
}
