package fiducia.custody.ops.emg.plan_coverage_test

import data.fiducia.custody.ops.emg.plan_coverage

found(spec) := {[violation.check, violation.path, violation.expected] | some violation in violations} if {
	violations := plan_coverage.deny with input as {"kind": "EmergencyPlan", "spec": spec}
}

scenarios := ["cyber_attack", "data_leak", "system_outage", "fund_loss", "custodian_failure", "personal_info"]

plan(scenario) := {"scenario": scenario, "trigger": "t", "organisation": "o", "resources": ["r"], "process": "p", "recovery": {"site": "b"}, "training": "y"}

all_plans := [plan(scenario) | some scenario in scenarios]

test_all_plans_pass if found({"plans": all_plans}) == set()

test_other_spellings_of_a_scenario_pass if {
	found({"plans": array.concat(array.slice(all_plans, 1, 6), [plan("Cyber-Attack")])}) == set()
}

test_missing_statutory_scenario_is_denied if {
	found({"plans": array.slice(all_plans, 1, 6)}) == {["statutory_scenarios", ["spec", "plans"], "cyber_attack"]}
}

test_missing_further_scenario_is_denied if {
	found({"plans": array.slice(all_plans, 0, 5)}) == {["further_scenarios", ["spec", "plans"], "personal_info"]}
}

elements := ["trigger", "organisation", "resources", "process", "recovery", "training"]

# A last plan beside the others, so that all scenarios are there.
found_last(last) := {[check, array.slice(path, 3, count(path)), expected] |
	some [check, path, expected] in found({"plans": array.concat(array.slice(all_plans, 1, 6), [last])})
}

test_every_element_is_needed if {
	every element in elements {
		found_last(object.remove(plan("cyber_attack"), [element])) == {["plan_elements", [element], element]}
	}
}

test_element_must_say_something if {
	every value in [null, "", "TBD", "无", 7, true, [], [null], {}, {"who": null}] {
		found_last(object.union({"scenario": "cyber_attack"}, {element: value | some element in elements})) == {["plan_elements", [element], element] | some element in elements}
	}
}

test_plan_without_a_scenario_covers_none if {
	every scenario in [null, "", "tbd", 5, ["cyber_attack"]] {
		found({"plans": array.concat(array.slice(all_plans, 1, 6), [object.union(object.remove(plan("x"), ["scenario"]), {"scenario": scenario})])}) == {
			["plans_listed", ["spec", "plans", 5, "scenario"], {"en": "scenario", "zh": "场景"}],
			["statutory_scenarios", ["spec", "plans"], "cyber_attack"],
		}
	}
}

test_no_plans_at_all if {
	every spec in [{}, null, {"plans": null}, {"plans": []}, {"plans": "see wiki"}, {"plans": {"data_leak": {}}}] {
		checks := [check | some [check, _, _] in found(spec)]
		count([check | some check in checks; check == "statutory_scenarios"]) == 2
		count([check | some check in checks; check == "further_scenarios"]) == 4
		count([check | some check in checks; check == "plans_listed"]) == 1
		count(checks) == 7
	}
}

test_plan_must_be_a_mapping if {
	found({"plans": array.concat(all_plans, ["drill"])}) == {["plans_listed", ["spec", "plans", 6], {"en": "mapping", "zh": "映射"}]}
}

test_good_practice_on_other_platforms if {
	every spec, checks in {{"plans": [{}]}: {"plans_listed", "statutory_scenarios", "further_scenarios", "plan_elements"}, {}: {"plans_listed", "statutory_scenarios", "further_scenarios"}} {
		violations := plan_coverage.deny with input as {"metadata": {"platform": "p"}, "spec": spec}
			with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
		{violation.check | some violation in violations} == checks
		every violation in violations {
			[violation.severity, violation.veto] == ["medium", false]
		}
	}
}

test_scenarios_and_elements_are_parameters if {
	violations := plan_coverage.deny with input as {"spec": {"plans": [{"scenario": "flood", "trigger": "t"}]}}
		with data.fiducia.params.emergency_scenarios_required as ["flood", "fire"]
		with data.fiducia.params.emergency_scenarios_further as ["strike"]
		with data.fiducia.params.emergency_plan_elements as ["trigger", "owner"]
	{violation.expected | some violation in violations} == {"fire", "strike", "owner"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := plan_coverage.deny with input as document
		count(violations) == 7
	}
}
