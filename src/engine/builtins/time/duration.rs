//! Durations such as `1h30m`.

use crate::engine::builtins::Failed;
use crate::engine::builtins::show::short;

/// The nanoseconds of a duration. A day has 24 hours here, a week seven days, a year 365.
pub fn nanoseconds(text: &str) -> Result<i64, Failed> {
    let wrong = || Failed::error(format!("time: invalid duration {:?}", short(text)));
    let (negative, mut rest) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(wrong());
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = &rest[..digits(rest)];
        rest = &rest[whole.len()..];
        let fraction = rest.strip_prefix('.').map(|behind| &behind[..digits(behind)]);
        rest = &rest[fraction.map_or(0, |fraction| fraction.len() + 1)..];
        let fraction = fraction.unwrap_or_default();
        if whole.is_empty() && fraction.is_empty() {
            return Err(wrong());
        }
        let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
        let unit = unit(&rest[..end]).ok_or_else(wrong)?;
        rest = &rest[end..];
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| wrong())? };
        // Beyond eighteen places a fraction tells nothing.
        let places = &fraction[..fraction.len().min(18)];
        let part: i128 = if places.is_empty() { 0 } else { places.parse().map_err(|_| wrong())? };
        let scale = 10_i128.pow(u32::try_from(places.len()).unwrap_or(0));
        total += i128::from(whole) * unit + part * unit / scale;
        if total > i128::from(i64::MAX) + i128::from(negative) {
            return Err(wrong());
        }
    }
    i64::try_from(if negative { -total } else { total }).map_err(|_| wrong())
}

fn unit(name: &str) -> Option<i128> {
    Some(match name {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        "d" => 86_400_000_000_000,
        "w" => 604_800_000_000_000,
        "y" => 31_536_000_000_000_000,
        _ => return None,
    })
}
