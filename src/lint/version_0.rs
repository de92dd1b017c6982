//! A file in the old syntax.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;

pub const LINT: Lint = Lint {
    id: "version-0",
    severity: Severity::Info,
    gate: false,
    title: Words { en: "Rego version 0", zh: "Rego 第 0 版" },
    why: Words {
        en: "The file is read as Rego version 0, whose rules have no `if` and `contains`. It works; new policies are better written in version 1.",
        zh: "该文件按 Rego 第 0 版读取，其规则不使用 `if` 与 `contains`。它可以运行；新策略宜用第 1 版编写。",
    },
    instead: Words {
        en: "`opa fmt --v0-v1 -w` rewrites it. `rego-version = \"v0\"` in fiducia.toml says that a folder stays as it is.",
        zh: "`opa fmt --v0-v1 -w` 可以改写。若某文件夹保持原样，可在 fiducia.toml 中写明 `rego-version = \"v0\"`。",
    },
    bad: "package app\n\ndeny[msg] {\n\tnot input.owner\n\tmsg := \"no owner\"\n}\n",
    good: "package app\n\ndeny contains msg if {\n\tnot input.owner\n\tmsg := \"no owner\"\n}\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate().filter(|(_, file)| file.is_v0()) {
        hits.at(index, file.tree.package_span, "this file is Rego version 0", "该文件是 Rego 第 0 版");
    }
}
