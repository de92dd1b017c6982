package fiducia.custody_extended.cus.agr.single_custodian_test

import data.fiducia.custody_extended.cus.agr.single_custodian

found_for(platforms, spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := single_custodian.deny with input as {"kind": "CustodyArrangement", "metadata": {"platform": "p"}, "spec": spec}
		with data.fiducia.platforms as platforms
}

found(spec) := found_for({"p": {"profile": "legacy_p2p"}}, spec)

test_single_custodian_passes if {
	found({"custodians": ["Bank A"], "outsourced": false}) == set()
	found({"custodians": ["Bank A", "bank a"], "outsourced": false}) == set()
}

test_second_custodian_is_denied if {
	every other in ["Bank B", "", null, 5, ["Bank A"]] {
		found({"custodians": ["Bank A", other], "outsourced": false}) == {["single", ["spec", "custodians", 1]]}
	}
	count(found({"custodians": ["Bank A", "Bank B", "Bank C"], "outsourced": false})) == 2
}

test_custodian_is_needed if {
	every value in [null, [], "Bank A", {"name": "Bank A"}, [null], ["tbd"]] {
		found({"custodians": value, "outsourced": false}) == {["single", ["spec", "custodians"]]}
	}
}

test_outsourcing_is_denied if {
	every value in [true, null, "false", 0, []] {
		found({"custodians": ["Bank A"], "outsourced": value}) == {["not_outsourced", ["spec", "outsourced"]]}
	}
}

test_lending_platforms_and_unknown_ones_are_concerned if {
	every platforms in [{}, {"p": {}}, {"p": {"profile": "legacy_p2p"}}] {
		every spec in [{}, null] {
			found_for(platforms, spec) == {["single", ["spec", "custodians"]], ["not_outsourced", ["spec", "outsourced"]]}
		}
	}
	every name in ["cn_payment_institution", "broker", "payment_eu"] {
		found_for({"p": {"profile": name}}, {"custodians": ["Bank A", "Bank B"], "outsourced": true}) == set()
		found_for({"p": {"profile": name}}, {}) == set()
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := single_custodian.deny with input as document
		count(violations) == 2
	}
}
