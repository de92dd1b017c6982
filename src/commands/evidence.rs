//! `fiducia evidence`.

use super::settings::{self, Start, of_option};
use super::{Outcome, output, terminal};
use crate::assess::evidence::file::{Shelf, home, name_from};
use crate::assess::evidence::{Evidence, Kind};
use crate::assess::faults::{known_controls, refused};
use crate::assess::read::At;
use crate::assess::{assess, pick};
use crate::catalogue::evidence;
use crate::cli::{self, EvidenceAdd, EvidenceCommand, EvidenceVerify};
use crate::discover::{self, DiscoverOptions};
use crate::document::{self, Document, Limits, Pointer, edit};
use crate::lang::Lang;
use crate::policy::load::Loader;
use crate::problem::Problem;
use crate::similar::similar;
use crate::watch::Watch;
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// Enters evidence, or tells what it counts for.
pub fn run(cli: &cli::Evidence, watch: &Watch) -> Outcome {
    match &cli.what {
        EvidenceCommand::Add(options) => add(options),
        EvidenceCommand::Verify(options) => verify(options, watch),
    }
}

fn verify(cli: &EvidenceVerify, watch: &Watch) -> Outcome {
    let listing = &cli.listing;
    let (start, settings) =
        match Start::evaluating(&listing.policies, &cli.evaluation, listing.display, &cli.paths) {
            Ok(started) => started,
            Err(refused) => return refused,
        };
    let options = start.check_options(&cli.paths, settings);
    let (report, documents) = start.check(&options, watch, true);
    let mut outcome = Outcome::default();
    match assess(&report, &documents, cli.assessment.as_deref()) {
        Err(problems) => outcome.fail(&problems, start.display),
        Ok(assessment) => {
            let pieces = &assessment.record.evidence;
            let width = terminal::style(listing.display.color, &std::io::stdout()).width;
            outcome.stdout = evidence::evidence(pieces, &report).render(listing.format, width).into_bytes();
            outcome.code = u8::from(pieces.iter().any(|piece| piece.factor.is_none()));
        }
    }
    if !report.problems.is_empty() {
        outcome.fail(&report.problems, start.display);
    }
    outcome
}

fn add(cli: &EvidenceAdd) -> Outcome {
    let start = match Start::new(&cli.policies, cli.display, &cli.paths, Limits::default()) {
        Ok(start) => start,
        Err(problem) => return Outcome::refused(problem, cli.display),
    };
    match enter(cli, &start) {
        Ok(told) => Outcome { stdout: told.into_bytes(), ..Outcome::default() },
        Err(problems) => {
            let mut outcome = Outcome::default();
            outcome.fail(&problems, start.display);
            outcome
        }
    }
}

/// Enters the file for each control, and tells where. Nothing is written unless all of it can be.
fn enter(cli: &EvidenceAdd, start: &Start) -> Result<String, Vec<Problem>> {
    let one = |problem| vec![problem];
    let day = day(cli).map_err(one)?;
    independent(cli).map_err(one)?;
    known(cli, start)?;
    let document = assessment(cli, start)?;
    let (file, hash) = hashed(cli, start, &document).map_err(one)?;
    let mut told = String::new();
    let mut changed = document;
    for control in &cli.control {
        let entry = entry(cli, control, &file, &hash, day);
        let (after, line) = entered(changed, entry, start).map_err(one)?;
        told.push_str(&line);
        changed = after;
    }
    output::write(&start.working_directory.join(&changed.source.path), &changed.source.bytes())
        .map_err(one)?;
    Ok(told)
}

fn day(cli: &EvidenceAdd) -> Result<NaiveDate, Problem> {
    let today = super::today()?;
    let Some(text) = &cli.date else { return Ok(today) };
    let day = settings::day("--date", text)?;
    match day <= today {
        true => Ok(day),
        false => Err(of_option("--date", &format!("{day} is yet to come"), &format!("{day} 尚未到来"))),
    }
}

/// What was seen on site was collected by somebody else than who answers for it.
fn independent(cli: &EvidenceAdd) -> Result<(), Problem> {
    let name = |name: &Option<String>| name.as_deref().unwrap_or_default().trim().to_lowercase();
    let (collector, owner) = (name(&cli.collector), name(&cli.owner));
    if cli.kind != Some(Kind::Onsite) || !collector.is_empty() && !owner.is_empty() && collector != owner {
        return Ok(());
    }
    let en = "what was seen on site needs --collector and --owner, two different people";
    Err(of_option("--kind", en, "现场证据须用 --collector 和 --owner 给出两个不同的人"))
}

