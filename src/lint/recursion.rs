//! Rules and functions that need themselves.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::engine;

pub const LINT: Lint = Lint {
    id: "recursion",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Recursion", zh: "递归" },
    why: Words {
        en: "A rule or function needs itself, directly or through others. Rego has no recursion; `check` refuses the files on the way.",
        zh: "规则或函数直接或间接地依赖自身。Rego 不支持递归；`check` 会拒绝相关文件。",
    },
    instead: Words {
        en: "Visit nested values with `walk`, reach along edges with `graph.reachable`.",
        zh: "嵌套的值用 `walk` 遍历，沿边可达的节点用 `graph.reachable` 求取。",
    },
    bad: "package app\n\ndepth(x) := 1 + max([depth(y) | some y in x.children])\n\ndeny contains \"too deep\" if depth(input.tree) > 5\n",
    good: "package app\n\ndeny contains \"too deep\" if {\n\twalk(input.tree, [path, _])\n\tcount(path) > 10\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for cycle in engine::recursion(workspace.given.modules) {
        let source = &workspace.given.modules[cycle.module].source;
        let Some(file) = workspace.files.iter().position(|file| file.source.path == source.path) else {
            continue;
        };
        let route = cycle.names.join(" -> ");
        let (en, zh) = if cycle.function { ("function", "函数") } else { ("rule", "规则") };
        hits.at(
            file,
            cycle.span,
            format!("this {en} is recursive: {route}"),
            format!("该{zh}是递归的：{route}"),
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
                ("f(x) := f(x - 1)", &["f"]),
                ("a if b\n\nb if c\n\nc if a", &["a"]),
                ("a if { b := 1; b }\n\nb if a", &[]),
                ("a if b\n\nb if input.x", &[]),
            ],
        );
    }
}
