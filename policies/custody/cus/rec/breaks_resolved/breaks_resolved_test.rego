package fiducia.custody.cus.rec.breaks_resolved_test

import data.fiducia.custody.cus.rec.breaks_resolved

good := {"id": "D-1", "amount": "500.00", "age_days": 1, "ticket": "REC-204"}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := breaks_resolved.deny with input as {"kind": "Reconciliation", "spec": spec}
}

found_with(key, value) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"breaks": [object.union(object.remove(good, [key]), {key: value})]})
}

test_no_breaks_and_fresh_breaks_pass if {
	found({"breaks": []}) == set()
	found({"breaks": [good]}) == set()
	found_with("age_days", 0) == set()
	found_with("amount", -12.5) == set()
}

test_old_breaks_are_denied if {
	every value in [1.1, 6, -1, null, "0", true, [1]] {
		found_with("age_days", value) == {["not_overdue", ["age_days"]]}
	}
}

test_breaks_need_a_ticket if {
	every value in [null, "", "tbd", "无", 204, ["REC-204"]] {
		found_with("ticket", value) == {["ticketed", ["ticket"]]}
	}
	every amount in [0, "0.00", "-0"] {
		found({"breaks": [{"amount": amount, "age_days": 0}]}) == set()
	}
	every amount in [0.01, "-0.01"] {
		found({"breaks": [{"amount": amount, "age_days": 0}]}) == {["ticketed", ["spec", "breaks", 0, "ticket"]]}
	}
}

test_amount_must_be_stated if {
	every value in [null, "", "lots", "1,000", true, [5]] {
		found_with("amount", value) == {["amounts_stated", ["amount"]]}
	}
	found({"breaks": [{}]}) == {
		["amounts_stated", ["spec", "breaks", 0, "amount"]],
		["not_overdue", ["spec", "breaks", 0, "age_days"]],
		["ticketed", ["spec", "breaks", 0, "ticket"]],
	}
}

test_list_is_needed if {
	every spec in [{}, null, {"breaks": null}, {"breaks": "none"}, {"breaks": {"D-1": good}}, {"breaks": 0}] {
		found(spec) == {["breaks_listed", ["spec", "breaks"]]}
	}
	found({"breaks": ["D-1"]}) == {["breaks_listed", ["spec", "breaks", 0]]}
}

test_age_is_a_parameter if {
	every age, paths in {0: set(), 1: {["spec", "breaks", 0, "age_days"]}} {
		violations := breaks_resolved.deny with input as {"spec": {"breaks": [object.union(good, {"age_days": age})]}}
			with data.fiducia.params.break_max_business_days as 0
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := breaks_resolved.deny with input as document
		count(violations) == 1
	}
}
