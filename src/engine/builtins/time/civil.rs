//! Dates of the calendar and times of the day, without a zone.

/// A date and a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// The year, which may be negative.
    pub year: i64,
    /// The month, from 1; beyond 12 it belongs to another year.
    pub month: i64,
    /// The day, from 1; beyond the last it belongs to another month.
    pub day: i64,
    /// Hours of the day.
    pub hour: i64,
    /// Minutes of the hour.
    pub minute: i64,
    /// Seconds of the minute.
    pub second: i64,
    /// Nanoseconds of the second.
    pub nanosecond: i64,
}

/// The names of the days, from Sunday.
pub const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// The names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// True for a year with 366 days.
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days of a month.
pub fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970 to a date. Months and days may be beyond their limits.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    // Years begin in March here, so that the day that comes and goes is the last one; 400 of them have
    // always as many days.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

impl Civil {
    /// The date and time of so many seconds since 1970.
    pub fn of(seconds: i64, nanosecond: i64) -> Civil {
        let (day, clock) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let shifted = day + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: clock / 3600,
            minute: clock / 60 % 60,
            second: clock % 60,
            nanosecond,
        }
    }

    /// Seconds since 1970.
    pub fn seconds(&self) -> i64 {
        days(self.year, self.month, self.day) * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
    }

    /// The day of the week.
    pub fn weekday(&self) -> &'static str {
        let day = days(self.year, self.month, self.day) + 4;
        usize::try_from(day.rem_euclid(7)).ok().and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or_default()
    }

    /// The day of the year, from 1.
    pub fn day_of_year(&self) -> i64 {
        days(self.year, self.month, self.day) - days(self.year, 1, 1) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for (seconds, year, month, day, weekday) in [
            (0, 1970, 1, 1, "Thursday"),
            (1_709_164_800, 2024, 2, 29, "Thursday"),
            (-1, 1969, 12, 31, "Wednesday"),
            (-62_135_596_800, 1, 1, 1, "Monday"),
            (-62_167_219_200, 0, 1, 1, "Saturday"),
            (4_107_542_400, 2100, 3, 1, "Monday"),
        ] {
            let civil = Civil::of(seconds, 0);
            assert_eq!((civil.year, civil.month, civil.day, civil.weekday()), (year, month, day, weekday));
            assert_eq!(civil.seconds(), seconds);
        }
    }
}
