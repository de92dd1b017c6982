//! `fiducia assess`.

mod init;

use super::settings::{Start, of_option};
use super::{Outcome, history, output};
use crate::assess::model::View;
use crate::assess::render::{AssessFormat, attest, explain, render, risks, share};
use crate::assess::{Assessment, assess_viewed};
use crate::cli::{Assess, AssessCommand, Display};
use crate::report::{Report, Style};
use crate::watch::Watch;

/// Assesses, and renders the reports asked for.
pub fn run(cli: &Assess, watch: &Watch) -> Outcome {
    if let Some(AssessCommand::Init(options)) = &cli.what {
        return init::run(options, watch);
    }
    let (start, settings) = match Start::on(&cli.target) {
        Ok(started) => started,
        Err(refused) => return refused,
    };
    let options = start.check_options(&cli.target.paths, settings);
    let (report, documents) = start.check(&options, watch, !cli.target.no_progress);
    let mut outcome = Outcome::default();
    outcome.tell(&report.problems, start.display);
    let view = if cli.dimensions == 4 { View::Four } else { View::Five };
    match assess_viewed(&report, &documents, cli.assessment.as_deref(), view) {
        Err(problems) => outcome.fail(&problems, start.display),
        Ok(mut assessment) => {
            match cli.history.as_deref().map(history::read) {
                None => {}
                Some(Ok(history)) => assessment.history = history,
                Some(Err(problems)) => {
                    outcome.fail(&problems, start.display);
                    return outcome;
                }
            }
            outcome.code = code(cli, &report, &assessment);
            write(cli, &report, &assessment, start.display, &mut outcome);
            let shared =
                cli.share.as_ref().map(|path| output::write(path, share(&assessment, &report).as_bytes()));
            let attested = cli
                .attest
                .as_ref()
                .map(|path| output::write(path, attest(&assessment, &report, &documents).as_bytes()));
            for problem in [shared, attested].into_iter().flatten().filter_map(Result::err) {
                outcome.fail(&[problem], start.display);
            }
        }
    }
    outcome
}

/// 2 if something could not be checked, else 1 if the grade is worse than the one asked for or withheld, else 0.
fn code(cli: &Assess, report: &Report, assessment: &Assessment) -> u8 {
    if !report.problems.is_empty() {
        return 2;
    }
    let short = |wanted| assessment.grading.grade.is_none_or(|grade| grade > wanted);
    u8::from(cli.min_grade.is_some_and(short))
}

fn write(cli: &Assess, report: &Report, assessment: &Assessment, display: Display, outcome: &mut Outcome) {
    let Some(key) = &cli.explain else {
        let written = |format: AssessFormat, style: Style| match cli.risk {
            true => risks(assessment, report, format, style),
            false => render(assessment, report, format, style),
        };
        return output::deliver(cli.format, &cli.output, display, outcome, |format, style| {
            written(format, style).into_bytes()
        });
    };
    match explain(assessment, report, key) {
        Some(text) => outcome.stdout = text.into_bytes(),
        None => {
            let known = assessment.model.indicators.iter().map(|heading| heading.key.as_str());
            let known: Vec<&str> = known.collect();
            let (en, zh) = (
                format!("{key:?} is not one of {}", known.join(", ")),
                format!("“{key}”不在以下之列：{}", known.join("、")),
            );
            outcome.fail(&[of_option("--explain", &en, &zh)], display);
        }
    }
}
