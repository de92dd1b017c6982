//! A builtin that Open Policy Agent is taking away.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::rego::calls::calls;
use crate::rego::core::Callee;

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

/// The builtins, with what to write instead.
const DEPRECATED: &[(&str, &str)] = &[
    ("all", "every"),
    ("any", "in"),
    ("cast_array", "[x | some x in xs]"),
    ("cast_boolean", "is_boolean"),
    ("cast_null", "is_null"),
    ("cast_object", "is_object"),
    ("cast_set", "{x | some x in xs}"),
    ("cast_string", "is_string"),
    ("net.cidr_overlap", "net.cidr_contains"),
    ("re_match", "regex.match"),
    ("set_diff", "-"),
];

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for definition in &workspace.given.analysed().definitions {
        let file = definition.file as usize;
        calls(definition, &mut |callee, call| {
            let Callee::Builtin(called) = callee else { return };
            let Some((name, instead)) = DEPRECATED.iter().find(|(name, _)| name == called) else { return };
            hits.at(
                file,
                workspace.name_of(file, call),
                format!("`{name}` is deprecated"),
                format!("`{name}` 已弃用"),
            )
            .label(format!("use `{instead}`"), format!("改用 `{instead}`"));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;
    use crate::rego::signatures::signature;

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

    #[test]
    fn every_deprecated_builtin_has_a_replacement() {
        for (name, _) in DEPRECATED {
            assert!(signature(name).is_some_and(|signature| signature.deprecated), "{name}");
        }
    }
}
