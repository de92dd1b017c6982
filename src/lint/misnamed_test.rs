//! A test that is never run.

use super::workspace::{Target, Workspace};
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::ast::{Rule, RuleKind};
use std::collections::BTreeSet;

pub const LINT: Lint = Lint {
    id: "misnamed-test",
    severity: Severity::Medium,
    gate: false,
    title: Words { en: "Test that is never run", zh: "从不运行的测试" },
    why: Words {
        en: "A rule in a package of tests replaces the input or data by `with`, as tests do, and nothing uses it. Its name does not start with `test_` or `todo_test_`, so it is never run and proves nothing.",
        zh: "测试包中的该规则像测试一样用 `with` 替换输入或数据，却没有任何地方使用它；其名称又不以 `test_` 或 `todo_test_` 开头，因此从不运行，什么也证明不了。",
    },
    instead: Words { en: "Start its name with `test_`.", zh: "让名称以 `test_` 开头。" },
    bad: "package app_test\n\ntets_owner if count(data.app.deny) == 1 with input as {}\n",
    good: "package app_test\n\ntest_owner if count(data.app.deny) == 1 with input as {}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    let mut used: BTreeSet<Vec<String>> = BTreeSet::new();
    workspace.each_rule(&mut |file, _, scopes| {
        for free in &scopes.free {
            if let Target::Data(path, _) = workspace.target(file, free) {
                used.insert(path);
            }
        }
    });
    for (index, file) in workspace.files.iter().enumerate().filter(|(_, file)| file.is_test()) {
        for rule in file.tree.rules.iter().filter(|rule| !is_test(rule) && replaces(rule)) {
            let path: Vec<String> = file.tree.package.iter().chain(&rule.path).cloned().collect();
            if used.iter().any(|used| used.starts_with(&path) || path.starts_with(used)) {
                continue;
            }
            let name = rule.name();
            hits.at(index, rule.name_span, format!("`{name}` is never run"), format!("`{name}` 从不运行"))
                .meant(Some(&format!(
                    "test_{}",
                    name.trim_start_matches("tets_").trim_start_matches("tst_")
                )));
        }
    }
}

fn is_test(rule: &Rule) -> bool {
    rule.path.iter().any(|part| part.starts_with("test_") || part.starts_with("todo_test_"))
}

fn replaces(rule: &Rule) -> bool {
    let statements = rule.queries().flat_map(|query| &query.statements);
    rule.kind == RuleKind::Value && statements.into_iter().any(|statement| !statement.with.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;
    use super::*;

    #[test]
    fn snippets() {
        for (text, expected) in [
            ("owner if data.app.a == 1 with input as {}", vec!["owner"]),
            ("test_owner if data.app.a == 1 with input as {}", vec![]),
            ("todo_test_owner if data.app.a == 1 with input as {}", vec![]),
            ("owner := {\"x\": 1}", vec![]),
            ("result := x if x := data.app.a with input as {}\n\ntest_a if result == 1", vec![]),
        ] {
            let text = format!("package app_test\n\n{text}\n");
            let files = [("a_test.rego", text.as_str()), ("app.rego", "package app\n\na := 1\n")];
            let underlined: Vec<String> = found(&LINT, &files).into_iter().map(|(text, _)| text).collect();
            assert_eq!(underlined, expected, "{text}");
        }
    }
}
