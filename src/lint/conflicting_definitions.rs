//! Definitions, and declarations, that do not go together.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: "conflicting-definitions",
    severity: Severity::High,
    gate: true,
    title: Words { en: "Definitions that do not go together", zh: "互相冲突的定义" },
    why: Words {
        en: "One name is defined as things that differ, such as a value and a set, or functions of one and of two arguments; or a variable is declared twice, or declared and never used. Nobody knows which is right, so none of them is evaluated.",
        zh: "同一名称被定义成不同的东西，例如既是单个值又是集合，或既有一个参数又有两个参数的函数；或者变量被重复声明，或声明后从未使用。无法判断哪个正确，因此都不会求值。",
    },
    instead: Words {
        en: "Give each its own name, or make them one kind.",
        zh: "各取不同的名称，或统一为同一种定义。",
    },
    bad: "package app\n\nlimit(kind) := 3 if kind == \"Deployment\"\n\nlimit(kind, name) := 5 if kind == name\n\ndeny contains \"too many\" if input.replicas > limit(input.kind)\n",
    good: "package app\n\nlimit(kind) := 3 if kind == \"Deployment\"\n\nlimit_of(kind, name) := 5 if kind == name\n\ndeny contains \"too many\" if input.replicas > limit(input.kind)\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::Conflict, MistakeKind::Declaration, MistakeKind::Syntax]);
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
                ("f(x) := x\n\nf(x, y) := y if x", &["f", "f"]),
                ("a := 1\n\na contains 2", &["a", "a"]),
                ("default a := 1\n\ndefault a := 2", &["a"]),
                ("a := 1 if input.x\n\na := 2 if input.y", &[]),
                ("a if { some x, y; input.xs[x] }", &["y"]),
                ("a if { x := 1; x := 2; x }", &["x"]),
            ],
        );
    }
}
