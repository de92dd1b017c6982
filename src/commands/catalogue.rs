//! What commands about the policies themselves share: everything is loaded, nothing is evaluated.

use super::settings;
use super::{Outcome, terminal};
use crate::catalogue::Catalogue;
use crate::cli::{Display, Policies};
use crate::config::Config;
use crate::document::Limits;
use crate::lang::Lang;
use crate::policy::load::{Loader, PolicySource};
use crate::policy::{LoadOptions, PolicySet, pack};
use crate::problem::Problem;
use crate::report::human;
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
    display: Display,
}

/// Loads the policies of options and configuration.
///
/// # Errors
/// What is to be told where an option or the configuration cannot be followed.
pub fn load(cli: &Policies, display: Display, builtin: Builtin) -> Result<Loaded, Outcome> {
    let (options, config) = options(cli, builtin).map_err(|problem| refused(&problem, display))?;
    Ok(Loaded {
        policies: Loader::read(&options).compile(),
        lang: display.lang.or(config.lang).unwrap_or_default(),
        display,
    })
}

fn options(cli: &Policies, builtin: Builtin) -> Result<(LoadOptions, Config), Problem> {
    let working_directory = settings::working_directory()?;
    let config = settings::configuration(cli.config.as_deref(), &[], &working_directory)?;
    let mut options = settings::load_options(cli, &config, &working_directory, Limits::default())?;
    if builtin == Builtin::All {
        options.policies.extend(pack::names().into_iter().map(|name| PolicySource::Pack(name.to_owned())));
    }
    Ok((options, config))
}

/// A command that could not begin.
pub fn refused(problem: &Problem, display: Display) -> Outcome {
    let style = terminal::style(display.color, &std::io::stderr());
    let stderr = human::problems(std::slice::from_ref(problem), display.lang.unwrap_or_default(), style);
    Outcome { stderr, code: 2, ..Outcome::default() }
}

impl Loaded {
    /// The policies as told of on a day.
    pub fn catalogue(&self, as_of: NaiveDate) -> Catalogue<'_> {
        Catalogue { policies: &self.policies, as_of, lang: self.lang }
    }

    /// What is printed, with what could not be loaded.
    pub fn outcome(&self, stdout: String) -> Outcome {
        let style = terminal::style(self.display.color, &std::io::stderr());
        Outcome {
            stdout: stdout.into_bytes(),
            stderr: human::problems(&self.policies.problems, self.lang, style),
            code: if self.policies.problems.is_empty() { 0 } else { 2 },
        }
    }

    /// What is told of a name that nothing has.
    pub fn unknown(&self, what: [&'static str; 2], name: &str, similar: Option<&str>) -> Outcome {
        let problem = Problem::Unknown { what, name: name.to_owned(), similar: similar.map(str::to_owned) };
        let outcome = self.outcome(String::new());
        let told = refused(&problem, Display { lang: Some(self.lang), ..self.display });
        Outcome { stderr: outcome.stderr + &told.stderr, ..told }
    }
}
