//! An import that another one makes useless, or hides.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;

pub const LINT: Lint = Lint {
    id: "duplicate-import",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Import that stands twice", zh: "重复的导入" },
    why: Words {
        en: "Two imports bind one name. If they import the same, one is useless; if not (medium), the last one hides the other.",
        zh: "两个导入绑定了同一名称。若内容相同，其中之一多余；若不同（中），后者会遮蔽前者。",
    },
    instead: Words { en: "Remove one, or rename it with `as`.", zh: "删除其一，或用 `as` 改名。" },
    bad: "package app\n\nimport data.net.ports\nimport data.web.ports\n\ndeny contains \"port\" if not input.port in ports\n",
    good: "package app\n\nimport data.web.ports\n\ndeny contains \"port\" if not input.port in ports\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate() {
        let imports = &file.tree.imports;
        for (at, import) in imports.iter().enumerate() {
            let same = imports[..at].iter().find(|first| match import.name() {
                Some(name) => first.name() == Some(name),
                None => first.path == import.path,
            });
            let Some(first) = same else { continue };
            let name = import.path.join(".");
            if first.path == import.path {
                hits.at(
                    index,
                    import.span,
                    format!("`{name}` is imported twice"),
                    format!("重复导入 `{name}`"),
                )
                .related(index, first.span, "first here", "首次导入");
            } else {
                let name = import.name().unwrap_or_default();
                hits.at(
                    index,
                    import.span,
                    format!("this import hides another of the name `{name}`"),
                    format!("该导入遮蔽了另一个名为 `{name}` 的导入"),
                )
                .severity(Severity::Medium)
                .related(index, first.span, "hidden", "被遮蔽");
            }
        }
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
                ("import data.a.x\nimport data.b.x", &["import data.b.x"]),
                ("import data.a.x\nimport data.b.x as y", &[]),
                ("import data.a.x\nimport data.a.x as x", &["import data.a.x as x"]),
                ("import future.keywords\nimport future.keywords.in", &[]),
            ],
        );
    }
}
