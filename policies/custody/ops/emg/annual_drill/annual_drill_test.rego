package fiducia.custody.ops.emg.annual_drill_test

import data.fiducia.custody.ops.emg.annual_drill

found(spec) := {[violation.check, violation.path] | some violation in denied(spec)}

denied(spec) := violations if {
	violations := annual_drill.deny with input as {"kind": "EmergencyPlan", "spec": spec}
		with data.fiducia.today as "2026-11-22"
}

one_plan := [{"scenario": "data_leak"}]

test_recent_drill_passes if found({"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2026-07-01"}]}) == set()

test_boundary_of_the_interval if {
	found({"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2026-11-22"}]}) == set()
	found({"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2025-11-22"}]}) == set()
	found({"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2025-11-21"}]}) == {["drilled", ["spec", "drills", 0, "date"]]}
}

test_leap_day_counts if {
	violations := annual_drill.deny with input as {"spec": {"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2027-03-01"}]}}
		with data.fiducia.today as "2028-02-29"
	violations == set()
	later := annual_drill.deny with input as {"spec": {"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2027-03-01"}]}}
		with data.fiducia.today as "2028-03-01"
	{violation.path | some violation in later} == {["spec", "drills", 0, "date"]}
}

test_latest_drill_counts if {
	drills := [{"scenario": "data_leak", "date": "2020-01-01"}, {"scenario": "Data-Leak", "date": "2026-01-01"}, {"scenario": "data_leak", "date": "2021-01-01"}]
	found({"plans": one_plan, "drills": drills}) == set()
}

test_latest_of_old_drills_is_pointed_at if {
	spec := {"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2020-01-01"}, {"scenario": "data_leak", "date": "2023-01-01"}]}
	found(spec) == {["drilled", ["spec", "drills", 1, "date"]]}
	some violation in denied(spec)
	[related.path | some related in violation.related] == [["spec", "plans", 0, "scenario"]]
}

test_only_the_plan_with_the_old_drill_is_named if {
	plans := [{"scenario": "cyber_attack"}, {"scenario": "data_leak"}]
	drills := [{"scenario": "data_leak", "date": "2023-01-01"}, {"scenario": "cyber_attack", "date": "2026-07-01"}]
	[[violation.path, related.path] | some violation in denied({"plans": plans, "drills": drills}); some related in violation.related] == [[["spec", "drills", 0, "date"], ["spec", "plans", 1, "scenario"]]]
}

test_drill_of_another_scenario_does_not_count if {
	found({"plans": one_plan, "drills": [{"scenario": "cyber_attack", "date": "2026-07-01"}]}) == {["drilled", ["spec", "drills"]]}
}

test_every_plan_needs_a_drill if {
	plans := [{"scenario": "data_leak"}, {"scenario": "cyber_attack"}, {"scenario": "fund_loss"}]
	spec := {"plans": plans, "drills": [{"scenario": "cyber_attack", "date": "2026-07-01"}]}
	found(spec) == {["drilled", ["spec", "drills"]]}
	count(denied(spec)) == 2
}

test_malformed_date_is_denied_and_does_not_count if {
	every date in [null, "", "2026-02-30", "2026-13-01", "26-07-01", "2026/07/01", 20260701, true, ["2026-07-01"]] {
		found({"plans": one_plan, "drills": [{"scenario": "data_leak", "date": date}]}) == {
			["drill_dates", ["spec", "drills", 0, "date"]],
			["drilled", ["spec", "drills"]],
		}
	}
}

test_future_drill_is_denied_and_does_not_count if {
	found({"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2026-11-23"}]}) == {
		["drill_dates", ["spec", "drills", 0, "date"]],
		["drilled", ["spec", "drills"]],
	}
}

test_interval_is_a_parameter if {
	violations := annual_drill.deny with input as {"spec": {"plans": one_plan, "drills": [{"scenario": "data_leak", "date": "2026-05-01"}]}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.drill_interval_days as 180
	{violation.check | some violation in violations} == {"drilled"}
}

test_scenarios_are_needed if {
	every scenario in [null, "", "tbd", 5, ["data_leak"]] {
		found({"plans": [{"scenario": scenario}], "drills": [{"scenario": scenario, "date": "2026-07-01"}]}) == {
			["plans_listed", ["spec", "plans", 0, "scenario"]],
			["drills_listed", ["spec", "drills", 0, "scenario"]],
		}
	}
	found({"plans": [{}], "drills": [{}]}) == {
		["plans_listed", ["spec", "plans", 0, "scenario"]],
		["drills_listed", ["spec", "drills", 0, "scenario"]],
		["drill_dates", ["spec", "drills", 0, "date"]],
	}
}

test_plans_are_needed if {
	every plans in [null, [], "data_leak", {"data_leak": {}}] {
		found({"plans": plans, "drills": [{"scenario": "data_leak", "date": "2026-07-01"}]}) == {["plans_listed", ["spec", "plans"]]}
	}
}

test_drills_are_needed if {
	every drills in [null, [], "2026-07-01", {"data_leak": "2026-07-01"}] {
		found({"plans": one_plan, "drills": drills}) == {["drills_listed", ["spec", "drills"]], ["drilled", ["spec", "drills"]]}
	}
	found({}) == {["plans_listed", ["spec", "plans"]], ["drills_listed", ["spec", "drills"]]}
}

test_entries_must_be_mappings if {
	found({"plans": ["data_leak"], "drills": ["2026-07-01"]}) == {["plans_listed", ["spec", "plans", 0]], ["drills_listed", ["spec", "drills", 0]]}
}

test_document_without_a_spec_lacks_both_lists if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := annual_drill.deny with input as document
		count(violations) == 2
	}
}
