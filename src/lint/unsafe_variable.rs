//! A variable that nothing gives a value.

use super::safety::{Globals, Unsafe, unsafe_variables};
use super::scope::Scopes;
use super::workspace::Workspace;
use super::{Hits, Lint, Words, builtins, nearest};
use crate::policy::Severity;
use crate::policy::ast::{Rule, Term};

pub const LINT: Lint = Lint {
    id: "unsafe-variable",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Variable without a value", zh: "没有取值的变量" },
    why: Words {
        en: "A name is read that is no rule, import or argument, and that no positive statement of the query gives a value. Most often it is misspelt. `check` refuses the file.",
        zh: "所读取的名称不是规则、导入或参数，查询中也没有任何肯定语句为它赋值，多半是拼写错误。`check` 会拒绝该文件。",
    },
    instead: Words {
        en: "Correct the name, or bind it with `some ... in`, `:=` or an argument.",
        zh: "更正名称，或用 `some ... in`、`:=` 或参数绑定它。",
    },
    bad: "package app\n\ndeny contains msg if {\n\tsome user in input.users\n\tmsg := sprintf(\"%s is unknown\", [usr])\n}\n",
    good: "package app\n\ndeny contains msg if {\n\tsome user in input.users\n\tmsg := sprintf(\"%s is unknown\", [user])\n}\n",
    run,
};

/// The names of a file, as the search for unsafe variables asks for them.
pub struct Names<'w, 'l> {
    pub workspace: &'w Workspace<'l>,
    pub file: usize,
}

impl Globals for Names<'_, '_> {
    fn is_global(&self, name: &str) -> bool {
        name == "input"
            || name == "data"
            || self.workspace.files[self.file].import(name).is_some()
            || self.workspace.defines(self.file, name)
    }

    fn arity(&self, function: &Term) -> Option<usize> {
        self.workspace.arity_of(self.file, function)
    }
}

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_rule(&mut |file, rule, scopes| {
        if workspace.is_lost(&workspace.files[file].tree.package) {
            return;
        }
        for found in unsafe_variables(rule, &Names { workspace, file }) {
            if !found.negated() {
                report(workspace, file, rule, &scopes, &found, hits);
            }
        }
    });
}

fn report(
    workspace: &Workspace<'_>,
    file: usize,
    rule: &Rule,
    scopes: &Scopes<'_>,
    found: &Unsafe<'_>,
    hits: &mut Hits,
) {
    let name = found.name;
    if name == "_" {
        hits.at(file, found.span, "`_` is given no value here", "此处的 `_` 没有取值");
        return;
    }
    let tree = &workspace.files[file].tree;
    let variables = scopes.variables.iter().map(|variable| variable.name);
    let imports = tree.imports.iter().filter_map(|import| import.name());
    let rules = workspace.names_below(&tree.package);
    let simple = builtins::ALL.iter().map(|builtin| builtin.0).filter(|_| rule.bodies.is_empty());
    let known = variables.chain(imports).chain(rules).chain(simple).chain(["input", "data"]);
    hits.at(file, found.span, format!("`{name}` is given no value"), format!("`{name}` 没有取值"))
        .meant(nearest(name, known));
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
                ("a if { every x in input.xs { x > y }; y := 1 }", &[]),
                ("a if { n := count([x | x := input.xs[_]; x > m]); m := 1; n }", &[]),
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
                ("a if { x := {z | z := y[_]}; y := input.ys; x }", &[]),
                ("f(x) := y if { y := {z | some z in x} }\n\na if f(input.x, z)", &[]),
            ],
        );
    }
}
