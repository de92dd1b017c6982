//! Data that nothing gives.

use super::workspace::{Target, Workspace};
use super::{Hits, Lint, Words, nearest};
use crate::policy::Severity;
use std::collections::BTreeSet;

pub const LINT: Lint = Lint {
    id: "unknown-data",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Data that nothing gives", zh: "没有来源的数据" },
    why: Words {
        en: "The reference starts at a name below `data` that no loaded package and no data file has. Data may be given later, with `-d`; where data files were given to this run, the lint matters as much as an undefined reference (high).",
        zh: "该引用在 `data` 之下的起始名称既不属于任何已加载的包，也不在任何数据文件中。数据可以稍后用 `-d` 提供；如果本次运行已提供数据文件，则与未定义的引用同样严重（高）。",
    },
    instead: Words {
        en: "Correct the name, or give the data with `-d`. A test that replaces it by `with` says that it comes from elsewhere.",
        zh: "更正名称，或用 `-d` 提供数据。若有测试用 `with` 替换它，即表明它来自外部。",
    },
    bad: "package app\n\ndeny contains \"unknown owner\" if not input.owner in data.teams\n",
    good: "package app\n\nteams := {\"payments\"}\n\ndeny contains \"unknown owner\" if not input.owner in teams\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    let data = &workspace.given.data.value;
    let mut told: BTreeSet<(usize, String)> = BTreeSet::new();
    workspace.each_rule(&mut |file, _, scopes| {
        for free in scopes.free.iter().filter(|free| free.args.is_none() && !free.replaced) {
            let Target::Data(path, _) = workspace.target(file, free) else { continue };
            let Some(root) = path.first() else { continue };
            // Gatekeeper gives the cluster's objects at `data.inventory`.
            let own = root == "fiducia" || root == "inventory";
            let in_package = (1..path.len()).any(|length| workspace.packages.contains(&path[..length]));
            if own || in_package || workspace.leads_somewhere(&path) {
                continue;
            }
            // Of data beside packages, the first name that is not theirs counts.
            let depth = (1..=path.len()).find(|length| !workspace.is_namespace(&path[..*length]));
            let name = path[..depth.unwrap_or(path.len())].join(".");
            if !told.insert((file, name.clone())) {
                continue;
            }
            let hit = hits.at(
                file,
                free.term.span,
                format!("no package and no data file gives `data.{name}`"),
                format!("没有任何包或数据文件给出 `data.{name}`"),
            );
            hit.meant(nearest(root, data.keys().map(String::as_str).chain(workspace.names_below(&[]))));
            if !data.is_empty() {
                hit.severity(Severity::High);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found_with_data, table};
    use super::*;

    #[test]
    fn snippets() {
        table(
            &LINT,
            &[
                ("a := data.teams.x\n\nb := data.teams.y", &["data.teams.x"]),
                ("a := data.p.b", &[]),
                ("a if data.teams with data.teams as 1", &[]),
                ("import data.teams\n\na := teams.x", &["teams.x"]),
                ("a := data.inventory.cluster", &[]),
            ],
        );
    }

    #[test]
    fn with_data_files_it_is_an_error() {
        let policy = [("p.rego", "package p\n\na := data.team.x\n\nb := data.teams.x\n")];
        let found = found_with_data(&LINT, &policy, Some("teams: {x: 1}"));
        assert_eq!(
            found,
            [("data.team.x".to_owned(), "no package and no data file gives `data.team`".to_owned())]
        );
    }
}
