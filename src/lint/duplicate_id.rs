//! Two rules with one id.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use std::collections::BTreeMap;

pub const LINT: Lint = Lint {
    id: "duplicate-id",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Two rules with one id", zh: "两条规则编号相同" },
    why: Words {
        en: "Waivers, baselines and reports name a rule by its id. `check` runs the first of two and refuses the other.",
        zh: "豁免、基线与报告都以编号指称规则。`check` 只运行第一条，拒绝另一条。",
    },
    instead: Words {
        en: "Give each an id of its own: `custom.id`.",
        zh: "为每条规则指定各自的编号：`custom.id`。",
    },
    bad: "package app\n\n# METADATA\n# title: Owner\n# custom: {id: APP-1}\ndeny contains \"no owner\" if not input.owner\n\n# METADATA\n# title: Name\n# custom: {id: APP-1}\nwarn contains \"no name\" if not input.name\n",
    good: "package app\n\n# METADATA\n# title: Owner\n# custom: {id: APP-1}\ndeny contains \"no owner\" if not input.owner\n\n# METADATA\n# title: Name\n# custom: {id: APP-2}\nwarn contains \"no name\" if not input.name\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    let mut first = BTreeMap::new();
    for (rule, _) in workspace.given.rules() {
        let Some(file) = workspace.file_of(&rule.origin.source) else { continue };
        match first.get(&rule.id) {
            None => {
                first.insert(rule.id, (file, rule.origin.span));
            }
            Some(&(other, span)) => {
                hits.at(
                    file,
                    rule.origin.span,
                    format!("two rules have the id {:?}", rule.id),
                    format!("两条规则的编号都是“{}”", rule.id),
                )
                .related(other, span, "the other is here", "另一条在此");
            }
        }
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
                ("deny contains \"x\" if input.x\n\nwarn contains \"x\" if input.x", &[]),
                (
                    "# METADATA\n# custom: {id: A}\ndeny contains \"x\" if input.x\n\n# METADATA\n# custom: {id: A}\nwarn contains \"x\" if input.x",
                    &["warn"],
                ),
            ],
        );
    }
}
