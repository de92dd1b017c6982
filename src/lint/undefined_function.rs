//! A call of a function that there is not.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::refusal::FUNCTION;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: FUNCTION.lint,
    severity: Severity::High,
    gate: true,
    title: Words { en: "Call of a function that is not defined", zh: "调用了未定义的函数" },
    why: Words {
        en: "A name is called that is neither a builtin nor a function of a loaded package. What it stands in cannot be evaluated, and is refused.",
        zh: "所调用的名称既不是内置函数，也不是已加载包中的函数。所在定义无法求值，会被拒绝。",
    },
    instead: Words { en: FUNCTION.en, zh: FUNCTION.zh },
    bad: "package app\n\ndeny contains \"not https\" if not startwith(input.url, \"https:\")\n",
    good: "package app\n\ndeny contains \"not https\" if not startswith(input.url, \"https:\")\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::UndefinedFunction]);
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
