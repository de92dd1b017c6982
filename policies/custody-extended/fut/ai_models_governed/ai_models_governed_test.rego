package fiducia.custody_extended.fut.ai_models_governed_test

import data.fiducia.custody_extended.fut.ai_models_governed

found(ai) := {[violation.check, array.slice(violation.path, 3, 5)] | some violation in violations} if {
	violations := ai_models_governed.deny with input as {"kind": "MonitoringProfile", "spec": {"ai": ai}}
}

model := {"name": "fraud1", "owner": "risk", "validation_date": "2026-05-01", "human_review": true, "explainable": true}

test_governed_model_passes if {
	found({"models": []}) == set()
	found({"models": [model, object.union(model, {"validation_date": "2025-11-22"})]}) == set()
}

test_validation if {
	every date in ["2025-11-21", "2026-11-23", null, "spring", 2026, true] {
		found({"models": [object.union(model, {"validation_date": date})]}) == {["validated", [0, "validation_date"]]}
	}
}

test_every_field_is_needed if {
	every key, check in {"name": "models_listed", "owner": "owned", "human_review": "reviewed_by_people", "explainable": "explainable"} {
		every value in [null, "", "tbd", false, 1, []] {
			found({"models": [model, object.union(model, {key: value})]}) == {[check, [1, key]]}
		}
	}
}

test_list_is_needed if {
	every ai in [null, {}, "none", [], {"models": null}, {"models": "none"}, {"models": {}}] {
		found(ai) == {["models_listed", []]}
	}
	found({"models": ["fraud1"]}) == {["models_listed", [0]]}
}

test_good_practice_on_other_platforms if {
	violations := ai_models_governed.deny with input as {"metadata": {"platform": "p"}, "spec": {"ai": {"models": [{}, "x"]}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 6
	{[violation.severity, violation.veto] | some violation in violations} == {["low", false]}
}

test_message_names_the_model if {
	violations := ai_models_governed.deny with input as {"spec": {"ai": {"models": [object.union(model, {"owner": null})]}}}
	{violation.path | some violation in violations} == {["spec", "ai", "models", 0, "owner"]}
	{violation.msg.en | some violation in violations} == {"model \"fraud1\": `owner` is missing; it must be a text that says something"}
}
