package fiducia.custody.ops.trn.skill_exams_test

import data.fiducia.custody.ops.trn.skill_exams

found(exams) := {[violation.check, violation.path] | some violation in violations} if {
	violations := skill_exams.deny with input as {"kind": "TrainingProgram", "spec": {"exams": exams}}
		with data.fiducia.today as "2026-11-22"
}

found_in(exam) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found([exam])}

test_boundaries if {
	found_in({"post": "ops", "last_date": "2025-11-22", "pass_rate": 0.9}) == set()
	found_in({"post": "ops", "last_date": "2026-11-22", "pass_rate": 1}) == set()
	found_in({"post": "ops", "last_date": "2025-11-21", "pass_rate": 0.96}) == {["last_exam", ["last_date"]]}
	found_in({"post": "ops", "last_date": "2026-11-23", "pass_rate": 0.96}) == {["last_exam", ["last_date"]]}
	found_in({"post": "ops", "last_date": "2026-06-01", "pass_rate": 0.899}) == {["pass_rate", ["pass_rate"]]}
	found_in({"post": "ops", "last_date": "2026-06-01", "pass_rate": 96}) == {["pass_rate", ["pass_rate"]]}
	found_in({"post": "ops", "last_date": "2026-06-01", "pass_rate": 1.01}) == {["pass_rate", ["pass_rate"]]}
}

test_unreadable_values_are_denied if {
	every value in [null, "0.96", "96%", true, [1]] {
		found_in({"last_date": "2026-06-01", "pass_rate": value}) == {["pass_rate", ["pass_rate"]]}
	}
	every value in [null, "", "June", 2026, ["2026-06-01"]] {
		found_in({"last_date": value, "pass_rate": 1}) == {["last_exam", ["last_date"]]}
	}
}

test_exams_are_needed if {
	every exams in [null, [], "yearly", {"ops": 1}] {
		found(exams) == {["exams_listed", ["spec", "exams"]]}
	}
	found(["ops"]) == {["exams_listed", ["spec", "exams", 0]]}
	found([{}]) == {["last_exam", ["spec", "exams", 0, "last_date"]], ["pass_rate", ["spec", "exams", 0, "pass_rate"]]}
}

test_good_practice_on_other_platforms if {
	violations := skill_exams.deny with input as {"metadata": {"platform": "p"}, "spec": {"exams": [{}, "ops"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 3
	every violation in violations {
		[violation.severity, violation.veto] == ["medium", false]
	}
}

test_interval_and_pass_rate_are_parameters if {
	violations := skill_exams.deny with input as {"spec": {"exams": [{"last_date": "2026-10-22", "pass_rate": 0.94}]}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.exam_interval_days as 30
		with data.fiducia.params.exam_pass_rate as 0.95
	{violation.check | some violation in violations} == {"last_exam", "pass_rate"}
}

test_document_without_a_spec_lacks_the_list if {
	every document in [{}, null, [], "x", {"spec": []}] {
		violations := skill_exams.deny with input as document
		count(violations) == 1
	}
}
