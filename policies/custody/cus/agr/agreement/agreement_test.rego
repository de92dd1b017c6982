package fiducia.custody.cus.agr.agreement_test

import data.fiducia.custody.cus.agr.agreement

terms := ["duties", "account_model", "instruction_channel", "reconciliation", "fees", "liability", "confidentiality", "termination"]

good := {"valid_from": "2026-01-01", "valid_to": "2028-12-31", "terms": terms}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := agreement.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

found_with(key, value) := {[check, array.slice(path, 2, count(path))] |
	some [check, path] in found({"agreement": object.union(object.remove(good, [key]), {key: value})})
}

test_agreement_in_force_passes if {
	found({"agreement": good}) == set()
	found_with("terms", array.concat(["Account-Model"], terms)) == set()
}

test_first_and_last_day_are_valid if {
	found_with("valid_from", "2026-11-22") == set()
	found_with("valid_to", "2026-11-22") == set()
	found_with("valid_from", "2026-11-23") == {["in_force", ["valid_from"]]}
	found_with("valid_to", "2026-11-21") == {["in_force", ["valid_to"]]}
}

test_unreadable_days_are_denied if {
	every key in ["valid_from", "valid_to"] {
		every value in [null, "", "open-ended", "2026-02-30", 2026, true, ["2026-01-01"]] {
			found_with(key, value) == {["in_force", [key]]}
		}
	}
}

test_every_term_is_needed if {
	every term in terms {
		found_with("terms", [other | some other in terms; other != term]) == {["terms_complete", ["terms"]]}
	}
	every value in [null, [], "all", {"duties": true}, [null], true] {
		found_with("terms", value) == {["terms_complete", ["terms"]]}
	}
}

test_agreement_is_needed if {
	every spec in [{}, null, {"agreement": null}, {"agreement": {}}, {"agreement": "signed"}, {"agreement": [good]}] {
		found(spec) == {
			["in_force", ["spec", "agreement", "valid_from"]],
			["in_force", ["spec", "agreement", "valid_to"]],
			["terms_complete", ["spec", "agreement", "terms"]],
		}
	}
}

test_terms_are_a_parameter if {
	every list, paths in {["fees", "audit"]: set(), ["fees", "duties"]: {["spec", "agreement", "terms"]}} {
		violations := agreement.deny with input as {"spec": {"agreement": object.union(good, {"terms": list})}}
			with data.fiducia.params.custody_agreement_terms as ["audit"]
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := agreement.deny with input as document
		count(violations) == 3
	}
}
