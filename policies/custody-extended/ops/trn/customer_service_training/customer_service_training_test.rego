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
