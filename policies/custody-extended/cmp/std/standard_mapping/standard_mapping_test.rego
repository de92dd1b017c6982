package fiducia.custody_extended.cmp.std.standard_mapping_test

import data.fiducia.custody_extended.cmp.std.standard_mapping

found(standards) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := standard_mapping.deny with input as {"kind": "ComplianceFile", "spec": {"standards": standards}}
}

test_boundary if {
	found([{"id": "JR/T 0171-2020", "mapped_percent": 90}]) == set()
	found([{"id": "JR/T 0171-2020", "mapped_percent": 89.9}]) == {["mapped", [0, "mapped_percent"]]}
}

test_out_of_scope_only_if_it_says_so if {
	found([{"id": "PCI DSS", "in_scope": false}]) == set()
	every scope in [null, true, "false", 0] {
		found([{"id": "PCI DSS", "in_scope": scope}]) == {["mapped", [0, "mapped_percent"]]}
	}
}

test_unreadable_shares_are_denied if {
	every value in [null, "95", 101, true, [95]] {
		found([{"id": "PCI DSS", "mapped_percent": value}]) == {["mapped", [0, "mapped_percent"]]}
	}
}

test_list_is_needed if {
	every standards in [null, [], "PCI DSS", {}] {
		found(standards) == {["standards_listed", []]}
	}
	found(["PCI DSS"]) == {["standards_listed", [0]]}
	found([{"mapped_percent": 95}]) == {["standards_listed", [0, "id"]]}
}

test_messages_name_the_standard if {
	violations := standard_mapping.deny with input as {"spec": {"standards": [{"id": "PCI DSS", "mapped_percent": 10}, {"id": "tbd", "mapped_percent": 95}]}}
	{violation.path | some violation in violations} == {["spec", "standards", 0, "mapped_percent"], ["spec", "standards", 1, "id"]}
	{violation.msg.en | some violation in violations} == {
		"standard \"PCI DSS\": `mapped_percent` is 10%; it must be at least 90%",
		"standard \"tbd\": `id` is \"tbd\"; it must be a text that says something",
	}
}
