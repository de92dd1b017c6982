package fiducia.custody.cus.seg.eligible_holder_test

import data.fiducia.custody.cus.seg.eligible_holder

good := {"id": "C1", "type": "client", "holder_institution": "pboc", "dedicated": true}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := eligible_holder.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

found_at(account) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"accounts": [good, account]})}

found_with(key, value) := found_at(object.union(object.remove(good, [key]), {key: value}))

test_eligible_holders_pass if {
	found({"accounts": [good]}) == set()
	found_with("holder_institution", "Eligible-Bank") == set()
}

test_other_holders_are_denied if {
	every holder in [null, "", "unlicensed_wallet", "Bank A", 5, ["pboc"]] {
		found_with("holder_institution", holder) == {["eligible_holder", ["holder_institution"]]}
	}
}

test_shared_accounts_are_denied if {
	every value in [null, false, "true", 1, []] {
		found_with("dedicated", value) == {["dedicated", ["dedicated"]]}
	}
}

test_own_accounts_are_free if found_at({"id": "O1", "type": "own"}) == set()

test_account_of_no_kind_may_hold_client_money if {
	every type in [null, "", "pooled", 5] {
		found_at({"id": "X", "type": type}) == {["eligible_holder", ["holder_institution"]], ["dedicated", ["dedicated"]]}
	}
	found_at({}) == {["eligible_holder", ["holder_institution"]], ["dedicated", ["dedicated"]]}
}

test_client_account_is_needed if {
	found({"accounts": [{"id": "O1", "type": "own"}]}) == {["client_account", ["spec", "accounts"]]}
}

test_accounts_are_needed if {
	every spec in [{}, null, {"accounts": null}, {"accounts": []}, {"accounts": "C1"}, {"accounts": {"C1": good}}] {
		found(spec) == {["accounts_listed", ["spec", "accounts"]], ["client_account", ["spec", "accounts"]]}
	}
	found_at("C1") == {["accounts_listed", []]}
}

test_insurance_replaces_the_account_for_eu_payment_institutions if {
	spec := {"accounts": [{"id": "X", "type": "client"}], "safeguarding": {"method": "insurance"}}
	violations := eligible_holder.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	violations == set()
	count(found(spec)) == 2
	without := eligible_holder.deny with input as {"metadata": {"platform": "p"}, "spec": {"accounts": [{"id": "O1", "type": "own"}], "safeguarding": {"method": "insurance"}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	without == set()
}

test_holders_are_a_parameter if {
	violations := eligible_holder.deny with input as {"spec": {"accounts": [good, object.union(good, {"holder_institution": "eligible_bank"})]}}
		with data.fiducia.params.eligible_holders as ["pboc"]
	{violation.path | some violation in violations} == {["spec", "accounts", 1, "holder_institution"]}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := eligible_holder.deny with input as document
		count(violations) == 2
	}
}
