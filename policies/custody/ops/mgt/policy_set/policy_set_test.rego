package fiducia.custody.ops.mgt.policy_set_test

import data.fiducia.custody.ops.mgt.policy_set

areas := ["compliance", "internal_control", "business", "risk", "emergency", "user_protection"]

found(policies) := {[violation.check, violation.path] | some violation in violations} if {
	violations := policy_set.deny with input as {"kind": "Governance", "spec": {"policies": policies}}
		with data.fiducia.today as "2026-11-22"
}

set_of(first) := array.concat([first], [{"area": area, "version": "1.0", "last_review": "2026-03-01"} | some area in areas])

first_found(policy) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found(set_of(policy))}

test_complete_set_passes if {
	first_found({"id": "P1", "area": "risk", "version": 3.1, "last_review": "2026-11-22"}) == set()
	first_found({"id": "P1", "area": "办公用品", "version": "v2", "last_review": "2025-11-22"}) == set()
}

test_boundary_of_the_review if {
	first_found({"area": "risk", "version": "1", "last_review": "2025-11-21"}) == {["review", ["last_review"]]}
	every date in [null, "2026-11-23", "last year", 2026] {
		first_found({"area": "risk", "version": "1", "last_review": date}) == {["review", ["last_review"]]}
	}
}

test_version_is_needed if {
	every version in [null, "", "tbd", true, [1]] {
		first_found({"area": "risk", "version": version, "last_review": "2026-03-01"}) == {["version", ["version"]]}
	}
}

test_each_area_is_needed if {
	every area in areas {
		rest := [{"area": other, "version": "1", "last_review": "2026-03-01"} | some other in areas; other != area]
		found(rest) == {["areas", ["spec", "policies"]]}
	}
}

test_areas_are_compared_loosely if {
	found([{"area": replace(upper(area), "_", "-"), "version": "1", "last_review": "2026-03-01"} | some area in areas]) == set()
}

test_area_is_needed if {
	every area in [null, "", "tbd", 5, ["risk"]] {
		first_found({"area": area, "version": "1", "last_review": "2026-03-01"}) == {["policies_listed", ["area"]]}
	}
}

test_list_is_needed if {
	every policies in [null, [], "see intranet", {"P1": {}}] {
		found(policies) == {["policies_listed", ["spec", "policies"]], ["areas", ["spec", "policies"]]}
	}
	first_found("P1") == {["policies_listed", []]}
	found(set_of({})) == {
		["policies_listed", ["spec", "policies", 0, "area"]],
		["version", ["spec", "policies", 0, "version"]],
		["review", ["spec", "policies", 0, "last_review"]],
	}
}

test_one_violation_for_each_area if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := policy_set.deny with input as document
		count(violations) == 7
	}
}

test_areas_and_review_are_parameters if {
	violations := policy_set.deny with input as {"spec": {"policies": [{"area": "risk", "version": "1", "last_review": "2026-10-22"}]}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.policy_areas as ["risk", "outsourcing"]
		with data.fiducia.params.policy_review_days as 30
	{[violation.check, violation.path] | some violation in violations} == {["areas", ["spec", "policies"]], ["review", ["spec", "policies", 0, "last_review"]]}
}
