//! A call of a function that there is not.

use super::arity::Callee;
use super::builtins;
use super::workspace::Workspace;
use super::{Hits, Lint, Words, nearest};
use crate::policy::Severity;
use crate::policy::ast::RuleKind;
use std::collections::BTreeSet;

pub const LINT: Lint = Lint {
    id: "undefined-function",
    severity: Severity::High,
    gate: true,
    title: Words { en: "Call of a function that is not defined", zh: "调用了未定义的函数" },
    why: Words {
        en: "A name is called that is neither a builtin nor a function of a loaded package. The engine notices only when it gets there; on every document where it does not, the rule passes.",
        zh: "所调用的名称既不是内置函数，也不是已加载包中的函数。引擎只有执行到该处才会发现；凡是没有执行到的文档，规则都会通过。",
    },
    instead: Words {
        en: "Correct the name, import the package that defines the function, or load that package too.",
        zh: "更正名称，导入定义该函数的包，或一并加载该包。",
    },
    bad: "package app\n\ndeny contains \"not https\" if not startwith(input.url, \"https:\")\n",
    good: "package app\n\ndeny contains \"not https\" if not startswith(input.url, \"https:\")\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_own_rule(&mut |file, _, scopes| {
        for free in scopes.free.iter().filter(|free| free.args.is_some()) {
            let name = workspace.files[file].source.slice(free.term.span);
            match workspace.callee(file, free) {
                Callee::Function(..) | Callee::Builtin(_) => {}
                Callee::Unknown(None) if workspace.is_lost(&workspace.files[file].tree.package) => {}
                Callee::Unknown(Some(path)) if workspace.is_lost(&path) => {}
                Callee::Rule(_) => {
                    hits.at(
                        file,
                        free.term.span,
                        format!("`{name}` is a rule and no function"),
                        format!("`{name}` 是规则而不是函数"),
                    );
                }
                Callee::Unknown(_) => {
                    let known = known(workspace, file);
                    hits.at(
                        file,
                        free.term.span,
                        format!("no function `{name}` is built in or defined"),
                        format!("没有名为 `{name}` 的内置函数或已定义函数"),
                    )
                    .meant(nearest(name, known.iter().map(String::as_str)));
                }
            }
        }
    });
}

/// The functions that a file can name, as it would write them.
fn known(workspace: &Workspace<'_>, file: usize) -> BTreeSet<String> {
    let tree = &workspace.files[file].tree;
    let mut names: BTreeSet<String> = builtins::ALL.iter().map(|builtin| builtin.0.to_owned()).collect();
    for (path, places) in &workspace.rules {
        if workspace.rule(places[0]).kind != RuleKind::Function {
            continue;
        }
        if let Some(own) = path.strip_prefix(tree.package.as_slice()) {
            names.insert(own.join("."));
        }
        for import in &tree.imports {
            let below = import.path.strip_prefix(&["data".to_owned()]);
            if let (Some(name), Some(below)) = (import.name(), below.and_then(|at| path.strip_prefix(at))) {
                names.insert(
                    std::iter::once(name)
                        .chain(below.iter().map(String::as_str))
                        .collect::<Vec<_>>()
                        .join("."),
                );
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, table};
    use super::*;

    #[test]
    fn snippets() {
        table(
            &LINT,
            &[
                ("f(x) := x\n\na := f(1)", &[]),
                ("f[\"g\"](x) := x\n\na := f.g(1)\n\nb := f[\"g\"](1)", &[]),
                ("a := data.p.f(1)\n\nf(x) := x", &[]),
                ("a := g(1)", &["g"]),
                ("a := count(input.xs) + trim_spaces(input.y)", &["trim_spaces"]),
                ("a := data.lib.f(1)", &["data.lib.f"]),
                ("b := 1\n\na := b(1)", &["b"]),
                ("a if { print(1, 2, 3); walk(input, [p, v]); p; v }", &[]),
                ("a if object.gett(input, \"x\", 1)", &["object.gett"]),
            ],
        );
    }

    #[test]
    fn imports_lead_to_functions() {
        let lib = ("lib.rego", "package lib\n\nok(x) if x\n");
        let user = |text: &'static str| ("user.rego", text);
        let good =
            "package p\n\nimport data.lib\nimport data.lib.ok as fine\n\na if { lib.ok(1); fine(2) }\n";
        assert_eq!(found(&LINT, &[lib, user(good)]), []);
        let bad = "package p\n\nimport data.lib\n\na if lib.okk(1)\n";
        assert_eq!(found(&LINT, &[lib, user(bad)])[0].0, "lib.okk");
    }
}
