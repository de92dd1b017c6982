//! A rule in a package of tests, which no run evaluates.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::module::{is_test, reports};

pub const LINT: Lint = Lint {
    id: "rule-among-tests",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Rule in a package of tests", zh: "测试包中的规则" },
    why: Words {
        en: "A package whose name ends in `_test` holds tests, so `deny`, `violation` and `warn` in it are no rules: every document passes them.",
        zh: "名称以 `_test` 结尾的包存放测试，其中的 `deny`、`violation` 与 `warn` 不算规则：任何文档都会通过。",
    },
    instead: Words {
        en: "Give the package a name that does not end in `_test`.",
        zh: "让包名不以 `_test` 结尾。",
    },
    bad: "package load_test\n\ndeny contains \"no limit\" if not input.limit\n",
    good: "package load_tests\n\ndeny contains \"no limit\" if not input.limit\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate().filter(|(_, file)| is_test(&file.tree.package)) {
        for rule in file.tree.rules.iter().filter(|rule| reports(rule)) {
            let name = rule.name();
            hits.at(
                index,
                rule.name_span,
                format!("`{name}` is no rule in a package of tests, and is never evaluated"),
                format!("`{name}` 位于测试包中，不算规则，从不求值"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;
    use super::*;

    #[test]
    fn snippets() {
        for (text, expected) in [
            ("package a_test\n\ndeny contains \"x\" if input.x\n", vec!["deny"]),
            ("package a_test\n\nwarn_late := true if input.x\n", vec!["warn_late"]),
            ("package a_test\n\ntest_x if data.b.deny\n", vec![]),
            ("package a.tests\n\ndeny contains \"x\" if input.x\n", vec![]),
        ] {
            let underlined: Vec<String> =
                found(&LINT, &[("a.rego", text)]).into_iter().map(|(text, _)| text).collect();
            assert_eq!(underlined, expected, "{text}");
        }
    }
}
