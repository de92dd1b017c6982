//! Parts of statements, put before them.

use super::{Insertion, with_insertions};
use crate::policy::engine::references::{Early, Replaced};
use crate::policy::engine::scan;
use crate::policy::engine::syntax::Outline;
use crate::source::Span;

/// What stands before statements, and for values of `with`.
pub fn insertions(text: &str, outline: &Outline, within: &[Insertion]) -> Vec<Insertion> {
    let mut inserted = Vec::new();
    for early in outline.definitions.iter().flat_map(|definition| &definition.early) {
        inserted.extend(before(text, early, outline.negates_whole, within).unwrap_or_default());
    }
    inserted
}

/// Those of one statement; none where a part cannot be told again in one line.
fn before(text: &str, early: &Early, negates_whole: bool, within: &[Insertion]) -> Option<Vec<Insertion>> {
    let in_one_line = |place| in_one_line(text, place, within);
    let (mut before, mut with, mut inserted) = (String::new(), String::new(), Vec::new());
    let mut tells = Vec::new();
    if early.bare {
        before.push_str("{ ");
    }
    let opening = before.len();
    for &Replaced { target, value, early } in &early.replaced {
        let mut told = in_one_line(value)?;
        if early {
            // No other variable of the module has this name: another statement has another place.
            let name = format!("with_{}__", value.start);
            tells.push((before.len() + name.len() + " := ".len(), value));
            before.push_str(&format!("{name} := {told}; "));
            inserted.push(Insertion { over: value, text: name.clone(), tells: vec![(0, value)] });
            told = name;
        }
        with.push_str(&format!(" with {} as {told}", in_one_line(target)?));
    }
    for &part in early.arguments.iter().filter(|_| !negates_whole) {
        tells.push((before.len() + "_ = ".len(), part));
        before.push_str(&format!("_ = {}{with}; ", in_one_line(part)?));
    }
    let Span { start, end } = early.statement;
    if before.len() > opening {
        inserted.insert(0, Insertion { tells, ..Insertion::at(start as usize, before) });
        if early.bare {
            inserted.push(Insertion::at(end as usize, " }".to_owned()));
        }
    }
    Some(inserted)
}

/// An expression without line breaks and comments. None for a string over several lines, and for a comprehension
/// over several, whose statements line breaks may part.
pub fn in_one_line(text: &str, place: Span, within: &[Insertion]) -> Option<String> {
    let inserted = within.iter().filter(|one| place.start <= one.over.start && one.over.end <= place.end);
    let inserted: Vec<Insertion> = inserted.map(|one| one.moved(place.start)).collect();
    let text = &*with_insertions(text.get(place.range())?, &inserted);
    let (bytes, mut told, mut at) = (text.as_bytes(), String::new(), 0);
    let mut parted = false;
    while at < bytes.len() {
        let end = scan::token_end(bytes, at);
        match (bytes[at], text.get(at..end)) {
            (b'#', _) => {}
            (b'\n' | b'\r', _) => told.push(' '),
            (byte, Some(token)) if !token.contains('\n') => {
                parted |= byte == b'|';
                told.push_str(token);
            }
            (_, Some(_)) => return None,
            // In the middle of a character.
            (_, None) => {
                let end = (at + 1..=bytes.len()).find(|&end| text.is_char_boundary(end))?;
                told.push_str(text.get(at..end)?);
                at = end;
                continue;
            }
        }
        at = end;
    }
    (!parted || !text.contains('\n')).then_some(told)
}
