//! A variable that nothing reads.

use super::scope::Binding;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::ast::RuleKind;

pub const LINT: Lint = Lint {
    id: "unused-variable",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Variable or argument that nothing reads", zh: "未使用的变量或参数" },
    why: Words {
        en: "A value is given a name that nothing reads. Often a condition was meant to and names something else.",
        zh: "某个值有了名称却无人读取，往往是本应读取它的条件写成了别的名称。",
    },
    instead: Words {
        en: "Read it, or write `_` in its place. A name that starts with `_` is left alone.",
        zh: "读取它，或以 `_` 代替。以 `_` 开头的名称不在检查之列。",
    },
    bad: "package app\n\ndeny contains \"too long\" if {\n\tname := input.name\n\tcount(input.nane) > 9\n}\n",
    good: "package app\n\ndeny contains \"too long\" if {\n\tname := input.name\n\tcount(name) > 9\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_rule(&mut |file, rule, scopes| {
        if rule.kind == RuleKind::Default {
            return;
        }
        let unused = scopes.variables.iter().filter(|variable| variable.uses == 0);
        for variable in unused.filter(|variable| !variable.name.starts_with('_')) {
            let (en, zh) = match variable.binding {
                Binding::Argument => ("argument", "参数"),
                _ => ("variable", "变量"),
            };
            let name = variable.name;
            hits.at(
                file,
                variable.span,
                format!("nothing reads the {en} `{name}`"),
                format!("{zh} `{name}` 未被读取"),
            );
        }
    });
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
                ("a if { x := input.x }", &["x"]),
                ("a if { _x := input.x }", &[]),
                ("a contains x if { x := input.x }", &[]),
                ("a[x] := y if { x := input.x; y := input.y }", &[]),
                ("a if { some k, v in input.xs; v == 1 }", &["k"]),
                ("a if { some i; input.xs[i] }", &[]),
                ("a if { some i, j; input.xs[i] }", &["j"]),
                ("f(x, y) := x", &["y"]),
                ("f(x, x) := 1", &[]),
                ("f([x, y]) := x", &["y"]),
                ("f(\"a\", _) := 1", &[]),
                ("default f(_) := 1\n\nf(x) := x", &[]),
                ("a if every k, v in input.xs { v == 1 }", &["k"]),
                ("a := [x | some x, y in input.xs]", &["y"]),
                ("a if { x := 1; b := [y | y := x]; b }", &[]),
                ("a := x if { x := input.x } else := y if { y := input.y }", &[]),
                ("a if { x := input.x; input.y == 1 with input as x }", &[]),
            ],
        );
    }
}
