package fiducia.custody.cus.aut.client_instruction_test

import data.fiducia.custody.cus.aut.client_instruction

good := {"id": "T1", "type": "client", "authorisation": "client_instruction", "evidence": "sig-1"}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := client_instruction.deny with input as {"kind": "TransferSample", "spec": spec}
}

found_with(key, value) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"transfers": [object.union(object.remove(good, [key]), {key: value})]})
}

test_instructed_transfers_pass if {
	every authorisation in ["client_instruction", "standing_authorisation", "legal_order", "Legal-Order"] {
		found_with("authorisation", authorisation) == set()
	}
}

test_other_grounds_are_denied if {
	every value in [null, "", "platform", "client", 5, true, ["client_instruction"]] {
		found_with("authorisation", value) == {["authorised", ["authorisation"]]}
	}
}

test_evidence_is_needed if {
	every value in [null, "", "tbd", "无", 5, true, ["sig-1"]] {
		found_with("evidence", value) == {["evidenced", ["evidence"]]}
	}
}

test_own_money_is_free if {
	found({"transfers": [{"id": "T2", "type": "Own"}]}) == set()
}

test_unknown_type_counts_as_client_money if {
	every type in [null, "", "house", 5, ["own"]] {
		found({"transfers": [{"id": "T2", "type": type}]}) == {
			["authorised", ["spec", "transfers", 0, "authorisation"]],
			["evidenced", ["spec", "transfers", 0, "evidence"]],
		}
	}
	count(found({"transfers": [{}]})) == 2
}

test_transfers_are_needed if {
	every spec in [{}, null, {"transfers": null}, {"transfers": []}, {"transfers": "T1"}, {"transfers": {"T1": good}}] {
		found(spec) == {["transfers_listed", ["spec", "transfers"]]}
	}
	found({"transfers": ["T1"]}) == {["transfers_listed", ["spec", "transfers", 0]]}
}

test_good_practice_on_other_platforms if {
	violations := client_instruction.deny with input as {"metadata": {"platform": "p"}, "spec": {"transfers": [{}, "x"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 3
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_grounds_are_a_parameter if {
	violations := client_instruction.deny with input as {"spec": {"transfers": [good, object.union(good, {"authorisation": "court"})]}}
		with data.fiducia.params.transfer_authorisations as ["court"]
	{violation.path | some violation in violations} == {["spec", "transfers", 0, "authorisation"]}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := client_instruction.deny with input as document
		count(violations) == 1
	}
}
