package fiducia.custody.cus.agr.independent_custodian_test

import data.fiducia.custody.cus.agr.independent_custodian

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := independent_custodian.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

both := {["custodian_named", ["spec", "custodian", "name"]], ["independent", ["spec", "custodian", "related_party"]]}

test_independent_custodian_passes if found({"custodian": {"name": "Bank A", "related_party": false}}) == set()

test_related_party_is_denied if {
	every value in [true, null, "false", "no", 0, []] {
		found({"custodian": {"name": "Bank A", "related_party": value}}) == {["independent", ["spec", "custodian", "related_party"]]}
	}
}

test_name_is_needed if {
	every value in [null, "", "tbd", "待定", 7, ["Bank A"]] {
		found({"custodian": {"name": value, "related_party": false}}) == {["custodian_named", ["spec", "custodian", "name"]]}
	}
}

test_custodian_is_needed if {
	every spec in [{}, null, {"custodian": null}, {"custodian": {}}, {"custodian": "Bank A"}, {"custodian": [{"name": "Bank A"}]}] {
		found(spec) == both
	}
}

test_good_practice_on_other_platforms if {
	violations := independent_custodian.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := independent_custodian.deny with input as document
		count(violations) == 2
	}
}
