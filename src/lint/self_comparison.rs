//! A value compared with itself.

use super::constant::is_one_value;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::ast::{Operator, TermKind};

pub const LINT: Lint = Lint {
    id: "self-comparison",
    severity: Severity::Medium,
    gate: false,
    title: Words { en: "Value compared with itself", zh: "与自身比较" },
    why: Words {
        en: "Both sides of a comparison are the same value, so it says nothing about the input but that the value is there.",
        zh: "比较的两侧是同一个值，因此除了说明该值存在之外毫无意义。",
    },
    instead: Words { en: "Compare with what was meant.", zh: "改为与真正要比较的对象比较。" },
    bad: "package app\n\ndeny contains \"same person\" if input.maker == input.maker\n",
    good: "package app\n\ndeny contains \"same person\" if input.maker == input.checker\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate() {
        for rule in &file.tree.rules {
            rule.terms(&mut |term| {
                let TermKind::Binary(operator, left, right) = &term.kind else { return };
                if !compares(*operator) || !is_one_value(left) {
                    return;
                }
                if file.source.slice(left.span) == file.source.slice(right.span) {
                    hits.at(index, term.span, "both sides are the same", "两侧相同");
                }
            });
        }
    }
}

fn compares(operator: Operator) -> bool {
    use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Unequal};
    matches!(operator, Equal | Unequal | Less | LessOrEqual | Greater | GreaterOrEqual)
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
                ("a if input.x == input.x", &["input.x == input.x"]),
                ("a if { some i; input.xs[i] != input.xs[i] }", &["input.xs[i] != input.xs[i]"]),
                ("a if input.xs[_] == input.xs[_]", &[]),
                ("a if input.x == input.y", &[]),
                ("a := 1 - 1", &[]),
                ("a if rand.intn(\"a\", 2) == rand.intn(\"a\", 2)", &[]),
            ],
        );
    }
}
