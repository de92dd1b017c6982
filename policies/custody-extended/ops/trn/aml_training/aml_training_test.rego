package fiducia.custody_extended.ops.trn.aml_training_test

import data.fiducia.custody_extended.ops.trn.aml_training

found(section) := {[violation.check, violation.path] | some violation in violations} if {
	violations := aml_training.deny with input as {"kind": "TrainingProgram", "spec": {"aml": section}}
		with data.fiducia.today as "2026-11-22"
}

unmet := {["last_training", ["spec", "aml", "last_date"]]}

test_boundary_of_the_interval if {
	found({"last_date": "2025-11-22"}) == set()
	found({"last_date": "2026-11-22"}) == set()
	found({"last_date": "2025-11-21"}) == unmet
	found({"last_date": "2026-11-23"}) == unmet
}

test_date_is_needed if {
	every value in [null, "", "March", 2026, true, ["2026-03-01"]] {
		found({"last_date": value}) == unmet
	}
	every section in [null, {}, "2026-03-01", []] {
		found(section) == unmet
	}
}

test_good_practice_on_other_platforms if {
	violations := aml_training.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 1
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_interval_is_a_parameter if {
	every day, checks in {"2026-10-23": set(), "2026-10-22": {"last_training"}} {
		violations := aml_training.deny with input as {"spec": {"aml": {"last_date": day}}}
			with data.fiducia.today as "2026-11-22"
			with data.fiducia.params.aml_training_days as 30
		{violation.check | some violation in violations} == checks
	}
}

test_document_without_a_spec_was_not_trained if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := aml_training.deny with input as document
		count(violations) == 1
	}
}
