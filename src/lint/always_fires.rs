//! A rule that reports on every input.

use super::constant::truth;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::module::reports;
use crate::rego::ast::{Rule, Term, TermKind};

pub const LINT: Lint = Lint {
    id: "always-fires",
    severity: Severity::Medium,
    gate: false,
    title: Words { en: "Rule that always fires", zh: "总是触发的规则" },
    why: Words {
        en: "No condition of the rule depends on the input: it reports a violation for every document, good or bad.",
        zh: "规则的条件都与输入无关：无论文档是否合规，都会报告违规。",
    },
    instead: Words {
        en: "Add the condition that a bad document meets, or remove the rule.",
        zh: "补上不合规文档才满足的条件，或删除该规则。",
    },
    bad: "package app\n\ndeny contains msg if {\n\ttrue\n\tmsg := \"no owner\"\n}\n",
    good: "package app\n\ndeny contains msg if {\n\tnot input.owner\n\tmsg := \"no owner\"\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate().filter(|(_, file)| !file.is_test()) {
        for rule in file.tree.rules.iter().filter(|rule| reports(rule) && holds(rule)) {
            hits.at(
                index,
                rule.name_span,
                format!("`{}` reports on every input", rule.name()),
                format!("`{}` 对任何输入都会报告", rule.name()),
            );
        }
    }
}

/// True if a body of the rule, or the head of one without, depends on nothing.
fn holds(rule: &Rule) -> bool {
    let fixed_head =
        rule.head().all(|term| super::constant::value(term) != Some(false.into()) && fixed(term));
    let empty = rule.bodies.is_empty() && rule.member.is_some();
    let body = |query: &crate::rego::ast::Query| {
        query.statements.iter().all(|statement| truth(statement) == Some(true))
    };
    fixed_head && (empty || rule.bodies.iter().any(|it| !it.is_else && body(&it.query)))
}

/// True for a term that has a value whatever the input is: texts, numbers, variables, and messages of them.
fn fixed(term: &Term) -> bool {
    match &term.kind {
        TermKind::Ref(..) | TermKind::Comprehension(..) => false,
        TermKind::Call(function, args) => function.var() == Some("sprintf") && args.iter().all(fixed),
        _ => term.children().into_iter().all(fixed),
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
                ("deny contains \"x\" if true", &["deny"]),
                ("deny contains \"x\"", &["deny"]),
                ("deny contains lower(input.x)", &[]),
                ("deny contains f(1)\n\nf(x) := x if input.y == x", &[]),
                ("deny contains input.x if true", &[]),
                ("deny contains {\"msg\": sprintf(\"%d\", [x])} if x := 1", &["deny"]),
                ("deny contains msg if { msg := \"x\" }", &["deny"]),
                ("deny contains msg if { msg := input.x }", &[]),
                ("deny contains msg if { some msg in input.x }", &[]),
                ("deny contains \"x\" if input.x", &[]),
                ("deny := false", &[]),
                ("default deny := false\n\ndeny if input.x", &[]),
                ("a if true", &[]),
            ],
        );
    }
}
