//! `lcov`: covered lines, as editors and services that show coverage read them.

use super::TestReport;
use std::io::{self, Write};

pub fn render(report: &TestReport, out: &mut dyn Write) -> io::Result<()> {
    for file in report.coverage.iter().flat_map(|coverage| &coverage.files) {
        writeln!(out, "TN:\nSF:{}", file.origin.source.path.replace(['\n', '\r'], " "))?;
        for (line, times) in &file.lines {
            writeln!(out, "DA:{line},{times}")?;
        }
        writeln!(out, "LF:{}\nLH:{}\nend_of_record", file.lines.len(), file.covered())?;
    }
    Ok(())
}
