//! A part of the input compared with a set.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::ast::{Gather, Operator, Term, TermKind};

pub const LINT: Lint = Lint {
    id: "set-comparison",
    severity: Severity::Medium,
    gate: false,
    title: Words { en: "Input compared with a set", zh: "输入与集合比较" },
    why: Words {
        en: "Documents hold lists and never sets, and a list is never equal to a set. The comparison comes to the same for every document.",
        zh: "文档中只有列表而没有集合，列表与集合永不相等，因此该比较对任何文档结果都一样。",
    },
    instead: Words {
        en: "Make a set of the list first, `{x | some x in input.xs}`, or compare with a list.",
        zh: "先把列表转成集合：`{x | some x in input.xs}`，或与列表比较。",
    },
    bad: "package app\n\ndeny contains \"wrong ports\" if input.ports != {80, 443}\n",
    good: "package app\n\ndeny contains \"wrong ports\" if {port | some port in input.ports} != {80, 443}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate() {
        for rule in &file.tree.rules {
            rule.terms(&mut |term| {
                let TermKind::Binary(Operator::Equal | Operator::Unequal, left, right) = &term.kind else {
                    return;
                };
                for (one, other) in [(left, right), (right, left)] {
                    let input = matches!(one.reference(), Some(("input", [_, ..])));
                    if input && is_set(other) {
                        let name = file.source.slice(one.span);
                        hits.at(
                            index,
                            term.span,
                            format!("`{name}` is never a set"),
                            format!("`{name}` 不会是集合"),
                        );
                    }
                }
            });
        }
    }
}

fn is_set(term: &Term) -> bool {
    matches!(term.kind, TermKind::Set(_) | TermKind::Comprehension(Gather::Set, ..))
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
                ("a if input.x == {1, 2}", &["input.x == {1, 2}"]),
                ("a if set() != input.x", &["set() != input.x"]),
                ("a if input.x == {y | some y in [1]}", &["input.x == {y | some y in [1]}"]),
                ("a if input.x == {\"k\": 1}", &[]),
                ("a if input.x == [y | some y in [1]]", &[]),
                ("a if {x | some x in input.x} == {1}", &[]),
                ("b := {1}\n\na if b == {1}", &[]),
            ],
        );
    }
}
