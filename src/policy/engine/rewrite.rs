//! Texts that mean the same to OPA, and that the engine reads as OPA does.
//!
//! Every change but insertions keeps the length of the text and its line breaks, so that each byte that is left stands
//! where it stands in the file, and a place in the one is a place in the other. What is put before
//! statements makes lines longer; the text without it, and its syntax tree, are kept for all that asks for columns.

mod bodies;
mod called;
mod early;
mod every;
mod folder;
mod gather;
mod header;
mod imported;
mod literal;
mod local;
mod metadata;

use super::syntax::{Definition, Outline};
use crate::source::Span;
use std::borrow::Cow;

pub use bodies::split;
pub use called::{Renamed, call};
pub use folder::reads;
pub use gather::gather;
pub use header::imports_first;
pub use local::told_apart;
pub use metadata::{calls, resolve};

/// Below `data.fiducia`, where lifted values stand.
const ROOT: &str = "data.fiducia.";
/// Values that stand for parts of policies, and are given to the engine with its data.
#[derive(Debug, Clone, Default)]
pub struct Lifted {
    /// By name, below `data.fiducia`.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// Metadata that is asked for: it is known when all modules are.
    wanted: Vec<metadata::Wanted>,
}

impl Lifted {
    /// A reference to a new value, if it fits.
    fn reserve(&mut self, room: usize) -> Option<(String, String)> {
        let name = format!("c{}", self.values.len() + self.wanted.len());
        let reference = format!("{ROOT}{name}");
        (reference.len() <= room).then_some((name, reference))
    }

    /// The data of a run, with the values in their place.
    pub fn with(&self, data: &serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
        let mut data = data.clone();
        if !self.values.is_empty() {
            let fiducia = data.entry("fiducia").or_insert_with(|| serde_json::Map::new().into());
            if let Some(fiducia) = fiducia.as_object_mut() {
                fiducia.extend(self.values.clone());
            }
        }
        data.into()
    }
}

/// What can be changed before a text is parsed: deep literals are lifted out, since the engine takes twice the
/// time for each level of them, and a line that starts with a bracket is kept from being read as the end of
/// the line before.
pub fn before<'t>(text: &'t str, lifted: &mut Lifted) -> Cow<'t, str> {
    let text = literal::lift(text, lifted);
    match bracket_lines(&text) {
        Some(changed) => Cow::Owned(changed),
        None => text,
    }
}

/// What can be changed once its outline is known: calls of `rego.metadata`; `x = xs[x]`, which the engine
/// takes for a variable that nothing binds; and `some x` behind other statements, which its interpreter takes
/// for a second declaration when an iteration comes there again.
pub fn after(text: &str, outline: &Outline, module: usize, lifted: &mut Lifted) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut changed = metadata::replace(&mut bytes, outline, module, lifted);
    for definition in &outline.definitions {
        for &late in &definition.late {
            changed |= undeclare(&mut bytes, definition.span, late);
        }
    }
    for &(variable, reference) in outline.definitions.iter().flat_map(|definition| &definition.mirrored) {
        changed |= turn(&mut bytes, variable, reference);
    }
    if changed { String::from_utf8(bytes).ok() } else { None }
}

/// Blanks `some x, y` where the names occur nowhere before: the variables are new without it too.
fn undeclare(bytes: &mut [u8], definition: Span, statement: Span) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let (Some(before), Some(text)) =
        (bytes.get(definition.start as usize..statement.start as usize), bytes.get(statement.range()))
    else {
        return false;
    };
    let words: Vec<&[u8]> = before.split(|byte| !part(byte)).collect();
    let names = text.strip_prefix(b"some").unwrap_or_default();
    let known = names.split(|byte| !part(byte)).any(|name| !name.is_empty() && words.contains(&name));
    if known || names.is_empty() {
        return false;
    }
    let mut end = statement.end as usize;
    let rest = &bytes[end..];
    let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if rest.get(spaces) == Some(&b';') {
        end += spaces + 1;
    }
    bytes[statement.start as usize..end]
        .iter_mut()
        .filter(|byte| **byte != b'\n')
        .for_each(|byte| *byte = b' ');
    true
}

/// A text that the engine is given at a place of another, within its line.
#[derive(Debug, Clone)]
pub struct Insertion {
    /// What it stands for: nothing but a place, or an expression of which only the line breaks are left.
    pub over: Span,
    /// The text.
    pub text: String,
    /// Parts of the text around it that it tells again: where in it, and where they stand.
    pub tells: Vec<(usize, Span)>,
}

