package fiducia.custody.rsk.dsp.no_overdue_treatment_test

import data.fiducia.custody.rsk.dsp.no_overdue_treatment

found(risks) := {[violation.check, array.slice(violation.path, 2, 5)] | some violation in violations} if {
	violations := no_overdue_treatment.deny with input as {"kind": "RiskRegister", "spec": {"risks": risks}}
}

risk(due, status) := {"id": "R1", "treatment": {"due": due, "status": status}}

late := {["treated_in_time", [0, "treatment", "due"]]}

test_boundary if {
	found([risk("2026-11-22", "doing")]) == set()
	found([risk("2026-11-21", "doing")]) == late
	found([risk("2026-01-31", "done"), risk("2026-01-31", "已完成")]) == set()
}

test_unknown_status_is_open if {
	found([risk("2026-03-31", "almost")]) == late
	found([risk("2026-03-31", null)]) == late | {["treatment_readable", [0, "treatment", "status"]]}
}

test_extreme_risks_are_escalated_after_a_month if {
	every grade in [{"level": "extreme"}, {"level": "low", "likelihood": 3, "impact": 5}] {
		found([object.union(risk("2026-10-23", "doing"), grade)]) == late
		found([object.union(risk("2026-10-22", "doing"), grade)]) == {["extreme_overdue", [0, "treatment", "due"]]}
	}
	found([object.union(risk("2026-10-22", "doing"), {"level": "high"})]) == late
	some violation in no_overdue_treatment.deny with input as {"spec": {"risks": [object.union(risk("2026-01-01", "doing"), {"level": "extreme"})]}}
	violation.severity == "critical"
}

test_unreadable_treatments_are_denied if {
	every due in [null, "", "soon", 20260331, true] {
		found([risk(due, "doing")]) == {["treatment_readable", [0, "treatment", "due"]]}
	}
	every treatment in ["soon", [], 5] {
		found([{"treatment": treatment}]) == {["treatment_readable", [0, "treatment", "due"]], ["treatment_readable", [0, "treatment", "status"]]}
	}
	found([risk(null, "done")]) == set()
}

test_risk_without_treatment_is_not_late if found([{"id": "R1"}, {"id": "R2", "treatment": null}]) == set()

test_list_is_needed if {
	every risks in [null, [], "none", {}] {
		found(risks) == {["risks_listed", []]}
	}
	found(["R1"]) == {["risks_listed", [0]]}
}

said(risks) := {violation.msg.en | some violation in violations} if {
	violations := no_overdue_treatment.deny with input as {"spec": {"risks": risks}}
}

test_messages_name_the_risk_and_the_delay if {
	said([risk("2026-11-20", "doing")]) == {"treatment of risk \"R1\" was due on 2026-11-20, 2 days ago, and its `status` is \"doing\""}
	said([risk("soon", "doing")]) == {"treatment of risk \"R1\": `due` is \"soon\"; it must be a date (YYYY-MM-DD)"}
	at_risk := ["spec", "risks", 0, "treatment", "due"]
	every due in ["2026-11-20", "soon"] {
		some violation in no_overdue_treatment.deny with input as {"spec": {"risks": [risk(due, "doing")]}}
		violation.path == at_risk
		violation.expected.en in {"a finished treatment, or a due date that has not passed", "a date (YYYY-MM-DD)"}
	}
	said([]) == {"`spec.risks` is empty; it must be a list of risks with at least one entry"}
}
