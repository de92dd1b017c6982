package fiducia.custody.cus.rec.record_retention_test

import data.fiducia.custody.cus.rec.record_retention

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := record_retention.deny with input as {"kind": "DataProfile", "spec": spec}
}

both := {["transactions", ["spec", "records", "transactions_years"]], ["custody", ["spec", "records", "custody_years"]]}

test_periods_at_the_bound_pass if {
	found({"records": {"transactions_years": 10, "custody_years": 5}}) == set()
	found({"records": {"transactions_years": 30, "custody_years": 10.5}}) == set()
}

test_short_periods_are_denied if {
	every years in [9.9, 0, -10, null, "10", true, [10]] {
		found({"records": {"transactions_years": years, "custody_years": 5}}) == {["transactions", ["spec", "records", "transactions_years"]]}
	}
	every years in [4.9, 0, -5, null, "5", true, [5]] {
		found({"records": {"transactions_years": 10, "custody_years": years}}) == {["custody", ["spec", "records", "custody_years"]]}
	}
}

test_section_is_needed if {
	every spec in [{}, null, {"records": null}, {"records": {}}, {"records": "10 years"}, {"records": [10]}] {
		found(spec) == both
	}
}

test_periods_are_parameters if {
	violations := record_retention.deny with input as {"spec": {"records": {"transactions_years": 14.9, "custody_years": 9.9}}}
		with data.fiducia.params.aml_record_years as 15
		with data.fiducia.params.custody_record_years as 10
	{violation.check | some violation in violations} == {"transactions", "custody"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := record_retention.deny with input as document
		count(violations) == 2
	}
}
