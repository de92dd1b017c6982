package fiducia.custody.cus.seg.sub_ledger_test

import data.fiducia.custody.cus.seg.sub_ledger

found(spec) := {[violation.check, violation.path] | some violation in denied(spec)}

denied(spec) := violations if {
	violations := sub_ledger.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

of_clients(balances) := {"pooled": {"balance": "1000.00"}, "sub_accounts": [{"id": "U", "balance": balance} | some balance in balances]}

test_equal_totals_pass if {
	found({"pooled": {"balance": "1000.00"}, "sub_accounts_total": 1000}) == set()
	found(of_clients(["400.10", 599.9])) == set()
	found(object.union(of_clients(["1000"]), {"sub_accounts_total": "1000.00"})) == set()
	found({"pooled": {"balance": 0}, "sub_accounts": []}) == set()
}

test_sums_are_exact if {
	found({"pooled": {"balance": "0.30"}, "sub_accounts": [{"balance": 0.1}, {"balance": 0.2}]}) == set()
	found({"pooled": {"balance": "0.3"}, "sub_accounts": [{"balance": 0.1}, {"balance": "0.200001"}]}) == {["totals_agree", ["spec", "sub_accounts"]]}
}

test_difference_is_denied if {
	found({"pooled": {"balance": "900.00"}, "sub_accounts_total": "1000.00"}) == {["totals_agree", ["spec", "sub_accounts_total"]]}
	found({"pooled": {"balance": "1000.00"}, "sub_accounts_total": "1000.01"}) == {["totals_agree", ["spec", "sub_accounts_total"]]}
	found(of_clients(["999.99"])) == {["totals_agree", ["spec", "sub_accounts"]]}
	found(of_clients([])) == {["totals_agree", ["spec", "sub_accounts"]]}
	found(object.union(of_clients(["1000.00"]), {"sub_accounts_total": "999.00"})) == {["totals_agree", ["spec", "sub_accounts_total"]]}
}

test_both_numbers_are_said if {
	some violation in denied(of_clients(["999.99"]))
	violation.msg.en == "the sum of the sub-accounts is 999.99, but the pooled account holds 1000.00"
	[related.path | some related in violation.related] == [["spec", "pooled", "balance"]]
}

test_unreadable_balances_are_denied if {
	every value in [null, "", "lots", "1,000.00", -5, "-5", true, ["1000"]] {
		found({"pooled": {"balance": value}, "sub_accounts_total": "1000.00"}) == {["balances_stated", ["spec", "pooled", "balance"]]}
		found(of_clients(["1000.00", value])) == {["balances_stated", ["spec", "sub_accounts", 1, "balance"]]}
	}
	every value in ["", "lots", -5, true, ["1000"]] {
		found({"pooled": {"balance": "1000.00"}, "sub_accounts_total": value}) == {["balances_stated", ["spec", "sub_accounts_total"]]}
	}
}

test_sum_needs_every_balance if {
	found(of_clients(["900.00", null])) == {["balances_stated", ["spec", "sub_accounts", 1, "balance"]]}
}

test_entry_must_be_a_mapping if {
	found({"pooled": {"balance": 0}, "sub_accounts": ["U1"]}) == {["balances_stated", ["spec", "sub_accounts", 0]]}
}

test_total_does_not_excuse_a_list_that_cannot_be_read if {
	every list in ["all", {"U": {"balance": 1000}}, 1000, false] {
		found({"pooled": {"balance": 1000}, "sub_accounts_total": 1000, "sub_accounts": list}) == {["balances_stated", ["spec", "sub_accounts"]]}
	}
	found({"pooled": {"balance": 1000}, "sub_accounts_total": 1000, "sub_accounts": null}) == set()
}

test_balances_are_needed if {
	every spec in [{}, null, {"pooled": null, "sub_accounts": null}, {"pooled": "1000", "sub_accounts": "all"}, {"pooled": [], "sub_accounts": {"U": 1}}] {
		found(spec) == {["balances_stated", ["spec", "pooled", "balance"]], ["balances_stated", ["spec", "sub_accounts"]]}
	}
}

test_good_practice_on_other_platforms if {
	every spec in [{}, {"sub_accounts": ["x", {}], "sub_accounts_total": "x"}, {"pooled": {"balance": 1}, "sub_accounts_total": 2}] {
		violations := sub_ledger.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
			with data.fiducia.platforms as {"p": {"profile": "casp_eu"}}
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_document_without_a_spec_states_no_balances if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := sub_ledger.deny with input as document
		count(violations) == 2
	}
}
