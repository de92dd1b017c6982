//! A name that hides another.

use super::scope::{Binding, Scopes};
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::signatures;

pub const LINT: Lint = Lint {
    id: "shadowed-name",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Name that hides another", zh: "遮蔽了其他名称" },
    why: Words {
        en: "A variable has the name of an import or a rule of the package, or a variable, rule or import that of a builtin. Whoever reads on takes one for the other.",
        zh: "变量与导入或本包规则同名，或变量、规则、导入与内置函数同名。继续往下读的人会把二者混淆。",
    },
    instead: Words { en: "Give it a name of its own.", zh: "另取名称。" },
    bad: "package app\n\nlimit := 5\n\ndeny contains \"too many\" if {\n\tlimit := input.limit\n\tinput.count > limit\n}\n",
    good: "package app\n\nlimit := 5\n\ndeny contains \"too many\" if {\n\tinput.limit <= limit\n\tinput.count > input.limit\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_rule(&mut |file, _, scopes| variables(workspace, file, &scopes, hits));
    for (index, file) in workspace.files.iter().enumerate() {
        for rule in &file.tree.rules {
            if let [name] = &rule.path[..]
                && is_builtin(name)
            {
                hits.at(
                    index,
                    rule.name_span,
                    format!("the rule `{name}` hides a builtin"),
                    format!("规则 `{name}` 遮蔽了内置函数"),
                );
            }
        }
        for import in &file.tree.imports {
            if let Some(name) = import.name().filter(|name| is_builtin(name)) {
                hits.at(
                    index,
                    import.span,
                    format!("the import `{name}` hides a builtin"),
                    format!("导入 `{name}` 遮蔽了内置函数"),
                );
            }
        }
    }
}

/// True for a name that only functions have: they are called, and variables are not.
fn is_function(workspace: &Workspace<'_>, file: usize, name: &str) -> bool {
    let mut path = workspace.files[file].tree.package.clone();
    path.push(name.to_owned());
    workspace.arity(&path).is_some()
}

/// True for a builtin that a policy may still call.
fn is_builtin(name: &str) -> bool {
    signatures::signature(name).is_some_and(|signature| !signature.deprecated)
}

fn variables(workspace: &Workspace<'_>, file: usize, scopes: &Scopes<'_>, hits: &mut Hits) {
    for variable in &scopes.variables {
        let name = variable.name;
        let (en, zh) = if workspace.files[file].import(name).is_some() {
            ("an import", "导入")
        } else if variable.binding != Binding::Argument
            && workspace.defines(file, name)
            && !is_function(workspace, file, name)
        {
            ("a rule", "规则")
        } else if is_builtin(name) {
            ("a builtin", "内置函数")
        } else {
            continue;
        };
        hits.at(
            file,
            variable.span,
            format!("the variable `{name}` hides {en}"),
            format!("变量 `{name}` 遮蔽了{zh}"),
        );
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
                ("import data.lib\n\na if { lib := 1; lib }", &["lib"]),
                ("b := 1\n\na if { b := 2; b }", &["b"]),
                // Whoever calls a function gives its arguments.
                ("b := 1\n\nf(b) := b", &[]),
                ("a if { count := 1; count }", &["count"]),
                ("count := 1", &["count"]),
                ("import data.lib.max", &["import data.lib.max"]),
                ("a if { x := 1; x }", &[]),
                ("a if { all := 1; all }", &[]),
                ("b(x) := x\n\na if { b := 1; b }", &[]),
                ("a if { some x in input.xs; x == [y | some y in x] }", &[]),
            ],
        );
    }
}
