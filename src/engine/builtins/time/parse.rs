//! Dates read by a layout, as Go reads them.

use super::civil::{Civil, MONTHS, WEEKDAYS, days_in, is_leap};
use super::layout::{self, Fill, Part};
use crate::engine::builtins::Failed;
use crate::engine::builtins::show::short;

/// What was read so far.
#[derive(Default)]
struct Found {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    /// Whether it is said to be after noon.
    afternoon: Option<bool>,
    /// Seconds ahead of UTC.
    offset: i64,
}

/// The seconds since 1970 and nanoseconds of a text.
pub fn instant(layout: &str, text: &str) -> Result<(i64, i64), Failed> {
    let wrong =
        || Failed::error(format!("parsing time {:?} as {:?}: cannot parse", short(text), short(layout)));
    let mut found = Found::default();
    let (mut layout_rest, mut rest) = (layout, text);
    loop {
        let (before, part, behind) = layout::next(layout_rest);
        rest = skipped(rest, before).ok_or_else(wrong)?;
        let Some(part) = part else { break };
        rest = found.read(part, behind, rest).ok_or_else(wrong)?;
        layout_rest = behind;
    }
    if !rest.is_empty() {
        return Err(Failed::error(format!("parsing time {:?}: extra text: {:?}", short(text), short(rest))));
    }
    found.instant().ok_or_else(|| Failed::error(format!("parsing time {:?}: out of range", short(text))))
}

/// What follows upon a text that the layout has; a space in it stands for any number of them, also none at the end.
fn skipped<'t>(mut rest: &'t str, mut before: &str) -> Option<&'t str> {
    while let Some(first) = before.chars().next() {
        if first == ' ' {
            if !rest.is_empty() && !rest.starts_with(' ') {
                return None;
            }
            before = before.trim_start_matches(' ');
            rest = rest.trim_start_matches(' ');
        } else {
            before = &before[first.len_utf8()..];
            rest = rest.strip_prefix(first)?;
        }
    }
    Some(rest)
}

/// A number of up to two digits, or of exactly two.
fn number(text: &str, padded: bool) -> Option<(i64, &str)> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    if digits == 0 || (padded && digits == 1) {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

/// The place of a name that a text starts with, whatever the case of its letters.
fn name<'t>(text: &'t str, names: &[&str], long: bool) -> Option<(i64, &'t str)> {
    for (index, name) in (0..).zip(names) {
        let name = if long { name } else { &name[..3] };
        if text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some((index, &text[name.len()..]));
        }
    }
    None
}

/// The nanoseconds of a fraction, with its point.
fn fraction(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['.', ','])?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let places = &digits[..digits.len().min(9)];
    format!("{places:0<9}").parse().ok()
}

/// The length of a point and the digits behind it; none if there are none.
fn fraction_length(text: &str) -> Option<usize> {
    let digits = text.strip_prefix(['.', ','])?.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then_some(digits + 1)
}

