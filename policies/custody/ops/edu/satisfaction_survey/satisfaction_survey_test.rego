package fiducia.custody.ops.edu.satisfaction_survey_test

import data.fiducia.custody.ops.edu.satisfaction_survey

found(survey) := {violation.path[3] | some violation in violations} if {
	violations := satisfaction_survey.deny with input as {"kind": "UserEducation", "spec": {"satisfaction": {"survey": survey}}}
		with data.fiducia.today as "2026-11-22"
}

test_boundaries if {
	found({"last_date": "2025-11-22", "sample": 100, "score": 4.3}) == set()
	found({"last_date": "2026-11-22", "sample": 1200, "score": 0}) == set()
	found({"last_date": "2025-11-21", "sample": 100, "score": 4.3}) == {"last_date"}
	found({"last_date": "2026-11-23", "sample": 100, "score": 4.3}) == {"last_date"}
	found({"last_date": "2026-06-01", "sample": 99, "score": 4.3}) == {"sample"}
}

test_unreadable_values_are_denied if {
	every value in [null, "", "4.3", true, [4.3], {}] {
		found({"last_date": "2026-06-01", "sample": 100, "score": value}) == {"score"}
		found({"last_date": "2026-06-01", "sample": value, "score": 4.3}) == {"sample"}
		found({"last_date": value, "sample": 100, "score": 4.3}) == {"last_date"}
	}
}

test_survey_is_needed if {
	every survey in [null, {}, "2026", [], 4.3] {
		found(survey) == {"last_date", "sample", "score"}
	}
	every document in [{}, {"spec": {"satisfaction": "good"}}, null] {
		violations := satisfaction_survey.deny with input as document
		{violation.check | some violation in violations} == {"survey_date", "sample", "score"}
	}
}

test_interval_and_sample_are_parameters if {
	violations := satisfaction_survey.deny with input as {"spec": {"satisfaction": {"survey": {"last_date": "2026-10-22", "sample": 199, "score": 4.3}}}}
		with data.fiducia.today as "2026-11-22"
		with data.fiducia.params.satisfaction_interval_days as 30
		with data.fiducia.params.satisfaction_sample as 200
	{violation.check | some violation in violations} == {"survey_date", "sample"}
}
