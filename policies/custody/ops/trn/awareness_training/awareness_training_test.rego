package fiducia.custody.ops.trn.awareness_training_test

import data.fiducia.custody.ops.trn.awareness_training

found(awareness) := {[violation.check, violation.path] | some violation in violations} if {
	violations := awareness_training.deny with input as {"kind": "TrainingProgram", "spec": {"awareness": awareness}}
		with data.fiducia.today as "2026-11-22"
}

coverage := ["coverage", ["spec", "awareness", "coverage_percent"]]

last := ["last_training", ["spec", "awareness", "last_date"]]

test_boundaries if {
	found({"coverage_percent": 95, "last_date": "2025-11-22"}) == set()
	found({"coverage_percent": 100, "last_date": "2026-11-22"}) == set()
	found({"coverage_percent": 94.9, "last_date": "2025-11-22"}) == {coverage}
	found({"coverage_percent": 100.1, "last_date": "2025-11-22"}) == {coverage}
	found({"coverage_percent": 95, "last_date": "2025-11-21"}) == {last}
	found({"coverage_percent": 95, "last_date": "2026-11-23"}) == {last}
}

test_unreadable_values_are_denied if {
	every value in [null, "98", "98%", true, [98]] {
		found({"coverage_percent": value, "last_date": "2026-05-10"}) == {coverage}
	}
	every value in [null, "", "2026-05", 20260510, ["2026-05-10"]] {
		found({"coverage_percent": 98, "last_date": value}) == {last}
	}
}

test_section_is_needed if {
	every section in [null, {}, "yearly", [], 98] {
		found(section) == {coverage, last}
	}
	nothing := awareness_training.deny with input as {}
	count(nothing) == 2
}

test_coverage_and_interval_are_parameters if {
	violations := awareness_training.deny with input as {"spec": {"awareness": {"coverage_percent": 97.9, "last_date": "2026-10-22"}}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.awareness_coverage_percent as 98
		with data.fiducia.params.awareness_interval_days as 30
	{violation.check | some violation in violations} == {"coverage", "last_training"}
}

test_document_without_a_spec_lacks_everything if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := awareness_training.deny with input as document
		count(violations) == 2
	}
}
