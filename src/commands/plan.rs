//! `fiducia plan`.

mod status;

use super::settings::{Settings, Start, of_option};
use super::{Outcome, output};
use crate::assess::read::At;
use crate::assess::{Assessment, assess, skeleton};
use crate::cli::{Plan, PlanCommand};
use crate::config::Owner;
use crate::discover;
use crate::document::{self, Document, Format, Limits};
use crate::lang::{Lang, counted};
use crate::plan::draft::{Draft, Drafter};
use crate::plan::owners::{self, Owners};
use crate::plan::update::{Updated, update};
use crate::plan::verdict::{Verdicts, is_plan};
use crate::plan::{faults, write};
use crate::problem::{Origin, Problem};
use crate::report::Report;
use crate::report::compact::one_line;
use crate::triage::baseline::Baseline;
use crate::watch::Watch;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Draws up a plan, or brings one up to date. Nothing is written from half of a run.
pub fn run(cli: &Plan, watch: &Watch) -> Outcome {
    if let Some(PlanCommand::Status(options)) = &cli.what {
        return status::run(options, watch);
    }
    let (start, settings) = match Start::on(&cli.target) {
        Ok(started) => started,
        Err(refused) => return refused,
    };
    let mut outcome = Outcome::default();
    match planned(cli, &start, settings, watch) {
        Ok(stdout) => outcome.stdout = stdout.into_bytes(),
        Err(problems) => outcome.fail(&problems, start.display),
    }
    outcome
}

fn planned(cli: &Plan, start: &Start, settings: Settings, watch: &Watch) -> Result<String, Vec<Problem>> {
    let one = |problem| vec![problem];
    if let Some(path) = cli.output.as_ref().filter(|path| path.is_file()) {
        let path = path.display();
        let en =
            format!("{path} exists, and what people wrote in it would be lost; `--update {path}` keeps it");
        let zh = format!("{path} 已存在，其中人工填写的内容会丢失；`--update {path}` 会保留这些内容");
        return Err(vec![of_option("--output", &en, &zh)]);
    }
    let mut options = start.check_options(&cli.target.paths, settings);
    if let Some(path) = &cli.baseline {
        let shown = discover::shown(path, &start.working_directory);
        let source = discover::read(path, &shown, settings.limits.file_size).map_err(one)?;
        options.triage.baseline = Some(Baseline::read(&source).map_err(one)?);
        options.triage.baseline_file = Some(path.clone());
    }
    let (report, documents) = start.check(&options, watch, !cli.target.no_progress);
    if !report.problems.is_empty() {
        return Err(report.problems);
    }
    let assessment = assess(&report, &documents, cli.assessment.as_deref())?;
    let verdicts = Verdicts::read(&report, &assessment, &documents);
    let mut entries = start.config.owners.clone();
    entries.extend(cli.owners.as_deref().map(|path| owners(path, start)).transpose()?.unwrap_or_default());
    let owners = Owners::new(entries, &assessment.model, &verdicts)?;
    let draft = Drafter::new(&report, &assessment.risks, &owners).map_err(one)?.draft(&verdicts);
    match &cli.update {
        Some(path) => updated(path, start, &report, &verdicts, &draft),
        None => {
            let subject = subject(cli, &report, &assessment, &documents).map_err(one)?;
            let text = write::plan(&subject, &draft, &report.policies);
            let Some(path) = &cli.output else { return Ok(text) };
            output::write(path, text.as_bytes()).map_err(one)?;
            Ok(drawn(path, &draft, report.lang))
        }
    }
}

fn owners(path: &Path, start: &Start) -> Result<Vec<Owner>, Vec<Problem>> {
    owners::read(&parsed(path, start)?.remove(0))
}

/// The documents of a file, one at least.
fn parsed(path: &Path, start: &Start) -> Result<Vec<Document>, Vec<Problem>> {
    let shown = discover::shown(path, &start.working_directory);
    let limits: Limits = start.load.limits;
    let source = discover::read(path, &shown, limits.file_size).map_err(|problem| vec![problem])?;
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let format = Format::from_name(&extension.to_ascii_lowercase()).unwrap_or(Format::Yaml);
    let parsed = document::parse(&source, format, &limits);
    if parsed.problems.is_empty() { Ok(parsed.documents) } else { Err(parsed.problems) }
}

fn updated(
    path: &Path,
    start: &Start,
    report: &Report,
    verdicts: &Verdicts<'_>,
    draft: &Draft,
) -> Result<String, Vec<Problem>> {
    let one = |problem| vec![problem];
    let plan = the_plan(parsed(path, start)?).map_err(one)?;
    let broken = faults::broken(&plan, &report.policies);
    if !broken.is_empty() {
        return Err(broken);
    }
    let updated = update(plan, verdicts, &draft.tasks, &report.policies, (report.as_of, report.lang))?;
    if updated.is_changed() {
        output::write(path, &updated.document.source.bytes()).map_err(one)?;
    }
    Ok(changed(path, &updated, draft, report.lang))
}

