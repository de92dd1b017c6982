//! A builtin of Open Policy Agent that is not here.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::engine;
use crate::lang::Lang;
use crate::policy::Severity;
use crate::policy::module::reports;
use crate::policy::refusal::BUILTIN;

pub const LINT: Lint = Lint {
    id: BUILTIN.lint,
    severity: Severity::High,
    gate: false,
    title: Words { en: "Builtin that is not available", zh: "不可用的内置函数" },
    why: Words {
        en: "A builtin of Open Policy Agent that this program does not have. Those that reach the network or the host are left out on purpose: a check must give the same answer everywhere and must not carry configuration away. A rule that needs it does not run.",
        zh: "该内置函数属于 Open Policy Agent，但本程序不提供。访问网络或主机的函数被有意排除：检查在任何地方都应得出相同结论，且不得把配置内容带出。需要它的规则不会运行。",
    },
    instead: Words { en: BUILTIN.en, zh: BUILTIN.zh },
    bad: "package app\n\ndeny contains \"expired\" if http.send({\"method\": \"get\", \"url\": input.url}).status_code != 200\n",
    good: "package app\n\ndeny contains \"expired\" if data.sites[input.url].status != 200\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (file, rule, found) in workspace.given.unavailable() {
        // What only unit tests may call is wrong in what `check` asks for, and right in what tests share.
        if engine::is_for_tests(&found.name) && !reports(&workspace.files[file].tree.rules[rule]) {
            continue;
        }
        let name = &found.name;
        hits.at(
            file,
            workspace.name_of(file, found.call),
            format!("`{name}` is not available: {}", found.reason.get(Lang::En)),
            format!("`{name}` 不可用：{}", found.reason.get(Lang::Zh)),
        );
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
                ("a := http.send({\"url\": \"x\"})", &["http.send"]),
                ("a := opa.runtime().env", &[]),
                ("deny contains \"x\" if parse_config_file(\"a.yaml\").x", &["parse_config_file"]),
                ("test_a if parse_config(\"yaml\", \"a: true\").a", &[]),
                ("load(path) := parse_combined_config_files([path])", &[]),
                ("a := graphql.parse_query(input.q)", &["graphql.parse_query"]),
                ("a := count(input) + to_number(\"1\")", &[]),
                ("a if { walk(input, [p, _]); p; time.now_ns() > 1; print(1) }", &[]),
            ],
        );
    }
}
