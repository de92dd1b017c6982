//! Outlines without a syntax tree.

use super::{Definition, Outline};
use crate::source::Span;

/// What can be told of a module without parsing it: its package, and where its rules of some names are. For texts whose
/// statements begin where a line begins, whose packages are names and dots and whose rules are sets, as it is in
/// built-in packs.
pub fn sketch(text: &str, wanted: impl Fn(&str) -> bool) -> Outline {
    let mut outline = Outline::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let name = word(line);
        let span = Span::new(start, start + name.len());
        if name == "package" {
            let path = line[name.len()..].split_whitespace().next().unwrap_or_default();
            outline.package = path.split('.').map(str::to_owned).collect();
            outline.package_span = span;
        } else if line[name.len()..].starts_with(" contains ") && wanted(name) {
            let name = name.to_owned();
            outline.definitions.push(Definition { name, name_span: span, span, ..Definition::default() });
        }
        start += line.len();
    }
    outline
}

/// The word that a line begins with.
fn word(line: &str) -> &str {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &line[..end.unwrap_or(line.len())]
}
