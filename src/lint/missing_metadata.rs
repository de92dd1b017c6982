//! A rule that does not say what it is about.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;

pub const LINT: Lint = Lint {
    id: "missing-metadata",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Rule without a title", zh: "没有标题的规则" },
    why: Words {
        en: "Reports name a rule by its title, and the rule has no METADATA that gives one: readers see its package.",
        zh: "报告以标题称呼规则，而该规则没有给出标题的 METADATA：读者只能看到包名。",
    },
    instead: Words {
        en: "Put a METADATA comment above the package or the rule, with a `title` and under `custom` an `id`, a `severity` and a `remediation`.",
        zh: "在包或规则上方加 METADATA 注释，写明 `title`，并在 `custom` 下写明 `id`、`severity` 与 `remediation`。",
    },
    bad: "package app\n\ndeny contains \"no owner\" if not input.owner\n",
    good: "# METADATA\n# title: Everything has an owner\n# custom:\n#   id: APP-1\n#   severity: medium\npackage app\n\ndeny contains \"no owner\" if not input.owner\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (rule, _) in workspace.given.rules() {
        let Some(file) = workspace.file_of(&rule.origin.source).filter(|_| rule.title.is_empty()) else {
            continue;
        };
        hits.at(
            file,
            rule.origin.span,
            format!("the rule {} has no title", rule.id),
            format!("规则 {} 没有标题", rule.id),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;

    #[test]
    fn snippets() {
        table(
            &LINT,
            &[
                ("deny contains \"x\" if input.x", &["deny"]),
                ("# METADATA\n# title: X\ndeny contains \"x\" if input.x", &[]),
                ("# METADATA\n# custom: {id: X}\ndeny contains \"x\" if input.x", &["deny"]),
                ("a if input.x", &[]),
            ],
        );
    }
}
