//! A call with too many or too few arguments.

use super::arity::Callee;
use super::builtins::Builtin;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::lang::counted;
use crate::policy::Severity;
use crate::policy::ast::RuleKind;

pub const LINT: Lint = Lint {
    id: "wrong-arity",
    severity: Severity::High,
    gate: true,
    title: Words { en: "Wrong number of arguments", zh: "参数个数错误" },
    why: Words {
        en: "A function is called with another number of arguments than it takes, or its definitions take different numbers. The engine notices only when it gets there; on every document where it does not, the rule passes.",
        zh: "调用函数时的参数个数与其定义不符，或同一函数的各个定义参数个数不一致。引擎只有执行到该处才会发现；凡是没有执行到的文档，规则都会通过。",
    },
    instead: Words {
        en: "Give the arguments that the function takes. One more than that is where its result goes.",
        zh: "按函数定义给出参数；多出的一个参数用于接收结果。",
    },
    bad: "package app\n\ndeny contains \"admin\" if object.get(input, \"role\") == \"admin\"\n",
    good: "package app\n\ndeny contains \"admin\" if object.get(input, \"role\", \"\") == \"admin\"\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_own_rule(&mut |file, _, scopes| {
        for free in &scopes.free {
            let Some(args) = free.args else { continue };
            let arity = match workspace.callee(file, free) {
                Callee::Builtin(Builtin("print", ..)) => continue,
                Callee::Builtin(Builtin(_, arity, _)) => *arity,
                Callee::Function(_, arity) => arity,
                Callee::Rule(_) | Callee::Unknown(_) => continue,
            };
            if args.len() == arity || args.len() == arity + 1 {
                continue;
            }
            let name = workspace.files[file].source.slice(free.term.span);
            let span = free.call.map_or(free.term.span, |call| call.span);
            let given = args.len();
            hits.at(
                file,
                span,
                format!("`{name}` takes {} and is given {given}", counted(arity, "argument")),
                format!("`{name}` 需要 {arity} 个参数，这里给出了 {given} 个"),
            );
        }
    });
    definitions(workspace, hits);
}

/// Definitions of one function that take different numbers of arguments.
fn definitions(workspace: &Workspace<'_>, hits: &mut Hits) {
    for places in workspace.rules.values() {
        let functions = places.iter().filter(|place| workspace.rule(**place).kind == RuleKind::Function);
        let mut functions = functions.map(|place| (*place, workspace.rule(*place)));
        let Some((first, rule)) = functions.next() else { continue };
        for ((file, _), other) in functions.filter(|(_, other)| other.args.len() != rule.args.len()) {
            let (name, takes, here) = (rule.name(), rule.args.len(), other.args.len());
            hits.at(
                file,
                other.name_span,
                format!("`{name}` takes {} here and {takes} elsewhere", counted(here, "argument")),
                format!("`{name}` 在此处有 {here} 个参数，在别处有 {takes} 个"),
            )
            .related(first.0, rule.name_span, "the first definition", "首个定义");
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
                ("a := split(input.x)", &["split(input.x)"]),
                ("a if { split(input.x, \",\", parts); parts }", &[]),
                ("f(x, y) := x + y\n\na := f(1)", &["f(1)"]),
                ("f(x, y) := x + y\n\na := f(1, 2)", &[]),
                ("f(x) := x\n\nf(x, y) := y if x", &["f"]),
                ("a := time.now_ns()", &[]),
                ("a := time.now_ns(1, 2)", &["time.now_ns(1, 2)"]),
            ],
        );
    }
}