fn known(cli: &EvidenceAdd, start: &Start) -> Result<(), Vec<Problem>> {
    let policies = Loader::read(&start.load).compile();
    let unknown = |id: &&String| !known_controls(&policies.rules).any(|known| known == id.as_str());
    let problem = |id: &String| Problem::Unknown {
        what: ["control", "控制项"],
        name: id.clone(),
        similar: similar(id, known_controls(&policies.rules)).map(str::to_owned),
    };
    let problems: Vec<Problem> = cli.control.iter().filter(unknown).map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The Assessment document below the paths. What else there cannot be read matters only if it is not found.
fn assessment(cli: &EvidenceAdd, start: &Start) -> Result<Document, Vec<Problem>> {
    let options = DiscoverOptions {
        paths: cli.paths.clone(),
        exclude: start.config.exclude.clone(),
        include: start.config.include.clone(),
        formats: start.config.formats.clone(),
        working_directory: start.working_directory.clone(),
    };
    let discovery = discover::discover(&options);
    let (mut documents, mut problems) = (Vec::new(), discovery.problems);
    for found in discovery.files {
        match discover::read(&found.path, &found.shown, start.load.limits.file_size) {
            Err(problem) => problems.push(problem),
            Ok(source) => {
                let Some(format) = found.format else { continue };
                let parsed = document::parse(&source, format, &start.load.limits);
                documents.extend(parsed.documents);
                problems.extend(parsed.problems);
            }
        }
    }
    let picked = pick(&documents, cli.assessment.as_deref()).map_err(|problem| vec![problem])?;
    let at = picked.and_then(|picked| documents.iter().position(|one| std::ptr::eq(one, picked)));
    at.map(|at| documents.swap_remove(at)).ok_or_else(|| {
        problems.push(Problem::refused(
            "there is no Assessment document to enter it into; `fiducia assess init` writes one",
            "没有可供登记的评估文档；`fiducia assess init` 会生成一份",
        ));
        problems
    })
}

/// The file as the document names it, and its hash.
fn hashed(cli: &EvidenceAdd, start: &Start, document: &Document) -> Result<(String, String), Problem> {
    let working = &start.working_directory;
    let (folder, root) = home(working, &cli.paths, &document.source.path);
    let given = cli.file.display().to_string();
    let refuse = |refusal| {
        let said = refused(&given, &refusal);
        Problem::refused(said.get(Lang::En), said.get(Lang::Zh))
    };
    let name = name_from(&folder, &working.join(&cli.file)).map_err(refuse)?;
    let hash = Shelf::new(&root).hash(&folder, &name).map_err(refuse)?;
    Ok((name, hash))
}

fn entry(cli: &EvidenceAdd, control: &str, file: &str, hash: &str, day: NaiveDate) -> Map<String, Value> {
    let members = [
        ("control", Some(control.to_owned())),
        ("file", Some(file.to_owned())),
        ("sha256", Some(hash.to_owned())),
        ("collector", cli.collector.clone()),
        ("owner", cli.owner.clone()),
        ("collected_at", Some(day.to_string())),
        ("kind", cli.kind.map(|kind| kind.name().to_owned())),
    ];
    members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into()))).collect()
}

/// The document with the entry: in place of that of the same control and file, else behind the others.
fn entered(
    document: Document,
    entry: Map<String, Value>,
    start: &Start,
) -> Result<(Document, String), Problem> {
    let word = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (control, file, path) = (word("control"), word("file"), document.source.path.clone());
    let spec = At::root(&document).get("spec");
    let entries = spec.map(|spec| spec.list("evidence")).unwrap_or_default();
    let same = |piece: &Evidence| piece.control == control && piece.file.as_deref() == Some(&*file);
    let Some(old) = entries.iter().filter_map(Evidence::read).find(same) else {
        let list = Pointer::from_iter(["spec", "evidence"]);
        let told = start.lang().pick(
            format!("entered {file} for {control} in {path}\n"),
            format!("已将 {file} 登记为 {control} 的证据，写入 {path}\n"),
        );
        let mut entry = entry;
        entry.entry("kind").or_insert_with(|| Kind::Document.name().into());
        return Ok((edit::append(&document, &list, &Value::Object(entry))?, told));
    };
    let mut document = document;
    for (key, value) in &entry {
        let pointer = old.pointer.with(key);
        let place = document.resolve(&pointer);
        if !place.missing.is_empty() || document.to_json(place.node) != *value {
            document = edit::set(&document, &pointer, value)?;
        }
    }
    let told = start.lang().pick(
        format!("renewed {file} for {control} in {path}\n"),
        format!("已更新 {path} 中 {control} 的证据 {file}\n"),
    );
    Ok((document, told))
}
