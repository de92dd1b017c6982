//! A builtin that Open Policy Agent is taking away.

use super::arity::Callee;
use super::builtins::DEPRECATED;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;

pub const LINT: Lint = Lint {
    id: "deprecated-builtin",
    severity: Severity::Low,
    gate: false,
    title: Words { en: "Deprecated builtin", zh: "已弃用的内置函数" },
    why: Words {
        en: "Open Policy Agent refuses this builtin in version 1 policies.",
        zh: "Open Policy Agent 在第 1 版策略中拒绝使用该内置函数。",
    },
    instead: Words { en: "Write what replaces it.", zh: "改用其替代写法。" },
    bad: "package app\n\ndeny contains \"name\" if re_match(\"^x\", input.name)\n",
    good: "package app\n\ndeny contains \"name\" if regex.match(\"^x\", input.name)\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_rule(&mut |file, _, scopes| {
        for free in scopes.free.iter().filter(|free| free.args.is_some()) {
            let Callee::Builtin(builtin) = workspace.callee(file, free) else { continue };
            let Some((name, instead)) = DEPRECATED.iter().find(|(name, _)| *name == builtin.0) else {
                continue;
            };
            hits.at(file, free.term.span, format!("`{name}` is deprecated"), format!("`{name}` 已弃用"))
                .label(format!("use `{instead}`"), format!("改用 `{instead}`"));
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
                ("a if re_match(\"x\", input.x)", &["re_match"]),
                ("a if any([input.x])", &["any"]),
                ("any(xs) if xs[_]\n\na if any([input.x])", &[]),
                ("a if regex.match(\"x\", input.x)", &[]),
            ],
        );
    }
}
