//! Which repository a report is of, where reports of many are gathered.

use super::output::Output;
use super::settings::of_option;
use super::values;
use crate::cli::Reporting;
use crate::lang::Lang;
use crate::problem::Problem;
use crate::report::Format;
use crate::report::excerpt::clean;
use crate::report::ndjson::Member;
use crate::triage::repository::Repository;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the lines of `ndjson` say of a run, and why its repository is not known; nothing is asked where no such report is
/// wanted.
///
/// # Errors
/// A label that is none, or that is given twice.
pub fn member(
    cli: &Reporting,
    paths: &[PathBuf],
    working_directory: &Path,
) -> Result<(Member, Option<Problem>), Problem> {
    let mut labels = BTreeMap::new();
    for text in &cli.label {
        let (name, value) = values::label(text).ok_or_else(|| {
            wrong(format!("{text:?} is not of the form KEY=VALUE"), format!("“{text}”不是 KEY=VALUE 的形式"))
        })?;
        if labels.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(wrong(format!("{name:?} is given twice"), format!("“{name}”重复")));
        }
    }
    let named = cli.output.iter().filter_map(|text| Output::<Format>::parse(text).ok()?.format);
    if !named.chain([cli.format]).any(|format| format == Format::Ndjson) {
        return Ok((Member { repository: Repository::default(), labels }, None));
    }
    let paths: Vec<PathBuf> = paths.iter().filter(|path| *path != Path::new("-")).cloned().collect();
    let (repository, unknown) = match Repository::of(&paths, working_directory) {
        Ok(repository) => (repository, None),
        Err(problem) => (Repository::default(), Some(problem)),
    };
    Ok((Member { repository, labels }, unknown))
}

fn wrong(en: String, zh: String) -> Problem {
    of_option("--label", &en, &zh)
}

/// The note that a repository is not known.
pub fn note(problem: &Problem, lang: Lang) -> String {
    format!("note: {}\n", clean(&problem.message(lang)))
}
