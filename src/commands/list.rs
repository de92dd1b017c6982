//! `fiducia list`.

use super::catalogue::{Builtin, Loaded, load};
use super::settings::Start;
use super::{Outcome, terminal};
use crate::catalogue::list::{self, List};
use crate::catalogue::{oscal, waivers};
use crate::cli::{self, ListCommand, ListOfFramework, ListOfRules, ListOfWaivers, Listing};
use crate::similar::similar;
use crate::watch::Watch;

/// Lists what was asked for.
pub fn run(cli: &cli::List, watch: &Watch) -> Outcome {
    let outcome = match &cli.what {
        ListCommand::Rules(ListOfRules { list, oscal }) => of_framework(list, |loaded| {
            let (catalogue, key) =
                (loaded.catalogue(super::today().unwrap_or_default()), list.framework.as_deref());
            match oscal {
                true => loaded.outcome(oscal::components(&catalogue, key)),
                false => print(&list.listing, loaded, &list::rules(&catalogue, key)),
            }
        }),
        ListCommand::Frameworks(options) => of_framework(options, |loaded| {
            let list = list::frameworks(
                &loaded.catalogue(super::today().unwrap_or_default()),
                options.framework.as_deref(),
            );
            print(&options.listing, loaded, &list)
        }),
        ListCommand::Kinds(options) => plain(options, Builtin::Asked, |loaded| {
            list::kinds(&loaded.catalogue(super::today().unwrap_or_default()))
        }),
        ListCommand::Packs(options) => plain(options, Builtin::All, |loaded| {
            list::packs(&loaded.catalogue(super::today().unwrap_or_default()))
        }),
        ListCommand::Waivers(options) => return waivers(options, watch),
    };
    outcome.unwrap_or_else(|refused| refused)
}

fn plain(cli: &Listing, builtin: Builtin, list: impl Fn(&Loaded) -> List) -> Result<Outcome, Outcome> {
    let loaded = load(&cli.policies, cli.display, builtin)?;
    Ok(print(cli, &loaded, &list(&loaded)))
}

fn of_framework(cli: &ListOfFramework, tell: impl Fn(&Loaded) -> Outcome) -> Result<Outcome, Outcome> {
    let loaded = load(&cli.listing.policies, cli.listing.display, Builtin::Asked)?;
    if let Some(key) = &cli.framework {
        let known: Vec<&str> =
            loaded.policies.frameworks.all().map(|framework| framework.key.as_str()).collect();
        if !known.contains(&key.as_str()) {
            return Err(loaded.unknown(["framework", "框架"], key, similar(key, known)));
        }
    }
    Ok(tell(&loaded))
}

fn print(cli: &Listing, loaded: &Loaded, list: &List) -> Outcome {
    let style = terminal::style(cli.display.color, &std::io::stdout());
    loaded.outcome(list.render(cli.format, style.width))
}

/// Checks, and lists the waivers that were met. What could not be checked makes the list incomplete.
fn waivers(cli: &ListOfWaivers, watch: &Watch) -> Outcome {
    let Listing { policies, display, format } = &cli.listing;
    let (start, settings) = match Start::evaluating(policies, &cli.evaluation, *display, &cli.paths) {
        Ok(started) => started,
        Err(refused) => return refused,
    };
    let mut options = start.check_options(&cli.paths, settings);
    options.triage.inline = !cli.no_inline_waivers;
    let (report, _) = start.check(&options, watch, true);
    let style = terminal::style(display.color, &std::io::stdout());
    let list = waivers::waivers(&report).render(*format, style.width);
    let mut outcome = Outcome { stdout: list.into_bytes(), ..Outcome::default() };
    if !report.problems.is_empty() {
        outcome.fail(&report.problems, start.display);
    }
    outcome
}
