//! `fiducia compare`.

use super::{Outcome, history, output, settings};
use crate::cli::Compare;
use crate::compare::{self, Assessments, Compared, Comparison, Read, Trend};
use crate::problem::Problem;
use std::path::Path;

/// Reads two reports or assessments, or a folder of assessments, and tells what changed.
pub fn run(cli: &Compare) -> Outcome {
    let lang = cli.display.lang.unwrap_or_default();
    let mut outcome = Outcome::default();
    match compared(cli) {
        Err(problems) => outcome.fail(&problems, cli.display),
        Ok(compared) => {
            let text = compare::render(&compared, cli.format, lang);
            outcome.code = compared.exit_code();
            match cli.output.as_ref().map(|path| output::write(path, text.as_bytes())) {
                None => outcome.stdout = text.into_bytes(),
                Some(Ok(())) => {}
                Some(Err(problem)) => outcome.fail(&[problem], cli.display),
            }
        }
    }
    outcome
}

/// Both sides, or everything that is wrong with them.
fn compared(cli: &Compare) -> Result<Compared, Vec<Problem>> {
    let fail_on = settings::fail_on(cli.fail_on.as_deref(), None).map_err(|problem| vec![problem])?;
    let Some(after) = &cli.after else {
        if !cli.before.is_dir() {
            let before = cli.before.display();
            return Err(vec![Problem::refused(
                format!("{before} is one file: give a second one, or a folder of assessments"),
                format!("{before} 是单个文件：请再给出一个文件，或给出存放评估的文件夹"),
            )]);
        }
        return history::read(&cli.before).map(|points| Compared::Trend(Trend::new(points)));
    };
    match (history::file(&cli.before), history::file(after)) {
        (Ok(Read::Report(before)), Ok(Read::Report(after))) => {
            Ok(Compared::Reports(Box::new(Comparison::new(before, after, fail_on))))
        }
        (Ok(Read::Assessment(before)), Ok(Read::Assessment(after))) => {
            Ok(Compared::Assessments(Box::new(Assessments::new(*before, *after, fail_on))))
        }
        (Ok(before), Ok(_)) => Err(vec![mixed(&cli.before, after, &before)]),
        (before, after) => Err([before.err(), after.err()].into_iter().flatten().collect()),
    }
}

fn mixed(before: &Path, after: &Path, read: &Read) -> Problem {
    let (report, assessment) = match read {
        Read::Report(_) => (before, after),
        Read::Assessment(_) => (after, before),
    };
    let (report, assessment) = (report.display(), assessment.display());
    Problem::refused(
        format!(
            "{report} is a report of `check` and {assessment} is an assessment: compare two reports, or two assessments"
        ),
        format!("{report} 是 `check` 的报告，而 {assessment} 是评估：请比较两份报告或两份评估"),
    )
}
