package fiducia.custody.cmp.law.mlps_filed_and_tested_test

import data.fiducia.custody.cmp.law.mlps_filed_and_tested

found(mlps) := {[violation.check, violation.path[2]] | some violation in violations} if {
	violations := mlps_filed_and_tested.deny with input as {"kind": "Platform", "spec": {"mlps": mlps}}
}

graded := {"level": 3, "filed": true, "last_test": "2026-04-01"}

test_filed_and_tested_passes if {
	found(graded) == set()
	found(object.union(graded, {"level": 5, "high_risks_open": 2})) == set()
}

test_boundary_of_the_test if {
	found(object.union(graded, {"last_test": "2025-11-22", "high_risks_open": 1})) == set()
	found(object.union(graded, {"last_test": "2025-11-21", "high_risks_open": 0})) == {["yearly_test", "last_test"]}
	found(object.union(graded, {"last_test": "2025-11-21", "high_risks_open": 1})) == {["yearly_test", "last_test"], ["high_risks_untested", "high_risks_open"]}
}

test_unreadable_tests_do_not_count if {
	every date in [null, "2026", "2026-11-23", 20260401, true] {
		found(object.union(graded, {"last_test": date, "high_risks_open": 0})) == {["yearly_test", "last_test"]}
	}
}

test_high_risks_that_are_not_stated_count_as_open if {
	every open in [null, "0", 1, [], -1] {
		found(object.union(graded, {"last_test": null, "high_risks_open": open})) == {["yearly_test", "last_test"], ["high_risks_untested", "high_risks_open"]}
	}
}

test_level if {
	every level in [1, 2] {
		found(object.union(graded, {"level": level, "last_test": null})) == {["protection_level", "level"]}
	}
	every level in [null, "3", 6, 3.5, 2.5, 0, true] {
		found(object.union(graded, {"level": level})) == {["protection_level", "level"]}
		["yearly_test", "last_test"] in found(object.union(graded, {"level": level, "last_test": null}))
	}
}

test_filing if {
	every filed in [null, false, "true", 1] {
		found(object.union(graded, {"filed": filed})) == {["filed", "filed"]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "3", []] {
		found(section) == {["protection_level", "level"], ["filed", "filed"], ["yearly_test", "last_test"], ["high_risks_untested", "high_risks_open"]}
	}
}

test_good_practice_on_other_platforms if {
	violations := mlps_filed_and_tested.deny with input as {"kind": "Platform", "spec": {"profile": "payment_eu"}}
	count(violations) == 4
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
