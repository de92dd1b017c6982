//! `# fiducia: ignore[lint] reason`: a comment that silences one lint at the line behind it.

use super::{ALL, Hit, Lint, Workspace, ignored};
use crate::source::{SourceFile, Span};

/// A comment that silences a lint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// The whole comment.
    pub span: Span,
    /// The name in brackets; `None` if there is none.
    pub lint: Option<(String, Span)>,
    /// True if a reason follows.
    pub reason: bool,
    /// The 1-based line that it is about.
    line: usize,
}

/// The comments of a file that silence lints.
pub fn comments(source: &SourceFile) -> Vec<Ignore> {
    let comments = source.comments();
    let mut ignores: Vec<Ignore> = Vec::new();
    for span in comments {
        let text = source.slice(span);
        let Some(rest) = text.trim_start_matches('#').trim_start().strip_prefix("fiducia:") else { continue };
        let Some(rest) = rest.trim_start().strip_prefix("ignore") else { continue };
        let start = span.end as usize - rest.len();
        let named = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let lint = named.map(|(name, _)| {
            let lead = name.len() - name.trim_start().len();
            (name.trim().to_owned(), Span::new(start + 1 + lead, start + 1 + lead + name.trim().len()))
        });
        let reason = named.is_some_and(|(_, reason)| !reason.trim().is_empty());
        ignores.push(Ignore { span, lint, reason, line: line_about(source, span) });
    }
    ignores
}

/// The line of a comment behind something else; of one alone on its line, the next line that is no such
/// comment.
fn line_about(source: &SourceFile, span: Span) -> usize {
    let mut number = source.position(span.start).line;
    let before = |line: Span| source.slice(Span { start: line.start, end: span.start });
    if source.line(number).is_some_and(|line| !before(line).trim().is_empty()) {
        return number;
    }
    let another = |number: usize| {
        let text = source.line(number).map(|line| source.slice(line).trim_start().trim_start_matches('#'));
        text.is_some_and(|text| text.trim_start().starts_with("fiducia: ignore["))
    };
    while another(number) {
        number += 1;
    }
    number
}

/// Leaves out the hits that comments silence, and adds the comments that silence nothing or say no reason.
pub fn apply(workspace: &Workspace<'_>, wanted: &impl Fn(&Lint) -> bool, found: Vec<Hit>) -> Vec<Hit> {
    let mut kept = Vec::with_capacity(found.len());
    let mut hits = super::Hits { lint: ignored::index(), found: Vec::new() };
    let mut left = found.into_iter().peekable();
    for (index, file) in workspace.files.iter().enumerate() {
        let ignores = comments(&file.source);
        let mut used = vec![false; ignores.len()];
        while let Some(hit) = left.next_if(|hit| hit.file == index) {
            let line = file.source.position(hit.anchor.unwrap_or(hit.span.start)).line;
            let silences = |ignore: &Ignore| {
                let named = ignore.lint.as_ref().is_some_and(|(name, _)| name == ALL[hit.lint].id);
                named
                    && ignore.reason
                    && (ignore.line == line || ignore.line == file.source.position(hit.span.start).line)
            };
            match ignores.iter().position(silences) {
                Some(at) => used[at] = true,
                None => kept.push(hit),
            }
        }
        if ALL.iter().any(|lint| lint.id == ignored::LINT.id && wanted(lint)) {
            let known = |name: &str| ALL.iter().find(|lint| lint.id == name);
            for (ignore, used) in ignores.iter().zip(&used) {
                // A lint that does not run in this run may well be there.
                let runs = ignore.lint.as_ref().and_then(|(name, _)| known(name)).is_none_or(wanted);
                if !used && (runs || !ignore.reason) {
                    ignored::report(index, ignore, &mut hits);
                }
            }
        }
    }
    kept.extend(hits.found);
    kept.sort_by_key(|hit| (hit.file, hit.span, hit.lint));
    kept
}
