//! Texts that a file holds as values, and which bytes of the file each of their bytes is written with.

use super::align::{Pieces, align};
use crate::lang::{Message, both};
use crate::source::{SourceFile, Span};
use data_encoding::BASE64;
use std::borrow::Cow;

/// A text with the way back into the file.
pub(super) struct Decoded<'d> {
    source: &'d SourceFile,
    text: Cow<'d, str>,
    pieces: Pieces,
    /// Where it was base64: the characters of that, by their offsets in the value, and the bytes before the text.
    base64: Option<(Vec<u32>, usize)>,
}

impl<'d> Decoded<'d> {
    /// The text of the scalar at a span.
    pub fn new(source: &'d SourceFile, span: Span, text: &'d str) -> Self {
        let pieces = align(source, span, text);
        Decoded { source, text: Cow::Borrowed(text), pieces, base64: None }
    }

    /// What the text says in base64.
    ///
    /// # Errors
    /// It is no base64, or no text.
    pub fn base64(self) -> Result<Self, Message> {
        let kept = |byte: &u8| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let bytes = self.text.bytes().enumerate().filter(|(_, byte)| kept(byte));
        let (places, code): (Vec<u32>, Vec<u8>) =
            bytes.map(|(at, byte)| (Span::new(at, at).start, byte)).unzip();
        let read = BASE64
            .decode(&code)
            .map_err(|_| both("this value has to be base64, and is not", "该值应为 base64 编码，实际不是"))?;
        let text = String::from_utf8(read).map_err(|_| {
            both(
                "the key names a format of text, and the value is not UTF-8",
                "键名表明其为文本格式，但内容不是 UTF-8",
            )
        })?;
        let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let text = Cow::Owned(text[skipped..].to_owned());
        Ok(Decoded { text, base64: Some((places, skipped)), ..self })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file that a part of the text is written with.
    pub fn span(&self, at: Span) -> Span {
        let Some((places, skipped)) = &self.base64 else { return self.pieces.span(at) };
        // Three bytes are four characters, of six bits each.
        let bits = |offset: u32| (offset as usize + skipped) * 8;
        let place = |index: usize| places.get(index).copied();
        let last = places.last().map_or(0, |last| last + 1);
        let start = place(bits(at.start) / 6).unwrap_or(last);
        let end = if at.is_empty() { start } else { place((bits(at.end) - 1) / 6).map_or(last, |at| at + 1) };
        self.pieces.span(Span { start, end })
    }

    /// The same where the file spells it as it is.
    pub fn verbatim(&self, at: Span) -> Option<Span> {
        let span = self.span(at);
        let text = self.text.get(at.range())?;
        (self.base64.is_none() && self.source.slice(span) == text).then_some(span)
    }
}