impl Insertion {
    /// At an offset.
    pub fn at(offset: usize, text: String) -> Self {
        Insertion { over: Span { start: offset as u32, end: offset as u32 }, text, tells: Vec::new() }
    }

    /// The same in a text that begins at an offset.
    fn moved(&self, offset: u32) -> Self {
        let Span { start, end } = self.over;
        Insertion { over: Span { start: start - offset, end: end - offset }, ..self.clone() }
    }
}

/// The text with what is inserted. Lines stay.
pub fn with_insertions<'t>(text: &'t str, inserted: &[Insertion]) -> Cow<'t, str> {
    if inserted.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut given = String::with_capacity(
        text.len() + inserted.iter().map(|insertion| insertion.text.len()).sum::<usize>(),
    );
    let mut at = 0;
    for Insertion { over, text: what, .. } in inserted {
        // What lies in an expression that is gone is gone with it.
        let Some(before) = text.get(at..over.start as usize) else { continue };
        given.push_str(before);
        given.push_str(what);
        given.extend(text[over.range()].chars().filter(|&character| character == '\n'));
        at = over.end as usize;
    }
    given.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(given)
}

/// Where what stands at a place of the text with what is inserted stands in the text itself.
pub fn without_insertions(text: &str, inserted: &[Insertion], place: Span) -> Span {
    let start = stands(text, inserted, place.start);
    let end = stands(text, inserted, place.end.max(place.start + 1) - 1);
    match (start, end) {
        (Ok(start), Ok(end)) => Span { start, end: end.max(start) + 1 },
        (Ok(start), Err(told)) => Span { start, end: told.end.max(start) },
        (Err(told), _) => told,
    }
}

/// Where the byte at an offset of the text with what is inserted stands in the text; what is told again there, if that is
/// spelled otherwise.
fn stands(text: &str, inserted: &[Insertion], offset: u32) -> Result<u32, Span> {
    let offset = offset as usize;
    // How far it has been told: in the text, and with what is inserted.
    let (mut at, mut given) = (0, 0);
    for Insertion { over, text: what, tells } in inserted {
        let Some(before) = text.get(at..over.start as usize) else { continue };
        if offset < given + before.len() {
            break;
        }
        (at, given) = (over.end as usize, given + before.len());
        if offset < given + what.len() {
            let within = offset - given;
            let told = tells.iter().rev().find(|(from, _)| *from <= within);
            return match told {
                Some(&(from, part))
                    if what[from..].starts_with(&text[part.range()])
                        && within - from < part.range().len() =>
                {
                    Ok(part.start + (within - from) as u32)
                }
                Some(&(_, part)) => Err(part),
                None => Err(*over),
            };
        }
        given += what.len() + text[over.range()].matches('\n').count();
    }
    Ok((at + (offset - given)) as u32)
}

/// What makes lines longer, by place: OPA evaluates the arguments of a negated call before it negates, so that the
/// body does not hold where one of them is undefined, and values of `with` before what they are for; and in version
/// 0 `p[x]` without a body is a member of a set, which the engine takes for one of an object where a word such as
/// `default` follows. Further bodies of a function get its head, what imports bind is named by its whole path, and variables
/// otherwise than rules. What reads files gets the folder of this one, and variables of `every` are bound where
/// the engine would not know them.
pub fn insertions(text: &str, outline: &Outline, v0: bool, path: &str) -> Vec<Insertion> {
    // In the order in which they stand where they begin at one place.
    let mut names = local::insertions(text, outline);
    let mut inserted = every::insertions(text, outline, &names);
    names.extend(folder::arguments(text, outline, path));
    names.extend(imported::insertions(outline));
    // What is told again has these too.
    let mut within: Vec<Insertion> = inserted.iter().chain(&names).cloned().collect();
    within.sort_by_key(|insertion| insertion.over.start);
    inserted.extend(early::insertions(text, outline, &within));
    if v0 {
        let facts = outline.definitions.iter().filter_map(|definition| definition.fact);
        inserted.extend(facts.map(|end| Insertion::at(end, " { true }".to_owned())));
    }
    inserted.extend(outline.definitions.iter().flat_map(|definition| heads(text, definition, &within)));
    inserted.extend(names);
    inserted.sort_by_key(|insertion| insertion.over.start);
    inserted
}

/// The head of `f(x) = y {..} {..}` before each further body, which the engine gives no value.
fn heads(text: &str, definition: &Definition, within: &[Insertion]) -> Vec<Insertion> {
    let Some((&first, further)) = definition.bodies.split_first() else { return Vec::new() };
    let place = Span { start: definition.span.start, end: first as u32 };
    let Some(head) = early::in_one_line(text, place, within) else { return Vec::new() };
    let again = |&body: &usize| {
        let text = format!("{} ", head.trim_end());
        Insertion { tells: vec![(0, place)], ..Insertion::at(body, text) }
    };
    further.iter().map(again).collect()
}

