//! The lines of a source that a frame shows: found by the line index, cut where they are long, and
//! cleaned of characters that would act on a terminal.

use crate::source::{SourceFile, Span};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// Lines shown before and after a label.
const CONTEXT: usize = 1;
/// Longest line shown whole, in characters.
const LINE: usize = 160;
/// Characters shown before a label on a longer line.
const LEAD: usize = 40;

/// A source of frames that knows nothing but the lines around some labels.
///
/// Offsets in it are its own: each chunk of lines starts at a multiple of a large number, so that no frame
/// ever joins lines that do not follow each other.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    chunks: Vec<Chunk>,
    /// Where each label starts in the source: 0-based line and column by its offset here.
    starts: Vec<(usize, usize, usize)>,
}

#[derive(Debug)]
struct Chunk {
    base: usize,
    first_line: usize,
    text: String,
}

/// Room for one chunk in the offsets of an excerpt.
const STRIDE: usize = 1 << 24;

impl Excerpt {
    /// The lines around spans, and where each span lies among them, in the order given. A span over
    /// several lines is shown by its first.
    pub fn new(source: &SourceFile, spans: &[Span]) -> (Self, Vec<SourceSpan>) {
        let mut excerpt = Excerpt { name: clean(&source.path), chunks: Vec::new(), starts: Vec::new() };
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|&index| spans[index]);
        let mut placed = vec![SourceSpan::from(0..0); spans.len()];
        for index in order {
            let span = on_one_line(source, spans[index]);
            let position = source.position(span.start);
            let line = source.line(position.line).unwrap_or_default();
            let place = if source.slice(line).chars().nth(LINE).is_some() {
                excerpt.cut(source, line, position.line, span)
            } else {
                excerpt.whole(source, position.line, span)
            };
            excerpt.starts.push((place.offset(), position.line - 1, position.column - 1));
            placed[index] = place;
        }
        (excerpt, placed)
    }

    /// Shows a span on a line of ordinary length, with lines around it.
    fn whole(&mut self, source: &SourceFile, line: usize, span: Span) -> SourceSpan {
        let first = line.saturating_sub(CONTEXT).max(1);
        let last = (line + CONTEXT).min(source.line_count());
        let joins = self.chunks.last().filter(|chunk| chunk.whole() && chunk.next_line() >= first);
        let start = joins.map_or(first, Chunk::next_line);
        if joins.is_none() {
            self.chunks.push(Chunk {
                base: self.chunks.len() * STRIDE,
                first_line: first,
                text: String::new(),
            });
        }
        let Some(chunk) = self.chunks.last_mut() else { return SourceSpan::from(0..0) };
        for number in start..=last {
            let text = source.line(number).map_or("", |line| source.slice(line));
            chunk.text.push_str(&clean(&shortened(text)));
            chunk.text.push('\n');
        }
        let before: usize =
            chunk.text.split_inclusive('\n').take(line - chunk.first_line).map(str::len).sum();
        let line_start = source.line(line).unwrap_or_default().start;
        let lead = clean(source.slice(Span { start: line_start, end: span.start })).len();
        let length = clean(source.slice(span)).len();
        SourceSpan::from((chunk.base + before + lead, length))
    }

    /// Shows a span on a line too long to be shown whole, by itself.
    fn cut(&mut self, source: &SourceFile, line: Span, number: usize, span: Span) -> SourceSpan {
        let text = source.slice(line);
        let at = (span.start - line.start) as usize;
        let from = text[..at].char_indices().rev().nth(LEAD - 1).map_or(0, |(start, _)| start);
        let to = text[at..].char_indices().nth(LINE - LEAD).map_or(text.len(), |(end, _)| at + end);
        let end = ((span.end - line.start) as usize).min(to);
        let ellipsis = |cut: bool| if cut { "…" } else { "" };
        let lead = format!("{}{}", ellipsis(from > 0), clean(&text[from..at]));
        let shown = clean(&text[at..end]);
        let tail = format!("{}{}\n", clean(&text[end..to]), ellipsis(to < text.len()));
        let base = self.chunks.len() * STRIDE;
        let place = SourceSpan::from((base + lead.len(), shown.len()));
        self.chunks.push(Chunk { base, first_line: number, text: format!("{lead}{shown}{tail}") });
        place
    }
}

impl Chunk {
    fn next_line(&self) -> usize {
        self.first_line + self.text.matches('\n').count()
    }

