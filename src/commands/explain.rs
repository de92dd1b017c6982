//! `fiducia explain`.

use super::catalogue::{Builtin, Loaded, load};
use super::{Outcome, settings, terminal};
use crate::catalogue::Catalogue;
use crate::catalogue::example::{Examples, say};
use crate::catalogue::explain::Subject;
use crate::cli::{Explain, Listing};
use crate::discover;
use crate::document::Limits;
use crate::policy::{PolicySet, Rule, pack};
use crate::problem::Problem;
use crate::watch::Watch;
use std::path::Path;

/// Explains what a name stands for, with all built-in packs loaded beside those asked for.
pub fn run(cli: &Explain, watch: &Watch) -> Outcome {
    let Listing { policies, display, .. } = &cli.listing;
    let as_of = match settings::as_of(cli.as_of.as_deref()) {
        Ok(as_of) => as_of,
        Err(problem) => return Outcome::refused(problem, *display),
    };
    let loaded = match load(policies, *display, Builtin::All) {
        Ok(loaded) => loaded,
        Err(refused) => return refused,
    };
    let catalogue = loaded.catalogue(as_of);
    match catalogue.subject(&cli.name) {
        Some(subject) => page(cli, &loaded, catalogue, subject, watch),
        None if catalogue.named(&cli.name).len() > 1 => several(cli, &loaded, &catalogue.named(&cli.name)),
        None => {
            let what = ["rule, clause, framework, kind or parameter", "规则、条款、框架、文档类型或参数"];
            loaded.unknown(what, &cli.name, catalogue.meant(&cli.name))
        }
    }
}

/// What is told of a name that several rules have.
fn several(cli: &Explain, loaded: &Loaded, rules: &[&Rule]) -> Outcome {
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let (name, ids) = (&cli.name, ids.join(", "));
    let problem = Problem::refused(
        format!("several rules are named {name:?}: say which by its id, one of {ids}"),
        format!("有多条规则名为“{name}”，请用编号指明：{ids}"),
    );
    let mut outcome = loaded.outcome(String::new());
    outcome.fail(&[problem], loaded.display);
    outcome
}

fn page(
    cli: &Explain,
    loaded: &Loaded,
    catalogue: Catalogue<'_>,
    subject: Subject<'_>,
    watch: &Watch,
) -> Outcome {
    let (examples, said) = match subject {
        Subject::Rule(rule) => {
            let examples = examples(&loaded.policies, rule);
            let said = examples.bad.as_ref().map(|bad| say(&catalogue, rule, bad, watch));
            (examples, said.unwrap_or_default())
        }
        _ => (Examples::default(), Vec::new()),
    };
    let page = catalogue.page(subject, &examples, &said, cli.source);
    let style = terminal::style(cli.listing.display.color, &std::io::stdout());
    loaded.outcome(page.render(cli.listing.format, style, loaded.lang))
}

/// The examples of a rule: those built in, or those that lie beside its policy.
fn examples(policies: &PolicySet, rule: &Rule) -> Examples {
    let builtin = policies.packs.get(&rule.pack).is_some_and(|pack| pack.is_builtin());
    let path = rule.origin.source.path.as_str();
    let read = |name: &str| match builtin {
        true => pack::example(path, name).map(str::to_owned),
        false => {
            let file = Path::new(path).parent()?.join(pack::EXAMPLES).join(name);
            let source = discover::read_found(&file, &file.to_string_lossy(), Limits::default().file_size);
            Some(source.ok()?.text.clone())
        }
    };
    Examples { good: read("good.yaml"), bad: read("bad.yaml") }
}