/// The only plan of a file.
fn the_plan(documents: Vec<Document>) -> Result<Document, Problem> {
    let wrong = |document: &Document, en: &str, zh: &str| {
        let at = Origin::new(&document.source, document.anchor_span(document.root(), None));
        Problem::refused_at(at, en, zh)
    };
    let count = documents.iter().filter(|document| is_plan(document)).count();
    let first = documents.iter().find(|document| count == 0 || is_plan(document));
    let refused = first.map(|document| match count {
        0 => wrong(
            document,
            "this is no improvement plan: `apiVersion: fiducia/v1` and `kind: ImprovementPlan`",
            "这不是改进计划：应有 `apiVersion: fiducia/v1` 和 `kind: ImprovementPlan`",
        ),
        _ => wrong(
            document,
            "this file holds several improvement plans; give each a file of its own",
            "该文件中有多份改进计划，请各放一个文件",
        ),
    });
    let plan = documents.into_iter().find(|document| count == 1 && is_plan(document));
    plan.ok_or_else(|| {
        refused.unwrap_or_else(|| of_option("--update", "the file holds no document", "文件中没有文档"))
    })
}

/// What the plan is about: the platform that the documents name.
fn subject(
    cli: &Plan,
    report: &Report,
    assessment: &Assessment,
    documents: &[Document],
) -> Result<write::Subject, Problem> {
    let platforms = || documents.iter().filter(|document| document.top("kind") == Some("Platform"));
    let named: Vec<String>;
    let mut names: BTreeSet<&str> = platforms().filter_map(Document::name).collect();
    names.extend(assessment.record.platform.as_deref());
    if names.is_empty() {
        let place =
            |document: &Document| At::root(document).at(&["metadata", "platform"])?.text().map(str::to_owned);
        named = documents.iter().filter_map(place).collect();
        names.extend(named.iter().map(String::as_str));
    }
    let platform = match names.into_iter().collect::<Vec<_>>().as_slice() {
        [] => folder(&cli.target.paths),
        [one] => (*one).to_owned(),
        several => {
            let names = several.iter().map(|name| one_line(name)).collect::<Vec<_>>().join(", ");
            return Err(Problem::refused(
                format!("there are several platforms: {names}; a plan is about one: give the folder of one"),
                format!("有多个平台：{names}；一份计划只针对一个平台，请给出其中一个平台的文件夹"),
            ));
        }
    };
    let systems = platforms().next().map(skeleton::systems).unwrap_or_default();
    Ok(write::Subject { platform, systems, day: report.as_of, lang: report.lang })
}

/// Documents that name no platform go by the name of their folder.
fn folder(paths: &[PathBuf]) -> String {
    let first = paths.first().and_then(|path| path.canonicalize().ok());
    let name = first.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "platform".to_owned())
}

/// What was written, in a few lines.
fn drawn(path: &Path, draft: &Draft, lang: Lang) -> String {
    let (path, tasks) = (one_line(&path.display().to_string()), draft.tasks.len());
    let missing = draft.tasks.iter().filter(|task| task.owner.is_none()).count();
    let first = lang.pick(
        format!("wrote {path}: {}, {missing} without an owner", counted(tasks, "task")),
        format!("已写入 {path}：共 {tasks} 项任务，{missing} 项尚无责任人"),
    );
    let lines = std::iter::once(first).chain(write::told(draft, lang));
    lines.map(|line| line + "\n").collect()
}

fn changed(path: &Path, updated: &Updated, draft: &Draft, lang: Lang) -> String {
    let mut lines = Vec::new();
    let mut list = |en: &str, zh: &str, ids: &[String]| {
        let ids: Vec<String> = ids.iter().map(|id| one_line(id)).collect();
        if !ids.is_empty() {
            let ids = ids.join(lang.pick(", ", "、"));
            lines.push(lang.pick(format!("{en} {ids}"), format!("{zh}{ids}")));
        }
    };
    list("closed", "已关闭：", &updated.closed);
    list("opened again", "重新打开：", &updated.reopened);
    list("added", "新增：", &updated.added);
    list(
        "left open, as nothing stands and nothing passes:",
        "保持未完成（既无未决问题，也未确认通过）：",
        &updated.left,
    );
    let path = one_line(&path.display().to_string());
    if !updated.is_changed() {
        lines.push(lang.pick(format!("{path} is up to date"), format!("{path} 无需更新")));
    }
    lines.extend(write::told(draft, lang));
    lines.into_iter().map(|line| line + "\n").collect()
}
