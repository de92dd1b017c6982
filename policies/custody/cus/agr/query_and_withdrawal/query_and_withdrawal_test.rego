package fiducia.custody.cus.agr.query_and_withdrawal_test

import data.fiducia.custody.cus.agr.query_and_withdrawal

good := {"client_query": true, "withdrawal": {"sla_hours": 2, "success_percent": 99.8}}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := query_and_withdrawal.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

found_with(key, value) := found(object.union(good, {"withdrawal": object.union(good.withdrawal, {key: value})}))

test_query_and_withdrawal_pass if {
	found(good) == set()
	found_with("sla_hours", 24) == set()
	found_with("sla_hours", 0) == set()
	found_with("success_percent", 99) == set()
	found_with("success_percent", 100) == set()
}

test_query_must_be_true if {
	every value in [false, null, "true", 1, []] {
		found(object.union(good, {"client_query": value})) == {["query", ["spec", "client_query"]]}
	}
}

test_slow_withdrawal_is_denied if {
	every value in [24.1, 48, -1, null, "2", "24h", true, [2]] {
		found_with("sla_hours", value) == {["withdrawal", ["spec", "withdrawal", "sla_hours"]]}
	}
}

test_failing_withdrawal_is_denied if {
	every value in [98.99, 0, -1, 100.1, null, "99", true, [99]] {
		found_with("success_percent", value) == {["withdrawal", ["spec", "withdrawal", "success_percent"]]}
	}
}

test_fields_are_needed if {
	every spec in [{}, null, {"withdrawal": null}, {"withdrawal": {}}, {"withdrawal": "2 hours"}, {"withdrawal": [2]}] {
		found(spec) == {
			["query", ["spec", "client_query"]],
			["withdrawal", ["spec", "withdrawal", "sla_hours"]],
			["withdrawal", ["spec", "withdrawal", "success_percent"]],
		}
	}
}

test_good_practice_on_other_platforms if {
	violations := query_and_withdrawal.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 3
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_bounds_are_parameters if {
	violations := query_and_withdrawal.deny with input as {"spec": good}
		with data.fiducia.params.withdrawal_hours as 1
		with data.fiducia.params.withdrawal_success_percent as 99.9
	{violation.path[2] | some violation in violations} == {"sla_hours", "success_percent"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := query_and_withdrawal.deny with input as document
		count(violations) == 3
	}
}
