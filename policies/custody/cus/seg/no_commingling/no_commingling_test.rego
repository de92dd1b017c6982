package fiducia.custody.cus.seg.no_commingling_test

import data.fiducia.custody.cus.seg.no_commingling

found(spec) := {[violation.check, violation.path] | some violation in denied(spec)}

denied(spec) := violations if {
	violations := no_commingling.deny with input as {"kind": "CustodyArrangement", "metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as {"p": {"profile": "cn_payment_institution"}}
}

two_accounts := [{"id": "C1", "type": "client"}, {"id": "O1", "type": "own"}]

found_transfer(transfer) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"accounts": two_accounts, "transfers": [transfer]})
}

found_account(account) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"accounts": [account], "transfers": []})
}

test_separate_accounts_pass if found({"accounts": two_accounts, "transfers": []}) == set()

test_permitted_transfers_pass if {
	every reason in ["fee", "refund", "topup", "Fee"] {
		found_transfer({"from": "C1", "to": "O1", "reason": reason, "approved": true}) == set()
		found_transfer({"from": "O1", "to": "C1", "reason": reason, "approved": true}) == set()
	}
}

test_transfer_within_one_kind_needs_no_reason if {
	found({"accounts": [{"id": "C1", "type": "client"}, {"id": "C2", "type": "client"}], "transfers": [{"from": "C1", "to": "C2"}]}) == set()
	found({"accounts": [{"id": "O1", "type": "own"}, {"id": "O2", "type": "own"}], "transfers": [{"from": "O1", "to": "O2"}]}) == set()
}

test_other_reasons_are_denied if {
	every reason in [null, "", "loan", 7, true, ["fee"]] {
		found_transfer({"from": "C1", "to": "O1", "reason": reason, "approved": true}) == {["transfer_reason", ["reason"]]}
		found_transfer({"from": "O1", "to": "C1", "reason": reason, "approved": true}) == {["transfer_reason", ["reason"]]}
	}
	found_transfer({"from": "C1", "to": "O1", "approved": true}) == {["transfer_reason", ["reason"]]}
}

test_unapproved_transfers_are_denied if {
	every approved in [null, false, "yes", "true", 1] {
		found_transfer({"from": "C1", "to": "O1", "reason": "fee", "approved": approved}) == {["transfer_approved", ["approved"]]}
	}
	found_transfer({"from": "O1", "to": "C1", "reason": "fee"}) == {["transfer_approved", ["approved"]]}
}

test_unlisted_accounts_are_denied if {
	every id in [null, "X9", "", 7, ["C1"]] {
		found_transfer({"from": "C1", "to": id}) == {["transfer_accounts", ["to"]]}
		found_transfer({"from": id, "to": "O1"}) == {["transfer_accounts", ["from"]]}
	}
	found_transfer({}) == {["transfer_accounts", ["from"]], ["transfer_accounts", ["to"]]}
}

test_account_with_both_purposes_is_denied if {
	found_account({"id": "X", "type": "client", "also_own": true}) == {["single_purpose", ["also_own"]]}
	found_account({"id": "X", "type": "own", "also_client": true}) == {["single_purpose", ["also_client"]]}
	found_account({"id": "X", "type": "client", "also_own": false}) == set()
	found_account({"id": "X", "type": "client", "also_own": "no"}) == {["single_purpose", ["also_own"]]}
}

test_account_listed_as_both_is_denied if {
	spec := {"accounts": [{"id": "X", "type": "client"}, {"id": "X", "type": "own"}], "transfers": []}
	found(spec) == {["single_purpose", ["spec", "accounts", 1, "type"]]}
	some violation in denied(spec)
	[related.path | some related in violation.related] == [["spec", "accounts", 0, "type"]]
}

test_account_number_used_for_both_is_denied if {
	found({"accounts": [{"id": "C1", "type": "client", "number": "62"}, {"id": "O1", "type": "own", "number": "62"}], "transfers": []}) == {["single_purpose", ["spec", "accounts", 1, "type"]]}
	found({"accounts": [{"id": "C1", "type": "client", "number": "62"}, {"id": "C2", "type": "client", "number": "62"}], "transfers": []}) == set()
	found({"accounts": [{"id": "C1", "type": "client", "number": 6217}, {"id": "O1", "type": "own", "number": "62 17"}], "transfers": []}) == {["single_purpose", ["spec", "accounts", 1, "type"]]}
}

test_account_number_that_cannot_be_compared_is_denied if {
	every number in ["", "  ", true, ["62"], {"iban": "62"}] {
		found_account({"id": "X", "type": "own", "number": number}) == {["accounts_listed", ["number"]]}
	}
	every number in [null, 62, "62 17"] {
		found_account({"id": "X", "type": "own", "number": number}) == set()
	}
}

test_unknown_type_is_denied if {
	every type in [null, "", "pooled", 1, ["client", "own"]] {
		found_account({"id": "X", "type": type}) == {["account_types", ["type"]]}
	}
	found_account({"id": "X"}) == {["account_types", ["type"]]}
	found_account({"id": "X", "type": "Client"}) == set()
}

test_account_needs_an_id if {
	every id in [null, "", 12, ["X"]] {
		found_account({"id": id, "type": "own"}) == {["accounts_listed", ["id"]]}
	}
}

test_sections_are_needed if {
	every spec in [{}, null, {"accounts": [], "transfers": null}, {"accounts": "C1", "transfers": "none"}, {"accounts": {"C1": {}}}] {
		found(spec) == {["accounts_listed", ["spec", "accounts"]], ["transfers_listed", ["spec", "transfers"]]}
	}
}

test_entries_must_be_mappings if {
	found({"accounts": ["C1"], "transfers": [["C1", "O1"]]}) == {
		["accounts_listed", ["spec", "accounts", 0]],
		["transfers_listed", ["spec", "transfers", 0]],
	}
}

commingled := {
	"accounts": [{"id": "X", "type": "client", "also_own": true}, {"id": "X", "type": "own"}, {"id": "O1", "type": "own"}],
	"transfers": [{"from": "X", "to": "O1"}],
	"safeguarding": {"method": "insurance"},
}

test_insurance_replaces_segregation_for_eu_payment_institutions if {
	violations := no_commingling.deny with input as {"metadata": {"platform": "p"}, "spec": commingled}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	violations == set()
}

test_insurance_does_not_help_elsewhere if {
	{check | some [check, _] in found(commingled)} == {"single_purpose", "transfer_reason", "transfer_approved"}
}

test_other_safeguarding_does_not_help if {
	every safeguarding in [null, {}, "insurance", {"method": "trust me"}, {"method": null}, {"method": 1}, {"method": ["insurance"]}] {
		violations := no_commingling.deny with input as {"metadata": {"platform": "p"}, "spec": {"accounts": [{"id": "X", "type": "client", "also_own": true}], "transfers": [], "safeguarding": safeguarding}}
			with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
		{violation.check | some violation in violations} == {"single_purpose"}
	}
}

test_reasons_are_a_parameter if {
	transfers := [{"from": "C1", "to": "O1", "reason": reason, "approved": true} | some reason in ["fee", "advance"]]
	violations := no_commingling.deny with input as {"spec": {"accounts": two_accounts, "transfers": transfers}}
		with data.fiducia.params.own_client_transfer_reasons as ["advance"]
	{violation.path | some violation in violations} == {["spec", "transfers", 0, "reason"]}
}

test_document_without_a_spec_lacks_both_lists if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := no_commingling.deny with input as document
		count(violations) == 2
	}
}
