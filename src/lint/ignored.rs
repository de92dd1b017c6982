//! A comment that should silence a lint and does not.

use super::ignore::{self, Ignore};
use super::workspace::Workspace;
use super::{ALL, Hit, Hits, Lint, Words, nearest};
use crate::policy::Severity;

pub const LINT: Lint = Lint {
    id: "ignored",
    severity: Severity::Medium,
    gate: false,
    title: Words { en: "Comment that silences nothing", zh: "没有作用的忽略注释" },
    why: Words {
        en: "A `# fiducia: ignore[lint] reason` names no lint, gives no reason, or stands above a line that the lint finds nothing in. What it is meant for is reported, or was put right long ago and may come back unseen.",
        zh: "`# fiducia: ignore[lint] 理由` 没有写明检查项、没有给出理由，或其下一行并不存在该问题。它所针对的问题要么仍会报告，要么早已改正，日后重现时却不会被看见。",
    },
    instead: Words {
        en: "Name one lint and a reason, on the line above or at the end of the line; remove the comment once the line is put right.",
        zh: "在上一行或行末写明一个检查项与理由；问题改正后删除该注释。",
    },
    bad: "package app\n\n# fiducia: ignore[unused-variable]\ndeny contains \"x\" if input.x\n",
    good: "package app\n\n# fiducia: ignore[untested-rule] tested in another repository\ndeny contains \"x\" if input.x\n",
    run,
};

/// The comments are looked at once every other lint has run.
fn run(_: &Workspace<'_>, _: &mut Hits) {}

/// Its place among the lints.
fn index() -> usize {
    ALL.iter().position(|lint| lint.id == LINT.id).unwrap_or_default()
}

/// Says what is wrong with a comment that silences nothing.
fn report(file: usize, ignore: &Ignore, hits: &mut Hits) {
    match &ignore.lint {
        None => {
            hits.at(file, ignore.span, "this comment names no lint", "该注释没有写明检查项")
                .write("# fiducia: ignore[lint] reason");
        }
        Some((name, span)) if !ALL.iter().any(|lint| lint.id == name) => {
            let ids = ALL.iter().map(|lint| lint.id);
            hits.at(file, *span, format!("no lint is named `{name}`"), format!("没有名为 `{name}` 的检查项"))
                .meant(nearest(name, ids));
        }
        Some(_) if !ignore.reason => {
            hits.at(file, ignore.span, "this comment gives no reason", "该注释没有给出理由");
        }
        Some((name, _)) => {
            hits.at(
                file,
                ignore.span,
                format!("`{name}` finds nothing here"),
                format!("此处并没有 `{name}` 问题"),
            );
        }
    }
}

/// Leaves out the hits that comments silence, and adds the comments that silence nothing or say no reason.
pub fn apply(workspace: &Workspace<'_>, wanted: &impl Fn(&Lint) -> bool, found: Vec<Hit>) -> Vec<Hit> {
    let mut kept = Vec::with_capacity(found.len());
    let mut hits = Hits { lint: index(), found: Vec::new() };
    let mut left = found.into_iter().peekable();
    for (index, file) in workspace.files.iter().enumerate() {
        let ignores = ignore::comments(&file.source);
        let mut used = vec![false; ignores.len()];
        while let Some(hit) = left.next_if(|hit| hit.file == index) {
            let line = file.source.position(hit.anchor.unwrap_or(hit.span.start)).line;
            let silences = |ignore: &Ignore| {
                let named = ignore.lint.as_ref().is_some_and(|(name, _)| name == ALL[hit.lint].id);
                named
                    && ignore.reason
                    && (ignore.line == line || ignore.line == file.source.position(hit.span.start).line)
            };
            match ignores.iter().position(silences) {
                Some(at) => used[at] = true,
                None => kept.push(hit),
            }
        }
        if ALL.iter().any(|lint| lint.id == LINT.id && wanted(lint)) {
            let known = |name: &str| ALL.iter().find(|lint| lint.id == name);
            for (ignore, used) in ignores.iter().zip(&used) {
                // A lint that does not run in this run may well be there.
                let runs = ignore.lint.as_ref().and_then(|(name, _)| known(name)).is_none_or(wanted);
                if !used && (runs || !ignore.reason) {
                    report(index, ignore, &mut hits);
                }
            }
        }
    }
    kept.extend(hits.found);
    kept.sort_by_key(|hit| (hit.file, hit.span, hit.lint));
    kept
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;
    use super::super::{ALL, unused_import};
    use super::*;
    use std::slice;

    /// Findings of all lints but those that a bare package has anyway.
    fn all(text: &str) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("p.rego"), text).unwrap();
        let options = crate::policy::LoadOptions {
            policies: vec![crate::policy::load::PolicySource::Path(folder.path().to_path_buf())],
            ..Default::default()
        };
        let library = crate::policy::load::Loader::read(&options);
        let workspace = Workspace::new(library.given());
        let hits = super::super::hits(&workspace, |_| true);
        let told = |hit: super::super::Hit| {
            (ALL[hit.lint].id.to_owned(), workspace.files[0].source.slice(hit.span).to_owned())
        };
        hits.into_iter().map(told).collect()
    }

    #[test]
    fn a_comment_silences_one_lint_at_one_line() {
        let import = "import data.lib";
        for (text, expected) in [
            (format!("# fiducia: ignore[unused-import] later\n{import}"), vec![]),
            (format!("{import} # fiducia: ignore[unused-import] later"), vec![]),
            (
                format!("# fiducia: ignore[unused-import] 稍后使用\n{import}\nimport data.b"),
                vec!["unused-import"],
            ),
            (format!("# fiducia: ignore[unused-variable] later\n{import}"), vec!["ignored", "unused-import"]),
            (format!("# fiducia: ignore[unused-import]\n{import}"), vec!["ignored", "unused-import"]),
            (format!("# fiducia: ignore[unused-imports] x\n{import}"), vec!["ignored", "unused-import"]),
            (format!("# fiducia: ignore unused-import x\n{import}"), vec!["ignored", "unused-import"]),
            (
                format!(
                    "# fiducia: ignore[unused-import] a\n# fiducia: ignore[duplicate-import] b\n{import}"
                ),
                vec!["ignored"],
            ),
            ("a := \"# fiducia: ignore[x] y\"\n\nb := `\n# fiducia: ignore[x] y\n`".to_owned(), vec![]),
        ] {
            let found = all(&format!("package p\n\n{text}\n"));
            let ids: Vec<&str> = found.iter().map(|(lint, _)| lint.as_str()).collect();
            assert_eq!(ids, expected, "{text}\n{found:?}");
        }
    }

    #[test]
    fn lints_that_do_not_run_leave_their_comments_alone() {
        let text = "package p\n\n# fiducia: ignore[unused-import] later\nimport data.lib\n";
        for lint in slice::from_ref(&unused_import::LINT) {
            assert_eq!(found(lint, &[("p.rego", text)]), []);
        }
        assert_eq!(found(&LINT, &[("p.rego", text)]), []);
    }
}
