package fiducia.custody.lib.dates_test

import data.fiducia.custody.lib.dates

test_valid if {
	every date in ["2026-11-22", "2028-02-29", "2000-02-29", "2026-12-31", "2026-01-01", "2026-08-09"] {
		dates.valid(date)
	}
	every date in [
		"2026-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01", "2028-02-30",
		"9e99-01-01", "+999-01-01", "2026-1.-01", "2026--1-01", "2026-01-01-01", "2026-01",
		"2026-1-1", "2026-11-22T10:00", " 2026-11-22", "2026/11/22", "", null, 20261122, true, ["2026-11-22"],
	] {
		not dates.valid(date)
	}
}

test_every_month_ends_on_its_last_day if {
	every month, last in {
		"01": 31, "02": 28, "03": 31, "04": 30, "05": 31, "06": 30,
		"07": 31, "08": 31, "09": 30, "10": 31, "11": 30, "12": 31,
	} {
		dates.valid(sprintf("2026-%s-%d", [month, last]))
		not dates.valid(sprintf("2026-%s-%d", [month, last + 1]))
	}
}

test_number_counts_days if {
	dates.number("2026-11-23") - dates.number("2026-11-22") == 1
	dates.number("2026-03-01") - dates.number("2026-02-28") == 1
	dates.number("2028-03-01") - dates.number("2028-02-28") == 2
	dates.number("2027-01-01") - dates.number("2026-12-31") == 1
	dates.number("2000-03-01") - dates.number("1970-01-01") == 11017
	dates.number("2026-11-22") - dates.number("1970-01-01") == 20779
}

test_age if {
	age := dates.age("2025-11-22") with data.fiducia.today as "2026-11-22"
	age == 365
	ahead := dates.age("2026-11-23") with data.fiducia.today as "2026-11-22"
	ahead == -1
}

past_fault(value) := fault if {
	fault := dates.past_fault(value) with data.fiducia.today as "2026-11-22"
}

test_past_fault if {
	not past_fault("2026-11-22")
	past_fault(null).en == "is missing"
	past_fault("soon").en == "is not a date written YYYY-MM-DD"
	past_fault("2026-11-23") == {"en": "lies after the evaluation date 2026-11-22", "zh": "晚于评估日期 2026-11-22"}
}

test_year if {
	dates.year("2031-12-31") == 2031
	dates.year("2031") == 2031
	every year in [1000, 2031, 9999] {
		dates.year(year) == year
		dates.year(sprintf("%d", [year])) == year
	}
	every value in ["31", "0031", "0999", "2031-13-01", 31, 999, 10000, 20310, 2031.5, null, true, ["2031"]] {
		not dates.year(value)
	}
}

test_moment if {
	base := dates.number("2026-08-01") * 1440
	every value, minutes in {
		"2026-08-01T10:00": 600, "2026-08-01 00:00": 0, "2026-08-01T09:05:30": 545.5, "2026-08-01T23:59:00.25": 1439, "2026-08-01T00:00:59": 59 / 60, "2026-08-01T08:08": 488,
	} {
		dates.moment(value) == {"minutes": base + minutes, "zoned": false}
	}
	every value in ["2026-08-01T10:00Z", "2026-08-01T18:00:00+08:00", "2026-08-01T18:00+0800", "2026-08-01t06:30-03:30", "2026-08-02T00:00+14:00", "2026-08-02T09:59+23:59", "2026-08-01T15:45+0545", "2026-08-01T09:59-00:01"] {
		dates.moment(value) == {"minutes": base + 600, "zoned": true}
	}
}

test_no_moment if {
	every value in [
		"2026-08-01", "2026-08-01T24:00", "2026-08-01T10:60", "2026-02-30T10:00", "2026-08-01T10", "2026-8-1T10:00", "10:00", "yesterday",
		"2026-08-01T10:00 CST", "2026-08-01T10:00+8", "2026-08-01T1:00", "2026-08-01T10:00+24:00", "2026-08-01T10:00+08:60", "2026-08-01T10:00:60", "", null, 20260801, ["2026-08-01T10:00"],
	] {
		not dates.moment(value)
	}
}

test_text_of_a_day if {
	every date in ["2026-11-22", "2028-02-29", "2000-02-29", "2100-02-28", "2100-03-01", "2026-12-31", "2027-01-01", "1970-01-01", "0004-02-29"] {
		dates.text(dates.number(date)) == date
	}
}

again(date) := dates.text(dates.number(date))

# Years begin in March: both sides of their ends, about leap years, centuries, and the 400 years that repeat.
test_text_of_a_day_where_years_end if {
	every year in [1999, 2000, 2001, 2003, 2004, 2005, 2099, 2100, 2101, 2199, 2200, 2299, 2300, 2396, 2397, 2398, 2399, 2400, 2401] {
		every day in ["02-28", "03-01"] {
			date := sprintf("%d-%s", [year, day])
			again(date) == date
		}
	}
	every date in ["2400-02-29", "2396-02-29", "2399-12-31"] {
		again(date) == date
	}
}

test_text_of_a_day_where_months_end if {
	every month, last in {
		"01": 31, "02": 29, "03": 31, "04": 30, "05": 31, "06": 30,
		"07": 31, "08": 31, "09": 30, "10": 31, "11": 30, "12": 31,
	} {
		every day in ["01", last] {
			date := sprintf("2028-%s-%v", [month, day])
			again(date) == date
		}
	}
}
