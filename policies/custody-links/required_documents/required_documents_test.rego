package fiducia.custody_links.required_documents_test

import data.fiducia.custody_links.required_documents

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := required_documents.deny with input as {"documents": documents}
}

kinds := ["EmergencyPlan", "RiskRegister"]

lacking(documents) := {[violation.path, violation.msg.en] | some violation in violations} if {
	violations := required_documents.deny with input as {"documents": documents}
		with data.fiducia.params.required_kinds as kinds
}

test_complete_platform_passes if {
	lacking([document("Platform", "p", {}), document("EmergencyPlan", "p", {}), document("RiskRegister", "p", {})]) == set()
	lacking([document("EmergencyPlan", "p", {})]) == set()
	lacking([]) == set()
}

test_each_kind_is_needed_by_each_platform if {
	lacking([document("EmergencyPlan", "q", {}), document("Platform", "p", {}), document("RiskRegister", "p", {}), document("Platform", "q", {})]) == {
		[["documents", 1, "content", "metadata", "name"], "platform \"p\" has no document of the kind EmergencyPlan"],
		[["documents", 3, "content", "metadata", "name"], "platform \"q\" has no document of the kind RiskRegister"],
	}
}

test_platform_without_a_name_is_left_to_another_rule if {
	lacking([document("Platform", null, {})]) == set()
}

test_default_kinds if {
	violations := required_documents.deny with input as {"documents": [document("Platform", "p", {})]}
	count(violations) == count(data.fiducia.params.required_kinds)
	{"EmergencyPlan", "CustodyArrangement", "RiskRegister"} - {kind | some kind in data.fiducia.params.required_kinds} == set()
}
