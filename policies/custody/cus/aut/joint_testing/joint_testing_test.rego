package fiducia.custody.cus.aut.joint_testing_test

import data.fiducia.custody.cus.aut.joint_testing

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := joint_testing.deny with input as {"kind": "CustodyArrangement", "spec": spec}
}

test_joint_tests_pass if {
	every day in ["2026-11-22", "2025-11-22"] {
		found({"joint_test": {"before_golive": true, "last_date": day}}) == set()
	}
}

test_test_before_golive if {
	every value in [false, null, "true", 1, "2024-03-01"] {
		found({"joint_test": {"before_golive": value, "last_date": "2026-06-15"}}) == {["before_golive", ["spec", "joint_test", "before_golive"]]}
	}
}

test_test_is_recent if {
	every value in [null, "", "2025-11-21", "2026-11-23", "2026-02-30", "June", 2026, true] {
		found({"joint_test": {"before_golive": true, "last_date": value}}) == {["yearly", ["spec", "joint_test", "last_date"]]}
	}
}

test_section_is_needed if {
	every spec in [{}, null, {"joint_test": null}, {"joint_test": {}}, {"joint_test": true}, {"joint_test": []}] {
		found(spec) == {["before_golive", ["spec", "joint_test", "before_golive"]], ["yearly", ["spec", "joint_test", "last_date"]]}
	}
}

test_interval_is_a_parameter if {
	every day, paths in {"2026-10-23": set(), "2026-10-22": {["spec", "joint_test", "last_date"]}} {
		violations := joint_testing.deny with input as {"spec": {"joint_test": {"before_golive": true, "last_date": day}}}
			with data.fiducia.params.joint_test_interval_days as 30
		{violation.path | some violation in violations} == paths
	}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := joint_testing.deny with input as document
		count(violations) == 2
	}
}
