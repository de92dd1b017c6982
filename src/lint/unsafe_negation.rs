//! A variable under `not` that nothing gives a value.

use super::safety::{Unsafe, unsafe_variables};
use super::unsafe_variable::Names;
use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::policy::Severity;
use crate::policy::ast::{Operator, Step, Term, TermKind};
use crate::source::{SourceFile, Span};

pub const LINT: Lint = Lint {
    id: "unsafe-negation",
    severity: Severity::High,
    gate: true,
    title: Words { en: "Search under `not`", zh: "在 `not` 之下做查找" },
    why: Words {
        en: "`not xs[_] == v` reads as \"no member of xs is v\", and means nothing: under `not` no variable is given a value. Open Policy Agent refuses it. The engine takes it for \"some member is not v\", which is the opposite on most inputs.",
        zh: "`not xs[_] == v` 读起来像“xs 中没有成员等于 v”，实际上没有意义：`not` 之下的变量不会被赋值。Open Policy Agent 会拒绝它；引擎则把它当作“存在某个成员不等于 v”，在多数输入上恰好相反。",
    },
    instead: Words {
        en: "Say \"no member\" with `not v in xs`, \"not every member\" with a helper rule under `not`, and \"every member is not\" with `every x in xs { not ... }`.",
        zh: "“没有成员”写作 `not v in xs`；“并非所有成员”写成辅助规则再取 `not`；“所有成员都不”写作 `every x in xs { not ... }`。",
    },
    bad: "package app\n\ndeny contains \"no TLS 1.3\" if not input.versions[_] == \"1.3\"\n",
    good: "package app\n\ndeny contains \"no TLS 1.3\" if not \"1.3\" in input.versions\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_own_rule(&mut |file, rule, _| {
        let found = unsafe_variables(rule, &Names { workspace, file });
        let found: Vec<&Unsafe<'_>> = found.iter().filter(|found| found.negated()).collect();
        for (at, first) in found.iter().enumerate() {
            let Some(statement) = first.statement else { continue };
            let same = |other: &&Unsafe<'_>| other.statement.is_some_and(|s| std::ptr::eq(s, statement));
            if found[..at].iter().any(same) {
                continue;
            }
            let variables: Vec<&Unsafe<'_>> = found.iter().copied().filter(same).collect();
            report(workspace, file, statement.span, &variables, hits);
        }
    });
}

fn report(workspace: &Workspace<'_>, file: usize, span: Span, variables: &[&Unsafe<'_>], hits: &mut Hits) {
    let mut names: Vec<String> = variables.iter().map(|found| format!("`{}`", found.name)).collect();
    names.dedup();
    let hit = hits.at(
        file,
        span,
        format!("{} is given no value under `not`", names.join(", ")),
        format!("{} 在 `not` 之下没有取值", names.join("、")),
    );
    let source = &workspace.files[file].source;
    let negated = variables[0].statement.and_then(|statement| statement.own_terms().next());
    match (negated, variables) {
        (Some(term), [only]) => {
            if let Some(code) = rewrite(source, term, only) {
                hit.write(code);
            }
        }
        _ => {
            hit.label(
                "say it with a helper rule, and `not` before that",
                "把它写成辅助规则，再对该规则取 `not`",
            );
        }
    }
}

/// The negated term said over every member of what it searches.
fn rewrite(source: &SourceFile, term: &Term, variable: &Unsafe<'_>) -> Option<String> {
    let (reference, step) = searched(term, variable)?;
    let TermKind::Ref(root, steps) = &reference.kind else { return None };
    let end = if step == 0 { root.span.end } else { end_of(source, &steps[step - 1]) };
    let collection = source.slice(Span { start: reference.span.start, end });
    let member = Span { start: reference.span.start, end: end_of(source, &steps[step]) };
    if let TermKind::Binary(Operator::Equal, left, right) = &term.kind {
        // `not xs[_] == v`: the whole of one side is the search.
        let whole = step + 1 == steps.len();
        if whole && std::ptr::eq(left.as_ref(), reference) {
            return Some(format!("not {} in {collection}", source.slice(right.span)));
        }
        if whole && std::ptr::eq(right.as_ref(), reference) {
            return Some(format!("not {} in {collection}", source.slice(left.span)));
        }
    }
    let before = source.slice(Span { start: term.span.start, end: member.start });
    let after = source.slice(Span { start: member.end, end: term.span.end });
    if before.contains('\n') || after.contains('\n') {
        return None;
    }
    Some(format!("every member in {collection} {{ not {before}member{after} }}"))
}

/// The one reference with the variable as an index, and the step that it is.
fn searched<'t>(term: &'t Term, variable: &Unsafe<'_>) -> Option<(&'t Term, usize)> {
    let mut found = Vec::new();
    let mut others = 0;
    term.terms(&mut |inner| {
        if let TermKind::Ref(_, steps) = &inner.kind {
            for (at, step) in steps.iter().enumerate() {
                if matches!(step, Step::Index(index) if index.span == variable.span) {
                    found.push((inner, at));
                }
            }
        }
        others += usize::from(variable.name != "_" && inner.var() == Some(variable.name));
    });
    match found[..] {
        [only] if others <= 1 => Some(only),
        _ => None,
    }
}

/// One past the bracket that closes a step.
fn end_of(source: &SourceFile, step: &Step) -> u32 {
    let end = step.span().end;
    match step {
        Step::Field(_) => end,
        Step::Index(_) => {
            let after = &source.text[end as usize..];
            end + after.find(']').map_or(0, |at| at as u32 + 1)
        }
    }
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
                ("a if not count(input.xs[_]) == 1", &["not count(input.xs[_]) == 1"]),
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
            ("not lower(input.xs[_]) == \"a\"", "every member in input.xs { not lower(member) == \"a\" }"),
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
