package fiducia.custody_links.failed_controls_planned_test

import data.fiducia.custody_links.failed_controls_planned

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := failed_controls_planned.deny with input as {"documents": documents}
}

plan := document("ImprovementPlan", "p", {"tasks": [{"id": "P1", "control_id": "TEC-PRO-01", "owner": "li"}]})

assessed(result, control) := {"onsite": {"samples": [{"control": control, "result": result}]}}

test_tackled_failures_pass if {
	found([plan, document("Assessment", "p", assessed("disproved", "TEC-PRO-01"))]) == set()
	found([plan, document("Assessment", "p", assessed("confirmed", "TEC-PRO-02"))]) == set()
	found([plan]) == set()
}

test_failure_without_a_task_is_denied if {
	at_sample := ["onsite", "samples", 0, "control"]
	found([plan, document("Assessment", "p", assessed("disproved", "TEC-PRO-02"))]) == {[1, at_sample]}
	found([plan, document("Assessment", "q", assessed("disproved", "TEC-PRO-01"))]) == {[1, at_sample]}
	found([document("Assessment", "p", assessed("disproved", "TEC-PRO-01"))]) == {[0, at_sample]}
	found([plan, document("Assessment", "p", {"compensating_measures": [{"control": "TEC-IDS-05"}]})]) == {[1, ["compensating_measures", 0, "control"]]}
}

test_task_needs_an_owner if {
	every owner in [null, "", "待定", 5, ["li"]] {
		found([document("ImprovementPlan", "p", {"tasks": [{"control_id": "TEC-PRO-01", "owner": owner}]})]) == {[0, ["tasks", 0, "owner"]]}
	}
	found([document("ImprovementPlan", "p", {"tasks": [{"id": "P1"}, "P2"]})]) == set()
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := failed_controls_planned.deny with input as {"documents": documents}
}

test_the_tasks_are_shown if {
	failed := document("Assessment", "p", assessed("disproved", "TEC-PRO-02"))
	related([plan, failed, document("ImprovementPlan", "q", {"tasks": []})]) == {[0, ["tasks"]]}
	related([failed]) == set()
}

test_only_what_was_disproved_has_failed if {
	every result in [null, "confirmed", "", 5, ["disproved"]] {
		found([plan, document("Assessment", "p", assessed(result, "TEC-PRO-02"))]) == set()
	}
	every control in [null, "", "tbd", 5] {
		found([plan, document("Assessment", "p", assessed("disproved", control))]) == set()
	}
}

test_owner_is_asked_of_tasks_for_a_control if {
	every control in [null, "", "tbd", 5] {
		found([document("ImprovementPlan", "p", {"tasks": [{"control_id": control}]})]) == set()
	}
}
