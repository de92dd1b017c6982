//! `fiducia assess init`.

use super::super::Outcome;
use super::super::scaffold;
use super::super::settings::Start;
use crate::assess::control::{Control, controls};
use crate::assess::model::Model;
use crate::assess::record::Record;
use crate::assess::{profile, skeleton};
use crate::cli::AssessInit;
use crate::document::Document;
use crate::lang::{Lang, counted};
use crate::problem::Problem;
use crate::similar::similar;
use crate::watch::Watch;
use std::path::{Path, PathBuf};

/// Where the document goes below the first path.
const FILE: &str = "assessment/assessment.yaml";

/// Checks the platform, and writes the Assessment document to start from.
pub fn run(cli: &AssessInit, watch: &Watch) -> Outcome {
    let (start, settings) = match Start::on(&cli.target) {
        Ok(started) => started,
        Err(refused) => return refused,
    };
    let options = start.check_options(&cli.target.paths, settings);
    let (report, documents) = start.check(&options, watch, !cli.target.no_progress);
    let mut outcome = Outcome::default();
    // What cannot be checked may be what has to be looked at.
    if !report.problems.is_empty() {
        outcome.fail(&report.problems, start.display);
        return outcome;
    }
    let model = match Model::read(None) {
        Ok(model) => model,
        Err(problems) => {
            outcome.fail(&problems, start.display);
            return outcome;
        }
    };
    let platform = match platform(&documents, cli.platform.as_deref()) {
        Ok(platform) => platform,
        Err(problem) => return Outcome::refused(problem, start.display),
    };
    let name = platform.name().unwrap_or_default().to_owned();
    let record = Record { platform: Some(name.clone()), ..Record::default() };
    let profile = profile(&documents, Some(&name));
    let controls = controls(&report, &model, &record, profile.as_deref());
    let day = settings.as_of;
    let begun = skeleton::Start {
        name: cli.name.clone().unwrap_or_else(|| format!("{name}-assessment-{day}")),
        systems: skeleton::systems(platform),
        seed: cli.seed.clone().unwrap_or_else(|| format!("{name} {day}")),
        platform: name,
        day,
    };
    let drawn = skeleton::draw(&controls, &begun.seed);
    let text = skeleton::write(&begun, &drawn, start.lang());
    match scaffold::write(&[(target(cli), text)], Path::new("")) {
        Ok(written) => outcome.stdout = told(&written, &controls, &drawn, start.lang()).into_bytes(),
        Err(problem) => outcome.fail(&[problem], start.display),
    }
    outcome
}

/// The Platform document that is named, else the only one.
fn platform<'d>(documents: &'d [Document], name: Option<&str>) -> Result<&'d Document, Problem> {
    let all: Vec<&Document> = documents
        .iter()
        .filter(|document| document.top("kind") == Some("Platform") && document.name().is_some())
        .collect();
    let names = || all.iter().filter_map(|document| document.name());
    let wanted = |document: &&&Document| name.is_none_or(|name| document.name() == Some(name));
    let found: Vec<&&Document> = all.iter().filter(wanted).collect();
    match (found.as_slice(), name) {
        ([one], _) => Ok(one),
        ([], Some(name)) => {
            let what = ["platform", "平台"];
            let similar = similar(name, names()).map(str::to_owned);
            Err(Problem::Unknown { what, name: name.to_owned(), similar })
        }
        ([], None) => Err(Problem::refused(
            "there is no Platform document with a name to assess",
            "没有可供评估的、带名称的 Platform 文档",
        )),
        _ => {
            let names: Vec<&str> = names().collect();
            Err(Problem::refused(
                format!("there are several platforms: {}; pick one with --platform", names.join(", ")),
                format!("有多个平台：{}；请用 --platform 指定一个", names.join("、")),
            ))
        }
    }
}

fn target(cli: &AssessInit) -> PathBuf {
    let folder = cli.target.paths.first().filter(|path| path.is_dir());
    let below = || folder.map(|folder| folder.join(FILE)).unwrap_or_else(|| FILE.into());
    cli.output.clone().unwrap_or_else(below)
}

fn told(written: &[String], controls: &[Control], drawn: &[&str], lang: Lang) -> String {
    let vetoes = controls.iter().filter(|control| control.applies() && control.has_veto).count();
    let others = drawn.len() - vetoes;
    let path = written.join(", ");
    lang.pick(
        format!(
            "wrote {path}\nto look at on site: {} with a veto, {} that passed\nnext: fiducia \
             assess\n",
            counted(vetoes, "control"),
            counted(others, "other"),
        ),
        format!("已写入 {path}\n现场核查：一票否决项 {vetoes} 个，其余通过项 {others} 个\n接下来：fiducia assess\n"),
    )
}
