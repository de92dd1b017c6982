//! A rule that no input makes report anything.

use super::constant::{contradiction, truth};
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::module::reports;

pub const LINT: Lint = Lint {
    id: "never-fires",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Rule that can never fire", zh: "永远不会触发的规则" },
    why: Words {
        en: "A condition of the rule is false whatever the input, or two of them exclude each other. It reports a pass for every document.",
        zh: "规则的某个条件无论输入为何都不成立，或其中两个条件互相排斥。它对每份文档都会报告通过。",
    },
    instead: Words {
        en: "Correct the condition. Alternatives are definitions of their own, or members of a set: `x in {\"a\", \"b\"}`.",
        zh: "更正该条件。多种可能应写成各自的定义，或写成集合成员：`x in {\"a\", \"b\"}`。",
    },
    bad: "package app\n\ndeny contains \"wrong region\" if {\n\tinput.region == \"eu\"\n\tinput.region == \"us\"\n}\n",
    good: "package app\n\ndeny contains \"wrong region\" if input.region in {\"eu\", \"us\"}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate().filter(|(_, file)| !file.is_test()) {
        for rule in &file.tree.rules {
            for query in rule.queries() {
                // Outside of rules that report, `false` alone is how a rule is declared that has no value.
                let mut never = query.statements.iter().filter(|statement| truth(statement) == Some(false));
                if let Some(statement) = never.next().filter(|_| reports(rule)) {
                    hits.at(index, statement.span, "this never holds", "该条件永不成立");
                } else if let Some((first, second)) = contradiction(&file.source, query) {
                    let hit = hits.at(
                        index,
                        second.span,
                        "this never holds together with the condition before",
                        "该条件与前面的条件不可能同时成立",
                    );
                    hit.related(index, first.span, "excludes it", "与之互斥");
                    if !reports(rule) {
                        hit.severity(Severity::Medium);
                    }
                }
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
                ("deny contains \"x\" if { 1 == 2 }", &["1 == 2"]),
                ("deny contains \"x\" if { false; input.x }", &["false"]),
                ("deny contains \"x\" if { \"a\" in [\"b\"] }", &["\"a\" in [\"b\"]"]),
                ("deny contains \"x\" if { not true }", &["not true"]),
                ("deny contains \"x\" if { input.x == \"a\"; input.x == \"b\" }", &["input.x == \"b\""]),
                ("deny contains \"x\" if { input.x == \"a\"; \"a\" != input.x }", &["\"a\" != input.x"]),
                ("deny contains \"x\" if { input.x > 5; input.x < 3 }", &["input.x < 3"]),
                ("deny contains \"x\" if { input.x >= 5; input.x <= 5 }", &[]),
                ("deny contains \"x\" if { input.x > 5; input.x <= 5 }", &["input.x <= 5"]),
                ("deny contains \"x\" if { input.xs[_] == 1; input.xs[_] == 2 }", &[]),
                ("deny contains \"x\" if { input.xs[i] == 1; input.xs[j] == 2; i; j }", &[]),
                ("deny contains \"x\" if { x := input.xs[i]; x == 1; x == 2.5; i }", &["x == 2.5"]),
                ("deny contains \"x\" if { input.x == 1; input.x == 1.0 }", &[]),
                ("a if false", &[]),
                ("a if { input.x == 1; input.x == 2 }", &["input.x == 2"]),
                ("deny contains \"x\" if { input.x != 1; input.x != 2 }", &[]),
                ("deny contains \"x\" if { input.x == 1 with input as {}; input.x == 2 }", &[]),
            ],
        );
    }
}
