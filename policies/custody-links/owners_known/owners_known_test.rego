package fiducia.custody_links.owners_known_test

import data.fiducia.custody_links.owners_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := owners_known.deny with input as {"documents": documents}
}

plan(owner) := document("ImprovementPlan", "p", {"tasks": [{"owner": owner}]})

test_known_owners_pass if {
	every sample in [
		["Governance", {"security_lead": "li"}],
		["Governance", {"committee": {"chair": "Li"}}],
		["Governance", {"committee": {"members": ["wang", "li"]}}],
		["Governance", {"staff": [{"id": "li"}]}],
		["Governance", {"staff": [{"post": "li"}]}],
		["Governance", {"units": [{"name": "li"}]}],
		["Governance", {"units": [{"owner": "li"}]}],
		["AccessProfile", {"roles": [{"name": "li"}]}],
		["AccessProfile", {"roles": [{"members": ["li"]}]}],
		["AccessProfile", {"assignments": {"li": ["maker"]}}],
	] {
		found([document(sample[0], "p", sample[1]), plan("li")]) == set()
		found([document(sample[0], "q", sample[1]), plan("li")]) == {[1, ["tasks", 0, "owner"]]}
	}
}

test_each_owner_is_read if {
	governance := document("Governance", "p", {"security_lead": "li"})
	found([governance, plan("wang")]) == {[1, ["tasks", 0, "owner"]]}
	found([governance, document("RiskRegister", "p", {"risks": [{"owner": "wang"}]})]) == {[1, ["risks", 0, "owner"]]}
	found([governance, document("RiskRegister", "p", {"risks": [{"treatment": {"owner": "wang"}}]})]) == {[1, ["risks", 0, "treatment", "owner"]]}
}

test_owner_that_is_missing_is_left_to_others if {
	every owner in [null, "", "tbd", 5] {
		found([plan(owner)]) == set()
	}
}
