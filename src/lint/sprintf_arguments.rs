//! A message with more or fewer values than places for them.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::lang::counted;
use crate::policy::Severity;
use crate::rego::ast::{Term, TermKind};

pub const LINT: Lint = Lint {
    id: "sprintf-arguments",
    severity: Severity::Medium,
    gate: false,
    title: Words { en: "Wrong number of values for a format", zh: "格式与取值个数不符" },
    why: Words {
        en: "The format has another number of places than there are values: readers of the message see `%!s(MISSING)` or `%!(EXTRA ...)`.",
        zh: "格式中的占位符与取值个数不同：读者会在消息中看到 `%!s(MISSING)` 或 `%!(EXTRA ...)`。",
    },
    instead: Words {
        en: "Give one value for each place, and write `%%` for a percent sign.",
        zh: "每个占位符给出一个取值；百分号写作 `%%`。",
    },
    bad: "package app\n\ndeny contains sprintf(\"%s is %s\", [input.name]) if input.bad\n",
    good: "package app\n\ndeny contains sprintf(\"%s is bad\", [input.name]) if input.bad\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    workspace.each_rule(&mut |file, _, scopes| {
        for free in scopes.free.iter().filter(|free| free.term.var() == Some("sprintf")) {
            let Some([format, values, ..]) = free.args else { continue };
            let (Some(text), TermKind::Array(items)) = (format.text(), &values.kind) else { continue };
            let Some(places) = places(text).filter(|places| *places != items.len()) else { continue };
            let given = items.len();
            let span = span(items, values, places);
            hits.at(
                file,
                span,
                format!("the format has {} for {}", counted(places, "place"), counted(given, "value")),
                format!("格式中有 {places} 个占位符，却给出了 {given} 个值"),
            );
        }
    });
}

/// The values too many, or all of them.
fn span(items: &[Term], values: &Term, places: usize) -> crate::source::Span {
    match (items.get(places), items.last()) {
        (Some(first), Some(last)) => crate::source::Span { start: first.span.start, end: last.span.end },
        _ => values.span,
    }
}

/// The places of a format; none for one that numbers them or takes widths from values.
fn places(format: &str) -> Option<usize> {
    let mut places = 0;
    let mut characters = format.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '%' {
            continue;
        }
        while characters.peek().is_some_and(|c| "+-# 0.123456789".contains(*c)) {
            characters.next();
        }
        match characters.next()? {
            '%' => {}
            '[' | '*' => return None,
            _ => places += 1,
        }
    }
    Some(places)
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
                ("a := sprintf(\"%s %d\", [1])", &["[1]"]),
                ("a := sprintf(\"%s\", [1, 2, 3])", &["2, 3"]),
                ("a := sprintf(\"100%% of %-5.2f\", [1])", &[]),
                ("a := sprintf(\"%[1]s %[1]s\", [1])", &[]),
                ("a := sprintf(\"%*d\", [1, 2])", &[]),
                ("a := sprintf(\"%s\", input.values)", &[]),
                ("a := sprintf(`%v`, [])", &["[]"]),
            ],
        );
    }
}
