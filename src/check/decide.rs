//! What the pipeline gives to triage: the files that say what is decided, and what came of a run.

use super::{CheckOptions, Met, named};
use crate::discover::{self, Discovery, Found};
use crate::document::terraform;
use crate::document::{self, Choice, Document, Format, Parsed};
use crate::policy::own;
use crate::policy::{Judge, PolicySet};
use crate::problem::Problem;
use crate::report::Count;
use crate::source::SourceFile;
use crate::triage::trusted::Trusted;
use crate::triage::{self, Presence, Setting, Triage};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// Most folders that modules of plans may call.
const MODULES: usize = 1_000;

/// The files to check. The baseline is none of them, though it may lie among them.
pub(super) fn discovered(options: &CheckOptions) -> Discovery {
    let mut discovery = discover::discover(&options.discover);
    if let Some(baseline) = &options.triage.baseline_file {
        let before = discovery.files.len();
        discovery.files.retain(|found| !same_file(&found.path, baseline));
        discovery.excluded += before - discovery.files.len();
    }
    discovery
}

/// True if two paths lead to one file.
fn same_file(a: &Path, b: &Path) -> bool {
    a.file_name() == b.file_name() && a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// The lists of waivers that are read beside what is checked, unless they are found there too.
pub(super) fn waiver_files(options: &CheckOptions, discovery: &Discovery) -> Vec<Found> {
    let found = |path: &PathBuf| {
        let folder = &options.discover.working_directory;
        let trusted = options.triage.trusted.as_ref().and_then(|trusted| trusted.checkout(path));
        let real = || folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let trusted = trusted.map(|path| discover::shown(&path, &real()));
        let shown = trusted.unwrap_or_else(|| discover::shown(path, folder));
        let reading = Choice::of(&shown, &options.discover.formats).reading;
        Found { path: path.clone(), shown, format: Some(Format::Yaml), reading }
    };
    let fresh = |list: &Found| {
        !discovery.files.iter().any(|found| found.shown == list.shown || same_file(&found.path, &list.path))
    };
    options.triage.waiver_files.iter().map(found).filter(fresh).collect()
}

/// The files of modules beside plans that are not checked themselves: they have the places of what is planned. What
/// cannot be read there is no part of the run.
pub(super) fn modules_of_plans(options: &CheckOptions, documents: &[Document]) -> Vec<Document> {
    let mut found = Vec::new();
    let (mut pending, known) = terraform::plan_folders(documents);
    let mut seen = pending.clone();
    while let Some(folder) = pending.pop_first() {
        let path = options.discover.working_directory.join(&folder);
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        files.sort();
        for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "tf")) {
            let shown = discover::shown(path, &options.discover.working_directory);
            if known.contains(&shown) || seen.len() > MODULES {
                continue;
            }
            let Ok(source) = discover::read_found(path, &shown, options.limits.file_size) else { continue };
            let reading = Choice::of(&shown, &options.discover.formats).reading;
            found.extend(document::parse_as(&source, Format::Hcl2, reading, &options.limits).documents);
        }
        let own = documents.iter().chain(&found).filter(|document| terraform::folder(document) == folder);
        let called: Vec<String> = own.flat_map(terraform::called).collect();
        pending.extend(called.into_iter().filter(|folder| seen.insert(folder.clone())));
    }
    found
}

/// A file whose lists of waivers are those that a commit has at its path.
pub(super) fn vouched(parsed: Parsed, trusted: &Trusted, options: &CheckOptions) -> Parsed {
    let Some(first) = parsed.documents.first() else { return parsed };
    if !parsed.documents.iter().any(triage::waiver::is_list) {
        return parsed;
    }
    let path = options.discover.working_directory.join(&first.source.path);
    let Some(text) = trusted.text(&path) else {
        let documents = parsed.documents.into_iter().filter(|document| !triage::waiver::is_list(document));
        return Parsed { documents: documents.collect(), ..parsed };
    };
    if text == first.source.text {
        return parsed;
    }
    let reading = Choice::of(&first.source.path, &options.discover.formats).reading;
    let source = SourceFile::from_text(&*first.source.path, text);
    document::parse_nested(&source, first.format, reading, &options.limits)
}

/// Adds the rule that waivers are held against, in its place.
pub(super) fn judge_waivers(
    options: &CheckOptions,
    policies: &mut PolicySet,
    selected: &mut Vec<bool>,
) -> Option<Problem> {
    let rule = own::waiver();
    if let Some(other) = policies.rules.iter().find(|other| other.id == rule.id) {
        // A run before this one, on the same policies, has added it.
        if other.judge == rule.judge {
            return None;
        }
        let reason = format!("the id {:?} belongs to the rule that waivers are held against", rule.id);
        return Some(Problem::policy(other.origin.clone(), reason));
    }
    let at = policies.rules.partition_point(|other| other.id < rule.id);
    selected.insert(at, !options.skip.iter().any(|name| named(&rule, name)));
    policies.rules.insert(at, rule);
    None
}

/// Decides about findings: waivers, the baseline.
pub(super) fn decide(
    options: &CheckOptions,
    policies: &PolicySet,
    selected: &[bool],
    documents: &[Document],
    beside: &BTreeSet<String>,
    met: &mut Met,
) -> Triage {
    let ran = policies.rules.iter().zip(selected);
    let ran: Vec<bool> = ran.map(|(rule, run)| *run && rule.effective.contains(options.as_of)).collect();
    let checked: HashSet<&str> = documents.iter().map(|document| document.source.path.as_str()).collect();
    let exists = |path: &str| match checked.contains(path) {
        true => Presence::Checked,
        false if options.discover.working_directory.join(path).exists() => Presence::Unchecked,
        false => Presence::Gone,
    };
    let (options, today) = (&options.triage, options.as_of);
    let setting = Setting { options, today, documents, beside, policies, ran: &ran, exists: &exists };
    let triage = triage::triage(&mut met.findings, &setting);
    let judged = &triage.judged;
    if let Some(rule) = policies.rules.iter().position(|rule| rule.judge == Judge::Waiver) {
        met.counts[rule] = Count {
            evaluated: judged.evaluated,
            passed: judged.evaluated - judged.failed,
            failed: judged.failed,
            violations: judged.violations,
            ..Count::default()
        };
    }
    triage
}
