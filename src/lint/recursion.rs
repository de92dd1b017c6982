//! Rules and functions that need themselves.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::refusal::RECURSION;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: RECURSION.lint,
    severity: Severity::High,
    gate: true,
    title: Words { en: "Recursion", zh: "递归" },
    why: Words {
        en: "A rule or function needs itself, directly or through others. Rego has no recursion: what needs itself is refused.",
        zh: "规则或函数直接或间接地依赖自身。Rego 不支持递归：依赖自身的定义会被拒绝。",
    },
    instead: Words { en: RECURSION.en, zh: RECURSION.zh },
    bad: "package app\n\ndepth(x) := 1 + max([depth(y) | some y in x.children])\n\ndeny contains \"too deep\" if depth(input.tree) > 5\n",
    good: "package app\n\ndeny contains \"too deep\" if {\n\twalk(input.tree, [path, _])\n\tcount(path) > 10\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::Recursion]);
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
                ("f(x) := f(x - 1)", &["f"]),
                ("a if b\n\nb if c\n\nc if a", &["a"]),
                ("a if { b := 1; b }\n\nb if a", &[]),
                ("a if b\n\nb if input.x", &[]),
            ],
        );
    }
}
