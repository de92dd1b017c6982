//! What commands about the policies themselves share: everything is loaded, nothing is evaluated.

use super::Outcome;
use super::settings::Start;
use crate::catalogue::Catalogue;
use crate::cli::{Display, Policies};
use crate::document::Limits;
use crate::lang::Lang;
use crate::policy::load::{Loader, PolicySource};
use crate::policy::{PolicySet, pack};
use crate::problem::Problem;
use chrono::NaiveDate;

/// Which built-in packs are loaded beside those that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    /// None.
    Asked,
    /// All.
    All,
}

/// Policies that a command tells of.
pub struct Loaded {
    /// The policies.
    pub policies: PolicySet,
    /// The language.
    pub lang: Lang,
    /// How to speak.
    pub display: Display,
}

/// Loads the policies of options and configuration.
///
/// # Errors
/// What is to be told where an option or the configuration cannot be followed.
pub fn load(cli: &Policies, display: Display, builtin: Builtin) -> Result<Loaded, Outcome> {
    let refused = |problem| Outcome::refused(problem, display);
    let Start { mut load, display, .. } =
        Start::new(cli, display, &[], Limits::default()).map_err(refused)?;
    if builtin == Builtin::All {
        load.policies.extend(pack::names().into_iter().map(|name| PolicySource::Pack(name.to_owned())));
    }
    Ok(Loaded { policies: Loader::read(&load).compile(), lang: display.lang.unwrap_or_default(), display })
}

impl Loaded {
    /// The policies as told of on a day.
    pub fn catalogue(&self, as_of: NaiveDate) -> Catalogue<'_> {
        Catalogue { policies: &self.policies, as_of, lang: self.lang }
    }

    /// What is printed, with what could not be loaded.
    pub fn outcome(&self, stdout: String) -> Outcome {
        let mut outcome = Outcome { stdout: stdout.into_bytes(), ..Outcome::default() };
        if !self.policies.problems.is_empty() {
            outcome.fail(&self.policies.problems, self.display);
        }
        outcome
    }

    /// What is told of a name that nothing has.
    pub fn unknown(&self, what: [&'static str; 2], name: &str, similar: Option<&str>) -> Outcome {
        let problem = Problem::Unknown { what, name: name.to_owned(), similar: similar.map(str::to_owned) };
        let mut outcome = self.outcome(String::new());
        outcome.fail(&[problem], self.display);
        outcome
    }
}
