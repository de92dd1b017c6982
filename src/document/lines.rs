//! Lines and words of formats that are made of them, as spans.

use crate::source::Span;

/// The lines of a text, without their breaks.
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        Lines { text, at: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes());
        let line = &rest[..length.unwrap_or(rest.len())];
        let start = self.at;
        self.at += line.len() + usize::from(length.is_some());
        Some(Span::new(start, start + line.strip_suffix('\r').unwrap_or(line).len()))
    }
}

/// A span without the white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or("");
    let start = span.start as usize + (slice.len() - slice.trim_start().len());
    Span::new(start, start + slice.trim().len())
}

/// The last place at or before an offset that is no part of a character.
pub(super) fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A piece of a span, from its own start.
pub(super) fn piece(span: Span, start: usize, end: usize) -> Span {
    Span::new(span.start as usize + start, span.start as usize + end)
}

/// A line that goes on behind a backslash: its text, and where in the file each part of it stands.
#[derive(Debug, Default)]
pub(super) struct Logical {
    pub text: String,
    /// Where in the text a part begins, and where in the file.
    parts: Vec<(usize, usize)>,
}

impl Logical {
    pub fn add(&mut self, part: &str, at: usize) {
        self.parts.push((self.text.len(), at));
        self.text.push_str(part);
    }

    fn place(&self, offset: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.parts.get(part).map_or(0, |(start, at)| at + (offset - start))
    }

    /// The bytes of the file that a piece of the text is written with.
    pub fn span(&self, start: usize, end: usize) -> Span {
        if start >= end {
            let at = self.place(start);
            return Span::new(at, at);
        }
        // The last byte is in the part that ends with it, not at the start of the next one.
        Span::new(self.place(start), self.place(end - 1) + 1)
    }
}
