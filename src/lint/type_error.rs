//! An argument of a type that the function never takes.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: "type-error",
    severity: Severity::High,
    gate: true,
    title: Words { en: "Value of a type that does not fit", zh: "类型不符的值" },
    why: Words {
        en: "A builtin is called with a value of a type that it never takes, two values are compared that are never equal, or a part is read of what has none. What it stands in is undefined for every document: the rule passes, or fails, whatever they say.",
        zh: "传给内置函数的值类型不符，或比较两个永不相等的值，或读取不存在的成员。所在表达式对每份文档都是未定义的：无论文档内容如何，规则都会通过或失败。",
    },
    instead: Words {
        en: "Give a value of the type that is wanted, or call the function that takes this one.",
        zh: "改用类型相符的值，或改用接受该类型的函数。",
    },
    bad: "package app\n\ndeny contains \"not internal\" if not startswith(input.host, [\"10.\", \"192.168.\"])\n",
    good: "package app\n\ndeny contains \"not internal\" if not strings.any_prefix_match(input.host, [\"10.\", \"192.168.\"])\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::Type]);
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
                ("a if startswith(input.x, [\"a\"])", &["[\"a\"]"]),
                ("a if startswith(input.x, \"a\")", &[]),
                ("a := {\"a\": 1} | {\"b\": 2}", &["{\"a\": 1}"]),
                ("a := {1} | {2}", &[]),
                ("b := 1\n\na if b == \"x\"", &["b == \"x\""]),
            ],
        );
    }
}
