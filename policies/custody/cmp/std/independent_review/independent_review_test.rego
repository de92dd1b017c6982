package fiducia.custody.cmp.std.independent_review_test

import data.fiducia.custody.cmp.std.independent_review

found(review) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := independent_review.deny with input as {"kind": "ComplianceFile", "spec": {"independent_review": review}}
}

test_boundary if {
	found({"last_date": "2025-11-22", "by": "external"}) == set()
	found({"last_date": "2025-11-21", "by": "external"}) == {["reviewed", "last_date"]}
	found({"last_date": "2026-11-23", "by": "external"}) == {["reviewed", "last_date"]}
}

test_unreadable_values_are_denied if {
	every value in [null, "", "tbd", 5, true, []] {
		found({"last_date": value, "by": "external"}) == {["reviewed", "last_date"]}
		found({"last_date": "2026-03-01", "by": value}) == {["reviewer_named", "by"]}
	}
}

test_section_is_needed if {
	every review in [null, {}, "external", []] {
		found(review) == {["reviewed", "last_date"], ["reviewer_named", "by"]}
	}
	violations := independent_review.deny with input as {"kind": "ComplianceFile"}
	count(violations) == 2
}
