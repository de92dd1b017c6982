package fiducia.custody.tec.enc.key_ceremony_test

import data.fiducia.custody.tec.enc.key_ceremony

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := key_ceremony.deny with input as {"kind": "CryptoProfile", "spec": spec}
}

found_at(custodians, known) := {path[2] | some [_, path] in found({"key_ceremony": {"custodians": custodians, "split_knowledge": known}})}

test_two_custodians_pass if {
	found_at(2, true) == set()
	found_at(3, true) == set()
}

test_single_custodian_is_denied if {
	every custodians in [1, 0, -2, null, "2", true, ["zhao", "qian"]] {
		found_at(custodians, true) == {"custodians"}
	}
}

test_whole_knowledge_is_denied if {
	every known in [false, null, "true", 1] {
		found_at(2, known) == {"split_knowledge"}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"key_ceremony": null}, {"key_ceremony": "two people"}, {"key_ceremony": [2]}] {
		found(spec) == {["dual_control", ["spec", "key_ceremony", "custodians"]], ["dual_control", ["spec", "key_ceremony", "split_knowledge"]]}
	}
}

test_raised_number_counts if {
	denied := key_ceremony.deny with input as {"spec": {"key_ceremony": {"custodians": 2, "split_knowledge": true}}}
		with data.fiducia.params.key_custodians_min as 3
	{violation.expected.en | some violation in denied} == {"at least 3"}
}
