package fiducia.custody_extended.sus.security_investment_test

import data.fiducia.custody_extended.sus.security_investment

found(budget, refresh) := {[violation.check, violation.path] | some violation in violations} if {
	violations := security_investment.deny with input as {"kind": "Governance", "spec": {"budget": budget, "tech_refresh": refresh}}
}

unfunded := {["funded", ["spec", "budget", "security_percent_of_it"]]}

stale := {["refreshed", ["spec", "tech_refresh", "last_review"]]}

test_boundaries if {
	found({"security_percent_of_it": 5}, {"last_review": "2025-11-22"}) == set()
	found({"security_percent_of_it": 4.9}, {"last_review": "2025-11-22"}) == unfunded
	found({"security_percent_of_it": 9}, {"last_review": "2025-11-21"}) == stale
}

test_unreadable_values_are_denied if {
	every value in [null, "9", 101, true, []] {
		found({"security_percent_of_it": value}, {"last_review": "2026-04-01"}) == unfunded
	}
	every value in [null, "April", "2026-11-23", 2026] {
		found({"security_percent_of_it": 9}, {"last_review": value}) == stale
	}
}

test_sections_are_needed if {
	every section in [null, {}, 9, []] {
		found(section, {"last_review": "2026-04-01"}) == unfunded
		found({"security_percent_of_it": 9}, section) == stale
	}
}
