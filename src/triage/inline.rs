//! Waivers in comments: `# fiducia: allow ID until=DATE reason="..."`, on the line of a node or above it. They
//! cover findings of one rule at that node and below it.
//!
//! A comment names no people: who may merge it is decided where changes are reviewed. `--no-inline-waivers`
//! turns all of them off.

use super::here::{Here, label};
use super::waiver::{Claim, Judging, Scope, day};
use crate::document::{self, Comment, Document, NodeKind, Pointer};
use crate::finding::Waiver;
use crate::lang::{Message, both};
use crate::source::Span;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The word that a comment begins with.
const WORD: &str = "fiducia:";
/// The word behind it.
const ALLOW: &str = "allow";
/// The id of every such waiver.
const ID: &str = "inline";

/// True if a text may hold such comments.
pub fn may_allow(text: &str) -> bool {
    text.contains(WORD)
}

/// The comments of all files that are waivers.
pub(super) fn read(judging: &mut Judging<'_, '_>) {
    let mut rest = judging.setting.documents;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|other| Arc::ptr_eq(&other.source, &first.source)).count();
        let (file, others) = rest.split_at(count);
        rest = others;
        if may_allow(&first.source.text) {
            file_comments(judging, &file.iter().collect::<Vec<_>>());
        }
    }
}