/// `x = xs[x]` to `xs[x] == x`.
fn turn(bytes: &mut [u8], variable: Span, reference: Span) -> bool {
    let (Some(between), Some(name), Some(path)) = (
        bytes.get(variable.end as usize..reference.start as usize).map(<[u8]>::to_vec),
        bytes.get(variable.range()).map(<[u8]>::to_vec),
        bytes.get(reference.range()).map(<[u8]>::to_vec),
    ) else {
        return false;
    };
    let plain = between.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'='));
    if !plain || between.len() < 2 {
        return false;
    }
    let mut turned = path;
    turned.extend_from_slice(b"==");
    turned.resize(turned.len() + between.len() - 2, b' ');
    turned.extend_from_slice(&name);
    bytes[variable.start as usize..reference.end as usize].copy_from_slice(&turned);
    true
}

/// What stands outside of strings and comments.
struct Code<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Code<'t> {
    fn new(text: &'t str) -> Self {
        Code { bytes: text.as_bytes(), at: 0 }
    }
}

impl Iterator for Code<'_> {
    /// A byte and its offset; a string counts as the quotation mark that it begins with.
    type Item = (usize, u8);

    fn next(&mut self) -> Option<(usize, u8)> {
        loop {
            let at = self.at;
            let byte = *self.bytes.get(at)?;
            self.at = super::scan::token_end(self.bytes, at);
            if byte != b'#' {
                return Some((at, byte));
            }
        }
    }
}

/// Puts a semicolon into the indentation of a line that starts with a bracket and follows a complete term.
/// For the engine the bracket would be the arguments of a call, or an index.
fn bracket_lines(text: &str) -> Option<String> {
    let mut open: Vec<u8> = Vec::new();
    let mut marks = Vec::new();
    // The last byte of code before, and whether a line break came since.
    let (mut last, mut fresh) = ((0, b'\n'), false);
    for (at, byte) in Code::new(text) {
        match byte {
            b'\n' => fresh = true,
            b' ' | b'\t' | b'\r' => {}
            _ => {
                let body = open.last() == Some(&b'{');
                if fresh && body && matches!(byte, b'(' | b'[') && ends_term(text, last) && indented(text, at)
                {
                    marks.push(at - 1);
                }
                match byte {
                    b'(' | b'[' | b'{' => open.push(byte),
                    b')' | b']' | b'}' => drop(open.pop()),
                    _ => {}
                }
                (last, fresh) = ((at, byte), false);
            }
        }
    }
    if marks.is_empty() {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    for mark in marks {
        bytes[mark] = b';';
    }
    String::from_utf8(bytes).ok()
}

fn indented(text: &str, at: usize) -> bool {
    at > 0 && matches!(text.as_bytes()[at - 1], b' ' | b'\t')
}

/// True if a term may end with this byte, and not a word that demands one.
fn ends_term(text: &str, (at, byte): (usize, u8)) -> bool {
    if matches!(byte, b')' | b']' | b'}' | b'"' | b'`') {
        return true;
    }
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if !word(&byte) {
        return false;
    }
    let before = text.as_bytes()[..=at].iter().rev().take_while(|byte| word(byte)).count();
    !["if", "in", "not", "some", "with", "as", "every", "else", "contains", "default"]
        .contains(&&text[at + 1 - before..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_starts_with_a_bracket_is_a_statement() {
        for (text, changed) in [
            ("p {\n  a.b\n  (c - d) > 1\n}", Some("p {\n  a.b\n ;(c - d) > 1\n}")),
            ("p {\n  a == \"x\" # c\n\t[b] == c\n}", Some("p {\n  a == \"x\" # c\n;[b] == c\n}")),
            ("p {\n  a ==\n  (c)\n}", None),
            ("p {\n  not\n  (c)\n}", None),
            ("p = f(a,\n  (b))", None),
            ("p = [1,\n  [2]]", None),
            ("p {\n a\n(b)\n}", None),
        ] {
            assert_eq!(bracket_lines(text).as_deref(), changed, "{text}");
        }
    }

    #[test]
    fn a_unification_with_a_member_named_by_itself_is_turned() {
        let mut bytes = b"a { x = xs[x] }".to_vec();
        assert!(turn(&mut bytes, Span::new(4, 5), Span::new(8, 13)));
        assert_eq!(bytes, b"a { xs[x]== x }");
    }
}
