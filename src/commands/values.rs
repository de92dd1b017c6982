//! Values of options.

use chrono::NaiveDate;
use std::time::Duration;

/// A duration such as `500ms`, `10s`, `2m`; a bare number is seconds.
pub fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let seconds = match unit {
        "ms" => 0.001,
        "s" | "" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err(format!("{text:?} is no duration such as 500ms, 10s or 1m")),
    };
    let number: f64 =
        number.parse().map_err(|_| format!("{text:?} is no duration such as 500ms, 10s or 1m"))?;
    Duration::try_from_secs_f64(number * seconds)
        .ok()
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| format!("{text:?} is no time in which anything can be evaluated"))
}

/// The size of a file, which has to be addressed: below 4 GiB.
pub fn size(text: &str) -> Result<u64, String> {
    let size = bytes(text)?;
    Some(size)
        .filter(|size| *size < crate::source::Span::LIMIT)
        .ok_or_else(|| format!("{text:?} is more than 4 GiB"))
}

/// A size in bytes such as `500KiB`, `32MiB`, `1GB`; a bare number is bytes.
pub fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "kb" => 1000,
        "m" | "mib" => 1 << 20,
        "mb" => 1_000_000,
        "g" | "gib" => 1 << 30,
        "gb" => 1_000_000_000,
        _ => return Err(format!("{text:?} is no size such as 500KiB or 32MiB")),
    };
    let number: u64 = number.parse().map_err(|_| format!("{text:?} is no size such as 500KiB or 32MiB"))?;
    number
        .checked_mul(unit)
        .filter(|size| *size > 0)
        .ok_or_else(|| format!("{text:?} is no size that there can be"))
}

/// A day as `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| format!("{text:?} is no day such as 2026-01-31"))
}

/// `KEY=VALUE`; a key is a word of letters, digits, `.`, `-`, `_` and `/`.
pub fn label(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once('=')?;
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    (!key.is_empty() && key.chars().all(word)).then_some((key, value))
}

/// `NAME=VALUE`; the value is JSON where it reads as JSON, else text.
pub fn param(text: &str) -> Result<(String, serde_json::Value), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("{text:?} is not NAME=VALUE"))?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
    Ok((name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1.5"), Ok(Duration::from_millis(1500)));
        assert_eq!(size("32MiB"), Ok(32 << 20));
        assert_eq!(size("1kb"), Ok(1000));
        assert_eq!(bytes("8GiB"), Ok(8 << 30));
        for wrong in ["", "x", "5 parsecs", "0s", "-1s", "1e999s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "MiB", "1.5M", "5 parsecs", "5GiB", "99999999999999999999"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_written_in_full() {
        assert!(day("2026-11-22").is_ok());
        for wrong in ["2026-1-1", "22.11.2026", "2026-13-01", "2026-02-30", "today"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_parameter_is_json_or_text() {
        assert_eq!(param("a=[1]"), Ok(("a".to_owned(), serde_json::json!([1]))));
        assert_eq!(param("a=1.2.3=x"), Ok(("a".to_owned(), "1.2.3=x".into())));
        assert!(param("a").is_err());
    }
}
