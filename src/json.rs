//! JSON as everything here writes it: what would act on whoever shows it stands as an escape, so that a program
//! reads every character and a terminal or a log obeys none.

use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Bytes that are gathered before they are written on.
const PIECE: usize = 1 << 16;

/// A value over several lines, with a line break at its end.
pub fn pretty(value: &impl Serialize) -> String {
    // What is made of strings, numbers and lists of them can be written.
    inert(serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

/// A value on one line, with a line break at its end.
pub fn line(value: &impl Serialize) -> String {
    inert(serde_json::to_string(value).unwrap_or_default()) + "\n"
}

/// Writes a value over several lines as it is serialised, with a line break at its end: a report may be larger than
/// what it is made of.
///
/// # Errors
/// Those of the writer.
pub fn write_pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut inert = Inert { out, held: Vec::new(), quote: None };
    serde_json::to_writer_pretty(&mut inert, value)?;
    inert.end()
}

/// The same on one line.
///
/// # Errors
/// Those of the writer.
pub fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut inert = Inert { out, held: Vec::new(), quote: None };
    serde_json::to_writer(&mut inert, value)?;
    inert.end()
}

/// Writes JSON on piece by piece, with escapes for what acts.
struct Inert<'w> {
    out: &'w mut dyn Write,
    held: Vec<u8>,
    /// Where the last quote of what is held ends: a text may be as long as a report.
    quote: Option<usize>,
}

impl Inert<'_> {
    /// Writes what is held up to a byte.
    fn pass(&mut self, end: usize) -> io::Result<()> {
        self.quote = None;
        let rest = self.held.split_off(end);
        let piece = std::mem::replace(&mut self.held, rest);
        let piece =
            String::from_utf8(piece).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        self.out.write_all(inert(piece).as_bytes())
    }

    fn end(mut self) -> io::Result<()> {
        self.held.push(b'\n');
        self.pass(self.held.len())
    }
}

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        if let Some(quote) = memchr::memrchr(b'"', bytes) {
            self.quote = Some(before + quote + 1);
        }
        // Nothing that is escaped goes on behind a quote, and it is a character of its own.
        if let Some(quote) = self.quote.filter(|_| self.held.len() >= PIECE) {
            self.pass(quote)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that is not ASCII, and every `#`, stands within a string, where an escape means the same.
fn inert(json: String) -> String {
    if !json.contains(acts) && !json.contains("##") {
        return json;
    }
    let mut text = String::with_capacity(json.len() + json.len() / 8);
    for character in json.chars() {
        match acts(character) {
            // Writing to a string does not fail.
            true => drop(write!(text, "\\u{:04x}", character as u32)),
            false => text.push(character),
        }
    }
    // Azure obeys these wherever they stand in a line.
    text.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[")
}

/// Control characters that JSON lets stand, and marks that turn or break lines.
fn acts(character: char) -> bool {
    matches!(
        character,
        '\x7f'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn what_acts_is_escaped() {
        let text = "a\u{202e}b\u{9b}\u{7f}##vso[x]###[y]# ##\u{2028}平";
        let shown = r###"["a\u202eb\u009b\u007f#\u0023vso[x]##\u0023[y]# ##\u2028平"]"###;
        assert_eq!(line(&[text]), format!("{shown}\n"));
    }

    #[test]
    fn pieces_are_as_the_whole() {
        let texts: Vec<String> =
            (0..4000).map(|at| format!("{}##[\u{202e}平\"##vso[", "#".repeat(at % 97))).collect();
        let mut written = Vec::new();
        write_pretty(&texts, &mut written).unwrap();
        assert!(written.len() > 4 * PIECE);
        assert_eq!(written, pretty(&texts).as_bytes());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in ".*", marks in "[#\\[\u{202e}\u{80}vso\\\\\"]*") {
            let value = json!({&text: [&marks, format!("{marks}{text}")], &marks: 1});
            let (mut over_lines, mut on_one) = (Vec::new(), Vec::new());
            write_pretty(&value, &mut over_lines).unwrap();
            write_line(&value, &mut on_one).unwrap();
            prop_assert_eq!(over_lines, pretty(&value).into_bytes());
            prop_assert_eq!(on_one, line(&value).into_bytes());
            for written in [pretty(&value), line(&value)] {
                prop_assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), &value);
                prop_assert!(!written.contains(acts));
                prop_assert!(!written.contains("##[") && !written.contains("##vso["));
            }
        }
    }
}
