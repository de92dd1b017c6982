package fiducia.custody.cus.aut.maker_checker_test

import data.fiducia.custody.cus.aut.maker_checker

found(spec) := {[violation.check, violation.path] | some violation in denied(spec)}

denied(spec) := violations if {
	violations := maker_checker.deny with input as {"kind": "TransferSample", "spec": spec}
}

# A sample with these transfers and nothing else in it.
found_at(transfer) := found({"transfers": [transfer], "batches": [], "parameter_changes": []})

test_two_people_pass if {
	found_at({"id": "T1", "amount": 100, "maker": "zhang", "checker": "li"}) == set()
	found_at({"id": "T1", "maker": "zhang", "checker": "li"}) == set()
	found_at({"id": "T1", "amount": null, "maker": "zhang", "checker": "li"}) == set()
	found_at({"id": "T1", "amount": 0, "maker": "zhang", "checker": "li"}) == set()
}

test_one_person_is_denied if {
	every checker in ["zhang", "Zhang", " zhang "] {
		found_at({"maker": "zhang", "checker": checker}) == {["transfers_dual", ["spec", "transfers", 0, "checker"]]}
	}
}

test_maker_is_pointed_at_too if {
	some violation in denied({"transfers": [{"id": "T1", "maker": "zhang", "checker": "zhang"}], "batches": [], "parameter_changes": []})
	violation.related == [{"msg": {"en": "made by the same person", "zh": "经办人为同一人"}, "path": ["spec", "transfers", 0, "maker"]}]
}

test_missing_or_unreadable_person_is_denied if {
	every person in [null, "", "  ", "TBD", 7, true, ["li"], {"name": "li"}] {
		found_at({"maker": "zhang", "checker": person}) == {["transfers_dual", ["spec", "transfers", 0, "checker"]]}
		found_at({"maker": person, "checker": "li"}) == {["transfers_dual", ["spec", "transfers", 0, "maker"]]}
	}
	found_at({}) == {["transfers_dual", ["spec", "transfers", 0, "maker"]], ["transfers_dual", ["spec", "transfers", 0, "checker"]]}
}

test_boundary_of_the_limit if {
	violations := maker_checker.deny with input as {"spec": {"batches": [], "parameter_changes": [], "transfers": [{"amount": 999.99}, {"amount": 1000}, {"amount": "999.99"}, {"amount": "1000.00"}, {}]}}
		with data.fiducia.params.dual_control_limit as 1000
	{violation.path[2] | some violation in violations} == {1, 3, 4}
}

test_unreadable_amount_is_denied_and_counts_as_large if {
	every amount in ["lots", "", "1,000", -5, "-5", true, [5], {"cny": 5}] {
		found_at({"amount": amount, "maker": "zhang", "checker": "li"}) == {["amounts_readable", ["spec", "transfers", 0, "amount"]]}
	}
	found_at({"amount": "lots", "maker": "zhang"}) == {
		["amounts_readable", ["spec", "transfers", 0, "amount"]],
		["transfers_dual", ["spec", "transfers", 0, "checker"]],
	}
}

test_batches_need_two_people if {
	transfers := [{"maker": "zhang", "checker": "li"}]
	found({"transfers": transfers, "batches": [{"id": "B1", "maker": "zhang", "checker": "li"}], "parameter_changes": []}) == set()
	found({"transfers": transfers, "batches": [{"id": "B1", "maker": "li", "checker": "li"}], "parameter_changes": []}) == {["batches_dual", ["spec", "batches", 0, "checker"]]}
	found({"transfers": transfers, "batches": [{"maker": "li"}], "parameter_changes": []}) == {["batches_dual", ["spec", "batches", 0, "checker"]]}
}

test_parameter_changes_need_two_people if {
	transfers := [{"maker": "zhang", "checker": "li"}]
	found({"transfers": transfers, "batches": [], "parameter_changes": [{"maker": "zhang", "checker": "li"}]}) == set()
	found({"transfers": transfers, "batches": [], "parameter_changes": [{"maker": "li", "checker": "LI"}]}) == {["parameter_changes_dual", ["spec", "parameter_changes", 0, "checker"]]}
	found({"transfers": transfers, "batches": [], "parameter_changes": [{"checker": "li"}]}) == {["parameter_changes_dual", ["spec", "parameter_changes", 0, "maker"]]}
}

test_sections_are_needed if {
	found({}) == {
		["transfers_listed", ["spec", "transfers"]],
		["batches_listed", ["spec", "batches"]],
		["parameter_changes_listed", ["spec", "parameter_changes"]],
	}
	found({"transfers": [], "batches": "none", "parameter_changes": null}) == found({})
	found([{"maker": "zhang", "checker": "li"}]) == found({})
}

test_entries_must_be_mappings if {
	found({"transfers": ["T1"], "batches": [1], "parameter_changes": [null]}) == {
		["transfers_listed", ["spec", "transfers", 0]],
		["batches_listed", ["spec", "batches", 0]],
		["parameter_changes_listed", ["spec", "parameter_changes", 0]],
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := maker_checker.deny with input as document
		count(violations) == 3
	}
}
