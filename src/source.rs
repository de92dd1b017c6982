//! Source files: text, byte spans, and the line index that turns offsets into lines and columns.
//!
//! Everything inside the program speaks of byte ranges of [`SourceFile::text`]. Lines, columns and
//! offsets into the file on disk are made only where a report is written.

use std::sync::{Arc, OnceLock};

/// A half-open byte range of a source text. Files are bounded well below 4 GiB, so 32 bits do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The largest text that spans can address, in bytes.
    pub const LIMIT: u64 = u32::MAX as u64;

    /// A span from byte offsets. Offsets past [`Span::LIMIT`] saturate; readers refuse such files first.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `inner` lies within this span.
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

/// The deepest nesting of brackets in a text, whatever they stand in: no less than that of its values.
pub fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// How the bytes on disk encode the text, which decides how offsets map back to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 behind a three-byte byte order mark.
    Utf8Bom,
    /// UTF-16 behind a two-byte byte order mark, the lower byte first.
    Utf16Le,
    /// The same with the higher byte first.
    Utf16Be,
}

/// A text that findings and problems can point into.
#[derive(Debug)]
pub struct SourceFile {
    /// Path as printed: relative to the working directory where possible, with `/`.
    pub path: String,
    /// The text, without a byte order mark, as UTF-8.
    pub text: String,
    /// How the file on disk encodes it.
    pub encoding: Encoding,
    lines: OnceLock<LineIndex>,
}

/// A 1-based line and column (in Unicode scalar values) with the byte offset in the file on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counting Unicode scalar values.
    pub column: usize,
    /// 0-based byte offset in the file as stored, byte order mark included.
    pub offset: usize,
}

/// Why bytes are not text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Byte offset of the first byte that is not text.
    pub offset: usize,
    /// The encoding that was expected there.
    pub expected: &'static str,
}

impl SourceFile {
    /// A source of UTF-8 text that did not come from bytes on disk.
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(SourceFile {
            path: path.into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            lines: OnceLock::new(),
        })
    }

    /// This file with another text.
    pub fn with_text(&self, text: String) -> Arc<Self> {
        Arc::new(SourceFile {
            path: self.path.clone(),
            text,
            encoding: self.encoding,
            lines: OnceLock::new(),
        })
    }

    /// The bytes of the file, in its encoding and with its byte order mark.
    pub fn bytes(&self) -> Vec<u8> {
        let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(self.text.encode_utf16()).flat_map(order).collect()
        };
        match self.encoding {
            Encoding::Utf8 => self.text.clone().into_bytes(),
            Encoding::Utf8Bom => ["\u{feff}", &self.text].concat().into_bytes(),
            Encoding::Utf16Le => wide(u16::to_le_bytes),
            Encoding::Utf16Be => wide(u16::to_be_bytes),
        }
    }

    /// Decodes the bytes of a file: UTF-8, or UTF-16 where a byte order mark says so.
    ///
    /// # Errors
    /// The offset of the first byte that does not decode.
    pub fn decode(path: impl Into<String>, bytes: Vec<u8>) -> Result<Arc<Self>, DecodeError> {
        let (text, encoding) = match bytes.as_slice() {
            [0xEF, 0xBB, 0xBF, rest @ ..] => (decode_utf8(rest.to_vec(), 3)?, Encoding::Utf8Bom),
            [0xFF, 0xFE, rest @ ..] => (decode_utf16(rest, u16::from_le_bytes)?, Encoding::Utf16Le),
            [0xFE, 0xFF, rest @ ..] => (decode_utf16(rest, u16::from_be_bytes)?, Encoding::Utf16Be),
            _ => (decode_utf8(bytes, 0)?, Encoding::Utf8),
        };
        Ok(Arc::new(SourceFile { path: path.into(), text, encoding, lines: OnceLock::new() }))
    }

    /// The text under a span. Spans that do not fit the text give the empty string.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Line, column and file offset of a byte offset of the text.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let index = self.index();
        let line = index.line_of(offset);
        let start = index.starts[line] as usize;
        Position {
            line: line + 1,
            column: index.chars_before(&self.text, offset) - index.chars_before(&self.text, start) + 1,
            offset: self.file_offset(offset),
        }
    }

    /// The 1-based line of a byte offset of the text.
    pub fn line_of(&self, offset: u32) -> usize {
        self.index().line_of((offset as usize).min(self.text.len())) + 1
    }

    /// The span of a 1-based line without its line break; `None` past the last line.
    pub fn line(&self, line: usize) -> Option<Span> {
        let index = self.index();
        let start = *index.starts.get(line.checked_sub(1)?)? as usize;
        let end = index.starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + text.len()))
    }

    /// The comments of a policy, from `#` to the end of the line; strings hold none.
    pub fn comments(&self) -> Vec<Span> {
        let bytes = self.text.as_bytes();
        let end_of = |from: usize, last: u8| {
            bytes[from..].iter().position(|byte| *byte == last).map_or(bytes.len(), |at| from + at)
        };
        let (mut comments, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            match bytes[at] {
                b'#' => {
                    let end = end_of(at, b'\n');
                    let text = self.text[at..end].trim_end_matches('\r');
                    comments.push(Span::new(at, at + text.len()));
                    at = end;
                }
                b'`' => at = end_of(at + 1, b'`'),
                b'"' => {
                    at += 1;
                    while at < bytes.len() && !matches!(bytes[at], b'"' | b'\n') {
                        at += 1 + usize::from(bytes[at] == b'\\');
                    }
                }
                _ => {}
            }
            at += 1;
        }
        comments
    }

    /// Number of lines; a text that ends in a line break does not start another line.
    pub fn line_count(&self) -> usize {
        let starts = &self.index().starts;
        starts.len() - usize::from(starts.len() > 1 && starts[starts.len() - 1] as usize == self.text.len())
    }

    fn file_offset(&self, offset: usize) -> usize {
        match self.encoding {
            Encoding::Utf8 => offset,
            Encoding::Utf8Bom => offset + 3,
            Encoding::Utf16Le | Encoding::Utf16Be => 2 + 2 * self.index().units_before(&self.text, offset),
        }
    }

    fn index(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

fn decode_utf8(bytes: Vec<u8>, skipped: usize) -> Result<String, DecodeError> {
    String::from_utf8(bytes).map_err(|error| DecodeError {
        offset: skipped + error.utf8_error().valid_up_to(),
        expected: "UTF-8",
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let units = bytes.chunks(2).map(|pair| match *pair {
        [high, low] => unit([high, low]),
        // An odd byte at the end: a lone surrogate, which the decoder below refuses.
        _ => 0xD800,
    });
    let mut offset = 2;
    let mut text = String::with_capacity(bytes.len() / 2);
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| DecodeError { offset, expected: "UTF-16" })?;
        offset += 2 * character.len_utf16();
        text.push(character);
    }
    Ok(text)
}

/// Line starts, and the number of characters before every block, so that a position costs the same
/// anywhere in the file, a single line of 20 MB included.
#[derive(Debug)]
struct LineIndex {
    starts: Vec<u32>,
    /// What stands before byte `i * BLOCK`; empty for ASCII text, where bytes are characters.
    blocks: Vec<Counts>,
}

/// Characters of a piece of text, and how many of them UTF-16 writes as two units.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    chars: u32,
    pairs: u32,
}

