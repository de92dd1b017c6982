//! What the terminal can show.

use crate::cli::Color;
use crate::report::Style;
use std::env;
use std::io::IsTerminal;

/// Narrowest and widest frames.
const WIDTH: std::ops::RangeInclusive<usize> = 60..=120;

/// The style for a stream: colour by option and environment, drawing by `NO_GRAPHICS` and `TERM`, width
/// of the terminal, 80 columns elsewhere.
pub fn style(color: Color, stream: &impl IsTerminal) -> Style {
    let terminal = stream.is_terminal();
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto => {
            set("CLICOLOR_FORCE") || (terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"))
        }
    };
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    Style {
        color,
        unicode: !(terminal && env::var_os("TERM").is_some_and(|term| term == "dumb")),
        narrated: set("NO_GRAPHICS"),
        width: if terminal { columns.clamp(*WIDTH.start(), *WIDTH.end()) } else { 80 },
    }
}