    fn whole(&self) -> bool {
        !self.text.starts_with('…') && !self.text.ends_with("…\n")
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let chunk =
            self.chunks.iter().find(|chunk| chunk.base <= start && end <= chunk.base + chunk.text.len());
        let chunk = chunk.ok_or(MietteError::OutOfBounds)?;
        let contents = |from: usize, to: usize, line: usize, column: usize| {
            let data = &chunk.text.as_bytes()[from - chunk.base..to - chunk.base];
            let lines = chunk.text[from - chunk.base..to - chunk.base].matches('\n').count();
            MietteSpanContents::new_named(
                self.name.clone(),
                data,
                (from, to - from).into(),
                line,
                column,
                lines,
            )
        };
        // Without context the question is where the label is; the header prints the answer.
        if before == 0 {
            let at = self.starts.iter().find(|(offset, _, _)| *offset == start);
            let (line, column) = at.map_or((chunk.first_line - 1, 0), |&(_, line, column)| (line, column));
            return Ok(Box::new(contents(start, end, line, column)));
        }
        Ok(Box::new(contents(chunk.base, chunk.base + chunk.text.len(), chunk.first_line - 1, 0)))
    }
}

/// The part of a span on its first line.
fn on_one_line(source: &SourceFile, span: Span) -> Span {
    let line = source.line(source.position(span.start).line).unwrap_or_default();
    Span { start: span.start.min(line.end), end: span.end.min(line.end).max(span.start.min(line.end)) }
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// Text from outside as it may be shown on a terminal: control characters become their pictures, marks
/// that turn the direction of text, and what XML forbids, become a replacement character.
pub fn clean(text: &str) -> String {
    text.chars().map(cleaned).collect()
}

/// A text in which a log of a CI system finds no command: `##[` and `##vso[` act wherever they stand in a
/// line, `::` at its start. A space without width parts them.
pub fn inert(text: &str) -> String {
    let parted = text.replace("##[", "#\u{200b}#[").replace("##vso[", "#\u{200b}#vso[");
    let line = |line: &str| match line.trim_start().starts_with("::") {
        true => line.replacen("::", "\u{200b}::", 1),
        false => line.to_owned(),
    };
    parted.split_inclusive('\n').map(line).collect()
}

fn cleaned(character: char) -> char {
    match character {
        '\t' | ' '..='~' => character,
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, spans: &[Span]) -> Vec<(String, usize, usize)> {
        let source = SourceFile::from_text("a.yaml", text);
        let (excerpt, places) = Excerpt::new(&source, spans);
        let read = |place: &SourceSpan| {
            let contents = excerpt.read_span(place, 0, 0).unwrap();
            (String::from_utf8(contents.data().to_vec()).unwrap(), contents.line(), contents.column())
        };
        places.iter().map(read).collect()
    }

    fn find(text: &str, what: &str) -> Span {
        let start = text.find(what).unwrap();
        Span::new(start, start + what.len())
    }

    #[test]
    fn spans_keep_their_text_line_and_column() {
        let text = "a: 1\n平台: x\nb: 2\nc: 3\nd: 4\ne: 5\nf: z\n";
        let spans = [find(text, "z"), find(text, "x")];
        assert_eq!(shown(text, &spans), [("z".to_owned(), 6, 3), ("x".to_owned(), 1, 4)]);
    }

    #[test]
    fn long_lines_are_cut_around_the_span() {
        let text = format!("{{\"a\": \"{}\", \"平\": 7, \"b\": \"{}\"}}", "x".repeat(5000), "y".repeat(5000));
        let source = SourceFile::from_text("a.json", text.as_str());
        let (excerpt, places) = Excerpt::new(&source, &[find(&text, "7")]);
        let line = excerpt.read_span(&places[0], 1, 1).unwrap();
        let line = String::from_utf8(line.data().to_vec()).unwrap();
        assert!(
            line.starts_with("…x") && line.ends_with("y…\n") && line.chars().count() < 2 * LINE,
            "{line}"
        );
        assert_eq!(shown(&text, &[find(&text, "7")])[0].0, "7");
    }

    #[test]
    fn a_span_over_lines_is_shown_by_its_first() {
        let text = "a:\n  b: 1\n  c: 2\n";
        assert_eq!(shown(text, &[Span::new(3, 15)])[0].0, "  b: 1");
    }

    #[test]
    fn what_acts_on_logs_is_parted() {
        assert_eq!(inert("x ##[error]y ###vso[a]b ## [c]"), "x #\u{200b}#[error]y ##\u{200b}#vso[a]b ## [c]");
        assert_eq!(inert("a ::b::\n  ::c::d\n"), "a ::b::\n  \u{200b}::c::d\n");
    }

    #[test]
    fn what_acts_on_terminals_is_shown_instead() {
        assert_eq!(clean("\u{fffe}\u{ffff}"), "\u{fffd}\u{fffd}");
        assert_eq!(clean("a\x1b[31m\u{202e}\u{9b}b\t"), "a␛[31m\u{fffd}\u{fffd}b\t");
    }
}