fn file_comments(judging: &mut Judging<'_, '_>, file: &[&Document]) {
    let Some(first) = file.first() else { return };
    let found = document::comments(&first.source, first.format, file, WORD);
    let allows = |comment: &Comment| {
        let rest = first.source.slice(comment.rest).trim_start().strip_prefix(ALLOW);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    let found: Vec<Comment> = found.into_iter().filter(allows).collect();
    let nodes = nodes_at(file, &found.iter().map(|comment| comment.line).collect());
    let setting = judging.setting.options;
    let mut known =
        setting.trusted.as_ref().map(|trusted| trusted.comments(first, &setting.working_directory));
    for comment in found {
        let source = &first.source;
        // What the commit does not say is no waiver yet.
        if let Some(known) = &mut known {
            match known.get_mut(source.slice(comment.rest).trim()) {
                Some(left) if *left > 0 => *left -= 1,
                _ => continue,
            }
        }
        let turn = judging.turn(source, comment.span);
        judging.says(|listed| listed.id = ID.to_owned());
        let Some((number, pointer, node)) = nodes.get(&comment.line).cloned() else {
            let label = label(source, first.index, Pointer::default(), comment.span);
            judging.wrong_label(
                label,
                "scope",
                both("this comment stands at no node", "该注释没有对应的节点"),
            );
            continue;
        };
        let here = Here { source: source.clone(), document: number, pointer, node, comment: comment.span };
        if let Some(claim) = claim(judging, here, source.slice(comment.rest), turn) {
            judging.claim(claim);
        }
    }
}

/// The waiver that a comment makes; none if anything about it is wrong.
fn claim<'d>(judging: &mut Judging<'_, 'd>, here: Here, text: &str, turn: usize) -> Option<Claim<'d>> {
    let said = match said(text) {
        Ok(said) => said,
        Err(message) => {
            judging.wrong_label(here.label(), "complete", message);
            return None;
        }
    };
    judging.says(|listed| {
        listed.rule.clone_from(&said.rule);
        listed.path.clone_from(&here.source.path);
        listed.pointer = here.pointer.to_string();
        listed.reason.clone_from(&said.reason);
        listed.expires = Some(said.until);
    });
    let today = judging.setting.today;
    let refusal = judging.refusal(&said.rule).map(|message| ("rule", message));
    // What is past is told as such.
    let long = judging.too_long(today, said.until.max(today)).map(|message| ("term", message));
    if let Some((check, message)) = refusal.or(long) {
        judging.wrong_label(here.label(), check, message);
        return None;
    }
    let waiver = Waiver {
        id: ID.to_owned(),
        reason: said.reason,
        owner: None,
        requested_by: None,
        approved_by: None,
        created: None,
        expires: said.until,
        source: here.source.clone(),
        span: here.comment,
    };
    Some(Claim { waiver: Arc::new(waiver), rule: said.rule, scope: Scope::Here(here), turn })
}

/// What a comment says.
#[derive(Debug, PartialEq)]
struct Said {
    rule: String,
    until: NaiveDate,
    reason: String,
}

/// Reads what stands behind `fiducia:`.
fn said(text: &str) -> Result<Said, Message> {
    const FORM: &str = "fiducia: allow ID until=2026-01-31 reason=\"why\"";
    let form = || {
        both(
            format!("this comment is no waiver; the form is `{FORM}`"),
            format!("注释格式有误，应为 `{FORM}`"),
        )
    };
    let rest = text.trim().strip_prefix(ALLOW).ok_or_else(form)?.trim_start();
    let (rule, mut rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let mut members: BTreeMap<&str, String> = BTreeMap::new();
    while !rest.trim_start().is_empty() {
        let (name, after) = rest.trim_start().split_once('=').ok_or_else(form)?;
        let (value, after) = value(after).ok_or_else(form)?;
        if !["until", "reason"].contains(&name) || members.insert(name, value).is_some() {
            return Err(form());
        }
        rest = after;
    }
    let until = members.remove("until").ok_or_else(form)?;
    let reason = members.remove("reason").map(|reason| reason.trim().to_owned()).unwrap_or_default();
    if rule.is_empty() || rule.contains('=') {
        return Err(form());
    }
    if reason.is_empty() {
        return Err(both("this waiver has no reason", "豁免缺少理由"));
    }
    let until = day(&until).ok_or_else(|| {
        both(format!("{until:?} is no day such as 2026-01-31"), format!("“{until}”不是日期，应如 2026-01-31"))
    })?;
    Ok(Said { rule: rule.to_owned(), until, reason })
}

/// A value, in quotes or up to the next space, and what follows it.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
        return (!value.contains('"')).then(|| (value.to_owned(), rest));
    };
    let (mut value, mut characters) = (String::new(), quoted.char_indices());
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                let rest = &quoted[at + 1..];
                return (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((value, rest));
            }
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

/// A node: its document, the pointer to it, and its bytes.
type Found = (usize, Pointer, Span);

/// The outermost key or item that starts on each of some lines, found in one walk that leaves out what no line
/// lies in.
fn nodes_at(file: &[&Document], lines: &BTreeSet<usize>) -> HashMap<usize, Found> {
    let mut found: HashMap<usize, (u32, Found)> = HashMap::new();
    // What stands within a document is found there, or is text that holds no comments.
    for document in file.iter().filter(|document| !document.is_nested()) {
        let line = |offset: u32| document.source.position(offset).line;
        let mut pending = vec![(document.root(), Pointer::default())];
        while let Some((at, pointer)) = pending.pop() {
            let mut visit = |step: String, start: u32, value: u32| {
                let (first, span) = (line(start), document.node(value).span);
                let better = || found.get(&first).is_none_or(|(best, _)| start < *best);
                // What a format writes in several places would cover them all.
                if lines.contains(&first) && !document.is_spread(value) && better() {
                    found.insert(first, (start, (document.index, pointer.with(&step), span)));
                }
                let inner = lines.range(line(span.start.min(start))..=line(span.end)).next().is_some();
                if inner && matches!(document.node(value).kind, NodeKind::Sequence(_) | NodeKind::Mapping(_))
                {
                    pending.push((value, pointer.with(&step)));
                }
            };
            match &document.node(at).kind {
                NodeKind::Sequence(items) => {
                    for (index, &item) in items.iter().enumerate() {
                        visit(index.to_string(), document.node(item).span.start, item);
                    }
                }
                NodeKind::Mapping(entries) => {
                    for &(key, value) in entries.iter().filter(|(key, _)| !document.is_merge_key(*key)) {
                        visit(document.key_name(key).into_owned(), document.node(key).span.start, value);
                    }
                }
                _ => {}
            }
        }
    }
    found.into_iter().map(|(line, (_, node))| (line, node)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read_or_refused() {
        let until = day("2026-12-31").unwrap();
        let reason = "a \"big\" one = two".to_owned();
        let good = Said { rule: "A-1".to_owned(), until, reason };
        for text in [
            r#" allow A-1 until=2026-12-31 reason="a \"big\" one = two""#,
            r#"allow  A-1  reason="a \"big\" one = two"   until="2026-12-31" "#,
        ] {
            assert_eq!(said(text), Ok(Said { rule: good.rule.clone(), until, reason: good.reason.clone() }));
        }
        for (text, words) in [
            ("allow", "the form is"),
            ("allow A-1", "the form is"),
            ("allow until=2026-12-31 reason=x", "the form is"),
            ("allow A-1 until=2026-12-31", "no reason"),
            ("allow A-1 until=2026-12-31 reason=\" \"", "no reason"),
            ("allow A-1 until=2026-12-31 reason=\"open", "the form is"),
            ("allow A-1 until=2026-12-31 reason=\"a\"b", "the form is"),
            ("allow A-1 until=2026-12-31 until=2027-12-31 reason=x", "the form is"),
            ("allow A-1 until=2026-12-31 reason=two words", "the form is"),
            ("allow A-1 until=2026-12-31 reason=x owner=me", "the form is"),
            ("allow A-1 until=tomorrow reason=x", "no day"),
            ("allow A-1 until=2026-13-01 reason=x", "no day"),
            ("allow A-1 until=02026-1-01 reason=x", "no day"),
        ] {
            let message = said(text).unwrap_err();
            assert!(message.default.contains(words), "{text}: {message:?}");
        }
    }
}
