package fiducia.custody.cmp.sup.compliance_review_test

import data.fiducia.custody.cmp.sup.compliance_review

found(review) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := compliance_review.deny with input as {"kind": "ComplianceFile", "spec": {"review": review}}
}

test_boundary if {
	found({"last_date": "2025-11-22", "findings_open": 0}) == set()
	found({"last_date": "2026-11-22", "findings_open": 7}) == set()
	found({"last_date": "2025-11-21", "findings_open": 0}) == {["reviewed", "last_date"]}
}

test_unreadable_dates_are_denied if {
	every date in [null, "", "2026-06", "2026-11-23", 2026, ["2026-06-30"]] {
		found({"last_date": date, "findings_open": 0}) == {["reviewed", "last_date"]}
	}
}

test_findings_are_counted if {
	every open in [null, -1, 1.5, "2", true, []] {
		found({"last_date": "2026-06-30", "findings_open": open}) == {["findings_tracked", "findings_open"]}
	}
}

test_section_is_needed if {
	every review in [null, {}, "2026-06-30", []] {
		found(review) == {["reviewed", "last_date"], ["findings_tracked", "findings_open"]}
	}
}
