package fiducia.custody.cmp.sup.filing_calendar_test

import data.fiducia.custody.cmp.sup.filing_calendar

found(filings) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := filing_calendar.deny with input as {"kind": "ComplianceFile", "spec": {"filings": filings}}
}

filing(due, filed) := {"name": "annual", "due_at": due, "filed_at": filed}

test_filed_in_time_passes if {
	found([filing("2026-01-15", "2026-01-15"), filing("2026-01-15", "2025-12-31")]) == set()
	found([{"name": "annual", "due_at": "2026-11-22"}]) == set()
	found([filing("2026-11-22", null), filing("2027-01-15", "2027-01-08"), filing("2027-01-15", "2026-11-02")]) == set()
}

test_not_filed_is_denied if {
	found([filing("2026-11-21", null)]) == {["filed_on_time", [0, "filed_at"]]}
	found([{"name": "annual", "due_at": "2026-01-15"}]) == {["filed_on_time", [0, "filed_at"]]}
	found([filing("2020-01-15", null)]) == {["filed_on_time", [0, "filed_at"]]}
	every filed in ["soon", "2026-11-23", true, 20260115] {
		found([filing("2026-01-15", filed)]) == {["filed_on_time", [0, "filed_at"]]}
	}
}

test_late_is_denied_for_a_year if {
	found([filing("2026-01-15", "2026-01-16")]) == {["filed_on_time", [0, "filed_at"]]}
	found([filing("2025-11-22", "2025-11-23")]) == {["filed_on_time", [0, "filed_at"]]}
	found([filing("2025-11-21", "2025-11-30")]) == set()
}

test_entries_must_be_readable if {
	every due in [null, "", "January", 20270115, true] {
		found([filing(due, null)]) == {["filings_listed", [0, "due_at"]]}
	}
	every name in [null, "", "tbd", 5] {
		found([{"name": name, "due_at": "2027-01-15"}]) == {["filings_listed", [0, "name"]]}
	}
	every filed in ["soon", true, 20270115, []] {
		found([filing("2027-01-15", filed)]) == {["filings_listed", [0, "filed_at"]]}
	}
	found([filing("soon", 5)]) == {["filings_listed", [0, "due_at"]], ["filings_listed", [0, "filed_at"]]}
	found(["annual"]) == {["filings_listed", [0]]}
}

test_list_is_needed if {
	every filings in [null, [], "annual", {}] {
		found(filings) == {["filings_listed", []]}
	}
}

test_good_practice_on_other_platforms if {
	violations := filing_calendar.deny with input as {"metadata": {"platform": "p"}, "spec": {"filings": ["x", {}, filing("2026-01-15", null), filing("2026-01-15", "2026-01-16"), filing("2027-01-15", 5)]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 6
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
