package fiducia.custody_links.scenarios_known_test

import data.fiducia.custody_links.scenarios_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := scenarios_known.deny with input as {"documents": documents}
}

plan := document("EmergencyPlan", "p", {"plans": [{"scenario": "data_leak"}]})

test_known_scenarios_pass if {
	found([plan, document("RiskRegister", "p", {"risks": [{"emergency_plan": "Data-Leak"}, {}]})]) == set()
	found([plan, document("EmergencyPlan", "p", {"drills": [{"scenario": "data_leak"}]})]) == set()
}

test_each_place_is_read if {
	every sample in [
		["EmergencyPlan", {"drills": [{"scenario": "fire"}]}, ["drills", 0, "scenario"]],
		["IncidentLog", {"incidents": [{"scenario": "fire"}]}, ["incidents", 0, "scenario"]],
		["RiskRegister", {"risks": [{"emergency_plan": "fire"}]}, ["risks", 0, "emergency_plan"]],
	] {
		found([plan, document(sample[0], "p", sample[1])]) == {[1, sample[2]]}
		found([plan, document(sample[0], "q", sample[1])]) == {[1, sample[2]]}
		found([document(sample[0], "p", sample[1])]) == {[0, sample[2]]}
	}
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := scenarios_known.deny with input as {"documents": documents}
}

test_the_plans_are_shown if {
	related([plan, document("IncidentLog", "p", {"incidents": [{"scenario": "fire"}]})]) == {[0, ["plans"]]}
}

test_odd_shapes_name_nothing if {
	every value in [null, "", "tbd", 5, {}] {
		found([document("RiskRegister", "p", {"risks": [{"emergency_plan": value}]}), document("IncidentLog", "p", {"incidents": [{"scenario": value}, value], "drills": value})]) == set()
	}
}
