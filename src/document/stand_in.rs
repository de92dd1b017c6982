//! Files that stand for others: pointers of large-file storage, and what is encrypted as a whole. They may well
//! parse, and nothing of what they stand for would be checked.

use super::{Document, NodeKind, Parsed};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// How such a file begins, and what it is.
const BEGINNINGS: [(&str, &str); 2] = [
    (
        "version https://git-lfs.github.com/spec/",
        "this is a pointer of Git LFS and not the file: fetch it with `git lfs pull`",
    ),
    (
        "$ANSIBLE_VAULT;",
        "this file is encrypted as a whole (Ansible Vault): decrypt it first, or leave it out",
    ),
];

/// What stands for another file, told by its first line.
pub(super) fn told(source: &Arc<SourceFile>) -> Option<Parsed> {
    let (_, reason) = BEGINNINGS.iter().find(|(start, _)| source.text.starts_with(start))?;
    let line = source.line(1).unwrap_or_default();
    Some(Parsed::failed(Problem::syntax(source, line, *reason)))
}

/// Takes out documents that sops has encrypted as a whole: their only content is a text of its own.
pub(super) fn without_encrypted(mut parsed: Parsed) -> Parsed {
    let mut problems = Vec::new();
    parsed.documents.retain(|document| match encrypted(document) {
        Some(at) => {
            let reason = "this file is encrypted as a whole (sops): decrypt it first, or leave it out";
            problems.push(Problem::syntax(&document.source, at, reason));
            false
        }
        None => true,
    });
    parsed.problems.extend(problems);
    parsed
}

/// The encrypted text, where there is nothing else beside what sops says of it.
fn encrypted(document: &Document) -> Option<Span> {
    let root = document.nodes.last()?;
    let NodeKind::Mapping(entries) = &root.kind else { return None };
    let value =
        |name: &str| entries.iter().find(|(key, _)| document.key_name(*key) == name).map(|entry| entry.1);
    let (data, _) = (value("data")?, value("sops")?);
    let whole = entries.len() == 2 && document.string(data)?.starts_with("ENC[");
    whole.then(|| document.node(data).span)
}
