//! A variable under `not` that nothing gives a value.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::refusal::NEGATION;
use crate::rego::MistakeKind;

pub const LINT: Lint = Lint {
    id: NEGATION.lint,
    severity: Severity::High,
    gate: true,
    title: Words { en: "Search under `not`", zh: "在 `not` 之下做查找" },
    why: Words {
        en: "`not xs[_] == v` reads as \"no member of xs is v\", and means nothing: under `not` no variable is given a value. The definition is refused, as Open Policy Agent does.",
        zh: "`not xs[_] == v` 读起来像“xs 中没有成员等于 v”，实际上没有意义：`not` 之下的变量不会被赋值。与 Open Policy Agent 一样，该定义会被拒绝。",
    },
    instead: Words { en: NEGATION.en, zh: NEGATION.zh },
    bad: "package app\n\ndeny contains \"no TLS 1.3\" if not input.versions[_] == \"1.3\"\n",
    good: "package app\n\ndeny contains \"no TLS 1.3\" if not \"1.3\" in input.versions\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    hits.mistakes(workspace, &[MistakeKind::UnsafeInNegation]);
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::super::{Workspace, hits};
    use super::*;
    use crate::policy::load::{LoadOptions, Loader, PolicySource};

    #[test]
    fn snippets() {
        table(
            &LINT,
            &[
                ("a if not input.xs[_] == 1", &["not input.xs[_] == 1"]),
                // What a call within the condition reads is read before it.
                ("a if not count(input.xs[_]) == 1", &[]),
                ("p(x) if x\n\na if not p(input.xs[_])", &["not p(input.xs[_])"]),
                ("a if not input.xs[i].y", &["not input.xs[i].y"]),
                ("a if { input.ys[i]; not input.xs[i] }", &[]),
                ("a if { not input.xs[i]; input.ys[i] }", &[]),
                ("a if not 1 in input.xs", &[]),
                ("a if not count([x | some x in input.xs]) == 1", &[]),
                ("a if { b := [y | y := input.xs[_]; not input.zs[_] == y]; b }", &["not input.zs[_] == y"]),
                ("a if every x in input.xs { not x == 1 }", &[]),
                ("f(x) if not x.y", &[]),
                ("a if not input.xs[x] with input as {}", &["not input.xs[x] with input as {}"]),
            ],
        );
    }

    #[test]
    fn rewrites_say_what_was_meant() {
        for (bad, good) in [
            ("not input.xs[_] == \"a\"", "not \"a\" in input.xs"),
            ("not input.v == data.q[\"a b\"][_]", "not input.v in data.q[\"a b\"]"),
            ("not input.xs[_].tls.on", "every member in input.xs { not member.tls.on }"),
            ("not input.xs[i] == i", ""),
        ] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("p.rego"), format!("package p\n\na if {bad}\n")).unwrap();
            let options = LoadOptions {
                policies: vec![PolicySource::Path(folder.path().to_path_buf())],
                ..LoadOptions::default()
            };
            let library = Loader::read(&options);
            let workspace = Workspace::new(library.given());
            let found = hits(&workspace, |lint| lint.id == LINT.id);
            assert_eq!(found[0].expected.as_deref().unwrap_or_default(), good, "{bad}");
        }
    }
}