impl LineIndex {
    const BLOCK: usize = 4096;

    fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts =
            std::iter::once(0).chain(breaks.map(|(at, _)| Span::new(at + 1, at + 1).start)).collect();
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut before = Counts::default();
            for block in text.as_bytes().chunks(Self::BLOCK) {
                blocks.push(before);
                before.chars += count_chars(block) as u32;
                before.pairs += count_pairs(block) as u32;
            }
            blocks.push(before);
        }
        LineIndex { starts, blocks }
    }

    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / Self::BLOCK;
        match self.blocks.get(block) {
            None => offset,
            Some(before) => {
                before.chars as usize + count_chars(&text.as_bytes()[block * Self::BLOCK..offset])
            }
        }
    }

    /// UTF-16 code units before an offset.
    fn units_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / Self::BLOCK;
        let pairs = self.blocks.get(block).map_or(0, |before| {
            before.pairs as usize + count_pairs(&text.as_bytes()[block * Self::BLOCK..offset])
        });
        self.chars_before(text, offset) + pairs
    }
}

/// Counts the characters that begin in a piece of UTF-8, which may start or end within one.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Counts the characters beyond the basic plane, which UTF-8 writes as four bytes.
fn count_pairs(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte >= 0xF0).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile::from_text("a.yaml", "平台: x\nb: 1\r\n");
        let at = file.text.find('x').unwrap() as u32;
        assert_eq!(file.position(at), Position { line: 1, column: 5, offset: 8 });
        assert_eq!(file.slice(file.line(2).unwrap()), "b: 1");
        assert_eq!(file.line_count(), 2);
        assert_eq!(file.line(4), None);
    }

    #[test]
    fn offsets_count_the_byte_order_mark() {
        let file = SourceFile::decode("a", b"\xEF\xBB\xBFa: 1".to_vec()).unwrap();
        assert_eq!(
            (file.text.as_str(), file.position(3)),
            ("a: 1", Position { line: 1, column: 4, offset: 6 })
        );
    }

    #[test]
    fn utf16_offsets_are_those_of_the_file() {
        for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let bytes: Vec<u8> = "\u{feff}名: 𝄞x".encode_utf16().flat_map(unit).collect();
            let file = SourceFile::decode("a", bytes.clone()).unwrap();
            let at = file.position(file.text.find('x').unwrap() as u32);
            assert_eq!((at.column, &bytes[at.offset..]), (5, &unit(u16::from(b'x'))[..]));
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_refused_with_their_offset() {
        assert_eq!(SourceFile::decode("a", b"ab\xFFc".to_vec()).unwrap_err().offset, 2);
        assert_eq!(SourceFile::decode("a", b"\xFF\xFEa\0\x00\xD8".to_vec()).unwrap_err().offset, 4);
        assert_eq!(SourceFile::decode("a", b"\xFF\xFEa\0b".to_vec()).unwrap_err().offset, 4);
    }

    proptest! {
        #[test]
        fn positions_agree_with_counting(text in "[a\\n中é𝄞]{0,40}", repeat in 0usize..600) {
            let text = text.repeat(repeat);
            let file = SourceFile::from_text("a", text.as_str());
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            let wide = SourceFile::decode("a", [0xFF, 0xFE].into_iter().chain(units).collect()).unwrap();
            for (at, _) in text.char_indices().step_by(997) {
                prop_assert_eq!(wide.position(at as u32).offset, 2 + 2 * text[..at].encode_utf16().count());
            }
            for (at, _) in text.char_indices().step_by(97) {
                let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
                let position = file.position(at as u32);
                prop_assert_eq!(position.line, text[..at].matches('\n').count() + 1);
                prop_assert_eq!(position.column, text[line_start..at].chars().count() + 1);
            }
        }
    }
}
