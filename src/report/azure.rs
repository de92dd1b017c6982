//! `azure`: issues of Azure Pipelines by logging commands, and one line that counts.

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

/// There are no issues milder than a warning.
fn command(annotation: &Annotation) -> String {
    let kind = if annotation.level == Level::Error { "error" } else { "warning" };
    let place = annotation.at.as_ref().map(place).unwrap_or_default();
    let text = format!("{}: {}", annotation.title, annotation.text);
    format!("##vso[task.logissue type={kind};{place}]{}", data(&text))
}

fn place(at: &At) -> String {
    let file = format!("sourcepath={};", property(&inert(&clean(&at.path))));
    let Some((start, _)) = at.range else { return file };
    format!("{file}linenumber={};columnnumber={};", start.line, start.column)
}

/// The percent sign has an escape of its own here: `%25` stands for itself.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