impl Found {
    /// Reads a part; what is left of the text.
    fn read<'t>(&mut self, part: Part, behind: &str, text: &'t str) -> Option<&'t str> {
        let within = |(number, rest): (i64, &'t str), range: std::ops::Range<i64>| {
            range.contains(&number).then_some((number, rest))
        };
        let rest;
        match part {
            Part::Year { long } => {
                let digits = text.get(..if long { 4 } else { 2 })?;
                let year: i64 =
                    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
                self.year = match long {
                    true => year,
                    false if year >= 69 => year + 1900,
                    false => year + 2000,
                };
                rest = &text[digits.len()..];
            }
            Part::MonthName { long } => {
                let (index, behind) = name(text, &MONTHS, long)?;
                (self.month, rest) = (Some(index + 1), behind);
            }
            Part::Month { padded } => {
                let (month, behind) = within(number(text, padded)?, 1..13)?;
                (self.month, rest) = (Some(month), behind);
            }
            Part::Weekday { long } => (_, rest) = name(text, &WEEKDAYS, long)?,
            Part::Day(fill) => {
                let text = if fill == Fill::Spaces { text.strip_prefix(' ').unwrap_or(text) } else { text };
                let (day, behind) = number(text, fill == Fill::Zeros)?;
                (self.day, rest) = (Some(day), behind);
            }
            Part::DayOfYear(fill) => {
                let spaces = text.bytes().take(2).take_while(|byte| *byte == b' ').count();
                let text = if fill == Fill::Spaces { &text[spaces..] } else { text };
                let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
                if digits == 0 || (fill == Fill::Zeros && digits < 3) {
                    return None;
                }
                self.day_of_year = text[..digits].parse().ok();
                rest = &text[digits..];
            }
            Part::Hour => (self.hour, rest) = within(number(text, false)?, 0..24)?,
            Part::HalfDay { padded } => (self.hour, rest) = within(number(text, padded)?, 0..13)?,
            Part::Minute { padded } => (self.minute, rest) = within(number(text, padded)?, 0..60)?,
            Part::Second { padded } => {
                let (second, behind_it) = within(number(text, padded)?, 0..60)?;
                self.second = second;
                // A fraction may follow even where the layout has none.
                let named = matches!(layout::next(behind), ("", Some(Part::Fraction { .. }), _));
                let length = fraction_length(behind_it).filter(|_| !named).unwrap_or(0);
                if length > 0 {
                    self.nanosecond = fraction(&behind_it[..length])?;
                }
                rest = &behind_it[length..];
            }
            Part::Noon { upper } => {
                let (after, before) = if upper { ("PM", "AM") } else { ("pm", "am") };
                let start = text.get(..2)?;
                self.afternoon = Some(start == after);
                rest = (start == after || start == before).then(|| &text[2..])?;
            }
            Part::Fraction { digits, trimmed: false, .. } => {
                self.nanosecond = fraction(text.get(..=digits)?)?;
                rest = &text[digits + 1..];
            }
            Part::Fraction { .. } => {
                let length = fraction_length(text).unwrap_or(0);
                if length > 0 {
                    self.nanosecond = fraction(&text[..length])?;
                }
                rest = &text[length..];
            }
            Part::Offset { z, colon, parts } => (self.offset, rest) = offset(text, z, colon, parts)?,
            Part::ZoneName => (self.offset, rest) = zone(text)?,
        }
        Some(rest)
    }

    fn instant(mut self) -> Option<(i64, i64)> {
        match self.afternoon {
            Some(true) if self.hour < 12 => self.hour += 12,
            Some(false) if self.hour == 12 => self.hour = 0,
            _ => {}
        }
        if let Some(day_of_year) = self.day_of_year {
            if !(1..=365 + i64::from(is_leap(self.year))).contains(&day_of_year) {
                return None;
            }
            let first = Civil { year: self.year, month: 1, day: 1, ..Civil::of(0, 0) };
            let date = Civil::of(first.seconds() + (day_of_year - 1) * 86_400, 0);
            let fits = |known: Option<i64>, own: i64| known.is_none_or(|known| known == own);
            if !fits(self.month, date.month) || !fits(self.day, date.day) {
                return None;
            }
            (self.month, self.day) = (Some(date.month), Some(date.day));
        }
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        if day < 1 || day > days_in(self.year, month) {
            return None;
        }
        let civil = Civil {
            year: self.year,
            month,
            day,
            hour: self.hour,
            minute: self.minute,
            second: self.second,
            nanosecond: self.nanosecond,
        };
        Some((civil.seconds() - self.offset, self.nanosecond))
    }
}

/// Seconds ahead of UTC, in figures.
fn offset(text: &str, z: bool, colon: bool, parts: u8) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix('Z').filter(|_| z) {
        return Some((0, rest));
    }
    let negative = match text.chars().next()? {
        '-' => true,
        '+' => false,
        _ => return None,
    };
    let mut rest = &text[1..];
    let mut seconds = 0;
    for (index, (size, most)) in [(3600, 24), (60, 60), (1, 60)].into_iter().take(parts.into()).enumerate() {
        if index > 0 && colon {
            rest = rest.strip_prefix(':')?;
        }
        let (figure, behind) = number(rest, true)?;
        if figure > most {
            return None;
        }
        seconds += figure * size;
        rest = behind;
    }
    Some((if negative { -seconds } else { seconds }, rest))
}

/// An abbreviated zone. Go takes all of them for UTC, as no zone but that is at hand.
fn zone(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix("UTC") {
        return Some((0, rest));
    }
    if text.starts_with("ChST") || text.starts_with("MeST") {
        return Some((0, &text[4..]));
    }
    let signed = |text: &str| -> Option<(i64, usize)> {
        let digits = text.strip_prefix(['+', '-'])?.bytes().take_while(u8::is_ascii_digit).count();
        let hours: i64 = text.get(1..=digits)?.parse().ok().filter(|hours| *hours <= 23)?;
        Some((if text.starts_with('-') { -hours } else { hours }, digits + 1))
    };
    if let Some(rest) = text.strip_prefix("GMT") {
        let (_, length) = signed(rest).unwrap_or((0, 0));
        return Some((0, &rest[length..]));
    }
    if text.starts_with(['+', '-']) {
        let (_, length) = signed(text).filter(|_| text.len() >= 3)?;
        return Some((0, &text[length..]));
    }
    let letters = text.bytes().take(6).take_while(u8::is_ascii_uppercase).count();
    let length = match letters {
        5 if text.as_bytes()[4] == b'T' => 5,
        4 if text.as_bytes()[3] == b'T' || text.starts_with("WITA") => 4,
        3 => 3,
        _ => return None,
    };
    Some((0, &text[length..]))
}
