# METADATA
# scope: package
# title: Business days
# description: >-
#   Monday to Friday, without the public holidays and with the make-up workdays that the parameters name.
package fiducia.custody.lib.calendar

import data.fiducia.custody.lib.dates

# The last business day before the evaluation date, as `dates.number` counts. Public holidays are shorter than a month;
# a calendar that leaves none open for one is taken to close the whole of it and no more.
previous := max({dates.today - 31} | {day |
	some back in numbers.range(1, 31)
	day := dates.today - back
	business(day)
})

business(day) if {
	weekday(day) < 5
	not day in named("public_holidays")
}

business(day) if day in named("make_up_workdays")

# Monday is 0, Sunday is 6: 0000-03-01, the day zero of `dates.number`, was a Wednesday.
weekday(day) := (day + 2) % 7

named(param) := {dates.number(date) | some date in data.fiducia.params[param]}
