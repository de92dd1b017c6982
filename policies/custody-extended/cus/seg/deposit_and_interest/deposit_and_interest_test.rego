package fiducia.custody_extended.cus.seg.deposit_and_interest_test

import data.fiducia.custody_extended.cus.seg.deposit_and_interest

found_for(platforms, spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := deposit_and_interest.deny with input as {"kind": "CustodyArrangement", "metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as platforms
}

found(spec) := found_for({"p": {"profile": "cn_payment_institution"}}, spec)

test_prompt_deposit_without_interest_passes if {
	every lag in [0, 0.5, 1] {
		found({"deposit_lag_business_days": lag, "balances": {"interest_paid": false}}) == set()
	}
}

test_late_deposit_is_denied if {
	every lag in [1.1, 5, -1, null, "0", "T+1", true, [0]] {
		found({"deposit_lag_business_days": lag, "balances": {"interest_paid": false}}) == {["deposited", ["spec", "deposit_lag_business_days"]]}
	}
}

test_interest_is_denied if {
	every value in [true, null, "false", 0, "none", []] {
		found({"deposit_lag_business_days": 0, "balances": {"interest_paid": value}}) == {["no_interest", ["spec", "balances", "interest_paid"]]}
	}
}

test_sections_are_needed if {
	every spec in [{}, null, {"balances": null}, {"balances": {}}, {"balances": "no interest"}, {"balances": []}] {
		found(spec) == {["deposited", ["spec", "deposit_lag_business_days"]], ["no_interest", ["spec", "balances", "interest_paid"]]}
	}
}

test_interest_concerns_payment_institutions_and_unknown_platforms if {
	every platforms in [{}, {"p": {}}, {"p": {"profile": "cn_payment_institution"}}] {
		found_for(platforms, {"deposit_lag_business_days": 0}) == {["no_interest", ["spec", "balances", "interest_paid"]]}
	}
	every name in ["broker", "payment_eu"] {
		found_for({"p": {"profile": name}}, {"deposit_lag_business_days": 0}) == set()
	}
}

test_lag_is_a_parameter if {
	every lag, paths in {0: set(), 0.5: {["spec", "deposit_lag_business_days"]}} {
		violations := deposit_and_interest.deny with input as {"spec": {"deposit_lag_business_days": lag, "balances": {"interest_paid": false}}}
			with data.fiducia.params.deposit_lag_business_days as 0
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := deposit_and_interest.deny with input as document
		count(violations) == 2
	}
}
