package fiducia.custody.cus.rec.daily_reconciliation_test

import data.fiducia.custody.cus.rec.daily_reconciliation

good := {"frequency": "daily", "last_date": "2026-11-20", "scope": ["total", "detail", "in_transit"]}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := daily_reconciliation.deny with input as {"kind": "Reconciliation", "spec": spec}
}

found_with(key, value) := found(object.union(object.remove(good, [key]), {key: value}))

test_daily_reconciliation_passes if {
	found(good) == set()
	found_with("frequency", "Daily") == set()
	found_with("scope", ["In-Transit", "detail", "total", "fees"]) == set()
}

test_frequency_must_be_daily if {
	every value in [null, "", "monthly", "weekly", 1, true, ["daily"]] {
		found_with("frequency", value) == {["daily", ["spec", "frequency"]]}
	}
}

# The evaluation date 2026-11-22 is a Sunday.
test_previous_business_day_is_the_bound if {
	every day in ["2026-11-20", "2026-11-21", "2026-11-22"] {
		found_with("last_date", day) == set()
	}
	every day in ["2026-11-19", "2026-10-31", "2020-01-01"] {
		found_with("last_date", day) == {["up_to_date", ["spec", "last_date"]]}
	}
}

test_unreadable_days_are_denied if {
	every day in [null, "", "yesterday", "2026-11-23", "2026-11-31", 20261120, true, ["2026-11-20"]] {
		found_with("last_date", day) == {["up_to_date", ["spec", "last_date"]]}
	}
}

test_public_holidays_are_no_business_days if {
	violations := daily_reconciliation.deny with input as {"spec": object.union(good, {"last_date": "2026-11-19"})}
		with data.fiducia.params.public_holidays as ["2026-11-20"]
	violations == set()
}

test_every_part_of_the_scope_is_needed if {
	every part in good.scope {
		found_with("scope", [other | some other in good.scope; other != part]) == {["scope_complete", ["spec", "scope"]]}
	}
	every value in [null, [], "total", {"total": true}, [null]] {
		found_with("scope", value) == {["scope_complete", ["spec", "scope"]]}
	}
}

test_empty_document_lacks_everything if {
	every spec in [{}, null, [], "daily"] {
		found(spec) == {["daily", ["spec", "frequency"]], ["up_to_date", ["spec", "last_date"]], ["scope_complete", ["spec", "scope"]]}
	}
}

test_make_up_workdays_are_business_days if {
	violations := daily_reconciliation.deny with input as {"spec": good}
		with data.fiducia.params.make_up_workdays as ["2026-11-21"]
	{violation.path | some violation in violations} == {["spec", "last_date"]}
}

test_frequency_and_scope_are_parameters if {
	violations := daily_reconciliation.deny with input as {"spec": object.union(good, {"frequency": "hourly", "scope": ["fees"]})}
		with data.fiducia.params.reconciliation_frequencies as ["daily", "hourly"]
		with data.fiducia.params.reconciliation_scope as ["fees"]
	violations == set()
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := daily_reconciliation.deny with input as document
		count(violations) == 3
	}
}
