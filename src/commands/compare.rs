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
    let usage = |reason: String| vec![Problem::Usage { reason }];
    let fail_on = settings::fail_on(cli.fail_on.as_deref(), None).map_err(|problem| vec![problem])?;
    let Some(after) = &cli.after else {
        if !cli.before.is_dir() {
            let reason = format!(
                "{} is one file: give a second one, or a folder of assessments",
                cli.before.display()
            );
            return Err(usage(reason));
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
        (Ok(before), Ok(_)) => Err(usage(mixed(&cli.before, after, &before))),
        (before, after) => Err([before.err(), after.err()].into_iter().flatten().collect()),
    }
}

fn mixed(before: &Path, after: &Path, read: &Read) -> String {
    let (report, assessment) = match read {
        Read::Report(_) => (before, after),
        Read::Assessment(_) => (after, before),
    };
    format!(
        "{} is a report of `check` and {} is an assessment: compare two reports, or two assessments",
        report.display(),
        assessment.display()
    )
}
