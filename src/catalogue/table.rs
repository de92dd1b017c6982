//! Tables of text for terminals, and of Markdown.

use super::markdown;
use crate::report::excerpt::clean;
use std::fmt::Write as _;
use textwrap::core::display_width;

/// Space between columns.
const GAP: usize = 2;
/// Widest column but the last; what is longer is broken.
const WIDEST: usize = 24;
/// The same where the last column would be left with less than it needs.
const WIDEST_OF_MANY: usize = 10;
/// Narrowest last column.
const NARROWEST: usize = 20;
/// Stands where a long word may be broken, and is not printed.
const BREAK: char = '\u{200b}';

/// Rows of cells. The last column takes the width that the others leave.
#[derive(Debug, Default)]
pub struct Table {
    /// Headings.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Aligned columns within a width; cells are broken into lines where they are longer.
    pub fn text(&self, width: usize) -> String {
        let widths = self.widths(width);
        std::iter::once(&self.head).chain(&self.rows).map(|row| line(row, &widths)).collect()
    }

    /// A table of Markdown.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let escaped =
            |row: &Vec<String>| -> Vec<String> { row.iter().map(|cell| markdown::cell(cell)).collect() };
        let rule = vec!["---".to_owned(); self.head.len()];
        let rows: String = self.rows.iter().map(|row| line(&escaped(row))).collect();
        line(&escaped(&self.head)) + &line(&rule) + &rows
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let rows = || std::iter::once(&self.head).chain(&self.rows);
        let longest = |column: usize| {
            rows().map(|row| row.get(column).map_or(0, |cell| display_width(&clean(cell)))).max()
        };
        let longest: Vec<usize> = (0..self.head.len()).map(|column| longest(column).unwrap_or(0)).collect();
        let at_most = |most: usize| longest.iter().map(|width| (*width).min(most)).collect::<Vec<_>>();
        let before = |widths: &[usize]| widths.iter().rev().skip(1).map(|width| width + GAP).sum::<usize>();
        let fits = |widths: &Vec<usize>| before(widths) + NARROWEST <= width;
        let mut candidates = (WIDEST_OF_MANY..=WIDEST).rev().map(at_most);
        let mut widths = candidates.find(fits).unwrap_or_else(|| at_most(WIDEST_OF_MANY));
        let before = before(&widths);
        if let Some(last) = widths.last_mut() {
            *last = width.saturating_sub(before).max(NARROWEST);
        }
        widths
    }
}

/// A row, over as many lines as its longest cell needs.
fn line(cells: &[String], widths: &[usize]) -> String {
    let broken: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| fill(cell, *width)).collect();
    let height = broken.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for at in 0..height {
        let mut line = String::new();
        for (lines, width) in broken.iter().zip(widths) {
            let cell = lines.get(at).map_or("", String::as_str);
            let pad = width.saturating_sub(display_width(cell)) + GAP;
            // Writing to a string does not fail.
            let _ = write!(line, "{cell}{:pad$}", "");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The lines of a text within a width. Names may be broken behind `_`, `.` and `/`.
pub fn fill(text: &str, width: usize) -> Vec<String> {
    let text = clean(text).replace(BREAK, "\u{fffd}");
    let broken: String = text
        .chars()
        .flat_map(|c| std::iter::once(c).chain(matches!(c, '_' | '.' | '/').then_some(BREAK)))
        .collect();
    textwrap::wrap(&broken, width).into_iter().map(|line| line.replace(BREAK, "")).collect()
}
