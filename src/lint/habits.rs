//! What policies made for other programs rely on, and find nothing by here.

use super::unknown_input_path::{Route, aliases};
use super::workspace::Workspace;
use crate::lang::{Lang, Message, both};
use crate::rego::ast::{Step, Term};
use std::collections::BTreeMap;

/// A line for each habit of a file; `combined` where all documents are one input.
pub(super) fn notes(workspace: &Workspace<'_>, lang: Lang, combined: bool) -> Vec<String> {
    let mut notes = Vec::new();
    // Few texts have the words of a habit, and looking at every term of the others costs time.
    let may = |text: &str| text.contains("\"true\"") || text.contains("contents");
    for file in workspace.files.iter().filter(|file| !file.builtin && may(&file.source.text)) {
        let mut told = [false; 2];
        for definition in &file.tree.rules {
            let aliases = aliases(definition);
            definition.terms(&mut |term| {
                let Some((which, message)) = habit(term, &aliases, combined) else { return };
                if !std::mem::replace(&mut told[which], true) {
                    notes.push(format!("{}: {}", file.at(term.span).line(), message.get(lang)));
                }
            });
        }
    }
    notes
}

fn habit(term: &Term, aliases: &BTreeMap<&str, Route<'_>>, combined: bool) -> Option<(usize, Message)> {
    let (root, steps) = term.reference()?;
    let before = if root == "input" { &Vec::new() } else { aliases.get(root)? };
    let route: Vec<Option<&str>> = before.iter().copied().chain(steps.iter().map(Step::constant)).collect();
    match route.as_slice() {
        [None, Some("contents"), ..] if !combined => Some((
            0,
            both(
                "`input[_].contents` is there with `--combine` alone; without it `input` is one document",
                "仅在使用 `--combine` 时才有 `input[_].contents`；否则 `input` 是单份文档",
            ),
        )),
        [Some("true"), ..] => Some((
            1,
            both(
                "`input[\"true\"]` finds nothing: the key `on` is the text \"on\" in YAML 1.2; write `input.on`",
                "`input[\"true\"]` 找不到任何内容：按 YAML 1.2，键 `on` 就是文本 \"on\"；请写 `input.on`",
            ),
        )),
        _ => None,
    }
}
