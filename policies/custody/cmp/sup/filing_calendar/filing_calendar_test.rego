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
	every due in ["2026-01-15", "2026-11-21"] {
		every filed in ["soon", "2026-11-23", true, 20260115] {
			found([filing(due, filed)]) == {["filed_on_time", [0, "filed_at"]]}
		}
	}
}

test_late_is_denied_for_a_year if {
	found([filing("2026-01-15", "2026-01-16")]) == {["filed_on_time", [0, "filed_at"]]}
	found([filing("2025-11-22", "2025-11-23")]) == {["filed_on_time", [0, "filed_at"]]}
	found([filing("2026-11-21", "2026-11-22")]) == {["filed_on_time", [0, "filed_at"]]}
	found([filing("2025-11-21", "2025-11-30")]) == set()
}

test_entries_must_be_readable if {
	every due in [null, "", "January", 20270115, true] {
		found([filing(due, null)]) == {["filings_listed", [0, "due_at"]]}
	}
	every name in [null, "", "tbd", 5] {
		found([{"name": name, "due_at": "2027-01-15"}]) == {["filings_listed", [0, "name"]]}
	}
	every due in ["2027-01-15", "2026-11-22"] {
		every filed in ["soon", true, 20270115, []] {
			found([filing(due, filed)]) == {["filings_listed", [0, "filed_at"]]}
		}
	}
	found([filing("soon", 5)]) == {["filings_listed", [0, "due_at"]], ["filings_listed", [0, "filed_at"]]}
	found(["annual"]) == {["filings_listed", [0]]}
}

said(filed) := [violation.msg.en | some violation in violations] if {
	violations := filing_calendar.deny with input as {"spec": {"filings": [filing("2026-11-20", filed)]}}
}

test_message_tells_how_late_the_filing_is if {
	said("2026-11-22") == ["filing \"annual\" was due on 2026-11-20 and filed on 2026-11-22, late by 2 days"]
	said("2026-11-23") == ["filing \"annual\" was due on 2026-11-20 and `filed_at` lies after the evaluation date 2026-11-22; file it now"]
	said(null) == ["filing \"annual\" was due on 2026-11-20 and `filed_at` is missing; file it now"]
}

test_message_names_the_filing if {
	some violation in filing_calendar.deny with input as {"spec": {"filings": [{"name": "annual", "due_at": "soon"}]}}
	violation.path == ["spec", "filings", 0, "due_at"]
	violation.msg.en == "filing \"annual\": `due_at` is \"soon\"; it must be a date (YYYY-MM-DD)"
	some early in filing_calendar.deny with input as {"spec": {"filings": [filing("2027-01-15", 5)]}}
	early.path == ["spec", "filings", 0, "filed_at"]
	early.msg.zh == "报送事项“annual”的 `filed_at` 为 5，应为有效日期（YYYY-MM-DD）"
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
