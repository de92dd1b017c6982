//! A builtin of Open Policy Agent that is not here.

use super::arity::Callee;
use super::never_fires::reports;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::engine;

pub const LINT: Lint = Lint {
    id: "unavailable-builtin",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Builtin that is not available", zh: "不可用的内置函数" },
    why: Words {
        en: "A builtin of Open Policy Agent that this program does not have. Those that reach the network or the host are left out on purpose: a check must give the same answer everywhere and must not carry configuration away. The rule ends in an error where it gets there.",
        zh: "该内置函数属于 Open Policy Agent，但本程序不提供。访问网络或主机的函数被有意排除：检查在任何地方都应得出相同结论，且不得把配置内容带出。规则执行到该处会出错。",
    },
    instead: Words {
        en: "Fetch what the rule needs before the run and hand it in as a data file with `-d`.",
        zh: "在运行前获取规则所需的数据，以数据文件通过 `-d` 传入。",
    },
    bad: "package app\n\ndeny contains \"expired\" if http.send({\"method\": \"get\", \"url\": input.url}).status_code != 200\n",
    good: "package app\n\ndeny contains \"expired\" if data.sites[input.url].status != 200\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_rule(&mut |file, rule, scopes| {
        // What only unit tests may call is wrong in what `check` asks for, and right in what tests share.
        let asked = reports(rule) && !workspace.files[file].is_test();
        for free in scopes.free.iter().filter(|free| free.args.is_some()) {
            let Callee::Builtin(builtin) = workspace.callee(file, free) else { continue };
            let name = builtin.0;
            if !asked && engine::is_for_tests(name) {
                continue;
            }
            if let Some((_, reason)) = engine::refused_builtin(name) {
                hits.at(
                    file,
                    free.term.span,
                    format!("`{name}` is not available: {reason}"),
                    format!("`{name}` 不可用：{}", reason_zh(name)),
                );
            } else if !engine::has_builtin(name) {
                hits.at(
                    file,
                    free.term.span,
                    format!("`{name}` is not available here"),
                    format!("此处不提供 `{name}`"),
                );
            }
        }
    });
}

/// Why a builtin is not supplied.
fn reason_zh(name: &str) -> &'static str {
    match name.split('.').next() {
        Some("http" | "net") => "它会访问网络，同样的文件两次运行可能得出不同结果",
        Some("graphql") => "GraphQL 不在可读取的格式之列",
        Some("providers") => "它为云服务请求签名，而此处从不发送请求",
        Some("parse_combined_config_files" | "parse_config" | "parse_config_file") => {
            "它仅供单元测试使用：规则只能看到受检文档，不能读取其他文件"
        }
        _ => "它依赖 OPA 自身的语法树，此处没有",
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
