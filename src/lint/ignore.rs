//! `# fiducia: ignore[lint] reason`: a comment that silences one lint at the line behind it.

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
    pub line: usize,
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
