//! `fiducia plan status`.

use super::super::settings::Start;
use super::super::{Outcome, output};
use crate::assess::assess;
use crate::assess::task::entries;
use crate::cli::PlanStatus;
use crate::document::Document;
use crate::plan::faults::broken;
use crate::plan::status::{Plan, plans, render};
use crate::plan::update::unknown;
use crate::plan::verdict::{Verdicts, is_plan};
use crate::problem::Problem;
use crate::watch::Watch;

/// Tells how far the plans below the paths have come. 1 where a plan is behind, 2 where something could not be checked.
pub fn run(cli: &PlanStatus, watch: &Watch) -> Outcome {
    let (start, settings) = match Start::on(&cli.target) {
        Ok(started) => started,
        Err(refused) => return refused,
    };
    let options = start.check_options(&cli.target.paths, settings);
    let (report, documents) = start.check(&options, watch, !cli.target.no_progress);
    let mut outcome = Outcome::default();
    let assessment = match assess(&report, &documents, cli.assessment.as_deref()) {
        Ok(assessment) => assessment,
        Err(problems) => {
            outcome.fail(&[report.problems, problems].concat(), start.display);
            return outcome;
        }
    };
    let verdicts = Verdicts::read(&report, &assessment, &documents);
    let found: Vec<&Document> = documents.iter().filter(|document| is_plan(document)).collect();
    let mut problems = report.problems.clone();
    if found.is_empty() {
        problems.push(Problem::Empty {
            reason: "there is no improvement plan; `fiducia plan -o FILE` draws one up".to_owned(),
            reason_zh: "没有找到提升方案；可用 `fiducia plan -o 文件` 生成".to_owned(),
        });
    }
    for document in &found {
        problems.extend(broken(document, &report.policies));
        let wrong = |entry: &_, control: &str| unknown(entry, control, &verdicts, &report.policies);
        let entries = entries(document, &report.policies);
        problems.extend(entries.iter().filter_map(|entry| wrong(entry, entry.control.as_deref()?)));
    }
    let plans = plans(&found, &verdicts, &report);
    outcome.code = u8::from(plans.iter().any(Plan::is_behind));
    if !found.is_empty() {
        output::deliver(cli.format, &cli.output, start.display, &mut outcome, |format, style| {
            render(&plans, &report, format, style).into_bytes()
        });
    }
    if !problems.is_empty() {
        outcome.fail(&problems, start.display);
    }
    outcome
}
