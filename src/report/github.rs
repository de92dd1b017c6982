//! `github`: annotations by workflow commands, and one line that counts.

use super::annotation::{self, Annotation, At};
use super::excerpt::{clean, inert};
use super::frame::Level;
use super::{Report, tally};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    annotation::of(report).iter().try_for_each(|annotation| writeln!(out, "{}", command(annotation)))?;
    writeln!(out, "{}", tally::line(report))
}

fn command(annotation: &Annotation) -> String {
    let name = match annotation.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let place = annotation.at.as_ref().map(place).unwrap_or_default();
    format!("::{name} {place}title={}::{}", property(&annotation.title), data(&annotation.text))
}

/// Columns are understood only where a place is on one line.
fn place(at: &At) -> String {
    let file = format!("file={},", property(&inert(&clean(&at.path))));
    let Some((start, end)) = at.range else { return file };
    let columns = at.columns().map(|(first, last)| format!("col={first},endColumn={last},"));
    format!("{file}line={},endLine={},{}", start.line, end.line, columns.unwrap_or_default())
}

/// The text of a command: one line, whatever it holds.
pub fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which ends at `,` or `::`.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
