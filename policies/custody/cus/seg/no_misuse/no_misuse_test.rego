package fiducia.custody.cus.seg.no_misuse_test

import data.fiducia.custody.cus.seg.no_misuse

listed := [{"id": "C1", "type": "client"}, {"id": "C2", "type": "client"}, {"id": "O1", "type": "own"}, {"id": "O2", "type": "own"}]

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := no_misuse.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

found_at(transfer) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"accounts": listed, "encumbrances": [], "transfers": [transfer]})
}

test_free_money_passes if {
	found({"encumbrances": [], "transfers": []}) == set()
	found_at({"from": "C1", "to": "O1", "reason": "fee"}) == set()
	found_at({"from": "C1", "to": "C2", "purpose": "rebalancing"}) == set()
}

test_encumbrances_are_denied if {
	every entry in [{"account": "C1", "type": "pledge"}, {}, "pledge of C1", null, 5] {
		found({"encumbrances": [entry], "transfers": []}) == {["unencumbered", ["spec", "encumbrances", 0]]}
	}
}

test_forbidden_uses_are_denied if {
	every use in ["lend", "invest_own", "Invest-Own", "pledge", "guarantee"] {
		found_at({"from": "C1", "to": "X", "purpose": use}) == {["permitted_use", ["purpose"]]}
		found_at({"from": "C1", "to": "O1", "reason": use}) == {["permitted_use", ["reason"]]}
		found_at({"from": "C1", "to": "O1", "reason": "fee", "purpose": use}) == {["permitted_use", ["purpose"]]}
		found_at({"purpose": use}) == {["permitted_use", ["purpose"]]}
	}
}

test_own_money_is_free if {
	found_at({"from": "O1", "to": "O2", "purpose": "invest_own"}) == set()
	found_at({"from": "O1", "to": "O2"}) == set()
}

test_account_that_is_not_listed_may_be_a_clients if {
	found_at({"from": "X9", "to": "O1", "purpose": "lend"}) == {["permitted_use", ["purpose"]]}
	found_at({"from": "O1", "to": null}) == {["uses_stated", ["purpose"]]}
	found_at({"from": "O1"}) == {["uses_stated", ["purpose"]]}
}

test_own_account_without_an_id_frees_no_transfer if {
	every account in [{"type": "own"}, {"id": null, "type": "own"}] {
		found({"accounts": [account], "encumbrances": [], "transfers": [{"purpose": "lend"}]}) == {["permitted_use", ["spec", "transfers", 0, "purpose"]]}
	}
}

test_use_must_be_stated if {
	every use in [null, "", "tbd", "无", 5, ["fee"]] {
		found_at({"from": "C1", "to": "O1", "purpose": use, "reason": use}) == {["uses_stated", ["purpose"]]}
	}
	found_at({"from": "C1", "to": "O1"}) == {["uses_stated", ["purpose"]]}
	found_at({}) == {["uses_stated", ["purpose"]]}
}

test_use_beside_another_must_be_text if {
	every use in [5, true, ["lend"], {"use": "lend"}] {
		found_at({"from": "C1", "to": "O1", "purpose": use, "reason": "fee"}) == {["uses_stated", ["purpose"]]}
		found_at({"from": "C1", "to": "O1", "purpose": "fee", "reason": use}) == {["uses_stated", ["reason"]]}
		found_at({"from": "O1", "to": "O2", "purpose": use, "reason": "fee"}) == set()
	}
	every use in [null, "", "tbd"] {
		found_at({"from": "C1", "to": "O1", "purpose": use, "reason": "fee"}) == set()
	}
}

test_sections_are_needed if {
	every spec in [{}, null, {"encumbrances": null, "transfers": null}, {"encumbrances": "none", "transfers": "none"}, {"encumbrances": {}, "transfers": {}}] {
		found(spec) == {["encumbrances_listed", ["spec", "encumbrances"]], ["transfers_listed", ["spec", "transfers"]]}
	}
	found_at("M1") == {["transfers_listed", []]}
}

test_good_practice_on_other_platforms if {
	every spec in [{}, {"encumbrances": ["x"], "transfers": [{}, {"purpose": "lend"}, {"purpose": ["lend"], "reason": "fee"}]}] {
		violations := no_misuse.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
			with data.fiducia.platforms as {"p": {"profile": "casp_eu"}}
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_forbidden_uses_are_a_parameter if {
	every use, paths in {"lend": set(), "Own-Wages": {["spec", "transfers", 0, "purpose"]}} {
		violations := no_misuse.deny with input as {"spec": {"encumbrances": [], "transfers": [{"from": "C1", "purpose": use}]}}
			with data.fiducia.params.forbidden_client_money_uses as ["own_wages"]
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_both_lists if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := no_misuse.deny with input as document
		count(violations) == 2
	}
}
