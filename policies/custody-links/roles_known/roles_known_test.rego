package fiducia.custody_links.roles_known_test

import data.fiducia.custody_links.roles_known

document(kind, platform, spec) := {"path": "x.yaml", "index": 0, "content": {"kind": kind, "metadata": {"name": platform, "platform": platform}, "spec": spec}}

found(documents) := {[violation.path[1], array.slice(violation.path, 4, 99)] | some violation in violations} if {
	violations := roles_known.deny with input as {"documents": documents}
}

access := document("AccessProfile", "p", {"roles": [{"name": "maker"}], "assignments": {"li": ["checker", 5], "wang": null}})

test_known_roles_pass if {
	found([access, document("AccessProfile", "p", {"sod": {"conflicts": [["Maker", "checker"]]}}), document("Reconciliation", "p", {"owner_role": "checker"})]) == set()
}

test_each_place_is_read if {
	every sample in [
		["AccessProfile", {"sod": {"conflicts": [["maker", "auditor"]]}}, ["sod", "conflicts", 0, 1]],
		["Reconciliation", {"owner_role": "finance"}, ["owner_role"]],
	] {
		found([access, document(sample[0], "p", sample[1])]) == {[1, sample[2]]}
		{[0, sample[2]]} - found([document(sample[0], "p", sample[1])]) == set()
	}
}

test_roles_of_another_platform_do_not_count if {
	found([access, document("Reconciliation", "q", {"owner_role": "maker"})]) == {[1, ["owner_role"]]}
}

test_odd_shapes_name_nothing if {
	found([document("AccessProfile", "p", {"sod": {"conflicts": "maker"}, "roles": 5, "assignments": ["x"]})]) == set()
}

# Where what is named should be found: document and place.
related(documents) := {[place.path[1], array.slice(place.path, 4, 99)] | some violation in violations; some place in violation.related} if {
	violations := roles_known.deny with input as {"documents": documents}
}

test_roles_and_assignments_are_shown if {
	related([access, document("Reconciliation", "p", {"owner_role": "finance"})]) == {[0, ["roles"]], [0, ["assignments"]]}
}
