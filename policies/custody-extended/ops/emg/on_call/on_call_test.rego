package fiducia.custody_extended.ops.emg.on_call_test

import data.fiducia.custody_extended.ops.emg.on_call

found(oncall) := {[violation.check, violation.path[3]] | some violation in violations} if {
	violations := on_call.deny with input as {"kind": "EmergencyPlan", "spec": {"incident": {"oncall": oncall}}}
}

test_coverage_around_the_clock_passes if {
	every coverage in ["7x24", "7X24", "7×24", "7 x 24", "24x7", "24/7"] {
		found({"coverage": coverage, "backup": true}) == set()
	}
}

test_less_coverage_is_denied if {
	every coverage in ["8x5", "office hours", "", null, 24, true, ["7x24"]] {
		found({"coverage": coverage, "backup": true}) == {["coverage", "coverage"]}
	}
}

test_backup_is_needed if {
	every backup in ["li.na", ["li.na"], {"night": "li.na"}] {
		found({"coverage": "7x24", "backup": backup}) == set()
	}
	every backup in [null, false, "", "无", [], {}, 1] {
		found({"coverage": "7x24", "backup": backup}) == {["backup", "backup"]}
	}
}

test_section_is_needed if {
	every section in [null, {}, "7x24", [], true] {
		found(section) == {["coverage", "coverage"], ["backup", "backup"]}
	}
	every document in [{}, {"spec": {"incident": "x"}}, null] {
		violations := on_call.deny with input as document
		count(violations) == 2
	}
}

test_coverage_is_a_parameter if {
	every coverage, checks in {"12/7": set(), "24/7": {"coverage"}} {
		violations := on_call.deny with input as {"spec": {"incident": {"oncall": {"coverage": coverage, "backup": true}}}}
			with data.fiducia.params.oncall_coverage as ["12x7"]
		{violation.check | some violation in violations} == checks
	}
}
