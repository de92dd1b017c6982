package fiducia.custody_extended.ops.trn.customer_service_training_test

import data.fiducia.custody_extended.ops.trn.customer_service_training

found(section) := {[violation.check, violation.path] | some violation in violations} if {
	violations := customer_service_training.deny with input as {"kind": "TrainingProgram", "spec": {"customer_service": section}}
		with data.fiducia.today as "2026-11-22"
}

unmet := {["last_training", ["spec", "customer_service", "last_date"]]}

test_boundary_of_the_interval if {
	found({"last_date": "2025-11-22"}) == set()
	found({"last_date": "2026-11-22"}) == set()
	found({"last_date": "2025-11-21"}) == unmet
	found({"last_date": "2026-11-23"}) == unmet
}

test_date_is_needed if {
	every value in [null, "", "April", 2026, true, ["2026-04-01"]] {
		found({"last_date": value}) == unmet
	}
	every section in [null, {}, "2026-04-01", []] {
		found(section) == unmet
	}
}

test_interval_is_a_parameter if {
	every day, checks in {"2026-10-23": set(), "2026-10-22": {"last_training"}} {
		violations := customer_service_training.deny with input as {"spec": {"customer_service": {"last_date": day}}}
			with data.fiducia.today as "2026-11-22"
			with data.fiducia.params.customer_service_training_days as 30
		{violation.check | some violation in violations} == checks
	}
}

test_document_without_a_spec_was_not_trained if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := customer_service_training.deny with input as document
		count(violations) == 1
	}
}
