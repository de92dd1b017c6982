//! Template actions in what should be configuration: a file that nobody has rendered yet.
//!
//! Go templates (Helm) and Jinja share `{{ ... }}`; Jinja adds `{% ... %}` and `{# ... #}`. Such text
//! is looked for only where a parser stopped: quoted, in a comment or in a block of text it is legal.

use crate::source::Span;

/// How an action opens and closes.
const ACTIONS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The action that starts at an offset.
pub(super) fn action_at(text: &str, offset: usize) -> Option<Span> {
    let rest = text.get(offset..)?;
    let (_, close) = ACTIONS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let end = rest.find(close)? + close.len();
    Some(Span::new(offset, offset + end))
}

/// The action that is the next thing after an offset, past white space, comments and the indicators
/// of collections.
pub(super) fn action_after(text: &str, offset: usize) -> Option<Span> {
    let mut rest = text.get(offset..)?;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ':', '-', '?', ',']);
        match rest.strip_prefix('#') {
            Some(comment) => rest = comment.split_once('\n')?.1,
            None => return action_at(text, text.len() - rest.len()),
        }
    }
}

/// The first action on the line of an offset, unless quotes or a comment come before it, or the `$`
/// of a GitHub expression.
pub(super) fn action_on_line(text: &str, offset: usize) -> Option<Span> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?;
    let plain = line.split(['"', '\'', '#']).next()?;
    // `{#` is cut off by the split: the comment of Jinja is an action too.
    let open = ACTIONS.into_iter().filter_map(|(open, _)| plain.find(open)).min();
    let comment = line[plain.len()..].starts_with('#') && plain.ends_with('{');
    let at = open.or(comment.then(|| plain.len() - 1))?;
    if plain[..at].ends_with('$') { None } else { action_at(text, start + at) }
}

/// The action that an offset lies at, or directly behind the first bracket of.
pub(super) fn action_around(text: &str, offset: usize) -> Option<Span> {
    action_at(text, offset).or_else(|| action_at(text, offset.checked_sub(1)?))
}
