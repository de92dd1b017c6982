//! The documentation of lints, made from their own words.

use super::{ALL, Lint, Words};
use crate::engine::EntryPoint;
use crate::policy::{AppliesTo, Effective, InputShape, Judge, Rule};
use crate::problem::Origin;
use crate::source::{SourceFile, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The file that holds the documentation.
pub const PATH: &str = "docs/lints.md";

/// The documentation as Markdown.
pub fn markdown() -> String {
    let mut text = String::from(concat!(
        "# Lints\n\n",
        "What `fiducia lint` finds in policies. `check` and `test` refuse policies with a lint that is marked ",
        "**refused**: their verdicts could be wrong and nothing else would tell.\n\n",
        "`fiducia lint` 在策略中查找的问题。标有 **refused** 的问题会使结论出错且别无提示，`check` 与 `test` 会拒绝含有它们的策略。\n\n",
        "A comment silences one lint on its line or the next, and has to say why:\n\n",
        "```rego\n# fiducia: ignore[unused-variable] the name documents the tuple\n```\n\n",
        "| lint | severity | |\n| --- | --- | --- |\n",
    ));
    for lint in ALL {
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| [`{id}`](#{id}) | {severity} | {title} |",
            id = lint.id,
            severity = lint.severity,
            title = lint.title.en
        );
    }
    ALL.iter().for_each(|lint| section(lint, &mut text));
    text
}

fn section(lint: &Lint, text: &mut String) {
    let Lint { id, severity, title, why, instead, bad, good, .. } = lint;
    let refused = if lint.gate { ", **refused**" } else { "" };
    let both = |words: &Words| format!("{}\n\n{}", words.en, words.zh);
    let _ = write!(
        text,
        "\n## {id}\n\n{severity}{refused} · {} · {}\n\n{}\n\n```rego\n{}\n```\n\nInstead · 改为\n\n{}\n\n```rego\n{}\n```\n",
        title.en,
        title.zh,
        both(why),
        bad.trim_end(),
        both(instead),
        good.trim_end(),
    );
}

/// Lints as the rules of a report.
pub fn rules() -> Vec<Rule> {
    let source = SourceFile::from_text(PATH, markdown());
    let origin = |id: &str| {
        let heading = format!("\n## {id}\n");
        let at = source.text.find(&heading).map_or(0, |at| at + 1);
        Origin::new(&source, Span::new(at, at + heading.len() - 2))
    };
    let rule = |lint: &Lint| Rule {
        id: format!("lint/{}", lint.id),
        name: lint.id.to_owned(),
        definition: lint.id.to_owned(),
        package: "lint".to_owned(),
        title: lint.title.message(),
        description: lint.why.message(),
        remediation: lint.instead.message(),
        severity: lint.severity,
        clauses: Vec::new(),
        see_also: Vec::new(),
        checks: BTreeMap::new(),
        applies_to: AppliesTo::default(),
        input: InputShape::default(),
        effective: Effective::default(),
        origin: origin(lint.id),
        custom: serde_json::Map::new(),
        judge: Judge::Policy(EntryPoint::default()),
        pack: String::new(),
    };
    ALL.iter().map(rule).collect()
}
