//! Layouts of Go, in which a date stands for itself: the parts of `Mon Jan 2 15:04:05 2006`.

use super::civil::{Civil, MONTHS};
use crate::engine::builtins::Failed;
use std::fmt::Write as _;

/// A part of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `January`, and `Jan` for the short name.
    MonthName { long: bool },
    /// `01`, and `1`.
    Month { padded: bool },
    /// `Monday`, and `Mon` for the short name.
    Weekday { long: bool },
    /// `02`, `_2` and `2`.
    Day(Fill),
    /// `002`, and `__2`.
    DayOfYear(Fill),
    /// `15`.
    Hour,
    /// `03`, and `3`.
    HalfDay { padded: bool },
    /// `04`, and `4`.
    Minute { padded: bool },
    /// `05`, and `5`.
    Second { padded: bool },
    /// `2006`, and `06`.
    Year { long: bool },
    /// `PM`, and `pm`.
    Noon { upper: bool },
    /// `MST`.
    ZoneName,
    /// `-0700` and its kin; with a `Z` for UTC if it starts with one.
    Offset { z: bool, colon: bool, parts: u8 },
    /// `.000` or `.999`, after a point or a comma: how many digits, and whether zeros at the end are left out.
    Fraction { digits: usize, trimmed: bool, comma: bool },
}

/// What fills a number up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Zeros.
    Zeros,
    /// Spaces.
    Spaces,
    /// Nothing.
    Nothing,
}

/// A layout by its name in Go, or as it is.
pub fn named(layout: &str) -> &str {
    match layout {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => "2006-01-02T15:04:05Z07:00",
        "RFC3339Nano" => "2006-01-02T15:04:05.999999999Z07:00",
        other => other,
    }
}

/// What is fixed in every layout: the text, and the part that it is.
const FIXED: &[(&str, Part)] = &[
    ("January", Part::MonthName { long: true }),
    ("Monday", Part::Weekday { long: true }),
    ("MST", Part::ZoneName),
    ("002", Part::DayOfYear(Fill::Zeros)),
    ("01", Part::Month { padded: true }),
    ("02", Part::Day(Fill::Zeros)),
    ("03", Part::HalfDay { padded: true }),
    ("04", Part::Minute { padded: true }),
    ("05", Part::Second { padded: true }),
    ("06", Part::Year { long: false }),
    ("15", Part::Hour),
    ("1", Part::Month { padded: false }),
    ("2006", Part::Year { long: true }),
    ("2", Part::Day(Fill::Nothing)),
    ("__2", Part::DayOfYear(Fill::Spaces)),
    ("3", Part::HalfDay { padded: false }),
    ("4", Part::Minute { padded: false }),
    ("5", Part::Second { padded: false }),
    ("PM", Part::Noon { upper: true }),
    ("pm", Part::Noon { upper: false }),
    ("-07:00:00", Part::Offset { z: false, colon: true, parts: 3 }),
    ("-070000", Part::Offset { z: false, colon: false, parts: 3 }),
    ("-07:00", Part::Offset { z: false, colon: true, parts: 2 }),
    ("-0700", Part::Offset { z: false, colon: false, parts: 2 }),
    ("-07", Part::Offset { z: false, colon: false, parts: 1 }),
    ("Z07:00:00", Part::Offset { z: true, colon: true, parts: 3 }),
    ("Z070000", Part::Offset { z: true, colon: false, parts: 3 }),
    ("Z07:00", Part::Offset { z: true, colon: true, parts: 2 }),
    ("Z0700", Part::Offset { z: true, colon: false, parts: 2 }),
    ("Z07", Part::Offset { z: true, colon: false, parts: 1 }),
];

/// The text before the next part of a layout, the part, and what is behind it.
pub fn next(layout: &str) -> (&str, Option<Part>, &str) {
    for (at, _) in layout.char_indices() {
        let rest = &layout[at..];
        if let Some(behind) = rest.strip_prefix("_2006") {
            // A year behind an underscore.
            return (&layout[..=at], Some(Part::Year { long: true }), behind);
        }
        if let Some((part, length)) = part(rest) {
            return (&layout[..at], Some(part), &rest[length..]);
        }
    }
    (layout, None, "")
}

