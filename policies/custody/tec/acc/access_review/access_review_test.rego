package fiducia.custody.tec.acc.access_review_test

import data.fiducia.custody.tec.acc.access_review

found(review) := {[violation.check, violation.path, trim_suffix(violation.expected.en, " (YYYY-MM-DD)")] | some violation in denied} if {
	denied := access_review.deny with input as {"kind": "AccessProfile", "spec": {"review": review}}
		with data.fiducia.today as "2026-11-22"
}

late(days) := {["reviewed", ["spec", "review", "last_date"], sprintf("a date of the last %d days", [days])]}

test_boundary_of_a_critical_review if {
	every scope in ["critical", "all", "", null, 7] {
		found({"scope": scope, "last_date": "2026-05-26"}) == set()
		found({"scope": scope, "last_date": "2026-05-25"}) == late(180)
	}
}

test_boundary_of_other_reviews if {
	found({"scope": "other", "last_date": "2025-11-22"}) == set()
	found({"scope": "Other ", "last_date": "2025-11-21"}) == late(365)
}

test_missing_malformed_and_future_dates_are_denied if {
	every date in [null, "", "last spring", "2026-02-30", "2026-11-23", 20260901, true, ["2026-09-01"]] {
		found({"scope": "critical", "last_date": date}) == late(180)
	}
}

test_review_is_needed if {
	every review in [null, {}, "2026-09-01", ["2026-09-01"]] {
		found(review) == late(180)
	}
	none := access_review.deny with input as {"kind": "AccessProfile"}
	count(none) == 1
}
