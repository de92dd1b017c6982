//! Which bytes of a scalar each byte of its value is written with: indentation, quotes, escapes and folded lines
//! counted back.
//!
//! The value is known already, so that nothing is decoded again: both are walked, and what the value does not have
//! is passed over. Where the two do not go together, the whole scalar stands for every part of it.

use crate::source::{SourceFile, Span};

/// A part of the value.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the value.
    at: u32,
    /// What it is written with.
    source: Span,
    /// It is written as it is.
    verbatim: bool,
}

/// The parts of a value, in their order.
#[derive(Debug)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    whole: Span,
}

impl Pieces {
    /// The bytes of the file that a part of the value is written with.
    pub fn span(&self, at: Span) -> Span {
        let start = self.start(at.start);
        let end = if at.is_empty() { start } else { self.end(at.end) };
        Span { start, end: end.max(start) }
    }

    fn start(&self, offset: u32) -> u32 {
        match self.before(|piece| piece.at <= offset) {
            None => self.whole.start,
            Some(piece) if piece.verbatim => (piece.source.start + (offset - piece.at)).min(piece.source.end),
            Some(piece) => piece.source.start,
        }
    }

    fn end(&self, offset: u32) -> u32 {
        match self.before(|piece| piece.at < offset) {
            None => self.whole.end,
            Some(piece) if piece.verbatim => (piece.source.start + (offset - piece.at)).min(piece.source.end),
            Some(piece) => piece.source.end,
        }
    }

    fn before(&self, holds: impl Fn(&Piece) -> bool) -> Option<&Piece> {
        self.pieces.partition_point(holds).checked_sub(1).map(|at| &self.pieces[at])
    }
}

/// Aligns the value of a scalar with its text.
pub(super) fn align(source: &SourceFile, span: Span, value: &str) -> Pieces {
    let written = source.slice(span);
    let mut walk = Walk { written, value, base: span.start as usize, at: 0, done: 0, pieces: Vec::new() };
    let aligned = match written.as_bytes() {
        [b'|', ..] => walk.literal(),
        [b'>', ..] => walk.folded(),
        [quote @ (b'"' | b'\''), .., last] if last == quote => walk.flow(Some(*quote)),
        _ => walk.flow(None),
    };
    let pieces = if aligned.is_some() && walk.done == value.len() {
        walk.pieces
    } else {
        vec![Piece { at: 0, source: span, verbatim: false }]
    };
    Pieces { pieces, whole: span }
}

struct Walk<'w> {
    written: &'w str,
    value: &'w str,
    /// Where the written text begins in the file.
    base: usize,
    /// What of the written text is done.
    at: usize,
    /// What of the value is done.
    done: usize,
    pieces: Vec<Piece>,
}