fn part(rest: &str) -> Option<(Part, usize)> {
    let lower = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase());
    if let Some((text, part)) = FIXED.iter().find(|(text, _)| rest.starts_with(text)) {
        return Some((*part, text.len()));
    }
    match rest.get(..3) {
        Some("Jan") if !lower(&rest[3..]) => return Some((Part::MonthName { long: false }, 3)),
        Some("Mon") if !lower(&rest[3..]) => return Some((Part::Weekday { long: false }, 3)),
        _ => {}
    }
    if rest.starts_with("_2") {
        return Some((Part::Day(Fill::Spaces), 2));
    }
    let digits = rest.strip_prefix(['.', ','])?;
    let digit = digits.chars().next().filter(|digit| matches!(digit, '0' | '9'))?;
    let count = digits.len() - digits.trim_start_matches(digit).len();
    if digits[count..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let comma = rest.starts_with(',');
    Some((Part::Fraction { digits: count, trimmed: digit == '9', comma }, count + 1))
}

/// A date as a layout has it.
pub fn written(
    layout: &str,
    civil: &Civil,
    offset: i64,
    name: impl Fn() -> Result<String, Failed>,
) -> Result<String, Failed> {
    let mut text = String::new();
    let mut rest = layout;
    loop {
        let (before, part, behind) = next(rest);
        text.push_str(before);
        let Some(part) = part else { return Ok(text) };
        match part {
            Part::ZoneName => text.push_str(&name()?),
            part => write(&mut text, part, civil, offset)?,
        }
        rest = behind;
    }
}

fn write(text: &mut String, part: Part, civil: &Civil, offset: i64) -> Result<(), Failed> {
    let half = match civil.hour % 12 {
        0 => 12,
        hour => hour,
    };
    let (number, padded) = match part {
        Part::MonthName { long } => {
            let name = usize::try_from(civil.month - 1).ok().and_then(|at| MONTHS.get(at)).copied();
            let name = name.unwrap_or_default();
            text.push_str(if long { name } else { &name[..3] });
            return Ok(());
        }
        Part::Weekday { long } => {
            let name = civil.weekday();
            text.push_str(if long { name } else { &name[..3] });
            return Ok(());
        }
        Part::Year { long: true } => {
            let sign = if civil.year < 0 { "-" } else { "" };
            write!(text, "{sign}{:04}", civil.year.abs())?;
            return Ok(());
        }
        Part::Day(Fill::Spaces) => {
            write!(text, "{:2}", civil.day)?;
            return Ok(());
        }
        Part::DayOfYear(fill) => {
            let day = civil.day_of_year();
            match fill {
                Fill::Spaces => write!(text, "{day:3}")?,
                _ => write!(text, "{day:03}")?,
            }
            return Ok(());
        }
        Part::Noon { upper } => {
            text.push_str(match (civil.hour >= 12, upper) {
                (true, true) => "PM",
                (true, false) => "pm",
                (false, true) => "AM",
                (false, false) => "am",
            });
            return Ok(());
        }
        Part::Offset { z, colon, parts } => return write_offset(text, offset, z, colon, parts),
        Part::Fraction { digits, trimmed, comma } => {
            let places = format!("{:09}{}", civil.nanosecond, "0".repeat(digits.saturating_sub(9)));
            let places = &places[..digits];
            let places = if trimmed { places.trim_end_matches('0') } else { places };
            if !places.is_empty() {
                text.push(if comma { ',' } else { '.' });
                text.push_str(places);
            }
            return Ok(());
        }
        Part::Month { padded } => (civil.month, padded),
        Part::Day(fill) => (civil.day, fill == Fill::Zeros),
        Part::Hour => (civil.hour, true),
        Part::HalfDay { padded } => (half, padded),
        Part::Minute { padded } => (civil.minute, padded),
        Part::Second { padded } => (civil.second, padded),
        Part::Year { long: false } => (civil.year.max(0) % 100, true),
        Part::ZoneName => return Ok(()),
    };
    if padded {
        write!(text, "{number:02}")?
    } else {
        write!(text, "{number}")?
    }
    Ok(())
}

fn write_offset(text: &mut String, offset: i64, z: bool, colon: bool, parts: u8) -> Result<(), Failed> {
    if z && offset == 0 {
        text.push('Z');
        return Ok(());
    }
    let (sign, offset) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    let between = if colon { ":" } else { "" };
    write!(text, "{sign}{:02}", offset / 3600)?;
    if parts > 1 {
        write!(text, "{between}{:02}", offset / 60 % 60)?;
    }
    if parts > 2 {
        write!(text, "{between}{:02}", offset % 60)?;
    }
    Ok(())
}
