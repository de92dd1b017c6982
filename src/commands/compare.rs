//! `fiducia compare`.

use super::{Outcome, output, settings};
use crate::cli::Compare;
use crate::compare::{self, Comparison, Side};
use crate::discover;
use crate::problem::Problem;
use std::path::Path;

/// Reads two reports and tells what became of the findings.
pub fn run(cli: &Compare) -> Outcome {
    let lang = cli.display.lang.unwrap_or_default();
    let mut outcome = Outcome::default();
    match compared(cli) {
        Err(problems) => outcome.fail(&problems, cli.display),
        Ok(comparison) => {
            let text = compare::render(&comparison, cli.format, lang);
            outcome.code = comparison.exit_code();
            match cli.output.as_ref().map(|path| output::write(path, text.as_bytes())) {
                None => outcome.stdout = text.into_bytes(),
                Some(Ok(())) => {}
                Some(Err(problem)) => outcome.fail(&[problem], cli.display),
            }
        }
    }
    outcome
}

/// Both reports, or everything that is wrong with them.
fn compared(cli: &Compare) -> Result<Comparison, Vec<Problem>> {
    let fail_on = settings::fail_on(cli.fail_on.as_deref(), None).map_err(|problem| vec![problem])?;
    match (side(&cli.before), side(&cli.after)) {
        (Ok(before), Ok(after)) => Ok(Comparison::new(before, after, fail_on)),
        (before, after) => Err([before.err(), after.err()].into_iter().flatten().collect()),
    }
}

fn side(path: &Path) -> Result<Side, Problem> {
    let shown = discover::shown(path, &settings::working_directory()?);
    compare::read(&discover::read(path, &shown, compare::LARGEST)?)
}
