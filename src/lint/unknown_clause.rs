//! A clause that is in no framework.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::source::{SourceFile, Span};
use std::collections::BTreeSet;

pub const LINT: Lint = Lint {
    id: "unknown-clause",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Clause that is in no framework", zh: "框架中不存在的条款" },
    why: Words {
        en: "The rule cites a clause that no loaded framework has, so no report can say what demands it.",
        zh: "规则引用的条款不在任何已加载的框架中，报告因此无法说明依据。",
    },
    instead: Words {
        en: "Correct the id, or add the clause to a file in `frameworks/` of the pack.",
        zh: "更正编号，或把条款加入规则包 `frameworks/` 中的文件。",
    },
    bad: "# METADATA\n# title: Owner\n# custom:\n#   clauses: [GB22239-8.1.4.1x]\npackage app\n\ndeny contains \"no owner\" if not input.owner\n",
    good: "# METADATA\n# title: Owner\n# custom:\n#   clauses: [GB22239-8.1.2.2b]\npackage app\n\ndeny contains \"no owner\" if not input.owner\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    let frameworks = workspace.given.frameworks;
    for (rule, _) in workspace.given.rules() {
        let Some(file) = workspace.file_of(&rule.origin.source) else { continue };
        let unknown: BTreeSet<&str> = rule.cited().filter(|clause| !frameworks.contains(clause)).collect();
        for clause in unknown {
            let span = in_comment(&rule.origin.source, clause).unwrap_or(rule.origin.span);
            hits.at(
                file,
                span,
                format!("no framework has the clause {clause:?}"),
                format!("没有框架含有条款“{clause}”"),
            )
            .meant(frameworks.similar(clause))
            .anchor(rule.origin.span.start);
        }
    }
}

/// Where a word first stands in a comment.
fn in_comment(source: &SourceFile, word: &str) -> Option<Span> {
    (1..=source.line_count()).filter_map(|line| source.line(line)).find_map(|line| {
        let text = source.slice(line);
        let at = text.trim_start().starts_with('#').then(|| text.find(word))??;
        let start = line.start as usize + at;
        Some(Span::new(start, start + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;

    #[test]
    fn snippets() {
        let rule = |clauses: &str| {
            format!("# METADATA\n# custom: {{clauses: [{clauses}]}}\ndeny contains \"x\" if input.x")
        };
        table(
            &LINT,
            &[
                (&rule("GB22239-8.1.2.2b"), &[]),
                (&rule("GB22239-8.1.2.2z, NOPE-1"), &["GB22239-8.1.2.2z", "NOPE-1"]),
            ],
        );
    }
}
