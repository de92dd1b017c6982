//! `compact`: one line an open finding, `path:line:column: severity[ID] message`.

use super::Report;
use super::excerpt::{clean, inert};
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings.iter().filter(|finding| finding.is_open()) {
        let label = &finding.primary;
        let at = label.source.position(label.span.start);
        let rule = report.rule(finding);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            one_line(&label.source.path),
            at.line,
            at.column,
            finding.severity,
            one_line(&rule.id),
            one_line(finding.message.get(report.lang)),
        )?;
    }
    Ok(())
}

/// Text on one line: line breaks as spaces, control characters as their pictures.
pub fn one_line(text: &str) -> String {
    inert(&clean(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
}
