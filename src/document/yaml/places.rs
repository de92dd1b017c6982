//! The bytes of nodes where the parser gives others: headers of block scalars, dashes of sequences, what is left out.

use super::Reader;
use crate::document::Text;
use crate::source::Span;
use granit_parser::ScalarStyle;

impl Reader<'_> {
    /// The first dash of a sequence that the parser places behind it: in a mapping, where the dashes
    /// are not indented further than the key, it gives the first item's place, or that of the text of
    /// a block scalar.
    pub(super) fn dash_before(&self, at: Span) -> Option<u32> {
        self.stack.last().filter(|open| open.mapping)?;
        let gap = self.source.text.get(self.previous_end..at.start as usize)?;
        let mut offset = self.previous_end;
        for line in gap.split_inclusive(['\n', '\r']) {
            let code = line.trim_start();
            if code
                .strip_prefix('-')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
            {
                return u32::try_from(offset + line.len() - code.len()).ok();
            }
            offset += line.len();
        }
        None
    }

    /// Where a scalar that is left out belongs: a value to the end of its key. The parser puts it
    /// wherever it noticed, which may be behind an anchor, a comment or a line break. The mapping goes
    /// on to the colon, and to an anchor and a tag: without them its text would not be a mapping.
    pub(super) fn left_out(&mut self, at: Span) -> Span {
        if self.at_key() {
            return at;
        }
        let Some(open) = self.stack.last_mut().filter(|open| open.mapping) else {
            return at;
        };
        let key = open.items.last().map_or(at, |&key| self.document.node(key).span);
        let colon = self.source.text.get(at.end as usize..).is_some_and(|rest| rest.starts_with(':'));
        let gap = self.source.text.get(key.end as usize..at.end as usize + usize::from(colon)).unwrap_or("");
        open.end = key.end;
        let mut offset = key.end;
        for line in gap.split_inclusive(['\n', '\r']) {
            let code = without_comment(line).trim_end();
            if !code.is_empty() {
                open.end = offset + code.len() as u32;
            }
            offset += line.len() as u32;
        }
        Span { start: key.end, end: key.end }
    }

    /// A string is kept by place where the source spells it as it is.
    pub(super) fn string(&self, value: &str, style: ScalarStyle, at: Span) -> Text {
        let inner = match style {
            ScalarStyle::Plain => at,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if at.len() >= 2 => {
                Span { start: at.start + 1, end: at.end - 1 }
            }
            _ => return Text::Owned(value.into()),
        };
        if self.source.slice(inner) == value { Text::Source(inner) } else { Text::Owned(value.into()) }
    }

    /// The span of a block scalar from its `|` or `>` to its last line break; the parser gives the
    /// lines of text alone, and then the indentation of what follows. The header is the last word on
    /// its line before a comment; comments and the anchor and tag may stand on lines before it and may
    /// hold the same characters.
    pub(super) fn with_header(&self, at: Span) -> Span {
        let at = self.without_next_indentation(at);
        let from = self.previous_end.min(at.start as usize);
        let gap = self.source.text.get(from..at.start as usize).unwrap_or("");
        let mut offset = from;
        for line in gap.split_inclusive(['\n', '\r']) {
            let code = without_comment(line).trim_end();
            let word = code.rfind([' ', '\t']).map_or(0, |space| space + 1);
            if code[word..].starts_with(['|', '>']) {
                return Span { start: Span::new(offset + word, 0).start, end: at.end };
            }
            offset += line.len();
        }
        at
    }

    fn without_next_indentation(&self, at: Span) -> Span {
        let next = self.source.text.as_bytes().get(at.end as usize);
        if matches!(next, None | Some(b'\n' | b'\r')) {
            return at;
        }
        let spaces = self.source.slice(at).bytes().rev().take_while(|byte| *byte == b' ').count();
        Span { start: at.start, end: at.end - spaces as u32 }
    }
}

/// A line up to its comment.
pub(super) fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && matches!(before, ' ' | '\t') {
            return &line[..at];
        }
        before = c;
    }
    line
}
