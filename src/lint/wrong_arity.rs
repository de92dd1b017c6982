//! A call with too many or too few arguments.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::refusal::ARITY;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: ARITY.lint,
    severity: Severity::High,
    gate: true,
    title: Words { en: "Wrong number of arguments", zh: "参数个数错误" },
    why: Words {
        en: "A function is called with another number of arguments than it takes. What it stands in cannot be evaluated, and is refused.",
        zh: "调用函数时的参数个数与其定义不符。所在定义无法求值，会被拒绝。",
    },
    instead: Words { en: ARITY.en, zh: ARITY.zh },
    bad: "package app\n\ndeny contains \"admin\" if object.get(input, \"role\") == \"admin\"\n",
    good: "package app\n\ndeny contains \"admin\" if object.get(input, \"role\", \"\") == \"admin\"\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::Arity]);
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
                ("a := split(input.x)", &["split(input.x)"]),
                ("a if { split(input.x, \",\", parts); parts }", &[]),
                ("f(x, y) := x + y\n\na := f(1)", &["f(1)"]),
                ("f(x, y) := x + y\n\na := f(1, 2)", &[]),
                ("a := time.now_ns()", &[]),
                ("a := time.now_ns(1, 2)", &["time.now_ns(1, 2)"]),
            ],
        );
    }
}
