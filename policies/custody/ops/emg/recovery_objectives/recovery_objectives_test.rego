package fiducia.custody.ops.emg.recovery_objectives_test

import data.fiducia.custody.ops.emg.recovery_objectives

found(continuity) := {[violation.check, array.slice(violation.path, 2, 4)] | some violation in violations} if {
	violations := recovery_objectives.deny with input as {"kind": "EmergencyPlan", "spec": {"continuity": continuity}}
}

with_objectives(rto, rpo, achieved) := found({"custody": {"rto_hours": rto, "rpo_minutes": rpo}, "last_test": {"rto_achieved": achieved}})

rto := ["objectives", ["custody", "rto_hours"]]

rpo := ["objectives", ["custody", "rpo_minutes"]]

achieved := ["achieved", ["last_test", "rto_achieved"]]

test_boundaries if {
	with_objectives(4, 30, 4) == set()
	with_objectives(0, 0, 0) == set()
	with_objectives(4.1, 30, 4) == {rto}
	with_objectives(4, 31, 4) == {rpo}
	with_objectives(2, 30, 2.1) == {achieved}
	with_objectives(0.5, 30, 0.6) == {achieved}
}

test_an_excessive_promise_does_not_excuse_the_test if with_objectives(48, 5, 24) == {rto, achieved}

test_unreadable_numbers_are_denied if {
	every value in [null, "2", "2h", -1, true, [2], {}] {
		with_objectives(value, 5, 1) == {rto}
		with_objectives(2, value, 1) == {rpo}
		with_objectives(2, 5, value) == {achieved}
	}
}

test_test_is_held_against_the_promise if {
	some violation in recovery_objectives.deny with input as {"spec": {"continuity": {"custody": {"rto_hours": 2, "rpo_minutes": 5}, "last_test": {"rto_achieved": 3}}}}
	violation.related == [{"msg": {"en": "promised here", "zh": "承诺的恢复时间"}, "path": ["spec", "continuity", "custody", "rto_hours"]}]
	violation.expected.en == "at most 2 hours"
}

test_sections_are_needed if {
	every section in [null, {}, "see wiki", [], 4] {
		found(section) == {rto, rpo, achieved}
		found({"custody": section, "last_test": {"rto_achieved": 1}}) == {rto, rpo}
		found({"custody": {"rto_hours": 2, "rpo_minutes": 5}, "last_test": section}) == {achieved}
	}
	nothing := recovery_objectives.deny with input as {}
	count(nothing) == 3
}

test_objectives_are_parameters if {
	violations := recovery_objectives.deny with input as {"spec": {"continuity": {"custody": {"rto_hours": 2, "rpo_minutes": 5}, "last_test": {"rto_achieved": 1}}}}
		with data.fiducia.params.custody_rto_hours as 1
		with data.fiducia.params.custody_rpo_minutes as 1
	count(violations) == 2
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := recovery_objectives.deny with input as document
		count(violations) == 3
	}
}
