# METADATA
# scope: package
# title: Calendar dates written YYYY-MM-DD
# description: >-
#   Plain arithmetic on the proleptic Gregorian calendar: no clock, no time zone, and no built-in that fails on a
#   malformed date. The evaluation date is data.fiducia.today.
package fiducia.custody.lib.dates

import data.fiducia.custody.lib.shape

month_days := [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

# A real date: 2026-02-30 is none, 2028-02-29 is one.
valid(value) if parts(value)

# Year, month and day of a real date; undefined for anything else.
parts(value) := {"year": year, "month": month, "day": day} if {
	is_string(value)
	[years, months, days] := split(value, "-")
	year := part(years, 4)
	month := part(months, 2)
	day := part(days, 2)
	day <= days_in(year, month)
}

# So many digits as a number that is not zero. `to_number` takes no leading zeros.
part(written, width) := to_number(trim_left(written, "0")) if {
	shape.digits(written)
	count(written) == width
	trim(written, "0") != ""
}

days_in(year, 2) := 29 if leap(year)

days_in(_, month) := month_days[month - 1] if month != 2

days_in(year, 2) := 28 if not leap(year)

leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

leap(year) if year % 400 == 0

# Days since 0000-03-01: years begin in March, so that a leap day is the last day of its year.
number(value) := day if {
	date := parts(value)
	year := date.year - before_march(date.month)
	month := (date.month + 9) % 12
	day := ((((365 * year) + floor(year / 4)) - floor(year / 100)) + floor(year / 400)) + floor(((153 * month) + 2) / 5) + date.day - 1
}

before_march(month) := 1 if month < 3

before_march(month) := 0 if month >= 3

# The date of a day that `number` counts.
text(day) := sprintf("%04d-%02d-%02d", [year, month, (in_year - floor(((153 * from_march) + 2) / 5)) + 1]) if {
	in_era := day % 146097
	year_of_era := floor((((in_era - floor(in_era / 1460)) + floor(in_era / 36524)) - floor(in_era / 146096)) / 365)
	in_year := in_era - (((365 * year_of_era) + floor(year_of_era / 4)) - floor(year_of_era / 100))
	from_march := floor(((5 * in_year) + 2) / 153)
	month := ((from_march + 2) % 12) + 1
	year := (year_of_era + (400 * floor(day / 146097))) + before_march(month)
}

# Days from a date to the evaluation date; negative for a date to come.
age(value) := today - number(value)

today := number(data.fiducia.today)

# Why a date that must lie in the past cannot be accepted.
past_fault(value) := {"en": "is missing", "zh": "缺失"} if is_null(value)

past_fault(value) := {
	"en": "is not a date written YYYY-MM-DD",
	"zh": "不是有效的 YYYY-MM-DD 日期",
} if {
	not is_null(value)
	not parts(value)
}

past_fault(value) := {
	"en": sprintf("lies after the evaluation date %s", [data.fiducia.today]),
	"zh": sprintf("晚于评估日期 %s", [data.fiducia.today]),
} if {
	age(value) < 0
}

# A date with a time of day (`2026-08-01T10:00`, seconds and zone if wanted) as minutes since the day zero of `number`,
# of UTC where a zone is stated. A moment with a zone and one without cannot be compared: see `zoned`.
moment(value) := {"minutes": ((number(date) * 1440) + of_day) - ahead, "zoned": zone != ""} if {
	is_string(value)
	[_, date, hours, minutes, seconds, zone] := regex.find_all_string_submatch_n(moment_pattern, value, 1)[0]
	of_day := (clock(hours, 23) * 60) + clock(minutes, 59) + (clock(seconds, 59) / 60)
	ahead := ahead_of_utc(zone)
}

moment_pattern := `^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?$`

# Two digits, or none, as a number up to a bound.
clock(digits, _) := 0 if trim(digits, "0") == ""

clock(digits, most) := found if {
	trim(digits, "0") != ""
	found := to_number(trim_left(digits, "0"))
	found <= most
}

# Minutes that local time is ahead of UTC.
ahead_of_utc(zone) := 0 if lower(zone) in {"", "z"}

ahead_of_utc(zone) := signs[substring(zone, 0, 1)] * ((clock(substring(zone, 1, 2), 23) * 60) + clock(trim_left(substring(zone, 3, -1), ":"), 59))

signs := {"+": 1, "-": -1}

# The calendar year of a date or of a bare year (2031, "2031").
year(value) := parts(value).year

year(value) := value if {
	shape.whole_number(value)
	value >= 1000
	value <= 9999
}

year(value) := found if {
	is_string(value)
	found := part(value, 4)
	found >= 1000
}
