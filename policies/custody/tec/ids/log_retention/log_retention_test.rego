package fiducia.custody.tec.ids.log_retention_test

import data.fiducia.custody.tec.ids.log_retention

found(sources) := {[violation.check, array.slice(violation.path, 3, 9)] | some violation in denied({"sources": sources})}

denied(spec) := violations if {
	violations := log_retention.deny with input as {"kind": "LoggingProfile", "spec": spec}
}

found_at(retention, hot) := found([{"name": "app", "retention_days": retention, "hot_days": hot}])

test_target_passes if found_at(365, 90) == set()

test_boundary_of_six_months if {
	found_at(184, 90) == {["target", ["retention_days"]]}
	every days in [183, 180, 0, -1, null, "365", "6 months", true, [365]] {
		found_at(days, 90) == {["six_months", ["retention_days"]]}
	}
}

test_boundary_of_the_target if {
	found_at(364, 90) == {["target", ["retention_days"]]}
	every days in [89, 0, null, "90", true, [90]] {
		found_at(365, days) == {["target", ["hot_days"]]}
	}
}

test_target_weighs_less if {
	{[violation.check, object.get(violation, "severity", "as the rule")] | some violation in denied({"sources": [{"retention_days": 200}, {"retention_days": 100, "hot_days": 90}]})} == {
		["target", "medium"],
		["six_months", "as the rule"],
	}
}

test_every_source_counts if {
	found([{"retention_days": 365, "hot_days": 90}, {}]) == {["six_months", ["retention_days"]], ["target", ["hot_days"]]}
}

test_empty_source_is_denied_at_its_keys if {
	{violation.path | some violation in denied({"sources": [{}]})} == {["spec", "sources", 0, key] | some key in ["retention_days", "hot_days"]}
}

test_list_is_needed if {
	every sources in [null, [], "app", {"app": 365}] {
		found(sources) == {["sources_listed", []]}
	}
	found(["app"]) == {["sources_listed", []]}
	{violation.path | some violation in denied(null)} == {["spec", "sources"]}
	{violation.path | some violation in denied({"sources": ["app"]})} == {["spec", "sources", 0]}
}
