//! A variable that nothing gives a value.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::refusal::VARIABLE;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: VARIABLE.lint,
    severity: Severity::High,
    gate: true,
    title: Words { en: "Variable without a value", zh: "没有取值的变量" },
    why: Words {
        en: "A name is read that is no rule, import or argument, and that no positive statement of the query gives a value. Most often it is misspelt. The definition is refused.",
        zh: "所读取的名称不是规则、导入或参数，查询中也没有任何肯定语句为它赋值，多半是拼写错误。该定义会被拒绝。",
    },
    instead: Words { en: VARIABLE.en, zh: VARIABLE.zh },
    bad: "package app\n\ndeny contains msg if {\n\tsome user in input.users\n\tmsg := sprintf(\"%s is unknown\", [usr])\n}\n",
    good: "package app\n\ndeny contains msg if {\n\tsome user in input.users\n\tmsg := sprintf(\"%s is unknown\", [user])\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::Unsafe]);
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
                ("a if x == 1", &["x"]),
                ("a if { x = 1; x }", &[]),
                ("a if { 1 = x; x }", &[]),
                ("a contains x if input.xs[x]", &[]),
                ("a contains x if input.xs[y]", &["x"]),
                ("a if { input.xs[i] == input.ys[i] }", &[]),
                ("a if { y := x; x := 1; y }", &[]),
                ("a if { x := y; y := x }", &["x", "y"]),
                ("a if { [x, {\"k\": y}] = input.z; x; y }", &[]),
                ("a if { [x, y] = [1, x]; y }", &[]),
                ("f(x, [y, _]) := x + y", &[]),
                ("f(x) := x + z", &["z"]),
                ("a := [x | some x in input.xs]", &[]),
                ("a := [y | some x in input.xs]", &["y"]),
                ("a := {k: v | some k, v in input.xs; k != w}", &["w"]),
                ("a if every x in input.xs { x > 1 }", &[]),
                ("a if every x in input.xs { x > y }", &["y"]),
                ("a if { every x in input.xs { x > y }; y := 1 }", &["y"]),
                ("a if { every x in input.xs { x > y }; y = 1 }", &[]),
                ("a if { n := count([x | x := input.xs[_]; x > m]); m := 1; n }", &["m"]),
                ("a if { walk(input, [p, v]); p; v == 1 }", &[]),
                ("a if { split(input.x, \",\", parts); parts[_] == \"y\" }", &[]),
                ("a if { some x; input.xs[x]; x > 1 }", &[]),
                ("a if { some x; x > 1 }", &["x"]),
                ("a if { x in input.xs; x > 1 }", &["x"]),
                ("a if { _ > 1 }", &["_"]),
                ("a := input.xs[_]", &[]),
                ("a if { v := {l | l := split(input.x, input.ys[i])[_]}; v }", &[]),
                ("a if { v := [x | walk(input, [_, x])]; some x in v; x == 1 }", &[]),
                ("a contains input.xs[_].y", &[]),
                ("a := [input.xs[i] | true]", &[]),
                ("a := [x | true]", &["x"]),
                ("a if input.xs[count(i)]", &["i"]),
                ("a if { input.xs[i + 1]; i := 1 }", &[]),
                ("b := 1\n\na if b == 1", &[]),
                ("a if input.x == 1 with input as y", &["y"]),
                ("a if { input.x == y with input as {\"x\": 1}; y := 1 }", &[]),
                ("a[x] := y if some x, y in input.xs", &[]),
                ("a := 1 if input.x\n\nelse := z", &["z"]),
                ("a if { x := [1, 2][i]; i >= x }", &[]),
                ("a if { input[x][y]; x; y }", &[]),
                ("a if { some i; input.xs[i].y == {\"k\": i} }", &[]),
                ("a if { {x: 1} == input.y }", &["x"]),
                ("a if { x := {z | z := y[_]}; y := input.ys; x }", &["z", "y", "_"]),
                ("f(x) := y if { y := {z | some z in x} }\n\na if f(input.x, z)", &[]),
            ],
        );
    }
}
