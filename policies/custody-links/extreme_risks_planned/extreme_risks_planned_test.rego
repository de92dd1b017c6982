package fiducia.custody_links.extreme_risks_planned_test

import data.fiducia.custody_links.extreme_risks_planned

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := extreme_risks_planned.deny with input as {"documents": documents}
}

plan := document("EmergencyPlan", "p", {"plans": [{"scenario": "data_leak"}]})

risks(risk) := found([plan, document("RiskRegister", "p", {"risks": [risk]})])

unmet := {[1, ["risks", 0, "emergency_plan"]]}

test_planned_and_lesser_risks_pass if {
	risks({"id": "R1", "level": "extreme", "emergency_plan": "Data Leak"}) == set()
	risks({"id": "R1", "level": "high", "score": 14, "likelihood": 2, "impact": 5}) == set()
	risks({"level": 5, "score": "25", "likelihood": "5", "impact": 5}) == set()
	risks({"level": ["extreme"], "likelihood": 5, "impact": "5"}) == set()
	risks({}) == set()
	risks("R1") == set()
}

test_extreme_by_level_or_figures if {
	every risk in [{"level": "Extreme"}, {"score": 15}, {"likelihood": 3, "impact": 5}, {"level": "low", "likelihood": 5, "impact": 5}] {
		risks(risk) == unmet
	}
}

test_plan_must_exist if {
	every value in [null, "", "待定", 5, ["data_leak"], "fire"] {
		risks({"level": "extreme", "emergency_plan": value}) == unmet
	}
	found([plan, document("RiskRegister", "q", {"risks": [{"level": "extreme", "emergency_plan": "data_leak"}]})]) == unmet
	found([document("RiskRegister", "p", {"risks": [{"level": "extreme", "emergency_plan": "data_leak"}]})]) == {[0, ["risks", 0, "emergency_plan"]]}
}

test_the_bound_of_the_score if {
	every risk in [{"score": 14.9}, {"score": 14}, {"likelihood": 2, "impact": 7}] {
		risks(risk) == set()
	}
	every risk in [{"score": 15}, {"score": 25, "level": "low"}, {"likelihood": 15, "impact": 1}] {
		risks(risk) == unmet
	}
	below := extreme_risks_planned.deny with input as {"documents": [document("RiskRegister", "p", {"risks": [{"score": 10}, {"likelihood": 2, "impact": 5}, {"score": 9}]})]}
		with data.fiducia.params.extreme_risk_score as 10
	count(below) == 2
}

test_lists_that_are_none_hold_no_risks if {
	every list in [null, "R1", {}, {"R1": {"level": "extreme"}}, 5] {
		found([document("RiskRegister", "p", {"risks": list})]) == set()
	}
}
