//! An import that nothing uses.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use std::collections::BTreeSet;

pub const LINT: Lint = Lint {
    id: "unused-import",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Import that nothing uses", zh: "未使用的导入" },
    why: Words {
        en: "No rule of the file uses the name that the import binds. Often a rule was meant to and names something else.",
        zh: "文件中没有规则使用该导入绑定的名称，往往是本应使用它的规则写成了别的名称。",
    },
    instead: Words { en: "Use it, or remove it.", zh: "使用它，或将其删除。" },
    bad: "package app\n\nimport data.lib\n\ndeny contains \"x\" if input.x\n",
    good: "package app\n\ndeny contains \"x\" if input.x\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    let mut used: BTreeSet<(usize, &str)> = BTreeSet::new();
    workspace.each_rule(&mut |file, _, scopes| {
        used.extend(scopes.free.iter().map(|free| (file, free.root)));
    });
    for (index, file) in workspace.files.iter().enumerate() {
        for import in &file.tree.imports {
            let Some(name) = import.name().filter(|name| !used.contains(&(index, name))) else { continue };
            hits.at(
                index,
                import.span,
                format!("nothing uses the import `{name}`"),
                format!("导入 `{name}` 未被使用"),
            );
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
                ("import data.lib", &["import data.lib"]),
                ("import data.lib as x\n\na := lib", &["import data.lib as x"]),
                ("import data.lib\n\na := lib.x", &[]),
                ("import data.lib\n\na := lib.f(1)", &[]),
                ("import data.lib\n\na if 1 with lib.x as 2", &[]),
                ("import data.lib\n\na := [lib | some lib in input]", &["import data.lib"]),
                ("import rego.v1", &[]),
                ("import input.request\n\na := request.x", &[]),
            ],
        );
    }
}