impl Walk<'_> {
    /// The next bytes of both are the same; `None` if they are not.
    fn same(&mut self, length: usize) -> Option<()> {
        let text = self.written.get(self.at..self.at + length)?;
        if !self.value.get(self.done..)?.starts_with(text) {
            return None;
        }
        let source = Span::new(self.base + self.at, self.base + self.at + length);
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.source.end == source.start => last.source.end = source.end,
            _ if length > 0 => {
                let at = Span::new(self.done, self.done).start;
                self.pieces.push(Piece { at, source, verbatim: true });
            }
            _ => {}
        }
        (self.at, self.done) = (self.at + length, self.done + length);
        Some(())
    }

    /// The next bytes of the text are these of the value.
    fn stands_for(&mut self, length: usize, text: &str) -> Option<()> {
        if !self.value.get(self.done..)?.starts_with(text) {
            return None;
        }
        if !text.is_empty() {
            let source = Span::new(self.base + self.at, self.base + self.at + length);
            let at = Span::new(self.done, self.done).start;
            self.pieces.push(Piece { at, source, verbatim: false });
        }
        (self.at, self.done) = (self.at + length, self.done + text.len());
        Some(())
    }

    fn rest(&self) -> &str {
        self.written.get(self.at..).unwrap_or("")
    }

    /// A scalar in a line, or folded over several, between quotes or without.
    fn flow(&mut self, quote: Option<u8>) -> Option<()> {
        let end = self.written.len() - usize::from(quote.is_some());
        self.at = usize::from(quote.is_some());
        while self.at < end {
            let rest = self.written.get(self.at..end)?;
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let breaks = breaks(&rest[..blank]);
            let plain = rest.find([' ', '\t', '\r', '\n', '\\', '\'']).unwrap_or(rest.len());
            if breaks > 0 {
                let folded = if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks - 1) };
                self.stands_for(blank, &folded)?;
            } else if blank > 0 {
                self.same(blank)?;
            } else if plain > 0 {
                self.same(plain)?;
            } else if quote == Some(b'"') && rest.starts_with('\\') {
                self.escape(end)?;
            } else if quote == Some(b'\'') && rest.starts_with("''") {
                self.stands_for(2, "'")?;
            } else {
                self.same(1)?;
            }
        }
        Some(())
    }

    /// A backslash and what follows it.
    fn escape(&mut self, end: usize) -> Option<()> {
        let rest = self.written.get(self.at..end)?;
        let named = rest.chars().nth(1)?;
        if matches!(named, '\r' | '\n') {
            let blank = rest[1..].len() - rest[1..].trim_start_matches([' ', '\t', '\r', '\n']).len();
            let lines = "\n".repeat(breaks(&rest[1..=blank]) - 1);
            return self.stands_for(1 + blank, &lines);
        }
        let mut length = match named {
            'x' => 4,
            'u' => 6,
            'U' => 10,
            other => 1 + other.len_utf8(),
        };
        let next = self.value.get(self.done..)?.chars().next()?;
        // JSON writes what lies beyond the basic plane as two escapes.
        if named == 'u'
            && next.len_utf8() == 4
            && rest.get(length..).is_some_and(|rest| rest.starts_with("\\u"))
        {
            length += 6;
        }
        rest.get(..length)?;
        self.stands_for(length, next.encode_utf8(&mut [0; 4]))
    }

    /// Lines behind a `|`, each without its indentation.
    fn literal(&mut self) -> Option<()> {
        self.header()?;
        let indentation = self.indentation()?;
        while self.done < self.value.len() {
            let line = self.rest().split_inclusive('\n').next().unwrap_or("");
            let wanted = self.value.get(self.done..)?.split('\n').next()?.len();
            let body = line.trim_end_matches(['\n', '\r']);
            // A line of less than the indentation is empty.
            self.at += indentation.min(if wanted == 0 { body.len() } else { indentation });
            self.same(wanted)?;
            if self.done < self.value.len() {
                let length = self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
                match self.rest() {
                    rest if rest.starts_with('\n') => self.same(1)?,
                    _ => self.stands_for(length, "\n")?,
                }
            }
        }
        Some(())
    }

    /// Passes over the line of the indicator.
    fn header(&mut self) -> Option<()> {
        self.at = self.written.find('\n')? + 1;
        Some(())
    }

    /// How far the lines of a block are indented: as far as the first that says something is.
    fn indentation(&self) -> Option<usize> {
        let mut lines = self.rest().lines();
        for value in self.value.split('\n') {
            let line = lines.next().unwrap_or("");
            if !value.trim_matches([' ', '\t']).is_empty() {
                return line.strip_suffix(value).map(str::len);
            }
        }
        Some(0)
    }

    /// Lines behind a `>`: white space alone differs.
    fn folded(&mut self) -> Option<()> {
        const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
        self.header()?;
        while self.done < self.value.len() {
            let value = self.value.get(self.done..)?;
            let (blank, written) = (value.len() - value.trim_start_matches(BLANK).len(), self.rest());
            let around = written.len() - written.trim_start_matches(BLANK).len();
            if blank == 0 {
                self.at += around;
                let word = value.find(BLANK).unwrap_or(value.len());
                self.same(word)?;
            } else if written[..around] == value[..blank] {
                self.same(blank)?;
            } else {
                // What is indented further keeps its spaces, right before the next word.
                let kept = value[..blank].len() - value[..blank].trim_end_matches([' ', '\t']).len();
                let kept = if kept < blank && written[..around].ends_with(&value[blank - kept..blank]) {
                    kept
                } else {
                    0
                };
                self.stands_for(around - kept, &value[..blank - kept])?;
                self.same(kept)?;
            }
        }
        Some(())
    }
}

/// Line breaks in white space; those of Windows are one.
fn breaks(blank: &str) -> usize {
    blank.matches('\n').count() + blank.replace("\r\n", "\n").matches('\r').count()
}
