//! Zones by name. Their data is the engine's, reached through its builtins.

use super::civil::{Civil, is_leap};
use crate::engine::builtins::show::short;
use crate::engine::builtins::{Failed, original};
use regorus::Value;

/// A zone; none is UTC. The zone of the machine is UTC too, so that two machines agree.
#[derive(Debug, Clone, Copy)]
pub struct Zone<'n>(Option<&'n str>);

impl<'n> Zone<'n> {
    /// The zone of a name.
    pub fn named(name: &'n str) -> Result<Zone<'n>, Failed> {
        if matches!(name, "" | "UTC" | "Local") {
            return Ok(Zone(None));
        }
        let zone = Zone(Some(name));
        zone.offset(0).map(|_| zone).map_err(|_| Failed::error(format!("unknown time zone {}", short(name))))
    }

    /// Seconds that the zone is ahead of UTC at an instant.
    pub fn offset(&self, seconds: i64) -> Result<i64, Failed> {
        if self.0.is_none() {
            return Ok(0);
        }
        // The engine's instants begin in 1677, and its zones do not change after 2037.
        let seconds = repeated(seconds.max(-9_223_372_036));
        let read = |builtin: &str| -> Result<[i64; 3], Failed> {
            let parts = vec![Value::from(seconds * 1_000_000_000), Value::from(self.0.unwrap_or_default())];
            let value = original::call(builtin, &[parts.into()])?;
            let part = |at: usize| value[at].as_i64().map_err(|_| Failed::error("unknown time zone"));
            Ok([part(0)?, part(1)?, part(2)?])
        };
        let ([year, month, day], [hour, minute, second]) = (read("time.date")?, read("time.clock")?);
        Ok(Civil { year, month, day, hour, minute, second, nanosecond: 0 }.seconds() - seconds)
    }

    /// The instant of a local time. Where there are two, the first that its offset leads back to; where there is none, as Go
    /// has it.
    pub fn instant(&self, local: i64) -> Result<i64, Failed> {
        let offset = self.offset(local)?;
        let guess = local - offset;
        Ok(match self.offset(guess)? {
            same if same == offset => guess,
            other => local - other,
        })
    }

    /// What the zone is called at an instant, such as `CST`.
    pub fn abbreviation(&self, nanoseconds: i64) -> Result<String, Failed> {
        match self.0 {
            None => Ok("UTC".to_owned()),
            // The engine's zones have lost their names; many have none but their offset anyway.
            Some(_) => {
                let offset = self.offset(nanoseconds.div_euclid(1_000_000_000))?;
                let sign = if offset < 0 { '-' } else { '+' };
                let (hours, minutes) = (offset.abs() / 3600, offset.abs() / 60 % 60);
                let minutes = if minutes == 0 { String::new() } else { format!("{minutes:02}") };
                Ok(format!("{sign}{hours:02}{minutes}"))
            }
        }
    }
}

/// An instant that rules of zones treat like a later one: in a year of this century with the same days of the week.
fn repeated(seconds: i64) -> i64 {
    const LAST: i64 = 2037;
    let civil = Civil::of(seconds, 0);
    if civil.year <= LAST {
        return seconds;
    }
    let first = |year: i64| Civil { year, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 };
    let alike = |year: &i64| {
        is_leap(*year) == is_leap(civil.year) && first(*year).weekday() == first(civil.year).weekday()
    };
    let year = (LAST - 27..=LAST).find(alike).unwrap_or(LAST);
    seconds - first(civil.year).seconds() + first(year).seconds()
}
