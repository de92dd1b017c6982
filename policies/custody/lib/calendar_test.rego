package fiducia.custody.lib.calendar_test

import data.fiducia.custody.lib.calendar
import data.fiducia.custody.lib.dates

previous(today) := date if {
	day := calendar.previous with data.fiducia.today as today
	date := dates.text(day)
}

test_weekday if {
	calendar.weekday(dates.number("2026-11-23")) == 0
	calendar.weekday(dates.number("2026-11-22")) == 6
	calendar.weekday(dates.number("1970-01-01")) == 3
}

test_previous_business_day if {
	previous("2026-11-20") == "2026-11-19"
	previous("2026-11-21") == "2026-11-20"
	previous("2026-11-22") == "2026-11-20"
	previous("2026-11-23") == "2026-11-20"
	previous("2026-11-24") == "2026-11-23"
}

test_holidays_and_make_up_workdays if {
	day := calendar.previous with data.fiducia.today as "2026-10-08"
		with data.fiducia.params.public_holidays as ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"]
	dates.text(day) == "2026-09-30"
	made_up := calendar.previous with data.fiducia.today as "2026-11-23"
		with data.fiducia.params.make_up_workdays as ["2026-11-22"]
	dates.text(made_up) == "2026-11-22"
}

test_calendar_that_leaves_no_day_open if {
	closed := [dates.text(day) | some day in numbers.range(dates.number("2026-10-01"), dates.number("2026-11-22"))]
	found := calendar.previous with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.public_holidays as closed
	dates.text(found) == "2026-10-22"
}
