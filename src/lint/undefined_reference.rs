//! A reference into a loaded package that leads to nothing.

use super::scope::Free;
use super::workspace::{Target, Workspace};
use super::{Hits, Lint, Words, nearest};
use crate::policy::Severity;
use crate::rego::ast::Step;
use crate::source::Span;

pub const LINT: Lint = Lint {
    id: "undefined-reference",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Reference to a rule that is not defined", zh: "引用了未定义的规则" },
    why: Words {
        en: "The reference leads into a loaded package, and neither a rule nor a data file gives what it names. It is undefined in every run, so a condition on it never holds and a `not` before it always does: the rule passes, or fails, for the wrong reason.",
        zh: "该引用指向已加载的包，但没有任何规则或数据文件给出它所指的内容。它在每次运行中都是未定义的：以它为条件永不成立，对它取 `not` 则总成立，规则会因错误的原因通过或失败。",
    },
    instead: Words {
        en: "Correct the name, define the rule, or load the data file that holds it with `-d`.",
        zh: "更正名称，定义该规则，或用 `-d` 加载含有它的数据文件。",
    },
    bad: "# file: lib.rego\npackage lib\n\nadmins := {\"ann\"}\n# file: app.rego\npackage app\n\nimport data.lib\n\ndeny contains \"no admin\" if not input.user in lib.admin\n",
    good: "# file: lib.rego\npackage lib\n\nadmins := {\"ann\"}\n# file: app.rego\npackage app\n\nimport data.lib\n\ndeny contains \"no admin\" if not input.user in lib.admins\n",
    run,
};

/// What stands at `data.fiducia` in every run.
const OWN: [&str; 5] = ["kinds", "now_ns", "params", "platforms", "today"];

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_own_rule(&mut |file, _, scopes| {
        for free in scopes.free.iter().filter(|free| free.args.is_none() && !free.replaced) {
            let Target::Data(path, _) = workspace.target(file, free) else { continue };
            // A literal that the engine would take too long over is read as a reference to a value.
            if !workspace.files[file].source.slice(free.term.span).starts_with(free.root) {
                continue;
            }
            let at = |depth: usize| step_span(&path, free, depth);
            look_up(workspace, file, &path, &at, hits);
        }
    });
    for (file, module) in workspace.files.iter().enumerate() {
        for import in &module.tree.imports {
            let Some(path) = import.path.strip_prefix(&["data".to_owned()]) else { continue };
            look_up(workspace, file, path, &|_| import.span, hits);
        }
    }
}

/// The bytes of a step of a path; those of the name where an import stands for it.
fn step_span(path: &[String], free: &Free<'_>, depth: usize) -> Span {
    let constant = free.steps.iter().take_while(|step| step.constant().is_some()).count();
    let behind_import = path.len().saturating_sub(constant);
    let step = depth.checked_sub(behind_import).and_then(|at| free.steps.get(at));
    step.map_or(free.term.span, Step::span)
}

fn look_up(
    workspace: &Workspace<'_>,
    file: usize,
    path: &[String],
    span: &dyn Fn(usize) -> Span,
    hits: &mut Hits,
) {
    if let Some(("fiducia", below)) = path.split_first().map(|(first, below)| (first.as_str(), below)) {
        match below.first().map(String::as_str) {
            Some("params") => return parameter(workspace, file, below, span, hits),
            Some(name) if OWN.contains(&name) => return,
            _ => {}
        }
    }
    // Gatekeeper gives the cluster's objects at `data.inventory`.
    if path.first().is_none_or(|root| root == "inventory") || workspace.leads_somewhere(path) {
        return;
    }
    // The deepest place that exists: a package, or a name that packages share.
    let known = (1..path.len()).rev().find(|length| workspace.is_namespace(&path[..*length]));
    let Some(depth) = known else { return };
    let (parent, name) = (path[..depth].join("."), &path[depth]);
    let mut names = workspace.names_below(&path[..depth]);
    if path[..depth] == ["fiducia"] {
        names.extend(OWN);
    }
    let near = nearest(name, names);
    let package = workspace.packages.contains(&path[..depth]);
    // Data may well be given beside packages; only in a package do its files say what there is.
    if !package && near.is_none() && path[0] != "fiducia" {
        return;
    }
    let what = if package { "rule" } else { "package" };
    hits.at(
        file,
        span(depth),
        format!("`data.{parent}` has no {what} `{name}`"),
        format!("`data.{parent}` 中没有{} `{name}`", if what == "rule" { "规则" } else { "包" }),
    )
    .meant(near);
}

/// A parameter that no loaded pack has.
fn parameter(
    workspace: &Workspace<'_>,
    file: usize,
    below: &[String],
    span: &dyn Fn(usize) -> Span,
    hits: &mut Hits,
) {
    let params = &workspace.given.params.values;
    let Some(name) = below.get(1).filter(|name| !params.is_empty() && !params.contains_key(*name)) else {
        return;
    };
    hits.at(file, span(2), format!("no parameter is named `{name}`"), format!("没有名为 `{name}` 的参数"))
        .meant(nearest(name, params.keys().map(String::as_str)));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, found_with_data};
    use super::*;

    const LIB: (&str, &str) = ("lib.rego", "package lib.net\n\nports := {443}\n\nok(x) if x in ports\n");

    fn underlined(text: &str) -> Vec<String> {
        let text = format!("package p\n\n{text}\n");
        found(&LINT, &[LIB, ("p.rego", &text)]).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn snippets() {
        for (text, expected) in [
            ("a := data.lib.net.ports", &[][..]),
            ("a := data.lib.net", &[]),
            ("a := data.lib", &[]),
            ("a := data.lib.net.ports[_]", &[]),
            ("a := data.lib.net.port", &["port"]),
            ("a := data.lib.nett.ports", &["nett"]),
            ("import data.lib.net\n\na := net.port", &["port"]),
            ("import data.lib.nett\n\na := nett.ports", &["import data.lib.nett", "nett.ports"]),
            ("a := data.elsewhere.x", &[]),
            ("a := data.lib.net[input.name]", &[]),
            ("a if { some x in data.lib.net.prots; x }", &["prots"]),
            ("a := data.fiducia.today", &[]),
            ("a := data.p.b", &["b"]),
            ("a if 1 with data.lib.net.other as 2", &[]),
        ] {
            assert_eq!(underlined(text), expected, "{text}");
        }
    }

    #[test]
    fn data_files_and_what_tests_replace_are_known() {
        let user = ("p.rego", "package p\n\na := data.lib.net.extra.x\n");
        assert_eq!(found_with_data(&LINT, &[LIB, user], Some("lib: {net: {extra: {x: 1}}}")), []);
        assert_eq!(found_with_data(&LINT, &[LIB, user], Some("lib: {net: {extra: {y: 1}}}")).len(), 1);
        let test =
            ("t.rego", "package p_test\n\ntest_a if data.p.a == 1 with data.lib.net.extra as {\"x\": 1}\n");
        assert_eq!(found(&LINT, &[LIB, user, test]), []);
    }
}
