package fiducia.custody.asm.assessment_cycle_test

import data.fiducia.custody.asm.assessment_cycle

found(change) := {[violation.check, array.slice(violation.path, 1, 4)] | some violation in violations} if {
	violations := assessment_cycle.deny with input as {"kind": "Assessment", "spec": object.union(assessment, change)}
}

assessment := {"regular": {"last_date": "2026-09-01"}, "methods": ["quantitative", "qualitative", "onsite"], "experts": experts}

experts := [{"name": name, "independent": true} | some name in ["chen", "lin", "zhou"]]

test_complete_assessment_passes if {
	found({}) == set()
	found({"methods": ["OnSite", "qualitative", "quantitative", "survey"]}) == set()
}

test_boundary_of_the_cycle if {
	found({"regular": {"last_date": "2025-11-22"}}) == set()
	found({"regular": {"last_date": "2025-11-21"}}) == {["regular", ["regular", "last_date"]]}
	every section in [null, "yearly", [], {"last_date": null}, {"last_date": "2026"}, {"last_date": "2026-11-23"}] {
		found({"regular": section}) == {["regular", ["regular", "last_date"]]}
	}
}

test_every_method_is_needed if {
	every methods in [null, [], "onsite", ["quantitative"], ["quantitative", "onsite"], [5]] {
		found({"methods": methods}) == {["methods", ["methods"]]}
	}
}

test_three_experts_are_needed if {
	found({"experts": array.slice(experts, 0, 2)}) == {["experts", ["experts"]]}
	found({"experts": array.concat(array.slice(experts, 0, 2), [{"name": " CHEN ", "independent": true}])}) == {["experts", ["experts"]]}
	every list in [null, [], 5, "three", {}] {
		found({"experts": list}) == {["experts", ["experts"]]}
	}
}

test_experts_must_be_independent if {
	every value in [null, false, "yes", 1] {
		found({"experts": array.concat(experts, [{"name": "wu", "independent": value}])}) == {["experts", ["experts", 3, "independent"]]}
	}
	every name in [null, "", "tbd", 5] {
		found({"experts": array.concat(experts, [{"name": name, "independent": true}])}) == {["experts", ["experts", 3, "name"]]}
	}
	found({"experts": array.concat(experts, ["wu"])}) == {["experts", ["experts", 3]]}
}

test_messages_name_the_expert_and_count_them if {
	violations := assessment_cycle.deny with input as {"spec": object.union(assessment, {"experts": [{"name": "chen", "independent": false}]})}
	{violation.path | some violation in violations} == {["spec", "experts"], ["spec", "experts", 0, "independent"]}
	{violation.msg.en | some violation in violations} == {
		"expert \"chen\": `independent` is false; it must be true",
		"independent experts: 0; at least 3 are needed",
	}
}

test_a_list_that_is_missing_is_told_once if {
	every list in [null, [], "three"] {
		violations := assessment_cycle.deny with input as {"spec": object.union(assessment, {"experts": list})}
		count(violations) == 1
	}
}
