package fiducia.custody.rsk.dsp.treatment_assigned_test

import data.fiducia.custody.rsk.dsp.treatment_assigned

found(risks) := {[violation.check, array.slice(violation.path, 2, 5)] | some violation in violations} if {
	violations := treatment_assigned.deny with input as {"kind": "RiskRegister", "spec": {"risks": risks}}
}

treatment := {"owner": "cto", "due": "2026-12-31", "status": "doing"}

lacking(i) := {["treatment_complete", [i, "treatment", key]] | some key in ["owner", "due", "status"]}

test_treated_risk_passes if found([{"id": "R1", "level": "extreme", "treatment": treatment}]) == set()

test_grave_risks_need_a_treatment if {
	every risk in [{"level": "high"}, {"level": "extreme"}, {"level": "low", "likelihood": 5, "impact": 2}, {}, {"level": "严重"}] {
		found([risk]) == lacking(0)
	}
	every none in [null, {}, "see wiki", []] {
		found([{"level": "high", "treatment": none}]) == lacking(0)
	}
}

test_other_risks_need_none if {
	found([{"level": "low"}, {"level": "medium"}, {"likelihood": 3, "impact": 3}]) == set()
}

test_every_field_is_needed if {
	every key in ["owner", "due", "status"] {
		every value in [null, "", "tbd", 5, true, []] {
			found([{"level": "high", "treatment": object.union(treatment, {key: value})}]) == {["treatment_complete", [0, "treatment", key]]}
		}
	}
	found([{"level": "high", "treatment": object.union(treatment, {"due": "2020-01-01"})}]) == set()
}

test_list_is_needed if {
	every risks in [null, [], "none", {}] {
		found(risks) == {["risks_listed", []]}
	}
	found(["R1"]) == {["risks_listed", [0]]}
}

test_message_names_the_risk if {
	violations := treatment_assigned.deny with input as {"spec": {"risks": [{"id": "R1", "level": "high", "treatment": object.union(treatment, {"owner": null})}]}}
	{violation.path | some violation in violations} == {["spec", "risks", 0, "treatment", "owner"]}
	{violation.msg.en | some violation in violations} == {"treatment of risk \"R1\": `owner` is missing; it must be a text that says something"}
}
