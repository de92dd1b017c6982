package fiducia.custody.cus.agr.exit_plan_test

import data.fiducia.custody.cus.agr.exit_plan

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := exit_plan.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

test_approved_and_reviewed_plan_passes if {
	every day in ["2026-11-22", "2025-11-22"] {
		found({"exit_plan": {"approved": true, "last_review": day}}) == set()
	}
}

test_approval_is_needed if {
	every value in [false, null, "true", "board", 1, []] {
		found({"exit_plan": {"approved": value, "last_review": "2026-05-01"}}) == {["approved", ["spec", "exit_plan", "approved"]]}
	}
}

test_review_is_recent if {
	every value in [null, "", "2025-11-21", "2026-11-23", "2026-02-30", "May", 2026, true] {
		found({"exit_plan": {"approved": true, "last_review": value}}) == {["reviewed", ["spec", "exit_plan", "last_review"]]}
	}
}

test_plan_is_needed if {
	every spec in [{}, null, {"exit_plan": null}, {"exit_plan": {}}, {"exit_plan": true}, {"exit_plan": []}] {
		found(spec) == {["approved", ["spec", "exit_plan", "approved"]], ["reviewed", ["spec", "exit_plan", "last_review"]]}
	}
}

test_interval_is_a_parameter if {
	every day, paths in {"2026-10-23": set(), "2026-10-22": {["spec", "exit_plan", "last_review"]}} {
		violations := exit_plan.deny with input as {"spec": {"exit_plan": {"approved": true, "last_review": day}}}
			with data.fiducia.params.exit_plan_review_days as 30
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := exit_plan.deny with input as document
		count(violations) == 2
	}
}
