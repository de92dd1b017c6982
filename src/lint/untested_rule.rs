//! A rule that no test is about.

use super::workspace::{Target, Workspace};
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::module::{is_test, reports};
use std::collections::BTreeSet;

pub const LINT: Lint = Lint {
    id: "untested-rule",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Rule without a test", zh: "没有测试的规则" },
    why: Words {
        en: "The package reports violations, and no test package of its name and no other test refers to it. A rule that nobody has seen fail may be one that cannot.",
        zh: "该包会报告违规，却没有同名的测试包，也没有其他测试引用它。从未有人见它失败的规则，也许根本不会失败。",
    },
    instead: Words {
        en: "Write a `<package>_test` with one test that the rule reports and one that it does not.",
        zh: "编写 `<包名>_test`：至少一个规则会报告的测试和一个不会报告的测试。",
    },
    bad: "package app\n\ndeny contains \"no owner\" if not input.owner\n",
    good: "# file: app.rego\npackage app\n\ndeny contains \"no owner\" if not input.owner\n# file: app_test.rego\npackage app_test\n\ntest_owner if count(data.app.deny) == 1 with input as {}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    let tested = tested(workspace);
    let mut told: BTreeSet<&[String]> = BTreeSet::new();
    for (index, file) in workspace.files.iter().enumerate().filter(|(_, file)| !file.is_test()) {
        let package = &file.tree.package;
        let covered = |path: &Vec<String>| path.starts_with(package) || package.starts_with(path);
        let Some(rule) = file.tree.rules.iter().find(|rule| reports(rule)) else {
            continue;
        };
        if tested.iter().any(covered) || !told.insert(package) {
            continue;
        }
        let name = format!("{}.{}", package.join("."), rule.name());
        hits.at(
            index,
            rule.name_span,
            format!("no test is about `{name}`"),
            format!("没有针对 `{name}` 的测试"),
        );
    }
}

/// What tests refer to: packages that their names say, and whatever they read.
fn tested(workspace: &Workspace<'_>) -> BTreeSet<Vec<String>> {
    let mut tested = BTreeSet::new();
    for file in workspace.files.iter().filter(|file| file.is_test()) {
        let mut package = file.tree.package.clone();
        if let Some(last) = package.last_mut() {
            *last = last.trim_end_matches("_test").to_owned();
        }
        tested.insert(package);
    }
    workspace.each_rule(&mut |file, rule, scopes| {
        let package = &workspace.files[file].tree.package;
        let test = rule.path.first().is_some_and(|name| name.starts_with("test_"));
        if !test && !is_test(package) {
            return;
        }
        if test {
            tested.insert(package.clone());
        }
        for free in &scopes.free {
            if let Target::Data(path, _) = workspace.target(file, free) {
                tested.insert(path);
            }
        }
    });
    tested
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, table};
    use super::*;

    #[test]
    fn snippets() {
        table(
            &LINT,
            &[
                ("deny contains \"x\" if input.x", &["deny"]),
                ("deny contains \"x\" if input.x\n\nwarn contains \"x\" if input.x", &["deny"]),
                ("a if input.x", &[]),
                ("deny contains \"x\" if input.x\n\ntest_x if deny with input as {}", &[]),
            ],
        );
    }

    #[test]
    fn a_test_may_have_any_name() {
        let rule = ("p.rego", "package p\n\ndeny contains \"x\" if input.x\n");
        let test = ("t.rego", "package all_test\n\nimport data.p\n\ntest_x if p.deny with input as {}\n");
        assert_eq!(found(&LINT, &[rule, test]), []);
    }
}
